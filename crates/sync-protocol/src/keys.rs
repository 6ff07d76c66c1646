//! Secrets, from the words on paper down to the key of one lane in one epoch.
//!
//! ```text
//! 24 words = 256 bits: Root ── Identity (signs the membership log, opens keys after a loss)
//! made on each device: DeviceKeys (signs its segments, opens keys sealed to it)
//! random per epoch:    EpochKey ── LaneKey, keys of snapshots, blobs and device names
//! ```
//! None of them can be copied, printed or serialized, and all are zeroed when dropped. What has to be kept
//! leaves by a method whose name says so.

use base::env::Env;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::crypt::{ContentKey, Secret, derive, random};
use crate::error::{Fault, Result};
use crate::id::{AccountId, DeviceId, Hash, Lane, LaneId, VaultId};
use crate::sealed_box;

/// Bytes of a signature.
pub const SIGNATURE: usize = 64;

/// A key that only its recipient opens: ephemeral public key 32, ciphertext 32, tag 16.
pub type SealedKey = [u8; 80];

/// The 256 bits behind the 24 recovery words (BIP39, English).
pub struct Root(Secret);

impl Root {
    /// From the words' bits.
    pub fn from_bits(bits: Zeroizing<[u8; 32]>) -> Root {
        Root(bits)
    }

    /// Who the words are.
    pub fn identity(&self) -> Identity {
        let sign = derive("everkept 2026 sync identity signing", &[&*self.0]);
        let open = derive("everkept 2026 sync recovery opening", &[&*self.0]);
        Identity { sign: SigningKey::from_bytes(&sign), open: StaticSecret::from(*open) }
    }
}

/// Who holds the recovery words. Used when a vault is founded and after a loss; it signs entries of the
/// membership log and challenges, never segments.
pub struct Identity {
    sign: SigningKey,
    open: StaticSecret,
}

/// What others know of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityPublic {
    /// Checks its signatures.
    pub sign: VerifyingKey,
    /// Keys of epochs are sealed to this, so that the words open them.
    pub seal: [u8; 32],
}

impl Identity {
    /// What others may know.
    pub fn public(&self) -> IdentityPublic {
        IdentityPublic {
            sign: self.sign.verifying_key(),
            seal: PublicKey::from(&self.open).to_bytes(),
        }
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.sign
    }

    pub(crate) fn opening(&self) -> &StaticSecret {
        &self.open
    }
}

impl IdentityPublic {
    /// The name under which a server finds the vaults of somebody who has only the words left.
    pub fn account(&self) -> AccountId {
        AccountId::new(Hash::of("everkept 2026 sync account", &[self.sign.as_bytes()]).first())
    }
}

/// The keys of one device, made on it; the system's keyring keeps them, a backup does not.
pub struct DeviceKeys {
    id: DeviceId,
    sign: SigningKey,
    open: StaticSecret,
}

/// What others know of a device's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevicePublic {
    /// The device.
    pub id: DeviceId,
    /// Checks its signatures.
    pub sign: VerifyingKey,
    /// Keys of epochs are sealed to this.
    pub seal: [u8; 32],
}

impl DeviceKeys {
    /// Bytes of [`DeviceKeys::to_secret_bytes`].
    pub const LEN: usize = 16 + 32 + 32;

    /// New keys for a device of this name.
    pub fn generate(id: DeviceId, env: &dyn Env) -> DeviceKeys {
        let seed = Zeroizing::new(random::<32>(env));
        let open = StaticSecret::from(random::<32>(env));
        DeviceKeys { id, sign: SigningKey::from_bytes(&seed), open }
    }

    /// The keys as the system's keyring keeps them: name 16, Ed25519 seed 32, X25519 secret 32.
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; DeviceKeys::LEN]> {
        let mut bytes = Zeroizing::new([0; DeviceKeys::LEN]);
        bytes[..16].copy_from_slice(self.id.as_bytes());
        bytes[16..48].copy_from_slice(self.sign.as_bytes());
        bytes[48..].copy_from_slice(self.open.as_bytes());
        bytes
    }

    /// The keys that the system's keyring gave back.
    ///
    /// # Errors
    /// `Malformed` when it gave back something else.
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<DeviceKeys> {
        let malformed = Fault::Malformed {
            what: "device's keys",
            at: bytes.len(),
            why: "they do not have 80 bytes",
        };
        let bytes: &[u8; DeviceKeys::LEN] = bytes.try_into().map_err(|_| malformed)?;
        let (id, rest) = bytes.split_first_chunk::<16>().expect("there are 80 bytes");
        let (seed, open) = rest.split_first_chunk::<32>().expect("there are 80 bytes");
        let open = Zeroizing::new(<[u8; 32]>::try_from(open).expect("there are 80 bytes"));
        Ok(DeviceKeys {
            id: DeviceId::new(*id),
            sign: SigningKey::from_bytes(seed),
            open: StaticSecret::from(*open),
        })
    }

    /// The device.
    pub fn id(&self) -> DeviceId {
        self.id
    }

    /// What others may know.
    pub fn public(&self) -> DevicePublic {
        DevicePublic {
            id: self.id,
            sign: self.sign.verifying_key(),
            seal: PublicKey::from(&self.open).to_bytes(),
        }
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.sign
    }

    pub(crate) fn opening(&self) -> &StaticSecret {
        &self.open
    }
}

/// The vault's key in one epoch. Every removal of a device begins an epoch.
pub struct EpochKey {
    vault: VaultId,
    number: u32,
    secret: Secret,
}

impl EpochKey {
    /// A new key for an epoch; the first is 1.
    pub fn generate(vault: VaultId, number: u32, env: &dyn Env) -> EpochKey {
        EpochKey { vault, number, secret: Zeroizing::new(random(env)) }
    }

