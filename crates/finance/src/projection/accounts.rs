//! Accounts and categories: how they lie in the tables, and what they mean for transactions.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::record::Record;
use store::sql::{Sql, Tables};

use crate::model::day_number;
use crate::model::row::fold;

/// One account or category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) n: i64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) currency: String,
    pub(super) parent: Option<AnyId>,
    /// Where its transactions count, when it was merged into another category.
    pub(super) target: Option<AnyId>,
    pub(super) opening: Option<(i64, Option<i64>)>,
}

impl Account {
    /// Whether it holds money, rather than saying what money was for.
    pub(super) fn holds_money(&self) -> bool {
        matches!(self.kind.as_str(), "asset" | "liability")
    }

    fn is_category(&self) -> bool {
        matches!(self.kind.as_str(), "income" | "expense")
    }
}

/// What a file's word for a category stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    Category(AnyId),
    /// Another own account, whose own file tells the other leg.
    Account(AnyId),
}

/// All accounts and categories.
#[derive(Default)]
pub(super) struct Accounts {
    by_id: HashMap<AnyId, Account>,
    names: OnceCell<HashMap<String, Hint>>,
}

/// Parents and merges that are followed; a circle ends here.
const STEPS_MAX: usize = 16;

impl Accounts {
    /// As the tables hold them.
    pub(super) fn load(sql: Sql<'_>) -> Result<Accounts> {
        let rows = sql.rows(
            "SELECT id, n, name, kind, currency, parent, target, opening_minor, opening_day
             FROM finance_account",
            &[],
            |row| {
                let account = Account {
                    n: row.int(1)?,
                    name: row.text(2)?,
                    kind: row.text(3)?,
                    currency: row.text(4)?,
                    parent: row.opt_id(5)?,
                    target: row.opt_id(6)?,
                    opening: match (row.opt_int(7)?, row.opt_int(8)?) {
                        (Some(minor), day) => Some((minor, day)),
                        (None, _) => None,
                    },
                };
                Ok((row.id(0)?, account))
            },
        )?;
        Ok(Accounts { by_id: rows.into_iter().collect(), names: OnceCell::new() })
    }

    pub(super) fn get(&self, id: AnyId) -> Option<&Account> {
        self.by_id.get(&id)
    }

    /// The category that stands for this one after merges. Merges in a circle (made on two devices)
    /// end at its smallest id, so that all of them show the same.
    pub(super) fn shown(&self, id: AnyId) -> AnyId {
        let mut way = vec![id];
        let mut at = id;
        while let Some(next) = self.get(at).and_then(|account| account.target) {
            if let Some(start) = way.iter().position(|seen| *seen == next) {
                return way[start..].iter().copied().min().unwrap_or(id);
            }
            if way.len() > STEPS_MAX {
                break;
            }
            way.push(next);
            at = next;
        }
        at
    }

    /// What a file's word stands for: `Food:Groceries` a category by its path, `Groceries` the only
    /// one of that name, `[Savings]` an account.
    pub(super) fn hinted(&self, hint: &str) -> Option<Hint> {
        if hint.is_empty() {
            return None;
        }
        let names = self.names.get_or_init(|| self.make_names());
        match names.get(&folded(hint))? {
            Hint::Category(id) => Some(Hint::Category(self.shown(*id))),
            Hint::Account(id) => Some(Hint::Account(*id)),
        }
    }

    fn make_names(&self) -> HashMap<String, Hint> {
        // The smallest id wins where names clash, so that every device says the same.
        let ids: BTreeSet<AnyId> = self.by_id.keys().copied().collect();
        let mut names = HashMap::new();
        let mut alone: HashMap<String, Vec<AnyId>> = HashMap::new();
        for id in ids {
            let account = &self.by_id[&id];
            if account.holds_money() {
                names.entry(format!("[{}]", folded(&account.name))).or_insert(Hint::Account(id));
            } else if account.is_category() {
                names.entry(self.path(id)).or_insert(Hint::Category(id));
                alone.entry(folded(&account.name)).or_default().push(id);
            }
        }
        for (name, ids) in alone {
            if let [only] = ids.as_slice() {
                names.entry(name).or_insert(Hint::Category(*only));
            }
        }
        names
    }

