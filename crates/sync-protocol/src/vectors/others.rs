//! Snapshots, blobs, pairing, messages.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::auth::{Challenge, Receipt, ServerKey};
use crate::blob::{BlobManifest, Chunks};
use crate::id::{Hash, Lane};
use crate::pairing::codes::{Offered, answer};
use crate::pairing::{Invitation, Invited, Joining, Mailbox, scan};
use crate::segment::{Payload, Row};
use crate::snapshot::{
    Block, BlockNote, BlockRef, Countersign, Document, Draft, LogRows, Manifest, RowsEnd,
    SnapshotContent, StoredRow,
};
use crate::wire;

fn blocks() -> Vec<(&'static str, Block)> {
    let document = |number: u8, kind: &str, save| Document {
        id: [number; 16],
        kind: Arc::from(kind),
        version: 1,
        meta: vec![number],
        row: vec![0x70, number],
        save,
    };
    let documents = vec![
        document(1, "journal.entry", Payload::Here(b"saved whole".to_vec())),
        document(
            2,
            "journal.entry",
            Payload::Elsewhere { hash: Hash::new([8; 32]), bytes: 40_000_000 },
        ),
        document(3, "of.a.newer.version", Payload::Here(Vec::new())),
    ];
    let row = |seq| Row {
        seq,
        op: 2,
        kind: Arc::from("listening.play"),
        target: None,
        hlc_ms: AT_MS.cast_signed() + seq.cast_signed(),
        hlc_count: 0,
        payload: Payload::Here(vec![0x90, 0x91]),
    };
    let stored = |seq| StoredRow { schema: 1, prev_hash: Hash::new([9; 32]), row: row(seq) };
    let logs = vec![LogRows {
        device: DeviceId::new([0xd1; 16]),
        incarnation: LAPTOP,
        rows: vec![stored(5), stored(9)],
    }];
    vec![
        ("documents", Block::Documents(documents)),
        ("rows of March 2026", Block::Rows { month: 2026 * 12 + 2, logs }),
        ("of a newer version", Block::Unknown { kind: 77, content: vec![1, 2, 3] }),
    ]
}

fn snapshots() -> Value {
    let (vault, vector) = logs::with_segments();
    let vault = revoked(vault, &vector);
    let mut refs = Vec::new();
    let mut cases = Vec::new();
    for (what, block) in blocks() {
        let (id, bytes) = block.seal(&vault.keyring, &vault.members).expect("it is in order");
        refs.push(BlockRef { id, bytes: u32::try_from(bytes.len()).expect("it is short") });
        cases.push(json!({ "what": what, "id": hex(id.as_bytes()), "bytes": hex(bytes) }));
    }
    let notes = [(1, 0, 3), (2, 2026 * 12 + 2, 2), (77, 0, 1)];
    let end = RowsEnd { device: vault.laptop.id(), seq: 11, hash: Hash::new([3; 32]) };
    let content = SnapshotContent {
        blocks: notes.map(|(kind, month, count)| BlockNote { kind, month, count }).to_vec(),
        rows: [(LAPTOP, end)].into(),
        extra: Vec::new(),
    };
    let draft = Draft {
        at_ms: AT_MS + 10,
        before: Hash::ZERO,
        covers: &vector,
        blocks: &refs,
        blobs: &[Hash::new([1; 32]), Hash::new([2; 32])],
        content: &content,
    };
    let manifest = draft.seal(&vault.members, &vault.keyring, &vault.laptop, &vault.env);
    let manifest = manifest.expect("it is in order");
    let hash = Manifest::hash(&manifest);
    let device = vault.laptop.id();
    let countersign = Countersign { vault: VAULT, snapshot: hash, device, at_ms: AT_MS + 11 };
    let cases = json!({
        "blocks": cases, "manifest": hex(&manifest), "hash": hex(hash.as_bytes()),
        "countersignature": hex(countersign.sign(&vault.laptop)), "countersigned_as_made_by": hex([0; 16]),
        "covers_digest": hex(vector.digest().as_bytes()),
    });
    about("Blocks, the manifest that names them, a countersignature", cases)
}

