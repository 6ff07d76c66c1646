//! One believable year of a made-up person's check-ins, the same for the same seed.
//!
//! It fits the journal's year: a first week of February without a word and a hard month after it, nine
//! days in Portugal, quiet days at the end of December. Some days have none, most one or two, a few
//! three: what is missing is missing. Sleep and time outside go together with the dot a little, coffee
//! with nothing. There is no reading among them: nobody asked a model for one.

mod dice;
#[cfg(test)]
mod tests;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::DemoLife;
use domain::import::{Imported, Sink};
use jiff::civil::{Date, Time, Weekday};
use store::record::{Fields, Value};

use self::dice::Dice;
use crate::model::checkin::CheckIn;
use crate::model::place::{EDGE, Place};
use crate::model::words::WORDS;
use crate::record::{CHECKIN, FACTOR, WHO5, WORD};

const HOME_ZONE: &str = "Europe/London";
/// Days of the year.
const DAYS: i32 = 365;

/// A factor: its name, its kind, and what else it holds.
type DemoFactor = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The factors of this life.
const FACTORS: &[DemoFactor] = &[
    ("Slept well", "flag", &[]),
    ("Outside", "flag", &[]),
    ("Yoga", "flag", &[]),
    ("With friends", "flag", &[]),
    ("Workload", "scale", &[("low", "light"), ("high", "too much")]),
    ("Coffee", "count", &[("unit", "cups")]),
    ("Headache", "flag", &[]),
];

/// The demo year's factors, own words and check-ins.
///
/// # Errors
/// The sink's own.
pub(crate) fn demo(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let mut factors = Vec::new();
    for (order, one) in (1_i64..).zip(FACTORS) {
        factors.push(sink.record(factor(life, order, one))?);
    }
    for (text, valence, energy) in [("river-quiet", 62, -46), ("wobbly", -30, 18)] {
        let fields = Fields::from([
            ("text".to_owned(), Value::from(text)),
            ("valence".to_owned(), Value::from(valence)),
            ("energy".to_owned(), Value::from(energy)),
        ]);
        let natural_key = key(life, &format!("word:{text}"));
        sink.record(Imported { kind: &WORD, natural_key, at_ms: 0, fields })?;
    }
    let records = Year::new(life, factors).lived();
    let count = records.len().max(1) as f64;
    for (at, record) in records.into_iter().enumerate() {
        sink.record(record)?;
        if at % 64 == 0 {
            sink.progress(at as f64 / count)?;
        }
    }
    sink.progress(1.0)
}

/// A key that is the same for the same life.
fn key(life: &DemoLife, what: &str) -> String {
    format!("demo:{}:{what}", life.seed)
}

fn factor(life: &DemoLife, order: i64, (name, kind, more): &DemoFactor) -> Imported {
    let mut fields = Fields::from([
        ("name".to_owned(), Value::from(*name)),
        ("kind".to_owned(), Value::from(*kind)),
        ("order".to_owned(), Value::from(order)),
    ]);
    fields.extend(more.iter().map(|(key, text)| ((*key).to_owned(), Value::from(*text))));
    Imported { kind: &FACTOR, natural_key: key(life, &format!("factor:{name}")), at_ms: 0, fields }
}

/// A life's year of check-ins.
struct Year<'a> {
    dice: Dice,
    life: &'a DemoLife,
    factors: Vec<AnyId>,
    /// How the days before linger, -100 to 100.
    carried: i64,
    records: Vec<Imported>,
}

/// What a day is like, before anybody says so.
struct Weather {
    valence: i64,
    marks: Vec<(usize, i64)>,
}

