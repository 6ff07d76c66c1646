//! Spotify, from the person's yes to a token that is withdrawn.

use base::error::Code;
use integrations::connectors::overview::{Power, Settings, Warning, Why};

use crate::fake::{Fault, lock};
use crate::fake_spotify::CLIENT_ID;
use crate::world::{HOUR_MS, World};

/// `count` plays, three minutes apart, the last one at `until_ms`.
fn plays(until_ms: i64, count: i64) -> Vec<i64> {
    (0..count).map(|n| until_ms - n * 180_000).collect()
}

async fn connected(count: i64) -> World {
    let world = World::new().await;
    world.fake.lock().spotify.plays = plays(world.now_ms(), count);
    world.connect_spotify().await;
    world
}

#[tokio::test]
async fn nothing_is_sent_before_the_person_says_yes() {
    let world = World::new().await;
    let settings = Settings { client_id: Some(CLIENT_ID.into()), ..Settings::default() };
    world.configure("spotify", settings);
    assert!(world.tick().await.is_none());
    let refused = world.connectors.run_now("spotify").await.expect_err("it is off");
    assert_eq!(refused.code(), Code::Denied);
    assert!(lock(&world.log).is_empty(), "not one request");
    assert_eq!(world.show("spotify").state, Power::Off);
}

#[tokio::test]
async fn a_yes_brings_what_was_played() {
    let world = connected(10).await;
    let ran = world.tick().await.expect("it is due at once");
    assert_eq!((ran.added, ran.pages, ran.more), (10, 1, false));
    let shown = world.show("spotify");
    assert_eq!((shown.added, shown.problem, shown.pause), (10, None, None));
    assert_eq!(world.ring.all().get("spotify.refresh").map(String::as_str), Some("refresh-1"));
    assert!(world.tick().await.is_none(), "an hour is run once");
    let again = world.connectors.run_now("spotify").await.expect("by hand it runs");
    assert!(again.slot.starts_with("by-hand-"), "{}", again.slot);
    assert_eq!((again.added, again.already_here), (0, 10));
}

#[tokio::test]
async fn a_no_connects_nothing() {
    let world = World::new().await;
    world.fake.lock().spotify.says_no = true;
    world.browse_spotify().await;
    world.until(|connector| !connector.connecting).await;
    let shown = world.show("spotify");
    assert_eq!(shown.state, Power::Off);
    assert!(shown.problem.is_some(), "it says why");
    assert!(world.ring.all().is_empty());
}

#[tokio::test]
async fn who_does_not_know_the_state_is_sent_away() {
    let world = World::new().await;
    let settings = Settings { client_id: Some(CLIENT_ID.into()), ..Settings::default() };
    world.configure("spotify", settings);
    let connecting = world.connectors.connect("spotify").expect("it is complete");
    let address = reqwest::Url::parse(&connecting.address.expect("an address")).expect("a URL");
    let back =
        address.query_pairs().find(|(name, _)| name == "redirect_uri").expect("it says where");
    let browser = reqwest::Client::builder().no_proxy().build().expect("a client");
    for wrong in ["?code=stolen&state=guess", "?code=stolen", "?error=access_denied"] {
        let answer = browser.get(format!("{}{wrong}", back.1)).send().await.expect("an answer");
        assert_eq!(answer.status(), 404);
    }
    assert!(world.show("spotify").connecting, "it still waits for the right one");
    let answer = browser.get(address).send().await.expect("the browser comes to an end");
    assert_eq!(answer.status(), 200);
    world.until(|connector| !connector.connecting).await;
    assert_eq!(world.show("spotify").state, Power::On);
}

#[tokio::test]
async fn without_a_keyring_the_browser_is_not_opened() {
    let world = World::new().await;
    let settings = Settings { client_id: Some(CLIENT_ID.into()), ..Settings::default() };
    world.configure("spotify", settings);
    *lock(&world.ring.is_away) = true;
    let refused = world.connectors.connect("spotify").expect_err("there is no place for tokens");
    assert_eq!(refused.code(), Code::Unsupported);
}

#[tokio::test]
async fn an_empty_page_is_no_problem() {
    let world = connected(0).await;
    let ran = world.tick().await.expect("due");
    assert_eq!((ran.added, ran.problem), (0, None));
}

