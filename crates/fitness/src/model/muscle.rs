//! Muscles: which there are, how much of a set each gets, and when it may work again.

use domain::wire;

wire! {
    /// A muscle, or a group of them that lifters speak of as one.
    #[derive(Copy, Eq, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Muscle {
        /// Pectorals.
        Chest,
        /// Front of the shoulder.
        FrontDelts,
        /// Side of the shoulder.
        SideDelts,
        /// Back of the shoulder.
        RearDelts,
        /// Front of the upper arm.
        Biceps,
        /// Back of the upper arm.
        Triceps,
        /// Forearms and grip.
        Forearms,
        /// Broad muscles of the back.
        Lats,
        /// Between and over the shoulder blades.
        UpperBack,
        /// Neck to shoulder.
        Traps,
        /// Along the lower spine.
        LowerBack,
        /// Straight belly muscles.
        Abs,
        /// Oblique belly muscles.
        Obliques,
        /// Front of the hip.
        HipFlexors,
        /// Seat.
        Glutes,
        /// Front of the thigh.
        Quads,
        /// Back of the thigh.
        Hamstrings,
        /// Inside of the thigh.
        Adductors,
        /// Outside of the hip.
        Abductors,
        /// Calves.
        Calves,
        /// Front of the lower leg.
        Shins,
        /// Neck.
        Neck,
    }
}

impl Muscle {
    /// Every one.
    pub(crate) const ALL: [Muscle; 22] = [
        Muscle::Chest,
        Muscle::FrontDelts,
        Muscle::SideDelts,
        Muscle::RearDelts,
        Muscle::Biceps,
        Muscle::Triceps,
        Muscle::Forearms,
        Muscle::Lats,
        Muscle::UpperBack,
        Muscle::Traps,
        Muscle::LowerBack,
        Muscle::Abs,
        Muscle::Obliques,
        Muscle::HipFlexors,
        Muscle::Glutes,
        Muscle::Quads,
        Muscle::Hamstrings,
        Muscle::Adductors,
        Muscle::Abductors,
        Muscle::Calves,
        Muscle::Shins,
        Muscle::Neck,
    ];

    /// Its word in a record.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Muscle::Chest => "chest",
            Muscle::FrontDelts => "front_delts",
            Muscle::SideDelts => "side_delts",
            Muscle::RearDelts => "rear_delts",
            Muscle::Biceps => "biceps",
            Muscle::Triceps => "triceps",
            Muscle::Forearms => "forearms",
            Muscle::Lats => "lats",
            Muscle::UpperBack => "upper_back",
            Muscle::Traps => "traps",
            Muscle::LowerBack => "lower_back",
            Muscle::Abs => "abs",
            Muscle::Obliques => "obliques",
            Muscle::HipFlexors => "hip_flexors",
            Muscle::Glutes => "glutes",
            Muscle::Quads => "quads",
            Muscle::Hamstrings => "hamstrings",
            Muscle::Adductors => "adductors",
            Muscle::Abductors => "abductors",
            Muscle::Calves => "calves",
            Muscle::Shins => "shins",
            Muscle::Neck => "neck",
        }
    }

    /// The muscle of a word.
    pub(crate) fn read(slug: &str) -> Option<Muscle> {
        Muscle::ALL.into_iter().find(|muscle| muscle.slug() == slug)
    }

    /// Whether a week without sets for it is worth a word: small ones work along with others.
    pub(crate) fn is_major(self) -> bool {
        match self {
            Muscle::Chest
            | Muscle::FrontDelts
            | Muscle::SideDelts
            | Muscle::RearDelts
            | Muscle::Biceps
            | Muscle::Triceps
            | Muscle::Lats
            | Muscle::UpperBack
            | Muscle::Abs
            | Muscle::Glutes
            | Muscle::Quads
            | Muscle::Hamstrings
            | Muscle::Calves => true,
            Muscle::Forearms
            | Muscle::Traps
            | Muscle::LowerBack
            | Muscle::Obliques
            | Muscle::HipFlexors
            | Muscle::Adductors
            | Muscle::Abductors
            | Muscle::Shins
            | Muscle::Neck => false,
        }
    }
}

/// Sets in halves that a muscle gets from one set of an exercise: two when it is primary, one when it
/// is secondary. Counting what helps as half a set is the usual fractional method (compared with others
/// by Pelland and others, "The Resistance Training Dose-Response", 2024).
pub(crate) fn half_sets(share: i64) -> i64 {
    share.clamp(0, 2)
}

/// Hours after which a muscle may work hard again: at least 48 between sessions (Garber and others,
/// ACSM Position Stand, Med. Sci. Sports Exerc. 43(7), 2011).
pub(crate) const REST_HOURS: i64 = 48;

/// Sets in a week that are aimed at: ten or more brought more growth than fewer (Schoenfeld, Ogborn,
/// Krieger, J. Sports Sci. 35(11), 2017).
pub(crate) const WEEK_SETS: i64 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for muscle in Muscle::ALL {
            assert_eq!(Muscle::read(muscle.slug()), Some(muscle));
            let wire = serde_json::to_value(muscle).expect("a word");
            assert_eq!(wire, muscle.slug(), "a muscle has one word");
        }
        assert_eq!(Muscle::read("heart"), None);
    }
}
