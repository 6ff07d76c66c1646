//! TCX, Garmin's "Training Center Database" version 2: activities of laps of points, multisport
//! sessions, and the extensions for speed and power.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use jiff::tz::TimeZone;

use super::files::{Format, each_file, sniff_files};
use super::told::{Told, day_at};
use super::when;
use super::xml::{Event, Events, Tag, decode};
use crate::model::activity::{Activity, Lap, Totals};
use crate::model::sport::sport_of;
use crate::model::track::{Column, Pause, Track};

pub(super) const TCX: Importer = Importer {
    format: "tcx",
    title: "TCX (Garmin Training Center)",
    endings: FORMAT.endings,
    sniff: |source| sniff_files(source, &FORMAT, Confidence::Certain),
    parse,
};

pub(super) const FORMAT: Format = Format {
    endings: &["tcx", "xml"],
    is_mine: |head| String::from_utf8_lossy(head).contains("TrainingCenterDatabase"),
    read: |bytes, zone| read(&decode(bytes), zone),
};

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    each_file(source, sink, &FORMAT)
}

/// One kilocalorie in joules.
const KCAL_J: i64 = 4_184;
/// Times up to which one point follows the last within one lap without a pause, when a new track
/// begins: recorders write a track anew at every resume.
const RESUMED_MS: i64 = 1_000;

/// One activity while it is read. Times are Unix milliseconds.
#[derive(Default)]
struct Session {
    sport: String,
    id: Option<i64>,
    note: String,
    maker: String,
    serial: String,
    laps: Vec<Lap>,
    track: Track,
    pauses: Vec<(i64, i64)>,
    points: u32,
}

#[derive(Default)]
struct Reading {
    session: Option<Session>,
    at: Option<i64>,
    position: (Option<i64>, Option<i64>),
    values: Vec<(Column, i64)>,
    new_track: bool,
    child: u32,
    is_multisport: bool,
}

/// Reads a document; `zone` is where its days are.
pub(super) fn read(text: &str, zone: &TimeZone) -> Told {
    let mut told = Told::default();
    let mut reading = Reading::default();
    let mut events = Events::new(text);
    let broken = loop {
        match events.next() {
            Event::Open(tag) => reading.open(tag, &mut told),
            Event::Close(name, text) => {
                let (name, text) = (name.to_owned(), text.to_owned());
                reading.close(&name, &text, events.path(), zone, &mut told);
            }
            Event::Broken(why) => break Some(why),
            Event::End { whole: true } => break None,
            Event::End { whole: false } => break Some("it ends too early".to_owned()),
        }
    };
    if let Some(why) = broken {
        let what = format!("cut short after point {}: {why}", told.records);
        told.problem(&format!("byte {}", events.position()), what.clone());
        reading.finish(zone, Some(what), &mut told);
    }
    told
}

/// A decimal number in thousandths or another part of its unit.
fn scaled(text: &str, scale: f64) -> Option<i64> {
    let value: f64 = text.parse().ok()?;
    let value = (value * scale).round();
    (value.abs() < 1e15).then_some(value as i64)
}

