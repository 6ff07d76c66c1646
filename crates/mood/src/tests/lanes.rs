use base::day::Span;
use base::error::Code;
use domain::Domain;
use store::record::Sensitivity;

use super::*;
use crate::Mood;
use crate::record::READING;

fn reading(lane: &str, valence: i64) -> NewReading {
    request(json!({
        "lane": lane, "valence": valence, "source": "text", "model": "emotions-secret",
        "version": "1", "quality": 0.5, "coverage": 1.0,
        "labels": [{ "name": "gratitude", "probability": 0.75 }, { "name": "joy", "probability": 0.9 }],
    }))
}

#[test]
fn lanes_stand_apart_and_the_persons_word_wins() {
    let world = World::new();
    for (lane, valence) in [("text", 90), ("face", 100), ("text", 80)] {
        world.write(move |cx| note_reading(cx, reading(lane, valence)));
    }
    let page = world.read(|cx| timeline(cx, MoodTimelineOf::default()));
    let day = &page.days[0];
    assert_eq!((day.valence, day.check_ins.len()), (None, 0), "a reading is no mood");
    let lanes: Vec<_> = day.lanes.iter().map(|one| (one.lane, one.readings.len())).collect();
    assert_eq!(lanes, [(Lane::Face, 1), (Lane::Text, 2)]);
    assert_eq!(day.lanes[1].readings[0].labels[0].name, "joy", "the most probable first");
    said(&world, json!({ "valence": -30, "energy": 0 }));
    let page = world.read(|cx| timeline(cx, MoodTimelineOf::default()));
    assert_eq!(page.days[0].valence, Some(-30.0), "what the person said, alone");
    let year = world.read(|cx| year(cx, MoodYearOf { year: 2026 }));
    assert_eq!((year.known, year.days[59].valence), (1, Some(-30.0)));
    world.check();
}

#[test]
fn nothing_that_leaves_knows_a_reading() {
    let world = World::new();
    world.write(|cx| note_reading(cx, reading("voice", 90)));
    let span = Span {
        first: "2026-01-01".parse().expect("a day"),
        last: "2026-12-31".parse().expect("a day"),
    };
    assert_eq!(world.read(|cx| Mood.agenda(cx, span)), []);
    for series in Mood.series() {
        assert_eq!(world.read(|cx| (series.points)(cx, span)), [], "{}", series.name);
    }
    for exporter in Mood.exporters() {
        let mut out = Vec::new();
        world.read(|cx| (exporter.write)(cx, &mut out));
        let text = String::from_utf8(out).expect("text");
        assert!(!text.contains("secret") && text.lines().count() == 1, "{text}");
    }
    assert_eq!(READING.sensitivity, Sensitivity::Sealed, "no archive takes it");
    let found = world.read(|cx| cx.sql().number("SELECT count(*) FROM search_doc", &[]));
    assert_eq!(found, 0, "search knows none");
}

/// What is handed to the outside cannot name the tables of readings: they are named where they are made
/// and where they are read, and nowhere else.
#[test]
fn the_tables_of_readings_are_named_in_two_files() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut named = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a file of words");
            let tables = [["mood_", "reading"].concat(), ["mood_", "label"].concat()];
            if tables.iter().any(|table| text.contains(table.as_str())) {
                let name = path.strip_prefix(&source).expect("a file within").to_owned();
                named.push(name.to_string_lossy().into_owned());
            }
        }
    }
    named.sort();
    assert_eq!(named, ["lanes.rs", "projection.rs"]);
}

#[test]
fn readings_are_bounded_and_forgotten_by_lane() {
    let world = World::new();
    for (change, field) in [
        (json!({ "quality": 1.5 }), "quality"),
        (json!({ "coverage": -0.1 }), "coverage"),
        (json!({ "valence": 200 }), "valence"),
        (json!({ "model": "" }), "model"),
        (json!({ "labels": [{ "name": "joy", "probability": 2.0 }] }), "labels"),
    ] {
        let mut value = serde_json::to_value(reading("text", 0)).expect("JSON");
        for (key, one) in change.as_object().expect("fields") {
            value[key] = one.clone();
        }
        let new: NewReading = request(value);
        assert_eq!(world.refused(|cx| note_reading(cx, new)), (Code::Invalid, field.to_owned()));
    }
    for lane in ["text", "face", "text"] {
        world.write(move |cx| note_reading(cx, reading(lane, 0)));
    }
    let forget = |lane| world.write(move |cx| forget_readings(cx, ForgetReadings { lane })).count;
    for valence in [10, 20] {
        let mut again = reading("text", valence);
        again.about = "0195519f-1111-7000-8000-000000000001".parse().ok();
        again.at_ms = Some(1_772_380_000_000);
        world.write(|cx| note_reading(cx, again));
    }
    assert_eq!(forget(Some(Lane::Text)), 3, "what is read twice stands there once");
    let page = world.read(|cx| timeline(cx, MoodTimelineOf::default()));
    assert_eq!(page.days[0].lanes.len(), 1);
    assert_eq!(forget(None), 1);
    assert!(world.read(|cx| timeline(cx, MoodTimelineOf::default())).days.is_empty());
    world.check();
}
