//! What a watch or a program told of one activity: the bodies of `fitness.activity` and
//! `fitness.track`.
//!
//! The natural keys are frozen as version 1: every vault holds ids that were made from them.

use base::day::Day;
use serde::{Deserialize, Serialize};
use store::facts::FactBody;

use super::track::{Column, Track};

/// One activity as one source told it. What is not told is absent, never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Activity {
    /// `fit`, `gpx`, `tcx`, `strava`, `apple`, `gadgetbridge`, `health_connect`.
    pub(crate) source: String,
    /// What told it apart at its source: a serial number, a program's name, an id.
    pub(crate) device: String,
    /// The device or program, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) maker: String,
    /// The slug of the sport.
    pub(crate) sport: String,
    /// The source's own words for it: `cycling/mountain`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) raw: String,
    /// When it began, Unix milliseconds.
    pub(crate) start: i64,
    /// Its local day.
    pub(crate) day: Day,
    /// Seconds east of UTC where it began, when that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) offset_s: Option<i32>,
    /// The IANA zone by which its day was told, when no offset is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) zone: String,
    /// Which part of a multisport session, or of a file with several, from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) child: u32,
    /// From start to end.
    pub(crate) elapsed_ms: i64,
    /// What was measured.
    #[serde(default)]
    pub(crate) totals: Totals,
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    /// What its source says about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) note: String,
    /// Laps in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) laps: Vec<Lap>,
    /// Lengths of a pool.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lengths: Vec<Length>,
    /// Sets as a watch counted them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sets: Vec<WatchSet>,
    /// The content hash of the file that told it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) file: String,
    /// Points of its track, 0 for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) points: u32,
    /// Which columns its track has: bits in the order of [`Column::ALL`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) columns: u32,
    /// Which totals its source does not tell and its track does: `distance`, `ascent`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) figured: Vec<String>,
    /// What the file lacks, in words: `cut short after record 812`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) missing: Vec<String>,
    /// How many records were read of a file that is cut short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cut: Option<u32>,
}

/// Sums and means. Absent is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Totals {
    /// Time without pauses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timer_ms: Option<i64>,
    /// Way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) distance_mm: Option<i64>,
    /// Energy spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) energy_j: Option<i64>,
    /// Up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ascent_mm: Option<i64>,
    /// Down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) descent_mm: Option<i64>,
    /// Mean heart rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heart_bpm: Option<i64>,
    /// Highest heart rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heart_max_bpm: Option<i64>,
    /// Mean cadence, turns or steps of one leg a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cadence: Option<i64>,
    /// Mean power.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) power_w: Option<i64>,
    /// Highest power.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) power_max_w: Option<i64>,
    /// Highest speed, millimeters a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) speed_max: Option<i64>,
    /// Steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) steps: Option<i64>,
}

/// A lap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lap {
    /// Since the activity's start.
    pub(crate) at_ms: i64,
    /// From its start to its end.
    pub(crate) elapsed_ms: i64,
    /// What was measured in it.
    #[serde(default)]
    pub(crate) totals: Totals,
}

/// A length of a pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Length {
    /// Since the activity's start.
    pub(crate) at_ms: i64,
    /// How long.
    pub(crate) elapsed_ms: i64,
    /// Strokes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) strokes: Option<i64>,
    /// `freestyle`; empty for a rest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) stroke: String,
}

/// A set as a watch counted it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WatchSet {
    /// Since the activity's start.
    pub(crate) at_ms: i64,
    /// How long.
    pub(crate) elapsed_ms: i64,
    /// Repetitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reps: Option<i64>,
    /// Milligrams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mg: Option<i64>,
    /// Whether it was a rest.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) rest: bool,
}

/// The body of `fitness.track`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TrackFact {
    /// The natural key of its activity.
    pub(crate) activity: String,
    /// When that began.
    pub(crate) start: i64,
    /// See [`Track::encode`].
    #[serde(with = "super::base64")]
    pub(crate) bytes: serde_bytes::ByteBuf,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The most laps, lengths or sets of one activity: an ultramarathon in a pool of 25 m has some 8000.
const PARTS_MAX: usize = 20_000;
/// The most characters of a name, and of a note.
const NAME_CHARS_MAX: usize = 500;
const NOTE_CHARS_MAX: usize = 20_000;

