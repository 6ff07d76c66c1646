//! What becomes of segments that come: the same decision on every engine, inside of its transaction.

use std::collections::BTreeMap;

use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, LogId};
use sync_protocol::log::{Follows, LogEnd, Vector};
use sync_protocol::segment::{Header, Segment};
use sync_protocol::wire::Posted;

use super::NewSegment;
use crate::error::{Error, Result, text};

/// Where segments stand in their logs.
pub(crate) type Places = BTreeMap<(LogId, u32), (u64, Hash)>;

/// A segment to be written.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Which one of the batch.
    pub(crate) index: usize,
    /// Its number.
    pub(crate) gsn: u64,
    /// What it says in the clear.
    pub(crate) header: Header,
}

/// What is to be written, and what is answered.
#[derive(Debug)]
pub(crate) struct Plan {
    /// In the order of the request.
    pub(crate) results: Vec<Posted>,
    /// What is new.
    pub(crate) placed: Vec<Placed>,
    /// The ends of the logs that it moves.
    pub(crate) ends: BTreeMap<LogId, LogEnd>,
    /// The newest number then.
    pub(crate) gsn: u64,
    /// Bytes of what is new.
    pub(crate) bytes: u64,
}

/// The headers of a batch.
///
/// # Errors
/// What reading one gives; the caller has read them before.
pub(crate) fn headers(segments: &[NewSegment]) -> Result<Vec<Header>> {
    segments.iter().map(|segment| Ok(*Segment::parse(&segment.bytes)?.header())).collect()
}

/// The places that must be looked up: those at or before the ends of their logs.
pub(crate) fn asked(headers: &[Header], ends: &Vector) -> Vec<(LogId, u32)> {
    let behind =
        |header: &&Header| ends.0.get(&header.log()).is_some_and(|end| header.seq <= end.seq);
    headers.iter().filter(behind).map(|header| (header.log(), header.seq)).collect()
}

/// Decides. `ends` has at least the logs of the batch, `known` at least what [`asked`] says if it is kept.
///
/// # Errors
/// What reading a segment gives.
pub(crate) fn plan(
    segments: &[NewSegment],
    ends: Vector,
    mut known: Places,
    gsn: u64,
) -> Result<Plan> {
    let mut vector = ends;
    let results = Vec::with_capacity(segments.len());
    let mut plan = Plan { results, placed: Vec::new(), ends: BTreeMap::new(), gsn, bytes: 0 };
    for (index, new) in segments.iter().enumerate() {
        let segment = Segment::parse(&new.bytes)?;
        let header = *segment.header();
        let log = header.log();
        let result = match vector.advance(&segment) {
            Ok(Follows::Next) => {
                plan.gsn += 1;
                plan.bytes += new.bytes.len() as u64;
                plan.placed.push(Placed { index, gsn: plan.gsn, header });
                plan.ends.extend(vector.0.get(&log).map(|end| (log, *end)));
                known.insert((log, header.seq), (plan.gsn, new.hash));
                Posted::Stored { gsn: plan.gsn }
            }
            Ok(Follows::Known) => match known.get(&(log, header.seq)) {
                Some((gsn, hash)) if *hash == new.hash => Posted::Known { gsn: *gsn },
                Some(_) => fork(&vector, log)?,
                None => Posted::Known { gsn: 0 },
            },
            Err(error) => match error.fault() {
                Fault::Fork { .. } => fork(&vector, log)?,
                Fault::Gap { .. } => Posted::Gap { end: vector.0.get(&log).copied() },
                Fault::OldEpoch { least, .. } => Posted::OldEpoch { epoch: *least },
                _ => Posted::Refused { why: text(error.to_string()) },
            },
        };
        plan.results.push(result);
    }
    Ok(plan)
}

fn fork(vector: &Vector, log: LogId) -> Result<Posted> {
    match vector.0.get(&log) {
        Some(end) => Ok(Posted::Fork { end: *end }),
        // The first segment has no other before it, so there is nothing that it could differ from.
        None => Err(Error::Stored("a log without an end has forked".to_owned())),
    }
}
