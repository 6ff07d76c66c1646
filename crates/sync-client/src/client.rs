//! What one device does about sync, step by step.
//!
//! ```text
//! event ── step ── effects          one request is on its way at a time; a late answer is passed over
//!            │
//!            └── the vault: what was learned is written down before it is believed
//! ```
//! What is next follows from what is known, not from a script ([`Client::next`]): a token, what others wrote,
//! the list of devices, what the server lacks, a new epoch, what was written here. So whatever is lost,
//! repeated or refused, the next step is the right one, and when nothing is left to do the device is up to
//! date. Every request that brings nothing twice in a row ends in a named [`Trouble`] and a pause.

mod answers;
mod apply;
mod compare;
mod lan;
mod long;
mod members;
mod pull;
mod push;
mod snapshot;
mod status;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base::env::{Env, unix_ms};
use base::error::{Code, Result};
use store::store::Store;
use sync_protocol::id::{DeviceId, Hash, LogId, VaultId};
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::DevicePublic;
use sync_protocol::log::{LogEnd, Sightings, Vector};
use sync_protocol::membership::{Head, Members};
use sync_protocol::segment::MembersSeen;

use crate::kept::Kept;

pub use lan::{PeerEvent, Visited};
pub use long::BlobAsk;
pub use snapshot::SnapshotAsk;
pub use status::{DeviceStatus, Stand, Status, Trouble, TroubleKind};
pub use wire::{Ask, Request};

/// How long nothing is asked when the server has not said that there is something, in milliseconds.
const POLL_MS: u64 = 30_000;
/// The first pause after a failure; each one is twice as long, up to [`PAUSE_MS_MAX`].
const PAUSE_MS: u64 = 1_000;
/// The longest pause after failures: somebody may be waiting for the other device.
const PAUSE_MS_MAX: u64 = 5 * 60_000;
/// What others have seen is told when nothing was written for so long.
const HEARTBEAT_MS: u64 = 6 * 60 * 60_000;
/// A log that cannot be read is asked for again after so long.
const STUCK_MS: u64 = 10 * 60_000;

/// What happens to a device.
#[derive(Debug, Clone)]
pub enum Event {
    /// Time has passed.
    Tick,
    /// Something was written here.
    Changed,
    /// The server says that there is something.
    Hint,
    /// Somebody wants everything to be everywhere now.
    Now,
    /// The server answered a request.
    Answer {
        /// Which request.
        serial: u64,
        /// HTTP's status.
        status: u16,
        /// The body.
        body: Vec<u8>,
    },
    /// A request got no answer.
    Lost {
        /// Which request.
        serial: u64,
        /// Why, in words.
        why: String,
    },
    /// A person wants to know whether the server has all that is here.
    Compare,
    /// A person has looked at what is about to be deleted, and wants it.
    AllowDeletions,
    /// A person wants something of the list of devices.
    Wish(Wish),
    /// Something about another device that can be asked without a server.
    Peer {
        /// Which one.
        peer: DeviceId,
        /// What.
        what: PeerEvent,
    },
}

/// What a person wants of the list of devices.
#[derive(Debug, Clone)]
pub enum Wish {
    /// A device joins: see pairing.
    Add {
        /// Its keys.
        device: Box<DevicePublic>,
        /// What it is called.
        name: String,
    },
    /// A device has another name.
    Rename {
        /// Which one.
        device: DeviceId,
        /// Its name.
        name: String,
    },
    /// A device leaves, and never reads what is written from now on.
    Remove {
        /// Which one.
        device: DeviceId,
    },
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send this, and hand the answer back.
    Send(Request),
    /// [`Event::Tick`] at this time (Unix milliseconds), whatever else was asked before.
    WakeAt(u64),
    /// What a person sees has changed.
    Told,
    /// Ask another device this, and hand the answer back.
    AskPeer {
        /// Which one.
        peer: DeviceId,
        /// What.
        ask: sync_protocol::lan::Ask,
    },
    /// There is nothing more to ask of another device now.
    LeavePeer {
        /// Which one.
        peer: DeviceId,
        /// What came of it.
        visited: Visited,
    },
}

