//! What full-text search knows of money: rows, own transactions and accounts.

use store::facts::Fact;
use store::record::{Record, SearchDoc};

use crate::model::payee::clean;
use crate::model::row::Row;
use crate::record::{ACCOUNT, ROW, TXN};

/// What search knows of a record; nothing of most kinds, but the trash names each.
pub(crate) fn search(record: &Record) -> Option<SearchDoc> {
    let text = |key: &str| record.text(key).to_owned();
    let tags = || tags(record.members("tag/"));
    match record.kind.as_str() {
        kind if kind == TXN.name => Some(SearchDoc {
            day: text("date"),
            title: text("payee"),
            body: text("note"),
            extra: tags(),
        }),
        kind if kind == ACCOUNT.name => Some(SearchDoc {
            day: String::new(),
            title: text("name"),
            body: text("note"),
            extra: [text("bank"), text("number")].join("\n"),
        }),
        _ => record.trashed_ms.is_some().then(|| SearchDoc {
            title: [text("name"), text("payee"), text("store")].concat(),
            ..SearchDoc::default()
        }),
    }
}

/// What search knows of a row: who it is with, and all words about it. One that was thrown away is
/// not found.
pub(crate) fn search_fact(fact: &Fact) -> Option<SearchDoc> {
    if &*fact.kind != ROW.name || fact.noted("hidden") {
        return None;
    }
    let row: Row = fact.body().ok()?;
    let noted = |field: &str| store::record::text(&fact.notes, field).trim();
    let title = match noted("payee") {
        "" => clean(if row.payee.is_empty() { &row.memo } else { &row.payee }),
        payee => payee.to_owned(),
    };
    let parts = row.splits.iter().map(|part| part.memo.as_str());
    let words = [noted("note"), &row.memo].into_iter().chain(parts).filter(|text| !text.is_empty());
    let body: Vec<&str> = words.collect();
    Some(SearchDoc {
        day: row.date.to_string(),
        title,
        body: body.join("\n"),
        extra: format!(
            "{}\n{}\n{}\n{}",
            row.payee,
            row.reference,
            row.other,
            tags(store::record::members(&fact.notes, "tag/"))
        ),
    })
}

fn tags<'a>(tags: impl Iterator<Item = &'a str>) -> String {
    tags.map(|tag| format!("{}:{tag}\n", store::search::TAG)).collect()
}
