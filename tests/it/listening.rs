//! Listening from files to figures: two tellers of one life, an import that is killed, an archive.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use base::env::FixedEnv;
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::face::{CommandLine, Face, InProcess};
use testkit::plays;

/// The same plays as Spotify's history (`spotify/`) and as ListenBrainz's (`listens.jsonl`).
fn two_tellers(rows: usize) -> (TempDir, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (spotify, listens) = (folder.path().join("spotify"), folder.path().join("listens.jsonl"));
    fs::create_dir(&spotify).expect("a folder");
    plays::write_spotify(&spotify, 7, rows).expect("written");
    plays::write_listenbrainz(&mut File::create(&listens).expect("a file"), 7, rows)
        .expect("written");
    let path = |path: &Path| path.to_string_lossy().into_owned();
    (folder, path(&spotify), path(&listens))
}

/// Rows that Spotify wrote, those that count, and how long these sounded.
fn generated(spotify: &str) -> (u64, u64, u64) {
    let (mut rows, mut counting, mut ms) = (0, 0, 0);
    for file in fs::read_dir(spotify).expect("a folder") {
        let text = fs::read(file.expect("a file").path()).expect("its content");
        let plays: Vec<Value> = serde_json::from_slice(&text).expect("JSON");
        for play in &plays {
            rows += 1;
            let played = play["ms_played"].as_u64().expect("a length");
            if played >= 30_000 && play["incognito_mode"] == false {
                counting += 1;
                ms += played;
            }
        }
    }
    (rows, counting, ms)
}

fn ask(face: &dyn Face, command: &str, request: Value) -> Value {
    face.call(command, &request).unwrap_or_else(|error| panic!("{command} {request}: {error}"))
}

/// Every figure that does not name a play.
fn figures(face: &dyn Face) -> Value {
    let all = json!({ "range": {} });
    let top = |scope: &str| {
        ask(face, "listening.top", json!({ "scope": scope, "range": {}, "limit": 200 }))
    };
    json!({
        "overview": ask(face, "listening.overview", all.clone()),
        "clock": ask(face, "listening.clock", all.clone()),
        "sessions": ask(face, "listening.sessions", all),
        "artists": top("artist"), "albums": top("album"), "tracks": top("track"),
    })
}

fn digest(face: &dyn Face) -> Value {
    let health = ask(face, "doctor.check", json!({ "rebuild": true, "digest": true }));
    assert_eq!(health["findings"], json!([]));
    health["digest"].clone()
}

