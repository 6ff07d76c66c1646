//! GPX 1.0 and 1.1: tracks of points, with what programs add to them (heart rate, cadence, power,
//! temperature, speed). Nothing is read by version; a file without one is read all the same.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use jiff::tz::TimeZone;

use super::files::{Format, each_file, sniff_files};
use super::told::{Told, day_at};
use super::when;
use super::xml::{Event, Events, decode};
use crate::model::activity::Activity;
use crate::model::sport::sport_of;
use crate::model::track::{Column, Pause, Track};

pub(super) const GPX: Importer = Importer {
    format: "gpx",
    title: "GPX",
    endings: FORMAT.endings,
    sniff: |source| sniff_files(source, &FORMAT, Confidence::Certain),
    parse,
};

pub(super) const FORMAT: Format = Format {
    endings: &["gpx", "xml"],
    is_mine: |head| {
        let text = String::from_utf8_lossy(head);
        text.contains("<gpx") || text.contains(":gpx ")
    },
    read: |bytes, zone| read(&decode(bytes), zone),
};

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    each_file(source, sink, &FORMAT)
}

/// Before this a time is one that a device made up.
const FIRST_MS: i64 = 0;

/// One point while it is read.
#[derive(Default)]
struct Point {
    position: Option<(i64, i64)>,
    at_ms: Option<i64>,
    values: Vec<(Column, i64)>,
}

/// One track while it is read. Times are Unix milliseconds.
#[derive(Default)]
struct Trail {
    name: String,
    note: String,
    kind: String,
    points: Vec<Point>,
    /// Where segments begin.
    segments: Vec<usize>,
}

#[derive(Default)]
struct Reading {
    creator: String,
    name: String,
    time: Option<i64>,
    trail: Trail,
    point: Option<Point>,
    child: u32,
}

