//! Rows as segments and snapshots write them down.
//!
//! ```text
//! row:     varint op × 4 + (0: no target, 1: 16 bytes, 2: a blob) | varint kind | varint seq − seq before − 1
//!          signed hlc_ms − hlc_ms before | varint hlc_count | target | payload
//! payload: varint (0: erased | hash 32, 1: elsewhere | hash 32 | varint bytes, n + 2: n bytes lie behind
//!          all rows)
//! ```
//! Kinds are numbered in the order in which rows first name them, so there is one way to write rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::codec::{Reader, Writer};
use crate::error::Result;
use crate::id::Hash;

/// Bytes of a kind's name.
pub(super) const KIND_BYTES_MAX: usize = 128;
/// Bytes of a row's target.
pub(super) const TARGET_BYTES_MAX: usize = 64;

/// One row of the store's log. Whose it is stands around it; both ends compute its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which of the incarnation's rows, from 1, over all lanes.
    pub seq: u64,
    /// What it does; numbers that are not known here are kept.
    pub op: u32,
    /// What kind of thing it is about; empty for attachments. Unknown kinds are kept.
    pub kind: Arc<str>,
    /// What thing, at most 64 bytes.
    pub target: Option<Vec<u8>>,
    /// The hybrid clock's wall time, Unix milliseconds.
    pub hlc_ms: i64,
    /// The clock's counter.
    pub hlc_count: u64,
    /// What it says.
    pub payload: Payload,
}

/// What a row says, or where that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// The bytes.
    Here(Vec<u8>),
    /// Too long for a segment: a blob of this content hash and length.
    Elsewhere {
        /// BLAKE3 of the bytes.
        hash: Hash,
        /// How many bytes.
        bytes: u64,
    },
    /// Erased by its writer; this was the BLAKE3 of its bytes.
    Erased(Hash),
}

impl Row {
    /// op, kind, seq, hlc_ms, hlc_count, payload: a byte each.
    pub(crate) const BYTES_MIN: usize = 6;

    /// Writes all but the payload's bytes. `before` is the number and time of the row before.
    pub(crate) fn encode(&self, out: &mut Writer, kind: usize, before: (u64, i64)) {
        let form = match self.target.as_deref() {
            None => 0,
            Some(target) if target.len() == 16 => 1,
            Some(_) => 2,
        };
        out.varint(u64::from(self.op) << 2 | form)
            .count(kind)
            .varint(self.seq - before.0 - 1)
            .signed(self.hlc_ms.wrapping_sub(before.1))
            .varint(self.hlc_count);
        match self.target.as_deref() {
            None => {}
            Some(target) if target.len() == 16 => {
                out.raw(target);
            }
            Some(target) => {
                out.blob(target);
            }
        }
        self.payload.encode_head(out);
    }

    /// Reads all but the payload's bytes.
    pub(crate) fn decode(reader: &mut Reader<'_>, so_far: &mut SoFar<'_>) -> Result<Row> {
        let op = reader.varint()?;
        let form = op & 3;
        let op = u32::try_from(op >> 2).map_err(|_| reader.malformed("an op has 32 bits"))?;
        let kind = so_far.kind(reader)?;
        let step = reader.varint()?;
        let seq = so_far.seq.checked_add(step).and_then(|seq| seq.checked_add(1));
        let seq = seq.ok_or_else(|| reader.malformed("a row's number has more than 64 bits"))?;
        let hlc_ms = so_far.hlc_ms.wrapping_add(reader.signed()?);
        (so_far.seq, so_far.hlc_ms) = (seq, hlc_ms);
        let hlc_count = reader.varint()?;
        let target = match form {
            0 => None,
            1 => Some(reader.take(16)?.to_vec()),
            2 => {
                let target = reader.blob("bytes in a target", TARGET_BYTES_MAX)?;
                if target.len() == 16 {
                    return Err(reader.malformed("a target is written in a longer form"));
                }
                Some(target.to_vec())
            }
            _ => return Err(reader.malformed("a target has a form that is not known")),
        };
        let payload = Payload::decode_head(reader, so_far)?;
        Ok(Row { seq, op, kind, target, hlc_ms, hlc_count, payload })
    }
}

impl Payload {
    pub(crate) fn encode_head(&self, out: &mut Writer) {
        match self {
            Payload::Erased(hash) => out.varint(0).raw(hash.as_bytes()),
            Payload::Elsewhere { hash, bytes } => out.varint(1).raw(hash.as_bytes()).varint(*bytes),
            Payload::Here(bytes) => out.count(bytes.len() + 2),
        };
    }

    pub(crate) fn encode_bytes(&self, out: &mut Writer) {
        if let Payload::Here(bytes) = self {
            out.raw(bytes);
        }
    }

