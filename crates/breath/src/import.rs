//! Importers: intervals between heart beats (text, CSV, FIT), and patterns that somebody shared.

mod fit;
mod patterns;
mod rr;
#[cfg(test)]
mod tests;

use std::io::Read;

use base::error::Result;
use domain::import::{Imported, ImportedMedia, Importer, Question, Sink};
use domain::source::Source;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::api::reading_fields;
use crate::model::hrv::{BEATS_MAX, write_rr};
use crate::record::HRV;

/// The formats.
pub(crate) static IMPORTERS: &[Importer] = &[patterns::SHARED, rr::RR, fit::FIT];

/// The largest file that is read: a day and a half of beats as CSV with several columns.
const FILE_BYTES_MAX: u64 = 32 << 20;

/// All of a file; what is longer than any is cut off and said.
fn bytes_of(source: &Source, name: &str, sink: &mut dyn Sink) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Err(error) = source.read(name)?.take(FILE_BYTES_MAX).read_to_end(&mut bytes) {
        sink.problem(name, &error.to_string());
    }
    if bytes.len() as u64 == FILE_BYTES_MAX {
        sink.problem(name, "it is larger than any reading; the rest is left out");
    }
    Ok(bytes)
}

/// Hands a reading over. `at`: when it began, Unix milliseconds, and in which zone, if the file says so.
fn reading(
    sink: &mut dyn Sink,
    file: &str,
    rr_ms: &[f64],
    at: Option<(i64, String)>,
) -> Result<()> {
    if rr_ms.len() < 2 {
        sink.problem(file, "there are no intervals between heart beats in it");
        return Ok(());
    }
    if rr_ms.len() == BEATS_MAX {
        sink.problem(file, "only a day and a half of beats are kept");
    }
    let text = write_rr(rr_ms);
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let (at_ms, zone) = match at {
        Some(at) => at,
        None => match asked(sink, file)? {
            Some(at) => at,
            None => {
                sink.problem(file, "when it was measured is not known");
                return Ok(());
            }
        },
    };
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name: String = name.chars().take(80).collect();
    let mut fields = reading_fields(rr_ms, at_ms, &zone, &name);
    let media = ImportedMedia { name: "intervals.rr".to_owned(), ..ImportedMedia::default() };
    let taken = sink.media(&media, &mut text.as_bytes())?;
    fields.insert(taken.key, taken.value.into());
    // The same intervals are the same reading, whatever the file is called.
    let natural_key = format!("rr:{hash}");
    sink.record(Imported { kind: &HRV, natural_key, at_ms: 0, fields }).map(drop)
}

/// Asks the person for the day of a file that does not tell it.
fn asked(sink: &mut dyn Sink, file: &str) -> Result<Option<(i64, String)>> {
    let now = sink.now();
    let suggestion = now.as_ref().map(|now| now.date().to_string());
    let question = Question {
        id: "day".to_owned(),
        about: file.to_owned(),
        choices: Vec::new(),
        free: true,
        suggestion: suggestion.clone(),
    };
    let Some(answer) = sink.ask(&question)?.or(suggestion) else { return Ok(None) };
    let zone = now.map_or(TimeZone::UTC, |now| now.time_zone().clone());
    let at = written(&answer).and_then(|at| at.to_zoned(zone.clone()).ok());
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    Ok(at.map(|at| (at.timestamp().as_millisecond(), name)))
}

/// A date with or without a time within a text: `2026-03-01`, `2026-03-01 07-12-33`, `20260301T071233`.
fn written(text: &str) -> Option<DateTime> {
    let digits: Vec<(usize, u8)> =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).collect();
    // Digits that belong together lie at most one sign apart.
    for start in 0..digits.len() {
        let mut run = vec![digits[start].1 - b'0'];
        let mut last = digits[start].0;
        for (at, digit) in &digits[start + 1..] {
            if last + 2 < *at || run.len() == 14 {
                break;
            }
            run.push(digit - b'0');
            last = *at;
        }
        let number = |from: usize, to: usize| -> Option<i32> {
            let part = run.get(from..to)?;
            Some(part.iter().fold(0, |sum, digit| sum * 10 + i32::from(*digit)))
        };
        let part = |from: usize| number(from, from + 2).and_then(|part| i8::try_from(part).ok());
        let Some(year) = number(0, 4).filter(|year| (1990..=2100).contains(year)) else { continue };
        let date = (part(4), part(6));
        let (Some(month), Some(day)) = date else { continue };
        let (hour, minute) = (part(8).unwrap_or(12), part(10).unwrap_or(0));
        let year = i16::try_from(year).ok()?;
        let at = DateTime::new(year, month, day, hour, minute, part(12).unwrap_or(0), 0);
        if let Ok(at) = at.or_else(|_| DateTime::new(year, month, day, 12, 0, 0, 0)) {
            return Some(at);
        }
    }
    None
}
