//! The commands of the ledger over the real store.

mod accounts;
mod edits;
mod matches;
mod register;
mod undo;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use store::read::ReadCx;
use store::store::Write;
use store::write::WriteCx;

use super::*;
use crate::model::row::Row;
use crate::projection::tests::{World, id, row};

pub(crate) const FOOD: u8 = 20;
pub(crate) const FUN: u8 = 21;

/// Two accounts in euros and one in dollars, and two categories.
pub(crate) fn world() -> World {
    let world = World::new();
    world.account(id(1), "Checking", "asset");
    world.account(id(2), "Savings", "asset");
    world.account(id(3), "Dollars", "asset");
    world.put(
        &crate::record::ACCOUNT,
        id(3),
        crate::projection::tests::fields([("currency", "USD".into())]),
    );
    world.account(id(FOOD), "Food", "expense");
    world.account(id(FUN), "Fun", "expense");
    world
}

/// Runs a read.
pub(crate) fn read<T>(world: &World, body: impl FnOnce(&ReadCx<'_>) -> Result<T>) -> T {
    world.store.read(body).expect("it can be read")
}

/// Runs a write that is done.
pub(crate) fn write<T: Send + 'static>(
    world: &World,
    body: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
) -> T {
    world.store.write(Write::new("test"), body).expect("it is done")
}

/// Runs a write that is refused: with which code, and at which field.
pub(crate) fn refused<T: Send + 'static>(
    world: &World,
    body: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
) -> (Code, String) {
    let before = world.tables();
    let written = world.store.write(Write::new("test"), body);
    let error: Error = written.err().expect("it is refused");
    assert_eq!(world.tables(), before, "what is refused changes nothing");
    assert!(!error.message().is_empty() && !error.message().ends_with('.'), "{error}");
    (error.code(), error.field().unwrap_or_default().to_owned())
}

/// A change of a transaction that leaves everything.
pub(crate) fn leave(id: AnyId) -> EditTxn {
    EditTxn {
        id,
        day: None,
        account: None,
        minor: None,
        payee: None,
        note: None,
        category: None,
        transfer: None,
        transfer_minor: None,
        splits: None,
        add_tags: None,
        remove_tags: None,
        cleared: None,
        hidden: None,
    }
}

/// A transaction of account 1 on a day of March.
pub(crate) fn new(day: &str, minor: i64) -> NewTxn {
    NewTxn {
        day: day.parse().expect("a day"),
        account: id(1),
        minor,
        payee: None,
        note: None,
        category: None,
        transfer: None,
        transfer_minor: None,
        splits: None,
        tags: None,
        cleared: None,
    }
}

/// A part of a transaction.
pub(crate) fn part(category: Option<u8>, minor: i64) -> SplitPart {
    SplitPart { category: category.map(id), minor, note: String::new() }
}

/// One transaction as lists show it.
pub(crate) fn shown(world: &World, id: AnyId) -> TxnRow {
    read(world, |cx| txn(cx, TxnRef { id })).row
}

/// Imports rows of account 1.
pub(crate) fn import(world: &World, rows: &[(&str, &str, i64)]) -> Vec<(Row, AnyId)> {
    let rows: Vec<Row> =
        rows.iter().map(|(key, day, minor)| row(id(1), key, day, *minor)).collect();
    world.import(rows.clone());
    rows.into_iter().map(|row| (row.clone(), world.of(&row))).collect()
}
