use base::env::FixedEnv;

use super::*;
use crate::error::Fault;
use crate::id::{DeviceId, VaultId};
use crate::keyring::Keyring;
use crate::keys::{DeviceKeys, EpochKey, Root};
use crate::log::Vector;
use crate::membership::{Founded, Members, Signer, found};

const VAULT: VaultId = VaultId::new([7; 16]);
const AT_MS: u64 = 1_772_366_400_000;

struct Home {
    env: FixedEnv,
    laptop: DeviceKeys,
    phone: DeviceKeys,
    members: Members,
    keyring: Keyring,
}

fn home() -> Home {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 1);
    let laptop = DeviceKeys::generate(DeviceId::new([1; 16]), &env);
    let phone = DeviceKeys::generate(DeviceId::new([2; 16]), &env);
    let identity = Root::from_bits([3; 32].into()).identity();
    let founded = found(VAULT, &identity, &laptop, "Laptop", AT_MS, &env).expect("it is founded");
    let Founded { mut members, keyring, .. } = founded;
    let add = members.add(phone.public(), "Phone", &keyring, &env).expect("the key is here");
    members.append(add, &Signer::Device(&laptop), AT_MS).expect("it may");
    Home { env, laptop, phone, members, keyring }
}

/// The phone calls the laptop.
fn call(home: &Home) -> ([u8; GREETING_BYTES], Caller, Vec<u8>) {
    let greeting = Called::greeting(&home.env);
    let (caller, call) =
        Caller::call(VAULT, &home.phone, &home.laptop.public(), &greeting, 4000).expect("a key");
    assert_eq!(call.len(), CALL_BYTES);
    (greeting, caller, call)
}

/// Takes a sealed message apart and opens it.
fn open(channel: &mut Channel, mut sealed: &[u8], max: usize) -> crate::error::Result<Vec<u8>> {
    let mut incoming = Incoming::new(max);
    loop {
        let (len, rest) = sealed.split_first_chunk::<2>().expect("there is a frame");
        let (frame, rest) = rest.split_at(u16::from_be_bytes(*len).into());
        sealed = rest;
        if let Some(message) = incoming.push(channel, frame)? {
            assert_eq!(sealed, b"", "a message ends with a frame");
            return Ok(message);
        }
    }
}

#[test]
fn two_devices_of_a_vault_hear_each_other() {
    let home = home();
    let (greeting, caller, call) = call(&home);
    let mut called = Called::pick_up(&home.members, &home.laptop, &greeting, &call).expect("it is");
    assert_eq!((called.device, called.port), (home.phone.id(), 4000));
    assert_eq!(called.answer.len(), ANSWER_BYTES);
    let mut channel = caller.answered(&called.answer).expect("the laptop answered");
    for len in [0, 1, 65_000, 65_515, 65_516, 200_000] {
        let message: Vec<u8> = (0..len).map(|at: u32| at.to_le_bytes()[0]).collect();
        let sealed = channel.seal(&message).expect("it has a form");
        assert_eq!(open(&mut called.channel, &sealed, 200_000).expect("it is whole"), message);
        let back = called.channel.seal(&message).expect("it has a form");
        assert_eq!(open(&mut channel, &back, 200_000).expect("it is whole"), message);
    }
}

#[test]
fn who_is_no_other_active_device_of_the_vault_is_not_answered() {
    let mut home = home();
    let greeting = Called::greeting(&home.env);
    let stranger = DeviceKeys::generate(DeviceId::new([9; 16]), &home.env);
    let to = home.laptop.public();
    let refusals = |home: &Home, keys: &DeviceKeys, vault: VaultId| {
        let (_, call) = Caller::call(vault, keys, &to, &greeting, 0).expect("a key");
        let called = Called::pick_up(&home.members, &home.laptop, &greeting, &call);
        called.err().map(|error| error.fault().clone())
    };
    let none = Some(Fault::Challenge { why: "it is no other device of this vault" });
    assert_eq!(refusals(&home, &home.phone, VAULT), None, "the phone may");
    assert_eq!(refusals(&home, &stranger, VAULT), none, "a stranger may not");
    assert_eq!(refusals(&home, &home.laptop, VAULT), none, "nobody calls itself");
    let other = refusals(&home, &home.phone, VaultId::new([8; 16]));
    assert_eq!(other, Some(Fault::Damaged { what: "call" }), "it is another vault's call");

    let revoke = home.members.revoke(home.phone.id(), &Vector::default());
    home.members.append(revoke, &Signer::Device(&home.laptop), AT_MS).expect("it may");
    assert_eq!(refusals(&home, &home.phone, VAULT), none, "it was removed");
}

