//! The report for help says how Everkept does and nothing of what it keeps: words that were typed everywhere
//! stand nowhere in it.

use std::path::PathBuf;

use serde_json::{Value, json};
use testkit::face::{Face, Http, PASSPHRASE};
use testkit::http::Server;
use testkit::program;

const MARKER: &str = "Zyx7MarkerQ";

/// A vault in a folder whose name is a person's, too.
struct Marked {
    server: Server,
    vault: PathBuf,
    #[expect(dead_code, reason = "the folder goes with it")]
    dir: tempfile::TempDir,
}

impl Marked {
    fn new() -> Marked {
        let dir = tempfile::tempdir().expect("a folder");
        let home = dir.path().join(MARKER);
        std::fs::create_dir(&home).expect("a folder");
        let vault = home.join("vault");
        let made = program::everkept(&vault).arg("init").output().expect("the program starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Marked { server: Server::start(&vault), vault, dir }
    }

    fn ok(&self, command: &str, request: Value) -> Value {
        self.call(command, &request).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The words stand in every domain, in what was refused, and in what is set.
    fn type_everywhere(&self) {
        let m = MARKER;
        self.ok("journal.create_journal", json!({ "name": m }));
        self.ok("journal.create_template", json!({ "name": m, "body": m }));
        self.ok("journal.create_prompt", json!({ "text": m }));
        let entry =
            json!({ "title": m, "body": m, "tags": [m], "people": [m], "place": m, "mood": m });
        let id = self.ok("journal.create_entry", entry)["id"].clone();
        let name = json!({ "name": format!("{m}.txt") }).to_string();
        let added = self.server.try_post_bytes("/call/media.add", &name, m.as_bytes());
        let media: Value = serde_json::from_slice(&added.expect("it answers").body).expect("JSON");
        self.ok("journal.attach", json!({ "id": id, "media": media["ok"] }));
        let word = json!({ "word": m, "valence": 10, "energy": 10 });
        self.ok("mood.save_word", word);
        self.ok("mood.check_in", json!({ "valence": 40, "energy": 20, "note": m, "words": [m] }));
        let play =
            json!({ "title": m, "artists": [m], "album": m, "at_ms": 1_770_066_000_000_i64 });
        self.ok("listening.add_play", play);
        self.ok("listening.create_list", json!({ "name": m, "note": m, "feeling": m }));
        self.ok("finance.start", json!({ "base": "EUR" }));
        let account =
            json!({ "name": m, "kind": "asset", "currency": "EUR", "bank": m, "note": m });
        let account = self.ok("finance.create_account", account)["id"].clone();
        let txn = json!({ "day": "2026-02-12", "account": account, "minor": -450, "payee": m, "note": m, "tags": [m] });
        self.ok("finance.add_txn", txn);
        self.ok("fitness.create_routine", json!({ "name": m, "note": m, "items": [] }));
        self.ok("breath.add_session", json!({ "kind": "meditation", "minutes": 5, "note": m }));
        self.ok("backups.set", json!({ "folder": self.folder("backups") }));
        self.ok("backups.make", json!({}));
        self.ok("search.find", json!({ "text": m }));
        self.ok("capture.read", json!({ "text": m }));
        // What is refused carries the words in its error.
        for (command, request) in [
            (m.to_owned(), json!({})),
            ("journal.entry".to_owned(), json!({ "id": m })),
            ("journal.create_entry".to_owned(), json!({ m: m })),
            ("import.run".to_owned(), json!({ "path": format!("/home/{m}/{m}.zip") })),
            ("export.run".to_owned(), json!({ "path": format!("/{m}/{m}.zip"), "format": m })),
            ("export.prepare".to_owned(), json!({ "passphrase": "" })),
            ("accounts.terms".to_owned(), json!({ "id": m })),
        ] {
            assert!(self.call(&command, &request).is_err(), "{command} is refused");
        }
        self.ok("export.prepare", json!({ "passphrase": m }));
        self.ok("doctor.check", json!({}));
    }

    fn folder(&self, name: &str) -> String {
        let folder = self.vault.with_file_name(format!("{MARKER}-{name}"));
        std::fs::create_dir(&folder).expect("a folder");
        folder.to_string_lossy().into_owned()
    }
}

impl Face for Marked {
    fn call(&self, command: &str, request: &Value) -> Result<Value, Value> {
        let answer = self.server.post(&format!("/call/{command}"), &request.to_string());
        let body: Value = serde_json::from_slice(&answer.body).expect("it answers JSON");
        body.get("ok").cloned().ok_or_else(|| body["error"].clone())
    }
}

#[test]
fn t5_words_typed_everywhere_stand_nowhere_in_the_report() {
    let marked = Marked::new();
    marked.type_everywhere();
    let bundle = marked.ok("doctor.bundle", json!({}));
    let text = bundle["text"].as_str().expect("a text");
    let found = text.to_lowercase().find(&MARKER.to_lowercase());
    assert_eq!(found.map(|at| &text[at.saturating_sub(200)..]), None, "a word of the person's");
    for secret in [PASSPHRASE, &marked.server.token, &marked.vault.to_string_lossy()] {
        assert!(!text.contains(secret), "a secret, or a place on the disk");
    }
    let told: Value = serde_json::from_str(text).expect("it is JSON");
    assert_eq!(told["counts"]["journal.entry"], 1, "it counts what it does not show");
    // The categories that finance begins with are accounts, too.
    assert!(told["counts"]["finance.account"].as_u64() > Some(1), "{told}");
    // The one that was asked for, and perhaps already the first of every day.
    assert!(told["backups"]["good"].as_u64() >= Some(1), "{told}");
    assert_eq!(told["last_check"]["checks"][0]["check"], "pages");
    let latest = told["latest_commands"].as_array().expect("commands");
    assert!(latest.iter().any(|one| one["command"] == "mood.check_in"));
    assert!(latest.iter().any(|one| one["code"] == "Invalid" && one["command"] == "journal.entry"));

    let state = marked.ok("doctor.state", json!({}));
    let errors = state["errors"].as_array().expect("errors");
    assert!(errors.iter().any(|error| error["code"] == "Invalid"), "{state}");
    let slowest = state["slowest"].as_array().expect("commands");
    let times = |one: &Value, key: &str| one[key].as_f64().expect("a number");
    for one in slowest {
        assert!(times(one, "p50_ms") <= times(one, "p95_ms"), "{one}");
        assert!(times(one, "p95_ms") <= times(one, "max_ms"), "{one}");
    }
    assert_eq!(state["disk"]["attachments"], 1);

    // It is saved as it was read, and only as what it is.
    let path = marked.vault.with_file_name("report.json");
    marked.ok("doctor.save_bundle", json!({ "path": path, "text": text }));
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), text);
    let other = json!({ "path": marked.vault.with_file_name("report.sh"), "text": text });
    assert_eq!(marked.call("doctor.save_bundle", &other).expect_err("refused")["code"], "Invalid");
}

#[test]
fn t5_the_command_line_prints_the_same_report() {
    let http = Http::new();
    http.call("doctor.check", &json!({})).expect("a checkup");
    let vault = http.vault();
    let mut server = http.server;
    server.kill();
    let output = program::everkept(&vault).args(["doctor", "--report"]).output();
    let output = output.expect("the program starts");
    let told: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    assert_eq!(told["everkept"], env!("CARGO_PKG_VERSION"));
    assert!(told["last_check"]["at"].is_string(), "the check of the other process is known");
    assert_eq!(told["ended_well_before"], false, "the server was killed");
}
