//! Last.fm: its habits, its errors.

use integrations::connectors::overview::{Settings, Why};

use crate::fake::Fault;
use crate::world::{HOUR_MS, World};

const BEGIN: i64 = 1_795_000_000;

async fn world(count: i64, per_second: i64, page_max: usize) -> World {
    let world = World::new().await;
    world.fake.lock().lastfm.scrobbles =
        (0..count).map(|n| (BEGIN + n / per_second, format!("Track {n}"))).collect();
    world.fake.lock().lastfm.page_max = page_max;
    world.connect_lastfm();
    world
}

#[tokio::test]
async fn a_history_comes_in_pages_and_what_plays_now_does_not() {
    let world = world(500, 1, 50).await;
    world.fake.lock().lastfm.plays_now = true;
    world.settle().await;
    assert_eq!(world.here(), 500);
}

#[tokio::test]
async fn a_second_with_more_than_a_page_is_walked_through() {
    // Old scrobblers without a clock sent everything at one instant.
    let world = world(90, 45, 7).await;
    world.settle().await;
    assert_eq!(world.here(), 90);
}

#[tokio::test]
async fn a_list_of_one_is_a_list() {
    let world = world(1, 1, 200).await;
    assert_eq!(world.tick().await.expect("due").added, 1);
    world.env.pass_ms(HOUR_MS);
    world.settle().await;
    assert_eq!(world.here(), 1);
}

#[tokio::test]
async fn nothing_scrobbled_is_no_problem() {
    let world = world(0, 1, 200).await;
    let ran = world.tick().await.expect("due");
    assert_eq!((ran.added, ran.problem), (0, None));
}

#[tokio::test]
async fn its_errors_have_their_class() {
    let cases = [(29, Some(Why::Asked)), (8, None), (11, None), (16, None), (99, None)];
    for (code, why) in cases {
        let world = world(5, 1, 200).await;
        world.fake.fail(&[Fault::Code(code)]);
        let ran = world.tick().await.expect("due");
        assert!(ran.problem.is_some(), "error {code}");
        assert_eq!(world.show("lastfm").pause.map(|pause| pause.why), why, "error {code}");
        world.settle().await;
        assert_eq!(world.here(), 5, "error {code}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_not_tried_for_ever() {
    let world = world(5, 1, 200).await;
    let secret = |key: &str| Settings { secret: Some(key.into()), ..Settings::default() };
    world.configure("lastfm", secret("key-2"));
    for _ in 0..60 {
        world.tick().await;
        world.env.pass_ms(60_000);
    }
    assert_eq!(world.fake.asked(), 3);
    assert_eq!(world.show("lastfm").pause.map(|pause| pause.why), Some(Why::Auth));
    world.configure("lastfm", secret("key-1"));
    world.settle().await;
    assert_eq!(world.here(), 5, "another key is tried at once");
}

#[tokio::test]
async fn the_key_is_in_the_keyring_and_nowhere_else() {
    let world = world(5, 1, 200).await;
    world.settle().await;
    assert_eq!(world.ring.all().get("lastfm.key").map(String::as_str), Some("key-1"));
    let notes: &dyn integrations::outside::Memory = &*world.memory;
    let kept = notes.load("connector.lastfm").expect("it answers").expect("it was kept");
    assert!(!kept.contains("key-1"));
    world.connectors.disconnect("lastfm").await.expect("it is off");
    assert!(world.ring.all().is_empty());
}
