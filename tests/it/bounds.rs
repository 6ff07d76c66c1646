//! Files of strangers: what they may cost the real program, and where they may write.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use testkit::face::{Face, Http};
use testkit::plays;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// More than any of these imports takes; the key's derivation alone takes 64 MiB of it.
const PEAK_BYTES_MAX: u64 = 300 << 20;
/// Rows of the long list.
const ROWS: usize = 500_000;
/// What the bomb unpacks to if nobody stops it: more than the bound.
const BOMB_BYTES: usize = 400 << 20;

/// The most memory that a process ever had.
fn peak_bytes(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kib << 10
}

fn import(http: &Http, path: &Path, format: &str) -> Value {
    let request = json!({ "path": path, "as": format });
    http.call("import.run", &request).unwrap_or_else(|error| panic!("{error}"))
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file in a zip");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

/// Every file below a folder.
fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn m1_m2_a_bomb_of_an_archive_costs_little_and_writes_nowhere_else() {
    let bomb = vec![b'a'; BOMB_BYTES];
    let inner = packed(&[("bomb.md", &bomb[..64 << 20])]);
    let bytes = packed(&[
        ("2026-03-01 honest.md", b"A day by the sea\n\n![the sea](bomb.jpg)"),
        ("bomb.jpg", &bomb),
        ("inner.zip", &inner),
        ("../2026-03-03 up.md", b"up"),
        ("C:\\2026-03-04 win.md", b"win"),
        ("2026-03-05 \u{0}nul.md", b"nul"),
        ("con.md", b"con"),
        ("2026-03-06 dot.md.", b"dot"),
    ]);
    drop(bomb);
    let http = Http::new();
    let home = http.vault().parent().expect("the vault lies in the test's folder").to_owned();
    let archive = home.join("archive.zip");
    fs::write(&archive, bytes).expect("the archive");
    let before = peak_bytes(http.server.pid());
    let report = import(&http, &archive, "markdown");
    let after = peak_bytes(http.server.pid());
    assert!(after < PEAK_BYTES_MAX, "{after} bytes at the most, {before} before");
    let entries = http.call("journal.entries", &json!({})).expect("entries");
    assert_eq!(entries["total"], 1, "{entries}\n{report}");
    let told = report.to_string();
    for name in ["bomb.jpg", "up.md", "win.md", "nul.md", "con.md", "dot.md."] {
        assert!(told.contains(name), "{name} is told of in {told}");
    }
    let mut all = Vec::new();
    files(&home, &mut all);
    let astray = all.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    assert_eq!(astray.collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "nothing is unpacked to a disk");
}

#[test]
fn m3_half_a_million_rows_of_json_take_no_more_memory_than_a_few() {
    let http = Http::new();
    let folder = http.vault().with_file_name("history");
    fs::create_dir(&folder).expect("a folder");
    plays::write_spotify(&folder, 7, ROWS).expect("written");
    let report = import(&http, &folder, "spotify");
    let after = peak_bytes(http.server.pid());
    assert!(after < PEAK_BYTES_MAX, "{after} bytes at the most");
    let added = report["added"].as_u64().expect("a number");
    assert!(ROWS as u64 / 2 < added, "{report}");
    let again = import(&http, &folder, "spotify");
    assert_eq!(again["added"], 0, "a second time adds nothing");
}
