//! Bytes as UTF-8, whatever they are: what is no letter becomes `?`, so that one bad name of a device
//! does not cost the rest of a gigabyte.

use std::io::{self, Read};

/// The longest letter, in bytes.
const LETTER_BYTES: usize = 4;

/// A reader whose bytes are always UTF-8.
pub(super) struct Lossy<R> {
    inner: R,
    /// The beginning of a letter whose end has not been read yet.
    carried: Vec<u8>,
}

impl<R: Read> Lossy<R> {
    pub(super) fn new(inner: R) -> Lossy<R> {
        Lossy { inner, carried: Vec::with_capacity(LETTER_BYTES) }
    }
}

impl<R: Read> Read for Lossy<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.len() < LETTER_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer holds no letter"));
        }
        loop {
            let before = self.carried.len();
            buf[..before].copy_from_slice(&self.carried);
            self.carried.clear();
            let read = self.inner.read(&mut buf[before..])?;
            let mut end = before + read;
            if end == 0 {
                return Ok(0);
            }
            let mut from = 0;
            while let Err(error) = std::str::from_utf8(&buf[from..end]) {
                let at = from + error.valid_up_to();
                match error.error_len() {
                    None if read > 0 => {
                        self.carried.extend_from_slice(&buf[at..end]);
                        end = at;
                        break;
                    }
                    bad => {
                        let bad = bad.unwrap_or(end - at);
                        buf[at..at + bad].fill(b'?');
                        from = at + bad;
                    }
                }
            }
            // Nothing but the beginning of a letter: its end is needed first.
            if end > 0 {
                return Ok(end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Hands out so many bytes at once.
    struct Drops<'b>(&'b [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let len = self.1.min(buf.len());
            (&mut self.0).take(len as u64).read(buf)
        }
    }

    fn read(bytes: &[u8], drop: usize) -> Vec<u8> {
        let mut lossy = Lossy::new(Drops(bytes, drop));
        let (mut out, mut buf) = (Vec::new(), [0; 16]);
        loop {
            match lossy.read(&mut buf).expect("bytes") {
                0 => return out,
                read => out.extend_from_slice(&buf[..read]),
            }
        }
    }

    proptest! {
        #[test]
        fn letters_stay_and_the_rest_is_marked(text in ".{0,40}", bad in prop::collection::vec(any::<u8>(), 0..20), drop in 1_usize..9) {
            prop_assert_eq!(read(text.as_bytes(), drop), text.as_bytes());
            let mut bytes = text.clone().into_bytes();
            bytes.extend(&bad);
            let out = read(&bytes, drop);
            prop_assert!(std::str::from_utf8(&out).is_ok() && out.starts_with(text.as_bytes()));
            prop_assert_eq!(out.len(), bytes.len());
        }
    }
}
