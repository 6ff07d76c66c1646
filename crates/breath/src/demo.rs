//! One believable year of a made-up person's breathing, the same for the same seed.
//!
//! Breathing on some evenings and more of it in a hard autumn, a meditation habit that comes and goes, a
//! course in the new year, a chest strap on Sunday mornings. It fits the journal's year: a silent first week
//! of February and a quiet month after it. Measured figures are only where a microphone or camera was on,
//! with gaps, as in a life.

mod measured;
#[cfg(test)]
mod tests;

use base::day::Day;
use base::error::Result;
use domain::DemoLife;
use domain::import::{Imported, ImportedMedia, Sink};
use jiff::civil::Time;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use store::record::{Fields, Value};

use crate::api::reading_fields;
use crate::model::course::COURSES;
use crate::model::hrv::write_rr;
use crate::model::plan::{Wish, plan};
use crate::model::program::Program;
use crate::model::session::TraceKeep;
use crate::model::shipped::Shipped;
use crate::record::{HRV, PATTERN, SESSION, SETTINGS};

const ZONE: &str = "Europe/London";
/// Days of the year.
const DAYS: i32 = 365;
/// Curves are there of the last days only: thirty are kept.
const CURVE_DAYS: i32 = 29;

/// A source of chance.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed ^ 0x6272_6561_7468)) // Other chances than other domains'.
    }

    /// 0 to 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Between two numbers.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn percent(&mut self, percent: f64) -> bool {
        self.unit() * 100.0 < percent
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all.get((self.unit() * all.len() as f64) as usize).copied().unwrap_or_default()
    }
}

/// What is noted now and then.
const NOTES: [&str; 8] = [
    "Shoulders came down around the third minute.",
    "The neighbor's drill. Counted it as weather.",
    "Could not sit still, stayed anyway.",
    "Slept well after this yesterday, so again.",
    "On the train, with the scarf over the microphone.",
    "Longer than I thought it would feel.",
    "Just what the morning needed.",
    "Fell asleep in the last minute.",
];

/// The demo year's patterns, sessions, readings and rhythm.
///
/// # Errors
/// The sink's own.
pub(crate) fn demo(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let mut dice = Dice::new(life.seed);
    let first = life.last_day.plus(1 - DAYS);
    own_pattern(life, sink)?;
    settings(life, sink)?;
    for number in 0..DAYS {
        let day = first.plus(number);
        let mut one = OneDay { life, sink, dice: &mut dice, number, day };
        one.breathe()?;
        one.meditate()?;
        one.strap()?;
        if number % 30 == 0 {
            sink.progress(f64::from(number) / f64::from(DAYS))?;
        }
    }
    sink.progress(1.0)
}

fn natural_key(life: &DemoLife, what: &str) -> String {
    format!("demo:{}:{what}", life.seed)
}

fn own_pattern(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let fields = Fields::from([
        ("name".to_owned(), Value::from("Tram stop")),
        ("program".to_owned(), "20:in3000n,hi2000a,ex6000m,ho1000a".into()),
        ("minutes".to_owned(), Value::Int(4)),
        ("note".to_owned(), "Three stops long. Nobody notices.".into()),
        ("favorite".to_owned(), true.into()),
    ]);
    let natural_key = natural_key(life, "pattern");
    sink.record(Imported { kind: &PATTERN, natural_key, at_ms: 0, fields }).map(drop)
}

fn settings(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    // The quiet weeks of February are a pause, not a failure.
    let february = life.last_day.date().year();
    let fields = Fields::from([
        ("days_per_week".to_owned(), Value::Int(3)),
        (format!("pause/{february:04}-02-01"), format!("{february:04}-02-22").into()),
    ]);
    sink.record(Imported { kind: &SETTINGS, natural_key: "settings".to_owned(), at_ms: 0, fields })
        .map(drop)
}

struct OneDay<'a, 's> {
    life: &'a DemoLife,
    sink: &'s mut dyn Sink,
    dice: &'a mut Dice,
    number: i32,
    day: Day,
}

