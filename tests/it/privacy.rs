//! Nothing plaintext at rest: a marker that was typed everywhere is found nowhere.

use std::path::{Path, PathBuf};

use serde_json::json;
use testkit::face::{Face, Http};

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
fn a_marker_typed_everywhere_stands_nowhere_on_the_disk() {
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
