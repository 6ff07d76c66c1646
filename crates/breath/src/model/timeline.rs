//! Where in a program somebody is: a pure function of the program, what was tapped and stretched, and how
//! long it has gone on.
//!
//! The pacer, the measuring and the counting all ask it, so they always mean the same instant.

use super::program::{PhaseKind, Program, Route};

/// A cycle is lengthened by at most this much more than the one before it, milliseconds: a pace that changes
/// faster is felt as a stumble.
pub(crate) const STRETCH_STEP_MS: i64 = 200;
/// A cycle is lengthened by at most this share of itself.
const STRETCH_SHARE_MAX: f64 = 0.5;

/// What changed a program while it was breathed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    /// When holds until a tap were ended: milliseconds of the session, in any order.
    pub(crate) taps: Vec<i64>,
    /// By how much cycles are longer than the program says, by the number of the first cycle for which it
    /// holds; it holds until another one is named. Milliseconds, not below 0.
    pub(crate) stretches: Vec<(u32, i64)>,
}

/// A phase at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    /// The round, from 0.
    pub(crate) round: u32,
    /// The cycle over all rounds, from 0.
    pub(crate) cycle: u32,
    /// The phase of the round, from 0.
    pub(crate) phase: u32,
    /// Which part of a breath.
    pub(crate) kind: PhaseKind,
    /// Through what air goes.
    pub(crate) route: Route,
    /// Whether it is part of a breath in and out.
    pub(crate) is_breath: bool,
    /// When it begins, milliseconds of the session.
    pub(crate) start_ms: i64,
    /// When it ends; `None`: with a tap that has not come yet.
    pub(crate) end_ms: Option<i64>,
}

/// A program laid out over a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// The phases up to the first one whose end is not known, in their order, without gaps.
    pub(crate) phases: Vec<Placed>,
    /// How long all of it is; `None` while a hold waits for its tap.
    pub(crate) total_ms: Option<i64>,
}

impl Timeline {
    /// Lays a program out.
    pub(crate) fn of(program: &Program, told: &Told) -> Timeline {
        let mut taps = told.taps.clone();
        taps.sort_unstable();
        let mut taps = taps.into_iter();
        let mut stretches = told.stretches.clone();
        stretches.sort_unstable();
        let (mut phases, mut at_ms, mut cycle) = (Vec::new(), 0, 0);
        for (round_at, round) in program.rounds.iter().enumerate() {
            for _ in 0..round.cycles {
                let longer = stretch_of(&stretches, cycle);
                let lengths = lengths(&round.phases, longer);
                for (place, (phase, length)) in round.phases.iter().zip(lengths).enumerate() {
                    let end_ms = match length {
                        Some(ms) => Some(at_ms + ms),
                        // A tap that came before the hold is none of it.
                        None => taps.find(|tap| at_ms < *tap),
                    };
                    phases.push(Placed {
                        round: round_at as u32,
                        cycle,
                        phase: place as u32,
                        kind: phase.kind,
                        route: phase.route,
                        is_breath: round.is_breath(),
                        start_ms: at_ms,
                        end_ms,
                    });
                    let Some(end_ms) = end_ms else {
                        return Timeline { phases, total_ms: None };
                    };
                    at_ms = end_ms;
                }
                cycle += 1;
            }
        }
        Timeline { phases, total_ms: Some(at_ms) }
    }

    /// The phase in which somebody is after so many milliseconds; `None` when all is over.
    pub(crate) fn at(&self, elapsed_ms: i64) -> Option<&Placed> {
        let next = self.phases.partition_point(|placed| placed.start_ms <= elapsed_ms.max(0));
        let placed = self.phases.get(next.checked_sub(1)?)?;
        placed.end_ms.is_none_or(|end_ms| elapsed_ms < end_ms).then_some(placed)
    }

    /// How many breaths were gone through to their end.
    pub(crate) fn cycles_done(&self, elapsed_ms: i64) -> u32 {
        let over = |placed: &&Placed| placed.end_ms.is_some_and(|end_ms| end_ms <= elapsed_ms);
        let done = self.phases.iter().take_while(over).count();
        let breath = self.phases[..done].iter().filter(|placed| placed.is_breath);
        let mut count = 0;
        let mut last = None;
        for placed in breath {
            if last != Some(placed.cycle) {
                count += 1;
                last = Some(placed.cycle);
            }
        }
        // The last one counted may go on still.
        let goes_on = self.phases.get(done).is_some_and(|next| Some(next.cycle) == last);
        count - u32::from(goes_on)
    }
}

/// By how much a cycle is longer, milliseconds.
fn stretch_of(stretches: &[(u32, i64)], cycle: u32) -> i64 {
    let next = stretches.partition_point(|(from, _)| *from <= cycle);
    next.checked_sub(1).map_or(0, |at| stretches[at].1.max(0))
}

