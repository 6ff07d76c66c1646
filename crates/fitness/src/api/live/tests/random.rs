//! Whatever several devices do, and in whatever order they hear of it, all show the same, and the
//! tables are the same when they are made anew.

use std::collections::BTreeSet;

use proptest::prelude::*;
use store::sql::Param;

use super::*;

/// What one device does; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    Start,
    Pause,
    Resume,
    Complete,
    Discard,
    AddExercise(usize),
    RemoveExercise(usize),
    MoveExercise(usize, usize),
    AddSet(usize, i64),
    FinishSet(usize, i64),
    RemoveSet(usize),
    Rename(usize, u8),
    Merge(usize, usize),
    Weigh(i64),
    Trash(usize),
    Undo,
    Pass(i64),
    Hear(usize),
}

const SLUGS: [&str; 3] = ["back_squat", "bench_press", "deadlift"];

fn deed() -> impl Strategy<Value = Deed> {
    let small = 0..4_usize;
    prop_oneof![
        2 => Just(Deed::Start),
        1 => Just(Deed::Pause),
        1 => Just(Deed::Resume),
        1 => Just(Deed::Complete),
        1 => Just(Deed::Discard),
        3 => small.clone().prop_map(Deed::AddExercise),
        1 => small.clone().prop_map(Deed::RemoveExercise),
        1 => (small.clone(), small.clone()).prop_map(|(one, other)| Deed::MoveExercise(one, other)),
        4 => (small.clone(), 40..120_i64).prop_map(|(at, kg)| Deed::AddSet(at, kg)),
        4 => (small.clone(), 1..12_i64).prop_map(|(at, reps)| Deed::FinishSet(at, reps)),
        1 => small.clone().prop_map(Deed::RemoveSet),
        1 => (small.clone(), 0..3_u8).prop_map(|(at, name)| Deed::Rename(at, name)),
        1 => (small.clone(), small.clone()).prop_map(|(one, other)| Deed::Merge(one, other)),
        1 => (60..90_i64).prop_map(Deed::Weigh),
        1 => small.clone().prop_map(Deed::Trash),
        1 => Just(Deed::Undo),
        2 => (1..4_000_000_i64).prop_map(Deed::Pass),
        3 => (0..3_usize).prop_map(Deed::Hear),
    ]
}

/// Does it, where it can be done; what is refused is refused without a trace.
fn act(worlds: &[World; 3], at: usize, deed: Deed) {
    let world = &worlds[at];
    let slug = |number: usize| world.exercise(SLUGS[number % SLUGS.len()]);
    let live = world.read(|cx| going(cx, Nothing {}));
    let entry = |number: usize| {
        let live = live.as_ref()?;
        let entry = live.exercises.get(number % live.exercises.len().max(1))?;
        Some((live.id, entry.clone()))
    };
    let set = |number: usize| {
        let (id, entry) = entry(number)?;
        let set = entry.sets.get(number % entry.sets.len().max(1))?;
        Some((id, set.key.clone()))
    };
    let id = live.as_ref().map(|live| live.id);
    match deed {
        Deed::Start => drop(try_write(world, |cx| start_workout(cx, StartWorkout::default()))),
        Deed::Pause => on(world, id, |cx, id| pause_workout(cx, WorkoutRef { id })),
        Deed::Resume => on(world, id, |cx, id| resume_workout(cx, WorkoutRef { id })),
        Deed::Complete => on(world, id, |cx, id| {
            complete_workout(cx, CompleteWorkout { id, rpe_x2: None, note: None, keep_open: false })
        }),
        Deed::Discard => on(world, id, |cx, id| discard_workout(cx, WorkoutRef { id })),
        Deed::AddExercise(number) => {
            let exercise = slug(number);
            on(world, id, move |cx, workout| {
                let add = AddWorkoutExercise { workout, exercise, after: None, sets: Some(1) };
                add_exercise(cx, add).map(drop)
            });
        }
        Deed::RemoveExercise(number) => on(world, entry(number), |cx, (workout, entry)| {
            remove_exercise(cx, WorkoutExerciseRef { workout, key: entry.key })
        }),
        Deed::MoveExercise(number, other) => {
            let before = entry(other).map(|(_, entry)| entry.key);
            on(world, entry(number), move |cx, (workout, entry)| {
                move_exercise(cx, MoveWorkoutExercise { workout, key: entry.key, before })
            });
        }
        Deed::AddSet(number, kg) => on(world, entry(number), move |cx, (workout, entry)| {
            let set = Some(super::set(kg, 5));
            add_set(cx, AddSet { workout, key: entry.key, set }).map(drop)
        }),
        Deed::FinishSet(number, reps) => on(world, set(number), move |cx, (workout, set)| {
            let to = Some(SetInput { reps: Some(reps), ..SetInput::default() });
            finish_set(cx, FinishSet { workout, set, to, undo: false }).map(drop)
        }),
        Deed::RemoveSet(number) => {
            on(world, set(number), |cx, (workout, set)| remove_set(cx, SetRef { workout, set }));
        }
        beside => act_beside(worlds, at, beside),
    }
}

