//! The two routines, and how strong this person is in each of their exercises.

use crate::model::progression::Past;

/// An exercise of a routine.
pub(super) struct Lift {
    /// Which of the shipped ones.
    pub(super) slug: &'static str,
    pub(super) sets: i64,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) rest_s: i64,
    /// The letter of its superset, or nothing.
    pub(super) group: &'static str,
    /// The weight of the first day; 0: with the own body.
    pub(super) start_kg: i64,
    /// What could be lifted once on the first day, kilograms; of the own body the repetitions.
    pub(super) max: i64,
    /// How much of that comes to it in the year, percent.
    pub(super) gain: i64,
}

/// A routine.
pub(super) struct Routine {
    pub(super) name: &'static str,
    pub(super) note: &'static str,
    pub(super) lifts: &'static [Lift],
}

macro_rules! lifts {
    ($($slug:literal: $sets:literal x $low:literal - $high:literal, rest $rest:literal, group $group:literal,
        $start:literal kg of $max:literal, gains $gain:literal;)*) => {
        &[$(Lift {
            slug: $slug, sets: $sets, low: $low, high: $high, rest_s: $rest, group: $group,
            start_kg: $start, max: $max, gain: $gain,
        }),*]
    };
}

/// The routines, which take turns.
pub(super) static ROUTINES: [Routine; 2] = [
    Routine {
        name: "Lower and push",
        note: "Squat first, while the head is fresh. Leave one in the tank.",
        lifts: lifts! {
            "back_squat": 3 x 5 - 8, rest 180, group "", 70 kg of 94, gains 32;
            "bench_press": 3 x 6 - 9, rest 150, group "", 55 kg of 76, gains 27;
            "romanian_deadlift": 3 x 8 - 10, rest 120, group "", 60 kg of 90, gains 30;
            "overhead_press": 3 x 6 - 9, rest 120, group "", 32 kg of 45, gains 22;
            "triceps_pushdown": 2 x 10 - 14, rest 60, group "A", 20 kg of 34, gains 25;
            "hanging_knee_raise": 2 x 8 - 15, rest 60, group "A", 0 kg of 11, gains 60;
        },
    },
    Routine {
        name: "Hinge and pull",
        note: "One heavy set of deadlifts is enough.",
        lifts: lifts! {
            "deadlift": 2 x 4 - 6, rest 180, group "", 85 kg of 112, gains 30;
            "pull_up": 3 x 4 - 10, rest 120, group "", 0 kg of 6, gains 90;
            "incline_dumbbell_press": 3 x 8 - 12, rest 90, group "", 18 kg of 26, gains 30;
            "dumbbell_row": 3 x 8 - 12, rest 90, group "", 22 kg of 33, gains 28;
            "face_pull": 2 x 12 - 16, rest 60, group "A", 15 kg of 26, gains 25;
            "hammer_curl": 2 x 8 - 12, rest 60, group "A", 10 kg of 15, gains 25;
        },
    },
];

impl Lift {
    /// What could be lifted once after a share of the year (thousandths), on a day of some form
    /// (thousandths): grams. Strength comes quicker in the beginning.
    pub(super) fn max_grams(&self, share: i64, form: i64) -> i64 {
        let eased = share * (2000 - share) / 1000;
        let grown = 1000 + self.gain * 10 * eased / 1000;
        self.max * grown * form / 1000
    }

    /// The repetitions that are in a set of a weight (milligrams), turned around from Epley; the third
    /// set has one fewer than the first.
    pub(super) fn reps(&self, mg: i64, max_grams: i64, set: i64) -> i64 {
        let fresh = match mg {
            0 => max_grams / 1000,
            mg => 30 * (max_grams * 1000 - mg) / mg,
        };
        (fresh - set / 2).clamp(1, self.high)
    }
}

/// What was lifted, the latest time first.
pub(super) type PastTimes = Vec<Vec<Past>>;
