//! Hours, sleep, restarts, and clocks that are set.

use proptest::prelude::*;

use super::*;

/// 2026-11-21T10:00:00Z.
const TEN: i64 = 1_795_255_200_000;
const MINUTE: i64 = 60_000;

fn run(plan: &mut Plan, now: i64) -> Option<Slot> {
    let slot = plan.due(now)?;
    assert!(plan.begin(slot, now));
    plan.finished(slot, false);
    Some(slot)
}

#[test]
fn an_hour_is_run_once() {
    let mut plan = Plan::default();
    let first = run(&mut plan, TEN + MINUTE).expect("never run before");
    assert_eq!(first.to_string(), "2026-11-21T10Z");
    for minute in 2..60 {
        assert_eq!(run(&mut plan, TEN + minute * MINUTE), None);
    }
    assert_eq!(plan.next_run_ms(TEN + MINUTE), TEN + HOUR_MS);
    assert_eq!(
        run(&mut plan, TEN + HOUR_MS).map(|slot| slot.to_string()),
        Some("2026-11-21T11Z".into())
    );
}

#[test]
fn a_week_of_sleep_is_one_run() {
    let mut plan = Plan::default();
    run(&mut plan, TEN).expect("due");
    let awake = TEN + 7 * 24 * HOUR_MS;
    assert!(run(&mut plan, awake).is_some());
    assert_eq!(run(&mut plan, awake + MINUTE), None);
}

#[test]
fn a_minute_of_its_own_moves_the_hour() {
    let mut plan = Plan::at_minute(30);
    run(&mut plan, TEN).expect("due");
    assert_eq!(run(&mut plan, TEN + 29 * MINUTE), None);
    assert_eq!(plan.next_run_ms(TEN), TEN + 30 * MINUTE);
    assert!(run(&mut plan, TEN + 30 * MINUTE).is_some());
}

#[test]
fn by_hand_has_a_slot_of_its_own() {
    let mut plan = Plan::default();
    run(&mut plan, TEN).expect("due");
    let slot = Slot::ByHand(TEN + MINUTE);
    assert_eq!(slot.to_string(), "by-hand-2026-11-21T10:01:00Z");
    assert!(plan.begin(slot, TEN + MINUTE));
    assert_eq!(plan.due(TEN + HOUR_MS - 1), None, "two runs never overlap");
    plan.finished(slot, false);
    assert!(run(&mut plan, TEN + HOUR_MS).is_some(), "the hour is due all the same");
}

#[test]
fn a_lease_survives_a_restart_and_ends() {
    let mut plan = Plan::default();
    let slot = plan.due(TEN).expect("due");
    assert!(plan.begin(slot, TEN));
    let json = serde_json::to_string(&plan).expect("plain values");
    let mut plan: Plan = serde_json::from_str(&json).expect("what was written");
    assert!(!plan.begin(Slot::ByHand(TEN), TEN + LEASE_MS - 1));
    assert_eq!(plan.due(TEN + LEASE_MS - 1), None);
    let again = plan.due(TEN + LEASE_MS).expect("the run that held it is gone");
    assert!(plan.begin(again, TEN + LEASE_MS));
    plan.finished(Slot::ByHand(1), false);
    assert!(plan.is_running(TEN + LEASE_MS), "only its own run ends a lease");
}

#[test]
fn a_renewed_lease_lasts() {
    let mut plan = Plan::default();
    let slot = plan.due(TEN).expect("due");
    assert!(plan.begin(slot, TEN));
    for minute in 1..30 {
        assert!(plan.renew(slot, TEN + minute * MINUTE));
        assert!(plan.is_running(TEN + minute * MINUTE));
    }
    assert!(!plan.renew(Slot::ByHand(3), TEN), "somebody else's lease is not renewed");
}

#[test]
fn a_failed_slot_comes_again_after_a_growing_while() {
    let mut plan = Plan::default();
    let mut now = TEN;
    for span in [1, 5, 15, 30, 30] {
        let slot = plan.due(now).expect("due");
        assert!(plan.begin(slot, now));
        plan.failed(slot, now);
        assert_eq!(plan.next_run_ms(now), now + span * MINUTE);
        assert_eq!(plan.due(now + span * MINUTE - 1), None);
        now += span * MINUTE;
    }
    plan.retry_now();
    assert!(plan.due(now).is_some());
}

#[test]
fn an_unfinished_run_goes_on_in_the_same_hour() {
    let mut plan = Plan::default();
    let slot = plan.due(TEN).expect("due");
    assert!(plan.begin(slot, TEN));
    plan.finished(slot, true);
    let slot = plan.due(TEN + MINUTE).expect("there is more");
    assert!(plan.begin(slot, TEN + MINUTE));
    plan.paused(slot);
    assert!(plan.due(TEN + 2 * MINUTE).is_some());
}

#[test]
fn a_clock_set_back_by_years_stops_nothing() {
    let mut plan = Plan::default();
    let ahead = TEN + 4 * 365 * 24 * HOUR_MS;
    let slot = plan.due(ahead).expect("due");
    assert!(plan.begin(slot, ahead));
    plan.failed(slot, ahead);
    assert!(plan.due(TEN).is_none(), "it failed a moment ago");
    assert!(run(&mut plan, TEN + AGAIN_MS[0]).is_some());
    assert!(run(&mut plan, TEN + HOUR_MS).is_some());
}

proptest! {
    /// Whatever the clock does: never two runs at once, never two finished runs of one hour in a row,
    /// and after the longest wait of the table something is due.
    #[test]
    fn runs_neither_overlap_nor_starve(steps in proptest::collection::vec((-3 * HOUR_MS..3 * HOUR_MS, 0..5u8), 1..60)) {
        let mut plan = Plan::at_minute(17);
        let (mut now, mut held): (i64, Option<Slot>) = (TEN, None);
        for (jump, step) in steps {
            now += jump;
            match (step, held) {
                (0 | 1, _) => {
                    let running = plan.is_running(now);
                    if let Some(slot) = plan.due(now) {
                        prop_assert!(!running);
                        prop_assert!(plan.begin(slot, now));
                        held = Some(slot);
                    }
                }
                (2, Some(slot)) => {
                    plan.finished(slot, false);
                    held = None;
                }
                (3, Some(slot)) => {
                    plan.failed(slot, now);
                    held = None;
                }
                _ => {
                    let json = serde_json::to_string(&plan).expect("plain values");
                    plan = serde_json::from_str(&json).expect("what was written");
                }
            }
        }
        // Whatever the clock did, the program looks at it every minute.
        plan.due(now);
        let much_later = now + LEASE_MS + AGAIN_MS[3] + 2 * HOUR_MS;
        // The clock may have come back to an hour that was done; the next one is due.
        prop_assert!(plan.due(much_later).or_else(|| plan.due(much_later + HOUR_MS)).is_some());
    }
}
