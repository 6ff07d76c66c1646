use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::testing::World;

fn check(lines: &str, expected: Expect) {
    let world = World::new();
    let mut out = String::new();
    for line in lines.lines() {
        let drafts = world.read(|cx| Ok(capture(line.trim(), cx)));
        let said = match drafts.first() {
            None => "-".to_owned(),
            Some(draft) => {
                let chips = draft
                    .chips
                    .iter()
                    .filter(|chip| matches!(&*chip.label, "date" | "time" | "tag"));
                let chips: String = chips.map(|chip| format!(" [{}]", chip.value)).collect();
                format!("{}{chips}", draft.title)
            }
        };
        writeln!(out, "{said}").expect("a string takes everything");
    }
    expected.assert_eq(&out);
}

#[test]
fn what_was_run_ridden_and_played() {
    check(
        "ran 5k in 25:10
        Ran 10 km.
        run 3.1 miles 25 min at 7:30
        yesterday: walked 3,2 km
        cycled 40 km in 1:32:05 on 2026-02-27
        swam 1500m in 35'
        yoga 30 min #evening
        played tennis 1.5 h yesterday at 6:30pm
        hiked 12 km 3 h 20 min along the ridge
        rowed 1h30
        ran 5k at 18:30 yesterday",
        expect![[r#"
            Run, 5 km, 25:10
            Run, 10 km
            Run, 5 km, 25:00 [07:30]
            Walk, 3.2 km [2026-02-28]
            Ride, 40 km, 1:32:05 [2026-02-27]
            Swim, 1.5 km, 35:00
            Yoga, 30:00 [evening]
            Tennis, 1:30:00 [2026-02-28] [18:30]
            Hike, 12 km, 3:20:00
            Row, 1:30:00
            Run, 5 km [2026-02-28] [18:30]
        "#]],
    );
}

#[test]
fn sets_of_exercises() {
    check(
        "bench 3x5 80kg
        Bench press 3 x 5 @ 82.5 kg
        squat 100kg 5x5 rpe 8.5
        deadlift 1x5 315 lbs
        pull ups 3x8
        pull-ups 8,7,6
        ohp 3x8x40
        squat 3x5 100
        Romanian deadlift (barbell) 3x10 60",
        expect![[r#"
            Bench press, 3 × 5, 80 kg
            Bench press, 3 × 5, 82.5 kg
            Squat, 5 × 5, 100 kg
            Deadlift, 1 × 5, 315 lb
            Pull-up, 3 × 8
            Pull-up, 8, 7, 6
            Overhead press, 3 × 8, 40 kg
            Squat, 3 × 5, 100 kg
            Romanian deadlift, 3 × 10, 60 kg
        "#]],
    );
}

#[test]
fn measures_of_the_body() {
    check(
        "weight 81.4
        Weight: 81,4 kg
        weighed 180 lb yesterday
        body fat 18.5%
        waist 86 cm
        waist 34 in
        resting heart rate 52 bpm",
        expect![[r#"
            Weight, 81.4 kg
            Weight, 81,4 kg
            Weight, 180 lb [2026-02-28]
            Body fat, 18.5 %
            Waist, 86 cm
            Waist, 34 in
            Resting heart, 52 bpm
        "#]],
    );
}

#[test]
fn money_and_sentences_are_left_alone() {
    check(
        "ran out of milk
        I ran into Anna at the market
        ran 5
        run the dishwasher for 20 min
        running shoes 120 eur
        bench 120 eur
        bench for the garden 120
        gym 30
        coffee 4.50
        weight watchers 20 eur
        weight 20 €
        weight 4.50
        walk the dog
        walked home with Tom and talked for 2 hours about work
        swim lesson 25.00
        squat 3x5 usd
        chest 3
        tennis racket 89.90
        yoga 12.50
        milk 2x1
        concert 2x35 eur
        flowers 3x5
        tennis with Maya at 18:30
        ran 5k

        #run",
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
            -
            -
            -
            Run, 5 km
            -
            -
        "#]],
    );
}

#[test]
fn what_was_understood_can_be_called() {
    let world = World::new();
    for line in ["ran 5k in 25:10 yesterday #river", "bench 3x5 80kg rpe 8"] {
        let draft = world.read(|cx| Ok(capture(line, cx))).pop().expect("it is one");
        let request: crate::api::NewWorkout =
            serde_json::from_value(draft.payload).expect("a request");
        world.write(move |cx| crate::api::create_workout(cx, request));
    }
    let draft = world.read(|cx| Ok(capture("weight 81.4", cx))).pop().expect("it is one");
    let request: crate::api::NewMeasure = serde_json::from_value(draft.payload).expect("a request");
    world.write(move |cx| crate::api::add_measure(cx, request));
    let page = world.read(|cx| crate::api::workouts(cx, crate::api::ListWorkouts::default()));
    let said: Vec<_> =
        page.items.iter().map(|row| (&*row.sport, row.sets, row.distance_mm)).collect();
    assert_eq!(said, [("strength", 3, None), ("run", 0, Some(5_000_000))]);
    assert_eq!(page.items[1].elapsed_ms, Some(1_510_000));
    let all = crate::api::ListMeasures::default();
    assert_eq!(world.read(|cx| crate::api::measures(cx, all))[0].value, 81_400_000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_line_is_read(
        line in "(ran |yoga |bench |weight |waist |3x5|x|×|,|\\.|@|rpe |[0-9]{1,4}|k|kg|lb|%|min|h|:| |€|é|\n|at |on |yesterday|#){0,12}",
    ) {
        let today: Day = "2026-03-01".parse().expect("a day");
        if let Some(line) = read(&line, KG, today) {
            prop_assert!(line.day.is_none_or(|day| day <= today));
        }
    }
}
