//! The read tables of finance.
//!
//! Every transaction stands in `finance_txn` as it was told, beside what follows from it: who it is
//! with, what it is for, which postings it makes. Two that are one stand there both; one of them
//! speaks for both and the other has no postings. Sums of postings by account and month are written
//! in the same transaction. Everything follows from the records and facts that are there, never from
//! the order in which they came.

mod accounts;
mod derive;
mod links;
mod opening;
mod plans;
mod rates;
mod rules;
mod schema;
mod settle;
mod sums;
#[cfg(test)]
pub(crate) mod tests;
mod told;
mod write;

use std::collections::BTreeSet;

use base::error::{Error, Result};
use base::id::AnyId;
use store::facts::Fact;
use store::params;
use store::project::Projection;
use store::record::Record;
use store::sql::Tables;

use self::accounts::Accounts;
pub(crate) use self::rates::rates;
pub(crate) use self::rules::{each_looked, load as load_rules};
use self::settle::{Change, settle};
use self::told::Told;
use crate::model::day_number;
use crate::record::{ACCOUNT, BALANCE, MATCH, PROFILE, RATE, RULE, SETTINGS, TXN};

pub(crate) static PROJECTION: Projection = Projection {
    name: "finance",
    version: 1,
    schema: schema::SCHEMA,
    tables: schema::TABLES,
    put,
    take,
    put_facts,
    take_facts,
};

fn put_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    if is_balances(facts) {
        let accounts = opening::put_balances(tables, facts)?;
        return opening::reopen(tables, &Accounts::load(tables.sql())?, unique(accounts));
    }
    let come = facts.iter().map(Told::of_fact).collect::<Result<_>>()?;
    settle(tables, Change { come, fresh: true, ..Change::default() })
}

fn take_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    if is_balances(facts) {
        let accounts = opening::take_balances(tables, facts)?;
        return opening::reopen(tables, &Accounts::load(tables.sql())?, unique(accounts));
    }
    let gone = facts.iter().map(|fact| fact.id).collect();
    settle(tables, Change { gone, ..Change::default() })
}

fn is_balances(facts: &[Fact]) -> bool {
    facts.first().is_some_and(|fact| &*fact.kind == BALANCE.name)
}

fn unique(ids: Vec<AnyId>) -> BTreeSet<AnyId> {
    ids.into_iter().collect()
}

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == ACCOUNT.name => {
            let again = accounts::put(tables, record)?;
            settle_account(tables, record.id, again)
        }
        kind if kind == TXN.name => match Told::of_record(record) {
            Some(told) => settle(tables, Change { come: vec![told], ..Change::default() }),
            None => settle(tables, Change { gone: vec![record.id], ..Change::default() }),
        },
        kind if kind == RULE.name => again(tables, rules::put(tables, record)?),
        kind if kind == MATCH.name => again(tables, links::put(tables, record)?),
        _ => {
            take(tables, record)?;
            put_plain(tables, record)
        }
    }
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == ACCOUNT.name => {
            let again = accounts::take(tables, record)?;
            settle_account(tables, record.id, again)
        }
        kind if kind == TXN.name => {
            settle(tables, Change { gone: vec![record.id], ..Change::default() })
        }
        kind if kind == RULE.name => again(tables, rules::take(tables, record)?),
        kind if kind == MATCH.name => again(tables, links::take(tables, record)?),
        kind if kind == RATE.name => remove(tables, "finance_rate", record.n),
        kind if kind == PROFILE.name => remove(tables, "finance_profile", record.n),
        kind if kind == SETTINGS.name => {
            remove(tables, "finance_setting", record.n)?;
            remove(tables, "finance_dismissed", record.n)
        }
        _ => plans::take(tables, record),
    }
}

fn remove(tables: Tables<'_>, table: &str, n: i64) -> Result<()> {
    tables.run(&format!("DELETE FROM {table} WHERE n = ?1"), params![n]).map(drop)
}

fn again(tables: Tables<'_>, again: Vec<AnyId>) -> Result<()> {
    settle(tables, Change { again, ..Change::default() })
}

/// Settles what an account means for transactions, and its opening.
fn settle_account(tables: Tables<'_>, id: AnyId, touched: BTreeSet<AnyId>) -> Result<()> {
    again(tables, touched.into_iter().collect())?;
    opening::reopen(tables, &Accounts::load(tables.sql())?, [id])
}

/// Writes a record that nothing else follows from.
fn put_plain(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == RATE.name => put_rate(tables, record),
        kind if kind == PROFILE.name => put_profile(tables, record),
        kind if kind == SETTINGS.name => put_settings(tables, record),
        _ => plans::put(tables, record),
    }
}

fn put_rate(tables: Tables<'_>, record: &Record) -> Result<()> {
    let numbers = (record.int("num"), record.int("den"));
    let (Some(num), Some(den)) = numbers else { return Ok(()) };
    let Ok(day) = record.text("day").parse() else { return Ok(()) };
    tables
        .run(
            "INSERT INTO finance_rate (n, id, source_ccy, target_ccy, day, num, den, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                record.n,
                record.id,
                record.text("from"),
                record.text("to"),
                day_number(day),
                num,
                den,
                record.text("source")
            ],
        )
        .map(drop)
}

fn put_profile(tables: Tables<'_>, record: &Record) -> Result<()> {
    let fields = serde_json::to_string(&record.fields)
        .map_err(|source| Error::internal("writing a profile", source))?;
    tables
        .run(
            "INSERT INTO finance_profile (n, id, name, fields) VALUES (?1, ?2, ?3, ?4)",
            params![record.n, record.id, record.text("name"), fields],
        )
        .map(drop)
}

fn put_settings(tables: Tables<'_>, record: &Record) -> Result<()> {
    tables.run(
        "INSERT INTO finance_setting (n, id, base) VALUES (?1, ?2, ?3)",
        params![record.n, record.id, record.text("base")],
    )?;
    for key in record.members("dismissed/") {
        tables.run(
            "INSERT INTO finance_dismissed (key, n) VALUES (?1, ?2)",
            params![key, record.n],
        )?;
    }
    Ok(())
}
