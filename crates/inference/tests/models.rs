//! The folder of models: what a manifest may say, and what a file must be.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::error::Code;
use base::sense::Picture;
use inference::face::FaceTracker;
use inference::models::Models;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/models")
}

fn entry(name: &str, file: &str) -> Value {
    json!({
        "name": name, "task": "t", "file": file, "bytes": 3, "license": "MIT", "change": "none",
        "sha256": "0".repeat(64), "inputs": "i", "outputs": "o", "version": "1",
        "source": {"package": "p", "version": "1", "file": "f", "sha256": "0".repeat(64)},
    })
}

fn folder(manifest: &Value) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).expect("a manifest");
    folder
}

fn refusal(manifest: &Value) -> String {
    let error = Models::open(folder(manifest).path()).err().expect("it is refused");
    assert_eq!(error.code(), Code::Invalid, "{error}");
    error.field().expect("it says where").to_owned()
}

fn with(field: &str, value: Value) -> Value {
    let mut entry = entry("a", "a.onnx");
    entry[field] = value;
    json!({"format": 1, "models": [entry]})
}

#[test]
fn every_model_that_ships_is_as_its_manifest_says() {
    let models = Models::open(&shipped()).expect("the manifest is sound");
    assert_eq!(models.list().len(), 12);
    for model in models.list() {
        assert!(model.installed, "{} is there", model.file);
        assert!(
            !model.license.is_empty() && !model.source.is_empty() && !model.change.is_empty(),
            "{model:?}"
        );
    }
    let listed: Vec<_> = models.list().iter().map(|model| model.file.clone()).collect();
    for file in fs::read_dir(shipped()).expect("a folder") {
        let file = file.expect("a file");
        let name = file.file_name().into_string().expect("a name of plain letters");
        let known = listed.contains(&name)
            || ["manifest.json", "LICENSES", "convert"].contains(&name.as_str());
        assert!(known, "{name} lies there and is not in the manifest");
    }
}

#[test]
fn manifests_that_break_a_rule_are_refused_and_say_where() {
    assert_eq!(refusal(&json!({"format": 1})), "manifest.json");
    assert_eq!(
        refusal(&json!({"format": 1, "models": [], "more": 1})),
        "manifest.json",
        "an unknown field"
    );
    assert_eq!(refusal(&with("more", json!(1))), "manifest.json", "an unknown field of a model");
    assert_eq!(refusal(&json!({"format": 2, "models": []})), "format");
    for name in ["../a.onnx", "a/b", "a\\b", ".a", "", "A.onnx", "a b", &"a".repeat(65), "a\u{0}"] {
        assert_eq!(refusal(&with("file", json!(name))), "models[0].file", "{name:?}");
    }
    assert_eq!(refusal(&with("name", json!("../a"))), "models[0].name");
    assert_eq!(refusal(&with("bytes", json!(0))), "models[0].bytes");
    assert_eq!(refusal(&with("bytes", json!(1_u64 << 40))), "models[0].bytes");
    assert_eq!(refusal(&with("bytes", json!(-1))), "manifest.json");
    for hash in ["", "0", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
        assert_eq!(refusal(&with("sha256", json!(hash))), "models[0].sha256", "{hash:?}");
    }
    let twice = |a: Value, b: Value| json!({"format": 1, "models": [a, b]});
    assert_eq!(refusal(&twice(entry("a", "a"), entry("a", "b"))), "models[1].name");
    assert_eq!(refusal(&twice(entry("a", "a"), entry("b", "a"))), "models[1].file");
    let many: Vec<Value> =
        (0..65).map(|index| entry(&format!("m{index}"), &format!("f{index}"))).collect();
    assert_eq!(refusal(&json!({"format": 1, "models": many})), "models");
    assert_eq!(
        refusal(&with("task", json!("t".repeat(300_000)))),
        "manifest.json",
        "too long a manifest"
    );
}

#[test]
fn a_folder_without_a_manifest_is_not_found() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(Models::open(folder.path()).err().expect("it is refused").code(), Code::NotFound);
    assert_eq!(
        Models::open(&folder.path().join("none")).err().expect("it is refused").code(),
        Code::NotFound
    );
}

