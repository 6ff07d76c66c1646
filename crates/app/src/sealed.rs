//! Files under a passphrase, in the format of age (age-encryption.org/v1): whoever has the file and the
//! passphrase opens it with `age` too, without Everkept.
//!
//! Bytes are sealed and opened 64 KiB at a time, each of them authenticated; making the key takes 256 MiB
//! for a moment, whatever the size of the file. What is deliberately not here: what is in such a file.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;

use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use base::error::{Code, Error, Result};
use domain::source::ReadSeek;
use zeroize::Zeroizing;

/// What a sealed file's name ends with.
pub(crate) const ENDING: &str = ".age";

/// How every such file begins; from the format's specification (C2SP, age.md).
const BEGINNING: &[u8] = b"age-encryption.org/v1\n";

/// scrypt with N = 2^18, r = 8, p = 1: what the `age` program itself writes. Half a second and 256 MiB.
const WORK_LOG2: u8 = 18;
/// The dearest key that is made to open a file: 1 GiB. A file that asks for more is made to hurt.
const WORK_LOG2_MAX: u8 = 20;

/// Bytes that are read at once while a file is checked: one chunk of the format.
const CHUNK_BYTES: usize = 64 << 10;

/// How far the checking is, 0 to 1; `Break` stops it.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(f64) -> ControlFlow<()>;

/// Whether a file is one of these, told by how it begins. The reader stands at its beginning afterward.
///
/// # Errors
/// The reader's own.
pub(crate) fn is_sealed(reader: &mut (impl Read + Seek)) -> io::Result<bool> {
    let mut head = Vec::with_capacity(BEGINNING.len());
    reader.by_ref().take(BEGINNING.len() as u64).read_to_end(&mut head)?;
    reader.rewind()?;
    Ok(head == BEGINNING)
}

/// Seals what is written to it. Only [`StreamWriter::finish`] makes a whole file: one that was left before
/// that is told as cut off when it is opened.
///
/// # Errors
/// `Invalid` at `passphrase` for an empty one; the writer's own.
pub(crate) fn seal<W: Write>(passphrase: &str, out: W) -> Result<StreamWriter<W>> {
    if passphrase.is_empty() {
        return Err(Error::invalid("passphrase", "an encrypted archive needs a passphrase"));
    }
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK_LOG2);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let sealing = Encryptor::with_recipients(recipients)
        .map_err(|source| Error::internal("sealing the archive", source))?;
    sealing.wrap_output(out).map_err(crate::archive::failed)
}

/// Opens a sealed file, once all of it was read and found whole; its bytes can be read from any place.
///
/// # Errors
/// `Locked` at `passphrase` when there is none or it is another; `Invalid`, with the place, when the file
/// is damaged or cut off; `Unsupported` when it is sealed to a key, or asks for too dear a passphrase.
pub(crate) fn open(
    name: &str,
    mut reader: Box<dyn ReadSeek>,
    passphrase: Option<&str>,
    progress: Progress<'_>,
) -> Result<Box<dyn ReadSeek>> {
    let size = reader.seek(SeekFrom::End(0)).and_then(|size| reader.rewind().map(|()| size));
    let size = size.map_err(|source| Error::internal(format!("reading {name}"), source))?;
    let decryptor = Decryptor::new(reader).map_err(|error| refused(name, error))?;
    if !decryptor.is_scrypt() {
        let message =
            format!("{name} is sealed to a key and not to a passphrase; open it with age");
        return Err(Error::new(Code::Unsupported, message).at(name));
    }
    let Some(passphrase) = passphrase.filter(|passphrase| !passphrase.is_empty()) else {
        let message = format!("{name} is encrypted; it needs its passphrase");
        return Err(Error::new(Code::Locked, message).at("passphrase"));
    };
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(WORK_LOG2_MAX);
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let mut opened = decryptor.decrypt(identities).map_err(|error| refused(name, error))?;
    check(name, &mut opened, size, progress)?;
    Ok(Box::new(opened))
}

fn refused(name: &str, error: DecryptError) -> Error {
    match error {
        // The two are one to the format: the passphrase opens the key of the file or does not.
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => {
            let message = format!("this passphrase does not open {name}");
            Error::new(Code::Locked, message).at("passphrase")
        }
        DecryptError::ExcessiveWork { required, .. } => {
            let message = format!(
                "{name} asks for a key of 2^{required} steps, at most 2^{WORK_LOG2_MAX} are made"
            );
            Error::new(Code::Unsupported, message).at(name)
        }
        DecryptError::InvalidHeader | DecryptError::InvalidMac => {
            Error::new(Code::Invalid, format!("{name} is damaged in its header")).at(name)
        }
        DecryptError::Io(source) => {
            let message = format!("{name} is cut off in its header, or cannot be read");
            Error::new(Code::Invalid, message).at(name).because(source)
        }
        // A newer form of the file, or what a newer `age` tells apart: the list is open.
        _ => Error::new(Code::Unsupported, format!("{name} has an unknown form of age")).at(name),
    }
}

/// Reads all of it from front to back: nothing of a file that is damaged anywhere is believed. `size` is
/// that of the sealed file, a little more than what is in it.
fn check(
    name: &str,
    opened: &mut StreamReader<Box<dyn ReadSeek>>,
    size: u64,
    progress: Progress<'_>,
) -> Result<()> {
    let damaged = |at: u64, source: io::Error| {
        let message = format!("{name} is damaged or cut off at byte {at} of its content");
        Error::new(Code::Invalid, message).at(name).because(source)
    };
    let mut buffer = Zeroizing::new(vec![0; CHUNK_BYTES]);
    let mut at = 0;
    loop {
        let count = opened.read(&mut buffer).map_err(|source| damaged(at, source))?;
        if count == 0 {
            break;
        }
        at += count as u64;
        if progress(at as f64 / size.max(1) as f64).is_break() {
            return Err(Error::new(Code::Denied, "reading the file was stopped"));
        }
    }
    opened.rewind().map_err(|source| damaged(at, source))
}

#[cfg(test)]
mod tests;
