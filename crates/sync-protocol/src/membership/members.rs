//! The state that the entries come to.

use std::collections::BTreeMap;

use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};

use super::{Action, Cut, DEVICES_MAX, ENTRIES_MAX, Entry, NewEpoch, Recipient, SignerId, WHAT};
use crate::error::{Error, Fault, Result};
use crate::id::{DeviceId, Hash, LogId, VaultId};
use crate::keys::{DevicePublic, IdentityPublic, SealedKey};
use crate::log::Follows;
use crate::segment::{Admitted, MembersSeen, Segment};

/// The last entry that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Which one, from 0.
    pub n: u32,
    /// Its hash.
    pub hash: Hash,
}

/// Who belongs to a vault, and who ever did. Holds no secret: a server has one, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    vault: VaultId,
    /// Of every entry. Invariant: never empty.
    hashes: Vec<Hash>,
    identity: IdentityPublic,
    devices: BTreeMap<DeviceId, Device>,
    /// By number, from 1: canary, and the older key under it.
    epochs: Vec<(Hash, Vec<u8>)>,
    /// The newest epoch's key, sealed.
    boxes: BTreeMap<Recipient, SealedKey>,
    new_epoch_due: bool,
}

/// A device of the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its keys.
    pub keys: DevicePublic,
    /// What people call it, sealed.
    pub name: Vec<u8>,
    /// The epoch that it joined in, 1 at least: it wrote nothing in an older one.
    pub joined_epoch: u32,
    /// When the entry that added it says it was, Unix milliseconds.
    pub added_ms: u64,
    /// Set when it was revoked.
    pub revoked: Option<Revocation>,
}

/// What is left of a device that was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// When the entry says it was, Unix milliseconds.
    pub at_ms: u64,
    /// What of its logs still counts.
    pub cuts: BTreeMap<LogId, Cut>,
}

impl Members {
    /// Reads a chain from its first entry on.
    ///
    /// # Errors
    /// As [`Members::apply`]; `CutOff` when there is no entry.
    pub fn read<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Members> {
        let mut entries = entries.into_iter();
        let first = entries.next().ok_or(Fault::CutOff { what: "list of devices", at: 0 })?;
        let mut members = Members::begin(first)?;
        for bytes in entries {
            members.apply(bytes)?;
        }
        Ok(members)
    }

    /// Reads the entry that founds a vault.
    ///
    /// # Errors
    /// As [`Members::apply`].
    pub fn begin(bytes: &[u8]) -> Result<Members> {
        let entry = Entry::read(bytes)?;
        let not_allowed = |why| Err(Fault::NotAllowed { n: entry.n, why }.into());
        let Action::Found(identity) = entry.action else {
            return not_allowed("the first one founds the vault");
        };
        if entry.n != 0 || entry.prev_hash != Hash::ZERO {
            return not_allowed("the one that founds the vault is the first");
        }
        if entry.signer != SignerId::Identity {
            return not_allowed("the recovery words found a vault");
        }
        Entry::verify(bytes, &identity.sign).map_err(|error| error.of("entry 0"))?;
        Ok(Members {
            vault: entry.vault,
            hashes: vec![Entry::hash(bytes)],
            identity,
            devices: BTreeMap::new(),
            epochs: Vec::new(),
            boxes: BTreeMap::new(),
            new_epoch_due: true,
        })
    }

