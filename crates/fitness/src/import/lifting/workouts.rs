//! Rows of sets as workouts.

use std::collections::{BTreeMap, HashMap};

use base::error::Result;
use domain::import::{Choice, Imported, Question};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use store::record::{Fields, Value};

use super::columns::{Program, Row, named_unit};
use super::names::Found;
use crate::api::{Said, WeightUnit, weight_unit};
use crate::import::intake::Intake;
use crate::model::order::after;
use crate::model::units::{Measured, Unit};
use crate::model::workout::{Entry, Set};
use crate::record::WORKOUT;

/// The longest workout: longer ones were not ended.
const LONGEST_MS: i64 = 86_400_000;
/// The most sets of one workout.
const SETS_MAX: usize = 2000;

/// One workout while its rows come.
struct Session {
    title: String,
    start: DateTime,
    rows: Vec<Row>,
}

/// Workouts in the order in which they came.
pub(super) struct Workouts {
    program: Program,
    zone: TimeZone,
    sessions: Vec<Session>,
    places: HashMap<(DateTime, String), usize>,
    /// What each name is measured in, as its rows tell.
    names: BTreeMap<String, [bool; 4]>,
}

impl Workouts {
    pub(super) fn new(program: Program, intake: &Intake<'_>) -> Workouts {
        Workouts {
            program,
            zone: intake.zone.clone(),
            sessions: Vec::new(),
            places: HashMap::new(),
            names: BTreeMap::new(),
        }
    }

    /// Takes a row.
    pub(super) fn take(&mut self, row: Row, place: &str, intake: &mut Intake<'_>) {
        let key = (row.start, row.title.clone());
        let at = *self.places.entry(key).or_insert_with(|| {
            let (title, start) = (row.title.clone(), row.start);
            self.sessions.push(Session { title, start, rows: Vec::new() });
            self.sessions.len() - 1
        });
        let session = &mut self.sessions[at];
        if session.rows.len() >= SETS_MAX {
            intake.sink.problem(place, "belongs to a workout with more sets than there can be");
            return;
        }
        if row.kind.is_some() {
            let measured = self.names.entry(row.exercise.clone()).or_default();
            let is_some = |text: &str| text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
            measured[0] |= is_some(&row.weight.0);
            measured[1] |= row.reps.is_some();
            measured[2] |= is_some(&row.distance.0);
            measured[3] |= row.ms.is_some();
        } else {
            intake.sink.skipped("rests and notes between sets");
        }
        session.rows.push(row);
    }

    /// Asks what is to be asked, and hands all workouts over.
    pub(super) fn hand_over(self, intake: &mut Intake<'_>) -> Result<()> {
        let rows = || self.sessions.iter().flat_map(|session| &session.rows);
        let unknown = |amount: &(String, Option<Unit>)| {
            amount.1.is_none() && amount.0.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
        };
        let weight = rows().find(|row| unknown(&row.weight)).map(|row| row.weight.0.clone());
        let distance = rows().find(|row| unknown(&row.distance)).map(|row| row.distance.0.clone());
        let units = Units {
            weight: weight
                .map(|sample| ask_unit("weight_unit", &sample, intake))
                .transpose()?
                .flatten(),
            distance: distance
                .map(|sample| ask_unit("distance_unit", &sample, intake))
                .transpose()?
                .flatten(),
        };
        let names: Vec<(String, Measured)> =
            self.names.iter().map(|(name, measured)| (name.clone(), kind_of(measured))).collect();
        let found = Found::look(&names, intake)?;
        let count = self.sessions.len() as u64;
        for (done, session) in (0..).zip(&self.sessions) {
            self.one(session, &units, &found, intake)?;
            intake.progress(count + done, count * 2)?;
        }
        Ok(())
    }

    fn one(
        &self,
        session: &Session,
        units: &Units,
        found: &Found,
        intake: &mut Intake<'_>,
    ) -> Result<()> {
        let wall = session.start.to_zoned(TimeZone::UTC);
        let wall_ms = wall.map_or(0, |at| at.timestamp().as_millisecond()).max(0);
        let natural_key = format!("{}:{}|{}", self.program.word(), session.start, session.title);
        let start = instant(session.start, &self.zone).unwrap_or(wall_ms);
        let end = session.end(start, &self.zone);
        let mut fields = Fields::from([
            ("name".to_owned(), Value::from(session.title.as_str())),
            ("sport".to_owned(), Value::from("strength")),
            ("source".to_owned(), Value::from(self.program.word())),
            ("zone".to_owned(), Value::from(self.zone.iana_name().unwrap_or("UTC"))),
            ("start".to_owned(), Value::Int(start)),
            ("end".to_owned(), Value::Int(end)),
        ]);
        if let Some(note) = session.rows.iter().map(|row| &row.note).find(|note| !note.is_empty()) {
            fields.insert("note".to_owned(), Value::from(note.as_str()));
        }
        for entry in session.entries(&natural_key, start, units, found, intake) {
            entry.write(&mut fields);
        }
        // The id follows from the wall's clock: whoever imports the table makes the same record,
        // wherever they are.
        intake.record(Imported { kind: &WORKOUT, natural_key, at_ms: wall_ms, fields })
    }
}

/// Units that the table does not name.
struct Units {
    weight: Option<Unit>,
    distance: Option<Unit>,
}