/// How long each phase is. What a cycle is longer goes to the phases in which air moves, in proportion to
/// their length; whole milliseconds, and the last of them takes what is left, so that the sum is exact.
fn lengths(phases: &[super::program::Phase], longer_ms: i64) -> Vec<Option<i64>> {
    let moving: i64 =
        phases.iter().filter(|phase| phase.kind.moves()).filter_map(|phase| phase.ms).sum();
    let last = phases.iter().rposition(|phase| phase.kind.moves() && phase.ms.is_some());
    let longer_ms = longer_ms.min((moving as f64 * STRETCH_SHARE_MAX) as i64);
    let mut left = longer_ms;
    phases
        .iter()
        .enumerate()
        .map(|(at, phase)| {
            let ms = phase.ms?;
            let more = match (phase.kind.moves(), Some(at) == last) {
                (false, _) => 0,
                (true, true) => left,
                (true, false) => longer_ms * ms / moving.max(1),
            };
            left -= more;
            Some(ms + more)
        })
        .collect()
}

/// The longest stretch that may follow on one, milliseconds, for cycles of a program.
pub(crate) fn stretch_max(before_ms: i64) -> i64 {
    before_ms.max(0) + STRETCH_STEP_MS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::program::tests::programs;

    fn program(text: &str) -> Program {
        Program::read(text).expect("a program")
    }

    fn kinds(timeline: &Timeline, at: &[i64]) -> Vec<Option<PhaseKind>> {
        at.iter().map(|at| timeline.at(*at).map(|placed| placed.kind)).collect()
    }

    #[test]
    fn each_instant_has_one_phase() {
        use PhaseKind::{Exhale, HoldIn, HoldOut, Inhale};
        let timeline =
            Timeline::of(&program("2:in4000n,hi4000a,ex4000n,ho4000a"), &Told::default());
        assert_eq!(timeline.total_ms, Some(32_000));
        assert_eq!(
            kinds(&timeline, &[-1, 0, 3_999, 4_000, 8_000, 15_999, 16_000, 31_999, 32_000]),
            [
                Some(Inhale),
                Some(Inhale),
                Some(Inhale),
                Some(HoldIn),
                Some(Exhale),
                Some(HoldOut),
                Some(Inhale),
                Some(HoldOut),
                None
            ]
        );
        let done: Vec<u32> = [0, 15_999, 16_000, 31_999, 32_000, 99_999]
            .iter()
            .map(|at| timeline.cycles_done(*at))
            .collect();
        assert_eq!(done, [0, 0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_free_hold_ends_with_its_tap() {
        let holds = program("2:in1000n,ex1000m;1:fh-a;1:re15000a");
        let open = Timeline::of(&holds, &Told::default());
        assert_eq!(open.total_ms, None);
        assert_eq!(kinds(&open, &[4_000, 900_000]), [Some(PhaseKind::FreeHold); 2]);
        let told = Told { taps: vec![64_000, 3_000], ..Told::default() };
        let tapped = Timeline::of(&holds, &told);
        assert_eq!(tapped.total_ms, Some(79_000), "a tap before the hold does not end it");
        assert_eq!(
            kinds(&tapped, &[63_999, 64_000]),
            [Some(PhaseKind::FreeHold), Some(PhaseKind::Recovery)]
        );
        assert_eq!(tapped.cycles_done(79_000), 2, "holds are no breaths");
    }

    #[test]
    fn a_stretch_lengthens_what_moves_until_it_is_taken_back() {
        let slow = program("4:in4000n,hi2000a,ex6000n");
        let told = Told { stretches: vec![(1, 200), (3, 0)], ..Told::default() };
        let timeline = Timeline::of(&slow, &told);
        let starts: Vec<i64> =
            timeline.phases.iter().filter(|one| one.phase == 0).map(|one| one.start_ms).collect();
        assert_eq!(starts, [0, 12_000, 24_200, 36_400]);
        assert_eq!(timeline.total_ms, Some(48_400));
        let second: Vec<i64> = timeline.phases[3..6]
            .iter()
            .map(|one| one.end_ms.expect("it ends") - one.start_ms)
            .collect();
        assert_eq!(second, [4_080, 2_000, 6_120]);
    }

    proptest! {
        #[test]
        fn phases_follow_without_gaps_and_the_total_is_exact(
            program in programs(),
            taps in prop::collection::vec(0..100_000_i64, 0..6),
            stretches in prop::collection::vec((0..20_u32, 0..3_000_i64), 0..4),
            at in 0..200_000_i64,
        ) {
            let plain = Timeline::of(&program, &Told::default());
            if program.total_ms().is_some() {
                prop_assert_eq!(plain.total_ms, program.total_ms());
            }
            let timeline = Timeline::of(&program, &Told { taps, stretches });
            let mut end = 0;
            for placed in &timeline.phases {
                prop_assert_eq!(placed.start_ms, end);
                end = placed.end_ms.unwrap_or(i64::MAX);
                prop_assert!(placed.start_ms <= end);
            }
            if let Some(total) = timeline.total_ms {
                prop_assert_eq!(total, end);
                prop_assert_eq!(timeline.cycles_done(total), program.cycles());
            }
            match timeline.at(at) {
                Some(placed) => {
                    prop_assert!(placed.start_ms <= at);
                    prop_assert!(placed.end_ms.is_none_or(|end| at < end));
                }
                None => prop_assert!(timeline.total_ms.is_some_and(|total| total <= at)),
            }
        }
    }
}
