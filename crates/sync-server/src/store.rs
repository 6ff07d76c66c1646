//! What the endpoint keeps about vaults: who may write, which segments there are and where, what waits.
//!
//! One trait, two engines: [`sqlite`] for one node, [`postgres`] for several. The rules that decide what
//! becomes of a segment are in [`placing`], a pure function that both call inside of their transaction.
//! Bodies longer than [`INLINE_MAX`] lie in the store of files ([`crate::blobs`]) and are told here by name.
//!
//! What is deliberately not here: signatures and the rules of membership. They are checked before
//! (`sync-protocol`), against a head of the membership log that the transaction compares again.

use std::collections::BTreeMap;

use async_trait::async_trait;
use futures::stream::BoxStream;
use sync_protocol::id::{AccountId, DeviceId, Hash, LogId, VaultId};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::membership::Head;
use sync_protocol::wire::Posted;

use crate::error::Result;

pub(crate) mod placing;
pub mod postgres;
pub mod sqlite;

/// Bodies up to this length lie in the database, longer ones in the store of files.
pub const INLINE_MAX: usize = 64 << 10;

/// What a vault's row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultRow {
    /// Which vault.
    pub vault: VaultId,
    /// Whose words open it now.
    pub account: AccountId,
    /// The newest number of a segment; 0 before the first.
    pub gsn: u64,
    /// The membership log's last entry.
    pub head: Head,
    /// Bytes of all that it keeps.
    pub bytes: u64,
    /// Bytes that it may keep, where this differs from the server's setting.
    pub quota: Option<u64>,
    /// When it came, Unix milliseconds.
    pub created_ms: u64,
    /// When something was last written, Unix milliseconds.
    pub written_ms: u64,
}

/// A vault that comes to the server.
#[derive(Debug, Clone)]
pub struct NewVault {
    /// Which vault.
    pub vault: VaultId,
    /// Whose words open it.
    pub account: AccountId,
    /// Its membership log, whole.
    pub entries: Vec<Vec<u8>>,
    /// The last entry of it.
    pub head: Head,
    /// The name of the invite that pays for it, if one is asked for.
    pub invite: Option<Vec<u8>>,
    /// When, Unix milliseconds.
    pub at_ms: u64,
}

/// What became of a vault that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// It is kept now.
    Stored,
    /// It was here.
    Exists,
    /// The invite is none, or was used.
    NoInvite,
}

/// Entries that follow on a membership log, and what else changes with them.
#[derive(Debug, Clone)]
pub struct Appendix {
    /// The next entries.
    pub entries: Vec<Vec<u8>>,
    /// The last entry then.
    pub head: Head,
    /// Whose words open the vault then.
    pub account: AccountId,
    /// Whose tokens end: devices that leave, and `None` for the words that were changed.
    pub ended: Vec<Option<DeviceId>>,
    /// When, Unix milliseconds.
    pub at_ms: u64,
}

/// A segment whose signature was checked.
#[derive(Debug, Clone)]
pub struct NewSegment {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Its name.
    pub hash: Hash,
    /// Whether its bytes lie in the store of files.
    pub outside: bool,
}

/// Segments of one request.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The end of the membership log that they were checked against.
    pub members: Head,
    /// In the order of the request.
    pub segments: Vec<NewSegment>,
    /// What the vault may keep and upload.
    pub limits: Limits,
    /// When, Unix milliseconds.
    pub at_ms: u64,
}

/// How much a vault may keep, and take in within a day. `None` is any amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Bytes that it keeps.
    pub kept: Option<u64>,
    /// Bytes within a day (UTC).
    pub day: Option<u64>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It was written, or is known.
    Done(T),
    /// The membership log moved on: check again.
    MembersMoved,
    /// Over what the vault may keep.
    Full,
    /// Over what it may take in today.
    DayFull,
}

/// Segments that were written, and the newest number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What became of each.
    pub results: Vec<Posted>,
    /// The newest number of the vault.
    pub gsn: u64,
}

/// A segment that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub gsn: u64,
    /// Its name.
    pub hash: Hash,
    /// Its bytes; none if they lie in the store of files.
    pub bytes: Option<Vec<u8>>,
}

