//! A real camera and a real microphone, open at once in the program: nothing that they see or hear comes to
//! any file, and nobody is called.
//!
//! What is looked for is a row of stripes and a row of clicks that chance does not write, in every packing
//! in which pictures and sound lie in memory. What this cannot find is a picture or sound that was
//! compressed; of those it looks for the first bytes.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use base::sense::{Frame, Picture, Sound};
use serde_json::{Value, json};
use testkit::face::{Face, Http};

#[path = "../../../crates/capture/tests/devices/again.rs"]
mod again;
#[allow(dead_code, reason = "the tests of the devices themselves use all of it")]
#[path = "../../../crates/capture/tests/devices/fake_camera.rs"]
mod fake_camera;
#[allow(dead_code, reason = "the tests of the devices themselves use all of it")]
#[path = "../../../crates/capture/tests/devices/sound_server.rs"]
mod sound_server;

/// Both are open for so long.
const OPEN: Duration = Duration::from_secs(8);

/// Where the child finds the sound that it plays.
const SOUND: &str = "EVERKEPT_TEST_SOUND";

/// Stripes of a row, each four pixels wide: none of them is lost when colors are shared by two pixels.
const STRIPES: usize = 64;
const STRIPE: usize = 4;
const SIDES: (u32, u32) = (320, 240);

/// Clicks a second: at every usual rate each is many samples wide.
const CLICKS_PER_S: usize = 400;
const CLICKS: usize = 64;
const RATE: u32 = 48_000;

/// Ones and noughts that no file of ours holds by chance (a linear congruential generator, Knuth's MMIX).
fn marker(seed: u64, length: usize) -> Vec<bool> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 63 == 1
    };
    (0..length).map(|_| next()).collect()
}

fn stripes() -> Vec<bool> {
    marker(11, STRIPES)
}

fn clicks() -> Vec<bool> {
    marker(12, CLICKS)
}

/// Black and white stripes.
fn picture() -> Picture {
    let stripes = stripes();
    let pixel = |x: usize| if stripes[x / STRIPE % STRIPES] { [255; 3] } else { [0; 3] };
    let row: Vec<u8> = (0..SIDES.0 as usize).flat_map(pixel).collect();
    Picture::new(SIDES.0, SIDES.1, row.repeat(SIDES.1 as usize)).expect("the sides fit")
}

/// The clicks again and again, for so many seconds.
fn sound(seconds: usize) -> Sound {
    let clicks = clicks();
    let wide = RATE as usize / CLICKS_PER_S;
    let level = |at: usize| if clicks[at / wide % CLICKS] { 0.5 } else { -0.5 };
    Sound { at_us: 0, rate: RATE, samples: (0..seconds * RATE as usize).map(level).collect() }
}

/// Whether ones and noughts stand in bytes: `is_one` of every `step`th byte, upright, backward or inverted.
fn holds(bytes: &[u8], marker: &[bool], step: usize, is_one: impl Fn(u8) -> bool) -> bool {
    let reach = (marker.len() - 1) * step;
    let starts = bytes.len().saturating_sub(reach);
    let same = |start: usize, reverse: bool, invert: bool| {
        (0..marker.len()).all(|at| {
            let wanted = marker[if reverse { marker.len() - 1 - at } else { at }];
            is_one(bytes[start + at * step]) == (wanted != invert)
        })
    };
    (0..starts).any(|start| {
        [(false, false), (true, false), (false, true)]
            .iter()
            .any(|(reverse, invert)| same(start, *reverse, *invert))
    })
}

/// What of camera or microphone these bytes hold.
fn trace(bytes: &[u8]) -> Option<&'static str> {
    let begins = |head: &[u8]| bytes.windows(head.len()).any(|window| window == head);
    if begins(b"\xff\xd8\xff\xe0\0\x10JFIF\0") {
        return Some("a JPEG");
    }
    if begins(b"fLaC\0\0\0\x22") || begins(b"WAVEfmt ") {
        return Some("a recording");
    }
    let stripes = stripes();
    // A plane of gray, YUYV, RGB, RGBA.
    if (1..=4).any(|pixel| holds(bytes, &stripes, pixel * STRIPE, |byte| 128 <= byte)) {
        return Some("a row of a picture");
    }
    let clicks = clicks();
    // The sign is the highest bit of a sample's last byte. As the device gives it, and as it is listened to.
    let widths = [RATE as usize, 16_000].map(|rate| rate / CLICKS_PER_S);
    let found = |width: &usize| {
        [2, 4].iter().any(|size| holds(bytes, &clicks, width * size, |byte| 128 <= byte))
    };
    widths.iter().any(found).then_some("a piece of sound")
}

