//! A track: what was measured along the way, point by point, in columns.
//!
//! Every column holds whole numbers of a small unit, as long as there are points, or nothing at all.
//! [`Track::encode`] writes differences of neighbors as variable-length integers: a second of a run
//! with position, height, heart and speed takes some twelve bytes. What is deliberately not here: what a
//! track means (see `splits`, `zones`, `best`), and the store.

mod bytes;
#[cfg(test)]
mod tests;

use base::error::{Error, Result};

pub(crate) use self::bytes::{Reader, put_signed, put_unsigned};

/// Nothing was measured there.
pub(crate) const MISSING: i64 = i64::MIN;

/// The most points of a track: four days at ten a second. A longer one is no activity.
pub(crate) const POINTS_MAX: usize = 4_000_000;
/// The most columns that a file names itself; the first are kept.
pub(crate) const EXTRAS_MAX: usize = 16;
/// The most pauses, and the most intervals between heartbeats (four days at 180 a minute).
const PAUSES_MAX: usize = 100_000;
const BEATS_MAX: usize = 1_100_000;
/// The most bytes of the name or unit of a column.
const NAME_BYTES_MAX: usize = 200;
/// The first byte of an encoded track.
const VERSION: u8 = 1;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// 1e-7 degrees, north is positive (WGS 84).
    Latitude,
    /// 1e-7 degrees, east is positive (WGS 84).
    Longitude,
    /// Millimeters above the sea.
    Altitude,
    /// Beats a minute.
    Heart,
    /// Turns or steps of one leg a minute.
    Cadence,
    /// Watts.
    Power,
    /// Millimeters a second.
    Speed,
    /// Millimeters since the start, as the device counted.
    Distance,
    /// Thousandths of a degree Celsius.
    Temperature,
}

impl Column {
    /// All of them, in the order in which they are written. Never changed, only added to.
    pub(crate) const ALL: [Column; 9] = [
        Column::Latitude,
        Column::Longitude,
        Column::Altitude,
        Column::Heart,
        Column::Cadence,
        Column::Power,
        Column::Speed,
        Column::Distance,
        Column::Temperature,
    ];
}

/// A column that a file names itself (a developer field of FIT).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extra {
    /// `Stryd power`.
    pub(crate) name: String,
    /// `W`, or nothing.
    pub(crate) unit: String,
    /// Thousandths of the unit.
    pub(crate) values: Vec<i64>,
}

/// A time in which nothing was to be measured, milliseconds since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pause {
    /// When it was paused.
    pub(crate) from_ms: i64,
    /// When it went on.
    pub(crate) to_ms: i64,
}

/// Points in the order of time.
// Invariant: every column and extra is empty or as long as `at_ms`. Upheld by `push` and `decode`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Track {
    /// Milliseconds since the activity's start.
    pub(crate) at_ms: Vec<i64>,
    columns: [Vec<i64>; Column::ALL.len()],
    /// Columns with names of their own.
    pub(crate) extras: Vec<Extra>,
    /// When it was paused, in order.
    pub(crate) pauses: Vec<Pause>,
    /// Milliseconds between heartbeats (HRV), in order.
    pub(crate) beats_ms: Vec<i64>,
}

impl Track {
    /// How many points.
    pub(crate) fn len(&self) -> usize {
        self.at_ms.len()
    }

