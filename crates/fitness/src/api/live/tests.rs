use base::error::Code;

use super::*;
use crate::api::records::BestKind;
use crate::api::*;
use crate::model::units::Measured;
use crate::model::workout::SetKind;
use crate::testing::World;

const KG: i64 = 1_000_000;

fn set(kg: i64, reps: i64) -> SetInput {
    SetInput { mg: Some(kg * KG), reps: Some(reps), ..SetInput::default() }
}

/// A routine of squats by double progression, and a superset of two small exercises.
fn routine(world: &World) -> AnyId {
    let item = |slug: &str, group: &str| RoutineItemInput {
        key: None,
        exercise: world.exercise(slug),
        sets: 2,
        low: Some(5),
        high: Some(8),
        time_ms: None,
        distance_mm: None,
        rest_ms: Some(60_000),
        group: Some(group.to_owned()),
        rule: Some(ProgressionRule::Double),
        step_mg: None,
        note: None,
    };
    let items = vec![item("back_squat", ""), item("biceps_curl", "A"), item("push_up", "A")];
    let new = NewRoutine { name: "Legs and arms".into(), note: None, folder: None, items };
    world.write(move |cx| create_routine(cx, new)).id
}

fn start(world: &World, request: StartWorkout) -> AnyId {
    world.write(move |cx| start_workout(cx, request)).id
}

fn live(world: &World) -> LiveWorkout {
    world.read(|cx| going(cx, Nothing {})).expect("a workout goes on")
}

fn finish(world: &World, workout: AnyId, set: &str, to: SetInput) -> FinishedSet {
    let request = FinishSet { workout, set: set.to_owned(), to: Some(to), undo: false };
    world.write(move |cx| finish_set(cx, request))
}

fn complete(world: &World, id: AnyId) {
    let request = CompleteWorkout { id, rpe_x2: Some(16), note: None, keep_open: false };
    world.write(move |cx| complete_workout(cx, request));
}

#[test]
fn a_routine_begins_with_what_its_rules_say() {
    let world = World::new();
    let routine = routine(&world);
    let by_routine = || StartWorkout { routine: Some(routine), ..StartWorkout::default() };
    let id = start(&world, by_routine());
    let first = live(&world);
    assert_eq!((first.name.as_str(), first.exercises.len()), ("Legs and arms", 3));
    assert_eq!(first.exercises[0].sets[0].mg, None, "nobody knows the first weight");
    for set in &first.exercises[0].sets {
        finish(&world, id, &set.key, self::set(80, 8));
    }
    complete(&world, id);
    assert_eq!(world.read(|cx| going(cx, Nothing {})), None);
    let done = world.read(|cx| workout(cx, WorkoutRef { id }));
    assert_eq!((done.row.sets, done.row.volume_mg), (2, 1280 * KG));
    assert_eq!(done.exercises[1].sets, [], "what was not done is not kept");
    assert_eq!(done.row.rpe_x2, Some(16));

    world.env.pass_ms(3 * 24 * 3_600_000);
    let id = start(&world, by_routine());
    let second = live(&world);
    let squat = &second.exercises[0];
    assert_eq!((squat.sets[0].mg, squat.sets[0].reps), (Some(82 * KG + KG / 2), Some(5)));
    let last = squat.last.as_ref().expect("a last time");
    assert_eq!((last.sets.len(), last.sets[0].mg), (2, Some(80 * KG)));
    assert_eq!(second.exercises[2].sets[0].mg, None, "push-ups have no weight");
    let finished = finish(&world, id, &squat.sets[0].key, set(90, 6));
    let kinds: Vec<BestKind> = finished.records.iter().map(|record| record.kind).collect();
    assert_eq!(kinds, [BestKind::E1rm, BestKind::Weight], "no best of volume: 640 before");
    world.check();
}

