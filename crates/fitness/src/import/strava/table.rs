//! `activities.csv`: a row for each activity, with two columns of some names, of which the later is in
//! SI units.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use crate::import::lifting::wall;
use crate::import::when::days;

/// The most rows: ten a day for a hundred years.
const ROWS_MAX: usize = 365_000;
/// One kilocalorie in joules.
const KCAL_J: f64 = 4_184.0;

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) id: String,
    /// Unix milliseconds: the table's times are in UTC.
    pub(super) start: Option<i64>,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) note: String,
    /// `activities/123.fit.gz`, or nothing.
    pub(super) file: String,
    pub(super) media: Vec<String>,
    pub(super) elapsed_ms: Option<i64>,
    pub(super) moving_ms: Option<i64>,
    pub(super) distance_mm: Option<i64>,
    pub(super) ascent_mm: Option<i64>,
    pub(super) energy_j: Option<i64>,
    pub(super) heart_bpm: Option<i64>,
    pub(super) heart_max_bpm: Option<i64>,
    pub(super) power_w: Option<i64>,
}

/// The table.
pub(super) struct Table<'t> {
    text: &'t str,
    /// Columns by name; of two of a name the first and the last.
    columns: HashMap<String, (usize, usize)>,
}

impl<'t> Table<'t> {
    /// `None` when it has no ids of activities.
    pub(super) fn new(text: &'t str) -> Option<Table<'t>> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let mut columns: HashMap<String, (usize, usize)> = HashMap::new();
        for (place, name) in reader.headers().ok()?.iter().enumerate() {
            let known = columns.entry(name.trim().to_owned()).or_insert((place, place));
            known.1 = place;
        }
        columns.contains_key("Activity ID").then_some(Table { text, columns })
    }

    /// The rows; of those that cannot be read the line and what is wrong.
    pub(super) fn rows(&self) -> Vec<Result<Row, (u64, String)>> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(self.text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records().take(ROWS_MAX) {
            rows.push(match record {
                Ok(record) => Ok(self.row(&record)),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    Err((line, error.to_string()))
                }
            });
        }
        rows
    }

    fn row(&self, record: &StringRecord) -> Row {
        let at = |place: usize| record.get(place).unwrap_or_default().trim();
        let first = |name: &str| self.columns.get(name).map_or("", |(first, _)| at(*first));
        let last = |name: &str| self.columns.get(name).map_or("", |(_, last)| at(*last));
        let scaled = |text: &str, scale: f64| -> Option<i64> {
            let value: f64 = text.parse().ok()?;
            (value > 0.0 && value < 1e10).then(|| (value * scale).round() as i64)
        };
        let notes = [first("Activity Description"), first("Activity Private Note")];
        let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
        Row {
            id: first("Activity ID").to_owned(),
            start: start(first("Activity Date")),
            name: first("Activity Name").to_owned(),
            kind: first("Activity Type").to_owned(),
            note: notes.join("\n\n"),
            file: first("Filename").to_owned(),
            media: first("Media")
                .split('|')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            elapsed_ms: scaled(last("Elapsed Time"), 1000.0),
            moving_ms: scaled(first("Moving Time"), 1000.0),
            // The first column of the name is in kilometers and rounded.
            distance_mm: match self.columns.get("Distance") {
                Some((first, last)) if first == last => scaled(at(*first), 1_000_000.0),
                Some((_, last)) => scaled(at(*last), 1000.0),
                None => None,
            },
            ascent_mm: scaled(first("Elevation Gain"), 1000.0),
            energy_j: scaled(first("Calories"), KCAL_J),
            heart_bpm: scaled(first("Average Heart Rate"), 1.0),
            heart_max_bpm: scaled(first("Max Heart Rate"), 1.0),
            power_w: scaled(first("Average Watts"), 1.0),
        }
    }
}

/// `Mar 1, 2026, 7:00:00 AM`, in UTC.
fn start(text: &str) -> Option<i64> {
    let at = wall(text)?;
    let day = days(at.year().into(), at.month().into(), at.day().into());
    let time = i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second());
    Some((day * 86_400 + time) * 1000).filter(|at| *at >= 0)
}
