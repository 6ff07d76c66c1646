use domain::command::Nothing;

use super::*;

#[test]
fn a_day_begins_when_the_person_says_and_no_record_changes() {
    let world = World::new();
    said_at(&world, "2026-03-01T01:30:00Z", -40, 10); // Saturday evening, still.
    said_at(&world, "2026-03-01T09:00:00Z", 20, 20);
    said_at(&world, "2026-03-01T17:00:00Z", 60, 30);
    let days = || -> Vec<(String, Option<f64>, usize)> {
        let page = world.read(|cx| timeline(cx, MoodTimelineOf::default()));
        let told = |day: MoodDay| (day.day.to_string(), day.valence, day.check_ins.len());
        page.days.into_iter().map(told).collect()
    };
    assert_eq!(
        days(),
        [("2026-03-01".into(), Some(40.0), 2), ("2026-02-28".into(), Some(-40.0), 1)]
    );
    world.write(|cx| edit_settings(cx, EditMoodSettings { day_starts: Some(0) }));
    assert_eq!(days(), [("2026-03-01".into(), Some(20.0), 3)]);
    assert_eq!(world.read(|cx| settings(cx, Nothing {})).day_starts, 0);
    let late = EditMoodSettings { day_starts: Some(721) };
    assert_eq!(world.refused(move |cx| edit_settings(cx, late)).1, "day_starts");
    world.check();
}

#[test]
fn a_timeline_goes_on_where_it_ended() {
    let world = World::new();
    for day in 1..=9 {
        said_at(&world, &format!("2026-02-0{day}T12:00:00Z"), day, 0);
    }
    let page = |before| {
        let of = MoodTimelineOf { before, limit: Some(4) };
        let page = world.read(|cx| timeline(cx, of));
        let days: Vec<i8> = page.days.iter().map(|day| day.day.date().day()).collect();
        (days, page.next)
    };
    let (first, next) = page(None);
    let (second, then) = page(next);
    let (third, end) = page(then);
    assert_eq!((first, second), (vec![9, 8, 7, 6], vec![5, 4, 3, 2]));
    assert_eq!((third, end), (vec![1], None));
}

#[test]
fn a_year_has_every_day_and_what_is_missing_is_null() {
    let world = World::new();
    said_at(&world, "2024-02-29T12:00:00Z", -50, 10);
    said_at(&world, "2024-02-29T20:00:00Z", 10, 30);
    said_at(&world, "2026-01-01T02:00:00Z", 5, 5); // Still the last night of 2025.
    let year = |number| world.read(|cx| year(cx, MoodYearOf { year: number }));
    let leap = year(2024);
    assert_eq!((leap.days.len(), leap.known), (366, 1));
    assert_eq!(leap.years, [2024, 2025]);
    let day = leap.days.iter().find(|day| day.count > 0).expect("a day");
    assert_eq!(
        (day.day.to_string().as_str(), day.valence, day.count),
        ("2024-02-29", Some(-20.0), 2)
    );
    assert!(leap.days.iter().filter(|day| day.count == 0).all(|day| day.valence.is_none()));
    assert_eq!(year(2025).known, 1);
    assert_eq!(year(2026).known, 0);
}

#[test]
fn a_factor_is_compared_only_with_enough_days_and_never_before_it_was_thought_of() {
    let world = World::new();
    let yoga = made(&world, json!({ "name": "Yoga", "kind": "flag" }));
    let day = |number: i64| {
        let at: jiff::Timestamp = "2026-01-01T12:00:00Z".parse().expect("an instant");
        at.as_millisecond() + number * 86_400_000
    };
    let say = |number: i64, valence: i64, with: bool| {
        let factors = match with {
            true => json!([{ "id": yoga.id, "value": 1 }]),
            false => json!([]),
        };
        said(
            &world,
            json!({ "valence": valence, "energy": 0, "at_ms": day(number), "factors": factors }),
        )
    };
    // Before yoga there were eleven days without a thought of it.
    (0..11).for_each(|number| drop(say(number, -90, false)));
    for number in 11..48 {
        let with = number % 4 == 3;
        say(number, if with { 30 } else { 10 }, with);
    }
    let beside = || {
        let of = MoodByFactorOf { days: 365, axis: None };
        world.read(|cx| by_factor(cx, of)).factors.remove(0)
    };
    let told = beside();
    assert_eq!((told.with.n, told.without.n), (10, 27), "days before it do not count");
    assert_eq!((told.enough, told.difference), (true, Some(20.0)));
    assert_eq!((told.with.low, told.without.median), (Some(30.0), Some(10.0)));
    let few = MoodByFactorOf { days: 30, axis: None };
    let few = world.read(|cx| by_factor(cx, few)).factors.remove(0);
    assert_eq!((few.enough, few.difference), (false, None), "{few:?}");
    let energy = MoodByFactorOf { days: 365, axis: Some(MoodAxis::Energy) };
    let energy = world.read(|cx| by_factor(cx, energy)).factors.remove(0);
    assert_eq!(energy.difference, Some(0.0));
}

