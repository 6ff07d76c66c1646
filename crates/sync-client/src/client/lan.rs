//! What other devices have is asked of them directly, where they can be reached without a server.
//!
//! ```text
//! Reached ─ Stand ─ Entries, while its list of devices is longer ─ Pieces, log by log ─ Content ─ left
//! ```
//! Only ever reading: each device takes what it lacks, and as both do they come to the same. What comes goes
//! through the checks of everything that comes, and never moves the server's cursor. How far the server has
//! what came this way is kept apart ([`ahead`]), and what it lacks is brought to it.
//!
//! What is asked of this device is answered in [`asked`].

pub(super) mod ahead;
pub(super) mod asked;
mod took;

use std::collections::{BTreeMap, BTreeSet};

use base::error::Result;
use store::store::Store;
use sync_protocol::id::{DeviceId, Hash, LogId};
use sync_protocol::lan::{Ask, Content, Reply, Stand};
use sync_protocol::log::LogEnd;
use sync_protocol::membership::Head;
use sync_protocol::segment::MembersSeen;

use super::{Client, Effect, TroubleKind};
use crate::kept::Kept;

/// Answers of one visit that may bring nothing.
const FRUITLESS_MAX: u32 = 64;

/// What happens between this device and another one that can be asked.
#[derive(Debug, Clone)]
pub enum PeerEvent {
    /// It proved who it is, and listens.
    Reached,
    /// It answered the question.
    Said(Box<Reply>),
    /// It cannot be asked any more.
    Gone,
}

/// How a visit to another device ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// Pieces and contents that came.
    pub took: u64,
    /// How far it said that everything goes there; nothing when it did not get to that.
    pub digest: Option<Hash>,
    /// Why it ended early, in words.
    pub why: Option<String>,
}

/// What is known of devices that are asked directly.
#[derive(Default)]
pub(super) struct Lan {
    visits: BTreeMap<DeviceId, Visit>,
    ahead: ahead::Ahead,
    shown: asked::Shown,
    /// Whose pieces were damaged.
    damaged_by: BTreeSet<DeviceId>,
}

/// One visit.
#[derive(Default)]
struct Visit {
    asked: Option<Ask>,
    members: Option<Head>,
    ends: BTreeMap<LogId, LogEnd>,
    digest: Option<Hash>,
    /// There is nothing more to be had of its list of devices.
    entries_done: bool,
    /// Logs of which it has another piece, as it says: it has to show it.
    doubts: BTreeMap<LogId, u32>,
    /// Logs of which nothing more is to be had.
    passed_over: BTreeSet<LogId>,
    /// What is coming of a content.
    coming: Option<(Hash, Vec<u8>)>,
    /// Contents that it has not.
    missing: BTreeSet<Hash>,
    fruitless: u32,
    wrong: bool,
    took: u64,
    why: Option<String>,
}

impl Lan {
    pub(super) fn read(store: &Store, kept: &Kept) -> Result<Lan> {
        let ahead = ahead::Ahead::read(store)?;
        let shown = asked::Shown::read(store, kept)?;
        Ok(Lan { ahead, shown, ..Lan::default() })
    }
}

impl Client {
    /// Whether a device may be asked, and may ask: it and this one belong to the vault.
    fn is_peer(&self, peer: DeviceId) -> bool {
        let own = self.kept.keys.id();
        let active = |id| self.kept.members.active().any(|device| device.keys.id == id);
        peer != own && active(peer) && active(own)
    }

    /// Something happened between this device and another.
    pub(super) fn peer(&mut self, store: &Store, peer: DeviceId, what: PeerEvent) -> Result<()> {
        match what {
            PeerEvent::Reached => {
                self.lan.visits.insert(peer, Visit::default());
            }
            PeerEvent::Gone => {
                self.lan.visits.remove(&peer);
            }
            PeerEvent::Said(reply) => {
                // An answer that the vault cannot keep ends the visit.
                if let Some(mut visit) = self.lan.visits.remove(&peer)
                    && let Some(asked) = visit.asked.take()
                {
                    self.heard(store, peer, &mut visit, asked, *reply)?;
                    self.lan.visits.insert(peer, visit);
                }
            }
        }
        Ok(())
    }

    /// What to do next about a device that was reached or has answered.
    pub(super) fn next_of_peer(&mut self, peer: DeviceId) -> Effect {
        let mut visit = self.lan.visits.remove(&peer).unwrap_or_else(|| Visit {
            why: Some("it answered what was not asked".to_owned()),
            ..Visit::default()
        });
        if !self.is_peer(peer) {
            visit.why = Some("it does not belong to the vault any more".to_owned());
        } else if FRUITLESS_MAX < visit.fruitless {
            visit.why = Some("its answers bring nothing".to_owned());
        }
        let ask = if visit.why.is_none() { self.next_ask(&visit) } else { None };
        if let Some(ask) = ask {
            visit.asked = Some(ask.clone());
            self.lan.visits.insert(peer, visit);
            return Effect::AskPeer { peer, ask };
        }
        if !visit.wrong && self.lan.damaged_by.remove(&peer) && self.lan.damaged_by.is_empty() {
            self.troubles.remove(&TroubleKind::Damaged);
        }
        // Where it stands with the server may be known there by now.
        self.want.pull |= 0 < visit.took && !self.kept.server.is_empty();
        let Visit { took, digest, why, .. } = visit;
        Effect::LeavePeer { peer, visited: Visited { took, digest, why } }
    }

