//! `key.json`: the vault's key, wrapped by a passphrase and by 24 recovery words.
//!
//! Three wraps, each XChaCha20-Poly1305 with the version, the vault, the wrap's purpose, its algorithm
//! and its cost as associated data, so none of them can be changed or moved to another vault unseen:
//!
//! - `passphrase`: the data key under Argon2id of the passphrase;
//! - `recovery`: the data key under a key derived from the words' 256 bits. No Argon2 here: it makes
//!   guesses of a weak secret dear, and 2^256 cannot be guessed at any price;
//! - `words`: the words' bits under the data key, so that an open vault can show them again.
//!
//! Each wrap also has a checksum without a key. It tells a rotten disk ("damaged") from a wrong
//! passphrase ("cannot unlock"), and it lets the words open a vault whose passphrase wrap is damaged.
//!
//! What is deliberately not here: the system's keyring (`keyring`), the waiting time after wrong
//! passphrases (the lock's affair). Start reading at [`KeyFile`].

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use base::env::{Env, new_id};
use base::error::{Code, Error, Result};
use base::id::Id;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::blob_file::sync_folder;
use crate::error::Attempt;
use crate::key::DataKey;

mod words;
mod wrap;

pub use words::RecoveryWords;
use wrap::{Cost, PassphraseKey, PassphraseWrap, Wrap, associated};

/// Stands for the vault in its identity.
pub enum Vault {}

/// Which vault a key belongs to. Not secret.
pub type VaultId = Id<Vault>;

/// How dear a guess of the passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// 128 MiB, three passes: about half a second on a small desktop.
    Default,
    /// The least that is ever accepted: 64 MiB, three passes. For tests and the smallest devices.
    Floor,
}

impl Strength {
    const fn cost(self) -> Cost {
        match self {
            Strength::Default => Cost { memory_kib: 128 * 1024, passes: 3, lanes: 1 },
            Strength::Floor => Cost::FLOOR,
        }
    }
}

/// A key file that was read: it knows how to be opened, and holds nothing secret in the clear.
pub struct KeyFile {
    path: PathBuf,
    content: Content,
}

/// The file as JSON.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    about: String,
    version: u32,
    vault: VaultId,
    passphrase: PassphraseWrap,
    recovery: Wrap,
    words: Wrap,
}

const VERSION: u32 = 1;
const ABOUT: &str =
    "Everkept key file. Without it the vault opens on no device: back it up with the rest.";
/// The file has about 1.5 kB; more is not a key file.
const MAX_BYTES: u64 = 64 * 1024;

impl KeyFile {
    /// Makes a vault's key and its file. The words are shown now, and again by [`KeyFile::recovery_words`].
    ///
    /// # Errors
    /// `Conflict` when the file is there already (its vault would be lost), `Invalid` for an empty
    /// passphrase.
    pub fn create(
        path: &Path,
        env: &dyn Env,
        passphrase: &str,
        strength: Strength,
    ) -> Result<(DataKey, RecoveryWords, VaultId)> {
        if path.try_exists().attempt("looking for a key file")? {
            return Err(Error::new(
                Code::Conflict,
                "there is a key file already, it is never overwritten",
            ));
        }
        let vault: VaultId = new_id(env);
        let key = DataKey::generate(env);
        let words = RecoveryWords::generate(env);
        let by_passphrase = PassphraseKey::new(passphrase, env, strength.cost())?;
        let file = KeyFile {
            path: path.to_owned(),
            content: Content {
                about: ABOUT.into(),
                version: VERSION,
                vault,
                passphrase: by_passphrase.wrap(&key, vault, env)?,
                recovery: Wrap::seal(
                    &words.key(),
                    &associated(vault, "recovery"),
                    key.expose(),
                    env,
                )?,
                words: Wrap::seal(&words_key(&key), &associated(vault, "words"), &words.0, env)?,
            },
        };
        file.write(|back| {
            back.check_key(&by_passphrase.open(&back.content.passphrase, back.vault())?)?;
            back.check_key(&back.open_with_words(&words)?)
        })?;
        Ok((key, words, vault))
    }

    /// Reads a key file without opening it.
    ///
    /// # Errors
    /// `NotFound` when there is none, `Invalid` when it is not one or is damaged beyond its parts,
    /// `Unsupported` when a newer version wrote it.
    pub fn read(path: &Path) -> Result<KeyFile> {
        #[derive(Deserialize)]
        struct OnlyVersion {
            version: u32,
        }
        let corrupt = |source| {
            let message = "the key file is damaged: nothing was changed, put it back from a backup";
            Error::new(Code::Invalid, message).because(source)
        };
        let mut bytes = Vec::new();
        let file = File::open(path).attempt("opening the key file")?;
        file.take(MAX_BYTES).read_to_end(&mut bytes).attempt("reading the key file")?;
        let OnlyVersion { version } = serde_json::from_slice(&bytes).map_err(corrupt)?;
        if version != VERSION {
            let message =
                format!("the key file has version {version}, this Everkept knows {VERSION}");
            return Err(Error::new(Code::Unsupported, message));
        }
        let content = serde_json::from_slice(&bytes).map_err(corrupt)?;
        Ok(KeyFile { path: path.to_owned(), content })
    }

