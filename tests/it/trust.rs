//! What a person trusts Everkept to do: to write down who did what, and to let go of what is kept long enough.

use std::sync::Arc;

use base::env::FixedEnv;
use serde_json::{Value, json};
use testkit::face::{Face, InProcess};

use crate::run_file::run_file;

/// 2026-03-01T10:00:00Z.
const NOW_MS: i64 = 1_772_359_200_000;
const DAY_MS: i64 = 86_400_000;

fn face() -> InProcess {
    InProcess::new(Arc::new(FixedEnv::at("2026-03-01T10:00:00Z", "Europe/London", 7)))
}

fn call(face: &dyn Face, name: &str, request: Value) -> Value {
    face.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What was done, the newest first.
fn log(face: &dyn Face) -> Vec<(String, String, Value)> {
    let page = call(face, "audit.list", json!({}));
    let entries = page["entries"].as_array().expect("entries").iter();
    let word = |entry: &Value, name: &str| entry[name].as_str().expect("a word").to_owned();
    entries
        .map(|entry| (word(entry, "did"), word(entry, "about"), entry["items"].clone()))
        .collect()
}

fn note_reading(face: &dyn Face, days_ago: i64) {
    let request = json!({
        "lane": "voice", "at_ms": NOW_MS - days_ago * DAY_MS, "valence": 10, "energy": 10,
        "source": "microphone", "model": "arousal", "version": "1", "quality": 0.5, "coverage": 0.9,
    });
    call(face, "mood.note_reading", request);
}

#[test]
fn product_t2_what_was_done_is_written_down_without_a_word_of_what_was_said() {
    let face = face();
    call(&face, "senses.consent", json!({ "what": "camera", "given": true }));
    call(&face, "mood.check_in", json!({ "valence": 40, "energy": 20, "note": "Qvx9Secret" }));
    call(&face, "vault.recovery_words", json!({}));
    let did: Vec<(String, String)> =
        log(&face).into_iter().map(|(did, about, _)| (did, about)).collect();
    let expected = [
        ("vault.recovery_words", ""),
        ("senses.consent", "camera\ntrue"),
        ("vault.unlock", "passphrase"),
    ];
    assert_eq!(did, expected.map(|(did, about)| (did.to_owned(), about.to_owned())));
    let verified = call(&face, "audit.verify", json!({}));
    assert_eq!(verified, json!({ "ok": true, "entries": 3, "broken_at": null }));
}

#[test]
fn product_t2_the_intervals_of_a_reading_go_and_its_figures_stay() {
    let face = face();
    let rr_ms: Vec<f64> = (0..400).map(|beat| f64::from(800 + beat % 7 * 11)).collect();
    let [old, new] = [400, 3].map(|days_ago| {
        let rr: Vec<f64> = rr_ms.iter().map(|ms| ms + f64::from(days_ago)).collect();
        let at = NOW_MS - i64::from(days_ago) * DAY_MS;
        call(&face, "breath.take_rr", json!({ "source": "strap", "at": at, "rr_ms": rr }))
    });
    let before = call(&face, "breath.hrv", old.clone());
    assert_eq!(before["rr_ms"].as_array().map(Vec::len), Some(400));
    let request = json!({ "name": "breath.intervals", "days": 365 });
    assert_eq!(call(&face, "retention.set", request.clone())["removed"], 1);
    let after = call(&face, "breath.hrv", old);
    assert_eq!(after["rr_ms"], json!([]));
    assert_eq!((&after["figures"], &after["beats"]), (&before["figures"], &before["beats"]));
    assert_eq!(call(&face, "breath.hrv", new)["rr_ms"].as_array().map(Vec::len), Some(400));
    assert_eq!(call(&face, "retention.set", request)["removed"], 0);
    let blobs = std::fs::read_dir(face.app.dir().join("blobs")).expect("the folder").flatten();
    let files = blobs.flat_map(|of| std::fs::read_dir(of.path()).expect("a folder")).count();
    assert_eq!(files, 1, "the file of the old one is gone");
    assert_eq!(call(&face, "doctor.check", json!({ "rebuild": true }))["ok"], true);
}

#[test]
fn product_t2_traces_go_when_their_time_is_over_and_what_was_said_stays() {
    let face = face();
    for days_ago in [1, 29, 31, 200, 400] {
        note_reading(&face, days_ago);
    }
    call(
        &face,
        "mood.check_in",
        json!({ "valence": 40, "energy": 20, "at_ms": NOW_MS - 400 * DAY_MS }),
    );
    let held = || {
        let rows = call(&face, "retention.list", json!({}));
        let row = rows.as_array().expect("rows").iter().find(|row| row["name"] == "mood.readings");
        row.expect("readings").clone()
    };
    assert_eq!(held()["days"], Value::Null, "for ever, unless the person says else");
    assert_eq!(held()["count"], 5);
    let year = call(&face, "retention.set", json!({ "name": "mood.readings", "days": 365 }));
    assert_eq!(year["removed"], 1);
    let month = call(&face, "retention.set", json!({ "name": "mood.readings", "days": 30 }));
    assert_eq!(month["removed"], 2);
    assert_eq!((held()["count"].clone(), held()["days"].clone()), (json!(2), json!(30)));
    let told = ("retention.let_go".to_owned(), "mood.readings".to_owned(), json!(2));
    assert!(log(&face).contains(&told), "{:?}", log(&face));
    let checkup = call(&face, "doctor.check", json!({ "rebuild": true }));
    assert_eq!(checkup["ok"], true, "{checkup}");
    assert_eq!(checkup["counts"]["mood.checkin"], 1, "what the person said stays");
    assert_eq!(held()["count"], 2, "nothing comes back when the tables are made anew");

    for (request, field) in [
        (json!({ "name": "mood.words", "days": 30 }), "name"),
        (json!({ "name": "mood.readings", "days": 7 }), "days"),
    ] {
        let refused = face.call("retention.set", &request).expect_err("it is refused");
        assert_eq!(refused["field"], field, "{refused}");
    }
}

#[test]
fn product_t2_where_a_person_ran_goes_and_how_far_stays() {
    let face = face();
    let dir = tempfile::tempdir().expect("a folder");
    for day in ["2025-01-25", "2026-02-26"] {
        call(&face, "import.run", json!({ "path": run_file(dir.path(), day) }));
    }
    let rows = || call(&face, "fitness.workouts", json!({}));
    let ids: Vec<Value> =
        rows()["items"].as_array().expect("rows").iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids.len(), 2);
    let told = |id: &Value| call(&face, "fitness.activity", json!({ "id": id }));
    let before: Vec<Value> = ids.iter().map(told).collect();
    let files = || {
        let blobs = std::fs::read_dir(face.app.dir().join("blobs")).expect("the folder").flatten();
        blobs.flat_map(|of| std::fs::read_dir(of.path()).expect("a folder")).count()
    };
    assert_eq!(files(), 2);
    let request = json!({ "name": "fitness.tracks", "days": 365 });
    assert_eq!(call(&face, "retention.set", request.clone())["removed"], 1);
    assert_eq!(files(), 1, "the file of the old one is gone");
    // The newest comes first.
    assert_eq!(told(&ids[0]), before[0]);
    let mut expected = before[1]["track"].clone();
    expected["let_go"] = json!(true);
    let old = told(&ids[1]);
    assert_eq!((&old["track"], &old["totals"]), (&expected, &before[1]["totals"]));
    assert_eq!(call(&face, "fitness.track", json!({ "id": ids[1] }))["line"], Value::Null);
    assert_eq!(call(&face, "retention.set", request)["removed"], 0);
    call(&face, "import.run", json!({ "path": run_file(dir.path(), "2025-01-25") }));
    assert_eq!(told(&ids[1])["track"], expected, "the same file does not bring it back");
    let checkup = call(&face, "doctor.check", json!({ "rebuild": true }));
    assert_eq!(checkup["ok"], true, "{checkup}");
    assert_eq!(
        (&checkup["counts"]["fitness.track"], rows()["items"].as_array().map(Vec::len)),
        (&json!(1), Some(2))
    );
}
