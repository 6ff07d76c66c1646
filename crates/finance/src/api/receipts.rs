//! Receipts: photos of what was paid for, and the transactions that they are of.

#[cfg(test)]
mod tests;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use base::money::{Currency, checked};
use domain::wire;
use serde::{Deserialize, Serialize};
use store::blobs::ContentHash;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, MEDIA_PREFIX, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::reports::gather::base_currency;
use super::{TxnRow, check, txn_rows};
use crate::model::{day, day_number, hex};
use crate::record::RECEIPT;

wire! {
    /// Which receipts, the latest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListReceipts {
        /// Of this transaction.
        pub(crate) txn: Option<AnyId>,
        /// Only those without a transaction.
        pub(crate) loose: Option<bool>,
        /// How many, at most 500; 100 without.
        pub(crate) limit: Option<u32>,
    }

    /// A receipt.
    pub(crate) struct ReceiptRow {
        /// The receipt.
        pub(crate) id: AnyId,
        /// The transaction that it is of.
        pub(crate) txn: Option<TxnRow>,
        /// The person's words.
        pub(crate) note: String,
        /// The shop.
        pub(crate) store: String,
        /// Its day.
        pub(crate) date: Option<Day>,
        /// What was paid, smallest units, above zero; null: nobody has read it.
        pub(crate) minor: Option<i64>,
        /// ISO 4217.
        pub(crate) currency: String,
        /// Its photos.
        pub(crate) photos: Vec<ReceiptPhoto>,
        /// Transactions that it may be of, the likeliest first; empty when it has one.
        pub(crate) offers: Vec<TxnRow>,
    }

    /// A photo of a receipt: what `media.add` answered.
    #[derive(Eq)]
    pub(crate) struct ReceiptPhoto {
        /// BLAKE3 of its content, hex.
        pub(crate) hash: String,
        /// Its file name.
        pub(crate) name: String,
        /// Its media type.
        pub(crate) mime: String,
        /// Bytes.
        pub(crate) size: u64,
        /// Pixels.
        #[serde(default)]
        pub(crate) width: Option<u32>,
        /// Pixels.
        #[serde(default)]
        pub(crate) height: Option<u32>,
    }

    /// A new receipt.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct NewReceipt {
        /// The transaction that it is of.
        pub(crate) txn: Option<AnyId>,
        /// The person's words.
        pub(crate) note: Option<String>,
        /// The shop.
        pub(crate) store: Option<String>,
        /// Its day.
        pub(crate) date: Option<Day>,
        /// What was paid, smallest units.
        pub(crate) minor: Option<i64>,
        /// ISO 4217; null: that of reports.
        pub(crate) currency: Option<String>,
        /// Its photos.
        pub(crate) photos: Option<Vec<ReceiptPhoto>>,
    }

    /// What a receipt becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditReceipt {
        /// The receipt.
        pub(crate) id: AnyId,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// The shop.
        #[serde(default)]
        pub(crate) store: Option<String>,
        /// A day, or nothing.
        #[serde(default)]
        pub(crate) date: Option<String>,
        /// What was paid, smallest units.
        #[serde(default)]
        pub(crate) minor: Option<i64>,
        /// ISO 4217.
        #[serde(default)]
        pub(crate) currency: Option<String>,
        /// Photos to add.
        #[serde(default)]
        pub(crate) add_photos: Option<Vec<ReceiptPhoto>>,
        /// Hashes of photos to take off.
        #[serde(default)]
        pub(crate) remove_photos: Option<Vec<String>>,
    }

    /// The transaction that a receipt is of.
    #[derive(Copy)]
    pub(crate) struct LinkReceipt {
        /// The receipt.
        pub(crate) id: AnyId,
        /// The transaction; null: none.
        #[serde(default)]
        pub(crate) txn: Option<AnyId>,
    }

    /// Names a receipt.
    #[derive(Copy)]
    pub(crate) struct ReceiptRef {
        /// The receipt.
        pub(crate) id: AnyId,
    }
}

const LIST_MAX: u32 = 500;
const LIST_USUAL: u32 = 100;
/// Photos of one receipt.
const PHOTOS_MAX: usize = 20;
/// Transactions that a receipt may be of.
const OFFERS_MAX: i64 = 5;
/// A card is charged on the day or after a weekend; a foreign one sometimes a day before.
const OFFER_DAYS: std::ops::RangeInclusive<i32> = -2..=6;

/// What stands in the field `media/<hash>`.
#[derive(Serialize, Deserialize)]
struct KeptPhoto {
    name: String,
    mime: String,
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
}