#[test]
fn a_rest_follows_a_set_and_in_a_superset_only_the_round() {
    let world = World::new();
    let routine = routine(&world);
    let id = start(&world, StartWorkout { routine: Some(routine), ..StartWorkout::default() });
    let now = live(&world);
    let key = |exercise: usize, set: usize| now.exercises[exercise].sets[set].key.clone();
    let until = finish(&world, id, &key(0, 0), set(80, 8)).rest_until_ms;
    assert_eq!(until, Some(now.began_ms + 60_000));
    world.env.pass_ms(20_000);
    assert_eq!(live(&world).rest.map(|rest| (rest.rest_ms, rest.left_ms)), Some((60_000, 40_000)));
    world.write(move |cx| extend_rest(cx, ExtendRest { id, ms: 30_000 }));
    assert_eq!(live(&world).rest.map(|rest| rest.left_ms), Some(70_000));
    assert_eq!(world.read(resting), [(id, now.began_ms + 90_000)]);
    world.write(move |cx| skip_rest(cx, WorkoutRef { id }));
    assert_eq!(live(&world).rest, None);
    assert_eq!(
        finish(&world, id, &key(1, 0), set(20, 8)).rest_until_ms,
        None,
        "its partner is next"
    );
    assert!(finish(&world, id, &key(2, 0), set(0, 8)).rest_until_ms.is_some());
    assert_eq!(finish(&world, id, &key(2, 1), set(0, 8)).rest_until_ms, None);
    let undo = FinishSet { workout: id, set: key(2, 1), to: None, undo: true };
    world.write(move |cx| finish_set(cx, undo));
    assert_eq!(live(&world).exercises[2].sets[1].done_ms, None);
}

#[test]
fn killed_in_the_middle_of_a_set_it_goes_on_with_the_right_time() {
    let world = World::new();
    let routine = routine(&world);
    let id = start(&world, StartWorkout { routine: Some(routine), ..StartWorkout::default() });
    let first = live(&world).exercises[0].sets[0].key.clone();
    world.env.pass_ms(300_000);
    finish(&world, id, &first, set(80, 5));
    world.env.pass_ms(45_000);
    let world = world.killed();
    world.env.pass_ms(15_000);
    let now = live(&world);
    assert_eq!((now.id, now.elapsed_ms, now.paused), (id, 360_000, false));
    assert_eq!(now.rest.map(|rest| rest.left_ms), Some(0));
    assert!(now.exercises[0].sets[0].done_ms.is_some(), "what was done is kept");
    world.env.step_ms(7_200_000);
    assert_eq!(live(&world).elapsed_ms, 360_000, "somebody set the clock two hours on");
    world.write(move |cx| pause_workout(cx, WorkoutRef { id }));
    world.env.step_ms(-9_000_000);
    world.env.pass_ms(600_000);
    let world = world.killed();
    assert_eq!(live(&world).elapsed_ms, 360_000, "a pause does not count");
    world.write(move |cx| resume_workout(cx, WorkoutRef { id }));
    world.env.pass_ms(40_000);
    assert!(live(&world).stepped, "that the clock was set is said");
    complete(&world, id);
    let done = world.read(|cx| workout(cx, WorkoutRef { id }));
    assert_eq!(done.row.elapsed_ms, Some(400_000));
    assert_eq!(done.row.day.to_string(), "2026-03-01");
    world.check();
}

#[test]
fn after_the_machine_was_off_the_wall_clock_counts() {
    let world = World::new();
    start(&world, StartWorkout::default());
    world.env.pass_ms(60_000);
    world.env.reboot();
    world.env.pass_ms(60_000);
    assert_eq!(live(&world.killed()).elapsed_ms, 120_000);
}

#[test]
fn one_at_a_time_and_what_is_discarded_does_not_count() {
    let world = World::new();
    let id = start(&world, StartWorkout::default());
    let (code, _) = world.refused(|cx| start_workout(cx, StartWorkout::default()));
    assert_eq!(code, Code::Conflict);
    let squat = world.exercise("back_squat");
    let add = move |sets| AddWorkoutExercise { workout: id, exercise: squat, after: None, sets };
    let key = world.write(move |cx| add_exercise(cx, add(None))).key;
    let sets = live(&world).exercises[0].sets.clone();
    finish(&world, id, &sets[0].key, set(100, 5));
    world.write(move |cx| discard_workout(cx, WorkoutRef { id }));
    let page = world.read(|cx| workouts(cx, ListWorkouts::default()));
    assert_eq!((page.items.len(), page.count), (0, Some(0)));
    let times = LastSetsOf { exercise: squat, times: None };
    assert_eq!(world.read(|cx| last_sets(cx, times)).len(), 0);
    let again = WorkoutExerciseRef { workout: id, key };
    assert_eq!(world.refused(move |cx| pause_workout(cx, WorkoutRef { id })).0, Code::Conflict);
    world.write(move |cx| remove_exercise(cx, again));
    world.undo();
    world.undo();
    assert_eq!(live(&world).exercises[0].sets[0].mg, Some(100 * KG), "undone it goes on");
}

