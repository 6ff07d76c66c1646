//! `GET /v1/events`: that a vault moved, and nothing of what.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use data_encoding::BASE64URL_NOPAD;
use futures::{Stream, StreamExt, stream};
use sync_protocol::wire::{self, Moved, ProblemCode};
use tokio::sync::watch;
use tokio::time::Instant;

use super::Shared;
use super::asker::Caller;
use crate::error::{Error, Result};
use crate::hub::Mark;
use crate::server::Server;
use crate::store::Purpose;

/// Between two signs of life when nothing moves; a client that went is noticed by them.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Between two hints: what moves faster becomes one.
const APART: Duration = Duration::from_millis(100);

/// Streams on one node.
const LISTENERS_MAX: usize = 20_000;

struct Listening {
    server: Arc<Server>,
    caller: Caller,
    marks: watch::Receiver<Mark>,
    next: Instant,
    over: Instant,
}

/// Hints until the token is over, the device leaves or the server ends. The first tells where the vault is.
pub(super) async fn events(
    State(server): Shared,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    if LISTENERS_MAX <= server.hub.listeners() {
        return Err(Error::wait(ProblemCode::TooMany, "too many listen", 60_000));
    }
    let mut marks = server.hub.listen(caller.vault);
    let row = server.store.vault(caller.vault).await?;
    server.hub.at(caller.vault, row.map_or(0, |row| row.gsn));
    marks.mark_changed();
    let now = Instant::now();
    let left = Duration::from_millis(caller.expires_ms.saturating_sub(server.now_ms()));
    let ended = server.ended();
    let listening = Listening { server, caller, marks, next: now, over: now + left };
    let hints = stream::unfold(listening, hint).take_until(ended);
    Ok(Sse::new(hints).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

async fn hint(mut listening: Listening) -> Option<(Result<Event, Infallible>, Listening)> {
    tokio::select! {
        () = tokio::time::sleep_until(listening.over) => return None,
        changed = listening.marks.changed() => changed.ok()?,
    }
    tokio::time::sleep_until(listening.next).await;
    listening.next = Instant::now() + APART;
    let Listening { server, caller, .. } = &listening;
    // Who was revoked, or signed out, hears nothing more.
    let known = server.store.note(Purpose::Token, &caller.token, server.now_ms()).await;
    known.ok().flatten()?;
    let vault = caller.vault;
    let gsn = listening.marks.borrow_and_update().gsn;
    let bytes = wire::encode(&Moved { vault, gsn }).ok()?;
    Some((Ok(Event::default().data(BASE64URL_NOPAD.encode(&bytes))), listening))
}
