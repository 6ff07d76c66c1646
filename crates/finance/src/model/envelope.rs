//! Budgets: what a category may cost in a month, and what is left of it.
//!
//! An envelope keeps what is left, and what was spent too much, for the next month. A limit begins anew
//! each month and stays until another is set. Nothing is stored but what a person said: amounts that
//! were set, and moves between categories, of which every one counts. Start reading at
//! [`Envelope::line`].

use std::collections::BTreeMap;

use base::error::Result;
use base::money::checked;

use super::month::Month;

/// How a category is budgeted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// What is left is carried on.
    Envelope,
    /// So much each month.
    Limit,
}

impl Mode {
    /// Its word in records.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Mode::Envelope => "envelope",
            Mode::Limit => "limit",
        }
    }

    /// From its word; what a newer program says is an envelope.
    pub(crate) fn from_word(word: &str) -> Mode {
        if word == Mode::Limit.word() { Mode::Limit } else { Mode::Envelope }
    }
}

/// One category's budget, smallest units by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// How it is budgeted.
    pub(crate) mode: Mode,
    /// What was set.
    pub(crate) budgeted: BTreeMap<Month, i64>,
    /// What was moved into it, less what was moved out.
    pub(crate) moved: BTreeMap<Month, i64>,
    /// What was spent, less what came back.
    pub(crate) spent: BTreeMap<Month, i64>,
}

/// A budget in one month, smallest units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Line {
    /// What was left of the months before; below zero: spent too much.
    pub(crate) carried: i64,
    /// What was set.
    pub(crate) budgeted: i64,
    /// What was moved in, less what was moved out.
    pub(crate) moved: i64,
    /// What was spent, less what came back.
    pub(crate) spent: i64,
    /// What is left of all that.
    pub(crate) left: i64,
}

impl Envelope {
    /// What it comes to in a month.
    ///
    /// # Errors
    /// `Invalid` when a sum is too large.
    pub(crate) fn line(&self, month: Month) -> Result<Line> {
        let of = |months: &BTreeMap<Month, i64>| months.get(&month).copied().unwrap_or(0);
        let (moved, spent) = (of(&self.moved), of(&self.spent));
        let (carried, budgeted) = match self.mode {
            Mode::Envelope => (self.carried(month)?, of(&self.budgeted)),
            Mode::Limit => {
                let set = self.budgeted.range(..=month).next_back();
                (0, set.map_or(0, |(_, minor)| *minor))
            }
        };
        let parts = [carried, budgeted, moved].into_iter().map(i128::from).sum::<i128>();
        let left = checked(parts - i128::from(spent))?;
        Ok(Line { carried, budgeted, moved, spent, left })
    }

    /// What the months before leave. Months before the first one that was budgeted do not count: money
    /// that was spent before there was an envelope was not taken out of it.
    fn carried(&self, month: Month) -> Result<i64> {
        let first = self.budgeted.keys().chain(self.moved.keys()).min();
        let Some(first) = first.filter(|first| **first < month) else { return Ok(0) };
        let sum = |months: &BTreeMap<Month, i64>| {
            months.range(*first..month).map(|(_, minor)| i128::from(*minor)).sum::<i128>()
        };
        checked(sum(&self.budgeted) + sum(&self.moved) - sum(&self.spent))
    }

    /// What might be set for a month: what the three months before it cost on average, in whole
    /// `unit`s (a unit of money that people think in), never below zero.
    pub(crate) fn suggested(&self, month: Month, unit: i64) -> i64 {
        const MONTHS: i64 = 3;
        let spent = |before: i64| self.spent.get(&month.plus(-before)).copied().unwrap_or(0);
        let known = (1..=MONTHS).rev().find(|before| spent(*before) != 0).unwrap_or(0);
        if known == 0 {
            return 0;
        }
        let sum: i128 = (1..=known).map(|before| i128::from(spent(before))).sum();
        let unit = i128::from(unit.max(1));
        let by = i128::from(known) * unit;
        let rounded = (sum * 2 + by).div_euclid(by * 2) * unit;
        checked(rounded).unwrap_or(0).max(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn by_month(pairs: &[(&str, i64)]) -> BTreeMap<Month, i64> {
        pairs.iter().map(|(text, minor)| (month(text), *minor)).collect()
    }

    fn envelope() -> Envelope {
        Envelope {
            mode: Mode::Envelope,
            budgeted: by_month(&[("2026-01", 30_000), ("2026-02", 30_000)]),
            moved: by_month(&[("2026-02", -5_000)]),
            spent: by_month(&[("2025-12", 99_999), ("2026-01", 35_000), ("2026-02", 10_000)]),
        }
    }

    #[test]
    fn what_is_left_and_what_was_too_much_are_carried_on() {
        let line = |text: &str| envelope().line(month(text)).expect("a line");
        assert_eq!(line("2025-12").carried, 0);
        assert_eq!(line("2026-01").left, -5_000, "December was before the envelope");
        let february = line("2026-02");
        assert_eq!((february.carried, february.moved, february.left), (-5_000, -5_000, 10_000));
        assert_eq!(line("2026-03"), Line { carried: 10_000, left: 10_000, ..Line::default() });
    }

    #[test]
    fn a_limit_begins_anew_and_stays_until_another_is_set() {
        let limit = Envelope { mode: Mode::Limit, ..envelope() };
        let line = |text: &str| limit.line(month(text)).expect("a line");
        assert_eq!(line("2026-01").left, -5_000);
        assert_eq!((line("2026-03").carried, line("2026-03").left), (0, 30_000));
        assert_eq!(line("2025-12").budgeted, 0);
    }

    #[test]
    fn suggestions_are_round_and_never_below_zero() {
        assert_eq!(envelope().suggested(month("2026-03"), 100), 48_300);
        assert_eq!(envelope().suggested(month("2026-04"), 100), 15_000, "March cost nothing");
        assert_eq!(envelope().suggested(month("2027-01"), 100), 0);
        let refunds = Envelope { spent: by_month(&[("2026-02", -700)]), ..envelope() };
        assert_eq!(refunds.suggested(month("2026-03"), 100), 0);
        let rounded = Envelope { spent: by_month(&[("2026-02", 1_250)]), ..envelope() };
        assert_eq!(rounded.suggested(month("2026-03"), 100), 1_300);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_gets_lost_between_months(
            set in proptest::collection::btree_map(0i64..24, -9_999i64..9_999, 0..12),
            moved in proptest::collection::btree_map(0i64..24, -9_999i64..9_999, 0..12),
            spent in proptest::collection::btree_map(0i64..24, -9_999i64..9_999, 0..24),
        ) {
            let start = month("2025-01");
            let by = |months: &BTreeMap<i64, i64>| {
                months.iter().map(|(at, minor)| (start.plus(*at), *minor)).collect()
            };
            let (budgeted, moved, spent) = (by(&set), by(&moved), by(&spent));
            let envelope = Envelope { mode: Mode::Envelope, budgeted, moved, spent };
            let first = envelope.budgeted.keys().chain(envelope.moved.keys()).min().copied();
            for at in 0..24 {
                let line = envelope.line(start.plus(at)).expect("a line");
                let next = envelope.line(start.plus(at + 1)).expect("a line");
                let begun = first.is_some_and(|first| first <= start.plus(at));
                prop_assert_eq!(next.carried, if begun { line.left } else { 0 });
            }
        }
    }
}
