//! Tags that a text suggests, each with its reason: the person's own tags whose words stand in the text,
//! then words that come again and names.
//!
//! Keywords are RAKE's (Rose et al. 2010): what stands between common words and signs is a candidate, and
//! each of its words counts by how many others it stands beside.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::words::is_common;

/// A tag that fits a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The tag: as the person writes it, or in small letters when it is new.
    pub tag: String,
    /// Why.
    pub reason: Reason,
}

/// Why a tag fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The person has this tag, and its words stand in the text so many times.
    Known(usize),
    /// A name: it stands in the text with a capital letter within a sentence.
    Name,
    /// The words stand in the text so many times.
    Repeated(usize),
}

/// As much of a text is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 200_000;

/// The most tags of each kind that are suggested: more would be a list to work through. Our choice.
const SUGGESTED_MAX: usize = 6;

/// The longest new tag, in words.
const WORDS_MAX: usize = 3;

/// Suggestions for a text, the best first: first of `known`, then new ones.
pub fn tags(text: &str, known: &[String]) -> Vec<Suggestion> {
    let text = &text[..text.floor_char_boundary(TEXT_BYTES_MAX)];
    let tokens = tokens(text);
    let mut found = of_known(&tokens, known);
    let taken: Vec<Vec<String>> =
        known.iter().map(|tag| words(tag).map(|word| stem(&word)).collect()).collect();
    found.extend(new(&tokens, &taken));
    found
}

/// A word with its stem, or what stands between words.
struct Token<'a> {
    text: &'a str,
    stem: String,
    is_common: bool,
    begins_sentence: bool,
}

/// Words; a sign between words is a token without a stem.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut common: FxHashMap<String, bool> = FxHashMap::default();
    let mut begins = true;
    let mut tokens = Vec::new();
    for piece in text.split_word_bounds() {
        if piece.chars().any(char::is_alphanumeric) {
            let lower = piece.to_lowercase().replace('\u{2019}', "'");
            let has_digit = lower.chars().any(|char| char.is_numeric());
            let is_common =
                *common.entry(lower.clone()).or_insert_with(|| has_digit || is_common(&lower));
            let token =
                Token { text: piece, stem: stem(&lower), is_common, begins_sentence: begins };
            tokens.push(token);
            begins = false;
        } else if piece.chars().any(|char| !char.is_whitespace() || char == '\n') {
            // A line and a quotation begin with a capital letter, too.
            begins |= !piece.contains([',', ';', '-', '/', '&', '\'', '\u{2019}']);
            tokens.push(Token {
                text: piece,
                stem: String::new(),
                is_common: true,
                begins_sentence: false,
            });
        }
    }
    tokens
}

fn words(tag: &str) -> impl Iterator<Item = String> {
    tag.split(|char: char| !char.is_alphanumeric() && char != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// A word without the ending of its plural: Harman's S stemmer (1991).
fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if let Some(rest) = word.strip_suffix("ies")
        && !rest.ends_with(['e', 'a'])
        && rest.len() > 1
    {
        return format!("{rest}y");
    }
    if word.ends_with("es") && !["aes", "ees", "oes"].iter().any(|end| word.ends_with(end)) {
        return word[..word.len() - 1].to_owned();
    }
    match word.strip_suffix('s') {
        Some(rest) if rest.len() > 2 && !rest.ends_with(['u', 's', 'i']) => rest.to_owned(),
        _ => word.to_owned(),
    }
}

fn of_known(tokens: &[Token<'_>], known: &[String]) -> Vec<Suggestion> {
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.stem.is_empty()) {
        places.entry(&token.stem).or_default().push(at);
    }
    let mut found: Vec<(usize, &String)> = Vec::new();
    for tag in known {
        let stems: Vec<String> = words(tag).map(|word| stem(&word)).collect();
        let Some(first) = stems.first() else { continue };
        let starts = places.get(first.as_str()).map_or(&[][..], Vec::as_slice);
        let fits = |start: &&usize| {
            let run = tokens[**start..].iter().map(|token| &token.stem);
            run.take(stems.len()).eq(&stems)
        };
        let times = starts.iter().filter(fits).count();
        if times > 0 && !found.iter().any(|(_, other)| *other == tag) {
            found.push((times, tag));
        }
    }
    // Equal counts stay in the person's own order.
    found.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
    found.truncate(SUGGESTED_MAX);
    found
        .into_iter()
        .map(|(times, tag)| Suggestion { tag: tag.clone(), reason: Reason::Known(times) })
        .collect()
}

/// What is known of a candidate.
#[derive(Default)]
struct Candidate<'a> {
    first: usize,
    times: usize,
    named: usize,
    words: Vec<&'a str>,
}

