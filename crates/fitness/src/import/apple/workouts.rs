//! Workouts of Apple Health, with their routes.

use base::error::Result;
use domain::source::Source;
use quick_xml::events::BytesStart;

use super::instant;
use super::kinds::{energy, length, time};
use crate::import::files::bytes_of;
use crate::import::gpx;
use crate::import::intake::Intake;
use crate::import::told::{Told, day_at};
use crate::import::xml::{decode, unescaped};
use crate::model::activity::Activity;
use crate::model::sport::sport_of;
use crate::model::track::{Column, Pause, Track};

/// One workout while its children are read.
struct Workout {
    activity: Activity,
    track: Track,
    /// Files of its routes.
    routes: Vec<String>,
    paused: Option<i64>,
}

/// The workouts of a document.
pub(super) struct Workouts<'s> {
    source: &'s Source,
    hash: String,
    now: Option<Workout>,
}

impl<'s> Workouts<'s> {
    pub(super) fn new(source: &'s Source, hash: &str) -> Workouts<'s> {
        Workouts { source, hash: hash.to_owned(), now: None }
    }

    /// An element begins.
    pub(super) fn open(&mut self, tag: &BytesStart<'_>, intake: &mut Intake<'_>) -> Result<()> {
        match tag.name().as_ref() {
            "Workout" => self.now = begin(tag, intake),
            "WorkoutStatistics" => self.with(|workout| workout.statistics(tag)),
            "WorkoutEvent" => self.with(|workout| workout.event(tag)),
            "MetadataEntry" => self.with(|workout| workout.metadata(tag)),
            "Location" => self.with(|workout| workout.location(tag)),
            "FileReference" => self.with(|workout| {
                workout.routes.extend(attribute(tag, "path").filter(|_| workout.routes.len() < 64));
            }),
            "ClinicalRecord" => intake.sink.lost("clinical record"),
            "Audiogram" => intake.sink.lost("audiogram"),
            "VisionPrescription" => intake.sink.lost("prescription of glasses"),
            "Correlation" => intake.sink.lost("correlation: its parts are records of their own"),
            "ActivitySummary" => intake.sink.lost("activity rings"),
            _ => {}
        }
        Ok(())
    }

    fn with(&mut self, change: impl FnOnce(&mut Workout)) {
        if let Some(workout) = &mut self.now {
            change(workout);
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, name: &str, intake: &mut Intake<'_>) -> Result<()> {
        if name != "Workout" {
            return Ok(());
        }
        let Some(mut workout) = self.now.take() else { return Ok(()) };
        for route in std::mem::take(&mut workout.routes) {
            self.route(&route, &mut workout, intake);
        }
        workout.track.sort();
        let mut told = Told::default();
        told.activity(workout.activity, workout.track);
        intake.take("workout", told, &self.hash)
    }

    /// Reads the file of a route: `/workout-routes/route_2019-06-11_3.00pm.gpx`.
    fn route(&self, path: &str, workout: &mut Workout, intake: &mut Intake<'_>) {
        let path = path.trim_start_matches('/');
        let is_it = |name: &str| name == path || name.ends_with(&format!("/{path}"));
        let Some(file) = self.source.files().iter().find(|file| is_it(&file.name)) else {
            intake.sink.lost("route whose file is missing");
            return;
        };
        let (bytes, why) = bytes_of(self.source, &file.name);
        if let Some(why) = why {
            intake.sink.problem(&file.name, &why);
        }
        let told = gpx::read(&decode(bytes), &intake.zone);
        for (place, what) in &told.problems {
            intake.sink.problem(&format!("{}: {place}", file.name), what);
        }
        for (route, track) in told.activities {
            let shift = workout.activity.start - route.start;
            let part = track.part(0, track.len(), shift);
            if workout.track.at_ms.is_empty() {
                let pauses = std::mem::take(&mut workout.track.pauses);
                workout.track = part;
                // A receiver's gaps are no pauses: the watch tells those.
                workout.track.pauses = pauses;
            } else {
                workout.append(&part);
            }
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    all.with_checks(false);
    let found = all.filter_map(std::result::Result::ok).find(|one| one.key.as_ref() == name)?;
    Some(unescaped(&found.value))
}

/// A number with its unit, in ours.
fn amount(
    tag: &BytesStart<'_>,
    (value, unit): (&str, &str),
    factor: fn(&str) -> Option<f64>,
) -> Option<i64> {
    let value: f64 = attribute(tag, value)?.trim().parse().ok()?;
    let value = (value * factor(&attribute(tag, unit)?)?).round();
    (0.0..1e15).contains(&value).then_some(value as i64)
}

fn begin(tag: &BytesStart<'_>, intake: &mut Intake<'_>) -> Option<Workout> {
    let start = attribute(tag, "startDate").and_then(|text| instant(&text));
    let Some((start, offset_s)) = start else {
        intake.sink.problem("workout", "has no time that can be read");
        return None;
    };
    let end =
        attribute(tag, "endDate").and_then(|text| instant(&text)).map_or(start, |(end, _)| end);
    let source = attribute(tag, "sourceName").unwrap_or_default().replace('\u{a0}', " ");
    let day = day_at(start, Some(offset_s), &intake.zone);
    let mut activity = Activity::new("apple", &source, start, day);
    let kind = attribute(tag, "workoutActivityType").unwrap_or_default();
    let kind = kind.strip_prefix("HKWorkoutActivityType").unwrap_or(&kind);
    activity.sport = sport_of(&[kind]).to_owned();
    activity.raw = kind.to_owned();
    activity.maker = source;
    activity.offset_s = Some(offset_s);
    activity.elapsed_ms = (end - start).max(0);
    let totals = &mut activity.totals;
    totals.timer_ms = amount(tag, ("duration", "durationUnit"), time);
    totals.distance_mm = amount(tag, ("totalDistance", "totalDistanceUnit"), length);
    totals.energy_j = amount(tag, ("totalEnergyBurned", "totalEnergyBurnedUnit"), energy);
    let zero = |total: &mut Option<i64>| *total = total.filter(|total| *total > 0);
    zero(&mut totals.distance_mm);
    zero(&mut totals.energy_j);
    let (track, routes) = (Track::default(), Vec::new());
    Some(Workout { activity, track, routes, paused: None })
}

impl Workout {
    /// Newer documents tell sums by kind.
    fn statistics(&mut self, tag: &BytesStart<'_>) {
        let kind = attribute(tag, "type").unwrap_or_default();
        let totals = &mut self.activity.totals;
        let count = |name: &str| -> Option<i64> {
            let value: f64 = attribute(tag, name)?.trim().parse().ok()?;
            (0.0..1e9).contains(&value).then_some(value.round() as i64)
        };
        match super::kinds::short(&kind) {
            "ActiveEnergyBurned" => {
                totals.energy_j = amount(tag, ("sum", "unit"), energy).or(totals.energy_j);
            }
            "HeartRate" => {
                totals.heart_bpm = count("average");
                totals.heart_max_bpm = count("maximum");
            }
            "StepCount" => totals.steps = count("sum"),
            "RunningPower" | "CyclingPower" => {
                totals.power_w = count("average");
                totals.power_max_w = count("maximum");
            }
            kind if kind.starts_with("Distance") => {
                totals.distance_mm = amount(tag, ("sum", "unit"), length).or(totals.distance_mm);
            }
            _ => {}
        }
    }

    fn event(&mut self, tag: &BytesStart<'_>) {
        let at = attribute(tag, "date").and_then(|text| instant(&text));
        let Some(at) = at.map(|(at, _)| at - self.activity.start) else { return };
        match attribute(tag, "type").unwrap_or_default().as_str() {
            "HKWorkoutEventTypePause" | "HKWorkoutEventTypeMotionPaused" => {
                self.paused = self.paused.or(Some(at));
            }
            "HKWorkoutEventTypeResume" | "HKWorkoutEventTypeMotionResumed" => {
                if let Some(from_ms) = self.paused.take().filter(|from| *from < at) {
                    self.track.pauses.push(Pause { from_ms, to_ms: at });
                }
            }
            _ => {}
        }
    }

    fn metadata(&mut self, tag: &BytesStart<'_>) {
        let value = attribute(tag, "value").unwrap_or_default();
        let metric = |factor: fn(&str) -> Option<f64>| -> Option<i64> {
            let (number, unit) = value.split_once(' ')?;
            let number: f64 = number.parse().ok()?;
            Some((number * factor(unit)?).round() as i64).filter(|value| *value >= 0)
        };
        match attribute(tag, "key").unwrap_or_default().as_str() {
            "HKTimeZone" => self.activity.zone = value,
            "HKElevationAscended" => self.activity.totals.ascent_mm = metric(length),
            "HKElevationDescended" => self.activity.totals.descent_mm = metric(length),
            "HKIndoorWorkout" if value == "1" => match self.activity.sport.as_str() {
                "run" => "treadmill_run".clone_into(&mut self.activity.sport),
                "ride" => "indoor_ride".clone_into(&mut self.activity.sport),
                _ => {}
            },
            _ => {}
        }
    }

    /// Older documents hold the places themselves.
    fn location(&mut self, tag: &BytesStart<'_>) {
        let number = |name: &str, factor: f64| -> Option<i64> {
            let value: f64 = attribute(tag, name)?.parse().ok()?;
            Some((value * factor).round())
                .filter(|value| value.abs() < 1e13)
                .map(|value| value as i64)
        };
        let at = attribute(tag, "date").and_then(|text| instant(&text));
        let Some((at, _)) = at else { return };
        if !self.track.push(at - self.activity.start) {
            return;
        }
        for (column, name, factor) in [
            (Column::Latitude, "latitude", 1e7),
            (Column::Longitude, "longitude", 1e7),
            (Column::Altitude, "altitude", 1000.0),
            (Column::Speed, "speed", 1000.0),
        ] {
            // A negative speed means that it is not known.
            let known = |value: &i64| column != Column::Speed || *value >= 0;
            if let Some(value) = number(name, factor).filter(known) {
                self.track.set(column, value);
            }
        }
    }

    fn append(&mut self, part: &Track) {
        for point in 0..part.len() {
            if !self.track.push(part.at_ms[point]) {
                return;
            }
            for column in Column::ALL {
                if let Some(value) = part.get(column, point) {
                    self.track.set(column, value);
                }
            }
        }
    }
}
