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

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base::env::{Env, new_id};
use base::error::{Code, Error, Result};
use base::id::Id;
use bip39::{Language, Mnemonic};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::blob_file::sync_folder;
use crate::error::Attempt;
use crate::key::DataKey;

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

/// Argon2id's parameters, as the file tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// A file below it was not written by this program, and would make the passphrase cheap to guess.
    const FLOOR: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// A file above it would only stop the machine: 4 GiB and 16 passes are half a minute.
    const CEILING: Cost = Cost { memory_kib: 4 * 1024 * 1024, passes: 16, lanes: 8 };

    fn check(self) -> Result<()> {
        let parts = [
            ("memory_kib", Cost::FLOOR.memory_kib, self.memory_kib, Cost::CEILING.memory_kib),
            ("passes", Cost::FLOOR.passes, self.passes, Cost::CEILING.passes),
            ("lanes", Cost::FLOOR.lanes, self.lanes, Cost::CEILING.lanes),
        ];
        for (name, floor, found, ceiling) in parts {
            if found < floor || ceiling < found {
                let message = format!(
                    "the key file asks for {name} = {found}, outside of {floor} to {ceiling}: it was \
                     changed by something else than Everkept, and the passphrase is not tried on it; \
                     the recovery words open the vault"
                );
                return Err(Error::new(Code::Denied, message).at(name));
            }
        }
        Ok(())
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

/// A wrap with what Argon2id needs beside the passphrase.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PassphraseWrap {
    cost: Cost,
    salt: String,
    wrap: Wrap,
}

/// 32 encrypted bytes and their tag. Bytes are in hexadecimal.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrap {
    algorithm: String,
    nonce: String,
    sealed: String,
    check: String,
}

