//! Segments come back as they were sealed, or are refused with a word that says why.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, Incarnation, Lane};
use sync_protocol::log::{Difference, Follows, Sightings, Vector};
use sync_protocol::segment::{
    BODY_BYTES_MAX, Body, Filling, Full, Header, MembersSeen, Observed, Payload, ROWS_MAX, Row,
    SEGMENT_BYTES_MAX, Segment,
};

use crate::world::{World, body, device_id, fault, flipped, incarnation, row};

const LANE: Lane = Lane::DOCUMENTS;

fn payloads() -> impl Strategy<Value = Payload> {
    prop_oneof![
        4 => vec(any::<u8>(), 0..300).prop_map(Payload::Here),
        1 => (any::<[u8; 32]>(), any::<u64>())
            .prop_map(|(hash, bytes)| Payload::Elsewhere { hash: Hash::new(hash), bytes }),
        1 => any::<[u8; 32]>().prop_map(|hash| Payload::Erased(Hash::new(hash))),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let target =
        proptest::option::of(prop_oneof![vec(any::<u8>(), 16..17), vec(any::<u8>(), 0..64)]);
    let row = (any::<u32>(), 0..4usize, target, any::<i64>(), any::<u64>(), payloads(), 1u64..9);
    vec(row, 0..40).prop_map(|rows| {
        let mut seq = 0;
        let mut make = |(op, kind, target, hlc_ms, hlc_count, payload, step)| {
            seq += step;
            let kind =
                Arc::from(["", "journal.entry", "listening.play", "of.a.newer.version"][kind]);
            Row { seq, op, kind, target, hlc_ms, hlc_count, payload }
        };
        rows.into_iter().map(&mut make).collect()
    })
}

fn bodies() -> impl Strategy<Value = Body> {
    let observed = (any::<u8>(), any::<[u8; 16]>(), any::<u32>(), any::<[u8; 32]>()).prop_map(
        |(lane, incarnation, seq, hash)| Observed {
            lane: Lane(lane),
            incarnation: Incarnation::new(incarnation),
            seq,
            hash: Hash::new(hash),
        },
    );
    let members = proptest::option::of((any::<u32>(), any::<[u8; 32]>()))
        .prop_map(|seen| seen.map(|(n, hash)| MembersSeen { n, hash: Hash::new(hash) }));
    let rest = (any::<u32>(), any::<i64>(), any::<[u8; 4]>(), vec(any::<u8>(), 0..9));
    (rows(), vec(observed, 0..5), members, rest).prop_map(
        |(rows, observed, members, (schema, written_ms, tail, extra))| Body {
            min_reader: 1,
            schema,
            written_ms,
            observed,
            members,
            tail: if rows.is_empty() { [0; 4] } else { tail },
            rows,
            extra,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Also rows of unknown kinds and operations, and what newer versions add behind.
    #[test]
    fn what_is_sealed_comes_back(body in bodies()) {
        let world = World::new(7, 1);
        let bytes = world.seal(0, LANE, &Vector::default(), &body);
        let came = world.take(&bytes, LANE, &mut Vector::default()).expect("it was sealed");
        prop_assert_eq!(came, body);
    }

    #[test]
    fn no_row_is_lost_or_reordered_when_segments_are_filled(
        sizes in vec((0usize..40_000, 0usize..400), 0..300)
    ) {
        let mut filling = Filling::default();
        let mut segments = Vec::new();
        for (seq, (bytes, facts)) in (1..).zip(&sizes) {
            match filling.push(row(seq, &vec![0; *bytes]), *facts) {
                Ok(()) => {}
                Err(Full::Seal(row)) => {
                    segments.push(filling.take());
                    prop_assert_eq!(filling.push(row, *facts), Ok(()), "an empty segment takes it");
                }
                Err(Full::Blob(_)) => prop_assert!(false, "40 kB go into a segment"),
            }
        }
        segments.push(filling.take());
        let seqs: Vec<u64> = segments.iter().flatten().map(|row| row.seq).collect();
        let expected: Vec<u64> = (1..=sizes.len() as u64).collect();
        prop_assert_eq!(seqs, expected);
        for rows in segments {
            let facts: usize = rows.iter().map(|row| sizes[usize::try_from(row.seq).expect("few") - 1].1).sum();
            prop_assert!(rows.len() <= ROWS_MAX && (facts <= 1000 || rows.len() == 1));
        }
    }
}

#[test]
fn a_full_segment_fits_even_if_nothing_gets_smaller() {
    let world = World::new(7, 1);
    let noise = |seed: u64, len: usize| {
        let mut bytes = vec![0; len];
        base::env::Env::fill(
            &base::env::FixedEnv::at("2026-03-01T12:00:00Z", "UTC", seed),
            &mut bytes,
        );
        bytes
    };
    let mut filling = Filling::default();
    for seq in 1.. {
        if filling.push(row(seq, &noise(seq, 10_000)), 0).is_err() {
            break;
        }
    }
    let mut full = body(filling.take());
    let observed = |n: usize| Observed {
        lane: Lane(3),
        incarnation: Incarnation::new(noise(n as u64, 16).try_into().expect("16 bytes")),
        seq: u32::MAX,
        hash: Hash::new(noise(n as u64, 32).try_into().expect("32 bytes")),
    };
    full.observed = (0..Filling::OBSERVED_MAX).map(observed).collect();
    let bytes = world.seal(0, LANE, &Vector::default(), &full);
    assert!(SEGMENT_BYTES_MAX * 3 / 4 < bytes.len() && bytes.len() <= SEGMENT_BYTES_MAX);
}

#[test]
fn a_payload_that_no_segment_holds_asks_for_a_blob_and_is_not_dropped() {
    let long = row(1, &vec![0; Filling::PAYLOAD_MAX + 1]);
    let mut filling = Filling::default();
    assert_eq!(filling.push(long.clone(), 0), Err(Full::Blob(long)));
    let exactly = row(1, &vec![0; Filling::PAYLOAD_MAX]);
    assert_eq!(filling.push(exactly, 0), Ok(()));
}

/// The target for one field on the wire is 400 bytes; the change is as long as one was measured.
#[test]
fn a_single_edit_is_small_on_the_wire() {
    let world = World::new(7, 1);
    let change: Vec<u8> = (0..101u8).map(|n| n.wrapping_mul(83)).collect();
    let bytes = world.seal(0, LANE, &Vector::default(), &body(vec![row(12_345, &change)]));
    assert_eq!(bytes.len(), 400);
}

#[test]
fn a_length_tells_only_its_order() {
    let world = World::new(7, 1);
    let len = |bytes: u8| {
        let noise: Vec<u8> = (0..bytes).map(|n| n.wrapping_mul(83)).collect();
        world.seal(0, LANE, &Vector::default(), &body(vec![row(1, &noise)])).len()
    };
    let lengths: std::collections::BTreeSet<usize> = (100..200).map(len).collect();
    assert!(lengths.len() <= 8, "a hundred lengths look like {lengths:?}");
}

/// What a turned bit is called: by the field that it is in.
fn expected(byte: usize, found: &Fault) -> bool {
    match byte {
        0..3 => matches!(found, Fault::Malformed { at: 0, .. }),
        3 => matches!(found, Fault::Newer { what: "segment", .. }),
        4..20 => *found == Fault::Foreign { what: "segment", of: "vault" },
        28..44 => matches!(found, Fault::UnknownDevice { .. }),
        // The sequence, when it comes to nothing or beyond the first.
        60..64 => matches!(found, Fault::Signature { .. } | Fault::Malformed { .. }),
        64..96 => matches!(found, Fault::Signature { .. } | Fault::Malformed { .. }),
        96..100 => matches!(found, Fault::UnknownEpoch { .. } | Fault::Malformed { .. }),
        100..Header::LEN => matches!(found, Fault::CutOff { .. } | Fault::Malformed { .. }),
        _ => *found == Fault::Signature { what: "segment" },
    }
}

#[test]
fn every_single_turned_bit_is_found_and_named() {
    let world = World::new(7, 1);
    let mut vector = Vector::default();
    world.push(0, LANE, &mut vector, &body(vec![row(1, b"one")]));
    let second = world.seal(0, LANE, &vector, &body(vec![row(2, b"two")]));
    for bit in 0..second.len() * 8 {
        let before = vector.clone();
        let found = fault(world.take(&flipped(&second, bit), LANE, &mut vector));
        assert!(expected(bit / 8, &found), "bit {bit} in byte {}: {found}", bit / 8);
        assert_eq!(vector, before, "what was refused changes nothing");
    }
    assert!(world.take(&second, LANE, &mut vector).is_ok());
}

#[test]
fn every_length_but_the_right_one_is_refused() {
    let world = World::new(7, 1);
    let bytes = world.seal(0, LANE, &Vector::default(), &body(vec![row(1, b"one")]));
    for len in 0..bytes.len() {
        let found = fault(Segment::parse(&bytes[..len]));
        assert_eq!(found, Fault::CutOff { what: "segment", at: len });
    }
    let mut longer = bytes.clone();
    longer.push(0);
    let found = fault(Segment::parse(&longer));
    assert!(matches!(found, Fault::Malformed { at, .. } if at == bytes.len()), "{found}");
    let found = fault(Segment::parse(&vec![0; SEGMENT_BYTES_MAX + 1]));
    assert!(matches!(found, Fault::TooMuch { .. }), "{found}");
}

#[test]
fn a_segment_of_another_vault_is_foreign_even_with_equal_names() {
    let (home, other) = (World::new(7, 1), World::new(8, 1));
    let bytes = other.seal(0, LANE, &Vector::default(), &body(vec![row(1, b"one")]));
    let found = fault(home.take(&bytes, LANE, &mut Vector::default()));
    assert_eq!(found, Fault::Foreign { what: "segment", of: "vault" });
    // Its vault's name written over does not help: the device has other keys here.
    let mut renamed = bytes;
    renamed[4..20].copy_from_slice(home.members.vault().as_bytes());
    let found = fault(home.take(&renamed, LANE, &mut Vector::default()));
    assert_eq!(found, Fault::Signature { what: "segment" });
}

#[test]
fn a_segment_cannot_be_given_to_another_device_lane_or_place() {
    let world = World::new(7, 2);
    let mut vector = Vector::default();
    let first = world.push(0, LANE, &mut vector, &body(vec![row(1, b"one")]));
    let second = world.push(0, LANE, &mut vector, &body(vec![row(2, b"two")]));
    let with = |bytes: &[u8], at: usize, put: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes[at..at + put.len()].copy_from_slice(put);
        fault(world.take(&bytes, LANE, &mut Vector::default()))
    };
    let signature = Fault::Signature { what: "segment" };
    assert_eq!(with(&first, 28, device_id(2).as_bytes()), signature, "another device");
    let recent = world.keyring.lane_id(Lane::RECENT);
    assert_eq!(with(&first, 20, recent.as_bytes()), signature, "another lane");
    assert_eq!(with(&first, 44, incarnation(1).as_bytes()), signature, "another life");
    assert_eq!(with(&second, 60, &3u32.to_be_bytes()), signature, "another place");
    // It is opened with the key of the lane that it is in and no other.
    let key = world.keyring.lane(1, Lane::RECENT).expect("there is a key");
    let segment = Segment::parse(&first).expect("it was sealed");
    let found = fault(world.members.admit(segment).expect("it was signed").open(&key));
    assert_eq!(found, Fault::Foreign { what: "segment", of: "lane" });
}

#[test]
fn a_log_is_followed_without_gaps_forks_and_repetitions() {
    let world = World::new(7, 2);
    let mut vector = Vector::default();
    let first = world.push(0, LANE, &mut vector, &body(vec![row(1, b"one")]));
    let after_first = vector.clone();
    let second = world.push(0, LANE, &mut vector, &body(vec![row(2, b"two")]));
    let third = world.push(0, LANE, &mut vector, &body(vec![row(3, b"three")]));
    let parse = |bytes| Segment::parse(bytes).expect("it was sealed");
    let log = parse(&first).log();
    assert_eq!(vector.follows(&parse(&second)).expect("it is known"), Follows::Known);
    assert_eq!(vector.follows(&parse(&third)).expect("it is known"), Follows::Known);
    let gap = fault(after_first.clone().advance(&parse(&third)));
    assert_eq!(gap, Fault::Gap { log, from: 2, to: 2 });
    let other = world.seal(0, LANE, &after_first, &body(vec![row(2, b"another second")]));
    let mut told_other = after_first.clone();
    told_other.advance(&parse(&other)).expect("it follows, too");
    assert_eq!(fault(told_other.follows(&parse(&second))), Fault::Fork { log, seq: 2 });
    assert_eq!(fault(told_other.follows(&parse(&third))), Fault::Fork { log, seq: 2 });
}

#[test]
fn what_a_server_keeps_back_or_shows_differently_is_found() {
    let world = World::new(7, 2);
    let mut all = Vector::default();
    world.push(0, LANE, &mut all, &body(vec![row(1, b"one")]));
    let old = all.clone();
    world.push(0, LANE, &mut all, &body(vec![row(2, b"two")]));
    let mut forked = old.clone();
    world.push(0, LANE, &mut forked, &body(vec![row(2, b"another two")]));
    let (log, end) = all.0.first_key_value().map(|(log, end)| (*log, *end)).expect("there is one");
    let mut sightings = Sightings::default();
    sightings.note(log, end.seq, end.hash).expect("it is the first word");
    let none = |_, _| None;
    assert_eq!(sightings.beyond(&all, none), []);
    assert_eq!(sightings.beyond(&old, none), [Difference::Lacks { log, has: 1, seen: 2 }]);
    assert_eq!(
        sightings.beyond(&Vector::default(), none),
        [Difference::Lacks { log, has: 0, seen: 2 }]
    );
    assert_eq!(sightings.beyond(&forked, none), [Difference::Forked { log, seq: 2 }]);
    let found = sightings.note(log, 2, forked.0[&log].hash);
    assert_eq!(fault(found), Fault::Fork { log, seq: 2 }, "two devices were shown two histories");
    assert_eq!(all.beyond(&old), [Difference::Lacks { log, has: 1, seen: 2 }]);
    assert_eq!(all.beyond(&forked), [Difference::Forked { log, seq: 2 }]);
    assert_ne!(all.digest(), forked.digest());
}

#[test]
fn what_is_too_much_is_not_sealed() {
    let world = World::new(7, 1);
    let key = world.keyring.writing(&world.members, LANE).expect("no epoch is due");
    let place = sync_protocol::segment::Place {
        incarnation: incarnation(0),
        seq: 1,
        prev_hash: Hash::ZERO,
    };
    let seal = |body: &Body| {
        fault(sync_protocol::segment::seal(place, body, &key, &world.devices[0], &world.env))
    };
    let many = (1..=ROWS_MAX as u64 + 1).map(|seq| row(seq, b"")).collect();
    assert!(matches!(seal(&body(many)), Fault::TooMuch { of: "rows", .. }));
    let long = row(1, &vec![0; BODY_BYTES_MAX]);
    assert!(matches!(seal(&body(vec![long])), Fault::TooMuch { of: "bytes", .. }));
    let backward = vec![row(2, b""), row(1, b"")];
    assert!(matches!(seal(&body(backward)), Fault::Malformed { .. }));
    let kind = Row { kind: "k".repeat(129).into(), ..row(1, b"") };
    assert!(matches!(seal(&body(vec![kind])), Fault::TooMuch { of: "bytes in a kind", .. }));
    let target = Row { target: Some(vec![0; 65]), ..row(1, b"") };
    assert!(matches!(seal(&body(vec![target])), Fault::TooMuch { of: "bytes in a target", .. }));
}