impl OneDay<'_, '_> {
    /// February's quiet weeks.
    fn is_quiet(&self) -> bool {
        let date = self.day.date();
        date.month() == 2 && date.day() <= 22
    }

    fn at(&mut self, hour: i8, minutes: f64) -> i64 {
        let at = self.day.date().to_datetime(Time::new(hour, 0, 0, 0).unwrap_or_default());
        let at = at.in_tz(ZONE).map_or(0, |at| at.timestamp().as_millisecond());
        at + (self.dice.between(0.0, minutes) * 60_000.0) as i64
    }

    fn keep(&mut self, what: &str, at: i64, ms: i64, mut fields: Fields) -> Result<()> {
        if self.life.now_ms < at + ms {
            return Ok(());
        }
        fields.insert("zone".to_owned(), ZONE.into());
        fields.insert("start".to_owned(), at.into());
        fields.insert("end".to_owned(), (at + ms).into());
        if self.dice.percent(12.0) {
            fields.insert("note".to_owned(), self.dice.of(&NOTES).into());
        }
        let natural_key = natural_key(self.life, &format!("{}:{what}", self.day));
        self.sink.record(Imported { kind: &SESSION, natural_key, at_ms: at, fields }).map(drop)
    }

    fn feel(&mut self, fields: &mut Fields) {
        let valence = self.dice.between(-35.0, 25.0);
        let energy = self.dice.between(-20.0, 45.0);
        // Afterward it is often, not always, calmer.
        let (more, less) = (self.dice.between(-8.0, 30.0), self.dice.between(-45.0, 8.0));
        for (prefix, valence, energy) in
            [("before", valence, energy), ("after", valence + more, energy + less)]
        {
            let whole = |value: f64| Value::Int((value as i64).clamp(-100, 100));
            fields.insert(format!("{prefix}/valence"), whole(valence));
            fields.insert(format!("{prefix}/energy"), whole(energy));
        }
    }

    fn breathe(&mut self) -> Result<()> {
        let autumn = matches!(self.day.date().month(), 9..=11);
        let chance = if self.is_quiet() {
            0.0
        } else if autumn {
            55.0
        } else {
            34.0
        };
        let recent = DAYS - CURVE_DAYS < self.number;
        if !self.dice.percent(if recent && !self.is_quiet() { 60.0 } else { chance }) {
            return Ok(());
        }
        let id = self.dice.of(&[
            "coherent_5",
            "coherent_5",
            "coherent_55",
            "box",
            "box",
            "extended_6",
            "cyclic_sigh",
            "478",
            "extended_8",
        ]);
        let Some(shipped) = Shipped::find(id) else { return Ok(()) };
        let minutes = if self.dice.percent(60.0) { shipped.minutes } else { 3 };
        let planned = plan(&shipped.once(), Wish::Minutes(minutes), None)?;
        let Some(total) = planned.program.total_ms() else { return Ok(()) };
        let at = if self.dice.percent(70.0) { self.at(21, 80.0) } else { self.at(7, 60.0) };
        // Some are ended early, and that is as well.
        let ms = if self.dice.percent(12.0) { total * 6 / 10 } else { total };
        let mut fields = Fields::from([
            ("kind".to_owned(), Value::from("breathing")),
            ("pattern".to_owned(), id.into()),
            ("program".to_owned(), planned.program.text().into()),
            ("planned_ms".to_owned(), total.into()),
        ]);
        if self.dice.percent(45.0) {
            self.feel(&mut fields);
        }
        if self.dice.percent(55.0) && 120_000 <= ms {
            self.measure(&planned.program, at, ms, &mut fields)?;
        }
        self.keep("breathing", at, ms, fields)
    }

