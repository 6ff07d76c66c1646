//! How far logs are known: following one without gaps, and finding out what a server keeps to itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Fault, Result};
use crate::id::{DeviceId, Hash, LogId};
use crate::segment::Segment;

/// The last segment that is known of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEnd {
    /// Which one, from 1.
    #[serde(rename = "s")]
    pub seq: u32,
    /// Its hash.
    #[serde(rename = "h")]
    pub hash: Hash,
    /// Who writes the log.
    #[serde(rename = "d")]
    pub device: DeviceId,
    /// The epoch it was sealed in: in one log epochs never go back.
    #[serde(rename = "e")]
    pub epoch: u32,
}

/// How a segment stands to what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// It is the next one.
    Next,
    /// It is known: to be passed over.
    Known,
}

/// How far every log is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vector(pub BTreeMap<LogId, LogEnd>);

impl Vector {
    /// Whether a segment is the next of its log, or known.
    ///
    /// # Errors
    /// `Gap` when others come before it, `Fork` when another was in its place, `Foreign` when a second
    /// device claims the log, `OldEpoch` when its epoch is before the last one's.
    pub fn follows(&self, segment: &Segment<'_>) -> Result<Follows> {
        let header = segment.header();
        let log = header.log();
        let end = self.0.get(&log);
        let place = |fault: Fault| crate::error::Error::from(fault).of(header);
        if end.is_some_and(|end| end.device != header.device) {
            return Err(place(Fault::Foreign { what: "log", of: "device" }));
        }
        let (seq, hash) = end.map_or((0, Hash::ZERO), |end| (end.seq, end.hash));
        if header.seq <= seq {
            // Of older ones only the store of segments knows the hash.
            let same = header.seq < seq || segment.hash() == hash;
            return if same { Ok(Follows::Known) } else { Err(place(Fault::Fork { log, seq })) };
        }
        if header.seq - 1 > seq {
            return Err(place(Fault::Gap { log, from: seq + 1, to: header.seq - 1 }));
        }
        if header.prev_hash != hash {
            return Err(place(Fault::Fork { log, seq }));
        }
        let least = end.map_or(1, |end| end.epoch);
        if header.epoch < least {
            return Err(place(Fault::OldEpoch { found: header.epoch, least }));
        }
        Ok(Follows::Next)
    }

    /// Takes a segment as the log's end, when it is the next one.
    ///
    /// # Errors
    /// As [`Vector::follows`].
    pub fn advance(&mut self, segment: &Segment<'_>) -> Result<Follows> {
        let follows = self.follows(segment)?;
        if follows == Follows::Next {
            let header = segment.header();
            let end = LogEnd {
                seq: header.seq,
                hash: segment.hash(),
                device: header.device,
                epoch: header.epoch,
            };
            self.0.insert(header.log(), end);
        }
        Ok(follows)
    }

    /// One hash for all of it: two sides that have the same need exchange nothing more.
    pub fn digest(&self) -> Hash {
        let mut bytes = Vec::with_capacity(self.0.len() * 80);
        for (log, end) in &self.0 {
            bytes.extend_from_slice(log.lane.as_bytes());
            bytes.extend_from_slice(log.incarnation.as_bytes());
            bytes.extend_from_slice(end.device.as_bytes());
            bytes.extend_from_slice(&end.seq.to_be_bytes());
            bytes.extend_from_slice(&end.epoch.to_be_bytes());
            bytes.extend_from_slice(end.hash.as_bytes());
        }
        Hash::of("everkept 2026 sync vector", &[&bytes])
    }

    /// Where `other` is behind this, or says something else.
    pub fn beyond(&self, other: &Vector) -> Vec<Difference> {
        let mut found = Vec::new();
        for (log, end) in &self.0 {
            let there = other.0.get(log);
            let seq = there.map_or(0, |there| there.seq);
            if seq < end.seq {
                found.push(Difference::Lacks { log: *log, has: seq, seen: end.seq });
            } else if there.is_some_and(|there| there.seq == end.seq && there.hash != end.hash) {
                found.push(Difference::Forked { log: *log, seq });
            }
        }
        found
    }
}

/// Where two accounts of the logs differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It ends earlier: not yet there, lost, or kept back.
    Lacks {
        /// Which log.
        log: LogId,
        /// How far it goes.
        has: u32,
        /// How far somebody has seen it.
        seen: u32,
    },
    /// The same place holds something else: somebody was shown another history.
    Forked {
        /// Which log.
        log: LogId,
        /// Where.
        seq: u32,
    },
}

/// What the members say they have seen, put together: for each log the furthest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sightings(BTreeMap<LogId, (u32, Hash)>);

impl Sightings {
    /// Takes in what one segment told; the server's name of its lane is the caller's to look up.
    ///
    /// # Errors
    /// `Fork` when two members saw different segments in one place.
    pub fn note(&mut self, log: LogId, seq: u32, hash: Hash) -> Result<()> {
        let seen = self.0.entry(log).or_insert((seq, hash));
        if seen.0 == seq && seen.1 != hash {
            return Err(Fault::Fork { log, seq }.into());
        }
        if seen.0 < seq {
            *seen = (seq, hash);
        }
        Ok(())
    }

    /// What members have seen and `have` does not hold. `hash_of` answers the hash of an older segment,
    /// if it is still kept.
    pub fn beyond(
        &self,
        have: &Vector,
        hash_of: impl Fn(LogId, u32) -> Option<Hash>,
    ) -> Vec<Difference> {
        let mut found = Vec::new();
        for (log, (seq, hash)) in &self.0 {
            let end = have.0.get(log);
            let has = end.map_or(0, |end| end.seq);
            if has < *seq {
                found.push(Difference::Lacks { log: *log, has, seen: *seq });
                continue;
            }
            let here = match end {
                Some(end) if end.seq == *seq => Some(end.hash),
                _ => hash_of(*log, *seq),
            };
            if here.is_some_and(|here| here != *hash) {
                found.push(Difference::Forked { log: *log, seq: *seq });
            }
        }
        found
    }
}
