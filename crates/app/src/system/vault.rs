//! The vault's life: made, unlocked, locked.

use base::error::{Error, Result};
use domain::command::Nothing;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::keyfile::{KeyFile, RecoveryWords};
use store::keyring;
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::app::{App, By, State};
use crate::erase::{self, Left};
use crate::place::Place;
use crate::process::apart;
use crate::starts::Safe;
use crate::system::system;

system! { COMMANDS "vault":
    /// Whether there is a vault, and whether it is open.
    read status(Nothing) -> VaultStatus, reads &["vault"];
    /// Makes a vault, leaves it open, and tells its recovery words.
    write create(CreateVault) -> Words;
    /// Opens the vault by passphrase, by recovery words, or (with neither) by the system's keyring.
    write unlock(UnlockVault) -> VaultStatus;
    /// Closes the vault and forgets its key.
    write lock(Nothing) -> ();
    /// Ends safe mode: what the person turned on runs beside the vault again.
    write start_normally(Nothing) -> VaultStatus;
    /// Somebody is here: the vault does not lock by itself for as long as is set.
    read active(Nothing) -> (), reads &[];
    /// Gives the vault another passphrase; the recovery words stay.
    write change_passphrase(NewPassphrase) -> ();
    /// Erases everything: the key first, then all files. Nothing brings it back. Tells what was not reached.
    write erase(EraseVault) -> Erased;
    /// The recovery words, once more.
    read recovery_words(Nothing) -> Words;
}

/// How the vault stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct VaultStatus {
    /// `absent`, `locked` or `open`.
    #[ts(type = "\"absent\" | \"locked\" | \"open\"")]
    state: String,
    /// Whether the system's keyring really keeps secrets.
    keyring: bool,
    /// Whether the keyring holds this vault's key.
    remembered: bool,
    /// Milliseconds until a passphrase may be tried again, after too many wrong ones; 0 is now.
    #[ts(type = "number")]
    wait_ms: u64,
    /// Whether the disk is so full that the room kept for that was given up. False while it is locked.
    disk_full: bool,
    /// Whether the vault lies where it is safe.
    place: Place,
    /// Why nothing runs beside the vault, while that is so.
    safe: Option<Safe>,
    /// What is wrong with a vault that did not open with its own key, in words; empty otherwise.
    damaged: Vec<String>,
    /// What this device is.
    device: String,
    /// The program's version.
    version: String,
}

/// A new vault.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateVault {
    /// Any words; paste is welcome.
    passphrase: String,
    /// Whether the system's keyring keeps the key.
    #[serde(default)]
    remember: bool,
}

/// The 24 recovery words.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Words {
    /// In order.
    recovery_words: Vec<String>,
}

/// By what the vault is opened.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct UnlockVault {
    /// The passphrase.
    #[serde(default)]
    passphrase: Option<String>,
    /// All 24 words.
    #[serde(default)]
    recovery_words: Option<String>,
    /// Whether the system's keyring keeps the key from now on.
    #[serde(default)]
    remember: Option<bool>,
}

/// Everything is to be erased.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EraseVault {
    /// The vault's passphrase, once more.
    passphrase: String,
}

/// What erasing came to.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Erased {
    /// What is still somewhere, and only a person can erase.
    left: Vec<Left>,
}

/// Another passphrase.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassphrase {
    /// Any words.
    passphrase: String,
}

fn status(app: &App, _: Nothing) -> Result<VaultStatus> {
    let state = match app.state() {
        State::Absent => "absent",
        State::Locked => "locked",
        State::Open => "open",
    };
    let works = app.has_keyring();
    // What is wrong with the key file is told by whoever unlocks.
    let vault = works.then(|| KeyFile::read(&app.key_path()).ok()).flatten();
    let remembered =
        vault.is_some_and(|file| keyring::recall(file.vault()).is_ok_and(|key| key.is_some()));
    Ok(VaultStatus {
        state: state.into(),
        keyring: works,
        remembered,
        wait_ms: app.unlock_wait_ms(),
        disk_full: app.vault().is_ok_and(|vault| vault.store.reserve().was_given_up()),
        place: Place::of(app.dir()),
        safe: app.safe(),
        damaged: app.damage_found(),
        device: std::env::consts::OS.into(),
        version: env!("CARGO_PKG_VERSION").into(),
    })
}

fn create(app: &App, request: CreateVault) -> Result<Words> {
    let passphrase = Zeroizing::new(request.passphrase);
    let words = app.create(&passphrase)?;
    if request.remember {
        remember(app, true)?;
    }
    Ok(in_words(&words))
}

fn in_words(words: &RecoveryWords) -> Words {
    Words { recovery_words: words.words().into_iter().map(str::to_owned).collect() }
}

fn unlock(app: &App, request: UnlockVault) -> Result<VaultStatus> {
    let passphrase = request.passphrase.map(Zeroizing::new);
    let words = request.recovery_words.map(Zeroizing::new);
    match (passphrase, words) {
        (Some(passphrase), None) => app.unlock(&passphrase)?,
        (None, Some(words)) => {
            let words = RecoveryWords::parse(&words)?;
            apart(|| {
                let key = KeyFile::read(&app.key_path())?.open_with_words(&words)?;
                app.open_with(key, By::RecoveryWords)
            })?;
        }
        (None, None) => apart(|| by_keyring(app))?,
        (Some(_), Some(_)) => {
            return Err(Error::invalid("passphrase", "either a passphrase or recovery words"));
        }
    }
    if let Some(wanted) = request.remember {
        remember(app, wanted)?;
    }
    status(app, Nothing {})
}

fn by_keyring(app: &App) -> Result<()> {
    let file = KeyFile::read(&app.key_path())?;
    let key = match app.config.keyring {
        true => keyring::recall(file.vault())?,
        false => None,
    };
    let key = key.ok_or_else(|| {
        Error::new(base::error::Code::Locked, "the keyring does not hold this vault's key")
    })?;
    file.check_key(&key)?;
    app.open_with(key, By::Keyring)
}

fn remember(app: &App, wanted: bool) -> Result<()> {
    let id = KeyFile::read(&app.key_path())?.vault();
    match (wanted, app.config.keyring) {
        (true, true) => keyring::remember(id, &app.vault()?.key),
        (false, true) => keyring::forget(id),
        (true, false) => Err(Error::new(
            base::error::Code::Unsupported,
            "this Everkept was started without the system's keyring",
        )),
        (false, false) => Ok(()),
    }
}

fn start_normally(app: &App, _: Nothing) -> Result<VaultStatus> {
    app.start_normally();
    status(app, Nothing {})
}

fn active(app: &App, _: Nothing) -> Result<()> {
    app.touch();
    Ok(())
}

fn erase(app: &App, request: EraseVault) -> Result<Erased> {
    let passphrase = Zeroizing::new(request.passphrase);
    Ok(Erased { left: erase::erase(app, &passphrase)? })
}

fn lock(app: &App, _: Nothing) -> Result<()> {
    app.lock();
    Ok(())
}

fn change_passphrase(app: &App, request: NewPassphrase) -> Result<()> {
    let passphrase = Zeroizing::new(request.passphrase);
    let vault = app.vault()?;
    let (env, strength) = (&*app.config.env, app.config.strength);
    apart(|| {
        KeyFile::read(&app.key_path())?.change_passphrase(env, &vault.key, &passphrase, strength)
    })
}

fn recovery_words(app: &App, _: Nothing) -> Result<Words> {
    let vault = app.vault()?;
    let words = apart(|| KeyFile::read(&app.key_path())?.recovery_words(&vault.key))?;
    Ok(in_words(&words))
}
