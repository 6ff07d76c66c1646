//! The hashed n-gram model of text emotion: a linear model over words, pairs of words and pieces of
//! words, trained on GoEmotions (Demszky et al. 2020). It needs no engine and reads a sentence in
//! well under a millisecond.
//!
//! The file, little endian: `TEH1`, the number of bits of a hash, the number of classes, the number of
//! rows (u32 each); per class a scale, a bias and a threshold (f32); per row its hash (u32), then per
//! row its inverse document frequency (f16), then per row one weight per class (i8, times the scale).

use base::error::{Error, Result};
use rustc_hash::FxHashMap;
use tract_onnx::prelude::f16;

use super::labels::CLASSES;

const MAGIC: &[u8; 4] = b"TEH1";
const HEADER: usize = 16;

/// Hashes have at most this many bits: what a table of rows takes stays within 4 MB.
const BITS_MAX: u32 = 20;

/// One figure for each emotion, in the order of [`super::labels::LABELS`].
pub(crate) type Scores = [f32; CLASSES];

/// The model, ready to read.
pub(crate) struct Hashed {
    mask: u32,
    bias: Scores,
    thresholds: Scores,
    scales: Scores,
    /// For each hash one more than its row, or 0 where training saw nothing.
    row_of: Vec<u32>,
    idf: Vec<f32>,
    // Invariant: weights.len() == idf.len() * CLASSES.
    weights: Vec<i8>,
}

impl Hashed {
    /// From the bytes of the file.
    ///
    /// # Errors
    /// `Invalid` when they are not such a model, or hold numbers that are none.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Hashed> {
        let header = bytes.get(..HEADER).filter(|header| header.starts_with(MAGIC));
        let header = header.ok_or_else(|| broken("it does not begin as one"))?;
        let [bits, classes, rows] = [4, 8, 12].map(|at| word(header, at));
        if bits == 0 || bits > BITS_MAX || classes as usize != CLASSES || rows > 1 << bits {
            return Err(broken("its sizes are not those of this version"));
        }
        let rows = rows as usize;
        let wanted = HEADER + 3 * 4 * CLASSES + rows * (4 + 2 + CLASSES);
        if bytes.len() != wanted {
            let words = format!("it has {} bytes instead of {wanted}", bytes.len());
            return Err(broken(&words));
        }
        let (figures, rest) = bytes[HEADER..].split_at(3 * 4 * CLASSES);
        let (hashes, rest) = rest.split_at(4 * rows);
        let (idf, weights) = rest.split_at(2 * rows);
        let mut row_of = vec![0_u32; 1 << bits];
        for (row, hash) in (1..).zip(hashes.chunks_exact(4)) {
            let slot = row_of.get_mut(word(hash, 0) as usize);
            *slot.ok_or_else(|| broken("a row has a hash of too many bits"))? = row;
        }
        let idf: Vec<f32> = idf
            .chunks_exact(2)
            .map(|pair| f16::from_le_bytes([pair[0], pair[1]]).to_f32())
            .collect();
        let [scales, bias, thresholds] = [0, 1, 2].map(|part| scores(figures, part));
        let figures = [scales, bias, thresholds].concat();
        if !figures.iter().chain(&idf).all(|figure| figure.is_finite()) {
            return Err(broken("it holds a number that is none"));
        }
        let weights = weights.iter().map(|byte| byte.cast_signed()).collect();
        Ok(Hashed { mask: (1 << bits) - 1, bias, thresholds, scales, row_of, idf, weights })
    }

    /// For each emotion the probability from which this model alone names it: the best F1 on the
    /// development part of GoEmotions.
    pub(crate) fn thresholds(&self) -> &Scores {
        &self.thresholds
    }

    /// The logits of one sentence.
    pub(crate) fn logits(&self, sentence: &str) -> Scores {
        let counts = features(sentence, self.mask);
        let mut sums = [0.0_f32; CLASSES];
        let mut squares = 0.0_f32;
        for (hash, count) in counts {
            let Some(row) = self.row_of[hash as usize].checked_sub(1) else { continue };
            let row = row as usize;
            // Log term frequency times inverse document frequency.
            let value = (1.0 + (count as f32).ln()) * self.idf[row];
            squares += value * value;
            let weights = &self.weights[row * CLASSES..(row + 1) * CLASSES];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * f32::from(*weight);
            }
        }
        let norm = squares.sqrt().max(1e-6);
        std::array::from_fn(|class| sums[class] / norm * self.scales[class] + self.bias[class])
    }
}