    /// A microphone heard it, and now and then a camera looked.
    fn measure(&mut self, program: &Program, at: i64, ms: i64, fields: &mut Fields) -> Result<()> {
        let camera = self.dice.percent(35.0);
        let told = measured::of(program, ms, camera, self.dice);
        fields.extend(told.summary.fields());
        fields.insert("microphone".to_owned(), true.into());
        if camera {
            fields.insert("camera".to_owned(), true.into());
        }
        fields.insert("trace_keep".to_owned(), TraceKeep::Days30.word().into());
        if self.number + CURVE_DAYS < DAYS || self.life.now_ms < at + ms {
            return Ok(());
        }
        let media = ImportedMedia { name: "breath.trace".to_owned(), ..ImportedMedia::default() };
        let taken = self.sink.media(&media, &mut told.trace.as_slice())?;
        let hash = taken.key.rsplit('/').next().unwrap_or_default().to_owned();
        fields.insert("trace".to_owned(), hash.into());
        fields.insert(taken.key, taken.value.into());
        Ok(())
    }

    fn meditate(&mut self) -> Result<()> {
        let summer = matches!(self.day.date().month(), 6..=8);
        let course = self.course();
        let chance = if self.is_quiet() {
            0.0
        } else if summer {
            14.0
        } else {
            30.0
        };
        if course.is_none() && !self.dice.percent(chance) {
            return Ok(());
        }
        let mut fields = Fields::from([("kind".to_owned(), Value::from("meditation"))]);
        let minutes = match course {
            Some((id, day, minutes)) => {
                fields.insert("course".to_owned(), id.into());
                fields.insert("course_day".to_owned(), Value::Int(day));
                minutes
            }
            None => self.dice.of(&["5", "10", "10", "15", "20"]).parse().unwrap_or(10),
        };
        let ms = minutes * 60_000;
        fields.insert("planned_ms".to_owned(), ms.into());
        fields
            .insert("ambient".to_owned(), self.dice.of(&["none", "rain", "bowls", "surf"]).into());
        if self.dice.percent(25.0) {
            fields.insert(format!("interrupt/{:08}-00000001", ms / 3), true.into());
        }
        if self.dice.percent(40.0) {
            self.feel(&mut fields);
        }
        let at = self.at(6, 70.0);
        self.keep("meditation", at, ms, fields)
    }

    /// In January a course, day by day with a day left out; in the last weeks another one, half done.
    fn course(&self) -> Option<(&'static str, i64, i64)> {
        let date = self.day.date();
        let (course, day) = match (date.month(), date.day()) {
            (1, day @ 5..=12) if day != 8 => {
                (COURSES.first()?, i64::from(if day < 8 { day - 4 } else { day - 5 }))
            }
            _ => {
                let since = self.number - (DAYS - 9);
                let day = i64::from(since / 2 + 1);
                (COURSES.get(1).filter(|_| since >= 0 && since % 2 == 0 && day <= 4)?, day)
            }
        };
        let lesson = course.days.get(usize::try_from(day - 1).ok()?)?;
        Some((course.id, day, i64::from(lesson.minutes)))
    }

    /// A chest strap on Sunday mornings.
    fn strap(&mut self) -> Result<()> {
        let sunday = self.day.date().weekday() == jiff::civil::Weekday::Sunday;
        if !sunday || self.is_quiet() || !self.dice.percent(80.0) {
            return Ok(());
        }
        let at = self.at(8, 40.0);
        let rr_ms = measured::intervals(self.dice, 330.0);
        if self.life.now_ms < at + 330_000 {
            return Ok(());
        }
        let mut fields = reading_fields(&rr_ms, at, ZONE, "Polar H10");
        let media = ImportedMedia { name: "intervals.rr".to_owned(), ..ImportedMedia::default() };
        let text = write_rr(&rr_ms);
        let taken = self.sink.media(&media, &mut text.as_bytes())?;
        fields.insert(taken.key, taken.value.into());
        let natural_key = natural_key(self.life, &format!("{}:strap", self.day));
        self.sink.record(Imported { kind: &HRV, natural_key, at_ms: at, fields }).map(drop)
    }
}