    fn next_ask(&self, visit: &Visit) -> Option<Ask> {
        let Some(members) = visit.members else {
            return Some(Ask::Stand { digest: self.kept.vector.digest() });
        };
        let here = self.kept.members.head().n;
        if !visit.entries_done && here < members.n {
            return Some(Ask::Entries { from: here + 1 });
        }
        if let Some((log, seq)) = visit.doubts.iter().next() {
            return Some(Ask::Pieces { log: *log, from: *seq });
        }
        for (log, end) in &visit.ends {
            let here = self.kept.vector.0.get(log).map_or(0, |end| end.seq);
            if here < self.counts(*log, end) && !visit.passed_over.contains(log) {
                return Some(Ask::Pieces { log: *log, from: here + 1 });
            }
        }
        if let Some((hash, came)) = &visit.coming {
            return Some(Ask::Content { hash: *hash, offset: came.len() as u64 });
        }
        let lacking = self.long.lacking().find(|(hash, _)| !visit.missing.contains(hash));
        lacking.map(|(hash, _)| Ask::Content { hash, offset: 0 })
    }

    /// How far a log counts: of a removed device's no further than its cut.
    pub(super) fn counts(&self, log: LogId, end: &LogEnd) -> u32 {
        let revoked = self.kept.members.device(&end.device).and_then(|one| one.revoked.as_ref());
        match revoked {
            None => end.seq,
            Some(revoked) => revoked.cuts.get(&log).map_or(0, |cut| cut.seq.min(end.seq)),
        }
    }

    fn heard(
        &mut self,
        store: &Store,
        peer: DeviceId,
        visit: &mut Visit,
        asked: Ask,
        reply: Reply,
    ) -> Result<()> {
        match (asked, reply) {
            (Ask::Stand { .. }, Reply::Stand(stand)) => self.take_stand(store, visit, stand),
            (Ask::Entries { .. }, Reply::Entries(entries)) => {
                self.take_entries_of_peer(store, (peer, visit), &entries.0)
            }
            (Ask::Pieces { log, .. }, Reply::Pieces(pieces)) => match visit.doubts.remove(&log) {
                Some(seq) => self.take_doubted(store, visit, (log, seq), &pieces.segments.0),
                None => self.take_pieces_of_peer(store, (peer, visit), log, &pieces.segments.0),
            },
            (Ask::Content { hash, offset }, Reply::Content(content)) => {
                self.take_content(store, (peer, visit), (hash, offset), content)
            }
            (asked, Reply::Missing) => {
                visit.fruitless += 1;
                match asked {
                    Ask::Stand { .. } => visit.why = Some("it does not say what it has".to_owned()),
                    Ask::Entries { .. } => visit.entries_done = true,
                    Ask::Pieces { log, .. } => {
                        visit.doubts.remove(&log);
                        visit.passed_over.insert(log);
                    }
                    Ask::Content { hash, .. } => {
                        visit.coming = None;
                        visit.missing.insert(hash);
                    }
                }
                Ok(())
            }
            _ => {
                visit.why = Some("it answers something else than was asked".to_owned());
                Ok(())
            }
        }
    }

    /// It says how far everything goes there.
    fn take_stand(&mut self, store: &Store, visit: &mut Visit, stand: Stand) -> Result<()> {
        let Head { n, hash } = stand.members;
        let known = self.kept.members.check_seen(&MembersSeen { n, hash });
        if known.is_err() && n <= self.kept.members.head().n {
            let words =
                "another device has another list of devices than the one that is known here";
            self.trouble(TroubleKind::OtherList, words);
            visit.why = Some(words.to_owned());
        }
        visit.members = Some(stand.members);
        visit.ends = stand.heads.0.iter().map(|head| (head.log, head.end)).collect();
        let vector = sync_protocol::log::Vector(visit.ends.clone());
        visit.digest = Some(vector.digest());
        for (log, end) in &visit.ends {
            let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes(), end.seq);
            let here = store.read(|cx| cx.sealed_hash(place.0, place.1, place.2))?;
            if here.is_some_and(|here| here != *end.hash.as_bytes()) {
                // A word is no proof: it has to show the piece.
                visit.doubts.insert(*log, end.seq);
            }
        }
        Ok(())
    }

    fn take_content(
        &mut self,
        store: &Store,
        (peer, visit): (DeviceId, &mut Visit),
        (hash, offset): (Hash, u64),
        content: Content,
    ) -> Result<()> {
        let (_, mut came) = visit.coming.take().unwrap_or((hash, Vec::new()));
        let size = self.long.lacking().find(|(lacking, _)| *lacking == hash).map(|(_, size)| size);
        came.extend_from_slice(&content.bytes.0);
        let fits = size == Some(content.size) && came.len() as u64 <= content.size;
        if fits && offset < came.len() as u64 && (came.len() as u64) < content.size {
            visit.coming = Some((hash, came));
            return Ok(());
        }
        visit.missing.insert(hash);
        visit.fruitless += 1;
        if came.len() as u64 != content.size || blake3::hash(&came) != *hash.as_bytes() {
            self.damaged(
                peer,
                visit,
                "what a long row says came from another device and is damaged",
            );
            return Ok(());
        }
        visit.took += 1;
        self.long_came(store, hash, &came)?;
        while self.want.apply {
            self.want.apply = self.apply_some(store)?;
        }
        Ok(())
    }

    fn damaged(&mut self, peer: DeviceId, visit: &mut Visit, words: impl Into<String>) {
        visit.wrong = true;
        self.lan.damaged_by.insert(peer);
        self.trouble(TroubleKind::Damaged, words);
    }
}
