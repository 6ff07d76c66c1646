//! One secret of 32 bytes, encrypted by a key or by a passphrase, and bound to its place.

use std::borrow::Cow;

use argon2::{Algorithm, Argon2, Params, Version};
use base::env::Env;
use base::error::{Code, Error, Result};
use bip39::Mnemonic;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{VERSION, VaultId};
use crate::key::DataKey;

const BY_PASSPHRASE: &str = "argon2id-v19";
const CIPHER: &str = "xchacha20poly1305";
const SALT: usize = 16;

/// More than any person types; a limit for what comes over the wire.
const MAX_PASSPHRASE_BYTES: usize = 4096;

/// Argon2id's parameters, as the file tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

impl Cost {
    /// A file below it was not written by this program, and would make the passphrase cheap to guess.
    pub(super) const FLOOR: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// A file above it would only stop the machine: 4 GiB and 16 passes are more than a minute.
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

/// A wrap with what Argon2id needs beside the passphrase.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassphraseWrap {
    algorithm: String,
    cost: Cost,
    salt: String,
    wrap: Wrap,
}

/// 32 encrypted bytes and their tag. Bytes are in hexadecimal.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrap {
    cipher: String,
    nonce: String,
    sealed: String,
    check: String,
}

/// The key that a passphrase gives with one salt at one cost.
pub(super) struct PassphraseKey {
    kek: Zeroizing<[u8; 32]>,
    cost: Cost,
    salt: [u8; SALT],
}

impl PassphraseKey {
    /// For a passphrase that a person chose: with a new salt.
    pub(super) fn new(passphrase: &str, env: &dyn Env, cost: Cost) -> Result<PassphraseKey> {
        if passphrase.trim().is_empty() {
            return Err(Error::invalid("passphrase", "a passphrase is not empty"));
        }
        let mut salt = [0; SALT];
        env.fill(&mut salt);
        PassphraseKey::derive(passphrase, cost, salt)
    }

    /// For a passphrase that a person typed: with the salt and at the cost of what was wrapped by it.
    ///
    /// # Errors
    /// `Invalid` when the wrap is damaged, `Denied` when its cost is outside of what is accepted.
    pub(super) fn again(
        passphrase: &str,
        wrapped: &PassphraseWrap,
        vault: VaultId,
    ) -> Result<PassphraseKey> {
        wrapped.check(vault)?;
        wrapped.cost.check()?;
        PassphraseKey::derive(passphrase, wrapped.cost, unhex(&wrapped.salt)?)
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
                Error::new(
                    Code::Internal,
                    format!("deriving the key, which takes {mib} MiB: {source}"),
                )
            })?;
        Ok(PassphraseKey { kek, cost, salt })
    }

    pub(super) fn wrap(
        &self,
        key: &DataKey,
        vault: VaultId,
        env: &dyn Env,
    ) -> Result<PassphraseWrap> {
        let salt = HEXLOWER.encode(&self.salt);
        let associated = with_cost(vault, BY_PASSPHRASE, self.cost, &salt);
        let wrap = Wrap::seal(&self.kek, &associated, key.expose(), env)?;
        Ok(PassphraseWrap { algorithm: BY_PASSPHRASE.into(), cost: self.cost, wrap, salt })
    }

    /// Opens a wrap without deriving again: Argon2id gives the same key for the same cost and salt, and
    /// those are in the associated data.
    ///
    /// # Errors
    /// `Locked` when the passphrase was another, `Invalid` when the wrap is damaged.
    pub(super) fn open(&self, wrapped: &PassphraseWrap, vault: VaultId) -> Result<DataKey> {
        wrapped.check(vault)?;
        let opened = wrapped.wrap.open(&self.kek, &wrapped.associated(vault))?;
        opened.map(DataKey::from_bytes).ok_or_else(|| {
            Error::new(Code::Locked, "this passphrase does not open the vault").at("passphrase")
        })
    }
}

impl PassphraseWrap {
    fn associated(&self, vault: VaultId) -> Vec<u8> {
        with_cost(vault, &self.algorithm, self.cost, &self.salt)
    }

    fn check(&self, vault: VaultId) -> Result<()> {
        if self.algorithm != BY_PASSPHRASE {
            return Err(damaged());
        }
        self.wrap.check(&self.associated(vault))
    }

    /// Changes the cost and makes the checksum right again, as a hand that knows the format can.
    #[cfg(test)]
    pub(super) fn forge(&mut self, cost: Cost, vault: VaultId) {
        self.cost = cost;
        let nonce = unhex(&self.wrap.nonce).expect("the wrap is whole");
        let sealed: [u8; 48] = unhex(&self.wrap.sealed).expect("the wrap is whole");
        self.wrap.check = HEXLOWER.encode(&checksum(&self.associated(vault), &nonce, &sealed));
    }
}

impl Wrap {
    pub(super) fn seal(
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
        Ok(Wrap { cipher: CIPHER.into(), nonce, sealed, check })
    }

    /// Whether the wrap is as it was written, apart from any secret.
    pub(super) fn check(&self, associated: &[u8]) -> Result<()> {
        let (nonce, sealed) = (unhex::<24>(&self.nonce)?, unhex::<48>(&self.sealed)?);
        if self.cipher != CIPHER || unhex(&self.check)? != checksum(associated, &nonce, &sealed) {
            return Err(damaged());
        }
        Ok(())
    }

    /// The secret, or nothing when the key is not the right one.
    pub(super) fn open(
        &self,
        kek: &Zeroizing<[u8; 32]>,
        associated: &[u8],
    ) -> Result<Option<Zeroizing<[u8; 32]>>> {
        let (nonce, sealed) = (unhex::<24>(&self.nonce)?, unhex::<48>(&self.sealed)?);
        let opened = XChaCha20Poly1305::new((&**kek).into())
            .decrypt(&XNonce::from(nonce), Payload { msg: &sealed, aad: associated });
        let Ok(opened) = opened.map(Zeroizing::new) else { return Ok(None) };
        let mut secret = Zeroizing::new([0; 32]);
        secret.copy_from_slice(&opened);
        Ok(Some(secret))
    }
}

fn with_cost(vault: VaultId, algorithm: &str, cost: Cost, salt: &str) -> Vec<u8> {
    let mut bytes = associated(vault, "passphrase");
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        bytes.extend(number.to_le_bytes());
    }
    for text in [algorithm, salt] {
        bytes.extend(text.as_bytes());
        bytes.push(0);
    }
    bytes
}

/// The canonical bytes that bind a wrap to its version, vault, purpose and cipher: what has no fixed
/// length ends in a zero.
pub(super) fn associated(vault: VaultId, purpose: &str) -> Vec<u8> {
    let mut bytes = b"everkept key file\0".to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(vault.as_bytes());
    for text in [purpose, CIPHER] {
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
