//! Where a vault's backups are, noted beside its database for the day on which that cannot be read: sealed
//! under the vault's key, because a folder's name is the person's, too.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use base::env::Env;
use base::error::{Code, Error, Result};

use crate::blob_file::{BlobReader, BlobWriter, FolderKey, sync_folder};
use crate::error::Attempt;
use crate::key::DataKey;

/// The file in the vault's folder.
pub const FILE: &str = "backups.at";
/// While it is written.
pub const FILE_NEW: &str = "backups.at.new";
/// More than any path has.
const BYTES_MAX: u64 = 64 << 10;

fn sealed_by(key: &DataKey) -> FolderKey {
    key.derive("everkept 2026 folder of backups")
}

/// Notes the folder that the person set, unless it is noted already.
///
/// # Errors
/// The disk's own.
pub fn note(dir: &Path, key: &DataKey, env: &dyn Env, folder: &Path) -> Result<()> {
    // What cannot be read is written anew.
    if noted(dir, key).is_ok_and(|noted| noted.as_deref() == Some(folder)) {
        return Ok(());
    }
    let what = "noting where the backups are";
    let new = dir.join(FILE_NEW);
    let mut writer = BlobWriter::new(File::create(&new).attempt(what)?, &sealed_by(key), env)?;
    writer.write(folder.to_string_lossy().as_bytes())?;
    writer.finish(FILE.as_bytes())?;
    fs::rename(new, dir.join(FILE)).attempt(what)?;
    sync_folder(dir)
}

/// The folder that is noted; none when none is.
///
/// # Errors
/// `Invalid` when the file is damaged.
pub fn noted(dir: &Path, key: &DataKey) -> Result<Option<PathBuf>> {
    let what = "where the backups are";
    match BlobReader::open(&dir.join(FILE), &sealed_by(key), FILE.as_bytes(), what) {
        Ok(mut reader) => {
            let folder = String::from_utf8(reader.read_all(BYTES_MAX)?)
                .map_err(|source| Error::internal("reading where the backups are", source))?;
            Ok(Some(PathBuf::from(folder)))
        }
        Err(error) if error.code() == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
