use base::error::Code;

use domain::command::Nothing;

use super::*;
use crate::api::records::BestKind;
use crate::api::rows::WorkoutState;
use crate::api::*;
use crate::testing::World;

const KG: i64 = 1_000_000;
const HOUR: i64 = 3_600_000;

pub(super) fn bench(world: &World, start_ms: i64, sets: &[(i64, i64)]) -> AnyId {
    let set = |(kg, reps): &(i64, i64)| SetInput {
        mg: Some(kg * KG),
        reps: Some(*reps),
        unit: Some("kg".into()),
        text: Some(kg.to_string()),
        ..SetInput::default()
    };
    let exercise = NewWorkoutExercise {
        exercise: world.exercise("bench_press"),
        group: None,
        note: None,
        rest_ms: None,
        sets: sets.iter().map(set).collect(),
    };
    let new = NewWorkout {
        name: Some("Push".into()),
        start_ms: Some(start_ms),
        elapsed_ms: Some(HOUR),
        exercises: Some(vec![exercise]),
        ..NewWorkout::default()
    };
    world.write(move |cx| create_workout(cx, new)).id
}

fn run(world: &World, start_ms: i64, distance_mm: i64, elapsed_ms: i64) -> AnyId {
    let new = NewWorkout {
        sport: Some("run".into()),
        start_ms: Some(start_ms),
        elapsed_ms: Some(elapsed_ms),
        distance_mm: Some(distance_mm),
        tags: Some(vec!["#river".into()]),
        ..NewWorkout::default()
    };
    world.write(move |cx| create_workout(cx, new)).id
}

fn detail(world: &World, id: AnyId) -> WorkoutDetail {
    world.read(|cx| workout(cx, WorkoutRef { id }))
}

fn page(world: &World, request: ListWorkouts) -> Vec<AnyId> {
    world.read(|cx| workouts(cx, request)).items.into_iter().map(|row| row.id).collect()
}

/// 2026-02-20T10:00:00Z
const THEN: i64 = 1_771_581_600_000;

#[test]
fn what_was_done_is_written_down_afterward() {
    let world = World::new();
    let first = bench(&world, THEN, &[(60, 5), (80, 5)]);
    let second = bench(&world, THEN + 48 * HOUR, &[(80, 5), (85, 3)]);
    let run = run(&world, THEN + 72 * HOUR, 5_000_000, 1_510_000);
    let shown = detail(&world, second);
    assert_eq!((shown.row.sets, shown.row.reps, shown.row.volume_mg), (2, 8, 655 * KG));
    assert_eq!(shown.row.elapsed_ms, Some(HOUR));
    let last = shown.exercises[0].last.as_ref().expect("a last time");
    assert_eq!(
        (last.workout, last.sets.len(), last.day.to_string().as_str()),
        (first, 2, "2026-02-20")
    );
    let records: Vec<_> =
        shown.records.iter().map(|record| (record.kind, record.value, record.before)).collect();
    assert_eq!(
        records,
        [(BestKind::E1rm, 93_500_000, 93_333_333), (BestKind::Weight, 85 * KG, 80 * KG),]
    );
    assert_eq!(shown.muscles[0], MuscleShare { muscle: Muscle::Chest, sets_x2: 4 });
    assert_eq!(detail(&world, first).records.len(), 0, "the first time is no best");
    assert_eq!(page(&world, ListWorkouts::default()), [run, second, first]);
    let of = |request: ListWorkouts| page(&world, request);
    assert_eq!(of(ListWorkouts { sport: Some("run".into()), ..Default::default() }), [run]);
    assert_eq!(of(ListWorkouts { tag: Some("river".into()), ..Default::default() }), [run]);
    let bench_press = Some(world.exercise("bench_press"));
    assert_eq!(of(ListWorkouts { exercise: bench_press, ..Default::default() }), [second, first]);
    let text = Some("pUSH".to_owned());
    assert_eq!(of(ListWorkouts { text, ..Default::default() }), [second, first]);
    let until = ListWorkouts { to: "2026-02-21".parse().ok(), ..Default::default() };
    assert_eq!(of(until), [first]);
    world.check();
}

