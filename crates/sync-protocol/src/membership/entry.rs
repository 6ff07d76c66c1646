//! One entry as bytes.

use ed25519_dalek::{SigningKey, VerifyingKey};

use super::{Action, ENTRY_BYTES_MAX, WHAT};
use crate::codec::{Reader, Writer};
use crate::error::{Fault, Result};
use crate::id::{DeviceId, Hash, VaultId};
use crate::keys::{DeviceKeys, Identity, SIGNATURE, sign, verify};

const MAGIC: &[u8; 3] = b"EKM";
const VERSION: u8 = 1;
const SIGNED: &str = "everkept 2026 sync member entry";

/// An entry that was read; its signature is not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of which vault.
    pub vault: VaultId,
    /// Which one, from 0.
    pub n: u32,
    /// The hash of the one before; zeros before the first.
    pub prev_hash: Hash,
    /// When its writer's clock said it was, Unix milliseconds. Shown to people, trusted by nothing.
    pub at_ms: u64,
    /// Who says that they signed it.
    pub signer: SignerId,
    /// What it does.
    pub action: Action,
}

/// Who signed an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignerId {
    /// Whoever has the recovery words.
    Identity,
    /// A device.
    Device(DeviceId),
}

/// Who signs an entry.
#[derive(Clone, Copy)]
pub enum Signer<'a> {
    /// Whoever has the recovery words.
    Identity(&'a Identity),
    /// A device.
    Device(&'a DeviceKeys),
}

impl Signer<'_> {
    /// Who it is.
    pub fn id(&self) -> SignerId {
        match self {
            Signer::Identity(_) => SignerId::Identity,
            Signer::Device(keys) => SignerId::Device(keys.id()),
        }
    }

    pub(crate) fn key(&self) -> &SigningKey {
        match self {
            Signer::Identity(identity) => identity.signing(),
            Signer::Device(keys) => keys.signing(),
        }
    }
}

impl Entry {
    /// The entry as bytes, signed. `signer` is who the entry says.
    pub(super) fn sign(&self, signer: &Signer<'_>) -> Vec<u8> {
        let mut out = Writer::default();
        out.raw(MAGIC)
            .u8(VERSION)
            .raw(self.vault.as_bytes())
            .u32(self.n)
            .raw(self.prev_hash.as_bytes())
            .u64(self.at_ms);
        match &self.signer {
            SignerId::Identity => out.u8(0),
            SignerId::Device(device) => out.u8(1).raw(device.as_bytes()),
        };
        self.action.encode(&mut out);
        let signature = sign(signer.key(), SIGNED, &[&out.0]);
        out.raw(&signature);
        out.0
    }

    /// Reads an entry; [`super::Members::apply`] checks who signed it.
    ///
    /// # Errors
    /// `TooMuch`, `CutOff`, `Malformed`, `Newer`.
    pub fn read(bytes: &[u8]) -> Result<Entry> {
        if ENTRY_BYTES_MAX < bytes.len() {
            let (found, max) = (bytes.len() as u64, ENTRY_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
        }
        let Some((signed, _)) = bytes.split_last_chunk::<SIGNATURE>() else {
            return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
        };
        let mut reader = Reader::new(WHAT, signed);
        reader.magic(MAGIC, VERSION)?;
        let entry = Entry {
            vault: VaultId::new(reader.array()?),
            n: reader.u32()?,
            prev_hash: Hash::new(reader.array()?),
            at_ms: reader.u64()?,
            signer: match reader.u8()? {
                0 => SignerId::Identity,
                1 => SignerId::Device(DeviceId::new(reader.array()?)),
                _ => return Err(reader.malformed("its signer is nobody known")),
            },
            action: Action::decode(&mut reader)?,
        };
        reader.end()?;
        Ok(entry)
    }

    /// The name of an entry, and the link that the next one holds.
    pub fn hash(bytes: &[u8]) -> Hash {
        Hash::of("everkept 2026 sync member entry hash", &[bytes])
    }

    /// Whether `key` signed these bytes.
    pub(super) fn verify(bytes: &[u8], key: &VerifyingKey) -> Result<()> {
        let Some((signed, signature)) = bytes.split_last_chunk::<SIGNATURE>() else {
            return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
        };
        verify(WHAT, key, SIGNED, &[signed], signature)
    }
}
