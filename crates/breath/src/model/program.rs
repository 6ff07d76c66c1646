//! What is breathed: phases in cycles in rounds, with a length that is exact.

use std::fmt::Write as _;

use base::error::{Error, Result};
use domain::wire;

wire! {
    /// A part of a breath.
    #[derive(Copy, Eq, Hash)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum PhaseKind {
        /// Air comes in.
        Inhale,
        /// Full lungs are held.
        HoldIn,
        /// A second, shorter breath in on top of the first.
        Inhale2,
        /// Air goes out.
        Exhale,
        /// Empty lungs are held.
        HoldOut,
        /// Empty lungs are held as long as it is easy: until a tap.
        FreeHold,
        /// One breath in that is held shortly after a free hold.
        Recovery,
    }

    /// Through what air goes.
    #[derive(Copy, Eq, Hash)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Route {
        /// The nose.
        Nose,
        /// The mouth.
        Mouth,
        /// Either.
        Any,
    }

    /// A part of a breath and how long it is.
    #[derive(Copy, Eq)]
    #[ts(optional_fields)]
    pub(crate) struct Phase {
        /// Which part.
        pub(crate) kind: PhaseKind,
        /// How long, milliseconds; null: until a tap.
        #[ts(optional = false)]
        pub(crate) ms: Option<i64>,
        /// Through what air goes.
        pub(crate) route: Route,
    }

    /// The same breath several times.
    #[derive(Eq)]
    pub(crate) struct Round {
        /// How many times.
        pub(crate) cycles: u32,
        /// Its parts, in their order.
        pub(crate) phases: Vec<Phase>,
    }

    /// All that is breathed.
    #[derive(Eq)]
    pub(crate) struct Program {
        /// Its rounds, in their order.
        pub(crate) rounds: Vec<Round>,
    }

    /// What must be read before a pattern is begun.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Gate {
        /// Nothing.
        None,
        /// Long holds: sitting or lying, never in water, driving or standing; not with pregnancy, epilepsy
        /// or heart conditions.
        Holds,
    }
}

/// Phases of a round, at most.
pub(crate) const PHASES_MAX: usize = 12;
/// Rounds of a program, at most.
pub(crate) const ROUNDS_MAX: usize = 20;
/// The shortest phase, milliseconds: quicker than this nobody follows.
pub(crate) const PHASE_MS_MIN: i64 = 500;
/// The longest phase, milliseconds.
pub(crate) const PHASE_MS_MAX: i64 = 60_000;
/// The longest program, milliseconds.
pub(crate) const PROGRAM_MS_MAX: i64 = 3_600_000;
/// Cycles of a round, at most: an hour of the quickest breath of two phases.
pub(crate) const CYCLES_MAX: u32 = 3_600;
/// A hold of this length or more is long: then the words for holds are shown. The longest hold of the shipped
/// patterns outside of the gate has 8 s.
const LONG_HOLD_MS: i64 = 15_000;

impl PhaseKind {
    /// Every one.
    pub(crate) const ALL: [PhaseKind; 7] = [
        PhaseKind::Inhale,
        PhaseKind::HoldIn,
        PhaseKind::Inhale2,
        PhaseKind::Exhale,
        PhaseKind::HoldOut,
        PhaseKind::FreeHold,
        PhaseKind::Recovery,
    ];

    /// Two letters, as records keep it.
    fn letters(self) -> &'static str {
        match self {
            PhaseKind::Inhale => "in",
            PhaseKind::HoldIn => "hi",
            PhaseKind::Inhale2 => "i2",
            PhaseKind::Exhale => "ex",
            PhaseKind::HoldOut => "ho",
            PhaseKind::FreeHold => "fh",
            PhaseKind::Recovery => "re",
        }
    }

    /// Whether air moves.
    pub(crate) fn moves(self) -> bool {
        match self {
            PhaseKind::Inhale | PhaseKind::Inhale2 | PhaseKind::Exhale => true,
            PhaseKind::HoldIn | PhaseKind::HoldOut | PhaseKind::FreeHold | PhaseKind::Recovery => {
                false
            }
        }
    }
}

impl Route {
    const ALL: [Route; 3] = [Route::Nose, Route::Mouth, Route::Any];

    fn letter(self) -> char {
        match self {
            Route::Nose => 'n',
            Route::Mouth => 'm',
            Route::Any => 'a',
        }
    }
}

