//! The register: transactions in lists, and one with all that is known of it.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use super::filter::{Filter, filter};
use super::rows::{self, COLUMNS, COLUMNS_COUNT, Names, count, found};
use super::{Amount, RowsBehind, TxnRow};
use crate::model::day_number;
use crate::model::row::Row;
use crate::record::{ROW, TXN};

wire! {
    /// Only transactions that are in some way.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Only {
        /// Nobody has said what they are for.
        Uncategorized,
        /// In no statement that was found to be right.
        Unreconciled,
        /// Not booked yet.
        Pending,
        /// With parts.
        Split,
        /// Between own accounts.
        Transfer,
        /// Thrown away; all others are not.
        Hidden,
    }

    /// Which transactions, the latest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListTxns {
        /// Of this account; with it come balances, what moves to it from others, and its opening.
        pub(crate) account: Option<AnyId>,
        /// For this category, or one that lies in it.
        pub(crate) category: Option<AnyId>,
        /// With this payee, as it is shown; empty: without any.
        pub(crate) payee: Option<String>,
        /// With this tag.
        pub(crate) tag: Option<String>,
        /// With this text in the payee, memo, note or reference, or of this amount.
        pub(crate) text: Option<String>,
        /// The first day.
        pub(crate) from: Option<Day>,
        /// The last day.
        pub(crate) to: Option<Day>,
        /// Of at least so many smallest units, either way.
        pub(crate) min: Option<i64>,
        /// Of at most so many smallest units, either way.
        pub(crate) max: Option<i64>,
        /// Only those that are in some way.
        pub(crate) only: Option<Only>,
        /// The rows behind a figure of a report.
        pub(crate) behind: Option<RowsBehind>,
        /// Where the last page ended.
        pub(crate) cursor: Option<String>,
        /// How many, at most 500; 100 without.
        pub(crate) limit: Option<u32>,
        /// The earliest first.
        pub(crate) oldest_first: Option<bool>,
    }

    /// One page of the register.
    pub(crate) struct TxnPage {
        /// The transactions.
        pub(crate) items: Vec<TxnRow>,
        /// Where the next page begins; null after the last.
        pub(crate) next: Option<String>,
        /// How many there are on all pages; null on later ones.
        pub(crate) count: Option<u32>,
        /// What they sum to, by currency: of the account, or of the categories that were asked for,
        /// else of themselves; empty on later pages.
        pub(crate) sums: Vec<Amount>,
    }

    /// Names a transaction.
    #[derive(Copy)]
    pub(crate) struct TxnRef {
        /// The transaction.
        pub(crate) id: AnyId,
    }

    /// A transaction with all that is known of it.
    pub(crate) struct TxnDetail {
        /// As it stands in lists.
        #[serde(flatten)]
        pub(crate) row: TxnRow,
        /// What each file and the person told of it.
        pub(crate) told: Vec<TxnEvidence>,
        /// How it is booked; by currency they sum to nothing.
        pub(crate) postings: Vec<PostingRow>,
        /// The other legs of its transfer.
        pub(crate) legs: Vec<TxnRow>,
    }

    /// What one file, or the person, told of a transaction.
    pub(crate) struct TxnEvidence {
        /// The transaction as it was told.
        pub(crate) id: AnyId,
        /// The format of the file; null: the person wrote it down.
        pub(crate) format: Option<String>,
        /// The day.
        pub(crate) day: Day,
        /// The day from which it bears interest.
        pub(crate) valued: Option<Day>,
        /// Smallest units.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
        /// The amount as written, when it had more decimals than the currency.
        pub(crate) raw_amount: Option<String>,
        /// Who it is with.
        pub(crate) payee: String,
        /// What it is for.
        pub(crate) memo: String,
        /// The number of a check, or the reference of both ends.
        pub(crate) reference: String,
        /// The other account, as it is named there.
        pub(crate) other: String,
        /// The source's word for what it is.
        pub(crate) kind: String,
        /// The category that the file names.
        pub(crate) category: String,
        /// Whether it was not booked yet.
        pub(crate) pending: bool,
        /// Whether the person threw this one away.
        pub(crate) hidden: bool,
    }

    /// One posting.
    pub(crate) struct PostingRow {
        /// The account or category.
        pub(crate) account: AnyId,
        /// Its name; empty for the program's own.
        pub(crate) name: String,
        /// `asset`, `liability`, `income`, `expense` or `equity`.
        pub(crate) kind: String,
        /// Smallest units.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
    }
}

/// How many transactions a page holds at most.
const PAGE_MAX: u32 = 500;

