use base::error::Code;
use domain::command::Nothing;

use super::*;

#[test]
fn a_check_in_is_kept_as_it_was_said() {
    let world = World::new(); // 2026-03-01T18:00Z, London.
    let yoga = made(&world, json!({ "name": "Yoga", "kind": "flag" }));
    let load = made(&world, json!({ "name": "Workload", "kind": "scale", "low": "light" }));
    let first = said(
        &world,
        json!({
            "valence": 40, "energy": -55, "words": ["Calm", "river  quiet", "calm"],
            "factors": [{ "id": yoga.id, "value": 1 }, { "id": load.id, "value": 4 }],
            "note": " After the walk. ",
        }),
    );
    assert_eq!((first.valence, first.energy), (Some(40), Some(-55)));
    assert_eq!(first.words, ["calm", "river quiet"]);
    assert_eq!((first.note.as_str(), first.zone.as_str()), ("After the walk.", "Europe/London"));
    assert_eq!((first.day.to_string().as_str(), first.time.as_str()), ("2026-03-01", "18:00"));
    assert_eq!(first.factors.len(), 2);
    let today = world.read(|cx| today(cx, Nothing {}));
    assert_eq!(today.check_ins, std::slice::from_ref(&first));
    assert_eq!(today.last, Some(first.clone()));

    let change: EditCheckIn = request(json!({
        "id": first.id, "words": ["tired"], "factors": [], "valence": -10, "note": "",
    }));
    let changed = world.write(|cx| edit(cx, change));
    assert_eq!((changed.valence, changed.energy), (Some(-10), Some(-55)));
    assert_eq!((changed.words.as_slice(), changed.factors.len()), (&["tired".to_owned()][..], 0));
    assert_eq!(changed.note, "");
    world.undo();
    let back = world.read(|cx| checkin(cx, CheckInRef { id: first.id }));
    assert_eq!(back, first, "undo brings it back as it was");
    let id = first.id;
    world.write(move |cx| remove(cx, CheckInRef { id }));
    assert_eq!(world.read(|cx| super::today(cx, Nothing {})).last, None);
    world.check();
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    let world = World::new();
    let load = made(&world, json!({ "name": "Workload", "kind": "scale" }));
    let long = "w".repeat(41);
    let many: Vec<String> = (0..21).map(|number| format!("w{number}")).collect();
    let ahead = 1_772_388_000_000_i64 + 2 * 3_600_000;
    for (value, field) in [
        (json!({ "valence": 101, "energy": 0 }), "valence"),
        (json!({ "valence": 0, "energy": -101 }), "energy"),
        (json!({ "valence": 0, "energy": 0, "words": [long] }), "words"),
        (json!({ "valence": 0, "energy": 0, "words": many }), "words"),
        (json!({ "valence": 0, "energy": 0, "at_ms": ahead }), "at_ms"),
        (
            json!({ "valence": 0, "energy": 0, "factors": [{ "id": load.id, "value": 6 }] }),
            "factors",
        ),
        (json!({ "valence": 0, "energy": 0, "note": "n".repeat(20_001) }), "note"),
    ] {
        let new: NewCheckIn = request(value);
        let refused = world.refused(|cx| check_in(cx, new));
        assert_eq!(refused, (Code::Invalid, field.to_owned()));
    }
    let unknown = json!({
        "valence": 0, "energy": 0,
        "factors": [{ "id": "00000000-0000-0000-0000-000000000001", "value": 1 }],
    });
    let new: NewCheckIn = request(unknown);
    assert_eq!(world.refused(|cx| check_in(cx, new)).0, Code::NotFound);
    let typo = json!({ "valence": 0, "energy": 0, "mood": 3 });
    assert!(serde_json::from_value::<NewCheckIn>(typo).is_err(), "no unknown field is taken");
}

