//! Backups: the whole vault, encrypted as it is, in a folder from which it comes back with the passphrase
//! or the recovery words alone.
//!
//! ```text
//! <folder>/everkept-1a2b3c4d/               one device's backups
//!     2026-03-01T210405Z/everkept.db        a copy of the database, under the same key
//!                        key.json           the wrapped key
//!                        attachments        which files of the pool it needs, and their sizes
//!                        backup.json        when, how many rows: written when all else was checked
//!     2026-02-27T080000Z.failed/            one that did not stand the check: kept apart, never counted
//!     attachments/ab/ab12...                the pool: each attachment once for all backups
//! ```
//! A backup is **believed** only after its database was opened again, every page read and its rows counted.
//! It is written under a name that begins with a dot and renamed, so that one which was broken off is never
//! listed and goes with the next. In the clear are times, sizes and how many rows there are, which the
//! vault's folder tells, too.
//!
//! What is deliberately not here: when a backup is due, and the person's folder (`app`). Start reading at
//! [`make`], then [`restore`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base::day::Day;
use base::error::{Code, Error, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::blob_file::sync_folder;
use crate::error::Attempt;
use crate::key::DataKey;
use crate::keyfile::{KeyFile, VaultId};
use crate::open;
use crate::store::Store;

mod back;
pub(crate) mod copy;
mod drill;
mod list;
pub mod noted;
mod pool;
pub mod restore;
pub mod rotate;

pub use back::{Lost, Opened, Why, lost};
pub use drill::{Drilled, drill};
pub use list::{Backup, find, list, of_vault};
use pool::Pool;

/// Asked to stop, a backup ends within a moment and leaves nothing behind.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end (or, with `false`, takes that back).
    pub fn set(&self, wanted: bool) {
        self.0.store(wanted, Ordering::Relaxed);
    }

    /// Whether the end is wanted.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn check(&self) -> Result<()> {
        if self.asked() { Err(Stop::stopped()) } else { Ok(()) }
    }

    fn stopped() -> Error {
        Error::new(Code::Conflict, "it was stopped, and nothing was changed")
    }
}

/// The folder of one device's backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(PathBuf);

pub(crate) const DATABASE: &str = "everkept.db";
/// The wraps of the key, in a vault's folder and in a backup's.
pub const KEY_FILE: &str = "key.json";
const ATTACHMENTS: &str = "attachments";
const MANIFEST: &str = "backup.json";
/// The ending of a backup that is not believed.
const FAILED: &str = ".failed";
/// How a folder that is not finished begins.
const UNFINISHED: &str = ".new-";
/// How a folder that is being removed begins.
const GOING: &str = ".gone-";
/// The version of the layout above.
const VERSION: u32 = 1;
/// Backups made by hand that stay beside the rotation: whoever makes one before each of a few daring
/// steps has them all, and a disk does not fill up by a button.
pub const BY_HAND: usize = 7;
/// Failed ones that stay to be looked at.
const FAILED_KEPT: usize = 2;

impl Place {
    /// The place of this device in a folder; nothing is made.
    #[must_use]
    pub fn of(folder: &Path, store: &Store) -> Place {
        let device = store.shared().identity.device;
        Place(folder.join(format!("everkept-{}", data_encoding::HEXLOWER.encode(&device[..4]))))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes the folder, takes it for this process, and clears away what was broken off.
    fn open(&self) -> Result<File> {
        let parent = self.0.parent().filter(|folder| folder.is_dir());
        if parent.is_none() {
            let message = "the folder for backups is not there";
            return Err(Error::new(Code::NotFound, message).at("folder"));
        }
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.0)
            .attempt("writing to the folder for backups")
            .map_err(|error| error.at("folder"))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.0.join("lock"))
            .attempt("writing to the folder for backups")
            .map_err(|error| error.at("folder"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let message = "another Everkept is at work in the folder for backups";
                return Err(Error::new(Code::Conflict, message));
            }
            // Some network disks know no locks; one device has one Everkept that has the vault open.
            Err(TryLockError::Error(error)) => {
                tracing::debug!(kind = ?error.kind(), "the folder for backups cannot be locked");
            }
        }
        for name in list::folders(&self.0)? {
            if [UNFINISHED, GOING, drill::FOLDER].iter().any(|begin| name.starts_with(begin)) {
                fs::remove_dir_all(self.0.join(name)).attempt("removing a broken-off backup")?;
            }
        }
        Ok(lock)
    }
}

