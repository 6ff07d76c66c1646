//! What one file told, before anything is written: activities with their tracks, samples, what is
//! wrong with it and what has no place here.

use std::collections::BTreeMap;

use base::day::Day;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::fill::fill;
use crate::model::activity::Activity;
use crate::model::sample::{NIGHT_SHIFT_MS, Samples};
use crate::model::track::Track;

/// The most activities of one file, and problems that are kept of it.
const ACTIVITIES_MAX: usize = 10_000;
const PROBLEMS_MAX: usize = 1000;

/// What a file told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Activities with their tracks, which may be empty.
    pub(crate) activities: Vec<(Activity, Track)>,
    /// Samples by kind, source and day.
    pub(crate) samples: Vec<Samples>,
    /// Where, and what is wrong there.
    pub(crate) problems: Vec<(String, String)>,
    /// What has no place here, counted.
    pub(crate) lost: BTreeMap<String, u64>,
    /// Remarks, counted.
    pub(crate) notices: BTreeMap<String, u64>,
    /// Points or records that were read.
    pub(crate) records: u64,
}

impl Told {
    /// Takes an activity in and figures what only its track tells.
    pub(crate) fn activity(&mut self, mut activity: Activity, mut track: Track) {
        // Ids hold the time from 1970 on.
        if activity.start < 0 || self.activities.len() >= ACTIVITIES_MAX {
            self.problem("activity", "begins at a time that cannot be");
            return;
        }
        track.limit();
        activity.limit();
        fill(&mut activity, &track);
        activity.describe(&track);
        self.activities.push((activity, track));
    }

    /// Something is wrong.
    pub(crate) fn problem(&mut self, place: &str, what: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push((place.to_owned(), what.into()));
        }
    }

    /// Something has no place here.
    pub(crate) fn lost(&mut self, what: &str) {
        *self.lost.entry(what.to_owned()).or_default() += 1;
    }

    /// A remark.
    pub(crate) fn notice(&mut self, what: &str) {
        *self.notices.entry(what.to_owned()).or_default() += 1;
    }

    /// Whether it told nothing at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.activities.is_empty() && self.samples.is_empty()
    }
}

/// The local day of an instant: at an offset when one is told, else in a zone.
pub(crate) fn day_at(at_ms: i64, offset_s: Option<i32>, zone: &TimeZone) -> Day {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let offset = offset_s.and_then(|seconds| Offset::from_seconds(seconds).ok());
    let zoned = match offset {
        Some(offset) => at.to_zoned(offset.to_time_zone()),
        None => at.to_zoned(zone.clone()),
    };
    Day::new(zoned.date())
}

/// The day to which sleep that begins at an instant belongs (see [`NIGHT_SHIFT_MS`]).
pub(crate) fn night_of(at_ms: i64, offset_s: Option<i32>, zone: &TimeZone) -> Day {
    day_at(at_ms.saturating_add(NIGHT_SHIFT_MS), offset_s, zone)
}
