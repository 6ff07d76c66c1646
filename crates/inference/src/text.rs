//! What a text tells: which emotions its words name, what it is about, which texts are alike.
//!
//! The models know English only; for another language the answer is unknown. What is deliberately not
//! here: valence or arousal of single words, and any guess at a state of health. Start reading at
//! [`emotions`].

pub mod evaluate;
pub(crate) mod hashed;
pub mod labels;
pub mod minilm;
pub(crate) mod sentence;
pub mod similar;
pub mod summary;
pub mod tags;
#[cfg(test)]
mod tests;
pub(crate) mod wordpiece;
pub(crate) mod words;

use std::ops::Range;
use std::sync::Arc;

use base::error::Result;
use base::sense::{Estimate, Source, Told, Unknown};
use serde::Serialize;

use self::hashed::{Hashed, Scores};
use self::labels::{CLASSES, LABELS, TONES, Thresholds, Tone};
use self::minilm::{EMBEDDING, MiniLm};
use self::words::Language;
use crate::models::{Models, Name};

/// An emotion that the words of a text name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Emotion {
    /// One of [`LABELS`]: `gratitude`.
    pub name: &'static str,
    /// Which way it points.
    pub tone: Tone,
    /// Its probability in the sentence that names it most, 0 to 1.
    pub probability: f32,
    /// Its mean probability over all sentences, 0 to 1.
    pub mean: f32,
    /// Where that sentence lies in the text, in bytes.
    pub sentence: Range<usize>,
}

/// Hash and MiniLM together, then hash alone.
const MODELS: [&str; 2] = ["goemotions_hash_minilm", "goemotions_hash"];
const VERSION: &str = "1";

/// Fewer words name nothing.
const WORDS_MIN: usize = 2;

/// As many sentences are read, spread evenly over the text: about 4 seconds with MiniLM.
pub(crate) const SENTENCES_MAX: usize = 400;

/// In a text of many sentences one is over its threshold by chance. An emotion counts when it is in this
/// share of the sentences, or when one names it with [`CLEAR`] probability. Both are our choice.
const SHARE_MIN: f32 = 0.1;
const CLEAR: f32 = 0.5;

/// The emotions that a text names, the most probable first: each sentence is read by itself. Sure to the
/// degree in which the first is probable; covered is the share of the sentences that was read.
///
/// # Errors
/// When a model's file is not what its manifest says.
pub fn emotions(models: &Models, text: &str) -> Result<Estimate<Vec<Emotion>>> {
    let Some(reader) = Reader::open(models)? else {
        return Ok(unknown(Unknown::NoModel, MODELS[1]));
    };
    let model = MODELS[usize::from(reader.minilm.is_none())];
    match words::language(text) {
        Language::None => return Ok(unknown(Unknown::TooShort, model)),
        Language::Other => return Ok(unknown(Unknown::Language, model)),
        Language::English => {}
    }
    if words::words(text).nth(WORDS_MIN - 1).is_none() {
        return Ok(unknown(Unknown::TooShort, model));
    }
    let (sentences, all) = some_sentences(text);
    let mut read = Vec::with_capacity(sentences.len());
    for range in &sentences {
        read.push(reader.logits(&text[range.clone()])?.map(labels::probability));
    }
    let named = named(&sentences, &read, reader.thresholds());
    let Some(first) = named.first() else {
        return Ok(unknown(Unknown::Unsure, model));
    };
    Ok(Estimate {
        quality: first.probability,
        coverage: sentences.len() as f32 / all as f32,
        told: Told::Value(named),
        source: Source::Text,
        model,
        version: VERSION,
    })
}

fn unknown(why: Unknown, model: &'static str) -> Estimate<Vec<Emotion>> {
    Estimate {
        told: Told::Unknown(why),
        quality: 0.0,
        coverage: 0.0,
        source: Source::Text,
        model,
        version: VERSION,
    }
}

