//! Lines by month, packed in memory: plays come in the order in which they were imported, an archive
//! wants them by month, and nothing unencrypted may lie on a disk meanwhile.

use std::collections::BTreeMap;
use std::io::{self, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// Text of a month that is packed together.
const CHUNK: usize = 64 << 10;

/// A year and a month, 1 to 12.
pub(super) type YearMonth = (i16, i8);

/// Lines that wait.
#[derive(Default)]
pub(super) struct Months(BTreeMap<YearMonth, Month>);

#[derive(Default)]
struct Month {
    packed: Vec<Vec<u8>>,
    open: Vec<u8>,
}

impl Months {
    /// Adds a line to its month; `write` writes it without its end.
    pub(super) fn line(
        &mut self,
        month: YearMonth,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        let month = self.0.entry(month).or_default();
        write(&mut month.open)?;
        month.open.push(b'\n');
        if month.open.len() < CHUNK {
            return Ok(());
        }
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&month.open)?;
        month.packed.push(packer.finish()?);
        month.open.clear();
        Ok(())
    }

    /// The months in their order.
    pub(super) fn each(&self) -> impl Iterator<Item = YearMonth> {
        self.0.keys().copied()
    }

    /// Writes the lines of a month.
    pub(super) fn write(&self, month: YearMonth, out: &mut dyn Write) -> io::Result<()> {
        let Some(month) = self.0.get(&month) else { return Ok(()) };
        for packed in &month.packed {
            io::copy(&mut ZlibDecoder::new(packed.as_slice()), out)?;
        }
        out.write_all(&month.open)
    }
}
