//! How texts, days and numbers stand in plain-text journals.

use base::error::Result;
use base::money::{Currency, Money};

use crate::model;

/// The first day that ledger knows (its calendar is Boost's), `20260301`.
pub(super) const FIRST_DAY: i64 = 14_000_101;

/// The day on which accounts open that hold nothing, `19700101`.
pub(super) const EPOCH: i64 = 19_700_101;

/// Decimals that a rate has when no shorter text is equal to it.
const RATE_PLACES: u32 = 12;

/// `2026-03-01`, not before the first day that every program knows.
pub(super) fn date(number: i64) -> Result<String> {
    model::day(number.max(FIRST_DAY)).map(|day| day.to_string())
}

/// `-12.50` of a currency.
pub(super) fn amount(minor: i64, currency: &str) -> Result<String> {
    Ok(Money::new(minor, Currency::new(currency)?)?.to_string())
}

/// A rate as a decimal number; rounded half to even when it has no end.
pub(super) fn ratio(num: i64, den: i64) -> String {
    let (num, den) = (i128::from(num), i128::from(den.max(1)));
    let mut places = 0;
    let mut one = 1_i128;
    // An i64 times 10^12 fits.
    while places < RATE_PLACES && num * one % den != 0 {
        places += 1;
        one *= 10;
    }
    let (digits, _) = base::money::decimal::divide_half_even(num * one, den);
    let digits = format!("{digits:0>width$}", width = places as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - places as usize);
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// A text in one line.
pub(super) fn line(text: &str) -> String {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A description for ledger and hledger: no comment, no second payee.
pub(super) fn description(text: &str) -> String {
    line(text).replace(';', ",").replace('|', "/")
}

/// The text of a comment for ledger and hledger: what stands in brackets would be read as a day.
pub(super) fn comment(text: &str) -> String {
    line(text).replace('[', "(").replace(']', ")")
}

/// A string of beancount with its quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.trim().chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_decimal_numbers() {
        assert_eq!(ratio(92, 100), "0.92");
        assert_eq!(ratio(612, 100_000), "0.00612");
        assert_eq!(ratio(3, 1), "3");
        assert_eq!(ratio(1, 3), "0.333333333333");
        assert_eq!(ratio(2, 3), "0.666666666667");
    }

    #[test]
    fn texts_stay_in_their_place() {
        assert_eq!(quoted("a \"b\" \\ c\r\nd\0"), r#""a \"b\" \\ c\nd ""#);
        assert_eq!(description(" a;b | c\n d"), "a,b / c d");
        assert_eq!(comment("on [2026-99-99]\nx"), "on (2026-99-99) x");
        assert_eq!(date(10_203).expect("a day"), "1400-01-01");
    }
}
