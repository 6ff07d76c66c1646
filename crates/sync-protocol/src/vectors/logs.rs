//! Segments, and how far logs are known.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::id::{Hash, Lane, LogId};
use crate::segment::{Body, MembersSeen, Observed, Payload, Place, Row, Segment, seal};

const NOW: i64 = AT_MS.cast_signed();

fn change(seq: u64, payload: &[u8]) -> Row {
    Row {
        seq,
        op: 1,
        kind: Arc::from("journal.entry"),
        target: Some((0x30..0x40).collect()),
        hlc_ms: NOW,
        hlc_count: seq,
        payload: Payload::Here(payload.to_vec()),
    }
}

/// What two devices write: a heartbeat, changes, every form of a row, and compressed text.
fn written(vault: &Vault) -> Vec<(&'static str, Lane, Incarnation, Body)> {
    let head = vault.members.head();
    let mut heartbeat = Body::empty(1, NOW);
    heartbeat.members = Some(MembersSeen { n: head.n, hash: head.hash });
    heartbeat.observed = vec![Observed {
        lane: Lane::DOCUMENTS,
        incarnation: PHONE,
        seq: 300,
        hash: Hash::new([5; 32]),
    }];
    let with = |rows| Body { rows, tail: [0xca, 0xfe, 0xba, 0xbe], ..Body::empty(1, NOW) };
    let noise: Vec<u8> = (0..101u8).map(|n| n.wrapping_mul(83)).collect();
    let forms = vec![
        Row { op: 5, kind: Arc::from(""), target: None, ..change(2, b"an attachment") },
        Row { op: 99, kind: Arc::from("of.a.newer.version"), ..change(7, b"") },
        Row { target: Some(vec![1, 2, 3]), hlc_ms: NOW - 1000, ..change(8, b"a short target") },
        Row {
            payload: Payload::Elsewhere { hash: Hash::new([6; 32]), bytes: 5_000_000 },
            ..change(9, b"")
        },
        Row { payload: Payload::Erased(Hash::new([7; 32])), ..change(10, b"") },
    ];
    let extra = Body { extra: vec![0xfe, 0xed], ..with(vec![change(11, b"and more behind")]) };
    let text = b"Words that come again come again. ".repeat(30);
    vec![
        ("a heartbeat", Lane::CONTROL, LAPTOP, heartbeat),
        ("one edit of one field", Lane::DOCUMENTS, LAPTOP, with(vec![change(1, &noise)])),
        ("every form of a row", Lane::DOCUMENTS, LAPTOP, with(forms)),
        ("what a newer version adds", Lane::DOCUMENTS, LAPTOP, extra),
        ("compressed", Lane::DOCUMENTS, PHONE, with(vec![change(1, &text)])),
    ]
}