#[test]
fn a_call_holds_for_one_greeting_and_one_device_and_for_no_changed_bit() {
    let home = home();
    let (greeting, caller, call) = call(&home);
    let again = Called::greeting(&home.env);
    let replayed = Called::pick_up(&home.members, &home.laptop, &again, &call);
    assert!(replayed.is_err(), "what was recorded opens no other conversation");
    let passed_on = Called::pick_up(&home.members, &home.phone, &greeting, &call);
    assert!(passed_on.is_err(), "it was the laptop that was called");
    for at in 0..call.len() {
        let mut changed = call.clone();
        changed[at] ^= 1 << (at % 8);
        // The top bit of a point on the curve says nothing; everything else is bound.
        if at == 31 {
            changed[at] ^= 1 << (at % 8) ^ 1;
        }
        let called = Called::pick_up(&home.members, &home.laptop, &greeting, &changed);
        assert!(called.is_err(), "byte {at} was changed");
        let called = Called::pick_up(&home.members, &home.laptop, &greeting, &call[..at]);
        assert!(called.is_err(), "it was cut off at {at}");
    }
    // Who sits between and answers itself has not the laptop's key.
    let (_, evil) = {
        let evil = DeviceKeys::generate(home.laptop.id(), &home.env);
        let public = evil.public();
        let call = Caller::call(VAULT, &home.phone, &public, &greeting, 0).expect("a key");
        (
            call.1.clone(),
            Called::pick_up(&home.members, &evil, &greeting, &call.1).expect("its own"),
        )
    };
    assert!(caller.answered(&evil.answer).is_err(), "another answered");
}

#[test]
fn frames_are_taken_once_in_their_order_and_not_beyond_a_length() {
    let home = home();
    let (greeting, caller, call) = call(&home);
    let mut called = Called::pick_up(&home.members, &home.laptop, &greeting, &call).expect("it is");
    let mut channel = caller.answered(&called.answer).expect("the laptop answered");
    let (first, second) = (channel.seal(b"first").unwrap_or_default(), channel.seal(b"second"));
    let second = second.expect("it has a form");
    assert!(open(&mut called.channel, &second, 100).is_err(), "the first was left out");
    assert_eq!(open(&mut called.channel, &first, 100).expect("it is next"), b"first");
    assert!(open(&mut called.channel, &first, 100).is_err(), "it came before");
    let error = open(&mut called.channel, &second, 5).expect_err("six bytes are too many");
    assert!(matches!(error.fault(), Fault::TooMuch { found: 6, max: 5, .. }), "{error}");
}

#[test]
fn a_name_is_known_to_devices_of_the_vault_and_for_a_while_only() {
    let mut home = home();
    let devices = [home.laptop.id(), home.phone.id()];
    let name = called(&home.keyring, home.phone.id(), AT_MS).expect("there is a key");
    assert_eq!(name.len(), 20);
    let found = |keyring: &Keyring, at| device_called(keyring, devices, &name, at);
    for at in [AT_MS - NAME_MS, AT_MS, AT_MS + NAME_MS] {
        assert_eq!(found(&home.keyring, at), Some(home.phone.id()), "clocks differ a little");
    }
    assert_eq!(found(&home.keyring, AT_MS + 2 * NAME_MS), None, "it is over");
    let laptop = called(&home.keyring, home.laptop.id(), AT_MS).expect("there is a key");
    assert_ne!(laptop, name);

    // Who has not heard of the new epoch is recognised by its old name.
    let signer = Signer::Device(&home.laptop);
    let tablet = DeviceKeys::generate(DeviceId::new([4; 16]), &home.env);
    let add = home.members.add(tablet.public(), "Tablet", &home.keyring, &home.env);
    home.members.append(add.expect("a key"), &signer, AT_MS).expect("it may");
    let revoke = home.members.revoke(tablet.id(), &Vector::default());
    home.members.append(revoke, &signer, AT_MS).expect("it may");
    let key = EpochKey::generate(VAULT, 2, &home.env);
    let older = home.keyring.newest(&home.members).expect("it is here");
    let epoch = home.members.new_epoch(&key, Some(older), &home.env).expect("they are keys");
    home.members.append(epoch, &signer, AT_MS).expect("it may");
    let keyring = Keyring::open(&home.members, &signer).expect("it was sealed to it");
    assert_eq!(found(&keyring, AT_MS), Some(home.phone.id()));
    let new = called(&keyring, home.phone.id(), AT_MS).expect("there is a key");
    assert_eq!(device_called(&home.keyring, devices, &new, AT_MS), None, "the removed do not");
}