/// Some segments in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The segments.
    pub segments: Vec<Kept>,
    /// Whether there are more.
    pub more: bool,
    /// The number up to which this page goes.
    pub next: u64,
    /// How far all logs go at `next`.
    pub vector: Vector,
    /// The membership log's last entry.
    pub members: Head,
    /// Whether segments within it are gone, covered by a snapshot.
    pub gone: bool,
}

/// How much a page may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageMax {
    /// Segments.
    pub segments: usize,
    /// Bytes; one segment is always given.
    pub bytes: usize,
}

/// What is kept by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A block of a snapshot.
    Block,
    /// A chunk of a blob.
    Chunk,
    /// A blob's manifest.
    Blob,
    /// A snapshot's manifest.
    Snapshot,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Block, Kind::Chunk, Kind::Blob, Kind::Snapshot];

    /// As it stands in tables, folders and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Block => "block",
            Kind::Chunk => "chunk",
            Kind::Blob => "blob",
            Kind::Snapshot => "snapshot",
        }
    }
}

/// Something that is kept by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// What it is called.
    pub name: Hash,
    /// Its length.
    pub len: u64,
    /// Plain BLAKE3 of its bytes.
    pub hash: Hash,
    /// The epoch that it says.
    pub epoch: u32,
    /// When it came, Unix milliseconds.
    pub at_ms: u64,
    /// Its bytes; none if they lie in the store of files.
    pub bytes: Option<Vec<u8>>,
}

/// What is kept for a while: a purpose, a name in it, whose it is, bytes, and when it is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its name.
    pub key: Vec<u8>,
    /// Whose: a vault and a device, so that all of one owner can be ended.
    pub owner: Vec<u8>,
    /// What it says.
    pub value: Vec<u8>,
    /// When it is over, Unix milliseconds.
    pub expires_ms: u64,
}

/// What a note is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A session's token, by hash.
    Token,
    /// A challenge that was answered, so that it is not answered twice.
    Answered,
    /// An invite, by hash.
    Invite,
    /// A room's number.
    Room,
    /// A message in a mailbox.
    Mail,
    /// Who failed to answer, and until when nobody is heard.
    Lockout,
}

impl Purpose {
    /// As it stands in tables.
    pub const fn number(self) -> i64 {
        match self {
            Purpose::Token => 1,
            Purpose::Answered => 2,
            Purpose::Invite => 3,
            Purpose::Room => 4,
            Purpose::Mail => 5,
            Purpose::Lockout => 6,
        }
    }
}

/// A published share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its name.
    pub id: [u8; 16],
    /// Whose.
    pub vault: VaultId,
    /// Its length.
    pub len: u64,
    /// When it is over, Unix milliseconds.
    pub expires_ms: u64,
    /// How often it was fetched.
    pub views: u32,
    /// How often it may be.
    pub views_max: Option<u32>,
}

/// A line of the audit: what somebody with power did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// When, Unix milliseconds.
    pub at_ms: u64,
    /// Who: `operator`, `server`, or a device or account.
    pub actor: String,
    /// What.
    pub action: String,
    /// On which vault.
    pub vault: Option<VaultId>,
    /// More of it, never content.
    pub detail: String,
}

/// How far a device has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Which device.
    pub device: DeviceId,
    /// Up to which number.
    pub gsn: u64,
    /// When it last asked, Unix milliseconds.
    pub seen_ms: u64,
}

/// What there is altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Vaults.
    pub vaults: u64,
    /// Segments that were ever taken.
    pub segments: u64,
    /// Bytes of everything.
    pub bytes: u64,
}

/// What was deleted with a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removed {
    /// Segments.
    pub segments: u64,
    /// Blocks, chunks and manifests.
    pub objects: u64,
}