    /// Whether there is nothing in it at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.at_ms.is_empty() && self.beats_ms.is_empty()
    }

    /// A column; empty when nothing of it was measured. [`MISSING`] where a point has none.
    pub(crate) fn column(&self, column: Column) -> &[i64] {
        &self.columns[column as usize]
    }

    /// What a column holds at a point.
    pub(crate) fn get(&self, column: Column, point: usize) -> Option<i64> {
        self.column(column).get(point).copied().filter(|value| *value != MISSING)
    }

    /// Whether a column holds anything.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.column(column).iter().any(|value| *value != MISSING)
    }

    /// Adds a point without values; answers false when the track is full.
    pub(crate) fn push(&mut self, at_ms: i64) -> bool {
        if self.at_ms.len() >= POINTS_MAX {
            return false;
        }
        self.at_ms.push(at_ms);
        let len = self.at_ms.len();
        let own = self.extras.iter_mut().map(|extra| &mut extra.values);
        for column in self.columns.iter_mut().chain(own).filter(|column| !column.is_empty()) {
            column.resize(len, MISSING);
        }
        true
    }

    /// Writes a value of the last point.
    pub(crate) fn set(&mut self, column: Column, value: i64) {
        let len = self.at_ms.len();
        let column = &mut self.columns[column as usize];
        column.resize(len, MISSING);
        if let Some(last) = column.last_mut() {
            *last = value;
        }
    }

    /// Writes a value of the last point into a column with a name of its own.
    pub(crate) fn set_extra(&mut self, name: &str, unit: &str, value: i64) {
        let len = self.at_ms.len();
        let found = self.extras.iter().position(|extra| extra.name == name && extra.unit == unit);
        let place = match found {
            Some(place) => place,
            None if self.extras.len() < EXTRAS_MAX && name.len() <= NAME_BYTES_MAX => {
                let (name, unit) = (name.to_owned(), unit.chars().take(20).collect());
                self.extras.push(Extra { name, unit, values: Vec::new() });
                self.extras.len() - 1
            }
            None => return,
        };
        let values = &mut self.extras[place].values;
        values.resize(len, MISSING);
        if let Some(last) = values.last_mut() {
            *last = value;
        }
    }

    /// Brings the points into the order of time; those of one instant stay in their order.
    pub(crate) fn sort(&mut self) {
        if self.at_ms.is_sorted() {
            return;
        }
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|place| self.at_ms[*place]);
        let pick = |values: &[i64]| order.iter().map(|place| values[*place]).collect();
        let own = self.extras.iter_mut().map(|extra| &mut extra.values);
        for column in self.columns.iter_mut().chain(own).filter(|column| !column.is_empty()) {
            *column = pick(column);
        }
        self.at_ms = pick(&self.at_ms);
    }

    /// The track from `from` up to and without `to`, with times since another start.
    #[must_use]
    pub(crate) fn part(&self, from: usize, to: usize, shift_ms: i64) -> Track {
        let (from, to) = (from.min(self.len()), to.min(self.len()));
        let cut = |values: &Vec<i64>| values.get(from..to).unwrap_or_default().to_vec();
        let at_ms: Vec<i64> = cut(&self.at_ms).iter().map(|at| at - shift_ms).collect();
        let (first, last) = (at_ms.first().copied(), at_ms.last().copied());
        let pauses = self
            .pauses
            .iter()
            .map(|pause| Pause { from_ms: pause.from_ms - shift_ms, to_ms: pause.to_ms - shift_ms })
            .filter(|pause| first <= Some(pause.from_ms) && Some(pause.to_ms) <= last)
            .collect();
        let extras =
            self.extras.iter().map(|extra| Extra { values: cut(&extra.values), ..extra.clone() });
        Track {
            columns: self.columns.each_ref().map(cut),
            extras: extras.collect(),
            at_ms,
            pauses,
            beats_ms: Vec::new(),
        }
    }

    /// As bytes, for a fact.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(16 + self.len() * 10);
        out.push(VERSION);
        put_unsigned(&mut out, self.len() as u64);
        put_differences(&mut out, self.at_ms.iter().copied());
        for column in &self.columns {
            put_column(&mut out, column);
        }
        put_unsigned(&mut out, self.extras.len() as u64);
        for extra in &self.extras {
            for text in [&extra.name, &extra.unit] {
                put_unsigned(&mut out, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            put_column(&mut out, &extra.values);
        }
        put_unsigned(&mut out, self.pauses.len() as u64);
        put_differences(
            &mut out,
            self.pauses.iter().flat_map(|pause| [pause.from_ms, pause.to_ms]),
        );
        put_unsigned(&mut out, self.beats_ms.len() as u64);
        put_differences(&mut out, self.beats_ms.iter().copied());
        out
    }

    /// From bytes that [`Track::encode`] wrote.
    ///
    /// # Errors
    /// `Internal` when they are not such.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Track> {
        Track::read(bytes)
            .ok_or_else(|| Error::internal("reading a track", "its bytes are damaged"))
    }

    fn read(bytes: &[u8]) -> Option<Track> {
        let mut reader = Reader::new(bytes);
        if reader.byte()? != VERSION {
            return None;
        }
        let len = reader.count(POINTS_MAX)?;
        let at_ms = reader.differences(len)?;
        let mut track = Track { at_ms, ..Track::default() };
        for column in &mut track.columns {
            *column = reader.column(len)?;
        }
        for _ in 0..reader.count(EXTRAS_MAX)? {
            let name = reader.text(NAME_BYTES_MAX)?;
            let unit = reader.text(NAME_BYTES_MAX)?;
            track.extras.push(Extra { name, unit, values: reader.column(len)? });
        }
        let pauses = reader.count(PAUSES_MAX)?;
        let ends = reader.differences(pauses.checked_mul(2)?)?;
        let (ends, _) = ends.as_chunks::<2>();
        track.pauses = ends
            .iter()
            .map(|[from_ms, to_ms]| Pause { from_ms: *from_ms, to_ms: *to_ms })
            .collect();
        let beats = reader.count(BEATS_MAX)?;
        track.beats_ms = reader.differences(beats)?;
        reader.is_at_end().then_some(track)
    }

    /// Keeps what [`Track::decode`] takes: the first of too many pauses or beats.
    pub(crate) fn limit(&mut self) {
        self.pauses.truncate(PAUSES_MAX);
        self.beats_ms.truncate(BEATS_MAX);
    }
}

/// Each value as its difference to the one before.
fn put_differences(out: &mut Vec<u8>, values: impl Iterator<Item = i64>) {
    let mut before = 0_i64;
    for value in values {
        put_signed(out, value.wrapping_sub(before));
        before = value;
    }
}

/// A column: 0 when it is empty; 1 when every point has a value; 2 and the lengths of runs of points
/// without and with values in turn. Then the differences of the values that there are.
fn put_column(out: &mut Vec<u8>, column: &[i64]) {
    if column.is_empty() {
        out.push(0);
        return;
    }
    if column.contains(&MISSING) {
        out.push(2);
        let runs: Vec<usize> =
            column.chunk_by(|a, b| (*a == MISSING) == (*b == MISSING)).map(<[i64]>::len).collect();
        let starts_with_values = column.first() != Some(&MISSING);
        put_unsigned(out, (runs.len() + usize::from(starts_with_values)) as u64);
        if starts_with_values {
            put_unsigned(out, 0);
        }
        for run in runs {
            put_unsigned(out, run as u64);
        }
    } else {
        out.push(1);
    }
    put_differences(out, column.iter().copied().filter(|value| *value != MISSING));
}