#[test]
fn snapshots_are_written_alike() {
    check("snapshots.json", &snapshots());
}

#[test]
fn snapshots_are_read() {
    let (_, members, keyring) = read_vault();
    let file = file("snapshots.json");
    let bytes_of = bytes(&file["manifest"]);
    let manifest = Manifest::read(&bytes_of).expect("it was made");
    manifest.check(&bytes_of, &members).expect("a member made it");
    assert_eq!(hex(manifest.covers.digest().as_bytes()), file["covers_digest"]);
    let content = manifest.open(&bytes_of, &keyring).expect("it was sealed");
    assert_eq!(content.blocks.len(), 3);
    let cases = file["blocks"].as_array().expect("it is a list");
    for ((case, (_, expected)), named) in cases.iter().zip(blocks()).zip(&manifest.blocks) {
        let block = Block::open(&bytes(&case["bytes"]), named.id, &keyring).expect("it was sealed");
        assert_eq!(block, expected, "{}", case["what"]);
    }
    let countersign = bytes(&file["countersignature"]);
    assert!(Countersign::read(&countersign, DeviceId::new([0; 16]), &members).is_ok());
}

fn blobs() -> Value {
    let vault = vault();
    let content: Vec<u8> = (0..200u8).collect();
    let hash = Hash::new(*blake3::hash(&content).as_bytes());
    let chunks = Chunks::new(&vault.keyring, 1, hash, 200).expect("it is short");
    let (id, sealed) = chunks.seal(0, &content).expect("it is one chunk");
    let manifest =
        BlobManifest::seal(&chunks, &[id], &vault.laptop, &vault.env).expect("all there");
    let cases = json!({
        "content": hex(&content), "content_hash": hex(hash.as_bytes()), "size": 200, "epoch": 1,
        "blob": hex(chunks.blob().as_bytes()),
        "chunks": [{ "id": hex(id.as_bytes()), "bytes": hex(sealed) }],
        "manifest": hex(manifest),
    });
    about("A blob of one chunk", cases)
}

#[test]
fn blobs_are_written_alike() {
    check("blobs.json", &blobs());
}

#[test]
fn blobs_are_read() {
    let (_, members, keyring) = read_vault();
    let file = file("blobs.json");
    let manifest_bytes = bytes(&file["manifest"]);
    let manifest = BlobManifest::read(&manifest_bytes).expect("it was made");
    manifest.check(&manifest_bytes, &members).expect("a member made it");
    let hash = Hash::new(array(&file["content_hash"]));
    let (_, chunks) = manifest.open(&manifest_bytes, &keyring, hash).expect("it was sealed");
    let chunk = bytes(&file["chunks"][0]["bytes"]);
    let plain = chunks.open(0, manifest.chunks[0], &chunk).expect("it was sealed");
    assert_eq!(hex(&*plain), file["content"]);
}

