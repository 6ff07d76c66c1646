//! How far a history has been fetched, when the service hands it out newest first.
//!
//! A walk goes from its top down to what is here already, page by page, and may stop after any page:
//! what is on the disk is remembered only as a whole walk, so that a stop in the middle leaves no hole.
//! Pure: no requests.

use serde::{Deserialize, Serialize};

/// How far back each walk looks again: a phone that was without a network tells its plays late, with
/// the instants at which they were heard. Two hours each time,
const LATE_S: i64 = 2 * 3600;

/// and once a day two weeks, the age that Last.fm still accepts.
const VERY_LATE_S: i64 = 14 * 24 * 3600;

const DAY_S: i64 = 24 * 3600;

/// How far it has been fetched. Instants are Unix seconds of the service, never of this clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Reach {
    /// Everything not after this is here.
    done_to: Option<i64>,
    walk: Option<Walk>,
    /// The day (of UTC, by this clock) on which it last looked back two weeks.
    looked_back: Option<i64>,
}

/// A walk that has not come down yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Walk {
    /// The newest that it saw; none before its first page.
    top: Option<i64>,
    /// Ask only for what is before this; none for the newest.
    pub(crate) before: Option<i64>,
    /// Down to here; none for all there is.
    pub(crate) floor: Option<i64>,
    /// Pages at this `before` that are done: services that count pages can go past a crowded second.
    pub(crate) page: u32,
}

/// What a page holds, as far as the walk asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) newest: i64,
    pub(crate) oldest: i64,
}

impl Reach {
    /// The walk to go on with, or a new one.
    pub(crate) fn walk(&self, now_ms: i64) -> Walk {
        self.walk.unwrap_or_else(|| {
            let late = if self.looked_back == Some(day(now_ms)) { LATE_S } else { VERY_LATE_S };
            let floor = self.done_to.map(|done_to| done_to.saturating_sub(late));
            Walk { top: None, before: None, floor, page: 0 }
        })
    }

    /// Where it stands when the page that `walk` asked for is on the disk, and whether that is the end.
    /// `seen` is none for an empty page; `is_last` when the service says that there is nothing older.
    pub(crate) fn after(
        &self,
        walk: Walk,
        seen: Option<Seen>,
        is_last: bool,
        now_ms: i64,
    ) -> (Reach, bool) {
        let top = walk.top.or(seen.map(|seen| seen.newest));
        let below = |seen: Seen| walk.floor.is_some_and(|floor| seen.oldest < floor);
        match seen {
            Some(seen) if !is_last && !below(seen) => {
                // The oldest second again: the page may have ended in the middle of it.
                let before = seen.oldest.saturating_add(1);
                let next = if walk.before.is_none_or(|last| before < last) {
                    Walk { top, before: Some(before), page: 0, ..walk }
                } else {
                    Walk { top, page: walk.page.saturating_add(1), ..walk }
                };
                (Reach { walk: Some(next), ..self.clone() }, false)
            }
            _ => {
                // A player whose clock is years ahead must not hide what is heard until then.
                let top = top.map(|top| top.min(now_ms.div_euclid(1000) + DAY_S));
                let done_to = self.done_to.max(top);
                (Reach { done_to, walk: None, looked_back: Some(day(now_ms)) }, true)
            }
        }
    }
}

fn day(now_ms: i64) -> i64 {
    now_ms.div_euclid(DAY_S * 1000)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    /// A service with pages of `size`, newest first, `before` exclusive; pages are counted when `paged`.
    fn page(history: &[(i64, u32)], walk: &Walk, size: usize) -> Vec<(i64, u32)> {
        let mut found: Vec<_> = history
            .iter()
            .copied()
            .filter(|(at, _)| walk.before.is_none_or(|before| *at < before))
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.into_iter().skip(walk.page as usize * size).take(size).collect()
    }

    fn seen(page: &[(i64, u32)]) -> Option<Seen> {
        Some(Seen { newest: page.first()?.0, oldest: page.last()?.0 })
    }

    proptest! {
        /// Whatever the sizes, the crowds in one second, and wherever it is stopped: all that was there
        /// is here in the end, and so is what is heard meanwhile.
        #[test]
        fn nothing_is_lost(
            first in proptest::collection::vec(0..300i64, 0..60),
            later in proptest::collection::vec(0..300i64, 0..20),
            size in 1..8usize,
            lost in proptest::collection::vec(any::<bool>(), 0..200),
        ) {
            let base = 1_700_000_000;
            let mut history: Vec<(i64, u32)> =
                first.iter().zip(0..).map(|(at, id)| (base + at / 3, id)).collect();
            let mut here = BTreeSet::new();
            let mut reach = Reach::default();
            let mut lost = lost.into_iter();
            for round in 0..2 {
                if round == 1 {
                    history.extend(later.iter().zip(1000..).map(|(at, id)| (base + 80 + at, id)));
                }
                for _ in 0..2_000 {
                    let walk = reach.walk(NOW);
                    let got = page(&history, &walk, size);
                    here.extend(got.iter().copied());
                    let (next, ended) = reach.after(walk, seen(&got), false, NOW);
                    // The disk kept the rows and the program ended before the cursor was written.
                    if lost.next() == Some(true) {
                        continue;
                    }
                    reach = next;
                    if ended { break; }
                }
                prop_assert_eq!(reach.walk, None, "it came to the end");
                prop_assert_eq!(here.len(), history.len());
            }
        }
    }

    #[test]
    fn two_weeks_are_read_again_once_a_day() {
        let (reach, ended) = Reach::default().after(
            Reach::default().walk(NOW),
            Some(Seen { newest: 5_000_000, oldest: 5_000_000 }),
            true,
            NOW,
        );
        assert!(ended);
        assert_eq!(reach.walk(NOW).floor, Some(5_000_000 - LATE_S));
        assert_eq!(reach.walk(NOW + DAY_S * 1000).floor, Some(5_000_000 - VERY_LATE_S));
    }

    #[test]
    fn an_empty_history_is_no_reach() {
        let reach = Reach::default();
        let (after, ended) = reach.after(reach.walk(NOW), None, false, NOW);
        assert!(ended && after.done_to.is_none());
    }
}
