//! Writing entries. What is made is applied to a copy first, so nothing is signed that readers refuse.

use base::env::Env;

use super::{Action, Cut, Entry, Members, NewEpoch, Recipient, Signer};
use crate::error::{Fault, Result};
use crate::id::{DeviceId, Hash, VaultId};
use crate::keyring::Keyring;
use crate::keys::{DeviceKeys, DevicePublic, EpochKey, Identity, IdentityPublic};
use crate::log::Vector;

/// A vault that was just founded, with its first device and its first epoch.
pub struct Founded {
    /// The entries, for the server.
    pub entries: Vec<Vec<u8>>,
    /// What they come to.
    pub members: Members,
    /// The keys.
    pub keyring: Keyring,
}

/// Founds a vault: the identity, the first device, the first epoch.
///
/// # Errors
/// `TooMuch` when the device's name is too long.
pub fn found(
    vault: VaultId,
    identity: &Identity,
    device: &DeviceKeys,
    name: &str,
    at_ms: u64,
    env: &dyn Env,
) -> Result<Founded> {
    let signer = Signer::Identity(identity);
    let founding = Entry {
        vault,
        n: 0,
        prev_hash: Hash::ZERO,
        at_ms,
        signer: signer.id(),
        action: Action::Found(identity.public()),
    };
    let first = founding.sign(&signer);
    let mut members = Members::begin(&first)?;
    let mut entries = vec![first];
    let key = EpochKey::generate(vault, 1, env);
    let add = Action::Add {
        device: device.public(),
        name: key.seal_name(device.id(), name, env)?,
        epoch: 0,
        key: None,
    };
    entries.push(members.append(add, &signer, at_ms)?);
    let epoch = members.new_epoch(&key, None, env)?;
    entries.push(members.append(epoch, &signer, at_ms)?);
    let keyring = Keyring::open(&members, &signer)?;
    Ok(Founded { entries, members, keyring })
}

impl Members {
    /// Signs an action as the next entry, and takes it in here.
    ///
    /// # Errors
    /// What every reader would say of it.
    pub fn append(&mut self, action: Action, signer: &Signer<'_>, at_ms: u64) -> Result<Vec<u8>> {
        let head = self.head();
        let entry = Entry {
            vault: self.vault(),
            n: head.n + 1,
            prev_hash: head.hash,
            at_ms,
            signer: signer.id(),
            action,
        };
        let bytes = entry.sign(signer);
        self.apply(&bytes)?;
        Ok(bytes)
    }

    /// A device joins, and gets the newest key.
    ///
    /// # Errors
    /// `NoKey` when the newest key is not at hand, `TooMuch` when the name is too long, `WrongKey` when
    /// the device's public key is none.
    pub fn add(
        &self,
        device: DevicePublic,
        name: &str,
        keyring: &Keyring,
        env: &dyn Env,
    ) -> Result<Action> {
        let key = keyring.newest(self)?;
        Ok(Action::Add {
            name: key.seal_name(device.id, name, env)?,
            epoch: key.number(),
            key: Some(key.seal_to(&device.seal, env)?),
            device,
        })
    }

    /// A device leaves. What is known here of its logs counts, and nothing beyond.
    pub fn revoke(&self, device: DeviceId, known: &Vector) -> Action {
        let of_device = known.0.iter().filter(|(_, end)| end.device == device);
        let cuts = of_device.map(|(log, end)| (*log, Cut { seq: end.seq, hash: end.hash }));
        Action::Revoke { device, cuts: cuts.collect() }
    }

    /// A new epoch for everybody who is left. `older` is the newest key so far, none before the first.
    ///
    /// # Errors
    /// `WrongKey` when a member's public key is none.
    pub fn new_epoch(
        &self,
        key: &EpochKey,
        older: Option<&EpochKey>,
        env: &dyn Env,
    ) -> Result<Action> {
        let mut boxes = std::collections::BTreeMap::new();
        boxes.insert(Recipient::Recovery, key.seal_to(&self.identity().seal, env)?);
        for device in self.active() {
            let sealed = key.seal_to(&device.keys.seal, env)?;
            boxes.insert(Recipient::Device(device.keys.id), sealed);
        }
        Ok(Action::Epoch(NewEpoch {
            number: key.number(),
            canary: key.canary(),
            boxes,
            older: older.map(|older| key.seal_older(older, env)).unwrap_or_default(),
        }))
    }

    /// New recovery words.
    ///
    /// # Errors
    /// `NoKey` when the newest key is not at hand.
    pub fn recovery(
        &self,
        identity: IdentityPublic,
        keyring: &Keyring,
        env: &dyn Env,
    ) -> Result<Action> {
        let key = keyring.newest(self)?;
        let sealed = key.seal_to(&identity.seal, env)?;
        Ok(Action::Recovery { identity, epoch: key.number(), key: sealed })
    }

    /// Another name for a device.
    ///
    /// # Errors
    /// `UnknownDevice`, `NoKey`, `TooMuch`.
    pub fn rename(
        &self,
        device: DeviceId,
        name: &str,
        keyring: &Keyring,
        env: &dyn Env,
    ) -> Result<Action> {
        if self.device(&device).is_none() {
            return Err(Fault::UnknownDevice { device }.into());
        }
        let name = keyring.newest(self)?.seal_name(device, name, env)?;
        Ok(Action::Rename { device, name })
    }
}
