use base::error::Code;

use super::*;
use crate::api::{ListExercises, NewWorkout, NewWorkoutExercise, SetInput, create_workout};
use crate::testing::World;

const KG: i64 = 1_000_000;

fn new(name: &str) -> NewExercise {
    NewExercise {
        name: name.into(),
        kind: Measured::WeightReps,
        equipment: Some("barbell".into()),
        primary: vec![Muscle::Quads],
        secondary: vec![Muscle::Glutes],
        note: None,
        unilateral: None,
        step_mg: None,
    }
}

fn edit(id: AnyId) -> EditExercise {
    serde_json::from_value(serde_json::json!({ "id": id })).expect("a request")
}

fn done(world: &World, exercise: AnyId, day: i64, sets: &[(i64, i64)]) {
    let set = |(kg, reps): &(i64, i64)| SetInput {
        mg: Some(kg * KG),
        reps: Some(*reps),
        ..SetInput::default()
    };
    let sets = sets.iter().map(set).collect();
    let exercise = NewWorkoutExercise { exercise, group: None, note: None, rest_ms: None, sets };
    let new = NewWorkout {
        start_ms: Some(1_771_581_600_000 + day * 86_400_000),
        exercises: Some(vec![exercise]),
        ..NewWorkout::default()
    };
    world.write(move |cx| create_workout(cx, new));
}

fn detail(world: &World, id: AnyId) -> ExerciseDetail {
    world.read(|cx| exercise(cx, ExerciseRef { id }))
}

fn named(world: &World, request: ListExercises) -> Vec<String> {
    world.read(|cx| exercises(cx, request)).into_iter().map(|row| row.name).collect()
}

#[test]
fn the_library_is_looked_through() {
    let world = World::new();
    let all = named(&world, ListExercises::default());
    assert!(all.len() >= 150 && all.is_sorted_by_key(|name| fold(name)));
    let bench = ListExercises { text: Some("bench press".into()), ..Default::default() };
    assert!(named(&world, bench).contains(&"Incline bench press".to_owned()));
    let by_alias = ListExercises { text: Some("RDL".into()), ..Default::default() };
    assert_eq!(named(&world, by_alias), ["Romanian deadlift"]);
    let neck = ListExercises { muscle: Some(Muscle::Neck), ..Default::default() };
    assert_eq!(named(&world, neck), ["Neck curl", "Neck extension"]);
}

#[test]
fn a_shipped_exercise_is_changed_and_only_that_is_stored() {
    let world = World::new();
    let squat = world.exercise("back_squat");
    let change = EditExercise {
        name: Some("Squat, high bar".into()),
        primary: Some(vec![Muscle::Quads]),
        secondary: Some(vec![Muscle::Glutes]),
        step_mg: Some(5 * KG),
        add_aliases: Some(vec!["Kniebeuge".into()]),
        ..edit(squat)
    };
    world.write(move |cx| edit_exercise(cx, change));
    let shown = detail(&world, squat);
    assert_eq!(
        (shown.row.name.as_str(), shown.step_mg, shown.row.own),
        ("Squat, high bar", 5 * KG, false)
    );
    assert_eq!(
        (shown.row.primary, shown.row.secondary),
        (vec![Muscle::Quads], vec![Muscle::Glutes])
    );
    assert!(shown.note.starts_with("Set the bar"), "what was not changed is as shipped");
    world.read(|cx| {
        assert_eq!(cx.record(squat)?.text("note"), "");
        assert_eq!(Library::load(cx)?.find("kniebeuge"), Some(squat));
        Ok(())
    });
    world.write(move |cx| hide_exercise(cx, HideExercise { id: squat, hidden: true }));
    let squats = || ListExercises { text: Some("high bar".into()), ..Default::default() };
    assert_eq!(named(&world, squats()).len(), 0);
    let hidden = ListExercises { hidden: Some(true), ..squats() };
    assert_eq!(named(&world, hidden), ["Squat, high bar"]);
    world.check();
}

#[test]
fn own_exercises_have_names_of_their_own() {
    let world = World::new();
    let id = world.write(|cx| create_exercise(cx, new("Safety bar squat"))).id;
    assert!(detail(&world, id).row.own);
    let refused = world.refused(|cx| create_exercise(cx, new("safety-bar SQUATS")));
    assert_eq!(refused, (Code::Conflict, "name".to_owned()));
    assert_eq!(world.refused(|cx| create_exercise(cx, new("  "))).0, Code::Invalid);
    let rename = EditExercise { name: Some("Deadlift".into()), ..edit(id) };
    assert_eq!(world.refused(move |cx| edit_exercise(cx, rename)).0, Code::Conflict);
}

#[test]
fn merged_exercises_count_for_one_until_they_are_parted() {
    let world = World::new();
    let squat = world.exercise("back_squat");
    let own = world.write(|cx| create_exercise(cx, new("My squat"))).id;
    done(&world, squat, 0, &[(100, 5)]);
    done(&world, own, 2, &[(110, 3)]);
    let merge = move |into| MergeExercise { id: own, into };
    world.write(move |cx| merge_exercise(cx, merge(Some(squat))));
    let shown = detail(&world, own);
    assert_eq!((shown.row.id, shown.row.times, shown.merged.len()), (squat, 2, 1));
    assert_eq!(shown.history.len(), 2);
    assert_eq!(shown.history[0].e1rm.map(|max| max.epley_mg), Some(121 * KG));
    let bests: Vec<_> = shown.bests.iter().map(|best| (best.kind, best.value)).collect();
    assert_eq!(
        bests,
        [(BestKind::E1rm, 121 * KG), (BestKind::Weight, 110 * KG), (BestKind::Volume, 500 * KG)]
    );
    let reps: Vec<_> = shown.rep_maxes.iter().map(|max| (max.reps, max.best.value)).collect();
    assert_eq!(reps, [(3, 110 * KG), (5, 100 * KG)]);
    let circle = MergeExercise { id: squat, into: Some(own) };
    assert_eq!(world.refused(move |cx| merge_exercise(cx, circle)).0, Code::Conflict);
    let plank = world.exercise("plank");
    let other_kind = MergeExercise { id: own, into: Some(plank) };
    assert_eq!(world.refused(move |cx| merge_exercise(cx, other_kind)).0, Code::Conflict);
    world.write(move |cx| merge_exercise(cx, merge(None)));
    assert_eq!(detail(&world, own).history.len(), 1);
    world.check();
}
