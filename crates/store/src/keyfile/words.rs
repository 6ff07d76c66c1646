//! The 24 words that a person keeps on paper.

use base::env::Env;
use base::error::{Error, Result};
use bip39::{Language, Mnemonic};
use zeroize::{Zeroize, Zeroizing};

/// 256 random bits that a person keeps on paper, as 24 words of the English BIP39 list.
///
/// Whoever has them opens the vault: they are shown, never logged; zeroed when dropped.
pub struct RecoveryWords(pub(super) Zeroizing<[u8; 32]>);

impl RecoveryWords {
    /// Words in a phrase.
    pub const COUNT: usize = 24;

    pub(super) fn generate(env: &dyn Env) -> RecoveryWords {
        let mut bits = Zeroizing::new([0; 32]);
        env.fill(bits.as_mut());
        RecoveryWords(bits)
    }

    /// From what a person typed: capitals, line breaks, numbering and commas do not matter, and four
    /// letters tell a word.
    ///
    /// # Errors
    /// `Invalid` with the place of the first word that is not on the list (never the word itself), with
    /// the count when it is not 24, or when the last word's checksum says that one word is another.
    pub fn parse(text: &str) -> Result<RecoveryWords> {
        let invalid = |message: String| Error::invalid("recovery_words", message);
        let lower = Zeroizing::new(text.to_lowercase());
        let mut phrase = Zeroizing::new(String::with_capacity(RecoveryWords::COUNT * 9));
        let mut count = 0;
        for typed in lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            count += 1;
            let word = on_the_list(typed).ok_or_else(|| {
                invalid(format!("word {count} is not one of the recovery words' list"))
            })?;
            phrase.push_str(word);
            phrase.push(' ');
        }
        if count != RecoveryWords::COUNT {
            return Err(invalid(format!(
                "there are {} recovery words, not {count}",
                RecoveryWords::COUNT
            )));
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, phrase.trim_end())
            .map_err(|_| {
                invalid("one of the recovery words is another, or two are swapped".into())
            })?;
        let (mut entropy, _) = mnemonic.to_entropy_array();
        let mut bits = Zeroizing::new([0; 32]);
        bits.copy_from_slice(&entropy[..32]);
        entropy.zeroize();
        Ok(RecoveryWords(bits))
    }

    /// The 24 words in order.
    pub fn words(&self) -> Vec<&'static str> {
        let mnemonic = Mnemonic::from_entropy_in(Language::English, self.0.as_ref())
            .expect("256 bits make 24 words");
        mnemonic.words().collect()
    }

    /// The 256 bits themselves, for keys that are derived from them elsewhere.
    pub fn bits(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    pub(super) fn key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key("everkept 2026 recovery words", self.0.as_ref()))
    }
}

fn on_the_list(typed: &str) -> Option<&'static str> {
    let mut found = Language::English.words_by_prefix_iter(typed);
    let first = found.next()?;
    // The list is made so that four letters tell a word; `add` is one, and begins `addict`.
    (first == typed || (typed.len() >= 4 && found.next().is_none())).then_some(first)
}
