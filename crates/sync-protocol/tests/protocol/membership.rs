//! Who belongs to a vault, who may say so, and whose segments are taken.

use sync_protocol::error::Fault;
use sync_protocol::id::{Lane, VaultId};
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::{DeviceKeys, EpochKey};
use sync_protocol::log::{Follows, Vector};
use sync_protocol::membership::{Action, Members, NewEpoch, Recipient, Signer, found};
use sync_protocol::segment::{MembersSeen, Segment};

use crate::world::{NOW_MS, World, body, device_id, fault, flipped, root, row};

const LANE: Lane = Lane::DOCUMENTS;
/// The index of no device: the identity signs.
const WORDS: usize = 99;

fn read(entries: &[Vec<u8>]) -> Members {
    Members::read(entries.iter().map(Vec::as_slice)).expect("they were taken one by one")
}

#[test]
fn everybody_who_reads_the_chain_comes_to_the_same() {
    let mut world = World::new(7, 3);
    world.revoke(2, &Vector::default(), 1);
    let members = read(&world.entries);
    assert_eq!(members, world.members);
    assert_eq!(members.epoch(), 2);
    assert_eq!(members.active().count(), 2);
    assert_eq!(members.devices().count(), 3);
    let device = members.device(&device_id(1)).expect("it was added");
    let name = world.keyring.open_name(device_id(1), &device.name).expect("it was sealed");
    assert_eq!(name, "Laptop");
    let again = world.members.clone().apply(&world.entries[1]).expect("it is known");
    assert_eq!(again, Follows::Known);
}

#[test]
fn every_device_and_the_words_have_all_keys() {
    let mut world = World::new(7, 2);
    let mut vector = Vector::default();
    let old = world.push(0, LANE, &mut vector, &body(vec![row(1, b"in epoch 1")]));
    world.rotate(1);
    world.rotate(0);
    let new = world.push(0, LANE, &mut vector, &body(vec![row(2, b"in epoch 3")]));
    // A device that joins now reads what was written before.
    let device = DeviceKeys::generate(device_id(9), &world.env);
    let add = world.members.add(device.public(), "Phone", &world.keyring, &world.env);
    world.append(add.expect("the key is here"), 1).expect("a device may add another");
    let holders = [
        Signer::Device(&device),
        Signer::Device(&world.devices[0]),
        Signer::Device(&world.devices[1]),
        Signer::Identity(&world.identity),
    ];
    for holder in holders {
        let keyring = Keyring::open(&world.members, &holder).expect("a key was sealed to it");
        assert_eq!(keyring.newest_epoch(), 3);
        for bytes in [&old, &new] {
            let segment = Segment::parse(bytes).expect("it was sealed");
            let admitted = world.members.admit(segment).expect("a member signed it");
            let key = keyring.lane(segment.header().epoch, LANE).expect("it has all keys");
            assert!(admitted.open(&key).is_ok());
        }
    }
}

#[test]
fn who_was_revoked_gets_no_key_signs_nothing_and_is_cut() {
    let mut world = World::new(7, 3);
    let mut vector = Vector::default();
    let before = world.push(2, LANE, &mut vector, &body(vec![row(1, b"before")]));
    let known = vector.clone();
    let beyond =
        world.push(2, LANE, &mut vector, &body(vec![row(2, b"written on the lost phone")]));
    let other_lane =
        world.seal(2, Lane::RECENT, &vector, &body(vec![row(3, b"in a lane not seen")]));
    let mut forked_vector = Vector::default();
    let forked = world.push(2, LANE, &mut forked_vector, &body(vec![row(1, b"made up later")]));
    world.revoke(2, &known, 0);

    let admit = |bytes: &[u8]| world.members.admit(Segment::parse(bytes)?).map(drop);
    assert!(admit(&before).is_ok(), "what was seen still counts");
    let cut = |seq| Fault::BeyondCut { device: device_id(3), seq };
    assert_eq!(fault(admit(&beyond)), cut(2));
    assert_eq!(fault(admit(&other_lane)), cut(1));
    assert_eq!(fault(admit(&forked)), cut(1), "backdated: the hash at the cut is another");
    let keyring = Keyring::open(&world.members, &Signer::Device(&world.devices[2]));
    assert_eq!(fault(keyring), Fault::NoKey { epoch: 2 });
    let rename = world.members.rename(device_id(1), "Mine", &world.keyring, &world.env);
    let found = fault(world.append(rename.expect("the key is here"), 2));
    assert!(matches!(found, Fault::NotAllowed { why: "its signer was revoked", .. }), "{found}");
}

