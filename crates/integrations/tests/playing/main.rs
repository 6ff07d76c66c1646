//! What plays on this device, from a real bus of D-Bus to listens that are handed over.

#![cfg(target_os = "linux")]

mod bus;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base::env::{Env, FixedEnv};
use base::error::{Code, Error, Result};
use bus::{Bus, FakePlayer, Song};
use integrations::endpoint::backend::Recorder;
use integrations::playing::mpris::Mpris;
use integrations::playing::source::Source;
use integrations::playing::watch::{Watching, watch};
use integrations::playing::{self};
use serde_json::{Map, Value};
use tokio::sync::mpsc;

/// How long anything here may take: a bound for what hangs, not a time that is waited.
const PATIENCE: Duration = Duration::from_secs(20);
const BEGAN: i64 = 1_780_000_000;

/// What the recorder was told.
#[derive(Debug, PartialEq)]
enum Told {
    /// Title of what plays now.
    Now(Option<String>),
    /// Title, beginning (since the test began) and what sounded, both in seconds.
    Heard(String, i64, f64),
}

struct Recording {
    tell: mpsc::UnboundedSender<Told>,
    is_locked: AtomicBool,
    bodies: Mutex<Vec<Value>>,
}

impl Recorder for Recording {
    fn submit(&self, client: &str, bytes: Vec<u8>) -> Result<()> {
        assert_eq!(client, "mpris");
        if self.is_locked.load(Ordering::SeqCst) {
            return Err(Error::new(Code::Locked, "the vault is locked"));
        }
        let body: Value = serde_json::from_slice(&bytes).expect("a submit-listens body");
        assert_eq!(body["listen_type"], "import");
        for listen in body["payload"].as_array().expect("listens") {
            let track = &listen["track_metadata"];
            self.tell
                .send(Told::Heard(
                    track["track_name"].as_str().expect("a title").to_owned(),
                    listen["listened_at"].as_i64().expect("an instant") - BEGAN,
                    track["additional_info"]["duration_played"].as_f64().expect("a length"),
                ))
                .expect("the test listens");
        }
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner).push(body);
        Ok(())
    }

    fn now_playing(&self, _: &str, track: Option<&Map<String, Value>>) {
        let title = track.map(|track| track["track_name"].as_str().expect("a title").to_owned());
        // The test may have ended.
        let _ = self.tell.send(Told::Now(title));
    }
}

struct World {
    bus: Bus,
    env: Arc<FixedEnv>,
    steady: Arc<Mutex<Duration>>,
    recording: Arc<Recording>,
    told: mpsc::UnboundedReceiver<Told>,
    watching: Option<Watching>,
}

impl World {
    async fn new() -> World {
        let env = Arc::new(FixedEnv::at("2026-05-28T20:26:40Z", "UTC", 1));
        assert_eq!(env.now().as_second(), BEGAN);
        let (tell, told) = mpsc::unbounded_channel();
        let recording = Arc::new(Recording {
            tell,
            is_locked: AtomicBool::new(false),
            bodies: Mutex::default(),
        });
        let steady = Arc::new(Mutex::new(Duration::ZERO));
        World { bus: Bus::start().await, env, steady, recording, told, watching: None }
    }

    fn watch(&mut self) {
        let ignored = playing::IGNORED.map(str::to_owned);
        let source = Box::new(Mpris::new(Some(self.bus.address().to_owned()), &ignored));
        let steady = Arc::clone(&self.steady);
        let steady = Arc::new(move || *steady.lock().unwrap_or_else(PoisonError::into_inner));
        let recorder = Arc::clone(&self.recording) as Arc<dyn Recorder>;
        let env = Arc::clone(&self.env) as Arc<dyn Env>;
        self.watching = Some(watch(source, recorder, env, steady));
    }

    fn pass(&self, seconds: u64) {
        *self.steady.lock().unwrap_or_else(PoisonError::into_inner) += Duration::from_secs(seconds);
        self.env.pass_ms(i64::try_from(seconds).expect("minutes") * 1_000);
    }

    async fn told(&mut self) -> Told {
        let told = tokio::time::timeout(PATIENCE, self.told.recv()).await;
        told.expect("something is told").expect("the recorder lives")
    }

    async fn now(&mut self) -> Option<String> {
        match self.told().await {
            Told::Now(title) => title,
            other @ Told::Heard(..) => panic!("nothing was to be kept: {other:?}"),
        }
    }

    async fn stop(&mut self) {
        self.watching.take().expect("it watches").stop().await.expect("it watched to the end");
    }
}

fn heard(title: &str, began: i64, seconds: f64) -> Told {
    Told::Heard(title.to_owned(), began, seconds)
}

