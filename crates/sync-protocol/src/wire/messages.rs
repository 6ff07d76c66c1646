//! Requests and replies. Names of fields are short where there are many of a kind.

use serde::{Deserialize, Serialize};

use super::{BATCH_SEGMENTS_MAX, Bytes, List, Text};
use crate::auth::Challenge;
use crate::id::{AccountId, DeviceId, Hash, LogId, VaultId};
use crate::log::LogEnd;
use crate::membership::{ENTRY_BYTES_MAX, Head};
use crate::pairing;
use crate::segment::SEGMENT_BYTES_MAX;
use crate::snapshot::MANIFEST_BYTES_MAX;

/// A sealed segment as it travels.
pub type SegmentBytes = Bytes<SEGMENT_BYTES_MAX>;
/// An entry of the membership log as it travels.
pub type EntryBytes = Bytes<ENTRY_BYTES_MAX>;
/// Names of chunks, blocks or segments.
pub type Names = List<Hash, 16_384>;

/// What a server says of itself to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerInfo {
    /// The versions of messages that it speaks.
    pub versions: List<u8, 16>,
    /// The address under which it knows itself: what challenges name.
    pub audience: Text<256>,
    /// Who may register.
    pub registration: Registration,
    /// Checks its receipts.
    #[serde(with = "serde_bytes")]
    pub key: [u8; 32],
    /// Its clock, Unix milliseconds.
    pub now_ms: u64,
    /// What it can do beyond this version, by name.
    pub features: List<Text<32>, 64>,
}

/// Who may register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Registration {
    /// Nobody.
    Closed,
    /// Who has an invite.
    Invite,
    /// Everybody.
    Open,
}

/// Asks for a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskChallenge {
    /// For which vault. All zeros for somebody who has only the words and does not know it.
    pub vault: VaultId,
    /// As whom.
    pub signer: WireSigner,
}

/// As whom somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireSigner {
    /// As a device of the vault.
    Device(DeviceId),
    /// As whoever has the words of this account.
    Account(AccountId),
}

/// Answers a challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// For which vault.
    pub vault: VaultId,
    /// As whom.
    pub signer: WireSigner,
    /// What was signed.
    pub challenge: Challenge,
    /// The signature.
    #[serde(with = "serde_bytes")]
    pub signature: [u8; 64],
    /// The identity's public key, when an account answers: the account is its hash.
    pub identity: Option<serde_bytes::ByteArray<32>>,
}

/// What to show with every later request, as `Authorization: Bearer` in base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Random.
    #[serde(with = "serde_bytes")]
    pub token: [u8; 32],
    /// When it is over, by the server's clock, Unix milliseconds.
    pub expires_ms: u64,
    /// The vaults of the account, when an account answered.
    pub vaults: List<VaultId, 64>,
}

/// Brings a vault to a server. Its first entry is signed by the identity, which is all the proof there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The membership log, whole.
    pub entries: List<EntryBytes, 1024>,
    /// An invite, where one is asked for.
    pub invite: Option<Text<64>>,
}

/// Segments to store, in the order of their logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSegments {
    /// 8 MiB together.
    pub segments: List<SegmentBytes, BATCH_SEGMENTS_MAX>,
    /// The server had them and lost them: epochs that are over are taken, and of a revoked device what
    /// stands before its cut.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// What became of each segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedSegments {
    /// In the order of the request.
    pub results: List<Posted, BATCH_SEGMENTS_MAX>,
}

/// What became of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Posted {
    /// It is on the server's disk, under this number of the vault.
    Stored {
        /// The number.
        gsn: u64,
    },
    /// It was there already.
    Known {
        /// The number.
        gsn: u64,
    },
    /// Another segment is in its place: HTTP 409.
    Fork {
        /// The log's end there.
        end: LogEnd,
    },
    /// Segments before it are missing.
    Gap {
        /// The log's end there, if there is any.
        end: Option<LogEnd>,
    },
    /// A new epoch began: seal it again.
    OldEpoch {
        /// The newest.
        epoch: u32,
    },
    /// Its device was revoked.
    Revoked,
    /// It is not a segment of this vault.
    Refused {
        /// Why, in English.
        why: Text<256>,
    },
}

