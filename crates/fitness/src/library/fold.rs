//! Names as they are compared: `Bench Press (Barbell)` and `barbell bench presses` are one.

use unicode_normalization::UnicodeNormalization;

/// A name in lower case, without accents, marks and the plural's s; words are parted by one blank.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let marks = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    // `Farmer's` is one word.
    let plain = name.nfkd().filter(|c| !marks(c) && !matches!(c, '\'' | '’'));
    for c in plain.flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true => folded.push(c),
            false if folded.ends_with(' ') || folded.is_empty() => {}
            false => folded.push(' '),
        }
    }
    let words: Vec<&str> = folded.split_whitespace().map(singular).collect();
    words.join(" ")
}

/// A word without the plural's s: `presses` and `press`, `curls` and `curl`.
fn singular(word: &str) -> &str {
    match word.strip_suffix("es") {
        Some(stem) if stem.ends_with("ss") || stem.ends_with("ch") || stem.ends_with("sh") => stem,
        _ => match word.strip_suffix('s') {
            Some(stem) if stem.len() >= 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
            _ => word,
        },
    }
}

/// The words of a folded name in the order of the alphabet, each once.
pub(super) fn bag(folded: &str) -> String {
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// How much two folded names have in common, thousandths: shared words of all words (Jaccard 1901).
pub(super) fn overlap(one: &str, other: &str) -> u32 {
    let words = |name: &str| name.split(' ').filter(|word| !word.is_empty()).count();
    let shared = one.split(' ').filter(|word| !word.is_empty() && has(other, word)).count();
    let all = words(one) + words(other) - shared.min(words(other));
    u32::try_from(shared * 1000 / all.max(1)).unwrap_or(0)
}

fn has(name: &str, word: &str) -> bool {
    name.split(' ').any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_fold_alike() {
        for (name, folded) in [
            ("Bench Press (Barbell)", "bench press barbell"),
            ("  BARBELL_BENCH_PRESS ", "barbell bench press"),
            ("Bench Presses", "bench press"),
            ("Farmer’s Walk", "farmer walk"),
            ("Développé couché", "developpe couche"),
            ("T-Bar Row", "t bar row"),
            ("Crunches", "crunch"),
            ("Lunges", "lunge"),
            ("Pull-ups", "pull up"),
            ("", ""),
        ] {
            assert_eq!(fold(name), folded, "{name}");
            assert_eq!(fold(folded), folded, "folding twice changes nothing");
        }
        assert_eq!(bag("press bench press"), bag("bench press"));
        assert_eq!(overlap("bench press", "bench press"), 1000);
        assert_eq!(overlap("bench press", "leg press"), 333);
        assert_eq!(overlap("", "leg press"), 0);
    }
}
