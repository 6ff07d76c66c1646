//! The CSV export: `full_date,date,weekday,time,mood,activities,note_title,note`.

use base::error::{Error, Result};
use csv::{ReaderBuilder, StringRecord};
use domain::import::Sink;
use domain::source::{Source, SourceFile};
use jiff::civil::DateTime;

use super::{Minutes, note};
use crate::import::fraction;
use crate::import::text::Utf8Reader;
use crate::import::when::{Written, clock, written};

const PROGRESS_EVERY: u64 = 64;

/// The columns that have a place here, or say again what another says.
const KNOWN: [&str; 8] =
    ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"];

pub(super) fn read(
    source: &Source,
    file: &SourceFile,
    minutes: &mut Minutes,
    sink: &mut dyn Sink,
) -> Result<()> {
    let bytes = Utf8Reader::new(source.read(&file.name)?);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = reader.headers().map_err(|source| {
        Error::invalid(&file.name, format!("{} is not a table", file.name)).because(source)
    })?;
    let columns: Vec<String> = headers.iter().map(|name| name.trim().to_lowercase()).collect();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                sink.problem(&file.name, &format!("cannot be read further: {error}"));
                break;
            }
        };
        let position = row.position().cloned().unwrap_or_else(csv::Position::new);
        entry(&Row { columns: &columns, row: &row }, position.line(), minutes, sink)?;
        if position.record() % PROGRESS_EVERY == 0 {
            sink.progress(fraction(position.byte(), file.size))?;
        }
    }
    Ok(())
}

struct Row<'a> {
    columns: &'a [String],
    row: &'a StringRecord,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|known| known == column);
        at.and_then(|at| self.row.get(at)).unwrap_or_default().trim()
    }
}

fn entry(row: &Row<'_>, line: u64, minutes: &mut Minutes, sink: &mut dyn Sink) -> Result<()> {
    let place = format!("line {line}");
    let Some(local) = local(row.get("full_date"), row.get("time")) else {
        let (date, time) = (row.get("full_date"), row.get("time"));
        sink.problem(&place, &format!("has no date and time that can be read ({date:?} {time:?})"));
        return Ok(());
    };
    let mut draft = minutes.draft(local);
    draft.mood = row.get("mood").to_owned();
    draft.title = row.get("note_title").to_owned();
    draft.body = note(row.get("note"));
    draft.tags = row.get("activities").split('|').map(|tag| tag.trim().to_owned()).collect();
    for (column, value) in row.columns.iter().zip(row.row) {
        if !KNOWN.contains(&column.as_str()) && !value.trim().is_empty() {
            sink.lost(column);
        }
    }
    draft.put(&place, sink).map(drop)
}

fn local(date: &str, time: &str) -> Option<DateTime> {
    let Written::Day(date) = written(date)? else { return None };
    Some(date.to_datetime(clock(time)?))
}
