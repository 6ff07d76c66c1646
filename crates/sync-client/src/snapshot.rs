//! What a vault holds as blocks of a snapshot, and back.
//!
//! Blocks are cut so that the next snapshot has most of them in common with this one: documents by their ids,
//! rows of facts by the month in which they were written down, and what was said of facts last.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::error::{Code, Error, Result};
use store::exchange::{LogHead, LogRow};
use store::read::ReadCx;
use store::snapshot::{ChainEnd, Image, Told};
use sync_protocol::id::{DeviceId, Hash, Incarnation};
use sync_protocol::segment::Payload;
use sync_protocol::snapshot::{
    BLOCK_BYTES_FULL, Block, BlockNote, DOCUMENTS_MAX, Document, LogRows, RowsEnd, StoredRow,
    ends_block,
};

use crate::rows::{Writer, from_wire, to_wire};

/// The longest document or row that goes into a block. With one that is longer no snapshot is made, and the
/// log stays whole: the longest body of a fact (16 MiB) fits, and no text that a person writes comes near.
const ITEM_BYTES_MAX: usize = 24 << 20;
/// Rows in a block: readers take four times as many.
const ROWS_MAX: usize = 1 << 14;

/// How a manifest calls blocks of documents and of rows.
pub(crate) const DOCUMENTS: u8 = 1;
pub(crate) const ROWS: u8 = 2;

/// Hands over everything that is here, a block at a time: documents, then facts with the newest month first,
/// then what was said of facts.
///
/// # Errors
/// `Conflict` while a document waits for changes on their way; `Unsupported` when something is too long for a
/// block.
pub(crate) fn each_block(cx: &ReadCx<'_>, mut each: impl FnMut(Block) -> Result<()>) -> Result<()> {
    let (mut documents, mut bytes) = (Vec::new(), 0);
    cx.each_image(|image| {
        let len = fits(image.save.len() + image.fields.len())?;
        if !documents.is_empty() && BLOCK_BYTES_FULL < bytes + len {
            (bytes, _) = (0, each(Block::Documents(std::mem::take(&mut documents)))?);
        }
        bytes += len;
        let ends = ends_block(&image.id) || documents.len() + 1 == DOCUMENTS_MAX;
        documents.push(document(image));
        if ends {
            (bytes, _) = (0, each(Block::Documents(std::mem::take(&mut documents)))?);
        }
        Ok(())
    })?;
    if !documents.is_empty() {
        each(Block::Documents(documents))?;
    }
    let mut months: BTreeMap<u32, Vec<Told>> = BTreeMap::new();
    for told in cx.told()? {
        let month = if told.facts { month_of(told.hlc_ms) } else { 0 };
        months.entry(month).or_default().push(told);
    }
    months
        .into_iter()
        .rev()
        .try_for_each(|(month, told)| each_of_month(cx, month, &told, &mut each))
}

fn each_of_month(
    cx: &ReadCx<'_>,
    month: u32,
    told: &[Told],
    each: &mut impl FnMut(Block) -> Result<()>,
) -> Result<()> {
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for one in told {
        let len = fits(one.bytes)?;
        let full = rows.len() == ROWS_MAX || BLOCK_BYTES_FULL < bytes + len;
        if full && !rows.is_empty() {
            bytes = 0;
            each(Block::Rows { month, logs: logs(std::mem::take(&mut rows))? })?;
        }
        bytes += len;
        rows.push(cx.told_row(one.n)?);
    }
    each(Block::Rows { month, logs: logs(rows)? })
}

fn fits(bytes: usize) -> Result<usize> {
    if ITEM_BYTES_MAX < bytes {
        let words = format!("something of {bytes} bytes is too long for a snapshot");
        return Err(Error::new(Code::Unsupported, words));
    }
    Ok(bytes)
}

/// Year × 12 + month from 0; 0 for times that no calendar has.
fn month_of(ms: i64) -> u32 {
    let Ok(at) = jiff::Timestamp::from_millisecond(ms) else { return 0 };
    let date = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    u32::try_from(month).unwrap_or(0)
}

