//! FIT, the format of watches and bicycle computers: activities, what a watch measures all day, scales.
//!
//! The decoder is our own, because what a dying battery leaves must be read as far as it goes, with what
//! is missing said. Start reading at `decode`.

mod build;
mod crc;
mod decode;
mod monitor;
mod profile;
#[cfg(test)]
pub(crate) mod tests;
mod totals;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use super::files::{Format, each_file, sniff_files};

pub(super) const FIT: Importer = Importer {
    format: "fit",
    title: "FIT (Garmin, Wahoo, Coros and others)",
    endings: FORMAT.endings,
    sniff: |source| sniff_files(source, &FORMAT, Confidence::Certain),
    parse,
};

pub(super) const FORMAT: Format = Format {
    endings: &["fit"],
    is_mine: decode::is_fit,
    read: |bytes, zone| build::read(&bytes, zone),
};

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    each_file(source, sink, &FORMAT)
}
