//! A vault with some devices, fixed by a seed.

use std::sync::Arc;

use base::env::FixedEnv;
use sync_protocol::error::{Error, Fault, Result};
use sync_protocol::id::{DeviceId, Hash, Incarnation, Lane, VaultId};
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::{DeviceKeys, EpochKey, Identity, Root};
use sync_protocol::log::{Follows, Vector};
use sync_protocol::membership::{Action, Members, Signer, found};
use sync_protocol::segment::{self, Body, Payload, Place, Row, Segment};

pub(crate) const NOW: i64 = 1_772_366_400_000;
pub(crate) const NOW_MS: u64 = 1_772_366_400_000;

/// One person's vault.
pub(crate) struct World {
    pub(crate) env: FixedEnv,
    pub(crate) identity: Identity,
    pub(crate) devices: Vec<DeviceKeys>,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) members: Members,
    pub(crate) keyring: Keyring,
}

pub(crate) fn device_id(number: u8) -> DeviceId {
    DeviceId::new([number; 16])
}

pub(crate) fn root(seed: u8) -> Root {
    Root::from_bits([seed; 32].into())
}

impl World {
    /// A vault of so many devices in epoch 1.
    pub(crate) fn new(seed: u8, devices: u8) -> World {
        let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", seed.into());
        let identity = root(seed).identity();
        let keys: Vec<DeviceKeys> =
            (1..=devices).map(|number| DeviceKeys::generate(device_id(number), &env)).collect();
        let vault = VaultId::new([seed; 16]);
        let founded = found(vault, &identity, &keys[0], "Laptop", NOW_MS, &env)
            .expect("a vault can be founded");
        let mut world = World {
            env,
            identity,
            devices: Vec::new(),
            entries: founded.entries,
            members: founded.members,
            keyring: founded.keyring,
        };
        for (number, device) in keys.into_iter().enumerate() {
            if number > 0 {
                let name = format!("Device {number}");
                let add = world
                    .members
                    .add(device.public(), &name, &world.keyring, &world.env)
                    .expect("the newest key is here");
                world.append(add, 0).expect("a device may add another");
            }
            world.devices.push(device);
        }
        world
    }

    /// A device appends to the membership log.
    pub(crate) fn append(&mut self, action: Action, by: usize) -> Result<Vec<u8>> {
        let founder;
        let signer = match self.devices.get(by) {
            Some(device) => Signer::Device(device),
            None => {
                founder = &self.identity;
                Signer::Identity(founder)
            }
        };
        let entry = self.members.append(action, &signer, NOW_MS)?;
        self.entries.push(entry.clone());
        Ok(entry)
    }

    /// A device is revoked, and a new epoch begins.
    pub(crate) fn revoke(&mut self, who: usize, known: &Vector, by: usize) {
        let action = self.members.revoke(self.devices[who].id(), known);
        self.append(action, by).expect("a device may revoke another");
        self.rotate(by);
    }

    /// A new epoch begins.
    pub(crate) fn rotate(&mut self, by: usize) {
        let vault = self.members.vault();
        let key = EpochKey::generate(vault, self.members.epoch() + 1, &self.env);
        let older = self.keyring.newest(&self.members).expect("the key is here");
        let action =
            self.members.new_epoch(&key, Some(older), &self.env).expect("all keys are keys");
        self.append(action, by).expect("a device may begin an epoch");
        self.keyring = Keyring::open(&self.members, &Signer::Device(&self.devices[by]))
            .expect("it was sealed to this device");
    }

    /// Seals a body at the end of a log.
    pub(crate) fn seal(&self, by: usize, lane: Lane, vector: &Vector, body: &Body) -> Vec<u8> {
        let key = self.keyring.writing(&self.members, lane).expect("no epoch is due");
        let incarnation = incarnation(by);
        let log = sync_protocol::id::LogId { lane: key.id(), incarnation };
        let (seq, prev_hash) =
            vector.0.get(&log).map_or((1, Hash::ZERO), |end| (end.seq + 1, end.hash));
        let place = Place { incarnation, seq, prev_hash };
        segment::seal(place, body, &key, &self.devices[by], &self.env).expect("it is within bounds")
    }

    /// Seals a body and takes it in.
    pub(crate) fn push(&self, by: usize, lane: Lane, vector: &mut Vector, body: &Body) -> Vec<u8> {
        let bytes = self.seal(by, lane, vector, body);
        let segment = Segment::parse(&bytes).expect("it was sealed");
        assert_eq!(vector.advance(&segment).expect("it follows"), Follows::Next);
        bytes
    }

    /// All that a client does with a segment that comes in.
    pub(crate) fn take(&self, bytes: &[u8], lane: Lane, vector: &mut Vector) -> Result<Body> {
        let segment = Segment::parse(bytes)?;
        let admitted = self.members.admit(segment)?;
        vector.follows(&segment)?;
        let key = self.keyring.lane(segment.header().epoch, lane)?;
        let body = admitted.open(&key)?;
        vector.advance(&segment)?;
        Ok(body)
    }
}

pub(crate) fn incarnation(device: usize) -> Incarnation {
    Incarnation::new([0x40 + u8::try_from(device).expect("there are few"); 16])
}

pub(crate) fn row(seq: u64, payload: &[u8]) -> Row {
    Row {
        seq,
        op: 1,
        kind: Arc::from("journal.entry"),
        target: Some(vec![9; 16]),
        hlc_ms: NOW,
        hlc_count: 0,
        payload: Payload::Here(payload.to_vec()),
    }
}

pub(crate) fn body(rows: Vec<Row>) -> Body {
    Body { rows, tail: [1, 2, 3, 4], ..Body::empty(1, NOW) }
}

/// The fault of something that must fail.
pub(crate) fn fault<T>(result: Result<T, Error>) -> Fault {
    match result {
        Ok(_) => panic!("it was taken"),
        Err(error) => error.fault().clone(),
    }
}

/// The bytes with one bit turned over.
pub(crate) fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}
