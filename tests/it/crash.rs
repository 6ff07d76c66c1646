//! Killed at any moment, the program loses nothing whose saving it had answered.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::face::{CommandLine, Face, Http};

/// Kills in the test; `EVERKEPT_KILLS=200` is the long form, run by `cargo xtask bench`.
pub(crate) fn kills() -> u64 {
    std::env::var("EVERKEPT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(6)
}

/// What the server had answered before it was killed.
#[derive(Default)]
struct Acknowledged {
    entries: Vec<(String, String)>,
    media: Vec<String>,
}

fn ok(answer: std::io::Result<testkit::http::Answer>) -> Option<Value> {
    let body: Value = serde_json::from_slice(&answer.ok()?.body).ok()?;
    body.get("ok").cloned()
}

/// Types, attaches and imports until the server is gone.
fn work(http: &Http, notes: &std::path::Path, round: u64) -> Acknowledged {
    let mut done = Acknowledged::default();
    for number in 0.. {
        let title = format!("round {round} entry {number}");
        let create = json!({ "title": title, "body": "" }).to_string();
        let Some(created) = ok(http.server.try_post("/call/journal.create_entry", &create)) else {
            break;
        };
        let id = created["id"].as_str().expect("an id").to_owned();
        let open = json!({ "id": id }).to_string();
        let Some(entry) = ok(http.server.try_post("/call/journal.entry", &open)) else { break };
        let (mut version, mut body) = (entry["version"].clone(), String::new());
        for word in ["one ", "two ", "three "] {
            body.push_str(word);
            let write = json!({ "id": id, "version": version, "body": body }).to_string();
            let Some(written) = ok(http.server.try_post("/call/journal.write_body", &write)) else {
                return done;
            };
            version = written["version"].clone();
            done.entries.retain(|(known, _)| *known != id);
            done.entries.push((id.clone(), body.clone()));
        }
        let bytes = format!("photo {round} {number} ").repeat(20_000).into_bytes();
        let name = json!({ "name": "photo.bin" }).to_string();
        let added = ok(http.server.try_post_bytes("/call/media.add", &name, &bytes));
        let Some(media) = added else { break };
        let attach = json!({ "id": id, "media": media }).to_string();
        if ok(http.server.try_post("/call/journal.attach", &attach)).is_none() {
            break;
        }
        done.media.push(media["hash"].as_str().expect("a hash").to_owned());
        let import = json!({ "path": notes, "as": "markdown" }).to_string();
        if ok(http.server.try_post("/call/import.run", &import)).is_none() {
            break;
        }
    }
    done
}

#[test]
fn r2_r3_a_killed_program_keeps_everything_that_it_had_answered() {
    let notes = tempfile::tempdir().expect("a folder");
    for number in 0..3000 {
        let name = format!("2026-01-{:02} note {number}.md", number % 28 + 1);
        std::fs::write(notes.path().join(name), format!("imported {number}")).expect("a note");
    }
    let mut http = Http::new();
    let mut all = Acknowledged::default();
    for round in 0..kills() {
        let gone = AtomicBool::new(false);
        let pid = http.server.pid().to_string();
        let done = std::thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let done = work(&http, notes.path(), round);
                gone.store(true, Ordering::Relaxed);
                done
            });
            // The moment differs each round; the work never ends by itself.
            std::thread::sleep(Duration::from_millis(150 + round * 97 % 900));
            assert!(!gone.load(Ordering::Relaxed), "the server was there until it was killed");
            let killed = std::process::Command::new("kill").args(["-9", &pid]).status();
            assert!(killed.is_ok_and(|status| status.success()), "kill -9 works here");
            worker.join().expect("the worker ends when the server is gone")
        });
        all.entries.extend(done.entries);
        all.media.extend(done.media);
        http.restart_after_kill();
        for (id, body) in &all.entries {
            let entry = http.call("journal.entry", &json!({ "id": id })).expect("it is there");
            let kept = entry["body"].as_str().expect("a text");
            assert!(kept.starts_with(body.as_str()), "{kept:?} lost some of {body:?}");
        }
        for hash in &all.media {
            assert_eq!(http.server.get(&format!("/media/{hash}")).status, 200, "{hash} is there");
        }
    }
    assert!(!all.entries.is_empty(), "something was written between the kills");
    let health = http.call("doctor.check", &json!({ "rebuild": true })).expect("a checkup");
    let stray =
        |finding: &Value| finding.as_str().is_some_and(|text| text.contains("belong to no record"));
    let serious: Vec<&Value> = health["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| !stray(finding))
        .collect();
    assert!(serious.is_empty(), "{serious:?}");
}

#[test]
fn r3_an_import_that_was_cut_short_goes_on_where_it_was() {
    let notes = tempfile::tempdir().expect("a folder");
    for number in 0..50 {
        let name = format!("2026-01-{:02} note {number}.md", number % 28 + 1);
        std::fs::write(notes.path().join(name), format!("imported {number}")).expect("a note");
    }
    let line = CommandLine::new();
    let path = notes.path().to_string_lossy().into_owned();
    assert_eq!(line.run(&["import", &path])["added"], 50);
    std::fs::write(notes.path().join("2026-02-01 later.md"), "one more").expect("a note");
    let again = line.run(&["import", &path]);
    assert_eq!((&again["added"], &again["already_here"]), (&json!(1), &json!(50)));
}
