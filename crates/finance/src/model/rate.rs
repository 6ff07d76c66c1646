//! What one currency is worth in another: whole fractions, each of one day, and never a float.
//!
//! A rate says how many whole units of `to` one whole unit of `from` is worth. Whoever converts gets
//! told which rates were used, so that a page can say so. Start reading at [`Rates::convert`].

use std::collections::{BTreeMap, BTreeSet};

use base::money::decimal::{Decimal, divide_half_even};
use base::money::{Currency, checked};

/// One rate: 1 `from` = `num` / `den` `to`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rate {
    /// ISO 4217.
    pub(crate) from: String,
    /// ISO 4217.
    pub(crate) to: String,
    /// 20260301.
    pub(crate) day: i64,
    /// Positive.
    pub(crate) num: i64,
    /// Positive.
    pub(crate) den: i64,
    /// Who said so: `hand`, or the name of a file's format.
    pub(crate) source: String,
}

/// All rates that are known.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    /// By pair, in the order of days.
    pairs: BTreeMap<(String, String), Vec<Rate>>,
    /// What each currency has rates with, either way.
    beside: BTreeMap<String, BTreeSet<String>>,
}

/// Decimals that a rate may be written with.
const PLACES_MAX: u32 = 12;

/// A rate that was written as a decimal number, as a fraction in its lowest terms; `None` when it is
/// not positive, or has too many digits.
pub(crate) fn fraction(decimal: Decimal) -> Option<(i64, i64)> {
    if decimal.places > PLACES_MAX {
        return None;
    }
    let den = 10_i128.pow(decimal.places);
    let by = greatest_divisor(decimal.digits, den);
    let parts = (i64::try_from(decimal.digits / by).ok()?, i64::try_from(den / by).ok()?);
    (decimal.digits > 0).then_some(parts)
}

fn greatest_divisor(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.abs().max(1)
}

impl Rates {
    /// From rates in any order; those that are no rates are left out. Of several of one day and pair
    /// a person's holds, then the first by source.
    pub(crate) fn new(mut rates: Vec<Rate>) -> Rates {
        rates.retain(|rate| rate.num > 0 && rate.den > 0 && rate.from != rate.to);
        rates.sort_by(|a, b| {
            let key = |rate: &Rate| (rate.day, rate.source != "hand");
            key(a).cmp(&key(b)).then_with(|| a.cmp(b))
        });
        let mut out = Rates::default();
        for rate in rates {
            let beside = |one: &str, other: &str| (one.to_owned(), other.to_owned());
            for (one, other) in [beside(&rate.from, &rate.to), beside(&rate.to, &rate.from)] {
                out.beside.entry(one).or_default().insert(other);
            }
            let pair = out.pairs.entry(beside(&rate.from, &rate.to)).or_default();
            if pair.last().is_none_or(|last| last.day != rate.day) {
                pair.push(rate);
            }
        }
        out
    }