    /// What is here has its length now, and gets its bytes from [`read_payloads`].
    pub(crate) fn decode_head(reader: &mut Reader<'_>, so_far: &mut SoFar<'_>) -> Result<Payload> {
        match reader.varint()? {
            0 => Ok(Payload::Erased(Hash::new(reader.array()?))),
            1 => {
                let hash = Hash::new(reader.array()?);
                Ok(Payload::Elsewhere { hash, bytes: reader.varint()? })
            }
            len => Ok(Payload::Here(vec![0; so_far.room(reader, len - 2)?])),
        }
    }
}

/// Reads the bytes that lie behind all rows.
pub(crate) fn read_payloads<'p>(
    reader: &mut Reader<'_>,
    payloads: impl Iterator<Item = &'p mut Payload>,
) -> Result<()> {
    for payload in payloads {
        if let Payload::Here(bytes) = payload {
            reader.fill(bytes)?;
        }
    }
    Ok(())
}

/// The kinds that rows name, numbered.
pub(crate) struct Kinds {
    names: Vec<Arc<str>>,
    numbers: BTreeMap<Arc<str>, usize>,
}

impl Kinds {
    pub(crate) fn of<'k>(kinds: impl Iterator<Item = &'k Arc<str>>) -> Kinds {
        let mut all = Kinds { names: Vec::new(), numbers: BTreeMap::new() };
        for kind in kinds {
            all.add(kind);
        }
        all
    }

    /// Whether it is a new one.
    fn add(&mut self, kind: &Arc<str>) -> bool {
        let new = !self.numbers.contains_key(kind);
        if new {
            self.numbers.insert(Arc::clone(kind), self.names.len());
            self.names.push(Arc::clone(kind));
        }
        new
    }

    /// The number of a kind that was given to [`Kinds::of`].
    pub(crate) fn number(&self, kind: &str) -> usize {
        self.numbers.get(kind).copied().unwrap_or_default()
    }

    pub(crate) fn encode(&self, out: &mut Writer) {
        out.count(self.names.len());
        for kind in &self.names {
            out.blob(kind.as_bytes());
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>, max: usize) -> Result<Kinds> {
        let count = reader.count("kinds", max, 1)?;
        let mut kinds = Kinds { names: Vec::with_capacity(count), numbers: BTreeMap::new() };
        for _ in 0..count {
            if !kinds.add(&reader.text("bytes in a kind", KIND_BYTES_MAX)?.into()) {
                return Err(reader.malformed("it names a kind twice"));
            }
        }
        Ok(kinds)
    }
}

/// What was read so far, as far as the next row depends on it.
pub(crate) struct SoFar<'a> {
    kinds: &'a Kinds,
    /// How many of the kinds were named.
    named: usize,
    /// Bytes that are to lie behind all rows.
    promised: usize,
    seq: u64,
    hlc_ms: i64,
}

impl<'a> SoFar<'a> {
    pub(crate) fn new(kinds: &'a Kinds, hlc_ms: i64) -> SoFar<'a> {
        SoFar { kinds, named: 0, promised: 0, seq: 0, hlc_ms }
    }

    /// Rows of another log begin.
    pub(crate) fn begin_log(&mut self, hlc_ms: i64) {
        (self.seq, self.hlc_ms) = (0, hlc_ms);
    }

    /// Reads which kind the next thing is of.
    pub(crate) fn kind(&mut self, reader: &mut Reader<'_>) -> Result<Arc<str>> {
        let kind = usize::try_from(reader.varint()?).unwrap_or(usize::MAX);
        match self.kinds.names.get(kind) {
            Some(named) if kind <= self.named => {
                self.named = self.named.max(kind + 1);
                Ok(Arc::clone(named))
            }
            _ => Err(reader.malformed("a row is of a kind that is not listed there")),
        }
    }

    /// Reads how many bytes are to lie behind all rows.
    pub(crate) fn promise(&mut self, reader: &mut Reader<'_>) -> Result<usize> {
        let len = reader.varint()?;
        self.room(reader, len)
    }

    /// Room for bytes that lie behind all rows: what cannot be there gets none.
    fn room(&mut self, reader: &Reader<'_>, len: u64) -> Result<usize> {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        self.promised = self.promised.saturating_add(len);
        if reader.left() < self.promised {
            return Err(reader.malformed("payloads are longer than what follows"));
        }
        Ok(len)
    }

    /// All kinds must have been named.
    pub(crate) fn end(&self, reader: &Reader<'_>) -> Result<()> {
        if self.named == self.kinds.names.len() {
            Ok(())
        } else {
            Err(reader.malformed("it names a kind that no row is of"))
        }
    }
}