pub(crate) fn register(cx: &ReadCx<'_>, request: ListTxns) -> Result<TxnPage> {
    let sql = cx.sql();
    let names = Names::load(sql)?;
    let filter = filter(sql, &request)?;
    let limit = request.limit.unwrap_or(100).clamp(1, PAGE_MAX) as usize;
    let oldest_first = request.oldest_first == Some(true);
    let mut items = page(sql, &names, &filter, &request, limit + 1)?;
    let more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().map(|row| format!("{}.{}", day_number(row.day), row.id));
    rows::complete(sql, &names, &mut items)?;
    if let Some(account) = request.account {
        for row in &mut items {
            let minor = row.part_minor.take().unwrap_or(row.minor);
            rows::seen_from(row, account, minor, &names);
        }
        if filter.is_plain {
            add_balances(sql, &names, account, oldest_first, &mut items)?;
        }
    }
    let first_page = request.cursor.is_none();
    let (count, sums) = if first_page { counted(sql, &filter)? } else { (None, Vec::new()) };
    Ok(TxnPage { items, next: last.filter(|_| more), count, sums })
}

fn page(
    sql: Sql<'_>,
    names: &Names,
    filter: &Filter,
    request: &ListTxns,
    limit: usize,
) -> Result<Vec<TxnRow>> {
    let mut params = filter.params.clone();
    let (day, id) = filter.order();
    let (way, than) = match request.oldest_first {
        Some(true) => ("ASC", ">"),
        _ => ("DESC", "<"),
    };
    let mut after = String::new();
    if let Some(cursor) = &request.cursor {
        let (last_day, last_id) = read_cursor(cursor)?;
        params.extend([last_day.into(), last_id.into()]);
        after = format!("AND ({day}, {id}) {than} (?{}, ?{})", params.len() - 1, params.len());
    }
    let query = format!(
        "SELECT {COLUMNS}, {part} FROM {tables} WHERE {conditions} {after} {group}
         ORDER BY {day} {way}, {id} {way} LIMIT {limit}",
        part = filter.part,
        tables = filter.tables,
        conditions = filter.conditions,
        group = filter.group,
    );
    sql.rows(&query, &params, |row| {
        let mut txn = found(row, names)?;
        txn.part_minor = row.opt_int(COLUMNS_COUNT)?;
        Ok(txn)
    })
}

fn read_cursor(cursor: &str) -> Result<(i64, AnyId)> {
    let read =
        cursor.split_once('.').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    read.ok_or_else(|| Error::invalid("cursor", "a cursor is what the last page answered"))
}

/// How many transactions meet a filter, and their sums.
fn counted(sql: Sql<'_>, filter: &Filter) -> Result<(Option<u32>, Vec<Amount>)> {
    let (currency, minor) = &filter.summed;
    let query = format!(
        "SELECT {currency}, sum({minor}), count(DISTINCT {id}) FROM {tables}
         WHERE {conditions} GROUP BY {currency} ORDER BY {currency}",
        id = filter.order().1,
        tables = filter.tables,
        conditions = filter.conditions,
    );
    let mut all = 0;
    let sums = sql.rows(&query, &filter.params, |row| {
        all += row.int(2)?;
        Ok(Amount { currency: row.text(0)?, minor: row.opt_int(1)?.unwrap_or(0) })
    })?;
    Ok((Some(count(all)), sums))
}

/// What the account holds after each of these rows, which follow each other without a gap.
fn add_balances(
    sql: Sql<'_>,
    names: &Names,
    account: AnyId,
    oldest_first: bool,
    items: &mut [TxnRow],
) -> Result<()> {
    let currency = names.get(account).map(|named| named.currency.clone()).unwrap_or_default();
    // From the earliest to the latest, whatever the order of the page.
    let mut in_order: Vec<&mut TxnRow> = items.iter_mut().collect();
    if !oldest_first {
        in_order.reverse();
    }
    let Some(first) = in_order.first() else { return Ok(()) };
    let on = day_number(first.day);
    let months = "SELECT sum(minor) FROM finance_sum
         WHERE account = ?1 AND currency = ?2 AND month < ?3";
    let days = "SELECT sum(minor) FROM finance_posting
         WHERE account = ?1 AND currency = ?2 AND day >= ?3 AND (day, txn) < (?4, ?5)";
    let mut balance = sql.number(months, params![account, currency.as_str(), on / 100])?
        + sql.number(days, params![account, currency.as_str(), on / 100 * 100, on, first.id])?;
    for row in in_order {
        let own = "SELECT sum(minor) FROM finance_posting
             WHERE txn = ?1 AND account = ?2 AND currency = ?3";
        balance += sql.number(own, params![row.id, account, currency.as_str()])?;
        row.balance_minor = Some(balance);
    }
    Ok(())
}

