//! What must hold of the tables, said as plainly as SQL can.

use std::collections::BTreeSet;

use base::error::Result;
use store::read::ReadCx;

use crate::projection::PROJECTION;

/// What each query finds is wrong.
const WRONG: &[(&str, &str)] = &[
    (
        "a transaction whose postings do not sum to nothing in a currency",
        "SELECT hex(txn) || currency || sum(minor) FROM finance_posting GROUP BY txn, currency
         HAVING sum(minor) <> 0",
    ),
    (
        "a sum that is not the sum of its postings",
        "SELECT hex(account) || month || currency || minor || ' ' || postings FROM
             (SELECT account, month, currency, minor, postings FROM finance_sum
              EXCEPT SELECT account, day / 100, currency, sum(minor), count(*) FROM finance_posting
              GROUP BY 1, 2, 3)",
    ),
    (
        "postings that no sum counts",
        "SELECT hex(account) || month || currency FROM
             (SELECT account, day / 100 AS month, currency FROM finance_posting
              EXCEPT SELECT account, month, currency FROM finance_sum)",
    ),
    (
        "postings of what another speaks for, of what was thrown away, or of nothing",
        "SELECT hex(txn) FROM finance_posting WHERE txn NOT IN
             (SELECT id FROM finance_txn WHERE same IS NULL AND NOT state & 8)",
    ),
    (
        "a transaction without postings",
        "SELECT hex(id) FROM finance_txn WHERE same IS NULL AND NOT state & 8
         AND NOT EXISTS (SELECT 1 FROM finance_posting WHERE txn = id AND account = account)",
    ),
    (
        "a first posting that is not the transaction's own",
        "SELECT hex(id) FROM finance_txn JOIN finance_posting ON txn = id AND k = 0
         WHERE finance_posting.account <> finance_txn.account
             OR finance_posting.minor <> finance_txn.minor
             OR finance_posting.day <> finance_txn.day",
    ),
    (
        "parts that do not sum to their transaction",
        "SELECT hex(id) FROM finance_txn JOIN finance_split ON txn = id GROUP BY id
         HAVING sum(finance_split.minor) <> finance_txn.minor OR NOT state & 16",
    ),
    (
        "one that is said to be split and has no parts",
        "SELECT hex(id) FROM finance_txn WHERE state & 16
         AND NOT EXISTS (SELECT 1 FROM finance_split WHERE txn = id)",
    ),
    (
        "parts or tags of nothing",
        "SELECT hex(txn) FROM finance_split WHERE txn NOT IN (SELECT id FROM finance_txn)
         UNION ALL SELECT hex(txn) FROM finance_tag WHERE txn NOT IN (SELECT id FROM finance_txn)",
    ),
    (
        "one that is said to be another which speaks for nothing itself",
        "SELECT hex(one.id) FROM finance_txn AS one LEFT JOIN finance_txn AS other
             ON other.id = one.same
         WHERE one.same IS NOT NULL AND (other.id IS NULL OR other.same IS NOT NULL)",
    ),
    (
        "one with a category beside parts or a transfer",
        "SELECT hex(id) FROM finance_txn WHERE (category IS NOT NULL) + (transfer IS NOT NULL)
             + (state & 16 > 0) > 1",
    ),
];

/// What does not hold.
pub(super) fn wrong(cx: &ReadCx<'_>) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (what, query) in WRONG {
        cx.sql().each(query, &[], |row| {
            wrong.push(format!("{what}: {}", row.text(0)?));
            Ok(())
        })?;
    }
    Ok(wrong)
}

/// Every row of every table as a line, without the numbers that other files have otherwise.
pub(super) fn said(cx: &ReadCx<'_>) -> Result<BTreeSet<String>> {
    let mut said = BTreeSet::new();
    for table in PROJECTION.tables {
        let columns = cx.sql().rows(
            &format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'n'"),
            &[],
            |row| row.text(0),
        )?;
        let columns: Vec<String> = columns.iter().map(|name| format!("quote({name})")).collect();
        let query = format!("SELECT {} FROM {table}", columns.join(" || ' ' || "));
        cx.sql().each(&query, &[], |row| {
            said.insert(format!("{table}: {}", row.text(0)?));
            Ok(())
        })?;
    }
    Ok(said)
}