/// What `backup.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Manifest {
    everkept_backup: u32,
    vault: VaultId,
    made_ms: i64,
    /// The day where the person was.
    day: Day,
    by_hand: bool,
    /// Of the database.
    bytes: u64,
    tables: BTreeMap<String, u64>,
    attachments: u64,
    attachment_bytes: u64,
    /// Attachments that were not on this device.
    missing: u64,
    /// Why it is not believed.
    trouble: Option<String>,
}

/// What is to be made.
pub struct Order<'a> {
    /// Where.
    pub place: &'a Place,
    /// The vault's key file.
    pub key_file: &'a Path,
    /// The vault's key.
    pub key: &'a DataKey,
    /// Whether a person asked for it: it stays beside the rotation.
    pub by_hand: bool,
    /// Whether older ones go by the rotation.
    pub rotate: bool,
}

/// Makes a backup, opens it again, and lets go what the rotation does not keep. Writers go on meanwhile.
///
/// # Errors
/// `NotFound` or `Denied` at `folder` when it is not there or not writable; `Conflict` when the disk is
/// full, when it was stopped, or when another process is at work there: then nothing is left behind.
/// `Internal` when it did not stand the check: then it is kept apart and every earlier one stays.
pub fn make(store: &Store, order: &Order<'_>, stop: &Stop) -> Result<Backup> {
    let _lock = order.place.open()?;
    let now = store.shared().env.now();
    let name = free_name(order.place.path(), now)?;
    let unfinished = order.place.path().join(format!("{UNFINISHED}{name}"));
    fs::create_dir(&unfinished)
        .attempt("writing to the folder for backups")
        .map_err(|error| error.at("folder"))?;
    let written = write(store, order, &unfinished, now, stop);
    let manifest = match written {
        Ok(manifest) => manifest,
        Err(error) => {
            // Whatever cannot be removed now goes with the next backup.
            drop(fs::remove_dir_all(&unfinished));
            drop(sweep(order.place));
            return Err(error);
        }
    };
    let named = match &manifest.trouble {
        Some(_) => order.place.path().join(format!("{name}{FAILED}")),
        None => order.place.path().join(&name),
    };
    fs::rename(&unfinished, &named).attempt("naming a backup")?;
    sync_folder(order.place.path())?;
    if let Some(trouble) = &manifest.trouble {
        tracing::warn!("a backup did not stand the check");
        let message = format!("the backup was read again and is not whole: {trouble}");
        return Err(Error::new(Code::Internal, message));
    }
    if order.rotate {
        rotate_now(order.place)?;
    }
    list::read(&named)
}

/// Writes all parts of a backup and looks at them again; the manifest, which comes last, says what is wrong.
fn write(
    store: &Store,
    order: &Order<'_>,
    dir: &Path,
    now: Timestamp,
    stop: &Stop,
) -> Result<Manifest> {
    let shared = store.shared();
    let copied = copy::database(&shared.path, &shared.key, &dir.join(DATABASE), stop)?;
    pool::copy(order.key_file, &dir.join(KEY_FILE), stop)?;
    let pool = Pool::of(order.place.path());
    let mut needed = Vec::new();
    let mut missing = 0;
    for hash in &copied.attachments {
        let name = shared.blobs.disk_name(hash);
        let from = shared.blobs.blobs.path_of(&name);
        // The vault may not have it (it is on its way from another device), and an older backup may.
        let size = match fs::metadata(&from) {
            Ok(file) => Some(file.len()),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).attempt("looking at an attachment"),
        };
        if let Some(size) = size {
            pool.take(&name, &from, size, stop)?;
        }
        match size.or_else(|| pool.size(&name)) {
            Some(size) => needed.push((name, size)),
            None => missing += 1,
        }
    }
    write_needed(&dir.join(ATTACHMENTS), &needed)?;
    let newest = open::SCHEMA_VERSION;
    let mut findings =
        copy::examine(&dir.join(DATABASE), &shared.key, &copied.tables, newest, stop)?;
    let key_file = KeyFile::read(&dir.join(KEY_FILE))?;
    if let Err(error) = key_file.check_key(order.key) {
        findings.push(format!("key.json: {error}"));
    }
    let short = needed.iter().filter(|(name, size)| pool.size(name) != Some(*size)).count();
    if short > 0 {
        findings.push(format!("{short} attachments are not as long as in the vault"));
    }
    let manifest = Manifest {
        everkept_backup: VERSION,
        vault: key_file.vault(),
        made_ms: now.as_millisecond(),
        day: Day::new(now.to_zoned(shared.env.zone()).date()),
        by_hand: order.by_hand,
        bytes: copied.bytes,
        tables: copied.tables,
        attachments: needed.len() as u64,
        attachment_bytes: needed.iter().map(|(_, size)| size).sum(),
        missing,
        trouble: (!findings.is_empty()).then(|| findings.join("; ")),
    };
    write_manifest(dir, &manifest)?;
    sync_folder(dir)?;
    Ok(manifest)
}

