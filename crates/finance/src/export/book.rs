//! The ledger as exports see it: accounts once, transactions in the order of their days.

use std::collections::{HashMap, HashSet};

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::read::ReadCx;

use crate::model::system;
use crate::model::txn::{Origin, state};

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Asset,
    Liability,
    Equity,
    Income,
    Expense,
}

impl Kind {
    /// What a newer program calls otherwise is no money that anyone holds.
    fn of(word: &str) -> Kind {
        match word {
            "asset" => Kind::Asset,
            "liability" => Kind::Liability,
            "income" => Kind::Income,
            "expense" => Kind::Expense,
            _ => Kind::Equity,
        }
    }

    /// The root in plain-text journals.
    pub(super) fn root(self) -> &'static str {
        match self {
            Kind::Asset => "Assets",
            Kind::Liability => "Liabilities",
            Kind::Equity => "Equity",
            Kind::Income => "Income",
            Kind::Expense => "Expenses",
        }
    }
}

/// An account or a category.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) id: AnyId,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) subtype: String,
    pub(super) currency: String,
    pub(super) parent: Option<AnyId>,
    pub(super) bank: String,
    pub(super) number: String,
    pub(super) closed: bool,
    /// The day of its first posting, `20260301`.
    pub(super) first: Option<i64>,
    /// The day of its last.
    pub(super) last: Option<i64>,
}

/// The accounts that every ledger has: id, kind, full name.
const FIXED: [(AnyId, Kind, &str); 4] = [
    (system::OPENING, Kind::Equity, "Equity:Opening-Balances"),
    (system::UNDER_WAY, Kind::Equity, "Equity:Transfers"),
    (system::SPENDING, Kind::Expense, "Expenses:Uncategorized"),
    (system::INCOME, Kind::Income, "Income:Uncategorized"),
];

impl Account {
    /// The full name of an account that every ledger has.
    pub(super) fn fixed_name(&self) -> Option<&'static str> {
        let fixed = FIXED.iter().find(|(id, _, _)| *id == self.id);
        fixed.map(|(_, _, name)| *name)
    }

    /// An account that no record is about.
    fn fixed(id: AnyId, kind: Kind, name: &str) -> Account {
        let name = name.rsplit_once(':').map_or(name, |(_, last)| last);
        Account {
            id,
            name: name.replace('-', " "),
            kind,
            subtype: String::new(),
            currency: String::new(),
            parent: None,
            bank: String::new(),
            number: String::new(),
            closed: false,
            first: None,
            last: None,
        }
    }
}

/// Every account: first those of every ledger, which have their names for themselves, then the
/// person's by kind, place and id, then those of rows whose account is gone. Categories that others
/// have taken in are left out.
pub(super) fn accounts(cx: &ReadCx<'_>) -> Result<Vec<Account>> {
    let mut accounts: Vec<Account> =
        FIXED.iter().map(|(id, kind, name)| Account::fixed(*id, *kind, name)).collect();
    accounts.extend(cx.sql().rows(
        "SELECT id, name, kind, subtype, currency, parent, bank, number, closed
         FROM finance_account WHERE target IS NULL ORDER BY kind, position, id",
        &[],
        |row| {
            Ok(Account {
                id: row.id(0)?,
                name: row.text(1)?,
                kind: Kind::of(&row.text(2)?),
                subtype: row.text(3)?,
                currency: row.text(4)?,
                parent: row.opt_id(5)?,
                bank: row.text(6)?,
                number: row.text(7)?,
                closed: row.flag(8)?,
                first: None,
                last: None,
            })
        },
    )?);
    let known: HashSet<AnyId> = accounts.iter().map(|account| account.id).collect();
    for id in cx.sql().rows("SELECT DISTINCT account FROM finance_sum", &[], |row| row.id(0))? {
        if !known.contains(&id) {
            accounts.push(Account::fixed(id, Kind::Asset, "Unknown"));
        }
    }
    for account in &mut accounts {
        let days = cx.sql().first(
            "SELECT min(day), max(day) FROM finance_posting WHERE account = ?1",
            params![account.id],
            |row| Ok((row.opt_int(0)?, row.opt_int(1)?)),
        )?;
        (account.first, account.last) = days.unwrap_or_default();
    }
    Ok(accounts)
}

/// One transaction.
#[derive(Debug, Clone)]
pub(super) struct Txn {
    pub(super) id: AnyId,
    pub(super) origin: Origin,
    /// `20260301`.
    pub(super) day: i64,
    pub(super) account: AnyId,
    pub(super) minor: i64,
    pub(super) currency: String,
    /// What was paid in a foreign currency, smallest units and its code.
    pub(super) original: Option<(i64, String)>,
    pub(super) payee: String,
    pub(super) raw: String,
    pub(super) memo: String,
    pub(super) note: String,
    pub(super) category: Option<AnyId>,
    pub(super) transfer: Option<AnyId>,
    pub(super) state: i64,
    /// The transaction that this one only repeats.
    pub(super) same: Option<AnyId>,
    pub(super) reference: String,
    /// The counter account as the bank told it.
    pub(super) other: String,
    pub(super) tags: Vec<String>,
    pub(super) splits: Vec<Split>,
    /// Empty when it does not count: hidden, or told again by another.
    pub(super) postings: Vec<Posting>,
}

