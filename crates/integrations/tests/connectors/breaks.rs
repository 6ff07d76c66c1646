//! The table of the breaker at the boundary: what a service does, and when it is asked again.

use std::sync::atomic::Ordering;
use std::time::Duration;

use base::error::Code;
use integrations::connectors::overview::{Power, Why};
use integrations::http::Limits;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::fake::Fault;
use crate::world::{HOUR_MS, World};

async fn listening(count: i64) -> World {
    let world = World::new().await;
    world.fake.lock().listenbrainz.listens =
        (0..count).map(|n| (1_795_000_000 + n * 200, format!("Track {n}"))).collect();
    world.connect_listenbrainz();
    world
}

/// Ticks every minute for an hour; how many requests that made.
async fn requests_of_an_hour(world: &World) -> usize {
    let before = world.fake.asked();
    for _ in 0..60 {
        world.tick().await;
        world.env.pass_ms(60_000);
    }
    world.fake.asked() - before
}

#[tokio::test]
async fn five_failures_of_the_network_and_then_two_hours_of_rest() {
    let mut world = listening(5).await;
    world.fake.fail(&[Fault::Status(500); 6]);
    // 0, 1, 6, 21, 51 minutes after the first.
    assert_eq!(requests_of_an_hour(&world).await, 5);
    let shown = world.show("listenbrainz");
    let pause = shown.pause.expect("it is open");
    assert_eq!((pause.why, pause.until.as_deref()), (Why::Network, Some("2026-11-21T12:51:00Z")));
    assert_eq!(shown.next_run.as_deref(), Some("2026-11-21T12:51:00Z"));
    assert!(shown.problem.is_some_and(|words| words.contains("500")));
    assert_eq!(
        world.connectors.run_now("listenbrainz").await.map_err(|e| e.code()),
        Err(Code::Conflict)
    );
    world.restart();
    assert_eq!(requests_of_an_hour(&world).await, 0, "11:00 to 12:00");
    // One probe at 12:51, which fails: open until 14:51.
    assert_eq!(requests_of_an_hour(&world).await, 1, "12:00 to 13:00");
    assert_eq!(requests_of_an_hour(&world).await, 0, "13:00 to 14:00");
    assert!(requests_of_an_hour(&world).await >= 1, "14:00 to 15:00");
    assert_eq!(world.here(), 5);
    assert_eq!(world.show("listenbrainz").pause, None);
}

#[tokio::test]
async fn four_failures_and_then_a_success_begin_anew() {
    let world = listening(5).await;
    for _ in 0..3 {
        world.fake.fail(&[Fault::Status(502); 4]);
        world.settle().await;
        assert_eq!(world.show("listenbrainz").pause, None);
        world.env.pass_ms(HOUR_MS);
    }
    assert_eq!(world.here(), 5);
}

#[tokio::test]
async fn three_refusals_and_then_a_day_of_rest() {
    let world = listening(5).await;
    world.fake.fail(&[Fault::Status(403); 3]);
    assert_eq!(requests_of_an_hour(&world).await, 3);
    let pause = world.show("listenbrainz").pause.expect("it is open");
    assert_eq!((pause.why, pause.until.as_deref()), (Why::Auth, Some("2026-11-22T10:06:00Z")));
    world.env.pass_ms(22 * HOUR_MS);
    assert_eq!(requests_of_an_hour(&world).await, 0);
    assert!(requests_of_an_hour(&world).await >= 1);
    assert_eq!(world.here(), 5);
}

#[tokio::test]
async fn ten_riddles_and_then_an_hour_of_rest() {
    let world = listening(5).await;
    world.fake.fail(&[Fault::Truncated; 10]);
    for _ in 0..24 {
        requests_of_an_hour(&world).await;
        if let Some(pause) = world.show("listenbrainz").pause {
            assert_eq!(pause.why, Why::Unknown);
            assert_eq!(world.here(), 0, "half a page is no page");
            let before = world.fake.asked();
            world.connectors.retry_now("listenbrainz").expect("the person may");
            world.tick().await;
            assert!(world.fake.asked() > before, "the probe went at once");
            assert_eq!(world.here(), 5);
            return;
        }
    }
    panic!("it never opened");
}

#[tokio::test]
async fn a_wait_is_honoured_in_seconds_as_a_date_and_over_restarts() {
    let cases = [
        (Fault::Wait(2), 2_000),
        (Fault::Wait(85_771), 85_771_000),
        (Fault::WaitUntil(125), 125_000),
        (Fault::WaitSome, 60_000),
    ];
    for (fault, wait_ms) in cases {
        let mut world = listening(5).await;
        world.fake.fail(&[fault]);
        let ran = world.tick().await.expect("due");
        assert!(ran.problem.is_some());
        let pause = world.show("listenbrainz").pause.expect("it was asked to wait");
        assert_eq!(pause.why, Why::Asked, "{fault:?}");
        world.restart();
        world.env.pass_ms(wait_ms - 1);
        assert!(world.tick().await.is_none(), "{fault:?}: a moment before");
        let refused = world.connectors.retry_now("listenbrainz").map_err(|error| error.code());
        assert_eq!(refused, Err(Code::Conflict), "not even by hand");
        world.env.pass_ms(1);
        assert_eq!(world.tick().await.expect("due").added, 5, "{fault:?}");
    }
}

