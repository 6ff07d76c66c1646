//! Sessions over the real store: begun, killed, slept, on two devices.

use base::error::Code;
use serde_json::json;

use super::super::{ListSessions, NewSession, session, sessions};
use super::*;
use crate::testing::World;

fn request<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> T {
    serde_json::from_value(json).expect("a request")
}

fn begun(world: &World, json: serde_json::Value) -> Live {
    let request: BeginSession = request(json);
    world.write(move |cx| begin(cx, request))
}

fn now(world: &World) -> Live {
    world.read(|cx| live(cx, Nothing {})).expect("a session goes on")
}

fn boxed(world: &World) -> AnyId {
    begun(world, json!({ "kind": "breathing", "pattern": "box", "minutes": 5 })).id
}

#[test]
fn a_session_has_whole_cycles_and_its_total_is_exact() {
    let world = World::new();
    let live = begun(&world, json!({ "kind": "breathing", "pattern": "box", "minutes": 5 }));
    assert_eq!(
        (live.total_ms, live.elapsed_ms, live.state),
        (Some(288_000), 0, SessionState::Active)
    );
    world.env.pass_ms(100_000);
    world.write(move |cx| pause(cx, SessionRef { id: live.id }));
    world.env.pass_ms(50_000);
    assert_eq!((now(&world).elapsed_ms, now(&world).state), (100_000, SessionState::Paused));
    world.write(move |cx| interrupt(cx, SessionRef { id: live.id }));
    world.write(move |cx| resume(cx, SessionRef { id: live.id }));
    world.env.pass_ms(188_000);
    world.write(move |cx| complete(cx, SessionRef { id: live.id }));
    assert_eq!(world.read(|cx| super::live(cx, Nothing {})), None);
    let done = world.read(|cx| session(cx, SessionRef { id: live.id }));
    assert_eq!((done.practiced_ms, done.cycles_done, done.cycles_planned), (288_000, 18, 18));
    assert_eq!((done.interruptions, done.summary, done.coaching.len()), (1, None, 0));
    assert_eq!(done.state, SessionState::Completed);
    world.check();
}

#[test]
fn killed_and_with_a_clock_that_was_set_it_goes_on_where_it_was() {
    let world = World::new();
    let id = boxed(&world);
    world.env.pass_ms(60_000);
    let world = world.killed();
    world.env.pass_ms(5_000);
    assert_eq!((now(&world).id, now(&world).elapsed_ms), (id, 65_000));
    world.env.step_ms(7_200_000);
    assert_eq!(now(&world).elapsed_ms, 65_000, "somebody set the clock two hours on");
    world.write(move |cx| pause(cx, SessionRef { id }));
    world.env.step_ms(-9_000_000);
    let world = world.killed();
    world.write(move |cx| resume(cx, SessionRef { id }));
    world.env.pass_ms(10_000);
    world.write(move |cx| complete(cx, SessionRef { id }));
    let done = world.read(|cx| session(cx, SessionRef { id }));
    assert_eq!((done.practiced_ms, done.stepped), (75_000, true));
    assert_eq!(done.cycles_done, 4);
    world.check();
}

#[test]
fn a_machine_that_slept_ends_no_session_later_than_its_program() {
    let world = World::new();
    let id = boxed(&world);
    world.env.pass_ms(60_000);
    world.env.reboot();
    world.env.pass_ms(8 * 3_600_000);
    assert!(now(&world).elapsed_ms > 8 * 3_600_000, "the clock that counts is told as it is");
    // The next one finds it over, and ends it as it was.
    let next = boxed(&world);
    let done = world.read(|cx| session(cx, SessionRef { id }));
    assert_eq!((done.state, done.practiced_ms), (SessionState::Completed, 288_000));
    assert_eq!(now(&world).id, next);
    let (code, _) =
        world.refused(|cx| begin(cx, request(json!({ "kind": "meditation", "minutes": 5 }))));
    assert_eq!(code, Code::Conflict, "one at a time");
    world.write(move |cx| discard(cx, SessionRef { id: next }));
    assert_eq!(world.read(|cx| sessions(cx, ListSessions::default())).items.len(), 1);
    assert_eq!(world.refused(move |cx| pause(cx, SessionRef { id: next })).0, Code::Conflict);
    world.check();
}

#[test]
fn two_devices_never_take_anything_from_each_other() {
    let (phone, desk) = (World::device(7), World::device(8));
    let id = boxed(&phone);
    desk.hear(&phone);
    for world in [&phone, &desk] {
        world.env.pass_ms(48_000);
    }
    phone.write(move |cx| interrupt(cx, SessionRef { id }));
    desk.write(move |cx| interrupt(cx, SessionRef { id }));
    desk.write(move |cx| pause(cx, SessionRef { id }));
    phone.write(move |cx| complete(cx, SessionRef { id }));
    phone.hear(&desk);
    desk.hear(&phone);
    for world in [&phone, &desk] {
        let done = world.read(|cx| session(cx, SessionRef { id }));
        assert_eq!((done.state, done.practiced_ms), (SessionState::Completed, 48_000));
        assert_eq!((done.interruptions, done.cycles_done), (2, 3));
        assert_eq!(world.read(|cx| live(cx, Nothing {})), None);
        world.check();
    }
}

