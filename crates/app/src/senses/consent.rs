//! What may be read, as the person said on this device. Never synced: another device has other eyes.

use std::collections::BTreeMap;

use base::error::{Code, Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::write::WriteCx;
use ts_rs::TS;

/// The name under which the device keeps them.
const KEY: &str = "senses.consents";

/// How many answers are remembered; one a day for more than a year.
const HISTORY_MAX: usize = 500;

/// Something that is read only after the person said yes to it: a sensor, or what one model makes of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Consent {
    /// Pictures of a camera, and where a face is in them.
    Camera,
    /// Breaths a minute, from how the chest moves against the head.
    CameraBreathing,
    /// Heart beats a minute, from how the skin changes its color.
    CameraPulse,
    /// How still the head is.
    CameraStillness,
    /// The expression of the face.
    CameraExpression,
    /// Sound of a microphone, how loud it is and whether somebody speaks.
    Microphone,
    /// Breaths a minute and their phases, from their sound.
    MicrophoneBreathing,
    /// How lively the voice is, beside this person's own earlier recordings.
    MicrophoneArousal,
    /// Emotions that written words tell of.
    TextEmotions,
    /// Entries that mean the same in other words.
    TextMeaning,
}

impl Consent {
    /// Every one, in the order in which they are asked for.
    pub(crate) const ALL: [Consent; 10] = [
        Consent::Camera,
        Consent::CameraBreathing,
        Consent::CameraPulse,
        Consent::CameraStillness,
        Consent::CameraExpression,
        Consent::Microphone,
        Consent::MicrophoneBreathing,
        Consent::MicrophoneArousal,
        Consent::TextEmotions,
        Consent::TextMeaning,
    ];

    /// The sensor without which it reads nothing.
    pub(crate) fn sensor(self) -> Option<Consent> {
        match self {
            Consent::CameraBreathing
            | Consent::CameraPulse
            | Consent::CameraStillness
            | Consent::CameraExpression => Some(Consent::Camera),
            Consent::MicrophoneBreathing | Consent::MicrophoneArousal => Some(Consent::Microphone),
            Consent::Camera
            | Consent::Microphone
            | Consent::TextEmotions
            | Consent::TextMeaning => None,
        }
    }
}

/// One answer of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) what: Consent,
    pub(crate) given: bool,
    /// Unix milliseconds.
    pub(crate) at_ms: i64,
}

/// Every answer, the first first. What was never asked is not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Consents(Vec<Answer>);

impl Consents {
    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Consents> {
        match cx.device_value(KEY)? {
            None => Ok(Consents::default()),
            Some(kept) => serde_json::from_str(&kept)
                .map_err(|source| Error::internal("reading what the senses may read", source)),
        }
    }

    fn keep(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        let kept = serde_json::to_string(self)
            .map_err(|source| Error::internal("keeping what the senses may read", source))?;
        cx.set_device_value(KEY, &kept)
    }

    /// The last word on each thing that was ever asked.
    fn latest(&self) -> BTreeMap<Consent, Answer> {
        self.0.iter().map(|answer| (answer.what, *answer)).collect()
    }

    /// The last word on one thing.
    pub(crate) fn answer(&self, what: Consent) -> Option<Answer> {
        self.latest().get(&what).copied()
    }

    /// Whether it may be read now; for a reading its sensor must be allowed, too.
    pub(crate) fn allows(&self, what: Consent) -> bool {
        let given = |what| self.answer(what).is_some_and(|answer| answer.given);
        given(what) && what.sensor().is_none_or(given)
    }

    /// # Errors
    /// `Denied`, with what was not allowed as its field.
    pub(crate) fn require(&self, what: Consent) -> Result<()> {
        if self.allows(what) {
            return Ok(());
        }
        let name = serde_json::to_string(&what)
            .map_err(|source| Error::internal("naming a consent", source))?;
        let name = name.trim_matches('"').to_owned();
        Err(Error::new(Code::Denied, "this may not be read yet: say yes to it first").at(name))
    }

    /// Remembers an answer. A sensor that is refused takes with it what is read by it.
    pub(crate) fn remember(cx: &mut WriteCx<'_>, what: Consent, given: bool) -> Result<()> {
        let mut consents = Consents::read(&cx.read())?;
        let at_ms = cx.read().now().as_millisecond();
        consents.0.push(Answer { what, given, at_ms });
        let leaves = |other: &Consent| !given && other.sensor() == Some(what);
        for other in Consent::ALL.into_iter().filter(leaves) {
            if consents.answer(other).is_some_and(|answer| answer.given) {
                consents.0.push(Answer { what: other, given: false, at_ms });
            }
        }
        consents.bound();
        consents.keep(cx)
    }

    /// Forgets the oldest answers, never the last one on any thing.
    fn bound(&mut self) {
        let excess = self.0.len().saturating_sub(HISTORY_MAX);
        let latest = self.latest();
        let mut left = excess;
        self.0.retain(|answer| {
            let goes = left > 0 && latest.get(&answer.what) != Some(answer);
            left -= usize::from(goes);
            !goes
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(answers: &[(Consent, bool)]) -> Consents {
        let answer = |(at, (what, given)): (usize, &(Consent, bool))| Answer {
            what: *what,
            given: *given,
            at_ms: at as i64,
        };
        Consents(answers.iter().enumerate().map(answer).collect())
    }

    #[test]
    fn nothing_is_allowed_before_it_was_asked() {
        assert!(Consent::ALL.into_iter().all(|what| !Consents::default().allows(what)));
    }

    #[test]
    fn a_reading_needs_its_sensor() {
        let only = answered(&[(Consent::CameraPulse, true)]);
        assert!(!only.allows(Consent::CameraPulse), "without the camera there is no pulse");
        let both = answered(&[(Consent::CameraPulse, true), (Consent::Camera, true)]);
        assert!(both.allows(Consent::CameraPulse));
    }

    #[test]
    fn the_last_word_holds_and_stays_when_old_ones_are_forgotten() {
        let mut many: Vec<(Consent, bool)> = vec![(Consent::TextEmotions, true)];
        many.extend((0..2 * HISTORY_MAX).map(|at| (Consent::Camera, at % 2 == 0)));
        let mut consents = answered(&many);
        consents.bound();
        assert_eq!(consents.0.len(), HISTORY_MAX);
        assert!(consents.allows(Consent::TextEmotions), "the only word on it");
        assert!(!consents.allows(Consent::Camera), "the last word was no");
    }
}
