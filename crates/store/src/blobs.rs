//! Attachments: files by what is in them, each in the folder once, encrypted.
//!
//! ```text
//! <vault>/blobs/ab/ab12...   attachments    <vault>/thumbs/cd/cd34...   their small pictures
//! <vault>/staged/ef56...     uploads that wait to be imported; gone at the next start
//! ```
//! A name on the disk is a keyed hash of the content's hash: whoever copies the folder cannot ask
//! whether a certain file is in it. What the folder does tell is how many files there are, their sizes
//! and their times.
//!
//! What is deliberately not here: which record holds which attachment, and so what may be collected
//! (the database knows); the container's bytes (`blob_file`). Start reading at [`Blobs`].

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base::env::Env;
use base::error::{Code, Error, Result};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::{Zeroize, Zeroizing};

pub use crate::blob_file::BlobReader;
use crate::blob_file::{BlobWriter, from_io, sync_folder};
use crate::key::DataKey;
pub use crate::thumb::ThumbSize;

mod folder;

pub(crate) use folder::remove_if_there;
use folder::{Folder, Part};

/// BLAKE3 of an attachment's plain bytes: its identity, on every device and in every archive.
/// Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Of bytes at hand.
    pub fn of(bytes: &[u8]) -> ContentHash {
        ContentHash(*blake3::hash(bytes).as_bytes())
    }

    /// From its 32 bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> ContentHash {
        ContentHash(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}
impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for ContentHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<ContentHash> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes
            .map(ContentHash)
            .ok_or_else(|| Error::invalid("hash", "an attachment's hash has 64 hexadecimal digits"))
    }
}
impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What [`Blobs::put`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewBlob {
    /// The attachment's identity.
    pub hash: ContentHash,
    /// Plain bytes.
    pub size: u64,
    /// It was in the folder, whole: nothing was written.
    pub existed: bool,
}

/// An upload that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// 32 hexadecimal digits drawn at random: whoever has the name may open it.
    pub name: String,
    /// Plain bytes.
    pub size: u64,
}

/// The vault's folder of attachments, opened with the vault's key.
pub struct Blobs {
    pub(crate) env: Arc<dyn Env>,
    pub(crate) blobs: Folder,
    pub(crate) thumbs: Folder,
    staged: Folder,
    /// One picture is decoded at a time: each may take 400 MB (see `media::PIXELS_MAX`).
    pub(crate) decoding: Mutex<()>,
}

const STAGED_NAME: usize = 16;

impl Blobs {
    /// Opens or makes the three folders in the vault's folder `dir`. What an earlier run left half
    /// written, and every staged upload, is removed: open a vault once at a time.
    pub fn open(dir: &Path, key: &DataKey, env: Arc<dyn Env>) -> Result<Blobs> {
        let blobs = Blobs {
            env,
            blobs: Folder::open(
                dir.join("blobs"),
                key.derive("everkept 2026 blobs"),
                key.derive("everkept 2026 blob names"),
            )?,
            thumbs: Folder::open(
                dir.join("thumbs"),
                key.derive("everkept 2026 thumbs"),
                key.derive("everkept 2026 thumb names"),
            )?,
            staged: Folder::open(
                dir.join("staged"),
                key.derive("everkept 2026 staged"),
                key.derive("everkept 2026 staged names"),
            )?,
            decoding: Mutex::new(()),
        };
        blobs.staged.clear()?;
        sync_folder(dir)?;
        Ok(blobs)
    }

    /// Takes in a file. When this returns, it is on the disk. A file that is there already is read
    /// through first: a damaged one is replaced.
    ///
    /// # Errors
    /// `Invalid` at `size` when there are more than `max_bytes`; then nothing is kept.
    pub fn put(&self, from: &mut dyn Read, max_bytes: u64) -> Result<NewBlob> {
        let mut hasher = blake3::Hasher::new();
        let part = self.blobs.part(&*self.env)?;
        let (writer, size) = self.fill(&self.blobs, &part, from, max_bytes, &mut |bytes| {
            hasher.update(bytes);
        })?;
        let hash = ContentHash(*hasher.finalize().as_bytes());
        let existed = match self.verify(&hash) {
            Ok(()) => true,
            Err(error) => {
                if error.code() != Code::NotFound {
                    tracing::warn!(%error, "replacing a damaged attachment");
                }
                writer.finish(hash.as_bytes())?;
                part.settle(&self.blobs.place(&self.disk_name(&hash))?)?;
                false
            }
        };
        Ok(NewBlob { hash, size, existed })
    }

    /// Opens an attachment to read any part of it.
    ///
    /// # Errors
    /// `NotFound` when it is not in the folder, `Invalid` when it is damaged or another file lies there.
    pub fn read(&self, hash: &ContentHash) -> Result<BlobReader> {
        let path = self.blobs.path_of(&self.disk_name(hash));
        BlobReader::open(&path, &self.blobs.key, hash.as_bytes(), &format!("attachment {hash}"))
    }

