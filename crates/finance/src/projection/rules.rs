//! Rules in the tables, and which transactions one of them touches.

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::record::Record;
use store::sql::{Sql, Tables};

use crate::model::rule::{self, Looked, Rule, read_actions, read_conditions};

/// The rules that this program understands, in their order.
pub(crate) fn load(sql: Sql<'_>) -> Result<Vec<Rule>> {
    let rules = sql.rows(&format!("SELECT {COLUMNS} FROM finance_rule"), &[], read)?;
    let mut rules: Vec<Rule> = rules.into_iter().flatten().collect();
    rule::sort(&mut rules);
    Ok(rules)
}

const COLUMNS: &str = "id, position, is_on, every, conds, actions";

fn read(row: &store::sql::Row<'_>) -> Result<Option<Rule>> {
    let said = read_conditions(&row.text(4)?).zip(read_actions(&row.text(5)?));
    let Some((when, set)) = said else { return Ok(None) };
    let (id, order, on, all) = (row.id(0)?, row.int(1)?, row.flag(2)?, row.flag(3)?);
    Ok(Some(Rule { id, order, on, all, when, set }))
}

fn one(sql: Sql<'_>, n: i64) -> Result<Option<Rule>> {
    let query = format!("SELECT {COLUMNS} FROM finance_rule WHERE n = ?1");
    Ok(sql.first(&query, params![n], read)?.flatten())
}

/// Writes a rule; answers the transactions that it fits or fitted.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<Vec<AnyId>> {
    let before = one(tables.sql(), record.n)?;
    tables.run(
        "INSERT OR REPLACE INTO finance_rule (n, id, name, position, is_on, every, conds, actions)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            record.n,
            record.id,
            record.text("name"),
            record.int("order").unwrap_or(0),
            record.flag("on"),
            record.flag("all"),
            record.text("when"),
            record.text("set")
        ],
    )?;
    let after = one(tables.sql(), record.n)?;
    touched(tables.sql(), before, after)
}

/// Takes a rule out; answers the transactions that it fitted.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<Vec<AnyId>> {
    let before = one(tables.sql(), record.n)?;
    tables.run("DELETE FROM finance_rule WHERE n = ?1", params![record.n])?;
    touched(tables.sql(), before, None)
}

fn touched(sql: Sql<'_>, before: Option<Rule>, after: Option<Rule>) -> Result<Vec<AnyId>> {
    if before == after {
        return Ok(Vec::new());
    }
    let rules: Vec<Rule> = [before, after].into_iter().flatten().filter(|rule| rule.on).collect();
    let mut touched = Vec::new();
    if !rules.is_empty() {
        each_looked(sql, |id, looked| {
            if rules.iter().any(|rule| rule::fits(rule, looked)) {
                touched.push(id);
            }
            Ok(())
        })?;
    }
    Ok(touched)
}

/// Every transaction that rules look at, as they look at it.
///
/// # Errors
/// Whatever `each` answers.
pub(crate) fn each_looked(
    sql: Sql<'_>,
    mut each: impl FnMut(AnyId, &Looked<'_>) -> Result<()>,
) -> Result<()> {
    sql.each(
        "SELECT id, coalesce(plain, payee), raw, memo, note, other, kind, account, minor, currency
         FROM finance_txn WHERE origin < 2 AND same IS NULL AND NOT state & 8",
        &[],
        |row| {
            let looked = Looked {
                payee: &row.text(1)?,
                raw: &row.text(2)?,
                memo: &row.text(3)?,
                note: &row.text(4)?,
                other: &row.text(5)?,
                kind: &row.text(6)?,
                account: row.id(7)?,
                minor: row.int(8)?,
                currency: &row.text(9)?,
            };
            each(row.id(0)?, &looked)
        },
    )
}
