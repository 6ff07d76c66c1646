//! Messages come back, are small, and are bounded.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sync_protocol::auth::Challenge;
use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, Incarnation, LaneId, LogId};
use sync_protocol::log::LogEnd;
use sync_protocol::membership::Head;
use sync_protocol::wire::{
    self, Answer, AppendEntries, Appended, AskChallenge, Bytes, Changes, Entries, HeadOf, Heads,
    List, MESSAGE_BYTES_MAX, Mail, Moved, Placed, PostSegments, Posted, PostedSegments, Problem,
    ProblemCode, Registration, Room, ServerInfo, ShareOf, Shares, SnapshotOf, Snapshots, Text,
    Token, UploadState, WireSigner,
};

use crate::world::{device_id, fault};

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) -> usize {
    let bytes = wire::encode(message).expect("it is short");
    assert_eq!(wire::decode::<T>(&bytes).expect("it was written"), *message);
    for len in 0..bytes.len() {
        assert!(wire::decode::<T>(&bytes[..len]).is_err(), "{message:?} cut to {len}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(wire::decode::<T>(&longer).is_err(), "{message:?} and more");
    bytes.len()
}

fn end(seq: u32) -> LogEnd {
    LogEnd { seq, hash: Hash::new([0xee; 32]), device: device_id(1), epoch: 1 }
}

fn log(number: u8) -> LogId {
    LogId { lane: LaneId::new([number; 8]), incarnation: Incarnation::new([number; 16]) }
}

const HEAD: Head = Head { n: 3, hash: Hash::new([3; 32]) };

#[test]
fn every_message_comes_back() {
    let vault = sync_protocol::id::VaultId::new([7; 16]);
    let signer = WireSigner::Device(device_id(1));
    let challenge = Challenge { nonce: [1; 32], audience: "https://a".to_owned(), expires_ms: 5 };
    check(&ServerInfo {
        versions: List(vec![1]),
        audience: Text("https://a".to_owned()),
        registration: Registration::Invite,
        key: [4; 32],
        now_ms: 1,
        features: List(vec![Text("websocket".to_owned())]),
    });
    check(&AskChallenge { vault, signer });
    check(&challenge);
    let identity = Some(serde_bytes::ByteArray::new([9; 32]));
    check(&Answer { vault, signer, challenge, signature: [2; 64], identity });
    check(&Token { token: [1; 32], expires_ms: 9, vaults: List(vec![vault]) });
    check(&PostSegments { segments: List(vec![Bytes(vec![1, 2, 3])]), again: true });
    let results = vec![
        Posted::Stored { gsn: 1 },
        Posted::Known { gsn: 1 },
        Posted::Fork { end: end(2) },
        Posted::Gap { end: None },
        Posted::OldEpoch { epoch: 2 },
        Posted::Revoked,
        Posted::Refused { why: Text("no".to_owned()) },
    ];
    check(&PostedSegments { results: List(results) });
    check(&Changes {
        segments: List(vec![Placed { gsn: 8, bytes: Bytes(vec![1; 400]) }]),
        next: 9,
        more: true,
        digest: Hash::new([5; 32]),
        members: HEAD,
    });
    check(&Entries { entries: List(vec![Bytes(vec![1; 300])]), head: HEAD });
    check(&AppendEntries { expect: HEAD, entries: List(vec![Bytes(vec![1; 300])]) });
    check(&Appended::Stored { head: HEAD });
    check(&Appended::Moved { head: HEAD });
    let countersigns = List(vec![Bytes(vec![1; 140])]);
    let snapshot = SnapshotOf { snapshot: Hash::new([1; 32]), bytes: 7, countersigns };
    check(&Snapshots { snapshots: List(vec![snapshot]) });
    check(&UploadState { offset: 4, done: false });
    check(&Room { room: Text("482917".to_owned()), expires_ms: 1 });
    let share = ShareOf { share: [3; 16], bytes: 9, expires_ms: 8, views: 1, views_max: Some(2) };
    check(&Shares { shares: List(vec![share]) });
    check(&Mail { messages: List(vec![Bytes(vec![1; 70])]) });
    check(&Moved { vault, gsn: 4 });
    let message = Text("over the day's quota".to_owned());
    check(&Problem { code: ProblemCode::Quota, message, retry_ms: Some(1000) });
}

/// The target: nothing to do is told in a kilobyte for five devices.
#[test]
fn nothing_to_do_is_told_in_few_bytes() {
    let nothing = Changes {
        segments: List::default(),
        next: 123_456,
        more: false,
        digest: Hash::new([5; 32]),
        members: HEAD,
    };
    let bytes = check(&nothing);
    assert!(bytes < 160, "{bytes}");
    let heads = (0..20).map(|number| HeadOf { log: log(number), end: end(70_000) }).collect();
    let bytes = check(&Heads { heads: List(heads), gsn: 9 });
    assert!(bytes < 20 * 110 + 40, "a monthly comparison in full: {bytes}");
}

#[test]
fn a_newer_side_may_say_more() {
    #[derive(Serialize)]
    struct Newer {
        offset: u64,
        more: Vec<Vec<u8>>,
        done: bool,
    }
    let bytes = wire::encode(&Newer { offset: 3, more: vec![vec![1], vec![]], done: true });
    let read: UploadState =
        wire::decode(&bytes.expect("it is short")).expect("more is passed over");
    assert_eq!(read, UploadState { offset: 3, done: true });
    let mut newer = wire::encode(&read).expect("it is short");
    newer[0] = 2;
    let found = fault(wire::decode::<UploadState>(&newer));
    assert_eq!(found, Fault::Newer { what: "message", found: 2, known: 1 });
}

#[test]
fn lists_end_where_their_type_says() {
    #[derive(Serialize, Deserialize, Debug)]
    struct Many {
        segments: Vec<serde_bytes::ByteBuf>,
    }
    let encode = |count: usize| {
        let segments = vec![serde_bytes::ByteBuf::new(); count];
        wire::encode(&Many { segments }).expect("it is short")
    };
    assert!(wire::decode::<PostSegments>(&encode(1000)).is_ok());
    assert!(matches!(fault(wire::decode::<PostSegments>(&encode(1001))), Fault::Malformed { .. }));
    let one = |len: usize| {
        let segments = vec![serde_bytes::ByteBuf::from(vec![0; len])];
        wire::encode(&Many { segments }).expect("it is short")
    };
    assert!(wire::decode::<PostSegments>(&one(1 << 20)).is_ok());
    assert!(wire::decode::<PostSegments>(&one((1 << 20) + 1)).is_err());
    let long = vec![0; MESSAGE_BYTES_MAX + 1];
    assert!(matches!(fault(wire::decode::<PostSegments>(&long)), Fault::TooMuch { .. }));
    let many = PostSegments { segments: List(vec![Bytes::default(); 1001]), again: false };
    assert!(wire::encode(&many).is_err(), "what no reader takes is not written");
    // A list that only tells a length of 2^60.
    let mut lie = vec![1, 0xa1, 0x68];
    lie.extend_from_slice(b"segments");
    lie.extend_from_slice(&[0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0]);
    assert!(wire::decode::<PostSegments>(&lie).is_err());
    // Nested without end.
    let mut deep = vec![1, 0xa1, 0x61, b'x'];
    deep.resize(100_000, 0x81);
    assert!(wire::decode::<PostSegments>(&deep).is_err());
}
