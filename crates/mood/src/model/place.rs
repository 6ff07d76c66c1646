//! A place on the field of moods.

use base::error::{Error, Result};

/// Where the field ends on each side.
pub(crate) const EDGE: i64 = 100;

/// A place: how pleasant, and how energetic, each from -100 to 100 (the axes of the circumplex of
/// affect, Russell 1980: pleasure and arousal).
// Invariant: both lie between -EDGE and EDGE. Upheld by `new`; what a record holds passes `number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From unpleasant (-100) to pleasant (100).
    pub(crate) valence: i64,
    /// From calm (-100) to energetic (100).
    pub(crate) energy: i64,
}

impl Place {
    /// # Errors
    /// `Invalid` at `valence` or `energy` when it lies off the field.
    pub(crate) fn new(valence: i64, energy: i64) -> Result<Place> {
        for (number, field) in [(valence, "valence"), (energy, "energy")] {
            checked(number, field)?;
        }
        Ok(Place { valence, energy })
    }

    /// How far apart two places are, squared: enough to tell the nearer one.
    pub(crate) fn apart(self, other: Place) -> i64 {
        let (x, y) = (self.valence - other.valence, self.energy - other.energy);
        x * x + y * y
    }
}

/// A number of one axis.
///
/// # Errors
/// `Invalid` at `field` when it lies off the field.
pub(crate) fn checked(number: i64, field: &str) -> Result<i64> {
    number_of(Some(number))
        .ok_or_else(|| Error::invalid(field, format!("{number} is not between -{EDGE} and {EDGE}")))
}

/// A number of one axis as a record holds it; what lies off the field was never said.
pub(crate) fn number_of(number: Option<i64>) -> Option<i64> {
    number.filter(|number| (-EDGE..=EDGE).contains(number))
}