#[test]
fn exercises_are_moved_grouped_and_replaced() {
    let world = World::new();
    let id = start(&world, StartWorkout::default());
    let slugs = ["back_squat", "bench_press", "pull_up"];
    let mut keys = Vec::new();
    for slug in slugs {
        let exercise = world.exercise(slug);
        let add = AddWorkoutExercise { workout: id, exercise, after: None, sets: Some(2) };
        keys.push(world.write(move |cx| add_exercise(cx, add)).key);
    }
    let order = || {
        let shown = live(&world).exercises;
        shown.iter().map(|exercise| exercise.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order(), keys);
    let (last, first) = (keys[2].clone(), keys[0].clone());
    let to_front = MoveWorkoutExercise { workout: id, key: last.clone(), before: Some(first) };
    world.write(move |cx| move_exercise(cx, to_front));
    assert_eq!(order(), [&*keys[2], &*keys[0], &*keys[1]]);
    let exercise = world.exercise("plank");
    let after = AddWorkoutExercise { workout: id, exercise, after: Some(last.clone()), sets: None };
    let between = world.write(move |cx| add_exercise(cx, after)).key;
    assert_eq!(order()[1], between);
    let pair = GroupExercises { workout: id, keys: vec![keys[0].clone(), keys[1].clone()] };
    world.write(move |cx| group_exercises(cx, pair));
    let groups = |key: &str| {
        let shown = live(&world).exercises.into_iter().find(|exercise| exercise.key == key);
        shown.expect("it is there").group
    };
    assert_eq!((groups(&keys[0]), groups(&keys[2])), ("A".to_owned(), String::new()));
    let front_squat = world.exercise("front_squat");
    let replace = EditWorkoutExercise {
        workout: id,
        key: keys[0].clone(),
        exercise: Some(front_squat),
        note: Some("elbows high".into()),
        rest_ms: Some(0),
    };
    world.write(move |cx| edit_workout_exercise(cx, replace));
    let shown = live(&world).exercises;
    let replaced = shown.iter().find(|exercise| exercise.key == keys[0]).expect("it is there");
    assert_eq!(replaced.exercise.name, "Front squat");
    assert_eq!((replaced.exercise.kind, replaced.sets.len()), (Measured::WeightReps, 2));
    let unknown = WorkoutExerciseRef { workout: id, key: "nobody".into() };
    assert_eq!(world.refused(move |cx| remove_exercise(cx, unknown)).0, Code::NotFound);
    world.check();
}

#[test]
fn sets_are_changed_forgotten_and_refused() {
    let world = World::new();
    let id = start(&world, StartWorkout::default());
    let exercise = world.exercise("bench_press");
    let add = AddWorkoutExercise { workout: id, exercise, after: None, sets: Some(1) };
    let key = world.write(move |cx| add_exercise(cx, add)).key;
    let warm = SetInput { kind: Some(SetKind::Warmup), ..set(40, 10) };
    let entry = key.clone();
    let made = world.write(move |cx| {
        let request = AddSet { workout: id, key: entry, set: Some(warm) };
        add_set(cx, request)
    });
    let edit = EditSet {
        workout: id,
        set: made.set.clone(),
        to: Some(SetInput { done: Some(true), rpe_x2: Some(12), ..SetInput::default() }),
        forget: Some(vec![SetField::Reps]),
    };
    world.write(move |cx| edit_set(cx, edit));
    let shown = live(&world).exercises[0].sets[1].clone();
    assert_eq!((shown.reps, shown.mg, shown.rpe_x2), (None, Some(40 * KG), Some(12)));
    assert!(shown.done_ms.is_some() && shown.kind == SetKind::Warmup);
    let wrong =
        |to: SetInput| EditSet { workout: id, set: made.set.clone(), to: Some(to), forget: None };
    for (field, to) in [
        ("reps", SetInput { reps: Some(-1), ..SetInput::default() }),
        ("mg", SetInput { mg: Some(3_000 * KG), ..SetInput::default() }),
        ("rpe_x2", SetInput { rpe_x2: Some(21), ..SetInput::default() }),
    ] {
        let request = wrong(to);
        let refused = world.refused(move |cx| edit_set(cx, request));
        assert_eq!(refused, (Code::Invalid, field.to_owned()));
    }
    let gone = made.clone();
    world.write(move |cx| remove_set(cx, gone));
    assert_eq!(world.refused(move |cx| remove_set(cx, made)).0, Code::NotFound);
    complete(&world, id);
    let done = world.read(|cx| workout(cx, WorkoutRef { id }));
    assert_eq!(done.row.sets, 0, "nothing was done");
}

mod devices;
mod random;
