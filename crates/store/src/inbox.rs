//! What is written down while the vault is locked: sealed to a public key that lies beside it, and opened
//! with the secret one that lies in it.
//!
//! ```text
//! inbox.key            the public key, 32 bytes
//! inbox/NAME           magic and version 8 | ephemeral public key 32 | XChaCha20-Poly1305 of a note, tag 16
//! ```
//! Each note has a key of its own, derived from the shared point and both public keys, so its nonce is zero.
//! Whoever can write into the folder can put a key of theirs in place of ours and read what is written until
//! the vault is next opened, which tells of it; they can read nothing that was written before or is inside.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use base::env::Env;
use base::error::{Code, Error, Result};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::blob_file::sync_folder;
use crate::error::Attempt;
use crate::store::{Store, Write};
use crate::write::Step;

/// The most bytes of one note's text: a long page.
pub const TEXT_BYTES_MAX: usize = 64 << 10;
/// The most notes that wait.
const NOTES_MAX: usize = 1_000;
/// The public key, in the vault's folder.
pub const KEY_FILE: &str = "inbox.key";
/// The notes, in the vault's folder.
pub const FOLDER: &str = "inbox";

const MAGIC: &[u8; 8] = b"EVKNOTE\x01";
const CONTEXT: &str = "everkept 2026 inbox note";
/// The name under which the device keeps the secret key.
const SECRET: &str = "inbox.secret";
/// The ending of a note that cannot be opened.
const UNREADABLE: &str = ".unreadable";

/// A note, as it is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it was written, Unix milliseconds.
    pub at_ms: i64,
    /// The time zone there, by its IANA name.
    pub zone: String,
    /// The words.
    pub text: String,
}

/// A note that waits.
#[derive(Debug)]
pub struct Waiting {
    /// Its name in the folder.
    pub name: String,
    /// What it says.
    pub note: Note,
}

/// Whether the public key beside the vault was the vault's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyBeside {
    /// It was, or there was none yet.
    Own,
    /// It was another: what was written meanwhile can be read by whoever put it there.
    Foreign,
}

/// Makes the pair of keys if there is none, and puts the public one beside the vault.
///
/// # Errors
/// Those of the store and of the disk.
pub fn prepare(store: &Store, dir: &Path, env: &dyn Env) -> Result<KeyBeside> {
    let is_new = store.read(|cx| cx.device_value(SECRET))?.is_none();
    let own = PublicKey::from(&secret(store, env)?);
    let path = dir.join(KEY_FILE);
    let beside = match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).attempt("reading the key of notes"),
    };
    if beside.as_deref() == Some(own.as_bytes()) {
        return Ok(KeyBeside::Own);
    }
    write_whole(dir, &path, own.as_bytes())?;
    // A vault that came back from before it had an inbox finds a later key of its own.
    Ok(if beside.is_some() && !is_new { KeyBeside::Foreign } else { KeyBeside::Own })
}

fn secret(store: &Store, env: &dyn Env) -> Result<StaticSecret> {
    let kept = store.read(|cx| cx.device_value(SECRET))?.map(Zeroizing::new);
    let mut bytes = Zeroizing::new([0; 32]);
    if let Some(kept) = kept {
        let read = data_encoding::HEXLOWER.decode(kept.as_bytes()).map(Zeroizing::new);
        let read = read.map_err(|source| Error::internal("reading the key of notes", source))?;
        let whole = <&[u8; 32]>::try_from(read.as_slice());
        *bytes = *whole.map_err(|source| Error::internal("reading the key of notes", source))?;
    } else {
        env.fill(bytes.as_mut());
        let text = Zeroizing::new(data_encoding::HEXLOWER.encode(bytes.as_slice()));
        let write = Write::new("inbox.key").step(Step::None);
        store.write(write, move |cx| cx.set_device_value(SECRET, &text))?;
    }
    Ok(StaticSecret::from(*bytes))
}

