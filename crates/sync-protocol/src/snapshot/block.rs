//! One block of a snapshot.
//!
//! ```text
//! plain:     kind 1 | content
//! kind 1:    documents: varint n, n × blob (names of kinds) | varint n, n × head | bytes of all metas | of all rows
//!            | of all saves
//!   head:    id 16 | varint kind | varint version | varint meta | varint row | save (as a row's payload)
//! kind 2:    rows: varint month | varint n, n × blob (names of kinds) | varint n, n × log | payloads
//!   log:     device 16 | incarnation 16 | varint n, n × (varint schema | prev_hash 32 | row)
//! ```
//! Metas, rows and saves lie apart because like things beside each other shrink best.

use std::sync::Arc;

use crate::codec::{Reader, Writer};
use crate::crypt::{ContentKey, OVERHEAD};
use crate::error::{Error, Fault, Result};
use crate::id::{DeviceId, Hash, Incarnation, VaultId};
use crate::keyring::Keyring;
use crate::membership::Members;
use crate::pack::{self, Limits};
use crate::segment::{Kinds, Payload, Row, SoFar, read_payloads};

use super::{BLOCK_BYTES_MAX, DOCUMENTS_MAX};

const WHAT: &str = "snapshot's block";
const MAGIC: &[u8; 3] = b"EKB";
const VERSION: u8 = 1;
const HEAD: usize = 4 + 16 + 32 + 4;
const LIMITS: Limits =
    Limits { what: WHAT, plain_max: BLOCK_BYTES_MAX, padded_max: BLOCK_BYTES_MAX };
const META_BYTES_MAX: usize = 64 << 10;
/// Rows in a block of rows, of all logs.
const ROWS_MAX: usize = 1 << 16;
const LOGS_MAX: usize = 1024;
/// Kinds in a block: the program has some dozens.
const KINDS_MAX: usize = 4096;

const DOCUMENTS: u8 = 1;
const ROWS: u8 = 2;

/// What a block holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Documents, by id.
    Documents(Vec<Document>),
    /// Rows of logs that tell facts of one month, or what was said of facts.
    Rows {
        /// Year × 12 + month from 0; 0 for what has no month.
        month: u32,
        /// By incarnation.
        logs: Vec<LogRows>,
    },
    /// Of a newer version: kept as it is.
    Unknown {
        /// Its number.
        kind: u8,
        /// What follows it.
        content: Vec<u8>,
    },
}

/// A document as it is now, and what its tables say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which record.
    pub id: [u8; 16],
    /// Of which kind; unknown kinds are kept.
    pub kind: Arc<str>,
    /// The kind's version.
    pub version: u32,
    /// What the store keeps about it: heads, state, when it was put into the trash. Opaque here.
    pub meta: Vec<u8>,
    /// Its rows in the read tables, so that a new device shows it before it opens it. Opaque here.
    pub row: Vec<u8>,
    /// The whole document as the engine saves it.
    pub save: Payload,
}

/// Rows of one writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRows {
    /// The device that wrote them.
    pub device: DeviceId,
    /// In which of its lives.
    pub incarnation: Incarnation,
    /// In their order. Others may lie between them.
    pub rows: Vec<StoredRow>,
}

/// A row that stands apart from its neighbors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// The schema that it was written in.
    pub schema: u32,
    /// The hash of the row before it, with which its own can be checked.
    pub prev_hash: Hash,
    /// The row.
    pub row: Row,
}

/// Whether a block of documents ends behind this one, if it is not full before. It depends on the id alone,
/// so a document that comes between others changes its own block and not all that follow.
pub fn ends_block(id: &[u8; 16]) -> bool {
    // The last byte of an id is random, or of a keyed hash: one in 256 is this one.
    id[15] == 0xff
}

impl Block {
    /// Its name: a keyed hash of what it holds.
    ///
    /// # Errors
    /// `TooMuch`, `Malformed`: what no reader would take.
    pub fn id(&self, keyring: &Keyring) -> Result<Hash> {
        Ok(Hash::keyed(&keyring.blocks, &[&self.encode()?]))
    }

    /// Seals it under the newest epoch's key; answers its name, too.
    ///
    /// # Errors
    /// `TooMuch`, `Malformed`, `NoKey`.
    pub fn seal(&self, keyring: &Keyring, members: &Members) -> Result<(Hash, Vec<u8>)> {
        let plain = self.encode()?;
        let id = Hash::keyed(&keyring.blocks, &[&plain]);
        let key = keyring.newest(members)?;
        let head = head(keyring.vault(), id, key.number());
        let packed = pack::pack(&plain, LIMITS)?;
        let content: ContentKey = key.content_key(KEY);
        let mut out = head.clone();
        content.seal(content.nonce_of(&head, &packed), &head, &packed, &mut out);
        Ok((id, out))
    }

