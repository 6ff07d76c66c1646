//! Backups: which there are, made now, tried, brought back.

pub(super) mod wire;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use base::day::Day;
use base::error::{Code, Error, Result};
use domain::command::{Nothing, encode};
use store::backup::{self, Backup, Opened, Place, restore as back};
use store::doctor;
use store::keyfile::KeyFile;
use store::store::Write;
use store::write::Step;

use crate::app::{App, By, Vault};
use crate::domains;
use crate::services::backups::Kept;
use crate::system::{Emit, system};
use wire::{
    BackupRow, BackupState, BringBack, BroughtBack, DrillProgress, DrillReport, LostRecord,
    MadeBackup, MakeBackup, OneBackup, RestoredVault, SetBackups, WhichBackup,
};

system! { COMMANDS "backups":
    /// This device's backups in the folder that is set, the newest first; damaged ones, too.
    read list(Nothing) -> Vec<BackupRow>, reads &["backups"];
    /// Where backups are made, which was the last good one, and what went wrong since.
    read state(Nothing) -> BackupState, reads &["backups"];
    /// Makes a backup now, reads it again, and answers what it holds.
    write make(MakeBackup) -> MadeBackup;
    /// Sets whether backups are made by themselves, and in which folder.
    write set(SetBackups) -> BackupState;
    /// Brings a backup back in a place of its own, checks all of it, compares it with now, and removes it.
    stream drill(WhichBackup) -> DrillReport, reports DrillProgress;
    /// Puts a backup in the place of the open vault, which is kept aside. What was written since is in that.
    write restore(OneBackup) -> RestoredVault;
    /// What a backup has and the vault does not show: thrown away, undone, or erased since.
    read lost(OneBackup) -> Vec<LostRecord>, reads &["*"];
    /// Brings back what was deleted since a backup, as new changes in one step of undo.
    write bring_back(BringBack) -> BroughtBack;
}

/// Records that `lost` lists at most.
const LOST_MAX: usize = 1000;
/// Records that are named in one request.
const IDS_MAX: usize = 1000;

fn list(app: &App, _: Nothing) -> Result<Vec<BackupRow>> {
    let place = app.backup_place(&*app.vault()?)?;
    Ok(backup::list(&place)?.iter().map(BackupRow::of).collect())
}

fn state(app: &App, _: Nothing) -> Result<BackupState> {
    let vault = app.vault()?;
    let kept = app.backups_kept(&vault);
    let (folder, own) = app.backup_folder(&kept);
    // A folder that cannot be read is told as trouble when the next one is made.
    let backups = backup::list(&Place::of(&folder, &vault.store)).unwrap_or_default();
    let today: Day = vault.store.read(|cx| Ok(cx.today()))?;
    let of_today = |backup: &Backup| !backup.by_hand && backup.day == Some(today);
    let done = backups.iter().any(|backup| backup.believed() && of_today(backup));
    Ok(BackupState {
        on: !kept.off,
        folder: folder.display().to_string(),
        own_folder: own,
        last_good: backups.iter().find(|backup| backup.believed()).map(BackupRow::of),
        next: if done { today.plus(1) } else { today },
        trouble: kept.trouble.as_ref().map(wire::BackupTrouble::of),
    })
}

fn make(app: &App, request: MakeBackup) -> Result<MadeBackup> {
    let began = Instant::now();
    let folder = request.folder.as_deref().map(folder).transpose()?;
    let made = app.back_up(true, folder.as_deref())?;
    Ok(MadeBackup {
        path: made.path.display().to_string(),
        backup: BackupRow::of(&made),
        seconds: began.elapsed().as_secs_f64(),
    })
}

/// A folder that a person names: it is there, and can be written to.
fn folder(named: &str) -> Result<PathBuf> {
    let folder = PathBuf::from(named);
    if !folder.is_absolute() {
        return Err(Error::invalid("folder", "a folder is named from the root of the disk"));
    }
    if !folder.is_dir() {
        return Err(Error::new(Code::NotFound, "this folder is not there").at("folder"));
    }
    let probe = folder.join(".everkept-probe");
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(|source| {
        Error::new(Code::Denied, "this folder cannot be written to").at("folder").because(source)
    })?;
    Ok(folder)
}

fn set(app: &App, request: SetBackups) -> Result<BackupState> {
    let named = match request.folder.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(named) => Some(Some(folder(named)?)),
    };
    let write = Write::new("backups.set").step(Step::None);
    app.vault()?.store.write(write, move |cx| {
        let mut kept = Kept::read(&cx.read())?;
        kept.off = request.on.map_or(kept.off, |on| !on);
        if let Some(named) = named {
            kept.trouble = None;
            kept.folder = named;
        }
        kept.write(cx)
    })?;
    app.note_backups()?;
    app.backups_set();
    state(app, Nothing {})
}

/// The backup of that name, or the newest that is believed.
fn which(app: &App, vault: &Vault, name: Option<&str>) -> Result<(Place, Backup)> {
    let place = app.backup_place(vault)?;
    let found = backup::list(&place)?.into_iter().find(|backup| match name {
        Some(name) => backup.name == name,
        None => backup.believed(),
    });
    let found = found.ok_or_else(|| {
        let message = match name {
            Some(name) => format!("there is no backup {name:?}"),
            None => "there is no backup yet".to_owned(),
        };
        Error::new(Code::NotFound, message).at("name")
    })?;
    Ok((place, found))
}

