//! The year: what is trained on which day.

use base::day::Day;
use base::id::AnyId;
use domain::DemoLife;
use domain::import::Imported;
use jiff::civil::{Time, Weekday};
use store::record::{Fields, Value};

use super::dice::Dice;
use super::lifts::{Lift, PastTimes, ROUTINES, Routine};
use super::watch::{self, BOUGHT};
use super::{natural_key, workout_fields};
use crate::library::shipped;
use crate::model::progression::{Aim, Past, next};
use crate::model::routine::Rule;
use crate::model::workout::{Entry, Set, SetKind};
use crate::model::{hex, order};
use crate::outing::Plan;
use crate::record::{MEASURE, WORKOUT};

pub(super) const HOME_ZONE: &str = "Europe/London";
/// Days of the year.
const DAYS: i32 = 365;
/// Times that rules look at.
const TIMES: usize = 4;

/// A life's year of training.
pub(super) struct Year<'a> {
    dice: Dice,
    life: &'a DemoLife,
    first: Day,
    routines: &'a [AnyId],
    exercise: &'a dyn Fn(&str) -> AnyId,
    /// What was lifted, by routine and exercise.
    past: Vec<Vec<PastTimes>>,
    /// Which routine is next.
    turn: usize,
    records: Vec<Imported>,
    /// What the watch told.
    outings: Vec<Plan>,
}