    /// Opens the block that a manifest calls `id`.
    ///
    /// # Errors
    /// `Foreign` when it is another block or another vault's, `NoKey`, `WrongKey`, `Damaged`, and what
    /// reading gives.
    pub fn open(bytes: &[u8], id: Hash, keyring: &Keyring) -> Result<Block> {
        let open = || {
            let foreign = |of| Error::from(Fault::Foreign { what: WHAT, of });
            let mut reader = Reader::new(WHAT, bytes);
            reader.magic(MAGIC, VERSION)?;
            if VaultId::new(reader.array()?) != keyring.vault() {
                return Err(foreign("vault"));
            }
            if Hash::new(reader.array()?) != id {
                return Err(foreign("place"));
            }
            let key = keyring.epoch(reader.u32()?)?.content_key(KEY);
            let packed = key.open(WHAT, &bytes[..HEAD], reader.rest())?;
            let plain = pack::unpack(&packed, LIMITS)?;
            if Hash::keyed(&keyring.blocks, &[&plain]) != id {
                return Err(foreign("place"));
            }
            Block::decode(&plain)
        };
        open().map_err(|error: Error| error.of(format_args!("block {id}")))
    }

    /// Bytes that a sealed block has around its padded content.
    pub const OVERHEAD: usize = HEAD + OVERHEAD;

    fn encode(&self) -> Result<Vec<u8>> {
        let mut out = Writer::default();
        match self {
            Block::Documents(documents) => encode_documents(documents, &mut out)?,
            Block::Rows { month, logs } => encode_rows(*month, logs, &mut out)?,
            Block::Unknown { kind, content } => {
                out.u8(*kind).raw(content);
            }
        }
        Ok(out.0)
    }

    fn decode(plain: &[u8]) -> Result<Block> {
        let mut reader = Reader::new(WHAT, plain);
        match reader.u8()? {
            DOCUMENTS => decode_documents(&mut reader),
            ROWS => decode_rows(&mut reader),
            kind => Ok(Block::Unknown { kind, content: reader.rest().to_vec() }),
        }
    }

    /// Reads a block's plain bytes; for fuzzing, what is sealed is signed for before it is read.
    ///
    /// # Errors
    /// What reading gives.
    #[doc(hidden)]
    pub fn read_plain(plain: &[u8]) -> Result<Block> {
        Block::decode(plain)
    }
}

const KEY: &str = "everkept 2026 sync snapshot blocks";

fn head(vault: VaultId, id: Hash, epoch: u32) -> Vec<u8> {
    let mut head = Writer(Vec::with_capacity(HEAD));
    head.raw(MAGIC).u8(VERSION).raw(vault.as_bytes()).raw(id.as_bytes()).u32(epoch);
    head.0
}

fn too_much(of: &'static str, found: usize, max: usize) -> Error {
    Fault::TooMuch { what: WHAT, of, found: found as u64, max: max as u64 }.into()
}

fn encode_documents(documents: &[Document], out: &mut Writer) -> Result<()> {
    if DOCUMENTS_MAX < documents.len() {
        return Err(too_much("documents", documents.len(), DOCUMENTS_MAX));
    }
    if !documents.is_sorted_by(|one, next| one.id < next.id) {
        let why = "its documents are not in order";
        return Err(Fault::Malformed { what: WHAT, at: 0, why }.into());
    }
    let kinds = Kinds::of(documents.iter().map(|document| &document.kind));
    out.u8(DOCUMENTS);
    kinds.encode(out);
    out.count(documents.len());
    for document in documents {
        if META_BYTES_MAX < document.meta.len() {
            return Err(too_much("bytes of meta", document.meta.len(), META_BYTES_MAX));
        }
        out.raw(&document.id)
            .count(kinds.number(&document.kind))
            .varint(document.version.into())
            .count(document.meta.len())
            .count(document.row.len());
        document.save.encode_head(out);
    }
    for document in documents {
        out.raw(&document.meta);
    }
    for document in documents {
        out.raw(&document.row);
    }
    for document in documents {
        document.save.encode_bytes(out);
    }
    Ok(())
}