fn drill(app: &App, request: WhichBackup, emit: Emit<'_>) -> Result<DrillReport> {
    let began = Instant::now();
    let _working = app.services.backups.work();
    let vault = app.vault()?;
    let (place, backup) = which(app, &vault, request.name.as_deref())?;
    let mut progress = |fraction: f64| {
        encode("backups.drill", &DrillProgress { fraction })
            .map_or(ControlFlow::Continue(()), &mut *emit)
    };
    let open = (&vault.key, domains::schema(), Arc::clone(&app.config.env));
    let drilled = backup::drill(&place, &backup, open, &app.services.backups.stop, &mut progress)?;
    if !drilled.findings.is_empty() {
        app.backups_set();
    }
    let (now, digest) = vault.store.read(|cx| Ok((doctor::counts(cx)?, doctor::digest(cx)?)))?;
    Ok(DrillReport {
        backup: BackupRow::of(&backup),
        ok: drilled.findings.is_empty(),
        same: drilled.digest == digest,
        counts: drilled.counts,
        now,
        attachments_read: drilled.attachments,
        findings: drilled.findings,
        seconds: began.elapsed().as_secs_f64(),
    })
}

fn restore(app: &App, request: OneBackup) -> Result<RestoredVault> {
    let dir = app.dir().to_owned();
    let (kept, words, staged) = {
        let _working = app.services.backups.work();
        let vault = app.vault()?;
        let (_, backup) = which(app, &vault, Some(&request.name))?;
        let file = KeyFile::read(&app.key_path())?;
        if backup.vault != Some(file.vault()) {
            let message = "this backup is another vault's: bring it back into a folder of its own";
            return Err(Error::invalid("name", message));
        }
        let stop = &app.services.backups.stop;
        backup::verify(&backup, &vault.key, stop).map_err(|error| error.at("name"))?;
        // The key file of now: the passphrase may have been changed since.
        let staged = back::stage(&backup, &dir, &app.key_path(), stop)?;
        let kept = Kept { trouble: None, ..app.backups_kept(&vault) };
        (kept, file.recovery_words(&vault.key)?, staged)
    };
    app.lock();
    let (aside, swapped) = swap(app);
    // Whatever became of it, the person's vault opens again: a key that was closed away is unwrapped.
    app.open_with(KeyFile::read(&app.key_path())?.open_with_words(&words)?, By::RecoveryWords)?;
    swapped?;
    let write = Write::new("backups.set").step(Step::None);
    app.vault()?.store.write(write, move |cx| kept.write(cx))?;
    app.backups_set();
    Ok(RestoredVault {
        aside: dir.join(aside).display().to_string(),
        attachments: staged.attachments,
        missing: staged.missing,
    })
}

/// Puts what was staged in the vault's place; answers in which folder that is kept now.
pub(super) fn swap(app: &App) -> (String, Result<()>) {
    let now = app.config.env.now().strftime("%Y-%m-%dT%H%M%SZ");
    let aside = format!("{}-{now}", back::ASIDE);
    let swapped = back::swap(app.dir(), &aside);
    if swapped.is_err() {
        back::forget(app.dir());
    }
    (aside, swapped)
}

fn opened(app: &App, vault: &Vault, name: &str) -> Result<Opened> {
    let (_, backup) = which(app, vault, Some(name))?;
    Opened::open(&vault.store, &backup, &app.services.backups.stop)
        .map_err(|error| error.at("name"))
}

fn lost(app: &App, request: OneBackup) -> Result<Vec<LostRecord>> {
    let vault = app.vault()?;
    let from = opened(app, &vault, &request.name)?;
    let lost = vault.store.read(|cx| backup::lost(cx, &from, LOST_MAX))?;
    Ok(lost.into_iter().map(LostRecord::of).collect())
}

fn bring_back(app: &App, request: BringBack) -> Result<BroughtBack> {
    if request.ids.as_ref().is_some_and(|ids| IDS_MAX < ids.len()) {
        return Err(Error::invalid("ids", format!("at most {IDS_MAX} records at once")));
    }
    let vault = app.vault()?;
    let from = opened(app, &vault, &request.name)?;
    let ids: Option<BTreeSet<_>> = request.ids.map(|ids| ids.into_iter().collect());
    let write = Write::new("backups.bring_back");
    let records = vault.store.write(write, move |cx| cx.bring_back(&from, ids.as_ref()))?;
    Ok(BroughtBack { records: u32::try_from(records).unwrap_or(u32::MAX) })
}

impl App {
    /// Checks the open vault as a drill does, every byte of its attachments, too; answers what is wrong.
    ///
    /// # Errors
    /// `Locked`; `Internal` when it cannot be read at all.
    pub fn check_attachments(&self) -> Result<Vec<String>> {
        let vault = self.vault()?;
        let hashes = vault.store.read(|cx| cx.attachments())?;
        let here = hashes.iter().filter(|hash| vault.store.blobs().has(hash));
        let wrong = here.filter_map(|hash| vault.store.blobs().verify(hash).err());
        Ok(wrong.map(|error| error.to_string()).collect())
    }
}

/// A backup brought back into a folder in which there is no vault; nothing of this needs a key.
///
/// # Errors
/// As [`back::into_new`].
pub fn into_new(from: &Path, into: &Path) -> Result<(Backup, back::Restored)> {
    let backup = backup::find(from)?;
    let restored = back::into_new(&backup, into, &backup::Stop::default())?;
    Ok((backup, restored))
}
