//! Intervals as text: one number a line (Elite HRV, Kubios, PhysioNet), or a column of a table.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use jiff::tz::TimeZone;

use super::{bytes_of, reading, written};
use crate::model::hrv::BEATS_MAX;

pub(super) const RR: Importer = Importer {
    format: "rr",
    title: "Intervals between heart beats (text or CSV)",
    endings: &["rr", "txt", "csv"],
    sniff,
    parse,
};

/// Bytes in which the format shows itself.
const HEAD: usize = 8 << 10;
/// So many intervals at the beginning make it one.
const SURE: usize = 8;
/// What can be an interval in milliseconds, and in seconds: 20 to 300 beats a minute.
const MS: std::ops::RangeInclusive<f64> = 200.0..=3_000.0;
const SECS: std::ops::RangeInclusive<f64> = 0.2..=3.0;
/// What the column of intervals is called.
const NAMES: [&str; 10] = [
    "rr",
    "rr_ms",
    "rr (ms)",
    "rr [ms]",
    "rr interval",
    "rr-interval",
    "rr_interval",
    "rri",
    "ibi",
    "nn",
];

/// What a text holds.
struct Found {
    /// As they are written.
    numbers: Vec<f64>,
    /// Lines that are no number.
    wrong: Vec<usize>,
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let [only] = source.files() else { return Ok(None) };
    let head = source.head(&only.name, HEAD)?;
    let Ok(text) = std::str::from_utf8(&head)
        .or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]))
    else {
        return Ok(None);
    };
    // The last line may be cut off.
    let whole = match head.len() {
        HEAD => text.rsplit_once('\n').map_or("", |(whole, _)| whole),
        _ => text,
    };
    let found = find(whole);
    let fits =
        SURE <= found.numbers.len() && found.wrong.len() <= 3 && unit(&found.numbers).is_some();
    Ok(fits.then_some(Confidence::Likely))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let count = source.files().len().max(1) as f64;
    for (at, file) in source.files().iter().enumerate() {
        let bytes = bytes_of(source, &file.name, sink)?;
        let found = find(&String::from_utf8_lossy(&bytes));
        match unit(&found.numbers) {
            None => sink.problem(&file.name, "its numbers are no intervals between heart beats"),
            Some(unit) => {
                for line in found.wrong.iter().take(20) {
                    sink.problem(&format!("line {line}"), "this is no interval");
                }
                let rr_ms: Vec<f64> =
                    found.numbers.iter().take(BEATS_MAX).map(|number| number * unit).collect();
                let zone = sink.now().map_or(TimeZone::UTC, |now| now.time_zone().clone());
                let at = written(&file.name).and_then(|at| at.to_zoned(zone.clone()).ok());
                let name = zone.iana_name().unwrap_or("UTC").to_owned();
                let at = at.map(|at| (at.timestamp().as_millisecond(), name));
                reading(sink, &file.name, &rr_ms, at)?;
            }
        }
        sink.progress((at + 1) as f64 / count)?;
    }
    Ok(())
}

/// The numbers of a text: of the column that is named so, or of the only one.
fn find(text: &str) -> Found {
    let text = text.trim_start_matches('\u{feff}');
    let separator = match text.lines().next().unwrap_or_default() {
        first if first.contains('\t') => Some('\t'),
        first if first.contains(';') => Some(';'),
        first if first.contains(',') => Some(','),
        _ => None,
    };
    let mut column = None;
    let mut found = Found { numbers: Vec::new(), wrong: Vec::new() };
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = match separator {
            Some(separator) => {
                line.split(separator).map(|cell| cell.trim().trim_matches('"')).collect()
            }
            None => vec![line],
        };
        if column.is_none() && found.numbers.is_empty() {
            let named = |cell: &&str| NAMES.contains(&cell.to_lowercase().as_str());
            if let Some(place) = cells.iter().position(named) {
                column = Some(place);
                continue;
            }
        }
        let cell = match (column, cells.as_slice()) {
            (Some(place), cells) => cells.get(place).copied(),
            (None, [only]) => Some(*only),
            // A table whose columns have no such name is another program's.
            (None, _) => None,
        };
        // A comma in a number is a decimal one only where it separates nothing.
        let number = cell.map(|cell| match separator {
            Some(',') => cell.to_owned(),
            Some(_) | None => cell.replace(',', "."),
        });
        match number
            .and_then(|number| number.parse::<f64>().ok())
            .filter(|number| number.is_finite())
        {
            Some(number) if found.numbers.len() < BEATS_MAX => found.numbers.push(number),
            Some(_) => break,
            None => found.wrong.push(at + 1),
        }
    }
    found
}

/// What one is in milliseconds; `None`: most are no intervals.
fn unit(numbers: &[f64]) -> Option<f64> {
    let share = |range: &std::ops::RangeInclusive<f64>| {
        let fit = numbers.iter().filter(|number| range.contains(number)).count();
        fit as f64 / numbers.len().max(1) as f64
    };
    // A strap that slips writes some that no heart has; most are right.
    match (share(&MS), share(&SECS)) {
        (ms, _) if 0.8 <= ms => Some(1.0),
        (_, secs) if 0.8 <= secs => Some(1000.0),
        _ => None,
    }
}
