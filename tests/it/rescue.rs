//! A vault whose database the disk has spoiled: it tells which part, and its last good backup takes its
//! place by the passphrase alone (trust R6, R8).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::env::FixedEnv;
use serde_json::{Value, json};
use testkit::face::{Face, InProcess, PASSPHRASE};

/// A vault with one entry in a backup in a folder that the person set, and one that came later.
struct Spoiled {
    face: InProcess,
    folder: String,
}

impl Spoiled {
    fn new() -> Spoiled {
        let env = FixedEnv::at("2026-03-01T10:00:00Z", "Europe/London", 7);
        let face = InProcess::new(Arc::new(env));
        let folder = face.dir.path().join("a stick");
        std::fs::create_dir(&folder).expect("a folder");
        let spoiled = Spoiled { face, folder: folder.to_string_lossy().into_owned() };
        spoiled.ok("journal.create_entry", json!({ "title": "Before" }));
        spoiled.ok("backups.set", json!({ "folder": spoiled.folder }));
        spoiled.ok("backups.make", json!({}));
        spoiled.ok("journal.create_entry", json!({ "title": "After" }));
        spoiled.ok("vault.lock", json!({}));
        spoiled
    }

    fn ok(&self, command: &str, request: Value) -> Value {
        self.call(command, request).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    fn call(&self, command: &str, request: Value) -> Result<Value, Value> {
        self.face.call(command, &request)
    }

    fn unlock(&self) -> Result<Value, Value> {
        self.call("vault.unlock", json!({ "passphrase": PASSPHRASE }))
    }

    fn titles(&self) -> Vec<String> {
        let entries = self.ok("journal.entries", json!({}));
        let entries = entries["items"].as_array().expect("entries").iter();
        entries.map(|entry| entry["title"].as_str().expect("a title").to_owned()).collect()
    }

    fn database(&self) -> PathBuf {
        self.face.app.dir().join("everkept.db")
    }
}

/// Flips a bit of every byte that is named.
fn spoil(path: &Path, places: impl IntoIterator<Item = u64>) {
    let mut file = File::options().read(true).write(true).open(path).expect("the file");
    for place in places {
        let mut byte = [0];
        file.seek(SeekFrom::Start(place)).and_then(|_| file.read_exact(&mut byte)).expect("a byte");
        byte[0] ^= 1;
        file.seek(SeekFrom::Start(place)).and_then(|_| file.write_all(&byte)).expect("a byte");
    }
}

#[test]
fn r6_a_spoiled_vault_tells_which_part_and_the_last_good_backup_takes_its_place() {
    const PAGE: u64 = 4096;
    let everywhere: Vec<u64> = (0..40).map(|page| page * PAGE + 99).collect();
    for places in [vec![99], vec![4 * PAGE - 1, PAGE + 5], everywhere] {
        let vault = Spoiled::new();
        spoil(&vault.database(), places.clone());
        if vault.unlock().is_ok() {
            // What is spoiled was not needed for opening: the doctor finds it, and one goes back from there.
            let health = vault.ok("doctor.check", json!({ "digest": true }));
            assert_eq!(health["ok"], false, "{places:?}");
            assert_eq!(
                health["findings"][0],
                "page 2 of the database is not what was written there"
            );
            let good = vault.ok("backups.state", json!({}))["last_good"]["name"].clone();
            vault.ok("backups.restore", json!({ "name": good }));
        } else {
            let status = vault.ok("vault.status", json!({}));
            assert_eq!(status["state"], "locked");
            let pages: Vec<u64> = places.iter().map(|place| place / PAGE + 1).collect();
            let first = pages.iter().min().expect("a place");
            let told = status["damaged"][0].as_str().expect("what is damaged");
            assert_eq!(told, format!("page {first} of the database is not what was written there"));
            assert_eq!(
                vault.call("journal.entries", json!({})).expect_err("shut")["code"],
                "Locked"
            );

            let found = vault.ok("rescue.list", json!({}));
            assert_eq!(
                found.as_array().map(Vec::len),
                Some(1),
                "in the folder that was set: {found}"
            );
            let other = vault.call("rescue.restore", json!({ "name": "../../etc" }));
            assert_eq!(other.expect_err("refused")["code"], "NotFound");
            let back = vault.ok("rescue.restore", json!({ "name": found[0]["name"] }));
            let aside = Path::new(back["aside"].as_str().expect("a folder")).join("everkept.db");
            assert!(aside.is_file(), "what was there is kept");
            assert_eq!(vault.ok("vault.status", json!({}))["damaged"], json!([]));
        }
        assert_eq!(vault.titles(), ["Before"]);
        assert_eq!(vault.ok("backups.state", json!({}))["folder"], json!(vault.folder));
        assert_eq!(vault.ok("doctor.check", json!({}))["ok"], true);
        let later = json!({ "title": "Now" });
        vault.ok("journal.create_entry", later);
        vault.ok("vault.lock", json!({}));
        vault.unlock().expect("it opens as ever");
        assert_eq!(vault.titles().len(), 2);
    }
}

#[test]
fn r6_a_backup_that_is_spoiled_as_well_is_refused_and_the_way_back_stays_open() {
    let vault = Spoiled::new();
    spoil(&vault.database(), [99]);
    vault.unlock().expect_err("it is damaged");
    let found = vault.ok("rescue.list", json!({ "folder": vault.folder }));
    let name = found[0]["name"].as_str().expect("a name");
    let place = std::fs::read_dir(&vault.folder).expect("the folder").flatten().next();
    let place = place.expect("a device's backups").path();
    spoil(&place.join(name).join("everkept.db"), [99]);
    let refused = vault.call("rescue.restore", json!({ "name": name })).expect_err("refused");
    assert_eq!(
        (refused["code"].as_str(), refused["field"].as_str()),
        (Some("Invalid"), Some("name"))
    );
    let found = vault.ok("rescue.list", json!({}));
    assert_eq!(found[0]["verified"], false, "it is kept apart: {found}");

    for (folder, code) in [("here", "Invalid"), ("/nowhere/at/all", "NotFound")] {
        let refused = vault.call("rescue.list", json!({ "folder": folder })).expect_err("refused");
        assert_eq!((&refused["code"], &refused["field"]), (&json!(code), &json!("folder")));
    }
}

#[test]
fn r6_without_the_key_nobody_goes_back() {
    let vault = Spoiled::new();
    let refused = |what: &str| {
        for (command, request) in
            [("rescue.list", json!({})), ("rescue.restore", json!({ "name": "2026" }))]
        {
            let error = vault.call(command, request).expect_err("refused");
            assert_eq!(error["code"], "Locked", "{what}: {command}");
        }
    };
    refused("locked and whole");
    spoil(&vault.database(), [99]);
    vault.call("vault.unlock", json!({ "passphrase": "another" })).expect_err("another");
    assert_eq!(vault.ok("vault.status", json!({}))["damaged"], json!([]));
    refused("after another passphrase");
    vault.unlock().expect_err("it is damaged");
    vault.ok("rescue.list", json!({}));
    vault.ok("vault.lock", json!({}));
    refused("locked again");
}

#[test]
fn r6_what_is_no_damage_is_not_taken_for_it() {
    let vault = Spoiled::new();
    let database = vault.database();
    let away = database.with_extension("away");
    // A folder in the database's place opens for nobody, and is no damage of what was written.
    std::fs::rename(&database, &away).expect("it is moved");
    std::fs::create_dir(&database).expect("a folder");
    let refused = vault.unlock().expect_err("it does not open");
    assert_ne!(refused["code"], "Locked", "{refused}");
    assert_eq!(vault.ok("vault.status", json!({}))["damaged"], json!([]));
    std::fs::remove_dir(&database).expect("it goes again");
    std::fs::rename(&away, &database).expect("it is back");
    vault.unlock().expect("it opens");
    assert_eq!(vault.titles().len(), 2);
}
