//! Nothing plaintext at rest: a marker that was typed everywhere is found nowhere.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;
use testkit::face::{CommandLine, Face, Http};
use testkit::http::Server;
use testkit::program;
use testkit::requests::{WAITING, Words, registry};

const MARKER: &str = "Zyx7MarkerQ";

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Every place where the marker stands, in names or contents, under the test's whole folder: the vault,
/// the settings and the logs.
fn marked(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    files(dir, &mut all);
    assert!(all.len() > 4, "there is something to look through");
    all.retain(|path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        let needle = MARKER.to_lowercase();
        let inside = bytes
            .to_ascii_lowercase()
            .windows(needle.len())
            .any(|window| window == needle.as_bytes());
        inside || path.to_string_lossy().contains(MARKER)
    });
    all
}

/// A PNG of one pixel whose text chunk holds the marker.
fn marked_png() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend_from_slice(MARKER.repeat(3).as_bytes());
    png
}

#[test]
fn s1_a_marker_typed_everywhere_stands_nowhere_on_the_disk() {
    let mut http = Http::new();
    let entry = json!({
        "title": format!("Title {MARKER}"), "body": format!("Body {MARKER} words"),
        "tags": [MARKER], "people": [format!("Anna {MARKER}")], "place": MARKER,
    });
    let id = http.call("journal.create_entry", &entry).expect("an entry")["id"].clone();
    let name = json!({ "name": format!("{MARKER}.png") }).to_string();
    let answer = http.server.try_post_bytes("/call/media.add", &name, &marked_png());
    let answer = answer.expect("the server answers");
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let media: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    http.call("journal.attach", &json!({ "id": id, "media": media["ok"] })).expect("attached");
    let hash = media["ok"]["hash"].as_str().expect("a hash").to_owned();
    assert_eq!(http.server.get(&format!("/media/{hash}")).body, marked_png(), "it comes back");
    let upload = json!({ "name": format!("{MARKER}.md") }).to_string();
    let answer = http.server.try_post_bytes("/call/import.upload", &upload, &marked_png());
    assert_eq!(answer.expect("the server answers").status, 200);
    http.call("search.find", &json!({ "text": MARKER })).expect("found");
    let whole = http.vault().parent().expect("the vault lies in the test's folder").to_owned();
    assert_eq!(marked(&whole), Vec::<PathBuf>::new(), "while it runs");
    http.kill_and_restart();
    assert_eq!(marked(&whole), Vec::<PathBuf>::new(), "after it was killed");
    let found = http.call("search.find", &json!({ "text": MARKER })).expect("found");
    assert_eq!(found["hits"][0]["title"], format!("Title {MARKER}"));
}

/// Commands that end the test's vault, or write a year of entries.
const NOT_ASKED: [&str; 3] = ["vault.lock", "vault.erase", "import.demo"];

#[test]
fn n5_no_log_holds_a_word_of_what_was_said() {
    let line = CommandLine::new();
    let home = line.vault().parent().expect("the vault lies in the test's folder").to_owned();
    let mut command = program::everkept(&line.vault());
    let said = home.join("said");
    command.env("EVERKEPT_LOG", "trace").stderr(File::create(&said).expect("a file"));
    let server = Server::start_as(command);
    let entry = json!({ "title": MARKER, "body": MARKER });
    let id = server.call("journal.create_entry", &entry).expect("an entry")["id"].clone();
    let place = home.join(MARKER).to_string_lossy().into_owned();
    let words = Words { text: MARKER, place: &place, id: id.as_str().expect("an id") };
    let (mut done, mut refused) = (0, 0);
    for command in registry(&server) {
        let name = command.name.as_str();
        if NOT_ASKED.contains(&name) || WAITING.contains(&name) {
            continue;
        }
        let (whole, short) =
            (words.request(&command.request), words.short_request(&command.request));
        for request in [whole, short] {
            let path = format!("/call/{}", command.name);
            let answer = match command.access.as_str() {
                "body" => server.try_post_bytes(&path, &request.to_string(), &marked_png()),
                _ => server.try_post(&path, &request.to_string()),
            };
            let status = answer.unwrap_or_else(|error| panic!("{}: {error}", command.name)).status;
            if status == 200 { done += 1 } else { refused += 1 }
        }
    }
    assert!(100 < done && 100 < refused, "{done} were done, {refused} refused");
    drop(server);
    // What fails on the command line is told to the person and not to the log.
    let failed = line.command().args(["import", &place]).output().expect("it starts");
    assert!(!failed.status.success());

    let logs = home.join("state/everkept");
    let log = std::fs::read_to_string(logs.join("everkept.log")).expect("there is a log");
    assert!(log.contains("journal.create_entry"), "commands are in it by their names");
    for path in [logs, said] {
        let mut all = Vec::new();
        if path.is_dir() {
            files(&path, &mut all)
        } else {
            all.push(path)
        }
        for path in all {
            let text = std::fs::read(&path).expect("it can be read");
            let text = String::from_utf8_lossy(&text).to_lowercase();
            let line = text.lines().find(|line| line.contains(&MARKER.to_lowercase()));
            assert_eq!(line, None, "{}", path.display());
        }
    }
}