#[tokio::test]
async fn pages_follow_each_other_and_doubles_add_nothing() {
    let world = connected(20).await;
    world.fake.lock().spotify.page_max = 6;
    let ran = world.tick().await.expect("due");
    assert_eq!((ran.added, ran.pages), (20, 4));
    world.fake.lock().spotify.plays.extend(plays(world.now_ms() + HOUR_MS, 12));
    let ran = world.hour().await.expect("due");
    assert_eq!(ran.added, 12);
    assert_eq!(world.here(), 32);
}

#[tokio::test]
async fn a_page_that_comes_twice_neither_doubles_nor_ends_it() {
    let world = connected(0).await;
    world.tick().await.expect("due");
    world.fake.lock().spotify.plays = plays(world.now_ms(), 5);
    world.hour().await.expect("due");
    world.fake.fail(&[Fault::Duplicate]);
    world.fake.lock().spotify.plays.extend(plays(world.now_ms() + HOUR_MS, 3));
    world.hour().await.expect("due");
    assert_eq!(world.here(), 5, "the old page again");
    world.hour().await.expect("due");
    assert_eq!(world.here(), 8, "the next hour brings what was missed");
}

#[tokio::test]
async fn a_play_without_a_track_costs_only_itself() {
    let world = connected(5).await;
    let nameless = world.now_ms() - 180_000;
    world.fake.lock().spotify.nameless = vec![nameless];
    let ran = world.tick().await.expect("due");
    assert_eq!((ran.added, ran.problem), (4, None));
}

