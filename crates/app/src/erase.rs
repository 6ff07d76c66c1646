//! Erasing everything: the wraps of the key first, because what is left without them is noise.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::env::Env;
use base::error::{Code, Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::backup::{self, KEY_FILE, noted, restore};
use store::keyring;
use store::migrate;
use sync_client::client::Client;
use ts_rs::TS;

use crate::app::App;

/// What a vault's folder holds, all of it Everkept's own. Anything else in it is somebody's file.
const OWN: &[&str] = &[
    "everkept.db",
    "everkept.db-wal",
    "everkept.db-shm",
    "blobs",
    "thumbs",
    "staged",
    "reserve",
    "backups",
    noted::FILE,
    noted::FILE_NEW,
    migrate::BEFORE,
    "device",
    "attempts.json",
    "starts.json",
    "starts.json.new",
    "crashes",
    "inbox",
    "inbox.key",
    "key.json.new",
    "lock",
];

/// Something that erasing did not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Left {
    /// `file`: in the vault's folder, but not Everkept's, or the system keeps it. `keyring`: the system's
    /// keyring did not answer. `backup`: a backup, or the folder that they lie in, is still there. `server`: what a server for sync keeps. `device`: a device that has a copy.
    #[ts(type = "\"file\" | \"keyring\" | \"backup\" | \"server\" | \"device\"")]
    pub(crate) what: String,
    /// Its name.
    pub(crate) name: String,
}

impl Left {
    fn new(what: &str, name: impl Into<String>) -> Left {
        Left { what: what.into(), name: name.into() }
    }
}

/// Erases the vault. Its key is destroyed first; from then on nothing of it can be read by anybody.
///
/// # Errors
/// `Locked` when the passphrase is wrong, and `Denied` when it has to wait: nothing was touched. `Denied`
/// when the key file cannot be written over: nothing else was touched.
pub(crate) fn erase(app: &App, passphrase: &str) -> Result<Vec<Left>> {
    let vault = app.prove(passphrase)?;
    let mut left = elsewhere(app)?;
    let copies = copies(app)?;
    app.lock();
    if app.config.keyring && keyring::forget(vault).is_err() {
        left.push(Left::new("keyring", vault.to_string()));
    }
    destroy(&app.key_path(), &*app.config.env)?;
    for copy in copies {
        if destroy(&copy.join(KEY_FILE), &*app.config.env).is_err()
            || fs::remove_dir_all(&copy).is_err()
        {
            left.push(Left::new("backup", copy.display().to_string()));
        }
    }
    left.extend(remove_all(app.dir()));
    app.announce("vault");
    Ok(left)
}

/// Folders that hold wraps of the same key: the backups, what was put aside when one came back, and one
/// that is half way back.
fn copies(app: &App) -> Result<Vec<PathBuf>> {
    let vault = app.vault()?;
    let backups = backup::list(&app.backup_place(&vault)?).unwrap_or_default();
    let asides = fs::read_dir(app.dir()).into_iter().flatten().flatten();
    let asides = asides.map(|entry| entry.path()).filter(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(restore::ASIDE))
    });
    let staged =
        restore::STAGED.iter().map(|name| app.dir().join(name)).filter(|path| path.is_dir());
    Ok(backups.into_iter().map(|backup| backup.path).chain(asides).chain(staged).collect())
}

/// Copies on other machines, which only their owners can erase.
fn elsewhere(app: &App) -> Result<Vec<Left>> {
    let vault = app.vault()?;
    let Some(client) = Client::open(&vault.store, Arc::clone(&app.config.env))? else {
        return Ok(Vec::new());
    };
    let status = client.status(&vault.store)?;
    let others =
        status.devices.into_iter().filter(|other| !other.this && other.removed_ms.is_none());
    let others = others.map(|other| Left::new("device", other.name.unwrap_or(other.id)));
    Ok(std::iter::once(Left::new("server", status.server)).chain(others).collect())
}

/// Writes noise over the wraps, waits for the disk, and removes them.
fn destroy(path: &Path, env: &dyn Env) -> Result<()> {
    let failing = |source| {
        Error::new(Code::Denied, "the key file cannot be written over; nothing was erased")
            .because(source)
    };
    let length = fs::metadata(path).map_err(failing)?.len();
    let mut noise = vec![0; usize::try_from(length).unwrap_or(0)];
    env.fill(&mut noise);
    let mut file = OpenOptions::new().write(true).open(path).map_err(failing)?;
    file.write_all(&noise).map_err(failing)?;
    file.sync_all().map_err(failing)?;
    drop(file);
    fs::remove_file(path).map_err(failing)
}

/// Removes what is Everkept's; answers what stays.
fn remove_all(folder: &Path) -> Vec<Left> {
    for name in OWN {
        let path = folder.join(name);
        let removed = match fs::symlink_metadata(&path) {
            Ok(about) if about.is_dir() => fs::remove_dir_all(&path),
            Ok(_) => fs::remove_file(&path),
            Err(error) => Err(error),
        };
        if let Err(error) = removed
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(name, kind = ?error.kind(), "it could not be removed");
        }
    }
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.map(|name| Left::new("file", name)).collect()
}

#[cfg(test)]
mod tests {
    use store::keyfile::Strength;

    use super::*;
    use crate::app::Config;

    const PASSPHRASE: &str = "lantern orchard umbrella tide";

    fn app(dir: &Path) -> Arc<App> {
        App::new(Config {
            dir: dir.to_owned(),
            env: Arc::new(base::env::FixedEnv::at("2026-03-01T10:00:00Z", "UTC", 7)),
            strength: Strength::Floor,
            keyring: false,
        })
    }

    #[test]
    fn s16_everything_goes_and_what_is_somebodys_own_stays_and_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = app(folder.path());
        app.create(PASSPHRASE).expect("a vault");
        let copy = fs::read(app.key_path()).expect("the key file");
        fs::write(folder.path().join("letter.txt"), "mine").expect("a file");

        let wrong = erase(&app, "lantern").expect_err("it is another passphrase");
        assert_eq!(wrong.code(), Code::Locked);
        assert_eq!(fs::read(app.key_path()).expect("the key file"), copy, "nothing was touched");
        app.vault().expect("the vault is still open");

        let left = erase(&app, PASSPHRASE).expect("it is erased");
        assert_eq!(left, [Left::new("file", "letter.txt")]);
        let names = fs::read_dir(folder.path()).expect("the folder").flatten();
        assert_eq!(names.map(|entry| entry.file_name()).collect::<Vec<_>>(), ["letter.txt"]);
        assert_eq!(app.vault().err().map(|error| error.code()), Some(Code::NotFound));
        // The folder may hold a new vault.
        app.create(PASSPHRASE).expect("another vault");
    }

    #[test]
    fn s9_guesses_wait_here_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = app(folder.path());
        app.create(PASSPHRASE).expect("a vault");
        for _ in 0..5 {
            assert_eq!(erase(&app, "no").map_err(|error| error.code()), Err(Code::Locked));
        }
        assert_eq!(erase(&app, PASSPHRASE).map_err(|error| error.code()), Err(Code::Denied));
        app.lock();
        assert_eq!(app.unlock(PASSPHRASE).map_err(|error| error.code()), Err(Code::Denied));
    }
}
