//! Which backups stay: the newest of each of the last days, weeks and months that have one.

use std::collections::BTreeSet;

use base::day::Day;

/// Days whose newest backup stays.
pub const DAYS: usize = 7;
/// Weeks (ISO 8601, from Monday) whose newest backup stays.
pub const WEEKS: usize = 4;
/// Calendar months whose newest backup stays.
pub const MONTHS: usize = 12;

/// Why a backup stays; the shortest of the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// The newest of one of the last [`DAYS`].
    Daily,
    /// The newest of one of the last [`WEEKS`].
    Weekly,
    /// The newest of one of the last [`MONTHS`].
    Monthly,
}

/// For the local day of each backup, in the order in which they were made, why it stays; `None`: it goes.
///
/// Only days, weeks and months that have a backup count, as in restic's `--keep-daily`, `--keep-weekly`
/// and `--keep-monthly`: whoever is away for a year finds all of them again. Rotating after each backup
/// leaves what rotating all of them at once would, because the newest of a week or month is also the last
/// of its days.
#[must_use]
pub fn kept(days: &[Day]) -> Vec<Option<Kept>> {
    let mut order: Vec<usize> = (0..days.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse((days[*index], *index)));
    let (mut seen_days, mut weeks, mut months) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut out = vec![None; days.len()];
    for index in order {
        let date = days[index].date();
        let week = date.iso_week_date();
        let daily = seen_days.len() < DAYS && seen_days.insert(date);
        let weekly = weeks.len() < WEEKS && weeks.insert((week.year(), week.week()));
        let monthly = months.len() < MONTHS && months.insert((date.year(), date.month()));
        out[index] = [(daily, Kept::Daily), (weekly, Kept::Weekly), (monthly, Kept::Monthly)]
            .into_iter()
            .find_map(|(stays, why)| stays.then_some(why));
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the test names a day")
    }

    /// The backups that are left, oldest first.
    fn left(days: &[Day]) -> Vec<Day> {
        let kept = kept(days);
        days.iter().zip(kept).filter(|(_, why)| why.is_some()).map(|(day, _)| *day).collect()
    }

    #[test]
    fn r8_a_year_of_days_leaves_seven_four_and_twelve() {
        // 2026-03-01 is a Sunday, the last day of its week and the first of its month.
        let last = day("2026-03-01");
        let days: Vec<Day> = (0..500).rev().map(|back| last.plus(-back)).collect();
        let expected = [
            "2025-04-30",
            "2025-05-31",
            "2025-06-30",
            "2025-07-31",
            "2025-08-31",
            "2025-09-30",
            "2025-10-31",
            "2025-11-30",
            "2025-12-31",
            "2026-01-31", // months before the two below
            "2026-02-08",
            "2026-02-15",
            "2026-02-22", // Sundays: weeks; the fourth is today's
            "2026-02-23",
            "2026-02-24",
            "2026-02-25",
            "2026-02-26",
            "2026-02-27",
            "2026-02-28",
            "2026-03-01",
        ];
        assert_eq!(left(&days), expected.map(day), "the months of February and March are days");
    }

    #[test]
    fn r8_only_the_newest_of_a_day_stays() {
        let days = [day("2026-03-01"), day("2026-03-01"), day("2026-03-02")];
        assert_eq!(kept(&days), [None, Some(Kept::Daily), Some(Kept::Daily)]);
        assert_eq!(kept(&[]), []);
    }

    proptest! {
        #[test]
        fn r8_rotation_keeps_the_newest_is_bounded_and_says_the_same_again(
            offsets in prop::collection::vec(0..1500i32, 1..120)
        ) {
            let days: Vec<Day> = offsets.iter().map(|by| day("2024-01-01").plus(*by)).collect();
            let once = left(&days);
            prop_assert!(once.len() <= DAYS + WEEKS + MONTHS);
            prop_assert!(once.contains(days.iter().max().expect("one at least")));
            prop_assert_eq!(left(&once), once);
        }

        #[test]
        fn r8_rotating_after_each_backup_leaves_what_rotating_once_does(
            mut offsets in prop::collection::vec(0..1500i32, 1..120)
        ) {
            offsets.sort_unstable();
            let days: Vec<Day> = offsets.iter().map(|by| day("2024-01-01").plus(*by)).collect();
            let mut one_by_one = Vec::new();
            for day in &days {
                one_by_one.push(*day);
                one_by_one = left(&one_by_one);
            }
            prop_assert_eq!(one_by_one, left(&days));
        }
    }
}
