//! What each word of the command line does.

use std::io::{self, Write};

use serde_json::{Value, json};
use sync_server::backup::{self, Held};
use sync_server::server::{open_blobs, open_store};
use sync_server::store::{Audit, Kind, LogStore, VaultRow};
use sync_server::{Config, Error, Result, admin, serve};

use crate::args::{Command, Verb};

/// Does it.
///
/// # Errors
/// What went wrong, in words.
pub(crate) async fn run(command: Command) -> Result<()> {
    match command.verb {
        Verb::Serve(settings) => serving(settings.config()).await,
        Verb::Invite { place, count, days } => {
            let config = place.config();
            let store = open_store(&config).await?;
            for _ in 0..count {
                let invite = admin::invite(&config, &*store, days).await?;
                line(&json!({ "invite": invite, "days": days }))?;
            }
            Ok(())
        }
        Verb::Vaults { place } => {
            let store = open_store(&place.config()).await?;
            for vault in store.vaults().await? {
                told(&*store, &vault).await?;
            }
            Ok(())
        }
        Verb::Remove { place, vault } => {
            let config = place.config();
            let store = open_store(&config).await?;
            let removed = admin::remove(&config, &*store, &open_blobs(&config)?, vault).await?;
            line(&json!({
                "vault": vault.to_string(), "segments": removed.segments,
                "objects": removed.objects, "files": removed.files,
            }))
        }
        Verb::Quota { place, vault, bytes } => {
            let config = place.config();
            let store = open_store(&config).await?;
            admin::quota(&config, &*store, vault, bytes).await?;
            match store.vault(vault).await? {
                Some(vault) => told(&*store, &vault).await,
                None => Ok(()),
            }
        }
        Verb::Backup { place, file } => {
            let config = place.config();
            if config.database.is_some() || config.blobs.is_some() {
                let words = "PostgreSQL is backed up by pg_dump, S3 by its versions";
                return Err(Error::Settings(words.to_owned()));
            }
            line(&held(&backup::backup(&config.data, &file)?))
        }
        Verb::Restore { data, verify, file } => {
            let found = match data.filter(|_| !verify) {
                Some(data) => backup::restore(&file, &data)?,
                None => backup::verify(&file)?,
            };
            line(&held(&found))
        }
        Verb::Audit { place, lines } => {
            let store = open_store(&place.config()).await?;
            store.audited(lines).await?.iter().try_for_each(|done| line(&audited(done)))
        }
    }
}

async fn serving(config: Config) -> Result<()> {
    let mut signals = Signals::new()
        .map_err(|source| Error::Io { doing: "waiting for signals".to_owned(), source })?;
    let running = serve(config).await?;
    let metrics = running.metrics().map(|address| format!("http://{address}/metrics"));
    line(&json!({
        "address": format!("http://{}", running.address()),
        "url": running.url(),
        "metrics": metrics,
    }))?;
    signals.first().await;
    running.stop().await
}

async fn told(store: &dyn LogStore, vault: &VaultRow) -> Result<()> {
    let snapshots = store.objects(vault.vault, Kind::Snapshot).await?.len();
    line(&about(vault, snapshots))
}

fn held(held: &Held) -> Value {
    json!({
        "vaults": held.vaults,
        "segments": held.segments,
        "files": held.files,
        "bytes": held.bytes,
    })
}

fn about(vault: &VaultRow, snapshots: usize) -> Value {
    json!({
        "vault": vault.vault.to_string(),
        "segments": vault.gsn,
        "snapshots": snapshots,
        "bytes": vault.bytes,
        "quota": vault.quota,
        "members": vault.head.n + 1,
        "created_ms": vault.created_ms,
        "written_ms": vault.written_ms,
    })
}

fn audited(done: &Audit) -> Value {
    json!({
        "at_ms": done.at_ms,
        "actor": done.actor,
        "action": done.action,
        "vault": done.vault.map(|vault| vault.to_string()),
        "detail": done.detail,
    })
}

/// A line of JSON; whoever waits for it reads it at once.
fn line(value: &Value) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{value}")
        .and_then(|()| out.flush())
        .map_err(|source| Error::Io { doing: "writing to the standard output".to_owned(), source })
}

/// What tells the server to end.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn first(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Signals> {
        Ok(Signals)
    }

    async fn first(&mut self) {
        // Without the handler the system ends the process at once, which the store survives.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
