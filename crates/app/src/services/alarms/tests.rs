use serde_json::{Value, json};

use crate::testing::{PASSPHRASE, World};

/// On a Saturday evening in London.
fn world() -> World {
    let world = World::at("2026-03-28T20:00:00Z", "Europe/London");
    world.look();
    world
}

impl World {
    /// What a face's runtime does beside the vault, once.
    fn look(&self) {
        self.app.ring_due(None).expect("an open vault");
    }

    /// A rest of a workout begins.
    fn rest(&self) {
        let found = self.call("fitness.exercises", &json!({ "text": "bench press" }));
        let exercise =
            json!({ "exercise": found[0]["id"], "sets": [{ "mg": 80_000_000, "reps": 5 }] });
        let workout = self.call("fitness.start_workout", &json!({ "exercises": [exercise] }));
        let going = self.call("fitness.going", &json!({}));
        let set = &going["exercises"][0]["sets"][0]["key"];
        let done = json!({ "workout": workout["id"], "set": set, "undo": false });
        self.call("fitness.finish_set", &done);
    }

    /// The folder for backups is gone, and one is asked for.
    fn backup_fails(&self) {
        let folder = self.dir.path().join("drive");
        std::fs::create_dir_all(&folder).expect("a folder");
        self.call("backups.set", &json!({ "folder": folder }));
        std::fs::remove_dir(&folder).expect("it is empty");
        self.try_call("backups.make", &json!({})).expect_err("nowhere to put it");
    }

    fn notices(&self) -> Vec<Value> {
        self.call("notifications.list", &json!({}))["items"].as_array().expect("a list").clone()
    }

    /// Kind, whether it was silent, and what the system is told.
    fn told(&self) -> Vec<(String, bool, Option<String>)> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let row = |one: &Value| {
            let kind = text(&one["kind"]).expect("a kind");
            (kind, one["silent"] == true, text(&one["outside"]["title"]))
        };
        self.notices().iter().map(row).collect()
    }
}

const NEUTRAL: Option<&str> = Some("Time to check in");

fn row(kind: &str, silent: bool, outside: Option<&str>) -> (String, bool, Option<String>) {
    (kind.into(), silent, outside.map(str::to_owned))
}

#[test]
fn what_rang_stays_with_what_was_read_of_it_after_the_vault_was_closed() {
    let world = world();
    let mut rings = world.app.rings();
    world.rest();
    world.env.pass_ms(119_999);
    world.look();
    assert_eq!(world.told(), [], "it is not over yet");
    world.env.pass_ms(1);
    world.look();
    world.backup_fails();
    world.look();
    world.look();
    assert_eq!(
        world.told(),
        [row("backups.failed", false, NEUTRAL), row("fitness.workout", false, NEUTRAL)],
        "each once, the newest first"
    );
    let ring = rings.try_recv().expect("it rang");
    assert_eq!(world.app.outside(&ring).expect("shown").title, "Time to check in");
    let rest = world.notices()[1].clone();
    assert_eq!(rest["title"], "The rest is over");
    assert!(rest["record"].is_string(), "it opens its workout");
    let left = world.call("notifications.mark_read", &json!({ "ids": [rest["id"], 4000] }));
    assert_eq!(left["unread"], 1);
    world.app.lock();
    let locked = world.try_call("notifications.list", &json!({})).expect_err("it is locked");
    assert_eq!(locked.code(), base::error::Code::Locked);
    world.app.unlock(PASSPHRASE).expect("the passphrase");
    world.look();
    let read: Vec<Value> = world.notices().iter().map(|one| one["read"].clone()).collect();
    assert_eq!(read, [false, true]);
    assert_eq!(world.call("notifications.mark_read", &json!({}))["unread"], 0);
}

#[test]
fn a_trouble_is_told_again_only_after_it_was_over() {
    let world = world();
    world.backup_fails();
    world.look();
    world.try_call("backups.make", &json!({})).expect_err("still nowhere");
    world.look();
    assert_eq!(world.told().len(), 1, "still the same");
    let back = world.call("backups.set", &json!({ "folder": "" }));
    assert_eq!(back["trouble"], Value::Null);
    world.call("backups.make", &json!({}));
    world.look();
    world.backup_fails();
    world.look();
    assert_eq!(world.told().len(), 2, "it began anew");
}

#[test]
fn e9_quiet_hours_silence_all_but_a_session_and_words_stay_inside() {
    let world = world();
    let mut rings = world.app.rings();
    let on = json!({ "quiet": true, "quiet_from": "22:00", "quiet_until": "06:30" });
    world.call("notifications.set", &on);
    // Clocks go from one to two in this night: half past six is half past five in UTC.
    world.env.set("2026-03-29T05:20:00Z");
    world.backup_fails();
    world.rest();
    world.env.pass_ms(120_000);
    world.look();
    assert_eq!(
        world.told(),
        [row("backups.failed", true, None), row("fitness.workout", false, NEUTRAL)]
    );
    assert!(rings.try_recv().is_ok() && rings.try_recv().is_err(), "only the rest is heard");
    world.call("backups.set", &json!({ "folder": "" }));
    world.look();
    world.env.set("2026-03-29T05:30:00Z");
    world.backup_fails();
    world.look();
    assert_eq!(world.told()[0], row("backups.failed", false, NEUTRAL), "the night is over");
    world.call("notifications.set", &json!({ "show_words": true }));
    assert_eq!(world.told()[0].2.as_deref(), Some("No backup could be made"));
    let ring = rings.try_recv().expect("it rang");
    assert_eq!(world.app.outside(&ring).expect("shown").title, "No backup could be made");
    world.app.lock();
    let outside = world.app.outside(&ring).expect("shown");
    assert_eq!((outside.title.as_str(), outside.body.as_str()), ("Time to check in", ""));
    world.app.unlock(PASSPHRASE).expect("the passphrase");
    world.call("notifications.set", &json!({ "on": false }));
    assert_eq!(world.told()[0].2, None);
    assert_eq!(world.app.outside(&ring), None);
}
