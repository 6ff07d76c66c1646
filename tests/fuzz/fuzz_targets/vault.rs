//! A vault for the targets of the sync protocol: one device, one epoch, always the same.

use base::env::FixedEnv;
use sync_protocol::id::{DeviceId, Hash, Incarnation, VaultId};
use sync_protocol::keys::{DeviceKeys, Identity, Root};
use sync_protocol::membership::{Founded, found};
use sync_protocol::segment::Place;

/// What a device holds.
#[allow(dead_code, reason = "each target uses some of it")]
pub(crate) struct Vault {
    pub(crate) env: FixedEnv,
    pub(crate) identity: Identity,
    pub(crate) device: DeviceKeys,
    pub(crate) founded: Founded,
}

/// The first place of a log.
#[allow(dead_code, reason = "each target uses some of it")]
pub(crate) const PLACE: Place =
    Place { incarnation: Incarnation::new([2; 16]), seq: 1, prev_hash: Hash::ZERO };

impl Vault {
    pub(crate) fn new() -> Vault {
        let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 1);
        let identity = Root::from_bits([7; 32].into()).identity();
        let device = DeviceKeys::generate(DeviceId::new([1; 16]), &env);
        let founded = found(VaultId::new([7; 16]), &identity, &device, "Laptop", 0, &env)
            .expect("a vault can be founded");
        Vault { env, identity, device, founded }
    }
}