const VERSION: u32 = 1;
const ABOUT: &str = "Everkept key file. Without it the vault opens on no device: back it up with the rest.";
const BY_PASSPHRASE: &str = "argon2id-v19+xchacha20poly1305";
const BY_KEY: &str = "blake3-derive-key+xchacha20poly1305";
const SALT: usize = 16;
/// The file has about 1.5 kB; more is not a key file.
const MAX_BYTES: u64 = 64 * 1024;
/// More than any person types; a limit for what comes over the wire.
const MAX_PASSPHRASE_BYTES: usize = 4096;

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
            return Err(Error::new(Code::Conflict, "there is a key file already, it is never overwritten"));
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
                recovery: Wrap::seal(&words.key(), &for_recovery(vault), key.expose(), env)?,
                words: Wrap::seal(&words_key(&key), &for_words(vault), &words.0, env)?,
            },
        };
        file.write(|back| {
            back.check_key(&by_passphrase.unwrap(&back.content)?)?;
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
            let message = format!("the key file has version {version}, this Everkept knows {VERSION}");
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
        let PassphraseWrap { cost, salt, wrap } = &self.content.passphrase;
        wrap.check(BY_PASSPHRASE, &for_passphrase(self.vault(), *cost, salt))?;
        cost.check()?;
        let salt = unhex::<SALT>(salt)?;
        PassphraseKey::derive(passphrase, *cost, salt)?.unwrap(&self.content)
    }

    /// The key, by the recovery words.
    ///
    /// # Errors
    /// `Locked` when they are another vault's, `Invalid` when the wrap is damaged.
    pub fn open_with_words(&self, words: &RecoveryWords) -> Result<DataKey> {
        let wrap = &self.content.recovery;
        let associated = for_recovery(self.vault());
        wrap.check(BY_KEY, &associated)?;
        let key = wrap.open(&words.key(), &associated)?.ok_or_else(|| {
            Error::new(Code::Locked, "these recovery words are not this vault's").at("recovery_words")
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
        let associated = for_words(self.vault());
        wrap.check(BY_KEY, &associated)?;
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
        changed.write(|back| back.check_key(&by_passphrase.unwrap(&back.content)?))?;
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
            return Err(Error::internal("the key file was badly written, the old one stays", error));
        }
        fs::rename(&new, &self.path).attempt("replacing the key file")?;
        sync_folder(self.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")))
    }
}

/// The key that a passphrase gives with one salt at one cost.
struct PassphraseKey {
    kek: Zeroizing<[u8; 32]>,
    cost: Cost,
    salt: [u8; SALT],
}

impl PassphraseKey {
    /// For a passphrase that a person chose: with a new salt.
    fn new(passphrase: &str, env: &dyn Env, cost: Cost) -> Result<PassphraseKey> {
        if passphrase.trim().is_empty() {
            return Err(Error::invalid("passphrase", "a passphrase is not empty"));
        }
        let mut salt = [0; SALT];
        env.fill(&mut salt);
        PassphraseKey::derive(passphrase, cost, salt)
    }

    fn derive(passphrase: &str, cost: Cost, salt: [u8; SALT]) -> Result<PassphraseKey> {
        if MAX_PASSPHRASE_BYTES < passphrase.len() {
            let message = format!("a passphrase has at most {MAX_PASSPHRASE_BYTES} bytes");
            return Err(Error::invalid("passphrase", message));
        }
        // Keyboards and systems write é in one or in two characters; the passphrase is one. NFKD, as
        // BIP39 does it.
        let mut normal = Cow::Borrowed(passphrase);
        Mnemonic::normalize_utf8_cow(&mut normal);
        let normal = Zeroizing::new(normal.into_owned());
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
            .map_err(|source| Error::new(Code::Denied, format!("the key file's cost: {source}")))?;
        let mut kek = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(normal.as_bytes(), &salt, kek.as_mut())
            .map_err(|source| {
                let mib = cost.memory_kib / 1024;
                Error::new(Code::Internal, format!("deriving the key, which takes {mib} MiB: {source}"))
            })?;
        Ok(PassphraseKey { kek, cost, salt })
    }

    fn wrap(&self, key: &DataKey, vault: VaultId, env: &dyn Env) -> Result<PassphraseWrap> {
        let salt = HEXLOWER.encode(&self.salt);
        let associated = for_passphrase(vault, self.cost, &salt);
        let mut wrap = Wrap::seal(&self.kek, &associated, key.expose(), env)?;
        wrap.algorithm = BY_PASSPHRASE.into();
        Ok(PassphraseWrap { cost: self.cost, wrap, salt })
    }

    /// Opens the file's wrap, without deriving again: Argon2id gives the same key for the same cost and
    /// salt, and those are in the associated data.
    fn unwrap(&self, content: &Content) -> Result<DataKey> {
        let PassphraseWrap { cost, salt, wrap } = &content.passphrase;
        let associated = for_passphrase(content.vault, *cost, salt);
        wrap.check(BY_PASSPHRASE, &associated)?;
        let key = wrap.open(&self.kek, &associated)?.ok_or_else(|| {
            Error::new(Code::Locked, "this passphrase does not open the vault").at("passphrase")
        })?;
        Ok(DataKey::from_bytes(key))
    }
}

impl Wrap {
    fn seal(
        kek: &Zeroizing<[u8; 32]>,
        associated: &[u8],
        secret: &[u8; 32],
        env: &dyn Env,
    ) -> Result<Wrap> {
        let mut nonce = [0; 24];
        env.fill(&mut nonce);
        let sealed = XChaCha20Poly1305::new((&**kek).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: associated })
            .map_err(|_| Error::new(Code::Internal, "wrapping a key"))?;
        let check = HEXLOWER.encode(&checksum(associated, &nonce, &sealed));
        let (nonce, sealed) = (HEXLOWER.encode(&nonce), HEXLOWER.encode(&sealed));
        Ok(Wrap { algorithm: BY_KEY.into(), nonce, sealed, check })
    }

    /// Whether the wrap is as it was written, apart from any secret.
    fn check(&self, algorithm: &str, associated: &[u8]) -> Result<()> {
        let (nonce, sealed) = (unhex::<24>(&self.nonce)?, unhex::<48>(&self.sealed)?);
        if self.algorithm != algorithm || unhex(&self.check)? != checksum(associated, &nonce, &sealed) {
            return Err(damaged());
        }
        Ok(())
    }

    /// The secret, or nothing when the key is not the right one.
    fn open(&self, kek: &Zeroizing<[u8; 32]>, associated: &[u8]) -> Result<Option<Zeroizing<[u8; 32]>>> {
        let (nonce, sealed) = (unhex::<24>(&self.nonce)?, unhex::<48>(&self.sealed)?);
        let opened = XChaCha20Poly1305::new((&**kek).into())
            .decrypt(&XNonce::from(nonce), Payload { msg: &sealed, aad: associated });
        let Ok(opened) = opened.map(Zeroizing::new) else { return Ok(None) };
        let mut secret = Zeroizing::new([0; 32]);
        secret.copy_from_slice(&opened);
        Ok(Some(secret))
    }
}

/// 256 random bits that a person keeps on paper, as 24 words of the English BIP39 list.
///
/// Whoever has them opens the vault: they are shown, never logged; zeroed when dropped.
pub struct RecoveryWords(Zeroizing<[u8; 32]>);

impl RecoveryWords {
    /// Words in a phrase.
    pub const COUNT: usize = 24;

    fn generate(env: &dyn Env) -> RecoveryWords {
        let mut bits = Zeroizing::new([0; 32]);
        env.fill(bits.as_mut());
        RecoveryWords(bits)
    }

    /// From what a person typed: capitals, line breaks, numbering and commas do not matter, and four
    /// letters tell a word.
    ///
    /// # Errors
    /// `Invalid` with the place of the first word that is not on the list (never the word itself), with
    /// the count when it is not 24, or when the last word's checksum says that one word is another.
    pub fn parse(text: &str) -> Result<RecoveryWords> {
        let invalid = |message: String| Error::invalid("recovery_words", message);
        let lower = Zeroizing::new(text.to_lowercase());
        let mut phrase = Zeroizing::new(String::with_capacity(RecoveryWords::COUNT * 9));
        let mut count = 0;
        for typed in lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            count += 1;
            let word = on_the_list(typed)
                .ok_or_else(|| invalid(format!("word {count} is not one of the recovery words' list")))?;
            phrase.push_str(word);
            phrase.push(' ');
        }
        if count != RecoveryWords::COUNT {
            return Err(invalid(format!("there are {} recovery words, not {count}", RecoveryWords::COUNT)));
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, phrase.trim_end())
            .map_err(|_| invalid("one of the recovery words is another, or two are swapped".into()))?;
        let (mut entropy, _) = mnemonic.to_entropy_array();
        let mut bits = Zeroizing::new([0; 32]);
        bits.copy_from_slice(&entropy[..32]);
        entropy.zeroize();
        Ok(RecoveryWords(bits))
    }

    /// The 24 words in order.
    pub fn words(&self) -> Vec<&'static str> {
        let mnemonic = Mnemonic::from_entropy_in(Language::English, self.0.as_ref())
            .expect("256 bits make 24 words");
        mnemonic.words().collect()
    }

    fn key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key("everkept 2026 recovery words", self.0.as_ref()))
    }
}

