//! What an entry does.
//!
//! ```text
//! 0 found:    identity's signing key 32 | sealing key 32
//! 1 add:      device 16 | signing key 32 | sealing key 32 | blob name | varint epoch | box 80 if epoch > 0
//! 2 revoke:   device 16 | varint n, n × (lane 8 | incarnation 16 | varint seq | hash 32), ascending
//! 3 epoch:    varint number | canary 32 | varint n, n × (recipient | box 80), ascending | blob older
//! 4 recovery: signing key 32 | sealing key 32 | varint epoch | box 80
//! 5 rename:   device 16 | blob name
//! recipient:  0: the recovery words, 1: device 16
//! ```

use std::collections::BTreeMap;

use super::{CUTS_MAX, DEVICES_MAX, NAME_BYTES_MAX, WHAT};
use crate::codec::{Reader, Writer};
use crate::error::Result;
use crate::id::{DeviceId, Hash, Incarnation, LaneId, LogId};
use crate::keys::{DevicePublic, IdentityPublic, SealedKey, verifying_key};

/// What an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Begins a vault: whose it is.
    Found(IdentityPublic),
    /// A device joins.
    Add {
        /// Its name and keys.
        device: DevicePublic,
        /// What people call it, sealed: see [`crate::keyring::Keyring::seal_name`].
        name: Vec<u8>,
        /// The epoch that it joins in; 0 before the first.
        epoch: u32,
        /// That epoch's key, sealed to it; none before the first.
        key: Option<SealedKey>,
    },
    /// A device leaves.
    Revoke {
        /// Which one.
        device: DeviceId,
        /// What of it still counts: the last segment of each of its logs. A log that is not named was
        /// not seen by whoever revokes, and does not count.
        cuts: BTreeMap<LogId, Cut>,
    },
    /// A new key for all who are left.
    Epoch(NewEpoch),
    /// New recovery words: the old ones sign nothing more, and no later key is sealed to them.
    Recovery {
        /// Who the new words are.
        identity: IdentityPublic,
        /// The epoch now.
        epoch: u32,
        /// Its key, sealed to the new words.
        key: SealedKey,
    },
    /// Another name for a device.
    Rename {
        /// Which one.
        device: DeviceId,
        /// What people call it, sealed.
        name: Vec<u8>,
    },
}

/// The end of a revoked device's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The last segment that counts.
    pub seq: u32,
    /// Its hash.
    pub hash: Hash,
}

/// A new epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEpoch {
    /// Which one: the last plus one, from 1.
    pub number: u32,
    /// What its key must give, see [`crate::keys::EpochKey::canary`].
    pub canary: Hash,
    /// The key, sealed to the recovery words and to every active device, and to nobody else.
    pub boxes: BTreeMap<Recipient, SealedKey>,
    /// The key of the epoch before, under this one; empty for the first.
    pub older: Vec<u8>,
}

/// To whom a key is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// Whoever has the recovery words.
    Recovery,
    /// A device.
    Device(DeviceId),
}

/// A sealed key of 32 bytes.
const OLDER_BYTES_MAX: usize = crate::crypt::OVERHEAD + 32;

