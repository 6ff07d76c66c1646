//! A vault with some devices, and what they write.

use std::sync::Arc;

use base::env::FixedEnv;
use sync_protocol::id::{DeviceId, Hash, Incarnation, Lane, LogId, VaultId};
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::{DeviceKeys, EpochKey, Identity, Root};
use sync_protocol::log::Vector;
use sync_protocol::membership::{Action, Members, Signer, found};
use sync_protocol::segment::{self, Body, Payload, Place, Row, Segment};

pub(crate) const NOW: &str = "2026-03-01T12:00:00Z";
pub(crate) const NOW_MS: u64 = 1_772_366_400_000;

/// One person's vault.
pub(crate) struct Vault {
    pub(crate) env: FixedEnv,
    pub(crate) identity: Identity,
    pub(crate) devices: Vec<DeviceKeys>,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) members: Members,
    pub(crate) keyring: Keyring,
}

impl Vault {
    /// A vault of so many devices in epoch 1.
    pub(crate) fn new(seed: u8, devices: u8) -> Vault {
        Vault::named(VaultId::new([seed; 16]), seed, devices)
    }

    /// A vault of this name; its keys are by the seed.
    pub(crate) fn named(name: VaultId, seed: u8, devices: u8) -> Vault {
        let env = FixedEnv::at(NOW, "UTC", seed.into());
        let identity = Root::from_bits([seed; 32].into()).identity();
        let first = DeviceKeys::generate(DeviceId::new([1; 16]), &env);
        let founded =
            found(name, &identity, &first, "Laptop", NOW_MS, &env).expect("a vault can be founded");
        let mut vault = Vault {
            env,
            identity,
            devices: vec![first],
            entries: founded.entries,
            members: founded.members,
            keyring: founded.keyring,
        };
        for number in 2..=devices {
            let device = DeviceKeys::generate(DeviceId::new([number; 16]), &vault.env);
            let add = vault
                .members
                .add(device.public(), "Phone", &vault.keyring, &vault.env)
                .expect("the newest key is here");
            vault.append(add, 0);
            vault.devices.push(device);
        }
        vault
    }

    pub(crate) fn id(&self) -> VaultId {
        self.members.vault()
    }

    /// A device appends to the membership log, here.
    pub(crate) fn append(&mut self, action: Action, by: usize) -> Vec<u8> {
        let signer = Signer::Device(&self.devices[by]);
        let entry = self.members.append(action, &signer, NOW_MS).expect("it is allowed");
        self.entries.push(entry.clone());
        entry
    }

    /// Another name for a device, as an entry.
    pub(crate) fn renamed(&self, by: usize, name: &str) -> Vec<u8> {
        let mut members = self.members.clone();
        let device = self.devices[by].id();
        let action =
            members.rename(device, name, &self.keyring, &self.env).expect("the newest key is here");
        members
            .append(action, &Signer::Device(&self.devices[by]), NOW_MS)
            .expect("a device may rename")
    }

    /// A device is revoked and a new epoch begins: two entries.
    pub(crate) fn revoke(&mut self, who: usize, known: &Vector, by: usize) -> Vec<Vec<u8>> {
        let action = self.members.revoke(self.devices[who].id(), known);
        let left = self.append(action, by);
        vec![left, self.rotate(by)]
    }

    /// A new epoch begins: an entry.
    pub(crate) fn rotate(&mut self, by: usize) -> Vec<u8> {
        let key = EpochKey::generate(self.id(), self.members.epoch() + 1, &self.env);
        let older = self.keyring.newest(&self.members).expect("the key is here");
        let action =
            self.members.new_epoch(&key, Some(older), &self.env).expect("all keys are keys");
        let entry = self.append(action, by);
        self.keyring = Keyring::open(&self.members, &Signer::Device(&self.devices[by]))
            .expect("it was sealed to this device");
        entry
    }

    /// Seals so many bytes as the next segment of a device's log of documents.
    pub(crate) fn seal(&self, by: usize, vector: &Vector, bytes: usize) -> Vec<u8> {
        let key = self.keyring.writing(&self.members, Lane::DOCUMENTS).expect("no epoch is due");
        let log = self.log(by);
        let (seq, prev_hash) =
            vector.0.get(&log).map_or((1, Hash::ZERO), |end| (end.seq + 1, end.hash));
        let place = Place { incarnation: log.incarnation, seq, prev_hash };
        let mut noise = blake3::Hasher::new();
        noise.update(&[u8::try_from(by).expect("there are few")]);
        noise.update(&seq.to_be_bytes());
        let mut payload = vec![0; bytes];
        noise.finalize_xof().fill(&mut payload);
        let row = Row {
            seq: seq.into(),
            op: 1,
            kind: Arc::from("journal.entry"),
            target: Some(vec![9; 16]),
            hlc_ms: 1_772_366_400_000,
            hlc_count: 0,
            payload: Payload::Here(payload),
        };
        let body =
            Body { rows: vec![row], tail: [1, 2, 3, 4], ..Body::empty(1, 1_772_366_400_000) };
        segment::seal(place, &body, &key, &self.devices[by], &self.env)
            .expect("it is within bounds")
    }

    /// The next segment of a device, taken in here.
    pub(crate) fn write(&self, by: usize, vector: &mut Vector, bytes: usize) -> Vec<u8> {
        let sealed = self.seal(by, vector, bytes);
        vector.advance(&Segment::parse(&sealed).expect("it was sealed")).expect("it follows");
        sealed
    }

    /// A device's log of documents.
    pub(crate) fn log(&self, by: usize) -> LogId {
        let lane = self.keyring.lane_id(Lane::DOCUMENTS);
        let number = 0x40 + u8::try_from(by).expect("there are few");
        LogId { lane, incarnation: Incarnation::new([number; 16]) }
    }
}
