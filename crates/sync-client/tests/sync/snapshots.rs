//! A vault that grows long: one device makes a snapshot, another agrees, the server lets go of what it
//! covers, and who comes later begins with it.

use store::doctor;
use sync_client::client::Event;
use sync_protocol::snapshot::Manifest;

use super::server::Server;
use super::world::{Device, join, settle, third};

/// As many pieces as make a snapshot worth it.
pub(crate) const PIECES: usize = 64;

/// Longer than a snapshot is the newest, and less than a second device would wait.
pub(crate) const MONTH_MS: i64 = 30 * 86_400_000 + 43_200_000;

/// Two devices and so much written that a snapshot is due.
pub(crate) fn long_life() -> (Device, Device, Server) {
    let mut a = Device::founder(1);
    let mut server = Server::new(a.dyn_env());
    settle(&mut [&mut a], &mut server);
    let mut b = Device::new(2);
    join(&mut a, &mut b, "second", &mut server);
    settle(&mut [&mut a, &mut b], &mut server);
    for n in 0..PIECES / 2 {
        let note = a.note("A day", &format!("number {n}"));
        settle(&mut [&mut a, &mut b], &mut server);
        b.edit(note, &format!("number {n}, and more"));
        settle(&mut [&mut a, &mut b], &mut server);
    }
    a.plays(0..50);
    let trashed = a.notes()[3];
    a.trash(trashed);
    settle(&mut [&mut a, &mut b], &mut server);
    (a, b, server)
}

/// Each looks at the server's list of snapshots, one after the other.
pub(crate) fn look(devices: &mut [&mut Device], server: &mut Server) {
    for at in 0..devices.len() {
        devices[at].step(Event::Compare);
        settle(devices, server);
    }
}

fn sealed(device: &Device) -> i64 {
    let sql = "SELECT count(*) FROM sync_sealed";
    let rows = device.store.read(|cx| cx.sql().rows(sql, &[], |row| row.int(0)));
    rows.expect("pieces")[0]
}

fn alike(devices: &[&Device]) {
    for device in devices {
        assert_eq!(device.digest(), devices[0].digest());
        assert_eq!(device.troubles(), Vec::<String>::new());
        device.healthy();
        let stale = doctor::rebuild(&device.store).expect("the tables are made anew");
        assert_eq!(stale, None, "the tables were what the documents say");
    }
}

#[test]
fn a_new_device_begins_with_a_snapshot_that_two_agree_on() {
    let (mut a, mut b, mut server) = long_life();
    assert_eq!(server.disk.snapshots.len(), 0);
    look(&mut [&mut a, &mut b], &mut server);
    assert_eq!(server.disk.snapshots.len(), 1, "one device makes one");
    assert_eq!(server.disk.snapshots[0].1.len(), 1, "and the other agrees");
    look(&mut [&mut a, &mut b], &mut server);
    assert_eq!(server.disk.snapshots.len(), 1, "nothing came since");
    let pieces = i64::try_from(server.disk.pieces.len()).expect("it is small");
    for device in [&a, &b] {
        assert!(sealed(device) < pieces, "others' pieces need not be kept any more");
    }

    assert!(PIECES < server.compact());
    a.note("After", "the snapshot");
    settle(&mut [&mut a, &mut b], &mut server);
    let asked = server.asked;
    let mut c = Device::new(3);
    join(&mut a, &mut c, "third", &mut server);
    settle(&mut [&mut c], &mut server);
    assert!(server.asked - asked < 40, "it asks {} times", server.asked - asked);
    settle(&mut [&mut a, &mut b, &mut c], &mut server);
    assert_eq!(c.notes().len(), PIECES / 2);
    alike(&[&a, &b, &c]);
    let notes = c.store.read(doctor::check).expect("a checkup").notes;
    assert_eq!(notes.len(), 2, "the doctor says of whom not every row is here: {notes:?}");

    // All of them go on, also on what came with the snapshot.
    let note = c.notes()[0];
    c.edit(note, "written by the third");
    a.plays(40..60);
    c.plays(55..70);
    settle(&mut [&mut a, &mut b, &mut c], &mut server);
    c.start();
    settle(&mut [&mut a, &mut b, &mut c], &mut server);
    alike(&[&a, &b, &c]);
}

