//! Notation, padding, keys, members.

use bip39::{Language, Mnemonic};
use serde_json::{Value, json};

use super::*;
use crate::codec::{Reader, Writer};
use crate::crypt::ContentKey;
use crate::id::{Hash, Lane};
use crate::membership::{Device, Recipient};
use crate::pack::{self, Limits, padded};

const LIMITS: Limits = Limits { what: "vector", plain_max: 1 << 16, padded_max: 1 << 16 };

fn notation() -> Value {
    let varint = [0u64, 1, 127, 128, 300, 16_383, 16_384, u64::from(u32::MAX), u64::MAX];
    let varint = varint.map(|value| {
        let mut out = Writer::default();
        out.varint(value);
        json!({ "value": value.to_string(), "bytes": hex(out.0) })
    });
    let signed = [0i64, -1, 1, -2, 63, -64, 64, i64::MAX, i64::MIN].map(|value| {
        let mut out = Writer::default();
        out.signed(value);
        json!({ "value": value.to_string(), "bytes": hex(out.0) })
    });
    let refused = ["80", "8000", "ffffffffffffffffff02", "ffffffffffffffffffff01"];
    let padme = [0, 1, 2, 8, 9, 100, 155, 1000, 1025, 100_000, 1 << 20, (1 << 20) + 1]
        .map(|len| json!([len, padded(len)]));
    let packed = [
        Vec::new(),
        b"short".to_vec(),
        (0..100u8).map(|n| n.wrapping_mul(83)).collect(),
        b"all of one kind, ".repeat(20),
    ]
    .map(|plain| {
        let packed = pack::pack(&plain, LIMITS).expect("it is short");
        json!({ "plain": hex(&plain), "packed": hex(&*packed) })
    });
    let hash = Hash::of("everkept 2026 sync segment hash", &[b"abc"]);
    let keyed = Hash::keyed(&[7; 32], &[b"abc"]);
    let cases = json!({
        "varint": varint, "signed": signed, "refused_varint": refused, "padme": padme,
        "packed": packed,
        "derived_hash": { "context": "everkept 2026 sync segment hash", "input": hex("abc"), "hash": hex(hash.as_bytes()) },
        "keyed_hash": { "key": hex([7; 32]), "input": hex("abc"), "hash": hex(keyed.as_bytes()) },
    });
    about("Numbers, padding, packing, hashes", cases)
}

#[test]
fn notation_is_written_alike() {
    check("notation.json", &notation());
}

#[test]
fn notation_is_read() {
    let file = file("notation.json");
    for refused in file["refused_varint"].as_array().expect("it is a list") {
        assert!(Reader::new("vector", &bytes(refused)).varint().is_err(), "{refused}");
    }
    for case in file["packed"].as_array().expect("it is a list") {
        let plain = pack::unpack(&bytes(&case["packed"]), LIMITS).expect("it was packed");
        assert_eq!(hex(&*plain), case["plain"]);
    }
}

fn keys() -> Value {
    let (vault, vector) = logs::with_segments();
    let vault = revoked(vault, &vector);
    let Vault { identity, laptop, phone, members, keyring, .. } = &vault;
    let words = Mnemonic::from_entropy_in(Language::English, &root()).expect("256 bits make words");
    let device = |keys: &DeviceKeys| {
        json!({
            "device": hex(keys.id().as_bytes()), "secret": hex(*keys.to_secret_bytes()),
            "sign": hex(keys.public().sign.as_bytes()), "seal": hex(keys.public().seal),
        })
    };
    let epoch = |number: u32| {
        let key = keyring.epoch(number).expect("it has all keys");
        let lanes = Lane::ALL.map(|lane| {
            let secret = key.secret_for("everkept 2026 sync lane", &[&[lane.0]]);
            json!({ "lane": lane.0, "id": hex(keyring.lane_id(lane).as_bytes()), "secret": hex(*secret) })
        });
        json!({ "number": number, "secret": hex(key.secret()), "canary": hex(key.canary().as_bytes()), "lanes": lanes })
    };
    let content = ContentKey::new(&[7; 32]);
    let mut sealed = Vec::new();
    content.seal([9; 24], b"associated", b"plain", &mut sealed);
    let [seal, commit, nonce] = content.parts();
    let boxed = members.box_of(Recipient::Device(laptop.id())).expect("it is a member");
    let cases = json!({
        "words": words.words().collect::<Vec<_>>().join(" "),
        "root": hex(root()),
        "identity": {
            "sign": hex(identity.public().sign.as_bytes()), "seal": hex(identity.public().seal),
            "account": hex(identity.public().account().as_bytes()),
        },
        "vault": hex(VAULT.as_bytes()),
        "laptop": device(laptop),
        "phone": device(phone),
        "epochs": [epoch(1), epoch(2)],
        "box": { "sealed_to": "laptop", "epoch": 2, "bytes": hex(boxed) },
        "content_key": {
            "secret": hex([7; 32]), "seal": hex(seal), "commit": hex(commit), "nonce": hex(nonce),
            "sealed": { "nonce": hex([9; 24]), "associated": hex("associated"), "plain": hex("plain"), "bytes": hex(sealed) },
            "nonce_of": hex(content.nonce_of(b"associated", b"plain")),
        },
    });
    about("From the words to the key of a lane", cases)
}