fn on_the_list(typed: &str) -> Option<&'static str> {
    let mut found = Language::English.words_by_prefix_iter(typed);
    let first = found.next()?;
    // The list is made so that four letters tell a word; `add` is one, and begins `addict`.
    (first == typed || (typed.len() >= 4 && found.next().is_none())).then_some(first)
}

fn words_key(key: &DataKey) -> Zeroizing<[u8; 32]> {
    key.derive("everkept 2026 recovery words shown again")
}

fn for_passphrase(vault: VaultId, cost: Cost, salt: &str) -> Vec<u8> {
    let mut bytes = associated(vault, "passphrase", BY_PASSPHRASE);
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(salt.as_bytes());
    bytes
}

fn for_recovery(vault: VaultId) -> Vec<u8> {
    associated(vault, "recovery", BY_KEY)
}

fn for_words(vault: VaultId) -> Vec<u8> {
    associated(vault, "words", BY_KEY)
}

/// The canonical bytes that bind a wrap to its place: everything of variable length ends in a zero.
fn associated(vault: VaultId, purpose: &str, algorithm: &str) -> Vec<u8> {
    let mut bytes = b"everkept key file\0".to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(vault.as_bytes());
    for text in [purpose, algorithm] {
        bytes.extend(text.as_bytes());
        bytes.push(0);
    }
    bytes
}

fn checksum(associated: &[u8], nonce: &[u8; 24], sealed: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new_derive_key("everkept 2026 key file checksum");
    hasher.update(associated).update(nonce).update(sealed);
    let mut sum = [0; 8];
    hasher.finalize_xof().fill(&mut sum);
    sum
}

fn damaged() -> Error {
    let message = "this part of the key file is damaged or was changed (that is not a wrong passphrase): \
                   the other way to open, passphrase or recovery words, may still work";
    Error::new(Code::Invalid, message)
}

fn unhex<const N: usize>(text: &str) -> Result<[u8; N]> {
    let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| damaged())?;
    bytes.try_into().map_err(|_| damaged())
}
