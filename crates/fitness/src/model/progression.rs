//! What to lift next: rules that follow from the sets of the last times, and say why.
//!
//! Double progression: repetitions grow within their range, and when every set has reached the top the
//! weight grows by a step and the repetitions begin at the bottom again. Linear: the weight grows with
//! every success. After two misses in a row at one weight both take a tenth off.

use domain::wire;

use super::routine::Rule;

wire! {
    /// Why a weight and its repetitions are proposed.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum NextWhy {
        /// It was never done: there is nothing to go by.
        First,
        /// Every set reached the top of the range: more weight.
        TopReached,
        /// Every set was done: more weight.
        AllDone,
        /// Not every set reached the top: one repetition more.
        OneMore,
        /// It was missed once: the same again.
        Again,
        /// It was missed twice in a row: a tenth less.
        Deload,
        /// There is no rule: as the last time.
        AsLast,
    }
}

/// One set of an earlier time, a work set that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Past {
    /// The weight, milligrams; 0 for the own body.
    pub(crate) mg: i64,
    /// Repetitions.
    pub(crate) reps: i64,
}

/// What is aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aim {
    /// How it becomes harder.
    pub(crate) rule: Rule,
    /// How many sets.
    pub(crate) sets: i64,
    /// The fewest repetitions.
    pub(crate) low: i64,
    /// The most repetitions, not fewer than `low`.
    pub(crate) high: i64,
    /// By how much, milligrams.
    pub(crate) step_mg: i64,
}

/// What to lift next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Next {
    /// The weight, milligrams; `None`: nobody knows yet.
    pub(crate) mg: Option<i64>,
    /// Repetitions to aim at.
    pub(crate) reps: i64,
    /// Why.
    pub(crate) why: NextWhy,
}

/// Misses in a row at one weight after which it goes down.
const MISSES: usize = 2;

/// What follows from the work sets of earlier times, the latest time first.
pub(crate) fn next(aim: &Aim, past: &[Vec<Past>]) -> Next {
    let times: Vec<&[Past]> =
        past.iter().map(Vec::as_slice).filter(|sets| !sets.is_empty()).collect();
    let Some(last) = times.first() else {
        return Next { mg: None, reps: aim.low, why: NextWhy::First };
    };
    let mg = top_mg(last);
    let reps = least_reps(last, mg);
    let as_last = |reps, why| Next { mg: Some(mg), reps, why };
    let enough = |sets: &[Past], mg: i64, reps: i64| {
        let done = sets.iter().filter(|set| set.mg >= mg && set.reps >= reps).count();
        i64::try_from(done).unwrap_or(i64::MAX) >= aim.sets
    };
    if aim.rule == Rule::None {
        return as_last(reps, NextWhy::AsLast);
    }
    let (goal, why) = match aim.rule {
        Rule::Double => (aim.high, NextWhy::TopReached),
        Rule::Linear | Rule::None => (aim.low, NextWhy::AllDone),
    };
    if enough(last, mg, goal) {
        return Next { mg: Some(mg + aim.step_mg), reps: aim.low, why };
    }
    let misses = times
        .iter()
        .take_while(|sets| top_mg(sets) == mg && !enough(sets, mg, aim.low))
        .take(MISSES)
        .count();
    if misses >= MISSES {
        return Next { mg: Some(deload(mg, aim.step_mg)), reps: aim.low, why: NextWhy::Deload };
    }
    if misses > 0 || aim.rule == Rule::Linear {
        return as_last(aim.low, NextWhy::Again);
    }
    as_last((reps + 1).clamp(aim.low, aim.high), NextWhy::OneMore)
}

/// The heaviest weight of some sets.
fn top_mg(sets: &[Past]) -> i64 {
    sets.iter().map(|set| set.mg).max().unwrap_or(0)
}

/// The fewest repetitions of the sets at a weight.
fn least_reps(sets: &[Past], mg: i64) -> i64 {
    sets.iter().filter(|set| set.mg == mg).map(|set| set.reps).min().unwrap_or(0)
}

/// A tenth less, in steps, and at least one step less.
fn deload(mg: i64, step_mg: i64) -> i64 {
    let step = step_mg.max(1);
    let less = mg / 10 * 9;
    (less.div_euclid(step) * step).min(mg - step).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KG: i64 = 1_000_000;

    fn aim(rule: Rule) -> Aim {
        Aim { rule, sets: 3, low: 8, high: 12, step_mg: 5 * KG / 2 }
    }

    fn time(mg: i64, reps: &[i64]) -> Vec<Past> {
        reps.iter().map(|reps| Past { mg: mg * KG, reps: *reps }).collect()
    }

    fn said(rule: Rule, past: &[Vec<Past>]) -> (Option<i64>, i64, NextWhy) {
        let next = next(&aim(rule), past);
        (next.mg.map(|mg| mg / 1000), next.reps, next.why)
    }

    #[test]
    fn repetitions_grow_first_then_the_weight() {
        let double = |past: &[Vec<Past>]| said(Rule::Double, past);
        assert_eq!(double(&[]), (None, 8, NextWhy::First));
        assert_eq!(double(&[time(80, &[10, 9, 8])]), (Some(80_000), 9, NextWhy::OneMore));
        assert_eq!(double(&[time(80, &[12, 12, 12])]), (Some(82_500), 8, NextWhy::TopReached));
        assert_eq!(double(&[time(80, &[12, 12])]).2, NextWhy::Again, "two sets are not three");
        assert_eq!(double(&[time(80, &[8, 8, 6])]), (Some(80_000), 8, NextWhy::Again));
    }

    #[test]
    fn two_misses_take_a_tenth_off() {
        let missed = time(80, &[8, 7, 6]);
        let past = [missed.clone(), missed.clone()];
        assert_eq!(said(Rule::Double, &past), (Some(70_000), 8, NextWhy::Deload));
        let apart = [missed.clone(), time(80, &[9, 9, 9]), missed];
        assert_eq!(said(Rule::Double, &apart).2, NextWhy::Again, "they are not in a row");
        let light = vec![time(2, &[1, 1, 1]), time(2, &[1, 1, 1])];
        assert_eq!(said(Rule::Double, &light).0, Some(0), "never below nothing");
    }

    #[test]
    fn the_weight_grows_with_every_success() {
        let linear = |past: &[Vec<Past>]| said(Rule::Linear, past);
        assert_eq!(linear(&[time(80, &[8, 8, 8])]), (Some(82_500), 8, NextWhy::AllDone));
        assert_eq!(linear(&[time(80, &[8, 8, 7])]), (Some(80_000), 8, NextWhy::Again));
    }

    #[test]
    fn without_a_rule_it_stays() {
        let past = [time(80, &[12, 12, 12])];
        assert_eq!(said(Rule::None, &past), (Some(80_000), 12, NextWhy::AsLast));
    }
}
