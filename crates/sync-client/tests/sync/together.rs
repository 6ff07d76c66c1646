//! Two and three devices, an honest server.

use super::server::Server;
use super::world::{Device, join, settle};

fn pair() -> (Device, Device, Server) {
    let mut a = Device::founder(1);
    let mut server = Server::new(a.dyn_env());
    settle(&mut [&mut a], &mut server);
    let mut b = Device::new(2);
    join(&mut a, &mut b, "second", &mut server);
    settle(&mut [&mut a, &mut b], &mut server);
    (a, b, server)
}

#[test]
fn a_second_device_gets_everything_and_both_stay_alike() {
    let mut a = Device::founder(1);
    let first = a.note("A walk", "by the sea");
    a.plays(0..40);
    let mut server = Server::new(a.dyn_env());
    settle(&mut [&mut a], &mut server);
    let mut b = Device::new(2);
    join(&mut a, &mut b, "second", &mut server);
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!(a.digest(), b.digest());
    assert_eq!(b.notes(), [first]);

    a.edit(first, "by the sea, alone");
    b.edit(first, "yesterday by the sea");
    b.plays(30..60);
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!(a.digest(), b.digest());
    let body = |device: &Device| {
        device.store.read(|cx| Ok(cx.record(first)?.text("body").to_owned())).expect("a note")
    };
    assert_eq!(body(&a), "yesterday by the sea, alone", "both edits are there");
    for device in [&a, &b] {
        assert_eq!(device.troubles(), Vec::<String>::new());
        device.healthy();
    }
    let status = b.client.as_ref().expect("it syncs").status(&b.store).expect("a status");
    let names: Vec<_> = status.devices.iter().filter_map(|device| device.name.clone()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(status.devices.iter().all(|device| device.this || device.last_written_ms.is_some()));
}

#[test]
fn what_two_devices_import_from_one_file_is_there_once() {
    let (mut a, mut b, mut server) = pair();
    a.plays(0..100);
    b.plays(0..100);
    settle(&mut [&mut a, &mut b], &mut server);
    let count = |device: &Device| {
        let sql = "SELECT count(*) FROM fact WHERE state = 0";
        device.store.read(|cx| cx.sql().rows(sql, &[], |row| row.int(0))).expect("facts")
    };
    assert_eq!((count(&a), count(&b)), (vec![100], vec![100]));
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn nothing_is_left_to_ask_when_all_is_everywhere() {
    let (mut a, mut b, mut server) = pair();
    a.note("A walk", "by the sea");
    settle(&mut [&mut a, &mut b], &mut server);
    let before = server.asked;
    for device in [&mut a, &mut b] {
        device.env.pass_ms(31_000);
        device.step(sync_client::client::Event::Tick);
        while device.carry(&mut server) {}
    }
    assert_eq!(server.asked - before, 2, "one question each, and no answer makes another");
}

#[test]
fn a_vault_that_came_back_from_a_backup_goes_on_in_a_new_life() {
    let (mut a, mut b, mut server) = pair();
    a.note("Before", "in the backup");
    settle(&mut [&mut a, &mut b], &mut server);
    let mut back = a.restored(9);
    a.note("After", "not in the backup");
    settle(&mut [&mut a, &mut b], &mut server);
    drop(a);

    back.start();
    back.note("Again", "written after the return");
    settle(&mut [&mut back, &mut b], &mut server);
    assert_eq!(
        back.notes().len(),
        3,
        "what was written after the backup came back from the others"
    );
    assert_eq!(back.digest(), b.digest());
    for device in [&back, &b] {
        assert_eq!(device.troubles(), Vec::<String>::new());
        device.healthy();
    }
}

#[test]
fn a_wave_of_deletions_waits_for_a_person() {
    let (mut a, mut b, mut server) = pair();
    let notes: Vec<_> = (0..80).map(|n| a.note(&format!("Note {n}"), "kept")).collect();
    settle(&mut [&mut a, &mut b], &mut server);
    for id in &notes[..60] {
        a.trash(*id);
    }
    for device in [&mut a, &mut b] {
        for _ in 0..12 {
            device.step(sync_client::client::Event::Changed);
            device.step(sync_client::client::Event::Hint);
            while device.carry(&mut server) {}
        }
    }
    assert_eq!(b.notes().len(), 80, "nothing is gone before a person has said so");
    assert!(
        b.troubles().iter().any(|trouble| trouble.starts_with("Deletions")),
        "{:?}",
        b.troubles()
    );
    b.step(sync_client::client::Event::AllowDeletions);
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!(b.notes().len(), 20);
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn what_no_piece_holds_waits_here_and_the_rest_goes_on() {
    let (mut a, mut b, mut server) = pair();
    // Letters that cannot be made shorter (SplitMix64), 1.3 MB of them.
    let mut state = 1_u64;
    let noise: String = (0..1_300_000)
        .map(|_| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            char::from(b'!' + u8::try_from((mixed >> 40) % 94).expect("it is below 94"))
        })
        .collect();
    let long = a.note("Long", &noise);
    b.note("Short", "from the other device");
    for _ in 0..6 {
        for device in [&mut a, &mut b] {
            device.step(sync_client::client::Event::Changed);
            device.step(sync_client::client::Event::Hint);
            while device.carry(&mut server) {}
        }
    }
    assert!(
        a.troubles().iter().any(|trouble| trouble.starts_with("Refused")),
        "{:?}",
        a.troubles()
    );
    assert_eq!(a.notes().len(), 2, "what the other wrote is here");
    assert!(a.notes().contains(&long), "and nothing of one's own is gone");
    a.healthy();
}
