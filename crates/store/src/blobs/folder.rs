//! A folder of encrypted files: names, and files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::SystemTime;

use base::env::Env;
use base::error::Result;
use data_encoding::HEXLOWER;

use super::ContentHash;
use crate::blob_file::{BlobReader, BlobWriter, FolderKey, sync_folder};
use crate::error::Attempt;

/// One of the three folders, with its keys.
pub(crate) struct Folder {
    path: PathBuf,
    pub(super) key: FolderKey,
    names: FolderKey,
}

/// The ending of a file that is being written.
const PART: &str = "part";

impl Folder {
    /// Opens or makes a folder, and removes what an earlier run left half-written in it.
    pub(super) fn open(path: PathBuf, key: FolderKey, names: FolderKey) -> Result<Folder> {
        fs::create_dir_all(&path).attempt("making the folder of attachments")?;
        let folder = Folder { path, key, names };
        folder.sweep(|path| path.extension().is_some_and(|extension| extension == PART))?;
        Ok(folder)
    }

    /// Removes every file of the first level.
    pub(super) fn clear(&self) -> Result<()> {
        self.sweep(|_| true)
    }

    /// Where a name lies in a folder of one level.
    pub(super) fn flat(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The name on the disk of what is known by `identity`.
    pub(crate) fn name(&self, identity: &[u8]) -> String {
        HEXLOWER.encode(blake3::keyed_hash(&self.names, identity).as_bytes())
    }

    /// Where a name lies. Two levels: some file systems are slow with a hundred thousand names in one.
    pub(crate) fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(&name[..2]).join(name)
    }

    /// Where a name lies, in a folder that is there.
    pub(crate) fn place(&self, name: &str) -> Result<PathBuf> {
        let folder = self.path.join(&name[..2]);
        if !folder.is_dir() {
            fs::create_dir_all(&folder).attempt("making a folder of attachments")?;
            sync_folder(&self.path)?;
        }
        Ok(folder.join(name))
    }

    /// Opens a small file of this folder.
    pub(crate) fn read(&self, name: &str, what: &str) -> Result<BlobReader> {
        BlobReader::open(&self.path_of(name), &self.key, name.as_bytes(), what)
    }

    /// Writes a small file of this folder.
    pub(crate) fn write(&self, name: &str, bytes: &[u8], env: &dyn Env) -> Result<()> {
        let part = self.part(env)?;
        let mut writer = BlobWriter::new(part.file()?, &self.key, env)?;
        writer.write(bytes)?;
        writer.finish(name.as_bytes())?;
        part.settle(&self.place(name)?)
    }

    /// A file that is being written, beside the place where it will lie.
    pub(super) fn part(&self, env: &dyn Env) -> Result<Part> {
        let mut name = [0; 16];
        env.fill(&mut name);
        let path = self.path.join(HEXLOWER.encode(&name)).with_extension(PART);
        Ok(Part { path, settled: false })
    }

    /// Names and times of all files on the second level. Anything that is not ours is passed over.
    pub(super) fn entries(&self) -> Result<Vec<(String, SystemTime)>> {
        let what = "listing the attachments";
        let mut entries = Vec::new();
        for folder in fs::read_dir(&self.path).attempt(what)? {
            let folder = folder.attempt(what)?;
            if !folder.file_type().attempt(what)?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path()).attempt(what)? {
                let file = file.attempt(what)?;
                let Ok(name) = file.file_name().into_string() else { continue };
                let ours = ContentHash::from_str(&name).is_ok() && *folder.file_name() == name[..2];
                if ours {
                    let modified = file.metadata().and_then(|of| of.modified()).attempt(what)?;
                    entries.push((name, modified));
                }
            }
        }
        Ok(entries)
    }

    /// Removes the files of the first level that `goes` names.
    fn sweep(&self, goes: impl Fn(&Path) -> bool) -> Result<()> {
        let what = "removing what an earlier run left";
        for file in fs::read_dir(&self.path).attempt(what)? {
            let file = file.attempt(what)?;
            if file.file_type().attempt(what)?.is_file() && goes(&file.path()) {
                remove_if_there(&file.path())?;
            }
        }
        Ok(())
    }
}

/// A file on its way: removed when it is dropped before it has settled.
pub(super) struct Part {
    path: PathBuf,
    settled: bool,
}

impl Part {
    pub(super) fn file(&self) -> Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path).attempt("starting a file in the folder of attachments")
    }

    /// Gives the file its name, and waits until that is on the disk.
    pub(super) fn settle(mut self, place: &Path) -> Result<()> {
        fs::rename(&self.path, place).attempt("putting an attachment in its place")?;
        self.settled = true;
        place.parent().map_or(Ok(()), sync_folder)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.settled {
            // What cannot be removed now is swept at the next start.
            let _ = fs::remove_file(&self.path);
        }
    }
}

pub(crate) fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(source).attempt("removing a file from the folder of attachments")
        }
        _ => Ok(()),
    }
}