fn document(image: Image) -> Document {
    Document {
        id: image.id,
        kind: Arc::from(image.kind),
        version: image.version,
        meta: image.heads,
        row: image.fields,
        save: Payload::Here(image.save),
    }
}

/// A document as the store takes it.
///
/// # Errors
/// `Unsupported` when it lies elsewhere: this version makes and reads none of those.
pub(crate) fn image(document: Document) -> Result<Image> {
    let Payload::Here(save) = document.save else {
        return Err(Error::new(Code::Unsupported, "a document of the snapshot lies elsewhere"));
    };
    Ok(Image {
        id: document.id,
        kind: document.kind.to_string(),
        version: document.version,
        heads: document.meta,
        fields: document.row,
        save,
    })
}

fn logs(rows: Vec<LogRow>) -> Result<Vec<LogRows>> {
    let mut logs: Vec<LogRows> = Vec::new();
    for row in rows {
        let odd = |what: &str| Error::internal("making a snapshot", format!("a row has no {what}"));
        let schema = u32::try_from(row.schema).map_err(|_| odd("schema"))?;
        let prev_hash = row.prev_hash.clone().try_into().map_err(|_| odd("link"))?;
        let (device, incarnation) = (DeviceId::new(row.device), Incarnation::new(row.incarnation));
        let stored = StoredRow { schema, prev_hash: Hash::new(prev_hash), row: to_wire(row)? };
        match logs.last_mut() {
            Some(last) if last.incarnation == incarnation => last.rows.push(stored),
            _ => logs.push(LogRows { device, incarnation, rows: vec![stored] }),
        }
    }
    Ok(logs)
}

/// Rows of a block as the store takes them.
///
/// # Errors
/// `Invalid` when one has numbers that no row has.
pub(crate) fn log_rows(logs: &[LogRows]) -> Result<Vec<LogRow>> {
    let rows = logs.iter().flat_map(|log| {
        log.rows.iter().map(|StoredRow { schema, prev_hash, row }| {
            let (device, incarnation) = (log.device, log.incarnation);
            from_wire(row, Writer { device, incarnation, schema: *schema }, prev_hash.as_bytes())
        })
    });
    rows.collect()
}

/// What a manifest says of a block.
pub(crate) fn note(block: &Block) -> BlockNote {
    let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    match block {
        Block::Documents(documents) => {
            BlockNote { kind: DOCUMENTS, month: 0, count: count(documents.len()) }
        }
        Block::Rows { month, logs } => {
            let rows = logs.iter().map(|log| log.rows.len()).sum();
            BlockNote { kind: ROWS, month: *month, count: count(rows) }
        }
        Block::Unknown { kind, .. } => BlockNote { kind: *kind, month: 0, count: 0 },
    }
}

/// The ends of chains as a manifest has them.
pub(crate) fn rows_ends(ends: &[ChainEnd]) -> BTreeMap<Incarnation, RowsEnd> {
    let end = |end: &ChainEnd| {
        let hash = Hash::new(end.head.hash.clone().try_into().ok()?);
        let (device, seq) = (DeviceId::new(end.device), end.head.seq.unsigned_abs());
        Some((Incarnation::new(end.incarnation), RowsEnd { device, seq, hash }))
    };
    ends.iter().filter_map(end).collect()
}

/// The same as the store has them.
pub(crate) fn chain_ends(ends: &BTreeMap<Incarnation, RowsEnd>) -> Vec<ChainEnd> {
    let end = |(incarnation, end): (&Incarnation, &RowsEnd)| ChainEnd {
        device: *end.device.as_bytes(),
        incarnation: *incarnation.as_bytes(),
        head: LogHead {
            seq: i64::try_from(end.seq).unwrap_or(i64::MAX),
            hash: end.hash.as_bytes().to_vec(),
        },
    };
    ends.iter().map(end).collect()
}
