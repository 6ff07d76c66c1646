//! Which currency a receipt is in: by its signs and codes, and where a sign is that of several, by a hint.

use std::collections::BTreeMap;

use base::money::Currency;
use base::sense::{Told, Unknown};

use super::{Field, Text};

/// Codes that are looked for: those whose letters are no common word in capitals.
const CODES: &[&str] = &[
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EUR",
    "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD",
    "PHP", "PLN", "RON", "RSD", "SEK", "SGD", "THB", "TWD", "UAH", "USD", "VND", "ZAR",
];

/// A sign, the currencies it may mean with the likeliest first, and how sure that one is by itself: signs
/// of one currency are sure; half the world's dollars are not the American ones.
const SIGNS: &[(char, &[&str], f32)] = &[
    ('€', &["EUR"], 1.0),
    ('£', &["GBP", "EGP", "LBP"], 0.9),
    (
        '$',
        &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BRL", "ARS", "CLP", "COP"],
        0.6,
    ),
    ('¥', &["JPY", "CNY"], 0.8),
    ('₩', &["KRW"], 1.0),
    ('₪', &["ILS"], 1.0),
    ('₫', &["VND"], 1.0),
    ('₱', &["PHP"], 1.0),
    ('₴', &["UAH"], 1.0),
    ('₹', &["INR"], 1.0),
    ('₺', &["TRY"], 1.0),
    ('₽', &["RUB"], 1.0),
];

/// Words that name a currency, or one of several.
const WORDS: &[(&str, &[&str], f32)] = &[
    ("euro", &["EUR"], 1.0),
    ("r$", &["BRL"], 1.0),
    ("zł", &["PLN"], 0.8),
    ("zl", &["PLN"], 0.8),
    ("kc", &["CZK"], 0.8),
    ("ft", &["HUF"], 0.6),
    ("sfr", &["CHF"], 0.9),
    ("fr.", &["CHF"], 0.5),
    ("kr", &["SEK", "NOK", "DKK", "ISK"], 0.4),
    ("kr.", &["DKK", "SEK", "NOK", "ISK"], 0.4),
    ("rp", &["IDR"], 0.8),
];

/// A hint alone is a guess: where the person is, and not what was read.
const HINT_QUALITY: f32 = 0.5;

/// Whether this is the code of a currency, in capitals.
pub(super) fn is_code(word: &str) -> bool {
    CODES.contains(&word)
}

/// The currency that is named most often.
pub(super) fn find(lines: &[Text<'_>], hint: Option<Currency>) -> Field<Currency> {
    let mut found: BTreeMap<&str, Found> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        for (codes, surety) in named(line.text) {
            let hinted = hint.and_then(|hint| codes.iter().find(|code| **code == hint.code()));
            let code = hinted.or(codes.first()).copied().unwrap_or_default();
            let surety = if hinted.is_some() { surety.max(0.9) } else { surety };
            let new = Found { times: 0.0, surety: 0.0, line: index };
            let place = found.entry(code).or_insert(new);
            place.times += surety;
            place.surety = place.surety.max(surety * line.quality);
        }
    }
    let most = found.iter().max_by(|a, b| a.1.times.total_cmp(&b.1.times));
    let known = most.and_then(|(code, found)| Some((Currency::new(code).ok()?, found)));
    match (known, hint) {
        (Some((currency, found)), _) => {
            Field { told: Told::Value(currency), quality: found.surety, line: Some(found.line) }
        }
        (None, Some(hint)) => Field { told: Told::Value(hint), quality: HINT_QUALITY, line: None },
        (None, None) => Field::unknown(Unknown::Unsure),
    }
}

struct Found {
    times: f32,
    surety: f32,
    line: usize,
}

/// The currencies that a line names, each with what else its sign may mean.
fn named(text: &str) -> Vec<(Vec<&'static str>, f32)> {
    let mut named = Vec::new();
    for (sign, codes, surety) in SIGNS {
        // `R$` and `US$` say more than their dollar.
        if text.contains(*sign) && !(*sign == '$' && text.contains("R$")) {
            named.push((codes.to_vec(), *surety));
        }
    }
    for word in text.split(|char: char| char.is_whitespace() || "():".contains(char)) {
        let letters = word.trim_matches(|char: char| !char.is_alphabetic());
        if let Some(code) = CODES.iter().find(|code| **code == letters) {
            named.push((vec![code], 1.0));
        }
        let small = super::words::folded(letters);
        let word = word.trim_matches(|char: char| char.is_ascii_digit() || ",-".contains(char));
        let is = |wanted: &str| word.to_lowercase() == wanted || small.trim() == wanted;
        if let Some((_, codes, surety)) = WORDS.iter().find(|(wanted, _, _)| is(wanted)) {
            named.push((codes.to_vec(), *surety));
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, hint: Option<&str>) -> Option<(String, f32)> {
        let lines: Vec<Text<'_>> = text.lines().map(|text| Text { text, quality: 1.0 }).collect();
        let hint = hint.map(|code| Currency::new(code).expect("it is one"));
        let field = find(&lines, hint);
        let Told::Value(currency) = field.told else { return None };
        Some((currency.code().to_owned(), field.quality))
    }

    #[test]
    fn signs_and_codes_and_hints_name_a_currency() {
        for (text, hint, code, quality) in [
            ("2,49 €", None, "EUR", 1.0),
            ("SUMME EUR 2,49", Some("USD"), "EUR", 1.0),
            ("TOTAL $40.67", None, "USD", 0.6),
            ("TOTAL $40.67", Some("CAD"), "CAD", 0.9),
            ("TOTAL $40.67\nCAD total", None, "CAD", 1.0),
            ("R$ 12,00", None, "BRL", 1.0),
            ("¥160", None, "JPY", 0.8),
            ("¥160", Some("CNY"), "CNY", 0.9),
            ("Suma 12,00 zł", None, "PLN", 0.8),
            ("Summa 120 kr", Some("NOK"), "NOK", 0.9),
            ("Total 12.00", Some("GBP"), "GBP", HINT_QUALITY),
        ] {
            assert_eq!(found(text, hint), Some((code.to_owned(), quality)), "{text} {hint:?}");
        }
        assert_eq!(found("Total 12.00", None), None);
    }
}