impl Reading {
    fn open(&mut self, tag: &Tag<'_>, told: &mut Told) {
        match tag.name() {
            "Activity" => {
                let sport = tag.attribute("Sport").unwrap_or_default();
                self.session = Some(Session { sport, ..Session::default() });
            }
            "MultiSportSession" => self.is_multisport = true,
            "Course" => told.lost("course"),
            "Workout" => told.lost("planned workout"),
            "Lap" => {
                let start = tag.attribute("StartTime").and_then(|text| when::instant(&text));
                let start = start.map(|when| when.at_ms);
                if let Some(session) = &mut self.session {
                    let at_ms = start.or(session.id).unwrap_or(0);
                    session.laps.push(Lap { at_ms, ..Lap::default() });
                }
            }
            "Track" => self.new_track = true,
            "Trackpoint" => {
                self.at = None;
                self.position = (None, None);
                self.values.clear();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, path: &[String], zone: &TimeZone, told: &mut Told) {
        if self.session.is_none() {
            return;
        }
        match name {
            "Activity" => return self.finish(zone, None, told),
            "Trackpoint" => return self.point(told),
            _ => {}
        }
        let has = |outer: &str| path.iter().any(|open| open == outer);
        if has("Trackpoint") {
            self.in_point(name, text, path);
        } else if has("Lap") {
            self.in_lap(name, text, path);
        } else if let Some(session) = &mut self.session {
            match name {
                "Id" => session.id = when::instant(text).map(|when| when.at_ms),
                "Notes" => text.clone_into(&mut session.note),
                "Name" if has("Creator") => text.clone_into(&mut session.maker),
                "UnitId" if has("Creator") => text.clone_into(&mut session.serial),
                _ => {}
            }
        }
    }

    fn in_point(&mut self, name: &str, text: &str, path: &[String]) {
        let of_heart = path.last().is_some_and(|open| open == "HeartRateBpm");
        let (column, scale) = match name {
            "Time" => {
                self.at = when::instant(text).map(|when| when.at_ms);
                return;
            }
            "LatitudeDegrees" => {
                self.position.0 = scaled(text, 1e7).filter(|north| north.abs() <= 900_000_000);
                return;
            }
            "LongitudeDegrees" => {
                self.position.1 = scaled(text, 1e7).filter(|east| east.abs() <= 1_800_000_000);
                return;
            }
            "AltitudeMeters" => (Column::Altitude, 1000.0),
            "DistanceMeters" => (Column::Distance, 1000.0),
            "Value" if of_heart => (Column::Heart, 1.0),
            "Cadence" | "RunCadence" => (Column::Cadence, 1.0),
            "Speed" => (Column::Speed, 1000.0),
            "Watts" => (Column::Power, 1.0),
            _ => return,
        };
        self.values.extend(scaled(text, scale).map(|value| (column, value)));
    }

    fn in_lap(&mut self, name: &str, text: &str, path: &[String]) {
        let Some(lap) = self.session.as_mut().and_then(|session| session.laps.last_mut()) else {
            return;
        };
        let inside = |outer: &str| path.last().is_some_and(|open| open == outer);
        let totals = &mut lap.totals;
        match name {
            "TotalTimeSeconds" => {
                totals.timer_ms = scaled(text, 1000.0);
                lap.elapsed_ms = totals.timer_ms.unwrap_or(0);
            }
            "DistanceMeters" => totals.distance_mm = scaled(text, 1000.0),
            "MaximumSpeed" => totals.speed_max = scaled(text, 1000.0),
            "Calories" => {
                totals.energy_j = scaled(text, KCAL_J as f64).filter(|energy| *energy > 0)
            }
            "Value" if inside("AverageHeartRateBpm") => totals.heart_bpm = scaled(text, 1.0),
            "Value" if inside("MaximumHeartRateBpm") => totals.heart_max_bpm = scaled(text, 1.0),
            "Cadence" | "AvgRunCadence" => totals.cadence = scaled(text, 1.0),
            "AvgWatts" => totals.power_w = scaled(text, 1.0),
            "MaxWatts" => totals.power_max_w = scaled(text, 1.0),
            "Steps" => totals.steps = scaled(text, 1.0),
            "Notes" => {
                if let Some(session) = &mut self.session {
                    session.note.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn point(&mut self, told: &mut Told) {
        let Some(session) = &mut self.session else { return };
        told.records += 1;
        session.points += 1;
        let Some(at) = self.at.filter(|at| *at > 0) else {
            told.problem(&format!("point {}", told.records), "has no time");
            return;
        };
        let before = session.track.at_ms.last().copied();
        if !session.track.push(at) {
            return;
        }
        if let (Some(north), Some(east)) = self.position {
            session.track.set(Column::Latitude, north);
            session.track.set(Column::Longitude, east);
        }
        for (column, value) in self.values.drain(..) {
            session.track.set(column, value);
        }
        if std::mem::take(&mut self.new_track)
            && let Some(before) = before.filter(|before| *before + RESUMED_MS < at)
        {
            session.pauses.push((before, at));
        }
    }

    fn finish(&mut self, zone: &TimeZone, cut: Option<String>, told: &mut Told) {
        let Some(mut session) = self.session.take() else { return };
        let child = self.child;
        self.child += 1;
        let first = session.track.at_ms.iter().min().copied();
        let lap = session.laps.first().map(|lap| lap.at_ms).filter(|at| *at > 0);
        let Some(start) = session.id.or(lap).or(first).filter(|start| *start > 0) else {
            told.problem(
                &format!("activity {}", child + 1),
                "has no times: nobody can say when it was",
            );
            return;
        };
        session.track.sort();
        let start = first.map_or(start, |first| start.min(first));
        let len = session.track.len();
        let mut track = session.track.part(0, len, start);
        let pauses = session.pauses.iter();
        track.pauses =
            pauses.map(|(from, to)| Pause { from_ms: from - start, to_ms: to - start }).collect();
        for lap in &mut session.laps {
            lap.at_ms -= start;
        }
        stretch(&mut session.laps, &track);
        let device = if session.serial.is_empty() { &session.maker } else { &session.serial };
        let mut activity = Activity::new("tcx", device, start, day_at(start, None, zone));
        activity.zone = zone.iana_name().unwrap_or_default().to_owned();
        activity.sport = sport_of(&[&session.sport]).to_owned();
        activity.raw = session.sport;
        activity.maker = session.maker;
        activity.note = session.note;
        activity.child = if self.is_multisport { child } else { 0 };
        let lap_end = session.laps.iter().map(|lap| lap.at_ms + lap.elapsed_ms).max();
        let last = track.at_ms.last().copied();
        activity.elapsed_ms = lap_end.max(last).unwrap_or(0);
        activity.totals = sum(&session.laps);
        activity.laps = session.laps;
        if let Some(what) = cut {
            activity.missing.push(what);
            activity.cut = Some(session.points);
            // The last lap stands before its points: what it tells is of what is missing, too.
            activity.totals = Totals::default();
        }
        told.activity(activity, track);
    }
}

/// Laps tell the time of the timer: their ends are those of the next lap's begin, or of the track.
fn stretch(laps: &mut [Lap], track: &Track) {
    let starts: Vec<i64> = laps.iter().skip(1).map(|lap| lap.at_ms).collect();
    let last = track.at_ms.last().copied();
    for (place, lap) in laps.iter_mut().enumerate() {
        let end = starts.get(place).copied().or(last);
        lap.elapsed_ms = lap.elapsed_ms.max(end.map_or(0, |end| end - lap.at_ms));
    }
}

/// What laps come to together: sums where each tells one, means by time.
fn sum(laps: &[Lap]) -> Totals {
    let add = |of: fn(&Totals) -> Option<i64>| -> Option<i64> {
        laps.iter()
            .map(|lap| of(&lap.totals))
            .try_fold(0, |sum, one| Some(sum + one?))
            .filter(|_| !laps.is_empty())
    };
    let most = |of: fn(&Totals) -> Option<i64>| laps.iter().filter_map(|lap| of(&lap.totals)).max();
    let mean = |of: fn(&Totals) -> Option<i64>| -> Option<i64> {
        let weighted = laps.iter().filter_map(|lap| Some((of(&lap.totals)?, lap.totals.timer_ms?)));
        let (sum, time) = weighted.fold((0_i128, 0_i128), |(sum, all), (value, time)| {
            (sum + i128::from(value) * i128::from(time), all + i128::from(time))
        });
        if time > 0 { i64::try_from((sum + time / 2) / time).ok() } else { None }
    };
    Totals {
        timer_ms: add(|totals| totals.timer_ms),
        distance_mm: add(|totals| totals.distance_mm).filter(|distance| *distance > 0),
        energy_j: add(|totals| totals.energy_j),
        heart_bpm: mean(|totals| totals.heart_bpm),
        heart_max_bpm: most(|totals| totals.heart_max_bpm),
        cadence: mean(|totals| totals.cadence),
        power_w: mean(|totals| totals.power_w),
        power_max_w: most(|totals| totals.power_max_w),
        speed_max: most(|totals| totals.speed_max),
        steps: add(|totals| totals.steps),
        ..Totals::default()
    }
}
