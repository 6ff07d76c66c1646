//! What syncs: two kinds of facts, and the records in which people say what their money is.
//!
//! All fields are flat. Ids are UUIDs as text, days `2026-03-01`, amounts whole smallest units.
//!
//! - `finance.row` ([`crate::model::row::Row`]) and `finance.balance`
//!   ([`crate::model::row::Balance`]): what a bank told. What a person says about a row are
//!   annotations, named as the fields of an own transaction: `payee`, `note`, `category`, `splits`
//!   (one JSON text), `transfer`, `tag/<tag>` (false: not this one, though a rule says so),
//!   `cleared`, `reconciled`, `hidden`.
//! - An account or category: `name`, `kind` (`asset`, `liability`, `income`, `expense`, `equity`),
//!   `subtype` (`checking`, `savings`, `card`, `cash`, `loan`, `investment`, or nothing), `currency`
//!   (none for a category), `parent`, `bank`, `number` (as files tell it), `order`, `closed`, `icon`,
//!   `opening_minor`, `opening_day`, `note` (prose), `into` (a category that was merged: where its
//!   transactions count).
//! - An own transaction: `date`, `account`, `minor`, `currency`, `payee`, `note` (prose), `category`,
//!   `splits`, `transfer`, `transfer_minor`, `transfer_currency`, `tag/<tag>`, `cleared`,
//!   `reconciled`, `hidden`.
//! - A rule: `name`, `order`, `on`, `all`, `when`, `set` (JSON texts, see [`crate::model::rule`]).
//! - A match: `a`, `b`, `kind` (`same`, `transfer`, `not`).
//! - A rate: `from`, `to`, `day`, `num`, `den`, `source`.
//! - A budget (one for each category): `category`, `mode` (`envelope`, `limit`), `currency`,
//!   `set/<2026-03>`. A move between budgets: `month`, `from`, `to`, `minor`, `currency`.
//! - A goal: `name`, `minor`, `currency`, `by`, `account`, `note`.
//! - A schedule: `payee`, `account`, `category`, `transfer`, `minor`, `currency`, `about`, `unit`,
//!   `step`, `start`, `end`, `done/<day>` (a transaction, or `skipped`), `key`, `on`.
//! - A receipt: `txn`, `note`, `store`, `date`, `minor`, `currency`, `media/<content hash>`.
//! - A profile of tables (CSV), named by its header: see [`crate::import`].
//! - A statement that was reconciled: `account`, `day`, `minor`, `currency`.
//! - Settings (one record): `base` (a currency), `dismissed/<key>`.

use store::record::{FactKind, RecordKind, Sensitivity};

/// One row of an account's statement.
pub(crate) static ROW: FactKind = FactKind { name: "finance.row", version: 1, searched: true };

/// A balance that a statement tells.
pub(crate) static BALANCE: FactKind =
    FactKind { name: "finance.balance", version: 1, searched: false };

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $prose:expr, $sensitivity:ident;)*) => {
        $($(#[$doc])*
        pub(crate) static $name: RecordKind = RecordKind {
            name: $kind,
            version: 1,
            prose: $prose,
            sensitivity: Sensitivity::$sensitivity,
        };)*
        /// Every kind of record.
        pub(crate) static RECORDS: &[&RecordKind] = &[$(&$name),*];
    };
}

kinds! {
    /// An account, or a category: an account of income or expense.
    ACCOUNT = "finance.account", &["note"], Ordinary;
    /// A transaction that a person wrote down.
    TXN = "finance.txn", &["note"], Intimate;
    /// What is said of all rows that look alike.
    RULE = "finance.rule", &[], Ordinary;
    /// Two transactions that are one, or two legs of a transfer, or neither.
    MATCH = "finance.match", &[], Ordinary;
    /// What one currency was worth in another on a day.
    RATE = "finance.rate", &[], Ordinary;
    /// What a category may cost, month by month.
    BUDGET = "finance.budget", &[], Ordinary;
    /// Money moved from one budget to another.
    MOVE = "finance.move", &[], Ordinary;
    /// Something that is saved for.
    GOAL = "finance.goal", &["note"], Intimate;
    /// What is paid again and again.
    SCHEDULE = "finance.schedule", &[], Ordinary;
    /// A photo of what was paid for.
    RECEIPT = "finance.receipt", &["note"], Intimate;
    /// How the columns of one kind of table are read.
    PROFILE = "finance.profile", &[], Ordinary;
    /// A statement that was found to be right.
    STATEMENT = "finance.statement", &[], Ordinary;
    /// How money is shown, and what was waved away.
    SETTINGS = "finance.settings", &[], Ordinary;
}
