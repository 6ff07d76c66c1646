//! The test vectors in `tests/vectors`: what another implementation must come to.
//!
//! Two tests each: what the files hold is read to what they say (this must hold for ever, or old vaults
//! break), and what is written today is what they hold (this may change with zstd; then the file gets
//! another case beside the old one). `EVERKEPT_WRITE_VECTORS=1` writes the files anew.

use std::fs;
use std::path::PathBuf;

use base::env::FixedEnv;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use crate::id::{DeviceId, Incarnation, VaultId};
use crate::keyring::Keyring;
use crate::keys::{DeviceKeys, EpochKey, Identity, Root};
use crate::log::Vector;
use crate::membership::{Members, Signer, found};

mod basics;
mod logs;
mod others;

/// When all vectors were made, Unix milliseconds.
const AT_MS: u64 = 1_772_366_400_000;

/// Bytes in hexadecimal.
fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// The bytes behind hexadecimal digits in a file.
fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("the file holds a text here");
    HEXLOWER.decode(text.as_bytes()).expect("the text is hexadecimal")
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().expect("the file holds as many bytes")
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)
}

/// What a file holds.
fn file(name: &str) -> Value {
    let text = fs::read_to_string(path(name)).expect("the vectors are there");
    serde_json::from_str(&text).expect("the vectors are JSON")
}

/// Compares what is written today with a file, or writes the file.
fn check(name: &str, written: &Value) {
    if std::env::var_os("EVERKEPT_WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(written).expect("JSON has a text");
        fs::write(path(name), text + "\n").expect("the folder is there");
    }
    assert_eq!(*written, file(name), "{name} holds what is written today");
}

/// The vault that all vectors are of: two devices, one of them revoked, two epochs.
struct Vault {
    env: FixedEnv,
    identity: Identity,
    laptop: DeviceKeys,
    phone: DeviceKeys,
    entries: Vec<Vec<u8>>,
    members: Members,
    keyring: Keyring,
}

const VAULT: VaultId = VaultId::new([0xa1; 16]);
const LAPTOP: Incarnation = Incarnation::new([0x11; 16]);
const PHONE: Incarnation = Incarnation::new([0x22; 16]);

fn root() -> [u8; 32] {
    std::array::from_fn(|index| u8::try_from(index).expect("there are 32"))
}

/// With the phone still in, and epoch 1.
fn vault() -> Vault {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 2026);
    let identity = Root::from_bits(root().into()).identity();
    let laptop = DeviceKeys::generate(DeviceId::new([0xd1; 16]), &env);
    let phone = DeviceKeys::generate(DeviceId::new([0xd2; 16]), &env);
    let founded = found(VAULT, &identity, &laptop, "Laptop", AT_MS, &env).expect("it is founded");
    let (mut entries, mut members, keyring) = (founded.entries, founded.members, founded.keyring);
    let add = members.add(phone.public(), "Phone", &keyring, &env).expect("the key is here");
    entries.push(members.append(add, &Signer::Device(&laptop), AT_MS + 1).expect("it may"));
    Vault { env, identity, laptop, phone, entries, members, keyring }
}

/// The phone is revoked; what `known` holds of it counts.
fn revoked(mut vault: Vault, known: &Vector) -> Vault {
    let signer = Signer::Device(&vault.laptop);
    let revoke = vault.members.revoke(vault.phone.id(), known);
    let entry = vault.members.append(revoke, &signer, AT_MS + 2).expect("it may");
    vault.entries.push(entry);
    let key = EpochKey::generate(VAULT, 2, &vault.env);
    let older = vault.keyring.newest(&vault.members).expect("it is here");
    let epoch = vault.members.new_epoch(&key, Some(older), &vault.env).expect("they are keys");
    let entry = vault.members.append(epoch, &signer, AT_MS + 3).expect("it may");
    vault.entries.push(entry);
    vault.keyring = Keyring::open(&vault.members, &signer).expect("it was sealed to it");
    vault
}

/// The vault out of the files alone.
fn read_vault() -> (Value, Members, Keyring) {
    let (keys, members) = (file("keys.json"), file("members.json"));
    let entries: Vec<Vec<u8>> = members["entries"]
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|entry| bytes(&entry["bytes"]))
        .collect();
    let members = Members::read(entries.iter().map(Vec::as_slice)).expect("they were taken once");
    let laptop = DeviceKeys::from_secret_bytes(&bytes(&keys["laptop"]["secret"]));
    let laptop = laptop.expect("they are keys");
    let keyring = Keyring::open(&members, &Signer::Device(&laptop)).expect("it has a key");
    (keys, members, keyring)
}

/// A document of one file.
fn about(what: &str, cases: Value) -> Value {
    let mut document = json!({ "about": what, "version": 1 });
    let members = document.as_object_mut().expect("it is an object");
    let Value::Object(cases) = cases else { panic!("cases are an object") };
    members.extend(cases);
    document
}