#[test]
fn nothing_is_written_and_nobody_joins_between_a_revocation_and_the_new_epoch() {
    let mut world = World::new(7, 2);
    let revoke = world.members.revoke(device_id(2), &Vector::default());
    world.append(revoke, 0).expect("a device may revoke another");
    assert!(world.members.new_epoch_due());
    let found = fault(world.keyring.writing(&world.members, LANE));
    assert!(matches!(found, Fault::NotAllowed { .. }), "{found}");
    let device = DeviceKeys::generate(device_id(9), &world.env);
    let add = world.members.add(device.public(), "Phone", &world.keyring, &world.env);
    let found = fault(world.append(add.expect("the key is here"), 0));
    assert!(matches!(found, Fault::NotAllowed { .. }), "{found}");
    world.rotate(0);
    assert!(world.keyring.writing(&world.members, LANE).is_ok());
}

#[test]
fn an_epoch_never_goes_back_and_is_never_of_the_future() {
    let mut world = World::new(7, 2);
    let mut vector = Vector::default();
    let mut fresh = World::new(7, 2);
    fresh.rotate(0);
    let future = fresh.seal(0, LANE, &vector, &body(vec![row(1, b"one")]));
    let found = fault(world.members.admit(Segment::parse(&future).expect("it was sealed")));
    assert_eq!(found, Fault::UnknownEpoch { found: 2, known: 1 }, "ask for newer entries first");

    let old_key = world.keyring.lane(1, LANE).expect("there is a key");
    world.rotate(0);
    world.push(0, LANE, &mut vector, &body(vec![row(1, b"in epoch 2")]));
    let (log, end) = vector.0.first_key_value().expect("there is one");
    let place =
        sync_protocol::segment::Place { incarnation: log.incarnation, seq: 2, prev_hash: end.hash };
    let back = body(vec![row(2, b"in epoch 1 again")]);
    let back = sync_protocol::segment::seal(place, &back, &old_key, &world.devices[0], &world.env);
    let back = back.expect("it is short");
    let found = fault(world.take(&back, LANE, &mut vector));
    assert_eq!(found, Fault::OldEpoch { found: 1, least: 2 });

    // Who joined in epoch 2 wrote nothing in epoch 1.
    let device = DeviceKeys::generate(device_id(9), &world.env);
    let add = world.members.add(device.public(), "Phone", &world.keyring, &world.env);
    world.append(add.expect("the key is here"), 0).expect("a device may add another");
    let place = sync_protocol::segment::Place {
        incarnation: crate::world::incarnation(9),
        seq: 1,
        prev_hash: sync_protocol::id::Hash::ZERO,
    };
    let early = body(vec![row(1, b"backdated")]);
    let early = sync_protocol::segment::seal(place, &early, &old_key, &device, &world.env);
    let found = fault(world.take(&early.expect("it is short"), LANE, &mut Vector::default()));
    assert_eq!(found, Fault::OldEpoch { found: 1, least: 2 });
}

#[test]
fn a_device_that_is_not_listed_is_not_taken() {
    let (world, mut other) = (World::new(7, 1), World::new(7, 2));
    let bytes = other.seal(1, LANE, &Vector::default(), &body(vec![row(1, b"one")]));
    let found = fault(world.members.admit(Segment::parse(&bytes).expect("it was sealed")));
    assert_eq!(found, Fault::UnknownDevice { device: device_id(2) });
    let rename = other.members.rename(device_id(1), "Mine", &other.keyring, &other.env);
    let entry = other.append(rename.expect("the key is here"), 1).expect("a member may rename");
    let mut members = world.members.clone();
    assert!(matches!(fault(members.apply(&entry)), Fault::StaleMembers { have: 3, seen: 5 }));
    assert_eq!(members, world.members);
}

