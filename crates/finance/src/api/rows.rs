//! Transactions as lists show them.

use std::collections::{BTreeMap, HashMap};

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::sql::{Param, Row, Sql};

use super::Amount;
use crate::model::txn::state;
use crate::model::{day, system};

wire! {
    /// Who said what a transaction is for.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum SaidBy {
        /// Nobody.
        None,
        /// Its file.
        File,
        /// A rule.
        Rule,
        /// The person.
        Person,
    }

    /// A category, by name. Those without a name are the program's own: the window has words for them.
    #[derive(Eq)]
    pub(crate) struct CategoryName {
        /// The category.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// Its icon.
        pub(crate) icon: String,
    }

    /// An account, by name.
    #[derive(Eq)]
    pub(crate) struct AccountName {
        /// The account.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
    }

    /// One part of a transaction.
    #[derive(Eq)]
    pub(crate) struct SplitRow {
        /// What it is for: a category or another own account; null: not said.
        pub(crate) category: Option<CategoryName>,
        /// Smallest units.
        pub(crate) minor: i64,
        /// The person's words.
        pub(crate) note: String,
    }

    /// A transaction in a list.
    pub(crate) struct TxnRow {
        /// The transaction.
        pub(crate) id: AnyId,
        /// Its day.
        pub(crate) day: Day,
        /// The account that the list is of, else the one that it lies in.
        pub(crate) account: AnyId,
        /// Its name.
        pub(crate) account_name: String,
        /// Who it is with, as it is shown.
        pub(crate) payee: String,
        /// The same as its file spells it; empty for an own one.
        pub(crate) raw: String,
        /// What its file says it is for.
        pub(crate) memo: String,
        /// The person's words.
        pub(crate) note: String,
        /// Smallest units, as the account sees it: negative when money goes out.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
        /// What was paid in a foreign currency.
        pub(crate) original: Option<Amount>,
        /// What of it is for the categories that were asked for, smallest units; null: none was.
        pub(crate) part_minor: Option<i64>,
        /// What it is for, when it is for one thing.
        pub(crate) category: Option<CategoryName>,
        /// Who says so.
        pub(crate) category_by: SaidBy,
        /// The rule that says so.
        pub(crate) rule: Option<AnyId>,
        /// Its parts.
        pub(crate) splits: Vec<SplitRow>,
        /// The other own account, when it moves money between two.
        pub(crate) transfer: Option<AccountName>,
        /// Whether the other leg of that is a transaction of its own.
        pub(crate) matched: bool,
        /// Tags.
        pub(crate) tags: Vec<String>,
        /// The person ticked it off.
        pub(crate) cleared: bool,
        /// It is in a statement that was found to be right.
        pub(crate) reconciled: bool,
        /// The bank has not booked it yet.
        pub(crate) pending: bool,
        /// The person threw it away.
        pub(crate) hidden: bool,
        /// Its amount was rounded to the currency's decimals.
        pub(crate) rounded: bool,
        /// A file told it: day, amount and account stay as they are.
        pub(crate) imported: bool,
        /// It is what the account held before its first transaction.
        pub(crate) opening: bool,
        /// How many others are this same transaction.
        pub(crate) evidence: u32,
        /// What the account holds after it; null: the list is not of one account, or is filtered.
        pub(crate) balance_minor: Option<i64>,
        /// How many receipts it has.
        pub(crate) receipts: u32,
    }
}

/// What [`found`] reads, of `finance_txn AS t`.
pub(super) const COLUMNS: &str = "t.id, t.day, t.account, t.payee, t.raw, t.memo, t.note, t.minor,
    t.currency, t.category, t.category_by, t.rule, t.transfer, t.state, t.origin, t.original_minor,
    t.original_currency";
/// How many columns that are.
pub(super) const COLUMNS_COUNT: usize = 17;

/// An account or category, as rows name it.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) icon: String,
    pub(super) kind: String,
    pub(super) currency: String,
}

/// The names of all accounts and categories.
pub(super) struct Names(HashMap<AnyId, Named>);

impl Names {
    pub(super) fn load(sql: Sql<'_>) -> Result<Names> {
        let rows =
            sql.rows("SELECT id, name, icon, kind, currency FROM finance_account", &[], |row| {
                let named = Named {
                    name: row.text(1)?,
                    icon: row.text(2)?,
                    kind: row.text(3)?,
                    currency: row.text(4)?,
                };
                Ok((row.id(0)?, named))
            })?;
        Ok(Names(rows.into_iter().collect()))
    }

    pub(super) fn get(&self, id: AnyId) -> Option<&Named> {
        self.0.get(&id)
    }

    pub(super) fn name(&self, id: AnyId) -> String {
        self.get(id).map(|named| named.name.clone()).unwrap_or_default()
    }

    /// `asset`, `income` and so on; empty: there is no such account.
    pub(super) fn kind(&self, id: AnyId) -> &str {
        match (system::is(id), system::category_kind(id)) {
            (_, Some(kind)) => kind,
            (true, None) => "equity",
            (false, None) => self.get(id).map_or("", |named| &named.kind),
        }
    }

