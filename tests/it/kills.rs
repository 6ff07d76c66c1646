//! Killed while it makes a backup, goes back to one, takes another passphrase or builds its tables again, the
//! program has done all of it or nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use base::error::Result;
use serde_json::{Value, json};
use store::keyfile::KeyFile;
use store::migrate::{Step, to_newest};
use store::sql::Tables;
use testkit::face::{CommandLine, Face, PASSPHRASE};
use testkit::program;

use crate::crash::kills;

/// The longest that a program lives before it is killed: opening with the passphrase takes a part of it.
const SPAN_MS: u64 = 1_900;

/// Starts a program and kills it after a while that differs each round; answers whether it had ended.
fn killed(command: &mut Command, round: u64) -> bool {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(Duration::from_millis(round * 389 % SPAN_MS));
    let ended = child.try_wait().expect("it can be asked").is_some();
    // It may end in this moment.
    let _ = child.kill();
    child.wait().expect("it has ended");
    ended
}

/// A vault with an attachment that takes a moment to copy.
fn vault() -> CommandLine {
    let line = CommandLine::new();
    let photo = line.vault().with_file_name("photo.bin");
    let mut noise = vec![0; 12 << 20];
    noise.iter_mut().enumerate().for_each(|(at, byte)| *byte = (at * at % 251) as u8);
    std::fs::write(&photo, noise).expect("a file");
    let id = write(&line, "with a photo");
    let file = photo.to_string_lossy().into_owned();
    let media = line.run(&["call", "media.add", r#"{"name":"photo.bin"}"#, "--body", &file]);
    call(&line, "journal.attach", &json!({ "id": id, "media": media }));
    line
}

fn call(line: &CommandLine, name: &str, request: &Value) -> Value {
    line.call(name, request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn write(line: &CommandLine, title: &str) -> Value {
    call(line, "journal.create_entry", &json!({ "title": title, "body": "" }))["id"].clone()
}

fn titles(vault: &Path) -> Vec<String> {
    let mut command = program::everkept(vault);
    command.args(["call", "journal.entries", r#"{"limit":500}"#]);
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let items = page["items"].as_array().expect("entries").iter();
    let mut titles: Vec<String> =
        items.map(|entry| entry["title"].as_str().unwrap_or_default().to_owned()).collect();
    titles.sort();
    titles
}

fn is_well(line: &CommandLine) {
    let health = call(line, "doctor.check", &json!({ "rebuild": true }));
    assert_eq!(health["ok"], true, "{health}");
}

#[test]
fn r3_a_killed_backup_is_whole_or_none() {
    let line = vault();
    for round in 0..kills() {
        write(&line, &format!("round {round}"));
        killed(line.command().arg("backup"), round);
        let rows = call(&line, "backups.list", &json!({}));
        for row in rows.as_array().expect("backups") {
            assert_eq!(row["verified"], true, "what is listed is whole: {row}");
        }
    }
    let backup = call(&line, "backups.make", &json!({}));
    let path = backup["path"].as_str().expect("a path");
    let tried = line.run(&["restore", path, "--verify"]);
    assert_eq!(tried["ok"], true, "{tried}");
    assert_eq!(titles(&line.vault()).len() as u64, kills() + 1);
    is_well(&line);
}

#[test]
fn r3_a_killed_return_to_a_backup_has_happened_or_not() {
    let line = vault();
    let earlier = titles(&line.vault());
    let made = call(&line, "backups.make", &json!({}));
    let name = made["backup"]["name"].clone();
    let request = json!({ "name": name }).to_string();
    let mut returned = 0;
    for round in 0..kills() {
        write(&line, &format!("round {round}"));
        let before = titles(&line.vault());
        killed(line.command().args(["call", "backups.restore", &request]), round);
        let now = titles(&line.vault());
        assert!(now == before || now == earlier, "round {round}: {now:?}");
        if now == earlier && before != earlier {
            returned += 1;
            let asides = std::fs::read_dir(line.vault()).expect("the folder").flatten();
            let kept = asides
                .map(|entry| entry.path())
                .filter(|path| {
                    path.file_name()
                        .is_some_and(|name| name.to_string_lossy().starts_with("before-restore"))
                })
                .any(|aside| titles(&aside) == before);
            assert!(kept, "round {round}: what was there before is kept whole");
        }
    }
    eprintln!("{returned} of {} were far enough to have happened", kills());
    call(&line, "backups.restore", &json!({ "name": name }));
    assert_eq!(titles(&line.vault()), earlier);
    is_well(&line);
}

#[test]
fn r3_a_killed_change_of_the_passphrase_leaves_the_old_one_or_the_new_one() {
    let line = vault();
    let kept = titles(&line.vault());
    let opens = |words: &str| {
        let mut command = line.command();
        command.env("EVERKEPT_PASSPHRASE", words).args(["call", "journal.entries", "{}"]);
        // Each wrong guess would make the next one wait.
        let _ = std::fs::remove_file(line.vault().join("attempts.json"));
        command.output().expect("the program starts").status.success()
    };
    let mut words = PASSPHRASE.to_owned();
    for round in 0..kills() {
        let next = format!("{PASSPHRASE} {round}");
        let request = json!({ "passphrase": next }).to_string();
        let mut command = line.command();
        command.env("EVERKEPT_PASSPHRASE", &words);
        killed(command.args(["call", "vault.change_passphrase", &request]), round);
        let (old, new) = (opens(&words), opens(&next));
        assert!(old != new, "round {round}: one of both opens it, old {old}, new {new}");
        if new {
            words = next;
        }
    }
    let request = json!({ "passphrase": PASSPHRASE }).to_string();
    let mut command = line.command();
    command.env("EVERKEPT_PASSPHRASE", &words);
    let _ = std::fs::remove_file(line.vault().join("attempts.json"));
    assert!(
        command
            .args(["call", "vault.change_passphrase", &request])
            .status()
            .is_ok_and(|s| s.success())
    );
    assert_eq!(titles(&line.vault()), kept);
    is_well(&line);
}

#[test]
fn r3_killed_while_its_tables_are_made_anew_it_has_the_old_ones_or_the_new_ones() {
    let line = vault();
    for round in 0..kills() {
        write(&line, &format!("round {round}"));
        killed(line.command().args(["doctor", "--rebuild"]), round);
        assert_eq!(titles(&line.vault()).len() as u64, round + 2);
    }
    is_well(&line);
}

/// Makes the log anew with one column more, and a table of what it says, as a real step would.
fn marks(tables: Tables<'_>) -> Result<()> {
    tables.run("CREATE TABLE marked (n INTEGER PRIMARY KEY, twice BLOB NOT NULL) STRICT", &[])?;
    tables.run("INSERT INTO marked SELECT n, zeroblob(40000) FROM log", &[])?;
    tables.run("ALTER TABLE log ADD COLUMN marked INTEGER NOT NULL DEFAULT 0", &[])?;
    tables.run("UPDATE log SET marked = n", &[]).map(drop)
}

const MARKS: [Step; 1] = [Step { since: "9.0.0", run: marks }];
/// Tells the test, which starts itself, that it is the one to be killed, and where the vault is.
const MIGRATES: &str = "EVERKEPT_TEST_MIGRATES";

fn migrate(vault: &Path) -> Option<i64> {
    let file = KeyFile::read(&vault.join("key.json")).expect("a key file");
    let key = file.open_with_passphrase(PASSPHRASE).expect("the passphrase opens it");
    to_newest(vault, &key, &MARKS).expect("it is brought to the newest schema")
}

#[test]
fn r7_killed_while_it_takes_a_new_schema_it_has_the_earlier_one_or_the_new_one() {
    if let Some(vault) = std::env::var_os(MIGRATES) {
        migrate(Path::new(&vault));
        return;
    }
    let line = vault();
    for number in 0..20 {
        write(&line, &format!("entry {number}"));
    }
    let (kept, earlier) = (titles(&line.vault()), line.vault().join("everkept.db"));
    let bytes = std::fs::read(&earlier).expect("the database");
    let mut done = 0;
    for round in 0..kills() {
        let this = std::env::current_exe().expect("a running test has a path");
        let mut again = Command::new(this);
        let name =
            "kills::r7_killed_while_it_takes_a_new_schema_it_has_the_earlier_one_or_the_new_one";
        killed(again.args(["--exact", name]).env(MIGRATES, line.vault()), round);
        // The program of the test knows the earlier schema only: it opens that one, or refuses the new one.
        let mut command = line.command();
        let listed = command.args(["call", "journal.entries", r#"{"limit":500}"#]).output();
        let listed = listed.expect("the program starts");
        match listed.status.success() {
            true => {
                assert_eq!(titles(&line.vault()), kept, "round {round}: the earlier schema, whole");
                assert_eq!(migrate(&line.vault()), Some(1), "the next start brings it on");
            }
            false => {
                let told = String::from_utf8_lossy(&listed.stderr).into_owned();
                assert!(told.contains("it takes Everkept 9.0.0 or newer"), "round {round}: {told}");
                done += 1;
            }
        }
        assert_eq!(migrate(&line.vault()), None, "round {round}: it is the new one");
        let copy = std::fs::read(line.vault().join("before-update/schema-1.db")).expect("the copy");
        for name in ["everkept.db-wal", "everkept.db-shm"] {
            drop(std::fs::remove_file(line.vault().join(name)));
        }
        std::fs::write(&earlier, copy).expect("the copy is put back");
        assert_eq!(titles(&line.vault()), kept, "round {round}: the way back");
        std::fs::write(&earlier, &bytes).expect("as in the beginning");
    }
    eprintln!("{done} of {} were far enough to have happened", kills());
    is_well(&line);
}
