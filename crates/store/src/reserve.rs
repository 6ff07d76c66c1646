//! Room that is kept for the moment when the disk is full.
//!
//! SQLite needs room even to delete: a full disk could not be made emptier from inside. So a file of noise
//! lies in the vault's folder. The first write that finds no room gives it up, and what comes after has
//! somewhere to go: the words that are being typed, what the person deletes, the checkpoint.

use std::error::Error as _;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base::env::Env;
use base::error::{Error, Result};
use rusqlite::ErrorCode;

use crate::error::Attempt;

/// How much is kept.
const BYTES: u64 = 16 * 1024 * 1024;
/// How much is free beside it when it is made: else making it would be what fills the disk.
const BESIDE: u64 = 16 * 1024 * 1024;
/// Written at once.
const PIECE: usize = 256 * 1024;

/// The room of one vault.
#[derive(Debug, Clone)]
pub struct Reserve {
    path: PathBuf,
    given_up: Arc<AtomicBool>,
}

impl Reserve {
    pub(crate) fn of(dir: &Path) -> Reserve {
        Reserve { path: dir.join("reserve"), given_up: Arc::default() }
    }

    /// Whether the room is there.
    pub fn is_kept(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|about| BYTES <= about.len())
    }

    /// Whether a write found the disk full, and there is no room kept since.
    pub fn was_given_up(&self) -> bool {
        self.given_up.load(Ordering::Acquire)
    }

    /// Takes the room, if the disk has it twice; answers whether it is there now.
    ///
    /// # Errors
    /// `Denied` when the folder cannot be written to; `Internal` when the disk fails.
    pub fn keep(&self, env: &dyn Env) -> Result<bool> {
        if self.is_kept() {
            return Ok(true);
        }
        match self.fill(env) {
            Ok(()) => {
                self.given_up.store(false, Ordering::Release);
                Ok(true)
            }
            Err(error) => {
                self.give_up();
                match error.kind() {
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Ok(false),
                    _ => Err(error).attempt("keeping room on the disk"),
                }
            }
        }
    }

    /// Noise, because a file system that compresses would keep no room for anything else.
    fn fill(&self, env: &dyn Env) -> std::io::Result<()> {
        let mut seed = [0; 32];
        env.fill(&mut seed);
        let mut noise = blake3::Hasher::new_keyed(&seed).finalize_xof();
        let mut piece = vec![0; PIECE];
        let mut file = File::create(&self.path)?;
        let mut written = 0;
        while written < BYTES + BESIDE {
            noise.fill(&mut piece);
            file.write_all(&piece)?;
            written += PIECE as u64;
        }
        // Only what has reached the disk is surely there.
        file.sync_data()?;
        file.set_len(BYTES)
    }

    /// Gives the room to whatever is written next.
    pub(crate) fn give_up(&self) {
        self.given_up.store(true, Ordering::Release);
        match fs::remove_file(&self.path) {
            Ok(()) => tracing::warn!("the disk is full: the room that was kept is given up"),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(kind = ?error.kind(), "the room that was kept stays"),
        }
    }
}

/// Whether a write found no room.
pub fn is_full(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        let by_sqlite = cause.downcast_ref::<rusqlite::Error>();
        let by_system = cause.downcast_ref::<std::io::Error>();
        if by_sqlite.and_then(rusqlite::Error::sqlite_error_code) == Some(ErrorCode::DiskFull)
            || by_system.is_some_and(|error| error.kind() == ErrorKind::StorageFull)
        {
            return true;
        }
        source = cause.source();
    }
    false
}