#[test]
fn pages_follow_each_other_both_ways() {
    let world = World::new();
    let all: Vec<AnyId> =
        (0..7).map(|day| run(&world, THEN + day * 24 * HOUR, 1_000_000, 300_000)).collect();
    for oldest_first in [false, true] {
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let request = ListWorkouts {
                cursor,
                limit: Some(3),
                oldest_first: Some(oldest_first),
                ..Default::default()
            };
            let page = world.read(|cx| workouts(cx, request));
            assert_eq!(page.count, seen.is_empty().then_some(7));
            seen.extend(page.items.into_iter().map(|row| row.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        if !oldest_first {
            seen.reverse();
        }
        assert_eq!(seen, all);
    }
    let wrong = ListWorkouts { cursor: Some("x".into()), ..Default::default() };
    assert_eq!(world.unread(|cx| workouts(cx, wrong)), Code::Invalid);
}

fn edit(id: AnyId) -> EditWorkout {
    serde_json::from_value(serde_json::json!({ "id": id })).expect("a request")
}

#[test]
fn a_workout_is_changed_and_thrown_away_and_comes_back() {
    let world = World::new();
    let id = run(&world, THEN, 5_000_000, 1_510_000);
    let change = EditWorkout {
        name: Some("Along the river".into()),
        note: Some("Cold hands.".into()),
        elapsed_ms: Some(1_500_000),
        rpe_x2: Some(13),
        forget: Some(vec![WorkoutField::Distance]),
        add_tags: Some(vec!["cold".into()]),
        remove_tags: Some(vec!["river".into()]),
        ..edit(id)
    };
    world.write(move |cx| edit_workout(cx, change));
    let shown = detail(&world, id);
    assert_eq!((shown.row.name.as_str(), shown.note.as_str()), ("Along the river", "Cold hands."));
    assert_eq!((shown.row.elapsed_ms, shown.row.distance_mm), (Some(1_500_000), None));
    assert_eq!(shown.tags, ["cold"]);
    let earlier = EditWorkout { start_ms: Some(THEN - 48 * HOUR), ..edit(id) };
    world.write(move |cx| edit_workout(cx, earlier));
    let shown = detail(&world, id);
    assert_eq!(
        (shown.row.day.to_string().as_str(), shown.row.elapsed_ms),
        ("2026-02-18", Some(1_500_000))
    );
    let wrong = EditWorkout { heart_bpm: Some(400), ..edit(id) };
    let refused = world.refused(move |cx| edit_workout(cx, wrong));
    assert_eq!(refused, (Code::Invalid, "heart_bpm".to_owned()));
    let planned = EditWorkout { planned: "2026-03-04".parse().ok(), ..edit(id) };
    assert_eq!(world.refused(move |cx| edit_workout(cx, planned)).0, Code::Conflict);
    world.write(move |cx| delete_workouts(cx, WorkoutRefs { ids: vec![id] }));
    assert_eq!(page(&world, ListWorkouts::default()), []);
    assert_eq!(world.unread(|cx| workout(cx, WorkoutRef { id })), Code::NotFound);
    world.undo();
    assert_eq!(page(&world, ListWorkouts::default()), [id]);
    world.check();
}

#[test]
fn what_is_planned_is_to_come_until_it_begins() {
    let world = World::new();
    let done = bench(&world, THEN, &[(80, 5)]);
    let day = "2026-03-04".parse().ok();
    let id = world.write(move |cx| duplicate_workout(cx, DuplicateWorkout { id: done, day })).id;
    let shown = detail(&world, id);
    assert_eq!((shown.row.state, shown.row.sets), (WorkoutState::Planned, 0));
    assert_eq!(shown.exercises[0].sets[0].mg, Some(80 * KG));
    assert_eq!(shown.planned.map(|day| day.to_string()).as_deref(), Some("2026-03-04"));
    assert_eq!(page(&world, ListWorkouts::default()), [done]);
    let planned = || ListWorkouts { planned: Some(true), ..Default::default() };
    assert_eq!(page(&world, planned()), [id]);
    let later = EditWorkout { planned: "2026-03-05".parse().ok(), ..edit(id) };
    world.write(move |cx| edit_workout(cx, later));
    assert_eq!(detail(&world, id).row.day.to_string(), "2026-03-05");
    let start = StartWorkout { workout: Some(id), ..StartWorkout::default() };
    world.write(move |cx| start_workout(cx, start));
    assert_eq!(page(&world, planned()), []);
    let live = world.read(|cx| going(cx, Nothing {})).expect("it goes on");
    assert_eq!((live.id, live.exercises[0].sets.len()), (id, 1));
    let day = "2026-03-06".parse().expect("a day");
    let plan =
        PlanWorkout { day, routine: None, sport: Some("swim".into()), name: None, note: None };
    let swim = world.write(move |cx| plan_workout(cx, plan)).id;
    assert_eq!(page(&world, planned()), [swim]);
    world.check();
}

#[test]
fn ten_years_of_workouts_are_a_page_that_an_index_has_in_its_order() {
    let world = World::new();
    for request in [
        ListWorkouts::default(),
        ListWorkouts { sport: Some("run".into()), ..Default::default() },
        ListWorkouts {
            cursor: Some(format!("20260301.0.{}", AnyId::from_bytes([7; 16]))),
            ..Default::default()
        },
        ListWorkouts {
            from: "2020-01-01".parse().ok(),
            oldest_first: Some(true),
            ..Default::default()
        },
    ] {
        world.read(|cx| {
            let library = Library::load(cx)?;
            let filter = Filter::of(&library, &request);
            let (query, params) = page_query(&filter, &request, 51)?;
            let plan = cx
                .sql()
                .rows(&format!("EXPLAIN QUERY PLAN {query}"), &params, |row| row.text(3))?;
            let plan = plan.join("\n");
            assert!(plan.contains("SEARCH fitness_session USING INDEX"), "{plan}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "{plan}");
            Ok(())
        });
    }
    let plan = |query: &str| {
        world.read(|cx| {
            let plan = format!("EXPLAIN QUERY PLAN {query}");
            Ok(cx.sql().rows(&plan, &[], |row| row.text(3))?.join("\n"))
        })
    };
    for query in [
        "SELECT DISTINCT start_ms, workout, day FROM fitness_set WHERE exercise = x'00'
         AND done IS NOT NULL AND start_ms < 5 ORDER BY start_ms DESC, workout DESC LIMIT 1",
        "SELECT id FROM fitness_session WHERE n = 1 AND origin = 0",
        "SELECT count(*) FROM fitness_session WHERE same = x'00'",
    ] {
        let plan = plan(query);
        assert!(plan.contains("USING") && !plan.contains("SCAN"), "{query}: {plan}");
        assert!(!plan.contains("FOR ORDER BY"), "{query}: {plan}");
    }
}

#[test]
fn units_change_no_stored_value() {
    let world = World::new();
    bench(&world, THEN, &[(80, 5)]);
    run(&world, THEN, 5_000_000, 1_510_000);
    let said = |world: &World| {
        world.read(|cx| {
            let mut said = blake3::Hasher::new();
            for kind in [crate::record::WORKOUT.name, crate::record::EXERCISE.name] {
                cx.each(kind, |record| {
                    let fields = serde_json::to_vec(&record.fields).expect("fields have a form");
                    said.update(record.id.as_bytes()).update(&fields);
                    Ok(())
                })?;
            }
            Ok(said.finalize().to_hex().to_string())
        })
    };
    let before = said(&world);
    let change = EditFitnessSettings {
        weight_unit: Some(WeightUnit::Lb),
        distance_unit: Some(DistanceUnit::Mi),
        ..EditFitnessSettings::default()
    };
    world.write(move |cx| edit_settings(cx, change));
    assert_eq!(said(&world), before);
    let shown = world.read(|cx| settings(cx, Nothing {}));
    assert_eq!((shown.weight_unit, shown.distance_unit), (WeightUnit::Lb, DistanceUnit::Mi));
}
