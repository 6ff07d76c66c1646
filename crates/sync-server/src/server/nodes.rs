//! Word between nodes: which vaults moved. On one node nobody hears it.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures::StreamExt;

use super::Server;

/// Between two words: what moves faster is told once.
const APART: Duration = Duration::from_millis(100);

/// Before listening is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// Tells what moved here until the server ends.
pub(super) async fn tell(server: Arc<Server>) {
    let ended = server.ended();
    tokio::pin!(ended);
    loop {
        tokio::select! {
            () = &mut ended => return,
            () = server.told.notified() => {}
        }
        let waiting: Vec<_> = {
            let mut outbox = server.outbox.lock().unwrap_or_else(PoisonError::into_inner);
            outbox.drain().collect()
        };
        if let Err(error) = server.store.tell(&waiting).await {
            tracing::warn!(%error, "the other nodes were not told; they will ask");
        }
        tokio::time::sleep(APART).await;
    }
}

/// Hands on what other nodes tell until the server ends.
pub(super) async fn hear(server: Arc<Server>) {
    let ended = server.ended();
    tokio::pin!(ended);
    loop {
        let heard = tokio::select! {
            () = &mut ended => return,
            heard = listen(&server) => heard,
        };
        match heard {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "the other nodes are not heard; they are asked"),
        }
        tokio::select! {
            () = &mut ended => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

/// Listens until the line breaks; whether there is anybody to listen to.
async fn listen(server: &Server) -> crate::error::Result<bool> {
    let Some(mut words) = server.store.hear().await? else { return Ok(false) };
    while let Some(moved) = words.next().await {
        for (vault, gsn) in moved {
            server.hub.moved(vault, (0 < gsn).then_some(gsn));
        }
    }
    Ok(true)
}