/// Where the endpoint keeps what it must not forget. Every method that writes answers when the write is on
/// the disk.
#[async_trait]
pub trait LogStore: Send + Sync + 'static {
    /// The server's own secret: `fresh` if there was none.
    async fn secret(&self, fresh: [u8; 32]) -> Result<[u8; 32]>;
    /// Whether it can be written now.
    async fn ready(&self) -> Result<()>;

    /// Takes a vault in.
    async fn register(&self, new: NewVault) -> Result<Registered>;
    /// A vault's row.
    async fn vault(&self, vault: VaultId) -> Result<Option<VaultRow>>;
    /// Every vault, by name.
    async fn vaults(&self) -> Result<Vec<VaultRow>>;
    /// The vaults of an account, by name, at most 64.
    async fn vaults_of(&self, account: AccountId) -> Result<Vec<VaultId>>;
    /// Entries of the membership log from a number on: at most `count`, of `bytes` together if more than one.
    async fn entries(
        &self,
        vault: VaultId,
        from: u32,
        count: usize,
        bytes: usize,
    ) -> Result<Vec<Vec<u8>>>;
    /// Appends if the log still ends at `expect`; answers where it ends if it does not. Ends tokens.
    async fn append(
        &self,
        vault: VaultId,
        expect: Head,
        more: Appendix,
    ) -> Result<Result<(), Head>>;
    /// Sets or takes back what a vault may keep. `false` when there is none.
    async fn set_quota(&self, vault: VaultId, bytes: Option<u64>) -> Result<bool>;
    /// Deletes a vault and all that is its. The store of files is the caller's to clear.
    async fn remove(&self, vault: VaultId) -> Result<Option<Removed>>;

    /// Places segments: see [`placing`].
    async fn post(&self, vault: VaultId, batch: Batch) -> Result<Outcome<Written>>;
    /// The segments after a number.
    async fn changes(&self, vault: VaultId, after: u64, max: PageMax) -> Result<Page>;
    /// Segments of one log, both ends included.
    async fn range(
        &self,
        vault: VaultId,
        log: LogId,
        from: u32,
        to: u32,
        max: PageMax,
    ) -> Result<Page>;
    /// How far all logs go, and the newest number.
    async fn heads(&self, vault: VaultId) -> Result<(Vector, u64)>;
    /// Lets go of the bytes of segments that are covered, up to a number; answers which of them lie in the
    /// store of files.
    async fn drop_covered(
        &self,
        vault: VaultId,
        covers: &BTreeMap<LogId, LogEnd>,
        up_to: u64,
    ) -> Result<Vec<Hash>>;

    /// Which of these are not kept.
    async fn missing(&self, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<Vec<Hash>>;
    /// Something that is kept by name.
    async fn object(&self, vault: VaultId, kind: Kind, name: Hash) -> Result<Option<Object>>;
    /// All of a kind, newest first, without their bytes.
    async fn objects(&self, vault: VaultId, kind: Kind) -> Result<Vec<Object>>;
    /// Keeps something, and counts it. What is there stays, but for a manifest of a newer epoch.
    async fn put_object(
        &self,
        vault: VaultId,
        kind: Kind,
        object: Object,
        limits: Limits,
    ) -> Result<Outcome<()>>;
    /// Forgets things; their bytes in the store of files are the caller's to delete.
    async fn drop_objects(&self, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<()>;
    /// Keeps who agrees with a snapshot, one word for each device.
    async fn countersign(
        &self,
        vault: VaultId,
        snapshot: Hash,
        device: DeviceId,
        bytes: Vec<u8>,
    ) -> Result<()>;
    /// Who agrees with a snapshot, by device.
    async fn countersigns(
        &self,
        vault: VaultId,
        snapshot: Hash,
    ) -> Result<Vec<(DeviceId, Vec<u8>)>>;

    /// Keeps a note if there is none of its name that is not over.
    async fn note_new(&self, purpose: Purpose, note: Note, now_ms: u64) -> Result<bool>;
    /// Keeps a note in place of any other of its name.
    async fn note_put(&self, purpose: Purpose, note: Note) -> Result<()>;
    /// A note that is not over.
    async fn note(&self, purpose: Purpose, key: &[u8], now_ms: u64) -> Result<Option<Note>>;
    /// The notes whose names begin so, in order.
    async fn notes(&self, purpose: Purpose, prefix: &[u8], now_ms: u64) -> Result<Vec<Note>>;
    /// Bytes of all notes of a purpose.
    async fn notes_bytes(&self, purpose: Purpose) -> Result<u64>;
    /// Forgets a note; whether there was one.
    async fn note_end(&self, purpose: Purpose, key: &[u8]) -> Result<bool>;
    /// Forgets what is over: notes, and shares, whose names are answered.
    async fn sweep(&self, now_ms: u64) -> Result<Vec<(VaultId, [u8; 16])>>;

    /// Publishes; `false` when there is one of this name.
    async fn share_put(&self, share: Share, limits: Limits, at_ms: u64) -> Result<Outcome<bool>>;
    /// A share that is not over, and counts one view of it.
    async fn share_view(&self, id: [u8; 16], now_ms: u64) -> Result<Option<Share>>;
    /// The shares of a vault that are not over, newest first.
    async fn shares(&self, vault: VaultId, now_ms: u64) -> Result<Vec<Share>>;
    /// Revokes; whether there was one.
    async fn share_end(&self, vault: VaultId, id: [u8; 16]) -> Result<bool>;

    /// Notes how far devices have read.
    async fn seen(&self, vault: VaultId, cursors: &[Cursor]) -> Result<()>;
    /// How far devices have read.
    async fn cursors(&self, vault: VaultId) -> Result<Vec<Cursor>>;
    /// Adds a line to the audit.
    async fn audit(&self, line: Audit) -> Result<()>;
    /// The newest lines of the audit, newest first.
    async fn audited(&self, count: usize) -> Result<Vec<Audit>>;
    /// What there is altogether.
    async fn totals(&self) -> Result<Totals>;

    /// Tells the other nodes which vaults moved, to which numbers (0: only its members). A hint, and on one
    /// node nothing.
    async fn tell(&self, _moved: &[(VaultId, u64)]) -> Result<()> {
        Ok(())
    }

    /// What the other nodes tell; none where there are none.
    async fn hear(&self) -> Result<Option<BoxStream<'static, Vec<(VaultId, u64)>>>> {
        Ok(None)
    }
}