/// One device's sync.
pub struct Client {
    env: Arc<dyn Env>,
    kept: Kept,
    /// What members say they have seen.
    sightings: Sightings,
    /// The furthest of them that is not here: it is kept over a new start.
    sighted: BTreeMap<LogId, (u32, Hash)>,
    /// What was told of each log: the newest piece that one's own pieces name.
    told: BTreeMap<LogId, u32>,
    told_members: Option<Head>,
    /// One's own logs as far as the server has them.
    on_server: BTreeMap<LogId, LogEnd>,
    wishes: Vec<Wish>,
    /// Whether the entry that is on its way fulfills the first wish.
    writes_wish: bool,
    want: Want,
    /// Logs of which pieces are missing here, and how far they go.
    behind: BTreeMap<LogId, u32>,
    /// Logs that the server lacks, from which piece on.
    lacking: BTreeMap<LogId, u32>,
    /// Logs of which the server lacks pieces that only a snapshot there has: how far it has them.
    covered_there: BTreeMap<LogId, Option<LogEnd>>,
    /// Pieces of one's own logs that the server says are others than those that were made here.
    doubts: BTreeMap<LogId, u32>,
    /// Logs that cannot be followed, until when they are left alone.
    stuck: BTreeMap<LogId, u64>,
    /// Logs that were brought to the server again, until when that is not done once more.
    brought: BTreeMap<LogId, u64>,
    /// Pieces in a row that came again although there was more to come.
    again: u64,
    /// What members have seen of the list of devices and is not here yet.
    members_seen: Vec<MembersSeen>,
    /// Members have seen two lists of devices: no word of a server takes that back.
    two_lists: bool,
    long: long::Long,
    snapshots: snapshot::Snapshots,
    lan: lan::Lan,
    troubles: BTreeMap<TroubleKind, Trouble>,
    session: Session,
    serial: u64,
    waiting: Option<(u64, Ask)>,
    failures: u32,
    pause_until: u64,
    /// The server wants that pause; else it is this device's own.
    pause_is_asked: bool,
    last_failure: Option<String>,
    last_success: Option<u64>,
    last_pull: u64,
    last_written: u64,
    deletions_allowed: bool,
}

/// What is to be done.
#[derive(Debug, Default)]
struct Want {
    pull: bool,
    members: bool,
    /// The server seemed to have another list: its entries are looked at from here on.
    compare_members: Option<u32>,
    heads: bool,
    seal: bool,
    apply: bool,
    /// All of the membership log is to be brought to the server from this entry on.
    bring_members: Option<Head>,
    register: bool,
}

/// What stands between a device and its server.
#[derive(Debug, Default)]
struct Session {
    token: Option<([u8; 32], u64)>,
    challenge: Option<sync_protocol::auth::Challenge>,
    /// How often it was refused in a row.
    refused: u32,
    /// The server knows the vault, as it said after it had refused this device.
    knows_vault: bool,
}

impl Client {
    /// Begins where the vault says that this device is; nothing when sync is off.
    ///
    /// # Errors
    /// `Locked` when the keys do not fit the list of devices; `Invalid` when what is kept was damaged.
    pub fn open(store: &Store, env: Arc<dyn Env>) -> Result<Option<Client>> {
        let Some(kept) = Kept::load(store)? else { return Ok(None) };
        let now = unix_ms(env.now());
        let mut client = Client {
            on_server: BTreeMap::new(),
            sightings: Sightings::default(),
            sighted: BTreeMap::new(),
            told: BTreeMap::new(),
            told_members: None,
            wishes: Vec::new(),
            writes_wish: false,
            want: Want { pull: true, seal: true, apply: true, ..Want::default() },
            behind: BTreeMap::new(),
            lacking: BTreeMap::new(),
            covered_there: BTreeMap::new(),
            doubts: BTreeMap::new(),
            stuck: BTreeMap::new(),
            brought: BTreeMap::new(),
            again: 0,
            members_seen: Vec::new(),
            two_lists: false,
            long: long::Long::default(),
            snapshots: snapshot::Snapshots::default(),
            lan: lan::Lan::read(store, &kept)?,
            troubles: BTreeMap::new(),
            session: Session::default(),
            serial: 0,
            waiting: None,
            failures: 0,
            pause_until: 0,
            pause_is_asked: false,
            last_failure: None,
            last_success: None,
            last_pull: 0,
            last_written: now,
            deletions_allowed: false,
            env,
            kept,
        };
        for (log, seq, hash) in client.kept.promised.clone() {
            client.sighted(log, seq, hash);
        }
        client.want.register = !client.kept.registered;
        client.read_on_server(store)?;
        client.read_long(store, false)?;
        client.read_taking(store)?;
        Ok(Some(client))
    }

