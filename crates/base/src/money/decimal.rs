//! Numbers as people and banks write them, straight from digits to a whole number.
//!
//! `1,234` is one thousand or one and a bit: nothing here guesses. A mark is given, or the text
//! itself leaves only one reading.

use super::{Currency, Money, Parsed, checked};
use crate::error::{Error, Result};

/// What stands between whole units and their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `12.50`.
    Point,
    /// `12,50`.
    Comma,
}

/// Digits that a number may have: more than any amount, fewer than overflow.
const DIGITS_MAX: usize = 30;

impl Mark {
    /// What the text proves: `1.234,56` a comma, `1.234` nothing. `None` also for a text that is no
    /// number or has no mark at all.
    pub fn proven_by(text: &str) -> Option<Mark> {
        let (body, _) = unsigned(text).ok()?;
        match reading(&body) {
            Reading::Proven(mark) => number(&body, mark).map(|_| mark),
            Reading::NoMark | Reading::Either => None,
        }
    }

    const fn char(self) -> char {
        match self {
            Mark::Point => '.',
            Mark::Comma => ',',
        }
    }

    const fn other(self) -> Mark {
        match self {
            Mark::Point => Mark::Comma,
            Mark::Comma => Mark::Point,
        }
    }
}

/// A number as it was written: `digits` / 10^`places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// All digits, with the sign.
    pub digits: i128,
    /// How many of them stand behind the mark.
    pub places: u32,
}

impl Decimal {
    /// From a text. Understood: a sign before or after (`-`, `−`, `+`), parentheses for a negative
    /// number, groups of digits (by the other mark, spaces of any width, apostrophes), a dash for
    /// no parts (`12,-`).
    ///
    /// # Errors
    /// `Invalid` when it is no number, or when no mark is given and it could be read in two ways.
    pub fn parse(text: &str, mark: Option<Mark>) -> Result<Decimal> {
        let no_number = || Error::invalid("amount", format!("{:?} is not a number", clipped(text)));
        let (body, negative) = unsigned(text).map_err(|NoNumber| no_number())?;
        let mark = match (mark, reading(&body)) {
            (Some(mark), _) | (None, Reading::Proven(mark)) => mark,
            (None, Reading::NoMark) => Mark::Point,
            (None, Reading::Either) => {
                let message = format!("{text:?} could be read in two ways; say its decimal mark");
                return Err(Error::invalid("amount", message));
            }
        };
        let Decimal { digits, places } = number(&body, mark).ok_or_else(no_number)?;
        Ok(Decimal { digits: if negative { -digits } else { digits }, places })
    }

    /// As money: rounded half to even when there are more decimals than the currency has.
    ///
    /// # Errors
    /// `Invalid` when it is too large.
    pub fn to_money(self, currency: Currency) -> Result<Parsed> {
        let exponent = currency.exponent();
        let (minor, exact) = if self.places <= exponent {
            // At most 30 digits and 4 decimals: far from overflow.
            (self.digits * 10_i128.pow(exponent - self.places), true)
        } else {
            divide_half_even(self.digits, 10_i128.pow(self.places - exponent))
        };
        Ok(Parsed { money: Money::new(checked(minor)?, currency)?, exact })
    }
}

/// A quotient rounded half to even, and whether nothing was rounded; `by` is positive.
pub fn divide_half_even(number: i128, by: i128) -> (i128, bool) {
    let (quotient, rest) = (number.div_euclid(by), number.rem_euclid(by));
    let up = rest > by - rest || rest == by - rest && quotient.rem_euclid(2) == 1;
    (quotient + i128::from(up), rest == 0)
}

struct NoNumber;

