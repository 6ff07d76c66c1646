//! Real vaults and a real server on this machine: what is written on one device is on all, whatever ends in
//! between, and the server holds nothing that anybody could read.
//!
//! `cargo nextest run -p it sync` after `cargo build --workspace --bins`.

mod whole;

mod conflicts;
mod forgotten;
mod returns;
mod shares;
mod snapshots;
mod stops;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::bucket::Bucket;
use testkit::face::{Face, Http};
use testkit::program::{self, Stop};

const MARKER: &str = "Qvx3SyncMarker";

/// Where a server keeps what it has, beside its folder.
#[derive(Default)]
struct Ground {
    /// `postgres://…`; none: SQLite in the folder.
    database: Option<String>,
    /// `s3://…` and what it is asked with; none: files in the folder.
    files: Option<Bucket>,
}

/// The endpoint, as a process of its own.
struct Endpoint {
    child: Child,
    dir: TempDir,
    ground: Ground,
    url: String,
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Endpoint {
    fn new() -> Endpoint {
        Endpoint::on(Ground::default())
    }

    fn on(ground: Ground) -> Endpoint {
        let dir = TempDir::new().expect("a folder");
        let (child, url) = start(dir.path(), &ground, "127.0.0.1:0", None).expect("it starts");
        Endpoint { child, dir, ground, url }
    }

    fn kill(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        self.child.wait().expect("it has ended");
    }

    /// Ends it as a power cut would, and starts it at the same address.
    fn kill_and_restart(&mut self) {
        self.kill();
        let at = self.url.trim_start_matches("http://").to_owned();
        (self.child, self.url) =
            start(self.dir.path(), &self.ground, &at, None).expect("it starts");
    }

    /// Ends it and starts it at the same address, to be killed at a place. It may be gone when this returns.
    fn restart_until(&mut self, stop: Stop) {
        self.kill();
        let at = self.url.trim_start_matches("http://").to_owned();
        if let Some((child, _)) = start(self.dir.path(), &self.ground, &at, Some(stop)) {
            self.child = child;
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(self.dir.path(), &mut found);
        found
    }
}

fn start(dir: &Path, ground: &Ground, at: &str, stop: Option<Stop>) -> Option<(Child, String)> {
    let mut command = Command::new(program::server_path());
    command.arg("serve").arg("--data").arg(dir).args(["--listen", at, "--registration", "open"]);
    command.args(["--rate-strict", "off", "--rate-normal", "off", "--quota", "0", "--day", "0"]);
    if let Some(database) = &ground.database {
        command.arg("--database").arg(database);
    }
    if let Some(bucket) = &ground.files {
        command.arg("--blobs").arg(&bucket.url);
        command.envs(bucket.options.iter().map(|(name, value)| (name.to_uppercase(), value)));
    }
    if let Some(stop) = stop {
        command = stop.of(&command);
    }
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the endpoint starts");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("it was piped");
    BufReader::new(stdout).read_line(&mut line).expect("its output can be read");
    let Ok(said) = serde_json::from_str::<Value>(&line) else {
        child.wait().expect("it has ended");
        return None;
    };
    Some((child, said["url"].as_str().expect("an address").to_owned()))
}

fn call(device: &Http, command: &str, request: &Value) -> Value {
    device.call(command, request).unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// The first device of a vault.
fn first(endpoint: &Endpoint) -> Http {
    let device = Http::new();
    let status =
        call(&device, "sync.turn_on", &json!({ "server": endpoint.url, "name": "Laptop" }));
    assert_eq!(status["on"], true);
    device
}

/// What is told in each step of pairing, as `(step, text)`.
fn step(line: &Value) -> (String, String) {
    let word = |name: &str| line["item"][name].as_str().unwrap_or_default().to_owned();
    assert!(line.get("error").is_none(), "{line}");
    (word("step"), word("text"))
}

/// A device joins by what the host shows as text.
fn join_by_invitation(host: &Http, name: &str) -> Http {
    let guest = Http::new();
    std::thread::scope(|scope| {
        let (shown, show) = channel();
        scope.spawn(move || {
            host.server.lines("/stream/sync.invite", r#"{"by":"invitation"}"#, |line| {
                match step(&line) {
                    (step, text) if step == "show" => shown.send(text).expect("somebody waits"),
                    (step, text) if step == "asks" => {
                        assert_eq!(text, name);
                        call(host, "sync.answer", &json!({ "yes": true }));
                    }
                    _ => {}
                }
            });
        });
        let invitation = show.recv().expect("the host shows a text");
        let request = json!({ "name": name, "invitation": invitation });
        guest.server.lines("/stream/sync.join", &request.to_string(), |line| drop(step(&line)));
    });
    guest
}

/// A device joins by codes, each typed on the other.
fn join_by_codes(host: &Http, endpoint: &Endpoint, name: &str) -> Http {
    let guest = Http::new();
    std::thread::scope(|scope| {
        let (room_out, room) = channel();
        let (host_out, host_code) = channel();
        let (guest_out, guest_code) = channel();
        scope.spawn(move || {
            host.server.lines("/stream/sync.invite", r#"{"by":"codes"}"#, |line| {
                match step(&line) {
                    (step, text) if step == "room" => room_out.send(text).expect("somebody waits"),
                    (step, text) if step == "code" => {
                        host_out.send(text).expect("somebody waits");
                        let code: String = guest_code.recv().expect("the guest shows its code");
                        call(host, "sync.answer", &json!({ "code": code }));
                    }
                    (step, _) if step == "asks" => {
                        drop(call(host, "sync.answer", &json!({ "yes": true })))
                    }
                    _ => {}
                }
            });
        });
        let room = room.recv().expect("the host tells a room");
        let request = json!({ "name": name, "server": endpoint.url, "room": room });
        let asked = &guest;
        guest.server.lines("/stream/sync.join", &request.to_string(), |line| {
            if let (step, text) = step(&line)
                && step == "code"
            {
                guest_out.send(text).expect("somebody waits");
                let code: String = host_code.recv().expect("the host shows its code");
                call(asked, "sync.answer", &json!({ "code": code }));
            }
        });
    });
    guest
}

/// Everything that waits is carried; all come to the same.
fn settle(devices: &[&Http]) {
    let mut last = Vec::new();
    for round in 0..4 {
        for device in devices {
            let status = call(device, "sync.run", &json!({}));
            assert_eq!(status["stand"], "up_to_date", "{status}");
        }
        // What one brings in the first round another takes in the second. Before that the digests may be equal
        // by chance: they are about the values that hold, not about others that were said at once.
        if round == 0 {
            continue;
        }
        let healths: Vec<Value> = devices
            .iter()
            .map(|device| call(device, "doctor.check", &json!({ "digest": true })))
            .collect();
        last = healths.iter().map(|health| health["digest"].to_string()).collect();
        if last.iter().all(|digest| *digest == last[0]) {
            for health in &healths {
                assert_eq!(health["findings"], json!([]), "the doctor finds nothing");
            }
            return;
        }
    }
    panic!("they do not come to the same: {last:?}");
}

fn entry(device: &Http, title: &str, body: &str) -> String {
    let entry = call(device, "journal.create_entry", &json!({ "title": title, "body": body }));
    entry["id"].as_str().expect("an id").to_owned()
}

/// Two devices that have the same entry.
fn two_alike() -> (Endpoint, Http, Http, String) {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let walk = entry(&laptop, "A walk", "By the sea.");
    let phone = join_by_invitation(&laptop, "Phone");
    settle(&[&laptop, &phone]);
    (endpoint, laptop, phone, walk)
}

#[test]
fn v12_three_devices_write_and_come_to_the_same_and_the_server_reads_nothing() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let walk = entry(&laptop, &format!("A walk {MARKER}"), &format!("{MARKER} by the sea."));
    let phone = join_by_invitation(&laptop, "Phone");
    let tablet = join_by_codes(&laptop, &endpoint, "Tablet");
    settle(&[&laptop, &phone, &tablet]);

