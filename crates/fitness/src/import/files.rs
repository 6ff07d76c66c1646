//! Files of activities: FIT, GPX and TCX, each by itself, packed with gzip, or many in a folder or an
//! archive. Whatever format such a collection is taken for, all three are read.

use std::io::Read;

use base::error::Result;
use domain::import::{Confidence, Sink};
use domain::source::{Source, SourceFile};
use flate2::read::MultiGzDecoder;
use jiff::tz::TimeZone;

use super::intake::Intake;
use super::told::Told;
use super::{fit, gpx, tcx};

/// The largest file that is read: four days of FIT at ten records a second have some 100 MB.
pub(super) const FILE_BYTES_MAX: u64 = 128 << 20;
/// Bytes in which a format shows itself.
const HEAD: usize = 4 << 10;
/// Files that are looked into before a source is given up.
const SNIFFED: usize = 16;

/// A format of one activity's file.
pub(super) struct Format {
    /// Endings of its files.
    pub(super) endings: &'static [&'static str],
    /// Tells it by its first bytes.
    pub(super) is_mine: fn(&[u8]) -> bool,
    /// Reads it; the zone is where its days are when it does not say.
    pub(super) read: fn(Vec<u8>, &TimeZone) -> Told,
}

/// All of them.
static FORMATS: [&Format; 3] = [&fit::FORMAT, &gpx::FORMAT, &tcx::FORMAT];

/// The format of bytes.
pub(super) fn format_of(head: &[u8]) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| (format.is_mine)(head))
}

/// `confidence` when one of the first files is of the format.
pub(super) fn sniff_files(
    source: &Source,
    format: &Format,
    confidence: Confidence,
) -> Result<Option<Confidence>> {
    let is_mine = |file: &SourceFile| {
        let head = head(source, &file.name);
        (format.is_mine)(&head)
    };
    let found = match source.files() {
        [only] => is_mine(only),
        files => {
            let mut named = files.iter().filter(|file| has_ending(&file.name, format.endings));
            named.by_ref().take(SNIFFED).any(is_mine)
        }
    };
    // A collection may be something of which these files are only a part.
    let confidence = if source.files().len() == 1 { confidence } else { Confidence::Likely };
    Ok(found.then_some(confidence))
}

/// The first bytes of a file, unpacked; empty when it cannot be read.
pub(super) fn head(source: &Source, name: &str) -> Vec<u8> {
    let head = source.head(name, HEAD).unwrap_or_default();
    if !is_gzip(&head) {
        return head;
    }
    let mut out = Vec::new();
    // The rest of the stream is missing: what was unpacked up to there is what is wanted.
    let _ = MultiGzDecoder::new(head.as_slice()).take(HEAD as u64).read_to_end(&mut out);
    out
}

fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b])
}

/// Reads a whole file, unpacked when it is packed with gzip; says in words why it cannot. What came
/// before a stream broke off is returned with the reason.
pub(super) fn bytes_of(source: &Source, name: &str) -> (Vec<u8>, Option<String>) {
    let mut bytes = Vec::new();
    let mut why = match source.read(name) {
        Ok(reader) => read_some(reader, &mut bytes),
        Err(error) => Some(error.to_string()),
    };
    if is_gzip(&bytes) {
        let packed = std::mem::take(&mut bytes);
        why = read_some(Box::new(MultiGzDecoder::new(packed.as_slice())), &mut bytes).or(why);
    }
    (bytes, why)
}

fn read_some(mut reader: Box<dyn Read + '_>, bytes: &mut Vec<u8>) -> Option<String> {
    if let Err(error) = reader.by_ref().take(FILE_BYTES_MAX).read_to_end(bytes) {
        return Some(error.to_string());
    }
    let is_longer = bytes.len() as u64 == FILE_BYTES_MAX && matches!(reader.read(&mut [0]), Ok(1));
    is_longer.then(|| "it is larger than any activity".to_owned())
}

/// Reads every file of a format in a source.
pub(super) fn each_file(source: &Source, sink: &mut dyn Sink, format: &Format) -> Result<()> {
    let mut intake = Intake::new(source, sink);
    let all: u64 = source.files().iter().map(|file| file.size).sum();
    let mut done = 0;
    for file in source.files() {
        done += file.size;
        if is_hidden(&file.name) {
            continue;
        }
        if source.files().len() == 1 {
            one_file(source, file, format, &mut intake)?;
        } else if let Some(format) = named(&file.name) {
            one_file(source, file, format, &mut intake)?;
        } else {
            intake.sink.skipped("not a file of an activity");
        }
        intake.progress(done, all)?;
    }
    intake.finish(source)
}

/// The format that a file in a collection has by its name.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    FORMATS.iter().copied().find(|format| has_ending(plain, &format.endings[..1]))
}

fn one_file(
    source: &Source,
    file: &SourceFile,
    format: &Format,
    intake: &mut Intake<'_>,
) -> Result<()> {
    let (bytes, why) = bytes_of(source, &file.name);
    if let Some(why) = why {
        intake.sink.problem(&file.name, &format!("{why}; what stands before is kept"));
    }
    // What stands in a file counts more than how it is called.
    let format = format_of(&bytes[..bytes.len().min(HEAD)]).unwrap_or(format);
    let hash = intake.keep(&file.name, &bytes)?;
    let told = (format.read)(bytes, &intake.zone);
    intake.take(&file.name, told, &hash)
}

/// Hidden files and what macOS adds to archives: never content.
pub(super) fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with('.'))
}

/// Whether a name ends with one of these endings, written without the dot and in lower case.
pub(super) fn has_ending(name: &str, endings: &[&str]) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    let base = base.strip_suffix(".gz").unwrap_or(base);
    let Some((_, ending)) = base.rsplit_once('.') else { return false };
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
