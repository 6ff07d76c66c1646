use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use store::backup::rotate;
use store::keyfile::Strength;
use tokio::runtime::Runtime;

use super::*;
use crate::app::Config;
use crate::testing::{PASSPHRASE, World};

fn world() -> World {
    World::at("2026-03-01T10:00:00Z", "UTC")
}

impl World {
    fn entry(&self, title: &str) -> String {
        let entry =
            self.call("journal.create_entry", &json!({ "title": title, "body": "by the sea" }));
        entry["id"].as_str().expect("an id").to_owned()
    }

    fn digest(&self) -> Value {
        let health = self.call("doctor.check", &json!({ "digest": true }));
        assert_eq!(health["findings"], json!([]));
        health["digest"].clone()
    }

    fn list(&self) -> Vec<Value> {
        self.call("backups.list", &json!({})).as_array().expect("a list").clone()
    }

    fn folder(&self, name: &str) -> String {
        let folder = self.dir.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder.to_str().expect("the path is a text").to_owned()
    }
}

/// Waits for the end of a backup, however it ends.
fn told(events: &mut broadcast::Receiver<Arc<Changed>>) {
    loop {
        let changed = events.blocking_recv().expect("the app is there");
        if changed.kinds.contains("backups") {
            return;
        }
    }
}

#[test]
fn r8_the_first_change_of_a_day_makes_one_and_the_second_none() {
    let world = world();
    let runtime = Runtime::new().expect("a runtime");
    let mut events = world.app.subscribe();
    world.entry("Sunday");
    world.app.run_beside(runtime.handle().clone());
    told(&mut events);
    let listed = world.list();
    assert_eq!(
        (listed.len(), &listed[0]["verified"], &listed[0]["kind"]),
        (1, &json!(true), &json!("daily"))
    );
    world.entry("Sunday, later");
    world.env.set("2026-03-02T07:00:00Z");
    let mut events = world.app.subscribe();
    world.entry("Monday");
    told(&mut events);
    let days: Vec<Value> = world.list().iter().map(|backup| backup["day"].clone()).collect();
    assert_eq!(days, ["2026-03-02", "2026-03-01"], "one a day");
    let state = world.call("backups.state", &json!({}));
    assert_eq!((&state["next"], &state["trouble"]), (&json!("2026-03-03"), &Value::Null));
    world.app.close();
    world.app.unlock(PASSPHRASE).expect("nothing holds the vault any more");
    world.app.close();
}

#[test]
fn r8_one_is_due_once_a_day_when_something_was_written() {
    let world = world();
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let at = |text: &str| text.parse::<jiff::Timestamp>().expect("an instant").as_millisecond();
    world.entry("Sunday");
    let newest = world.app.back_up(false, None).expect("a backup");
    let rows = newest.rows("log");
    let now = (at("2026-03-02T09:00:00Z"), day("2026-03-02"));
    assert!(!is_due(None, true, now, 0), "a vault that is new");
    assert!(is_due(None, true, now, 5), "none yet");
    assert!(is_due(Some(&newest), false, now, rows + 1), "the first change of a day");
    assert!(!is_due(Some(&newest), true, now, rows + 1), "opened before it is a day old");
    let later = (at("2026-03-02T10:00:00Z"), day("2026-03-02"));
    assert!(is_due(Some(&newest), true, later, rows + 1), "opened when it is a day old");
    assert!(!is_due(Some(&newest), true, later, rows), "nothing was written since");
    let same = (at("2026-03-01T23:00:00Z"), day("2026-03-01"));
    assert!(!is_due(Some(&newest), false, same, rows + 1), "the same day");
    let back = (at("2026-02-01T23:00:00Z"), day("2026-02-01"));
    assert!(is_due(Some(&newest), true, back, rows + 1), "the clock was set back");
}

#[test]
fn r8_a_folder_of_ones_own_is_checked_and_its_trouble_told_and_forgotten() {
    let world = world();
    world.entry("A walk");
    for (folder, code) in [("here", Code::Invalid), ("/nowhere/at/all", Code::NotFound)] {
        let refused = world.try_call("backups.set", &json!({ "folder": folder }));
        let refused = refused.expect_err("no such folder");
        assert_eq!((refused.code(), refused.field()), (code, Some("folder")));
    }
    let drive = world.folder("drive");
    let state = world.call("backups.set", &json!({ "folder": drive, "on": false }));
    assert_eq!(
        (&state["folder"], &state["on"], &state["own_folder"]),
        (&json!(drive), &json!(false), &json!(false))
    );
    std::fs::remove_dir(Path::new(&drive)).expect("the drive is pulled out");
    let refused = world.try_call("backups.make", &json!({})).expect_err("it is gone");
    assert_eq!((refused.code(), refused.field()), (Code::NotFound, Some("folder")));
    assert!(world.call("backups.state", &json!({}))["trouble"]["message"].is_string());
    world.folder("drive");
    let made = world.call("backups.make", &json!({}));
    assert!(made["path"].as_str().is_some_and(|path| path.starts_with(&drive)), "{made}");
    assert_eq!(made["backup"]["kind"], "manual");
    let state = world.call("backups.state", &json!({}));
    assert_eq!(
        (&state["trouble"], &state["last_good"]["name"]),
        (&Value::Null, &made["backup"]["name"])
    );
    let elsewhere = world.folder("stick");
    for _ in 0..2 * rotate::DAYS {
        world.env.pass_ms(1000);
        world.call("backups.make", &json!({ "folder": elsewhere }));
    }
    let there = store::backup::find(Path::new(&elsewhere)).expect("the newest");
    let there = there.path.parent().expect("its place").read_dir().expect("a folder").count();
    assert_eq!(there, 2 * rotate::DAYS + 1, "nothing is let go there; the other is the lock");
    assert_eq!(world.list().len(), 1);
    let state = world.call("backups.set", &json!({ "folder": "" }));
    assert_eq!(state["own_folder"], true);
}

