//! How numbers lie: the middle one, and between which two the middle half of them is.

/// Fewer numbers than these have no middle half worth a name. A choice, not a finding.
const QUARTERS_MIN: usize = 4;

/// How numbers lie.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Spread {
    /// How many there are.
    pub(crate) n: usize,
    /// The middle one; of an even number the mean of the two in the middle.
    pub(crate) median: Option<f64>,
    /// A quarter of them lies below it; nothing of fewer than four.
    pub(crate) low: Option<f64>,
    /// A quarter of them lies above it; nothing of fewer than four.
    pub(crate) high: Option<f64>,
}

impl Spread {
    /// How these numbers lie.
    pub(crate) fn of(mut numbers: Vec<f64>) -> Spread {
        numbers.sort_by(f64::total_cmp);
        let quarters = numbers.len() >= QUARTERS_MIN;
        Spread {
            n: numbers.len(),
            median: quantile(&numbers, 0.5),
            low: quantile(&numbers, 0.25).filter(|_| quarters),
            high: quantile(&numbers, 0.75).filter(|_| quarters),
        }
    }
}

/// The middle number.
pub(crate) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    quantile(&numbers, 0.5)
}

/// A quantile of sorted numbers, by linear interpolation between the two next to it (type 7 of
/// Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * last as f64;
    let below = at.floor() as usize;
    let (low, high) = (sorted.get(below)?, sorted.get((below + 1).min(last))?);
    Some(low + (high - low) * at.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_those_of_the_books() {
        let spread = Spread::of(vec![4.0, 1.0, 3.0, 2.0]);
        assert_eq!(spread, Spread { n: 4, median: Some(2.5), low: Some(1.75), high: Some(3.25) });
        assert_eq!(Spread::of(vec![7.0]).median, Some(7.0));
        assert_eq!(Spread::of(vec![7.0, 9.0]).low, None, "two numbers have no middle half");
        assert_eq!(Spread::of(Vec::new()), Spread::default());
        assert_eq!(median(vec![5.0, -3.0, 100.0]), Some(5.0));
    }
}
