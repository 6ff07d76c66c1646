use base::day::Span;
use domain::Domain;
use domain::import::ImportedMood;
use expect_test::expect;
use store::record::Record;

use super::*;
use crate::Mood;

fn days(first: &str, last: &str) -> Span {
    Span { first: first.parse().expect("a day"), last: last.parse().expect("a day") }
}

#[test]
fn the_calendar_shows_the_hour_and_the_series_the_day() {
    let world = World::new();
    said_at(&world, "2026-03-01T01:30:00Z", -40, 10);
    said(&world, json!({ "valence": 20, "energy": 30, "words": ["tired", "calm"] }));
    let items = world.read(|cx| Mood.agenda(cx, days("2026-03-01", "2026-03-01")));
    let told: Vec<String> = items
        .iter()
        .map(|item| {
            let time = item.time.as_deref().unwrap_or("-");
            format!("{} {time} {} {}", item.date, item.title, item.done)
        })
        .collect();
    assert_eq!(told, ["2026-03-01 01:30 Check-in true", "2026-03-01 18:00 Calm, tired true"]);
    let points = |name: &str| {
        let series = Mood.series().iter().find(|series| series.name == name).expect("a series");
        let points = world.read(|cx| (series.points)(cx, days("2026-01-01", "2026-03-31")));
        points.iter().map(|one| format!("{} {}", one.day, one.value)).collect::<Vec<_>>()
    };
    assert_eq!(points("mood.valence"), ["2026-02-28 -40", "2026-03-01 20"]);
    assert_eq!(points("mood.energy"), ["2026-02-28 10", "2026-03-01 30"]);
}

#[test]
fn check_ins_are_found_by_their_words_and_notes() {
    let world = World::new();
    let one = said(&world, json!({ "valence": 1, "words": ["calm"], "note": "By the lock." }));
    let record: Record = world.read(|cx| cx.record(one.id));
    let doc = Mood.search(&record).expect("it is found");
    assert_eq!((doc.day.as_str(), doc.title.as_str()), ("2026-03-01", "Calm"));
    assert_eq!(doc.body, "By the lock.");
}

#[test]
fn the_table_has_a_column_for_each_factor() {
    let world = World::new();
    let cups = made(&world, json!({ "name": "Coffee, black", "kind": "count" }));
    made(&world, json!({ "name": "Yoga", "kind": "flag" }));
    said_at(&world, "2026-03-01T01:30:00Z", -40, 10);
    said(
        &world,
        json!({
            "valence": 20, "words": ["calm", "tired"], "note": "One \"note\",\ntwo lines",
            "factors": [{ "id": cups.id, "value": 3 }],
        }),
    );
    let mut out = Vec::new();
    world.read(|cx| (Mood.exporters()[0].write)(cx, &mut out));
    expect![[r#"
        date,time,zone,day,valence,energy,words,note,source,"Coffee, black",Yoga
        2026-03-01,01:30,Europe/London,2026-02-28,-40,10,,,,,
        2026-03-01,18:00,Europe/London,2026-03-01,20,,calm; tired,"One ""note"",
        two lines",,3,
    "#]]
    .assert_eq(&String::from_utf8(out).expect("text"));
}

#[test]
fn a_mood_of_another_program_comes_once_and_a_word_without_a_place_stays_a_word() {
    let world = World::new();
    let mood = |key: &str, word: &str, valence| ImportedMood {
        natural_key: key.into(),
        at_ms: 1_674_511_500_000, // 2023-01-23 22:05 on the clock of wherever it was.
        zone: String::new(),
        word: word.into(),
        valence,
    };
    for _ in 0..2 {
        world.import(|sink| {
            for told in [mood("daylio:1", "rad", Some(80)), mood("daylio:2", "half awake", None)] {
                sink.record(Mood.mood(&told).expect("it is kept"))?;
            }
            Ok(())
        });
    }
    let page = world.read(|cx| timeline(cx, MoodTimelineOf::default()));
    let day = &page.days[0];
    assert_eq!(
        (day.day.to_string().as_str(), day.valence, day.energy),
        ("2023-01-23", Some(80.0), None)
    );
    let mut told: Vec<_> = day
        .check_ins
        .iter()
        .map(|one| (one.words.join(" "), one.valence, one.source.as_str(), one.time.as_str()))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            ("half awake".into(), None, "daylio", "22:05"),
            ("rad".into(), Some(80), "daylio", "22:05"),
        ]
    );
    world.check();
}
