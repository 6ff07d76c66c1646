use super::*;
use crate::api::records::BestKind;
use crate::api::{NewWorkout, NewWorkoutExercise, SetInput, create_workout};
use crate::model::workout::SetKind;
use crate::testing::World;

const KG: i64 = 1_000_000;
const DAY: i64 = 86_400_000;

fn set(kg: i64, reps: i64) -> SetInput {
    SetInput { mg: Some(kg * KG), reps: Some(reps), ..SetInput::default() }
}

/// A workout of one exercise so many days before the world's Sunday, with an RPE of 7 if it is known.
fn lift(world: &World, days_ago: i64, slug: &str, sets: Vec<SetInput>, rpe_x2: Option<i64>) {
    let now = world.read(|cx| Ok(cx.now().as_millisecond()));
    let exercise = NewWorkoutExercise {
        exercise: world.exercise(slug),
        group: None,
        note: None,
        rest_ms: None,
        sets,
    };
    let new = NewWorkout {
        start_ms: Some(now - days_ago * DAY),
        elapsed_ms: Some(3_600_000),
        rpe_x2,
        exercises: Some(vec![exercise]),
        ..NewWorkout::default()
    };
    world.write(move |cx| create_workout(cx, new));
}

#[test]
fn an_exercise_goes_up_by_a_line_through_its_days() {
    let world = World::new();
    for week in 0..5 {
        let warm = SetInput { kind: Some(SetKind::Warmup), ..set(200, 1) };
        lift(
            &world,
            28 - week * 7,
            "back_squat",
            vec![warm, set(90 + 3 * week, 10), set(60, 12)],
            None,
        );
    }
    let exercise = world.exercise("back_squat");
    let of = |from: Option<Day>| ProgressOf { exercise, from, to: None };
    let shown = world.read(|cx| progress(cx, of(None)));
    assert_eq!((shown.points.len(), shown.n), (5, 5));
    assert_eq!(shown.e1rm_per_week_mg, Some(4 * KG));
    let first = shown.points[0];
    assert_eq!((first.top_mg, first.sets, first.reps), (Some(90 * KG), 2, 22), "no warm-ups");
    assert_eq!(first.e1rm.map(|max| max.brzycki_mg), Some(120 * KG));
    let best = shown.bests[0];
    assert_eq!((best.kind, best.value), (BestKind::E1rm, 136 * KG));
    let late = world.read(|cx| progress(cx, of("2026-02-20".parse().ok())));
    assert_eq!((late.n, late.e1rm_per_week_mg), (2, None), "two points are no line to speak of");
    let all = world.read(|cx| records(cx, Nothing {}));
    assert_eq!((all.len(), all[0].times), (1, 5));
}

#[test]
fn a_muscle_that_helps_gets_half_a_set() {
    let world = World::new();
    lift(&world, 0, "bench_press", vec![set(80, 5); 3], None);
    lift(&world, 7, "triceps_pushdown", vec![set(30, 10); 2], None);
    let weeks = world.read(|cx| muscle_weeks(cx, FitnessRange::default()));
    let of = |muscle: Muscle| {
        let found = weeks.iter().filter(|week| week.muscle == muscle);
        found.map(|week| (week.week.to_string(), week.sets_x2, week.volume_mg)).collect::<Vec<_>>()
    };
    assert_eq!(of(Muscle::Chest), [("2026-02-23".to_owned(), 6, 1200 * KG)]);
    assert_eq!(
        of(Muscle::Triceps),
        [("2026-02-16".to_owned(), 4, 600 * KG), ("2026-02-23".to_owned(), 3, 0)]
    );
}

#[test]
fn load_is_known_where_the_effort_is() {
    let world = World::new();
    lift(&world, 0, "bench_press", vec![set(80, 5)], Some(14));
    lift(&world, 1, "bench_press", vec![set(80, 5)], None);
    for days_ago in [8, 30, 37, 44] {
        lift(&world, days_ago, "bench_press", vec![set(80, 5)], None);
    }
    let shown = world.read(|cx| training_weeks(cx, FitnessRange::default()));
    assert_eq!(shown.weeks.len(), 5);
    let last = shown.weeks.last().expect("a week");
    assert_eq!((last.sessions, last.load, last.load_n), (2, Some(420), 1));
    assert_eq!((last.sets, last.volume_mg), (2, 800 * KG));
    assert_eq!(shown.weeks[0].load, None, "nobody said how hard it was");
    assert_eq!((shown.streak_weeks, shown.longest_weeks), (2, 3));
    assert_eq!((last.sports[0].sport.as_str(), last.sports[0].sessions), ("strength", 2));
    let none = FitnessRange { from: None, to: "2020-01-01".parse().ok() };
    assert_eq!(world.read(|cx| training_weeks(cx, none)).weeks, []);
}
