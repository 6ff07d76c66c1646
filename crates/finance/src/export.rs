//! What leaves finance: a table, everything as JSON, and journals for programs of plain-text
//! accounting.
//!
//! The journals balance and give the same figures as the pages here: opening balances come from
//! `Equity:Opening-Balances`, transfers whose legs have days of their own meet in `Equity:Transfers`,
//! and what a bank told is asserted where the rows give it. What is deliberately not here: the
//! lossless archive. Start reading at [`EXPORTERS`].

mod beancount;
mod book;
mod json;
mod ledger;
mod names;
mod table;
mod walk;
mod words;

use base::error::Error;
use domain::export::Exporter;

/// A table, everything, and journals for beancount, hledger and ledger.
pub(crate) static EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "finance-csv",
        title: "Transactions as a table",
        ending: "csv",
        mime: "text/csv",
        write: table::write,
    },
    Exporter {
        format: "finance-json",
        title: "Accounts and transactions as JSON",
        ending: "json",
        mime: "application/json",
        write: json::write,
    },
    Exporter {
        format: "hledger",
        title: "Journal for hledger and ledger",
        ending: "journal",
        mime: "text/plain",
        write: ledger::write,
    },
    Exporter {
        format: "beancount",
        title: "Journal for beancount",
        ending: "beancount",
        mime: "text/plain",
        write: beancount::write,
    },
];

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::internal("writing the ledger", source)
}
