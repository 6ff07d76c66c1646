use base::env::FixedEnv;

use super::*;
use crate::id::{Lane, VaultId};
use crate::keys::{EpochKey, Root};
use crate::membership::{Founded, found};

fn founded(env: &FixedEnv) -> (DeviceKeys, Founded) {
    let identity = Root::from_bits([7; 32].into()).identity();
    let device = DeviceKeys::generate(crate::id::DeviceId::new([1; 16]), env);
    let vault = VaultId::new([7; 16]);
    let founded = found(vault, &identity, &device, "Laptop", 0, env).expect("it can be founded");
    (device, founded)
}

fn sealed_with(key: &LaneKey, device: &DeviceKeys, env: &FixedEnv) -> Vec<u8> {
    let place = Place { incarnation: Incarnation::new([2; 16]), seq: 1, prev_hash: Hash::ZERO };
    seal(place, &Body::empty(1, 0), key, device, env).expect("it is short")
}

/// A member whose program is broken could do this; everybody else is told which it is.
#[test]
fn a_wrong_key_and_damage_have_different_names() {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 1);
    let (device, Founded { members, keyring, .. }) = founded(&env);
    let right = keyring.lane(1, Lane::DOCUMENTS).expect("there is a key");
    let admit =
        |bytes: &[u8]| -> Result<Body> { members.admit(Segment::parse(bytes)?)?.open(&right) };
    let wrong = EpochKey::generate(members.vault(), 1, &env).lane(Lane::DOCUMENTS, right.id());
    let error = admit(&sealed_with(&wrong, &device, &env)).expect_err("the key is another");
    assert_eq!(*error.fault(), Fault::WrongKey { what: "segment" });
    let place = "segment 1 of device 01010101010101010101010101010101, log ";
    assert!(error.to_string().starts_with(place), "it says which one: {error}");

    let mut damaged = sealed_with(&right, &device, &env);
    let content = damaged.len() - SIGNATURE;
    damaged[content - 1] ^= 1;
    let (header, rest) = damaged[..content].split_at(Header::LEN);
    let hash = content_hash(rest);
    let signature = sign(device.signing(), SIGNED, &[header, hash.as_bytes()]);
    damaged[content..].copy_from_slice(&signature);
    let error = admit(&damaged).expect_err("its tag does not fit");
    assert_eq!(*error.fault(), Fault::Damaged { what: "segment" });
}

/// The commitment: without it, bytes can be made that open under two keys.
#[test]
fn a_segment_opens_under_one_key_only() {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 2);
    let (device, Founded { members, keyring, .. }) = founded(&env);
    let right = keyring.lane(1, Lane::DOCUMENTS).expect("there is a key");
    let bytes = sealed_with(&right, &device, &env);
    let sealed = &bytes[Header::LEN..bytes.len() - SIGNATURE];
    let header = Segment::parse(&bytes).expect("it was sealed").header().encode();
    assert!(right.content.open("segment", &header, sealed).is_ok());
    for lane in [Lane::CONTROL, Lane::RECENT, Lane::ARCHIVE, Lane(200)] {
        let other = keyring.lane(1, lane).expect("there is a key");
        let error = other.content.open("segment", &header, sealed).expect_err("another lane's");
        assert_eq!(*error.fault(), Fault::WrongKey { what: "segment" });
    }
    let epoch = EpochKey::generate(members.vault(), 2, &env).lane(Lane::DOCUMENTS, right.id());
    assert!(epoch.content.open("segment", &header, sealed).is_err());
}

#[test]
fn a_body_for_a_newer_reader_is_kept_for_it() {
    let error = Body::read_plain(&[2, 1, 0, 0, 0, 0, 0]).expect_err("it asks for version 2");
    assert!(error.wants_update(), "{error}");
    assert_eq!(*error.fault(), Fault::Newer { what: "segment", found: 2, known: 1 });
}

#[test]
fn a_body_that_promises_more_than_it_holds_gets_no_room() {
    // One kind, 256 rows that each promise as much as the body has left.
    let mut plain = vec![1, 1, 0, 0, 0, 1, 0, 0x80, 0x02];
    for _ in 0..256 {
        plain.extend_from_slice(&[4, 0, 0, 0, 0, 0xff, 0x07]);
    }
    plain.resize(plain.len() + 1000, 0);
    let error = Body::read_plain(&plain).expect_err("the bytes are not there");
    let why = "payloads are longer than what follows";
    assert!(
        matches!(error.fault(), Fault::Malformed { why: found, .. } if *found == why),
        "{error}"
    );
}
