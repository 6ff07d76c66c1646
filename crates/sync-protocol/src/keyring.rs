//! The keys of a vault that somebody holds, each checked against its canary.
//!
//! Who opens the newest epoch's key has all older ones, because each lies sealed under the next. A key
//! that does not give the canary of the membership log is not taken, and without a keyring nothing can be
//! sealed: a device with a wrong key cannot poison the logs of all others.

use std::collections::BTreeMap;

use base::env::Env;
use zeroize::Zeroizing;

use crate::crypt::{ContentKey, OVERHEAD, Secret, random};
use crate::error::{Fault, Result};
use crate::id::{DeviceId, Hash, Lane, LaneId, VaultId};
use crate::keys::{EpochKey, LaneKey};
use crate::membership::{Members, Recipient, Signer};

/// Bytes of a device's name, in UTF-8. All names are sealed at one length.
pub const NAME_BYTES_MAX: usize = 63;

/// The keys of all epochs.
pub struct Keyring {
    vault: VaultId,
    /// Invariant: every number from 1 to the newest, each checked by its canary.
    keys: BTreeMap<u32, EpochKey>,
    /// What names things: the same in all epochs, so that a lane and a blob keep their names.
    lanes: Secret,
    pub(crate) blocks: Secret,
    pub(crate) blobs: Secret,
    pub(crate) chunks: Secret,
}

impl Keyring {
    /// Opens what was sealed to a device or to the recovery words.
    ///
    /// # Errors
    /// `NoKey` when nothing was sealed to them, `WrongKey`, `Canary` when a key is not the agreed one.
    pub fn open(members: &Members, holder: &Signer<'_>) -> Result<Keyring> {
        let (recipient, secret) = match holder {
            Signer::Identity(identity) => (Recipient::Recovery, identity.opening()),
            Signer::Device(keys) => (Recipient::Device(keys.id()), keys.opening()),
        };
        let vault = members.vault();
        let newest = members.epoch();
        let no_key = || Fault::NoKey { epoch: newest };
        let (canary, mut older) = members.epoch_of(newest).ok_or_else(no_key)?;
        let sealed = members.box_of(recipient).ok_or_else(no_key)?;
        let mut key = EpochKey::open(secret, sealed, vault, newest, canary)?;
        let mut keys = BTreeMap::new();
        while 1 < key.number() {
            let (canary, before) = members
                .epoch_of(key.number() - 1)
                .ok_or(Fault::NoKey { epoch: key.number() - 1 })?;
            let next = key.open_older(older, canary)?;
            keys.insert(key.number(), key);
            (key, older) = (next, before);
        }
        let lanes = key.secret_for("everkept 2026 sync names of lanes", &[]);
        let blocks = key.secret_for("everkept 2026 sync names of blocks", &[]);
        let blobs = key.secret_for("everkept 2026 sync names of blobs", &[]);
        let chunks = key.secret_for("everkept 2026 sync names of chunks", &[]);
        keys.insert(key.number(), key);
        Ok(Keyring { vault, keys, lanes, blocks, blobs, chunks })
    }

    /// The vault.
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// The newest epoch that there is a key of.
    pub fn newest_epoch(&self) -> u32 {
        self.keys.last_key_value().map_or(0, |(number, _)| *number)
    }

    /// The key of the epoch that members are in now.
    ///
    /// # Errors
    /// `NoKey` when it is not at hand: open the keyring again.
    pub fn newest(&self, members: &Members) -> Result<&EpochKey> {
        self.epoch(members.epoch())
    }

    /// The keys of all epochs, oldest first.
    pub(crate) fn epochs(&self) -> impl DoubleEndedIterator<Item = &EpochKey> {
        self.keys.values()
    }

    /// The key of an epoch.
    ///
    /// # Errors
    /// `NoKey`.
    pub(crate) fn epoch(&self, number: u32) -> Result<&EpochKey> {
        self.keys.get(&number).ok_or_else(|| Fault::NoKey { epoch: number }.into())
    }

    /// A lane as the server sees it.
    pub fn lane_id(&self, lane: Lane) -> LaneId {
        LaneId::new(Hash::keyed(&self.lanes, &[&[lane.0]]).first())
    }

    /// Which lane the server means, if this version knows it.
    pub fn lane_of(&self, id: LaneId) -> Option<Lane> {
        Lane::ALL.into_iter().find(|lane| self.lane_id(*lane) == id)
    }

    /// What opens a lane's segments of an epoch.
    ///
    /// # Errors
    /// `NoKey`.
    pub fn lane(&self, epoch: u32, lane: Lane) -> Result<LaneKey> {
        Ok(self.epoch(epoch)?.lane(lane, self.lane_id(lane)))
    }

    /// What seals a lane's segments now.
    ///
    /// # Errors
    /// `NoKey`; `NotAllowed` when a new epoch is due first.
    pub fn writing(&self, members: &Members, lane: Lane) -> Result<LaneKey> {
        if members.new_epoch_due() {
            let why = "a new epoch is due before anything is written";
            return Err(Fault::NotAllowed { n: members.head().n, why }.into());
        }
        self.lane(members.epoch(), lane)
    }

    /// What a device is called.
    ///
    /// # Errors
    /// `NoKey`, `WrongKey`, `Damaged`, `Malformed`.
    pub fn open_name(&self, device: DeviceId, sealed: &[u8]) -> Result<String> {
        let what = "device's name";
        let Some((epoch, sealed)) = sealed.split_first_chunk::<4>() else {
            return Err(Fault::CutOff { what, at: sealed.len() }.into());
        };
        let key = self.epoch(u32::from_be_bytes(*epoch))?;
        let plain = key.content_key(NAMES).open(what, device.as_bytes(), sealed)?;
        let malformed = Fault::Malformed { what, at: 0, why: "it is not a short text" };
        let name = plain
            .split_first()
            .and_then(|(len, rest)| rest.get(..usize::from(*len)))
            .and_then(|name| str::from_utf8(name).ok());
        name.map(str::to_owned).ok_or_else(|| malformed.into())
    }
}

const NAMES: &str = "everkept 2026 sync device names";

impl EpochKey {
    /// A device's name for an entry: `epoch 4 | nonce | commitment | (length 1 | UTF-8 | zeros) 64 | tag`.
    ///
    /// # Errors
    /// `TooMuch` when it has more than [`NAME_BYTES_MAX`] bytes.
    pub fn seal_name(&self, device: DeviceId, name: &str, env: &dyn Env) -> Result<Vec<u8>> {
        let (found, max) = (name.len() as u64, NAME_BYTES_MAX as u64);
        let len = u8::try_from(name.len())
            .ok()
            .filter(|len| usize::from(*len) <= NAME_BYTES_MAX)
            .ok_or(Fault::TooMuch { what: "device's name", of: "bytes", found, max })?;
        let mut plain = Zeroizing::new([0; 1 + NAME_BYTES_MAX]);
        plain[0] = len;
        plain[1..=name.len()].copy_from_slice(name.as_bytes());
        let mut out = Vec::with_capacity(4 + OVERHEAD + plain.len());
        out.extend_from_slice(&self.number().to_be_bytes());
        let key: ContentKey = self.content_key(NAMES);
        key.seal(random(env), device.as_bytes(), &*plain, &mut out);
        Ok(out)
    }
}
