//! Where numbers go: exponential smoothing over days, and straight lines through points.

use base::day::Day;

/// A day's value and the trend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trended {
    /// The day.
    pub(crate) day: Day,
    /// What was measured.
    pub(crate) value: i64,
    /// The trend.
    pub(crate) trend: i64,
}

/// How much of the difference a day takes into the trend (J. Walker, The Hacker's Diet, 1991).
const SHARE: f64 = 0.1;

/// The trend of daily values in the order of days. Days between two that were measured count as the
/// latter: after a gap the trend follows sooner.
pub(crate) fn smooth(days: &[(Day, i64)]) -> Vec<Trended> {
    let mut trended: Vec<Trended> = Vec::with_capacity(days.len());
    let mut before: Option<(Day, f64)> = None;
    for (day, value) in days {
        let measured = *value as f64;
        let trend = match before {
            None => measured,
            Some((last, trend)) => {
                let gap = i32::try_from(day.ordinal() - last.ordinal()).unwrap_or(i32::MAX).max(1);
                measured + (trend - measured) * (1.0 - SHARE).powi(gap)
            }
        };
        before = Some((*day, trend));
        trended.push(Trended { day: *day, value: *value, trend: trend.round() as i64 });
    }
    trended
}

/// Days that are looked at for a change.
const CHANGE_DAYS: i64 = 28;
/// Days that must have been measured.
const CHANGE_POINTS: usize = 4;
/// Days that they must span.
const CHANGE_SPAN_DAYS: i64 = 13;

/// By how much a trend changed in a week over its last four weeks; `None` when too little was
/// measured.
pub(crate) fn per_week(trended: &[Trended]) -> Option<i64> {
    let last = trended.last()?.day.ordinal();
    let recent: Vec<(f64, f64)> = trended
        .iter()
        .filter(|point| last - point.day.ordinal() < CHANGE_DAYS)
        .map(|point| ((point.day.ordinal() - last) as f64, point.trend as f64))
        .collect();
    let span = recent.first().map_or(0.0, |(first, _)| -first);
    if recent.len() < CHANGE_POINTS || span < CHANGE_SPAN_DAYS as f64 {
        return None;
    }
    slope(&recent).map(|slope| (slope * 7.0).round() as i64)
}

/// The slope of the straight line through points by least squares; `None` when they stand over each
/// other.
pub(crate) fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let over: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let under: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    (under > 0.0).then(|| over / under)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_followed_by_a_tenth_a_day() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let days =
            [(day("2026-03-01"), 1000), (day("2026-03-02"), 2000), (day("2026-03-12"), 2000)];
        let trend: Vec<i64> = smooth(&days).into_iter().map(|point| point.trend).collect();
        assert_eq!(trend, [1000, 1100, 1686], "after ten days a gap of 0.9 to the tenth");
        assert_eq!(smooth(&[]), []);
    }

    #[test]
    fn a_line_has_its_slope() {
        assert_eq!(slope(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]), Some(2.0));
        assert_eq!(slope(&[(1.0, 1.0), (1.0, 3.0)]), None);
        assert_eq!(slope(&[]), None);
    }
}