fn new(tokens: &[Token<'_>], taken: &[Vec<String>]) -> Vec<Suggestion> {
    let mut candidates: BTreeMap<Vec<&str>, Candidate<'_>> = BTreeMap::new();
    // How often a word stands in candidates, and beside how many words (itself counted).
    let mut degrees: FxHashMap<&str, (f32, f32)> = FxHashMap::default();
    for run in tokens.split(|token| token.is_common) {
        for token in run {
            let degree = degrees.entry(&token.stem).or_default();
            *degree = (degree.0 + 1.0, degree.1 + run.len().min(WORDS_MAX) as f32);
        }
        for length in 1..=WORDS_MAX.min(run.len()) {
            for words in run.windows(length) {
                let key: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
                let first = candidates.len();
                let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                    first,
                    words: words.iter().map(|word| word.text).collect(),
                    ..Candidate::default()
                });
                candidate.times += 1;
                let is_name = words.iter().all(|word| {
                    word.text.starts_with(char::is_uppercase) && word.text.chars().nth(2).is_some()
                });
                candidate.named += usize::from(is_name && !words[0].begins_sentence);
            }
        }
    }
    chosen(&candidates, &degrees, taken)
}

fn chosen(
    candidates: &BTreeMap<Vec<&str>, Candidate<'_>>,
    degrees: &FxHashMap<&str, (f32, f32)>,
    taken: &[Vec<String>],
) -> Vec<Suggestion> {
    let long_enough = |key: &&Vec<&str>| key.iter().all(|word| word.chars().nth(2).is_some());
    let mut ranked: Vec<(f32, &Vec<&str>, &Candidate<'_>)> = candidates
        .iter()
        .filter(|(key, candidate)| {
            let counts = candidate.times >= 2 || candidate.named > 0;
            counts && long_enough(key) && !taken.iter().any(|tag| tag.iter().eq(key.iter()))
        })
        .map(|(key, candidate)| {
            let score =
                |word: &&str| degrees.get(word).map_or(0.0, |(times, beside)| beside / times);
            let rake: f32 = key.iter().map(score).sum();
            (rake * candidate.times as f32, key, candidate)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.first.cmp(&b.2.first)));
    let mut kept: Vec<(&Vec<&str>, &Candidate<'_>)> = Vec::new();
    for (_, key, candidate) in ranked {
        // Part of a longer one that is kept, or the other way around.
        let overlaps = |other: &Vec<&str>| {
            let (short, long) = if key.len() < other.len() { (key, other) } else { (other, key) };
            long.windows(short.len()).any(|part| part == short.as_slice())
        };
        if kept.len() < SUGGESTED_MAX && !kept.iter().any(|(other, _)| overlaps(other)) {
            kept.push((key, candidate));
        }
    }
    let suggestion = |(_, candidate): (&Vec<&str>, &Candidate<'_>)| Suggestion {
        tag: candidate.words.join(" ").to_lowercase(),
        reason: match candidate.named {
            0 => Reason::Repeated(candidate.times),
            _ => Reason::Name,
        },
    };
    kept.into_iter().map(suggestion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(text: &str, known: &[&str]) -> Vec<(String, Reason)> {
        let known: Vec<String> = known.iter().map(|tag| (*tag).to_owned()).collect();
        tags(text, &known).into_iter().map(|found| (found.tag, found.reason)).collect()
    }

    #[test]
    fn known_tags_come_first_with_how_often_they_stand_there() {
        let text = "Two runs this week. The long run was hard. Board games with Anna after.";
        let found = suggested(text, &["board-games", "Run", "running", "piano"]);
        assert_eq!(found[0], ("Run".into(), Reason::Known(2)));
        assert_eq!(found[1], ("board-games".into(), Reason::Known(1)));
        assert!(found[2..].iter().all(|(tag, _)| tag != "run" && tag != "board games"));
    }

    #[test]
    fn names_and_what_comes_again_are_suggested() {
        let text = "Took the ferry to Lisbon. The ferry was late, the café closed. We met Anna.";
        let found = suggested(text, &[]);
        assert!(found.contains(&("ferry".into(), Reason::Repeated(2))), "{found:?}");
        assert!(found.contains(&("lisbon".into(), Reason::Name)), "{found:?}");
        assert!(found.contains(&("anna".into(), Reason::Name)), "{found:?}");
        assert!(found.iter().all(|(tag, _)| tag != "took" && tag != "the"), "{found:?}");
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(suggested("", &["", "-"]).is_empty());
        assert!(suggested("12 12 12 :) :)", &[]).is_empty());
        assert!(suggested("It was what it was.", &[]).is_empty());
    }

    #[test]
    fn plurals_have_one_stem() {
        for (word, expected) in
            [("runs", "run"), ("stories", "story"), ("glass", "glass"), ("gas", "gas")]
        {
            assert_eq!(stem(word), expected);
        }
    }
}