#[test]
fn a_life_told_twice_is_counted_once_and_either_half_can_be_undone() {
    const ROWS: usize = 3_000;
    let (_folder, spotify, listens) = two_tellers(ROWS);
    let (rows, counting, ms) = generated(&spotify);
    let told = fs::read_to_string(&listens).expect("listens").lines().count() as u64;
    let env = || Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let mut both = Vec::new();
    for order in [[&spotify, &listens], [&listens, &spotify]] {
        let face = InProcess::new(env());
        let mut were = Vec::new();
        for path in order {
            were.push(digest(&face));
            let report = ask(&face, "import.run", json!({ "path": path }));
            assert_eq!(report["problems"], json!([]));
            assert_eq!(report["added"], if path == &spotify { rows } else { told });
            let again = ask(&face, "import.run", json!({ "path": path }));
            assert_eq!(again["added"], 0, "the same file adds nothing");
        }
        let figures = figures(&face);
        assert_eq!(figures["overview"]["plays"], counting);
        assert_eq!(figures["overview"]["ms"], ms);
        assert_eq!(figures["overview"]["untimed"], 0);
        let sources = ask(&face, "listening.sources", json!({}));
        let source = |place: usize| (&sources[place]["rows"], &sources[place]["evidence"]);
        assert_eq!(source(0), (&json!(rows), &json!(0)), "{sources}");
        assert_eq!(source(1), (&json!(told), &json!(told)), "each listen is evidence: {sources}");
        both.push(figures);
        let all = digest(&face);
        for was in were.iter().rev() {
            ask(&face, "undo.undo", json!({}));
            assert_eq!(digest(&face), *was);
        }
        assert_eq!(ask(&face, "listening.overview", json!({ "range": {} }))["plays"], 0);
        for _ in were {
            ask(&face, "undo.redo", json!({}));
        }
        assert_eq!(digest(&face), all);
    }
    assert_eq!(both[0], both[1], "who was first says nothing");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// How long the database's write-ahead log is, and how much of that is committed, in bytes. Its frames
/// have heads in the clear: <https://sqlite.org/fileformat.html#walformat>.
fn log_length(vault: &Path) -> (u64, u64) {
    const HEAD: usize = 32;
    const FRAME_HEAD: usize = 24;
    let log = fs::read(vault.join("everkept.db-wal")).unwrap_or_default();
    let number = |at: usize| Some(u32::from_be_bytes(log.get(at..at + 4)?.try_into().ok()?));
    let page = number(8).unwrap_or(4096) as usize;
    let mut committed = 0;
    for at in (HEAD..log.len()).step_by(FRAME_HEAD + page) {
        // The size of the database after a commit; 0 in every other frame.
        if number(at + 4).is_some_and(|pages| pages > 0) {
            committed = at + FRAME_HEAD + page;
        }
    }
    (log.len() as u64, committed as u64)
}

/// Begins an import and kills it at a moment that is told by the lengths of the log.
fn import_until(line: &CommandLine, path: &str, moment: impl Fn((u64, u64)) -> bool) {
    let mut import = line
        .command()
        .args(["import", path])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !moment(log_length(&line.vault())) {
        let ended = import.try_wait().expect("a process");
        assert_eq!(ended, None, "it is killed before it is done");
        std::thread::yield_now();
    }
    import.kill().expect("it was running");
    import.wait().expect("it has ended");
}

#[test]
fn an_import_of_plays_that_is_killed_goes_on_to_the_same_end() {
    const ROWS: usize = 60_000;
    let folder = tempfile::tempdir().expect("a folder");
    plays::write_spotify(folder.path(), 7, ROWS).expect("written");
    let path = folder.path().to_string_lossy().into_owned();
    let (whole, killed) = (CommandLine::new(), CommandLine::new());
    // One vault twice: the ids of plays hold a hash under its key.
    fs::remove_dir_all(killed.vault()).expect("a vault");
    copy(&whole.vault(), &killed.vault());
    assert_eq!(whole.run(&["import", &path])["added"], ROWS);
    let wanted = whole.run(&["doctor", "--rebuild", "--digest"]);
    assert_eq!(wanted["ok"], true, "{wanted}");

    // In the middle of a transaction, then after the first that is as large as many plays.
    const LARGE: u64 = 1 << 20;
    import_until(&killed, &path, |(all, _)| all > LARGE);
    let health = killed.run(&["doctor", "--rebuild"]);
    assert_eq!(health["findings"], json!([]));
    import_until(&killed, &path, |(_, committed)| committed > LARGE);
    let health = killed.run(&["doctor", "--rebuild"]);
    assert_eq!(health["findings"], json!([]));
    let here = health["counts"]["listening.play"].as_u64().unwrap_or(0);
    assert!(0 < here && here < ROWS as u64, "it was in the middle: {here}");
    let rest = killed.run(&["import", &path]);
    assert_eq!((&rest["added"], &rest["already_here"]), (&json!(ROWS as u64 - here), &json!(here)));
    let after = killed.run(&["doctor", "--rebuild", "--digest"]);
    assert_eq!(after["ok"], true, "{after}");
    assert_eq!(after["digest"], wanted["digest"]);
    assert_eq!(figures(&killed), figures(&whole));
}

#[test]
fn an_archive_brings_plays_and_all_that_was_said_about_them() {
    let (_folder, spotify, listens) = two_tellers(400);
    let env = |zone, seed| Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", zone, seed));
    let first = InProcess::new(env("Europe/London", 7));
    for path in [&spotify, &listens] {
        ask(&first, "import.run", json!({ "path": path }));
    }
    let page = ask(&first, "listening.plays", json!({ "limit": 4 }));
    let play = |at: usize| page["items"][at]["id"].clone();
    ask(&first, "listening.edit_play", json!({ "id": play(0), "hidden": true }));
    ask(&first, "listening.edit_play", json!({ "id": play(1), "apart": true }));
    let top = ask(&first, "listening.top", json!({ "scope": "artist", "range": {} }));
    let artist = |at: usize| top["items"][at]["id"].clone();
    ask(
        &first,
        "listening.merge",
        json!({ "scope": "artist", "from": artist(0), "into": artist(1) }),
    );
    ask(&first, "listening.set_genre", json!({ "artist": artist(2), "genre": "folk", "on": true }));
    let list =
        ask(&first, "listening.create_list", json!({ "name": "Calm", "note": "At **night**" }));
    let track = page["items"][2]["track"]["id"].clone();
    ask(&first, "listening.set_listed", json!({ "list": list["id"], "track": track, "on": true }));
    ask(&first, "listening.edit_settings", json!({ "count": "all", "zone": "Asia/Tokyo" }));
    let before = (digest(&first), ask(&first, "doctor.check", json!({}))["counts"].clone());

    let out = tempfile::tempdir().expect("a folder");
    for name in ["all.zip", "all"] {
        let path = out.path().join(name);
        ask(&first, "export.run", json!({ "path": path, "format": "archive" }));
        // In a vault of another key and place, whose settings the archive's are not mixed with.
        let second = InProcess::new(env("Asia/Kolkata", 8));
        let import = |command: &str| ask(&second, command, json!({ "path": path }));
        let preview = import("import.preview");
        let report = import("import.run");
        assert_eq!((&report["added"], &report["problems"]), (&preview["added"], &json!([])));
        let counts = ask(&second, "doctor.check", json!({}))["counts"].clone();
        assert_eq!((digest(&second), counts), before);
        assert_eq!(figures(&second), figures(&first));
        let listed = |face: &InProcess| ask(face, "listening.list", json!({ "id": list["id"] }));
        assert_eq!(listed(&second), listed(&first));
        assert_eq!(import("import.run")["added"], 0, "the same archive adds nothing");
        let rule = json!({ "count": "end" });
        ask(&second, "listening.edit_settings", rule.clone());
        ask(&first, "listening.edit_settings", rule);
        assert_eq!(figures(&second), figures(&first), "its settings can be changed there");
        ask(&first, "undo.undo", json!({}));
        ask(&second, "undo.undo", json!({}));
        ask(&second, "undo.step", json!({ "step": report["step"] }));
        assert_eq!(ask(&second, "doctor.check", json!({}))["counts"], json!({}), "all is undone");
    }
}