impl Txn {
    pub(super) fn is(&self, bit: i64) -> bool {
        self.state & bit != 0
    }

    /// Whether it is what an account held before its first row.
    pub(super) fn is_opening(&self) -> bool {
        self.origin == Origin::Opening
    }

    /// Its payee, in words.
    pub(super) fn title(&self) -> &str {
        if self.is_opening() { "Opening balance" } else { &self.payee }
    }
}

/// A part of a transaction.
#[derive(Debug, Clone)]
pub(super) struct Split {
    pub(super) category: Option<AnyId>,
    pub(super) minor: i64,
    pub(super) note: String,
}

/// One side of a transaction.
#[derive(Debug, Clone)]
pub(super) struct Posting {
    pub(super) account: AnyId,
    pub(super) minor: i64,
    pub(super) currency: String,
}

/// Every transaction, by day and id.
pub(super) fn each_txn(cx: &ReadCx<'_>, mut each: impl FnMut(&Txn) -> Result<()>) -> Result<()> {
    let sql = cx.sql();
    let mut tags: HashMap<AnyId, Vec<String>> = HashMap::new();
    sql.each("SELECT txn, tag FROM finance_tag ORDER BY txn, tag", &[], |row| {
        tags.entry(row.id(0)?).or_default().push(row.text(1)?);
        Ok(())
    })?;
    let query = "SELECT id, origin, day, account, minor, currency, payee, raw, memo, note, category,
                 transfer, state, same, reference, other, original_minor, original_currency FROM finance_txn
                 ORDER BY day, id";
    sql.each(query, &[], |row| {
        let id: AnyId = row.id(0)?;
        let mut txn = Txn {
            id,
            origin: Origin::from_number(row.int(1)?),
            day: row.int(2)?,
            account: row.id(3)?,
            minor: row.int(4)?,
            currency: row.text(5)?,
            original: row.opt_int(16)?.zip(row.opt_text(17)?),
            payee: row.text(6)?,
            raw: row.text(7)?,
            memo: row.text(8)?,
            note: row.text(9)?,
            category: row.opt_id(10)?,
            transfer: row.opt_id(11)?,
            state: row.int(12)?,
            same: row.opt_id(13)?,
            reference: row.text(14)?,
            other: row.text(15)?,
            tags: tags.remove(&id).unwrap_or_default(),
            splits: Vec::new(),
            postings: Vec::new(),
        };
        if txn.is(state::SPLIT) {
            let splits =
                "SELECT category, minor, note FROM finance_split WHERE txn = ?1 ORDER BY k";
            txn.splits = sql.rows(splits, params![id], |row| {
                Ok(Split { category: row.opt_id(0)?, minor: row.int(1)?, note: row.text(2)? })
            })?;
        }
        let postings =
            "SELECT account, minor, currency FROM finance_posting WHERE txn = ?1 ORDER BY k";
        txn.postings = sql.rows(postings, params![id], |row| {
            Ok(Posting { account: row.id(0)?, minor: row.int(1)?, currency: row.text(2)? })
        })?;
        each(&txn)
    })
}

/// What one unit of a currency was worth in another.
#[derive(Debug, Clone)]
pub(super) struct Rate {
    pub(super) day: i64,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) num: i64,
    pub(super) den: i64,
    pub(super) source: String,
}

/// Every rate, by day.
pub(super) fn rates(cx: &ReadCx<'_>) -> Result<Vec<Rate>> {
    cx.sql().rows(
        "SELECT day, source_ccy, target_ccy, num, den, source FROM finance_rate
         WHERE num > 0 AND den > 0 ORDER BY day, source_ccy, target_ccy, source, num, den",
        &[],
        |row| {
            Ok(Rate {
                day: row.int(0)?,
                from: row.text(1)?,
                to: row.text(2)?,
                num: row.int(3)?,
                den: row.int(4)?,
                source: row.text(5)?,
            })
        },
    )
}

/// What an account held at the end of a day, as a bank told or a person found.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) account: AnyId,
    pub(super) day: i64,
    pub(super) minor: i64,
    pub(super) currency: String,
}

/// Every balance that was told or reconciled, by day; equal ones once.
pub(super) fn told(cx: &ReadCx<'_>) -> Result<Vec<Told>> {
    cx.sql().rows(
        "SELECT account, day, minor, currency FROM finance_balance WHERE what = 'closing'
         UNION SELECT account, day, minor, currency FROM finance_statement
         ORDER BY 2, 1, 4, 3",
        &[],
        |row| {
            Ok(Told {
                account: row.id(0)?,
                day: row.int(1)?,
                minor: row.int(2)?,
                currency: row.text(3)?,
            })
        },
    )
}