#[tokio::test]
async fn a_wait_counts_as_no_failure() {
    let world = listening(5).await;
    for _ in 0..30 {
        world.fake.fail(&[Fault::Wait(2)]);
        world.tick().await.expect("due");
        world.env.pass_ms(2_000);
    }
    assert_eq!(world.tick().await.expect("due").added, 5);
}

#[tokio::test]
async fn a_service_that_goes_silent_is_left_in_time() {
    let whole = Duration::from_millis(300);
    let world = World::with(Limits { connect: whole, whole, bytes_max: 1 << 20 }).await;
    world.fake.lock().listenbrainz.listens = vec![(1_795_000_000, "Track".into())];
    world.connect_listenbrainz();
    world.fake.fail(&[Fault::Slow]);
    assert!(world.tick().await.expect("due").problem.is_some());
    assert_eq!(world.here(), 0);
    world.settle().await;
    assert_eq!(world.here(), 1);
}

#[tokio::test]
async fn an_answer_without_end_is_not_read() {
    let whole = Duration::from_secs(30);
    let world = World::with(Limits { connect: whole, whole, bytes_max: 500 }).await;
    world.fake.lock().listenbrainz.listens =
        (0..50).map(|n| (1_795_000_000 + n, "Track".into())).collect();
    world.connect_listenbrainz();
    let ran = world.tick().await.expect("due");
    assert!(ran.problem.is_some_and(|words| words.contains("too big")));
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_blames_nobody() {
    let mut world = listening(30).await;
    world.fake.lock().listenbrainz.page_max = 4;
    for writes in 0..8 {
        world.disk(Some(writes));
        // The tick of a connector whose start cannot be kept answers an error.
        let _ = world.connectors.tick().await;
        world.disk(None);
        assert_ne!(world.show("listenbrainz").state, Power::NeedsReconnect);
        world.restart();
        world.env.pass_ms(HOUR_MS);
    }
    world.shelf.refuses.store(3, Ordering::SeqCst);
    world.settle().await;
    assert_eq!(world.here(), 30);
}

#[tokio::test]
async fn a_state_that_cannot_be_read_is_off_and_says_so() {
    let mut world = listening(1).await;
    let notes: &dyn integrations::outside::Memory = &*world.memory;
    notes.save("connector.listenbrainz", "{\"plan\": 3").expect("there is room");
    world.restart();
    let shown = world.show("listenbrainz");
    assert_eq!(shown.state, Power::Off);
    assert_eq!(shown.warnings.len(), 1);
    world.connect_listenbrainz();
    assert!(world.show("listenbrainz").warnings.is_empty());
}

/// Faults, restarts, sleep and a clock that jumps, in any order: in the end all is here, once.
#[test]
fn nothing_is_lost_and_nothing_comes_twice() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let fault = prop_oneof![
        Just(Fault::Status(500)),
        Just(Fault::Status(403)),
        Just(Fault::Status(418)),
        Just(Fault::Wait(2)),
        Just(Fault::Wait(85_771)),
        Just(Fault::WaitUntil(90)),
        Just(Fault::Truncated),
        Just(Fault::Cut),
        Just(Fault::Duplicate),
    ];
    let step = prop_oneof![
        4 => fault.prop_map(Step::Fail),
        2 => (1..7i64).prop_map(Step::Heard),
        4 => (0..4 * HOUR_MS).prop_map(Step::Pass),
        1 => (0..4 * HOUR_MS).prop_map(Step::Back),
        1 => Just(Step::Restart),
        1 => (0..4usize).prop_map(Step::FullDisk),
    ];
    let steps = (proptest::collection::vec(step, 1..25), any::<bool>());
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&steps, |(steps, is_lastfm)| {
            let (heard, here) = runtime.block_on(live(&steps, is_lastfm));
            prop_assert_eq!(heard, here);
            Ok(())
        })
        .expect("nothing lost, nothing twice");
}

#[derive(Debug, Clone)]
enum Step {
    Fail(Fault),
    Heard(i64),
    Pass(i64),
    Back(i64),
    Restart,
    FullDisk(usize),
}

/// Lives through the steps and then three days on which the service does no wrong, longer than any rest; how much was heard and how much is here.
async fn live(steps: &[Step], is_lastfm: bool) -> (usize, usize) {
    let mut world = World::new().await;
    if is_lastfm {
        world.connect_lastfm();
    } else {
        world.connect_listenbrainz();
    }
    let mut next = 0;
    world.fake.lock().listenbrainz.page_max = 5;
    world.fake.lock().lastfm.page_max = 5;
    for step in steps {
        match step {
            Step::Fail(fault) => world.fake.fail(&[*fault]),
            Step::Heard(count) => {
                for _ in 0..*count {
                    // Three of them in each second, since the beginning of the service's clock.
                    let play = (1_795_000_000 + next / 3, format!("Track {next}"));
                    world.fake.lock().listenbrainz.listens.push(play.clone());
                    world.fake.lock().lastfm.scrobbles.push(play);
                    next += 1;
                }
            }
            Step::Pass(ms) => world.env.pass_ms(*ms),
            Step::Back(ms) => world.env.pass_ms(-ms),
            Step::Restart => world.restart(),
            Step::FullDisk(writes) => world.disk(Some(*writes)),
        }
        let _ = world.connectors.tick().await;
        world.disk(None);
    }
    world.fake.lock().faults.clear();
    for _ in 0..3 * 24 {
        world.env.pass_ms(HOUR_MS);
        let _ = world.connectors.tick().await;
    }
    (next.unsigned_abs() as usize, world.here())
}
