//! Snapshots: when one is looked for, which one is believed, and what is done with it.
//!
//! ```text
//! list of the server ── newest that an active device signed ─┬─ something is missing here: take it
//!                                                            ├─ another made it: compare, countersign
//!                                                            ├─ a third agreed: let go of what it covers
//!                                                            └─ too much came since: make one
//! ```
//! What is wrong with a snapshot is told and costs nothing: the logs are there, or another snapshot is.

mod agree;
mod ask;
mod make;
mod take;

use std::collections::VecDeque;

use base::error::Result;
use store::store::{Store, Write};
use store::write::Step;
use sync_protocol::error::Fault;
use sync_protocol::id::{DeviceId, Hash, Lane, LogId};
use sync_protocol::log::Vector;
use sync_protocol::snapshot::{Countersign, Manifest};
use sync_protocol::wire::{self, ManifestBytes, Snapshots as Listed};

use super::{Ask, Client, STUCK_MS, TroubleKind};
use crate::kept::{LABEL, NEWEST, Notes, TAKEN, TAKING};

pub use ask::SnapshotAsk;

/// How often the server's list of snapshots is looked at when nothing else makes it worth a look.
const LOOK_MS: u64 = 6 * 60 * 60_000;
const DAY_MS: u64 = 24 * 60 * 60_000;
/// A snapshot is made when so many pieces came since the newest and that is a day old: a new device reads the
/// others one by one, in less than a second. Each device waits for as many again as there are before it.
const PIECES: u64 = 64;
/// Or when anything came since and it is so old: only what a snapshot has covered for so long goes from the
/// server.
const AGE_MS: u64 = 30 * DAY_MS;

/// HTTP's words for what is not there, and for an upload of which more is expected.
const NOT_FOUND: u16 = 404;
const ACCEPTED: u16 = 202;

/// What is known of snapshots, and done about one.
#[derive(Default)]
pub(super) struct Snapshots {
    /// When the list is looked at next.
    look_at: u64,
    /// What is missing here is no longer in the server's logs, or was never asked for: a snapshot comes first.
    wanted: bool,
    /// The server's numbers are to be followed from where they are now: what is missing is asked for log by log.
    pub(super) jump: bool,
    /// The newest that is on the server and that can be believed.
    newest: Option<Newest>,
    doing: Option<Doing>,
    /// When the list was looked at last.
    looked: u64,
    /// The list of devices was asked for, to judge a snapshot.
    asked_members: bool,
    /// All blocks of one are here: it is taken to its end.
    taking: bool,
}

/// A snapshot that a member signed.
#[derive(Clone)]
struct Newest {
    hash: Hash,
    by: DeviceId,
    at_ms: u64,
    covers: Vector,
    /// As it was signed.
    bytes: Vec<u8>,
    agrees: Vec<Countersign>,
}

enum Doing {
    /// Looks for the newest that can be believed, in the order of the list.
    Choosing {
        left: VecDeque<(Hash, Vec<Vec<u8>>)>,
        by_removed: bool,
    },
    Making(make::Making),
    Taking(take::Fetching),
    Comparing(agree::Comparing),
    Countersigning(Hash),
}

impl Snapshots {
    /// Whether nothing is to be done about snapshots now.
    pub(super) fn is_idle(&self, now: u64) -> bool {
        self.doing.is_none() && !self.wanted && !self.taking && now < self.look_at
    }

    /// Whether logs are not asked for before a snapshot was.
    pub(super) fn comes_first(&self) -> bool {
        self.wanted || matches!(self.doing, Some(Doing::Taking(_)))
    }

    /// The list is worth a look now.
    pub(super) fn look(&mut self) {
        self.look_at = 0;
    }

    /// The list is worth a look, but not with every breath.
    pub(super) fn look_soon(&mut self, now: u64) {
        let soon = self.looked + STUCK_MS;
        self.look_at = self.look_at.min(soon.max(now));
    }

    /// Whether a snapshot may have what a log lacks after a piece.
    pub(super) fn may_cover(&self, log: &LogId, seq: u32, now: u64) -> bool {
        let covers = self.covers().and_then(|covers| covers.0.get(log));
        covers.is_some_and(|end| seq < end.seq) || self.looked + STUCK_MS <= now
    }

    /// What is missing here comes by a snapshot, if there is one.
    pub(super) fn want(&mut self) {
        (self.wanted, self.look_at) = (true, 0);
    }

    /// The last piece of each log that the newest one covers.
    pub(super) fn covers(&self) -> Option<&Vector> {
        self.newest.as_ref().map(|newest| &newest.covers)
    }
}

