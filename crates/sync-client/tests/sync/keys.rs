//! Pieces under every wrong key, one a row: each is told and none is taken in; and a device that is in doubt
//! about its own key, or about who else has it, writes nothing.

use sync_client::client::{Event, TroubleKind, TroubleKind::*, Wish};
use sync_protocol::id::{DeviceId, Incarnation};
use sync_protocol::keys::{DeviceKeys, EpochKey};
use sync_protocol::membership::{Action, Signer};
use sync_protocol::segment::Place;
use sync_protocol::wire::{Bytes, Entries, decode, encode};

use super::liar::{Lie, Scene, at, pages, piece, shows, with_header};
use super::world::{Device, panicked, settle};

struct Row {
    piece: &'static str,
    lie: fn(&mut Scene) -> Lie,
    tells: TroubleKind,
    /// Whether all go on; else somebody has a device's keys, and that device says so.
    goes_on: bool,
}

const fn row(piece: &'static str, lie: fn(&mut Scene) -> Lie, tells: TroubleKind) -> Row {
    Row { piece, lie, tells, goes_on: true }
}

const ROWS: &[Row] = &[
    Row { goes_on: false, ..row("sealed with another vault's key", other_vault, Damaged) },
    row("of an epoch that is over", old_epoch, Damaged),
    Row { goes_on: false, ..row("sealed with an older epoch's key", committed, Damaged) },
    row("of nobody of the vault", stranger, Damaged),
    row("of a removed device, after the cut", removed, AfterRemoval),
    row("of a removed device's new life", removed_again, AfterRemoval),
    row("of a member under another's name", impostor, Damaged),
    row("of a member in another's log", intruder, Damaged),
    row("of a copy of this device", copied, Copied),
    row("behind a key that is not the agreed one", wrong_canary, WrongKey),
];

