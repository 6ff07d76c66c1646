//! Who asks: a challenge that a device answers with its key, and the receipt that a server gives.
//!
//! No passwords: a server knows the devices from the membership log. A challenge names the server it is
//! from, so an answer cannot be passed on to another, and it is over after a minute.

use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Fault, Result};
use crate::id::{Hash, VaultId};
use crate::keys::{SIGNATURE, sign, verify, verifying_key};
use crate::membership::{Signer, SignerId};

/// How long a challenge can be answered, in milliseconds.
pub const CHALLENGE_MS: u64 = 60_000;

/// Bytes of a server's address.
pub const AUDIENCE_BYTES_MAX: usize = 256;

const SIGNED: &str = "everkept 2026 sync challenge";

/// What a server asks to be signed. It keeps the nonce until it was answered once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Random, used once.
    #[serde(with = "serde_bytes")]
    pub nonce: [u8; 32],
    /// The address under which the server knows itself, such as `https://sync.example.org`.
    pub audience: String,
    /// When it is over, by the server's clock, Unix milliseconds.
    pub expires_ms: u64,
}

impl Challenge {
    /// Signs the challenge of the server that is reached at `audience`.
    ///
    /// # Errors
    /// `Challenge` when it is another server's.
    pub fn answer(
        &self,
        audience: &str,
        vault: VaultId,
        signer: &Signer<'_>,
    ) -> Result<[u8; SIGNATURE]> {
        if self.audience != audience {
            return Err(Fault::Challenge { why: "it is another server's" }.into());
        }
        Ok(sign(signer.key(), SIGNED, &[&self.message(vault, signer.id())]))
    }

    /// Checks an answer, on the server. `key` is the signer's in the membership log.
    ///
    /// # Errors
    /// `Challenge` when it is over, `Signature`.
    pub fn check(
        &self,
        now_ms: u64,
        vault: VaultId,
        signer: SignerId,
        key: &VerifyingKey,
        signature: &[u8; SIGNATURE],
    ) -> Result<()> {
        if self.expires_ms <= now_ms {
            return Err(Fault::Challenge { why: "it is over" }.into());
        }
        let message = self.message(vault, signer);
        verify("answer to a challenge", key, SIGNED, &[&message], signature)
    }

    /// `nonce 32 | expires 8 | vault 16 | signer (0, or 1 and device 16) | audience`
    fn message(&self, vault: VaultId, signer: SignerId) -> Vec<u8> {
        let mut message = Vec::with_capacity(128);
        message.extend_from_slice(&self.nonce);
        message.extend_from_slice(&self.expires_ms.to_be_bytes());
        message.extend_from_slice(vault.as_bytes());
        match signer {
            SignerId::Identity => message.push(0),
            SignerId::Device(device) => {
                message.push(1);
                message.extend_from_slice(device.as_bytes());
            }
        }
        message.extend_from_slice(self.audience.as_bytes());
        message
    }
}

/// The key with which a server signs what it has taken into custody.
pub struct ServerKey(SigningKey);

impl ServerKey {
    /// From 32 random bytes that the server keeps.
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> ServerKey {
        ServerKey(SigningKey::from_bytes(seed))
    }

    /// What clients remember of it.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Says that something was written to this server's disk.
    pub fn receipt(&self, vault: VaultId, name: Hash, bytes: u64, at_ms: u64) -> Receipt {
        let mut receipt = Receipt { vault, name, bytes, at_ms, signature: [0; SIGNATURE] };
        receipt.signature = sign(&self.0, RECEIPT, &[&receipt.message()]);
        receipt
    }
}

const RECEIPT: &str = "everkept 2026 sync custody receipt";

/// A server's word that it has something. When it is asked for it later and it is gone, this shows whose
/// fault that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Of which vault.
    pub vault: VaultId,
    /// The name of the chunk, block, snapshot or segment.
    pub name: Hash,
    /// Its length.
    pub bytes: u64,
    /// When, by the server's clock, Unix milliseconds.
    pub at_ms: u64,
    /// The server's signature.
    #[serde(with = "serde_bytes")]
    pub signature: [u8; SIGNATURE],
}

impl Receipt {
    /// Whether the server of this key signed it.
    ///
    /// # Errors
    /// `Malformed` when the key is none, `Signature`.
    pub fn check(&self, server: &[u8; 32]) -> Result<()> {
        let key = verifying_key("server's key", 0, server)?;
        verify("receipt", &key, RECEIPT, &[&self.message()], &self.signature)
    }

    /// `vault 16 | name 32 | bytes 8 | at_ms 8`
    fn message(&self) -> Vec<u8> {
        let mut message = Vec::with_capacity(64);
        message.extend_from_slice(self.vault.as_bytes());
        message.extend_from_slice(self.name.as_bytes());
        message.extend_from_slice(&self.bytes.to_be_bytes());
        message.extend_from_slice(&self.at_ms.to_be_bytes());
        message
    }
}

#[cfg(test)]
mod tests;
