//! BERT's uncased WordPiece: the numbers under which MiniLM knows the pieces of a text.
//!
//! The same numbers as the package `tokenizers` gives for the same vocabulary, with one difference by
//! intent: `[CLS]` and its kin in a person's text are text, never a control token.

use base::error::{Error, Result};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A longer word is unknown as a whole (`max_input_chars_per_word` of the model's tokenizer).
const WORD_CHARS_MAX: usize = 100;

/// The vocabulary.
pub(crate) struct WordPiece {
    ids: FxHashMap<String, i64>,
    unknown: i64,
    first: i64,
    last: i64,
}

/// The parts of a `tokenizer.json` that are needed.
#[derive(Deserialize)]
struct File {
    model: Model,
}

#[derive(Deserialize)]
struct Model {
    vocab: FxHashMap<String, i64>,
}

impl WordPiece {
    /// From the bytes of a `tokenizer.json`.
    ///
    /// # Errors
    /// `Invalid` when they are none, or when the vocabulary lacks `[UNK]`, `[CLS]` or `[SEP]`.
    pub(crate) fn parse(bytes: &[u8]) -> Result<WordPiece> {
        let file: File = serde_json::from_slice(bytes)
            .map_err(|source| broken("it is no tokenizer.json").because(source))?;
        let ids = file.model.vocab;
        let id = |token: &str| {
            let id = ids.get(token).copied();
            id.ok_or_else(|| broken(&format!("its vocabulary has no {token}")))
        };
        Ok(WordPiece { unknown: id("[UNK]")?, first: id("[CLS]")?, last: id("[SEP]")?, ids })
    }

    /// The numbers of a text, from `[CLS]` to `[SEP]`, at most `limit` of them: what is longer is cut.
    pub(crate) fn encode(&self, text: &str, limit: usize) -> Vec<i64> {
        let mut ids = vec![self.first];
        for word in words(text) {
            self.split(&word, &mut ids);
            if ids.len() >= limit {
                break;
            }
        }
        ids.truncate(limit.saturating_sub(1).max(1));
        ids.push(self.last);
        ids
    }

    /// The longest piece that the vocabulary has, again and again; no way through makes the whole
    /// word unknown.
    fn split(&self, word: &str, ids: &mut Vec<i64>) {
        if word.chars().nth(WORD_CHARS_MAX).is_some() {
            ids.push(self.unknown);
            return;
        }
        let before = ids.len();
        let mut rest = word;
        let mut piece = String::new();
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, char)| at + char.len_utf8());
            let found = ends.rev().find_map(|end| {
                piece.clear();
                if rest.len() < word.len() {
                    piece.push_str("##");
                }
                piece.push_str(&rest[..end]);
                self.ids.get(piece.as_str()).map(|id| (end, *id))
            });
            let Some((end, id)) = found else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = &rest[end..];
        }
    }
}

/// The words of a text as BERT sees them: no controls, no accents, lower case, with each sign of
/// punctuation and each CJK character by itself.
fn words(text: &str) -> impl Iterator<Item = String> {
    let mut chars = text
        .chars()
        .filter(|char| !is_dropped(*char))
        .nfd()
        .filter(|char| char.general_category() != GeneralCategory::NonspacingMark)
        .flat_map(char::to_lowercase)
        .peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|char| char.is_whitespace()).is_some() {}
        let first = chars.next()?;
        let mut word = String::from(first);
        while !stands_alone(first)
            && let Some(next) = chars.next_if(|char| !char.is_whitespace() && !stands_alone(*char))
        {
            word.push(next);
        }
        Some(word)
    })
}

fn is_dropped(char: char) -> bool {
    matches!(char, '\0' | '\u{fffd}')
        || !char.is_whitespace() && char.general_category_group() == GeneralCategoryGroup::Other
}

fn stands_alone(char: char) -> bool {
    char.is_ascii_punctuation()
        || char.general_category_group() == GeneralCategoryGroup::Punctuation
        || is_cjk(char)
}

/// The blocks that BERT takes for CJK ideographs (`_is_chinese_char` of its tokenization).
fn is_cjk(char: char) -> bool {
    matches!(u32::from(char),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F
        | 0x2B740..=0x2B81F | 0x2B920..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

fn broken(why: &str) -> Error {
    Error::invalid("minilm_tokenizer.json", format!("reading the vocabulary: {why}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces() -> WordPiece {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/models/minilm_tokenizer.json");
        WordPiece::parse(&std::fs::read(path).expect("it is there")).expect("it is a vocabulary")
    }

    /// The numbers that the package tokenizers (0.23.3) gives for the same vocabulary.
    const KNOWN: &[(&str, &[i64])] = &[
        ("", &[101, 102]),
        ("Café naïve ÅNGSTRÖM don't", &[101, 7668, 15743, 17076, 15687, 2123, 1005, 1056, 102]),
        (
            "東京 is 日本's capital!",
            &[101, 1879, 1755, 2003, 1864, 1876, 1005, 1055, 3007, 999, 102],
        ),
        ("😂 🥰 ok", &[101, 100, 100, 7929, 102]),
        ("straße — “quoted”…", &[101, 2358, 27807, 1517, 1523, 9339, 1524, 1529, 102]),
        (
            "unaffable hypercalifragilistic",
            &[101, 14477, 20961, 3468, 23760, 9289, 10128, 29181, 24411, 4588, 102],
        ),
        ("e\u{301}te\u{301} soft\u{ad}hyphen", &[101, 3802, 2063, 3730, 10536, 8458, 2368, 102]),
    ];

    #[test]
    fn pieces_are_those_of_the_reference() {
        let pieces = pieces();
        for (text, ids) in KNOWN {
            assert_eq!(pieces.encode(text, 256), *ids, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_and_still_ends() {
        let pieces = pieces();
        let ids = pieces.encode(&"word ".repeat(1_000_000), 256);
        assert_eq!((ids.len(), ids[0], ids[255]), (256, 101, 102));
        let ids = pieces.encode(&"a".repeat(1_000_000), 256);
        assert_eq!(ids, [101, 100, 102], "one word that is too long is unknown");
    }

    #[test]
    fn control_tokens_in_a_text_are_text() {
        assert!(!pieces().encode("[SEP] a", 256)[1..5].contains(&102));
    }

    #[test]
    fn bytes_that_are_no_vocabulary_are_refused() {
        for bytes in ["", "{}", r#"{"model":{"vocab":{"a":1}}}"#, r#"{"model":{"vocab":[1]}}"#] {
            assert!(WordPiece::parse(bytes.as_bytes()).is_err(), "{bytes}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_pieces_within_the_limit(text in "\\PC{0,80}|.{0,80}", limit in 0..40_usize) {
            thread_local!(static PIECES: WordPiece = pieces());
            let ids = PIECES.with(|pieces| pieces.encode(&text, limit));
            prop_assert!((2..=limit.max(2)).contains(&ids.len()));
            prop_assert!(ids.iter().all(|id| (0..30_522).contains(id)));
        }
    }
}
