//! Records as samples of days, gathered while they come.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::instant;
use super::kinds::{self, Reading};
use crate::import::intake::Intake;
use crate::import::xml::unescaped;
use crate::model::sample::{NIGHT_SHIFT_MS, Sample, Samples, What};

/// Samples that are held before those of the earliest days are handed over: some ten megabytes.
const HELD_MAX: usize = 250_000;
/// Days up to the latest that stay, because other sources may still tell of them.
const KEPT_DAYS: i32 = 3;
/// Names of sources, and of types that have no place here, that are told apart.
const NAMES_MAX: usize = 4000;
const DAY_MS: i64 = 86_400_000;

/// Kind, day since 1970, number of the source.
type Key = (What, i32, u32);

/// Samples of the kind that is being read.
#[derive(Default)]
pub(super) struct Days {
    held: FxHashMap<Key, (i32, Vec<Sample>)>,
    count: usize,
    latest: i32,
    kind: String,
    /// What the kind is here, and how many of our units one of theirs is.
    now: Option<(What, Option<f64>)>,
    unit: String,
    sources: FxHashMap<String, u32>,
    names: Vec<String>,
    lost: BTreeMap<String, u64>,
    unreadable: BTreeMap<String, u64>,
}

impl Days {
    /// Takes a record.
    pub(super) fn take(&mut self, record: Reading<'_>, intake: &mut Intake<'_>) -> Result<()> {
        if record.kind != self.kind || record.unit != self.unit {
            self.turn(&record, intake)?;
        }
        let Some((what, factor)) = self.now else {
            *self.lost.entry(kinds::short(record.kind).to_owned()).or_default() += 1;
            return Ok(());
        };
        let span = instant(record.start).zip(instant(record.end).or(instant(record.start)));
        let value = match what {
            What::Sleep => kinds::sleep(record.value),
            _ => scaled(record.value, factor),
        };
        let (Some(((start, offset_s), (end, _))), Some(value)) = (span, value) else {
            let what =
                format!("{}: a value or time that cannot be read", kinds::short(record.kind));
            *self.unreadable.entry(what).or_default() += 1;
            return Ok(());
        };
        let local = start + i64::from(offset_s) * 1000;
        let local = if what == What::Sleep { local + NIGHT_SHIFT_MS } else { local };
        let day = i32::try_from(local.div_euclid(DAY_MS)).unwrap_or(i32::MAX);
        let key = (what, day, self.source(record.source));
        let (_, samples) = self.held.entry(key).or_insert_with(|| (offset_s, Vec::new()));
        samples.push(Sample { start, end: end.max(start), value });
        self.count += 1;
        self.latest = self.latest.max(day);
        if self.count >= HELD_MAX {
            let edge = self.latest - KEPT_DAYS;
            self.hand_over(intake, |(_, day, _)| *day < edge)?;
            if self.count >= HELD_MAX / 2 {
                self.hand_over(intake, |_| true)?;
            }
        }
        Ok(())
    }

    /// Records of another kind begin: those of the last one are complete.
    fn turn(&mut self, record: &Reading<'_>, intake: &mut Intake<'_>) -> Result<()> {
        if record.kind != self.kind {
            self.hand_over(intake, |_| true)?;
            self.latest = 0;
        }
        record.kind.clone_into(&mut self.kind);
        record.unit.clone_into(&mut self.unit);
        let what = kinds::what(kinds::short(record.kind));
        self.now = what.map(|what| (what, kinds::factor(what, record.unit)));
        Ok(())
    }

    /// The number of a source.
    fn source(&mut self, name: &str) -> u32 {
        if let Some(known) = self.sources.get(name) {
            return *known;
        }
        // Those beyond are one: nobody has so many devices.
        let number = self.names.len().min(NAMES_MAX);
        if number < NAMES_MAX {
            self.names.push(unescaped(name).replace('\u{a0}', " ").trim().to_owned());
        }
        let number = u32::try_from(number).unwrap_or(0);
        if self.sources.len() < NAMES_MAX {
            self.sources.insert(name.to_owned(), number);
        }
        number
    }

    fn hand_over(&mut self, intake: &mut Intake<'_>, which: impl Fn(&Key) -> bool) -> Result<()> {
        let mut keys: Vec<Key> = self.held.keys().copied().filter(which).collect();
        keys.sort_unstable();
        for key in keys {
            let Some((offset_s, samples)) = self.held.remove(&key) else { continue };
            self.count -= samples.len();
            let (what, day, source) = key;
            let source = self.names.get(source as usize).map_or("", String::as_str);
            let Some(day) = day_of(day) else { continue };
            let source = format!("apple:{source}");
            intake.samples(Samples::new(what, &source, day, Some(offset_s), samples))?;
        }
        Ok(())
    }

    /// Hands over what is left, and says what has no place here.
    pub(super) fn finish(mut self, intake: &mut Intake<'_>) -> Result<()> {
        self.hand_over(intake, |_| true)?;
        for (kind, count) in std::mem::take(&mut self.lost) {
            (0..count).for_each(|_| intake.sink.lost(&kind));
        }
        for (what, count) in std::mem::take(&mut self.unreadable) {
            intake.sink.problem(&format!("{count} records"), &what);
        }
        Ok(())
    }
}

fn scaled(text: &str, factor: Option<f64>) -> Option<i64> {
    let value: f64 = text.trim().parse().ok()?;
    let value = (value * factor?).round();
    (value.abs() < 1e15).then_some(value as i64)
}

fn day_of(since_1970: i32) -> Option<Day> {
    let epoch = Date::constant(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().try_days(since_1970).ok()?).ok().map(Day::new)
}