fn pairing() -> Value {
    let vault = vault();
    let joining = Joining { device: vault.phone.public(), name: "Phone".to_owned() };
    let env = |seed| FixedEnv::at("2026-03-01T12:00:00Z", "UTC", seed);
    let (head, vector) = (vault.members.head(), Vector::default());
    let invited = Invited::new("https://sync.example.org", vector.clone(), &env(1));
    let invited = invited.expect("the address is short");
    let invitation = invited.invitation();
    let (_, hello) = scan(invitation, &joining, &env(2)).expect("it holds a key");
    let (host, _) = invited.joining(&hello).expect("it saw the code");
    let welcome = host.welcome(VAULT, head, &vector, &env(3));
    let mailbox = Mailbox::of_room("482917");
    let (offered, offer) = Offered::new(mailbox, &env(4));
    let (answered, answer) = answer(mailbox, &offer, &env(5)).expect("it is an offer");
    let (host, opening) = offered.answered(&answer).expect("it is an answer");
    let guest = answered.opened(&opening).expect("it fits");
    let secret = |seed| {
        let secret: [u8; 32] = crate::crypt::random(&env(seed));
        hex(secret)
    };
    let cases = json!({
        "qr": {
            "text": &**invitation.text(), "mailbox": hex(invitation.mailbox().0),
            "host_secret": secret(1), "guest_secret": secret(2), "joining": hex(hello), "welcome": hex(welcome),
        },
        "codes": {
            "room": "482917", "mailbox": hex(mailbox.0), "host_secret": secret(4), "guest_secret": secret(5),
            "offer": hex(offer), "answer": hex(answer), "opening": hex(opening),
            "host_shows": host.code().to_string(), "guest_shows": guest.code().to_string(),
        },
    });
    about("Pairing by a QR code and by two codes", cases)
}

#[test]
fn pairing_is_written_alike() {
    check("pairing.json", &pairing());
}

#[test]
fn an_invitation_is_read() {
    let file = file("pairing.json");
    let text = file["qr"]["text"].as_str().expect("a text");
    let invitation = Invitation::read(text).expect("it was shown");
    assert_eq!(hex(invitation.mailbox().0), file["qr"]["mailbox"]);
    assert_eq!(invitation.server(), "https://sync.example.org");
}

fn messages() -> Value {
    let vault = vault();
    let challenge = Challenge {
        nonce: [1; 32],
        audience: "https://sync.example.org".to_owned(),
        expires_ms: AT_MS + 60_000,
    };
    let signer = Signer::Device(&vault.laptop);
    let answer = challenge.answer("https://sync.example.org", VAULT, &signer).expect("it is its");
    let server = ServerKey::from_seed(&[3; 32].into());
    let receipt = server.receipt(VAULT, Hash::new([4; 32]), 5, AT_MS);
    let posted = wire::PostedSegments {
        results: wire::List(vec![wire::Posted::Stored { gsn: 7 }, wire::Posted::Revoked]),
    };
    let segments = wire::List(vec![wire::Bytes(vec![1, 2, 3])]);
    let post = wire::PostSegments { segments, again: false };
    let encode = |message: Result<Vec<u8>, crate::error::Error>| hex(message.expect("it is short"));
    let lane = vault.keyring.lane_id(Lane::DOCUMENTS);
    let cases = json!({
        "challenge": encode(wire::encode(&challenge)), "signer": "laptop", "signature": hex(answer),
        "server_key": hex(server.public()), "receipt": encode(wire::encode(&receipt)),
        "post_segments": encode(wire::encode(&post)), "posted_segments": encode(wire::encode(&posted)),
        "log": encode(wire::encode(&crate::id::LogId { lane, incarnation: LAPTOP })),
    });
    about("A challenge and its answer, a receipt, some messages", cases)
}

#[test]
fn messages_are_written_alike() {
    check("messages.json", &messages());
}

#[test]
fn messages_are_read() {
    let (_, members, _) = read_vault();
    let file = file("messages.json");
    let challenge: Challenge = wire::decode(&bytes(&file["challenge"])).expect("it was written");
    let laptop = members.device(&DeviceId::new([0xd1; 16])).expect("it is a member");
    let signer = crate::membership::SignerId::Device(laptop.keys.id);
    let signature = array(&file["signature"]);
    let checked = challenge.check(AT_MS, VAULT, signer, &laptop.keys.sign, &signature);
    assert!(checked.is_ok(), "the signature holds");
    let receipt: Receipt = wire::decode(&bytes(&file["receipt"])).expect("it was written");
    assert!(receipt.check(&array(&file["server_key"])).is_ok());
    assert!(wire::decode::<wire::PostedSegments>(&bytes(&file["posted_segments"])).is_ok());
}