/// The transaction that speaks for this one.
///
/// # Errors
/// `NotFound`.
pub(super) fn speaker(sql: Sql<'_>, id: AnyId) -> Result<AnyId> {
    let found = sql.first(
        "SELECT coalesce(same, id) FROM finance_txn WHERE id = ?1",
        params![id],
        |row| row.id(0),
    )?;
    found.ok_or_else(|| Error::not_found("transaction", id))
}

/// A transaction and all that are one with it: the one that speaks first, the others by id.
pub(super) fn members(sql: Sql<'_>, speaker: AnyId) -> Result<Vec<AnyId>> {
    let mut members = vec![speaker];
    members.extend(sql.rows(
        "SELECT id FROM finance_txn WHERE same = ?1 ORDER BY id",
        params![speaker],
        |row| row.id::<base::id::Any>(0),
    )?);
    Ok(members)
}

pub(crate) fn txn(cx: &ReadCx<'_>, request: TxnRef) -> Result<TxnDetail> {
    let sql = cx.sql();
    let id = speaker(sql, request.id)?;
    let row = rows::txn_rows(cx, &[id])?.into_iter().next();
    let row = row.ok_or_else(|| Error::not_found("transaction", id))?;
    let names = Names::load(sql)?;
    let members = members(sql, id)?;
    let mut told = Vec::with_capacity(members.len());
    for member in &members {
        told.extend(evidence(cx, *member)?);
    }
    let postings = sql.rows(
        "SELECT account, minor, currency FROM finance_posting WHERE txn = ?1 ORDER BY k",
        params![id],
        |row| {
            let account = row.id(0)?;
            Ok(PostingRow {
                account,
                name: names.name(account),
                kind: names.kind(account).to_owned(),
                minor: row.int(1)?,
                currency: row.text(2)?,
            })
        },
    )?;
    let legs = rows::txn_rows(cx, &legs(sql, &members)?)?;
    Ok(TxnDetail { row, told, postings, legs })
}

/// The transactions at the other ends of a transfer.
pub(super) fn legs(sql: Sql<'_>, members: &[AnyId]) -> Result<Vec<AnyId>> {
    let mut legs = Vec::new();
    for member in members {
        let found = sql.rows(
            "SELECT coalesce(same, finance_txn.id) FROM (
                 SELECT b AS leg FROM finance_match WHERE a = ?1 AND kind = 'transfer'
                 UNION SELECT a FROM finance_match WHERE b = ?1 AND kind = 'transfer')
             JOIN finance_txn ON finance_txn.id = leg WHERE NOT state & 8 ORDER BY 1",
            params![*member],
            |row| row.id(0),
        )?;
        for leg in found {
            if !legs.contains(&leg) && !members.contains(&leg) {
                legs.push(leg);
            }
        }
    }
    Ok(legs)
}

/// What was told of a transaction; an opening was told by nobody.
fn evidence(cx: &ReadCx<'_>, id: AnyId) -> Result<Option<TxnEvidence>> {
    let origin = cx.sql().number("SELECT origin FROM finance_txn WHERE id = ?1", params![id])?;
    match origin {
        0 => own_evidence(cx, id).map(Some),
        1 => row_evidence(cx, id).map(Some),
        _ => Ok(None),
    }
}

fn row_evidence(cx: &ReadCx<'_>, id: AnyId) -> Result<TxnEvidence> {
    let fact = cx.fact(id)?;
    if *fact.kind != *ROW.name {
        return Err(Error::not_found("transaction", id));
    }
    let row: Row = fact.body()?;
    Ok(TxnEvidence {
        id,
        format: Some(row.format),
        day: row.date,
        valued: row.valued,
        minor: row.minor,
        currency: row.currency,
        raw_amount: row.raw_amount,
        payee: row.payee,
        memo: row.memo,
        reference: row.reference,
        other: row.other,
        kind: row.kind,
        category: row.category,
        pending: row.pending,
        hidden: fact.noted("hidden"),
    })
}

fn own_evidence(cx: &ReadCx<'_>, id: AnyId) -> Result<TxnEvidence> {
    let record = cx.record(id)?;
    if record.kind != TXN.name {
        return Err(Error::not_found("transaction", id));
    }
    Ok(TxnEvidence {
        id,
        format: None,
        day: record.text("date").parse()?,
        valued: None,
        minor: record.int("minor").unwrap_or(0),
        currency: record.text("currency").to_owned(),
        raw_amount: None,
        payee: record.text("payee").to_owned(),
        memo: record.text("note").to_owned(),
        reference: String::new(),
        other: String::new(),
        kind: String::new(),
        category: String::new(),
        pending: false,
        hidden: record.flag("hidden"),
    })
}
