//! What to train now: deterministic, and every proposal carries its reasons.
//!
//! A muscle needs sets while it got fewer than aimed at in the last seven days, and may work hard again
//! when its rest is over. A routine is as good as its muscles need it and are rested; what does not fit
//! into the time or needs equipment that is not there is left out, the last exercises first. Nothing
//! here guesses: equal life, equal proposals.

use std::collections::BTreeMap;

use domain::wire;

use super::muscle::{Muscle, REST_HOURS, WEEK_SETS};

wire! {
    /// Why something is proposed.
    #[derive(Copy, Eq)]
    #[serde(tag = "why", rename_all = "snake_case")]
    pub(crate) enum SuggestReason {
        /// A muscle got fewer sets in the last seven days than are aimed at.
        BelowWeek {
            /// The muscle.
            muscle: Muscle,
            /// Twice the sets that it got.
            sets_x2: i64,
            /// Twice the sets that are aimed at.
            aim_x2: i64,
        },
        /// A muscle has rested so long.
        Rested {
            /// The muscle.
            muscle: Muscle,
            /// Hours since it worked.
            hours: i64,
        },
        /// A muscle worked a short while ago: against it.
        Tired {
            /// The muscle.
            muscle: Muscle,
            /// Hours since it worked.
            hours: i64,
        },
        /// It was not done for so long.
        NotDoneFor {
            /// Days.
            days: i64,
        },
        /// It was never done.
        NeverDone,
        /// It fits into the time.
        FitsTime {
            /// How long it takes by and large, minutes.
            minutes: i64,
        },
        /// Exercises were left out for want of time.
        CutToFit {
            /// How many.
            exercises: i64,
        },
        /// Exercises were left out for want of equipment.
        NoEquipment {
            /// How many.
            exercises: i64,
        },
    }
}

/// What a muscle did lately.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lately {
    /// When it last worked as a primary muscle, Unix milliseconds.
    pub(crate) last_ms: Option<i64>,
    /// Twice the sets that it got in the last seven days.
    pub(crate) week_x2: i64,
}

/// An exercise that may be done.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Muscles that work most.
    pub(crate) primary: Vec<Muscle>,
    /// How long its sets and rests take, milliseconds.
    pub(crate) ms: i64,
    /// Whether what it is done with is there.
    pub(crate) possible: bool,
}

/// A workout that may be done.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// When it was last done, Unix milliseconds.
    pub(crate) last_ms: Option<i64>,
    /// Its exercises, in their order.
    pub(crate) items: Vec<Candidate>,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The instant, Unix milliseconds.
    pub(crate) now_ms: i64,
    /// The time there is, milliseconds.
    pub(crate) time_ms: i64,
    /// Whether a muscle's rest counts.
    pub(crate) rest_rule: bool,
}

/// A plan as it would be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Weighed {
    /// How good it is; more is better.
    pub(crate) score: i64,
    /// The places of the exercises that are done, in their order.
    pub(crate) kept: Vec<usize>,
    /// Why.
    pub(crate) reasons: Vec<SuggestReason>,
}

const HOUR_MS: i64 = 3_600_000;
/// What a muscle that must rest takes away: as much as one without any sets gives.
const TIRED: i64 = 2 * WEEK_SETS;
/// Days since a plan was done that still make it better.
const DAYS_MAX: i64 = 14;
/// Muscles that are named in reasons.
const NAMED_MAX: usize = 3;

/// How much a muscle needs sets, and what speaks for or against it.
fn need(asked: &Asked, lately: &BTreeMap<Muscle, Lately>, muscle: Muscle) -> (i64, SuggestReason) {
    let known = lately.get(&muscle).copied().unwrap_or_default();
    let hours = known.last_ms.map(|last| (asked.now_ms - last).max(0) / HOUR_MS);
    if let Some(hours) = hours.filter(|hours| asked.rest_rule && *hours < REST_HOURS) {
        return (-TIRED, SuggestReason::Tired { muscle, hours });
    }
    let aim_x2 = 2 * WEEK_SETS;
    let missing = (aim_x2 - known.week_x2).max(0);
    match hours {
        Some(hours) if missing == 0 => (0, SuggestReason::Rested { muscle, hours }),
        _ => (missing, SuggestReason::BelowWeek { muscle, sets_x2: known.week_x2, aim_x2 }),
    }
}