/// The files below a folder that hold anything of the sensors, and how many were looked through.
fn searched(folder: &Path) -> (usize, Vec<String>) {
    let (mut count, mut found) = (0, Vec::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() => {
                    count += 1;
                    let bytes = fs::read(&path).unwrap_or_default();
                    found.extend(trace(&bytes).map(|what| format!("{what} in {}", path.display())));
                }
                _ => {}
            }
        }
    }
    (count, found)
}

/// Every socket of a process that speaks a protocol of a network, except what speaks with its own `port`.
fn sockets(pid: u32, port: u16) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    for entry in fs::read_dir(format!("/proc/{pid}/fd")).expect("it runs").flatten() {
        let Ok(target) = fs::read_link(entry.path()) else { continue };
        let target = target.to_string_lossy().into_owned();
        own.extend(
            target.strip_prefix("socket:[").map(|inode| inode.trim_end_matches(']').to_owned()),
        );
    }
    let mut found = BTreeSet::new();
    for table in ["tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "icmp"] {
        let text = fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [_, local, remote, _, .., inode] = words[..10] else { continue };
            let is_server = table == "tcp" && local == format!("0100007F:{port:04X}");
            if own.contains(inode) && !is_server {
                found.insert(format!("{table} {local} {remote}"));
            }
        }
    }
    found
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let picture = picture();
    let row = &picture.rgb()[..SIDES.0 as usize * 3];
    let gray: Vec<u8> = row.iter().step_by(3).copied().collect();
    let yuyv: Vec<u8> = gray.iter().flat_map(|y| [16 + y / 255 * 219, 128]).collect();
    let rgba: Vec<u8> = row.chunks(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect();
    let mirrored: Vec<u8> = row.iter().rev().copied().collect();
    let sound = sound(1).samples;
    let third: Vec<f32> = sound.iter().copied().step_by(3).collect();
    let whole = |samples: &[f32]| -> Vec<u8> {
        samples.iter().flat_map(|s| ((s * 32_767.0) as i16).to_le_bytes()).collect()
    };
    let float = |samples: &[f32]| -> Vec<u8> {
        samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("some/where/file");
    fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("folders");
    let pictures =
        [row.to_vec(), gray, yuyv, rgba, mirrored].map(|row| ("a row of a picture", row));
    let sounds = [whole(&sound), float(&sound), whole(&third), float(&third)];
    let sounds = sounds.map(|sound| ("a piece of sound", sound));
    for (what, bytes) in pictures.into_iter().chain(sounds) {
        // Somewhere in a file, at no round place.
        fs::write(&file, [&[7; 1_001][..], &bytes, b"and more"].concat()).expect("a file");
        let (count, found) = searched(folder.path());
        assert_eq!((count, found.len()), (1, 1), "{what}: {found:?}");
        assert!(found[0].starts_with(what), "{found:?}");
    }
    for nothing in
        [vec![0; 100_000], vec![255; 100_000], (0..=255).collect::<Vec<u8>>().repeat(400)]
    {
        assert_eq!(trace(&nothing), None);
    }
}

#[test]
fn while_both_are_open_and_after_nothing_is_kept_and_nobody_is_called() {
    if again::is_child() {
        return watched();
    }
    let name =
        "senses::devices::while_both_are_open_and_after_nothing_is_kept_and_nobody_is_called";
    let folder = tempfile::tempdir().expect("a folder");
    let made = |name: &str| -> PathBuf {
        let path = folder.path().join(name);
        fs::create_dir(&path).expect("a folder");
        path
    };
    // What the devices show lies beside the places where nothing of it may come to lie.
    let (shown, home, temp) = (made("shown"), made("home"), made("temp"));
    let (clip, wav) = (shown.join("clip.y4m"), shown.join("sound.wav"));
    let picture = picture();
    let frames = (0..30).map(|at| Frame { at_us: at * 33_333, picture: picture.clone() });
    let mut file = fs::File::create(&clip).expect("a file");
    synth::y4m::write(&mut file, 30.0, frames).expect("a clip");
    synth::wav::write(&wav, &sound(120)).expect("a file");
    let server = sound_server::SoundServer::start();
    let camera = fake_camera::variables(&shown, &fake_camera::FakeCamera::default(), &clip);
    let mut variables: Vec<(&str, OsString)> = vec![
        (SOUND, wav.into()),
        ("HOME", home.clone().into()),
        ("TMPDIR", temp.into()),
        ("XDG_DATA_HOME", home.join("data").into()),
        ("XDG_CACHE_HOME", home.join("cache").into()),
        ("XDG_RUNTIME_DIR", home.join("run").into()),
    ];
    variables.extend(server.variables());
    variables.extend(camera);
    let variables: Vec<_> =
        variables.iter().map(|(key, value)| (*key, value.as_os_str())).collect();
    again::run(name, &variables);
}

/// The test itself, where both devices are.
fn watched() {
    let set = |name: &str| PathBuf::from(std::env::var_os(name).expect("the parent sets it"));
    let places = [set("HOME"), set("TMPDIR")];
    let mut http = Http::new();
    let ask = |http: &Http, command: &str, request: Value| {
        http.call(command, &request).unwrap_or_else(|error| panic!("{command}: {error}"))
    };
    for what in ["camera", "camera_breathing", "microphone", "microphone_breathing"] {
        ask(&http, "senses.consent", json!({ "what": what, "given": true }));
    }
    let (_, port) = http.server.host.rsplit_once(':').expect("a port");
    let (pid, port) = (http.server.pid(), port.parse().expect("a number"));
    let check = |when: &str| {
        let (counts, found): (Vec<_>, Vec<_>) = places.iter().map(|place| searched(place)).unzip();
        // The database and the file of its key at least: what SQLite has beside it goes with the lock.
        assert!(2 <= counts.iter().sum::<usize>(), "there is something to look through {when}");
        assert_eq!(found.concat(), Vec::<String>::new(), "{when}");
    };
    assert_eq!(sockets(pid, port), BTreeSet::new(), "before");
    let _playing = sound_server::play(&set(SOUND));
    let (seen, heard) = std::thread::scope(|scope| {
        let stream = |command: &'static str, request: Value| {
            let http = &http;
            scope.spawn(move || streamed(http, command, &request))
        };
        let seen = stream("senses.watch_camera", json!({ "preview": true }));
        let heard = stream("senses.listen", json!({}));
        until_open(&http, 2, &[&seen, &heard]);
        // It is time itself that is tested: there is no state to wait for.
        let begun = Instant::now();
        while begun.elapsed() < OPEN {
            assert_eq!(sockets(pid, port), BTreeSet::new(), "while both are open");
            check("while both are open");
        }
        ask(&http, "senses.close", json!({}));
        (seen.join().expect("no panic"), heard.join().expect("no panic"))
    });
    // They did see and hear: a picture came along, and it was loud.
    let shown = seen.iter().filter(|line| line["item"]["preview"].is_string()).count();
    assert!(5 < shown, "{shown} pictures of {} readings: {:?}", seen.len(), seen.last());
    let loud = |line: &&Value| line["item"]["level_db"].as_f64().is_some_and(|db| -20.0 < db);
    let loud = heard.iter().filter(loud).count();
    assert!(20 < loud, "{loud} loud of {} readings: {:?}", heard.len(), heard.last());
    for last in [seen.last(), heard.last()] {
        let lost = last.and_then(|line| line["done"].get("lost"));
        assert_eq!(lost, Some(&Value::Null), "somebody closed it: {last:?}");
    }
    let log = fs::read_to_string(set("FAKECAM_LOG")).expect("the camera says what was done to it");
    assert_eq!(log.lines().last(), Some("close"), "{log}");
    assert_eq!(sockets(pid, port), BTreeSet::new(), "after");
    check("after both are closed");
    ask(&http, "vault.lock", json!({}));
    check("after the vault is locked");
    http.server.kill();
    check("after the program has ended");
}

/// The lines of a stream, once it has ended.
fn streamed(http: &Http, command: &str, request: &Value) -> Vec<Value> {
    let answer = http.server.post(&format!("/stream/{command}"), &request.to_string());
    let text = String::from_utf8(answer.body).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn until_open<T>(http: &Http, count: usize, streams: &[&ScopedJoinHandle<'_, T>]) {
    let open = || {
        let state = http.call("senses.state", &json!({})).expect("a state");
        state["open"].as_array().map_or(0, Vec::len)
    };
    while open() < count {
        let ended = streams.iter().any(|stream| stream.is_finished());
        assert!(!ended, "a stream ended before both were open");
    }
}