pub(crate) fn receipts(cx: &ReadCx<'_>, request: ListReceipts) -> Result<Vec<ReceiptRow>> {
    let ListReceipts { txn, loose, limit } = request;
    let limit = limit.unwrap_or(LIST_USUAL).min(LIST_MAX);
    let found = cx.sql().rows(
        "SELECT n, id, txn, note, store, day, minor, currency FROM finance_receipt
         WHERE (?1 IS NULL OR txn = ?1 OR txn IN (SELECT id FROM finance_txn WHERE same = ?1))
             AND (NOT ?2 OR txn IS NULL)
         ORDER BY day IS NULL DESC, day DESC, n DESC LIMIT ?3",
        params![txn, loose == Some(true), limit],
        |row| {
            let (n, linked): (i64, Option<AnyId>) = (row.int(0)?, row.opt_id(2)?);
            let receipt = ReceiptRow {
                id: row.id(1)?,
                txn: None,
                note: row.text(3)?,
                store: row.text(4)?,
                date: row.opt_int(5)?.map(day).transpose()?,
                minor: row.opt_int(6)?,
                currency: row.text(7)?,
                photos: Vec::new(),
                offers: Vec::new(),
            };
            Ok((n, linked, receipt))
        },
    )?;
    let mut rows = Vec::with_capacity(found.len());
    for (n, linked, mut receipt) in found {
        receipt.photos = photos(cx.sql(), n)?;
        match linked {
            Some(txn) => {
                let speaker = super::register::speaker(cx.sql(), txn)?;
                receipt.txn = txn_rows(cx, &[speaker])?.pop();
            }
            None => receipt.offers = offers(cx, &receipt)?,
        }
        rows.push(receipt);
    }
    Ok(rows)
}

fn photos(sql: Sql<'_>, receipt: i64) -> Result<Vec<ReceiptPhoto>> {
    let photos = sql.rows(
        "SELECT hash, said FROM finance_picture WHERE receipt = ?1 ORDER BY hash",
        params![receipt],
        |row| {
            let Ok(kept) = serde_json::from_str::<KeptPhoto>(&row.text(1)?) else {
                return Ok(None); // Of a newer program.
            };
            let KeptPhoto { name, mime, size, width, height } = kept;
            Ok(Some(ReceiptPhoto { hash: row.text(0)?, name, mime, size, width, height }))
        },
    )?;
    Ok(photos.into_iter().flatten().collect())
}

/// Transactions of its amount around its day, the nearest first; one with another receipt last.
fn offers(cx: &ReadCx<'_>, receipt: &ReceiptRow) -> Result<Vec<TxnRow>> {
    let (Some(minor), Some(date)) = (receipt.minor, receipt.date) else { return Ok(Vec::new()) };
    let (from, to) = (date.plus(*OFFER_DAYS.start()), date.plus(*OFFER_DAYS.end()));
    let ids: Vec<AnyId> = cx.sql().rows(
        "SELECT t.id, EXISTS (SELECT 1 FROM finance_receipt r WHERE r.txn = t.id) AS taken
         FROM finance_txn t
         WHERE t.day BETWEEN ?1 AND ?2 AND t.origin < 2 AND t.same IS NULL AND NOT t.state & 8
             AND ((t.minor = -?3 AND t.currency = ?4)
                 OR (abs(t.original_minor) = ?3 AND t.original_currency = ?4))
         ORDER BY taken, abs(t.day - ?5), t.id LIMIT ?6",
        params![
            day_number(from),
            day_number(to),
            minor.abs(),
            receipt.currency.as_str(),
            day_number(date),
            OFFERS_MAX
        ],
        |row| row.id(0),
    )?;
    txn_rows(cx, &ids)
}

