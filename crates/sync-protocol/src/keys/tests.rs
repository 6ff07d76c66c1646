use base::env::FixedEnv;

use super::*;
use crate::keyring::Keyring;
use crate::pairing::codes::{Answered, Offered, Showing};
use crate::pairing::{Guest, Host, Invitation, Invited, Session};

const VAULT: VaultId = VaultId::new([7; 16]);

fn env(seed: u64) -> FixedEnv {
    FixedEnv::at("2026-03-01T12:00:00Z", "UTC", seed)
}

/// A trait's method is ambiguous, and the test does not compile, when the type gains the named trait.
macro_rules! assert_lacks {
    ($($type:ty),+: $trait:path) => {$({
        trait Lacks<A> {
            fn holds() {}
        }
        impl<T: ?Sized> Lacks<()> for T {}
        struct Has;
        impl<T: ?Sized + $trait> Lacks<Has> for T {}
        <$type as Lacks<_>>::holds();
    })+};
}

#[test]
fn secrets_cannot_be_copied_printed_or_written() {
    assert_lacks!(Root, Identity, DeviceKeys, EpochKey, LaneKey, Keyring, Invitation, Invited, Offered, Answered, Session<Host>, Session<Guest>, Showing<Session<Host>>: Clone);
    assert_lacks!(Root, Identity, DeviceKeys, EpochKey, LaneKey, Keyring, Invitation, Invited, Offered, Answered, Session<Host>, Session<Guest>, Showing<Session<Host>>: std::fmt::Debug);
    assert_lacks!(Root, Identity, DeviceKeys, EpochKey, LaneKey, Keyring, Invitation, Invited, Offered, Answered, Session<Host>, Session<Guest>, Showing<Session<Host>>: std::fmt::Display);
    assert_lacks!(Root, Identity, DeviceKeys, EpochKey, LaneKey, Keyring, Invitation, Invited, Offered, Answered, Session<Host>, Session<Guest>, Showing<Session<Host>>: serde::Serialize);
}

#[test]
fn the_words_alone_make_the_identity() {
    let identity = || Root::from_bits(Zeroizing::new([9; 32])).identity().public();
    assert_eq!(identity(), identity());
    assert_eq!(identity().account(), identity().account());
    let other = Root::from_bits(Zeroizing::new([8; 32])).identity().public();
    assert_ne!(identity().account(), other.account());
}

#[test]
fn a_device_gets_its_keys_back_from_the_keyring() {
    let keys = DeviceKeys::generate(DeviceId::new([1; 16]), &env(1));
    let again = DeviceKeys::from_secret_bytes(&*keys.to_secret_bytes()).expect("they were kept");
    assert_eq!(again.public(), keys.public());
    let error = DeviceKeys::from_secret_bytes(&keys.to_secret_bytes()[1..]).err();
    assert!(error.is_some_and(|error| matches!(error.fault(), Fault::Malformed { .. })));
}

#[test]
fn a_sealed_key_opens_for_its_recipient_vault_and_epoch_only() {
    let env = env(2);
    let device = DeviceKeys::generate(DeviceId::new([1; 16]), &env);
    let other = DeviceKeys::generate(DeviceId::new([2; 16]), &env);
    let key = EpochKey::generate(VAULT, 3, &env);
    let sealed = key.seal_to(&device.public().seal, &env).expect("it is a key");
    let open = |keys: &DeviceKeys, sealed: &SealedKey, vault, epoch| {
        EpochKey::open(keys.opening(), sealed, vault, epoch, key.canary())
            .map(|key| *key.secret)
            .map_err(|error| error.fault().clone())
    };
    let wrong = Err(Fault::WrongKey { what: "sealed key" });
    assert_eq!(open(&device, &sealed, VAULT, 3), Ok(*key.secret));
    assert_eq!(open(&other, &sealed, VAULT, 3), wrong);
    assert_eq!(open(&device, &sealed, VaultId::new([8; 16]), 3), wrong);
    assert_eq!(open(&device, &sealed, VAULT, 4), wrong);
    for bit in 0..sealed.len() * 8 {
        let mut flipped = sealed;
        flipped[bit / 8] ^= 1 << (bit % 8);
        // The top bit of an X25519 public key means nothing (RFC 7748, section 5), but the key that
        // the box lies under is made of the bytes as they came.
        assert_eq!(open(&device, &flipped, VAULT, 3), wrong, "bit {bit}");
    }
}

#[test]
fn a_key_that_is_not_the_agreed_one_is_refused_by_its_canary() {
    let env = env(3);
    let device = DeviceKeys::generate(DeviceId::new([1; 16]), &env);
    let (agreed, other) = (EpochKey::generate(VAULT, 2, &env), EpochKey::generate(VAULT, 2, &env));
    let sealed = other.seal_to(&device.public().seal, &env).expect("it is a key");
    let opened = EpochKey::open(device.opening(), &sealed, VAULT, 2, agreed.canary());
    assert_eq!(opened.err().map(|error| error.fault().clone()), Some(Fault::Canary { epoch: 2 }));
}

#[test]
fn everybody_could_open_a_box_sealed_to_zero_so_it_is_not_made() {
    let key = EpochKey::generate(VAULT, 1, &env(4));
    assert!(key.seal_to(&[0; 32], &env(5)).is_err());
}

#[test]
fn the_newest_key_opens_the_older_ones() {
    let env = env(6);
    let (first, second) = (EpochKey::generate(VAULT, 1, &env), EpochKey::generate(VAULT, 2, &env));
    let sealed = second.seal_older(&first, &env);
    let opened = second.open_older(&sealed, first.canary()).expect("it was sealed under it");
    assert_eq!((*opened.secret, opened.number), (*first.secret, 1));
    let error = first.open_older(&sealed, first.canary()).err().expect("it is not the newer one");
    assert_eq!(*error.fault(), Fault::WrongKey { what: "older key" });
}