#[test]
fn every_wrong_key_is_told_and_opens_nothing() {
    let wrong =
        |row: &Row| panicked(|| live(row)).map(|words| format!("a piece {}: {words}", row.piece));
    let failed: Vec<String> = ROWS.iter().filter_map(wrong).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn live(row: &Row) {
    let mut scene = Scene::new();
    let lie = (row.lie)(&mut scene);
    let before = scene.b.digest();
    let heard = scene.deceive(lie);
    let told: Vec<_> = heard.kinds.iter().copied().collect();
    assert!(told.contains(&row.tells), "{told:?} {:?}", scene.b.troubles());
    let others: Vec<_> =
        told.iter().filter(|kind| ![row.tells, ServerLost].contains(kind)).collect();
    assert!(others.is_empty(), "{others:?} {:?}", scene.b.troubles());
    assert!(heard.asked_last <= 6, "it asks {} times in the end", heard.asked_last);
    assert_eq!(scene.b.digest(), before, "something here has changed");
    scene.b.healthy();
    if matches!(row.tells, Copied | WrongKey) {
        scene.writes_nothing();
    } else if row.goes_on {
        // What is honest goes on in both directions.
        scene.b.note("After", "all that");
        scene.b.step(Event::Compare);
        scene.all_settle();
        assert_eq!(scene.a.digest(), scene.b.digest(), "not alike in the end");
    }
}

/// All devices go into another epoch: a fourth one comes and goes.
fn next_epoch(scene: &mut Scene) -> DeviceKeys {
    let mut gone = Device::new(4);
    super::world::join(&mut scene.a, &mut gone, "fourth", &mut scene.server);
    gone.note("A run", "in the rain");
    settle(&mut [&mut scene.a, &mut gone], &mut scene.server);
    let keys = gone.copied_keys();
    scene.a.step(Event::Wish(Wish::Remove { device: keys.id() }));
    scene.all_settle();
    scene.all_settle();
    assert_eq!(scene.b.client.as_ref().expect("it syncs").members().epoch(), 2);
    keys
}

fn own_next(scene: &Scene) -> (DeviceKeys, Place) {
    (scene.a.copied_keys(), scene.a.next_place(scene.a.log()))
}

fn other_vault(scene: &mut Scene) -> Lie {
    let mut other = Device::founder(77);
    let mut server = super::server::Server::new(other.dyn_env());
    settle(&mut [&mut other], &mut server);
    let (keys, place) = own_next(scene);
    let client = scene.a.client.as_ref().expect("it syncs");
    let (vault, lane) = (client.vault(), scene.a.log().lane);
    let sealed = piece(&keys, &other.lane_key(1), place, &scene.a);
    let named = with_header(sealed, &keys, at::VAULT, vault.as_bytes());
    shows(with_header(named, &keys, at::LANE, lane.as_bytes()))
}

fn old_epoch(scene: &mut Scene) -> Lie {
    next_epoch(scene);
    scene.news(1);
    scene.all_settle();
    let (keys, place) = own_next(scene);
    shows(piece(&keys, &scene.a.lane_key(1), place, &scene.a))
}

fn committed(scene: &mut Scene) -> Lie {
    next_epoch(scene);
    scene.news(1);
    scene.all_settle();
    let (keys, place) = own_next(scene);
    let sealed = piece(&keys, &scene.a.lane_key(1), place, &scene.a);
    shows(with_header(sealed, &keys, at::EPOCH, &2_u32.to_be_bytes()))
}

fn stranger(scene: &mut Scene) -> Lie {
    let keys = DeviceKeys::generate(DeviceId::new([8; 16]), &*scene.a.dyn_env());
    let place = Place {
        incarnation: Incarnation::new([8; 16]),
        seq: 1,
        prev_hash: sync_protocol::id::Hash::ZERO,
    };
    shows(piece(&keys, &scene.a.lane_key(1), place, &scene.a))
}

fn removed(scene: &mut Scene) -> Lie {
    let keys = next_epoch(scene);
    let client = scene.a.client.as_ref().expect("it syncs");
    let documents = scene.a.log().lane;
    let log = client
        .vector()
        .0
        .iter()
        .find(|(log, end)| end.device == keys.id() && log.lane == documents);
    let place = scene.a.next_place(*log.expect("it wrote").0);
    shows(piece(&keys, &scene.a.lane_key(1), place, &scene.a))
}

fn removed_again(scene: &mut Scene) -> Lie {
    let keys = next_epoch(scene);
    let place = Place {
        incarnation: Incarnation::new([8; 16]),
        seq: 1,
        prev_hash: sync_protocol::id::Hash::ZERO,
    };
    shows(piece(&keys, &scene.a.lane_key(1), place, &scene.a))
}

fn impostor(scene: &mut Scene) -> Lie {
    let (keys, place) = own_next(scene);
    let sealed = piece(&keys, &scene.a.lane_key(1), place, &scene.a);
    let name = keys.id();
    shows(with_header(sealed, &scene.c.copied_keys(), at::DEVICE, name.as_bytes()))
}

fn intruder(scene: &mut Scene) -> Lie {
    let place = scene.a.next_place(scene.a.log());
    shows(piece(&scene.c.copied_keys(), &scene.a.lane_key(1), place, &scene.a))
}

fn copied(scene: &mut Scene) -> Lie {
    let place = scene.b.next_place(scene.b.log());
    shows(piece(&scene.b.copied_keys(), &scene.a.lane_key(1), place, &scene.a))
}

/// A member tells an epoch of which the key that is sealed to the devices is not the one it names.
fn wrong_canary(scene: &mut Scene) -> Lie {
    let (keys, env) = (scene.a.copied_keys(), scene.a.dyn_env());
    let client = scene.a.client.as_ref().expect("it syncs");
    let mut members = client.members().clone();
    let older = client.keyring().newest(&members).expect("a key");
    let own = Signer::Device(&keys);
    let fourth = DeviceKeys::generate(DeviceId::new([4; 16]), &*env);
    let add = members.add(fourth.public(), "fourth", client.keyring(), &*env).expect("it may");
    let mut entries = vec![members.append(add, &own, 1).expect("it may")];
    let revoke = members.revoke(fourth.id(), client.vector());
    entries.push(members.append(revoke, &own, 1).expect("it may"));
    let key = EpochKey::generate(members.vault(), 2, &*env);
    let another = EpochKey::generate(members.vault(), 2, &*env);
    let Action::Epoch(mut epoch) = members.new_epoch(&key, Some(older), &*env).expect("it may")
    else {
        unreachable!("it makes epochs")
    };
    epoch.canary = another.canary();
    entries.push(members.append(Action::Epoch(epoch), &own, 1).expect("nobody can see it"));
    let head = members.head();
    let mut show = pages(move |page| page.members = head);
    Box::new(move |request, reply| {
        if request.method == "GET" && request.path.starts_with("/v1/members") {
            let mut all: Entries = decode(&reply.1).expect("entries");
            all.head = head;
            all.entries.0.extend(entries.iter().cloned().map(Bytes));
            return (200, encode(&all).expect("it is short"));
        }
        show(request, reply)
    })
}
