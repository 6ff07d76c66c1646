//! From SQLite's errors to ours: the few that a person can act on keep their meaning.

use base::error::{Code, Error, Result};
use rusqlite::ErrorCode;

/// Says what was attempted when SQLite or Automerge refuses.
pub(crate) trait Attempt<T> {
    fn attempt(self, what: &str) -> Result<T>;
}

impl<T> Attempt<T> for rusqlite::Result<T> {
    fn attempt(self, what: &str) -> Result<T> {
        self.map_err(|source| {
            let (code, hint) = match source.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => (Code::Conflict, "the disk is full: "),
                // The key opened it before (`open::keyed`): these are pages that do not decrypt.
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                    (Code::Internal, "a part of the database is damaged: ")
                }
                Some(ErrorCode::ReadOnly) => (Code::Denied, "the vault cannot be written to: "),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    (Code::Conflict, "another program is writing to the vault: ")
                }
                _ => (Code::Internal, ""),
            };
            Error::new(code, format!("{hint}{what}")).because(source)
        })
    }
}

impl<T> Attempt<T> for std::result::Result<T, automerge::AutomergeError> {
    fn attempt(self, what: &str) -> Result<T> {
        self.map_err(|source| Error::internal(what, source))
    }
}

impl<T> Attempt<T> for std::io::Result<T> {
    fn attempt(self, what: &str) -> Result<T> {
        self.map_err(|source| {
            let code = match source.kind() {
                std::io::ErrorKind::NotFound => Code::NotFound,
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    Code::Denied
                }
                std::io::ErrorKind::StorageFull => Code::Conflict,
                _ => Code::Internal,
            };
            Error::new(code, what).because(source)
        })
    }
}

/// Whether a database holds other bytes than were written: SQLite's own words, or pages that the key does not
/// decrypt.
pub fn is_damage(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    let source = source.and_then(|source| source.downcast_ref::<rusqlite::Error>());
    matches!(
        source.and_then(rusqlite::Error::sqlite_error_code),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}
