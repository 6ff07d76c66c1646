//! The tables over the real store: whatever is done to money, they say what the records and facts say.

mod devices;
mod matches;
mod naive;
mod openings;
mod order;
mod random;
mod rules;

use std::collections::BTreeSet;
use std::sync::Arc;

use base::env::FixedEnv;
use base::error::{Code, Result};
use base::id::AnyId;
use store::key::DataKey;
use store::params;
use store::record::{Changes, Fields, RecordKind, Value};
use store::store::{Schema, Store, Write};
use store::undo::UndoStep;
use store::write::{Step, WriteCx};
use tempfile::TempDir;

use super::PROJECTION;
use crate::model::row::{Balance, BalanceOf, Row};
use crate::record::{ACCOUNT, BALANCE, BUDGET, MATCH, MOVE, RECORDS, ROW, RULE, TXN};

/// An open vault; every world has the same key, so that equal rows have equal ids.
pub(crate) struct World {
    pub(crate) store: Store,
    _dir: TempDir,
}

/// An id that a test names by a number.
pub(crate) fn id(number: u8) -> AnyId {
    AnyId::from_bytes([1, 0x9c, 0xa9, 0x45, 0x0a, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number])
}

/// A row of a statement: account, source key, day and smallest units.
pub(crate) fn row(account: AnyId, key: &str, day: &str, minor: i64) -> Row {
    Row {
        account,
        format: "ofx".into(),
        key: key.into(),
        k: 0,
        date: day.parse().expect("a day"),
        valued: None,
        minor,
        currency: "EUR".into(),
        raw_amount: None,
        payee: format!("SHOP {key}"),
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

/// The balance at the end of a day.
pub(crate) fn closing(account: AnyId, day: &str, minor: i64) -> Balance {
    let day = day.parse().expect("a day");
    Balance { account, day, minor, currency: "EUR".into(), what: BalanceOf::Closing }
}

/// Fields from pairs.
pub(crate) fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Fields {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

impl World {
    pub(crate) fn new() -> World {
        World::device(7)
    }

    /// One of several devices of one life.
    pub(crate) fn device(seed: u64) -> World {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let at = |seed| FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", seed);
        let schema = Schema {
            kinds: RECORDS.to_vec(),
            facts: vec![&ROW, &BALANCE],
            projections: vec![&PROJECTION],
            search: |_| None,
            search_fact: |_| None,
        };
        let key = DataKey::generate(&at(7));
        let store = Store::open(dir.path(), &key, schema, Arc::new(at(seed)), Arc::new(|_| {}));
        World { store: store.expect("a new vault opens"), _dir: dir }
    }

    /// A write that may be refused, as a person's may, but never fails inside.
    pub(crate) fn try_write<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let written = self.store.write(Write::new("test"), run);
        if let Err(error) = &written {
            assert_ne!(error.code(), Code::Internal, "{error}");
        }
        written
    }

    pub(crate) fn import(&self, rows: Vec<Row>) {
        let imported = self.try_write(move |cx| cx.assert_facts(&ROW, &rows).map(drop));
        imported.expect("rows are taken in");
    }

    pub(crate) fn balances(&self, balances: Vec<Balance>) {
        let imported = self.try_write(move |cx| cx.assert_facts(&BALANCE, &balances).map(drop));
        imported.expect("balances are taken in");
    }

    /// The id of a row.
    pub(crate) fn of(&self, row: &Row) -> AnyId {
        let row = row.clone();
        let known = self.store.read(move |cx| cx.known_facts(&ROW, &vec![row]));
        known.expect("ids").first().expect("one row has one id").0
    }

    pub(crate) fn note(&self, row: &Row, field: &'static str, value: Option<Value>) {
        let id = self.of(row);
        // There may be no such row now.
        drop(self.try_write(move |cx| cx.annotate(id, field, value.as_ref())));
    }

    pub(crate) fn retract(&self, row: &Row, on: bool) {
        let id = self.of(row);
        drop(self.try_write(move |cx| cx.retract(id, on)));
    }

    /// Makes a record, or changes these fields of the one that is there.
    pub(crate) fn put(&self, kind: &'static RecordKind, id: AnyId, fields: Fields) {
        let written = self.try_write(move |cx| match cx.read().find(id)? {
            None => cx.create(kind, id, fields),
            Some(_) => {
                let changes = fields.into_iter().map(|(key, value)| (key, Some(value)));
                cx.edit(id, &changes.collect::<Changes>()).map(drop)
            }
        });
        written.expect("a record is written");
    }

    pub(crate) fn trash(&self, id: AnyId, on: bool) {
        drop(self.try_write(move |cx| if on { cx.trash(id) } else { cx.untrash(id) }));
    }

    pub(crate) fn account(&self, id: AnyId, name: &str, kind: &str) {
        let currency = if matches!(kind, "asset" | "liability") { "EUR" } else { "" };
        self.put(
            &ACCOUNT,
            id,
            fields([("name", name.into()), ("kind", kind.into()), ("currency", currency.into())]),
        );
    }

    /// An own transaction of account 1.
    pub(crate) fn own(&self, own: AnyId, day: &str, minor: i64) {
        self.put(
            &TXN,
            own,
            fields([
                ("date", day.into()),
                ("account", id(1).to_string().into()),
                ("minor", minor.into()),
                ("currency", "EUR".into()),
                ("payee", "By hand".into()),
            ]),
        );
    }

    pub(crate) fn join(&self, edge: AnyId, a: AnyId, b: AnyId, kind: &str) {
        let pair = [("a", a.to_string().into()), ("b", b.to_string().into())];
        let [a, b] = pair;
        self.put(&MATCH, edge, fields([a, b, ("kind", kind.into())]));
    }

    pub(crate) fn rule(&self, rule: AnyId, order: i64, when: &str, set: &str) {
        let text = |form: &str, key: &str| format!(r#"{{"v":1,"{key}":[{form}]}}"#);
        self.put(
            &RULE,
            rule,
            fields([
                ("name", "a rule".into()),
                ("order", order.into()),
                ("on", true.into()),
                ("all", true.into()),
                ("when", text(when, "conditions").into()),
                ("set", text(set, "actions").into()),
            ]),
        );
    }

    pub(crate) fn undo(&self) -> Option<UndoStep> {
        let write = Write::new("undo").step(Step::None);
        self.store.write(write, |cx| cx.undo()).expect("undo works")
    }

    pub(crate) fn redo(&self) -> Option<UndoStep> {
        let write = Write::new("redo").step(Step::None);
        self.store.write(write, |cx| cx.redo()).expect("redo works")
    }

    /// The digest of the read tables.
    pub(crate) fn tables(&self) -> String {
        self.store.tables_digest().expect("a digest of the tables")
    }

    /// What an account holds, smallest units.
    pub(crate) fn balance(&self, account: AnyId) -> i64 {
        let query = "SELECT sum(minor) FROM finance_sum WHERE account = ?1";
        self.store.read(|cx| cx.sql().number(query, params![account])).expect("a sum")
    }

    /// One column of a transaction as text; empty: NULL, or not there.
    pub(crate) fn shown(&self, txn: AnyId, column: &str) -> String {
        let query = format!("SELECT CAST({column} AS TEXT) FROM finance_txn WHERE id = ?1");
        let found =
            self.store.read(|cx| cx.sql().first(&query, params![txn], |row| row.opt_text(0)));
        found.expect("a column").flatten().unwrap_or_default()
    }

    /// The same for a column that holds an id.
    pub(crate) fn shown_id(&self, txn: AnyId, column: &str) -> Option<AnyId> {
        let query = format!("SELECT {column} FROM finance_txn WHERE id = ?1");
        let found = self.store.read(|cx| cx.sql().first(&query, params![txn], |row| row.opt_id(0)));
        found.expect("a column").flatten()
    }

    /// What the tables say, a line a row, without the numbers of this file.
    pub(crate) fn said(&self) -> BTreeSet<String> {
        self.store.read(naive::said).expect("the tables can be read")
    }

    /// Books are balanced, sums are the sums of postings, and the tables are the same when made anew.
    pub(crate) fn check(&self) {
        let wrong = self.store.read(naive::wrong).expect("the tables can be read");
        assert!(wrong.is_empty(), "{wrong:#?}");
        let said = self.said();
        let (before, after) = self.store.rebuild().expect("the tables are made anew");
        if before != after {
            let anew = self.said();
            let lost: Vec<&String> = said.difference(&anew).collect();
            let new: Vec<&String> = anew.difference(&said).collect();
            panic!("made anew the tables lose {lost:#?}\nand say instead {new:#?}");
        }
    }
}
