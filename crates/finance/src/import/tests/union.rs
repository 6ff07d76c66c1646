//! The same statement twice, in halves, overlapping, in any order: always the same rows, and true
//! twins are two. First over the natural keys, then over the real store.

use std::collections::BTreeSet;

use proptest::prelude::*;
use store::params;

use super::vault::take_in;
use super::*;
use crate::projection::tests::World;

/// One movement of a statement that is made up.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Move {
    day: u8,
    minor: i64,
    payee: usize,
    memo: usize,
    /// The bank's reference; few, so that they are used again.
    reference: u8,
}

const PAYEES: [&str; 4] = ["Caf\u{e9} Nero", "A & B <Shop>", "Kiosk; \"zwei\"", "  Two  blanks "];
const MEMOS: [&str; 3] = ["", "card 4711", "Brot, Milch"];
const FORMATS: [&str; 5] = ["ofx", "camt", "mt940", "qif", "csv"];

fn moves() -> impl Strategy<Value = Vec<Move>> {
    // Few values for everything: twins are common.
    let one = (1..6_u8, -3..3_i64, 0..PAYEES.len(), 0..MEMOS.len(), 0..3_u8);
    let one = one.prop_map(|(day, euros, payee, memo, reference)| {
        let minor = euros * 100 + 50;
        Move { day, minor, payee, memo, reference }
    });
    proptest::collection::vec(one, 0..24).prop_map(|mut moves| {
        moves.sort_by_key(|one| one.day);
        moves
    })
}

fn decimal(minor: i64, mark: char) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}{mark}{:02}", minor.abs() / 100, minor.abs() % 100)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A statement of these movements.
fn statement(format: &str, moves: &[Move]) -> Source {
    let mut out = match format {
        "ofx" => "<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>".into(),
        "camt" => "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>".into(),
        "mt940" => ":20:A\n:25:123456789\n:28C:1/1\n:60F:C260101EUR0,00\n".into(),
        "qif" => "!Type:Bank\n".into(),
        _ => String::from("Date;Payee;Memo;Amount\n"),
    };
    for one in moves {
        let Move { day, minor, payee, memo, reference } = one;
        let (payee, memo) = (PAYEES[*payee], MEMOS[*memo]);
        match format {
            "ofx" => writeln!(
                out,
                "<STMTTRN><DTPOSTED>202602{day:02}120000<TRNAMT>{}<FITID>F{reference}<NAME>{}<MEMO>{}</STMTTRN>",
                decimal(*minor, '.'), escaped(payee), escaped(memo),
            ),
            "camt" => writeln!(
                out,
                "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-02-{day:02}</Dt></BookgDt><AcctSvcrRef>{}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Cdtr><Nm>{}</Nm></Cdtr></RltdPties><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
                decimal(minor.abs(), '.'),
                if *minor < 0 { "DBIT" } else { "CRDT" },
                if *reference == 0 { "NOTPROVIDED".to_owned() } else { format!("R{reference}") },
                escaped(payee), escaped(memo),
            ),
            "mt940" => writeln!(
                out,
                ":61:2602{day:02}02{day:02}{}{}NTRFNONREF//{reference}\n:86:{payee} {memo}",
                if *minor < 0 { 'D' } else { 'C' }, decimal(minor.abs(), ','),
            ),
            "qif" => writeln!(
                out, "D2026-02-{day:02}\nT{}\nP{payee}\nM{memo}\n^", decimal(*minor, '.'),
            ),
            _ => writeln!(
                out, "{day:02}.02.2026;\"{}\";\"{memo}\";{}",
                payee.replace('"', "\"\""), decimal(*minor, ','),
            ),
        }
        .expect("a string takes everything");
    }
    file(&format!("statement.{format}"), out)
}

/// Whatever is asked has an answer.
const ANSWERS: [(&str, &str); 6] = [
    ("account", "new"),
    ("account_name", "Mine"),
    ("currency", "EUR"),
    ("date_order", "dmy"),
    ("decimal_mark", "comma"),
    ("sign", "as_written"),
];

fn keys(format: &str, moves: &[Move]) -> BTreeSet<String> {
    let mut told = Told::with(&ANSWERS);
    (importer(format).parse)(&statement(format, moves), &mut told).unwrap();
    assert_eq!((told.rows.len(), &told.problems), (moves.len(), &Vec::new()), "{format}");
    assert_eq!(told.sum(), moves.iter().map(|one| one.minor).sum::<i64>());
    let keys: BTreeSet<String> =
        told.keys.into_iter().filter(|key| !key.ends_with("ing")).collect();
    assert_eq!(keys.len(), moves.len(), "every row is itself, twins too");
    keys
}

/// The movements from the beginning of one day to the end of another.
fn days(moves: &[Move], from: u8, to: u8) -> Vec<Move> {
    moves.iter().filter(|one| (from..=to).contains(&one.day)).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_make_the_whole(moves in moves(), cut in 0..7_u8, back in 0..3_u8, short in 0..24_usize) {
        for format in FORMATS {
            let whole = keys(format, &moves);
            prop_assert_eq!(&keys(format, &moves), &whole, "twice");
            let (first, second) = (days(&moves, 0, cut), days(&moves, cut + 1, 9));
            let mut union = keys(format, &first);
            union.extend(keys(format, &second));
            prop_assert_eq!(&union, &whole, "halves of {}", format);
            let mut union = keys(format, &first);
            union.extend(keys(format, &days(&moves, cut.saturating_sub(back), 9)));
            prop_assert_eq!(&union, &whole, "overlapping parts of {}", format);
            // The bank closed the first file in the middle of a day.
            let mut union = keys(format, &moves[..short.min(moves.len())]);
            prop_assert!(union.is_subset(&whole));
            union.extend(keys(format, &moves));
            prop_assert_eq!(&union, &whole, "a part of a day and then the whole of {}", format);
        }
    }
}

/// Every transaction of a vault, without what depends on when it came.
fn ledger(world: &World) -> Vec<String> {
    let query =
        "SELECT hex(id), day, minor, currency, payee, memo, state FROM finance_txn ORDER BY id";
    let rows = world.store.read(|cx| {
        cx.sql().rows(query, params![], |row| {
            Ok(format!(
                "{} {} {} {} {} {} {}",
                row.text(0)?,
                row.int(1)?,
                row.int(2)?,
                row.text(3)?,
                row.text(4)?,
                row.text(5)?,
                row.int(6)?
            ))
        })
    });
    rows.unwrap()
}

proptest! {
    // A store is opened in each case.
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn vaults_that_took_parts_in_any_order_are_equal(
        moves in moves(), cut in 0..7_u8, back in 0..3_u8, format in 0..FORMATS.len(),
    ) {
        let format = FORMATS[format];
        let (one, other) = (World::new(), World::new());
        let came = take_in(&one, &statement(format, &moves), &ANSWERS);
        prop_assert!(moves.is_empty() || came.new > moves.len());
        let again = take_in(&one, &statement(format, &moves), &ANSWERS);
        prop_assert_eq!((again.new, again.noticed.len()), (0, 0), "the same file again adds nothing");
        take_in(&other, &statement(format, &days(&moves, cut.saturating_sub(back), 9)), &ANSWERS);
        take_in(&other, &statement(format, &days(&moves, 0, cut)), &ANSWERS);
        let here = ledger(&one);
        prop_assert_eq!(here.iter().filter(|row| !row.is_empty()).count(), moves.len());
        prop_assert_eq!(here, ledger(&other));
        let (before, after) = one.store.rebuild().unwrap();
        prop_assert_eq!(before, after);
    }
}