    /// Which epoch.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What tells this key from any other without telling the key. A device whose key does not give the
    /// canary in the membership log may write nothing: it would be unreadable to all others.
    pub fn canary(&self) -> Hash {
        let number = self.number.to_be_bytes();
        let parts: [&[u8]; 3] = [&*self.secret, self.vault.as_bytes(), &number];
        Hash::of("everkept 2026 sync canary", &parts)
    }

    /// Seals the key to a device's or the recovery words' public key.
    ///
    /// # Errors
    /// `WrongKey` when the public key is none.
    pub fn seal_to(&self, recipient: &[u8; 32], env: &dyn Env) -> Result<SealedKey> {
        sealed_box::seal(recipient, &purpose(self.vault, self.number), &self.secret, env)
    }

    /// Opens what [`EpochKey::seal_to`] sealed to this device or these words, and compares the canary.
    ///
    /// # Errors
    /// `WrongKey` when it was sealed to another, `Canary` when the key is not the one agreed on.
    pub(crate) fn open(
        secret: &StaticSecret,
        sealed: &SealedKey,
        vault: VaultId,
        number: u32,
        canary: Hash,
    ) -> Result<EpochKey> {
        let secret = sealed_box::open(secret, &purpose(vault, number), sealed)?;
        EpochKey { vault, number, secret }.checked(canary)
    }

    /// The key before this one, sealed under this one, so that who has the newest has them all.
    pub(crate) fn seal_older(&self, older: &EpochKey, env: &dyn Env) -> Vec<u8> {
        let mut out = Vec::new();
        self.content_key("everkept 2026 sync older key").seal(
            random(env),
            &purpose(older.vault, older.number),
            &*older.secret,
            &mut out,
        );
        out
    }

    /// Opens what [`EpochKey::seal_older`] sealed.
    ///
    /// # Errors
    /// `WrongKey`, `Damaged`, `Canary`.
    pub(crate) fn open_older(&self, sealed: &[u8], canary: Hash) -> Result<EpochKey> {
        let number = self.number.saturating_sub(1);
        let plain = self.content_key("everkept 2026 sync older key").open(
            "older key",
            &purpose(self.vault, number),
            sealed,
        )?;
        let secret: [u8; 32] = plain[..].try_into().map_err(|_| Fault::Canary { epoch: number })?;
        let secret = Zeroizing::new(secret);
        EpochKey { vault: self.vault, number, secret }.checked(canary)
    }

    fn checked(self, canary: Hash) -> Result<EpochKey> {
        if self.canary() == canary {
            Ok(self)
        } else {
            Err(Fault::Canary { epoch: self.number }.into())
        }
    }

    /// The key itself, for the test vectors.
    #[cfg(test)]
    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    pub(crate) fn secret_for(&self, context: &'static str, parts: &[&[u8]]) -> Secret {
        let number = self.number.to_be_bytes();
        let mut all: Vec<&[u8]> = vec![&*self.secret, self.vault.as_bytes(), &number];
        all.extend(parts);
        derive(context, &all)
    }

    pub(crate) fn content_key(&self, context: &'static str) -> ContentKey {
        ContentKey::new(&self.secret_for(context, &[]))
    }

    pub(crate) fn lane(&self, lane: Lane, id: LaneId) -> LaneKey {
        let secret = self.secret_for("everkept 2026 sync lane", &[&[lane.0]]);
        let content = ContentKey::new(&secret);
        LaneKey { vault: self.vault, lane, id, epoch: self.number, content }
    }
}

fn purpose(vault: VaultId, epoch: u32) -> [u8; 20] {
    let mut purpose = [0; 20];
    purpose[..16].copy_from_slice(vault.as_bytes());
    purpose[16..].copy_from_slice(&epoch.to_be_bytes());
    purpose
}

/// What seals and opens the segments of one lane in one epoch. Only a [`crate::keyring::Keyring`] has
/// them, and only after the canary: so no segment is sealed with a key that others do not have.
pub struct LaneKey {
    pub(crate) vault: VaultId,
    pub(crate) lane: Lane,
    pub(crate) id: LaneId,
    pub(crate) epoch: u32,
    pub(crate) content: ContentKey,
}

impl LaneKey {
    /// The lane.
    pub fn lane(&self) -> Lane {
        self.lane
    }

    /// The lane as the server sees it.
    pub fn id(&self) -> LaneId {
        self.id
    }

    /// The epoch.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
}

/// Signs the hash of `parts` in one use.
pub(crate) fn sign(key: &SigningKey, context: &'static str, parts: &[&[u8]]) -> [u8; SIGNATURE] {
    key.sign(Hash::of(context, parts).as_bytes()).to_bytes()
}

/// Checks what [`sign`] made. Strict: no weak keys, no second form of a signature.
pub(crate) fn verify(
    what: &'static str,
    key: &VerifyingKey,
    context: &'static str,
    parts: &[&[u8]],
    signature: &[u8; SIGNATURE],
) -> Result<()> {
    let signature = Signature::from_bytes(signature);
    key.verify_strict(Hash::of(context, parts).as_bytes(), &signature)
        .map_err(|_| Fault::Signature { what }.into())
}

/// A public key for signatures out of bytes from outside.
pub(crate) fn verifying_key(
    what: &'static str,
    at: usize,
    bytes: &[u8; 32],
) -> Result<VerifyingKey> {
    let why = "it holds a public key that is none";
    let malformed = Fault::Malformed { what, at, why };
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| malformed.clone())?;
    if key.is_weak() { Err(malformed.into()) } else { Ok(key) }
}

#[cfg(test)]
mod tests;