/// Segments after a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// In the order of their numbers.
    pub segments: List<Placed, BATCH_SEGMENTS_MAX>,
    /// Where to go on. A hint: what is missing is found by the logs themselves.
    pub next: u64,
    /// Whether there are more now.
    pub more: bool,
    /// [`crate::log::Vector::digest`] of all logs up to `next`: one hash tells whether anything is lacking.
    pub digest: Hash,
    /// The membership log's last entry.
    pub members: Head,
}

/// A segment and its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The number.
    #[serde(rename = "n")]
    pub gsn: u64,
    /// The segment.
    #[serde(rename = "b")]
    pub bytes: SegmentBytes,
}

/// How far the server has all logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// Every log's end.
    pub heads: List<HeadOf, 4096>,
    /// The newest number.
    pub gsn: u64,
}

/// The end of one log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadOf {
    /// The log.
    #[serde(rename = "l")]
    pub log: LogId,
    /// Its end.
    #[serde(rename = "e")]
    pub end: LogEnd,
}

/// Entries of the membership log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    /// From the first that was asked for.
    pub entries: List<EntryBytes, 1024>,
    /// The last entry that there is.
    pub head: Head,
}

/// Appends to the membership log, if it still ends as expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppendEntries {
    /// Its end as the client knows it.
    pub expect: Head,
    /// The next entries.
    pub entries: List<EntryBytes, 64>,
}

/// What became of it. `Moved` comes with HTTP 409.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Appended {
    /// They are on the disk.
    Stored {
        /// The last entry now.
        head: Head,
    },
    /// Somebody was quicker: read on from what you know, and make yours again.
    Moved {
        /// The last entry.
        head: Head,
    },
}

/// The snapshots of a vault, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshots {
    /// Those that are kept.
    pub snapshots: List<SnapshotOf, 64>,
}

/// One snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotOf {
    /// Its name.
    pub snapshot: Hash,
    /// Bytes of its manifest.
    pub bytes: u32,
    /// Who agreed.
    pub countersigns: List<Bytes<256>, 256>,
}

/// A snapshot's manifest, or a blob's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestBytes {
    /// As it was signed.
    pub manifest: Bytes<MANIFEST_BYTES_MAX>,
}

/// How far an upload of a chunk or block has come. The rest goes to `PUT` with this offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadState {
    /// Bytes that are there.
    pub offset: u64,
    /// Whether that is all.
    pub done: bool,
}

/// A room that was opened for pairing by codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Digits to type on the guest.
    pub room: Text<16>,
    /// When it is over, Unix milliseconds.
    pub expires_ms: u64,
}

/// Messages in a mailbox. Each side numbers its own from 0, and each number is written once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Of the side that was asked for, from the first.
    pub messages: List<Bytes<{ pairing::MESSAGE_BYTES_MAX }>, 8>,
}

/// What a vault has published, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// Those that are not over.
    pub shares: List<ShareOf, 1024>,
}

/// Ciphertext that anybody may fetch who knows its name; the key stands behind the `#` of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareOf {
    /// Its name: random.
    #[serde(with = "serde_bytes")]
    pub share: [u8; 16],
    /// Its length.
    pub bytes: u32,
    /// When it is over, Unix milliseconds.
    pub expires_ms: u64,
    /// How often it was fetched.
    pub views: u32,
    /// How often it may be.
    pub views_max: Option<u32>,
}

/// What the stream of events says: that there is something, never what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The vault.
    pub vault: VaultId,
    /// Its newest number.
    pub gsn: u64,
}

/// Why a request was refused, with the status of HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What a client acts on.
    pub code: ProblemCode,
    /// For people, in English; holds nothing of the vault.
    pub message: Text<256>,
    /// When to try again, in milliseconds; clients add jitter.
    pub retry_ms: Option<u64>,
}

/// What a client acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProblemCode {
    /// 400: the request cannot be read.
    Invalid,
    /// 401: no token, or it is over: ask for a challenge.
    Unauthorized,
    /// 403: revoked, or not registered.
    Denied,
    /// 404.
    NotFound,
    /// 409: it is there already, or moved on.
    Conflict,
    /// 410: silent for so long that covered segments are gone: take the newest snapshot.
    ResyncRequired,
    /// 413: over a quota; `retry_ms` says when it begins anew.
    Quota,
    /// 426: the server speaks other versions.
    Version,
    /// 429: too many requests.
    TooMany,
    /// 500 and 503: the server's own trouble.
    Server,
}
