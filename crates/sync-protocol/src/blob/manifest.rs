//! Which chunks a blob has.

use base::env::Env;

use super::{CHUNKS_MAX, Chunks, MANIFEST_BYTES_MAX};
use crate::codec::{Reader, Writer};
use crate::crypt::{OVERHEAD, random};
use crate::error::{Error, Fault, Result};
use crate::id::{DeviceId, Hash, VaultId};
use crate::keyring::Keyring;
use crate::keys::{DeviceKeys, SIGNATURE, sign, verify};
use crate::membership::Members;

const WHAT: &str = "blob's manifest";
const MAGIC: &[u8; 3] = b"EKF";
const VERSION: u8 = 1;
const SIGNED: &str = "everkept 2026 sync blob manifest signature";
const KEY: &str = "everkept 2026 sync blob manifests";
/// Content hash and size, sealed.
const SEALED: usize = OVERHEAD + 32 + 8;

/// A manifest, as far as everybody may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobManifest {
    /// Of which vault.
    pub vault: VaultId,
    /// The blob's name.
    pub blob: Hash,
    /// Under which epoch's key.
    pub epoch: u32,
    /// Who uploaded it.
    pub device: DeviceId,
    /// The names of its chunks in their order. Equal chunks do not occur: their nonces differ.
    pub chunks: Vec<Hash>,
    sealed: [u8; SEALED],
}

/// What members alone know of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobContent {
    /// BLAKE3 of its bytes.
    pub hash: Hash,
    /// How many bytes.
    pub size: u64,
}

impl BlobManifest {
    /// Makes the manifest of chunks that were sealed.
    ///
    /// # Errors
    /// `NoKey`; `Malformed` when there are not as many chunks as there must be.
    pub fn seal(
        chunks: &Chunks<'_>,
        ids: &[Hash],
        device: &DeviceKeys,
        env: &dyn Env,
    ) -> Result<Vec<u8>> {
        if usize::try_from(chunks.count()).ok() != Some(ids.len()) {
            let why = "there are not as many chunks as there must be";
            return Err(Fault::Malformed { what: WHAT, at: 0, why }.into());
        }
        let key = chunks.keyring.epoch(chunks.epoch)?;
        let mut out = Writer::default();
        out.raw(MAGIC)
            .u8(VERSION)
            .raw(chunks.keyring.vault().as_bytes())
            .raw(chunks.blob.as_bytes())
            .u32(chunks.epoch)
            .raw(device.id().as_bytes())
            .count(ids.len());
        for id in ids {
            out.raw(id.as_bytes());
        }
        let mut plain = Writer::default();
        plain.raw(chunks.content.as_bytes()).u64(chunks.size);
        let clear = out.0.clone();
        key.content_key(KEY).seal(random(env), &clear, &plain.0, &mut out.0);
        let signature = sign(device.signing(), SIGNED, &[&out.0]);
        out.raw(&signature);
        Ok(out.0)
    }

    /// Reads one; [`BlobManifest::check`] asks whether it can be believed.
    ///
    /// # Errors
    /// `TooMuch`, `CutOff`, `Malformed`, `Newer`.
    pub fn read(bytes: &[u8]) -> Result<BlobManifest> {
        if MANIFEST_BYTES_MAX < bytes.len() {
            let (found, max) = (bytes.len() as u64, MANIFEST_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
        }
        let mut reader = Reader::new(WHAT, bytes);
        reader.magic(MAGIC, VERSION)?;
        let (vault, blob) = (VaultId::new(reader.array()?), Hash::new(reader.array()?));
        let (epoch, device) = (reader.u32()?, DeviceId::new(reader.array()?));
        let count = reader.count("chunks", CHUNKS_MAX, 32)?;
        let chunks: Vec<Hash> =
            (0..count).map(|_| reader.array().map(Hash::new)).collect::<Result<_>>()?;
        if chunks.is_empty() {
            return Err(reader.malformed("a blob has one chunk at least"));
        }
        let sealed = reader.array()?;
        reader.take(SIGNATURE)?;
        reader.end()?;
        Ok(BlobManifest { vault, blob, epoch, device, chunks, sealed })
    }

    /// Whether a device of the vault made it. One that was revoked later counts: the content is compared
    /// with a hash that a record holds.
    ///
    /// # Errors
    /// `Foreign`, `UnknownDevice`, `UnknownEpoch`, `Signature`.
    pub fn check(&self, bytes: &[u8], members: &Members) -> Result<()> {
        let check = || {
            if self.vault != members.vault() {
                return Err(Fault::Foreign { what: WHAT, of: "vault" }.into());
            }
            let device =
                members.device(&self.device).ok_or(Fault::UnknownDevice { device: self.device })?;
            if members.epoch() < self.epoch {
                let known = members.epoch();
                return Err(Fault::UnknownEpoch { found: self.epoch, known }.into());
            }
            let Some((signed, signature)) = bytes.split_last_chunk::<SIGNATURE>() else {
                return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
            };
            verify(WHAT, &device.keys.sign, SIGNED, &[signed], signature)
        };
        check().map_err(|error: Error| error.of(format_args!("blob {}", self.blob)))
    }

    /// Opens what only members know, of the blob that should hold content of this hash. Ask
    /// [`BlobManifest::check`] first. After the last chunk, compare the content's hash: it is the proof.
    ///
    /// # Errors
    /// `Foreign` when it is another blob's, `NoKey`, `WrongKey`, `Damaged`, `Malformed`.
    pub fn open<'k>(
        &self,
        bytes: &[u8],
        keyring: &'k Keyring,
        content: Hash,
    ) -> Result<(BlobContent, Chunks<'k>)> {
        let open = || {
            let key = keyring.epoch(self.epoch)?.content_key(KEY);
            let clear = bytes.len().checked_sub(SIGNATURE + SEALED);
            let Some(clear) = clear.and_then(|clear| bytes.get(..clear)) else {
                return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
            };
            let plain = key.open(WHAT, clear, &self.sealed)?;
            let mut reader = Reader::new(WHAT, &plain);
            let found = BlobContent { hash: Hash::new(reader.array()?), size: reader.u64()? };
            reader.end()?;
            let chunks = Chunks::new(keyring, self.epoch, found.hash, found.size)?;
            if found.hash != content || chunks.blob() != self.blob {
                return Err(Fault::Foreign { what: WHAT, of: "blob" }.into());
            }
            if usize::try_from(chunks.count()).ok() != Some(self.chunks.len()) {
                return Err(reader.malformed("it has more or fewer chunks than its size asks for"));
            }
            Ok((found, chunks))
        };
        open().map_err(|error: Error| error.of(format_args!("blob {}", self.blob)))
    }
}
