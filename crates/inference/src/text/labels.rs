//! The 27 emotions of GoEmotions and neutral, and how its authors group them.
//!
//! What is deliberately not here: valence and arousal of each word. The published tables either may not
//! be given on or rate the word, not the feeling; the groups below are the data set's own.

use base::error::{Error, Result};
use serde::Serialize;

use super::hashed::Scores;

/// How many classes there are.
pub const CLASSES: usize = 28;

/// Their names, in the order of the data set.
pub const LABELS: [&str; CLASSES] = [
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
];

/// Which way an emotion points: the groups of the data set's paper (Demszky et al. 2020, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Amusement, joy, gratitude and their kin.
    Positive,
    /// Anger, fear, sadness and their kin.
    Negative,
    /// Realization, surprise, curiosity, confusion.
    Ambiguous,
    /// None of them.
    Neutral,
}

/// The group of each class.
pub(crate) const TONES: [Tone; CLASSES] = {
    use Tone::{Ambiguous as A, Negative as N, Neutral, Positive as P};
    [P, P, N, N, P, P, A, A, P, N, N, N, N, P, N, P, N, P, P, N, P, P, A, P, N, N, A, Neutral]
};

/// Ekman's emotions and neutral, with the classes that the data set's authors count to each
/// (their file `ekman_mapping.json`).
pub(crate) const EKMAN: [(&str, &[usize]); 7] = [
    ("anger", &[2, 3, 10]),
    ("disgust", &[11]),
    ("fear", &[14, 19]),
    ("joy", &[0, 1, 4, 5, 8, 13, 15, 17, 18, 20, 21, 23]),
    ("sadness", &[9, 12, 16, 24, 25]),
    ("surprise", &[6, 7, 22, 26]),
    ("neutral", &[27]),
];

/// The classes of each [`Tone`].
pub(crate) const GROUPS: [(&str, &[usize]); 4] = [
    ("positive", &[0, 1, 4, 5, 8, 13, 15, 17, 18, 20, 21, 23]),
    ("negative", &[2, 3, 9, 10, 11, 12, 14, 16, 19, 24, 25]),
    ("ambiguous", &[6, 7, 22, 26]),
    ("neutral", &[27]),
];

/// The probabilities from which hash and MiniLM together name an emotion (the best F1 of their averaged
/// logits on the development part of GoEmotions), from their file: one class a line, its number and
/// its probability.
///
/// # Errors
/// `Invalid` when it is not that, with the line.
pub(crate) fn thresholds(bytes: &[u8]) -> Result<Thresholds> {
    let broken = |line: usize| {
        let field = format!("text_emotion_thresholds.txt:{line}");
        Error::invalid(field, "a line of thresholds is a class and its probability, in order")
    };
    let text = std::str::from_utf8(bytes).map_err(|_| broken(1))?;
    let mut thresholds = [0.0; CLASSES];
    let mut lines = text.lines();
    for (class, threshold) in thresholds.iter_mut().enumerate() {
        let line = lines.next().and_then(|line| line.split_once(' '));
        let (number, figure) = line.ok_or_else(|| broken(class + 1))?;
        let figure: Option<f32> = figure.trim().parse().ok();
        let figure = figure.filter(|figure| (0.0..=1.0).contains(figure));
        *threshold =
            figure.filter(|_| number.parse() == Ok(class)).ok_or_else(|| broken(class + 1))?;
    }
    match lines.next() {
        None => Ok(Thresholds(thresholds)),
        Some(_) => Err(broken(CLASSES + 1)),
    }
}

/// What [`thresholds`] reads.
pub(crate) struct Thresholds(pub(crate) Scores);

/// The logistic function.
pub(crate) fn probability(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_one_a_line() {
        let text: String = (0..CLASSES).map(|class| format!("{class} 0.100\n")).collect();
        assert_eq!(thresholds(text.as_bytes()).expect("they are").0, [0.1; CLASSES]);
        for broken in [
            "",
            &text[8..],
            &format!("{text}28 0.1\n"),
            &text.replace("0.100", "1.5"),
            "0 NaN\n",
            "\u{0}",
        ] {
            assert!(thresholds(broken.as_bytes()).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn every_class_has_one_place_in_each_grouping() {
        for (name, groups) in [("ekman", &EKMAN[..]), ("tone", &GROUPS[..])] {
            let mut seen = [0; CLASSES];
            groups.iter().flat_map(|(_, classes)| *classes).for_each(|class| seen[*class] += 1);
            assert_eq!(seen, [1; CLASSES], "{name}");
        }
        for (class, tone) in TONES.iter().enumerate() {
            let group = GROUPS.iter().find(|(_, classes)| classes.contains(&class));
            let named = group.map(|(name, _)| *name).expect("it is in one");
            assert_eq!(serde_json::to_value(tone).expect("it is a word"), named);
        }
    }
}
