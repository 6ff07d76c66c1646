//! Submitting: what is answered when, many at once, and the end.

use std::sync::atomic::Ordering;
use std::time::Instant;

use integrations::endpoint::backend::Client;
use integrations::endpoint::rate::RateLimit;
use serde_json::json;

use crate::world::{Ask, Http, NOW, World, listen, single};

#[tokio::test]
async fn what_cannot_be_kept_is_to_be_sent_again() {
    let world = World::new().await;
    let body = single(listen(NOW, "a"));
    let later = "Cannot submit listens to queue, please try again later.";
    world.backend.is_locked.store(true, Ordering::SeqCst);
    assert_eq!(world.submit(&body).await.error(503), later);
    world.backend.panics.store(true, Ordering::SeqCst);
    assert_eq!(world.submit(&body).await.error(503), later, "a panic is one failed submission");
    world.backend.panics.store(false, Ordering::SeqCst);
    world.backend.is_locked.store(false, Ordering::SeqCst);
    assert_eq!(world.submit(&body).await.status, 200);
    assert_eq!(world.backend.kept().len(), 1);
}

#[tokio::test]
async fn submissions_carry_the_name_of_their_client() {
    let world = World::new().await;
    world.submit(&single(listen(NOW, "a"))).await;
    assert_eq!(world.backend.kept(), [("living room".to_owned(), listen(NOW, "a"))]);
}

/// Prints what it measures: a debug build on a busy machine proves no rate.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_kept() {
    const CONNECTIONS: usize = 16;
    const EACH: usize = 250;
    let rate = RateLimit { requests: 1_000_000, window_s: 10 };
    let world = World::with(rate, Client::default()).await;
    let file = tempfile::tempfile().expect("a file");
    *world.backend.file.lock().expect("no panic") = Some(file);
    let address = world.endpoint.address();
    let began = Instant::now();
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|connection| {
            tokio::spawn(async move {
                let mut http = Http::connect(address).await;
                let mut took = Vec::new();
                for index in 0..EACH {
                    let at = NOW - i64::try_from(connection * EACH + index).expect("few");
                    let ask = Ask::post("/1/submit-listens", &single(listen(at, "a")).to_string());
                    let began = Instant::now();
                    assert_eq!(http.ask(&ask).await.status, 200);
                    took.push(began.elapsed());
                }
                took
            })
        })
        .collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.expect("a connection"));
    }
    let seconds = began.elapsed().as_secs_f64();
    took.sort_unstable();
    let count = took.len();
    println!(
        "{count} single listens over {CONNECTIONS} connections to a real disk: {:.0}/s, p50 {:?}, p99 {:?}, {} hand-overs",
        f64::from(u32::try_from(count).expect("few")) / seconds,
        took[count / 2],
        took[count * 99 / 100],
        world.backend.submissions.load(Ordering::SeqCst),
    );
    let mut kept: Vec<i64> = world
        .backend
        .kept()
        .iter()
        .map(|(_, listen)| listen["listened_at"].as_i64().expect("an instant"))
        .collect();
    kept.sort_unstable();
    kept.dedup();
    assert_eq!(kept.len(), CONNECTIONS * EACH, "each is kept once");
}

#[tokio::test]
async fn one_at_a_time() {
    let rate = RateLimit { requests: 1_000_000, window_s: 10 };
    let world = World::with(rate, Client::default()).await;
    let mut http = world.http().await;
    let mut took = Vec::new();
    for index in 0..500 {
        let body = single(listen(NOW - index, "a")).to_string();
        let began = Instant::now();
        assert_eq!(http.ask(&Ask::post("/1/submit-listens", &body)).await.status, 200);
        took.push(began.elapsed());
    }
    took.sort_unstable();
    println!("one connection, one at a time: p50 {:?}, p99 {:?}", took[250], took[495]);
    assert_eq!(world.backend.kept().len(), 500);
}

#[tokio::test]
async fn it_stops_and_its_port_is_free() {
    let world = World::new().await;
    let address = world.endpoint.address();
    // A client that keeps its connection does not hold it up.
    let mut idle = world.http().await;
    assert_eq!(idle.ask(&Ask::get("/1/validate-token")).await.status, 200);
    assert_eq!(world.submit(&single(listen(NOW, "a"))).await.status, 200);
    world.endpoint.stop().await.expect("it served well");
    assert_eq!(world.backend.kept().len(), 1);
    drop(std::net::TcpListener::bind(address).expect("nobody listens there"));
}

#[tokio::test]
async fn what_plays_now_ends_with_its_track() {
    let world = World::new().await;
    let now = |title: &str, info: serde_json::Value| {
        json!({ "listen_type": "playing_now", "payload": [{ "track_metadata": {
            "artist_name": "Nadia", "track_name": title, "additional_info": info,
        } }] })
    };
    let playing = async || world.get("/1/user/nadia/playing-now").await.json()["payload"].clone();
    let nothing = json!({ "count": 0, "listens": [], "playing_now": true, "user_id": "nadia" });
    assert_eq!(playing().await, nothing);
    world.submit(&now("Hier", json!({ "duration": 100, "submission_client": "tunes" }))).await;
    let payload = playing().await;
    assert_eq!(payload["listens"][0]["track_metadata"]["track_name"], "Hier");
    assert!(payload["listens"][0].get("listened_at").is_none());
    let clear = async |body: &str| world.post("/1/playing-now/delete", body).await;
    assert_eq!(clear("{\"client\":\"other\"}").await.status, 404, "another program's track stays");
    assert_eq!(playing().await["count"], 1);
    world.env.pass_ms(99_999);
    assert_eq!(playing().await["count"], 1);
    world.env.pass_ms(1);
    assert_eq!(playing().await, nothing, "the track is over");
    world.submit(&now("Demain", json!({ "submission_client": "tunes" }))).await;
    assert_eq!(clear("{\"client\":\"tunes\"}").await.json(), json!({ "status": "ok" }));
    assert_eq!(playing().await, nothing);
    assert_eq!(clear("").await.status, 200, "nothing plays, nothing is to be done");
    let told = world.backend.playing.lock().expect("no panic").clone();
    let told: Vec<_> = told.iter().map(|(_, title)| title.as_deref()).collect();
    assert_eq!(told, [Some("Hier"), Some("Demain"), None]);
}