    // The same text on two devices at once, an attachment, and things of other domains.
    for (device, body) in [(&laptop, "By the sea. Alone."), (&phone, "Yesterday by the sea.")] {
        let read = call(device, "journal.entry", &json!({ "id": walk }));
        let request = json!({ "id": walk, "version": read["version"], "body": body });
        call(device, "journal.write_body", &request);
    }
    let picture = format!("\u{89}PNG {MARKER}").into_bytes();
    let name = json!({ "name": format!("{MARKER}.png") }).to_string();
    let added = tablet.server.try_post_bytes("/call/media.add", &name, &picture);
    let added: Value = serde_json::from_slice(&added.expect("an answer").body).expect("JSON");
    let media = &added["ok"];
    call(&tablet, "journal.attach", &json!({ "id": walk, "media": media }));
    call(
        &tablet,
        "mood.check_in",
        &json!({ "valence": 40, "energy": 10, "words": [], "factors": [] }),
    );
    settle(&[&laptop, &phone, &tablet]);
    let read = call(&tablet, "journal.entry", &json!({ "id": walk }));
    let body = read["body"].as_str().expect("a body");
    assert!(body.contains("Yesterday") && body.contains("Alone"), "{body}");
    let hash = media["hash"].as_str().expect("a hash");
    assert_eq!(laptop.server.get(&format!("/media/{hash}")).body, picture, "the picture came over");

    for path in endpoint.files() {
        let bytes = std::fs::read(&path).expect("a file");
        for word in [MARKER.as_bytes(), b"journal.entry", b"Phone", b"valence"] {
            let found = bytes.windows(word.len()).any(|window| window == word);
            let word = String::from_utf8_lossy(word);
            assert!(!found, "the server keeps {word} in {}", path.display());
        }
    }
}

