//! The drill: a backup is brought back in a place of its own, looked at as a whole vault, and goes again.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use base::env::Env;
use base::error::{Code, Result};

use super::{Backup, Place, Pool, Stop, condemn, restore};
use crate::doctor;
use crate::error::Attempt;
use crate::key::DataKey;
use crate::keyfile::KeyFile;
use crate::open::SCHEMA_VERSION;
use crate::store::{Schema, Store};

/// How the folder of a drill begins.
pub(super) const FOLDER: &str = ".drill-";

/// What a drill found.
#[derive(Debug, Clone, Default)]
pub struct Drilled {
    /// Live and trashed records, facts and attachments, by kind.
    pub counts: BTreeMap<String, u64>,
    /// A hash over all that it keeps ([`doctor::digest`]).
    pub digest: String,
    /// Attachments that were read to their end.
    pub attachments: u64,
    /// What is wrong, in words; empty is well.
    pub findings: Vec<String>,
}

/// Brings a backup back beside the backups, opens it, checks its pages, its log, every document and every
/// byte of its attachments, and removes it again. One in which something is wrong is kept apart from now
/// on. `progress` gets 0 to 1 and may break off.
///
/// # Errors
/// `Conflict` when it was broken off or the disk is full; `Locked` when the key is not the backup's.
pub fn drill(
    place: &Place,
    backup: &Backup,
    open: (&DataKey, Schema, Arc<dyn Env>),
    stop: &Stop,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<Drilled> {
    let _lock = place.open()?;
    let dir = place.path().join(format!("{FOLDER}{}", backup.name));
    let outcome = look(backup, &dir, open, stop, progress);
    if dir.exists() {
        fs::remove_dir_all(&dir).attempt("removing what a drill made")?;
    }
    let drilled = match outcome {
        Ok(drilled) => drilled,
        // What its copy cannot even be opened with is a finding, not a failure of the drill.
        Err(error) if matches!(error.code(), Code::Internal | Code::Invalid | Code::NotFound) => {
            Drilled { findings: vec![error.to_string()], ..Drilled::default() }
        }
        Err(error) => return Err(error),
    };
    if !drilled.findings.is_empty() && !backup.is_set_apart() {
        condemn(&backup.path, &drilled.findings.join("; "))?;
    }
    Ok(drilled)
}

fn look(
    backup: &Backup,
    dir: &Path,
    (key, schema, env): (&DataKey, Schema, Arc<dyn Env>),
    stop: &Stop,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<Drilled> {
    let mut going = |fraction: f64| -> Result<()> {
        if progress(fraction).is_break() {
            return Err(Stop::stopped());
        }
        stop.check()
    };
    going(0.0)?;
    let mut findings = super::copy::examine(
        &backup.path.join(super::DATABASE),
        &key.derive("database"),
        &backup.tables,
        SCHEMA_VERSION,
        stop,
    )?;
    if !findings.is_empty() {
        return Ok(Drilled { findings, ..Drilled::default() });
    }
    going(0.2)?;
    let restored = restore::into_new(backup, dir, stop)?;
    if restored.missing > 0 {
        findings.push(format!("{} attachments that were copied are gone", restored.missing));
    }
    KeyFile::read(&dir.join(super::KEY_FILE))?.check_key(key)?;
    let store = Store::open(dir, key, schema, env, Arc::new(|_| {}))?;
    going(0.4)?;
    let checkup = store.read(doctor::check)?;
    let hashes = store.read(|cx| cx.attachments())?;
    // Those that are missing were counted, or were not here when the backup was made.
    findings.extend(checkup.findings.into_iter().filter(|found| !found.starts_with("attachment ")));
    let mut whole = 0;
    for (index, hash) in hashes.iter().enumerate() {
        going(0.5 + 0.4 * index as f64 / hashes.len() as f64)?;
        match store.blobs().verify(hash) {
            Ok(()) => whole += 1,
            Err(error) if error.code() == Code::NotFound => {}
            Err(error) => {
                // The next backup takes it from the vault again, where it may be whole.
                let name = store.blobs().disk_name(hash);
                let pool = Pool::of(backup.path.parent().unwrap_or(Path::new("")));
                super::remove_file(&pool.path_of(&name))?;
                findings.push(error.to_string());
            }
        }
    }
    going(0.9)?;
    let digest = store.read(doctor::digest)?;
    Ok(Drilled { counts: checkup.counts, digest, attachments: whole, findings })
}
