//! What may be said with a check-in beside the dot.

use base::error::{Error, Result};

/// How a factor is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answered {
    /// It was so, or it was not.
    Flag,
    /// From 1 to 5 between two words.
    Scale,
    /// How many.
    Count,
}

/// The ends of a scale.
const SCALE: (i64, i64) = (1, 5);
/// The largest count: minutes of a day, or glasses, or pages.
const COUNT_MAX: i64 = 100_000;

impl Answered {
    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Answered::Flag => "flag",
            Answered::Scale => "scale",
            Answered::Count => "count",
        }
    }

    /// What a word says; what it does not know was a flag.
    pub(crate) fn read(word: &str) -> Answered {
        let all = [Answered::Flag, Answered::Scale, Answered::Count];
        all.into_iter().find(|kind| kind.word() == word).unwrap_or(Answered::Flag)
    }

    /// A value that such a factor can have.
    ///
    /// # Errors
    /// `Invalid` at `factors`.
    pub(crate) fn checked(self, value: i64) -> Result<i64> {
        let (low, high) = match self {
            Answered::Flag => (0, 1),
            Answered::Scale => SCALE,
            Answered::Count => (0, COUNT_MAX),
        };
        match (low..=high).contains(&value) {
            true => Ok(value),
            false => {
                let message = format!("{value} is not between {low} and {high}");
                Err(Error::invalid("factors", message))
            }
        }
    }
}