#[test]
fn who_was_away_for_long_takes_a_snapshot_and_keeps_what_it_wrote() {
    let (mut a, mut b, mut server) = long_life();
    let mut c = third(&mut a, &mut b, &mut server);
    let (old, edited) = (c.notes()[1], c.notes()[2]);
    for n in 0..PIECES {
        a.note("Later", &format!("number {n}"));
        settle(&mut [&mut a, &mut b], &mut server);
    }
    a.edit(edited, "by the first");
    settle(&mut [&mut a, &mut b], &mut server);
    look(&mut [&mut a, &mut b], &mut server);
    assert!(0 < server.compact());
    let unsent = c.note("Unsent", "while it was away");
    c.edit(old, "changed while it was away");
    c.edit(edited, "by the third");
    c.plays(100..103);
    settle(&mut [&mut a, &mut b, &mut c], &mut server);
    assert!(a.notes().contains(&unsent), "what was written while away arrives");
    assert_eq!(c.notes().len(), PIECES / 2 + PIECES);
    alike(&[&a, &b, &c]);
    // A fourth gets all of it, and so does a device that compares the next snapshot.
    for device in [&mut a, &mut b, &mut c] {
        device.env.pass_ms(MONTH_MS);
    }
    look(&mut [&mut a, &mut b, &mut c], &mut server);
    assert_eq!(server.disk.snapshots.len(), 2);
    assert_eq!(server.disk.snapshots[1].1.len(), 2, "{:?} {:?}", b.troubles(), c.troubles());
    server.compact();
    let mut d = Device::new(4);
    join(&mut a, &mut d, "fourth", &mut server);
    settle(&mut [&mut a, &mut b, &mut c, &mut d], &mut server);
    alike(&[&a, &b, &c, &d]);
}

#[test]
fn a_snapshot_whose_taking_was_broken_off_is_taken_to_its_end() {
    let (mut a, mut b, mut server) = long_life();
    look(&mut [&mut a, &mut b], &mut server);
    server.compact();
    for steps in 0..12 {
        let mut c = Device::new(10 + steps);
        join(&mut a, &mut c, "another", &mut server);
        for _ in 0..steps {
            c.step(Event::Tick);
            c.carry(&mut server);
        }
        c.start();
        settle(&mut [&mut c], &mut server);
        assert_eq!(c.digest(), a.digest(), "broken off after {steps} requests");
        c.healthy();
    }
}

#[test]
fn a_server_that_lost_what_a_snapshot_stood_for_gets_another() {
    let (mut a, mut b, mut server) = long_life();
    let mut gone = third(&mut a, &mut b, &mut server);
    gone.note("The last", "of a device that is lost");
    settle(&mut [&mut a, &mut b, &mut gone], &mut server);
    for _ in 0..2 {
        look(&mut [&mut a, &mut b, &mut gone], &mut server);
    }
    drop(gone);
    let entries = server.disk.entries.clone();
    server.disk = super::server::Disk { entries, ..super::server::Disk::default() };
    look(&mut [&mut a, &mut b], &mut server);
    look(&mut [&mut a, &mut b], &mut server);
    assert!(!server.disk.snapshots.is_empty(), "it stands for what nobody kept");
    let mut c = Device::new(4);
    join(&mut a, &mut c, "fourth", &mut server);
    settle(&mut [&mut a, &mut b, &mut c], &mut server);
    alike(&[&a, &b, &c]);
}

#[test]
fn equal_blocks_are_brought_once() {
    let (mut a, mut b, mut server) = long_life();
    look(&mut [&mut a, &mut b], &mut server);
    let blocks = server.disk.objects.len();
    for device in [&mut a, &mut b] {
        device.env.pass_ms(MONTH_MS);
    }
    a.plays(60..61);
    settle(&mut [&mut a, &mut b], &mut server);
    look(&mut [&mut a, &mut b], &mut server);
    let [(first, _), (second, _)] = server.disk.snapshots.as_slice() else { panic!("two") };
    let read = |bytes: &[u8]| Manifest::read(bytes).expect("a manifest");
    let (first, second) = (read(first), read(second));
    assert_eq!(second.before, Manifest::hash(&server.disk.snapshots[0].0));
    assert_eq!(first.blocks[0].id, second.blocks[0].id, "the documents are as they were");
    assert_eq!(server.disk.objects.len(), blocks + 1, "a new month's block alone");
}
