//! The container that every file beside the database lies in: encrypted in chunks, readable at random.
//!
//! ```text
//! magic and version 8 | nonce 19 | length of the plain bytes 8, little-endian | seal 32 | chunks
//! ```
//! Each chunk is XChaCha20-Poly1305 in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár
//! 2015, eprint 2015/189): its nonce holds its number and whether it is the last, so a chunk that was
//! cut off, moved or taken from another file does not open. Each file has its own key, derived from the
//! folder's key and the random nonce. The seal is a keyed hash of the header and of the name that the
//! file must have, so a whole file put in another's place is noticed before its first chunk is read.
//!
//! What is deliberately not here: where the files lie and what they are called (`blobs`).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use aead_stream::{KeyInit, NewStream, StreamBE32, StreamPrimitive};
use base::env::Env;
use base::error::{Code, Error, Result};
use chacha20poly1305::XChaCha20Poly1305;
use zeroize::{Zeroize, Zeroizing};

use crate::error::Attempt;

/// Plain bytes in a chunk. A reader that jumps (a film, a photo's header) decrypts one chunk per jump,
/// measured at 0.45 ms; 4 MiB would make each jump cost 7 ms and 4 MiB of memory, 64 KiB would win
/// nothing against the disk. Sixteen of these are one 4 MiB part of an upload.
pub(crate) const CHUNK: usize = 256 * 1024;

const TAG: usize = 16;
const NONCE: usize = 19;
const SEAL: usize = 32;
const MAGIC: &[u8; 7] = b"EVKBLOB";
const VERSION: u8 = 1;
const HEADER: usize = MAGIC.len() + 1 + NONCE + 8 + SEAL;

/// A key that a folder's files derive theirs from.
pub(crate) type FolderKey = Zeroizing<[u8; 32]>;

/// Writes one file: chunks as they come, the header when all is known.
pub(crate) struct BlobWriter {
    file: File,
    key: FolderKey,
    stream: StreamBE32<XChaCha20Poly1305>,
    nonce: [u8; NONCE],
    plain: Zeroizing<Vec<u8>>,
    chunks: u32,
    length: u64,
}

impl BlobWriter {
    /// Starts in an empty file.
    pub(crate) fn new(mut file: File, folder: &FolderKey, env: &dyn Env) -> Result<BlobWriter> {
        let mut nonce = [0; NONCE];
        env.fill(&mut nonce);
        let key = file_key(folder, &nonce);
        // A header of zeros has no magic: a file that was left half-written is never taken for whole.
        file.write_all(&[0; HEADER]).attempt("starting an encrypted file")?;
        Ok(BlobWriter {
            stream: stream(&key, &nonce),
            plain: Zeroizing::new(Vec::with_capacity(CHUNK + TAG)),
            file,
            key,
            nonce,
            chunks: 0,
            length: 0,
        })
    }

    /// Takes the next plain bytes.
    pub(crate) fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            // Only when more follows is it known that the full chunk is not the last one.
            if self.plain.len() == CHUNK {
                self.flush(false)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.plain.len()));
            self.plain.extend_from_slice(now);
            self.length += now.len() as u64;
            bytes = later;
        }
        Ok(())
    }

    /// Ends the file, which will be opened by `name` only, and waits until it is on the disk.
    pub(crate) fn finish(mut self, name: &[u8]) -> Result<()> {
        self.flush(true)?;
        let mut header = [0; HEADER];
        header[..7].copy_from_slice(MAGIC);
        header[7] = VERSION;
        header[8..27].copy_from_slice(&self.nonce);
        header[27..35].copy_from_slice(&self.length.to_le_bytes());
        let seal = seal(&self.key, &header, name);
        header[35..].copy_from_slice(seal.as_bytes());
        self.file.rewind().attempt("ending an encrypted file")?;
        self.file.write_all(&header).attempt("ending an encrypted file")?;
        self.file.sync_all().attempt("waiting for the disk")
    }

    fn flush(&mut self, last: bool) -> Result<()> {
        if self.chunks == u32::MAX {
            return Err(Error::invalid("size", "a file holds less than a pebibyte"));
        }
        self.stream
            .encrypt_in_place(self.chunks, last, &[], &mut *self.plain)
            .map_err(|_| Error::new(Code::Internal, "encrypting a chunk"))?;
        self.file.write_all(&self.plain).attempt("writing an encrypted chunk")?;
        self.plain.clear();
        self.chunks += 1;
        Ok(())
    }
}

/// Reads one file from any place. Seeking past the end is allowed, and reads nothing there.
pub struct BlobReader {
    file: File,
    stream: StreamBE32<XChaCha20Poly1305>,
    length: u64,
    position: u64,
    /// The decrypted chunk and its number.
    chunk: Option<u32>,
    plain: Zeroizing<Vec<u8>>,
    /// What the file is called in errors.
    what: String,
}

