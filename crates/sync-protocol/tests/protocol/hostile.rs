//! Any bytes at all: every decoder answers, none panics, and what it reads it would write again.

use proptest::collection::vec;
use proptest::prelude::*;
use sync_protocol::blob::BlobManifest;
use sync_protocol::id::{Hash, Lane};
use sync_protocol::log::Vector;
use sync_protocol::membership::{Entry, Members};
use sync_protocol::pairing::{Invitation, Invited, codes};
use sync_protocol::segment::{Body, Segment};
use sync_protocol::snapshot::{Block, Countersign, Manifest};
use sync_protocol::wire;

use crate::world::{World, body, device_id, row};

fn everything(world: &World, bytes: &[u8]) {
    if let Ok(segment) = Segment::parse(bytes) {
        drop(world.members.admit(segment));
        drop(Vector::default().advance(&segment));
    }
    drop(Body::read_plain(bytes));
    drop(Block::read_plain(bytes));
    drop(Entry::read(bytes));
    drop(Members::begin(bytes));
    drop(world.members.clone().apply(bytes));
    if let Ok(manifest) = Manifest::read(bytes) {
        drop(manifest.check(bytes, &world.members));
        drop(manifest.open(bytes, &world.keyring));
    }
    drop(Countersign::read(bytes, device_id(1), &world.members));
    if let Ok(manifest) = BlobManifest::read(bytes) {
        drop(manifest.check(bytes, &world.members));
        drop(manifest.open(bytes, &world.keyring, Hash::ZERO));
    }
    drop(Block::open(bytes, Hash::ZERO, &world.keyring));
    drop(world.keyring.open_name(device_id(1), bytes));
    drop(Invitation::read(&String::from_utf8_lossy(bytes)));
    let mailbox = sync_protocol::pairing::Mailbox([0; 16]);
    drop(codes::answer(mailbox, bytes, &world.env));
    let invited = Invited::new("", Vector::default(), &world.env).expect("it is short");
    drop(invited.joining(bytes));
    drop(wire::decode::<wire::Changes>(bytes));
    drop(wire::decode::<wire::Heads>(bytes));
    drop(wire::decode::<wire::Answer>(bytes));
    drop(wire::decode::<wire::PostedSegments>(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(start in 0..9usize, bytes in vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 9] =
            [b"", b"EKS\x01", b"EKM\x01", b"EKT\x01", b"EKF\x01", b"EKB\x01", b"EKC\x01", b"EKP\x01", b"\x01\xa5"];
        everything(&World::new(7, 1), &[starts[start], &bytes].concat());
    }

    /// Bytes that nearly are what they should be reach further in.
    #[test]
    fn nearly_right_bytes(which in 0..2usize, changes in vec((any::<usize>(), any::<u8>()), 1..6), cut in any::<usize>()) {
        let world = World::new(7, 1);
        let segment = world.seal(0, Lane::DOCUMENTS, &Vector::default(), &body(vec![row(1, b"one")]));
        let mut bytes = [segment, world.entries[2].clone()][which].clone();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(cut % (bytes.len() * 2));
        everything(&world, &bytes);
    }

    /// There is one way to write a body: what is read from any bytes is those bytes again.
    #[test]
    fn one_way_to_write_a_body(bytes in vec(prop_oneof![0u8..4, any::<u8>()], 0..120)) {
        let world = World::new(7, 1);
        if let Ok(body) = Body::read_plain(&[&[1u8][..], &bytes].concat()) {
            let sealed = world.seal(0, Lane::DOCUMENTS, &Vector::default(), &body);
            let again = world.take(&sealed, Lane::DOCUMENTS, &mut Vector::default());
            prop_assert_eq!(again.expect("it was sealed"), body);
        }
    }
}