impl<'a> Year<'a> {
    /// A year of a life with routines and exercises of these ids.
    pub(super) fn new(
        life: &'a DemoLife,
        routines: &'a [AnyId],
        exercise: &'a dyn Fn(&str) -> AnyId,
    ) -> Year<'a> {
        Year {
            dice: Dice::new(life.seed),
            life,
            first: life.last_day.plus(1 - DAYS),
            routines,
            exercise,
            past: ROUTINES.iter().map(|routine| vec![Vec::new(); routine.lifts.len()]).collect(),
            turn: 0,
            records: Vec::new(),
            outings: Vec::new(),
        }
    }

    /// Everything of the year, in the order of days: what was written down, and what the watch told.
    pub(super) fn lived(mut self) -> (Vec<Imported>, Vec<Plan>) {
        for number in 0..DAYS {
            let day = self.first.plus(number);
            self.weigh(number, day);
            self.run(number, day);
            self.lift(number, day);
            self.ride(number, day);
            self.stretch(day);
        }
        self.plan();
        (self.records, self.outings)
    }

    /// How far the year is, thousandths.
    fn share(number: i32) -> i64 {
        i64::from(number) * 1000 / i64::from(DAYS)
    }

    /// An instant of a day, some minutes after a time.
    fn at(&mut self, day: Day, hour: i8, minute: i8, within_minutes: i64) -> i64 {
        let time = Time::new(hour, minute, 0, 0).unwrap_or_default();
        let at = day.date().to_datetime(time).in_tz(HOME_ZONE);
        let at = at.map_or(0, |at| at.timestamp().as_millisecond());
        at + self.dice.between(0, within_minutes * 60) * 1000
    }

    /// Keeps a workout that was over by now.
    fn keep(&mut self, day: Day, what: &str, start: i64, length_ms: i64, fields: Fields) {
        if start + length_ms <= self.life.now_ms {
            self.records.push(Imported {
                kind: &WORKOUT,
                natural_key: natural_key(self.life, &format!("{day}:{what}")),
                at_ms: start,
                fields,
            });
        }
    }

    /// Keeps a run or ride that the watch told and that was over by now.
    fn watched(&mut self, day: Day, sport: &str, start: i64, (elapsed_ms, meters): (i64, i64)) {
        if start + elapsed_ms <= self.life.now_ms {
            let plan = watch::plan(self.life, day, sport, start, (elapsed_ms, meters));
            self.outings.push(plan);
        }
    }

    fn weigh(&mut self, number: i32, day: Day) {
        let mornings = matches!(day.date().weekday(), Weekday::Monday | Weekday::Thursday);
        if !mornings || is_away(day) || !self.dice.percent(88) {
            return;
        }
        let share = Year::share(number);
        // Down until the summer, then it stays; a little up after the holidays.
        let trend = 79_800 - 3_000 * (share * (2000 - share) / 1000) / 1000;
        let grams = trend + self.dice.between(-450, 450);
        let at = self.at(day, 6, 40, 35);
        let value = grams / 100 * 100_000;
        self.measure(day, "weight", at, value, "kg");
        if day.date().day() <= 7 && day.date().weekday() == Weekday::Monday {
            let waist = 872 - 26 * share / 1000 + self.dice.between(-4, 5);
            self.measure(day, "waist", at + 60_000, waist, "cm");
        }
    }

    fn measure(&mut self, day: Day, what: &str, at: i64, value: i64, unit: &str) {
        if at > self.life.now_ms {
            return;
        }
        let fields = Fields::from([
            ("what".to_owned(), Value::from(what)),
            ("at".to_owned(), Value::from(at)),
            ("zone".to_owned(), Value::from(HOME_ZONE)),
            ("value".to_owned(), Value::from(value)),
            ("unit".to_owned(), Value::from(unit)),
        ]);
        let natural_key = natural_key(self.life, &format!("{day}:{what}"));
        self.records.push(Imported { kind: &MEASURE, natural_key, at_ms: at, fields });
    }

    fn run(&mut self, number: i32, day: Day) {
        let (likely, hour, low_m, high_m) = match day.date().weekday() {
            Weekday::Tuesday => (78, 6, 4_800, 6_800),
            Weekday::Thursday => (66, 6, 5_000, 8_200),
            Weekday::Saturday => (70, 8, 8_000, 14_500),
            _ => return,
        };
        if is_away(day) || !self.dice.percent(if is_low(day) { 30 } else { likely }) {
            return;
        }
        let share = Year::share(number);
        let meters = self.dice.between(low_m, high_m + 2_000 * share / 1000);
        // Seconds for a kilometer: quicker over the year, slower on the long ones.
        let pace = 352 - 34 * share / 1000 + (meters - 5_000) / 900 + self.dice.between(-8, 12);
        let length_ms = meters * pace;
        let start = self.at(day, hour, 35, 25);
        if number >= BOUGHT {
            return self.watched(day, "run", start, (length_ms, meters));
        }
        let mut fields = workout_fields("run", start, length_ms);
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        put("distance_mm", (meters / 10 * 10_000).into());
        put("energy_j", (meters * 290).into());
        put("ascent_mm", (meters * 6).into());
        put("rpe_x2", self.dice.between(9, 15).into());
        put("heart_bpm", (148 + self.dice.between(-6, 9)).into());
        if meters > 12_000 {
            put("name", "Long run".into());
        }
        if self.dice.percent(14) {
            put("note", self.dice.of(RUN_NOTES).into());
        }
        put("tag/river", true.into());
        self.keep(day, "run", start, length_ms, fields);
    }

    fn ride(&mut self, number: i32, day: Day) {
        let summer = (4..=9).contains(&day.date().month());
        let sunday = day.date().weekday() == Weekday::Sunday;
        if !sunday || !summer || is_away(day) || !self.dice.percent(58) {
            return;
        }
        let meters = self.dice.between(22_000, 58_000);
        let seconds = meters * 3600 / (23_000 + 2 * Year::share(number));
        let start = self.at(day, 9, 50, 50);
        let stops_ms = self.dice.between(4, 35) * 60_000;
        let length_ms = seconds * 1000 + stops_ms;
        if number >= BOUGHT {
            return self.watched(day, "ride", start, (seconds * 1000, meters));
        }
        let mut fields = workout_fields("ride", start, length_ms);
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        put("distance_mm", (meters / 100 * 100_000).into());
        put("moving_ms", (seconds * 1000).into());
        put("energy_j", (meters * 98).into());
        put("ascent_mm", (meters * 9).into());
        put("rpe_x2", self.dice.between(8, 14).into());
        if self.dice.percent(30) {
            put("name", self.dice.of(RIDES).into());
        }
        self.keep(day, "ride", start, length_ms, fields);
    }

    fn stretch(&mut self, day: Day) {
        let sunday = day.date().weekday() == Weekday::Sunday;
        if !sunday || is_away(day) || !self.dice.percent(32) {
            return;
        }
        let start = self.at(day, 20, 10, 40);
        let length_ms = self.dice.between(18, 42) * 60_000;
        let fields = workout_fields("yoga", start, length_ms);
        self.keep(day, "yoga", start, length_ms, fields);
    }

    fn lift(&mut self, number: i32, day: Day) {
        let days = [Weekday::Monday, Weekday::Wednesday, Weekday::Friday];
        if !days.contains(&day.date().weekday()) || is_away(day) {
            return;
        }
        if !self.dice.percent(if is_low(day) { 35 } else { 88 }) {
            return;
        }
        let turn = self.turn;
        let routine = &ROUTINES[turn];
        self.turn = (turn + 1) % ROUTINES.len();
        let start = self.at(day, 18, 5, 50);
        let form = 1000 + self.dice.between(-28, 24) - if is_low(day) { 50 } else { 0 };
        let (entries, end) = self.sets(number, turn, form, start);
        let mut fields = workout_fields("strength", start, end - start);
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        put("name", routine.name.into());
        put("routine", hex(self.routines[turn]).into());
        put("rpe_x2", self.dice.between(12, 18).into());
        if self.dice.percent(16) {
            put("note", self.dice.of(LIFT_NOTES).into());
        }
        for entry in entries {
            entry.write(&mut fields);
        }
        self.keep(day, "strength", start, end - start, fields);
    }

    /// The sets of a routine on a day, and when the last was done.
    fn sets(&mut self, number: i32, turn: usize, form: i64, start: i64) -> (Vec<Entry>, i64) {
        let routine: &Routine = &ROUTINES[turn];
        let orders = order::after(None, routine.lifts.len());
        let mut at = start + 240_000;
        let mut entries = Vec::new();
        for (place, (lift, order)) in routine.lifts.iter().zip(orders).enumerate() {
            let mg = aimed_mg(lift, &self.past[turn][place]);
            let max = lift.max_grams(Year::share(number), form);
            let mut entry = Entry::new(self.dice.key(), order, (self.exercise)(lift.slug));
            entry.group = lift.group.to_owned();
            entry.rest_ms = Some(lift.rest_s * 1000);
            let warmup = i64::from(place == 0);
            let places = order::after(None, usize::try_from(lift.sets + warmup).unwrap_or(0));
            let mut done: Vec<Past> = Vec::new();
            for (nth, order) in (0..).zip(places) {
                at += (lift.rest_s + self.dice.between(28, 62)) * 1000;
                let mut set = Set::new(self.dice.key(), order);
                set.done = Some(at);
                if nth < warmup {
                    set.kind = SetKind::Warmup;
                    (set.mg, set.reps) = (Some(mg * 6 / 10 / 2_500_000 * 2_500_000), Some(5));
                } else {
                    let reps = lift.reps(mg, max, nth - warmup);
                    set.reps = Some(reps);
                    set.mg = (mg > 0).then_some(mg);
                    set.rpe_x2 = self.dice.percent(40).then(|| self.dice.between(14, 20));
                    done.push(Past { mg, reps });
                }
                if set.mg.is_some() {
                    set.unit = "kg".to_owned();
                }
                entry.sets.push(set);
            }
            let times = &mut self.past[turn][place];
            times.insert(0, done);
            times.truncate(TIMES);
            entries.push(entry);
        }
        (entries, at + 180_000)
    }

    /// The week that comes: the routines take their turns.
    fn plan(&mut self) {
        let days = [Weekday::Monday, Weekday::Wednesday, Weekday::Friday];
        for ahead in 1..=7 {
            let day = self.life.last_day.plus(ahead);
            if !days.contains(&day.date().weekday()) {
                continue;
            }
            let turn = self.turn;
            self.turn = (turn + 1) % ROUTINES.len();
            let fields = Fields::from([
                ("sport".to_owned(), Value::from("strength")),
                ("zone".to_owned(), Value::from(HOME_ZONE)),
                ("planned".to_owned(), Value::from(day.to_string())),
                ("name".to_owned(), Value::from(ROUTINES[turn].name)),
                ("routine".to_owned(), Value::from(hex(self.routines[turn]))),
            ]);
            let natural_key = natural_key(self.life, &format!("{day}:plan"));
            let at_ms = self.at(day, 18, 0, 1);
            self.records.push(Imported { kind: &WORKOUT, natural_key, at_ms, fields });
        }
    }
}

