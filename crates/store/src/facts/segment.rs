//! What one log row of facts holds: CBOR, compressed.
//!
//! ```text
//! zstd(version, ids, bodies)                   as it was written
//! "gone" | BLAKE3 of that 32 | the same         with forgotten bodies blank: the hash is that of the row
//! ```

use std::collections::HashSet;
use std::sync::Arc;

use base::error::{Error, Result};
use base::id::AnyId;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::id_of;
use crate::error::Attempt;

/// Facts are many alike: the quickest level shrinks them nearly as much as the slower ones.
const ZSTD_LEVEL: i32 = 1;

/// The most bytes that a segment may unpack to: well more than any that is written
/// ([`super::BYTES_PER_ROW_MAX`], [`super::BODY_BYTES_MAX`]).
const PLAIN_BYTES_MAX: u64 = 64 << 20;

/// What a row with blanks begins with; what zstd writes never does.
const BLANKED: &[u8; 4] = b"gone";

/// Facts of one kind and version, in their order; a body that was forgotten is empty.
pub(crate) struct Segment {
    pub(crate) kind: Arc<str>,
    pub(crate) version: u32,
    pub(crate) facts: Vec<(AnyId, Vec<u8>)>,
}

/// As it is written: ids and bodies apart, because equal things beside each other shrink best.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    version: u32,
    #[serde(borrow)]
    ids: &'a Bytes,
    #[serde(borrow)]
    bodies: Vec<&'a Bytes>,
}

use serde_bytes::Bytes;

/// The payload of a log row.
pub(super) fn encode(version: u32, facts: &[(AnyId, Vec<u8>)]) -> Result<Vec<u8>> {
    let ids: Vec<u8> = facts.iter().flat_map(|(id, _)| *id.as_bytes()).collect();
    let bodies = facts.iter().map(|(_, body)| Bytes::new(body)).collect();
    let written = Written { version, ids: Bytes::new(&ids), bodies };
    let plain = cbor4ii::serde::to_vec(Vec::new(), &written)
        .map_err(|source| Error::internal("encoding facts for the log", source))?;
    zstd::bulk::compress(&plain, ZSTD_LEVEL).attempt("compressing facts for the log")
}

impl Segment {
    /// The segment in a log row; `None` when it was erased, or holds no facts.
    pub(crate) fn read(db: &Connection, log: i64) -> Result<Option<Segment>> {
        let row: Option<(Option<Vec<u8>>, String)> = db
            .prepare_cached(
                "SELECT payload, kind.name FROM log JOIN kind USING (k) WHERE n = ?1 AND op = 2",
            )
            .and_then(|mut statement| {
                statement.query_row([log], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .attempt("reading facts")?;
        let Some((Some(payload), kind)) = row else { return Ok(None) };
        decode(&payload, kind.into()).map(Some)
    }
}

/// Whether some of what a row said is blank.
pub(super) fn is_blanked(payload: &[u8]) -> bool {
    original(payload).is_some()
}

/// The hash of what a row with blanks said at first; `None` when it has none.
pub(crate) fn original(payload: &[u8]) -> Option<&[u8; 32]> {
    payload.strip_prefix(BLANKED)?.first_chunk()
}

/// Blanks the bodies of some facts in a log row that holds any of them; one that says nothing any more is
/// erased.
pub(super) fn blank(db: &Connection, log: i64, ids: &HashSet<AnyId>) -> Result<()> {
    let what = "blanking forgotten facts";
    let Some(mut segment) = Segment::read(db, log)? else { return Ok(()) };
    let mut found = false;
    for (_, body) in segment.facts.iter_mut().filter(|(id, _)| ids.contains(id)) {
        found |= !body.is_empty();
        body.clear();
    }
    if !found {
        return Ok(());
    }
    let left = segment.facts.iter().any(|(_, body)| !body.is_empty());
    let payload = match left {
        false => None,
        true => {
            let hash: Vec<u8> = db
                .prepare_cached("SELECT payload_hash FROM log WHERE n = ?1")
                .and_then(|mut hash| hash.query_row([log], |row| row.get(0)))
                .attempt(what)?;
            let said = encode(segment.version, &segment.facts)?;
            Some([&BLANKED[..], &hash, &said].concat())
        }
    };
    db.prepare_cached("UPDATE log SET payload = ?2 WHERE n = ?1")
        .and_then(|mut update| update.execute(params![log, payload]))
        .attempt(what)
        .map(drop)
}

/// What a payload says.
pub(super) fn decode(payload: &[u8], kind: Arc<str>) -> Result<Segment> {
    use std::io::Read as _;
    let payload = original(payload).map_or(payload, |hash| &payload[BLANKED.len() + hash.len()..]);
    let mut plain = Vec::new();
    zstd::Decoder::new(payload)
        .and_then(|decoder| decoder.take(PLAIN_BYTES_MAX + 1).read_to_end(&mut plain))
        .attempt("unpacking facts")?;
    if PLAIN_BYTES_MAX < plain.len() as u64 {
        return Err(Error::internal("unpacking facts", "they are more than a row may hold"));
    }
    let broken = |source| Error::internal("reading facts", source);
    let written: Written<'_> = cbor4ii::serde::from_slice(&plain).map_err(broken)?;
    let (ids, rest) = written.ids.as_chunks::<16>();
    if !rest.is_empty() || ids.len() != written.bodies.len() {
        return Err(Error::internal("reading facts", "ids and bodies are not equally many"));
    }
    let facts = ids.iter().zip(&written.bodies).map(|(id, body)| Ok((id_of(id)?, body.to_vec())));
    Ok(Segment { kind, version: written.version, facts: facts.collect::<Result<_>>()? })
}

/// The log rows that hold facts (of a kind), in their order.
pub(super) fn rows(db: &Connection, kind: Option<&str>) -> Result<Vec<i64>> {
    db.prepare_cached(
        "SELECT log.n FROM log JOIN kind USING (k)
         WHERE op = 2 AND (?1 IS NULL OR kind.name = ?1) ORDER BY log.n",
    )
    .and_then(|mut statement| statement.query_map([kind], |row| row.get(0))?.collect())
    .attempt("listing facts")
}