/// A plan as it would be done now; `None` when nothing of it can be.
pub(crate) fn weigh(
    asked: &Asked,
    lately: &BTreeMap<Muscle, Lately>,
    plan: &Plan,
) -> Option<Weighed> {
    let possible: Vec<usize> =
        (0..plan.items.len()).filter(|at| plan.items[*at].possible).collect();
    let missing = plan.items.len() - possible.len();
    let mut time_ms = 0;
    let kept: Vec<usize> = possible
        .iter()
        .copied()
        .take_while(|at| {
            time_ms += plan.items[*at].ms;
            time_ms <= asked.time_ms
        })
        .collect();
    // One exercise is always done, however short the time.
    let kept = if kept.is_empty() { possible.iter().copied().take(1).collect() } else { kept };
    if kept.is_empty() {
        return None;
    }
    let mut muscles: Vec<Muscle> =
        kept.iter().flat_map(|at| plan.items[*at].primary.iter().copied()).collect();
    muscles.sort_unstable();
    muscles.dedup();
    let mut needs: Vec<(i64, SuggestReason)> =
        muscles.iter().map(|muscle| need(asked, lately, *muscle)).collect();
    let sum: i64 = needs.iter().map(|(need, _)| need).sum();
    needs.sort_by_key(|(need, _)| -need.abs());
    let days = plan.last_ms.map(|last| (asked.now_ms - last).max(0) / (24 * HOUR_MS));
    let score = sum * 10 / i64::try_from(muscles.len().max(1)).unwrap_or(1)
        + days.unwrap_or(DAYS_MAX).min(DAYS_MAX);
    let mut reasons: Vec<SuggestReason> =
        needs.into_iter().take(NAMED_MAX).map(|(_, reason)| reason).collect();
    reasons.push(match days {
        Some(days) => SuggestReason::NotDoneFor { days },
        None => SuggestReason::NeverDone,
    });
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    if missing > 0 {
        reasons.push(SuggestReason::NoEquipment { exercises: count(missing) });
    }
    let cut = possible.len() - kept.len();
    let minutes = kept.iter().map(|at| plan.items[*at].ms).sum::<i64>() / 60_000;
    reasons.push(match cut {
        0 => SuggestReason::FitsTime { minutes },
        cut => SuggestReason::CutToFit { exercises: count(cut) },
    });
    Some(Weighed { score, kept, reasons })
}

/// Exercises of a workout that is put together.
const COMPOSED_MAX: usize = 6;

