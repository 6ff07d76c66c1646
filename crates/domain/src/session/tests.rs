use base::env::FixedEnv;
use proptest::prelude::*;

use super::*;

fn at(env: &FixedEnv, happening: Happening) -> SessionEvent {
    SessionEvent::now(env, happening)
}

fn env() -> FixedEnv {
    FixedEnv::at("2026-03-01T10:00:00Z", "Europe/Berlin", 7)
}

fn elapsed(events: &[SessionEvent], env: &FixedEnv) -> i64 {
    Session::of(events).elapsed_ms(Stamp::now(env))
}

#[test]
fn pauses_do_not_count() {
    let env = env();
    let mut events = vec![at(&env, Happening::Start)];
    env.pass_ms(60_000);
    assert_eq!(elapsed(&events, &env), 60_000);
    events.push(at(&env, Happening::Pause));
    env.pass_ms(600_000);
    assert_eq!(elapsed(&events, &env), 60_000);
    events.push(at(&env, Happening::Resume));
    env.pass_ms(5000);
    assert_eq!(elapsed(&events, &env), 65_000);
    events.push(at(&env, Happening::Complete));
    env.pass_ms(5000);
    let session = Session::of(&events);
    assert_eq!((session.state, session.settled_ms), (SessionState::Completed, 65_000));
    assert_eq!(session.spans.len(), 2);
    assert_eq!(session.ended_ms.zip(session.began_ms).map(|(to, from)| to - from), Some(665_000));
}

#[test]
fn a_wall_clock_that_is_set_changes_no_elapsed_time() {
    let env = env();
    let mut events = vec![at(&env, Happening::Start)];
    env.pass_ms(30_000);
    env.step_ms(-3_600_000);
    assert_eq!(elapsed(&events, &env), 30_000);
    events.push(at(&env, Happening::Pause));
    env.step_ms(7_200_000);
    events.push(at(&env, Happening::Resume));
    env.pass_ms(10_000);
    assert_eq!(elapsed(&events, &env), 40_000);
    assert!(Session::of(&events).stepped, "that the clock was set is said");
}

#[test]
fn after_a_restart_of_the_machine_the_wall_clock_counts() {
    let env = env();
    let events = vec![at(&env, Happening::Start)];
    env.pass_ms(30_000);
    env.reboot();
    env.pass_ms(30_000);
    assert_eq!(elapsed(&events, &env), 60_000);
}

#[test]
fn completing_beats_pausing_and_an_earlier_discarding() {
    let env = env();
    let start = at(&env, Happening::Start);
    env.pass_ms(10_000);
    let discard = at(&env, Happening::Discard);
    env.pass_ms(10_000);
    let complete = at(&env, Happening::Complete);
    env.pass_ms(10_000);
    let (pause, late) = (at(&env, Happening::Pause), at(&env, Happening::Discard));
    let state = |events: &[&SessionEvent]| {
        Session::of(&events.iter().copied().cloned().collect::<Vec<_>>()).state
    };
    assert_eq!(state(&[&start, &complete, &pause]), SessionState::Completed);
    assert_eq!(state(&[&start, &discard, &complete]), SessionState::Completed);
    assert_eq!(state(&[&start, &complete, &late]), SessionState::Discarded);
    assert_eq!(state(&[&start, &discard]), SessionState::Discarded);
}

fn events() -> impl Strategy<Value = Vec<SessionEvent>> {
    let happening = prop::sample::select(Happening::ALL.to_vec());
    let event = (happening, 0..100_000_i64, 0..3_u64, -5000..5000_i64, any::<u32>()).prop_map(
        |(happening, ms, boot, step, nonce)| SessionEvent {
            happening,
            at: Stamp { at_ms: 1_700_000_000_000 + ms + step, boot, up_ms: ms },
            nonce: format!("{nonce:08x}"),
        },
    );
    prop::collection::vec(event, 0..12)
}

proptest! {
    #[test]
    fn the_order_and_repetition_of_events_change_nothing(
        events in events(),
        seed in any::<prop::sample::Index>(),
    ) {
        let session = Session::of(&events);
        let mut other = events.clone();
        if !events.is_empty() {
            let middle = seed.index(events.len());
            other.rotate_left(middle);
            other.push(events[middle].clone());
        }
        prop_assert_eq!(&Session::of(&other), &session);
        other.reverse();
        prop_assert_eq!(&Session::of(&other), &session);
        prop_assert!(session.settled_ms >= 0);
        let summed: i64 = session.spans.iter().map(|(from, to)| to - from).sum();
        prop_assert_eq!(summed, session.settled_ms);
    }

    #[test]
    fn an_event_comes_back_from_its_field(events in events()) {
        let fields = events.iter().map(|event| (event.key(), event.value())).collect();
        let mut read = SessionEvent::all(&fields);
        let mut told = events;
        let sort = |events: &mut Vec<SessionEvent>| {
            events.sort_by_key(SessionEvent::key);
            events.dedup_by_key(|event| event.key());
        };
        sort(&mut read);
        sort(&mut told);
        prop_assert_eq!(read, told);
    }
}
