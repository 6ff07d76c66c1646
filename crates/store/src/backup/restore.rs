//! The way back: into a new folder, or in the place of a vault, which is then kept aside.
//!
//! What comes back is first written whole into a folder of its own. Then it takes the place of what is
//! there in two rounds of renaming, and each can be gone through again from wherever it was broken off
//! ([`finish`]): a program that is killed meanwhile leaves no mixture, and nothing is ever deleted.
//!
//! What came back has no mark of this device beside it (`open.rs`), so it goes on under a new incarnation:
//! it begins a new life for sync, too.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base::error::{Code, Error, Result};

use super::{Backup, DATABASE, KEY_FILE, Pool, Stop, list, pool};
use crate::blob_file::sync_folder;
use crate::error::Attempt;
use crate::keyfile::KeyFile;
use crate::migrate::BEFORE;
use crate::store::lock;

/// Being written; may be thrown away.
const COMING: &str = ".restoring";
/// Written whole: what is there makes way.
const READY: &str = ".restored";
/// What was there has made way: this takes its place.
const ENTERING: &str = ".restored-enters";
/// Folders in which a vault is on its way back.
pub const STAGED: [&str; 3] = [COMING, READY, ENTERING];
/// How the folder begins that keeps what made way.
pub const ASIDE: &str = "before-restore";
/// The file that says where what makes way is kept.
const WHERE: &str = "aside";

/// What makes up a vault on the disk, the key file last: a folder without one holds no vault.
const PARTS: [&str; 11] = [
    "everkept.db-wal",
    "everkept.db-shm",
    "everkept.db-journal",
    DATABASE,
    BEFORE,
    "device",
    "thumbs",
    "staged",
    "blobs",
    "key.json.new",
    KEY_FILE,
];

/// How long a vault that was just closed may take to let go of its files.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came back.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Attachments.
    pub attachments: u64,
    /// Attachments that the pool does not hold, or not in their size.
    pub missing: u64,
    /// Bytes, attachments included.
    pub bytes: u64,
    /// Where the earlier vault is kept, if there was one.
    pub aside: Option<PathBuf>,
}

/// Brings a backup back into a folder in which there is no vault.
///
/// # Errors
/// `Conflict` when there is a vault, or the disk is full; `Invalid` or `NotFound` when the backup is
/// damaged or a part of it is gone.
pub fn into_new(backup: &Backup, dir: &Path, stop: &Stop) -> Result<Restored> {
    fs::create_dir_all(dir).attempt("making the folder of the vault").map_err(|e| e.at("into"))?;
    let _lock = lock(dir)?;
    finish(dir)?;
    if [DATABASE, KEY_FILE].iter().any(|part| dir.join(part).exists()) {
        let message = "there is a vault in this folder already: name a new one";
        return Err(Error::new(Code::Conflict, message).at("into"));
    }
    let restored = stage(backup, dir, &backup.path.join(KEY_FILE), stop)?;
    commit(dir, "")?;
    Ok(restored)
}

/// Writes what comes back beside a vault, which may be open. Nothing of the vault is touched.
///
/// # Errors
/// As [`into_new`].
pub fn stage(backup: &Backup, dir: &Path, key_file: &Path, stop: &Stop) -> Result<Restored> {
    if let Some(trouble) = &backup.trouble {
        return Err(Error::new(Code::Invalid, format!("this backup is damaged: {trouble}")));
    }
    let coming = dir.join(COMING);
    if coming.exists() {
        fs::remove_dir_all(&coming).attempt("removing what was broken off")?;
    }
    let outcome = write(backup, &coming, key_file, stop);
    if outcome.is_err() {
        // Whatever cannot be removed now goes with the next attempt.
        drop(fs::remove_dir_all(&coming));
    }
    outcome
}

