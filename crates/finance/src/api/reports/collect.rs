//! Sums in one currency.
//!
//! Amounts of another currency are added up as long as one rate holds for them, and are converted
//! then: so a figure is rounded once for each rate, and comes out the same whether it was added up
//! from months or from single rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::error::Result;
use base::money::checked;
use rustc_hash::FxHashMap;

use crate::api::{Amount, RateUsed};
use crate::model::rate::{Rate, Rates};

/// Rates that a report names at most, the latest; nobody reads ten years of days.
const RATES_NAMED: usize = 200;

/// Amounts of one currency for which the same rates hold.
struct Group<'r> {
    currency: String,
    /// A day on which they hold.
    day: i64,
    /// Empty: the currency is the base.
    used: Vec<&'r Rate>,
    /// Whether there is a way into the base at all.
    known: bool,
}

/// Sums that are growing: by row, step and currency.
pub(crate) struct Collector<'r> {
    base: String,
    rates: &'r Rates,
    groups: Vec<Group<'r>>,
    /// The groups by currency and rates.
    known: BTreeMap<(String, Option<Vec<&'r Rate>>), usize>,
    /// Which group holds between two days; none: there it changes.
    found: HashMap<(String, i64, i64), Option<usize>>,
    sums: FxHashMap<(u32, u32, usize), i128>,
    rows: u32,
    steps: usize,
}

/// What came out.
pub(crate) struct Collected {
    /// By row, then by step; rows without a single amount are left out (`None`).
    pub(crate) cells: Vec<Option<Vec<i64>>>,
    /// What has no rate.
    pub(crate) unconverted: Vec<Amount>,
    /// The rates that were used, latest first.
    pub(crate) rates: Vec<RateUsed>,
}

impl<'r> Collector<'r> {
    pub(crate) fn new(base: &str, rates: &'r Rates, steps: usize) -> Collector<'r> {
        let own = Group { currency: base.to_owned(), day: 0, used: Vec::new(), known: true };
        Collector {
            base: base.to_owned(),
            rates,
            groups: vec![own],
            known: BTreeMap::new(),
            found: HashMap::new(),
            sums: FxHashMap::default(),
            rows: 0,
            steps,
        }
    }

    /// Adds what came to an account in a currency between two days; `false`: the rate changes between
    /// them, and it must be added in smaller pieces.
    pub(crate) fn add(&mut self, row: u32, step: u32, sum: Sum<'_>) -> bool {
        let Some(group) = self.group(sum.currency, sum.from, sum.to) else { return false };
        self.rows = self.rows.max(row + 1);
        *self.sums.entry((row, step, group)).or_default() += i128::from(sum.minor);
        true
    }

    fn group(&mut self, currency: &str, from: i64, to: i64) -> Option<usize> {
        if currency == self.base {
            return Some(0);
        }
        let key = (currency.to_owned(), from, to);
        if let Some(found) = self.found.get(&key) {
            return *found;
        }
        let (begin, end) = (self.used(currency, from), self.used(currency, to));
        let found = (begin == end).then(|| self.group_of(currency, from, begin));
        self.found.insert(key, found);
        found
    }

    /// The rates on a day; `None`: there is no way.
    fn used(&self, currency: &str, day: i64) -> Option<Vec<&'r Rate>> {
        // The largest amount that converts at every rate is not known; one unit always does.
        self.rates.convert(1, currency, &self.base, day).map(|(_, used)| used)
    }

    fn group_of(&mut self, currency: &str, day: i64, used: Option<Vec<&'r Rate>>) -> usize {
        let key = (currency.to_owned(), used);
        if let Some(place) = self.known.get(&key) {
            return *place;
        }
        let known = key.1.is_some();
        let used = key.1.clone().unwrap_or_default();
        self.groups.push(Group { currency: currency.to_owned(), day, used, known });
        self.known.insert(key, self.groups.len() - 1);
        self.groups.len() - 1
    }

    /// Converts and adds up.
    ///
    /// # Errors
    /// `Invalid` when a sum is larger than an amount can be.
    pub(crate) fn finish(self) -> Result<Collected> {
        let mut cells: Vec<Option<Vec<i128>>> = vec![None; self.rows as usize];
        let mut unconverted: BTreeMap<String, i128> = BTreeMap::new();
        let mut used: BTreeSet<(i64, &Rate)> = BTreeSet::new();
        for ((row, step, group), sum) in self.sums {
            let (Some(row), Some(group)) = (cells.get_mut(row as usize), self.groups.get(group))
            else {
                continue;
            };
            let row = row.get_or_insert_with(|| vec![0; self.steps]);
            let sum = checked(sum)?;
            let worth = match group.known {
                true => self.rates.convert(sum, &group.currency, &self.base, group.day),
                false => None,
            };
            match (worth, row.get_mut(step as usize)) {
                (Some((minor, _)), Some(cell)) => {
                    *cell += i128::from(minor);
                    used.extend(group.used.iter().map(|rate| (rate.day, *rate)));
                }
                _ => *unconverted.entry(group.currency.clone()).or_default() += i128::from(sum),
            }
        }
        let amounts = unconverted.into_iter().filter(|(_, sum)| *sum != 0);
        let latest = used.into_iter().rev().take(RATES_NAMED);
        Ok(Collected {
            cells: cells
                .into_iter()
                .map(|row| row.map(|row| row.into_iter().map(checked).collect()).transpose())
                .collect::<Result<_>>()?,
            unconverted: amounts
                .map(|(currency, sum)| Ok(Amount { minor: checked(sum)?, currency }))
                .collect::<Result<_>>()?,
            rates: latest.map(|(_, rate)| RateUsed::of(rate)).collect::<Result<_>>()?,
        })
    }
}

/// An amount of one or more days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sum<'a> {
    pub(crate) minor: i64,
    pub(crate) currency: &'a str,
    /// The first day that it may be of, 20260301.
    pub(crate) from: i64,
    /// The last.
    pub(crate) to: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        let rate = |day, num| Rate {
            from: "USD".into(),
            to: "EUR".into(),
            day,
            num,
            den: 100,
            source: "hand".into(),
        };
        Rates::new(vec![rate(20_260_101, 91), rate(20_260_215, 87)])
    }

    fn sum(minor: i64, currency: &str, from: i64, to: i64) -> Sum<'_> {
        Sum { minor, currency, from, to }
    }

    #[test]
    fn one_rate_for_a_month_or_none() {
        let rates = rates();
        let mut collector = Collector::new("EUR", &rates, 2);
        assert!(collector.add(0, 0, sum(5, "EUR", 20_260_201, 20_260_228)));
        assert!(collector.add(0, 0, sum(50, "USD", 20_260_101, 20_260_131)));
        assert!(!collector.add(0, 0, sum(50, "USD", 20_260_201, 20_260_228)), "it changes");
        assert!(collector.add(0, 0, sum(5, "USD", 20_260_203, 20_260_203)));
        assert!(collector.add(0, 1, sum(100, "USD", 20_260_215, 20_260_228)));
        assert!(collector.add(2, 1, sum(7, "CHF", 20_260_215, 20_260_228)), "no rate changes not");
        let collected = collector.finish().expect("small sums");
        // 55 at 0.91 is 50.05, rounded once.
        assert_eq!(collected.cells, [Some(vec![55, 87]), None, Some(vec![0, 0])]);
        assert_eq!(collected.unconverted, [Amount { minor: 7, currency: "CHF".into() }]);
        let used: Vec<String> = collected.rates.iter().map(|rate| rate.day.to_string()).collect();
        assert_eq!(used, ["2026-02-15", "2026-01-01"]);
    }
}