/// What stands without meaning at the ends of a field: blanks, padding, marks of direction.
fn is_padding(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The digits and marks of a number with one kind of blank and apostrophe, and whether it is negative.
fn unsigned(text: &str) -> Result<(String, bool), NoNumber> {
    let mut rest = text.trim_matches(is_padding);
    let mut signs = Vec::new();
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        signs.push(true);
        rest = inner.trim_matches(is_padding);
    }
    const MINUS: [char; 2] = ['-', '\u{2212}'];
    if let Some(after) = rest.strip_prefix(MINUS) {
        signs.push(true);
        rest = after.trim_start_matches(is_padding);
    } else if let Some(after) = rest.strip_prefix('+') {
        signs.push(false);
        rest = after.trim_start_matches(is_padding);
    }
    match without_dash(rest) {
        Some(whole) => rest = whole,
        None => {
            if let Some(before) = rest.strip_suffix(MINUS) {
                signs.push(true);
                rest = before.trim_end_matches(is_padding);
            } else if let Some(before) = rest.strip_suffix('+') {
                signs.push(false);
                rest = before.trim_end_matches(is_padding);
            }
        }
    }
    if signs.len() > 1 {
        return Err(NoNumber);
    }
    let plain = rest.chars().map(|char| match char {
        '\'' | '\u{2019}' | '\u{02bc}' | '`' => '\'',
        char if char.is_whitespace() => ' ',
        char => char,
    });
    Ok((plain.collect(), signs == [true]))
}

/// `12,-` and `12.--` without the dash that says that there are no parts.
fn without_dash(text: &str) -> Option<&str> {
    let whole = text.trim_end_matches(['-', '\u{2013}', '\u{2014}']);
    (whole.len() < text.len() && whole.ends_with(['.', ','])).then_some(whole)
}

enum Reading {
    /// It has neither mark, or only as what groups digits in a way that no parts could follow.
    NoMark,
    /// Only this mark gives a number.
    Proven(Mark),
    /// `1,234`.
    Either,
}

fn reading(body: &str) -> Reading {
    let (points, commas) = (body.matches('.').count(), body.matches(',').count());
    let only = match (points, commas) {
        (0, 0) => return Reading::NoMark,
        (0, _) => Mark::Comma,
        (_, 0) => Mark::Point,
        (_, _) => {
            let last = if body.rfind('.') > body.rfind(',') { Mark::Point } else { Mark::Comma };
            return Reading::Proven(last);
        }
    };
    if points + commas > 1 {
        return Reading::Proven(only.other());
    }
    match (number(body, only), number(body, only.other())) {
        (Some(_), Some(_)) => Reading::Either,
        (_, None) => Reading::Proven(only),
        (None, Some(_)) => Reading::Proven(only.other()),
    }
}

/// Digits with groups and a mark, as a number.
fn number(body: &str, mark: Mark) -> Option<Decimal> {
    let (whole, part) = body.split_once(mark.char()).unwrap_or((body, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let between = whole.chars().find(|char| !char.is_ascii_digit());
    if let Some(between) = between {
        if ![mark.other().char(), ' ', '\''].contains(&between) {
            return None;
        }
        let groups: Vec<&str> = whole.split(between).collect();
        let (first, later) = groups.split_first()?;
        let (last, middle) = later.split_last()?;
        // The middle ones have two digits in India.
        let fits = (1..=3).contains(&first.len())
            && first.bytes().next() != Some(b'0')
            && last.len() == 3
            && middle.iter().all(|group| (2..=3).contains(&group.len()));
        if !fits || !groups.iter().all(|group| all_digits(group)) {
            return None;
        }
    }
    let digits: String = whole.chars().chain(part.chars()).filter(char::is_ascii_digit).collect();
    if digits.trim_start_matches('0').len() > DIGITS_MAX || part.len() > DIGITS_MAX {
        return None;
    }
    let places = u32::try_from(part.len()).ok()?;
    Some(Decimal { digits: digits.trim_start_matches('0').parse().unwrap_or(0), places })
}

/// As much of a text as an error shows.
fn clipped(text: &str) -> String {
    const SHOWN: usize = 40;
    text.chars().take(SHOWN).collect()
}
