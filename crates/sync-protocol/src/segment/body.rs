//! What a segment says to those who have the key.
//!
//! ```text
//! varint min_reader | varint schema | signed written_ms
//! varint n, n × (lane 1 | incarnation 16 | varint seq | hash 32)         observed
//! 0, or 1 | varint n | hash 32                                         members seen
//! varint n, n × blob                                                     names of kinds
//! varint n, n × row | tail 4 when n > 0
//! the payloads of all rows | extra, to the end
//! ```
//! The first row's seq is told from 0, its hlc_ms from written_ms.

use super::row::{KIND_BYTES_MAX, Kinds, Row, SoFar, TARGET_BYTES_MAX, read_payloads};
use super::{ROWS_MAX, WHAT};
use crate::codec::{Reader, Writer};
use crate::error::{Fault, Result};
use crate::id::{Hash, Incarnation, Lane};

/// What this version of the program reads. A body that asks for more is kept as it came.
const READER: u32 = 1;

/// Logs that are told of at once; more wait for the next segment.
pub(super) const OBSERVED_MAX: usize = 1024;

/// What is inside of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The least version that understands it; 1 is the first.
    pub min_reader: u32,
    /// The schema that all its rows were written in.
    pub schema: u32,
    /// The writer's hybrid clock when the segment was filled, Unix milliseconds: the time of its last row,
    /// or of the heartbeat. Unverified, for "last seen".
    pub written_ms: i64,
    /// What the writer has seen of all logs *since its segment before in this log*: readers keep the
    /// highest of each. Who has less is being lied to.
    pub observed: Vec<Observed>,
    /// What the writer has seen of the membership log, if that is new.
    pub members: Option<MembersSeen>,
    /// What was written.
    pub rows: Vec<Row>,
    /// The first bytes of the last row's hash in the store's own chain. Both sides compute that hash by
    /// themselves; this finds the day when they do not agree. No security rests on it.
    pub tail: [u8; 4],
    /// What newer versions add. Kept, not understood.
    pub extra: Vec<u8>,
}

/// How far somebody has seen a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// The log's lane.
    pub lane: Lane,
    /// Its writer.
    pub incarnation: Incarnation,
    /// The last segment.
    pub seq: u32,
    /// Its hash.
    pub hash: Hash,
}

/// How far somebody has seen the membership log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembersSeen {
    /// The number of the last entry, from 0.
    pub n: u32,
    /// Its hash.
    pub hash: Hash,
}

impl Body {
    /// A body without rows, as a heartbeat has it.
    pub fn empty(schema: u32, written_ms: i64) -> Body {
        Body {
            min_reader: READER,
            schema,
            written_ms,
            observed: Vec::new(),
            members: None,
            rows: Vec::new(),
            tail: [0; 4],
            extra: Vec::new(),
        }
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        self.check()?;
        let mut out = Writer::default();
        out.varint(self.min_reader.into())
            .varint(self.schema.into())
            .signed(self.written_ms)
            .count(self.observed.len());
        for observed in &self.observed {
            out.u8(observed.lane.0)
                .raw(observed.incarnation.as_bytes())
                .varint(observed.seq.into())
                .raw(observed.hash.as_bytes());
        }
        match &self.members {
            None => out.u8(0),
            Some(seen) => out.u8(1).varint(seen.n.into()).raw(seen.hash.as_bytes()),
        };
        let kinds = Kinds::of(self.rows.iter().map(|row| &row.kind));
        kinds.encode(&mut out);
        out.count(self.rows.len());
        let mut before = (0, self.written_ms);
        for row in &self.rows {
            row.encode(&mut out, kinds.number(&row.kind), before);
            before = (row.seq, row.hlc_ms);
        }
        if !self.rows.is_empty() {
            out.raw(&self.tail);
        }
        for row in &self.rows {
            row.payload.encode_bytes(&mut out);
        }
        out.raw(&self.extra);
        Ok(out.0)
    }

    /// What a reader would refuse is not written.
    fn check(&self) -> Result<()> {
        let too_much = |of, found: usize, max: usize| {
            let (found, max) = (found as u64, max as u64);
            Err(Fault::TooMuch { what: WHAT, of, found, max }.into())
        };
        let malformed = |why| Err(Fault::Malformed { what: WHAT, at: 0, why }.into());
        if ROWS_MAX < self.rows.len() {
            return too_much("rows", self.rows.len(), ROWS_MAX);
        }
        if OBSERVED_MAX < self.observed.len() {
            return too_much("observed logs", self.observed.len(), OBSERVED_MAX);
        }
        if self.min_reader == 0 || READER < self.min_reader {
            return malformed("this version does not write it");
        }
        let mut before = 0;
        for row in &self.rows {
            if KIND_BYTES_MAX < row.kind.len() {
                return too_much("bytes in a kind", row.kind.len(), KIND_BYTES_MAX);
            }
            let target = row.target.as_ref().map_or(0, Vec::len);
            if TARGET_BYTES_MAX < target {
                return too_much("bytes in a target", target, TARGET_BYTES_MAX);
            }
            if row.seq <= before {
                return malformed("its rows are not in order");
            }
            before = row.seq;
        }
        Ok(())
    }

    /// Reads a body's plain bytes; for fuzzing, what is sealed is signed for before it is read.
    ///
    /// # Errors
    /// What reading gives.
    #[doc(hidden)]
    pub fn read_plain(plain: &[u8]) -> Result<Body> {
        Body::decode(plain)
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Body> {
        let mut reader = Reader::new(WHAT, bytes);
        let min_reader = reader.varint_u32()?;
        if READER < min_reader {
            return Err(Fault::Newer { what: WHAT, found: min_reader, known: READER }.into());
        }
        if min_reader == 0 {
            return Err(reader.malformed("versions are counted from 1"));
        }
        let schema = reader.varint_u32()?;
        let written_ms = reader.signed()?;
        let observed = observed(&mut reader)?;
        let members = match reader.u8()? {
            0 => None,
            1 => Some(MembersSeen { n: reader.varint_u32()?, hash: Hash::new(reader.array()?) }),
            _ => return Err(reader.malformed("it tells of members in a way that is not known")),
        };
        let kinds = Kinds::decode(&mut reader, ROWS_MAX)?;
        let count = reader.count("rows", ROWS_MAX, Row::BYTES_MIN)?;
        let mut rows: Vec<Row> = Vec::with_capacity(count);
        let mut so_far = SoFar::new(&kinds, written_ms);
        for _ in 0..count {
            rows.push(Row::decode(&mut reader, &mut so_far)?);
        }
        so_far.end(&reader)?;
        let tail = if count == 0 { [0; 4] } else { reader.array()? };
        read_payloads(&mut reader, rows.iter_mut().map(|row| &mut row.payload))?;
        let extra = reader.rest().to_vec();
        Ok(Body { min_reader, schema, written_ms, observed, members, rows, tail, extra })
    }
}

fn observed(reader: &mut Reader<'_>) -> Result<Vec<Observed>> {
    let count = reader.count("observed logs", OBSERVED_MAX, 1 + 16 + 1 + 32)?;
    let mut observed = Vec::with_capacity(count);
    for _ in 0..count {
        observed.push(Observed {
            lane: Lane(reader.u8()?),
            incarnation: Incarnation::new(reader.array()?),
            seq: reader.varint_u32()?,
            hash: Hash::new(reader.array()?),
        });
    }
    Ok(observed)
}
