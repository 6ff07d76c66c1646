//! OFX of both generations, after the specification and after what banks make of it.

use expect_test::{Expect, expect};

use super::{file, import};

/// SGML with a header, three accounts, and every value that a line can have.
pub(crate) const FULL: &str = include_str!("../../../fixtures/ofx/full.ofx");

fn cp1252(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect()
}

fn check(bytes: impl AsRef<[u8]>, wanted: Expect) {
    wanted.assert_eq(&import("ofx", &file("statement.ofx", bytes), &[]).told());
}

#[test]
fn every_value_of_a_line_is_read() {
    check(
        cp1252(FULL),
        expect![[r#"
        account "v1|number|1600/123000001||USD" bank="First Bank" currency="USD" kind="asset" name="First Bank …0001" number="1600/12300 0001" subtype="checking"
        account "v1|number|4111********1111||USD" bank="First Bank" currency="USD" kind="liability" name="First Bank …1111" number="4111********1111" subtype="card"
        2026-02-03 [First Bank …0001] -6.60 USD "A1|-6.60|2026-02-03" 0
          payee "AT&T & Café" memo "card\n4711" kind "POS" valued 2026-02-04
        2026-02-04 [First Bank …0001] -1234.50 USD "A2|-1234.50|2026-02-04" 0
          payee "Rent" reference "0319" kind "CHECK"
        2026-02-05 [First Bank …0001] 100.25 USD "A3|100.25|2026-02-05" 0
          payee "From savings" other "1600/777" kind "XFER"
        2026-02-06 [First Bank …0001] -10.00 USD "A4|-10.00|2026-02-06" 0
          payee "Paris" kind "POS" original -8.00 EUR
        2026-02-06 [First Bank …0001] -9.88 USD "A5|-9.88|2026-02-06" 0
          payee "London" kind "POS" raw "-8.00 GBP * 1.2345" original -8.00 GBP
        2026-02-07 [First Bank …0001] 0.01 USD "2026-02-07|0.01|Interest|" 0
          payee "Interest" kind "INT" raw "0.00750"
        2026-02-07 [First Bank …0001] 0.01 USD "2026-02-07|0.01|Interest|" 1
          payee "Interest" kind "INT" raw "0.00750"
        2026-02-09 [First Bank …0001] 5.00 USD "A8|5.00|2026-02-09" 0
          kind "OTHER"
        2026-02-28 [First Bank …0001] -3.00 USD "2026-02-28|-3.00|Soon||pending" 0
          payee "Soon" kind "POS" pending
        2026-02-10 [First Bank …1111] -5.00 USD "A1|-5.00|2026-02-10" 0
          payee "Shop" kind "DEBIT"
        closing 2026-02-28 [First Bank …0001] -20.10 USD
        available 2026-03-01 [First Bank …0001] 0.00 USD
        problem statement.ofx, line 26: "201120000000" is not a date
        problem statement.ofx, line 27: "12x" is not an amount
        problem statement.ofx, line 28: corrects the line A1; both are kept
        problem statement.ofx, line 34: has a balance that cannot be read
        lost 2 investment transaction
    "#]],
    );
}

#[test]
fn a_file_without_line_breaks_is_the_same() {
    let lines: Vec<&str> = FULL.lines().collect();
    let joined = lines[..9].join("") + &lines[9..].join(" ");
    let (one, other) = (cp1252(FULL), cp1252(&joined));
    let one = import("ofx", &file("a.qfx", one), &[]);
    let other = import("ofx", &file("b.qfx", other), &[]);
    assert_eq!((&one.keys, one.sum()), (&other.keys, other.sum()));
}

#[test]
fn xml_is_read_like_sgml() {
    check(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>eur</CURDEF>
<BANKACCTFROM><BANKID>37040044</BANKID><ACCTID>DE89 3704 0044 0532 0130 00</ACCTID><ACCTTYPE>SAVINGS</ACCTTYPE></BANKACCTFROM>
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260203</DTPOSTED><TRNAMT>-16,85</TRNAMT><FITID>1</FITID><CHECKNUM>0</CHECKNUM>
<NAME><![CDATA[Bäcker & Söhne  ]]></NAME><MEMO/></STMTTRN>
</BANKTRANLIST>
<LEDGERBAL><BALAMT>1234,12</BALAMT><DTASOF>20260203</DTASOF></LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
        expect![[r#"
            account "v1|number|DE89370400440532013000||EUR" bank="37040044" currency="EUR" kind="asset" name="…3000" number="DE89370400440532013000" subtype="savings"
            2026-02-03 […3000] -16.85 EUR "1|-16.85|2026-02-03" 0
              payee "Bäcker & Söhne" kind "DEBIT"
            closing 2026-02-03 […3000] 1234.12 EUR
        "#]],
    );
}

#[test]
fn a_list_without_an_account_asks_for_it() {
    let text =
        "<OFX><BANKTRANLIST><STMTTRN><DTPOSTED>20260203<TRNAMT>1<FITID>1</BANKTRANLIST></OFX>";
    let source = file("statement.ofx", text);
    expect![[r#"
        asked account ["new"] suggesting None
        problem statement.ofx: belongs to an account that has not been named yet; 1 line left out
    "#]]
    .assert_eq(&import("ofx", &source, &[]).told());
    let answers = [("account", "new"), ("account_name", "Checking"), ("currency", "jpy")];
    expect![[r#"
        account "v1|name|checking|JPY" currency="JPY" kind="asset" name="Checking"
        2026-02-03 [Checking] 1 JPY "1|1|2026-02-03" 0
        asked account ["new"] suggesting None
        asked account_name [] or any suggesting Some("statement")
        asked currency [] or any suggesting None
    "#]]
    .assert_eq(&import("ofx", &source, &answers).told());
}
