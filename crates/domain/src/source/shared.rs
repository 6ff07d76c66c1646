//! One open file with many readers, each with its own place.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use super::ReadSeek;

/// Bytes that one reader fetches at a time: big enough that going to and fro between two readers of
/// one file costs little.
pub(super) const BUFFER: usize = 64 << 10;

/// The bytes under a source.
#[derive(Clone)]
pub(super) struct Shared {
    reader: Arc<Mutex<Box<dyn ReadSeek>>>,
    len: u64,
}

/// Reads from one place to another.
pub(super) struct Slice {
    shared: Shared,
    at: u64,
    end: u64,
}

impl Shared {
    pub(super) fn new(mut reader: Box<dyn ReadSeek>) -> io::Result<Shared> {
        let len = reader.seek(SeekFrom::End(0))?;
        Ok(Shared { reader: Arc::new(Mutex::new(reader)), len })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// A reader of `len` bytes from `start`, or fewer when the bytes end before.
    pub(super) fn slice(&self, start: u64, len: u64) -> BufReader<Slice> {
        let end = start.saturating_add(len).min(self.len);
        let slice = Slice { shared: self.clone(), at: start.min(end), end };
        BufReader::with_capacity(BUFFER, slice)
    }

    /// A reader of everything that can seek.
    pub(super) fn whole(&self) -> BufReader<Slice> {
        self.slice(0, self.len)
    }
}

impl Read for Slice {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let wanted = left.min(buf.len());
        if wanted == 0 {
            return Ok(0);
        }
        // A reader that panicked left no half state behind: every read seeks first.
        let mut reader = self.shared.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.seek(SeekFrom::Start(self.at))?;
        let read = reader.read(&mut buf[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Slice {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.at = at.min(self.end);
        Ok(self.at)
    }
}
