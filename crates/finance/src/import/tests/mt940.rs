//! MT940 after SWIFT's standard, and in the flavors of banks.

use expect_test::{Expect, expect};

use super::{file, import};

/// A German statement in SWIFT's blocks and a Dutch one without; a page break; every mark.
pub(crate) const FULL: &str = include_str!("../../../fixtures/mt940/full.sta");

fn check(bytes: impl AsRef<[u8]>, wanted: Expect) {
    wanted.assert_eq(&import("mt940", &file("statement.sta", bytes), &[]).told());
}

#[test]
fn every_flavor_of_a_line_is_read() {
    check(
        FULL,
        expect![[r#"
        account "v1|number|50880050/0194787400||EUR" bank="50880050" currency="EUR" kind="asset" name="…7400" number="50880050/0194787400"
        account "v1|number|NL91ABNA0417164300||EUR" currency="EUR" kind="asset" name="…4300" number="NL91ABNA0417164300"
        2026-02-03 […7400] 50.05 EUR "2602030203CR50,05NTRFNONREF//0724710333343453|166?00GUTSCHRIFT?100399?20EREF+A-1?21SVWZ+Rent of the second r?22 oom?30BANKDEFF?31DE89370400440532013000?32KARL?33 KAUFMANN" 0
          payee "KARL KAUFMANN" memo "Rent of the second r oom" reference "A-1" other "DE89370400440532013000" kind "166 GUTSCHRIFT"
        2026-02-03 […7400] 50.05 EUR "2602030203CR50,05NTRFNONREF//0724710333343453|166?00GUTSCHRIFT?100399?20EREF+A-1?21SVWZ+Rent of the second r?22 oom?30BANKDEFF?31DE89370400440532013000?32KARL?33 KAUFMANN" 1
          payee "KARL KAUFMANN" memo "Rent of the second r oom" reference "A-1" other "DE89370400440532013000" kind "166 GUTSCHRIFT"
        2026-02-04 […7400] -15.00 EUR "2602040204D15,NMSCNONREF|" 0
          kind "NMSC"
        2026-02-04 […7400] 0.00 EUR "2602040204RD0,0050NTRFX|What was taken back" 0
          memo "What was taken back" reference "X" kind "NTRF" raw "0,0050"
        2026-02-05 […7400] -10.00 EUR "2602050205RC10,00N051NONREF|" 0
          kind "N051"
        2026-03-01 […4300] -65.00 EUR "2602280301D65,00NOVBNL47INGB9999999999 shop|/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME /J. JANSEN/REMI/Thanks/EREF/E-77" 0
          payee "J. JANSEN" memo "Thanks" reference "E-77" other "NL91ABNA0417164300" kind "SEPA OVERBOEKING" valued 2026-02-28
        2026-03-01 […4300] -1.50 EUR "260301 ED1,50NMSCNONREF// /ABC/MISCELLANEOUS||pending" 0
          memo "/ABC/MISCELLANEOUS" kind "NMSC" pending
        opening 2026-02-01 […7400] 1000.00 EUR
        closing 2026-02-05 […7400] 1075.10 EUR
        available 2026-02-06 […7400] 1000.00 EUR
        opening 2026-02-28 […4300] -1.00 EUR
        closing 2026-03-01 […4300] -70.00 EUR
        problem statement.sta, line 22: "26020RC10,00N051NONREF" is not a movement
        lost 1 balance of a later day
        noticed 1 statement whose balance does not follow from its lines
    "#]],
    );
}

#[test]
fn lines_may_end_as_on_any_system() {
    let told = import("mt940", &file("a.sta", FULL), &[]);
    let dos = import("mt940", &file("b.sta", FULL.replace('\n', "\r\n")), &[]);
    assert_eq!(told.keys, dos.keys);
}

#[test]
fn letters_of_printers_stay_out_of_sight() {
    let bytes = b":20:STAR1\x1cUMS\n:25:123456789\n:28:1/1\n:60F:C240312USD10,00\n:61:240312DD1,00NMSCNONREF\n:86:\xdcberweisung \x1c\x9c\n:62F:C240312USD9,00\n-";
    check(
        bytes,
        expect![[r#"
        account "v1|number|123456789||USD" currency="USD" kind="asset" name="…6789" number="123456789"
        2024-03-12 […6789] -1.00 USD "240312DD1,00NMSCNONREF|Überweisung \u{1c}œ" 0
          memo "Überweisung œ" kind "NMSC"
        opening 2024-03-12 […6789] 10.00 USD
        closing 2024-03-12 […6789] 9.00 USD
    "#]],
    );
}
