//! What was measured of a session: facts with coverage, and no score made of them.

use std::collections::BTreeMap;

use domain::wire;
use store::record::{Fields, Value, text};

use super::figure::Figure;

wire! {
    /// What was measured of a session.
    pub(crate) struct Summary {
        /// How long it was measured, seconds, pauses left out.
        pub(crate) secs: f64,
        /// Breaths of the program that were gone through meanwhile.
        pub(crate) cycles: u32,
        /// Breaths a minute before the pacer began.
        pub(crate) breathing_before: Figure,
        /// Breaths a minute meanwhile.
        pub(crate) breathing_during: Figure,
        /// Breaths a minute that the pacer asked for; null: it asked for none.
        pub(crate) target_per_minute: Option<f64>,
        /// The share of the known time in which breath and pacer were in the same phase, 0 to 1, at the best
        /// constant lag. Unknown when less than half of the time is known.
        pub(crate) matched: Figure,
        /// That lag, seconds, 0 to 1.
        pub(crate) lag_secs: f64,
        /// Seconds in which the phase of the breath is known.
        pub(crate) known_secs: f64,
        /// The same as `matched` for the first half of the session.
        pub(crate) matched_first: Figure,
        /// The same for the second half.
        pub(crate) matched_second: Figure,
        /// How far the breath's rate was from the pacer's, as a share of that one.
        pub(crate) rate_error: Figure,
        /// How constant the distance between breath and pacer was, 0 to 1: the phase-locking value.
        pub(crate) locking: Figure,
        /// How long a breath in was, seconds, the median.
        pub(crate) inhale_secs: Figure,
        /// How long a breath out was, seconds, the median.
        pub(crate) exhale_secs: Figure,
        /// Heart beats a minute.
        pub(crate) pulse: Figure,
        /// How still the head was, 0 to 100, beside the person's own first half minute.
        pub(crate) stillness: Figure,
        /// The share of the time in which a face was seen; null: no camera looked.
        pub(crate) face_share: Option<f64>,
        /// The share of the time in which the phase of the breath could be heard; null: no microphone heard.
        pub(crate) heard_share: Option<f64>,
    }

    /// A sentence that a rule says, without its words: the window has them by id.
    pub(crate) struct Coaching {
        /// Which sentence.
        pub(crate) id: String,
        /// The measured numbers that it quotes, by name.
        pub(crate) numbers: BTreeMap<String, f64>,
    }
}

/// The prefix of its fields.
const PREFIX: &str = "sum/";

impl Summary {
    fn figures(&self) -> [(&'static str, &Figure); 11] {
        [
            ("breathing_before", &self.breathing_before),
            ("breathing_during", &self.breathing_during),
            ("matched", &self.matched),
            ("matched_first", &self.matched_first),
            ("matched_second", &self.matched_second),
            ("rate_error", &self.rate_error),
            ("locking", &self.locking),
            ("inhale_secs", &self.inhale_secs),
            ("exhale_secs", &self.exhale_secs),
            ("pulse", &self.pulse),
            ("stillness", &self.stillness),
        ]
    }

    /// Its fields in a session's record.
    pub(crate) fn fields(&self) -> Fields {
        let figures = self.figures().into_iter();
        let mut fields: Fields = figures
            .map(|(name, figure)| (format!("{PREFIX}{name}"), Value::Text(figure.text())))
            .collect();
        let numbers = [
            ("secs", Some(self.secs)),
            ("lag_secs", Some(self.lag_secs)),
            ("known_secs", Some(self.known_secs)),
            ("target_per_minute", self.target_per_minute),
            ("face_share", self.face_share),
            ("heard_share", self.heard_share),
        ];
        for (name, number) in numbers {
            if let Some(number) = number.filter(|number| number.is_finite()) {
                fields.insert(format!("{PREFIX}{name}"), Value::Real(number));
            }
        }
        fields.insert(format!("{PREFIX}cycles"), Value::Int(self.cycles.into()));
        for (name, figure) in [("matched", &self.matched), ("rate", &self.breathing_during)] {
            if let Some(value) = figure.value {
                fields.insert(name.to_owned(), Value::Real(value));
            }
        }
        fields
    }

    /// What a record says was measured; `None`: nothing was.
    pub(crate) fn of(fields: &Fields) -> Option<Summary> {
        let figure = |name: &str| Figure::read(text(fields, &format!("{PREFIX}{name}")));
        let number = |name: &str| match fields.get(&format!("{PREFIX}{name}")) {
            Some(Value::Real(number)) => Some(*number),
            Some(Value::Int(number)) => Some(*number as f64),
            _ => None,
        };
        Some(Summary {
            secs: number("secs")?,
            cycles: number("cycles").unwrap_or(0.0) as u32,
            breathing_before: figure("breathing_before")?,
            breathing_during: figure("breathing_during")?,
            target_per_minute: number("target_per_minute"),
            matched: figure("matched")?,
            lag_secs: number("lag_secs").unwrap_or(0.0),
            known_secs: number("known_secs").unwrap_or(0.0),
            matched_first: figure("matched_first")?,
            matched_second: figure("matched_second")?,
            rate_error: figure("rate_error")?,
            locking: figure("locking")?,
            inhale_secs: figure("inhale_secs")?,
            exhale_secs: figure("exhale_secs")?,
            pulse: figure("pulse")?,
            stillness: figure("stillness")?,
            face_share: number("face_share"),
            heard_share: number("heard_share"),
        })
    }
}