/// The weight that the rules say, milligrams.
fn aimed_mg(lift: &Lift, past: &PastTimes) -> i64 {
    if lift.start_kg == 0 {
        return 0;
    }
    let known = shipped().iter().find(|exercise| exercise.slug == lift.slug);
    let dumbbells = known.is_some_and(|exercise| exercise.equipment == "dumbbell");
    let aim = Aim {
        rule: Rule::Double,
        sets: lift.sets,
        low: lift.low,
        high: lift.high,
        step_mg: if dumbbells { 2_000_000 } else { 2_500_000 },
    };
    next(&aim, past).mg.unwrap_or(lift.start_kg * 1_000_000)
}

const RUN_NOTES: &[&str] = &[
    "Frost on the towpath, nobody about but the heron.",
    "Legs like wet sand for the first two kilometers, then they remembered.",
    "Stopped on the bridge for the sun.",
    "Into the wind all the way out, and of course it turned.",
    "Slow on purpose.",
    "Ran with Jonas, who talks the whole way.",
];

const LIFT_NOTES: &[&str] = &[
    "The bar moved well today.",
    "Slept badly and it showed in the last sets.",
    "New shoes: the squat feels lower.",
    "Short of time, so the rests were too.",
    "The gym was empty; music off.",
];

const RIDES: &[&str] = &["Round the reservoir", "Out to the weir and back", "Hills before lunch"];

/// Days without any training: the hospital in February, nine days in Portugal, three nights under
/// canvas, and the last days of December.
fn is_away(day: Day) -> bool {
    let (month, day) = (day.date().month(), day.date().day());
    matches!((month, day), (2, 3..=10) | (5, 9..=17) | (7, 18..=20) | (12, 24..=26))
}

/// A hard month: the rest of February.
fn is_low(day: Day) -> bool {
    day.date().month() == 2 && day.date().day() > 10
}
