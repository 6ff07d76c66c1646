//! The way back for a vault that is damaged so that it does not open: its backups, and one of them in its
//! place. Needs no open vault, but the key that somebody has just unwrapped.

use std::path::PathBuf;

use base::error::{Code, Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::backup::{self, restore as back};
use ts_rs::TS;

use super::backups::swap;
use super::backups::wire::{BackupRow, RestoredVault};
use crate::app::App;
use crate::system::system;

system! { COMMANDS "rescue":
    /// The backups of a vault that did not open because it is damaged, the newest first.
    read list(WhereBackups) -> Vec<BackupRow>, reads &["vault", "backups"];
    /// Puts a backup in the place of the damaged vault, which is kept aside, and opens it.
    write restore(RescueBackup) -> RestoredVault;
}

/// Where to look for backups.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct WhereBackups {
    /// A folder, from the root of the disk; without it those where backups were made.
    #[serde(default)]
    folder: Option<String>,
}

/// A backup of a damaged vault.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct RescueBackup {
    /// Its name.
    name: String,
    /// The folder in which it was found, when one was named.
    #[serde(default)]
    folder: Option<String>,
}

fn named(folder: Option<String>) -> Result<Option<PathBuf>> {
    let Some(folder) = folder.map(PathBuf::from) else { return Ok(None) };
    if !folder.is_absolute() {
        return Err(Error::invalid("folder", "a folder is named from the root of the disk"));
    }
    if !folder.is_dir() {
        return Err(Error::new(Code::NotFound, "this folder is not there").at("folder"));
    }
    Ok(Some(folder))
}

fn list(app: &App, request: WhereBackups) -> Result<Vec<BackupRow>> {
    app.with_damage(|damage| {
        let folder = named(request.folder)?;
        let found = app.backups_of_damaged(damage, folder.as_deref())?;
        Ok(found.iter().map(BackupRow::of).collect())
    })
}

fn restore(app: &App, request: RescueBackup) -> Result<RestoredVault> {
    let folder = named(request.folder)?;
    let stop = backup::Stop::default();
    let _working = app.services.backups.work();
    let staged = app.with_damage(|damage| {
        let found = app.backups_of_damaged(damage, folder.as_deref())?;
        let found = found.into_iter().find(|backup| backup.name == request.name);
        let backup = found.ok_or_else(|| {
            let message = format!("there is no backup {:?} of this vault", request.name);
            Error::new(Code::NotFound, message).at("name")
        })?;
        backup::verify(&backup, &damage.key, &stop).map_err(|error| error.at("name"))?;
        back::stage(&backup, app.dir(), &app.key_path(), &stop)
    })?;
    let (aside, swapped) = swap(app);
    swapped?;
    app.open_what_came_back()?;
    app.backups_set();
    Ok(RestoredVault {
        aside: app.dir().join(aside).display().to_string(),
        attachments: staged.attachments,
        missing: staged.missing,
    })
}
