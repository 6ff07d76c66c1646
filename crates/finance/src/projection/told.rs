//! A transaction as it was told, and what the person said about it: all that the rest follows from.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use serde::{Deserialize, Serialize};
use store::facts::Fact;
use store::params;
use store::record::{Fields, Record, Value, members, text};
use store::sql::Sql;

use crate::model::day_number;
use crate::model::row::{Row, RowSplit};
use crate::model::txn::{Origin, state};

/// One transaction before anything was derived.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) id: AnyId,
    /// The record's or fact's number.
    pub(super) n: i64,
    pub(super) origin: Origin,
    /// 20260301.
    pub(super) day: i64,
    pub(super) account: AnyId,
    pub(super) minor: i64,
    pub(super) currency: String,
    /// The payee as its file spells it; empty for an own one.
    pub(super) raw: String,
    pub(super) memo: String,
    pub(super) reference: String,
    pub(super) other: String,
    pub(super) kind: String,
    /// The category that its file names.
    pub(super) hint: String,
    /// The format that told it; empty for an own one.
    pub(super) format: String,
    pub(super) original: Option<(i64, String)>,
    /// The parts that its file tells.
    pub(super) parts: Vec<RowSplit>,
    /// Of [`state`] only `PENDING` and `INEXACT`.
    pub(super) flags: i64,
    pub(super) said: Said,
}

/// What the person said about a transaction.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) payee: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<AnyId>,
    /// The text of the field, which counts only while it sums to the amount.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) splits: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transfer: Option<AnyId>,
    /// What arrives at the other account, when that has another currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arrives: Option<(i64, String)>,
    /// Tags, and (false) tags that rules give and that the person took off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) tags: BTreeMap<String, bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) cleared: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) reconciled: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) hidden: bool,
}

impl Said {
    /// From the fields of a record or the annotations of a fact.
    fn of(fields: &Fields) -> Said {
        let id = |key| text(fields, key).parse::<AnyId>().ok();
        let flag = |key: &str| fields.get(key) == Some(&Value::Bool(true));
        let tag = |tag: &str| {
            let value = fields.get(&format!("tag/{tag}"));
            (tag.to_owned(), value != Some(&Value::Bool(false)))
        };
        let arrives = match fields.get("transfer_minor") {
            Some(Value::Int(minor)) => Some((*minor, text(fields, "transfer_currency").to_owned())),
            _ => None,
        };
        Said {
            payee: text(fields, "payee").trim().to_owned(),
            note: text(fields, "note").to_owned(),
            category: id("category"),
            splits: text(fields, "splits").to_owned(),
            transfer: id("transfer"),
            arrives,
            tags: members(fields, "tag/").map(tag).collect(),
            cleared: flag("cleared"),
            reconciled: flag("reconciled"),
            hidden: flag("hidden"),
        }
    }
}

impl Told {
    /// From a row of a statement.
    ///
    /// # Errors
    /// `Internal` when the body is none.
    pub(super) fn of_fact(fact: &Fact) -> Result<Told> {
        let row: Row = fact.body()?;
        let flags = i64::from(row.pending) * state::PENDING
            + i64::from(row.raw_amount.is_some()) * state::INEXACT;
        let said = if fact.notes.is_empty() { Said::default() } else { Said::of(&fact.notes) };
        Ok(Told {
            id: fact.id,
            n: fact.n,
            origin: Origin::Row,
            day: day_number(row.date),
            account: row.account,
            minor: row.minor,
            currency: row.currency,
            raw: row.payee,
            memo: row.memo,
            reference: row.reference,
            other: row.other,
            kind: row.kind,
            hint: row.category,
            format: row.format,
            original: row.original,
            parts: row.splits,
            flags,
            said,
        })
    }

    /// From an own transaction; `None` when it lacks what makes it one.
    pub(super) fn of_record(record: &Record) -> Option<Told> {
        let day: Day = record.text("date").parse().ok()?;
        Some(Told {
            id: record.id,
            n: record.n,
            origin: Origin::Own,
            day: day_number(day),
            account: record.text("account").parse().ok()?,
            minor: record.int("minor")?,
            currency: record.text("currency").to_owned(),
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
            said: Said::of(&record.fields),
        })
    }

    /// As the tables hold it.
    pub(super) fn load(sql: Sql<'_>, id: AnyId) -> Result<Option<Told>> {
        sql.first(
            "SELECT id, n, origin, day, account, minor, currency, raw, memo, reference, other, kind,
                 hint, original_minor, original_currency, parts, said, state, format
             FROM finance_txn WHERE id = ?1 AND origin < 2",
            params![id],
            |row| {
                Ok(Told {
                    id: row.id(0)?,
                    n: row.int(1)?,
                    origin: Origin::from_number(row.int(2)?),
                    day: row.int(3)?,
                    account: row.id(4)?,
                    minor: row.int(5)?,
                    currency: row.text(6)?,
                    raw: row.text(7)?,
                    memo: row.text(8)?,
                    reference: row.text(9)?,
                    other: row.text(10)?,
                    kind: row.text(11)?,
                    hint: row.text(12)?,
                    format: row.text(18)?,
                    original: row.opt_int(13)?.zip(row.opt_text(14)?),
                    parts: from_json(row.opt_text(15)?)?,
                    said: from_json(row.opt_text(16)?)?,
                    flags: row.int(17)? & (state::PENDING | state::INEXACT),
                })
            },
        )
    }

    /// The file's parts as a column.
    pub(super) fn parts_column(&self) -> Result<Option<String>> {
        if self.parts.is_empty() { Ok(None) } else { to_json(&self.parts).map(Some) }
    }

    /// The person's words as a column.
    pub(super) fn said_column(&self) -> Result<Option<String>> {
        if self.said == Said::default() { Ok(None) } else { to_json(&self.said).map(Some) }
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|source| Error::internal("writing what is known of a transaction", source))
}

fn from_json<T: for<'a> Deserialize<'a> + Default>(text: Option<String>) -> Result<T> {
    let Some(text) = text else { return Ok(T::default()) };
    serde_json::from_str(&text)
        .map_err(|source| Error::internal("reading what is known of a transaction", source))
}
