//! Tables in the layouts of banks of several countries.

use expect_test::{Expect, expect};

use super::{Told, file, import, importer};

/// German: a preamble with the account, semicolons, comma, Windows-1252, a footer.
pub(crate) const GERMAN: &str = include_str!("../../../fixtures/csv/german.csv");

/// Dutch: the own account in a column, words for coming and going, balances newest first.
pub(crate) const DUTCH: &str = include_str!("../../../fixtures/csv/dutch.csv");

/// American: two columns for what goes and comes, balances oldest first.
const DEBIT_CREDIT: &str = include_str!("../../../fixtures/csv/debit-credit.csv");

/// Several currencies, fees beside amounts, states.
const CURRENCIES: &str = include_str!("../../../fixtures/csv/currencies.csv");

fn check(text: impl AsRef<[u8]>, answers: &[(&str, &str)], wanted: Expect) {
    wanted.assert_eq(&import("csv", &file("bank.csv", text), answers).told());
}

pub(crate) fn cp1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

#[test]
fn a_german_table_with_a_preamble() {
    check(
        cp1252(GERMAN),
        &[],
        expect![[r#"
            account "v1|number|DE89370400440532013000||EUR" currency="EUR" kind="asset" name="…3000" number="DE89370400440532013000"
            finance.profile "v1|d1da348388a2c280c63fd07611a5f458" account="00000000000061cb19f29fdc2416c797" column/amount="7" column/date="0" column/kind="5" column/memo="4" column/other="6" column/payee="3" column/reference="8" column/status="2" column/valued="1" date_order="dmy" decimal_mark="comma" delimiter=";" encoding="windows-1252" header="[\"Buchungstag\",\"Wertstellung\",\"Status\",\"Zahlungspflichtige*r\",\"Verwendungszweck\",\"Umsatztyp\",\"IBAN\",\"Betrag (€)\",\"Kundenreferenz\"]" name="bank"
            2026-02-13 […3000] -1002.50 EUR "2026-02-13|-1002.50|Bäcker \"Müller\"|Brötchen zwei" 0
              payee "Bäcker \"Müller\"" memo "Brötchen\nzwei" other "DE02120300000000202051" kind "Ausgang" valued 2026-02-14
            2026-02-12 […3000] -3.00 EUR "2026-02-12|-3.00|Kiosk||pending" 0
              payee "Kiosk" kind "Ausgang" pending
            2026-02-01 […3000] 2000.00 EUR "2026-02-01|2000.00|Lohn|Februar" 0
              payee "Lohn" memo "Februar" reference "R-1" kind "Eingang"
            asked encoding ["windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1257", "macintosh", "shift_jis", "gb18030", "euc-kr"] suggesting Some("windows-1252")
            asked column_date ["0", "1", "2", "3", "4", "5", "6", "7", "8", "none"] suggesting Some("0")
            asked column_amount ["0", "1", "2", "3", "4", "5", "6", "7", "8", "none"] suggesting Some("7")
            asked column_debit ["0", "1", "2", "3", "4", "5", "6", "7", "8", "none"] suggesting Some("none")
            asked column_credit ["0", "1", "2", "3", "4", "5", "6", "7", "8", "none"] suggesting Some("none")
            asked column_payee ["0", "1", "2", "3", "4", "5", "6", "7", "8", "none"] suggesting Some("3")
            asked column_memo ["0", "1", "2", "3", "4", "5", "6", "7", "8", "none"] suggesting Some("4")
            asked sign ["as_written", "inverted"] suggesting Some("as_written")
            skipped 1 row without a day
        "#]],
    );
}

#[test]
fn a_dutch_table_with_words_for_coming_and_going() {
    check(
        DUTCH,
        &[],
        expect![[r#"
            account "v1|number|NL91ABNA0417164300||EUR" currency="EUR" kind="asset" name="…4300" number="NL91ABNA0417164300"
            finance.profile "v1|4133fc3268e854d02284e4c2a82f6709" account="00000000000046245609ec7d0a1fd90f" column/account="2" column/amount="6" column/balance="9" column/date="0" column/direction="5" column/kind="7" column/memo="8" column/other="3" column/payee="1" decimal_mark="comma" delimiter="," encoding="UTF-8" header="[\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Tegenrekening\",\"Code\",\"Af Bij\",\"Bedrag (EUR)\",\"Mutatiesoort\",\"Mededelingen\",\"Saldo na mutatie\"]" name="bank" sign="as_written"
            2026-02-03 […4300] -10.50 EUR "2026-02-03|-10.50|Shop|Pas 1" 0
              payee "Shop" memo "Pas 1" kind "Betaalautomaat"
            2026-02-03 […4300] -10.50 EUR "2026-02-03|-10.50|Shop|Pas 1" 1
              payee "Shop" memo "Pas 1" kind "Betaalautomaat"
            2026-02-01 […4300] 110.50 EUR "2026-02-01|110.50|J. Jansen|Dank" 0
              payee "J. Jansen" memo "Dank" other "NL20INGB0001234567" kind "Overschrijving"
            closing 2026-01-31 […4300] 0.00 EUR
            closing 2026-02-01 […4300] 110.50 EUR
            asked column_date ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("0")
            asked column_amount ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("6")
            asked column_debit ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("none")
            asked column_credit ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("none")
            asked column_payee ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("1")
            asked column_memo ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("8")
        "#]],
    );
}

#[test]
fn an_american_table_with_two_columns() {
    let account = [("account", "new"), ("account_name", "Card"), ("currency", "USD")];
    check(
        DEBIT_CREDIT,
        &account,
        expect![[r#"
            account "v1|name|card|USD" currency="USD" kind="asset" name="Card"
            finance.profile "v1|23e8c178698be36ff99feb4b4b43f27e" account="000000000000ba8047790c40575f191d" column/balance="6" column/category="3" column/credit="5" column/date="1" column/debit="4" column/payee="2" decimal_mark="point" delimiter="," encoding="UTF-8" header="[\"Transaction Date\",\"Posted Date\",\"Description\",\"Category\",\"Debit\",\"Credit\",\"Balance\"]" name="bank" sign="as_written"
            2026-02-02 [Card] -12.34 USD "2026-02-02|-12.34|OPENING SHOP|" 0
              payee "OPENING SHOP" category "Shopping"
            2026-02-03 [Card] 1000.00 USD "2026-02-03|1000.00|PAYROLL|" 0
              payee "PAYROLL" category "Income"
            2026-02-03 [Card] -7.66 USD "2026-02-03|-7.66|FEE|" 0
              payee "FEE" category "Fees"
            closing 2026-02-01 [Card] 100.00 USD
            closing 2026-02-02 [Card] 87.66 USD
            asked column_date ["0", "1", "2", "3", "4", "5", "6", "none"] suggesting Some("1")
            asked column_amount ["0", "1", "2", "3", "4", "5", "6", "none"] suggesting Some("none")
            asked column_debit ["0", "1", "2", "3", "4", "5", "6", "none"] suggesting Some("4")
            asked column_credit ["0", "1", "2", "3", "4", "5", "6", "none"] suggesting Some("5")
            asked column_payee ["0", "1", "2", "3", "4", "5", "6", "none"] suggesting Some("2")
            asked column_memo ["0", "1", "2", "3", "4", "5", "6", "none"] suggesting Some("none")
            asked account ["new"] suggesting None
            asked account_name [] or any suggesting Some("bank")
            asked currency [] or any suggesting None
        "#]],
    );
}

#[test]
fn a_table_of_several_currencies_and_states() {
    let answers = [("account:Current, EUR", "new"), ("account:Current, USD", "new")];
    check(
        CURRENCIES,
        &answers,
        expect![[r#"
            account "v1|name|current|EUR" currency="EUR" kind="asset" name="Current"
            account "v1|name|current|USD" currency="USD" kind="asset" name="Current"
            finance.profile "v1|2da8b29c740713a0db4446b9f58dc9db" column/account="1" column/amount="5" column/balance="9" column/currency="7" column/date="3" column/fee="6" column/kind="0" column/payee="4" column/status="8" decimal_mark="point" delimiter="," encoding="UTF-8" header="[\"Type\",\"Product\",\"Started Date\",\"Completed Date\",\"Description\",\"Amount\",\"Fee\",\"Currency\",\"State\",\"Balance\"]" name="bank"
            2026-02-02 [Current] -3.00 EUR "2026-02-02|-3.00|Coffee|" 0
              payee "Coffee" kind "CARD_PAYMENT"
            2026-02-02 [Current] -50.00 EUR "2026-02-02|-50.00|To USD|" 0
              payee "To USD" kind "EXCHANGE"
            2026-02-02 [Current] -0.25 EUR "2026-02-02|-0.25|To USD|Fee" 0
              payee "To USD" memo "Fee" kind "FEE"
            2026-02-02 [Current] 55.00 USD "2026-02-02|55.00|To USD|" 0
              payee "To USD" kind "EXCHANGE"
            2026-02-04 [Current] -9.00 EUR "2026-02-04|-9.00|Later||pending" 0
              payee "Later" kind "CARD_PAYMENT" pending
            closing 2026-02-01 [Current] 100.00 EUR
            closing 2026-02-01 [Current] 0.00 USD
            asked column_date ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("3")
            asked column_amount ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("5")
            asked column_debit ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("none")
            asked column_credit ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("none")
            asked column_payee ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("4")
            asked column_memo ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"] suggesting Some("none")
            asked sign ["as_written", "inverted"] suggesting Some("as_written")
            asked account:Current, EUR ["new"] suggesting None
            asked account:Current, USD ["new"] suggesting None
            skipped 1 row that was never booked
        "#]],
    );
}

const ACCOUNT: [(&str, &str); 3] =
    [("account", "new"), ("account_name", "Mine"), ("currency", "EUR")];

#[test]
fn what_the_table_does_not_prove_is_asked() {
    let text = "Date,Payee,Amount\n3/4/2026,Shop,\"1,234\"\n";
    check(
        text,
        &ACCOUNT,
        expect![[r#"
        asked column_date ["0", "1", "2", "none"] suggesting Some("0")
        asked column_amount ["0", "1", "2", "none"] suggesting Some("2")
        asked column_debit ["0", "1", "2", "none"] suggesting Some("none")
        asked column_credit ["0", "1", "2", "none"] suggesting Some("none")
        asked column_payee ["0", "1", "2", "none"] suggesting Some("1")
        asked column_memo ["0", "1", "2", "none"] suggesting Some("none")
        asked date_order ["dmy", "mdy"] suggesting None
        asked decimal_mark ["point", "comma"] suggesting None
        problem bank.csv: does not show in which order its dates are written
        problem bank.csv: does not show whether its decimals follow a point or a comma
    "#]],
    );
    let written = [("date_order", "mdy"), ("decimal_mark", "point"), ("sign", "inverted")];
    check(
        text,
        &[&ACCOUNT[..], &written[..]].concat(),
        expect![[r#"
            account "v1|name|mine|EUR" currency="EUR" kind="asset" name="Mine"
            finance.profile "v1|d75ec133a273c8f9ad6e62c047e81308" account="000000000000544abdacf149aa6002b1" column/amount="2" column/date="0" column/payee="1" date_order="mdy" decimal_mark="point" delimiter="," encoding="UTF-8" header="[\"Date\",\"Payee\",\"Amount\"]" name="bank" sign="inverted"
            2026-03-04 [Mine] -1234.00 EUR "2026-03-04|-1234.00|Shop|" 0
              payee "Shop"
            asked column_date ["0", "1", "2", "none"] suggesting Some("0")
            asked column_amount ["0", "1", "2", "none"] suggesting Some("2")
            asked column_debit ["0", "1", "2", "none"] suggesting Some("none")
            asked column_credit ["0", "1", "2", "none"] suggesting Some("none")
            asked column_payee ["0", "1", "2", "none"] suggesting Some("1")
            asked column_memo ["0", "1", "2", "none"] suggesting Some("none")
            asked date_order ["dmy", "mdy"] suggesting None
            asked decimal_mark ["point", "comma"] suggesting None
            asked sign ["as_written", "inverted"] suggesting None
            asked account ["new"] suggesting None
            asked account_name [] or any suggesting Some("bank")
            asked currency [] or any suggesting None
        "#]],
    );
}

#[test]
fn balances_prove_what_signs_mean() {
    // A card: what is spent is positive, and so is what is owed... but the balance is the account's.
    let text = "Date,Payee,Amount,Balance\n2026-02-13,A,5.00,-5.00\n2026-02-14,B,6.00,-11.00\n2026-02-15,C,-1.00,-10.00\n";
    let told = import("csv", &file("a.csv", text), &ACCOUNT);
    assert_eq!(told.rows.iter().map(|row| row.minor).collect::<Vec<_>>(), [-500, -600, 100]);
    assert!(told.questions.iter().all(|question| question.id != "sign"));
}

#[test]
fn balances_that_do_not_follow_are_remarked_on() {
    let text = "Date,Payee,Amount,Balance\n2026-02-13,A,-5.00,95.00\n2026-02-14,B,-6.00,80.00\n";
    let told = import("csv", &file("a.csv", text), &ACCOUNT);
    assert_eq!((told.rows.len(), told.balances.len(), told.noticed.len()), (2, 0, 1));
}

#[test]
fn a_table_without_names_is_read_by_what_stands_in_it() {
    let text = "01.02.2026;Shop;Bread;-1,50\n13.02.2026;Work;;100,00\n14.02.2026;Shop;Milk;-2,50\n";
    check(
        text,
        &ACCOUNT,
        expect![[r#"
        account "v1|name|mine|EUR" currency="EUR" kind="asset" name="Mine"
        2026-02-01 [Mine] -1.50 EUR "2026-02-01|-1.50|Shop|Bread" 0
          payee "Shop" memo "Bread"
        2026-02-13 [Mine] 100.00 EUR "2026-02-13|100.00|Work|" 0
          payee "Work"
        2026-02-14 [Mine] -2.50 EUR "2026-02-14|-2.50|Shop|Milk" 0
          payee "Shop" memo "Milk"
        asked column_date ["0", "1", "2", "3", "none"] suggesting Some("0")
        asked column_amount ["0", "1", "2", "3", "none"] suggesting Some("3")
        asked column_debit ["0", "1", "2", "3", "none"] suggesting Some("none")
        asked column_credit ["0", "1", "2", "3", "none"] suggesting Some("none")
        asked column_payee ["0", "1", "2", "3", "none"] suggesting Some("1")
        asked column_memo ["0", "1", "2", "3", "none"] suggesting Some("2")
        asked sign ["as_written", "inverted"] suggesting Some("as_written")
        asked account ["new"] suggesting None
        asked account_name [] or any suggesting Some("bank")
        asked currency [] or any suggesting None
    "#]],
    );
}

#[test]
fn the_person_may_say_which_column_is_which() {
    let text = "When,What,How much,Left\n2026-02-13,A,-5.00,95.00\n2026-02-14,B,-6.00,89.00\n";
    let source = file("a.csv", text);
    let columns = [("column_date", "0"), ("column_amount", "2"), ("column_payee", "1")];
    let mut told = Told::with(&[&ACCOUNT[..], &columns[..]].concat());
    (importer("csv").parse)(&source, &mut told).unwrap();
    assert_eq!(told.rows.iter().map(|row| row.minor).collect::<Vec<_>>(), [-500, -600]);
    assert_eq!(told.rows[0].payee, "A");
}

#[test]
fn any_encoding_is_the_same_table() {
    let text = GERMAN.replace('\u{20ac}', "EUR");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let padded = [text.as_bytes(), &[0; 64]].concat();
    let keys = import("csv", &file("a.csv", cp1252(&text)), &[]).keys;
    for bytes in [text.clone().into_bytes(), wide, padded] {
        assert_eq!(import("csv", &file("a.csv", bytes), &[]).keys, keys);
    }
}

#[test]
fn tabs_and_pipes_are_delimiters_too() {
    for delimiter in ["\t", "|", ";"] {
        let text = "Date,Payee,Amount\n2026-02-13,A,-5.00\n".replace(',', delimiter);
        assert_eq!(import("csv", &file("a.tsv", text), &ACCOUNT).sum(), -500);
    }
}

#[test]
fn broken_rows_cost_themselves() {
    let text = "Date,Payee,Amount\n2026-02-13,A,-5.00\n2026-13-13,B,1.00\n2026-02-13,C,x\n2026-02-13,D\n,E,1.00\nDate,Payee,Amount\n2026-02-14,F,-0.00\n";
    let told = import("csv", &file("a.csv", text), &ACCOUNT);
    assert_eq!((told.rows.len(), told.sum()), (2, -500));
    expect![[r#"
        [
            "a.csv, line 3: \"2026-13-13\" is not a date",
            "a.csv, line 4: \"x\" is not an amount",
        ]
        {
            "header that comes again": 1,
            "row without a day": 1,
            "row without an amount": 1,
        }"#]]
    .assert_eq(&format!("{:#?}\n{:#?}", told.problems, told.skipped));
}

#[test]
fn every_decimal_trap() {
    let cases = [
        ("JPY", "1234", 1234),
        ("JPY", "-0", 0),
        ("KWD", "-1.234", -1234),
        ("EUR", "\"(12.00)\"", -1200),
        ("EUR", "12.00-", -1200),
        ("EUR", "-0.00", 0),
        ("EUR", "\"1.234,56\"", 123_456),
        ("EUR", "1'234.56", 123_456),
        ("EUR", "\"1\u{a0}234,56\"", 123_456),
        ("EUR", "0.12345", 12),
    ];
    for (currency, written, minor) in cases {
        // The second row proves nothing and keeps the sign from being open.
        let text = format!(
            "Date,Payee,Amount,Currency\n2026-02-13,A,{written},{currency}\n2026-02-14,B,-1,{currency}\n"
        );
        let place = format!("account:{currency}");
        let name = format!("account_name:{currency}");
        let answers = [(place.as_str(), "new"), (name.as_str(), "A"), ("decimal_mark", "point")];
        let told = import("csv", &file("a.csv", text), &answers);
        assert_eq!(told.rows.first().map(|row| row.minor), Some(minor), "{currency} {written}");
    }
}