impl Round {
    /// How long one cycle is, milliseconds; `None` with a phase until a tap.
    pub(crate) fn cycle_ms(&self) -> Option<i64> {
        self.phases.iter().map(|phase| phase.ms).sum()
    }

    /// How long all of its cycles are without what lasts until a tap, milliseconds.
    pub(crate) fn known_ms(&self) -> i64 {
        let cycle: i64 = self.phases.iter().filter_map(|phase| phase.ms).sum();
        cycle * i64::from(self.cycles)
    }

    /// Whether it is breathed: air comes in and goes out.
    pub(crate) fn is_breath(&self) -> bool {
        let has = |wanted| self.phases.iter().any(|phase| phase.kind == wanted);
        has(PhaseKind::Inhale) && has(PhaseKind::Exhale)
    }
}

impl Program {
    /// How long it is, milliseconds, to the millisecond; `None` with a phase until a tap.
    pub(crate) fn total_ms(&self) -> Option<i64> {
        let lengths =
            self.rounds.iter().map(|round| Some(round.cycle_ms()? * i64::from(round.cycles)));
        lengths.sum()
    }

    /// How many breaths it has.
    pub(crate) fn cycles(&self) -> u32 {
        self.rounds.iter().filter(|round| round.is_breath()).map(|round| round.cycles).sum()
    }

    /// How many of its cycles hold until a tap.
    pub(crate) fn free_holds(&self) -> u32 {
        let free = |round: &&Round| round.phases.iter().any(|phase| phase.ms.is_none());
        let cycles = self.rounds.iter().filter(free).map(|round| round.cycles);
        cycles.fold(0, u32::saturating_add)
    }

    /// Breaths a minute of its first round that is breathed.
    pub(crate) fn per_minute(&self) -> Option<f64> {
        let round = self.rounds.iter().find(|round| round.is_breath())?;
        round.cycle_ms().map(|ms| 60_000.0 / ms as f64)
    }

    /// What must be read before it.
    pub(crate) fn gate(&self) -> Gate {
        let is_long =
            |phase: &Phase| !phase.kind.moves() && phase.ms.is_none_or(|ms| LONG_HOLD_MS <= ms);
        let long = self.rounds.iter().flat_map(|round| &round.phases).any(is_long);
        if long { Gate::Holds } else { Gate::None }
    }

    /// Checks that it can be breathed.
    ///
    /// # Errors
    /// `Invalid` at `program`, with which round and phase.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |message: String| Err(Error::invalid("program", message));
        if !(1..=ROUNDS_MAX).contains(&self.rounds.len()) {
            return wrong(format!("a program has 1 to {ROUNDS_MAX} rounds"));
        }
        for (at, round) in self.rounds.iter().enumerate() {
            let at = at + 1;
            if !(1..=PHASES_MAX).contains(&round.phases.len()) {
                return wrong(format!("round {at} has not 1 to {PHASES_MAX} phases"));
            }
            if !(1..=CYCLES_MAX).contains(&round.cycles) {
                return wrong(format!("round {at} has not 1 to {CYCLES_MAX} cycles"));
            }
            for (place, phase) in round.phases.iter().enumerate() {
                let fits = match (phase.kind, phase.ms) {
                    (PhaseKind::FreeHold, ms) => ms.is_none(),
                    (_, None) => false,
                    (_, Some(ms)) => (PHASE_MS_MIN..=PHASE_MS_MAX).contains(&ms),
                };
                if !fits {
                    let place = place + 1;
                    return wrong(format!(
                        "phase {place} of round {at} lasts neither 0.5 to 60 s nor, as a free hold, until a tap"
                    ));
                }
            }
        }
        let known: i64 = self.rounds.iter().map(Round::known_ms).sum();
        if PROGRAM_MS_MAX < known {
            return wrong("a program lasts at most 60 minutes".to_owned());
        }
        // A hold until a tap has no length of its own: without a bound a program of nothing else would be
        // walked through for ever.
        if ROUNDS_MAX < self.free_holds() as usize {
            return wrong(format!("a program has at most {ROUNDS_MAX} holds until a tap"));
        }
        Ok(())
    }

    /// As records and shared texts keep it: `5:in4000n,hi4000a,ex4000n;1:fh-a`.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (at, round) in self.rounds.iter().enumerate() {
            let separator = if at == 0 { "" } else { ";" };
            // Writing to a string does not fail.
            let _ = write!(text, "{separator}{}:", round.cycles);
            for (at, phase) in round.phases.iter().enumerate() {
                let separator = if at == 0 { "" } else { "," };
                let ms = phase.ms.map_or_else(|| "-".to_owned(), |ms| ms.to_string());
                let _ =
                    write!(text, "{separator}{}{ms}{}", phase.kind.letters(), phase.route.letter());
            }
        }
        text
    }

    /// The program of a text; `None` when it is none that can be breathed.
    pub(crate) fn read(text: &str) -> Option<Program> {
        let mut rounds = Vec::new();
        for round in text.split(';') {
            if ROUNDS_MAX <= rounds.len() {
                return None;
            }
            let (cycles, phases) = round.split_once(':')?;
            let phases = phases.split(',').take(PHASES_MAX + 1).map(read_phase);
            let phases: Vec<Phase> = phases.collect::<Option<_>>()?;
            rounds.push(Round { cycles: cycles.parse().ok()?, phases });
        }
        let program = Program { rounds };
        program.check().is_ok().then_some(program)
    }
}