/// Puts a workout together of exercises (those that are liked most first): one for each muscle that
/// needs sets and has rested, the neediest first, until the time is over. The places of the exercises.
pub(crate) fn compose(
    asked: &Asked,
    lately: &BTreeMap<Muscle, Lately>,
    pool: &[Candidate],
) -> Vec<usize> {
    let mut needs: Vec<(i64, Muscle)> = Muscle::ALL
        .into_iter()
        .filter(|muscle| muscle.is_major())
        .map(|muscle| (need(asked, lately, muscle).0, muscle))
        .filter(|(need, _)| *need > 0)
        .collect();
    needs.sort_by_key(|(need, muscle)| (-need, *muscle));
    let tired = |muscle: &Muscle| need(asked, lately, *muscle).0 < 0;
    let mut chosen: Vec<usize> = Vec::new();
    let mut worked: Vec<Muscle> = Vec::new();
    let mut time_ms = 0;
    for (_, muscle) in needs {
        if chosen.len() == COMPOSED_MAX || worked.contains(&muscle) {
            continue;
        }
        let fits = |at: &usize| {
            let candidate = &pool[*at];
            candidate.possible
                && candidate.primary.contains(&muscle)
                && !candidate.primary.iter().any(tired)
                && !chosen.contains(at)
                && time_ms + candidate.ms <= asked.time_ms
        };
        let Some(at) = (0..pool.len()).find(fits) else { continue };
        time_ms += pool[at].ms;
        worked.extend(&pool[at].primary);
        chosen.push(at);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_772_388_000_000;

    fn asked(minutes: i64) -> Asked {
        Asked { now_ms: NOW, time_ms: minutes * 60_000, rest_rule: true }
    }

    fn item(primary: &[Muscle]) -> Candidate {
        Candidate { primary: primary.to_vec(), ms: 8 * 60_000, possible: true }
    }

    fn lately(muscle: Muscle, hours: i64, week_x2: i64) -> (Muscle, Lately) {
        (muscle, Lately { last_ms: Some(NOW - hours * HOUR_MS), week_x2 })
    }

    #[test]
    fn what_needs_sets_and_has_rested_goes_first() {
        let chest = Plan { last_ms: None, items: vec![item(&[Muscle::Chest])] };
        let legs = Plan { last_ms: None, items: vec![item(&[Muscle::Quads])] };
        let known = BTreeMap::from([lately(Muscle::Chest, 20, 12), lately(Muscle::Quads, 100, 12)]);
        let score = |plan: &Plan, asked| weigh(&asked, &known, plan).expect("it can be done").score;
        assert!(score(&legs, asked(60)) > score(&chest, asked(60)));
        let anyway = Asked { rest_rule: false, ..asked(60) };
        assert_eq!(score(&legs, anyway), score(&chest, anyway), "without the rule both need sets");
        let reasons = weigh(&asked(60), &known, &chest).expect("it can be done").reasons;
        let tired = SuggestReason::Tired { muscle: Muscle::Chest, hours: 20 };
        let fits = SuggestReason::FitsTime { minutes: 8 };
        assert_eq!(reasons, [tired, SuggestReason::NeverDone, fits]);
    }

    #[test]
    fn what_does_not_fit_or_cannot_be_done_is_left_out_and_said() {
        let mut items: Vec<Candidate> = (0..4).map(|at| item(&[Muscle::ALL[at]])).collect();
        items[1].possible = false;
        let plan = Plan { last_ms: Some(NOW - 50 * HOUR_MS), items };
        let weighed = weigh(&asked(17), &BTreeMap::new(), &plan).expect("it can be done");
        assert_eq!(weighed.kept, [0, 2]);
        assert!(weighed.reasons.contains(&SuggestReason::NotDoneFor { days: 2 }));
        assert!(weighed.reasons.contains(&SuggestReason::NoEquipment { exercises: 1 }));
        assert!(weighed.reasons.contains(&SuggestReason::CutToFit { exercises: 1 }));
        let short = weigh(&asked(1), &BTreeMap::new(), &plan).expect("it can be done");
        assert_eq!(short.kept, [0], "one is always done");
        assert_eq!(
            weigh(&asked(60), &BTreeMap::new(), &Plan { last_ms: None, items: vec![] }),
            None
        );
    }

    #[test]
    fn a_workout_is_put_together_for_what_needs_it_most() {
        let pool = [
            item(&[Muscle::Chest]),
            item(&[Muscle::Quads, Muscle::Glutes]),
            item(&[Muscle::Lats]),
            item(&[Muscle::Lats]),
        ];
        let known = BTreeMap::from([
            lately(Muscle::Chest, 20, 6),
            lately(Muscle::Quads, 100, 18),
            lately(Muscle::Glutes, 100, 10),
        ]);
        assert_eq!(compose(&asked(60), &known, &pool), [2, 1], "the chest must rest");
        assert_eq!(compose(&asked(10), &known, &pool), [2]);
        assert_eq!(compose(&asked(5), &known, &pool), [0_usize; 0]);
    }
}
