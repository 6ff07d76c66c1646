//! Weeks that were kept, with grace; and quiet marks on the way.

use std::collections::BTreeMap;

use base::day::Day;

use super::monday;

/// Days on which no rhythm is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pause {
    /// The first.
    pub(crate) first: Day,
    /// The last.
    pub(crate) last: Day,
}

/// The weeks that were kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Kept {
    /// Their Mondays, in their order.
    pub(crate) all: Vec<Day>,
    /// How many on end, up to now.
    pub(crate) on_end: u32,
}

/// One week of so many may be missed.
const GRACE_WEEKS: u32 = 4;
/// Weeks looked back over, at most: twenty years.
const WEEKS_MAX: usize = 1_050;

/// Which weeks were kept: those with sessions on as many days as was wished for. `days`: on how many days of
/// a week something was practiced, by its Monday.
pub(crate) fn kept(
    days: &BTreeMap<Day, u32>,
    wish: Option<u32>,
    pauses: &[Pause],
    today: Day,
) -> Kept {
    let Some(wish) = wish else { return Kept::default() };
    let all: Vec<Day> =
        days.iter().filter(|(_, days)| wish <= **days).map(|(week, _)| *week).collect();
    let Some(first) = all.first().copied() else { return Kept::default() };
    let is_paused = |week: Day| {
        let over = |pause: &Pause| pause.first <= week.plus(6) && week <= pause.last;
        pauses.iter().any(over)
    };
    let this = monday(today);
    let (mut on_end, mut since_missed) = (0, GRACE_WEEKS);
    let mut week = this;
    for _ in 0..WEEKS_MAX {
        if week < first {
            break;
        }
        if all.binary_search(&week).is_ok() {
            on_end += 1;
            since_missed += 1;
        } else if week != this && !is_paused(week) {
            // The first miss of every four weeks is let pass.
            if since_missed < GRACE_WEEKS {
                break;
            }
            since_missed = 1;
        }
        week = week.plus(-7);
    }
    Kept { all, on_end }
}

/// Sessions at which there is a mark.
const SESSIONS: [usize; 7] = [1, 10, 25, 50, 100, 250, 500];
/// Minutes at which there is a mark.
const MINUTES: [i64; 6] = [60, 300, 600, 1_500, 3_000, 6_000];
/// Kept weeks at which there is a mark.
const WEEKS: [usize; 4] = [4, 12, 26, 52];

/// Marks with the day on which each was reached: of sessions (day and milliseconds) in their order, and of
/// the Mondays of kept weeks.
pub(crate) fn marks(sessions: &[(Day, i64)], kept: &[Day]) -> Vec<(String, Day)> {
    let mut marks = Vec::new();
    for count in SESSIONS {
        if let Some((day, _)) = sessions.get(count - 1) {
            marks.push((format!("sessions_{count}"), *day));
        }
    }
    let mut sum = 0;
    let mut wanted = MINUTES.into_iter().peekable();
    for (day, ms) in sessions {
        sum += ms;
        while let Some(minutes) = wanted.next_if(|minutes| minutes * 60_000 <= sum) {
            marks.push((format!("minutes_{minutes}"), *day));
        }
    }
    for count in WEEKS {
        if let Some(week) = kept.get(count - 1) {
            // A week is over with its Sunday.
            marks.push((format!("weeks_{count}"), week.plus(6)));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// Weeks from 2026-01-05 (a Monday), with so many days each.
    fn weeks(days: &[u32]) -> BTreeMap<Day, u32> {
        let first = day("2026-01-05");
        let week = |at: usize| first.plus(7 * i32::try_from(at).expect("few"));
        let with = days.iter().enumerate().filter(|(_, days)| **days > 0);
        with.map(|(at, days)| (week(at), *days)).collect()
    }

    fn on_end(days: &[u32], pauses: &[Pause], today: &str) -> (usize, u32) {
        let kept = kept(&weeks(days), Some(3), pauses, day(today));
        (kept.all.len(), kept.on_end)
    }

    #[test]
    fn one_week_of_four_may_be_missed_and_pauses_do_not_count() {
        // The sixth week goes on: 2026-02-09 to 15.
        assert_eq!(on_end(&[3, 4, 3, 5, 3, 1], &[], "2026-02-12"), (5, 5), "it is not over");
        assert_eq!(on_end(&[3, 4, 3, 5, 3, 3], &[], "2026-02-12"), (6, 6));
        assert_eq!(on_end(&[3, 4, 1, 5, 3], &[], "2026-02-12"), (4, 4), "one was missed");
        assert_eq!(on_end(&[3, 0, 3, 0, 3], &[], "2026-02-12"), (3, 2), "two of four were missed");
        let pause = Pause { first: day("2026-01-12"), last: day("2026-01-30") };
        assert_eq!(on_end(&[3, 0, 0, 0, 3], &[pause], "2026-02-12"), (2, 2));
        assert_eq!(on_end(&[], &[], "2026-02-12"), (0, 0));
        assert_eq!(kept(&weeks(&[7, 7]), None, &[], day("2026-01-20")), Kept::default());
    }

    #[test]
    fn marks_have_the_day_on_which_they_were_reached() {
        let sessions: Vec<(Day, i64)> =
            (0..12).map(|at| (day("2026-01-05").plus(at), 6 * 60_000)).collect();
        let reached = marks(&sessions, &[]);
        let told: Vec<String> = reached.iter().map(|(id, day)| format!("{id} {day}")).collect();
        assert_eq!(
            told,
            ["sessions_1 2026-01-05", "sessions_10 2026-01-14", "minutes_60 2026-01-14"]
        );
    }
}