/// Seals a note into the folder of a vault that is locked. It is on the disk when this returns.
///
/// # Errors
/// `NotFound` when the folder holds no vault that takes notes; `Invalid` at `text` when it is empty or too
/// long; `Conflict` when too many wait; the disk's own.
pub fn put(dir: &Path, env: &dyn Env, note: &Note) -> Result<()> {
    if note.text.trim().is_empty() || TEXT_BYTES_MAX < note.text.len() {
        let words = format!("a note has 1 to {TEXT_BYTES_MAX} bytes");
        return Err(Error::invalid("text", words));
    }
    let key = fs::read(dir.join(KEY_FILE)).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = key.ok_or_else(|| {
        let words = "this vault takes no notes yet: open it once with this version";
        Error::new(Code::NotFound, words)
    })?;
    let folder = dir.join(FOLDER);
    fs::create_dir_all(&folder).attempt("making the folder of notes")?;
    if NOTES_MAX <= names(dir)?.len() {
        return Err(Error::new(Code::Conflict, "too many notes wait: open the vault first"));
    }
    let mut seed = Zeroizing::new([0; 32]);
    env.fill(seed.as_mut());
    let ephemeral = StaticSecret::from(*seed);
    let public = PublicKey::from(&ephemeral);
    let cipher = cipher(&ephemeral, &PublicKey::from(key), &public, &PublicKey::from(key))?;
    let plain = Zeroizing::new(
        serde_json::to_vec(note).map_err(|source| Error::internal("sealing a note", source))?,
    );
    let sealed = cipher
        .encrypt(&XNonce::default(), plain.as_slice())
        .map_err(|_| Error::internal("sealing a note", "the cipher refused it"))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend(public.as_bytes());
    bytes.extend(sealed);
    let mut name = [0; 16];
    env.fill(&mut name);
    write_whole(&folder, &folder.join(data_encoding::HEXLOWER.encode(&name)), &bytes)
}

/// How many notes wait in the folder of a vault.
pub fn count(dir: &Path) -> usize {
    names(dir).map_or(0, |names| names.len())
}

/// The notes that wait, the first first. One that cannot be opened is put aside and told by the log.
///
/// # Errors
/// Those of the store and of the disk.
pub fn waiting(store: &Store, dir: &Path, env: &dyn Env) -> Result<Vec<Waiting>> {
    let names = names(dir)?;
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let secret = secret(store, env)?;
    let mut notes = Vec::with_capacity(names.len());
    for name in names {
        let path = dir.join(FOLDER).join(&name);
        let bytes = fs::read(&path).attempt("reading a note")?;
        match open(&secret, &bytes) {
            Some(note) => notes.push(Waiting { name, note }),
            None => {
                tracing::warn!("a note cannot be opened: it is kept aside");
                fs::rename(&path, path.with_extension(&UNREADABLE[1..]))
                    .attempt("keeping a note aside")?;
            }
        }
    }
    notes.sort_by_key(|waiting| waiting.note.at_ms);
    Ok(notes)
}

/// Removes a note that was taken in.
///
/// # Errors
/// The disk's own.
pub fn remove(dir: &Path, name: &str) -> Result<()> {
    fs::remove_file(dir.join(FOLDER).join(name)).attempt("removing a note")
}

fn open(secret: &StaticSecret, bytes: &[u8]) -> Option<Note> {
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (public, sealed) = rest.split_first_chunk::<32>()?;
    if magic != MAGIC {
        return None;
    }
    let public = PublicKey::from(*public);
    let cipher = cipher(secret, &public, &public, &PublicKey::from(secret)).ok()?;
    let plain = Zeroizing::new(cipher.decrypt(&XNonce::default(), sealed).ok()?);
    serde_json::from_slice(&plain).ok()
}

fn cipher(
    own: &StaticSecret,
    other: &PublicKey,
    ephemeral: &PublicKey,
    recipient: &PublicKey,
) -> Result<XChaCha20Poly1305> {
    let point = own.diffie_hellman(other);
    // A public key of small order gives zero whatever the secret is: everybody could open the note.
    if !point.was_contributory() {
        return Err(Error::new(Code::Invalid, "the key of notes is none"));
    }
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(point.as_bytes()).update(ephemeral.as_bytes()).update(recipient.as_bytes());
    let key = Zeroizing::new(*hasher.finalize().as_bytes());
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// The names of the notes that wait.
fn names(dir: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(dir.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).attempt("reading the folder of notes"),
    };
    let named = |name: &String| name.len() == 32 && !name.contains('.');
    Ok(entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(named)
        .collect())
}

/// A whole file appears there, or nothing does.
fn write_whole(folder: &Path, path: &PathBuf, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension("part");
    let mut file = File::create(&partial).attempt("writing beside the vault")?;
    file.write_all(bytes).and_then(|()| file.sync_all()).attempt("writing beside the vault")?;
    fs::rename(&partial, path).attempt("writing beside the vault")?;
    sync_folder(folder)
}
