//! Base64, decoded while it is read.

use std::io::{self, Read};

use data_encoding::BASE64;

/// Decodes a stream of Base64 in the usual alphabet; white space within is skipped.
pub(super) struct Base64Reader<R> {
    inner: R,
    /// Letters that do not make four yet.
    letters: Vec<u8>,
    out: Vec<u8>,
    out_at: usize,
}

const CHUNK: usize = 32 << 10;

impl<R: Read> Base64Reader<R> {
    pub(super) fn new(inner: R) -> Base64Reader<R> {
        Base64Reader { inner, letters: Vec::new(), out: Vec::new(), out_at: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.out_at = 0;
        let mut chunk = [0; CHUNK];
        while self.out.is_empty() {
            let read = self.inner.read(&mut chunk)?;
            let fresh = chunk[..read].iter().filter(|byte| !byte.is_ascii_whitespace());
            self.letters.extend(fresh);
            let whole = self.letters.len() / 4 * 4;
            // At the end a group without its padding cannot be decoded and is an error.
            let ready = if read == 0 { self.letters.len() } else { whole };
            let decoded = BASE64.decode(&self.letters[..ready]);
            let bad = |error| io::Error::new(io::ErrorKind::InvalidData, error);
            self.out = decoded.map_err(bad)?;
            self.letters.drain(..ready);
            if read == 0 {
                break;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Base64Reader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.out_at == self.out.len() {
            self.refill()?;
        }
        let ready = &self.out[self.out_at..];
        let len = ready.len().min(buf.len());
        buf[..len].copy_from_slice(&ready[..len]);
        self.out_at += len;
        Ok(len)
    }
}