/// What is said of a segment, its lane, its bytes.
type Case = (&'static str, Lane, Vec<u8>);

/// Seals all of them; answers their bytes with what was said of them.
fn sealed(vault: &Vault) -> (Vec<Case>, Vector) {
    let mut vector = Vector::default();
    let mut out = Vec::new();
    for (what, lane, incarnation, body) in written(vault) {
        let key = vault.keyring.writing(&vault.members, lane).expect("no epoch is due");
        let log = LogId { lane: key.id(), incarnation };
        let end = vector.0.get(&log);
        let (seq, prev_hash) = end.map_or((1, Hash::ZERO), |end| (end.seq + 1, end.hash));
        let device = if incarnation == PHONE { &vault.phone } else { &vault.laptop };
        let place = Place { incarnation, seq, prev_hash };
        let bytes = seal(place, &body, &key, device, &vault.env).expect("it is short");
        vector.advance(&Segment::parse(&bytes).expect("it was sealed")).expect("it follows");
        out.push((what, lane, bytes));
    }
    (out, vector)
}

/// The vault before the phone was revoked, and how far its logs go.
pub(super) fn with_segments() -> (Vault, Vector) {
    let vault = vault();
    let (_, vector) = sealed(&vault);
    (vault, vector)
}

fn row_json(row: &Row) -> Value {
    let payload = match &row.payload {
        Payload::Here(bytes) => json!({ "here": hex(bytes) }),
        Payload::Elsewhere { hash, bytes } => {
            json!({ "elsewhere": hex(hash.as_bytes()), "bytes": bytes })
        }
        Payload::Erased(hash) => json!({ "erased": hex(hash.as_bytes()) }),
    };
    json!({
        "seq": row.seq, "op": row.op, "kind": &*row.kind, "target": row.target.as_ref().map(hex),
        "hlc_ms": row.hlc_ms, "hlc_count": row.hlc_count, "payload": payload,
    })
}

fn body_json(body: &Body) -> Value {
    let observed = |seen: &Observed| {
        json!({
            "lane": seen.lane.0, "incarnation": hex(seen.incarnation.as_bytes()), "seq": seen.seq,
            "hash": hex(seen.hash.as_bytes()),
        })
    };
    json!({
        "min_reader": body.min_reader, "schema": body.schema, "written_ms": body.written_ms,
        "observed": body.observed.iter().map(observed).collect::<Vec<_>>(),
        "members": body.members.map(|seen| json!({ "n": seen.n, "hash": hex(seen.hash.as_bytes()) })),
        "rows": body.rows.iter().map(row_json).collect::<Vec<_>>(),
        "tail": hex(body.tail), "extra": hex(&body.extra),
    })
}

fn segment_json(
    what: &str,
    lane: Lane,
    bytes: &[u8],
    members: &Members,
    keyring: &Keyring,
) -> Value {
    let segment = Segment::parse(bytes).expect("it was sealed");
    let header = segment.header();
    let key = keyring.lane(header.epoch, lane).expect("it has all keys");
    let body = members.admit(segment).expect("a member signed it").open(&key).expect("it opens");
    json!({
        "what": what, "lane": lane.0, "bytes": hex(bytes), "hash": hex(segment.hash().as_bytes()),
        "header": {
            "vault": hex(header.vault.as_bytes()), "lane": hex(header.lane.as_bytes()),
            "device": hex(header.device.as_bytes()), "incarnation": hex(header.incarnation.as_bytes()),
            "seq": header.seq, "prev_hash": hex(header.prev_hash.as_bytes()), "epoch": header.epoch,
            "padded_len": header.padded_len,
        },
        "body": body_json(&body),
    })
}

fn segments() -> Value {
    let vault = vault();
    let (sealed, vector) = sealed(&vault);
    let segment = |(what, lane, bytes): &Case| {
        segment_json(what, *lane, bytes, &vault.members, &vault.keyring)
    };
    let cases = json!({
        "segments": sealed.iter().map(segment).collect::<Vec<_>>(),
        "vector_digest": hex(vector.digest().as_bytes()),
    });
    about("Segments of two devices in two lanes, in the order in which they were written", cases)
}

#[test]
fn segments_are_written_alike() {
    check("segments.json", &segments());
}

#[test]
fn segments_are_read() {
    let (_, members, keyring) = read_vault();
    let file = file("segments.json");
    let mut vector = Vector::default();
    for case in file["segments"].as_array().expect("it is a list") {
        let bytes = bytes(&case["bytes"]);
        let lane = Lane(u8::try_from(case["lane"].as_u64().expect("a number")).expect("short"));
        let what = case["what"].as_str().expect("a text");
        // Also the phone's, which was revoked since: they are not beyond its cut.
        assert_eq!(segment_json(what, lane, &bytes, &members, &keyring), *case);
        vector.advance(&Segment::parse(&bytes).expect("it was sealed")).expect("they follow");
    }
    assert_eq!(hex(vector.digest().as_bytes()), file["vector_digest"]);
}
