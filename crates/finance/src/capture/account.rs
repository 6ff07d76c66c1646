//! The account that a line of quick capture is of.

use base::error::Result;
use base::id::AnyId;
use base::money::Currency;
use store::params;
use store::sql::Sql;

/// An account that holds money.
pub(super) struct Account {
    pub(super) id: AnyId,
    pub(super) name: String,
    pub(super) currency: String,
}

impl Account {
    /// Whether it holds this currency.
    pub(super) fn is_in(&self, currency: Currency) -> bool {
        self.currency == currency.code()
    }
}

/// All that are open, in their order.
pub(super) fn accounts(sql: Sql<'_>) -> Result<Vec<Account>> {
    sql.rows(
        "SELECT id, name, currency FROM finance_account
         WHERE kind IN ('asset', 'liability') AND NOT closed ORDER BY position, name, id",
        &[],
        |row| Ok(Account { id: row.id(0)?, name: row.text(1)?, currency: row.text(2)? }),
    )
}

/// What an account that is named does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Money leaves it.
    From,
    /// Money arrives there.
    To,
}

/// The words without an account at their end: `to savings`, `from the card`.
pub(super) fn split_account<'a, 'b>(
    words: &'a str,
    accounts: &'b [Account],
) -> (&'a str, Option<(Way, &'b Account)>) {
    let padded = |word: &str| [format!(" {word} "), format!(" {word} the ")];
    for (word, way) in
        [("to", Way::To), ("into", Way::To), ("from", Way::From), ("with", Way::From)]
    {
        for between in padded(word) {
            let start = between.trim_start();
            let found = match words.rsplit_once(&between) {
                Some((rest, name)) => Some((rest, name)),
                None => words.strip_prefix(start).map(|name| ("", name)),
            };
            if let Some((rest, name)) = found
                && let Some(account) = named(accounts, name)
            {
                return (rest.trim(), Some((way, account)));
            }
        }
    }
    (words, None)
}

/// The only account of this name, or whose name begins with it.
fn named<'a>(accounts: &'a [Account], name: &str) -> Option<&'a Account> {
    let name = name.trim().to_lowercase();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = accounts.iter().filter(|account| fits(&account.name.to_lowercase()));
        found.next().filter(|_| found.next().is_none())
    };
    if name.is_empty() {
        return None;
    }
    only(&|known| known == name).or_else(|| only(&|known| known.starts_with(&name)))
}

/// The account that was used last: by hand, else by a file, else the first; in the currency, and only if
/// nobody named one in any other.
pub(super) fn last_used<'a>(
    sql: Sql<'_>,
    accounts: &'a [Account],
    currency: Currency,
    only: bool,
) -> Option<&'a Account> {
    const LOOKED: i64 = 2000; // The latest: a letter typed is a read.
    let used: Vec<AnyId> = sql
        .rows(
            "SELECT account FROM (SELECT account, origin, day, id FROM finance_txn
                 WHERE NOT state & 8 ORDER BY day DESC, id DESC LIMIT ?1)
             WHERE origin < 2 GROUP BY account
             ORDER BY min(origin), max(day) DESC, account",
            params![LOOKED],
            |row| row.id(0),
        )
        .unwrap_or_default();
    let by_use = used.iter().filter_map(|id| accounts.iter().find(|account| account.id == *id));
    let all: Vec<&Account> = by_use.chain(accounts).collect();
    let fits = all.iter().copied().find(|account| account.is_in(currency));
    fits.or_else(|| all.first().copied().filter(|_| !only))
}
