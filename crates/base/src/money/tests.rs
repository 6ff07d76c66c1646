//! Every trap that an amount in a file can hold.

use super::decimal::{Decimal, Mark, divide_half_even};
use super::{Currency, MINOR_MAX, Money, checked, sum};
use crate::error::Code;

fn currency(code: &str) -> Currency {
    Currency::new(code).expect("a currency")
}

/// The smallest units that a text says, and whether exactly.
fn read(text: &str, code: &str, mark: Option<Mark>) -> Option<(i64, bool)> {
    let parsed = Money::parse(text, currency(code), mark);
    parsed.ok().map(|parsed| (parsed.money.minor(), parsed.exact))
}

#[test]
fn currencies_know_their_decimals() {
    let decimals = [
        ("EUR", 2),
        ("JPY", 0),
        ("KWD", 3),
        ("CLF", 4),
        ("usd", 2),
        ("DEM", 2),
        ("ITL", 0),
        ("HRK", 2),
    ];
    for (code, exponent) in decimals {
        assert_eq!(currency(code).exponent(), exponent, "{code}");
    }
    assert_eq!(currency("eur").code(), "EUR");
    for unknown in ["", "EU", "EURO", "€", "ABC", "XXX", "XAU", "E€"] {
        let error = Currency::new(unknown).expect_err(unknown);
        assert_eq!((error.code(), error.field()), (Code::Invalid, Some("currency")), "{unknown}");
    }
}

#[test]
fn texts_that_prove_their_mark_need_none() {
    let cases = [
        ("12.50", "EUR", 1250),
        ("12,50", "EUR", 1250),
        ("1.234,56", "EUR", 123_456),
        ("1,234.56", "EUR", 123_456),
        ("1'234.56", "CHF", 123_456),
        ("1’234’567.89", "CHF", 123_456_789),
        ("1 234,56", "EUR", 123_456),
        ("1\u{a0}234,56", "EUR", 123_456),
        ("1\u{2009}234\u{2009}567,8", "EUR", 123_456_780),
        ("1\u{202f}234,56", "EUR", 123_456),
        ("12,34,567.89", "INR", 123_456_789),
        ("(12.00)", "EUR", -1200),
        ("( 1.234,5 )", "EUR", -123_450),
        ("12.00-", "EUR", -1200),
        ("12.00 -", "EUR", -1200),
        ("12.00+", "EUR", 1200),
        ("-0.00", "EUR", 0),
        ("-12.5", "EUR", -1250),
        ("\u{2212}12,5", "EUR", -1250),
        ("- 12.5", "EUR", -1250),
        ("+12.5", "EUR", 1250),
        ("12,-", "EUR", 1200),
        ("1.234,-", "EUR", 123_400),
        ("-12.--", "CHF", -1200),
        (".5", "EUR", 50),
        ("0.500", "KWD", 500),
        ("12.", "EUR", 1200),
        ("7", "EUR", 700),
        ("1234.567", "KWD", 1_234_567),
        ("1,234,567", "JPY", 1_234_567),
        ("1.234.567", "EUR", 123_456_700),
        ("\u{feff}\0 12.50 \0\0", "EUR", 1250),
        ("\u{200e}-12.50", "EUR", -1250),
        ("0012.50", "EUR", 1250),
        ("0.1234", "CLF", 1234),
    ];
    for (text, code, minor) in cases {
        assert_eq!(read(text, code, None), Some((minor, true)), "{text:?} {code}");
    }
}

#[test]
fn what_could_be_read_in_two_ways_asks_for_the_mark() {
    for text in ["1.234", "1,234", "-12.345", "(999,000)"] {
        let error = Money::parse(text, currency("KWD"), None).expect_err(text);
        assert!(error.message().contains("two ways"), "{error}");
        assert_eq!(Mark::proven_by(text), None);
    }
    assert_eq!(read("1.234", "EUR", Some(Mark::Comma)), Some((123_400, true)));
    assert_eq!(read("1.234", "KWD", Some(Mark::Point)), Some((1234, true)));
    assert_eq!(read("1,234", "JPY", Some(Mark::Point)), Some((1234, true)));
    assert_eq!(read("1,234", "JPY", Some(Mark::Comma)), Some((1, false)));
}

#[test]
fn marks_are_proven_only_by_what_allows_one_reading() {
    let cases = [
        ("1.234,56", Some(Mark::Comma)),
        ("12.5", Some(Mark::Point)),
        ("1,234,567", Some(Mark::Point)),
        ("1 234.567", Some(Mark::Point)),
        ("1234,567", Some(Mark::Comma)),
        ("0,123", Some(Mark::Comma)),
        ("17", None),
        ("1.234", None),
        ("1.2.3", None),
        ("12.03.2026", None),
        ("abc", None),
    ];
    for (text, mark) in cases {
        assert_eq!(Mark::proven_by(text), mark, "{text:?}");
    }
}