fn song(title: &'static str, length_s: i64) -> Song {
    Song { title, length_s }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_player_that_plays_already_is_heard_with_its_pauses() {
    let mut world = World::new().await;
    let player = FakePlayer::appear(&world.bus, "tunes", "Tunes").await;
    player.play(song("Hier encore", 200)).await;
    world.watch();
    assert_eq!(world.now().await.as_deref(), Some("Hier encore"));
    world.pass(120);
    player.pause().await;
    assert_eq!(world.now().await, None);
    world.pass(600);
    player.resume().await;
    assert_eq!(world.now().await.as_deref(), Some("Hier encore"));
    world.pass(30);
    player.play(song("Demain", 300)).await;
    assert_eq!(world.told().await, heard("Hier encore", 0, 150.0));
    assert_eq!(world.now().await.as_deref(), Some("Demain"));
    world.pass(160);
    world.stop().await;
    assert_eq!(world.told().await, heard("Demain", 750, 160.0), "the end of us is its end");
    let bodies = world.recording.bodies.lock().unwrap_or_else(PoisonError::into_inner);
    let track = &bodies[0]["payload"][0]["track_metadata"];
    let expected = serde_json::json!({
        "artist_name": "Nadia, Karim",
        "track_name": "Hier encore",
        "release_name": "Le soir",
        "additional_info": {
            "artist_names": ["Nadia", "Karim"],
            "duration_ms": 200_000,
            "duration_played": 150.0,
            "media_player": "Tunes",
                        "submission_client": "mpris",
            "tracknumber": 3,
        },
    });
    assert_eq!(*track, expected, "the path of the file is not told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn players_come_and_go_and_browsers_are_left_alone() {
    let mut world = World::new().await;
    world.watch();
    let first = FakePlayer::appear(&world.bus, "first", "First").await;
    first.play(song("One", 200)).await;
    assert_eq!(world.now().await.as_deref(), Some("One"));
    let browser = FakePlayer::appear(&world.bus, "firefox.instance_1_2", "Firefox").await;
    browser.play(song("A film", 9_000)).await;
    let proxy = FakePlayer::appear(&world.bus, "playerctld", "playerctld").await;
    proxy.play(song("One", 200)).await;
    world.pass(60);
    let second = FakePlayer::appear(&world.bus, "second", "Second").await;
    second.play(song("Two", 150)).await;
    assert_eq!(world.now().await.as_deref(), Some("Two"), "what began last is shown");
    world.pass(100);
    second.leave().await;
    assert_eq!(world.told().await, heard("Two", 60, 100.0));
    assert_eq!(world.now().await.as_deref(), Some("One"));
    first.stop().await;
    assert_eq!(world.told().await, heard("One", 0, 160.0));
    assert_eq!(world.now().await, None);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jumps_and_players_that_only_say_that_something_changed() {
    let mut world = World::new().await;
    world.watch();
    let player = FakePlayer::appear(&world.bus, "tunes", "Tunes").await;
    player.play(song("One", 200)).await;
    assert_eq!(world.now().await.as_deref(), Some("One"));
    world.pass(20);
    player.seek(190_000).await;
    player.change_silently(song("Two", 200)).await;
    assert_eq!(world.now().await.as_deref(), Some("Two"), "twenty seconds were no listen");
    world.pass(130);
    // The jump to the beginning is seen before what is told after it.
    player.seek(0).await;
    player.pause().await;
    assert_eq!(world.told().await, heard("Two", 20, 130.0), "begun anew, it is heard twice");
    assert_eq!(world.now().await, None);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_locked_vault_does_not_take_is_kept_until_it_does() {
    let mut world = World::new().await;
    world.watch();
    let player = FakePlayer::appear(&world.bus, "tunes", "Tunes").await;
    player.play(song("One", 100)).await;
    assert_eq!(world.now().await.as_deref(), Some("One"));
    world.recording.is_locked.store(true, Ordering::SeqCst);
    world.pass(100);
    player.play(song("Two", 100)).await;
    assert_eq!(world.now().await.as_deref(), Some("Two"));
    world.recording.is_locked.store(false, Ordering::SeqCst);
    world.pass(100);
    player.play(song("Three", 100)).await;
    assert_eq!(world.told().await, heard("One", 0, 100.0));
    assert_eq!(world.told().await, heard("Two", 100, 100.0));
    assert_eq!(world.now().await.as_deref(), Some("Three"));
    world.stop().await;
}

#[tokio::test]
async fn without_a_bus_there_is_nothing_to_listen_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("unix:path={}/nothing", folder.path().display());
    let (tell, _told) = mpsc::channel(1);
    let error = Box::new(Mpris::new(Some(address), &[])).follow(tell).await;
    assert_eq!(error.expect_err("there is no bus").code(), Code::Unsupported);
}