#[test]
fn r8_a_drill_says_what_would_come_back_and_a_restored_vault_keeps_the_earlier_aside() {
    let world = world();
    world.entry("Before");
    let before = world.digest();
    let made = world.call("backups.make", &json!({}));
    let drill = world.call("backups.drill", &json!({}));
    assert_eq!((&drill["ok"], &drill["same"]), (&json!(true), &json!(true)), "{drill}");
    assert_eq!(drill["counts"], drill["now"]);
    world.entry("After");
    let after = world.digest();
    let drill = world.call("backups.drill", &json!({}));
    assert_eq!((&drill["ok"], &drill["same"]), (&json!(true), &json!(false)), "{drill}");
    world.call("vault.change_passphrase", &json!({ "passphrase": "another one of four words" }));
    let writer =
        world.app.vault().expect("open").store.read(|cx| Ok(cx.writer())).expect("a writer");
    let none = world.try_call("backups.restore", &json!({ "name": "../../etc" }));
    assert_eq!(none.expect_err("no such backup").code(), Code::NotFound);
    let restored = world.call("backups.restore", &json!({ "name": made["backup"]["name"] }));
    assert_eq!(world.digest(), before);
    let now = world.app.vault().expect("open").store.read(|cx| Ok(cx.writer())).expect("a writer");
    assert_ne!(now.1, writer.1, "a new life");
    assert_eq!(world.list().len(), 1, "the backups stay where they are");
    world.app.lock();
    world.app.unlock("another one of four words").expect("the passphrase of now");
    world.app.lock();
    let aside = Path::new(restored["aside"].as_str().expect("a path")).to_owned();
    let env = Arc::clone(&world.env) as Arc<dyn base::env::Env>;
    let app = App::new(Config { dir: aside, env, strength: Strength::Floor, keyring: false });
    app.unlock("another one of four words").expect("the earlier vault opens");
    let earlier =
        World { dir: tempfile::tempdir().expect("a folder"), env: Arc::clone(&world.env), app };
    assert_eq!(earlier.digest(), after, "nothing of it is lost");
    // On another machine.
    let into = world.dir.path().join("new");
    let from = world.dir.path().join("vault/backups");
    crate::system::backups::into_new(&from, &into).expect("it comes back");
    let env = Arc::clone(&world.env) as Arc<dyn base::env::Env>;
    let app = App::new(Config { dir: into, env, strength: Strength::Floor, keyring: false });
    app.unlock(PASSPHRASE).expect("by the passphrase of then");
    assert_eq!(app.check_attachments().expect("a check"), Vec::<String>::new());
}

#[test]
fn r9_single_entries_come_back_as_one_step() {
    let world = world();
    let (walk, swim) = (world.entry("A walk"), world.entry("A swim"));
    let made = world.call("backups.make", &json!({}));
    let name = &made["backup"]["name"];
    world.call("trash.put", &json!({ "ids": [walk, swim] }));
    world.call("trash.empty", &json!({}));
    let lost = world.call("backups.lost", &json!({ "name": name }));
    assert_eq!(
        (&lost[0]["id"], &lost[0]["title"], &lost[0]["why"]),
        (&json!(walk), &json!("A walk"), &json!("erased"))
    );
    let one = world.call("backups.bring_back", &json!({ "name": name, "ids": [walk] }));
    assert_eq!(one["records"], 1);
    let rest = world.call("backups.bring_back", &json!({ "name": name }));
    assert_eq!(rest["records"], 1);
    assert_eq!(world.call("backups.lost", &json!({ "name": name })), json!([]));
    let undone = world.call("undo.undo", &json!({}));
    assert_eq!((&undone["label"], &undone["items"]), (&json!("backups.bring_back"), &json!(1)));
    let back = world.call("backups.lost", &json!({ "name": name }));
    assert_eq!((&back[0]["title"], &back[0]["why"]), (&json!("A swim"), &json!("undone")));
}