/// How often each hashed feature stands in a sentence: words, pairs of words, and pieces of 3 to 5
/// characters of a word between angle brackets.
// The order of a hash map would make the last bits of a sum differ from run to run.
fn features(sentence: &str, mask: u32) -> std::collections::BTreeMap<u32, u32> {
    let lower = sentence.to_lowercase();
    let tokens = tokens(&lower);
    let mut counts = FxHashMap::default();
    let mut add = |parts: &[&str]| {
        let mut hasher = crc32fast::Hasher::new();
        for part in parts {
            hasher.update(part.as_bytes());
        }
        *counts.entry(hasher.finalize() & mask).or_insert(0) += 1;
    };
    for (index, token) in tokens.iter().enumerate() {
        add(&["w", token]);
        if let Some(next) = tokens.get(index + 1) {
            add(&["b", token, " ", next]);
        }
        if token.starts_with(char::is_alphanumeric) {
            let word = format!("<{token}>");
            let ends: Vec<usize> =
                word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
            for length in 3..=5 {
                for piece in ends.windows(length + 1) {
                    add(&["c", &word[piece[0]..piece[length]]]);
                }
            }
        }
    }
    counts.into_iter().collect()
}

/// Words with their apostrophes, runs of `!?.`, and every other sign by itself: the pattern
/// `[\w']+|[!?.]+|[^\w\s]` of the training.
fn tokens(text: &str) -> Vec<&str> {
    #[derive(PartialEq)]
    enum Kind {
        Word,
        Stop,
        Sign,
        Blank,
    }
    let kind = |char: char| match char {
        '\'' | '_' => Kind::Word,
        '!' | '?' | '.' => Kind::Stop,
        char if char.is_alphanumeric() => Kind::Word,
        char if char.is_whitespace() => Kind::Blank,
        _ => Kind::Sign,
    };
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        let first = kind(char);
        if first == Kind::Blank {
            continue;
        }
        let mut end = start + char.len_utf8();
        while first != Kind::Sign
            && let Some((at, next)) = chars.next_if(|(_, next)| kind(*next) == first)
        {
            end = at + next.len_utf8();
        }
        tokens.push(&text[start..end]);
    }
    tokens
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The `part`th run of one f32 per class.
fn scores(figures: &[u8], part: usize) -> Scores {
    std::array::from_fn(|class| f32::from_bits(word(figures, 4 * (part * CLASSES + class))))
}

fn broken(why: &str) -> Error {
    Error::invalid("text_emotion_hash28.bin", format!("reading the text model: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_training() {
        assert_eq!(
            tokens("i'm so happy!!! (really) 😀😀 a_b 1.5"),
            ["i'm", "so", "happy", "!!!", "(", "really", ")", "😀", "😀", "a_b", "1", ".", "5"]
        );
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        let mut cut = b"TEH1".to_vec();
        cut.extend([17_u32, 28, 1].iter().flat_map(|word| word.to_le_bytes()));
        let tries: [&[u8]; 4] = [b"", b"TEH1", b"TEH2aaaaaaaaaaaaaaaaaaaaaaaa", &cut];
        for bytes in tries {
            assert!(Hashed::parse(bytes).is_err(), "{} bytes are no model", bytes.len());
        }
    }

    #[test]
    fn a_row_outside_the_table_is_refused() {
        let mut bytes = b"TEH1".to_vec();
        bytes.extend([17_u32, 28, 1].iter().flat_map(|word| word.to_le_bytes()));
        bytes.extend([0; 3 * 4 * CLASSES]);
        bytes.extend((1_u32 << 17).to_le_bytes());
        bytes.extend([0; 2 + CLASSES]);
        assert!(Hashed::parse(&bytes).is_err());
        // Within the table it is a model.
        bytes[16 + 3 * 4 * CLASSES + 2] = 0;
        assert!(Hashed::parse(&bytes).is_ok());
    }
}
