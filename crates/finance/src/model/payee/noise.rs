//! What in a bank's line is no word: numbers of cards, terminals and orders, dates and times.

use super::words::{LABELS, MONTHS};

/// One piece between blanks.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// As it is spelled.
    pub(super) text: &'a str,
    /// In lower case.
    pub(super) folded: String,
    /// Whether it can be none of a name.
    pub(super) noise: bool,
}

impl Part<'_> {
    /// Whether it has a letter.
    pub(super) fn has_letters(&self) -> bool {
        self.text.chars().any(char::is_alphabetic)
    }

    /// Whether it can be a word of a name.
    pub(super) fn is_word(&self) -> bool {
        !self.noise && self.has_letters()
    }
}

/// A line's pieces, each told apart.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = text
        .split_whitespace()
        .map(|text| Part { text, folded: text.to_lowercase(), noise: is_noise(text) })
        .collect();
    small_first_number(&mut parts);
    written_dates(&mut parts);
    // `Karte 1234`, `Ref: 88120`: the word belongs to the number.
    for at in (1..parts.len()).rev() {
        let label = LABELS.contains(&parts[at - 1].folded.trim_matches([':', '.', ',', '(', '#']));
        if label && parts[at].noise {
            parts[at - 1].noise = true;
        }
    }
    for at in 1..parts.len() {
        if parts[at - 1].noise && matches!(parts[at].folded.as_str(), "uhr" | "um" | "am") {
            parts[at].noise = true;
        }
    }
    parts
}

/// A short number at the beginning may be a name's: `360 Bistro`.
fn small_first_number(parts: &mut [Part<'_>]) {
    if let [first, second, ..] = parts
        && first.text.len() <= 3
        && first.text.bytes().all(|byte| byte.is_ascii_digit())
        && !first.text.starts_with('0')
        && second.is_word()
    {
        first.noise = false;
    }
}

/// `12 MAR`, `12 Mar 2026`.
fn written_dates(parts: &mut [Part<'_>]) {
    for at in 1..parts.len() {
        let number = &parts[at - 1];
        let day = number.text.len() <= 2 && number.text.bytes().all(|byte| byte.is_ascii_digit());
        let month = MONTHS.contains(&parts[at].folded.trim_end_matches([',', '.']));
        let ends = at + 1 == parts.len() || parts[at + 1].noise;
        if day && month && (ends || at == 1) {
            parts[at - 1].noise = true;
            parts[at].noise = true;
        }
    }
}

fn is_noise(text: &str) -> bool {
    let bare = text.trim_matches(['.', ',', ';', '(', ')', '-', '\'', '"']);
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let letters = bare.chars().filter(|char| char.is_alphabetic()).count();
    if bare.is_empty() {
        return !text.contains('&');
    }
    if digits == 0 {
        return masked(bare) && letters + bare.matches('*').count() >= 4;
    }
    if letters == 0 {
        return bare != "24/7" && (digits >= 3 || bare.starts_with('#') || bare.contains(':'));
    }
    masked(bare) || is_date(bare, digits, letters) || is_number_of_order(bare, digits)
}

/// `XXXX1234`, `5402********1234`, `X1234`: nothing but digits and what hides them.
fn masked(text: &str) -> bool {
    let hides = |char: char| matches!(char, 'x' | 'X' | '*' | '•');
    (text.chars().filter(|char| hides(*char)).count() >= 2 || text.len() == "X1234".len())
        && text.chars().all(|char| hides(char) || char.is_ascii_digit() || char == '-')
}

/// `2026-03-12T18:01:33`, `12MAR26`.
fn is_date(text: &str, digits: usize, letters: usize) -> bool {
    if digits >= 8 && letters <= 1 {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let rest = lower.trim_start_matches(|char: char| char.is_ascii_digit());
    let before = lower.len() - rest.len();
    let month = rest.trim_end_matches(|char: char| char.is_ascii_digit());
    (1..=2).contains(&before) && MONTHS.contains(&month)
}

/// `K4J92HL`, `TID0012345`, an IBAN.
fn is_number_of_order(text: &str, digits: usize) -> bool {
    if digits < 3 || text.len() < 6 || text.contains(['.', '&', '+']) {
        return false;
    }
    let kinds: Vec<bool> = text.chars().map(|char| char.is_ascii_digit()).collect();
    let turns = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    turns >= 3 || digits * 2 >= text.chars().count()
}
