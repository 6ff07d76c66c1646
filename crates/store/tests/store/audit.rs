//! The log of who did what: every entry that somebody changes, takes out or cuts off is told.

use store::audit::{self, Deed, Verified};

use super::*;

fn deed(did: &str, items: Option<i64>) -> Deed {
    Deed { who: "person".into(), did: did.into(), about: "camera".into(), items }
}

fn world() -> World {
    let world = World::device(1);
    for (did, items) in [("one", None), ("two", Some(2)), ("three", Some(0))] {
        let write = Write::new("audit").step(Step::None);
        world.store().write(write, move |cx| cx.audit(deed(did, items))).expect("it is written");
    }
    world
}

fn verified(world: &World) -> Verified {
    world.store().read(audit::verify).expect("it can be read")
}

#[test]
fn what_was_done_is_told_newest_first_and_in_pages() {
    let world = world();
    let page = |before, limit| {
        let entries = world.store().read(|cx| audit::list(cx, before, limit));
        let entries = entries.expect("it can be read").into_iter();
        entries.map(|entry| (entry.n, entry.deed)).collect::<Vec<_>>()
    };
    assert_eq!(page(None, 2), [(3, deed("three", Some(0))), (2, deed("two", Some(2)))]);
    assert_eq!(page(Some(2), 2), [(1, deed("one", None))]);
    assert_eq!(verified(&world), Verified { entries: 3, broken_at: None });
    assert_eq!(verified(&World::device(2)), Verified { entries: 0, broken_at: None });
}

#[test]
fn whatever_is_changed_from_outside_is_told() {
    for (change, broken_at) in [
        ("UPDATE audit SET about = 'microphone' WHERE n = 2", 2),
        ("UPDATE audit SET items = NULL WHERE n = 3", 3),
        ("UPDATE audit SET at_ms = at_ms + 1 WHERE n = 1", 1),
        ("DELETE FROM audit WHERE n = 2", 3),
        ("DELETE FROM audit WHERE n = 3", 3),
        ("DELETE FROM audit", 1),
        (
            "INSERT INTO audit SELECT 4, at_ms, who, did, about, items, hash FROM audit WHERE n = 3",
            4,
        ),
        ("DELETE FROM meta WHERE key = 'audit_end'", 4),
    ] {
        let mut world = world();
        world.store = None;
        let db = rusqlite::Connection::open(world.dir.path().join("everkept.db"));
        let db = db.expect("the file opens");
        let key = DataKey::from_bytes(Zeroizing::new([7; 32])).derive("database");
        let key = format!("x'{}'", data_encoding::HEXLOWER.encode(&*key));
        db.pragma_update(None, "key", key).expect("the key is taken");
        db.execute_batch(change).expect("a program that has the key may change it");
        drop(db);
        world.reopen().expect("the vault opens");
        assert_eq!(verified(&world).broken_at, Some(broken_at), "{change}");
        let found = world.store().read(store::doctor::check).expect("the doctor looks").findings;
        assert!(found.iter().any(|line| line.contains("audit log")), "{change}: {found:?}");
    }
}
