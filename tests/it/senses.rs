//! The senses through the faces: what is told, what is not told, and that nothing of it stays.

#[cfg(target_os = "linux")]
mod devices;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, LazyLock};

use base::env::FixedEnv;
use base::sense::{Frame, Picture, Sound};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use synth::clip::{Clip, Script, Spot};
use synth::sound::{self, Breathing};
use synth::speech::{self, Speaker};
use testkit::face::{CommandLine, Face, InProcess};

/// Breaths a minute of everybody here.
const BREATHS: f64 = 15.0;
const FPS: f64 = 15.0;
const RATE: u32 = 48_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

static PERSON: LazyLock<Picture> = LazyLock::new(|| {
    let photo = image::open(root().join("tests/fixtures/faces/astronaut.png")).expect("a photo");
    let photo = photo.to_rgb8();
    Picture::new(photo.width(), photo.height(), photo.into_raw()).expect("it has pixels")
});

fn clip() -> Clip {
    let script = Script { fps: FPS, breaths_per_min: BREATHS, ..Script::default() };
    Clip::new(&PERSON, Spot { face: [150.4, 113.3], radii: [46.8, 52.4] }, script)
}

fn breath(secs: f64) -> Sound {
    let breathing =
        Breathing { seed: 5, rate: RATE, secs, per_min: BREATHS, uneven: 0.02, snr_db: 20.0 };
    sound::breath(breathing).sound
}

fn face() -> InProcess {
    InProcess::new(Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/Berlin", 7)))
}

fn ask(face: &dyn Face, command: &str, request: Value) -> Value {
    face.call(command, &request).unwrap_or_else(|error| panic!("{command} {request}: {error}"))
}

fn allow(face: &InProcess, what: &[&str]) {
    for what in what {
        ask(face, "senses.consent", json!({ "what": what, "given": true }));
    }
}

fn raw(value: &Value) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("JSON")
}

