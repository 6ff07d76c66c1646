//! CAMT after ISO 20022, in old and new versions.

use expect_test::{Expect, expect};

use super::{file, import};

/// A statement of version 02 and what entries can hold; every sort of entry.
pub(crate) const FULL: &str = include_str!("../../../fixtures/camt/statement.xml");

/// A report of version 08, with several currencies in one account, and five decimals.
const REPORT: &str = include_str!("../../../fixtures/camt/report.xml");

fn check(text: &str, wanted: Expect) {
    wanted.assert_eq(&import("camt", &file("statement.xml", text), &[]).told());
}

#[test]
fn every_sort_of_entry_is_read() {
    check(
        FULL,
        expect![[r#"
        account "v1|number|NL91ABNA0417164300||EUR" bank="ABNANL2A" currency="EUR" kind="asset" name="ABNANL2A …4300" number="NL91ABNA0417164300"
        2026-02-03 [ABNANL2A …4300] -20.00 EUR "REF-1|0|-20.00|2026-02-03" 0
          payee "Shop & Co" memo "Thanks\nfor all" reference "E2E-1" other "DE89370400440532013000" kind "PMNT-CCRD-POSD" valued 2026-02-02 original -21.70 USD
        2026-02-04 [ABNANL2A …4300] -40.00 EUR "2|0|-40.00|2026-02-04" 0
          payee "One"
        2026-02-04 [ABNANL2A …4300] -60.00 EUR "2|1|-60.00|2026-02-04" 0
          payee "Two" memo "RF18539007547034" reference "RF18539007547034"
        2026-02-04 [ABNANL2A …4300] -1.00 EUR "2|2|-1.00|2026-02-04" 0
          kind "CHRG"
        2026-02-05 [ABNANL2A …4300] 10.00 EUR "2026-02-05|10.00|Sent back|no such account" 0
          payee "Sent back" memo "no such account" kind "RVSL"
        2026-02-05 [ABNANL2A …4300] -22.50 EUR "2026-02-05|-22.50|A|Batch without its amounts" 0
          payee "A" memo "Batch without its amounts"
        2026-03-02 [ABNANL2A …4300] -7.00 EUR "2026-03-02|-7.00|||pending" 0
          pending
        opening 2026-01-31 [ABNANL2A …4300] 100.00 EUR
        closing 2026-02-28 [ABNANL2A …4300] -33.50 EUR
        available 2026-02-28 [ABNANL2A …4300] 5.00 USD
        problem statement.xml, line 25: "x" is not an amount
        problem statement.xml, line 26: does not say whether money comes or goes
        problem statement.xml, line 27: has no date that can be read
        skipped 1 for information only
        lost 1 balance within or after the day
    "#]],
    );
}

#[test]
fn a_report_in_several_currencies_is_several_accounts() {
    check(
        REPORT,
        expect![[r#"
            account "v1|number|0-12345||CHF" bank="Bank" currency="CHF" kind="asset" name="Bank …2345" number="0-1234 5"
            account "v1|number|0-12345||JPY" bank="Bank" currency="JPY" kind="asset" name="Bank …2345" number="0-1234 5"
            2026-02-05 [Bank …2345] 8.85 CHF "A\\|1|0|8.85|2026-02-05" 0
              payee "Payer" other "99-1" kind "544"
            2026-02-05 [Bank …2345] 27 JPY "2026-02-05|27||" 0
            2026-02-05 [Bank …2345] -0.12 CHF "2026-02-05|-0.12||" 0
              raw "0.12345"
            closing 2026-02-05 [Bank …2345] 27 JPY
        "#]],
    );
}

#[test]
fn a_file_that_breaks_off_keeps_what_stands_before() {
    let end = FULL.find("<Ntry><NtryRef>2").unwrap();
    let whole = import("camt", &file("a.xml", FULL), &[]);
    let told = import("camt", &file("b.xml", &FULL[..end + 60]), &[]);
    assert_eq!((told.rows.len(), &told.rows[0]), (1, &whole.rows[0]));
    expect![[r#"
        b.xml: line 15: syntax error: tag not closed: `>` not found before end of input; what stands before is kept
        b.xml, line 15: the file ends within this entry"#]].assert_eq(&told.problems.join("\n"));
}

#[test]
fn notices_are_read_like_statements() {
    let text = FULL.replace("BkToCstmrStmt>", "BkToCstmrDbtCdtNtfctn>").replace("Stmt>", "Ntfctn>");
    let text = text.replace("camt.053.001.02", "camt.054.001.13");
    let told = import("camt", &file("a.xml", text), &[]);
    assert_eq!(told.keys, import("camt", &file("a.xml", FULL), &[]).keys);
}