impl Activity {
    /// An activity of which nothing else is known yet.
    pub(crate) fn new(source: &str, device: &str, start: i64, day: Day) -> Activity {
        Activity {
            source: source.to_owned(),
            device: device.to_owned(),
            maker: String::new(),
            sport: String::new(),
            raw: String::new(),
            start,
            day,
            offset_s: None,
            zone: String::new(),
            child: 0,
            elapsed_ms: 0,
            totals: Totals::default(),
            name: String::new(),
            note: String::new(),
            laps: Vec::new(),
            lengths: Vec::new(),
            sets: Vec::new(),
            file: String::new(),
            points: 0,
            columns: 0,
            figured: Vec::new(),
            missing: Vec::new(),
            cut: None,
        }
    }

    /// What makes it itself, everywhere and at every import.
    pub(crate) fn key(&self) -> String {
        let plain = |text: &str| text.replace('|', "/");
        let raw = if self.raw.is_empty() { &self.sport } else { &self.raw };
        let mut key = format!(
            "v1|{}|{}|{}|{}|{}",
            self.source,
            plain(&self.device),
            self.start,
            plain(raw),
            self.child
        );
        // A part of a file is not the file: when the whole comes later, it must not be taken as known.
        if let Some(records) = self.cut {
            key.push_str(&format!("|cut{records}"));
        }
        key
    }

    /// When it ended, Unix milliseconds.
    pub(crate) fn end(&self) -> i64 {
        self.start.saturating_add(self.elapsed_ms.max(0))
    }

    /// Whether its track has a column.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.columns & (1 << column as u32) != 0
    }

    /// Notes what its track has.
    pub(crate) fn describe(&mut self, track: &Track) {
        self.points = u32::try_from(track.len()).unwrap_or(u32::MAX);
        let bit = |column: &Column| if track.has(*column) { 1 << *column as u32 } else { 0 };
        self.columns = Column::ALL.iter().map(bit).sum();
    }

    /// Keeps texts and lists in their limits.
    pub(crate) fn limit(&mut self) {
        self.laps.truncate(PARTS_MAX);
        self.lengths.truncate(PARTS_MAX);
        self.sets.truncate(PARTS_MAX);
        for (text, most) in [
            (&mut self.name, NAME_CHARS_MAX),
            (&mut self.note, NOTE_CHARS_MAX),
            (&mut self.maker, NAME_CHARS_MAX),
            (&mut self.device, NAME_CHARS_MAX),
            (&mut self.raw, NAME_CHARS_MAX),
        ] {
            if let Some((end, _)) = text.char_indices().nth(most) {
                text.truncate(end);
            }
        }
        self.elapsed_ms = self.elapsed_ms.max(0);
    }
}

impl FactBody for Activity {
    fn at_ms(&self) -> i64 {
        self.start
    }

    fn natural_key(&self, out: &mut String) {
        out.push_str(&self.key());
    }

    fn title(&self) -> String {
        if self.name.is_empty() { self.sport.clone() } else { self.name.clone() }
    }
}

impl FactBody for TrackFact {
    fn at_ms(&self) -> i64 {
        self.start
    }

    fn natural_key(&self, out: &mut String) {
        out.push_str(&self.activity);
        out.push_str("|track");
    }

    fn title(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frozen: a change here makes every activity of every vault a new one.
    #[test]
    fn natural_keys_are_frozen_as_version_1() {
        let day = "2026-03-01".parse().expect("a day");
        let mut activity = Activity::new("fit", "3868|1", 1_772_366_400_000, day);
        activity.sport = "mountain_ride".into();
        activity.raw = "cycling/mountain".into();
        activity.child = 1;
        assert_eq!(activity.key(), "v1|fit|3868/1|1772366400000|cycling/mountain|1");
        activity.cut = Some(812);
        activity.raw = String::new();
        assert_eq!(activity.key(), "v1|fit|3868/1|1772366400000|mountain_ride|1|cut812");
        let track =
            TrackFact { activity: activity.key(), start: activity.start, bytes: Vec::new().into() };
        let mut key = String::new();
        track.natural_key(&mut key);
        assert_eq!(key, "v1|fit|3868/1|1772366400000|mountain_ride|1|cut812|track");
    }
}