    pub(super) fn category(&self, id: AnyId) -> CategoryName {
        let icon = self.get(id).map(|named| named.icon.clone()).unwrap_or_default();
        CategoryName { id, name: self.name(id), icon }
    }

    fn account(&self, id: AnyId) -> AccountName {
        AccountName { id, name: self.name(id) }
    }
}

/// A transaction from [`COLUMNS`], without what lies in other tables.
pub(super) fn found(row: &Row<'_>, names: &Names) -> Result<TxnRow> {
    let bits = row.int(13)?;
    let account = row.id(2)?;
    let original = row.opt_int(15)?.zip(row.opt_text(16)?);
    Ok(TxnRow {
        id: row.id(0)?,
        day: day(row.int(1)?)?,
        account,
        account_name: names.name(account),
        payee: row.text(3)?,
        raw: row.text(4)?,
        memo: row.text(5)?,
        note: row.text(6)?,
        minor: row.int(7)?,
        currency: row.text(8)?,
        original: original.map(|(minor, currency)| Amount { minor, currency }),
        part_minor: None,
        category: row.opt_id(9)?.map(|id| names.category(id)),
        category_by: match row.int(10)? {
            1 => SaidBy::File,
            2 => SaidBy::Rule,
            3 => SaidBy::Person,
            _ => SaidBy::None,
        },
        rule: row.opt_id(11)?,
        splits: Vec::new(),
        transfer: row.opt_id(12)?.map(|id| names.account(id)),
        matched: bits & state::MATCHED != 0,
        tags: Vec::new(),
        cleared: bits & state::CLEARED != 0,
        reconciled: bits & state::RECONCILED != 0,
        pending: bits & state::PENDING != 0,
        hidden: bits & state::HIDDEN != 0,
        rounded: bits & state::INEXACT != 0,
        imported: row.int(14)? == 1,
        opening: row.int(14)? == 2,
        evidence: 0,
        balance_minor: None,
        receipts: 0,
    })
}

/// Adds what lies in other tables.
pub(super) fn complete(sql: Sql<'_>, names: &Names, rows: &mut [TxnRow]) -> Result<()> {
    for row in rows {
        row.tags = sql.rows(
            "SELECT tag FROM finance_tag WHERE txn = ?1 ORDER BY tag",
            params![row.id],
            |row| row.text(0),
        )?;
        row.splits = splits(sql, names, row.id)?;
        let others = "SELECT count(*) FROM finance_txn WHERE same = ?1";
        row.evidence = count(sql.number(others, params![row.id])?);
        let receipts = "SELECT count(*) FROM finance_receipt WHERE txn = ?1
             OR txn IN (SELECT id FROM finance_txn WHERE same = ?1)";
        row.receipts = count(sql.number(receipts, params![row.id])?);
    }
    Ok(())
}

fn splits(sql: Sql<'_>, names: &Names, txn: AnyId) -> Result<Vec<SplitRow>> {
    sql.rows(
        "SELECT category, minor, note FROM finance_split WHERE txn = ?1 ORDER BY k",
        params![txn],
        |row| {
            Ok(SplitRow {
                category: row.opt_id(0)?.map(|id| names.category(id)),
                minor: row.int(1)?,
                note: row.text(2)?,
            })
        },
    )
}

/// A transaction as the other account of its transfer sees it.
pub(super) fn seen_from(row: &mut TxnRow, account: AnyId, minor: i64, names: &Names) {
    if row.account == account {
        return;
    }
    row.transfer =
        Some(AccountName { id: row.account, name: std::mem::take(&mut row.account_name) });
    row.account = account;
    row.account_name = names.name(account);
    row.minor = minor;
    row.category = None;
    row.splits.clear();
}

/// Transactions by their ids, in that order; those that are not there are left out.
pub(crate) fn txn_rows(cx: &ReadCx<'_>, ids: &[AnyId]) -> Result<Vec<TxnRow>> {
    let names = Names::load(cx.sql())?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let query = format!("SELECT {COLUMNS} FROM finance_txn t WHERE t.id = ?1");
        rows.extend(cx.sql().first(&query, params![*id], |row| found(row, &names))?);
    }
    complete(cx.sql(), &names, &mut rows)?;
    Ok(rows)
}

/// A count for the window.
pub(super) fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Sums by currency from rows of a currency and smallest units.
///
/// # Errors
/// `Invalid` when a sum is too large.
pub(super) fn amounts(sql: Sql<'_>, query: &str, params: &[Param]) -> Result<Vec<Amount>> {
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    sql.each(query, params, |row| {
        *sums.entry(row.text(0)?).or_default() += i128::from(row.int(1)?);
        Ok(())
    })?;
    let amount = |(currency, minor)| Ok(Amount { minor: base::money::checked(minor)?, currency });
    sums.into_iter().map(amount).collect()
}
