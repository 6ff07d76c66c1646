//! What an account held before its first transaction.
//!
//! The person says it, or it follows from the first balance that a statement tells. It is a
//! transaction of its own, so that sums need no exception.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use store::facts::Fact;
use store::params;
use store::sql::{Sql, Tables};

use super::accounts::{Account, Accounts};
use super::derive::Derived;
use super::settle::Settled;
use super::sums::{Posting, Sums};
use super::told::{Said, Told};
use super::write;
use crate::model::row::Balance;
use crate::model::txn::{CategoryBy, Origin};
use crate::model::{day, day_number, opening_id, system};

/// What an opening says.
#[derive(Debug, PartialEq, Eq)]
struct Opening {
    n: i64,
    day: i64,
    minor: i64,
    currency: String,
}

/// Makes the openings of accounts anew; ids of other things are passed over.
pub(super) fn reopen(
    tables: Tables<'_>,
    accounts: &Accounts,
    ids: impl IntoIterator<Item = AnyId>,
) -> Result<()> {
    let mut sums = Sums::default();
    for id in ids.into_iter().filter(|id| !system::is(*id)) {
        let account = accounts.get(id).filter(|account| account.holds_money());
        let wanted = match account {
            Some(account) => opening(tables.sql(), id, account)?,
            None => None,
        };
        let is = known(tables.sql(), opening_id(id))?;
        if is == wanted {
            continue;
        }
        if is.is_some() {
            sums.take(tables, opening_id(id))?;
            write::remove(tables, opening_id(id))?;
        }
        if let Some(opening) = wanted {
            let told = told(id, &opening);
            let settled = Settled { told: &told, same: None, derived: derived(&told) };
            write::insert(tables, &[settled], &mut sums)?;
        }
    }
    sums.apply(tables).map(drop)
}

fn known(sql: Sql<'_>, id: AnyId) -> Result<Option<Opening>> {
    sql.first(
        "SELECT n, day, minor, currency FROM finance_txn WHERE id = ?1 AND origin = 2",
        params![id],
        |row| {
            Ok(Opening {
                n: row.int(0)?,
                day: row.int(1)?,
                minor: row.int(2)?,
                currency: row.text(3)?,
            })
        },
    )
}

fn opening(sql: Sql<'_>, id: AnyId, account: &Account) -> Result<Option<Opening>> {
    let first = sql.first(
        "SELECT day FROM finance_posting WHERE account = ?1 AND txn <> ?2 ORDER BY day LIMIT 1",
        params![id, opening_id(id)],
        |row| row.int(0),
    )?;
    let before = |number: i64| day(number).map(|day| day_number(day.plus(-1)));
    let n = account.n;
    if let Some((minor, on)) = account.opening {
        let day = match (on, first) {
            (Some(day), _) => day,
            (None, Some(first)) => before(first)?,
            // The day on which the account was made here, as far as its id tells.
            (None, None) => made_on(id),
        };
        let currency = account.currency.clone();
        return Ok((minor != 0).then_some(Opening { n, day, minor, currency }));
    }
    let Some((on, closing, currency)) = first_balance(sql, id, &account.currency)? else {
        return Ok(None);
    };
    let day = before(first.map_or(on, |first| first.min(on)))?;
    let minor = closing - sum_until(sql, id, on, &currency)?;
    Ok((minor != 0).then_some(Opening { n, day, minor, currency }))
}

/// The first balance that closes a day: its day, amount and currency.
fn first_balance(sql: Sql<'_>, id: AnyId, currency: &str) -> Result<Option<(i64, i64, String)>> {
    sql.first(
        "SELECT day, minor, currency FROM finance_balance
         WHERE account = ?1 AND what = 'closing' AND (?2 = '' OR currency = ?2)
         ORDER BY day, minor, currency LIMIT 1",
        params![id, currency],
        |row| Ok((row.int(0)?, row.int(1)?, row.text(2)?)),
    )
}

/// What the postings of an account sum to up to a day, without its opening.
fn sum_until(sql: Sql<'_>, id: AnyId, until: i64, currency: &str) -> Result<i64> {
    let month = until / 100;
    let months = "SELECT sum(minor) FROM finance_sum
         WHERE account = ?1 AND month < ?2 AND currency = ?3";
    let days = "SELECT sum(minor) FROM finance_posting
         WHERE account = ?1 AND day BETWEEN ?2 AND ?3 AND currency = ?4";
    let own = "SELECT sum(minor) FROM finance_posting
         WHERE txn = ?1 AND account = ?2 AND day <= ?3 AND currency = ?4";
    let months = sql.number(months, params![id, month, currency])?;
    let days = sql.number(days, params![id, month * 100, until, currency])?;
    let own = sql.number(own, params![opening_id(id), id, until, currency])?;
    Ok(months + days - own)
}

fn made_on(id: AnyId) -> i64 {
    let made = jiff::Timestamp::from_millisecond(i64::try_from(id.unix_ms()).unwrap_or(0));
    let made = made.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
    day_number(Day::new(made.date()))
}

fn told(account: AnyId, opening: &Opening) -> Told {
    Told {
        id: opening_id(account),
        n: opening.n,
        origin: Origin::Opening,
        day: opening.day,
        account,
        minor: opening.minor,
        currency: opening.currency.clone(),
        raw: String::new(),
        memo: String::new(),
        reference: String::new(),
        other: String::new(),
        kind: String::new(),
        hint: String::new(),
        format: String::new(),
        original: None,
        parts: Vec::new(),
        flags: 0,
        said: Said::default(),
    }
}

fn derived(told: &Told) -> Derived {
    let posting = |account, minor| Posting { account, minor, currency: told.currency.clone() };
    Derived {
        payee: String::new(),
        plain: None,
        note: String::new(),
        category: None,
        by: CategoryBy::None,
        rule: None,
        transfer: None,
        state: 0,
        splits: Vec::new(),
        tags: std::collections::BTreeSet::new(),
        postings: vec![posting(told.account, told.minor), posting(system::OPENING, -told.minor)],
    }
}

/// Writes balances; answers the accounts that they are of.
pub(super) fn put_balances(tables: Tables<'_>, facts: &[Fact]) -> Result<Vec<AnyId>> {
    let mut rows = Vec::with_capacity(facts.len());
    for fact in facts {
        rows.push((fact.n, fact.body::<Balance>()?));
    }
    tables.run_all(
        "INSERT INTO finance_balance (n, account, day, what, minor, currency)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        rows.iter().map(|(n, balance)| {
            [
                (*n).into(),
                balance.account.into(),
                day_number(balance.day).into(),
                balance.what.word().into(),
                balance.minor.into(),
                balance.currency.as_str().into(),
            ]
        }),
    )?;
    Ok(rows.into_iter().map(|(_, balance)| balance.account).collect())
}

/// Takes balances out; answers the accounts that they were of.
pub(super) fn take_balances(tables: Tables<'_>, facts: &[Fact]) -> Result<Vec<AnyId>> {
    let mut accounts = Vec::with_capacity(facts.len());
    for fact in facts {
        tables.run("DELETE FROM finance_balance WHERE n = ?1", params![fact.n])?;
        accounts.push(fact.body::<Balance>()?.account);
    }
    Ok(accounts)
}