    /// Takes an event; answers what is to be done outside.
    ///
    /// # Errors
    /// Only what the vault itself refuses (a full disk, damage): then nothing was lost, and the same event
    /// may come again. What a server does wrong is no error but a [`Trouble`].
    pub fn step(&mut self, store: &Store, event: Event) -> Result<Vec<Effect>> {
        let before = self.told_apart();
        let mut visited = None;
        match event {
            Event::Tick => {}
            Event::Changed => self.want.seal = true,
            Event::Hint => self.want.pull = true,
            Event::Now => {
                (self.want.pull, self.want.seal) = (true, true);
                // Somebody waits, and may know that the server is back.
                if !self.pause_is_asked {
                    self.pause_until = 0;
                }
            }
            Event::Compare => {
                self.want.heads = true;
                self.want.pull = true;
                self.stuck.clear();
                self.brought.clear();
                self.pause_until = 0;
                self.long.try_again();
                self.look_at_long(store)?;
                self.look_again();
                self.snapshots.look();
            }
            Event::AllowDeletions => {
                self.deletions_allowed = true;
                self.troubles.remove(&TroubleKind::Deletions);
                self.want.apply = true;
            }
            Event::Wish(wish) => {
                // What is not read of a device before it is removed is lost with it.
                self.want.pull |= matches!(wish, Wish::Remove { .. });
                self.wishes.push(wish);
            }
            Event::Answer { serial, status, body } => {
                if let Some(ask) = self.answered(serial) {
                    self.take_answer(store, &ask, status, &body)?;
                }
            }
            Event::Lost { serial, why } => {
                if self.answered(serial).is_some() {
                    self.fail(why, None);
                }
            }
            Event::Peer { peer, what } => {
                let gone = matches!(what, PeerEvent::Gone);
                self.peer(store, peer, what)?;
                visited = (!gone).then_some(peer);
            }
        }
        self.work(store)?;
        let mut effects = Vec::new();
        effects.extend(visited.map(|peer| self.next_of_peer(peer)));
        if self.waiting.is_none()
            && let Some(ask) = self.next(store)?
        {
            effects.push(Effect::Send(self.send(ask)));
        }
        if self.waiting.is_none() {
            effects.push(Effect::WakeAt(self.wake_at()));
        }
        if before != self.told_apart() {
            effects.push(Effect::Told);
        }
        Ok(effects)
    }

    /// The vault.
    pub fn vault(&self) -> VaultId {
        self.kept.members.vault()
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.kept.keys.id()
    }

    /// The server's address.
    pub fn server(&self) -> &str {
        &self.kept.server
    }

    /// Who belongs to the vault.
    pub fn members(&self) -> &Members {
        &self.kept.members
    }

    /// The keys of all epochs.
    pub fn keyring(&self) -> &Keyring {
        &self.kept.keyring
    }

    /// This device's keys.
    pub fn keys(&self) -> &sync_protocol::keys::DeviceKeys {
        &self.kept.keys
    }

    /// How far all logs are known here.
    pub fn vector(&self) -> &Vector {
        &self.kept.vector
    }

    /// What authenticates requests that are made beside [`Client::step`]: attachments, mailboxes, hints.
    pub fn token(&self) -> Option<String> {
        self.session.token.as_ref().map(|(token, _)| wire::bearer(token))
    }

