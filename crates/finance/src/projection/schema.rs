//! The read tables, as SQL.
//!
//! Ids are 16-byte BLOBs, days numbers (20260301), months likewise (202603), amounts smallest units.
//! `n` is the number of the record or fact that a row comes from.

/// What makes the tables.
pub(super) const SCHEMA: &str = "
    CREATE TABLE finance_account (
        id BLOB PRIMARY KEY, n INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        subtype TEXT NOT NULL, currency TEXT NOT NULL, parent BLOB, bank TEXT NOT NULL,
        number TEXT NOT NULL, position INTEGER NOT NULL, closed INTEGER NOT NULL, icon TEXT NOT NULL,
        opening_minor INTEGER, opening_day INTEGER, target BLOB
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finance_txn (
        id BLOB PRIMARY KEY, n INTEGER NOT NULL, origin INTEGER NOT NULL, day INTEGER NOT NULL,
        account BLOB NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL, payee TEXT NOT NULL,
        plain TEXT, raw TEXT NOT NULL, memo TEXT NOT NULL, note TEXT NOT NULL, category BLOB,
        category_by INTEGER NOT NULL, rule BLOB, transfer BLOB, state INTEGER NOT NULL, same BLOB,
        reference TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, hint TEXT NOT NULL,
        format TEXT NOT NULL, original_minor INTEGER, original_currency TEXT, parts TEXT, said TEXT
    ) STRICT;
    CREATE INDEX finance_txn_account ON finance_txn (account, day, id);
    CREATE INDEX finance_txn_day ON finance_txn (day, id);
    CREATE INDEX finance_txn_category ON finance_txn (category, day) WHERE category IS NOT NULL;
    CREATE INDEX finance_txn_payee ON finance_txn (payee, day);
    CREATE INDEX finance_txn_transfer ON finance_txn (transfer) WHERE transfer IS NOT NULL;
    CREATE INDEX finance_txn_same ON finance_txn (same) WHERE same IS NOT NULL;
    CREATE INDEX finance_txn_open ON finance_txn (account, day) WHERE category IS NULL
        AND transfer IS NULL AND same IS NULL AND state & 56 = 0 AND origin < 2;
    CREATE INDEX finance_txn_cleared ON finance_txn (account, state, currency, minor)
        WHERE state & 3 <> 0 AND state & 8 = 0 AND same IS NULL;
    CREATE INDEX finance_txn_hint ON finance_txn (hint) WHERE hint <> '';
    CREATE INDEX finance_txn_parts ON finance_txn (id) WHERE parts IS NOT NULL;
    CREATE TABLE finance_split (
        txn BLOB NOT NULL, k INTEGER NOT NULL, category BLOB, minor INTEGER NOT NULL,
        note TEXT NOT NULL, PRIMARY KEY (txn, k)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX finance_split_category ON finance_split (category, txn);
    CREATE TABLE finance_tag (
        txn BLOB NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (txn, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX finance_tag_tag ON finance_tag (tag, txn);
    CREATE TABLE finance_posting (
        txn BLOB NOT NULL, k INTEGER NOT NULL, account BLOB NOT NULL, day INTEGER NOT NULL,
        minor INTEGER NOT NULL, currency TEXT NOT NULL, PRIMARY KEY (txn, k)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX finance_posting_account ON finance_posting (account, day);
    CREATE TABLE finance_sum (
        account BLOB NOT NULL, month INTEGER NOT NULL, currency TEXT NOT NULL,
        minor INTEGER NOT NULL, postings INTEGER NOT NULL, PRIMARY KEY (account, month, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX finance_sum_month ON finance_sum (month, account, currency, minor);
    CREATE TABLE finance_balance (
        n INTEGER PRIMARY KEY, account BLOB NOT NULL, day INTEGER NOT NULL, what TEXT NOT NULL,
        minor INTEGER NOT NULL, currency TEXT NOT NULL
    ) STRICT;
    CREATE INDEX finance_balance_account ON finance_balance (account, day);
    CREATE TABLE finance_rule (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
        position INTEGER NOT NULL, is_on INTEGER NOT NULL, every INTEGER NOT NULL,
        conds TEXT NOT NULL, actions TEXT NOT NULL
    ) STRICT;
    CREATE TABLE finance_match (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, a BLOB NOT NULL, b BLOB NOT NULL,
        kind TEXT NOT NULL
    ) STRICT;
    CREATE INDEX finance_match_a ON finance_match (a);
    CREATE INDEX finance_match_b ON finance_match (b);
    CREATE TABLE finance_rate (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, source_ccy TEXT NOT NULL,
        target_ccy TEXT NOT NULL, day INTEGER NOT NULL, num INTEGER NOT NULL, den INTEGER NOT NULL,
        source TEXT NOT NULL
    ) STRICT;
    CREATE INDEX finance_rate_pair ON finance_rate (source_ccy, target_ccy, day);
    CREATE TABLE finance_budget (
        category BLOB NOT NULL, n INTEGER NOT NULL, mode TEXT NOT NULL, currency TEXT NOT NULL,
        PRIMARY KEY (category, n)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finance_budgeted (
        category BLOB NOT NULL, month INTEGER NOT NULL, n INTEGER NOT NULL, minor INTEGER NOT NULL,
        PRIMARY KEY (category, month, n)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finance_move (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, month INTEGER NOT NULL, source BLOB,
        target BLOB, minor INTEGER NOT NULL, currency TEXT NOT NULL
    ) STRICT;
    CREATE INDEX finance_move_month ON finance_move (month);
    CREATE TABLE finance_goal (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, minor INTEGER NOT NULL,
        currency TEXT NOT NULL, until INTEGER, account BLOB, note TEXT NOT NULL
    ) STRICT;
    CREATE TABLE finance_schedule (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, payee TEXT NOT NULL, account BLOB,
        category BLOB, transfer BLOB, minor INTEGER NOT NULL, currency TEXT NOT NULL,
        about INTEGER NOT NULL, unit TEXT NOT NULL, step INTEGER NOT NULL, start INTEGER NOT NULL,
        until INTEGER, key TEXT NOT NULL, is_on INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE finance_done (
        schedule INTEGER NOT NULL, day INTEGER NOT NULL, txn BLOB, PRIMARY KEY (schedule, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finance_receipt (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, txn BLOB, note TEXT NOT NULL,
        store TEXT NOT NULL, day INTEGER, minor INTEGER, currency TEXT NOT NULL
    ) STRICT;
    CREATE INDEX finance_receipt_txn ON finance_receipt (txn);
    CREATE TABLE finance_picture (
        receipt INTEGER NOT NULL, hash TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (receipt, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finance_profile (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, fields TEXT NOT NULL
    ) STRICT;
    CREATE TABLE finance_statement (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, account BLOB NOT NULL, day INTEGER NOT NULL,
        minor INTEGER NOT NULL, currency TEXT NOT NULL
    ) STRICT;
    CREATE INDEX finance_statement_account ON finance_statement (account, day);
    CREATE TABLE finance_setting (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, base TEXT NOT NULL
    ) STRICT;
    CREATE TABLE finance_dismissed (
        key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)
    ) STRICT, WITHOUT ROWID;";

/// Their names.
pub(super) const TABLES: &[&str] = &[
    "finance_account",
    "finance_txn",
    "finance_split",
    "finance_tag",
    "finance_posting",
    "finance_sum",
    "finance_balance",
    "finance_rule",
    "finance_match",
    "finance_rate",
    "finance_budget",
    "finance_budgeted",
    "finance_move",
    "finance_goal",
    "finance_schedule",
    "finance_done",
    "finance_receipt",
    "finance_picture",
    "finance_profile",
    "finance_statement",
    "finance_setting",
    "finance_dismissed",
];
