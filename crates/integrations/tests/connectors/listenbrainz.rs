//! ListenBrainz: newest first, without holes.

use base::error::Code;
use integrations::connectors::overview::{Power, Settings, Why};

use crate::fake::lock;
use crate::world::{HOUR_MS, World};

const BEGIN: i64 = 1_795_000_000;

fn listens(count: i64, per_second: i64) -> Vec<(i64, String)> {
    (0..count).map(|n| (BEGIN + n / per_second, format!("Track {n}"))).collect()
}

async fn world(count: i64, per_second: i64, page_max: usize) -> World {
    let world = World::new().await;
    world.fake.lock().listenbrainz.listens = listens(count, per_second);
    world.fake.lock().listenbrainz.page_max = page_max;
    world.connect_listenbrainz();
    world
}

#[tokio::test]
async fn a_long_history_comes_in_pages_and_over_several_runs() {
    let world = world(2_500, 1, 10).await;
    let ran = world.tick().await.expect("due");
    assert!(ran.more, "one run fetches a hundred pages");
    world.settle().await;
    assert_eq!(world.here(), 2_500);
    let asked = world.fake.asked();
    world.fake.lock().listenbrainz.listens.push((BEGIN + 5_000, "New".into()));
    world.env.pass_ms(HOUR_MS);
    world.settle().await;
    assert_eq!(world.here(), 2_501);
    assert!(world.fake.asked() - asked < 300, "only the last weeks are read again");
}

#[tokio::test]
async fn pages_that_end_in_the_middle_of_a_second_lose_nothing() {
    for page_max in [2, 3, 4, 7] {
        let world = world(60, 2, page_max).await;
        world.settle().await;
        assert_eq!(world.here(), 60, "pages of {page_max}");
    }
}

#[tokio::test]
async fn what_is_heard_while_it_walks_is_fetched_too() {
    let world = world(1_500, 1, 10).await;
    assert!(world.tick().await.expect("due").more);
    world
        .fake
        .lock()
        .listenbrainz
        .listens
        .extend((0..40).map(|n| (BEGIN + 9_000 + n, format!("New {n}"))));
    world.settle().await;
    world.env.pass_ms(HOUR_MS);
    world.settle().await;
    assert_eq!(world.here(), 1_540);
}

#[tokio::test]
async fn what_is_told_two_weeks_late_comes_within_a_day() {
    let world = world(20, 1, 1000).await;
    world.settle().await;
    world.fake.lock().listenbrainz.listens.push((BEGIN - 13 * 24 * 3600, "Late".into()));
    world.env.pass_ms(24 * HOUR_MS);
    world.settle().await;
    assert_eq!(world.here(), 21);
}

#[tokio::test]
async fn what_was_added_years_back_comes_when_all_is_fetched_again() {
    let world = world(20, 1, 5).await;
    world.settle().await;
    world.fake.lock().listenbrainz.listens.push((BEGIN - 900 * 24 * 3600, "Old".into()));
    world.connectors.fetch_all("listenbrainz").expect("a connector of that id");
    world.settle().await;
    assert_eq!(world.here(), 21);
}

#[tokio::test]
async fn it_rests_when_no_requests_are_left() {
    let world = world(100, 1, 10).await;
    world.fake.lock().listenbrainz.rate = Some((3, 7));
    let ran = world.tick().await.expect("due");
    assert_eq!((ran.pages, ran.more, ran.problem), (3, true, None));
    let pause = world.show("listenbrainz").pause.expect("it rests");
    assert_eq!((pause.why, pause.until.as_deref()), (Why::Asked, Some("2026-11-21T10:00:07Z")));
    assert!(world.tick().await.is_none());
    world.fake.lock().listenbrainz.rate = None;
    world.settle().await;
    assert_eq!(world.here(), 100);
}

#[tokio::test]
async fn another_name_is_another_history() {
    let world = world(30, 1, 1000).await;
    world.settle().await;
    world.configure("listenbrainz", Settings { user: Some("bob".into()), ..Settings::default() });
    let ran = world.connectors.run_now("listenbrainz").await.expect("it runs");
    assert!(ran.problem.is_some_and(|words| words.contains("name")));
    world.configure("listenbrainz", Settings { user: Some("ann".into()), ..Settings::default() });
    let ran = world.connectors.run_now("listenbrainz").await.expect("it runs");
    assert!(ran.already_here >= 30, "from the beginning");
    assert_eq!(world.here(), 30);
}

#[tokio::test]
async fn a_server_that_asks_for_a_token_gets_it() {
    let world = world(3, 1, 1000).await;
    world.fake.lock().listenbrainz.token = Some("t-1".into());
    assert!(world.tick().await.expect("due").problem.is_some());
    let secret = Some("t-1".into());
    world.configure("listenbrainz", Settings { secret, ..Settings::default() });
    assert_eq!(world.connectors.run_now("listenbrainz").await.expect("it runs").problem, None);
    assert_eq!(world.here(), 3);
}

#[tokio::test]
async fn settings_that_cannot_be_are_refused() {
    let world = World::new().await;
    let address = |text: &str| Settings { address: Some(text.into()), ..Settings::default() };
    for wrong in
        ["http://example.org", "ftp://example.org", "https://a:b@example.org", "example.org"]
    {
        let refused = world.connectors.configure("listenbrainz", &address(wrong));
        assert_eq!(refused.expect_err(wrong).field(), Some("address"));
    }
    world.configure("listenbrainz", address("http://127.0.0.1:4711"));
    let nobody = world.connectors.connect("listenbrainz").expect_err("whose listens?");
    assert_eq!(nobody.field(), Some("user"));
    assert_eq!(world.show("listenbrainz").state, Power::Off);
}

#[tokio::test]
async fn a_run_does_not_undo_what_the_person_chose_meanwhile() {
    let world = world(20, 1, 1000).await;
    world.settle().await;
    world.fake.lock().listenbrainz.listens.push((BEGIN - 900 * 24 * 3600, "Old".into()));
    let connectors = world.connectors.clone();
    *lock(&world.shelf.meanwhile) = Some(Box::new(move || {
        connectors.fetch_all("listenbrainz").expect("a connector of that id");
    }));
    let ran = world.hour().await.expect("due");
    assert!(ran.problem.is_some(), "it stopped: {ran:?}");
    assert!(!world.show("listenbrainz").running, "and let go");
    world.settle().await;
    assert_eq!(world.here(), 21, "the next run begins at the beginning");
}

#[tokio::test]
async fn turned_off_in_the_middle_it_asks_for_nothing_more() {
    let world = world(100, 1, 10).await;
    let (connectors, runtime) = (world.connectors.clone(), tokio::runtime::Handle::current());
    *lock(&world.shelf.meanwhile) = Some(Box::new(move || {
        runtime.block_on(connectors.disconnect("listenbrainz")).expect("it is off");
    }));
    world.tick().await.expect("due");
    assert_eq!((world.fake.asked(), world.here()), (1, 10));
    assert!(world.hour().await.is_none());
}

#[tokio::test]
async fn two_runs_never_overlap() {
    let world = world(20, 1, 1000).await;
    let (connectors, runtime) = (world.connectors.clone(), tokio::runtime::Handle::current());
    *lock(&world.shelf.meanwhile) = Some(Box::new(move || {
        assert!(runtime.block_on(connectors.tick()).is_empty(), "nothing is due while it runs");
        let refused = runtime.block_on(connectors.run_now("listenbrainz"));
        assert_eq!(refused.map_err(|error| error.code()), Err(Code::Conflict));
    }));
    assert_eq!(world.tick().await.expect("due").problem, None);
}