#[test]
fn keys_are_written_alike() {
    check("keys.json", &keys());
}

#[test]
fn keys_are_read() {
    let (file, members, keyring) = read_vault();
    for epoch in file["epochs"].as_array().expect("it is a list") {
        let number = u32::try_from(epoch["number"].as_u64().expect("a number")).expect("short");
        let key = keyring.epoch(number).expect("it has all keys");
        assert_eq!(hex(key.secret()), epoch["secret"]);
    }
    let words = Root::from_bits(array::<32>(&file["root"]).into()).identity();
    let by_words = Keyring::open(&members, &Signer::Identity(&words)).expect("it has a key");
    assert_eq!(by_words.newest_epoch(), keyring.newest_epoch());
    let case = &file["content_key"];
    let key = ContentKey::new(&array(&case["secret"]));
    let case = &case["sealed"];
    let plain = key.open("vector", &bytes(&case["associated"]), &bytes(&case["bytes"]));
    assert_eq!(hex(&*plain.expect("it was sealed")), case["plain"]);
}

fn device_json(device: &Device, keyring: &Keyring) -> Value {
    let name = keyring.open_name(device.keys.id, &device.name).expect("it was sealed");
    let cuts = device.revoked.as_ref().map(|revocation| {
        let cut = |(log, cut): (&crate::id::LogId, &crate::membership::Cut)| {
            json!({
                "lane": hex(log.lane.as_bytes()), "incarnation": hex(log.incarnation.as_bytes()),
                "seq": cut.seq, "hash": hex(cut.hash.as_bytes()),
            })
        };
        revocation.cuts.iter().map(cut).collect::<Vec<_>>()
    });
    json!({
        "device": hex(device.keys.id.as_bytes()), "sign": hex(device.keys.sign.as_bytes()),
        "seal": hex(device.keys.seal), "name": name, "joined_epoch": device.joined_epoch, "cuts": cuts,
    })
}

fn state_json(members: &Members, keyring: &Keyring) -> Value {
    json!({
        "head": { "n": members.head().n, "hash": hex(members.head().hash.as_bytes()) },
        "epoch": members.epoch(), "new_epoch_due": members.new_epoch_due(),
        "devices": members.devices().map(|device| device_json(device, keyring)).collect::<Vec<_>>(),
    })
}

fn members() -> Value {
    let (vault, vector) = logs::with_segments();
    let vault = revoked(vault, &vector);
    let actions =
        ["found", "add laptop", "epoch 1", "add phone", "revoke phone, with its cut", "epoch 2"];
    let entry = |(action, bytes): (&str, &Vec<u8>)| {
        let hash = crate::membership::Entry::hash(bytes);
        json!({ "does": action, "bytes": hex(bytes), "hash": hex(hash.as_bytes()) })
    };
    let entries: Vec<Value> = actions.into_iter().zip(&vault.entries).map(entry).collect();
    // Signed by the phone after it was revoked.
    let mut before = Members::read(vault.entries[..4].iter().map(Vec::as_slice)).expect("a start");
    let rename = vault.members.rename(vault.laptop.id(), "Mine", &vault.keyring, &vault.env);
    let rename = rename.expect("the key is here");
    let refused = before.append(rename, &Signer::Device(&vault.phone), AT_MS).expect("it may then");
    let cases = json!({
        "entries": entries, "state": state_json(&vault.members, &vault.keyring),
        "refused": [{ "why": "another entry 4, signed by the phone: a fork", "bytes": hex(refused) }],
    });
    about("A membership log, and what it comes to", cases)
}

#[test]
fn members_are_written_alike() {
    check("members.json", &members());
}

#[test]
fn members_are_read() {
    let (_, members, keyring) = read_vault();
    let file = file("members.json");
    assert_eq!(state_json(&members, &keyring), file["state"]);
    for refused in file["refused"].as_array().expect("it is a list") {
        assert!(members.clone().apply(&bytes(&refused["bytes"])).is_err(), "{}", refused["why"]);
    }
}