fn read_phase(text: &str) -> Option<Phase> {
    let (letters, rest) = text.split_at_checked(2)?;
    let kind = PhaseKind::ALL.into_iter().find(|kind| kind.letters() == letters)?;
    let route = Route::ALL.into_iter().find(|route| rest.ends_with(route.letter()))?;
    let ms = match &rest[..rest.len() - 1] {
        "-" => None,
        digits => Some(digits.parse().ok()?),
    };
    Some(Phase { kind, ms, route })
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any program that can be breathed.
    pub(crate) fn programs() -> impl Strategy<Value = Program> {
        let kind = prop::sample::select(PhaseKind::ALL.to_vec());
        let route = prop::sample::select(Route::ALL.to_vec());
        let phase = (kind, PHASE_MS_MIN..4_000_i64, route).prop_map(|(kind, ms, route)| Phase {
            kind,
            ms: (kind != PhaseKind::FreeHold).then_some(ms),
            route,
        });
        let round = (1..6_u32, prop::collection::vec(phase, 1..6))
            .prop_map(|(cycles, phases)| Round { cycles, phases });
        prop::collection::vec(round, 1..4).prop_map(|rounds| Program { rounds })
    }

    proptest! {
        #[test]
        fn a_program_comes_back_from_its_text(program in programs()) {
            prop_assert!(program.check().is_ok());
            prop_assert_eq!(Program::read(&program.text()), Some(program));
        }

        #[test]
        fn any_text_is_a_program_or_none(text in ".{0,80}") {
            let _ = Program::read(&text);
        }

        #[test]
        fn the_total_is_the_sum_of_all_phases(program in programs()) {
            let mut sum = Some(0);
            for round in &program.rounds {
                for _ in 0..round.cycles {
                    for phase in &round.phases {
                        sum = sum.zip(phase.ms).map(|(sum, ms)| sum + ms);
                    }
                }
            }
            prop_assert_eq!(program.total_ms(), sum);
        }
    }

    #[test]
    fn what_cannot_be_breathed_is_refused() {
        for text in [
            "",
            ":",
            "1:",
            "0:in4000n",
            "1:in499n",
            "1:in60001n",
            "1:in-n",
            "1:fh5000a",
            "1:xx1000n",
            "1:in4000x",
            "3601:in500n",
            "61:in60000n",
            "21:fh-a",
            "1:in4000",
            "1:é4000n",
        ] {
            assert_eq!(Program::read(text), None, "{text}");
        }
        let many = vec!["1:in1000n"; ROUNDS_MAX + 1].join(";");
        assert_eq!(Program::read(&many), None);
        let long = format!("1:{}", vec!["in1000n"; PHASES_MAX + 1].join(","));
        assert_eq!(Program::read(&long), None);
    }

    #[test]
    fn long_holds_have_a_gate() {
        let gate = |text: &str| Program::read(text).expect("a program").gate();
        assert_eq!(gate("5:in4000n,hi4000a,ex4000n,ho4000a"), Gate::None);
        assert_eq!(gate("1:in4000n,hi15000a,ex4000n"), Gate::Holds);
        assert_eq!(gate("1:fh-a"), Gate::Holds);
        assert_eq!(gate("1:in20000n,ex20000n"), Gate::None, "a slow breath is no hold");
    }
}