/// Reads a document; `zone` is where its days are.
pub(super) fn read(text: &str, zone: &TimeZone) -> Told {
    let mut told = Told::default();
    let mut reading = Reading::default();
    let mut events = Events::new(text);
    let broken = loop {
        match events.next() {
            Event::Open(tag) => match tag.name() {
                "gpx" => reading.creator = tag.attribute("creator").unwrap_or_default(),
                "trk" => reading.trail = Trail::default(),
                "trkseg" => {
                    let at = reading.trail.points.len();
                    reading.trail.segments.push(at);
                }
                "trkpt" => {
                    let degrees = |name| tag.attribute(name).and_then(|text| e7(&text));
                    let position = degrees("lat").zip(degrees("lon"));
                    if position.is_none() {
                        told.problem(&format!("point {}", told.records + 1), "has no place");
                    }
                    reading.point = Some(Point { position, ..Point::default() });
                }
                _ => {}
            },
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
        reading.finish_trail(zone, Some(what), &mut told);
    }
    told
}

/// Degrees as 1e-7 degrees, where they can be.
fn e7(text: &str) -> Option<i64> {
    let degrees: f64 = text.trim().parse().ok()?;
    (degrees.abs() <= 180.0).then(|| (degrees * 1e7).round() as i64)
}

impl Reading {
    fn close(&mut self, name: &str, text: &str, path: &[String], zone: &TimeZone, told: &mut Told) {
        let inside = |outer: &str| path.last().is_some_and(|open| open == outer);
        if self.point.is_some() {
            self.close_in_point(name, text, inside("trkpt"), told);
            return;
        }
        match name {
            "trk" => self.finish_trail(zone, None, told),
            "wpt" => told.lost("waypoint"),
            "rte" => told.lost("route without times"),
            "name" if inside("trk") => self.trail.name = text.to_owned(),
            "type" if inside("trk") => self.trail.kind = text.to_owned(),
            "desc" | "cmt" if inside("trk") && self.trail.note.is_empty() => {
                self.trail.note = text.to_owned();
            }
            "name" if inside("metadata") || inside("gpx") => self.name = text.to_owned(),
            "time" if inside("metadata") || inside("gpx") => {
                self.time = when::instant(text).map(|when| when.at_ms);
            }
            _ => {}
        }
    }

    fn close_in_point(&mut self, name: &str, text: &str, own: bool, told: &mut Told) {
        let Some(point) = &mut self.point else { return };
        let scaled = |scale: f64| {
            let value: f64 = text.parse().ok()?;
            let value = (value * scale).round();
            (value.abs() < 1e12).then_some(value as i64)
        };
        let (column, scale) = match name {
            "trkpt" => {
                told.records += 1;
                self.trail.points.extend(self.point.take());
                return;
            }
            "time" if own => {
                point.at_ms =
                    when::instant(text).map(|when| when.at_ms).filter(|at| *at >= FIRST_MS);
                return;
            }
            "ele" if own => (Column::Altitude, 1000.0),
            "hr" | "heartrate" => (Column::Heart, 1.0),
            "cad" | "cadence" | "RunCadence" => (Column::Cadence, 1.0),
            "power" | "watts" | "Watts" | "PowerInWatts" => (Column::Power, 1.0),
            "atemp" | "temp" | "temperature" => (Column::Temperature, 1000.0),
            "speed" => (Column::Speed, 1000.0),
            "distance" => (Column::Distance, 1000.0),
            _ => return,
        };
        point.values.extend(scaled(scale).map(|value| (column, value)));
    }

    fn finish_trail(&mut self, zone: &TimeZone, cut: Option<String>, told: &mut Told) {
        let trail = std::mem::take(&mut self.trail);
        if trail.points.is_empty() {
            return;
        }
        let child = self.child;
        self.child += 1;
        let place =
            if trail.name.is_empty() { format!("track {}", child + 1) } else { trail.name.clone() };
        let first = trail.points.iter().find_map(|point| point.at_ms);
        let Some(start) = trail.points.iter().filter_map(|point| point.at_ms).min().or(self.time)
        else {
            told.problem(&place, "has no times: nobody can say when it was");
            return;
        };
        let mut activity = Activity::new("gpx", &self.creator, start, day_at(start, None, zone));
        activity.zone = zone.iana_name().unwrap_or_default().to_owned();
        if first.is_none() {
            activity.missing.push("its points have no times".to_owned());
        }
        if let Some(what) = cut {
            activity.missing.push(what);
            activity.cut = u32::try_from(trail.points.len()).ok();
        }
        activity.maker = self.creator.clone();
        activity.sport = sport_of(&[&trail.kind, &trail.name]).to_owned();
        activity.raw = trail.kind.clone();
        activity.child = child;
        activity.name = if trail.name.is_empty() { self.name.clone() } else { trail.name.clone() };
        activity.note = trail.note.clone();
        let track = trail.track(start, told);
        told.activity(activity, track);
    }
}

impl Trail {
    /// The points in columns. Those without a time stand between their neighbors; the time between two
    /// segments is a pause, because a GPX file cannot tell one otherwise.
    fn track(self, start: i64, told: &mut Told) -> Track {
        let times = self.times(start, told);
        let mut track = Track::default();
        for (point, at) in self.points.iter().zip(&times) {
            if !track.push(at - start) {
                told.problem("track", "has more points than are kept");
                break;
            }
            if let Some((north, east)) = point.position {
                track.set(Column::Latitude, north);
                track.set(Column::Longitude, east);
            }
            for (column, value) in &point.values {
                track.set(*column, *value);
            }
        }
        let mut segments = self.segments;
        segments.dedup(); // Empty ones begin where the next does.
        for at in segments.into_iter().filter(|at| *at > 0) {
            let Some((from, to)) = times.get(at - 1).zip(times.get(at)) else { continue };
            if from < to {
                track.pauses.push(Pause { from_ms: from - start, to_ms: to - start });
            }
        }
        track.sort();
        track
    }

    fn times(&self, start: i64, told: &mut Told) -> Vec<i64> {
        let mut times = Vec::with_capacity(self.points.len());
        let mut before: Option<(usize, i64)> = None;
        for (place, point) in self.points.iter().enumerate() {
            let Some(at) = point.at_ms else { continue };
            let (from, since) = before.unwrap_or((place, at));
            // Those since the last time, evenly; those before the first, at it.
            while times.len() < place {
                let part = (times.len() - from.min(times.len())) as i128;
                let all = (place - from).max(1) as i128;
                let step = i128::from(at - since) * part / all;
                times.push(since + i64::try_from(step).unwrap_or(0));
            }
            times.push(at);
            before = Some((place, at));
        }
        let last = before.map_or(start, |(_, at)| at);
        times.resize(self.points.len(), last);
        let without = self.points.iter().filter(|point| point.at_ms.is_none()).count();
        if 0 < without && without < self.points.len() {
            told.notice("points without a time stand between their neighbors");
        }
        times
    }
}
