//! Tables of strength training: Strong and Hevy, a row for each set.
//!
//! Rows become workouts that can be edited, as if they had been written here. What a table does not
//! say is asked: the unit of weights, which exercise a name stands for.

mod clock;
mod columns;
mod names;
mod workouts;

use base::error::Result;
use csv::{ReaderBuilder, StringRecord};
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};

pub(super) use self::clock::wall;
use self::columns::{Columns, Program};
use self::workouts::Workouts;
use super::files::{bytes_of, has_ending, head, is_hidden};
use super::intake::Intake;
use super::xml::decode;

pub(super) const HEVY: Importer = Importer {
    format: "hevy",
    title: "Hevy",
    endings: &["csv"],
    sniff: |source| sniff(source, Program::Hevy),
    parse: |source, sink| parse(source, sink, Program::Hevy),
};

pub(super) const STRONG: Importer = Importer {
    format: "strong",
    title: "Strong",
    endings: &["csv"],
    sniff: |source| sniff(source, Program::Strong),
    parse: |source, sink| parse(source, sink, Program::Strong),
};

/// The most rows of a table: thirty sets a day for a hundred years.
const ROWS_MAX: usize = 1_200_000;
/// Rows between two reports of progress.
const PROGRESS_EVERY: usize = 4096;

/// The delimiter that a heading has the most of.
fn delimiter(heading: &str) -> u8 {
    let count = |mark: u8| heading.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// The headings of a table.
fn headings(text: &str) -> StringRecord {
    let line = text.lines().next().unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(line))
        .has_headers(false)
        .from_reader(line.as_bytes());
    reader.records().next().and_then(std::result::Result::ok).unwrap_or_default()
}

fn tables(source: &Source, program: Program) -> Vec<&SourceFile> {
    let is_mine = |file: &&SourceFile| {
        let text = decode(head(source, &file.name));
        Columns::of(&headings(&text), program).is_some()
    };
    match source.files() {
        [only] => [only].into_iter().filter(is_mine).collect(),
        files => files
            .iter()
            .filter(|file| has_ending(&file.name, &["csv", "txt"]) && !is_hidden(&file.name))
            .filter(is_mine)
            .collect(),
    }
}

fn sniff(source: &Source, program: Program) -> Result<Option<Confidence>> {
    Ok((!tables(source, program).is_empty()).then_some(Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink, program: Program) -> Result<()> {
    let files = tables(source, program);
    let mut intake = Intake::new(source, sink);
    if files.is_empty() {
        intake.broken(source.name(), "it has none of the columns of such a table");
    }
    for file in files {
        let (bytes, why) = bytes_of(source, &file.name);
        if let Some(why) = why {
            intake.sink.problem(&file.name, &format!("{why}; what stands before is kept"));
        }
        intake.keep(&file.name, &bytes)?;
        one_table(&decode(bytes), &file.name, program, &mut intake)?;
    }
    intake.finish(source)
}

fn one_table(text: &str, file: &str, program: Program, intake: &mut Intake<'_>) -> Result<()> {
    let Some(columns) = Columns::of(&headings(text), program) else { return Ok(()) };
    let mark = delimiter(text.lines().next().unwrap_or_default());
    let mut reader =
        ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(text.as_bytes());
    let mut workouts = Workouts::new(program, intake);
    let mut record = StringRecord::new();
    for row in 1..=ROWS_MAX {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                intake.broken(&format!("{file}, line {line}"), &error.to_string());
                break;
            }
        }
        match columns.row(&record) {
            Ok(row) => workouts.take(row, &format!("{file}, line {line}"), intake),
            Err(what) => intake.sink.problem(&format!("{file}, line {line}"), what),
        }
        if row.is_multiple_of(PROGRESS_EVERY) {
            intake.progress(reader.position().byte(), (text.len() * 2) as u64)?;
        }
    }
    workouts.hand_over(intake)
}
