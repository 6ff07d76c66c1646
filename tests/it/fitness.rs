//! One walk through fitness that every face answers alike: a track that is imported twice, a workout that
//! goes on while it is written, units that are switched, and all of it taken back.

use std::path::Path;
use std::sync::Arc;

use base::env::FixedEnv;
use expect_test::expect;
use serde_json::{Value, json};
use testkit::face::{CommandLine, Face, Http, InProcess};
use testkit::script;

/// Three points north of each other, 40 s apart.
pub(crate) const TRACK: &str = r#"<?xml version="1.0"?>
<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>
<name>Around the lake</name><type>running</type><trkseg>
<trkpt lat="52.5" lon="13.4"><ele>34</ele><time>2026-02-28T08:00:00Z</time></trkpt>
<trkpt lat="52.501" lon="13.4"><ele>35</ele><time>2026-02-28T08:00:40Z</time></trkpt>
<trkpt lat="52.502" lon="13.401"><ele>36</ele><time>2026-02-28T08:01:20Z</time></trkpt>
</trkseg></trk></gpx>
"#;

const IMPORT: &str = r##"
    import.preview {"path": "$path"} | /kinds
    import.run {"path": "$path"} | /added
    import.run {"path": "$path"} | /added
    fitness.workouts {} | /items/0/distance_mm
    fitness.workouts {} | /items/0/elapsed_ms
"##;

const WALK: &str = r##"
    live = fitness.start_workout {"name": "Push", "exercises": [{"exercise": "$bench", "sets": [{"mg": 80000000, "reps": 5}, {"mg": 80000000, "reps": 5}]}]}
    fitness.going {} | /name
    fitness.start_workout {"name": "Another"}
    fitness.pause_workout {"id": "$live"}
    fitness.going {} | /paused
    fitness.resume_workout {"id": "$live"}
    fitness.going {} | /exercises/0/exercise/name
    fitness.plates {"mg": 80000000} | /side/0/mg
"##;

const SETS: &str = r##"
    fitness.finish_set {"workout": "$live", "set": "$first", "to": {"mg": 80000000, "reps": 5}, "undo": false} | /records
    fitness.finish_set {"workout": "$live", "set": "$second", "to": {"mg": -1, "reps": 5}, "undo": false}
    fitness.finish_set {"workout": "$live", "set": "$second", "to": {"mg": 82500000, "reps": 4}, "undo": false}
    fitness.complete_workout {"id": "$live", "rpe_x2": 16, "keep_open": false}
    fitness.going {}
    fitness.workout {"id": "$live"} | /volume_mg
    fitness.records {} | /0/exercise/name
    fitness.last_sets {"exercise": "$bench"} | /0/sets/1/mg
    fitness.add_measure {"what": "weight", "value": 81500000, "unit": "kg"}
    fitness.body_trend {"what": "weight"} | /points/0/value
    fitness.training_weeks {"from": "2026-02-23", "to": "2026-03-08"} | /weeks/0/sessions
    capture.read {"text": "ran 5k in 25:10"} | /0/command
    capture.read {"text": "bench 3x5 80kg"} | /0/command
    capture.read {"text": "the bench by the lake"} | /0/domain
    search.find {"text": "lake"} | /hits/0/title
    export.run {"path": "$out/sets.csv", "format": "fitness-sets-csv"} | /problems
    export.run {"path": "$out/ways.gpx", "format": "gpx"} | /problems
"##;

const BACK: &str = r##"
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    fitness.going {} | /paused
    doctor.check {"rebuild": true} | /findings
"##;

fn ask(face: &dyn Face, command: &str, request: Value) -> Value {
    face.call(command, &request).unwrap_or_else(|error| panic!("{command} {request}: {error}"))
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

/// The script with the ids that this face's vault gave.
fn with_ids(face: &dyn Face, script: &str, out: &Path) -> String {
    let found = ask(face, "fitness.exercises", json!({ "text": "bench press" }));
    let mut script =
        script.replace("$bench", &id(&found[0])).replace("$out", &out.to_string_lossy());
    let going = ask(face, "fitness.going", json!({}));
    if let Some(sets) = going["exercises"][0]["sets"].as_array() {
        script = script.replace("$live", &id(&going));
        for (name, set) in ["$first", "$second"].into_iter().zip(sets) {
            script = script.replace(name, set["key"].as_str().expect("a key"));
        }
    }
    script
}

fn digest(face: &dyn Face) -> Value {
    let health = ask(face, "doctor.check", json!({ "digest": true }));
    json!([health["digest"], health["counts"]])
}

#[test]
fn a_track_a_workout_and_its_sets_are_kept_shown_exported_and_undone_on_every_face() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lake.gpx");
    std::fs::write(&path, TRACK).expect("a file");
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/Berlin", 7));
    let faces: [Box<dyn Face>; 3] =
        [Box::new(InProcess::new(env)), Box::new(CommandLine::new()), Box::new(Http::new())];
    for (number, face) in faces.into_iter().enumerate() {
        let out = folder.path().join(number.to_string());
        std::fs::create_dir(&out).expect("a folder");
        let mut shown = script::run(&*face, &IMPORT.replace("$path", &path.to_string_lossy()));
        shown.push_str(&script::run(&*face, &with_ids(&*face, WALK, &out)));
        shown.push_str(&script::run(&*face, &with_ids(&*face, SETS, &out)));
        shown.push_str(&script::run(&*face, BACK));
        expect![[r#"
            [{"already_here":0,"kind":"fitness.activity","new":1},{"already_here":0,"kind":"fitness.file","new":1},{"already_here":0,"kind":"fitness.track","new":1}]
            3
            0
            241638
            80000
            "Push"
            Conflict
            true
            "Bench press"
            25000000
            []
            Invalid (mg)
            730000000
            "Bench press"
            82500000
            81500000
            1
            "fitness.create_workout"
            "fitness.create_workout"
            "journal"
            "Around the lake"
            []
            []
            "fitness.add_measure"
            "fitness.complete_workout"
            "fitness.finish_set"
            "fitness.finish_set"
            "fitness.resume_workout"
            true
            []
        "#]]
        .assert_eq(&shown);
        let read = |name: &str| std::fs::read_to_string(out.join(name)).expect("an export");
        assert!(read("sets.csv").contains("Bench"), "the sets are in the table");
        assert!(read("ways.gpx").contains("52.501"), "the track is in the export");
    }
}

/// What is shown in pounds and miles is kept in milligrams and millimeters all the same.
#[test]
fn units_are_switched_and_nothing_that_is_kept_changes() {
    let face = InProcess::new(Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/Berlin", 7)));
    ask(
        &face,
        "fitness.add_measure",
        json!({ "what": "weight", "value": 81_500_000, "unit": "kg" }),
    );
    ask(&face, "fitness.edit_settings", json!({ "weight_unit": "kg", "distance_unit": "km" }));
    let before = ask(&face, "fitness.measures", json!({ "what": "weight" }));
    let kept = digest(&face);
    for (weight, distance) in [("lb", "mi"), ("kg", "km")] {
        ask(
            &face,
            "fitness.edit_settings",
            json!({ "weight_unit": weight, "distance_unit": distance }),
        );
        assert_eq!(ask(&face, "fitness.measures", json!({ "what": "weight" })), before);
    }
    assert_eq!(digest(&face), kept);
}