    /// An amount in another currency on a day (20260301), in smallest units, rounded half to even, and
    /// the rates that were used. The rate of the pair counts that was said last up to the day, or the
    /// first one after it; a rate the other way round serves as well; without either, the way through
    /// one third currency. `None`: no way is known, or the outcome is too large.
    pub(crate) fn convert<'r>(
        &'r self,
        minor: i64,
        from: &str,
        to: &str,
        day: i64,
    ) -> Option<(i64, Vec<&'r Rate>)> {
        if from == to {
            return Some((minor, Vec::new()));
        }
        let exponent = |code: &str| Currency::new(code).ok().map(Currency::exponent);
        let (from_places, to_places) = (exponent(from)?, exponent(to)?);
        let steps = self.steps(from, to, day)?;
        // Each factor fits into 64 bits: of two steps only the second is multiplied after rounding,
        // to four more decimals than the outcome has.
        const SPARE_PLACES: u32 = 4;
        let mut number = i128::from(minor).checked_mul(10_i128.pow(to_places + SPARE_PLACES))?;
        for (rate, inverse) in &steps {
            let (num, den) = if *inverse { (rate.den, rate.num) } else { (rate.num, rate.den) };
            number = divide_half_even(number.checked_mul(i128::from(num))?, i128::from(den)).0;
        }
        let (whole, _) = divide_half_even(number, 10_i128.pow(from_places + SPARE_PLACES));
        Some((checked(whole).ok()?, steps.into_iter().map(|(rate, _)| rate).collect()))
    }

    fn steps(&self, from: &str, to: &str, day: i64) -> Option<Vec<(&Rate, bool)>> {
        if let Some(step) = self.step(from, to, day) {
            return Some(vec![step]);
        }
        let (mine, theirs) = (self.beside.get(from)?, self.beside.get(to)?);
        // The nearest day decides, then the code, so that every device goes the same way.
        let ways = mine.intersection(theirs).filter_map(|through| {
            let way = [self.step(from, through, day)?, self.step(through, to, day)?];
            Some((way.iter().map(|(rate, _)| (rate.day - day).abs()).max(), through, way))
        });
        ways.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1))).map(|(_, _, way)| way.to_vec())
    }

    fn step(&self, from: &str, to: &str, day: i64) -> Option<(&Rate, bool)> {
        let found = |one: &str, other: &str| {
            let rates = self.pairs.get(&(one.to_owned(), other.to_owned()))?;
            let next = rates.partition_point(|rate| rate.day <= day);
            rates.get(next.saturating_sub(1))
        };
        let (straight, inverse) = (found(from, to), found(to, from));
        // Of both the one that holds on the day: said up to it, and latest.
        let rank =
            |rate: &Rate| (rate.day <= day, if rate.day <= day { rate.day } else { -rate.day });
        match (straight, inverse) {
            (Some(straight), Some(inverse)) if rank(inverse) > rank(straight) => {
                Some((inverse, true))
            }
            (Some(straight), _) => Some((straight, false)),
            (None, inverse) => inverse.map(|rate| (rate, true)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(from: &str, to: &str, day: i64, num: i64, den: i64) -> Rate {
        let source = "hand".to_owned();
        Rate { from: from.into(), to: to.into(), day, num, den, source }
    }

    fn rates() -> Rates {
        Rates::new(vec![
            rate("EUR", "USD", 20_260_301, 11, 10),
            rate("EUR", "USD", 20_260_101, 12, 10),
            rate("USD", "JPY", 20_260_201, 150, 1),
            rate("EUR", "KWD", 20_260_201, 1, 3),
            rate("EUR", "EUR", 20_260_201, 1, 3),
            rate("EUR", "GBP", 20_260_201, 0, 3),
        ])
    }

    fn converted(minor: i64, from: &str, to: &str, day: i64) -> Option<(i64, Vec<i64>)> {
        let rates = rates();
        let (minor, used) = rates.convert(minor, from, to, day)?;
        Some((minor, used.into_iter().map(|rate| rate.day).collect()))
    }

    #[test]
    fn the_rate_that_holds_on_the_day_is_used_and_told() {
        assert_eq!(converted(100, "EUR", "USD", 20_260_228), Some((120, vec![20_260_101])));
        assert_eq!(converted(100, "EUR", "USD", 20_260_301), Some((110, vec![20_260_301])));
        assert_eq!(converted(100, "EUR", "USD", 20_300_101), Some((110, vec![20_260_301])));
        assert_eq!(
            converted(100, "EUR", "USD", 20_200_101),
            Some((120, vec![20_260_101])),
            "before every rate the first one serves"
        );
        assert_eq!(converted(7, "EUR", "EUR", 20_200_101), Some((7, vec![])));
    }

    #[test]
    fn rates_serve_the_other_way_round_and_through_one_other_currency() {
        assert_eq!(converted(110, "USD", "EUR", 20_260_301), Some((100, vec![20_260_301])));
        assert_eq!(converted(-1050, "USD", "JPY", 20_260_301), Some((-1575, vec![20_260_201])));
        assert_eq!(
            converted(1000, "EUR", "JPY", 20_260_301),
            Some((1650, vec![20_260_301, 20_260_201])),
            "ten euros are eleven dollars are 1650 yen"
        );
        assert_eq!(converted(300, "EUR", "KWD", 20_260_301), Some((1000, vec![20_260_201])));
        assert_eq!(converted(1, "EUR", "GBP", 20_260_301), None, "nothing is worth nothing");
        assert_eq!(converted(1, "EUR", "ABC", 20_260_301), None);
        assert_eq!(converted(1, "KWD", "JPY", 20_260_301), None, "only one step between");
    }

    #[test]
    fn large_amounts_do_not_wrap() {
        let rates = Rates::new(vec![rate("KWD", "JPY", 1, i64::MAX, 1)]);
        assert!(rates.convert(1 << 53, "KWD", "JPY", 1).is_none());
        assert_eq!(rates.convert(1, "JPY", "KWD", 1).expect("nothing").0, 0);
    }

    #[test]
    fn a_person_s_rate_goes_before_a_file_s() {
        let mut file = rate("EUR", "USD", 1, 3, 1);
        file.source = "csv".into();
        let rates = Rates::new(vec![file.clone(), rate("EUR", "USD", 1, 2, 1)]);
        assert_eq!(rates.convert(1, "EUR", "USD", 1).expect("a rate").0, 2);
        let rates = Rates::new(vec![file]);
        assert_eq!(rates.convert(1, "EUR", "USD", 1).expect("a rate").0, 3);
    }

    #[test]
    fn decimals_become_fractions_in_lowest_terms() {
        let read = |text| fraction(Decimal::parse(text, None).expect("a number"));
        assert_eq!(read("1.0850"), Some((217, 200)));
        assert_eq!(read("150"), Some((150, 1)));
        assert_eq!(read("0.000"), None);
        assert_eq!(read("-1.5"), None);
        assert_eq!(read("1.0000000000001"), None);
    }
}
