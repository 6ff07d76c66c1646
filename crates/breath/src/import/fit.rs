//! Intervals in a FIT file: the messages `hrv` of a watch that listened to a strap.
//!
//! Only these are read here, and the time at which the file was made; what else is in the file (an activity,
//! its track) is another importer's, which is surer of it. After Garmin's "FIT Protocol".

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use super::{bytes_of, reading};
use crate::model::hrv::BEATS_MAX;

pub(super) const FIT: Importer = Importer {
    format: "fit-rr",
    title: "FIT: intervals between heart beats",
    endings: &["fit"],
    sniff,
    parse,
};

/// Seconds from 1970 to FIT's own epoch, 1989-12-31T00:00:00Z.
const EPOCH_SECS: i64 = 631_065_600;
/// Message numbers: `file_id` and `hrv`.
const FILE_ID: u16 = 0;
const HRV: u16 = 78;
/// The field of `file_id` that says when it was made, and of `hrv` that holds intervals.
const TIME_CREATED: u8 = 4;
const TIME: u8 = 0;
/// What stands where there is no interval.
const NONE: u16 = 0xffff;

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let [only] = source.files() else { return Ok(None) };
    let head = source.head(&only.name, 12)?;
    // Whoever reads activities is surer of it.
    Ok((head.get(8..12) == Some(b".FIT")).then_some(Confidence::Possible))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    for file in source.files() {
        let bytes = bytes_of(source, &file.name, sink)?;
        let found = read(&bytes);
        if !found.whole {
            sink.problem(&file.name, "the file is damaged; what stands before is kept");
        }
        let at =
            found.created.map(|secs| ((i64::from(secs) + EPOCH_SECS) * 1000, "UTC".to_owned()));
        reading(sink, &file.name, &found.rr_ms, at)?;
    }
    sink.progress(1.0)
}

/// What a file holds.
pub(super) struct Found {
    pub(super) rr_ms: Vec<f64>,
    /// Seconds since FIT's epoch.
    pub(super) created: Option<u32>,
    /// Whether it could be read to its end.
    pub(super) whole: bool,
}

/// How the messages of a local number are laid out.
#[derive(Clone, Default)]
struct Layout {
    message: u16,
    big: bool,
    /// Number and size of each field.
    fields: Vec<(u8, usize)>,
    size: usize,
}

/// Reads what makes sense.
pub(super) fn read(bytes: &[u8]) -> Found {
    let mut found = Found { rr_ms: Vec::new(), created: None, whole: false };
    let header = bytes.first().map_or(0, |size| usize::from(*size));
    let size = bytes.get(4..8).and_then(|size| size.try_into().ok()).map_or(0, u32::from_le_bytes);
    if header < 12 || bytes.get(8..12) != Some(b".FIT") {
        return found;
    }
    let end = header.saturating_add(size as usize);
    found.whole = end <= bytes.len();
    let mut rest = Rest { bytes: &bytes[..end.min(bytes.len())], at: header };
    let mut layouts: [Option<Layout>; 16] = Default::default();
    while rest.at < rest.bytes.len() {
        if message(&mut rest, &mut layouts, &mut found).is_none() {
            found.whole = false;
            break;
        }
        if BEATS_MAX <= found.rr_ms.len() {
            found.rr_ms.truncate(BEATS_MAX);
            break;
        }
    }
    found
}

struct Rest<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Rest<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }
}

/// One record: a definition or a message. `None`: the bytes make no sense.
fn message(
    rest: &mut Rest<'_>,
    layouts: &mut [Option<Layout>; 16],
    found: &mut Found,
) -> Option<()> {
    let [head] = rest.take(1)? else { return None };
    // A compressed header has the local number in other bits.
    let (is_definition, local) = match head & 0x80 {
        0 => (head & 0x40 != 0, head & 0x0f),
        _ => (false, head >> 5 & 0x03),
    };
    if is_definition {
        layouts[usize::from(local)] = Some(definition(rest, head & 0x20 != 0)?);
        return Some(());
    }
    let layout = layouts[usize::from(local)].as_ref()?;
    let body = rest.take(layout.size)?;
    let mut at = 0;
    for (number, size) in &layout.fields {
        let field = body.get(at..at + size)?;
        at += size;
        match (layout.message, *number) {
            (HRV, TIME) => {
                let (pairs, _) = field.as_chunks::<2>();
                let value = |pair: &[u8; 2]| match layout.big {
                    true => u16::from_be_bytes(*pair),
                    false => u16::from_le_bytes(*pair),
                };
                // Thousandths of a second.
                let known = pairs.iter().map(value).filter(|ms| *ms != NONE);
                found.rr_ms.extend(known.map(f64::from));
            }
            (FILE_ID, TIME_CREATED) => {
                let bytes: [u8; 4] = field.try_into().ok()?;
                let secs = match layout.big {
                    true => u32::from_be_bytes(bytes),
                    false => u32::from_le_bytes(bytes),
                };
                found.created = found.created.or(Some(secs).filter(|secs| *secs != u32::MAX));
            }
            _ => {}
        }
    }
    Some(())
}

fn definition(rest: &mut Rest<'_>, has_developer: bool) -> Option<Layout> {
    let [_, big, first, second, count] = rest.take(5)? else { return None };
    let big = *big == 1;
    let message = match big {
        true => u16::from_be_bytes([*first, *second]),
        false => u16::from_le_bytes([*first, *second]),
    };
    let mut layout = Layout { message, big, ..Layout::default() };
    for field in rest.take(usize::from(*count) * 3)?.chunks_exact(3) {
        layout.fields.push((field[0], usize::from(field[1])));
        layout.size += usize::from(field[1]);
    }
    if has_developer {
        let [count] = rest.take(1)? else { return None };
        for field in rest.take(usize::from(*count) * 3)?.chunks_exact(3) {
            layout.size += usize::from(field[1]);
        }
    }
    Some(layout)
}
