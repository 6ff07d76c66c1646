//! The patterns that come along. The window names and describes them by id.

use super::program::{Phase, PhaseKind, Program, Round, Route};

/// A pattern that comes along.
pub(crate) struct Shipped {
    /// Its id.
    pub(crate) id: &'static str,
    /// Its name in English: for exports, search and quick capture.
    pub(crate) name: &'static str,
    /// Other words for it in quick capture, lower case.
    pub(crate) words: &'static [&'static str],
    /// What is breathed once through, as [`Program::read`] takes it.
    program: &'static str,
    /// How long it is breathed when nothing is said, minutes.
    pub(crate) minutes: u32,
    /// Where its lengths come from.
    pub(crate) source: &'static str,
}

/// Each with the source of its lengths.
pub(crate) static SHIPPED: &[Shipped] = &[
    Shipped {
        id: "box",
        name: "Box breathing",
        words: &["box", "box breathing", "square breathing"],
        program: "1:in4000n,hi4000a,ex4000n,ho4000a",
        minutes: 5,
        source: "Balban et al. 2023, Cell Reports Medicine 4 (box breathing arm)",
    },
    Shipped {
        id: FOUR_SEVEN_EIGHT,
        name: "4-7-8",
        words: &["478", "4-7-8", "4 7 8"],
        program: "1:in4000n,hi7000a,ex8000m",
        minutes: 1,
        source: "A. Weil: four breaths at a time in the first month, never more than eight",
    },
    Shipped {
        id: "coherent_5",
        name: "Coherent breathing, 6 a minute",
        words: &["coherent", "coherent breathing", "resonance breathing", "5-5"],
        program: "1:in5000n,ex5000n",
        minutes: 10,
        source: "Shaffer & Meehan 2020, Frontiers in Neuroscience 14: 4.5 to 6.5 a minute, by person",
    },
    Shipped {
        id: "coherent_55",
        name: "Coherent breathing, 5.5 a minute",
        words: &["5.5", "5.5-5.5"],
        program: "1:in5500n,ex5500n",
        minutes: 10,
        source: "Shaffer & Meehan 2020, Frontiers in Neuroscience 14: 4.5 to 6.5 a minute, by person",
    },
    Shipped {
        id: "extended_6",
        name: "Extended exhale 4-6",
        words: &["extended exhale", "4-6"],
        program: "1:in4000n,ex6000n",
        minutes: 5,
        source: "A custom of many teachers: out longer than in",
    },
    Shipped {
        id: "extended_8",
        name: "Extended exhale 4-8",
        words: &["4-8"],
        program: "1:in4000n,ex8000n",
        minutes: 5,
        source: "A custom of many teachers: out twice as long as in",
    },
    Shipped {
        id: "cyclic_sigh",
        name: "Cyclic sigh",
        words: &["cyclic sigh", "cyclic sighing", "physiological sigh", "sighing"],
        // The trial fixes no lengths: a deep breath in, a short one on top, and out about twice as long.
        program: "1:in2000n,i21000n,ex7000m",
        minutes: 5,
        source: "Balban et al. 2023, Cell Reports Medicine 4 (cyclic sighing arm); lengths are our own",
    },
    Shipped {
        id: "awake",
        name: "Awake",
        words: &["awake", "awake breathing"],
        program: "1:in6000n,ex2000a",
        minutes: 3,
        source: "A preset of the program Breathly: 6-0-2-0",
    },
    Shipped {
        id: "ujjayi",
        name: "Ujjayi",
        words: &["ujjayi"],
        program: "1:in7000n,ex7000n",
        minutes: 5,
        source: "A preset of the program Breathly: 7-0-7-0",
    },
    Shipped {
        id: "pranayama",
        name: "Pranayama",
        words: &["pranayama"],
        program: "1:in7000n,hi4000a,ex8000n,ho4000a",
        minutes: 5,
        source: "A preset of the program Breathly: 7-4-8-4",
    },
    Shipped {
        id: "holds",
        name: "Cycles with holds",
        words: &["holds", "cycles with holds", "breath holds"],
        // Thirty free breaths, a hold with empty lungs until a tap, one breath in held for 15 s; three times.
        program: "30:in1600a,ex1400a;1:fh-a;1:re15000a",
        minutes: 10,
        source: "A widespread style of free breaths and holds; lengths of the free breaths are our own",
    },
];

/// The pattern whose author bounds it.
pub(crate) const FOUR_SEVEN_EIGHT: &str = "478";
/// How many 4-7-8 breaths at a time in the first month of use, and ever (A. Weil).
pub(crate) const CYCLES_FIRST_MONTH: u32 = 4;
/// See [`CYCLES_FIRST_MONTH`].
pub(crate) const CYCLES_EVER: u32 = 8;
/// The first month of use, days.
pub(crate) const FIRST_MONTH_DAYS: i64 = 30;
/// Cycles with holds are gone through so many times when nothing is said.
pub(crate) const HOLDS_TIMES: u32 = 3;
/// And at most so many times.
pub(crate) const HOLDS_TIMES_MAX: u32 = 4;

impl Shipped {
    /// The pattern of an id.
    pub(crate) fn find(id: &str) -> Option<&'static Shipped> {
        SHIPPED.iter().find(|shipped| shipped.id == id)
    }

    /// What is breathed once through.
    pub(crate) fn once(&self) -> Program {
        Program::read(self.program).unwrap_or_else(|| Program {
            // A test reads every one of them; this is never shown.
            rounds: vec![Round {
                cycles: 1,
                phases: vec![Phase { kind: PhaseKind::Inhale, ms: Some(5_000), route: Route::Any }],
            }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one_with_the_rate_of_its_source() {
        let rates: Vec<(&str, Option<i64>)> = SHIPPED
            .iter()
            .map(|shipped| {
                let program = Program::read(shipped.program).expect("a program");
                assert_eq!(Shipped::find(shipped.id).map(|found| found.id), Some(shipped.id));
                (shipped.id, program.per_minute().map(|rate| (rate * 100.0).round() as i64))
            })
            .collect();
        assert_eq!(
            rates,
            [
                ("box", Some(375)),
                ("478", Some(316)),
                ("coherent_5", Some(600)),
                ("coherent_55", Some(545)),
                ("extended_6", Some(600)),
                ("extended_8", Some(500)),
                ("cyclic_sigh", Some(600)),
                ("awake", Some(750)),
                ("ujjayi", Some(429)),
                ("pranayama", Some(261)),
                ("holds", Some(2000)),
            ]
        );
    }
}
