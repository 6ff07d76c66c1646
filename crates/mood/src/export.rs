//! Check-ins as a table: what the person said, a row each. What models read has no way in here
//! ([`crate::own`]).

use std::collections::HashMap;
use std::io::Write;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::export::Exporter;

use crate::model::day::{calendar_day, clock};
use crate::own::{Said, SelfReports};

pub(crate) static EXPORTERS: &[Exporter] = &[Exporter {
    format: "mood-csv",
    title: "CSV: check-ins",
    ending: "csv",
    mime: "text/csv",
    write: |cx, out| write(&SelfReports::of(cx)?, out),
}];

const COLUMNS: [&str; 9] =
    ["date", "time", "zone", "day", "valence", "energy", "words", "note", "source"];

fn broken(source: csv::Error) -> Error {
    Error::internal("writing the table of check-ins", source)
}

/// A column for each factor, after those that every check-in has; words are parted by `;`.
fn write(own: &SelfReports<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let factors = own.factor_names()?;
    let mut table = csv::Writer::from_writer(out);
    let names = factors.iter().map(|(_, name)| name.as_str());
    table.write_record(COLUMNS.into_iter().chain(names)).map_err(broken)?;
    own.each(|said| table.write_record(row(said, own, &factors)).map_err(broken))?;
    table.flush().map_err(|source| Error::internal("writing the table of check-ins", source))?;
    Ok(Vec::new())
}

fn row(said: &Said, own: &SelfReports<'_>, factors: &[(AnyId, String)]) -> Vec<String> {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut row = vec![
        calendar_day(said.local_ms).to_string(),
        clock(said.local_ms),
        said.zone.clone(),
        own.start().day(said.local_ms).to_string(),
        number(said.valence),
        number(said.energy),
        said.words.join("; "),
        said.note.clone(),
        said.source.clone(),
    ];
    let values: HashMap<AnyId, i64> = said.factors.iter().copied().collect();
    row.extend(factors.iter().map(|(id, _)| number(values.get(id).copied())));
    row
}
