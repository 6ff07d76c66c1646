//! Words for moods, each with its place on the field.
//!
//! Places are our own judgment after the circumplex of affect (Russell 1980), made so that words lie
//! near every spot that a finger may rest on; they are a help to find a word, not a measurement. The
//! English word is its id for ever: check-ins hold it as it is, and the window may show another
//! language. Words that name an illness are not among them.

use super::place::Place;

/// A word and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word, in lower case.
    pub(crate) text: &'static str,
    /// Where it lies.
    pub(crate) place: Place,
}

const fn word(text: &'static str, valence: i64, energy: i64) -> Word {
    Word { text, place: Place { valence, energy } }
}

/// Every shipped word.
pub(crate) static WORDS: &[Word] = &[
    // Pleasant and energetic.
    word("ecstatic", 96, 92),
    word("thrilled", 84, 88),
    word("elated", 92, 74),
    word("excited", 70, 82),
    word("amazed", 56, 92),
    word("enthusiastic", 74, 66),
    word("energized", 54, 78),
    word("joyful", 92, 54),
    word("inspired", 64, 58),
    word("lively", 46, 62),
    word("eager", 36, 74),
    word("delighted", 82, 42),
    word("playful", 60, 44),
    word("motivated", 44, 48),
    word("confident", 56, 32),
    word("proud", 72, 30),
    word("cheerful", 70, 18),
    word("amused", 46, 34),
    word("determined", 28, 56),
    word("curious", 32, 36),
    word("focused", 30, 20),
    word("hopeful", 48, 20),
    word("happy", 84, 22),
    word("loved", 92, 8),
    word("grateful", 76, 4),
    word("optimistic", 58, 10),
    word("moved", 36, 6),
    // Energetic, neither pleasant nor unpleasant.
    word("surprised", 10, 78),
    word("wired", -8, 90),
    word("busy", 4, 58),
    word("alert", 14, 42),
    word("astonished", 24, 92),
    word("distracted", -12, 26),
    word("restless", -20, 46),
    word("shocked", -30, 94),
    word("impatient", -30, 62),
    // Unpleasant and energetic.
    word("panicked", -84, 96),
    word("furious", -94, 86),
    word("agitated", -56, 84),
    word("on edge", -40, 78),
    word("angry", -82, 74),
    word("nervous", -46, 66),
    word("anxious", -62, 68),
    word("afraid", -78, 60),
    word("stressed", -62, 56),
    word("overwhelmed", -72, 48),
    word("tense", -44, 52),
    word("disgusted", -92, 46),
    word("irritated", -54, 42),
    word("frustrated", -66, 38),
    word("worried", -48, 34),
    word("annoyed", -40, 38),
    word("confused", -30, 28),
    word("resentful", -84, 30),
    word("jealous", -70, 26),
    word("embarrassed", -56, 22),
    word("insecure", -44, 14),
    word("uncertain", -26, 10),
    word("guilty", -70, 12),
    word("ashamed", -84, 12),
    // Around the middle.
    word("okay", 14, 2),
    word("so-so", -6, -6),
    word("neutral", 0, 4),
    word("indifferent", -14, -24),
    word("thoughtful", 16, -16),
    word("nostalgic", 2, -30),
    word("hesitant", -20, -4),
    // Unpleasant and calm.
    word("hurt", -78, -4),
    word("disappointed", -54, -6),
    word("vulnerable", -36, -10),
    word("heartbroken", -94, -16),
    word("discouraged", -62, -18),
    word("lonely", -74, -24),
    word("homesick", -44, -22),
    word("down", -58, -32),
    word("sad", -76, -38),
    word("melancholy", -38, -36),
    word("miserable", -92, -36),
    word("gloomy", -52, -44),
    word("grieving", -84, -52),
    word("bored", -26, -44),
    word("numb", -46, -56),
    word("empty", -66, -58),
    word("hopeless", -92, -64),
    word("weary", -34, -60),
    word("withdrawn", -56, -70),
    word("tired", -22, -72),
    word("drained", -46, -78),
    word("burned out", -70, -80),
    word("exhausted", -36, -92),
    word("sluggish", -14, -56),
    // Pleasant and calm.
    word("satisfied", 68, -10),
    word("relieved", 44, -10),
    word("fulfilled", 86, -14),
    word("content", 60, -24),
    word("balanced", 34, -22),
    word("at ease", 46, -34),
    word("safe", 68, -36),
    word("comfortable", 54, -44),
    word("blissful", 92, -38),
    word("cozy", 78, -50),
    word("calm", 44, -54),
    word("unhurried", 24, -40),
    word("peaceful", 66, -60),
    word("relaxed", 54, -68),
    word("serene", 84, -68),
    word("mellow", 32, -66),
    word("quiet", 8, -50),
    word("tranquil", 70, -82),
    word("rested", 42, -80),
    word("dreamy", 22, -78),
    word("sleepy", 2, -84),
    word("drowsy", -10, -96),
    word("still", 34, -94),
    word("hushed", 92, -92),
];

/// The longest word, characters.
pub(crate) const WORD_CHARS_MAX: usize = 40;

/// A word as it is kept: in lower case, blanks folded. Nothing when nothing is left or it is no word.
pub(crate) fn folded(text: &str) -> Option<String> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let fits = !folded.is_empty() && folded.chars().count() <= WORD_CHARS_MAX;
    (fits && !folded.contains(char::is_control)).then_some(folded)
}

/// The shipped word of that text.
pub(crate) fn shipped(text: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.text == text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_told_apart_and_lie_on_the_field() {
        let texts: BTreeSet<&str> = WORDS.iter().map(|word| word.text).collect();
        assert_eq!(texts.len(), WORDS.len(), "no word twice");
        let places: BTreeSet<(i64, i64)> =
            WORDS.iter().map(|word| (word.place.valence, word.place.energy)).collect();
        assert_eq!(places.len(), WORDS.len(), "no two words at one place");
        for word in WORDS {
            assert!(Place::new(word.place.valence, word.place.energy).is_ok(), "{}", word.text);
            assert_eq!(folded(word.text).as_deref(), Some(word.text));
        }
    }

    #[test]
    fn words_lie_near_every_place() {
        const NEAR: i64 = 38; // A fifth of the field's width: what a thumb covers.
        for valence in (-100..=100).step_by(10) {
            for energy in (-100..=100).step_by(10) {
                let here = Place { valence, energy };
                let near =
                    WORDS.iter().filter(|word| word.place.apart(here) <= NEAR * NEAR).count();
                assert!(near >= 2, "{near} words near {valence}, {energy}");
            }
        }
        for (valence, energy) in [(1, 1), (1, -1), (-1, 1), (-1, -1)] {
            let within =
                |word: &&Word| word.place.valence * valence > 0 && word.place.energy * energy > 0;
            let count = WORDS.iter().filter(within).count();
            assert!(count >= 20, "{count} words in a quarter of the field");
        }
    }
}