#[test]
fn one_file_that_two_devices_import_is_there_once() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let phone = join_by_invitation(&laptop, "Phone");
    let plays: Vec<Value> = (0..40)
        .map(|n| {
            json!({ "listened_at": 1_700_000_000 + n * 300,
                "track_metadata": { "artist_name": "Anna", "track_name": format!("Song {n}") } })
        })
        .collect();
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("listens.json");
    std::fs::write(&path, serde_json::to_vec(&plays).expect("JSON")).expect("a file");
    for device in [&laptop, &phone] {
        call(device, "import.run", &json!({ "path": path }));
    }
    settle(&[&laptop, &phone]);
    for device in [&laptop, &phone] {
        let health = call(device, "doctor.check", &json!({}));
        assert_eq!(health["counts"]["listening.play"], 40, "{}", health["counts"]);
    }
}

#[test]
fn a_removed_device_is_told_and_reads_nothing_more() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let phone = join_by_invitation(&laptop, "Phone");
    settle(&[&laptop, &phone]);
    let status = call(&laptop, "sync.status", &json!({}));
    let devices = status["devices"].as_array().expect("devices");
    let gone = devices.iter().find(|device| device["name"] == "Phone").expect("the phone");
    let status = call(&laptop, "sync.remove_device", &json!({ "device": gone["id"] }));
    let devices = status["devices"].as_array().expect("devices");
    let gone = devices.iter().find(|device| device["name"] == "Phone").expect("the phone");
    assert!(gone["removed_ms"].is_u64(), "{gone}");
    entry(&laptop, "After that", "nobody else reads this");
    call(&laptop, "sync.run", &json!({}));
    let status = call(&phone, "sync.run", &json!({}));
    assert_ne!(status["stand"], "up_to_date", "{status}");
    let health = call(&phone, "doctor.check", &json!({}));
    assert_eq!(health["counts"].get("journal.entry"), None, "it has read nothing");
}

fn digest(device: &Http) -> Value {
    let health = call(device, "doctor.check", &json!({ "digest": true }));
    assert_eq!(health["findings"], json!([]), "the doctor finds nothing");
    health["digest"].clone()
}

#[test]
fn n1_two_devices_on_a_network_of_their_own_need_no_server() {
    let (mut endpoint, laptop, phone, walk) = two_alike();
    endpoint.kill();

    for (device, body) in [(&laptop, "By the sea. Alone."), (&phone, "Yesterday by the sea.")] {
        let read = call(device, "journal.entry", &json!({ "id": walk }));
        let request = json!({ "id": walk, "version": read["version"], "body": body });
        call(device, "journal.write_body", &request);
    }
    let picture = format!("\u{89}PNG {MARKER}").into_bytes();
    let name = json!({ "name": "sea.png" }).to_string();
    let added = laptop.server.try_post_bytes("/call/media.add", &name, &picture);
    let added: Value = serde_json::from_slice(&added.expect("an answer").body).expect("JSON");
    call(&laptop, "journal.attach", &json!({ "id": walk, "media": added["ok"] }));

    let off = call(&laptop, "sync.lan", &json!({}));
    assert_eq!((&off["on"], &off["listening"]), (&json!(false), &json!(false)), "off at first");
    let refused = laptop.call("sync.look_around", &json!({})).expect_err("it is off");
    assert!(refused.to_string().contains("not turned on"), "{refused}");
    let on = call(&laptop, "sync.set_lan", &json!({ "on": true, "port": 0 }));
    assert_eq!(on["listening"], true, "{on}");
    let place = format!("127.0.0.1:{}", on["port"]);
    call(&phone, "sync.set_lan", &json!({ "on": true, "port": 0 }));
    call(&phone, "sync.add_lan_place", &json!({ "address": place }));
    // Each round is a whole visit: the phone takes what the laptop has, then the other way round.
    for _ in 0..8 {
        call(&phone, "sync.look_around", &json!({}));
        call(&laptop, "sync.look_around", &json!({}));
        if digest(&laptop) == digest(&phone) {
            break;
        }
    }
    assert_eq!(digest(&laptop), digest(&phone));
    let read = call(&phone, "journal.entry", &json!({ "id": walk }));
    let body = read["body"].as_str().expect("a body");
    assert!(body.contains("Yesterday") && body.contains("Alone"), "{body}");
    let hash = added["ok"]["hash"].as_str().expect("a hash");
    assert_eq!(phone.server.get(&format!("/media/{hash}")).body, picture, "the picture came over");
    let near = call(&phone, "sync.lan", &json!({}));
    let peer = &near["peers"][0];
    assert_eq!((&peer["name"], &peer["error"]), (&json!("Laptop"), &Value::Null), "{near}");

    // A vault that is locked listens no more.
    call(&laptop, "vault.lock", &json!({}));
    assert!(std::net::TcpStream::connect(&place).is_err(), "nobody listens at {place}");
    let away = call(&phone, "sync.look_around", &json!({}));
    assert!(away["peers"][0]["error"].is_string(), "{away}");
    let forgotten = call(&phone, "sync.remove_lan_place", &json!({ "address": place }));
    assert!(
        forgotten["peers"]
            .as_array()
            .is_some_and(|peers| peers.iter().all(|peer| peer["typed"] == false))
    );
}
