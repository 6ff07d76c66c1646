//! What stays open: events, long work, large uploads, and clients that go away.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use testkit::face::Http;
use testkit::http::Server;

/// Longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request that was sent, its answer still to be read. HTTP/1.0: the answer comes as it is, and ends
/// with the connection.
pub(crate) fn open(host: &str, token: &str, method: &str, path: &str, body: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(host).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket has time limits");
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.0\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("it is read");
    stream
}

/// A whole answer, head and all, as it was sent.
pub(crate) fn exchange(server: &Server, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = Vec::new();
    let mut stream = open(&server.host, &server.token, method, path, body);
    stream.read_to_end(&mut answer).expect("the server answers");
    answer
}

/// The first line that holds the words.
pub(crate) fn line_with(reader: &mut impl BufRead, words: &str) -> String {
    loop {
        let mut line = String::new();
        let count = reader.read_line(&mut line).expect("the stream stays open");
        assert!(count > 0, "the stream ended before it said {words}");
        if line.contains(words) {
            return line;
        }
    }
}

/// Waits until the log says that a command has ended; answers that line.
fn logged(vault: &Path, command: &str) -> Value {
    let path = vault.with_file_name("state").join("everkept/everkept.log");
    let named = format!("\"command\":\"{command}\"");
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let log = std::fs::read_to_string(&path).unwrap_or_default();
        if let Some(line) = log.lines().find(|line| line.contains(&named)) {
            return serde_json::from_str(line).expect("a line of the log is JSON");
        }
        std::thread::yield_now();
    }
    panic!("{command} did not end");
}

#[test]
fn a_change_is_told_to_whoever_listens() {
    let http = Http::new();
    let mut events =
        BufReader::new(open(&http.server.host, &http.server.token, "GET", "/events", b""));
    let head = line_with(&mut events, "content-type");
    assert!(head.contains("text/event-stream"), "{head}");
    line_with(&mut events, "date:");
    http.server.post("/call/journal.create_entry", r#"{"title": "A walk"}"#);
    let event = line_with(&mut events, "data:");
    let event: Value = serde_json::from_str(event.trim_start_matches("data:")).expect("it is JSON");
    assert_eq!(event["origin"], "local");
    let kinds = event["kinds"].as_array().expect("kinds are a list");
    assert!(kinds.contains(&"journal.entry".into()), "{event}");
}

#[test]
fn work_reports_line_by_line_and_ends_with_its_answer() {
    let http = Http::new();
    let request = serde_json::json!({ "path": crate::terminal::fixture("dayone") }).to_string();
    let answer = exchange(&http.server, "POST", "/stream/import.run", request.as_bytes());
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let lines: Vec<&str> = answer.lines().filter(|line| line.starts_with('{')).collect();
    let (last, items) = lines.split_last().expect("there are lines");
    assert!(items.iter().all(|line| line.starts_with("{\"item\":")) && !items.is_empty());
    assert!(last.starts_with("{\"done\":"), "{last}");
    let failed = exchange(&http.server, "POST", "/stream/import.run", br#"{"path": "/nowhere"}"#);
    assert!(String::from_utf8_lossy(&failed).contains("{\"error\":{\"code\":\"NotFound\""));
}

#[test]
fn a_client_that_goes_away_cancels_its_work() {
    const ENTRIES: usize = 20_000;
    let http = Http::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("jrnl.txt");
    let text: String = (0..ENTRIES)
        .map(|n| {
            let (day, hour, minute) = (1 + n / 1440 % 28, n / 60 % 24, n % 60);
            format!("[2026-01-{day:02} {hour:02}:{minute:02}] Entry {n}\nWhat happened.\n\n")
        })
        .collect();
    std::fs::write(&path, text).expect("the temporary folder takes it");
    let request = serde_json::json!({ "path": path, "as": "jrnl" }).to_string();
    let stream = open(
        &http.server.host,
        &http.server.token,
        "POST",
        "/stream/import.run",
        request.as_bytes(),
    );
    let mut lines = BufReader::new(stream);
    line_with(&mut lines, "{\"item\":");
    drop(lines);
    logged(&http.vault(), "import.run");
    let page = http.server.post("/call/journal.entries", r#"{"limit": 1}"#);
    let page: Value = serde_json::from_slice(&page.body).expect("it answers JSON");
    let came = page["ok"]["total"].as_u64().expect("a total");
    assert!(came < ENTRIES as u64, "the rest was not read after the client went");
}

/// The most memory that the process has held since the last call, in KiB.
#[cfg(target_os = "linux")]
fn peak_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux counts");
    let peak = line.trim().trim_end_matches(" kB").parse().expect("it is a number");
    // Begins to count anew (proc(5)).
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("the process is ours");
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_upload_is_never_held_in_memory() {
    const BYTES: usize = 104 << 20;
    const GROWTH_KIB_MAX: u64 = 24 << 10;
    let http = Http::new();
    peak_kib(http.server.pid());
    let before = peak_kib(http.server.pid());
    let upload = vec![7; BYTES];
    let answer =
        http.server.try_post_bytes("/call/import.upload", r#"{"name": "all.zip"}"#, &upload);
    assert_eq!(answer.map(|answer| answer.status).ok(), Some(200));
    let grown = peak_kib(http.server.pid()).saturating_sub(before);
    assert!(grown < GROWTH_KIB_MAX, "the server held {grown} KiB of {} KiB", BYTES >> 10);
}

#[test]
fn half_an_upload_is_no_file() {
    let http = Http::new();
    let mut stream = TcpStream::connect(&http.server.host).expect("the server listens");
    let head = format!(
        "POST /call/import.upload HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
         content-type: application/octet-stream\r\nx-payload: %7B%22name%22%3A%22a.zip%22%7D\r\n\
         content-length: 1000000\r\n\r\n",
        http.server.host, http.server.token
    );
    stream.write_all(head.as_bytes()).expect("it is read");
    stream.write_all(&[7; 300_000]).expect("it is read");
    drop(stream);
    let line = logged(&http.vault(), "import.upload");
    assert!(line["fields"]["code"].is_string(), "it failed: {line}");
    let staged = std::fs::read_dir(http.vault().join("staged")).expect("the vault has the folder");
    assert_eq!(staged.count(), 0, "nothing of it stays");
}
