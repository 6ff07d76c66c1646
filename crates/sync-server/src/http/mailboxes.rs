//! Rooms and mail of pairing.

use axum::extract::FromRequest;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::StatusCode;
use sync_protocol::pairing::{MESSAGE_BYTES_MAX, Mailbox};
use sync_protocol::wire::{Bytes, List, Mail, ProblemCode, Room, Text};

use super::Shared;
use super::asker::{Caller, Stranger, Strict};
use super::message::{Raw, Wire, hex};
use crate::env::random;
use crate::error::{Error, Result};
use crate::store::{Note, Purpose, owner};

/// How long a room and its mail stay, in milliseconds.
const STAYS_MS: u64 = 10 * 60_000;

/// Messages of one side.
const MESSAGES_MAX: u8 = 8;

/// Bytes of a message of somebody who has no token.
const GUEST_BYTES_MAX: usize = 16 << 10;

/// Bytes of all mail that waits on this server.
const MAIL_BYTES_MAX: u64 = 256 << 20;

/// How often another number is drawn because a room has it.
const TRIES: usize = 16;

/// `POST /v1/rooms`.
pub(super) async fn room(
    State(server): Shared,
    caller: Caller,
    _who: Strict,
) -> Result<Wire<Room>> {
    let now_ms = server.now_ms();
    let expires_ms = now_ms + STAYS_MS;
    for _ in 0..TRIES {
        let drawn = u64::from_be_bytes(random(&*server.config.env));
        let room = format!("{:06}", drawn % 1_000_000);
        let note = Note {
            key: Mailbox::of_room(&room).0.to_vec(),
            owner: owner(caller.vault, caller.device()),
            value: Vec::new(),
            expires_ms,
        };
        if server.store.note_new(Purpose::Room, note, now_ms).await? {
            return Ok(Wire(Room { room: Text(room), expires_ms }));
        }
    }
    Err(Error::wait(ProblemCode::TooMany, "no room is free", STAYS_MS))
}

/// Whose messages they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Host,
    Guest,
}

fn place(id: &str, side: &str) -> Result<(Vec<u8>, Side)> {
    let mut key = hex::<16>(id)?.to_vec();
    let side = match side {
        "host" => Side::Host,
        "guest" => Side::Guest,
        _ => return Err(Error::refused(ProblemCode::Invalid, "a side is `host` or `guest`")),
    };
    key.push(u8::from(side == Side::Guest));
    Ok((key, side))
}

/// `PUT /v1/mailboxes/ID/SIDE/N`.
pub(super) async fn write(
    State(server): Shared,
    Path((id, side, n)): Path<(String, String, u8)>,
    request: Request,
) -> Result<StatusCode> {
    let (mut key, side) = place(&id, &side)?;
    if MESSAGES_MAX <= n {
        return Err(Error::refused(ProblemCode::Invalid, "a side has eight messages"));
    }
    key.push(n);
    let (mut parts, body) = request.into_parts();
    let (max, whose) = match side {
        Side::Host => {
            let caller = Caller::from_request_parts(&mut parts, &server).await?;
            (MESSAGE_BYTES_MAX, owner(caller.vault, caller.device()))
        }
        Side::Guest => {
            Strict::from_request_parts(&mut parts, &server).await?;
            (GUEST_BYTES_MAX, Vec::new())
        }
    };
    let Raw(bytes) = Raw::from_request(Request::from_parts(parts, body), &server).await?;
    if max < bytes.len() {
        let words = format!("a message of this side has {max} bytes at most");
        return Err(Error::refused(ProblemCode::Invalid, words));
    }
    if MAIL_BYTES_MAX < server.store.notes_bytes(Purpose::Mail).await? {
        return Err(Error::wait(ProblemCode::TooMany, "too much mail waits here", STAYS_MS));
    }
    let now_ms = server.now_ms();
    let note = Note {
        key: key.clone(),
        owner: whose,
        value: bytes.to_vec(),
        expires_ms: now_ms + STAYS_MS,
    };
    let new = server.store.note_new(Purpose::Mail, note, now_ms).await?;
    let same = async || {
        let there = server.store.note(Purpose::Mail, &key, now_ms).await?;
        Ok::<_, Error>(there.is_some_and(|there| there.value == bytes))
    };
    if new || same().await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Error::refused(ProblemCode::Conflict, "another message is in its place"))
    }
}

/// `GET /v1/mailboxes/ID/SIDE`.
pub(super) async fn read(
    State(server): Shared,
    _who: Stranger,
    Path((id, side)): Path<(String, String)>,
) -> Result<Wire<Mail>> {
    let (key, _) = place(&id, &side)?;
    let notes = server.store.notes(Purpose::Mail, &key, server.now_ms()).await?;
    // A message that came before an earlier one waits for it.
    let follow = notes.into_iter().zip(0u8..).take_while(|(note, n)| note.key.last() == Some(n));
    let messages = follow.map(|(note, _)| Bytes(note.value)).collect();
    Ok(Wire(Mail { messages: List(messages) }))
}