impl<'a> Year<'a> {
    fn new(life: &'a DemoLife, factors: Vec<AnyId>) -> Year<'a> {
        Year { dice: Dice::new(life.seed), life, factors, carried: 20, records: Vec::new() }
    }

    fn lived(mut self) -> Vec<Imported> {
        let first = self.life.last_day.plus(1 - DAYS);
        for number in 0..DAYS {
            let day = first.plus(number);
            let weather = self.weather(day);
            for (hour, share) in [(8, 48), (13, 22), (20, 62)] {
                // A day that is lived through: the dice fall whether somebody checks in or not.
                let likely = if is_low(day) { share * 6 / 10 } else { share };
                if self.dice.percent(likely) && !is_silent(day) {
                    self.check_in(day, hour, &weather);
                }
            }
            if day.date().day() == 3 && !is_silent(day) {
                self.who5(day, weather.valence);
            }
        }
        self.records
    }

    /// Some of yesterday, some of today, some of what was done.
    fn weather(&mut self, day: Day) -> Weather {
        let weekend = matches!(day.date().weekday(), Weekday::Saturday | Weekday::Sunday);
        let low = is_low(day);
        let mut marks = Vec::new();
        let mut lift = 0;
        let mut mark = |place: usize, value: i64, by: i64| {
            marks.push((place, value));
            lift += by;
        };
        if self.dice.percent(if low { 35 } else { 62 }) {
            mark(0, 1, 14);
        }
        if self.dice.percent(if weekend { 70 } else { 38 }) {
            mark(1, 1, 10);
        }
        if day.date().weekday() == Weekday::Sunday && self.dice.percent(60) {
            mark(2, 1, 8);
        }
        if self.dice.percent(if weekend { 45 } else { 12 }) {
            mark(3, 1, 12);
        }
        if !weekend {
            let load = self.dice.between(1, 6);
            mark(4, load, (3 - load) * 5);
        }
        let cups = self.dice.between(0, 5);
        mark(5, cups, 0);
        if self.dice.percent(8) {
            mark(6, 1, -26);
        }
        let base = if low {
            -34
        } else if is_away(day) {
            42
        } else {
            12
        };
        let valence = self.carried * 2 / 5 + base / 2 + lift - 14 + self.dice.between(-38, 39);
        let valence = valence.clamp(-88, 92);
        self.carried = valence;
        Weather { valence, marks }
    }

    fn check_in(&mut self, day: Day, hour: i8, weather: &Weather) {
        let time = Time::new(hour, 0, 0, 0).unwrap_or_default();
        let zone = if is_away(day) { "Europe/Lisbon" } else { HOME_ZONE };
        let Ok(at) = day.date().to_datetime(time).in_tz(zone) else { return };
        let at_ms = at.timestamp().as_millisecond() + self.dice.between(0, 110 * 60) * 1000;
        let hours = match hour {
            8 => -6,
            13 => 22,
            _ => -26,
        };
        let valence = (weather.valence + self.dice.between(-14, 15)).clamp(-EDGE, EDGE);
        let energy = (hours + weather.valence / 4 + self.dice.between(-34, 35)).clamp(-EDGE, EDGE);
        let words = self.words(Place { valence, energy });
        let note = match self.dice.percent(14) {
            true if valence < -20 => self.dice.of(HARD_NOTES).to_owned(),
            true if valence > 25 => self.dice.of(GOOD_NOTES).to_owned(),
            _ => String::new(),
        };
        let evening = hour == 20;
        let factors = weather.marks.iter().filter(|(place, _)| evening || *place == 0);
        let check_in = CheckIn {
            at_ms,
            zone: zone.to_owned(),
            valence: Some(valence),
            energy: Some(energy),
            words,
            factors: factors.map(|(place, value)| (self.factors[*place], *value)).collect(),
            note,
            ..CheckIn::default()
        };
        // What would come later has not been said yet.
        if at_ms <= self.life.now_ms {
            let natural_key = key(self.life, &format!("{day}:{hour}"));
            let fields = check_in.fields();
            self.records.push(Imported { kind: &CHECKIN, natural_key, at_ms, fields });
        }
    }

    /// None to three words of those that lie nearest.
    fn words(&mut self, here: Place) -> Vec<String> {
        let mut near: Vec<_> = WORDS.iter().collect();
        near.sort_by_key(|word| (word.place.apart(here), word.text));
        let count = [0, 1, 1, 2, 2, 3][usize::try_from(self.dice.between(0, 6)).unwrap_or(0)];
        let mut words: Vec<String> = Vec::new();
        for _ in 0..count {
            let at = usize::try_from(self.dice.between(0, 6)).unwrap_or(0);
            words.extend(near.get(at).map(|word| word.text.to_owned()));
        }
        if here.valence > 45 && here.energy < -25 && self.dice.percent(20) {
            words.push("river-quiet".to_owned());
        }
        words.sort();
        words.dedup();
        words
    }

    fn who5(&mut self, day: Day, valence: i64) {
        let Ok(at) = day.date().to_datetime(Time::constant(19, 30, 0, 0)).in_tz(HOME_ZONE) else {
            return;
        };
        let at_ms = at.timestamp().as_millisecond();
        if at_ms > self.life.now_ms {
            return;
        }
        let mut fields = Fields::from([
            ("at".to_owned(), Value::from(at_ms)),
            ("zone".to_owned(), Value::from(HOME_ZONE)),
        ]);
        for question in 1..=5 {
            let answer = (valence + EDGE) / 40 + self.dice.between(-1, 2);
            fields.insert(format!("answer/{question}"), answer.clamp(0, 5).into());
        }
        let natural_key = key(self.life, &format!("{day}:who5"));
        self.records.push(Imported { kind: &WHO5, natural_key, at_ms, fields });
    }
}

const GOOD_NOTES: &[&str] = &[
    "Lunch on the bench by the lock.",
    "Finished the thing I had been putting off.",
    "Long call with Mum, lots of laughing.",
    "The kitchen smelled of bread all evening.",
    "Swifts over the roofs again.",
    "An hour with nothing in it.",
];

const HARD_NOTES: &[&str] = &[
    "Could not get started.",
    "Too many people wanting things at once.",
    "Woke at four and stayed awake.",
    "Missed him today.",
    "Said no, and felt bad about it all the same.",
];

fn date_of(day: Day) -> (i8, i8) {
    let date: Date = day.date();
    (date.month(), date.day())
}

/// The first week of February, in the hospital, and two nights without a telephone in July: nobody
/// said anything.
fn is_silent(day: Day) -> bool {
    matches!(date_of(day), (2, 3..=10) | (7, 18..=20))
}

/// The rest of February, and the days after.
fn is_low(day: Day) -> bool {
    matches!(date_of(day), (2, _) | (3, 1..=4))
}

/// Nine days in Portugal.
fn is_away(day: Day) -> bool {
    matches!(date_of(day), (5, 9..=17))
}