/// A picture as a page sends it.
fn sent(frame: &Frame) -> Vec<u8> {
    let picture = &frame.picture;
    let mut bytes = vec![3, 1];
    bytes.extend(u16::try_from(picture.width()).expect("small").to_le_bytes());
    bytes.extend(u16::try_from(picture.height()).expect("small").to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend(frame.at_us.to_le_bytes());
    bytes.extend(picture.rgb());
    bytes
}

/// Sound as a page sends it.
fn spoken(sound: &Sound) -> Vec<u8> {
    let mut bytes = vec![4, 1, 0, 0];
    bytes.extend(sound.rate.to_le_bytes());
    bytes.extend(sound.at_us.to_le_bytes());
    bytes.extend(sound.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}

/// Runs a stream while `hand_in` gives it what a page would; answers what was told and how it ended. Each
/// message is handed in once the one before was read, as a page with one request in flight does.
fn streamed(
    face: &InProcess,
    command: &'static str,
    request: Value,
    sensor: &str,
    messages: impl Iterator<Item = Vec<u8>>,
) -> (Vec<Value>, Value) {
    let (tell, told) = mpsc::channel();
    let app = Arc::clone(&face.app);
    let stream = std::thread::spawn(move || {
        app.stream(command, &raw(&request), &mut |item| {
            let item: Value = serde_json::from_str(item.get()).expect("JSON");
            match tell.send(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })
    });
    let opened = || ask(face, "senses.state", json!({}))["open"].as_array().map_or(0, Vec::len);
    while opened() == 0 && !stream.is_finished() {
        std::thread::yield_now();
    }
    let feeding = raw(&json!({ "sensor": sensor }));
    let mut all = Vec::new();
    for message in messages {
        face.app
            .call_with_body("senses.feed", &feeding, &mut message.as_slice())
            .expect("the page is heard");
        all.push(told.recv().expect("each message is read"));
        all.extend(told.try_iter());
    }
    ask(face, "senses.close", json!({}));
    let ended = stream.join().expect("no panic").expect("it ends well");
    all.extend(told.try_iter());
    (all, serde_json::from_str(ended.get()).expect("JSON"))
}

#[test]
fn nothing_is_opened_before_the_person_said_yes_and_a_no_closes_it() {
    let face = face();
    let page = json!({ "page": true });
    for (command, request, field) in [
        ("senses.watch_camera", page.clone(), "camera"),
        ("senses.listen", json!({ "page_rate": RATE }), "microphone"),
        ("voice.record", json!({ "page_rate": RATE }), "microphone"),
    ] {
        let error = face.call(command, &request).expect_err("nobody was asked");
        assert_eq!((&error["code"], &error["field"]), (&json!("Denied"), &json!(field)));
    }
    allow(&face, &["camera", "camera_breathing"]);
    let consents = ask(&face, "senses.consents", json!({}));
    let allowed: Vec<&Value> = consents
        .as_array()
        .expect("consents")
        .iter()
        .filter(|consent| consent["allowed"] == true)
        .map(|consent| &consent["what"])
        .collect();
    assert_eq!(allowed, ["camera", "camera_breathing"]);
    let app = Arc::clone(&face.app);
    let (tell, told) = mpsc::channel();
    let stream = std::thread::spawn(move || {
        app.stream("senses.watch_camera", &raw(&page), &mut |_| {
            tell.send(()).ok();
            ControlFlow::Continue(())
        })
    });
    let feeding = raw(&json!({ "sensor": "camera" }));
    let first = sent(&clip().frame(0));
    let feed = || -> Value {
        let fed = face.app.call_with_body("senses.feed", &feeding, &mut first.as_slice());
        serde_json::from_str(fed.expect("a page that is early is not wrong").get()).expect("JSON")
    };
    while feed() == json!({ "closed": true }) {
        std::thread::yield_now();
    }
    told.recv().expect("a reading");
    ask(&face, "senses.consent", json!({ "what": "camera", "given": false }));
    stream.join().expect("no panic").expect("the no has closed it");
    assert_eq!(ask(&face, "senses.state", json!({}))["open"], json!([]));
    assert_eq!(feed(), json!({ "closed": true }), "nor is one that is late");
}

#[test]
fn a_page_s_camera_tells_breath_and_leaves_nothing_on_the_disk() {
    let face = face();
    allow(&face, &["camera", "camera_breathing"]);
    let clip = clip();
    let (told, ended) = streamed(
        &face,
        "senses.watch_camera",
        json!({ "page": true }),
        "camera",
        clip.frames(40.0).map(|frame| sent(&frame)),
    );
    let last = told.last().expect("readings");
    let breaths = last["breathing"]["value"].as_f64().expect("a rate after 40 s");
    assert!((breaths - BREATHS).abs() < 1.0, "{breaths} breaths a minute");
    assert_eq!(last["pulse"], Value::Null, "what was not allowed is not told");
    assert_eq!(last["expression"], Value::Null);
    assert_eq!(ended["lost"], Value::Null);
    // A row of the picture is nothing that chance writes.
    let row = PERSON.rgb()[30_000..30_064].to_vec();
    for file in files(&face.dir.path().join("vault")) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let found = bytes.windows(row.len()).any(|window| window == row);
        assert!(!found, "{} holds a row of a picture", file.display());
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the vault is there").flatten() {
        let path = entry.path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

#[test]
fn a_voice_note_keeps_what_was_said_without_the_silence_around_it() {
    let face = face();
    allow(&face, &["microphone"]);
    let speaker = Speaker { seed: 3, pitch_hz: 120.0, liveliness: 0.2, level: 0.1 };
    let quiet = sound::quiet(1, 3.0, RATE);
    let mut samples = quiet.samples.clone();
    samples.extend(speech::speech(speaker, 4.0, RATE).samples);
    samples.extend(quiet.samples);
    let all = Sound { at_us: 0, rate: RATE, samples };
    let pieces = sound::pieces(&all, 4_800).map(|piece| spoken(&piece)).collect::<Vec<_>>();
    let (told, note) = streamed(
        &face,
        "voice.record",
        json!({ "page_rate": RATE }),
        "microphone",
        pieces.into_iter(),
    );
    assert!(told.iter().any(|level| level["level_db"].as_f64().is_some_and(|db| -30.0 < db)));
    let (seconds, kept) = (note["seconds"].as_f64(), note["kept_seconds"].as_f64());
    assert!(seconds.is_some_and(|seconds| 9.5 < seconds), "{note}");
    assert!(kept.is_some_and(|kept| (1.0..9.0).contains(&kept)), "{note}");
    assert_eq!(note["media"]["mime"], "audio/flac");
    for file in files(&face.dir.path().join("vault")) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(!bytes.windows(4).any(|window| window == b"fLaC"), "{}", file.display());
    }
}

#[test]
fn the_command_line_reads_files_without_a_vault() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = CommandLine::new();
    let sense = |path: &Path| line.run(&["sense", &path.to_string_lossy()]);
    let figure = |report: &Value, name: &str| {
        let figures = report["figures"].as_array().expect("figures").clone();
        figures.into_iter().find(|figure| figure["name"] == name).expect("it is told")["figure"]
            .clone()
    };

    let wav = folder.path().join("breath.wav");
    synth::wav::write(&wav, &breath(60.0)).expect("a file");
    let heard = figure(&sense(&wav), "breathing");
    let breaths = heard["value"].as_f64().expect("breath is heard");
    assert!((breaths - BREATHS).abs() < 1.0, "{heard}");

    synth::wav::write(&wav, &sound::silence(60.0, RATE)).expect("a file");
    let silent = figure(&sense(&wav), "breathing");
    assert_eq!((&silent["value"], &silent["unknown"]), (&Value::Null, &json!("silent")));

    let photo = root().join("tests/fixtures/faces/astronaut.png");
    assert_eq!(sense(&photo)["faces"], 1);
    let receipt = sense(&root().join("tests/fixtures/receipts/us-clean.png"));
    assert!(10 < receipt["lines"].as_array().expect("lines").len());

    std::fs::write(&wav, b"RIFF\0\0").expect("a file");
    let out = line.command().args(["sense", &wav.to_string_lossy()]).output().expect("it runs");
    assert!(!out.status.success());
    assert!(String::from_utf8_lossy(&out.stderr).contains("Invalid"), "a broken file is named");
}

#[test]
fn words_are_read_as_suggestions_and_only_when_that_was_allowed() {
    let face = face();
    let text = "I am so grateful to Ana. Thank you for the wonderful evening by the lake!";
    let words = || ask(&face, "words.read", json!({ "text": text, "known_tags": ["lake"] }));
    let before = words();
    assert_eq!((&before["allowed"], &before["emotions"]), (&json!(false), &json!([])));
    assert_eq!(before["tags"][0]["tag"], "lake", "what needs no model needs no permission");
    allow(&face, &["text_emotions"]);
    let after = words();
    assert_eq!(after["emotions"][0]["name"], "gratitude");
    let other =
        ask(&face, "words.read", json!({ "text": "Ich war heute am See und es war sehr schön." }));
    assert_eq!((&other["emotions"], &other["unknown"]), (&json!([]), &json!("language")));
}

#[test]
fn a_voice_note_is_read_as_text_only_where_somebody_brought_what_reads_it() {
    let face = face();
    let state = || ask(&face, "voice.model", json!({}));
    let before = state();
    assert_eq!(before["model"], Value::Null);
    assert!(before["unavailable"].is_string(), "none ships: {before}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ggml-tiny.bin");
    let choose =
        |path: &Path| face.call("voice.choose_model", &json!({ "path": path.to_string_lossy() }));
    std::fs::write(&path, b"RIFF").expect("a file");
    let error = choose(&path).expect_err("it is no model");
    assert_eq!((&error["code"], &error["field"]), (&json!("Invalid"), &json!("path")));
    assert_eq!(
        choose(&path.with_file_name("none")).expect_err("there is none")["code"],
        "NotFound"
    );
    assert_eq!(state(), before, "what was refused changes nothing");
    std::fs::write(&path, b"lmgg").expect("a file");
    let chosen = choose(&path).expect("it begins as a model does");
    assert_eq!(
        (&chosen["model"]["name"], &chosen["model"]["bytes"]),
        (&json!("ggml-tiny.bin"), &json!(4))
    );
    assert_eq!(chosen["model"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(state(), chosen);
    std::fs::remove_file(&path).expect("it goes");
    let told = ask(&face, "voice.transcribe", json!({ "media": "0".repeat(64) }));
    assert_eq!(told["text"], Value::Null);
    let why = told["unavailable"].as_str().expect("it says why");
    assert!(["not_built", "missing"].contains(&why), "{why}");
    let none = ask(&face, "voice.choose_model", json!({}));
    assert_eq!(none["model"], Value::Null);
}
