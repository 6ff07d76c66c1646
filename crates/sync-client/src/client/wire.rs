//! Requests as HTTP carries them.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sync_protocol::id::LogId;
use sync_protocol::keyring::Keyring;
use sync_protocol::wire::{
    self as message, Answer, AppendEntries, AskChallenge, PostSegments, Register,
};

use super::{BlobAsk, SnapshotAsk};

/// What a device asks its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A challenge to answer.
    Challenge(AskChallenge),
    /// A token for an answered challenge.
    Session(Answer),
    /// To take this vault.
    Register(Register),
    /// Entries of the list of devices, from this one on.
    Members {
        /// Which one.
        from: u32,
    },
    /// To append to the list of devices.
    Append(AppendEntries),
    /// To store pieces.
    Post(PostSegments),
    /// What came after a number.
    Changes {
        /// The server's number.
        after: u64,
    },
    /// Pieces of one log.
    Range {
        /// Which log.
        log: LogId,
        /// The first.
        from: u32,
        /// The last.
        to: u32,
    },
    /// How far the server has all logs.
    Heads,
    /// Something about the blob of a long row.
    Blob(BlobAsk),
    /// Something about snapshots.
    Snapshot(SnapshotAsk),
}

/// A request to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The number to hand back with its answer.
    pub serial: u64,
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// Path and query, after the server's address.
    pub path: String,
    /// What it says, of type [`message::MEDIA_TYPE`]; raw for parts of chunks.
    pub body: Option<Vec<u8>>,
    /// For `Authorization: Bearer`.
    pub token: Option<String>,
}

/// A token as HTTP carries it.
pub(super) fn bearer(token: &[u8; 32]) -> String {
    BASE64URL_NOPAD.encode(token)
}

impl Ask {
    pub(super) fn request(&self, serial: u64, token: Option<String>, keyring: &Keyring) -> Request {
        let post = |path: &str, body: sync_protocol::error::Result<Vec<u8>>| {
            // What is too long was cut before: a message that has no form would be a mistake of ours, and
            // an empty body is refused by the server with a word about it.
            ("POST", path.to_owned(), Some(body.unwrap_or_default()))
        };
        let get = |path: String| ("GET", path, None);
        let (method, path, body) = match self {
            Ask::Challenge(ask) => post("/v1/challenge", message::encode(ask)),
            Ask::Session(answer) => post("/v1/session", message::encode(answer)),
            Ask::Register(register) => post("/v1/vaults", message::encode(register)),
            Ask::Append(append) => post("/v1/members", message::encode(append)),
            Ask::Post(segments) => post("/v1/segments", message::encode(segments)),
            Ask::Members { from } => get(format!("/v1/members?from={from}")),
            Ask::Changes { after } => get(format!("/v1/changes?after={after}")),
            Ask::Range { log, from, to } => {
                let lane = HEXLOWER.encode(log.lane.as_bytes());
                let incarnation = HEXLOWER.encode(log.incarnation.as_bytes());
                get(format!(
                    "/v1/segments?lane={lane}&incarnation={incarnation}&from={from}&to={to}"
                ))
            }
            Ask::Heads => get("/v1/heads".to_owned()),
            Ask::Blob(ask) => ask.parts(keyring),
            Ask::Snapshot(ask) => ask.parts(),
        };
        let open = matches!(self, Ask::Challenge(_) | Ask::Session(_) | Ask::Register(_));
        Request { serial, method, path, body, token: token.filter(|_| !open) }
    }
}
