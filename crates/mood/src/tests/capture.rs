use domain::Domain;
use domain::view::Draft;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::Mood;

fn told(draft: &Draft) -> String {
    let place = format!("{} {}", draft.payload["valence"], draft.payload["energy"]);
    let chips: String = draft
        .chips
        .iter()
        .filter(|chip| !matches!(&*chip.label, "word" | "mood"))
        .map(|chip| format!(" [{}: {}]", chip.label, chip.value))
        .collect();
    format!("{} ({place}){chips}", draft.title)
}

fn check(world: &World, lines: &str, expected: Expect) {
    let mut out = String::new();
    for line in lines.lines() {
        let drafts = world.read(|cx| Ok(Mood.capture(line.trim(), cx)));
        let said = drafts.first().map_or_else(|| "-".to_owned(), told);
        out.push_str(&said);
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn how_it_was_in_one_line() {
    let world = World::new();
    made(&world, json!({ "name": "Yoga", "kind": "flag" }));
    check(
        &world,
        "calm after yoga
        Tired.
        feeling tired and a bit anxious
        I'm on edge before the talk at 14:30
        yesterday: felt lonely
        mood 7
        mood: 3/5 after lunch
        mood calm, grateful
        I feel still",
        expect![[r#"
            Calm (44 -54) [factor: Yoga] [note: after yoga]
            Tired (-22 -72)
            Tired, anxious (-42 -2) [note: feeling tired and a bit anxious]
            On edge (-40 78) [note: before the talk] [time: 14:30]
            Lonely (-74 -24) [date: 2026-02-28]
            Mood 7/10 (33 null)
            Mood 3/5 (0 null) [note: after lunch]
            Calm, grateful (60 -25)
            Still (34 -94)
        "#]],
    );
}

#[test]
fn what_is_no_mood_is_left_to_others() {
    check(
        &World::new(),
        "happy birthday to Ana
        busy until five
        still at work
        not happy
        mood 12
        mood
        calm and
        coffee 4.50
        ran 5k in 25:10
        call mum tomorrow 18:00
        excited",
        expect![[r#"
            -
            -
            -
            -
            -
            -
            -
            -
            -
            -
            Excited (70 82)
        "#]],
    );
}

#[test]
fn a_draft_is_a_request_that_is_taken() {
    let world = World::new();
    made(&world, json!({ "name": "Yoga", "kind": "flag" }));
    for line in ["calm after yoga", "mood 7", "yesterday: felt lonely", "tired at 14:30"] {
        let draft = world.read(|cx| Ok(Mood.capture(line, cx))).pop().expect("a draft");
        assert_eq!(draft.command, "mood.check_in");
        said(&world, draft.payload);
    }
    world.check();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_line_breaks_it(line in "(mood|feeling|calm|and|,|after|yoga|7/10|at|14:30|yesterday|é|!| ){0,12}") {
        let world = World::new();
        for draft in world.read(|cx| Ok(Mood.capture(&line, cx))) {
            let new: NewCheckIn = request(draft.payload);
            prop_assert!((-100..=100).contains(&new.valence));
        }
    }
}