#[test]
fn more_decimals_than_the_currency_has_are_rounded_half_to_even_and_told() {
    let cases = [
        ("1.005", "USD", 100, false),
        ("1.015", "USD", 102, false),
        ("1.025", "USD", 102, false),
        ("-1.005", "USD", -100, false),
        ("-1.015", "USD", -102, false),
        ("0.99999", "EUR", 100, false),
        ("12.34500", "EUR", 1234, false),
        ("12.34000", "EUR", 1234, true),
        ("12.3400001", "EUR", 1234, false),
        ("0.5", "JPY", 0, false),
        ("1.5", "JPY", 2, false),
        ("-2.5", "JPY", -2, false),
        ("3.00", "JPY", 3, true),
        ("1.23456", "KWD", 1235, false),
    ];
    for (text, code, minor, exact) in cases {
        assert_eq!(read(text, code, Some(Mark::Point)), Some((minor, exact)), "{text:?} {code}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let words = [
        "",
        " ",
        "-",
        "()",
        ".",
        "abc",
        "12a",
        "1e5",
        "1_000",
        "--5",
        "(-5)",
        "-(5)",
        "-5-",
        "5-5",
        "1.2.3",
        "1,2,3",
        "12.03.2026",
        "1,23,4",
        "1'23",
        "1 23",
        "1'234 567",
        "1,234.567,89",
        "NaN",
        "∞",
        "٣",
        "0x10",
        "12,50 €",
        "1234567890123456789012345678901",
    ];
    for text in words {
        for mark in [None, Some(Mark::Point), Some(Mark::Comma)] {
            let error = Money::parse(text, currency("EUR"), mark).expect_err(text);
            assert_eq!((error.code(), error.field()), (Code::Invalid, Some("amount")), "{text}");
        }
    }
    assert_eq!(read("12,50", "EUR", Some(Mark::Point)), None, "groups have three digits");
    assert_eq!(read("12.50", "EUR", Some(Mark::Comma)), None, "groups have three digits");
}

#[test]
fn amounts_stay_within_what_a_number_in_json_holds() {
    let eur = currency("EUR");
    assert_eq!(read("90071992547409.91", "EUR", None), Some((MINOR_MAX, true)));
    assert_eq!(read("90071992547409.92", "EUR", None), None);
    assert_eq!(read("999999999999999999999999999999", "EUR", None), None);
    let most = Money::new(MINOR_MAX, eur).expect("the most");
    let one = Money::new(1, eur).expect("a cent");
    assert!(most.plus(one).is_err());
    assert!(most.negated().minus(one).is_err());
    assert_eq!(most.minus(most).expect("nothing"), Money::zero(eur));
    assert!(Money::new(i64::MIN, eur).is_err());
    assert!(checked(i128::MAX).is_err());
    assert_eq!(sum([MINOR_MAX, MINOR_MAX, -MINOR_MAX]).expect("a sum"), MINOR_MAX);
    assert!(sum([MINOR_MAX, 1]).is_err());
    let yen = Money::new(1, currency("JPY")).expect("a yen");
    assert_eq!(one.plus(yen).expect_err("two currencies").field(), Some("currency"));
}

#[test]
fn money_is_shown_plainly_and_read_back() {
    let cases = [
        (-1250, "EUR", "-12.50"),
        (0, "EUR", "0.00"),
        (-5, "EUR", "-0.05"),
        (1234, "JPY", "1234"),
        (-7, "KWD", "-0.007"),
        (123_456, "CLF", "12.3456"),
        (MINOR_MAX, "EUR", "90071992547409.91"),
        (-MINOR_MAX, "KWD", "-9007199254740.991"),
    ];
    for (minor, code, text) in cases {
        let money = Money::new(minor, currency(code)).expect("money");
        assert_eq!(money.to_string(), text);
        assert_eq!(read(text, code, Some(Mark::Point)), Some((minor, true)));
    }
}

#[test]
fn quotients_round_half_to_even_on_both_sides_of_zero() {
    let cases =
        [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (-1, 3, 0), (-2, 3, -1), (4, 2, 2)];
    for (number, by, rounded) in cases {
        assert_eq!(divide_half_even(number, by).0, rounded, "{number} / {by}");
    }
    assert!(divide_half_even(4, 2).1 && !divide_half_even(5, 2).1);
    let decimal = Decimal::parse("-1.0823", None).expect("a rate");
    assert_eq!((decimal.digits, decimal.places), (-10_823, 4));
}