impl Client {
    /// What to ask next about snapshots.
    pub(super) fn next_of_snapshot(&self) -> Result<Option<Ask>> {
        let now = self.now();
        let snapshots = &self.snapshots;
        let ask = match &snapshots.doing {
            None if snapshots.wanted || snapshots.look_at <= now => SnapshotAsk::List,
            None => return Ok(None),
            Some(Doing::Choosing { left, .. }) => match left.front() {
                Some((hash, _)) => SnapshotAsk::Manifest { hash: *hash },
                None => return Ok(None),
            },
            Some(Doing::Making(making)) => making.next(),
            Some(Doing::Taking(fetching)) => match fetching.next() {
                Some(block) => SnapshotAsk::Block { block },
                None => return Ok(None),
            },
            Some(Doing::Comparing(comparing)) => match comparing.next() {
                Some(block) => SnapshotAsk::Block { block },
                None => return Ok(None),
            },
            Some(Doing::Countersigning(snapshot)) => {
                let (vault, device) = (self.vault(), self.device());
                let countersign = Countersign { vault, snapshot: *snapshot, device, at_ms: now };
                let bytes = countersign.sign(&self.kept.keys);
                SnapshotAsk::Countersign { snapshot: *snapshot, bytes }
            }
        };
        Ok(Some(Ask::Snapshot(ask)))
    }

    /// What the server said to such a question.
    pub(super) fn take_of_snapshot(
        &mut self,
        store: &Store,
        ask: &SnapshotAsk,
        status: u16,
        body: &[u8],
    ) -> Result<()> {
        match (ask, status) {
            (SnapshotAsk::List, 200) => self.take_list(store, body),
            // A server that knows no snapshots: there are none.
            (SnapshotAsk::List, NOT_FOUND) => self.chosen(store, None, false),
            (SnapshotAsk::Manifest { hash }, 200) => self.take_manifest(store, *hash, body),
            (SnapshotAsk::Manifest { .. }, NOT_FOUND) => self.choose_next(store),
            (SnapshotAsk::Block { block }, 200) => match self.snapshots.doing {
                Some(Doing::Comparing(_)) => self.compare_block(store, *block, body),
                _ => self.fetched_block(store, *block, body),
            },
            (SnapshotAsk::Block { block }, NOT_FOUND) => {
                let words = format!("the server does not hand out block {block} of a snapshot");
                self.trouble(TroubleKind::ServerLost, words);
                self.succeed();
                self.not_this_one(store)
            }
            (SnapshotAsk::Missing { .. }, 200) => self.take_missing(store, body),
            (SnapshotAsk::PutBlock { .. }, 200 | ACCEPTED) => self.block_put(status, body),
            (SnapshotAsk::Post { manifest }, 200) => self.made(store, manifest),
            (SnapshotAsk::Countersign { .. }, 200..300) => {
                self.succeed();
                // Whoever made it may let go of what it covers now; so may this device.
                self.rest_of_look(store)
            }
            _ => {
                // A server that has to be asked again, or wants to be told who asks, is asked again.
                if !matches!(status, 401 | 403 | 429 | 500..) {
                    self.put_off();
                }
                self.refuse(store, status, body)
            }
        }
    }

    /// Reads whether a snapshot was being taken when the program ended, or is to be taken first.
    pub(super) fn read_taking(&mut self, store: &Store) -> Result<()> {
        self.snapshots.taking = store.read(|cx| cx.sync_value(TAKING))?.is_some();
        let kept = &self.kept;
        let alone = kept.vector.0.keys().all(|log| log.incarnation == kept.incarnation);
        // Who was let in and has heard of nobody yet.
        self.snapshots.wanted = kept.registered && kept.cursor == 0 && alone;
        Ok(())
    }

    /// What is being done about a snapshot did not succeed: another time.
    fn put_off(&mut self) {
        let now = self.now();
        let snapshots = &mut self.snapshots;
        (snapshots.doing, snapshots.wanted, snapshots.look_at) = (None, false, now + LOOK_MS);
    }

    fn take_list(&mut self, store: &Store, body: &[u8]) -> Result<()> {
        self.succeed();
        self.troubles.remove(&TroubleKind::FalseSnapshot);
        let Ok(Listed { snapshots }) = wire::decode(body) else {
            self.put_off();
            self.fail("the server's list of snapshots cannot be read".to_owned(), None);
            return Ok(());
        };
        let left = snapshots.0.into_iter().map(|one| {
            (one.snapshot, one.countersigns.0.into_iter().map(|bytes| bytes.0).collect())
        });
        self.snapshots.doing = Some(Doing::Choosing { left: left.collect(), by_removed: false });
        self.look_at_first(store)
    }

