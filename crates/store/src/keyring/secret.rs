//! Tokens and keys for other services, beside the vault's own key. Each belongs to one vault.

use base::error::{Code, Error, Result};
use keyring::Entry;
use zeroize::Zeroizing;

use super::{ASK_LIMIT, SERVICE, within};
use crate::keyfile::VaultId;

fn entry(vault: VaultId, name: &str) -> String {
    format!("{vault} {name}")
}

/// Keeps a secret under a name, in place of what was there.
///
/// # Errors
/// `Unsupported` when no keyring answers, `Denied` when it is locked and stays so, `Internal` when it
/// does not give back what was put in.
pub fn keep(vault: VaultId, name: &str, secret: &str) -> Result<()> {
    let name = entry(vault, name);
    let secret = Zeroizing::new(secret.to_owned());
    let same = within(ASK_LIMIT, move || {
        let entry = Entry::new(SERVICE, &name)?;
        entry.set_password(&secret)?;
        Ok(*Zeroizing::new(entry.get_password()?) == *secret)
    })?;
    match same {
        true => Ok(()),
        false => Err(Error::new(Code::Internal, "the keyring does not give back what was put in")),
    }
}

/// The secret of that name, if there is one.
///
/// # Errors
/// `Unsupported` when no keyring answers, `Denied` when it is locked and stays so, `Invalid` when what
/// it holds is no text.
pub fn recall(vault: VaultId, name: &str) -> Result<Option<Zeroizing<String>>> {
    let name = entry(vault, name);
    within(ASK_LIMIT, move || match Entry::new(SERVICE, &name)?.get_password() {
        Ok(secret) => Ok(Some(Zeroizing::new(secret))),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })
}

/// Forgets the secret of that name. It is no error that there is none.
///
/// # Errors
/// `Unsupported` when no keyring answers, `Denied` when it is locked and stays so.
pub fn forget(vault: VaultId, name: &str) -> Result<()> {
    let name = entry(vault, name);
    within(ASK_LIMIT, move || match Entry::new(SERVICE, &name)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    })
}
