//! Manifests of blobs, messages of pairing and of the server's endpoints: any bytes get an answer.

#![no_main]

mod vault;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_protocol::auth::{Challenge, Receipt};
use sync_protocol::blob::{BlobManifest, Chunks};
use sync_protocol::id::Hash;
use sync_protocol::log::Vector;
use sync_protocol::pairing::codes::{Offered, answer};
use sync_protocol::pairing::{Invitation, Invited, Mailbox};
use sync_protocol::wire;
use vault::Vault;

static VAULT: LazyLock<Vault> = LazyLock::new(Vault::new);

/// What can be read can be written, and is read the same.
fn message<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let Ok(message) = wire::decode::<T>(bytes) else { return };
    let again = wire::encode(&message).and_then(|bytes| wire::decode::<T>(&bytes));
    assert_eq!(again.expect("it was read once"), message);
}

fuzz_target!(|bytes: &[u8]| {
    let (members, keyring) = (&VAULT.founded.members, &VAULT.founded.keyring);
    if let Ok(manifest) = BlobManifest::read(bytes) {
        assert!(manifest.check(bytes, members).is_err(), "nobody signed it");
        drop(manifest.open(bytes, keyring, Hash::ZERO));
    }
    let chunks = Chunks::new(keyring, 1, Hash::ZERO, 100).expect("it is short");
    assert!(chunks.open(0, Hash::ZERO, bytes).is_err(), "nobody sealed it");

    drop(Invitation::read(&String::from_utf8_lossy(bytes)));
    let invited = Invited::new("", Vector::default(), &VAULT.env).expect("the address is short");
    assert!(invited.joining(bytes).is_err(), "who did not see the code cannot answer");
    let mailbox = Mailbox([0; 16]);
    drop(answer(mailbox, bytes, &VAULT.env));
    drop(Offered::new(mailbox, &VAULT.env).0.answered(bytes));

    message::<wire::ServerInfo>(bytes);
    message::<wire::AskChallenge>(bytes);
    message::<Challenge>(bytes);
    message::<wire::Answer>(bytes);
    message::<wire::Token>(bytes);
    message::<wire::Register>(bytes);
    message::<wire::PostSegments>(bytes);
    message::<wire::PostedSegments>(bytes);
    message::<wire::Changes>(bytes);
    message::<wire::Heads>(bytes);
    message::<wire::Entries>(bytes);
    message::<wire::AppendEntries>(bytes);
    message::<wire::Appended>(bytes);
    message::<wire::Snapshots>(bytes);
    message::<wire::ManifestBytes>(bytes);
    message::<wire::UploadState>(bytes);
    message::<wire::Mail>(bytes);
    message::<wire::Problem>(bytes);
    message::<Receipt>(bytes);
});
