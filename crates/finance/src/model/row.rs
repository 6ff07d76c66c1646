//! What a bank told: the bodies of the facts `finance.row` and `finance.balance`.
//!
//! The identity of a row is frozen as version 1: the test vectors below must never change, because
//! every vault holds ids that were made from them.

use std::fmt::Write as _;

use base::day::Day;
use base::id::AnyId;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::facts::FactBody;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::hex;

/// One row of an account's statement, as its file told it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// The account that it lies in.
    pub(crate) account: AnyId,
    /// The format that told it: `ofx`, `qif`, `csv`, `camt`, `mt940`.
    pub(crate) format: String,
    /// The canonical source key: what makes it itself in its account, beside `k`.
    pub(crate) key: String,
    /// Which of the rows with an equal key in one file it is, in the file's order, from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) k: u32,
    /// The day on which it was booked.
    pub(crate) date: Day,
    /// The day from which it bears interest, when that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) valued: Option<Day>,
    /// Smallest units, negative when money goes out.
    pub(crate) minor: i64,
    /// ISO 4217.
    pub(crate) currency: String,
    /// The amount as written, when it had more decimals than the currency has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) raw_amount: Option<String>,
    /// Who got or gave it, as spelled there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) payee: String,
    /// What it is said to be for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) memo: String,
    /// The number of a check, or the reference that both ends share.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) reference: String,
    /// The other account as it is named there: an IBAN.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) other: String,
    /// The source's word for what it is: `POS`, `FEE`, a business code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) kind: String,
    /// What was paid in a foreign currency, smallest units and its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) original: Option<(i64, String)>,
    /// The category that the file names: `Food:Groceries`, or `[Savings]` for another account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) category: String,
    /// The parts that the file splits it into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) splits: Vec<RowSplit>,
    /// Whether it is not booked yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) pending: bool,
}

/// One part of a row, as its file splits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RowSplit {
    /// The category that the file names.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) category: String,
    /// What this part is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) memo: String,
    /// Smallest units, with the row's sign.
    pub(crate) minor: i64,
}

/// What an account held at the beginning or the end of a day, as a statement tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Balance {
    /// The account.
    pub(crate) account: AnyId,
    /// The day.
    pub(crate) day: Day,
    /// Smallest units.
    pub(crate) minor: i64,
    /// ISO 4217.
    pub(crate) currency: String,
    /// When on that day, or of what.
    pub(crate) what: BalanceOf,
}

/// What a balance is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BalanceOf {
    /// Before the first row of the day.
    Opening,
    /// After the last row of the day.
    Closing,
    /// What could be spent.
    Available,
}

impl BalanceOf {
    /// Its word in keys and tables.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            BalanceOf::Opening => "opening",
            BalanceOf::Closing => "closing",
            BalanceOf::Available => "available",
        }
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A text as keys hold it: composed (NFC), trimmed, with single blanks, and nothing else changed.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if is_nfc(word) { out.push_str(word) } else { out.extend(word.nfc()) }
    }
    out
}

/// Noon of a day in UTC, Unix milliseconds: the instant in the ids of what has only a day.
pub(crate) fn noon_ms(day: Day) -> i64 {
    let noon = day.date().at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
    noon.map_or(0, |noon| noon.timestamp().as_millisecond())
}

impl FactBody for Row {
    fn at_ms(&self) -> i64 {
        noon_ms(self.date)
    }

    fn natural_key(&self, out: &mut String) {
        // Writing to a String cannot fail. The account has a fixed length and the index holds no
        // bar, so that any key between them stays unambiguous.
        let _ = write!(out, "v1|{}|{}|{}", hex(self.account), self.key, self.k);
    }

    fn title(&self) -> String {
        let words = if self.payee.is_empty() { &self.memo } else { &self.payee };
        words.clone()
    }
}

impl FactBody for Balance {
    fn at_ms(&self) -> i64 {
        noon_ms(self.day)
    }

    fn natural_key(&self, out: &mut String) {
        let Balance { account, day, minor, currency, what } = self;
        let _ = write!(out, "v1|{}|{day}|{minor}|{currency}|{}", hex(*account), what.word());
    }