fn write(backup: &Backup, coming: &Path, key_file: &Path, stop: &Stop) -> Result<Restored> {
    fs::create_dir(coming).attempt("making a folder beside the vault")?;
    KeyFile::read(key_file)?;
    pool::copy(&backup.path.join(DATABASE), &coming.join(DATABASE), stop)?;
    pool::copy(key_file, &coming.join(KEY_FILE), stop)?;
    let pool = Pool::of(backup.path.parent().unwrap_or(Path::new("")));
    let blobs = coming.join("blobs");
    fs::create_dir(&blobs).attempt("making the folder of attachments")?;
    let mut restored = Restored { attachments: 0, missing: 0, bytes: backup.bytes, aside: None };
    for (name, size) in list::needed(&backup.path)? {
        stop.check()?;
        if pool.size(&name) != Some(size) {
            restored.missing += 1;
            continue;
        }
        let folder = blobs.join(&name[..2]);
        fs::create_dir_all(&folder).attempt("making a folder of attachments")?;
        pool::link_or_copy(&pool.path_of(&name), &folder.join(&name), stop)?;
        restored.attachments += 1;
        restored.bytes += size;
    }
    sync_folder(coming)?;
    Ok(restored)
}

/// Throws away what was staged.
pub fn forget(dir: &Path) {
    // Whatever cannot be removed now goes with the next attempt.
    drop(fs::remove_dir_all(dir.join(COMING)));
}

/// Puts what was staged in the place of the vault in the folder, which is closed and is kept in the folder
/// `aside` in it.
///
/// # Errors
/// `Conflict` when the vault is still open; then it stays as it is. Broken off later, it is finished when
/// the vault is next opened.
pub fn swap(dir: &Path, aside: &str) -> Result<()> {
    let began = Instant::now();
    let _lock = loop {
        match lock(dir) {
            Err(error) if error.code() == Code::Conflict && began.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            outcome => break outcome?,
        }
    };
    commit(dir, aside)
}

fn commit(dir: &Path, aside: &str) -> Result<()> {
    super::write_file(&dir.join(COMING).join(WHERE), aside.as_bytes())?;
    fs::rename(dir.join(COMING), dir.join(READY)).attempt("putting what came back in its place")?;
    sync_folder(dir)?;
    finish(dir)
}

/// Finishes what [`swap`] or [`into_new`] began, if one was broken off. Only for who has the folder's lock.
pub(crate) fn finish(dir: &Path) -> Result<()> {
    let what = "putting what came back in its place";
    let (ready, entering) = (dir.join(READY), dir.join(ENTERING));
    if ready.is_dir() {
        let name = fs::read_to_string(ready.join(WHERE)).attempt(what)?;
        for part in PARTS.iter().filter(|part| dir.join(part).exists()) {
            let aside = dir.join(if name.is_empty() { ASIDE } else { name.as_str() });
            fs::create_dir_all(&aside).attempt("keeping the earlier vault")?;
            fs::rename(dir.join(part), aside.join(part)).attempt("keeping the earlier vault")?;
        }
        sync_folder(dir)?;
        fs::rename(&ready, &entering).attempt(what)?;
        sync_folder(dir)?;
    }
    if entering.is_dir() {
        for part in PARTS.iter().filter(|part| entering.join(part).exists()) {
            fs::rename(entering.join(part), dir.join(part)).attempt(what)?;
        }
        sync_folder(dir)?;
        fs::remove_dir_all(&entering).attempt(what)?;
    }
    Ok(())
}

/// The same for who has not: before the key file is looked for. A vault that is open elsewhere was
/// finished when it was opened.
///
/// # Errors
/// The disk's own.
pub fn finish_if_broken_off(dir: &Path) -> Result<()> {
    if !is_on_its_way(dir) {
        return Ok(());
    }
    match lock(dir) {
        Ok(_lock) => finish(dir),
        Err(error) if error.code() == Code::Conflict => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether a vault is on its way into this folder: for some moments it has no key file.
pub fn is_on_its_way(dir: &Path) -> bool {
    dir.join(READY).is_dir() || dir.join(ENTERING).is_dir()
}