/// The shipped manifest in a folder with only some files, the detector's replaced by `bytes`.
fn changed(bytes: Option<Vec<u8>>) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["manifest.json", "face_landmark_468.onnx"] {
        fs::copy(shipped().join(file), folder.path().join(file)).expect("a copy");
    }
    if let Some(bytes) = bytes {
        fs::write(folder.path().join("face_detection_short_range.onnx"), bytes).expect("a file");
    }
    folder
}

fn gray() -> Picture {
    Picture::new(64, 48, vec![128; 64 * 48 * 3]).expect("the sides fit")
}

#[test]
fn an_absent_model_is_no_error_and_a_wrong_one_is() {
    let folder = changed(None);
    let models = Arc::new(Models::open(folder.path()).expect("the manifest is sound"));
    assert!(models.list().iter().any(|model| model.name == "face_detection" && !model.installed));
    assert!(FaceTracker::new(models).track(&gray()).expect("it is not installed").is_none());

    let mut bytes = fs::read(shipped().join("face_detection_short_range.onnx")).expect("the model");
    bytes[1000] ^= 1;
    let folder = changed(Some(bytes.clone()));
    let models = Arc::new(Models::open(folder.path()).expect("the manifest is sound"));
    let mut tracker = FaceTracker::new(models);
    for _ in 0..2 {
        let error = tracker.track(&gray()).expect_err("one bit is another");
        assert_eq!(error.code(), Code::Invalid);
        assert!(error.message().contains("face_detection_short_range.onnx"), "{error}");
        assert!(error.message().contains("e1cfedc412a9c728"), "what it should be: {error}");
        assert_eq!(
            error.message().matches(|c: char| c.is_ascii_hexdigit()).count() / 64,
            2,
            "both hashes: {error}"
        );
    }

    bytes.push(0);
    let folder = changed(Some(bytes));
    let models = Arc::new(Models::open(folder.path()).expect("the manifest is sound"));
    let error = FaceTracker::new(models).track(&gray()).expect_err("a longer file is another");
    assert!(error.message().contains("225058 bytes"), "{error}");
}

#[test]
fn a_file_that_is_no_model_is_an_error_even_if_its_hash_fits() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut manifest: Value =
        serde_json::from_slice(&fs::read(shipped().join("manifest.json")).expect("a manifest"))
            .expect("JSON");
    // The tokenizer's bytes under the detector's name: their hash fits, and they are no network.
    let tokenizer = manifest["models"][9].clone();
    for field in ["file", "bytes", "sha256"] {
        manifest["models"][0][field] = tokenizer[field].clone();
    }
    manifest["models"].as_array_mut().expect("a list").truncate(1);
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).expect("a manifest");
    let file = tokenizer["file"].as_str().expect("a name");
    fs::copy(shipped().join(file), folder.path().join(file)).expect("a copy");
    let models = Arc::new(Models::open(folder.path()).expect("the manifest is sound"));
    let error = FaceTracker::new(models).track(&gray()).expect_err("it cannot be built");
    assert!(error.message().contains("face_detection"), "{error}");
}

#[test]
fn one_plan_serves_many_threads() {
    let models = Arc::new(Models::open(&shipped()).expect("the manifest is sound"));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut tracker = FaceTracker::new(Arc::clone(&models));
                assert!(tracker.track(&gray()).expect("it runs").is_none());
            });
        }
    });
}

proptest! {
    #[test]
    fn any_manifest_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0..9000_usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("manifest.json");
        fs::write(&path, &bytes).expect("a manifest");
        prop_assert!(Models::open(folder.path()).is_err());
        let mut sound = fs::read(shipped().join("manifest.json")).expect("a manifest");
        let at = cut % sound.len();
        sound[at] = bytes.first().copied().unwrap_or(b'}');
        fs::write(&path, &sound).expect("a manifest");
        let _ = Models::open(folder.path());
        fs::write(&path, &sound[..at]).expect("a manifest");
        prop_assert!(Models::open(folder.path()).is_err(), "half a manifest is none");
    }
}
