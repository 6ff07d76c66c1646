use domain::command::Nothing;

use super::*;
use crate::api::*;
use crate::testing::World;

const KG: i64 = 1_000_000;

fn item(world: &World, slug: &str) -> RoutineItemInput {
    RoutineItemInput {
        key: None,
        exercise: world.exercise(slug),
        sets: 3,
        low: Some(8),
        high: Some(12),
        time_ms: None,
        distance_mm: None,
        rest_ms: Some(120_000),
        group: None,
        rule: Some(ProgressionRule::Double),
        step_mg: None,
        note: None,
    }
}

fn routine(world: &World, name: &str, slugs: &[&str]) -> AnyId {
    let items = slugs.iter().map(|slug| item(world, slug)).collect();
    let new = NewRoutine { name: name.into(), note: None, folder: None, items };
    world.write(move |cx| create_routine(cx, new)).id
}

fn asked(world: &World, request: SuggestOf) -> Vec<WorkoutSuggestion> {
    world.read(|cx| suggest(cx, request))
}

#[test]
fn what_has_rested_is_proposed_first_and_says_why() {
    let world = World::new();
    let push = routine(&world, "Push", &["bench_press", "overhead_press"]);
    let legs = routine(&world, "Legs", &["back_squat", "lying_leg_curl"]);
    let begin = StartWorkout { routine: Some(push), ..StartWorkout::default() };
    let id = world.write(move |cx| start_workout(cx, begin)).id;
    let live = world.read(|cx| going(cx, Nothing {})).expect("it goes on");
    for set in &live.exercises[0].sets {
        let to = SetInput { mg: Some(60 * KG), reps: Some(12), ..SetInput::default() };
        let done = FinishSet { workout: id, set: set.key.clone(), to: Some(to), undo: false };
        world.write(move |cx| finish_set(cx, done));
    }
    let end = CompleteWorkout { id, rpe_x2: None, note: None, keep_open: false };
    world.write(move |cx| complete_workout(cx, end));
    world.env.pass_ms(20 * 3_600_000);
    let all = asked(&world, SuggestOf::default());
    assert_eq!(all[0].routine, Some(legs));
    assert_eq!(all[1].routine, Some(push));
    let tired = |one: &SuggestReason| matches!(one, SuggestReason::Tired { hours: 20, .. });
    assert!(all[1].reasons.iter().any(tired), "{:?}", all[1].reasons);
    let bench = &all[1].exercises[0];
    assert_eq!(
        (bench.mg, bench.reps, bench.why),
        (Some(62 * KG + KG / 2), Some(8), NextWhy::TopReached)
    );
    assert_eq!(asked(&world, SuggestOf::default()), all, "equal life, equal proposals");
    // It begins as it was proposed.
    let start = all[1].start.clone();
    world.write(move |cx| start_workout(cx, start));
    let live = world.read(|cx| going(cx, Nothing {})).expect("it goes on");
    assert_eq!((live.name.as_str(), live.exercises.len()), ("Push", 2));
    assert_eq!(live.exercises[0].sets[0].mg, bench.mg);
}

#[test]
fn without_routines_one_is_put_together_of_what_there_is() {
    let world = World::new();
    let body = SuggestOf { minutes: Some(25), equipment: Some(Vec::new()) };
    let all = asked(&world, body);
    assert_eq!(all.len(), 1);
    assert!(all[0].routine.is_none() && !all[0].exercises.is_empty() && all[0].minutes <= 25);
    world.read(|cx| {
        let library = Library::load(cx)?;
        for one in &all[0].exercises {
            let known = library.known(one.exercise.id, "id")?;
            assert_eq!(known.equipment, "body", "{}", known.name);
        }
        Ok(())
    });
    let short = SuggestOf { minutes: Some(1), equipment: None };
    assert_eq!(world.unread(|cx| suggest(cx, short)), base::error::Code::Invalid);
}
