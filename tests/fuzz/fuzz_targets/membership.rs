//! The membership log: any bytes as an entry, and a script of actions that are signed correctly. What was
//! taken is read again to the same, and what was refused changed nothing.

#![no_main]

mod vault;

use std::sync::LazyLock;

use base::env::FixedEnv;
use libfuzzer_sys::fuzz_target;
use sync_protocol::id::DeviceId;
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::{DeviceKeys, EpochKey, Identity, Root};
use sync_protocol::log::Vector;
use sync_protocol::membership::{Action, Entry, Members, Signer};
use vault::Vault;

static VAULT: LazyLock<Vault> = LazyLock::new(Vault::new);
static DEVICES: LazyLock<Vec<DeviceKeys>> = LazyLock::new(|| {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 2);
    (2..6).map(|number| DeviceKeys::generate(DeviceId::new([number; 16]), &env)).collect()
});
static WORDS: LazyLock<Vec<Identity>> =
    LazyLock::new(|| (8..10).map(|seed| Root::from_bits([seed; 32].into()).identity()).collect());

/// Each action costs some milliseconds of curve arithmetic under the sanitizer.
const ACTIONS_MAX: usize = 24;

fn device(byte: u8) -> &'static DeviceKeys {
    let index = usize::from(byte) % (DEVICES.len() + 1);
    DEVICES.get(index).unwrap_or(&VAULT.device)
}

fn signer(byte: u8) -> Signer<'static> {
    match usize::from(byte) % (DEVICES.len() + 2 + WORDS.len()) {
        0 => Signer::Identity(&VAULT.identity),
        1 => Signer::Device(&VAULT.device),
        index => match DEVICES.get(index - 2) {
            Some(device) => Signer::Device(device),
            None => Signer::Identity(&WORDS[(index - 2 - DEVICES.len()) % WORDS.len()]),
        },
    }
}

fn action(members: &Members, keyring: &Keyring, what: u8, whom: u8) -> Option<Action> {
    let env = &VAULT.env;
    match what % 5 {
        0 => members.add(device(whom).public(), "Phone", keyring, env).ok(),
        1 => Some(members.revoke(device(whom).id(), &Vector::default())),
        2 => {
            let number = members.epoch() + 1 + u32::from(whom == 255);
            let key = EpochKey::generate(members.vault(), number, env);
            members.new_epoch(&key, keyring.newest(members).ok(), env).ok()
        }
        3 => {
            let words = &WORDS[usize::from(whom) % WORDS.len()];
            members.recovery(words.public(), keyring, env).ok()
        }
        _ => members.rename(device(whom).id(), "Other", keyring, env).ok(),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let founded = &VAULT.founded;
    drop(Entry::read(bytes));
    drop(Members::begin(bytes));
    assert!(founded.members.clone().apply(bytes).is_err(), "nobody signed it");

    let mut members = founded.members.clone();
    let mut entries = founded.entries.clone();
    let holder = Signer::Device(&VAULT.device);
    for script in bytes.chunks_exact(3).take(ACTIONS_MAX) {
        let Ok(keyring) = Keyring::open(&members, &holder) else { break };
        let Some(action) = action(&members, &keyring, script[0], script[1]) else { continue };
        let before = members.clone();
        match members.append(action, &signer(script[2]), 0) {
            Ok(entry) => entries.push(entry),
            Err(_) => assert_eq!(members, before, "what was refused changed something"),
        }
    }
    let again = Members::read(entries.iter().map(Vec::as_slice)).expect("they were taken once");
    assert_eq!(again, members);
    let revoked = members.device(&VAULT.device.id()).is_some_and(|own| own.revoked.is_some());
    let newest = Keyring::open(&members, &holder).map(|keyring| keyring.newest_epoch());
    assert_eq!(newest.is_err(), revoked, "who was revoked has no key, everybody else has");
});