/// The day of an instant (UTC), counted from 1970.
pub(crate) fn day(at_ms: u64) -> u64 {
    at_ms / DAY_MS
}

/// Milliseconds of a day.
pub(crate) const DAY_MS: u64 = 86_400_000;

/// What a vault has used, and whether more fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Bytes that it keeps.
    pub(crate) kept: u64,
    /// The day that is counted.
    pub(crate) day: u64,
    /// Bytes taken in on that day.
    pub(crate) day_bytes: u64,
    /// What it may keep, where this differs from the server's setting.
    pub(crate) quota: Option<u64>,
}

/// Why nothing more fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// Over what the vault may keep.
    Kept,
    /// Over what it may take in today.
    Day,
}

impl Usage {
    /// Adds so many bytes, if they fit.
    pub(crate) fn add(self, bytes: u64, limits: Limits, at_ms: u64) -> Result<Usage, Over> {
        let today = day(at_ms);
        let before = if self.day == today { self.day_bytes } else { 0 };
        let (kept, day_bytes) = (self.kept.saturating_add(bytes), before.saturating_add(bytes));
        if bytes > 0 && self.quota.or(limits.kept).is_some_and(|max| max < kept) {
            return Err(Over::Kept);
        }
        if bytes > 0 && limits.day.is_some_and(|max| max < day_bytes) {
            return Err(Over::Day);
        }
        Ok(Usage { kept, day: today, day_bytes, quota: self.quota })
    }
}

impl Over {
    /// As an outcome.
    pub(crate) fn outcome<T>(self) -> Outcome<T> {
        match self {
            Over::Kept => Outcome::Full,
            Over::Day => Outcome::DayFull,
        }
    }
}

/// Whose tokens these are: `vault 16 | device 16`, or the vault alone for the words.
pub(crate) fn owner(vault: VaultId, device: Option<DeviceId>) -> Vec<u8> {
    let mut owner = vault.as_bytes().to_vec();
    owner.extend(device.iter().flat_map(|device| *device.as_bytes()));
    owner
}
