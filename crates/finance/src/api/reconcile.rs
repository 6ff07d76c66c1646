//! Reconciling: what the bank's statement says beside what is ticked off here.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use base::day::Day;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use base::money::checked;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::Value;
use store::sql::Sql;
use store::write::WriteCx;

use super::rows::{Names, seen_from};
use super::said::Said;
use super::{Amount, NewTxn, TxnRow, add_txn, check, txn_rows, write_named};
use crate::model::txn::state;
use crate::model::{day, day_number, hex};
use crate::record::STATEMENT;

wire! {
    /// A statement: what an account held at the end of a day.
    #[derive(Copy)]
    pub(crate) struct ReconcileOf {
        /// The account.
        pub(crate) account: AnyId,
        /// The statement's last day.
        pub(crate) day: Day,
        /// What it says, smallest units.
        pub(crate) minor: i64,
    }

    /// A statement beside what is ticked off.
    pub(crate) struct Reconciling {
        /// ISO 4217.
        pub(crate) currency: String,
        /// What is ticked off up to that day.
        pub(crate) cleared_minor: i64,
        /// What the statement says beyond that; 0: they agree.
        pub(crate) difference: i64,
        /// Transactions up to that day that are in no statement yet, the latest first; at most 500.
        pub(crate) items: Vec<TxnRow>,
        /// How many there are.
        pub(crate) open: u32,
        /// Balances that files told of this account around that day, the latest first: to compare.
        pub(crate) told: Vec<ToldBalance>,
        /// The last statement that was found to be right.
        pub(crate) last: Option<KeptStatement>,
    }

    /// A balance that a file told.
    pub(crate) struct ToldBalance {
        /// The day.
        pub(crate) day: Day,
        /// Whether it is of the day's beginning, its end, or what could be spent.
        pub(crate) what: String,
        /// So much.
        pub(crate) amount: Amount,
    }

    /// A statement that was found to be right.
    #[derive(Copy)]
    pub(crate) struct KeptStatement {
        /// Its last day.
        pub(crate) day: Day,
        /// What it says, smallest units.
        pub(crate) minor: i64,
    }

    /// What is ticked off, or no longer.
    pub(crate) struct SetCleared {
        /// The transactions, at most 5000.
        pub(crate) ids: Vec<AnyId>,
        /// Whether they are ticked off.
        pub(crate) on: bool,
    }

    /// A statement that is right.
    #[ts(optional_fields)]
    pub(crate) struct FinishReconcile {
        /// The account.
        pub(crate) account: AnyId,
        /// The statement's last day.
        pub(crate) day: Day,
        /// What it says, smallest units.
        pub(crate) minor: i64,
        /// Writes down what is missing as a transaction of its own.
        #[serde(default)]
        pub(crate) adjust: Option<bool>,
        /// Who that is with.
        #[serde(default)]
        pub(crate) payee: Option<String>,
    }

    /// Opens the last statement of an account again.
    #[derive(Copy)]
    pub(crate) struct ReopenStatement {
        /// The account.
        pub(crate) account: AnyId,
    }
}

/// Transactions that are shown at once.
const ITEMS_MAX: usize = 500;
/// Transactions that one command ticks off.
const MANY_MAX: usize = 5000;
/// Balances that are shown for comparison, and how many days around.
const TOLD_MAX: i64 = 5;
const TOLD_DAYS: i32 = 10;

/// Transactions with a posting to an account up to a day, of its currency.
const OF_ACCOUNT: &str = "finance_posting p JOIN finance_txn t ON t.id = p.txn
    WHERE p.account = ?1 AND p.day <= ?2 AND p.currency = ?3";

pub(crate) fn reconcile(cx: &ReadCx<'_>, request: ReconcileOf) -> Result<Reconciling> {
    let ReconcileOf { account, day: last_day, minor } = request;
    let sql = cx.sql();
    let currency = check::holding(sql, account, "account")?.currency;
    checked(i128::from(minor)).map_err(|error| error.at("minor"))?;
    let cleared_minor = cleared(sql, account, last_day, &currency)?;
    let open = open(sql, account, last_day, &currency)?;
    let shown: Vec<AnyId> = open.iter().map(|(id, _)| *id).take(ITEMS_MAX).collect();
    let names = Names::load(sql)?;
    let changes: HashMap<AnyId, i64> = open.iter().copied().collect();
    let mut items = txn_rows(cx, &shown)?;
    for row in &mut items {
        let minor = changes.get(&row.id).copied().unwrap_or(row.minor);
        seen_from(row, account, minor, &names);
        row.currency.clone_from(&currency);
    }
    let told = sql.rows(
        "SELECT day, what, minor, currency FROM finance_balance
         WHERE account = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day DESC, what LIMIT ?4",
        params![
            account,
            day_number(last_day.plus(-TOLD_DAYS)),
            day_number(last_day.plus(TOLD_DAYS)),
            TOLD_MAX
        ],
        |row| {
            let amount = Amount { minor: row.int(2)?, currency: row.text(3)? };
            Ok(ToldBalance { day: day(row.int(0)?)?, what: row.text(1)?, amount })
        },
    )?;
    Ok(Reconciling {
        cleared_minor,
        difference: checked(i128::from(minor) - i128::from(cleared_minor))?,
        items,
        open: super::rows::count(i64::try_from(open.len()).unwrap_or(i64::MAX)),
        told,
        last: last_statement(sql, account)?.map(|(_, kept)| kept),
        currency,
    })
}

