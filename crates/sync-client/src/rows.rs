//! The store's rows as the protocol writes them, and back.

use std::sync::Arc;

use base::error::{Error, Result};
use store::exchange::LogRow;
use sync_protocol::id::{DeviceId, Hash, Incarnation, Lane};
use sync_protocol::segment::{Payload, Row};

/// What the store calls a row that holds facts.
const FACTS: i64 = 2;
/// Facts that were written down so long ago belong to the archive: a new device reads them last.
const RECENT_MS: i64 = 200 * 24 * 60 * 60 * 1000;
/// A fact in a row has about so many bytes; rows are counted in facts only to bound what one segment holds.
const FACT_BYTES: usize = 48;

/// Who writes a row, and where.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// The device.
    pub device: DeviceId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// The schema of its rows.
    pub schema: u32,
}

/// The lane that a row travels in. A row with many facts comes from an import: it may come after the rest.
pub fn lane_of(row: &LogRow, now_ms: i64) -> Lane {
    match row.op {
        FACTS if row.hlc_ms < now_ms - RECENT_MS => Lane::ARCHIVE,
        FACTS => Lane::RECENT,
        _ => Lane::DOCUMENTS,
    }
}

/// About how many facts a row holds.
pub fn facts_in(row: &Row) -> usize {
    match &row.payload {
        Payload::Here(bytes) if i64::from(row.op) == FACTS => bytes.len().div_ceil(FACT_BYTES),
        _ => 0,
    }
}

/// A row as it travels.
///
/// # Errors
/// `Internal` when the store gave numbers that no row has.
pub fn to_wire(row: LogRow) -> Result<Row> {
    let odd = |what: &str| Error::internal("sealing a row", format!("its {what} is none"));
    let payload = match row.payload {
        Some(bytes) => Payload::Here(bytes),
        None => Payload::Erased(Hash::new(
            row.payload_hash.try_into().map_err(|_| odd("payload's hash"))?,
        )),
    };
    Ok(Row {
        seq: u64::try_from(row.seq).map_err(|_| odd("number"))?,
        op: u32::try_from(row.op).map_err(|_| odd("op"))?,
        kind: Arc::from(row.kind),
        target: row.target,
        hlc_ms: row.hlc_ms,
        hlc_count: u64::try_from(row.hlc_count).map_err(|_| odd("counter"))?,
        payload,
    })
}

/// A row as the store takes it in, on the one with this hash.
///
/// # Errors
/// `Invalid` when it has numbers that no row has; `NotFound` when what it says lies elsewhere.
pub fn from_wire(row: &Row, writer: Writer, prev_hash: &[u8]) -> Result<LogRow> {
    let odd =
        |what: &str| Error::invalid("rows", format!("row {} has no {what} that can be", row.seq));
    let (payload, payload_hash) = match &row.payload {
        Payload::Here(bytes) => (Some(bytes.clone()), Vec::new()),
        Payload::Erased(hash) => (None, hash.as_bytes().to_vec()),
        Payload::Elsewhere { hash, .. } => return Err(Error::not_found("the content", hash)),
    };
    let told = LogRow {
        device: *writer.device.as_bytes(),
        incarnation: *writer.incarnation.as_bytes(),
        seq: i64::try_from(row.seq).map_err(|_| odd("number"))?,
        prev_hash: Vec::new(),
        hash: Vec::new(),
        hlc_ms: row.hlc_ms,
        hlc_count: i64::try_from(row.hlc_count).map_err(|_| odd("counter"))?,
        schema: i64::from(writer.schema),
        op: i64::from(row.op),
        kind: row.kind.to_string(),
        target: row.target.clone(),
        payload,
        payload_hash,
    };
    Ok(told.linked(prev_hash))
}
