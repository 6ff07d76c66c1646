//! Backups are made by themselves after the first change of a day, and when a vault opens that has none of
//! the last day. What a person does by hand goes the same way, one at a time.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::{Duration, Instant};

use base::day::Day;
use base::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use store::backup::{self, Backup, Order, Place, Stop, noted};
use store::read::ReadCx;
use store::store::{Changed, Write};
use store::write::{Step, WriteCx};
use tokio::runtime::Handle;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast, oneshot};

use super::lock;
use crate::app::{App, Vault};

/// The name under which the device keeps what is set.
const KEY: &str = "backups";
/// The folder in the vault's own, while no other is set.
const FOLDER: &str = "backups";
/// After a failure: soon enough for a drive that is plugged in, and no work for one that stays away.
const RETRY: Duration = Duration::from_secs(900);
/// A vault that opens with a backup younger than this waits for the first change of a day.
const DAY_MS: i64 = 86_400_000;

/// What is set, and what went wrong last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Kept {
    /// Whether none are made by themselves.
    pub(crate) off: bool,
    /// The folder; none: the one in the vault's folder.
    pub(crate) folder: Option<PathBuf>,
    /// Why the last one could not be made.
    pub(crate) trouble: Option<Trouble>,
}

/// Why a backup could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trouble {
    /// When, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// In words.
    pub(crate) words: String,
}

impl Kept {
    /// What is set in this vault on this device.
    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Kept> {
        match cx.device_value(KEY)? {
            Some(kept) => serde_json::from_str(&kept)
                .map_err(|source| Error::internal("reading what is set for backups", source)),
            None => Ok(Kept::default()),
        }
    }

    /// Keeps it.
    pub(crate) fn write(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        let kept = serde_json::to_string(self)
            .map_err(|source| Error::internal("keeping what is set for backups", source))?;
        cx.set_device_value(KEY, &kept)
    }
}

/// What all work on backups shares.
#[derive(Default)]
pub(crate) struct Backups {
    /// Held by whoever works on backups.
    working: Mutex<()>,
    /// Asked when the vault closes.
    pub(crate) stop: Stop,
    /// Something was set: what is due may be another thing now.
    nudge: Arc<Notify>,
}

impl Backups {
    /// Waits until nobody else works on backups.
    pub(crate) fn work(&self) -> MutexGuard<'_, ()> {
        lock(&self.working)
    }

    /// The vault is open: work may begin.
    pub(super) fn begin(&self) {
        self.stop.set(false);
    }

    /// The vault closes: waits for the moment that the work takes to end.
    pub(super) fn end(&self) {
        self.stop.set(true);
        drop(self.work());
    }
}

/// Backups that are made by themselves, until this is dropped.
pub(super) struct Making {
    #[expect(dead_code, reason = "its end tells the task")]
    stop: oneshot::Sender<()>,
}

impl Making {
    pub(super) fn start(app: &App, runtime: &Handle) -> Making {
        let (stop, stopped) = oneshot::channel();
        let nudge = Arc::clone(&app.services.backups.nudge);
        runtime.spawn(run(Weak::clone(&app.me), app.subscribe(), nudge, stopped));
        Making { stop }
    }
}

/// How looking for what is due ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looked {
    /// The one of this day is there.
    There(Day),
    /// None is wanted yet.
    NotYet,
    /// It failed; it is tried again then.
    Failed(Instant),
}

async fn run(
    app: Weak<App>,
    mut changes: broadcast::Receiver<Arc<Changed>>,
    nudge: Arc<Notify>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut opening = true;
    loop {
        let weak = Weak::clone(&app);
        let looked = tokio::task::spawn_blocking(move || {
            weak.upgrade().map(|app| app.back_up_if_due(opening))
        });
        opening = false;
        let looked = match looked.await {
            Ok(Some(Ok(looked))) => looked,
            // It is told by `backups.state`.
            Ok(Some(Err(error))) => {
                tracing::warn!(code = ?error.code(), "no backup was made");
                Looked::Failed(Instant::now() + RETRY)
            }
            Ok(None) | Err(_) => return,
        };
        let retry = match looked {
            Looked::Failed(at) => at,
            Looked::There(_) | Looked::NotYet => Instant::now() + RETRY * 96,
        };
        tokio::select! {
            _ = &mut stopped => return,
            () = nudge.notified() => {}
            () = tokio::time::sleep_until(retry.into()) => {}
            goes_on = due_change(&app, &mut changes, looked) => if !goes_on { return },
        }
    }
}

/// Waits for a change after which one may be due. False when there will be none any more.
async fn due_change(
    app: &Weak<App>,
    changes: &mut broadcast::Receiver<Arc<Changed>>,
    looked: Looked,
) -> bool {
    loop {
        match changes.recv().await {
            // What is no record has no dot in its name.
            Ok(changed) if changed.kinds.iter().any(|kind| kind.contains(['.', '*'])) => {}
            Ok(_) => continue,
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return false,
        }
        let Some(app) = app.upgrade() else { return false };
        match looked {
            Looked::There(day) if day == app.today() => {}
            Looked::Failed(_) => {}
            Looked::There(_) | Looked::NotYet => return true,
        }
    }
}