    /// The first of the list may be known already.
    fn look_at_first(&mut self, store: &Store) -> Result<()> {
        let Some(Doing::Choosing { left, by_removed }) = &self.snapshots.doing else {
            return Ok(());
        };
        let by_removed = *by_removed;
        let Some((first, agrees)) = left.front().cloned() else {
            return self.chosen(store, None, by_removed);
        };
        match self.snapshots.newest.clone().filter(|newest| newest.hash == first) {
            Some(known) => self.believe_manifest(store, first, known.bytes, &agrees),
            None => Ok(()),
        }
    }

    fn choose_next(&mut self, store: &Store) -> Result<()> {
        if let Some(Doing::Choosing { left, .. }) = &mut self.snapshots.doing {
            left.pop_front();
        }
        self.look_at_first(store)
    }

    fn take_manifest(&mut self, store: &Store, hash: Hash, body: &[u8]) -> Result<()> {
        self.succeed();
        let Some(Doing::Choosing { left, .. }) = &self.snapshots.doing else { return Ok(()) };
        let agrees = left.front().map(|(_, agrees)| agrees.clone()).unwrap_or_default();
        match wire::decode::<ManifestBytes>(body) {
            Ok(message) => self.believe_manifest(store, hash, message.manifest.0, &agrees),
            Err(error) => {
                let words = format!("snapshot {hash} cannot be read: {error}");
                self.trouble(TroubleKind::FalseSnapshot, words);
                self.choose_next(store)
            }
        }
    }

    fn believe_manifest(
        &mut self,
        store: &Store,
        hash: Hash,
        bytes: Vec<u8>,
        agrees: &[Vec<u8>],
    ) -> Result<()> {
        let checked = || -> sync_protocol::error::Result<Manifest> {
            let manifest = Manifest::read(&bytes)?;
            if Manifest::hash(&bytes) != hash {
                return Err(Fault::Foreign { what: "snapshot", of: "name" }.into());
            }
            manifest.check(&bytes, &self.kept.members)?;
            Ok(manifest)
        };
        let manifest = match checked() {
            Ok(manifest) => manifest,
            Err(error) => return self.not_believed(store, &error),
        };
        let members = &self.kept.members;
        let agrees = agrees.iter().filter_map(|bytes| {
            let agrees = Countersign::read(bytes, manifest.device, members).ok()?;
            (agrees.snapshot == hash).then_some(agrees)
        });
        let newest = Newest {
            hash,
            by: manifest.device,
            at_ms: manifest.at_ms,
            covers: manifest.covers,
            agrees: agrees.collect(),
            bytes,
        };
        let by_removed =
            matches!(self.snapshots.doing, Some(Doing::Choosing { by_removed: true, .. }));
        self.chosen(store, Some(newest), by_removed)
    }

    fn not_believed(&mut self, store: &Store, error: &sync_protocol::error::Error) -> Result<()> {
        match error.fault() {
            // The list of devices is older here than with whoever made it: that comes first.
            Fault::StaleMembers { .. }
            | Fault::UnknownEpoch { .. }
            | Fault::UnknownDevice { .. }
                if !self.snapshots.asked_members =>
            {
                (self.want.members, self.snapshots.asked_members) = (true, true);
                (self.snapshots.doing, self.snapshots.look_at) = (None, 0);
                return Ok(());
            }
            Fault::Newer { .. } => self.trouble(TroubleKind::Newer, error.to_string()),
            Fault::NotAllowed { .. } => {
                if let Some(Doing::Choosing { by_removed, .. }) = &mut self.snapshots.doing {
                    *by_removed = true;
                }
                self.trouble(TroubleKind::FalseSnapshot, error.to_string());
            }
            _ => self.trouble(TroubleKind::FalseSnapshot, error.to_string()),
        }
        self.choose_next(store)
    }

    /// The newest that can be believed is found, or there is none.
    fn chosen(&mut self, store: &Store, newest: Option<Newest>, by_removed: bool) -> Result<()> {
        self.snapshots.doing = None;
        self.look_at_rollback(store, newest.as_ref())?;
        let now = self.now();
        let snapshots = &mut self.snapshots;
        (snapshots.newest, snapshots.asked_members) = (newest, false);
        (snapshots.looked, snapshots.look_at) = (now, now + LOOK_MS);
        if std::mem::take(&mut self.snapshots.wanted) {
            return self.take_if_it_helps(store);
        }
        if self.compare(store)? {
            return Ok(());
        }
        self.after_comparing(store, by_removed)
    }

