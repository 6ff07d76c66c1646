//! QIF as Quicken, other programs and banks write it.

use expect_test::{Expect, expect};

use super::{file, import};

/// Options, lists, two accounts, splits, transfers, classes, what has no place.
pub(crate) const FULL: &str = include_str!("../../../fixtures/qif/full.qif");

const NEW: &[(&str, &str)] = &[
    ("account:Checking", "new"),
    ("account:Visa", "new"),
    ("currency:Checking", "USD"),
    ("currency:Visa", "USD"),
];

fn check(bytes: impl AsRef<[u8]>, answers: &[(&str, &str)], wanted: Expect) {
    wanted.assert_eq(&import("qif", &file("bank.qif", bytes), answers).told());
}

#[test]
fn every_list_and_record_is_read() {
    check(
        FULL,
        NEW,
        expect![[r#"
            account "v1|name|checking|USD" currency="USD" kind="asset" name="Checking" subtype="checking"
            account "v1|name|visa|USD" currency="USD" kind="liability" name="Visa" subtype="card"
            account "v1|category|food" kind="expense" name="Food"
            account "v1|category|food:groceries" kind="expense" name="Groceries" parent="000000000000a79f7f2870f54876f9a6"
            account "v1|category|household" kind="expense" name="Household"
            account "v1|category|salary" kind="income" name="Salary"
            2006-01-02 [Checking] 1234.50 USD "2006-01-02|1234.50|Employer|" 0
              payee "Employer" category "Salary"
            2006-01-13 [Checking] -100.00 USD "2006-01-13|-100.00|Big shop|weekly" 0
              payee "Big shop" memo "weekly" reference "0101" category "Food:Groceries"
              part -60.00 USD "Food:Groceries" "apples"
              part -25.00 USD "Household" ""
              part -15.00 USD "[Visa]" ""
            2006-01-14 [Checking] -100.00 USD "2006-01-14|-100.00|Bad parts|" 0
              payee "Bad parts"
            2006-01-15 [Checking] -20.00 USD "2006-01-15|-20.00|Bad sum|" 0
              payee "Bad sum" category "Food"
            2006-01-16 [Checking] -1.00 USD "2006-01-16|-1.00|Twin|" 0
              payee "Twin"
            2006-01-16 [Checking] -1.00 USD "2006-01-16|-1.00|Twin|" 1
              payee "Twin"
            2006-01-18 [Visa] -12.00 USD "2006-01-18|-12.00|A shop|" 0
              payee "A shop" category "[Checking]"
            closing 2006-01-31 [Checking] 1000.50 USD
            closing 2005-12-31 [Checking] 900.00 USD
            asked account:Checking ["new"] suggesting None
            asked currency:Checking [] or any suggesting None
            asked account:Visa ["00000000-0000-5b99-f778-02b5499ee74c", "new"] suggesting None
            asked currency:Visa [] or any suggesting None
            asked categories ["make", "leave"] suggesting Some("make")
            problem bank.qif, line 55: has a part without an amount; kept without its parts
            problem bank.qif, line 64: has parts that do not sum to it; kept without them
            problem bank.qif, line 79: "13/13' 6" is not a date
            problem bank.qif, line 83: "X" is not an amount
            skipped 1 opening balance, kept as a balance
            lost 1 address
            lost 1 class
            lost 1 investment transaction
            lost 1 security or its price
        "#]],
    );
}

#[test]
fn what_the_file_does_not_prove_is_asked() {
    let text = "!Type:Cash\nD3/4/2026\nT1,234\nPKiosk\n^\n";
    check(
        text,
        &[],
        expect![[r#"
        asked date_order ["dmy", "mdy"] suggesting None
        asked decimal_mark ["point", "comma"] suggesting None
        problem bank.qif: does not show in which order its dates are written
        problem bank.qif: does not show whether its decimals follow a point or a comma
    "#]],
    );
    let account = [("account", "new"), ("account_name", "Purse"), ("currency", "KWD")];
    let written = [("date_order", "dmy"), ("decimal_mark", "comma")];
    check(
        text,
        &[&account[..], &written[..]].concat(),
        expect![[r#"
        account "v1|name|purse|KWD" currency="KWD" kind="asset" name="Purse" subtype="cash"
        2026-04-03 [Purse] 1.234 KWD "2026-04-03|1.234|Kiosk|" 0
          payee "Kiosk"
        asked date_order ["dmy", "mdy"] suggesting None
        asked decimal_mark ["point", "comma"] suggesting None
        asked account ["new"] suggesting None
        asked account_name [] or any suggesting Some("bank")
        asked currency [] or any suggesting None
    "#]],
    );
}

#[test]
fn a_day_above_twelve_and_two_decimals_prove_enough() {
    let text = "!Type:Oth L\nD25.12.05\nT-1.234,5\nPB\u{e4}nk\n^\nD01.02.06\nT-1.234\n";
    let bytes: Vec<u8> = text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();
    let answers = [("account", "new"), ("account_name", "Loan"), ("currency", "EUR")];
    check(
        bytes,
        &answers,
        expect![[r#"
        account "v1|name|loan|EUR" currency="EUR" kind="liability" name="Loan"
        2005-12-25 [Loan] -1234.50 EUR "2005-12-25|-1234.50|Bänk|" 0
          payee "Bänk"
        2006-02-01 [Loan] -1234.00 EUR "2006-02-01|-1234.00||" 0
        asked account ["new"] suggesting None
        asked account_name [] or any suggesting Some("bank")
        asked currency [] or any suggesting None
    "#]],
    );
}

#[test]
fn a_header_may_name_the_order() {
    let text = "!Option:MDY\n!Type:Bank\nD3/4/2026\nT1.00\n^\n";
    let answers = [("account", "new"), ("account_name", "A"), ("currency", "EUR")];
    let told = import("qif", &file("a.qif", text), &answers);
    assert_eq!(told.rows[0].date.to_string(), "2026-03-04");
}

#[test]
fn wide_letters_are_read_like_narrow_ones() {
    let bytes: Vec<u8> = FULL.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = import("qif", &file("a.qif", bytes), NEW);
    assert_eq!(wide.keys, import("qif", &file("a.qif", FULL), NEW).keys);
}
