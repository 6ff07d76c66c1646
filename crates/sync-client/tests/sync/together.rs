//! Two and three devices, an honest server.

use store::store::Write;

use sync_client::client::{Event, Wish};

use super::server::Server;
use super::world::{Device, join, noise, settle, third};

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
fn r10_a_wave_of_deletions_waits_for_a_person() {
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
fn a_row_that_no_piece_holds_travels_as_a_blob() {
    let (mut a, mut b, mut server) = pair();
    a.note(&noise(2, 4_300_000), "its name is longer than a chunk");
    a.note("Short", "it comes after them");
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!(a.digest(), b.digest());
    assert_eq!(b.notes().len(), 2);
    let longest = server.disk.pieces.iter().map(Vec::len).max();
    assert!(longest < Some(100_000), "the pieces only name it: {longest:?}");
    for device in [&a, &b] {
        assert_eq!(device.troubles(), Vec::<String>::new());
        device.healthy();
        let waits = device.store.read(|cx| cx.sync_names("came ")).expect("names");
        assert_eq!(waits.len(), 0, "what came is in the log alone");
    }
}

#[test]
fn a_blob_that_the_server_lost_holds_up_one_log_until_somebody_brings_it() {
    let (mut a, mut b, mut server) = pair();
    let mut c = third(&mut a, &mut b, &mut server);
    a.note(&noise(1, 1_300_000), "long");
    settle(&mut [&mut a, &mut c], &mut server);
    drop(a);
    server.disk.objects.clear();
    c.note("From c", "it comes whatever a's row does");
    settle(&mut [&mut c], &mut server);
    for _ in 0..4 {
        b.step(sync_client::client::Event::Hint);
        while b.carry(&mut server) {}
    }
    assert_eq!(b.notes().len(), 1, "{:?}", b.troubles());
    assert!(b.troubles().iter().any(|one| one.starts_with("ServerLost")), "{:?}", b.troubles());
    b.healthy();
    // The program starts again, and goes on waiting; another device that has the row brings it.
    b.start();
    c.step(sync_client::client::Event::Compare);
    settle(&mut [&mut b, &mut c], &mut server);
    assert_eq!(b.digest(), c.digest());
    assert_eq!(b.troubles(), Vec::<String>::new());
}

#[test]
fn a_row_that_is_erased_before_it_was_brought_is_sealed_without_what_it_said() {
    let (mut a, mut b, mut server) = pair();
    let long = a.note(&noise(1, 1_300_000), "long");
    a.step(sync_client::client::Event::Changed);
    if let Some(request) = a.asked.take() {
        let why = "no network".to_owned();
        a.step(sync_client::client::Event::Lost { serial: request.serial, why });
    }
    a.trash(long);
    a.store.write(Write::new("gone"), move |cx| cx.purge(true).map(drop)).expect("it may go");
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!(a.digest(), b.digest());
    assert_eq!(server.disk.objects.len(), 0, "what was erased was never brought");
    assert_eq!(a.troubles(), Vec::<String>::new());
}

#[test]
fn who_removes_a_device_reads_all_that_it_brought_before() {
    let (mut a, mut b, mut server) = pair();
    let mut gone = third(&mut a, &mut b, &mut server);
    gone.note("The last", "before it is removed");
    gone.step(sync_client::client::Event::Changed);
    while gone.carry(&mut server) {}
    let device = gone.copied_keys().id();
    a.step(sync_client::client::Event::Wish(sync_client::client::Wish::Remove { device }));
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!((a.notes().len(), b.notes().len()), (1, 1));
    assert_eq!(a.digest(), b.digest());
    for device in [&a, &b] {
        assert_eq!(device.troubles(), Vec::<String>::new());
    }
}

#[test]
fn what_the_server_took_without_being_heard_is_never_sealed_anew() {
    let (mut a, mut b, mut server) = pair();
    let c = third(&mut a, &mut b, &mut server);
    a.note("In doubt", "the server has it, and nobody here knows");
    a.step(Event::Changed);
    while a.asked.as_ref().is_some_and(|request| request.path != "/v1/segments") {
        a.carry(&mut server);
    }
    let request = a.asked.take().expect("it brings the note");
    let (status, _) = server.answer(&request);
    assert_eq!(status, 200, "it was taken");
    a.step(Event::Lost { serial: request.serial, why: "cut off".to_owned() });

    // Meanwhile a device is removed, and there is a new key.
    let removed = c.client.as_ref().expect("it syncs").device();
    b.step(Event::Wish(Wish::Remove { device: removed }));
    settle(&mut [&mut b], &mut server);
    settle(&mut [&mut a, &mut b], &mut server);
    assert_eq!(a.digest(), b.digest());
    for device in [&a, &b] {
        assert_eq!(device.troubles(), Vec::<String>::new());
        device.healthy();
    }
}
