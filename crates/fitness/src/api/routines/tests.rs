use base::error::Code;

use super::*;
use crate::testing::World;

fn item(world: &World, slug: &str) -> RoutineItemInput {
    RoutineItemInput {
        key: None,
        exercise: world.exercise(slug),
        sets: 3,
        low: Some(8),
        high: Some(12),
        time_ms: None,
        distance_mm: None,
        rest_ms: Some(90_000),
        group: None,
        rule: Some(ProgressionRule::Double),
        step_mg: None,
        note: None,
    }
}

fn new(name: &str, items: Vec<RoutineItemInput>) -> NewRoutine {
    NewRoutine { name: name.into(), note: Some("Slowly.".into()), folder: None, items }
}

fn edit(id: AnyId) -> EditRoutine {
    serde_json::from_value(serde_json::json!({ "id": id })).expect("a request")
}

fn detail(world: &World, id: AnyId) -> RoutineDetail {
    world.read(|cx| routine(cx, RoutineRef { id }))
}

fn again(item: &RoutineItem) -> RoutineItemInput {
    RoutineItemInput {
        key: Some(item.key.clone()),
        exercise: item.exercise.id,
        sets: item.sets,
        low: item.low,
        high: item.high,
        time_ms: item.time_ms,
        distance_mm: item.distance_mm,
        rest_ms: item.rest_ms,
        group: Some(item.group.clone()),
        rule: Some(item.rule),
        step_mg: item.step_mg,
        note: Some(item.note.clone()),
    }
}

#[test]
fn a_routine_is_made_changed_as_a_whole_and_thrown_away() {
    let world = World::new();
    let items = ["back_squat", "bench_press", "barbell_row"].map(|slug| item(&world, slug));
    let given = new("Full body", items.to_vec());
    let id = world.write(move |cx| create_routine(cx, given)).id;
    let shown = detail(&world, id);
    assert_eq!((shown.row.sets, shown.row.minutes, shown.note.as_str()), (9, 19, "Slowly."));
    assert_eq!(shown.row.exercises, ["Squat", "Bench press", "Barbell row"]);
    assert_eq!((shown.items[0].why, shown.items[0].next_reps), (NextWhy::First, Some(8)));
    // The last first, the second out, a new one between.
    let plank =
        RoutineItemInput { time_ms: Some(60_000), low: None, high: None, ..item(&world, "plank") };
    let items = vec![again(&shown.items[2]), plank, again(&shown.items[0])];
    let change = EditRoutine { items: Some(items), ..edit(id) };
    world.write(move |cx| edit_routine(cx, change));
    let after = detail(&world, id);
    assert_eq!(after.row.exercises, ["Barbell row", "Plank", "Squat"]);
    assert_eq!(after.items[0].key, shown.items[2].key, "a key stays with its exercise");
    assert_eq!(after.items[1].next_reps, None, "a plank is not counted");
    world.check();
    let unknown = RoutineItemInput { key: Some("nobody".into()), ..item(&world, "plank") };
    let wrong = EditRoutine { items: Some(vec![unknown]), ..edit(id) };
    assert_eq!(world.refused(move |cx| edit_routine(cx, wrong)).0, Code::NotFound);
    let fewer = RoutineItemInput { high: Some(3), ..item(&world, "plank") };
    let wrong = EditRoutine { items: Some(vec![fewer]), ..edit(id) };
    assert_eq!(world.refused(move |cx| edit_routine(cx, wrong)).0, Code::Invalid);
    world.write(move |cx| delete_routine(cx, RoutineRef { id }));
    assert_eq!(world.read(|cx| routines(cx, domain::command::Nothing {})), []);
    world.undo();
    assert_eq!(world.read(|cx| routines(cx, domain::command::Nothing {})).len(), 1);
}

#[test]
fn routines_stand_in_an_order() {
    let world = World::new();
    let make = |name: &str| {
        let given = new(name, Vec::new());
        world.write(move |cx| create_routine(cx, given)).id
    };
    let [push, _, legs] = ["Push", "Pull", "Legs"].map(make);
    let change = EditRoutine { before: Some(push), closed: Some(true), ..edit(legs) };
    world.write(move |cx| edit_routine(cx, change));
    let all = world.read(|cx| routines(cx, domain::command::Nothing {}));
    let names: Vec<&str> = all.iter().map(|routine| routine.name.as_str()).collect();
    assert_eq!(names, ["Legs", "Push", "Pull"]);
    assert!(all[0].closed);
}