    fn title(&self) -> String {
        self.what.word().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use base::env::FixedEnv;
    use store::key::DataKey;
    use store::store::{Schema, Store};

    use super::*;
    use crate::record::{BALANCE, ROW};

    fn row(key: &str, k: u32) -> Row {
        Row {
            account: AnyId::from_bytes(std::array::from_fn(|place| place as u8 * 17)),
            format: "ofx".into(),
            key: key.into(),
            k,
            date: "2026-03-01".parse().expect("a day"),
            valued: None,
            minor: -1250,
            currency: "EUR".into(),
            raw_amount: None,
            payee: "SHOP".into(),
            memo: String::new(),
            reference: String::new(),
            other: String::new(),
            kind: String::new(),
            original: None,
            category: String::new(),
            splits: Vec::new(),
            pending: false,
        }
    }

    fn balance() -> Balance {
        let Row { account, date, currency, .. } = row("", 0);
        Balance { account, day: date, minor: 99, currency, what: BalanceOf::Closing }
    }

    fn key(body: &dyn Fn(&mut String)) -> String {
        let mut out = String::new();
        body(&mut out);
        out
    }

    /// Frozen: a change here makes every row of every vault a new one.
    #[test]
    fn natural_keys_are_frozen_as_version_1() {
        let rows = [
            (
                row("17|-12.50|2026-03-01", 0),
                "v1|00112233445566778899aabbccddeeff|17|-12.50|2026-03-01|0",
            ),
            (row("Crème brûlée | 2", 3), "v1|00112233445566778899aabbccddeeff|Crème brûlée | 2|3"),
            (row("", 0), "v1|00112233445566778899aabbccddeeff||0"),
        ];
        for (row, wanted) in rows {
            assert_eq!(key(&|out| FactBody::natural_key(&row, out)), wanted);
            assert_eq!(row.at_ms(), 1_772_366_400_000, "noon in UTC");
        }
        assert_eq!(
            key(&|out| FactBody::natural_key(&balance(), out)),
            "v1|00112233445566778899aabbccddeeff|2026-03-01|99|EUR|closing"
        );
    }

    /// Frozen likewise: what a vault with a known key makes of them.
    #[test]
    fn ids_are_frozen_as_version_1() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", 7));
        let schema = Schema {
            kinds: Vec::new(),
            facts: vec![&ROW, &BALANCE],
            projections: Vec::new(),
            search: |_| None,
            search_fact: |_| None,
        };
        let store =
            Store::open(dir.path(), &DataKey::generate(&*env), schema, env, Arc::new(|_| {}));
        let store = store.expect("a new vault opens");
        let ids = store.read(|cx| {
            let rows = vec![row("17|-12.50|2026-03-01", 0), row("17|-12.50|2026-03-01", 1)];
            let mut ids = cx.known_facts(&ROW, &rows)?;
            ids.extend(cx.known_facts(&BALANCE, &vec![balance()])?);
            Ok(ids.into_iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>())
        });
        assert_eq!(
            ids.expect("ids"),
            [
                "019ca945-0a00-93ef-5f69-10fb4a3db4b4",
                "019ca945-0a00-5a61-a705-3c02bee8b0d2",
                "019ca945-0a00-631e-7981-ff292b9bb550"
            ]
        );
    }

    #[test]
    fn folding_composes_trims_and_collapses_and_nothing_else() {
        assert_eq!(fold("  Cafe\u{301}\u{a0} \tNORD-\u{df} "), "Café NORD-ß");
        assert_eq!(fold("ﬁ ²"), "ﬁ ²", "compatibility forms stay");
        assert_eq!(fold(" \n"), "");
    }

    #[test]
    fn bodies_come_back_as_they_were() {
        let mut full = row("a", 2);
        full.valued = Some("2026-03-02".parse().expect("a day"));
        full.raw_amount = Some("-12.50001".into());
        full.original = Some((1999, "USD".into()));
        full.splits = vec![RowSplit { category: "Food".into(), memo: "x".into(), minor: -1250 }];
        full.pending = true;
        for row in [row("b", 0), full] {
            let bytes = store::facts::encode(&row).expect("CBOR");
            let back: Row = cbor4ii::serde::from_slice(&bytes).expect("a row");
            assert_eq!(back, row);
        }
        let bytes = store::facts::encode(&balance()).expect("CBOR");
        assert_eq!(cbor4ii::serde::from_slice::<Balance>(&bytes).expect("a balance"), balance());
    }
}