pub(crate) fn add_receipt(cx: &mut WriteCx<'_>, request: NewReceipt) -> Result<ReceiptRef> {
    let photos = request.photos.unwrap_or_default();
    let says = request.minor.is_some() || request.store.is_some() || request.note.is_some();
    if photos.is_empty() && !says {
        return Err(Error::invalid("photos", "a receipt has a photo, an amount or a word"));
    }
    let currency = match request.currency {
        Some(code) => Currency::new(&code)?,
        None => Currency::new(&base_currency(cx.read().sql())?)?,
    };
    let mut fields = Fields::from([("currency".to_owned(), Value::from(currency.code()))]);
    let store = request.store.map(|store| check::words(&store, "store")).transpose()?;
    let note = request.note.map(|note| check::note(&note)).transpose()?;
    let minor = request.minor.map(checked_minor).transpose()?;
    let txn = request.txn.map(|txn| checked_txn(cx, txn)).transpose()?;
    let said: [(&str, Option<Value>); 5] = [
        ("txn", txn.map(|txn| hex(txn).into())),
        ("note", note.filter(|note| !note.is_empty()).map(Value::from)),
        ("store", store.filter(|store| !store.is_empty()).map(Value::from)),
        ("date", request.date.map(|date| date.to_string().into())),
        ("minor", minor.map(Value::from)),
    ];
    for (key, value) in said {
        fields.extend(value.map(|value| (key.to_owned(), value)));
    }
    for (key, value) in kept_photos(cx, photos)? {
        fields.insert(key, value);
    }
    let id = cx.new_id();
    cx.create(&RECEIPT, id, fields)?;
    Ok(ReceiptRef { id })
}

pub(crate) fn edit_receipt(cx: &mut WriteCx<'_>, request: EditReceipt) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    let mut change = |key: &str, value: Option<Value>| changes.insert(key.to_owned(), value);
    if let Some(note) = request.note {
        change("note", Some(check::note(&note)?.into()));
    }
    if let Some(store) = request.store {
        change("store", Some(check::words(&store, "store")?.into()));
    }
    if let Some(date) = request.date {
        let date = match date.as_str() {
            "" => None,
            date => Some(date.parse::<Day>()?.to_string().into()),
        };
        change("date", date);
    }
    if let Some(minor) = request.minor {
        change("minor", Some(checked_minor(minor)?.into()));
    }
    if let Some(currency) = request.currency {
        change("currency", Some(Currency::new(&currency)?.code().into()));
    }
    for (key, value) in kept_photos(cx, request.add_photos.unwrap_or_default())? {
        changes.insert(key, Some(value));
    }
    for hash in request.remove_photos.unwrap_or_default() {
        let hash: ContentHash = hash.parse()?;
        changes.insert(format!("{MEDIA_PREFIX}{hash}"), None);
    }
    cx.edit(request.id, &changes).map(drop)
}

/// Photos as fields.
fn kept_photos(cx: &WriteCx<'_>, photos: Vec<ReceiptPhoto>) -> Result<Vec<(String, Value)>> {
    if PHOTOS_MAX < photos.len() {
        let message = format!("a receipt has at most {PHOTOS_MAX} photos");
        return Err(Error::invalid("photos", message));
    }
    let keep = |photo: ReceiptPhoto| {
        let hash: ContentHash = photo.hash.parse()?;
        if !cx.read().blobs().has(&hash) {
            return Err(Error::not_found("attachment", hash));
        }
        let kept = KeptPhoto {
            name: check::words(&photo.name, "photos")?,
            mime: photo.mime,
            size: photo.size,
            width: photo.width,
            height: photo.height,
        };
        let kept = serde_json::to_string(&kept)
            .map_err(|source| Error::internal("describing a photo", source))?;
        Ok((format!("{MEDIA_PREFIX}{hash}"), kept.into()))
    };
    photos.into_iter().map(keep).collect()
}

pub(crate) fn link_receipt(cx: &mut WriteCx<'_>, request: LinkReceipt) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    let txn = request.txn.map(|txn| checked_txn(cx, txn)).transpose()?;
    let changes = Changes::from([("txn".to_owned(), txn.map(|txn| hex(txn).into()))]);
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn delete_receipt(cx: &mut WriteCx<'_>, request: ReceiptRef) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    cx.trash(request.id)
}

fn checked_minor(minor: i64) -> Result<i64> {
    match checked(i128::from(minor)) {
        Ok(minor) if minor >= 0 => Ok(minor),
        _ => Err(Error::invalid("minor", "a receipt says what was paid, not below zero")),
    }
}

fn checked_txn(cx: &WriteCx<'_>, txn: AnyId) -> Result<AnyId> {
    let query = "SELECT count(*) FROM finance_txn WHERE id = ?1 AND origin < 2";
    match cx.read().sql().number(query, params![txn])? {
        0 => Err(Error::not_found("transaction", txn).at("txn")),
        _ => Ok(txn),
    }
}

fn of_kind(cx: &ReadCx<'_>, id: AnyId) -> Result<()> {
    match cx.find(id)? {
        Some(record) if record.kind == RECEIPT.name => Ok(()),
        _ => Err(Error::not_found("receipt", id)),
    }
}