    /// Whether there is a file for it; [`Blobs::verify`] says whether it is whole.
    pub fn has(&self, hash: &ContentHash) -> bool {
        self.blobs.path_of(&self.disk_name(hash)).is_file()
    }

    /// Reads all of it and compares with its identity.
    ///
    /// # Errors
    /// `NotFound` when it is not there; `Invalid`, naming the chunk, when it is damaged.
    pub fn verify(&self, hash: &ContentHash) -> Result<()> {
        let mut reader = self.read(hash)?;
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut reader, &mut hasher)
            .map_err(|source| from_io(&format!("attachment {hash}"), source))?;
        // The seal holds the hash, so only a bug gets past the chunks and ends here.
        if hasher.finalize().as_bytes() != hash.as_bytes() {
            return Err(Error::new(
                Code::Invalid,
                format!("attachment {hash} holds other bytes than its name says"),
            ));
        }
        Ok(())
    }

    /// Removes an attachment and its small pictures. It is no error that there is none.
    pub fn remove(&self, hash: &ContentHash) -> Result<()> {
        self.remove_named(&self.disk_name(hash))
    }

    /// The name on the disk of an attachment, whether it is there or not: 64 hexadecimal digits.
    pub fn disk_name(&self, hash: &ContentHash) -> String {
        self.blobs.name(hash.as_bytes())
    }

    /// The names on the disk of all attachments that are there.
    pub fn disk_names(&self) -> Result<BTreeSet<String>> {
        Ok(self.blobs.entries()?.into_iter().map(|(name, _)| name).collect())
    }

    /// Removes every attachment whose [`Blobs::disk_name`] is not in `held`, if it is older than `grace`
    /// (one that was just put is not yet held by any record). Gives back how many were removed.
    pub fn remove_unheld(&self, held: &BTreeSet<String>, grace: Duration) -> Result<usize> {
        let mut removed = 0;
        for (name, modified) in self.blobs.entries()? {
            // The disk's clock, by which the file's time was written. A time in the future is young.
            let age = modified.elapsed().unwrap_or(Duration::ZERO);
            if grace <= age && !held.contains(&name) {
                self.remove_named(&name)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Keeps an upload, encrypted, until the vault is opened the next time.
    ///
    /// # Errors
    /// `Invalid` at `size` when there are more than `max_bytes`; then nothing is kept.
    pub fn stage(&self, from: &mut dyn Read, max_bytes: u64) -> Result<Staged> {
        let mut name = [0; STAGED_NAME];
        self.env.fill(&mut name);
        let part = self.staged.part(&*self.env)?;
        let (writer, size) = self.fill(&self.staged, &part, from, max_bytes, &mut |_| {})?;
        writer.finish(&name)?;
        let name = HEXLOWER.encode(&name);
        part.settle(&self.staged.flat(&name))?;
        Ok(Staged { name, size })
    }

    /// Opens an upload by its name.
    ///
    /// # Errors
    /// `NotFound` when there is none of that name (any more), `Invalid` when it is not a name of one.
    pub fn open_staged(&self, name: &str) -> Result<BlobReader> {
        let bytes = staged_name(name)?;
        BlobReader::open(&self.staged.flat(name), &self.staged.key, &bytes, "the upload")
    }

    /// Removes an upload. It is no error that there is none.
    pub fn remove_staged(&self, name: &str) -> Result<()> {
        staged_name(name)?;
        remove_if_there(&self.staged.flat(name))
    }

    fn remove_named(&self, name: &str) -> Result<()> {
        let path = self.blobs.path_of(name);
        remove_if_there(&path)?;
        self.remove_thumbs(name)?;
        match path.parent() {
            Some(folder) if folder.is_dir() => sync_folder(folder),
            _ => Ok(()),
        }
    }

    /// Pours a file into a part; `see` gets every byte.
    fn fill(
        &self,
        folder: &Folder,
        part: &Part,
        from: &mut dyn Read,
        max_bytes: u64,
        see: &mut dyn FnMut(&[u8]),
    ) -> Result<(BlobWriter, u64)> {
        let mut writer = BlobWriter::new(part.file()?, &folder.key, &*self.env)?;
        let mut buffer = Zeroizing::new(vec![0; 64 * 1024]);
        let mut size = 0;
        loop {
            let count = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(source) if source.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(from_io("what is to be attached", source)),
            };
            size += count as u64;
            if max_bytes < size {
                return Err(Error::invalid(
                    "size",
                    format!("the file has more than {max_bytes} bytes"),
                ));
            }
            see(&buffer[..count]);
            writer.write(&buffer[..count])?;
        }
        buffer.zeroize();
        Ok((writer, size))
    }
}

/// A name of an upload comes from outside: it must never reach another folder.
fn staged_name(name: &str) -> Result<[u8; STAGED_NAME]> {
    let bytes = HEXLOWER.decode(name.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Error::invalid("upload", "this is not the name of an upload"))
}

#[cfg(test)]
mod tests;