fn ask_unit(id: &str, sample: &str, intake: &mut Intake<'_>) -> Result<Option<Unit>> {
    let mut suggestion = "kg";
    let words: &[&str] = if id == "weight_unit" { &["kg", "lb"] } else { &["km", "mi", "m"] };
    intake.sink.look(&mut |cx| {
        let said = Said::load(cx.sql())?;
        suggestion = match weight_unit(&said) {
            WeightUnit::Kg => "kg",
            WeightUnit::Lb => "lb",
        };
        Ok(())
    })?;
    if id == "distance_unit" {
        suggestion = if suggestion == "lb" { "mi" } else { "km" };
    }
    let choices =
        words.iter().map(|word| Choice { value: (*word).to_owned(), label: String::new() });
    let answer = intake.sink.ask(&Question {
        id: id.to_owned(),
        about: sample.to_owned(),
        choices: choices.collect(),
        free: false,
        suggestion: Some(suggestion.to_owned()),
    })?;
    Ok(named_unit(answer.as_deref().unwrap_or(suggestion)))
}

/// What an exercise is measured in: of weight, repetitions, distance, time those that its rows have.
fn kind_of([weight, reps, distance, time]: &[bool; 4]) -> Measured {
    match (weight, reps, distance, time) {
        (true, _, true, _) => Measured::WeightDistance,
        (true, false, false, true) => Measured::WeightTime,
        (true, ..) => Measured::WeightReps,
        (false, _, true, _) => Measured::DistanceTime,
        (false, true, false, _) => Measured::Reps,
        (false, false, false, true) => Measured::Time,
        (false, false, false, false) => Measured::WeightReps,
    }
}

fn instant(wall: DateTime, zone: &TimeZone) -> Option<i64> {
    let at = wall.to_zoned(zone.clone()).ok()?;
    Some(at.timestamp().as_millisecond()).filter(|at| *at >= 0)
}

impl Session {
    fn end(&self, start: i64, zone: &TimeZone) -> i64 {
        let told = self.rows.iter().find_map(|row| row.end).and_then(|end| instant(end, zone));
        let took = self.rows.iter().find_map(|row| row.duration_ms).map(|took| start + took);
        told.or(took).filter(|end| (start..=start + LONGEST_MS).contains(end)).unwrap_or(start)
    }

    /// Exercises in the order in which they come; sets of one name in a row belong together.
    fn entries(
        &self,
        key: &str,
        start: i64,
        units: &Units,
        found: &Found,
        intake: &mut Intake<'_>,
    ) -> Vec<Entry> {
        let sets: Vec<&Row> = self.rows.iter().filter(|row| row.kind.is_some()).collect();
        let runs: Vec<&[&Row]> = sets.chunk_by(|a, b| a.exercise == b.exercise).collect();
        let mut entries = Vec::with_capacity(runs.len());
        for ((place, run), order) in runs.iter().enumerate().zip(after(None, runs.len())) {
            let Some(first) = run.first() else { continue };
            let Some(exercise) = found.of(&first.exercise) else { continue };
            let mut entry = Entry::new(short_key(key, place, None), order, exercise);
            entry.group = letter(&first.superset);
            let mut notes = run.iter().map(|row| row.exercise_note.as_str());
            let note = notes.find(|note| !note.is_empty());
            entry.note = note.unwrap_or_default().to_owned();
            for ((index, row), order) in run.iter().enumerate().zip(after(None, run.len())) {
                let mut set = Set::new(short_key(key, place, Some(index)), order);
                row.fill(&mut set, units, intake);
                set.done = Some(start);
                entry.sets.push(set);
            }
            entries.push(entry);
        }
        entries
    }
}

impl Row {
    fn fill(&self, set: &mut Set, units: &Units, intake: &mut Intake<'_>) {
        set.kind = self.kind.unwrap_or(set.kind);
        (set.reps, set.ms, set.rpe_x2) = (self.reps, self.ms, self.rpe_x2);
        let mut read = |(text, unit): &(String, Option<Unit>), asked: Option<Unit>| {
            let unit = (*unit).or(asked)?;
            if text.is_empty() {
                return None;
            }
            let value = unit.read(text);
            if value.is_none_or(|value| value > 0) {
                unit.sign.clone_into(&mut set.unit);
                set.text = format!("{text} {}", unit.sign);
            }
            if value.is_none() {
                // `-20`: help by a machine takes weight away.
                intake.sink.notice("weights and distances that are no amounts are kept as words");
            }
            value.filter(|value| *value > 0)
        };
        let mm = read(&self.distance, units.distance);
        let mg = read(&self.weight, units.weight);
        (set.mm, set.mg) = (mm, mg);
    }
}

/// A key that follows from what it is of: eight hexadecimal digits, as random ones are.
fn short_key(key: &str, place: usize, set: Option<usize>) -> String {
    let hash = blake3::hash(format!("{key}|{place}|{set:?}").as_bytes());
    data_encoding::HEXLOWER.encode(&hash.as_bytes()[..4])
}

/// Supersets have numbers there and letters here.
fn letter(superset: &str) -> String {
    let number: Option<u8> = superset.parse().ok().filter(|number| *number < 26);
    number.map_or_else(String::new, |number| char::from(b'a' + number).to_string())
}
