//! From a pattern and a wish to a program of whole cycles.

use base::error::{Error, Result};

use super::program::{CYCLES_MAX, PROGRAM_MS_MAX, Program, ROUNDS_MAX, Round};

/// What is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// About so many minutes.
    Minutes(u32),
    /// So many times.
    Times(u32),
}

/// The longest session that is planned, minutes.
pub(crate) const MINUTES_MAX: u32 = 60;

/// How long a hold until a tap is taken to be when minutes are planned, milliseconds. A guess: it bounds
/// nobody, and no session is counted by it.
const FREE_HOLD_MS: i64 = 60_000;

/// A program and whether less is breathed than was wished for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    /// What is breathed.
    pub(crate) program: Program,
    /// How often it is gone through.
    pub(crate) times: u32,
    /// Whether a bound made it less than was wished for.
    pub(crate) capped: bool,
}

/// Repeats what is breathed once through as often as fits whole into the wish, at least once and at most
/// `times_max` times. One round repeats its cycles, several are repeated as they stand.
///
/// # Errors
/// `Invalid` at `minutes` or `cycles` when no session is that long.
pub(crate) fn plan(once: &Program, wish: Wish, times_max: Option<u32>) -> Result<Planned> {
    let wanted = match wish {
        Wish::Minutes(minutes) => {
            if !(1..=MINUTES_MAX).contains(&minutes) {
                return Err(Error::invalid(
                    "minutes",
                    format!("a session has 1 to {MINUTES_MAX} minutes"),
                ));
            }
            let known: i64 = once.rounds.iter().map(Round::known_ms).sum();
            let length = known + i64::from(once.free_holds()) * FREE_HOLD_MS;
            u32::try_from(i64::from(minutes) * 60_000 / length.max(1)).unwrap_or(1).max(1)
        }
        Wish::Times(times) => times,
    };
    let fits = fits(once);
    if wanted < 1 || fits < wanted && matches!(wish, Wish::Times(_)) {
        return Err(Error::invalid(
            "cycles",
            format!("a session has 1 to {fits} cycles of this pattern"),
        ));
    }
    let times = wanted.min(fits).min(times_max.unwrap_or(u32::MAX)).max(1);
    let rounds = match once.rounds.as_slice() {
        [only] => vec![Round { cycles: only.cycles * times, phases: only.phases.clone() }],
        several => (0..times).flat_map(|_| several.to_vec()).collect(),
    };
    Ok(Planned { program: Program { rounds }, times, capped: times < wanted })
}

/// How often a program can be gone through and still be one: an hour, so many rounds, cycles and free holds.
fn fits(once: &Program) -> u32 {
    let known: i64 = once.rounds.iter().map(Round::known_ms).sum();
    let hour = u32::try_from(PROGRAM_MS_MAX / known.max(1)).unwrap_or(u32::MAX);
    let rounds_max = u32::try_from(ROUNDS_MAX).unwrap_or(u32::MAX);
    let rounds = match once.rounds.as_slice() {
        [only] => CYCLES_MAX / only.cycles.max(1),
        several => rounds_max / u32::try_from(several.len()).unwrap_or(u32::MAX),
    };
    let holds = match once.free_holds() {
        0 => u32::MAX,
        holds => rounds_max / holds,
    };
    hour.min(rounds).min(holds).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::program::tests::programs;

    #[test]
    fn only_whole_cycles_are_breathed() {
        let once = Program::read("1:in4000n,hi4000a,ex4000n,ho4000a").expect("a program");
        let five = plan(&once, Wish::Minutes(5), None).expect("a plan");
        assert_eq!((five.times, five.program.total_ms()), (18, Some(288_000)));
        let once = Program::read("1:in4000n,hi7000a,ex8000m").expect("a program");
        let capped = plan(&once, Wish::Minutes(5), Some(4)).expect("a plan");
        assert_eq!((capped.times, capped.capped), (4, true));
        let holds = Program::read("30:in1600a,ex1400a;1:fh-a;1:re15000a").expect("a program");
        let thrice = plan(&holds, Wish::Times(3), Some(4)).expect("a plan");
        assert_eq!((thrice.program.rounds.len(), thrice.program.total_ms()), (9, None));
        for wish in [Wish::Minutes(0), Wish::Minutes(61), Wish::Times(0), Wish::Times(999)] {
            assert!(plan(&once, wish, None).is_err(), "{wish:?}");
        }
    }

    #[test]
    fn a_plan_has_no_more_free_holds_than_a_program_may() {
        let once = Program::read("4:in500a,fh-a;4:in500a,fh-a").expect("a program");
        let planned = plan(&once, Wish::Minutes(60), None).expect("a plan");
        assert_eq!((planned.times, planned.program.check().is_ok()), (2, true));
        let holds = Program::read("30:in1600a,ex1400a;1:fh-a;1:re15000a").expect("a program");
        let ten = plan(&holds, Wish::Minutes(10), Some(4)).expect("a plan");
        assert_eq!((ten.times, ten.capped), (3, false));
    }

    proptest! {
        #[test]
        fn a_plan_can_be_breathed_and_is_not_longer_than_the_wish(
            once in programs(),
            minutes in 1..=MINUTES_MAX,
        ) {
            let planned = plan(&once, Wish::Minutes(minutes), None).expect("a plan");
            prop_assert!(planned.program.check().is_ok());
            if let (Some(total), Some(once)) = (planned.program.total_ms(), once.total_ms()) {
                prop_assert_eq!(total, once * i64::from(planned.times));
                prop_assert!(total <= i64::from(minutes) * 60_000 || planned.times == 1);
            }
        }
    }
}
