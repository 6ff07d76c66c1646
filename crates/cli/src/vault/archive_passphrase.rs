//! The passphrase of an encrypted archive, which is not the vault's.

use std::env;
use std::path::Path;

use base::error::{Error, Result};
use zeroize::Zeroizing;

use super::{ask_terminal, from_file};

/// Where a script keeps it.
const VARIABLE: &str = "EVERKEPT_ARCHIVE_PASSPHRASE";

/// What the file or the environment says.
///
/// # Errors
/// `NotFound` or `Denied` when the file cannot be read; `Invalid` when it holds none.
pub(crate) fn given(file: Option<&Path>) -> Result<Option<Zeroizing<String>>> {
    match file {
        Some(path) => from_file(path).map(Some),
        None => Ok(env::var(VARIABLE).ok().filter(|set| !set.is_empty()).map(Zeroizing::new)),
    }
}

/// For an archive that is there.
///
/// # Errors
/// `Locked` when there is no terminal to ask.
pub(crate) fn asked() -> Result<Zeroizing<String>> {
    ask_terminal("Passphrase of the archive: ")
}

/// For a new archive: given, or asked for twice.
///
/// # Errors
/// As [`given`] and [`asked`]; `Invalid` when the two differ.
pub(crate) fn chosen(file: Option<&Path>) -> Result<Zeroizing<String>> {
    if let Some(given) = given(file)? {
        return Ok(given);
    }
    let first = ask_terminal("Passphrase for the archive: ")?;
    if ask_terminal("Once more: ")? != first {
        return Err(Error::invalid("passphrase", "the two passphrases differ"));
    }
    Ok(first)
}