/// Each rule, broken by somebody who signs correctly.
#[test]
fn what_is_not_allowed_is_refused_and_changes_nothing() {
    let mut world = World::new(7, 3);
    let new = DeviceKeys::generate(device_id(9), &world.env);
    let key = EpochKey::generate(world.members.vault(), 2, &world.env);
    let older = world.keyring.newest(&world.members).expect("it is here");
    let epoch = world.members.new_epoch(&key, Some(older), &world.env).expect("they are keys");
    let Action::Epoch(epoch) = epoch else { panic!("it is an epoch") };
    let sealed = |to: &DeviceKeys| key.seal_to(&to.public().seal, &world.env).expect("it is a key");
    let without = |recipient: Recipient| {
        let mut boxes = epoch.boxes.clone();
        boxes.remove(&recipient);
        Action::Epoch(NewEpoch { boxes, ..epoch.clone() })
    };
    let mut too_many = epoch.boxes.clone();
    too_many.insert(Recipient::Device(device_id(9)), sealed(&new));
    let words = root(20).identity().public();
    let recovery = world.members.recovery(words, &world.keyring, &world.env).expect("it is here");
    let again = world.members.add(world.devices[1].public(), "Again", &world.keyring, &world.env);
    let add = world.members.add(new.public(), "Phone", &world.keyring, &world.env);
    let Ok(Action::Add { device, name, key, .. }) = add else { panic!("it is an addition") };
    let cases: Vec<(&str, Action, usize)> = vec![
        ("found twice", Action::Found(world.identity.public()), WORDS),
        ("add again", again.expect("the key is here"), 0),
        ("join in no epoch", Action::Add { device, name: name.clone(), epoch: 0, key: None }, 0),
        ("join in the next epoch", Action::Add { device, name: name.clone(), epoch: 2, key }, 0),
        ("revoke a stranger", world.members.revoke(device_id(9), &Vector::default()), 0),
        ("skip an epoch", Action::Epoch(NewEpoch { number: 3, ..epoch.clone() }), 0),
        ("an epoch again", Action::Epoch(NewEpoch { number: 1, ..epoch.clone() }), 0),
        ("leave the words out", without(Recipient::Recovery), 0),
        ("leave a device out", without(Recipient::Device(device_id(2))), 0),
        ("a key for a stranger", Action::Epoch(NewEpoch { boxes: too_many, ..epoch.clone() }), 0),
        ("forget the older key", Action::Epoch(NewEpoch { older: Vec::new(), ..epoch.clone() }), 0),
        ("new words by a device", recovery, 0),
        ("rename a stranger", Action::Rename { device: device_id(9), name }, 0),
    ];
    for (what, action, by) in cases {
        let before = world.members.clone();
        let found = fault(world.append(action, by));
        assert!(matches!(found, Fault::NotAllowed { n: 5, .. }), "{what}: {found}");
        assert_eq!(world.members, before, "{what}");
    }
}

#[test]
fn new_words_take_the_place_of_the_old_ones() {
    let mut world = World::new(7, 2);
    let new = root(20).identity();
    let action = world.members.recovery(new.public(), &world.keyring, &world.env);
    world.append(action.expect("the key is here"), WORDS).expect("the old words may");
    assert!(world.members.new_epoch_due(), "who has the old words has the old key");
    world.rotate(0);
    let keyring = Keyring::open(&world.members, &Signer::Identity(&new));
    assert_eq!(keyring.expect("it was sealed to the new words").newest_epoch(), 2);
    let old = Keyring::open(&world.members, &Signer::Identity(&world.identity));
    assert_eq!(fault(old), Fault::WrongKey { what: "sealed key" });
    let revoke = world.members.revoke(device_id(1), &Vector::default());
    let found = fault(world.append(revoke, WORDS));
    assert!(matches!(found, Fault::Signature { .. }), "{found}");
}