/// What does not touch the workout that goes on.
fn act_beside(worlds: &[World; 3], at: usize, deed: Deed) {
    let world = &worlds[at];
    let slug = |number: usize| world.exercise(SLUGS[number % SLUGS.len()]);
    match deed {
        Deed::Rename(number, name) => {
            let edit = serde_json::json!({ "id": slug(number), "name": format!("Name {name}") });
            let edit = serde_json::from_value(edit).expect("a request");
            drop(try_write(world, move |cx| edit_exercise(cx, edit)));
        }
        Deed::Merge(one, other) => {
            let merge = MergeExercise { id: slug(one), into: Some(slug(other)) };
            drop(try_write(world, move |cx| merge_exercise(cx, merge)));
        }
        Deed::Weigh(kg) => {
            let new = serde_json::json!({ "what": "weight", "value": kg * KG });
            let new = serde_json::from_value(new).expect("a request");
            drop(try_write(world, move |cx| add_measure(cx, new)));
        }
        Deed::Trash(number) => {
            let page = world.read(|cx| workouts(cx, ListWorkouts::default()));
            if let Some(row) = page.items.get(number) {
                let ids = vec![row.id];
                drop(try_write(world, move |cx| delete_workouts(cx, WorkoutRefs { ids })));
            }
        }
        Deed::Undo => {
            let write = store::store::Write::new("undo").step(store::write::Step::None);
            drop(world.store.write(write, |cx| cx.undo()));
        }
        Deed::Pass(ms) => world.env.pass_ms(ms),
        Deed::Hear(other) if other != at => world.hear(&worlds[other]),
        _ => {}
    }
}

/// A write that may be refused, as a person's may, but never fails inside.
fn try_write<T: Send + 'static>(
    world: &World,
    run: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let written = world.store.write(store::store::Write::new("test"), run);
    if let Err(error) = &written {
        assert_ne!(error.code(), Code::Internal, "{error}");
    }
    written
}

fn on<T: Send + 'static>(
    world: &World,
    what: Option<T>,
    run: impl FnOnce(&mut WriteCx<'_>, T) -> Result<()> + Send + 'static,
) {
    if let Some(what) = what {
        drop(try_write(world, move |cx| run(cx, what)));
    }
}

/// What the tables say, a line a row, without the numbers of this file.
fn said(world: &World) -> BTreeSet<String> {
    const QUERIES: [&str; 6] = [
        "SELECT hex(id) || state || day || start_ms || coalesce(end_ms, '-')
             || coalesce(elapsed_ms, '-') || sport || name || sets || reps || volume_mg
         FROM fitness_session",
        "SELECT hex(id) || paused || began_ms || settled_ms || coalesce(since_ms, '-')
             || coalesce(rest_until, '-') FROM fitness_live",
        "SELECT hex(s.id) || e.key || hex(e.exercise) || e.position || e.superset || e.note
         FROM fitness_entry e JOIN fitness_session s ON s.n = e.workout AND s.origin = 0",
        "SELECT hex(s.id) || e.key || e.entry || hex(e.exercise) || e.position || e.kind
             || coalesce(e.reps, '-') || coalesce(e.mg, '-') || coalesce(e.done, '-')
         FROM fitness_set e JOIN fitness_session s ON s.n = e.workout AND s.origin = 0",
        "SELECT hex(id) || coalesce(name, '-') || coalesce(hex(target), '-') FROM fitness_exercise",
        "SELECT hex(id) || what || at_ms || value FROM fitness_measure",
    ];
    let mut said = BTreeSet::new();
    world.read(|cx| {
        for (number, query) in QUERIES.iter().enumerate() {
            let params: &[Param] = &[];
            for line in cx.sql().rows(query, params, |row| row.text(0))? {
                assert!(said.insert(format!("{number}: {line}")), "no row twice: {line}");
            }
        }
        Ok(())
    });
    said
}

fn cases() -> ProptestConfig {
    // Three vaults are slow to make.
    ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whatever_each_does_and_hears_all_come_to_show_the_same(
        deeds in prop::collection::vec((0..3_usize, deed()), 1..40),
    ) {
        let worlds = [World::device(7), World::device(8), World::device(9)];
        for (at, deed) in deeds {
            act(&worlds, at, deed);
        }
        for (to, from) in [(0, 1), (0, 2), (1, 0), (2, 1)] {
            worlds[to].hear(&worlds[from]);
        }
        prop_assert_eq!(said(&worlds[0]), said(&worlds[1]));
        prop_assert_eq!(said(&worlds[0]), said(&worlds[2]));
        for world in &worlds {
            world.check();
        }
    }
}
