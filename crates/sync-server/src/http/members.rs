//! Vaults that come, and their membership logs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sync_protocol::error::Fault;
use sync_protocol::log::Follows;
use sync_protocol::membership::{Head, Members};
use sync_protocol::wire::{
    AppendEntries, Appended, Bytes, Entries, EntryBytes, List, ProblemCode, Register, Registration,
};

use super::Shared;
use super::asker::{Caller, Strict};
use super::message::{Asked, Wire};
use crate::error::{Error, Result};
use crate::server::Server;
use crate::store::{Appendix, NewVault, Registered};

/// Entries in one reply.
const ENTRIES: usize = 1024;

/// Bytes in one reply.
const BYTES: usize = 4 << 20;

/// How often a change is tried again because somebody was quicker.
const TRIES: usize = 8;

fn stored(head: Head) -> Response {
    Wire(Appended::Stored { head }).into_response()
}

fn moved(head: Head) -> Response {
    (StatusCode::CONFLICT, Wire(Appended::Moved { head })).into_response()
}

/// The name of an invite in the database.
pub(crate) fn invite_name(invite: &str) -> Vec<u8> {
    blake3::hash(invite.trim().as_bytes()).as_bytes().to_vec()
}

/// `POST /v1/vaults`.
pub(super) async fn register(
    State(server): Shared,
    _who: Strict,
    Wire(register): Wire<Register>,
) -> Result<Response> {
    let entries: Vec<Vec<u8>> = register.entries.0.into_iter().map(|entry| entry.0).collect();
    let members = Members::read(entries.iter().map(Vec::as_slice))?;
    let vault = members.vault();
    if server.members_of(vault).await?.is_some() {
        return given_back(&server, vault, &entries).await;
    }
    let denied = |words: &str| Error::refused(ProblemCode::Denied, words);
    let invite = match (server.config.registration, register.invite) {
        (Registration::Open, _) => None,
        (Registration::Closed, _) => return Err(denied("this server takes no new vaults")),
        (Registration::Invite, None) => return Err(denied("this server asks for an invite")),
        (Registration::Invite, Some(invite)) => Some(invite_name(&invite.0)),
    };
    let new = NewVault {
        vault,
        account: members.identity().account(),
        entries: entries.clone(),
        head: members.head(),
        invite,
        at_ms: server.now_ms(),
    };
    match server.store.register(new).await? {
        Registered::Stored => {
            server.audit(None, "register", Some(vault), "").await?;
            Ok(stored(server.members.keep(members).head()))
        }
        Registered::Exists => given_back(&server, vault, &entries).await,
        Registered::NoInvite => Err(denied("the invite is none, or was used")),
    }
}

/// A log of a vault that is here: what is longer is taken, since every entry proves itself.
async fn given_back(
    server: &Server,
    vault: sync_protocol::id::VaultId,
    entries: &[Vec<u8>],
) -> Result<Response> {
    for _ in 0..TRIES {
        let before = server.members_of(vault).await?;
        let before = before.ok_or_else(|| Error::not_found("vault"))?;
        let mut after = Members::clone(&before);
        let mut more = Vec::new();
        for entry in entries {
            match after.apply(entry) {
                Ok(Follows::Known) => {}
                Ok(Follows::Next) => more.push(entry.clone()),
                Err(error) => return refused(error, before.head()),
            }
        }
        if more.is_empty() || append_to(server, &before, after.clone(), more).await?.is_ok() {
            return Ok(stored(after.head()));
        }
    }
    Err(Error::wait(ProblemCode::Conflict, "the list of devices moves too fast", 1000))
}

fn refused(error: sync_protocol::error::Error, head: Head) -> Result<Response> {
    match error.fault() {
        Fault::MembersFork { .. } | Fault::StaleMembers { .. } => Ok(moved(head)),
        Fault::NotAllowed { .. } | Fault::UnknownDevice { .. } => {
            Err(Error::refused(ProblemCode::Denied, error.to_string()))
        }
        _ => Err(error.into()),
    }
}

/// Which part of the log is wanted.
#[derive(Deserialize)]
pub(super) struct From {
    #[serde(default)]
    from: u32,
}

/// `GET /v1/members?from=n`.
pub(super) async fn entries(
    State(server): Shared,
    caller: Caller,
    Asked(From { from }): Asked<From>,
) -> Result<Wire<Entries>> {
    let found = server.store.entries(caller.vault, from, ENTRIES, BYTES).await?;
    let entries: Vec<EntryBytes> = found.into_iter().map(Bytes).collect();
    Ok(Wire(Entries { entries: List(entries), head: caller.members.head() }))
}

/// `POST /v1/members`.
pub(super) async fn append(
    State(server): Shared,
    caller: Caller,
    Wire(append): Wire<AppendEntries>,
) -> Result<Response> {
    let before = &caller.members;
    if append.expect != before.head() {
        return Ok(moved(before.head()));
    }
    let entries: Vec<Vec<u8>> = append.entries.0.into_iter().map(|entry| entry.0).collect();
    let mut after = Members::clone(before);
    for entry in &entries {
        match after.apply(entry) {
            Ok(Follows::Next) => {}
            Ok(Follows::Known) => return Ok(moved(before.head())),
            Err(error) => return refused(error, before.head()),
        }
    }
    if entries.is_empty() {
        return Ok(stored(before.head()));
    }
    let head = after.head();
    match append_to(&server, before, after, entries).await? {
        Ok(()) => {
            let words = format!("entries up to {}", head.n);
            server.audit(Some(caller.signer), "members", Some(caller.vault), words).await?;
            Ok(stored(head))
        }
        Err(head) => Ok(moved(head)),
    }
}

/// Writes entries behind those of `before`, and ends the tokens of who left.
async fn append_to(
    server: &Server,
    before: &Arc<Members>,
    after: Members,
    entries: Vec<Vec<u8>>,
) -> Result<Result<(), Head>> {
    let vault = before.vault();
    let left = before
        .active()
        .map(|device| device.keys.id)
        .filter(|id| after.device(id).is_none_or(|device| device.revoked.is_some()));
    let mut ended: Vec<_> = left.map(Some).collect();
    if before.identity() != after.identity() {
        ended.push(None);
    }
    let more = Appendix {
        entries,
        head: after.head(),
        account: after.identity().account(),
        ended,
        at_ms: server.now_ms(),
    };
    let written = server.store.append(vault, before.head(), more).await?;
    if written.is_ok() {
        server.members.keep(after);
        server.moved(vault, None);
    }
    Ok(written)
}
