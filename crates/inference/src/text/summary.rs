//! The few sentences of a text that say most of it, as they stand: no word is added or changed.
//!
//! TextRank (Mihalcea and Tarau 2004): sentences that share words recommend one another, and the best
//! recommended are taken. Works in any language that puts spaces between words.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{some_sentences, words};

/// Damping and rounds of PageRank, as in TextRank's paper; 40 rounds bring it within 0.2 %.
const DAMPING: f32 = 0.85;
const ROUNDS: usize = 40;

/// A sentence this much like one that is taken already says nothing new. Our choice.
const ALIKE: f32 = 0.6;

/// The `count` sentences that say most, in the order of the text: byte ranges. All of them when there are
/// no more. Of a very long text at most 400 sentences are weighed, evenly spread.
pub fn summary(text: &str, count: usize) -> Vec<Range<usize>> {
    let (sentences, _) = some_sentences(text);
    if sentences.len() <= count {
        return sentences;
    }
    let vectors = vectors(text, &sentences);
    let alike = similarities(&vectors);
    let ranks = ranks(&alike);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    order.sort_by(|a, b| ranks[*b].total_cmp(&ranks[*a]).then(a.cmp(b)));
    let mut taken: Vec<usize> = Vec::new();
    for index in order {
        let is_new = taken.iter().all(|other| alike[index][*other] < ALIKE);
        if taken.len() < count && is_new && !vectors[index].is_empty() {
            taken.push(index);
        }
    }
    taken.sort_unstable();
    taken.into_iter().map(|index| sentences[index].clone()).collect()
}

/// A sentence's words with their weights, of length 1 together.
type Vector = BTreeMap<u32, f32>;

/// Term frequency times inverse sentence frequency, without common words.
fn vectors(text: &str, sentences: &[Range<usize>]) -> Vec<Vector> {
    let mut ids: FxHashMap<String, u32> = FxHashMap::default();
    let mut common: FxHashMap<String, bool> = FxHashMap::default();
    let mut held_by: Vec<u32> = Vec::new();
    let mut vectors: Vec<Vector> = Vec::with_capacity(sentences.len());
    for range in sentences {
        let mut vector = Vector::new();
        for word in words::words(&text[range.clone()]) {
            if *common.entry(word.clone()).or_insert_with(|| words::is_common(&word)) {
                continue;
            }
            let id = *ids.entry(word).or_insert_with(|| {
                held_by.push(0);
                held_by.len() as u32 - 1
            });
            *vector.entry(id).or_insert(0.0) += 1.0;
        }
        vector.keys().for_each(|id| held_by[*id as usize] += 1);
        vectors.push(vector);
    }
    for vector in &mut vectors {
        for (id, weight) in vector.iter_mut() {
            let share = sentences.len() as f32 / held_by[*id as usize] as f32;
            *weight = (1.0 + weight.ln()) * (1.0 + share.ln());
        }
        let norm = vector.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        vector.values_mut().for_each(|weight| *weight /= norm.max(f32::MIN_POSITIVE));
    }
    vectors
}

/// The cosine of each pair of sentences; of a sentence with itself 0.
fn similarities(vectors: &[Vector]) -> Vec<Vec<f32>> {
    let mut holders: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
    for (index, vector) in vectors.iter().enumerate() {
        for (id, weight) in vector {
            holders.entry(*id).or_default().push((index, *weight));
        }
    }
    let mut alike = vec![vec![0.0; vectors.len()]; vectors.len()];
    for holders in holders.values() {
        for (a, weight) in holders {
            for (b, other) in holders.iter().filter(|(b, _)| a != b) {
                alike[*a][*b] += weight * other;
            }
        }
    }
    alike
}

fn ranks(alike: &[Vec<f32>]) -> Vec<f32> {
    let sums: Vec<f32> = alike.iter().map(|row| row.iter().sum()).collect();
    let mut ranks = vec![1.0; alike.len()];
    for _ in 0..ROUNDS {
        let mut next = vec![1.0 - DAMPING; alike.len()];
        for (from, row) in alike.iter().enumerate().filter(|(from, _)| sums[*from] > 0.0) {
            let share = DAMPING * ranks[from] / sums[from];
            next.iter_mut().zip(row).for_each(|(next, alike)| *next += share * alike);
        }
        ranks = next;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: &str = "We took the early train to the coast. The coast was empty and windy. \
        I forgot my gloves. The train back from the coast was late. Dinner was soup. \
        The wind at the coast made the train stop twice.";

    fn shown(text: &str, count: usize) -> Vec<&str> {
        summary(text, count).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_most_sentences_speak_of_is_kept_in_order() {
        let kept = shown(DAY, 2);
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|sentence| sentence.contains("coast")), "{kept:?}");
        assert!(DAY.find(kept[0]) < DAY.find(kept[1]), "the order of the text is kept");
    }

    #[test]
    fn a_short_text_is_its_own_summary() {
        assert_eq!(shown("One thing. Another thing.", 3), ["One thing.", "Another thing."]);
        assert!(shown("", 3).is_empty());
        assert!(shown(DAY, 0).is_empty());
    }

    #[test]
    fn the_same_sentence_is_taken_once() {
        let text = "The sea was loud tonight. The sea was loud tonight. The sea was loud tonight. \
            Friends played cards near the sea. Music played.";
        let kept = shown(text, 2);
        assert_eq!(kept.len(), 2);
        assert_ne!(kept[0], kept[1]);
    }
}
