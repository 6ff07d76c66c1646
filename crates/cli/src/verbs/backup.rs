//! `backup` and `restore`: a copy of the vault that is believed, and the way back from it.

use std::path::{Path, PathBuf};

use app::system::backups;
use base::error::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Health, in_text};
use crate::out::Out;
use crate::vault::{Access, ask};

#[derive(Deserialize)]
struct Made {
    path: String,
    backup: Row,
    seconds: f64,
}

#[derive(Deserialize)]
struct Row {
    bytes: u64,
    attachment_bytes: u64,
    records: u64,
    facts: u64,
    attachments: u64,
}

/// Makes a backup now, where it is set or in another folder.
///
/// # Errors
/// `NotFound` or `Denied` at `folder` when it cannot be written to; the backup's own.
pub(super) fn make(access: &Access, folder: Option<&Path>, out: Out) -> Result<()> {
    let folder = match folder {
        Some(folder) => {
            let whole = std::path::absolute(folder)
                .map_err(|source| Error::invalid("folder", "this is no folder").because(source))?;
            Some(in_text(&whole)?.to_owned())
        }
        None => None,
    };
    let app = access.open()?;
    let request = folder.map_or_else(|| json!({}), |folder| json!({ "folder": folder }));
    if out.json {
        return out.value(&ask::<Value>(&app, "backups.make", &request)?);
    }
    let Made { path, backup, seconds } = ask(&app, "backups.make", &request)?;
    out.line(format_args!("{path}"))?;
    out.line(format_args!(
        "{} bytes, and {} of {} attachments; {} records, {} facts; made and read again in {seconds:.1} s",
        backup.bytes, backup.attachment_bytes, backup.attachments, backup.records, backup.facts,
    ))
}

/// What `restore` is to do.
pub(super) struct Wanted {
    /// A backup, or a folder of them.
    pub(super) from: PathBuf,
    /// The new vault's folder; none: a temporary one, to look at only.
    pub(super) into: Option<PathBuf>,
    /// Whether it is opened and checked.
    pub(super) verify: bool,
}

/// Brings a backup back into a new folder, or only tries it. Answers whether all is well.
///
/// # Errors
/// `Invalid` when it says neither what for; `Conflict` when there is a vault; `Locked` when the passphrase,
/// which only checking needs, is another.
pub(super) fn restore(access: &Access, wanted: &Wanted, out: Out) -> Result<bool> {
    let trial = match (&wanted.into, wanted.verify) {
        (Some(_), _) => None,
        (None, true) => {
            Some(std::env::temp_dir().join(format!("everkept-restore-{}", std::process::id())))
        }
        (None, false) => {
            return Err(Error::invalid(
                "into",
                "name a new vault's folder, or --verify to try only",
            ));
        }
    };
    let into = wanted.into.as_ref().or(trial.as_ref()).expect("one of both was just made");
    let outcome = bring(access, wanted, into, out);
    if let Some(trial) = trial
        && trial.exists()
        && let Err(error) = std::fs::remove_dir_all(&trial)
    {
        out.note(format_args!("the folder {} stays: {error}", trial.display()));
    }
    outcome
}

fn bring(access: &Access, wanted: &Wanted, into: &Path, out: Out) -> Result<bool> {
    let (backup, restored) = backups::into_new(&wanted.from, into)?;
    let health = if wanted.verify { Some(check(&access.at(into))?) } else { None };
    let ok = restored.missing == 0 && health.as_ref().is_none_or(|health| health.ok);
    let from = backup.path.display().to_string();
    let vault = wanted.into.as_ref().map(|into| into.display().to_string());
    if out.json {
        out.value(&json!({
            "backup": from, "vault": vault, "bytes": restored.bytes,
            "attachments": restored.attachments, "missing": restored.missing,
            "health": health, "ok": ok,
        }))?;
        return Ok(ok);
    }
    out.line(format_args!("backup {from}"))?;
    if let Some(vault) = vault {
        out.line(format_args!("The vault is in {vault}; its passphrase is that of the backup."))?;
    }
    let (attachments, bytes) = (restored.attachments, restored.bytes);
    out.line(format_args!("{bytes} bytes, {attachments} attachments"))?;
    if restored.missing > 0 {
        out.line(format_args!("wrong: {} attachments are not in it any more", restored.missing))?;
    }
    if let Some(health) = &health {
        super::report(health, out)?;
    }
    Ok(ok)
}

/// Opens what came back and reads all of it.
fn check(access: &Access) -> Result<Health> {
    let app = access.open()?;
    let mut health: Health = ask(&app, "doctor.check", &json!({ "digest": true }))?;
    health.findings.extend(app.check_attachments()?);
    health.ok = health.findings.is_empty();
    app.lock();
    Ok(health)
}
