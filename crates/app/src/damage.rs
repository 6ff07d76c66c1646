//! A vault that its own key does not open any more: the disk holds other bytes than were written. The key
//! that was unwrapped waits for a backup to be put in the vault's place, as long as nobody locks.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use base::error::{Code, Error, Result};
use store::backup::{self, Backup, noted};
use store::doctor;
use store::key::DataKey;
use store::keyfile::KeyFile;

use crate::app::{App, By};

/// What could not be opened.
pub(crate) struct Damage {
    pub(crate) key: DataKey,
    pub(crate) by: By,
    /// What is wrong, in words.
    found: Vec<String>,
}

impl App {
    /// The vault did not open with a key that is its own. What is no damage stays the error that it is:
    /// another program, a full disk, a newer version, a folder that may not be read.
    pub(crate) fn could_not_open(&self, error: Error, key: DataKey, by: By) -> Error {
        if !store::error::is_damage(&error) {
            return error;
        }
        let mut found = doctor::broken_pages(self.dir(), &key).unwrap_or_default();
        if found.is_empty() {
            found.push(error.to_string());
        }
        tracing::error!(code = ?error.code(), pages = found.len(), "the vault is damaged");
        *self.damage.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Damage { key, by, found });
        self.announce("vault");
        Error::internal("the vault is damaged, and can be brought back from a backup", error)
    }

    /// What is wrong with a vault that its key did not open; nothing when nobody tried, or it opened.
    pub(crate) fn damage_found(&self) -> Vec<String> {
        let damage = self.damage.lock().unwrap_or_else(PoisonError::into_inner);
        damage.as_ref().map(|damage| damage.found.clone()).unwrap_or_default()
    }

    /// Forgets the key of a damaged vault.
    pub(crate) fn forget_damage(&self) {
        drop(self.take_damage());
    }

    fn take_damage(&self) -> Option<Damage> {
        self.damage.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Does something with the key of the damaged vault, which waits on when that fails.
    ///
    /// # Errors
    /// `Locked` when no vault is damaged, or nobody has tried to open it.
    pub(crate) fn with_damage<T>(&self, work: impl FnOnce(&Damage) -> Result<T>) -> Result<T> {
        let damage = self.damage.lock().unwrap_or_else(PoisonError::into_inner);
        let damage = damage.as_ref().ok_or_else(|| {
            let message = "no vault is damaged here, or nobody has tried to open it";
            Error::new(Code::Locked, message)
        })?;
        work(damage)
    }

    /// Opens what came back in the place of the damaged vault.
    pub(crate) fn open_what_came_back(&self) -> Result<()> {
        match self.take_damage() {
            Some(Damage { key, by, .. }) => self.open_with(key, by),
            None => Err(Error::new(Code::Locked, "the vault is locked")),
        }
    }

    /// Backups of the damaged vault: in the folder that the person names, else where they were made and in
    /// the vault's own. The newest first.
    pub(crate) fn backups_of_damaged(
        &self,
        damage: &Damage,
        folder: Option<&Path>,
    ) -> Result<Vec<Backup>> {
        let vault = KeyFile::read(&self.key_path())?.vault();
        if let Some(folder) = folder {
            return backup::of_vault(folder, vault);
        }
        let own = self.own_backup_folder();
        // Where that cannot be read either, the person names the folder.
        let noted = noted::noted(self.dir(), &damage.key).ok().flatten();
        let mut folders: Vec<PathBuf> = noted.into_iter().chain([own]).collect();
        folders.dedup();
        let mut found = Vec::new();
        for folder in folders {
            found.extend(backup::of_vault(&folder, vault)?);
        }
        found.sort_by_key(|backup| std::cmp::Reverse(backup.made_ms));
        Ok(found)
    }
}