/// What a text means, as 384 numbers of length 1; `None` when MiniLM is not installed or the text has no
/// word. A text of more than 256 word pieces is read by sentences (at most [`SENTENCES_MAX`], evenly
/// spread): then it is the mean of theirs, brought to length 1 again.
///
/// # Errors
/// When a model's file is not what its manifest says.
pub fn embed(models: &Models, text: &str) -> Result<Option<[f32; EMBEDDING]>> {
    if words::words(text).next().is_none() {
        return Ok(None);
    }
    let Some(minilm) = MiniLm::open(models)? else { return Ok(None) };
    if minilm.fits(text) {
        return Ok(Some(minilm.read(text)?.embedding));
    }
    let mut sum = [0.0; EMBEDDING];
    for range in some_sentences(text).0 {
        let meaning = minilm.read(&text[range])?;
        for (sum, value) in sum.iter_mut().zip(meaning.embedding) {
            *sum += value;
        }
    }
    let norm = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
    Ok((norm > 1e-6).then(|| sum.map(|value| value / norm)))
}

/// The models that are there, and how their logits are put together.
pub(crate) struct Reader {
    hashed: Arc<Hashed>,
    minilm: Option<(MiniLm, Arc<Thresholds>)>,
}

impl Reader {
    /// `None` when not even the hash model is installed.
    pub(crate) fn open(models: &Models) -> Result<Option<Reader>> {
        let Some(hashed) = models.parsed(Name::TextEmotion, Hashed::parse)? else {
            return Ok(None);
        };
        // Together they have thresholds of their own; without these the second is of no use.
        let thresholds = models.parsed(Name::TextEmotionThresholds, labels::thresholds)?;
        let minilm = match thresholds {
            Some(thresholds) => MiniLm::open(models)?.map(|minilm| (minilm, thresholds)),
            None => None,
        };
        Ok(Some(Reader { hashed, minilm }))
    }

    /// The logits of one sentence: those of the hash model, averaged with MiniLM's.
    pub(crate) fn logits(&self, sentence: &str) -> Result<Scores> {
        let hashed = self.hashed.logits(sentence);
        let Some((minilm, _)) = &self.minilm else { return Ok(hashed) };
        let read = minilm.read(sentence)?.logits;
        Ok(std::array::from_fn(|class| 0.5 * (hashed[class] + read[class])))
    }

    pub(crate) fn thresholds(&self) -> &Scores {
        match &self.minilm {
            Some((_, thresholds)) => &thresholds.0,
            None => self.hashed.thresholds(),
        }
    }
}

/// At most [`SENTENCES_MAX`] of a text's sentences, evenly spread, and how many there are.
fn some_sentences(text: &str) -> (Vec<Range<usize>>, usize) {
    let has_words = |range: &Range<usize>| text[range.clone()].chars().any(char::is_alphanumeric);
    let all: Vec<_> = sentence::ranges(text).filter(has_words).collect();
    let count = all.len();
    if count <= SENTENCES_MAX {
        return (all, count);
    }
    let spread = (0..SENTENCES_MAX).map(|index| all[index * count / SENTENCES_MAX].clone());
    (spread.collect(), count)
}

fn named(sentences: &[Range<usize>], read: &[Scores], thresholds: &Scores) -> Vec<Emotion> {
    let mut named: Vec<Emotion> = (0..CLASSES)
        .filter_map(|class| {
            let of_class = || read.iter().map(|scores| scores[class]);
            let (at, most) = of_class().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
            let over = of_class().filter(|score| *score > thresholds[class]).count();
            let share = over as f32 / read.len() as f32;
            let counts = over > 0 && (share >= SHARE_MIN || most >= CLEAR);
            counts.then(|| Emotion {
                name: LABELS[class],
                tone: TONES[class],
                probability: most,
                mean: of_class().sum::<f32>() / read.len() as f32,
                sentence: sentences[at].clone(),
            })
        })
        .collect();
    named.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    named
}
