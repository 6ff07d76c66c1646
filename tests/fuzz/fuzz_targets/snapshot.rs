//! Snapshots: any bytes as a manifest, a countersignature, a sealed block, and as the content of a block. What
//! can be read can be sealed, and comes back.

#![no_main]

mod vault;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sync_protocol::id::{DeviceId, Hash};
use sync_protocol::snapshot::{Block, Countersign, Manifest};
use vault::Vault;

static VAULT: LazyLock<Vault> = LazyLock::new(Vault::new);

fuzz_target!(|bytes: &[u8]| {
    let (members, keyring) = (&VAULT.founded.members, &VAULT.founded.keyring);
    if let Ok(manifest) = Manifest::read(bytes) {
        assert!(manifest.check(bytes, members).is_err(), "nobody signed it");
        drop(manifest.open(bytes, keyring));
    }
    assert!(Countersign::read(bytes, DeviceId::new([0; 16]), members).is_err(), "nobody signed it");
    assert!(Block::open(bytes, Hash::ZERO, keyring).is_err(), "nobody sealed it");
    let Ok(block) = Block::read_plain(bytes) else { return };
    let (id, sealed) = block.seal(keyring, members).expect("what can be read can be sealed");
    assert_eq!(Block::open(&sealed, id, keyring).expect("it was sealed"), block);
});
