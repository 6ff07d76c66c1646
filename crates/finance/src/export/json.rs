//! Everything as one JSON file: amounts as exact decimal texts, names by id, nothing left out.

use std::collections::HashMap;
use std::io::Write;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use serde::Serialize;
use store::read::ReadCx;

use super::book::{self, Account, Kind, Txn};
use super::{failed, words};
use crate::model;
use crate::model::txn::{Origin, state};

/// Raised when the meaning of a field changes.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct AccountJson<'a> {
    id: AnyId,
    name: &'a str,
    kind: Kind,
    #[serde(skip_serializing_if = "str::is_empty")]
    subtype: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<AnyId>,
    #[serde(skip_serializing_if = "str::is_empty")]
    bank: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    number: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    closed: bool,
    /// What its postings sum to, by currency.
    balances: &'a [AmountJson],
}

#[derive(Serialize, Clone)]
struct AmountJson {
    amount: String,
    currency: String,
}

#[derive(Serialize)]
struct RateJson<'a> {
    date: Day,
    from: &'a str,
    to: &'a str,
    /// One unit of `from` is `numerator` / `denominator` units of `to`.
    numerator: i64,
    denominator: i64,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
}

#[derive(Serialize)]
struct TxnJson<'a> {
    id: AnyId,
    date: Day,
    account: AnyId,
    amount: String,
    currency: &'a str,
    /// What was paid in a foreign currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<AmountJson>,
    payee: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    raw_payee: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    memo: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<AnyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<AnyId>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    reference: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    counter_account: &'a str,
    /// Of `cleared`, `reconciled`, `pending`, `hidden`, `imported`, `opening`, `rounded`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<&'static str>,
    /// The transaction that this one only repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<AnyId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    splits: Vec<SplitJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    postings: Vec<PostingJson<'a>>,
}

#[derive(Serialize)]
struct SplitJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<AnyId>,
    amount: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

#[derive(Serialize)]
struct PostingJson<'a> {
    account: AnyId,
    amount: String,
    currency: &'a str,
}

/// The exporter's body: one item a line, written as it is read.
pub(super) fn write(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let today = cx.today();
    let head =
        format!("{{\"format\":\"everkept-finance\",\"version\":{VERSION},\"exported\":\"{today}\"");
    out.write_all(head.as_bytes()).map_err(failed)?;
    let mut list = List::begin(out, "accounts")?;
    let balances = balances(cx)?;
    for account in book::accounts(cx)? {
        let balances = balances.get(&account.id).map_or(&[][..], Vec::as_slice);
        list.item(&account_json(&account, balances))?;
    }
    list.end()?;
    let mut list = List::begin(out, "rates")?;
    for rate in book::rates(cx)? {
        list.item(&RateJson {
            date: model::day(rate.day)?,
            from: &rate.from,
            to: &rate.to,
            numerator: rate.num,
            denominator: rate.den,
            source: &rate.source,
        })?;
    }
    list.end()?;
    let mut list = List::begin(out, "transactions")?;
    book::each_txn(cx, |txn| list.item(&txn_json(txn)?))?;
    list.end()?;
    out.write_all(b"}\n").map_err(failed)?;
    Ok(Vec::new())
}

/// What the postings of each account sum to.
fn balances(cx: &ReadCx<'_>) -> Result<HashMap<AnyId, Vec<AmountJson>>> {
    let mut balances: HashMap<AnyId, Vec<AmountJson>> = HashMap::new();
    let query = "SELECT account, currency, sum(minor) FROM finance_sum
                 GROUP BY account, currency ORDER BY account, currency";
    cx.sql().each(query, &[], |row| {
        let currency = row.text(1)?;
        let amount = words::amount(row.int(2)?, &currency)?;
        balances.entry(row.id(0)?).or_default().push(AmountJson { amount, currency });
        Ok(())
    })?;
    Ok(balances)
}

fn account_json<'a>(account: &'a Account, balances: &'a [AmountJson]) -> AccountJson<'a> {
    AccountJson {
        id: account.id,
        name: &account.name,
        kind: account.kind,
        subtype: &account.subtype,
        currency: &account.currency,
        parent: account.parent,
        bank: &account.bank,
        number: &account.number,
        closed: account.closed,
        balances,
    }
}

fn txn_json(txn: &Txn) -> Result<TxnJson<'_>> {
    let mut marks = Vec::new();
    let mut mark = |is: bool, word| {
        if is {
            marks.push(word);
        }
    };
    mark(txn.is(state::CLEARED), "cleared");
    mark(txn.is(state::RECONCILED), "reconciled");
    mark(txn.is(state::PENDING), "pending");
    mark(txn.is(state::HIDDEN), "hidden");
    mark(txn.origin == Origin::Row, "imported");
    mark(txn.is_opening(), "opening");
    mark(txn.is(state::INEXACT), "rounded");
    let splits = txn.splits.iter().map(|split| {
        let amount = words::amount(split.minor, &txn.currency)?;
        Ok(SplitJson { category: split.category, amount, note: &split.note })
    });
    let postings = txn.postings.iter().map(|posting| {
        let amount = words::amount(posting.minor, &posting.currency)?;
        Ok(PostingJson { account: posting.account, amount, currency: &posting.currency })
    });
    let original = txn.original.as_ref().map(|(minor, currency)| {
        let amount = words::amount(*minor, currency)?;
        Ok(AmountJson { amount, currency: currency.clone() })
    });
    Ok(TxnJson {
        id: txn.id,
        date: model::day(txn.day)?,
        account: txn.account,
        amount: words::amount(txn.minor, &txn.currency)?,
        currency: &txn.currency,
        original: original.transpose()?,
        payee: txn.title(),
        raw_payee: &txn.raw,
        memo: &txn.memo,
        note: &txn.note,
        category: txn.category,
        transfer: txn.transfer,
        tags: &txn.tags,
        reference: &txn.reference,
        counter_account: &txn.other,
        marks,
        same_as: txn.same,
        splits: splits.collect::<Result<_>>()?,
        postings: postings.collect::<Result<_>>()?,
    })
}

/// A list inside the file that is being written.
struct List<'a> {
    out: &'a mut dyn Write,
    begun: bool,
}

impl<'a> List<'a> {
    fn begin(out: &'a mut dyn Write, name: &str) -> Result<List<'a>> {
        write!(out, ",\n\"{name}\":[").map_err(failed)?;
        Ok(List { out, begun: false })
    }

    fn item(&mut self, item: &impl Serialize) -> Result<()> {
        self.out.write_all(if self.begun { b",\n" } else { b"\n" }).map_err(failed)?;
        self.begun = true;
        serde_json::to_writer(&mut *self.out, item).map_err(failed)
    }

    fn end(self) -> Result<()> {
        self.out.write_all(b"\n]").map_err(failed)
    }
}
