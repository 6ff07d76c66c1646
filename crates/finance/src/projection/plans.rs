//! What people plan, as rows: budgets, goals, schedules, receipts, statements.
//!
//! None of these says anything about another row: each record is its own rows, and nothing follows.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use store::params;
use store::record::{MEDIA_PREFIX, Record};
use store::sql::Tables;

use crate::model::day_number;
use crate::model::month::Month;
use crate::record::{BUDGET, GOAL, MOVE, RECEIPT, SCHEDULE, STATEMENT};

/// Writes the rows of a plan, whether it was there before or not; of another kind nothing.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    match record.kind.as_str() {
        kind if kind == BUDGET.name => put_budget(tables, record),
        kind if kind == MOVE.name => put_move(tables, record),
        kind if kind == GOAL.name => put_goal(tables, record),
        kind if kind == SCHEDULE.name => put_schedule(tables, record),
        kind if kind == RECEIPT.name => put_receipt(tables, record),
        kind if kind == STATEMENT.name => put_statement(tables, record),
        _ => Ok(()),
    }
}

/// Removes the rows of a plan; of another kind nothing.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    let statements: &[&str] = match record.kind.as_str() {
        kind if kind == BUDGET.name => &[
            "DELETE FROM finance_budgeted WHERE n = ?1 AND category IN
                (SELECT category FROM finance_budget WHERE n = ?1)",
            "DELETE FROM finance_budget WHERE n = ?1",
        ],
        kind if kind == MOVE.name => &["DELETE FROM finance_move WHERE n = ?1"],
        kind if kind == GOAL.name => &["DELETE FROM finance_goal WHERE n = ?1"],
        kind if kind == SCHEDULE.name => &[
            "DELETE FROM finance_schedule WHERE n = ?1",
            "DELETE FROM finance_done WHERE schedule = ?1",
        ],
        kind if kind == RECEIPT.name => &[
            "DELETE FROM finance_receipt WHERE n = ?1",
            "DELETE FROM finance_picture WHERE receipt = ?1",
        ],
        kind if kind == STATEMENT.name => &["DELETE FROM finance_statement WHERE n = ?1"],
        _ => &[],
    };
    for statement in statements {
        tables.run(statement, params![record.n])?;
    }
    Ok(())
}

/// An id in a field; `None` when there is none.
fn id(record: &Record, key: &str) -> Option<AnyId> {
    record.text(key).parse().ok()
}

/// A day in a field as the tables hold it.
fn day(record: &Record, key: &str) -> Option<i64> {
    record.text(key).parse::<Day>().ok().map(day_number)
}

fn put_budget(tables: Tables<'_>, record: &Record) -> Result<()> {
    let Some(category) = id(record, "category") else { return Ok(()) };
    tables.run(
        "INSERT INTO finance_budget (category, n, mode, currency) VALUES (?1, ?2, ?3, ?4)",
        params![category, record.n, record.text("mode"), record.text("currency")],
    )?;
    for month in record.members("set/") {
        let minor = record.int(&format!("set/{month}"));
        let (Ok(month), Some(minor)) = (month.parse::<Month>(), minor) else { continue };
        tables.run(
            "INSERT INTO finance_budgeted (category, month, n, minor) VALUES (?1, ?2, ?3, ?4)",
            params![category, month.number(), record.n, minor],
        )?;
    }
    Ok(())
}

fn put_move(tables: Tables<'_>, record: &Record) -> Result<()> {
    let month = record.text("month").parse::<Month>();
    let (Ok(month), Some(minor)) = (month, record.int("minor")) else { return Ok(()) };
    tables
        .run(
            "INSERT INTO finance_move (n, id, month, source, target, minor, currency)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                record.n,
                record.id,
                month.number(),
                id(record, "from"),
                id(record, "to"),
                minor,
                record.text("currency")
            ],
        )
        .map(drop)
}

fn put_goal(tables: Tables<'_>, record: &Record) -> Result<()> {
    let Some(minor) = record.int("minor") else { return Ok(()) };
    tables
        .run(
            "INSERT INTO finance_goal (n, id, name, minor, currency, until, account, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                record.n,
                record.id,
                record.text("name"),
                minor,
                record.text("currency"),
                day(record, "by"),
                id(record, "account"),
                record.text("note")
            ],
        )
        .map(drop)
}

fn put_schedule(tables: Tables<'_>, record: &Record) -> Result<()> {
    let start = day(record, "start");
    let (Some(start), Some(minor)) = (start, record.int("minor")) else { return Ok(()) };
    tables.run(
        "INSERT INTO finance_schedule (n, id, payee, account, category, transfer, minor, currency,
             about, unit, step, start, until, key, is_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            record.n,
            record.id,
            record.text("payee"),
            id(record, "account"),
            id(record, "category"),
            id(record, "transfer"),
            minor,
            record.text("currency"),
            record.flag("about"),
            record.text("unit"),
            record.int("step").unwrap_or(1),
            start,
            day(record, "end"),
            record.text("key"),
            record.flag("on")
        ],
    )?;
    for done in record.members("done/") {
        let Ok(day) = done.parse::<Day>() else { continue };
        tables.run(
            "INSERT INTO finance_done (schedule, day, txn) VALUES (?1, ?2, ?3)",
            params![record.n, day_number(day), id(record, &format!("done/{done}"))],
        )?;
    }
    Ok(())
}

fn put_receipt(tables: Tables<'_>, record: &Record) -> Result<()> {
    tables.run(
        "INSERT INTO finance_receipt (n, id, txn, note, store, day, minor, currency)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            record.n,
            record.id,
            id(record, "txn"),
            record.text("note"),
            record.text("store"),
            day(record, "date"),
            record.int("minor"),
            record.text("currency")
        ],
    )?;
    for hash in record.members(MEDIA_PREFIX) {
        tables.run(
            "INSERT INTO finance_picture (receipt, hash, said) VALUES (?1, ?2, ?3)",
            params![record.n, hash, record.text(&format!("{MEDIA_PREFIX}{hash}"))],
        )?;
    }
    Ok(())
}

fn put_statement(tables: Tables<'_>, record: &Record) -> Result<()> {
    let (account, day) = (id(record, "account"), day(record, "day"));
    let (Some(account), Some(day), Some(minor)) = (account, day, record.int("minor")) else {
        return Ok(());
    };
    tables
        .run(
            "INSERT INTO finance_statement (n, id, account, day, minor, currency)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![record.n, record.id, account, day, minor, record.text("currency")],
        )
        .map(drop)
}
