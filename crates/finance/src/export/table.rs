//! A table: a row for each transaction, and for each part of one that is split.

use std::collections::HashMap;
use std::io::Write;

use base::error::Result;
use base::id::AnyId;
use store::read::ReadCx;

use super::book::{self, Split, Txn};
use super::walk::LeftOut;
use super::{failed, words};
use crate::model;
use crate::model::txn::{Origin, state};

const COLUMNS: [&str; 19] = [
    "id",
    "date",
    "account",
    "payee",
    "category",
    "amount",
    "currency",
    "note",
    "memo",
    "tags",
    "transfer_account",
    "cleared",
    "reconciled",
    "pending",
    "imported",
    "reference",
    "counter_account",
    "raw_payee",
    "part",
];

/// Where the amount is, the one cell that may begin with a minus.
const AMOUNT: usize = 5;

/// What stands between several values in one cell.
const BETWEEN: &str = "; ";

/// The exporter's body.
pub(super) fn write(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let accounts = book::accounts(cx)?;
    let names: HashMap<AnyId, &str> =
        accounts.iter().map(|account| (account.id, account.name.as_str())).collect();
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS).map_err(failed)?;
    let mut left_out = LeftOut::default();
    book::each_txn(cx, |txn| {
        if txn.postings.is_empty() {
            left_out.add_if(txn.is(state::HIDDEN), "hidden");
            return Ok(());
        }
        if txn.splits.is_empty() {
            return table.write_record(cells(txn, None, &names)?).map_err(failed);
        }
        for part in (1..).zip(&txn.splits) {
            table.write_record(cells(txn, Some(part), &names)?).map_err(failed)?;
        }
        Ok(())
    })?;
    table.flush().map_err(failed)?;
    Ok(left_out.words())
}

fn cells(
    txn: &Txn,
    part: Option<(u32, &Split)>,
    names: &HashMap<AnyId, &str>,
) -> Result<[String; COLUMNS.len()]> {
    let name = |id: Option<AnyId>| {
        id.and_then(|id| names.get(&id)).map_or(String::new(), |name| (*name).to_owned())
    };
    let flag = |bit: i64| if txn.is(bit) { "true".to_owned() } else { String::new() };
    let (category, minor, note) = match part {
        Some((_, split)) => (split.category, split.minor, Some(&split.note)),
        None => (txn.category, txn.minor, None),
    };
    let note = note.filter(|note| !note.is_empty()).unwrap_or(&txn.note);
    let mut cells = [
        txn.id.to_string(),
        model::day(txn.day)?.to_string(),
        name(Some(txn.account)),
        txn.title().to_owned(),
        name(category),
        words::amount(minor, &txn.currency)?,
        txn.currency.clone(),
        note.clone(),
        txn.memo.clone(),
        txn.tags.join(BETWEEN),
        name(txn.transfer),
        flag(state::CLEARED),
        flag(state::RECONCILED),
        flag(state::PENDING),
        if txn.origin == Origin::Row { "true".to_owned() } else { String::new() },
        txn.reference.clone(),
        txn.other.clone(),
        txn.raw.clone(),
        part.map_or(String::new(), |(number, _)| number.to_string()),
    ];
    for (place, cell) in cells.iter_mut().enumerate() {
        if place != AMOUNT {
            harmless(cell);
        }
    }
    Ok(cells)
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it (ASVS 1.2.10): payees
/// come from strangers. The JSON file has them as they are.
fn harmless(cell: &mut String) {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        cell.insert(0, '\'');
    }
}
