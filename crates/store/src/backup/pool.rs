//! The attachments of all backups in one place: each file once, named as in the vault.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use base::error::Result;

use super::Stop;
use crate::blob_file::sync_folder;
use crate::error::Attempt;

/// The folder of attachments beside the backups.
pub(super) struct Pool(PathBuf);

/// The ending of a file that is being copied.
const PART: &str = "part";
/// Bytes between two looks at whether to stop.
const CHUNK: usize = 1 << 20;

impl Pool {
    /// The pool of a place; it need not be there.
    pub(super) fn of(place: &Path) -> Pool {
        Pool(place.join("attachments"))
    }

    /// Where an attachment lies, by its name on the disk: 64 hexadecimal digits.
    pub(super) fn path_of(&self, name: &str) -> PathBuf {
        self.0.join(&name[..2]).join(name)
    }

    /// The size of an attachment that is here.
    pub(super) fn size(&self, name: &str) -> Option<u64> {
        fs::metadata(self.path_of(name)).ok().filter(fs::Metadata::is_file).map(|file| file.len())
    }

    /// Takes an attachment in if it is not here in this size.
    pub(super) fn take(&self, name: &str, from: &Path, size: u64, stop: &Stop) -> Result<()> {
        if self.size(name) == Some(size) {
            return Ok(());
        }
        let path = self.path_of(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).attempt("making a folder for attachments")?;
        }
        link_or_copy(from, &path, stop)
    }

    /// Removes what no backup refers to, and what was half copied.
    pub(super) fn sweep(&self, held: &BTreeSet<String>) -> Result<()> {
        let what = "removing attachments that no backup holds";
        let folders = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            folders => folders.attempt(what)?,
        };
        for folder in folders {
            let folder = folder.attempt(what)?;
            if !folder.file_type().attempt(what)?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path()).attempt(what)? {
                let file = file.attempt(what)?;
                let name = file.file_name();
                if !name.to_str().is_some_and(|name| held.contains(name)) {
                    fs::remove_file(file.path()).attempt(what)?;
                }
            }
        }
        Ok(())
    }
}

/// The same file under another name where the disk can do that, else a copy: whole or not at all, and on
/// the disk when this returns. Files of attachments are never written again, so that two names are safe.
pub(super) fn link_or_copy(from: &Path, to: &Path, stop: &Stop) -> Result<()> {
    let part = to.with_extension(PART);
    super::remove_file(&part)?;
    if fs::hard_link(from, &part).is_err() {
        copy(from, &part, stop).inspect_err(|_| drop(fs::remove_file(&part)))?;
    }
    fs::rename(&part, to).attempt("naming a file that was copied")?;
    to.parent().map_or(Ok(()), sync_folder)
}

/// Copies a file that is written later on, or to a disk that knows no second names.
pub(super) fn copy(from: &Path, to: &Path, stop: &Stop) -> Result<()> {
    let mut source = File::open(from).attempt("opening a file to copy it")?;
    let mut target = File::create(to).attempt("making a copy of a file")?;
    let mut buffer = vec![0; CHUNK];
    loop {
        stop.check()?;
        let count = source.read(&mut buffer).attempt("reading a file to copy it")?;
        if count == 0 {
            break;
        }
        target.write_all(&buffer[..count]).attempt("writing a copy of a file")?;
    }
    target.sync_all().attempt("waiting for the disk")
}