#[test]
fn every_single_turned_bit_in_an_entry_is_found() {
    let mut world = World::new(7, 2);
    world.revoke(1, &Vector::default(), 0);
    let entries = &world.entries;
    for (n, entry) in entries.iter().enumerate() {
        let members = (n > 0).then(|| read(&entries[..n]));
        for bit in 0..entry.len() * 8 {
            let changed = flipped(entry, bit);
            let Some(members) = &members else {
                assert!(Members::begin(&changed).is_err(), "entry 0, bit {bit}");
                continue;
            };
            let mut after = members.clone();
            let found = fault(after.apply(&changed));
            assert_eq!(after, *members, "entry {n}, bit {bit}: {found}");
            let named = match bit / 8 {
                0..3 => matches!(found, Fault::Malformed { at: 0, .. }),
                3 => matches!(found, Fault::Newer { .. }),
                4..20 => matches!(found, Fault::Foreign { of: "vault", .. }),
                20..24 => matches!(found, Fault::StaleMembers { .. } | Fault::Signature { .. }),
                24..56 => matches!(found, Fault::Signature { .. }),
                _ => matches!(
                    found,
                    Fault::Signature { .. }
                        | Fault::Malformed { .. }
                        | Fault::CutOff { .. }
                        | Fault::TooMuch { .. }
                        | Fault::UnknownDevice { .. }
                ),
            };
            assert!(named, "entry {n}, bit {bit}: {found}");
        }
        for len in 0..entry.len() {
            assert!(
                members.clone().is_none_or(|mut members| members.apply(&entry[..len]).is_err())
            );
        }
    }
}

#[test]
fn a_chain_that_forks_or_is_kept_back_is_found() {
    let world = World::new(7, 2);
    let (mut one, mut other) = (world.members.clone(), world.members.clone());
    let signer = Signer::Device(&world.devices[0]);
    let rename = |name: &str| {
        world.members.rename(device_id(1), name, &world.keyring, &world.env).expect("it is here")
    };
    let first = one.append(rename("One"), &signer, NOW_MS).expect("a member may rename");
    let second = other.append(rename("Other"), &signer, NOW_MS).expect("a member may rename");
    assert_eq!(fault(one.apply(&second)), Fault::MembersFork { n: 4 });
    let third = other.append(rename("Third"), &signer, NOW_MS).expect("a member may rename");
    assert_eq!(fault(one.apply(&third)), Fault::MembersFork { n: 4 });
    assert_eq!(one.apply(&first).expect("it is known"), Follows::Known);

    let seen = MembersSeen { n: other.head().n, hash: other.head().hash };
    assert_eq!(fault(world.members.check_seen(&seen)), Fault::StaleMembers { have: 4, seen: 6 });
    let seen = MembersSeen { n: 4, hash: one.head().hash };
    assert_eq!(fault(other.check_seen(&seen)), Fault::MembersFork { n: 4 });
    assert!(one.check_seen(&seen).is_ok());
}

#[test]
fn a_chain_of_another_vault_or_founder_is_not_this_one() {
    let (home, other) = (World::new(7, 1), World::new(8, 1));
    let mut members = home.members.clone();
    let found = fault(members.apply(&other.entries[1]));
    assert!(matches!(found, Fault::Foreign { of: "vault", .. }), "{found}");
    // The same vault's name, founded by somebody else.
    let vault = VaultId::new([7; 16]);
    let stranger =
        found_by(&other, vault).entries.first().cloned().expect("there is a first entry");
    let found = fault(members.apply(&stranger));
    assert!(matches!(found, Fault::Signature { .. }), "nobody of this vault says so: {found}");
    assert!(matches!(fault(Members::begin(&home.entries[1])), Fault::NotAllowed { .. }));
    assert!(matches!(fault(Members::read([])), Fault::CutOff { .. }));
}

fn found_by(world: &World, vault: VaultId) -> sync_protocol::membership::Founded {
    found(vault, &world.identity, &world.devices[0], "Mine", NOW_MS, &world.env)
        .expect("anybody can found a vault")
}

#[test]
fn a_name_that_is_too_long_is_refused_before_it_is_signed() {
    let world = World::new(7, 1);
    let found =
        fault(world.members.rename(device_id(1), &"n".repeat(64), &world.keyring, &world.env));
    assert!(matches!(found, Fault::TooMuch { found: 64, max: 63, .. }), "{found}");
    let sealed = world.members.device(&device_id(1)).expect("it is listed").name.clone();
    for bit in 0..sealed.len() * 8 {
        let opened = world.keyring.open_name(device_id(1), &flipped(&sealed, bit));
        assert!(opened.is_err(), "bit {bit}");
    }
    assert!(world.keyring.open_name(device_id(2), &sealed).is_err(), "a name is one device's");
}