    /// Whether there is nothing left to do: all that is here is on the server, and the other way round.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_none()
            && self.wishes.is_empty()
            && self.last_success.is_some()
            && !self.want.pull
            && !self.want.members
            && self.want.compare_members.is_none()
            && !self.want.heads
            && !self.want.seal
            && !self.want.apply
            && !self.want.register
            && self.want.bring_members.is_none()
            && self.open_logs().next().is_none()
            && self.lacking.is_empty()
            && self.doubts.is_empty()
            && self.to_bring().next().is_none()
            && self.long.is_idle(self.now())
            && self.snapshots.is_idle(self.now())
    }

    fn now(&self) -> u64 {
        unix_ms(self.env.now())
    }

    fn answered(&mut self, serial: u64) -> Option<Ask> {
        match self.waiting.take() {
            Some((waiting, ask)) if waiting == serial => Some(ask),
            other => {
                self.waiting = other;
                None
            }
        }
    }

    fn send(&mut self, ask: Ask) -> Request {
        self.serial += 1;
        let token = self.token();
        let request = ask.request(self.serial, token, &self.kept.keyring);
        self.waiting = Some((self.serial, ask));
        request
    }

    /// What happens here without the server: rows are taken in, and written rows are sealed.
    fn work(&mut self, store: &Store) -> Result<()> {
        self.go_on_taking(store)?;
        while self.want.apply {
            self.want.apply = self.apply_some(store)?;
        }
        while self.want.seal && self.may_write() {
            self.want.seal = match self.seal_some(store) {
                Err(error) if error.code() == Code::Invalid => {
                    // A row that no piece holds: it waits here, and what others write still comes.
                    let words =
                        format!("something that was written here cannot be carried: {error}");
                    self.trouble(TroubleKind::Refused, words);
                    false
                }
                sealed => sealed?,
            };
        }
        Ok(())
    }

    /// Whether this device may write: it belongs to the vault, its key is the agreed one, and nobody else
    /// writes as it.
    fn may_write(&self) -> bool {
        let kept = &self.kept;
        self.is_listed()
            && !kept.members.new_epoch_due()
            && kept.keyring.newest(&kept.members).is_ok()
            && !self.troubles.keys().any(|kind| kind.forbids_writing())
    }

    /// Whether the list of devices, as far as it is known here, has this one.
    pub(super) fn is_listed(&self) -> bool {
        let own = self.kept.members.device(&self.kept.keys.id());
        own.is_some_and(|device| device.revoked.is_none())
    }

    /// What to ask next; nothing when there is nothing to do, or a pause.
    fn next(&mut self, store: &Store) -> Result<Option<Ask>> {
        let now = self.now();
        if now < self.pause_until || self.kept.server.is_empty() {
            return Ok(None);
        }
        if self.troubles.contains_key(&TroubleKind::Removed) && !self.is_listed() {
            return Ok(None);
        }
        if self.want.register {
            return Ok(Some(self.register(store)?));
        }
        if let Some(ask) = self.authenticate(now)? {
            return Ok(Some(ask));
        }
        if let Some(from) = self.want.bring_members {
            return Ok(Some(self.bring_members(store, from)?));
        }
        if let Some(from) = self.want.compare_members {
            return Ok(Some(Ask::Members { from }));
        }
        if self.want.members {
            return Ok(Some(Ask::Members { from: self.kept.members.head().n + 1 }));
        }
        if self.snapshots.comes_first()
            && let Some(ask) = self.next_of_snapshot()?
        {
            return Ok(Some(ask));
        }
        if self.want.pull || self.last_pull + POLL_MS <= now {
            return Ok(Some(Ask::Changes { after: self.kept.cursor }));
        }
        if self.want.heads {
            return Ok(Some(Ask::Heads));
        }
        if let Some((log, seq)) = self.doubts.iter().next().map(|(log, seq)| (*log, *seq)) {
            return Ok(Some(Ask::Range { log, from: seq, to: seq }));
        }
        let open = self.open_logs().next();
        if let Some((log, to)) = open {
            let from = self.kept.vector.0.get(&log).map_or(0, |end| end.seq) + 1;
            return Ok(Some(Ask::Range { log, from, to }));
        }
        if let Some(ask) = self.next_entry()? {
            return Ok(Some(ask));
        }
        // Pieces that name a blob come after it.
        if let Some(ask) = self.next_long()? {
            return Ok(Some(ask));
        }
        if let Some(ask) = self.next_upload(store)? {
            return Ok(Some(ask));
        }
        self.next_of_snapshot()
    }

    /// Logs of which pieces are missing and may be asked for.
    fn open_logs(&self) -> impl Iterator<Item = (LogId, u32)> {
        let now = self.now();
        let left_alone = move |log: &LogId| self.stuck.get(log).is_some_and(|until| now < *until);
        self.behind.iter().filter(move |(log, _)| !left_alone(log)).map(|(log, to)| (*log, *to))
    }

    fn wake_at(&self) -> u64 {
        // What failed is tried again after its pause; else the next look is due in its time.
        let poll = match self.last_failure {
            Some(_) => self.pause_until,
            None => (self.last_pull + POLL_MS).max(self.pause_until),
        };
        let now = self.now();
        let poll = self.long.wake_at(now).map_or(poll, |at| at.min(poll));
        self.stuck.values().copied().filter(|until| now < *until).fold(poll, u64::min)
    }

    /// A request did not succeed: a pause, longer each time, with some chance in it so that devices which
    /// lost the same server do not come back at once.
    fn fail(&mut self, why: String, retry_ms: Option<u64>) {
        self.failures = self.failures.saturating_add(1);
        let doubled = PAUSE_MS << self.failures.saturating_sub(1).min(16);
        let mut chance = [0; 8];
        self.env.fill(&mut chance);
        let pause = retry_ms.unwrap_or(doubled.min(PAUSE_MS_MAX)).max(1);
        self.pause_until = self.now() + pause + u64::from_le_bytes(chance) % (pause / 4).max(1);
        self.pause_is_asked = retry_ms.is_some();
        self.last_failure = Some(why);
    }

    fn succeed(&mut self) {
        (self.failures, self.pause_until, self.last_failure) = (0, 0, None);
        self.session.refused = 0;
    }

    fn trouble(&mut self, kind: TroubleKind, words: impl Into<String>) {
        let at = self.now();
        let words = words.into();
        let known = self.troubles.entry(kind).or_insert_with(|| Trouble {
            kind,
            words: words.clone(),
            since_ms: at,
        });
        known.words = words;
    }

    /// What a person may see, as far as it changes by steps.
    fn told_apart(&self) -> (BTreeSet<TroubleKind>, bool, bool, usize, u32) {
        let kinds = self.troubles.keys().copied().collect();
        let paused = self.last_failure.is_some();
        (
            kinds,
            paused,
            self.is_idle(),
            self.kept.members.devices().count(),
            self.kept.members.head().n,
        )
    }
}
