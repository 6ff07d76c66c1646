//! One line as words and money, without looking into the vault.
//!
//! A line is looked at only when something in it says money: a currency, a sign, or as many decimals as
//! the currency has. What else is measured in numbers (kilos, minutes, sets) says that it is none.

use base::day::Day;
use base::money::Currency;
use base::money::decimal::{Decimal, Mark};

use super::words::{AMERICAN_DOLLARS, CODES_THAT_ARE_WORDS, MEASURED, SYMBOLS, UNITS};
use crate::api::RepeatUnit;

/// What one line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The amount without its sign.
    pub(super) amount: Decimal,
    /// `true`: a plus stood before it, `false`: a minus.
    pub(super) sign: Option<bool>,
    /// The currency that was named.
    pub(super) currency: Option<Currency>,
    /// What says that it is money.
    pub(super) says: Says,
    /// All other words.
    pub(super) words: String,
    /// A day that was named.
    pub(super) day: Option<Day>,
    /// How often it comes.
    pub(super) repeat: Option<(RepeatUnit, u32)>,
    /// Without `#`.
    pub(super) tags: Vec<String>,
}

/// What says that a number is money, the strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// Nothing but the words around it, if those do.
    Words,
    /// A sign before it.
    Sign,
    /// As many decimals as the currency has.
    Cents,
    /// A currency.
    Currency,
}

/// A longer line is a sentence.
const LINE_CHARS_MAX: usize = 120;
const WORDS_MAX: usize = 12;

/// A number among the words.
struct Number {
    /// The words that it takes, and how many.
    at: usize,
    taken: usize,
    amount: Decimal,
    sign: Option<bool>,
    currency: Option<Currency>,
    says: Says,
}

/// The line, when there is one number in it that can be money. `base` is the currency of one that names
/// none.
pub(super) fn read(text: &str, today: Day, base: Currency) -> Option<Line> {
    let text = text.trim();
    if text.contains('\n') || text.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > WORDS_MAX {
        return None;
    }
    let mut tags = Vec::new();
    words.retain(|word| match word.strip_prefix('#') {
        Some(tag) if !tag.is_empty() => {
            tags.push(tag.to_owned());
            false
        }
        _ => true,
    });
    let day = take_day(&mut words, today);
    let repeat = take_repeat(&mut words);
    let number = number(&words, base)?;
    words.drain(number.at..number.at + number.taken);
    let measured = |word: &&str| MEASURED.contains(&word.to_lowercase().as_str());
    let other = words.iter().any(|word| measured(word) || is_measure(word));
    if other && number.says < Says::Currency {
        return None;
    }
    let Number { amount, sign, currency, says, .. } = number;
    Some(Line { amount, sign, currency, says, words: words.join(" "), day, repeat, tags })
}

/// The one number that says money the most; none when two say as much.
fn number(words: &[&str], base: Currency) -> Option<Number> {
    let mut numbers: Vec<Number> =
        (0..words.len()).filter_map(|at| number_at(words, at, base)).collect();
    numbers.sort_by_key(|number| std::cmp::Reverse(number.says));
    let says = numbers.first()?.says;
    if numbers.get(1).is_some_and(|second| second.says == says) {
        return None;
    }
    // A number beside one that merely has cents is a measure: `5.25 in 3`.
    (numbers.len() == 1 || says == Says::Currency).then(|| numbers.swap_remove(0))
}

fn number_at(words: &[&str], at: usize, base: Currency) -> Option<Number> {
    let word = words[at].trim_end_matches([',', ';', '.', ':', '!']);
    let (sign, rest) = signed(word);
    let (rest, glued) = unglued(rest, base);
    let (sign, rest) = if sign.is_none() { signed(rest) } else { (sign, rest) };
    let amount = amount(rest, glued.unwrap_or(base))?;
    let beside = |other: Option<&&str>, behind: bool| {
        other.and_then(|other| currency_word(other, behind, base))
    };
    let before = || beside(at.checked_sub(1).and_then(|before| words.get(before)), false);
    let after = || beside(words.get(at + 1), true);
    let (at, taken, currency) = match glued {
        Some(currency) => (at, 1, Some(currency)),
        None => match (after(), before()) {
            (Some(currency), _) => (at, 2, Some(currency)),
            (None, Some(currency)) => (at - 1, 2, Some(currency)),
            (None, None) => (at, 1, None),
        },
    };
    if currency.is_none() && !free(words, at) {
        return None;
    }
    let amount = if currency == glued { amount } else { self::amount(rest, currency?)? };
    let cents = base.exponent() > 0 && amount.places == base.exponent();
    let says = match (currency, sign) {
        (Some(_), _) => Says::Currency,
        (None, _) if cents => Says::Cents,
        (None, Some(_)) => Says::Sign,
        (None, None) => Says::Words,
    };
    Some(Number { at, taken, amount, sign, currency, says })
}

/// Whether a number stands so that it can be money: `at 12.30` is a time, `80 kg` a weight.
fn free(words: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let after = words.get(at + 1).map(|word| word.to_lowercase());
    let time = before.is_some_and(|word| ["at", "@", "um"].contains(&word.to_lowercase().as_str()));
    !time
        && !after
            .is_some_and(|word| UNITS.contains(&word.trim_matches(['.', ',']).to_owned().as_str()))
}

fn signed(word: &str) -> (Option<bool>, &str) {
    match word.strip_prefix('+') {
        Some(rest) => (Some(true), rest),
        None => match word.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            Some(rest) => (Some(false), rest),
            None => (None, word),
        },
    }
}