    /// Takes the next entry. What fails changes nothing.
    ///
    /// # Errors
    /// `Foreign` (another vault's), `StaleMembers` (entries before it are missing), `MembersFork` (it does
    /// not follow on what is known, and who was ever listed here signed it), `Signature`, `UnknownDevice`, `NotAllowed`, and what reading gives.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<Follows> {
        let entry = Entry::read(bytes)?;
        let n = entry.n;
        let place = |error: Error| error.of(format_args!("entry {n}"));
        if entry.vault != self.vault {
            return Err(place(Fault::Foreign { what: WHAT, of: "vault" }.into()));
        }
        let hash = Entry::hash(bytes);
        let count = self.count();
        if n < count {
            let known = self.hashes.get(usize::try_from(n).unwrap_or(usize::MAX));
            if known == Some(&hash) {
                return Ok(Follows::Known);
            }
            return Err(self.fork(bytes, &entry, n).unwrap_or_else(place));
        }
        if count < n {
            return Err(Fault::StaleMembers { have: count, seen: n.saturating_add(1) }.into());
        }
        if entry.prev_hash != self.head().hash {
            return Err(self.fork(bytes, &entry, n - 1).unwrap_or_else(place));
        }
        if ENTRIES_MAX <= n {
            return Err(Fault::NotAllowed { n, why: "the list of devices is full" }.into());
        }
        Entry::verify(bytes, &self.signing_key(entry.signer).map_err(place)?).map_err(place)?;
        self.allow(&entry).map_err(|why| Fault::NotAllowed { n, why })?;
        self.act(entry);
        self.hashes.push(hash);
        Ok(Follows::Next)
    }

    /// An entry that does not follow is another list if somebody signed it who was ever listed here; else it is not
    /// what anybody wrote, which is the error's error.
    fn fork(&self, bytes: &[u8], entry: &Entry, n: u32) -> Result<Error> {
        let key = match entry.signer {
            SignerId::Identity => &self.identity.sign,
            SignerId::Device(device) => match self.devices.get(&device) {
                Some(listed) => &listed.keys.sign,
                None => return Err(Fault::UnknownDevice { device }.into()),
            },
        };
        Entry::verify(bytes, key)?;
        Ok(Fault::MembersFork { n }.into())
    }

    /// Whose key checks a signature; who was revoked signs nothing more.
    fn signing_key(&self, signer: SignerId) -> Result<VerifyingKey> {
        match signer {
            SignerId::Identity => Ok(self.identity.sign),
            SignerId::Device(device) => match self.devices.get(&device) {
                Some(Device { keys, revoked: None, .. }) => Ok(keys.sign),
                Some(Device { revoked: Some(_), .. }) => {
                    let why = "its signer was revoked";
                    Err(Fault::NotAllowed { n: self.count(), why }.into())
                }
                None => Err(Fault::UnknownDevice { device }.into()),
            },
        }
    }

    /// The rules, all in one place. Whether the signature is right was asked before.
    fn allow(&self, entry: &Entry) -> Result<(), &'static str> {
        let known = |device: &DeviceId| self.devices.get(device);
        match &entry.action {
            Action::Found(_) => Err("a vault is founded once"),
            Action::Add { device, epoch, key, .. } => {
                if known(&device.id).is_some() {
                    return Err(
                        "the device is listed already; one that comes back takes a new name",
                    );
                }
                if DEVICES_MAX <= self.devices.len() {
                    return Err("there are too many devices");
                }
                if *epoch != self.epoch() || key.is_some() != (0 < *epoch) {
                    return Err("a device joins in the newest epoch, with its key");
                }
                if self.new_epoch_due && 0 < *epoch {
                    return Err("a new epoch is due before a device joins");
                }
                Ok(())
            }
            Action::Revoke { device, .. } => match known(device) {
                Some(Device { revoked: None, .. }) => Ok(()),
                Some(Device { revoked: Some(_), .. }) => Err("the device was revoked already"),
                None => Err("the device is not listed"),
            },
            Action::Epoch(epoch) => self.allow_epoch(epoch),
            Action::Recovery { identity, epoch, .. } => {
                if entry.signer != SignerId::Identity {
                    return Err("only the recovery words give way to new ones");
                }
                if *identity == self.identity || self.epoch() == 0 || *epoch != self.epoch() {
                    return Err("new recovery words are others, and get the newest key");
                }
                Ok(())
            }
            Action::Rename { device, .. } => match known(device) {
                Some(_) => Ok(()),
                None => Err("the device is not listed"),
            },
        }
    }

    fn allow_epoch(&self, epoch: &NewEpoch) -> Result<(), &'static str> {
        if epoch.number != self.epoch() + 1 {
            return Err("epochs follow one another");
        }
        let active = self.active().map(|device| Recipient::Device(device.keys.id));
        if !epoch.boxes.keys().copied().eq(std::iter::once(Recipient::Recovery).chain(active)) {
            return Err("an epoch's key goes to the recovery words and every active device only");
        }
        if epoch.older.is_empty() != (epoch.number == 1) {
            return Err("an epoch's key opens the one before");
        }
        Ok(())
    }

    fn act(&mut self, entry: Entry) {
        match entry.action {
            // Refused by `allow`.
            Action::Found(_) => {}
            Action::Add { device, name, epoch, key } => {
                self.boxes.extend(key.map(|key| (Recipient::Device(device.id), key)));
                let joined_epoch = epoch.max(1);
                let added_ms = entry.at_ms;
                let new = Device { keys: device, name, joined_epoch, added_ms, revoked: None };
                self.devices.insert(device.id, new);
            }
            Action::Revoke { device, cuts } => {
                if let Some(device) = self.devices.get_mut(&device) {
                    device.revoked = Some(Revocation { at_ms: entry.at_ms, cuts });
                }
                self.boxes.remove(&Recipient::Device(device));
                self.new_epoch_due = true;
            }
            Action::Epoch(NewEpoch { canary, boxes, older, .. }) => {
                self.epochs.push((canary, older));
                self.boxes = boxes;
                self.new_epoch_due = false;
            }
            Action::Recovery { identity, key, .. } => {
                self.identity = identity;
                self.boxes.insert(Recipient::Recovery, key);
                self.new_epoch_due = true;
            }
            Action::Rename { device, name } => {
                if let Some(device) = self.devices.get_mut(&device) {
                    device.name = name;
                }
            }
        }
    }

    /// Whether a segment may be taken: a device of this vault signed it, in an epoch that it was in, and
    /// not beyond the cut if it was revoked. Whether it follows on its log is [`crate::log::Vector`]'s.
    ///
    /// # Errors
    /// `Foreign`, `UnknownDevice`, `UnknownEpoch`, `OldEpoch`, `BeyondCut`, `Signature`.
    pub fn admit<'a>(&self, segment: Segment<'a>) -> Result<Admitted<'a>> {
        let header = segment.header();
        let place = |fault: Fault| Error::from(fault).of(header);
        if header.vault != self.vault {
            return Err(place(Fault::Foreign { what: "segment", of: "vault" }));
        }
        let Some(device) = self.devices.get(&header.device) else {
            return Err(place(Fault::UnknownDevice { device: header.device }));
        };
        if self.epoch() < header.epoch {
            return Err(place(Fault::UnknownEpoch { found: header.epoch, known: self.epoch() }));
        }
        if header.epoch < device.joined_epoch {
            let least = device.joined_epoch;
            return Err(place(Fault::OldEpoch { found: header.epoch, least }));
        }
        if let Some(revocation) = &device.revoked {
            let counts = revocation.cuts.get(&header.log()).is_some_and(|cut| {
                header.seq < cut.seq || (header.seq == cut.seq && segment.hash() == cut.hash)
            });
            if !counts {
                return Err(place(Fault::BeyondCut { device: header.device, seq: header.seq }));
            }
        }
        segment.verify(&device.keys.sign)?;
        Ok(Admitted::new(segment))
    }

    /// Compares with what a segment says that its writer has seen.
    ///
    /// # Errors
    /// `StaleMembers` when there are entries that are not known here, `MembersFork` when it saw another.
    pub fn check_seen(&self, seen: &MembersSeen) -> Result<()> {
        let known = self.hashes.get(usize::try_from(seen.n).unwrap_or(usize::MAX));
        match known {
            None => {
                let seen = seen.n.saturating_add(1);
                Err(Fault::StaleMembers { have: self.count(), seen }.into())
            }
            Some(hash) if *hash != seen.hash => Err(Fault::MembersFork { n: seen.n }.into()),
            Some(_) => Ok(()),
        }
    }

    /// The vault.
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// The last entry.
    pub fn head(&self) -> Head {
        let hash = self.hashes.last().copied().unwrap_or(Hash::ZERO);
        Head { n: self.count().saturating_sub(1), hash }
    }

    fn count(&self) -> u32 {
        u32::try_from(self.hashes.len()).unwrap_or(u32::MAX)
    }

    /// Whose words open it.
    pub fn identity(&self) -> &IdentityPublic {
        &self.identity
    }

    /// A device, whether it was revoked or not.
    pub fn device(&self, id: &DeviceId) -> Option<&Device> {
        self.devices.get(id)
    }

    /// Every device that ever was, by id.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values()
    }

    /// The devices that were not revoked, by id.
    pub fn active(&self) -> impl Iterator<Item = &Device> {
        self.devices.values().filter(|device| device.revoked.is_none())
    }

    /// The newest epoch; 0 before the first.
    pub fn epoch(&self) -> u32 {
        u32::try_from(self.epochs.len()).unwrap_or(u32::MAX)
    }

    /// Whether somebody left, or the words changed, and the key did not yet: nothing is written until an
    /// epoch begins, because who left could read it.
    pub fn new_epoch_due(&self) -> bool {
        self.new_epoch_due
    }

    /// The canary of an epoch and the key before it, sealed under it.
    pub(crate) fn epoch_of(&self, number: u32) -> Option<(Hash, &[u8])> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.epochs.get(index).map(|(canary, older)| (*canary, &older[..]))
    }

    /// The newest epoch's key, sealed to somebody.
    pub(crate) fn box_of(&self, recipient: Recipient) -> Option<&SealedKey> {
        self.boxes.get(&recipient)
    }
}
