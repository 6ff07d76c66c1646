//! What the connectors need of the program: a memory, the keyring, and somebody who takes pages in.
//!
//! They hold the vault weakly: when it locks, a run that is under way has nowhere to put its next page
//! and ends, and a vault that is opened again is never written by an earlier opening's connectors.

use std::sync::{Arc, Weak};

use base::error::{Code, Error, Result};
use integrations::outside::{Intake, Memory, Outside, Secrets, TakenIn};
use store::keyfile::{KeyFile, VaultId};
use store::keyring::secret;
use store::store::Write;
use store::write::Step;
use zeroize::Zeroizing;

use crate::app::{App, Vault};
use crate::import;

/// The program around the connectors of an open vault.
pub(super) fn of(app: &App, vault: &Arc<Vault>) -> Outside {
    let home = Home { app: Weak::clone(&app.me), vault: Arc::downgrade(vault) };
    // Asked for once: a vault whose key file is gone has no name for its secrets.
    let name = KeyFile::read(&app.key_path()).map(|file| file.vault()).ok();
    let ring = Ring { app: Weak::clone(&app.me), vault: name };
    Outside {
        env: Arc::clone(&app.config.env),
        memory: Arc::new(home.clone()),
        secrets: Arc::new(ring),
        intake: Arc::new(home),
    }
}

#[derive(Clone)]
struct Home {
    app: Weak<App>,
    vault: Weak<Vault>,
}

impl Home {
    fn vault(&self) -> Result<Arc<Vault>> {
        self.vault.upgrade().ok_or_else(|| Error::new(Code::Locked, "the vault is locked"))
    }
}

impl Memory for Home {
    fn load(&self, key: &str) -> Result<Option<String>> {
        self.vault()?.store.read(|cx| cx.device_value(key))
    }

    fn save(&self, key: &str, value: &str) -> Result<()> {
        let (key, value) = (key.to_owned(), value.to_owned());
        let write = Write::new("accounts.state").step(Step::None);
        self.vault()?.store.write(write, move |cx| cx.set_device_value(&key, &value))
    }
}

impl Intake for Home {
    fn take_in(&self, format: &str, name: &str, bytes: Vec<u8>) -> Result<TakenIn> {
        let report = import::arrive(&self.vault()?, format, name, bytes)?;
        if let Some(app) = self.app.upgrade() {
            let added = i64::try_from(report.added).unwrap_or(i64::MAX);
            app.tally.add("connector", "account.fetched", format, added);
        }
        Ok(TakenIn { added: report.added, already_here: report.already_here })
    }
}

/// The system's keyring. It needs no open vault: a token that a service has just exchanged is kept even
/// when the vault was locked meanwhile, because the old one is dead.
struct Ring {
    app: Weak<App>,
    vault: Option<VaultId>,
}

impl Ring {
    fn vault(&self) -> Result<VaultId> {
        let answers = self.app.upgrade().is_some_and(|app| app.has_keyring());
        self.vault.filter(|_| answers).ok_or_else(|| {
            let words = "keys and tokens are kept in the system's keyring, and none answers here";
            Error::new(Code::Unsupported, words)
        })
    }
}

impl Secrets for Ring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>> {
        secret::recall(self.vault()?, name)
    }

    fn set(&self, name: &str, value: &str) -> Result<()> {
        secret::keep(self.vault()?, name, value)
    }

    fn delete(&self, name: &str) -> Result<()> {
        secret::forget(self.vault()?, name)
    }
}