#[test]
fn a_count_is_parted_at_the_persons_own_middle_and_unknown_where_it_was_not_said() {
    let world = World::new();
    let cups = made(&world, json!({ "name": "Coffee", "kind": "count" }));
    let first: jiff::Timestamp = "2026-01-01T12:00:00Z".parse().expect("an instant");
    for number in 0..50_i64 {
        let factors = match number % 5 {
            4 => json!([]),
            rest => json!([{ "id": cups.id, "value": rest }]),
        };
        let at_ms = first.as_millisecond() + number * 86_400_000;
        let valence = if number % 5 >= 2 { -10 } else { 10 };
        said(
            &world,
            json!({ "valence": valence, "energy": 0, "at_ms": at_ms, "factors": factors }),
        );
    }
    let of = MoodByFactorOf { days: 365, axis: None };
    let told = world.read(|cx| by_factor(cx, of)).factors.remove(0);
    assert_eq!((told.split, told.with.n, told.without.n), (Some(1.5), 20, 20));
    assert_eq!(told.difference, Some(-20.0));
}

#[test]
fn spans_and_words_count_what_was_said() {
    let world = World::new();
    for (number, valence) in [(0, 10), (1, 20), (1, 30), (2, 40), (29, 50), (30, 60)] {
        let now = 1_772_388_000_000_i64 - number * 86_400_000;
        let words = if valence > 25 { json!(["calm"]) } else { json!(["calm", "tired"]) };
        said(
            &world,
            json!({ "valence": valence, "energy": -valence, "at_ms": now, "words": words }),
        );
    }
    let told = world.read(|cx| span(cx, LastDays { days: 30 }));
    assert_eq!((told.known, told.count, told.valence.median), (4, 5, Some(30.0)));
    assert_eq!((told.valence.low, told.energy.median), (Some(20.0), Some(-30.0)));
    let words = world.read(|cx| own_words(cx, LastDays { days: 30 }));
    let told: Vec<_> =
        words.iter().map(|one| (one.word.as_str(), one.count, one.valence)).collect();
    assert_eq!(told, [("calm", 5, Some(30.0)), ("tired", 2, Some(15.0))]);
    let none = world.store.read(|cx| span(cx, LastDays { days: 0 })).expect_err("no days");
    assert_eq!(none.field(), Some("days"));
}

#[test]
fn the_who5_is_five_answers_times_four() {
    let world = World::new();
    let sheet = world.read(|cx| who5(cx, Nothing {}));
    assert_eq!((sheet.items.len(), sheet.choices.len(), sheet.next), (5, 6, None));
    let answers = |answers: &[i64]| NewWho5 { answers: answers.to_vec(), at_ms: None };
    for wrong in [&[1, 2, 3, 4][..], &[1, 2, 3, 4, 6], &[-1, 2, 3, 4, 5]] {
        let wrong = answers(wrong);
        assert_eq!(world.refused(|cx| answer_who5(cx, wrong)).1, "answers");
    }
    let given = answers(&[5, 4, 3, 2, 0]);
    let id = world.write(|cx| answer_who5(cx, given)).id;
    let sheet = world.read(|cx| who5(cx, Nothing {}));
    assert_eq!((sheet.answered[0].score, sheet.answered[0].answers.len()), (56, 5));
    assert_eq!(sheet.next.map(|day| day.to_string()).as_deref(), Some("2026-03-31"));
    world.write(move |cx| remove_who5(cx, Who5Ref { id }));
    assert!(world.read(|cx| who5(cx, Nothing {})).answered.is_empty());
    world.check();
}
