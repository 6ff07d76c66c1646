use base::error::Code;

use super::*;
use crate::api::{NewMeasure, NewWorkout, add_measure, create_workout};
use crate::testing::World;

fn new(what: FitnessAim, target: i64) -> NewFitnessGoal {
    NewFitnessGoal {
        what,
        exercise: None,
        sport: None,
        measure: None,
        target,
        unit: None,
        from: "2026-02-02".parse().ok(),
        by: None,
        note: None,
    }
}

fn made(world: &World, goal: NewFitnessGoal) -> FitnessGoal {
    let id = world.write(move |cx| create_goal(cx, goal)).id;
    let all = world.read(|cx| goals(cx, Nothing {}));
    all.into_iter().find(|goal| goal.id == id).expect("it is there")
}

fn run(world: &World, days_ago: i64, km: i64) {
    let now = world.read(|cx| Ok(cx.now().as_millisecond()));
    let new = NewWorkout {
        sport: Some("run".into()),
        start_ms: Some(now - days_ago * 86_400_000),
        distance_mm: Some(km * 1_000_000),
        ..NewWorkout::default()
    };
    world.write(move |cx| create_workout(cx, new));
}

#[test]
fn weeks_count_from_monday_and_in_a_row() {
    let world = World::new(); // A Sunday.
    for days_ago in [0, 3, 8, 10, 20] {
        run(&world, days_ago, 5);
    }
    let twice = made(&world, new(FitnessAim::WorkoutsWeek, 2));
    assert_eq!((twice.current, twice.reached, twice.weeks), (Some(2), true, 2));
    let far = made(&world, new(FitnessAim::DistanceWeek, 20_000_000));
    assert_eq!((far.current, far.share, far.weeks), (Some(10_000_000), 500, 0));
    let total = made(&world, new(FitnessAim::DistanceTotal, 100_000_000));
    assert_eq!((total.current, total.share), (Some(25_000_000), 250));
    let ride = NewFitnessGoal { sport: Some("ride".into()), ..new(FitnessAim::DistanceTotal, 5) };
    assert_eq!(made(&world, ride).current, Some(0));
    world.check();
}

#[test]
fn a_measure_goes_its_way_from_where_it_stood() {
    let world = World::new();
    let weigh = |kg: i64| {
        let new = NewMeasure {
            what: BodyMeasure::Weight,
            value: kg * 1_000_000,
            at_ms: None,
            unit: None,
            text: None,
            note: None,
        };
        world.write(move |cx| add_measure(cx, new));
        world.env.pass_ms(86_400_000);
    };
    weigh(84);
    let goal = NewFitnessGoal {
        measure: Some(BodyMeasure::Weight),
        from: None,
        ..new(FitnessAim::Body, 80_000_000)
    };
    let goal = made(&world, goal);
    assert_eq!((goal.start_value, goal.share), (Some(84_000_000), 0));
    weigh(83);
    let now = world.read(|cx| goals(cx, Nothing {})).remove(0);
    assert_eq!((now.share, now.reached), (250, false));
    weigh(79);
    let now = world.read(|cx| goals(cx, Nothing {})).remove(0);
    assert_eq!((now.share, now.reached), (1000, true));
    assert_eq!(way(None, 5, 5), (1000, true));
}

#[test]
fn goals_are_changed_thrown_away_and_refused() {
    let world = World::new();
    let bench = world.exercise("bench_press");
    let goal = NewFitnessGoal { exercise: Some(bench), ..new(FitnessAim::E1rm, 100_000_000) };
    let goal = made(&world, goal);
    assert_eq!((goal.current, goal.share), (None, 0));
    let id = goal.id;
    let edit = EditFitnessGoal {
        id,
        target: Some(110_000_000),
        unit: Some("kg".into()),
        by: Some("2026-12-31".into()),
        note: Some("By the end of the year.".into()),
    };
    world.write(move |cx| edit_goal(cx, edit));
    let now = world.read(|cx| goals(cx, Nothing {})).remove(0);
    assert_eq!(
        (now.target, now.by.map(|by| by.to_string()).as_deref()),
        (110_000_000, Some("2026-12-31"))
    );
    for (field, wrong) in [
        ("exercise", new(FitnessAim::E1rm, 5)),
        ("measure", new(FitnessAim::Body, 5)),
        ("target", new(FitnessAim::WorkoutsWeek, 0)),
        (
            "by",
            NewFitnessGoal { by: "2026-01-01".parse().ok(), ..new(FitnessAim::DistanceTotal, 5) },
        ),
    ] {
        let refused = world.refused(move |cx| create_goal(cx, wrong));
        assert_eq!(refused, (Code::Invalid, field.to_owned()));
    }
    world.write(move |cx| delete_goal(cx, FitnessGoalRef { id }));
    assert_eq!(world.read(|cx| goals(cx, Nothing {})), []);
}
