//! Days that come again and again: what is due on the 31st, every second Friday, on a 29 February.
//!
//! A day is always counted from the first one, never from the one before: after a February the 31st
//! is the 31st again. Start reading at [`Repeat`].

use base::day::Day;
use jiff::Span;
use jiff::civil::Date;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months; a day that a month does not have is its last one.
    Month,
    /// Years; 29 February is 28 February where there is none.
    Year,
}

impl Unit {
    /// Its word in records and on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }

    /// From its word.
    pub(crate) fn from_word(word: &str) -> Option<Unit> {
        [Unit::Day, Unit::Week, Unit::Month, Unit::Year]
            .into_iter()
            .find(|unit| unit.word() == word)
    }

    /// About how many days it lasts: for guessing where to look, never for a result.
    const fn about_days(self) -> i64 {
        match self {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 31,
            Unit::Year => 366,
        }
    }
}

/// The longest step: a century of months.
pub(crate) const STEP_MAX: u32 = 1200;
/// So many days are listed at most: a daily one over three years.
pub(crate) const DAYS_MAX: usize = 1100;

/// Days that come again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// What is counted.
    pub(crate) unit: Unit,
    /// Every so many of them, 1 to [`STEP_MAX`].
    pub(crate) step: u32,
    /// The first day.
    pub(crate) start: Day,
    /// The last day on which it may fall, if it ever ends.
    pub(crate) end: Option<Day>,
}

impl Repeat {
    /// The day with a number, the first one is 0; `None` after the end of the calendar.
    fn at(&self, number: i64) -> Option<Day> {
        let count = number.checked_mul(i64::from(self.step))?;
        let span = Span::new();
        let span = match self.unit {
            Unit::Day => span.try_days(count),
            Unit::Week => span.try_weeks(count),
            Unit::Month => span.try_months(count),
            Unit::Year => span.try_years(count),
        };
        let date: Date = self.start.date().checked_add(span.ok()?).ok()?;
        let day = Day::new(date);
        self.end.is_none_or(|end| day <= end).then_some(day)
    }

    /// A number whose day is not after `day`, and whose followers reach it soon.
    fn before(&self, day: Day) -> i64 {
        let days = day.ordinal() - self.start.ordinal();
        (days / (self.unit.about_days() * i64::from(self.step))).max(0)
    }

    /// Its days between two days, both included, at most [`DAYS_MAX`].
    pub(crate) fn between(&self, from: Day, to: Day) -> Vec<Day> {
        let mut days = Vec::new();
        let mut number = self.before(from);
        while let Some(day) = self.at(number)
            && day <= to
            && days.len() < DAYS_MAX
        {
            if day >= from {
                days.push(day);
            }
            number += 1;
        }
        days
    }

    /// Its first day that is not before `day`.
    pub(crate) fn next(&self, day: Day) -> Option<Day> {
        let mut number = self.before(day);
        loop {
            let at = self.at(number)?;
            if at >= day {
                return Some(at);
            }
            number += 1;
        }
    }

    /// Whether it falls on `day`.
    pub(crate) fn falls_on(&self, day: Day) -> bool {
        self.next(day) == Some(day)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a date")
    }

    fn list(unit: Unit, step: u32, start: &str, from: &str, to: &str) -> Vec<String> {
        let repeat = Repeat { unit, step, start: day(start), end: None };
        repeat.between(day(from), day(to)).iter().map(Day::to_string).collect()
    }

    #[test]
    fn the_31st_stays_the_31st() {
        assert_eq!(
            list(Unit::Month, 1, "2026-01-31", "2026-01-01", "2026-06-30"),
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]
        );
        assert_eq!(
            list(Unit::Month, 3, "2025-11-30", "2026-02-01", "2026-08-31"),
            ["2026-02-28", "2026-05-30", "2026-08-30"]
        );
    }

    #[test]
    fn a_leap_day_comes_back() {
        assert_eq!(
            list(Unit::Year, 1, "2024-02-29", "2024-01-01", "2028-12-31"),
            ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
        );
    }

    #[test]
    fn weeks_and_days_far_away_are_found() {
        assert_eq!(
            list(Unit::Week, 2, "1996-01-05", "2026-03-01", "2026-03-31"),
            ["2026-03-06", "2026-03-20"]
        );
        assert_eq!(list(Unit::Day, 90, "1950-01-01", "2026-03-01", "2026-05-31").len(), 1);
    }

    #[test]
    fn it_ends() {
        let end = Some(day("2026-03-15"));
        let repeat = Repeat { unit: Unit::Month, step: 1, start: day("2026-01-15"), end };
        assert_eq!(repeat.next(day("2026-03-15")), end, "the last day counts");
        assert_eq!(repeat.next(day("2026-03-16")), None);
        assert!(repeat.falls_on(day("2026-02-15")) && !repeat.falls_on(day("2026-02-14")));
        let late = Repeat { end: None, start: day("9999-12-31"), ..repeat };
        assert_eq!(late.between(day("9999-01-01"), day("9999-12-31")).len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn looking_from_anywhere_finds_the_same_days(
            unit in prop_oneof![Just(Unit::Day), Just(Unit::Week), Just(Unit::Month), Just(Unit::Year)],
            step in 1u32..20, start in 0i32..20_000, from in 0i32..20_000, length in 0i32..900,
        ) {
            let origin = day("1990-01-01");
            let repeat = Repeat { unit, step, start: origin.plus(start), end: None };
            let (from, to) = (origin.plus(from), origin.plus(from + length));
            let found = repeat.between(from, to);
            let slow = (0..).map_while(|number| repeat.at(number)).take_while(|day| *day <= to);
            let slow: Vec<Day> = slow.filter(|day| *day >= from).take(DAYS_MAX).collect();
            prop_assert_eq!(&found, &slow);
            prop_assert!(found.is_sorted());
            if let Some(first) = found.first() {
                prop_assert_eq!(repeat.next(from), Some(*first));
                prop_assert!(repeat.falls_on(*first));
            }
        }
    }
}