/// A number without the currency that is written to it: `€4.50`, `900eur`.
fn unglued(word: &str, base: Currency) -> (&str, Option<Currency>) {
    for (symbol, code) in SYMBOLS {
        let rest = word.strip_prefix(symbol).or_else(|| word.strip_suffix(symbol));
        if let Some(rest) = rest {
            return (rest, symbol_currency(code, base));
        }
    }
    let letters = word.len() - word.trim_end_matches(|char: char| char.is_ascii_alphabetic()).len();
    if letters == 3
        && letters < word.len()
        && let Ok(currency) = Currency::new(&word[word.len() - 3..])
    {
        return (&word[..word.len() - 3], Some(currency));
    }
    (word, None)
}

/// `$` is the dollar of those who have one.
fn symbol_currency(code: &str, base: Currency) -> Option<Currency> {
    let dollars = code == "USD" && AMERICAN_DOLLARS.contains(&base.code());
    if dollars { Some(base) } else { Currency::new(code).ok() }
}

/// A word beside a number that is a currency.
fn currency_word(word: &str, behind: bool, base: Currency) -> Option<Currency> {
    let symbol = SYMBOLS.iter().find(|(symbol, _)| *symbol == word);
    if let Some((_, code)) = symbol {
        return symbol_currency(code, base);
    }
    let word = word.trim_end_matches([',', '.', ';']);
    let named = match word.to_lowercase().as_str() {
        "euro" | "euros" => Some("EUR"),
        "pounds" | "quid" => Some("GBP"),
        "dollars" | "bucks" => return symbol_currency("USD", base),
        "francs" => Some("CHF"),
        "yen" => Some("JPY"),
        _ => None,
    };
    if let Some(code) = named {
        return Currency::new(code).ok();
    }
    let upper = word.chars().all(|char| char.is_ascii_uppercase());
    let lower = word.to_ascii_lowercase();
    let is_code = upper || (behind && !CODES_THAT_ARE_WORDS.contains(&lower.as_str()));
    if word.len() == 3 && is_code { Currency::new(word).ok() } else { None }
}

/// A plain amount. Of `1,200`, which could be read in two ways, nobody types a third decimal.
fn amount(text: &str, currency: Currency) -> Option<Decimal> {
    const DIGITS_MAX: usize = 12;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'\''));
    if digits == 0 || digits > DIGITS_MAX || !plain {
        return None;
    }
    let read = Decimal::parse(text, None).or_else(|_| {
        let comma = text.contains(',');
        let decimals = currency.exponent() == 3;
        let mark = if comma == decimals { Mark::Comma } else { Mark::Point };
        Decimal::parse(text, Some(mark))
    });
    read.ok().filter(|amount| amount.digits > 0)
}

/// `3x5`, `25:10`, `5k`, `80kg`.
fn is_measure(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_matches([',', '.', ';', '(', ')']);
    let rest =
        word.trim_start_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | ','));
    if rest.len() == word.len() {
        return false;
    }
    rest.starts_with([':', 'x', '×', '/', '%', '°']) || UNITS.contains(&rest)
}

/// A day at either end: `yesterday`, `2026-03-01`.
fn take_day(words: &mut Vec<&str>, today: Day) -> Option<Day> {
    let of = |word: &str| match word.trim_end_matches([':', ',']).to_lowercase().as_str() {
        "today" => Some(today),
        "yesterday" => Some(today.plus(-1)),
        word if word.len() == 10 => word.parse().ok(),
        _ => None,
    };
    for at in [0, words.len().checked_sub(1)?] {
        if let Some(day) = words.get(at).and_then(|word| of(word)) {
            words.remove(at);
            if at > 0 && words.last() == Some(&"on") {
                words.pop();
            }
            return Some(day);
        }
    }
    None
}

/// `monthly`, `every 2 weeks`, `a month`.
fn take_repeat(words: &mut Vec<&str>) -> Option<(RepeatUnit, u32)> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let unit = |word: &str| match word.trim_end_matches('s') {
        "day" => Some(RepeatUnit::Day),
        "week" => Some(RepeatUnit::Week),
        "month" => Some(RepeatUnit::Month),
        "year" => Some(RepeatUnit::Year),
        _ => None,
    };
    for (at, word) in lower.iter().enumerate() {
        let next = |count: usize| lower.get(at + count).map(String::as_str);
        let (taken, found) = match word.as_str() {
            "daily" => (1, Some((RepeatUnit::Day, 1))),
            "weekly" => (1, Some((RepeatUnit::Week, 1))),
            "biweekly" | "fortnightly" => (1, Some((RepeatUnit::Week, 2))),
            "monthly" => (1, Some((RepeatUnit::Month, 1))),
            "quarterly" => (1, Some((RepeatUnit::Month, 3))),
            "yearly" | "annually" => (1, Some((RepeatUnit::Year, 1))),
            "every" | "each" | "per" | "a" => match next(1).and_then(unit) {
                Some(unit) => (2, Some((unit, 1))),
                None => {
                    let step = next(1).and_then(|step| step.parse::<u32>().ok());
                    let step = step.filter(|step| (1..=99).contains(step));
                    (3, step.zip(next(2).and_then(unit)).map(|(step, unit)| (unit, step)))
                }
            },
            _ => (0, None),
        };
        if let Some(found) = found {
            words.drain(at..at + taken);
            return Some(found);
        }
    }
    None
}