fn decode_documents(reader: &mut Reader<'_>) -> Result<Block> {
    let kinds = Kinds::decode(reader, DOCUMENTS_MAX)?;
    // id, kind, version, meta, row, save
    let count = reader.count("documents", DOCUMENTS_MAX, 16 + 5)?;
    let mut documents: Vec<Document> = Vec::with_capacity(count);
    let mut so_far = SoFar::new(&kinds, 0);
    for _ in 0..count {
        let id = reader.array()?;
        if documents.last().is_some_and(|last| id <= last.id) {
            return Err(reader.malformed("its documents are not in order"));
        }
        let kind = so_far.kind(reader)?;
        let version = reader.varint_u32()?;
        let meta = so_far.promise(reader)?;
        if META_BYTES_MAX < meta {
            return Err(too_much("bytes of meta", meta, META_BYTES_MAX));
        }
        let meta = vec![0; meta];
        let row = vec![0; so_far.promise(reader)?];
        let save = Payload::decode_head(reader, &mut so_far)?;
        documents.push(Document { id, kind, version, meta, row, save });
    }
    so_far.end(reader)?;
    for document in &mut documents {
        reader.fill(&mut document.meta)?;
    }
    for document in &mut documents {
        reader.fill(&mut document.row)?;
    }
    read_payloads(reader, documents.iter_mut().map(|document| &mut document.save))?;
    reader.end()?;
    Ok(Block::Documents(documents))
}

fn encode_rows(month: u32, logs: &[LogRows], out: &mut Writer) -> Result<()> {
    let rows = || logs.iter().flat_map(|log| &log.rows).map(|stored| &stored.row);
    if ROWS_MAX < rows().count() {
        return Err(too_much("rows", rows().count(), ROWS_MAX));
    }
    if LOGS_MAX < logs.len() {
        return Err(too_much("logs", logs.len(), LOGS_MAX));
    }
    let sorted = logs.is_sorted_by(|one, next| one.incarnation < next.incarnation);
    let in_order = |log: &LogRows| {
        log.rows.first().is_none_or(|first| 0 < first.row.seq)
            && log.rows.is_sorted_by(|one, next| one.row.seq < next.row.seq)
    };
    if !sorted || !logs.iter().all(in_order) {
        return Err(Fault::Malformed { what: WHAT, at: 0, why: "its rows are not in order" }.into());
    }
    let kinds = Kinds::of(rows().map(|row| &row.kind));
    out.u8(ROWS).varint(month.into());
    kinds.encode(out);
    out.count(logs.len());
    for log in logs {
        out.raw(log.device.as_bytes()).raw(log.incarnation.as_bytes()).count(log.rows.len());
        let mut before = (0, 0);
        for StoredRow { schema, prev_hash, row } in &log.rows {
            out.varint((*schema).into()).raw(prev_hash.as_bytes());
            row.encode(out, kinds.number(&row.kind), before);
            before = (row.seq, row.hlc_ms);
        }
    }
    rows().for_each(|row| row.payload.encode_bytes(out));
    Ok(())
}

fn decode_rows(reader: &mut Reader<'_>) -> Result<Block> {
    let month = reader.varint_u32()?;
    let kinds = Kinds::decode(reader, KINDS_MAX)?;
    let count = reader.count("logs", LOGS_MAX, 16 + 16 + 1)?;
    let mut logs: Vec<LogRows> = Vec::with_capacity(count);
    let mut so_far = SoFar::new(&kinds, 0);
    let mut left = ROWS_MAX;
    for _ in 0..count {
        let device = DeviceId::new(reader.array()?);
        let incarnation = Incarnation::new(reader.array()?);
        if logs.last().is_some_and(|last| incarnation <= last.incarnation) {
            return Err(reader.malformed("its logs are not in order"));
        }
        let count = reader.count("rows", left, 1 + 32 + Row::BYTES_MIN)?;
        left -= count;
        so_far.begin_log(0);
        let mut rows = Vec::with_capacity(count);
        for _ in 0..count {
            rows.push(StoredRow {
                schema: reader.varint_u32()?,
                prev_hash: Hash::new(reader.array()?),
                row: Row::decode(reader, &mut so_far)?,
            });
        }
        logs.push(LogRows { device, incarnation, rows });
    }
    so_far.end(reader)?;
    let rows = logs.iter_mut().flat_map(|log| &mut log.rows);
    read_payloads(reader, rows.map(|stored| &mut stored.row.payload))?;
    reader.end()?;
    Ok(Block::Rows { month, logs })
}