#[test]
fn factors_have_an_order_and_are_archived_never_lost() {
    let world = World::new();
    let yoga = made(&world, json!({ "name": "Yoga", "kind": "flag" }));
    let cups = made(&world, json!({ "name": "Coffee", "kind": "count", "unit": "cups" }));
    let twin: SaveMoodFactor = request(json!({ "name": "yoga", "kind": "flag" }));
    assert_eq!(world.refused(|cx| save_factor(cx, twin)), (Code::Conflict, "name".into()));
    said(&world, json!({ "valence": 1, "factors": [{ "id": cups.id, "value": 3 }] }));
    let other: SaveMoodFactor = request(json!({ "id": cups.id, "name": "Cups", "kind": "flag" }));
    assert_eq!(world.refused(|cx| save_factor(cx, other)), (Code::Invalid, "kind".into()));
    let ids = vec![cups.id];
    world.write(|cx| order_factors(cx, OrderMoodFactors { ids }));
    let names = |world: &World| -> Vec<(String, bool, u32)> {
        let all = world.read(|cx| factors(cx, Nothing {}));
        all.into_iter().map(|one| (one.name, one.archived, one.used)).collect()
    };
    assert_eq!(names(&world), [("Coffee".into(), false, 1), ("Yoga".into(), false, 0)]);
    let archive = ArchiveMoodFactor { id: cups.id, archived: true };
    world.write(move |cx| archive_factor(cx, archive));
    assert_eq!(names(&world), [("Yoga".into(), false, 0), ("Coffee".into(), true, 1)]);
    assert_eq!(yoga.kind, MoodFactorKind::Flag);
    world.check();
}

#[test]
fn words_are_the_nearest_and_own_ones_are_among_them() {
    let world = World::new();
    let near = |valence, energy, limit| -> Vec<String> {
        let of = WordsNear { valence, energy, limit };
        world.read(|cx| words(cx, of)).into_iter().map(|word| word.word).collect()
    };
    assert_eq!(near(44, -54, Some(1)), ["calm"]);
    assert_eq!(near(-100, 100, None).len(), 8);
    let own: SaveMoodWord = request(json!({ "word": "River quiet", "valence": -99, "energy": 99 }));
    let own = world.write(|cx| save_word(cx, own));
    assert_eq!(near(-100, 100, Some(1)), ["river quiet"]);
    let moved: SaveMoodWord = request(json!({ "word": "calm", "valence": 90, "energy": 90 }));
    world.write(|cx| save_word(cx, moved));
    assert_eq!(near(90, 90, Some(1)), ["calm"], "an own place goes before the shipped one");
    assert_eq!(near(0, 0, Some(1000)).iter().filter(|word| *word == "calm").count(), 1);
    let twin: SaveMoodWord = request(json!({ "word": "CALM", "valence": 0, "energy": 0 }));
    assert_eq!(world.refused(|cx| save_word(cx, twin)), (Code::Conflict, "word".into()));
    let id = own.own.expect("an own word");
    world.write(move |cx| remove_word(cx, MoodWordRef { id }));
    assert_ne!(near(-100, 100, Some(1)), ["river quiet"]);
    world.check();
}

#[test]
fn check_ins_around_a_session_are_found_by_it() {
    let world = World::new();
    let session = "0195519f-1111-7000-8000-000000000001";
    for (valence, side) in [(-20, "before"), (30, "after")] {
        let of = json!({ "id": session, "side": side });
        said(&world, json!({ "valence": valence, "energy": 0, "of": of }));
        world.env.pass_ms(600_000);
    }
    said(&world, json!({ "valence": 5, "energy": 0 }));
    let id = session.parse().expect("an id");
    let found = world.read(|cx| around(cx, AroundSession { id }));
    let told: Vec<_> = found.iter().map(|one| (one.valence, one.of.map(|of| of.side))).collect();
    assert_eq!(told, [(Some(-20), Some(MoodSide::Before)), (Some(30), Some(MoodSide::After))]);
}

#[test]
fn two_devices_that_edit_one_check_in_keep_both_words() {
    let (one, other) = (World::device(1), World::device(2));
    let first = said(&one, json!({ "valence": 0, "energy": 0, "words": ["okay"] }));
    other.hear(&one);
    for (world, word) in [(&one, "tired"), (&other, "calm")] {
        let change: EditCheckIn = request(json!({ "id": first.id, "words": ["okay", word] }));
        world.write(|cx| edit(cx, change));
    }
    one.hear(&other);
    other.hear(&one);
    let told = |world: &World| world.read(|cx| checkin(cx, CheckInRef { id: first.id })).words;
    assert_eq!(told(&one), ["calm", "okay", "tired"]);
    assert_eq!(told(&one), told(&other));
    one.check();
}