/// Whether a backup is due: something was written since the newest that was made by itself, and that is
/// not of today. `opening`: nothing was written just now, so it has to be a day old.
fn is_due(newest: Option<&Backup>, opening: bool, now: (i64, Day), log_rows: u64) -> bool {
    let Some(newest) = newest else { return 0 < log_rows };
    let (now_ms, today) = now;
    let young = opening && (0..DAY_MS).contains(&(now_ms - newest.made_ms));
    newest.day != Some(today) && !young && newest.rows("log") != log_rows
}

impl App {
    fn today(&self) -> Day {
        let env = &self.config.env;
        Day::new(env.now().to_zoned(env.zone()).date())
    }

    /// The folder that is set, and whether it is the vault's own.
    pub(crate) fn backup_folder(&self, kept: &Kept) -> (PathBuf, bool) {
        match &kept.folder {
            Some(folder) => (folder.clone(), false),
            None => (self.own_backup_folder(), true),
        }
    }

    /// The folder while no other is set.
    pub(crate) fn own_backup_folder(&self) -> PathBuf {
        self.config.dir.join(FOLDER)
    }

    /// What is set. Where the database cannot be read just there, the note beside it tells the folder.
    pub(crate) fn backups_kept(&self, vault: &Vault) -> Kept {
        vault.store.read(Kept::read).unwrap_or_else(|error| {
            tracing::error!(code = ?error.code(), "what is set for backups cannot be read");
            let noted = noted::noted(&self.config.dir, &vault.key).ok().flatten();
            Kept { folder: noted, ..Kept::default() }
        })
    }

    /// Notes beside the database where its backups are.
    pub(crate) fn note_backups(&self) -> Result<()> {
        let vault = self.vault()?;
        let (folder, _) = self.backup_folder(&vault.store.read(Kept::read)?);
        noted::note(&self.config.dir, &vault.key, &*self.config.env, &folder)
    }

    /// Where this device's backups are.
    pub(crate) fn backup_place(&self, vault: &Vault) -> Result<Place> {
        let kept = self.backups_kept(vault);
        Ok(Place::of(&self.backup_folder(&kept).0, &vault.store))
    }

    /// Something about backups was set.
    pub(crate) fn backups_set(&self) {
        self.services.backups.nudge.notify_one();
        self.announce("backups");
    }

    fn back_up_if_due(&self, opening: bool) -> Result<Looked> {
        let vault = self.vault()?;
        let kept = vault.store.read(Kept::read)?;
        if kept.off {
            return Ok(Looked::NotYet);
        }
        let today = self.today();
        let newest = backup::list(&self.backup_place(&vault)?)?
            .into_iter()
            .find(|backup| backup.believed() && !backup.by_hand);
        let count = "SELECT count(*) FROM log";
        let log_rows = vault.store.read(|cx| cx.sql().number(count, &[]))?.unsigned_abs();
        let now = (self.config.env.now().as_millisecond(), today);
        if is_due(newest.as_ref(), opening, now, log_rows) {
            self.back_up(false, None)?;
            return Ok(Looked::There(today));
        }
        let there = newest.is_some_and(|newest| newest.day == Some(today));
        Ok(if there { Looked::There(today) } else { Looked::NotYet })
    }

    /// Makes a backup now: where it is set, or in another folder, in which nothing is let go.
    ///
    /// # Errors
    /// As [`backup::make`]; what went wrong where it is set is kept for `backups.state`.
    pub(crate) fn back_up(&self, by_hand: bool, elsewhere: Option<&Path>) -> Result<Backup> {
        let _working = self.services.backups.work();
        let vault = self.vault()?;
        let kept = vault.store.read(Kept::read)?;
        let made = self.make(&vault, &kept, by_hand, elsewhere);
        if elsewhere.is_some() || self.services.backups.stop.asked() {
            return made;
        }
        let trouble = made.as_ref().err().map(|error| Trouble {
            at_ms: self.config.env.now().as_millisecond(),
            words: error.to_string(),
        });
        if kept.trouble != trouble {
            let write = Write::new("backups.make").step(Step::None);
            let told = vault
                .store
                .write(write, move |cx| Kept { trouble, ..Kept::read(&cx.read())? }.write(cx));
            // On a full disk it cannot be kept either; the caller hears of it.
            if let Err(error) = told {
                tracing::warn!(code = ?error.code(), "the trouble with backups could not be kept");
            }
        }
        self.announce("backups");
        made
    }

    fn make(
        &self,
        vault: &Vault,
        kept: &Kept,
        by_hand: bool,
        elsewhere: Option<&Path>,
    ) -> Result<Backup> {
        let (set, own) = self.backup_folder(kept);
        let folder = elsewhere.unwrap_or(&set);
        if own && elsewhere.is_none() {
            std::fs::create_dir_all(folder).map_err(|source| {
                Error::new(Code::Denied, "making the folder for backups").because(source)
            })?;
        }
        let order = Order {
            place: &Place::of(folder, &vault.store),
            key_file: &self.key_path(),
            key: &vault.key,
            by_hand,
            rotate: elsewhere.is_none(),
        };
        let began = Instant::now();
        let made = backup::make(&vault.store, &order, &self.services.backups.stop)?;
        let ms = began.elapsed().as_secs_f64() * 1000.0;
        tracing::info!(ms, bytes = made.bytes, attachments = made.attachments, "a backup was made");
        Ok(made)
    }
}

#[cfg(test)]
mod tests;
