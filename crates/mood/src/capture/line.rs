//! One line, word by word.

use jiff::civil::Time;

use crate::model::place::{EDGE, Place};

/// What a line tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) felt: Felt,
    /// What was around it, without the word that joins it: `yoga`.
    pub(super) about: Option<String>,
    /// What is noted: `after yoga`, or all of the line when a shade of it would be lost.
    pub(super) note: String,
    pub(super) yesterday: bool,
    pub(super) time: Option<Time>,
    /// Whether it can hardly mean anything else.
    pub(super) sure: bool,
}

/// How it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Felt {
    /// A number of a scale, and how it was written.
    Rated { valence: i64, shown: String },
    /// Words with their places.
    Words(Vec<(String, Place)>),
}

/// A longer line is a sentence, characters.
const LINE_CHARS_MAX: usize = 160;
/// The most words of a mood in one line.
const WORDS_MAX: usize = 5;
/// The most written words of which one word of a mood is made: `on edge`.
const JOINED_MAX: usize = 3;

/// What says that a mood follows.
const BEGINNINGS: &[&[&str]] = &[
    &["i", "am", "feeling"],
    &["i'm", "feeling"],
    &["i", "feel"],
    &["i", "felt"],
    &["i", "am"],
    &["i'm"],
    &["feeling"],
    &["feel"],
    &["felt"],
    &["mood"],
];
/// What joins words of a mood.
const JOINS: &[&str] = &["and", "but", "&", "+", "yet"];
/// What makes a word weaker or stronger: not of the place, but kept in the note.
const SHADES: &[&str] = &[
    "very", "really", "so", "quite", "rather", "slightly", "pretty", "somewhat", "a", "bit",
    "little",
];
/// What joins a mood and what was around it.
const AROUND: &[&str] = &["after", "before", "during", "because", "about", "since", "while"];
/// The same, when the line has said that a mood follows.
const AROUND_SAID: &[&str] = &["at", "with", "in", "from", "on", "of", "for", "when", "as", "by"];
/// Words that say many other things unless the line has said that a mood follows.
const MANY_MEANINGS: &[&str] = &[
    "still", "moved", "hurt", "down", "quiet", "safe", "busy", "loved", "okay", "lively", "empty",
];

/// The line as a mood, if it is that; `known` tells the place of a word.
pub(super) fn read(text: &str, known: &dyn Fn(&str) -> Option<Place>) -> Option<Line> {
    let text = text.trim();
    if text.contains('\n') || text.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let lower = text.trim_end_matches(['.', '!']).to_lowercase().replace(',', " and ");
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let (yesterday, time) = cut_when(&mut words);
    let said = cut_beginning(&mut words);
    if said.is_some_and(|beginning| beginning == "mood")
        && let Some((valence, shown, took)) = rated(&words)
    {
        let (about, note) = around(&words[took..], true)?;
        let felt = Felt::Rated { valence, shown };
        return Some(Line { felt, about, note, yesterday, time, sure: true });
    }
    let (felt, shaded, took) = felt(&words, known)?;
    let said = said.is_some();
    let many = felt.iter().any(|(word, _)| MANY_MEANINGS.contains(&word.as_str()));
    if many && !said {
        return None;
    }
    let (about, mut note) = around(&words[took..], said)?;
    if shaded {
        note = text.to_owned();
    }
    Some(Line { felt: Felt::Words(felt), about, note, yesterday, time, sure: true })
}

/// Takes the words away that say that a mood follows; answers the first of them.
fn cut_beginning<'a>(words: &mut Vec<&'a str>) -> Option<&'a str> {
    let bare = |word: &str| word.trim_end_matches(':').replace('’', "'");
    let beginning = BEGINNINGS.iter().find(|beginning| {
        let fits = words.len() > beginning.len();
        fits && beginning.iter().zip(words.iter()).all(|(one, word)| *one == bare(word))
    })?;
    let first = words[0].trim_end_matches(':');
    words.drain(..beginning.len());
    Some(first)
}

/// `yesterday` and `at 18:30` at the end, in either order, or `yesterday` at the beginning.
fn cut_when(words: &mut Vec<&str>) -> (bool, Option<Time>) {
    let (mut yesterday, mut time) = (false, None);
    for _ in 0..2 {
        if words.len() > 1 && words.last() == Some(&"yesterday") {
            yesterday = true;
            words.pop();
        }
        if let [_, .., "at", clock] = words.as_slice()
            && time.is_none()
            && let Some(found) = read_time(clock)
        {
            time = Some(found);
            words.truncate(words.len() - 2);
        }
    }
    if !yesterday && words.len() > 1 && words[0].trim_end_matches(':') == "yesterday" {
        yesterday = true;
        words.remove(0);
    }
    (yesterday, time)
}

fn read_time(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(':')?;
    if minute.len() != 2 {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// `7`, `7/10`, `3/5`: a number from 1 to the highest of a scale, laid over the field; the number's
/// own end and the scale's are the field's.
fn rated(words: &[&str]) -> Option<(i64, String, usize)> {
    let first = words.first()?;
    let (number, highest) = first.split_once('/').unwrap_or((first, "10"));
    let (number, highest): (i64, i64) = (number.parse().ok()?, highest.parse().ok()?);
    if !matches!(highest, 5 | 7 | 10) || !(1..=highest).contains(&number) {
        return None;
    }
    let valence = (2 * EDGE * (number - 1) + (highest - 1) / 2) / (highest - 1) - EDGE;
    Some((valence, format!("{number}/{highest}"), 1))
}

/// Words of a mood at the beginning: each with its place, whether a shade was said, and how many
/// written words they took.
type Words = (Vec<(String, Place)>, bool, usize);

fn felt(words: &[&str], known: &dyn Fn(&str) -> Option<Place>) -> Option<Words> {
    let (mut found, mut shaded, mut at) = (Vec::new(), false, 0);
    loop {
        let mut next = at;
        while words.get(next).is_some_and(|word| SHADES.contains(word)) {
            next += 1;
        }
        let Some((word, took)) = one(&words[next..], known) else { break };
        shaded |= next > at;
        at = next + took;
        found.push(word);
        let mut joined = at;
        while words.get(joined).is_some_and(|word| JOINS.contains(word)) {
            joined += 1;
        }
        if joined == at || found.len() == WORDS_MAX {
            break;
        }
        at = joined;
    }
    // A join that nothing follows is no line.
    let ends = at == 0 || words.get(at - 1).is_some_and(|word| !JOINS.contains(word));
    (!found.is_empty() && ends).then_some((found, shaded, at))
}

/// The longest word of a mood at the beginning.
fn one(words: &[&str], known: &dyn Fn(&str) -> Option<Place>) -> Option<((String, Place), usize)> {
    (1..=JOINED_MAX.min(words.len())).rev().find_map(|took| {
        let text = words[..took].join(" ");
        known(&text).map(|place| ((text, place), took))
    })
}

/// What was around it: nothing, or a word that joins and what follows. Anything else is no mood.
fn around(words: &[&str], said: bool) -> Option<(Option<String>, String)> {
    match words {
        [] => Some((None, String::new())),
        [join, rest @ ..] => {
            let joins = AROUND.contains(join) || said && AROUND_SAID.contains(join);
            (joins && !rest.is_empty()).then(|| (Some(rest.join(" ")), words.join(" ")))
        }
    }
}