/// A name by the second, in UTC so that it sorts; a second one in that second gets a number.
fn free_name(place: &Path, now: Timestamp) -> Result<String> {
    let second = now.strftime("%Y-%m-%dT%H%M%SZ").to_string();
    let taken = list::folders(place)?;
    let names = std::iter::once(second.clone()).chain((2..1000).map(|n| format!("{second}-{n}")));
    names
        .into_iter()
        .find(|name| !taken.iter().any(|there| there.trim_end_matches(FAILED) == name))
        .ok_or_else(|| Error::new(Code::Conflict, "a thousand backups were made in this second"))
}

fn write_needed(path: &Path, needed: &[(String, u64)]) -> Result<()> {
    let mut text = String::new();
    for (name, size) in needed {
        text.push_str(&format!("{name} {size}\n"));
    }
    write_file(path, text.as_bytes())
}

fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<()> {
    let json = serde_json::to_vec_pretty(manifest)
        .map_err(|source| Error::internal("writing what a backup is", source))?;
    let new = dir.join("backup.json.new");
    write_file(&new, &json)?;
    fs::rename(new, dir.join(MANIFEST)).attempt("writing what a backup is")
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let what = "writing a file of a backup";
    let mut file = File::create(path).attempt(what)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).attempt(what)
}

/// Opens a backup's database again: reads every page and counts the rows.
///
/// # Errors
/// `Invalid` when something is wrong; then it is kept apart from now on. `Unsupported` when a newer program
/// wrote it.
pub fn verify(backup: &Backup, key: &DataKey, stop: &Stop) -> Result<()> {
    let key = key.derive("database");
    let database = backup.path.join(DATABASE);
    let findings = copy::examine(&database, &key, &backup.tables, open::SCHEMA_VERSION, stop)?;
    if findings.is_empty() {
        return Ok(());
    }
    let words = findings.join("; ");
    if !backup.is_set_apart() {
        condemn(&backup.path, &words)?;
    }
    Err(Error::new(Code::Invalid, format!("this backup is damaged: {words}")))
}

/// Keeps a backup apart that was believed until it was looked at again.
fn condemn(path: &Path, words: &str) -> Result<()> {
    if let Ok(mut manifest) = list::manifest(path) {
        manifest.trouble = Some(words.to_owned());
        write_manifest(path, &manifest)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(FAILED);
    fs::rename(path, path.with_file_name(name)).attempt("keeping a damaged backup apart")?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Lets go what the rotation does not keep, then what no backup needs any more.
fn rotate_now(place: &Place) -> Result<()> {
    let backups = list(place)?;
    let mut goes: Vec<&Backup> = Vec::new();
    let failed: Vec<&Backup> = backups.iter().filter(|backup| backup.is_set_apart()).collect();
    let by_hand: Vec<&Backup> =
        backups.iter().filter(|backup| backup.believed() && backup.by_hand).collect();
    for (those, kept) in [(failed, FAILED_KEPT), (by_hand, BY_HAND)] {
        // Newest first.
        goes.extend(those.into_iter().skip(kept));
    }
    goes.extend(
        backups
            .iter()
            .filter(|backup| backup.believed() && !backup.by_hand && backup.kept.is_none()),
    );
    for backup in goes {
        let going = place.path().join(format!("{GOING}{}", backup.name));
        fs::rename(&backup.path, &going).attempt("letting a backup go")?;
        fs::remove_dir_all(&going).attempt("letting a backup go")?;
    }
    sweep(place)
}

/// Removes attachments that no backup needs. When one cannot say what it needs, all stay.
fn sweep(place: &Place) -> Result<()> {
    let mut held = BTreeSet::new();
    for name in list::folders(place.path())? {
        let path = place.path().join(&name);
        if !list::is_name(&name) {
            continue;
        }
        match list::needed(&path) {
            Ok(needed) => held.extend(needed.into_iter().map(|(name, _)| name)),
            Err(error) => {
                tracing::warn!(code = ?error.code(), "a backup does not say what it needs");
                return Ok(());
            }
        }
    }
    Pool::of(place.path()).sweep(&held)
}

/// Removes a file; it is no error that there is none.
fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).attempt("removing what was broken off")
        }
        _ => Ok(()),
    }
}