/// What is ticked off up to a day. What an account held at first is.
fn cleared(sql: Sql<'_>, account: AnyId, last: Day, currency: &str) -> Result<i64> {
    const TICKED: i64 = state::CLEARED | state::RECONCILED;
    let query =
        format!("SELECT sum(p.minor) FROM {OF_ACCOUNT} AND (t.state & {TICKED} OR t.origin = 2)");
    sql.number(&query, params![account, day_number(last), currency])
}

/// Transactions up to a day that are in no statement, and what they change the account by, smallest
/// units; the latest first.
fn open(sql: Sql<'_>, account: AnyId, last: Day, currency: &str) -> Result<Vec<(AnyId, i64)>> {
    let query = format!(
        "SELECT t.id, sum(p.minor) FROM {OF_ACCOUNT} AND NOT t.state & {} AND t.origin < 2
         GROUP BY t.id ORDER BY t.day DESC, t.id DESC",
        state::RECONCILED
    );
    sql.rows(&query, params![account, day_number(last), currency], |row| {
        Ok((row.id(0)?, row.int(1)?))
    })
}

fn last_statement(sql: Sql<'_>, account: AnyId) -> Result<Option<(AnyId, KeptStatement)>> {
    sql.first(
        "SELECT id, day, minor FROM finance_statement WHERE account = ?1
         ORDER BY day DESC, id DESC LIMIT 1",
        params![account],
        |row| Ok((row.id(0)?, KeptStatement { day: day(row.int(1)?)?, minor: row.int(2)? })),
    )
}

pub(crate) fn set_cleared(cx: &mut WriteCx<'_>, request: SetCleared) -> Result<()> {
    if MANY_MAX < request.ids.len() {
        let message = format!("one command ticks off at most {MANY_MAX} transactions");
        return Err(Error::invalid("ids", message));
    }
    for id in request.ids {
        let said = Said::of(cx, id)?;
        let query = "SELECT state & 2 FROM finance_txn WHERE id = ?1";
        let kept = cx.read().sql().number(query, params![said.speaker])? != 0;
        if kept && !request.on {
            let message = "it is in a statement that was found to be right: open that again first";
            return Err(Error::new(Code::Denied, message).at("ids"));
        }
        said.set_flag(cx, "cleared", request.on)?;
    }
    Ok(())
}

pub(crate) fn finish_reconcile(cx: &mut WriteCx<'_>, request: FinishReconcile) -> Result<()> {
    let FinishReconcile { account, day: last_day, minor, adjust, payee } = request;
    let read = cx.read();
    let sql = read.sql();
    let currency = check::holding(sql, account, "account")?.currency;
    let ticked = cleared(sql, account, last_day, &currency)?;
    let difference = checked(i128::from(minor) - i128::from(ticked))?;
    if last_statement(sql, account)?.is_some_and(|(_, kept)| kept.day > last_day) {
        let message = "a later statement was found to be right already";
        return Err(Error::new(Code::Conflict, message).at("day"));
    }
    if difference != 0 {
        if adjust != Some(true) {
            let message = "what is ticked off does not come to what the statement says";
            return Err(Error::invalid("minor", message));
        }
        let adjustment = NewTxn {
            day: last_day,
            account,
            minor: difference,
            payee: Some(payee.unwrap_or_else(|| "Balance adjustment".to_owned())),
            note: None,
            category: None,
            transfer: None,
            transfer_minor: None,
            splits: None,
            tags: None,
            cleared: Some(true),
        };
        add_txn(cx, adjustment)?;
    }
    for id in ticked_off(cx.read().sql(), account, last_day, &currency)? {
        Said::of(cx, id)?.set_flag(cx, "reconciled", true)?;
    }
    let key = format!("{}/{}", hex(account), day_number(last_day));
    let id = cx.read().natural_id(STATEMENT.name, 0, &key);
    let fields = [
        ("account", Value::from(hex(account))),
        ("day", last_day.to_string().into()),
        ("minor", minor.into()),
        ("currency", currency.into()),
    ];
    write_named(cx, &STATEMENT, id, fields)
}

/// What is ticked off and in no statement yet.
fn ticked_off(sql: Sql<'_>, account: AnyId, last: Day, currency: &str) -> Result<Vec<AnyId>> {
    let query = format!(
        "SELECT DISTINCT t.id FROM {OF_ACCOUNT}
             AND t.state & {} AND NOT t.state & {} AND t.origin < 2 ORDER BY t.id",
        state::CLEARED,
        state::RECONCILED
    );
    sql.rows(&query, params![account, day_number(last), currency], |row| row.id(0))
}

pub(crate) fn reopen_statement(cx: &mut WriteCx<'_>, request: ReopenStatement) -> Result<()> {
    let read = cx.read();
    let sql = read.sql();
    let currency = check::holding(sql, request.account, "account")?.currency;
    let Some((id, kept)) = last_statement(sql, request.account)? else {
        return Err(Error::not_found("statement", request.account));
    };
    cx.trash(id)?;
    let read = cx.read();
    let before = last_statement(read.sql(), request.account)?;
    let before = before.map_or(0, |(_, before)| day_number(before.day));
    let query = format!(
        "SELECT DISTINCT t.id FROM {OF_ACCOUNT} AND p.day > ?4 AND t.state & {} AND t.origin < 2
         ORDER BY t.id",
        state::RECONCILED
    );
    let range = params![request.account, day_number(kept.day), currency, before];
    let ids: Vec<AnyId> = read.sql().rows(&query, range, |row| row.id(0))?;
    for id in ids {
        Said::of(cx, id)?.set_flag(cx, "reconciled", false)?;
    }
    Ok(())
}
