//! What a lock leaves in the memory of the program: nothing of the key, and nothing of what was typed.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};

use serde_json::{Value, json};
use store::keyfile::KeyFile;
use testkit::face::{CommandLine, PASSPHRASE};
use testkit::http::Server;
use testkit::program;

const MARKER: &[u8] = b"Qx7MarkerInMemory";

/// Everything that a process can write to and read from again, in pieces; nothing where this user may not look.
fn memory(pid: u32) -> Option<Vec<(String, Vec<u8>)>> {
    let mut memory = File::open(format!("/proc/{pid}/mem")).ok()?;
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let mut pieces = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, rest) = line.split_once('-').expect("a range");
        let (to, _) = rest.split_once(' ').expect("a range");
        let number = |hex| u64::from_str_radix(hex, 16).expect("an address");
        let (from, to) = (number(from), number(to));
        let mut bytes = vec![0; usize::try_from(to - from).expect("it fits")];
        memory.seek(SeekFrom::Start(from)).expect("an address");
        // A piece may have gone since the list was read.
        if memory.read_exact(&mut bytes).is_ok() {
            pieces.push((line.to_owned(), bytes));
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    // The rare byte first: most places are left at once.
    bytes.iter().enumerate().any(|(at, byte)| *byte == needle[0] && bytes[at..].starts_with(needle))
}

/// Where something stands.
fn found(pieces: &[(String, Vec<u8>)], stands: impl Fn(&[u8]) -> bool) -> Vec<String> {
    let there = pieces.iter().filter(|(_, bytes)| stands(bytes));
    there.map(|(line, _)| line.clone()).collect()
}

fn ok(server: &Server, name: &str, request: Value) -> Value {
    let answer = server.post(&format!("/call/{name}"), &request.to_string());
    let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(answer.status, 200, "{name}: {body}");
    body["ok"].clone()
}

#[test]
fn s8_a_lock_leaves_nothing_of_the_key_in_the_memory() {
    let line = CommandLine::new();
    let mut command = program::everkept(&line.vault());
    command.env_remove("EVERKEPT_PASSPHRASE");
    let server = Server::start_as(command);
    if memory(server.pid()).is_none() {
        eprintln!("skipped: this user may not read the memory of a program that keeps it private");
        return;
    }
    let file = KeyFile::read(&line.vault().join("key.json")).expect("a key file");
    let key = file.open_with_passphrase(PASSPHRASE).expect("the passphrase opens it");
    let database = key.derive("database");
    let in_letters: String = database.iter().map(|byte| format!("{byte:02x}")).collect();
    let secrets = |pieces: &[(String, Vec<u8>)]| {
        let all = [
            ("the vault's key", found(pieces, |bytes| key.stands_in(bytes))),
            ("the database's key", found(pieces, |bytes| holds(bytes, database.as_slice()))),
            ("the same in letters", found(pieces, |bytes| holds(bytes, in_letters.as_bytes()))),
            ("the passphrase", found(pieces, |bytes| holds(bytes, PASSPHRASE.as_bytes()))),
            ("what was typed", found(pieces, |bytes| holds(bytes, MARKER))),
        ];
        all.into_iter().filter(|(_, places)| !places.is_empty()).collect::<Vec<_>>()
    };

    ok(&server, "vault.unlock", json!({ "passphrase": PASSPHRASE }));
    let marker = String::from_utf8_lossy(MARKER).into_owned();
    let entry = json!({ "title": marker, "body": format!("about {marker}") });
    let id = ok(&server, "journal.create_entry", entry)["id"].clone();
    ok(&server, "journal.entry", json!({ "id": id }));
    ok(&server, "search.find", json!({ "text": marker }));
    let open = memory(server.pid()).expect("it could be read before");
    let there: Vec<&str> = secrets(&open).into_iter().map(|(what, _)| what).collect();
    for what in ["the vault's key", "the database's key", "what was typed"] {
        assert!(there.contains(&what), "{what} can be found: {there:?}");
    }
    drop(open);

    ok(&server, "vault.lock", json!({}));
    assert_eq!(ok(&server, "vault.status", json!({}))["state"], "locked");
    let locked = memory(server.pid()).expect("it could be read before");
    assert_eq!(secrets(&locked), [], "nothing of it is left");
}