#[test]
fn holds_have_a_gate_and_end_with_a_tap() {
    let world = World::new();
    let holds = |seen: bool| json!({ "kind": "breathing", "pattern": "holds", "gate_seen": seen });
    let refused = world.refused(move |cx| begin(cx, request(holds(false))));
    assert_eq!(refused, (Code::Invalid, "gate_seen".to_owned()));
    let id = begun(&world, holds(true)).id;
    assert_eq!(now(&world).total_ms, None);
    assert_eq!(world.refused(move |cx| tap(cx, SessionRef { id })).0, Code::Conflict);
    world.env.pass_ms(90_000 + 45_000);
    let live = world.write(move |cx| tap(cx, SessionRef { id }));
    assert_eq!(live.taps, [135_000]);
    assert_eq!(world.refused(move |cx| tap(cx, SessionRef { id })).0, Code::Conflict);
    world.env.pass_ms(15_000 + 90_000 + 20_000);
    world.write(move |cx| tap(cx, SessionRef { id }));
    world.write(move |cx| complete(cx, SessionRef { id }));
    let done = world.read(|cx| session(cx, SessionRef { id }));
    assert_eq!((done.holds_ms, done.cycles_done), (vec![45_000, 20_000], 60));
    world.check();
}

#[test]
fn the_pace_becomes_slower_in_small_steps_and_is_taken_back_at_once() {
    let world = World::new();
    let begin =
        json!({ "kind": "breathing", "pattern": "coherent_5", "cycles": 6, "adaptive": true });
    let id = begun(&world, begin).id;
    let stretched = |cycle: u32, ms: i64| {
        world.write(move |cx| stretch(cx, StretchCycle { id, cycle, ms })).total_ms
    };
    let refused =
        |cycle: u32, ms: i64| world.refused(move |cx| stretch(cx, StretchCycle { id, cycle, ms }));
    world.env.pass_ms(12_000);
    assert_eq!(stretched(2, 200), Some(60_800));
    assert_eq!(refused(3, 401), (Code::Invalid, "ms".to_owned()));
    assert_eq!(stretched(3, 400), Some(61_400));
    assert_eq!(refused(0, 100), (Code::Conflict, "cycle".to_owned()), "it is over");
    assert_eq!(refused(6, 100), (Code::Conflict, "cycle".to_owned()), "there is none");
    assert_eq!(stretched(4, 0), Some(60_600));
    assert_eq!(refused(5, -1), (Code::Invalid, "ms".to_owned()));
    world.check();
}

#[test]
fn a_meditation_has_bells_or_no_end_and_may_belong_to_a_course() {
    let world = World::new();
    let live = begun(
        &world,
        json!({
            "kind": "meditation", "course": { "id": "first_sits", "day": 3 }, "ambient": "rain",
            "bells": { "start": true, "end": true, "every_minutes": 2 },
            "mood_before": { "valence": -20, "energy": 40, "words": ["hurried"] }
        }),
    );
    assert_eq!((live.total_ms, live.program), (Some(360_000), None));
    assert_eq!(live.bells.and_then(|bells| bells.every_minutes), Some(2));
    let id = live.id;
    world.env.pass_ms(360_000);
    world.write(move |cx| complete(cx, SessionRef { id }));
    let done = world.read(|cx| session(cx, SessionRef { id }));
    assert_eq!(done.course, Some(CourseDay { id: "first_sits".into(), day: 3 }));
    assert_eq!(
        done.mood_before.map(|mood| (mood.valence, mood.words)),
        Some((-20, vec!["hurried".into()]))
    );
    let shown = world.read(|cx| super::super::courses(cx, Nothing {}));
    assert_eq!(shown[0].days[2].done_on, Some(done.day));
    assert_eq!(shown[0].next, Some(1));
    let open = begun(&world, json!({ "kind": "meditation" }));
    assert_eq!(open.total_ms, None);
    world.env.pass_ms(20 * 3_600_000);
    world.write(move |cx| complete(cx, SessionRef { id: open.id }));
    let done = world.read(|cx| session(cx, SessionRef { id: open.id }));
    assert_eq!(done.practiced_ms, crate::model::session::OPEN_MS_MAX, "it was forgotten");
    world.check();
}

#[test]
fn what_makes_no_sense_is_refused_at_its_field() {
    let world = World::new();
    for (json, field) in [
        (json!({ "kind": "breathing" }), "pattern"),
        (json!({ "kind": "breathing", "pattern": "nothing" }), "pattern"),
        (json!({ "kind": "breathing", "pattern": "box", "minutes": 0 }), "minutes"),
        (json!({ "kind": "breathing", "pattern": "box", "cycles": 9999 }), "cycles"),
        (json!({ "kind": "meditation", "minutes": 241 }), "minutes"),
        (json!({ "kind": "meditation", "pattern": "box" }), "pattern"),
        (json!({ "kind": "meditation", "course": { "id": "first_sits", "day": 8 } }), "course"),
        (
            json!({ "kind": "meditation", "mood_before": { "valence": 101, "energy": 0 } }),
            "valence",
        ),
    ] {
        let begin_request: BeginSession = request(json);
        let refused = world.refused(move |cx| begin(cx, begin_request));
        assert_eq!(refused.1, field);
    }
    let add: NewSession = request(json!({ "kind": "breathing", "minutes": 5, "at": i64::MAX }));
    assert_eq!(world.refused(move |cx| super::super::add_session(cx, add)).1, "at");
}