    /// `food:groceries`.
    fn path(&self, id: AnyId) -> String {
        let mut parts = Vec::new();
        let mut at = Some(id);
        while let Some(account) = at.and_then(|id| self.get(id)) {
            parts.push(folded(&account.name));
            at = account.parent.filter(|_| parts.len() < STEPS_MAX);
        }
        parts.reverse();
        parts.join(":")
    }
}

fn folded(name: &str) -> String {
    fold(name).to_lowercase()
}

/// Writes an account or category; answers the transactions that may mean something else now.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<BTreeSet<AnyId>> {
    changed(tables, record.id, || {
        let id = |key| record.text(key).parse::<AnyId>().ok();
        let day = record.text("opening_day").parse().ok().map(day_number);
        let opening = record.int("opening_minor");
        tables
            .run(
                "INSERT OR REPLACE INTO finance_account (id, n, name, kind, subtype, currency,
                     parent, bank, number, position, closed, icon, opening_minor, opening_day,
                     target)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                params![
                    record.id,
                    record.n,
                    record.text("name"),
                    record.text("kind"),
                    record.text("subtype"),
                    record.text("currency"),
                    id("parent"),
                    record.text("bank"),
                    record.text("number"),
                    record.int("order").unwrap_or(0),
                    // One that was merged is offered nowhere.
                    record.flag("closed") || id("into").is_some(),
                    record.text("icon"),
                    opening,
                    day.filter(|_| opening.is_some()),
                    id("into").filter(|into| *into != record.id)
                ],
            )
            .map(drop)
    })
}

/// Takes an account or category out; answers the transactions that may mean something else now.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<BTreeSet<AnyId>> {
    changed(tables, record.id, || {
        tables.run("DELETE FROM finance_account WHERE id = ?1", params![record.id]).map(drop)
    })
}

/// Changes an account and looks for what that means.
fn changed(
    tables: Tables<'_>,
    id: AnyId,
    change: impl FnOnce() -> Result<()>,
) -> Result<BTreeSet<AnyId>> {
    let sql = tables.sql();
    let before = Accounts::load(sql)?;
    change()?;
    let after = Accounts::load(sql)?;
    let mut touched = BTreeSet::new();
    let mut touch = |query: &str, params: &[store::sql::Param]| {
        sql.each(query, params, |row| {
            touched.insert(row.id(0)?);
            Ok(())
        })
    };
    // Merged categories: what stood in the tables under the one before.
    let all: BTreeSet<AnyId> = before.by_id.keys().chain(after.by_id.keys()).copied().collect();
    let moved: BTreeSet<AnyId> = all
        .iter()
        .map(|id| (before.shown(*id), after.shown(*id)))
        .filter(|(was, is)| was != is)
        .map(|(was, _)| was)
        .collect();
    for category in moved {
        touch("SELECT id FROM finance_txn WHERE category = ?1", params![category])?;
        touch("SELECT txn FROM finance_split WHERE category = ?1", params![category])?;
    }
    // Transfers: what they post depends on the currency and kind of the other account.
    let of = |accounts: &Accounts| {
        accounts.get(id).map(|account| (account.currency.clone(), account.holds_money()))
    };
    if of(&before) != of(&after) {
        touch("SELECT id FROM finance_txn WHERE transfer = ?1", params![id])?;
        touch("SELECT txn FROM finance_split WHERE category = ?1", params![id])?;
    }
    // Words of files that stand for something else now.
    let hints =
        sql.rows("SELECT DISTINCT hint FROM finance_txn WHERE hint <> ''", &[], |row| row.text(0))?;
    for hint in hints.iter().filter(|hint| before.hinted(hint) != after.hinted(hint)) {
        touch("SELECT id FROM finance_txn WHERE hint = ?1 AND hint <> ''", params![hint])?;
    }
    if before.get(id) != after.get(id) {
        touch("SELECT id FROM finance_txn WHERE parts IS NOT NULL", &[])?;
    }
    Ok(touched)
}