    /// The vault that the key opens.
    pub fn vault(&self) -> VaultId {
        self.content.vault
    }

    /// The key, by the passphrase. Takes as long as [`Strength`] says.
    ///
    /// # Errors
    /// `Locked` when the passphrase is wrong, `Invalid` when the wrap is damaged, `Denied` when the file
    /// asks for a cost below the floor or above the ceiling.
    pub fn open_with_passphrase(&self, passphrase: &str) -> Result<DataKey> {
        let wrapped = &self.content.passphrase;
        PassphraseKey::again(passphrase, wrapped, self.vault())?.open(wrapped, self.vault())
    }

    /// The key, by the recovery words.
    ///
    /// # Errors
    /// `Locked` when they are another vault's, `Invalid` when the wrap is damaged.
    pub fn open_with_words(&self, words: &RecoveryWords) -> Result<DataKey> {
        let wrap = &self.content.recovery;
        let associated = associated(self.vault(), "recovery");
        wrap.check(&associated)?;
        let key = wrap.open(&words.key(), &associated)?.ok_or_else(|| {
            Error::new(Code::Locked, "these recovery words are not this vault's")
                .at("recovery_words")
        })?;
        Ok(DataKey::from_bytes(key))
    }

    /// Asks whether a key, which the system's keyring remembered for instance, is this vault's.
    ///
    /// # Errors
    /// `Locked` when it is not, `Invalid` when the file is damaged there.
    pub fn check_key(&self, key: &DataKey) -> Result<()> {
        self.recovery_words(key).map(drop)
    }

    /// The recovery words, once more, for a person who has opened the vault.
    ///
    /// # Errors
    /// `Locked` when the key is not this vault's, `Invalid` when the file is damaged there.
    pub fn recovery_words(&self, key: &DataKey) -> Result<RecoveryWords> {
        let wrap = &self.content.words;
        let associated = associated(self.vault(), "words");
        wrap.check(&associated)?;
        let bits = wrap
            .open(&words_key(key), &associated)?
            .ok_or_else(|| Error::new(Code::Locked, "this key is not the vault's"))?;
        Ok(RecoveryWords(bits))
    }

    /// Wraps the key by another passphrase; the old one stops working, the words stay. Nothing else is
    /// encrypted anew.
    ///
    /// # Errors
    /// `Locked` when the key is not this vault's, `Invalid` for an empty passphrase. When anything
    /// fails, the old passphrase goes on working.
    pub fn change_passphrase(
        &mut self,
        env: &dyn Env,
        key: &DataKey,
        passphrase: &str,
        strength: Strength,
    ) -> Result<()> {
        self.check_key(key)?;
        let by_passphrase = PassphraseKey::new(passphrase, env, strength.cost())?;
        let passphrase = by_passphrase.wrap(key, self.vault(), env)?;
        let changed = KeyFile {
            path: self.path.clone(),
            content: Content { passphrase, ..self.content.clone() },
        };
        changed.write(|back| {
            back.check_key(&by_passphrase.open(&back.content.passphrase, back.vault())?)
        })?;
        *self = changed;
        Ok(())
    }

    /// Puts the file in its place at once: it is written beside it, read back from the disk, opened by
    /// `prove`, and only then renamed. Killed anywhere, the old file or the new one is there, whole.
    fn write(&self, prove: impl FnOnce(&KeyFile) -> Result<()>) -> Result<()> {
        let new = self.path.with_extension("json.new");
        let json = serde_json::to_vec_pretty(&self.content)
            .map_err(|source| Error::internal("writing the key file", source))?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new).attempt("writing the key file")?;
        file.write_all(&json).attempt("writing the key file")?;
        file.sync_all().attempt("waiting for the disk")?;
        drop(file);
        if let Err(error) = KeyFile::read(&new).and_then(|back| prove(&back)) {
            fs::remove_file(&new).attempt("removing a key file that was badly written")?;
            return Err(Error::internal(
                "the key file was badly written, the old one stays",
                error,
            ));
        }
        fs::rename(&new, &self.path).attempt("replacing the key file")?;
        sync_folder(
            self.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")),
        )
    }
}

fn words_key(key: &DataKey) -> Zeroizing<[u8; 32]> {
    key.derive("everkept 2026 recovery words shown again")
}

#[cfg(test)]
mod tests;
