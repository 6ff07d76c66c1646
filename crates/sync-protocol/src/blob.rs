//! Blobs: attachments and whatever is too long for a segment, in chunks of 4 MiB.
//!
//! ```text
//! chunk:    XChaCha20-Poly1305 in the STREAM construction, no header; named by a keyed BLAKE3 of its bytes
//! manifest: magic EKF, version 1 | vault 16 | blob 32 | epoch 4 | device 16 | varint n, n × chunk 32
//!           | nonce, commitment, (content hash 32 | size 8), tag | signature 64
//! ```
//! A blob is named by a keyed hash of its content's BLAKE3, so devices that know an attachment know its
//! blob, and a server does not know which files are in a vault. Content that is sealed twice in one epoch
//! gives equal bytes: an upload goes on where it stopped, from another device too, and nothing is stored
//! twice. The last chunk is padded (PADMÉ over the whole) with zeros.
//!
//! STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015, eprint 2015/189) puts a chunk's number and whether
//! it is the last into its nonce: a chunk that is moved, cut off or another blob's does not open.
//!
//! What is deliberately not here: offsets of uploads and downloads, retries ([`crate::wire`], the client).

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::crypt::TAG;
use crate::error::{Error, Fault, Result};
use crate::id::Hash;
use crate::keyring::Keyring;
use crate::keys::EpochKey;
use crate::pack::padded;

mod manifest;

pub use manifest::{BlobContent, BlobManifest};

/// Plain bytes of a chunk.
pub const CHUNK_BYTES: usize = 4 << 20;

/// Bytes of a sealed chunk.
pub const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG;

/// Chunks of a blob: 64 GiB.
pub const CHUNKS_MAX: usize = 1 << 14;

/// Bytes of a manifest.
pub const MANIFEST_BYTES_MAX: usize = CHUNKS_MAX * 32 + 1024;

const WHAT: &str = "blob";
const KEY: &str = "everkept 2026 sync blob";
const NONCE: &str = "everkept 2026 sync blob nonce";

/// The name of the blob that holds content of this BLAKE3.
pub fn blob_id(keyring: &Keyring, content: Hash) -> Hash {
    Hash::keyed(&keyring.blobs, &[content.as_bytes()])
}

/// The name of a sealed chunk.
pub fn chunk_id(keyring: &Keyring, sealed: &[u8]) -> Hash {
    Hash::keyed(&keyring.chunks, &[sealed])
}

/// Seals and opens the chunks of one blob, in any order.
pub struct Chunks<'k> {
    keyring: &'k Keyring,
    stream: StreamBE32<XChaCha20Poly1305>,
    blob: Hash,
    content: Hash,
    size: u64,
    epoch: u32,
}

impl<'k> Chunks<'k> {
    /// For content of this BLAKE3 and length.
    ///
    /// The key follows from the hash: whoever seals must have checked that the bytes are those of the hash,
    /// because two contents under one key would tell their difference. (The vault's folder of attachments
    /// checks each read.)
    ///
    /// # Errors
    /// `NoKey`; `TooMuch` when it is over 64 GiB.
    pub fn new(keyring: &'k Keyring, epoch: u32, content: Hash, size: u64) -> Result<Chunks<'k>> {
        let max = (CHUNKS_MAX * CHUNK_BYTES) as u64;
        if padded_size(size).is_none_or(|padded| max < padded) {
            return Err(Fault::TooMuch { what: WHAT, of: "bytes", found: size, max }.into());
        }
        let key: &EpochKey = keyring.epoch(epoch)?;
        let parts: [&[u8]; 2] = [content.as_bytes(), &size.to_be_bytes()];
        let nonce: [u8; 19] = Hash::new(*key.secret_for(NONCE, &parts)).first();
        let secret = key.secret_for(KEY, &parts);
        let cipher = XChaCha20Poly1305::new((&*secret).into());
        Ok(Chunks {
            stream: StreamBE32::from_aead(cipher, (&nonce).into()),
            blob: blob_id(keyring, content),
            keyring,
            content,
            size,
            epoch,
        })
    }

    /// The blob.
    pub fn blob(&self) -> Hash {
        self.blob
    }

    /// How many chunks it has, 1 at least.
    pub fn count(&self) -> u32 {
        let chunks = padded_size(self.size).unwrap_or(0).div_ceil(CHUNK_BYTES as u64).max(1);
        u32::try_from(chunks).expect("the size was checked")
    }

    /// How many bytes of the content a chunk holds. The last ones may hold padding only.
    pub fn plain_len(&self, index: u32) -> usize {
        let rest = self.size.saturating_sub(u64::from(index) * CHUNK_BYTES as u64);
        usize::try_from(rest).unwrap_or(usize::MAX).min(CHUNK_BYTES)
    }

    /// Seals the chunk of this number; answers its name, too.
    ///
    /// # Errors
    /// `Malformed` when there is no such chunk, or it has not as many bytes as it must.
    pub fn seal(&self, index: u32, plain: &[u8]) -> Result<(Hash, Vec<u8>)> {
        if self.count() <= index || plain.len() != self.plain_len(index) {
            let why = "a chunk has not as many bytes as it must";
            return Err(self.at(index, Fault::Malformed { what: WHAT, at: plain.len(), why }));
        }
        let mut sealed = Vec::with_capacity(self.padded_len(index) + TAG);
        sealed.extend_from_slice(plain);
        sealed.resize(self.padded_len(index), 0);
        let last = index + 1 == self.count();
        self.stream
            .encrypt_in_place(index, last, self.blob.as_bytes(), &mut sealed)
            .expect("a cipher takes 4 MiB");
        Ok((chunk_id(self.keyring, &sealed), sealed))
    }

    /// Opens the chunk of this number, which the manifest calls `id`.
    ///
    /// # Errors
    /// `Foreign` when it is another chunk, `Damaged` when the manifest's writer sealed it badly.
    pub fn open(&self, index: u32, id: Hash, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        if chunk_id(self.keyring, sealed) != id {
            return Err(self.at(index, Fault::Foreign { what: "chunk", of: "place" }));
        }
        let damaged = || self.at(index, Fault::Damaged { what: "chunk" });
        if self.count() <= index || sealed.len() != self.padded_len(index) + TAG {
            return Err(damaged());
        }
        let mut plain = Zeroizing::new(sealed.to_vec());
        let last = index + 1 == self.count();
        self.stream
            .decrypt_in_place(index, last, self.blob.as_bytes(), &mut *plain)
            .map_err(|_| damaged())?;
        let (content, padding) = plain.split_at(self.plain_len(index));
        if padding.iter().any(|byte| *byte != 0) {
            return Err(damaged());
        }
        let len = content.len();
        plain.truncate(len);
        Ok(plain)
    }

    fn padded_len(&self, index: u32) -> usize {
        let padded = padded_size(self.size).unwrap_or(0);
        let rest = padded.saturating_sub(u64::from(index) * CHUNK_BYTES as u64);
        usize::try_from(rest).unwrap_or(usize::MAX).min(CHUNK_BYTES)
    }

    fn at(&self, index: u32, fault: Fault) -> Error {
        Error::from(fault).of(format_args!("chunk {} of {} of a blob", index + 1, self.count()))
    }
}

/// The length that all chunks together have; nothing on a machine that cannot count so far.
fn padded_size(size: u64) -> Option<u64> {
    usize::try_from(size).ok().map(|size| padded(size) as u64)
}
