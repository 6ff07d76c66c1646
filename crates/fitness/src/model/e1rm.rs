//! The weight that could be lifted once, guessed from a set of more.
//!
//! Both formulas were made from sets of up to about ten repetitions; beyond twelve they part and guess
//! nothing. A single repetition is its own weight.

use domain::wire;

wire! {
    /// A guess from one set, by two formulas that are often met.
    #[derive(Copy, Eq)]
    pub(crate) struct OneRepMax {
        /// Milligrams by B. Epley ("Poundage Chart", Boyd Epley Workout, 1985): w × (1 + r / 30).
        pub(crate) epley_mg: i64,
        /// Milligrams by M. Brzycki ("Strength Testing", JOPERD 64(1), 1993): w × 36 / (37 − r).
        pub(crate) brzycki_mg: i64,
    }
}

/// More repetitions say nothing of one.
pub(crate) const REPS_MAX: i64 = 12;

/// The guess from a weight in milligrams and repetitions; `None` when they say nothing.
pub(crate) fn one_rep_max(mg: i64, reps: i64) -> Option<OneRepMax> {
    if mg <= 0 || !(1..=REPS_MAX).contains(&reps) {
        return None;
    }
    if reps == 1 {
        return Some(OneRepMax { epley_mg: mg, brzycki_mg: mg });
    }
    let share = |over: i64, under: i64| {
        let (over, under) = (i128::from(over), i128::from(under));
        i64::try_from((i128::from(mg) * over * 2 + under) / (under * 2)).ok()
    };
    Some(OneRepMax { epley_mg: share(30 + reps, 30)?, brzycki_mg: share(36, 37 - reps)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formulas_say_what_their_tables_say() {
        let kg = |kg: i64| kg * 1_000_000;
        let of = |mg, reps| one_rep_max(mg, reps).map(|max| (max.epley_mg, max.brzycki_mg));
        assert_eq!(of(kg(100), 1), Some((kg(100), kg(100))));
        assert_eq!(of(kg(100), 5), Some((116_666_667, 112_500_000)));
        assert_eq!(of(kg(90), 10), Some((kg(120), kg(120))), "they meet at ten");
        for nothing in [(0, 5), (-kg(20), 5), (kg(100), 0), (kg(100), 13)] {
            assert_eq!(of(nothing.0, nothing.1), None);
        }
    }
}
