//! Rows of tables (CSV), by the names of their columns.

use std::collections::HashMap;
use std::io::Read;

use base::error::Result;
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use domain::source::{Source, SourceFile};

use super::buffer::{Place, Plays};

/// One row.
pub(super) type Record = StringRecord;

/// What is done with a row.
pub(super) type OnRecord<'f> = &'f mut dyn FnMut(&Record, &Place<'_>, &mut Plays<'_>) -> Result<()>;

/// Where each column stands; names are compared in lower case.
#[derive(Debug)]
pub(super) struct Columns(HashMap<String, usize>);

impl Columns {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Columns {
        let mut columns = HashMap::new();
        for (at, name) in names.enumerate() {
            let name = name.trim_start_matches('\u{feff}').trim().to_lowercase();
            // Some write whose the column is: `Date#somebody`.
            let name = name.split_once('#').map_or(name.as_str(), |(name, _)| name);
            columns.entry(name.to_owned()).or_insert(at);
        }
        Columns(columns)
    }

    /// Whether a column has one of these names.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.contains_key(*name))
    }

    /// What stands in the first column of these names that has something; else empty.
    pub(super) fn get<'r>(&self, record: &'r Record, names: &[&str]) -> &'r str {
        let columns = names.iter().filter_map(|name| self.0.get(*name));
        let mut texts = columns.filter_map(|at| record.get(*at));
        texts.find(|text| !text.trim().is_empty()).unwrap_or_default()
    }

    /// Whether a row is the one with the names.
    pub(super) fn are_named_by(&self, record: &Record) -> bool {
        Columns::new(record.iter()).0 == self.0
    }
}

fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: &u8| line.iter().filter(|byte| *byte == wanted).count();
    let mut best = b',';
    for other in [b'\t', b';'] {
        if count(&best) < count(&other) {
            best = other;
        }
    }
    best
}

fn reader<R: Read>(reader: R, delimiter: u8) -> csv::Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(256 << 10)
        .from_reader(reader)
}

/// The first rows that stand in the start of a file.
pub(super) fn first(head: &str, rows: usize) -> Vec<Record> {
    let head = head.trim_start_matches('\u{feff}').as_bytes();
    let records = reader(head, delimiter(head)).into_records();
    records.take(rows).filter_map(std::result::Result::ok).collect()
}

/// Reads a file row by row; the row's number is its line.
pub(super) fn read(
    source: &Source,
    file: &SourceFile,
    plays: &mut Plays<'_>,
    on_record: OnRecord<'_>,
) -> Result<()> {
    let opened = source.head(&file.name, super::HEAD).and_then(|head| {
        let bytes = source.read(&file.name)?;
        Ok(reader(bytes, delimiter(&head)))
    });
    let mut reader = match opened {
        Ok(reader) => reader,
        Err(error) => {
            plays.broken(&file.name, &error.to_string());
            return plays.file_done(file);
        }
    };
    let (mut bytes, mut repaired) = (ByteRecord::new(), false);
    loop {
        match reader.read_byte_record(&mut bytes) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                plays.broken(&file.name, &error.to_string());
                break;
            }
        }
        let (line, at) = bytes.position().map_or((0, 0), |at| (at.line(), at.byte()));
        let record = match StringRecord::from_byte_record(bytes.clone()) {
            Ok(record) => record,
            Err(_) => {
                repaired = true;
                StringRecord::from_byte_record_lossy(bytes.clone())
            }
        };
        let place = Place { file: &file.name, row: usize::try_from(line).unwrap_or(usize::MAX) };
        on_record(&record, &place, plays)?;
        plays.step(at)?;
    }
    if repaired {
        plays.file_problem(&file.name, "is not all UTF-8; what could not be read is shown as �");
    }
    plays.file_done(file)
}
