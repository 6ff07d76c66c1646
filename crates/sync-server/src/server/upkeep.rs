//! What a server does beside its requests: what is over goes, what devices have read is written, and who
//! listens is told what another node took in.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use data_encoding::HEXLOWER;
use tokio::time::{MissedTickBehavior, interval};

use super::Server;
use crate::blobs::File;
use crate::compact::{self, LetGo};
use crate::error::Result;

/// How often what is over is looked for, and what devices have read is written.
const SWEEP: Duration = Duration::from_secs(60);

/// How often the newest numbers are asked for: hints may be lost between nodes, this is the truth.
const POLL: Duration = Duration::from_secs(30);

/// How often what snapshots cover is let go.
const COMPACT: Duration = Duration::from_secs(60 * 60);

/// Goes on until the server ends.
pub(super) async fn run(server: Arc<Server>) {
    let mut sweep = interval(SWEEP);
    let mut poll = interval(POLL);
    let mut compact = interval(COMPACT);
    for ticks in [&mut sweep, &mut poll, &mut compact] {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let ended = server.ended();
    tokio::pin!(ended);
    loop {
        let done = tokio::select! {
            () = &mut ended => break,
            _ = sweep.tick() => swept(&server).await,
            _ = poll.tick() => polled(&server).await,
            _ = compact.tick() => compacted(&server).await,
        };
        if let Err(error) = done {
            tracing::warn!(%error, "upkeep failed and will be tried again");
        }
    }
    if let Err(error) = write_cursors(&server).await {
        tracing::warn!(%error, "how far devices have read was not written");
    }
}

async fn swept(server: &Server) -> Result<()> {
    write_cursors(server).await?;
    for (vault, share) in server.store.sweep(server.now_ms()).await? {
        server.blobs.delete(vault, File::Share, &HEXLOWER.encode(&share)).await?;
    }
    Ok(())
}

async fn write_cursors(server: &Server) -> Result<()> {
    let cursors = {
        let mut waiting = server.cursors.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *waiting)
    };
    for ((vault, _), cursor) in cursors {
        server.store.seen(vault, &[cursor]).await?;
    }
    Ok(())
}

async fn compacted(server: &Server) -> Result<()> {
    let gone = compact::compact(&*server.store, &server.blobs, server.now_ms()).await?;
    if gone != LetGo::default() {
        let words = format!("{gone:?}");
        server.audit(None, "compact", None, words).await?;
    }
    Ok(())
}

async fn polled(server: &Server) -> Result<()> {
    for vault in server.hub.vaults() {
        if let Some(row) = server.store.vault(vault).await? {
            server.hub.at(vault, row.gsn);
        }
    }
    Ok(())
}