    /// The server may have lost the newest one, or keeps it back: what it covers may be gone.
    fn look_at_rollback(&mut self, store: &Store, newest: Option<&Newest>) -> Result<()> {
        let seen = store.read(|cx| cx.sync_value(NEWEST))?;
        let seen = seen.as_deref().and_then(|seen| seen.split_first_chunk::<32>());
        let seen = seen.and_then(|(hash, at)| {
            Some((Hash::new(*hash), u64::from_be_bytes(*at.first_chunk()?)))
        });
        let now = newest.map(|newest| (newest.hash, newest.at_ms));
        if seen == now {
            return Ok(());
        }
        let older = |(_, at): (Hash, u64)| now.is_none_or(|(_, at_ms)| at_ms < at);
        if seen.is_some_and(older) {
            let words = "the server shows only older snapshots than were seen there";
            self.trouble(TroubleKind::ServerLost, words);
        }
        let value = now.map(|(hash, at)| [&hash.as_bytes()[..], &at.to_be_bytes()].concat());
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(NEWEST, value.as_deref())
        })
    }

    /// What else a look at the list is for, once this device has said what it thinks of the newest.
    fn after_comparing(&mut self, store: &Store, by_removed: bool) -> Result<()> {
        self.let_go_of_covered(store)?;
        if self.is_due(by_removed) {
            self.begin_making(store)?;
        }
        Ok(())
    }

    fn rest_of_look(&mut self, store: &Store) -> Result<()> {
        self.snapshots.doing = None;
        if let Some(newest) = &mut self.snapshots.newest {
            let (vault, snapshot, device) =
                (self.kept.members.vault(), newest.hash, self.kept.keys.id());
            newest.agrees.push(Countersign { vault, snapshot, device, at_ms: 0 });
        }
        self.after_comparing(store, false)
    }

    /// Whether a snapshot is to be made.
    fn is_due(&self, by_removed: bool) -> bool {
        let newest = self.snapshots.newest.as_ref();
        let covered = |log: &LogId| {
            newest.and_then(|newest| newest.covers.0.get(log)).map_or(0, |end| end.seq)
        };
        // What nobody may have any more but the snapshot that let it go must be in one that counts.
        let uncovered = self.kept.floors.0.iter().any(|(log, end)| covered(log) < end.seq);
        let control = self.kept.keyring.lane_id(Lane::CONTROL);
        let logs = self.kept.vector.0.iter().filter(|(log, _)| log.lane != control);
        let since: u64 =
            logs.map(|(log, end)| u64::from(end.seq.saturating_sub(covered(log)))).sum();
        // However wrong the maker's clock was.
        let age = newest.map_or(u64::MAX, |newest| newest.at_ms.abs_diff(self.now()));
        let turn = self.turn();
        let many = PIECES * (1 + turn) <= since && DAY_MS <= age;
        let old = newest.is_some() && 0 < since && AGE_MS + DAY_MS * turn <= age;
        uncovered || by_removed || many || old
    }

    /// How many devices make a snapshot before this one does: one is enough, and the next comes in when those
    /// before it do not.
    fn turn(&self) -> u64 {
        let own = self.kept.keys.id();
        self.kept.members.active().filter(|device| device.keys.id < own).count() as u64
    }

    /// Another device has agreed with the newest one: others' pieces that it covers need not be kept.
    fn let_go_of_covered(&mut self, store: &Store) -> Result<()> {
        let Some(newest) = &self.snapshots.newest else { return Ok(()) };
        if newest.agrees.is_empty() || self.troubles.contains_key(&TroubleKind::FalseSnapshot) {
            return Ok(());
        }
        let own = self.kept.keys.id();
        let known =
            |log: &LogId, seq| self.kept.vector.0.get(log).is_some_and(|end| seq <= end.seq);
        let floor = |log: &LogId| self.kept.floors.0.get(log).map_or(0, |end| end.seq);
        let covered =
            newest.covers.0.iter().filter(|(log, end)| {
                end.device != own && floor(log) < end.seq && known(log, end.seq)
            });
        let floors: Vec<_> = covered.map(|(log, end)| (*log, *end)).collect();
        if floors.is_empty() {
            return Ok(());
        }
        let notes = Notes { floors: floors.clone(), ..Notes::default() };
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            for (log, end) in &notes.floors {
                cx.drop_sealed(*log.lane.as_bytes(), *log.incarnation.as_bytes(), end.seq)?;
            }
            notes.write(cx)
        })?;
        self.kept.floors.0.extend(floors);
        Ok(())
    }

    /// Whether this vault holds what it holds because of this very snapshot.
    fn was_taken(&self, store: &Store, hash: Hash) -> Result<bool> {
        let taken = store.read(|cx| cx.sync_value(TAKEN))?;
        Ok(taken.is_some_and(|taken| taken == hash.as_bytes()))
    }
}
