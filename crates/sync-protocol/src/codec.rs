//! The one binary notation of everything that is hashed, signed or sealed.
//!
//! Numbers of fixed width are big-endian; a *varint* is LEB128 of at most 64 bits in its shortest form; a
//! signed varint is zigzag; a *blob* is a varint length and its bytes. There is one way to write each
//! value, so that what was read and written again is equal byte for byte: signatures depend on it.

use crate::error::{Error, Fault, Result};

/// Reads front to back; every answer is within bounds that the caller names.
pub(crate) struct Reader<'a> {
    what: &'static str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// `what` is how errors call it.
    pub(crate) fn new(what: &'static str, bytes: &'a [u8]) -> Reader<'a> {
        Reader { what, bytes, at: 0 }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// An error about what was read last.
    pub(crate) fn malformed(&self, why: &'static str) -> Error {
        Fault::Malformed { what: self.what, at: self.at, why }.into()
    }

    pub(crate) fn too_much(&self, of: &'static str, found: u64, max: usize) -> Error {
        Fault::TooMuch { what: self.what, of, found, max: max as u64 }.into()
    }

    pub(crate) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let Some((taken, _)) = rest.split_at_checked(count) else {
            return Err(Fault::CutOff { what: self.what, at: self.bytes.len() }.into());
        };
        self.at += count;
        Ok(taken)
    }

    /// Takes as many bytes as there is room for.
    pub(crate) fn fill(&mut self, room: &mut [u8]) -> Result<()> {
        room.copy_from_slice(self.take(room.len())?);
        Ok(())
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let taken = self.take(N)?;
        Ok(taken.try_into().expect("as many were taken"))
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    pub(crate) fn varint(&mut self) -> Result<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            let low = u64::from(byte & 0x7f);
            if shift == 63 && low > 1 {
                return Err(self.malformed("a number has more than 64 bits"));
            }
            value |= low << shift;
            if byte & 0x80 == 0 {
                if byte == 0 && shift > 0 {
                    return Err(self.malformed("a number is longer than it must be"));
                }
                return Ok(value);
            }
        }
        Err(self.malformed("a number has more than 64 bits"))
    }

    pub(crate) fn varint_u32(&mut self) -> Result<u32> {
        let value = self.varint()?;
        u32::try_from(value).map_err(|_| self.malformed("a number has more than 32 bits"))
    }

    pub(crate) fn signed(&mut self) -> Result<i64> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
    }

    /// A number of things that each take at least `bytes_min`: never more than can still follow, so a
    /// list that is made for them is no larger than what was sent.
    pub(crate) fn count(
        &mut self,
        of: &'static str,
        max: usize,
        bytes_min: usize,
    ) -> Result<usize> {
        let found = self.varint()?;
        let count = usize::try_from(found).ok().filter(|count| *count <= max);
        let Some(count) = count else { return Err(self.too_much(of, found, max)) };
        if self.left() / bytes_min.max(1) < count {
            return Err(Fault::CutOff { what: self.what, at: self.bytes.len() }.into());
        }
        Ok(count)
    }

    pub(crate) fn blob(&mut self, of: &'static str, max: usize) -> Result<&'a [u8]> {
        let len = self.count(of, max, 1)?;
        self.take(len)
    }

    pub(crate) fn text(&mut self, of: &'static str, max: usize) -> Result<&'a str> {
        let bytes = self.blob(of, max)?;
        str::from_utf8(bytes).map_err(|_| self.malformed("a text is not UTF-8"))
    }

    /// What is left.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        self.at = self.bytes.len();
        rest
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<()> {
        if self.left() == 0 { Ok(()) } else { Err(self.malformed("bytes follow after the end")) }
    }

    /// The letters and the version that begin everything of ours.
    pub(crate) fn magic(&mut self, magic: &[u8; 3], known: u8) -> Result<()> {
        if self.take(3)? != magic {
            let what = self.what;
            return Err(Fault::Malformed { what, at: 0, why: "it is something else" }.into());
        }
        let found = self.u8()?;
        if found != known {
            let (found, known) = (found.into(), known.into());
            return Err(Fault::Newer { what: self.what, found, known }.into());
        }
        Ok(())
    }
}

/// Writes front to back.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> &mut Writer {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn u8(&mut self, value: u8) -> &mut Writer {
        self.raw(&[value])
    }

    pub(crate) fn u32(&mut self, value: u32) -> &mut Writer {
        self.raw(&value.to_be_bytes())
    }

    pub(crate) fn u64(&mut self, value: u64) -> &mut Writer {
        self.raw(&value.to_be_bytes())
    }

    pub(crate) fn varint(&mut self, mut value: u64) -> &mut Writer {
        while value >= 0x80 {
            self.0.push(low_byte(value) | 0x80);
            value >>= 7;
        }
        self.0.push(low_byte(value));
        self
    }

    pub(crate) fn signed(&mut self, value: i64) -> &mut Writer {
        self.varint((value << 1 ^ value >> 63).cast_unsigned())
    }

    pub(crate) fn count(&mut self, count: usize) -> &mut Writer {
        self.varint(count as u64)
    }

    pub(crate) fn blob(&mut self, bytes: &[u8]) -> &mut Writer {
        self.count(bytes.len()).raw(bytes)
    }
}

fn low_byte(value: u64) -> u8 {
    u8::try_from(value & 0x7f).expect("seven bits fit")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(unsigned: u64, signed: i64) {
            let mut writer = Writer::default();
            writer.varint(unsigned).signed(signed);
            let mut reader = Reader::new("test", &writer.0);
            prop_assert_eq!(reader.varint().ok(), Some(unsigned));
            prop_assert_eq!(reader.signed().ok(), Some(signed));
            prop_assert!(reader.end().is_ok());
        }

        #[test]
        fn there_is_one_way_to_write_a_number(bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
            let mut reader = Reader::new("test", &bytes);
            if let Ok(value) = reader.varint() {
                let mut writer = Writer::default();
                writer.varint(value);
                prop_assert_eq!(&writer.0[..], &bytes[..reader.at()]);
            }
        }
    }

    #[test]
    fn a_list_is_never_longer_than_what_was_sent() {
        let mut writer = Writer::default();
        writer.varint(1000).raw(&[0; 40]);
        let fault = Reader::new("test", &writer.0).count("things", 2000, 4).expect_err("too few");
        assert_eq!(*fault.fault(), Fault::CutOff { what: "test", at: 42 });
        let fault = Reader::new("test", &writer.0).count("things", 999, 1).expect_err("too many");
        assert!(matches!(
            fault.fault(),
            Fault::TooMuch { of: "things", found: 1000, max: 999, .. }
        ));
    }
}