#[tokio::test]
async fn a_play_that_is_told_late_is_not_lost() {
    let world = connected(5).await;
    world.tick().await.expect("due");
    // A phone that was on a plane.
    let late = world.now_ms() - 8 * HOUR_MS;
    world.fake.lock().spotify.plays.push(late);
    assert_eq!(world.hour().await.expect("due").added, 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let world = connected(5).await;
    world.tick().await.expect("due");
    // The access token dies before its hour.
    world.fake.lock().spotify.access = Some("another".into());
    let ran = world.connectors.run_now("spotify").await.expect("it runs");
    assert_eq!((ran.already_here, ran.problem), (5, None));
    assert_eq!(world.fake.lock().spotify.given, 2, "one token for the yes, one after the refusal");
}

#[tokio::test]
async fn tokens_rotate_and_the_new_one_is_kept_before_it_counts() {
    let mut world = connected(5).await;
    for hour in 1..=6 {
        if hour == 4 {
            world.restart();
        }
        let ran = world.hour().await.expect("due");
        assert_eq!(ran.problem, None, "hour {hour}");
    }
    let log = lock(&world.log).clone();
    let refreshes: Vec<_> = log.iter().filter(|word| *word == "token").collect();
    assert_eq!(refreshes.len(), 7, "one for the yes, one each hour: {log:?}");
    for (at, word) in log.iter().enumerate() {
        if let Some(number) = word.strip_prefix("page with access-") {
            let kept = format!("kept refresh-{number}");
            assert!(log[..at].contains(&kept), "{word} came before {kept}: {log:?}");
        }
    }
}

#[tokio::test]
async fn a_refresh_token_that_stays_is_kept() {
    let world = connected(5).await;
    world.fake.lock().spotify.keeps_refresh = true;
    for _ in 0..3 {
        assert_eq!(world.hour().await.expect("due").problem, None);
    }
    assert_eq!(world.ring.all().get("spotify.refresh").map(String::as_str), Some("refresh-1"));
}

#[tokio::test]
async fn a_keyring_that_refuses_loses_no_token() {
    let world = connected(5).await;
    world.tick().await.expect("due");
    *lock(&world.ring.is_read_only) = true;
    let asked = world.fake.asked();
    let ran = world.hour().await.expect("due");
    assert!(ran.problem.is_some());
    assert_eq!(world.fake.asked(), asked, "a token that is not kept is not used");
    assert_eq!(world.show("spotify").pause, None, "the service did nothing wrong");
    *lock(&world.ring.is_read_only) = false;
    let ran = world.hour().await.expect("due");
    assert_eq!(ran.problem, None, "the only copy was held until it could be kept");
    assert!(world.ring.all().contains_key("spotify.refresh"));
}

#[tokio::test]
async fn a_withdrawn_access_is_not_tried_again() {
    let mut world = connected(5).await;
    world.tick().await.expect("due");
    world.fake.lock().spotify.refresh = None;
    let ran = world.hour().await.expect("due");
    assert!(ran.problem.is_some());
    let shown = world.show("spotify");
    assert_eq!(shown.state, Power::NeedsReconnect);
    assert_eq!(shown.pause.map(|pause| (pause.why, pause.until)), Some((Why::Reconnect, None)));
    assert_eq!(shown.next_run, None);
    let requests = lock(&world.log).len();
    for day in 0..60 {
        world.env.pass_ms(24 * HOUR_MS);
        assert!(world.tick().await.is_none());
        if day == 30 {
            world.restart();
        }
    }
    assert_eq!(world.connectors.retry_now("spotify").map_err(|e| e.code()), Err(Code::Denied));
    assert!(world.connectors.run_now("spotify").await.is_err());
    assert_eq!(lock(&world.log).len(), requests, "not one request in two months");
    world.fake.lock().spotify.plays.extend(plays(world.now_ms(), 5));
    world.connect_spotify().await;
    assert_eq!(world.tick().await.expect("due").problem, None);
    assert_eq!(world.here(), 10);
}

#[tokio::test]
async fn the_end_of_the_access_is_told_a_month_before() {
    let world = connected(1).await;
    let day = 24 * HOUR_MS;
    world.env.pass_ms(151 * day);
    assert!(world.show("spotify").warnings.is_empty());
    world.env.pass_ms(day);
    let warnings = world.show("spotify").warnings;
    assert!(
        matches!(&warnings[..], [Warning::AccessEnds { at }] if at.starts_with("2027-05-22")),
        "{warnings:?}"
    );
    world.connect_spotify().await;
    assert!(world.show("spotify").warnings.is_empty(), "a new yes, six new months");
}

#[tokio::test]
async fn a_play_from_the_future_does_not_hide_the_present() {
    let world = connected(5).await;
    let future = world.now_ms() + 400 * 24 * HOUR_MS;
    world.fake.lock().spotify.plays.push(future);
    assert_eq!(world.tick().await.expect("due").added, 6);
    world.fake.lock().spotify.plays.extend(plays(world.now_ms() + HOUR_MS, 3));
    assert_eq!(world.hour().await.expect("due").added, 3);
}

#[tokio::test]
async fn a_clock_of_ours_that_is_wrong_costs_nothing() {
    let world = connected(5).await;
    world.tick().await.expect("due");
    for wrong in ["2031-01-01T00:00:00Z", "2020-06-01T12:30:00Z", "2026-11-21T11:00:00Z"] {
        world.env.set(wrong);
        let newest = world.fake.lock().spotify.plays.iter().copied().max().unwrap_or_default();
        world.fake.lock().spotify.plays.push(newest + 200_000);
        let ran = world.tick().await.expect("another hour is due, whichever");
        assert_eq!((ran.added, ran.problem), (1, None), "{wrong}");
    }
}

#[tokio::test]
async fn disconnecting_forgets_the_tokens_and_sends_nothing_more() {
    let world = connected(5).await;
    world.tick().await.expect("due");
    world.connectors.disconnect("spotify").await.expect("it is off");
    assert!(world.ring.all().is_empty());
    let requests = lock(&world.log).len();
    for _ in 0..48 {
        assert!(world.hour().await.is_none());
    }
    assert_eq!(lock(&world.log).len(), requests);
    assert_eq!(world.show("spotify").added, 5, "what was fetched stays");
}

#[tokio::test]
async fn another_account_is_fetched_from_its_beginning() {
    let world = connected(5).await;
    world.tick().await.expect("due");
    // Somebody who heard nothing since Tuesday.
    world.fake.lock().spotify.plays = plays(world.now_ms() - 96 * HOUR_MS, 5);
    world.connect_spotify().await;
    assert_eq!(world.tick().await.expect("due").added, 5);
}