impl BlobReader {
    /// Checks the header and the size; the chunks are checked as they are read.
    ///
    /// # Errors
    /// `NotFound` when there is no such file, `Invalid` when it is damaged, cut, or another file in this
    /// one's place, `Unsupported` when a newer version wrote it.
    pub(crate) fn open(
        path: &Path,
        folder: &FolderKey,
        name: &[u8],
        what: &str,
    ) -> Result<BlobReader> {
        let mut file = File::open(path).attempt(&format!("opening {what}"))?;
        let size = file.metadata().attempt(&format!("opening {what}"))?.len();
        let mut header = [0; HEADER];
        if size < HEADER as u64 {
            return Err(damaged(what, "is cut off within its header"));
        }
        file.read_exact(&mut header).attempt(&format!("reading the header of {what}"))?;
        if header[..7] != MAGIC[..] {
            return Err(damaged(what, "does not begin like a file of this vault"));
        }
        if header[7] != VERSION {
            let message = format!("{what} has format {}, this Everkept knows {VERSION}", header[7]);
            return Err(Error::new(Code::Unsupported, message));
        }
        let nonce = <[u8; NONCE]>::try_from(&header[8..27]).expect("the range has its length");
        let length =
            u64::from_le_bytes(header[27..35].try_into().expect("the range has its length"));
        let key = file_key(folder, &nonce);
        let found =
            blake3::Hash::from_bytes(header[35..].try_into().expect("the range has its length"));
        // Comparing two `Hash`es takes the same time wherever they differ.
        if seal(&key, &header, name) != found {
            return Err(damaged(what, "has a damaged header, or is another file in its place"));
        }
        match size_on_disk(length) {
            Some(expected) if size < expected => return Err(damaged(what, "is cut off")),
            Some(expected) if size == expected => {}
            _ => return Err(damaged(what, "has bytes after its end")),
        }
        let mut reader = BlobReader {
            stream: stream(&key, &nonce),
            file,
            length,
            position: 0,
            chunk: None,
            plain: Zeroizing::new(Vec::new()),
            what: what.to_owned(),
        };
        if length == 0 {
            // An empty file is one chunk that is empty but for its tag; no read would ever check it.
            reader.load().map_err(|source| from_io(what, source))?;
        }
        Ok(reader)
    }

    /// Plain bytes in the file.
    #[expect(clippy::len_without_is_empty, reason = "an empty file is an ordinary file")]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// All of it, when that is at most `max_bytes`.
    ///
    /// # Errors
    /// `Invalid` when it is longer, or when a chunk is damaged.
    pub fn read_all(&mut self, max_bytes: u64) -> Result<Vec<u8>> {
        if self.length > max_bytes {
            let message = format!(
                "{} has {} bytes, at most {max_bytes} are read at once",
                self.what, self.length
            );
            return Err(Error::invalid("size", message));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0));
        self.position = 0;
        self.read_to_end(&mut bytes).map_err(|source| from_io(&self.what, source))?;
        Ok(bytes)
    }

    /// Loads the chunk that the position lies in: for positions before the end, and 0 in an empty file.
    fn load(&mut self) -> io::Result<()> {
        let index = self.position / CHUNK as u64;
        let number = u32::try_from(index).expect("a longer file fails its size check");
        if self.chunk == Some(number) {
            return Ok(());
        }
        self.chunk = None;
        let start = index * CHUNK as u64;
        let last = self.length - start <= CHUNK as u64;
        let len =
            usize::try_from((self.length - start).min(CHUNK as u64)).expect("at most a chunk");
        self.file.seek(SeekFrom::Start(HEADER as u64 + index * (CHUNK + TAG) as u64))?;
        self.plain.zeroize();
        self.plain.resize(len + TAG, 0);
        self.file.read_exact(&mut self.plain)?;
        if self.stream.decrypt_in_place(number, last, &[], &mut *self.plain).is_err() {
            self.plain.zeroize();
            let of = chunks(self.length);
            let damage = damaged(&self.what, &format!("is damaged in chunk {} of {of}", index + 1));
            return Err(io::Error::new(io::ErrorKind::InvalidData, damage));
        }
        self.chunk = Some(number);
        Ok(())
    }
}

impl Read for BlobReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() || self.length <= self.position {
            return Ok(0);
        }
        self.load()?;
        let within = usize::try_from(self.position % CHUNK as u64).expect("less than a chunk");
        let rest = &self.plain[within..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.position = position.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

/// Brings back the error that a reader hid in an `io::Error`; any other is about the disk.
pub(crate) fn from_io(what: &str, source: io::Error) -> Error {
    match source.downcast::<Error>() {
        Ok(error) => error,
        Err(source) => Error::internal(format!("reading {what}"), source),
    }
}

/// Waits until the folder's names are on the disk: a rename is durable only then. Windows has no such
/// call, and writes the names through its own journal.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).attempt("waiting for the disk")?;
    }
    Ok(())
}

fn damaged(what: &str, how: &str) -> Error {
    Error::new(Code::Invalid, format!("{what} {how}"))
}

fn file_key(folder: &FolderKey, nonce: &[u8; NONCE]) -> FolderKey {
    Zeroizing::new(*blake3::keyed_hash(folder, nonce).as_bytes())
}

fn stream(key: &FolderKey, nonce: &[u8; NONCE]) -> StreamBE32<XChaCha20Poly1305> {
    StreamBE32::from_aead(XChaCha20Poly1305::new((&**key).into()), nonce.into())
}

/// The seal of a header (its own place is left out) for a file that is opened by `name`.
fn seal(key: &FolderKey, header: &[u8; HEADER], name: &[u8]) -> blake3::Hash {
    let key = Zeroizing::new(blake3::derive_key("everkept 2026 blob header", &**key));
    let mut hasher = blake3::Hasher::new_keyed(&key);
    hasher.update(&header[..HEADER - SEAL]).update(name);
    hasher.finalize()
}

/// Chunks of a file with so many plain bytes: an empty file has one, or its end could not be checked.
fn chunks(length: u64) -> u64 {
    length.div_ceil(CHUNK as u64).max(1)
}

/// Bytes that the file takes on the disk; nothing when no file can be so long.
fn size_on_disk(length: u64) -> Option<u64> {
    let chunks = chunks(length);
    u32::try_from(chunks).ok()?;
    length.checked_add(chunks * TAG as u64 + HEADER as u64)
}