impl Action {
    pub(super) fn encode(&self, out: &mut Writer) {
        match self {
            Action::Found(identity) => {
                out.u8(0);
                write_identity(out, identity);
            }
            Action::Add { device, name, epoch, key } => {
                out.u8(1)
                    .raw(device.id.as_bytes())
                    .raw(device.sign.as_bytes())
                    .raw(&device.seal)
                    .blob(name)
                    .varint((*epoch).into())
                    .raw(key.as_ref().map_or(&[], |key| key.as_slice()));
            }
            Action::Revoke { device, cuts } => {
                out.u8(2).raw(device.as_bytes()).count(cuts.len());
                for (log, cut) in cuts {
                    out.raw(log.lane.as_bytes())
                        .raw(log.incarnation.as_bytes())
                        .varint(cut.seq.into())
                        .raw(cut.hash.as_bytes());
                }
            }
            Action::Epoch(NewEpoch { number, canary, boxes, older }) => {
                out.u8(3).varint((*number).into()).raw(canary.as_bytes()).count(boxes.len());
                for (recipient, key) in boxes {
                    match recipient {
                        Recipient::Recovery => out.u8(0),
                        Recipient::Device(device) => out.u8(1).raw(device.as_bytes()),
                    }
                    .raw(key);
                }
                out.blob(older);
            }
            Action::Recovery { identity, epoch, key } => {
                out.u8(4);
                write_identity(out, identity);
                out.varint((*epoch).into()).raw(key);
            }
            Action::Rename { device, name } => {
                out.u8(5).raw(device.as_bytes()).blob(name);
            }
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Action> {
        match reader.u8()? {
            0 => Ok(Action::Found(read_identity(reader)?)),
            1 => {
                let device = DevicePublic {
                    id: DeviceId::new(reader.array()?),
                    sign: verifying_key(WHAT, reader.at(), &reader.array()?)?,
                    seal: reader.array()?,
                };
                let name = reader.blob("bytes in a name", NAME_BYTES_MAX)?.to_vec();
                let epoch = reader.varint_u32()?;
                let key = if epoch == 0 { None } else { Some(reader.array()?) };
                Ok(Action::Add { device, name, epoch, key })
            }
            2 => {
                let device = DeviceId::new(reader.array()?);
                Ok(Action::Revoke { device, cuts: read_cuts(reader)? })
            }
            3 => read_epoch(reader).map(Action::Epoch),
            4 => {
                let identity = read_identity(reader)?;
                Ok(Action::Recovery { identity, epoch: reader.varint_u32()?, key: reader.array()? })
            }
            5 => {
                let device = DeviceId::new(reader.array()?);
                let name = reader.blob("bytes in a name", NAME_BYTES_MAX)?.to_vec();
                Ok(Action::Rename { device, name })
            }
            // Who belongs to the vault cannot be half understood: a new action raises the version.
            _ => Err(reader.malformed("its action is not known")),
        }
    }
}

fn write_identity(out: &mut Writer, identity: &IdentityPublic) {
    out.raw(identity.sign.as_bytes()).raw(&identity.seal);
}

fn read_identity(reader: &mut Reader<'_>) -> Result<IdentityPublic> {
    let sign = verifying_key(WHAT, reader.at(), &reader.array()?)?;
    Ok(IdentityPublic { sign, seal: reader.array()? })
}

fn read_cuts(reader: &mut Reader<'_>) -> Result<BTreeMap<LogId, Cut>> {
    let count = reader.count("cuts", CUTS_MAX, 8 + 16 + 1 + 32)?;
    let mut cuts = BTreeMap::new();
    for _ in 0..count {
        let log = LogId {
            lane: LaneId::new(reader.array()?),
            incarnation: Incarnation::new(reader.array()?),
        };
        if cuts.last_key_value().is_some_and(|(last, _)| log <= *last) {
            return Err(reader.malformed("its cuts are not in ascending order"));
        }
        let cut = Cut { seq: reader.varint_u32()?, hash: Hash::new(reader.array()?) };
        cuts.insert(log, cut);
    }
    Ok(cuts)
}

fn read_epoch(reader: &mut Reader<'_>) -> Result<NewEpoch> {
    let number = reader.varint_u32()?;
    let canary = Hash::new(reader.array()?);
    let count = reader.count("sealed keys", DEVICES_MAX + 1, 1 + 80)?;
    let mut boxes = BTreeMap::new();
    for _ in 0..count {
        let recipient = match reader.u8()? {
            0 => Recipient::Recovery,
            1 => Recipient::Device(DeviceId::new(reader.array()?)),
            _ => return Err(reader.malformed("a key is sealed to nobody known")),
        };
        if boxes.last_key_value().is_some_and(|(last, _)| recipient <= *last) {
            return Err(reader.malformed("its sealed keys are not in ascending order"));
        }
        boxes.insert(recipient, reader.array()?);
    }
    let older = reader.blob("bytes in an older key", OLDER_BYTES_MAX)?.to_vec();
    Ok(NewEpoch { number, canary, boxes, older })
}
