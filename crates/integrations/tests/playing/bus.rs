//! A session bus of our own, and players on it.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use zbus::zvariant::{ObjectPath, OwnedValue, Value};
use zbus::{Connection, interface};

const PATH: &str = "/org/mpris/MediaPlayer2";
const PLAYER: &str = "org.mpris.MediaPlayer2.Player";

/// A bus that ends with the test.
pub(crate) struct Bus {
    address: String,
    _daemon: Child,
    _folder: TempDir,
}

impl Bus {
    pub(crate) async fn start() -> Bus {
        let folder = tempfile::tempdir().expect("a folder");
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address"])
            .arg(format!("--address=unix:path={}/bus", folder.path().display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("dbus-daemon is installed");
        let stdout = daemon.stdout.take().expect("its output is ours");
        let address = BufReader::new(stdout).lines().next_line().await;
        let address = address.expect("it speaks").expect("it says its address");
        Bus { address, _daemon: daemon, _folder: folder }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

/// What a player plays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Song {
    pub(crate) title: &'static str,
    pub(crate) length_s: i64,
}

#[derive(Default)]
struct State {
    status: &'static str,
    song: Option<Song>,
    /// How often the song was changed: each has its own name in the list.
    number: u32,
}

type Shared = Arc<Mutex<State>>;

fn metadata(state: &State) -> HashMap<String, OwnedValue> {
    let Some(song) = state.song else { return HashMap::new() };
    let id = ObjectPath::try_from(format!("/track/{}", state.number)).expect("a path");
    let fields: [(&str, Value<'_>); 7] = [
        ("mpris:trackid", id.into()),
        ("mpris:length", (song.length_s * 1_000_000).into()),
        ("xesam:title", song.title.into()),
        ("xesam:artist", vec!["Nadia", "Karim"].into()),
        ("xesam:album", "Le soir".into()),
        ("xesam:trackNumber", 3_i32.into()),
        ("xesam:url", "file:///music/private/song.flac".into()),
    ];
    let owned = |value: Value<'_>| value.try_into().expect("a value without a file descriptor");
    fields.into_iter().map(|(name, value)| (name.to_owned(), owned(value))).collect()
}

struct Root(String);

#[interface(name = "org.mpris.MediaPlayer2")]
impl Root {
    #[zbus(property)]
    fn identity(&self) -> String {
        self.0.clone()
    }
}

struct Player(Shared);

#[interface(name = "org.mpris.MediaPlayer2.Player")]
impl Player {
    #[zbus(property)]
    fn playback_status(&self) -> String {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.status.is_empty() { "Stopped".to_owned() } else { state.status.to_owned() }
    }

    #[zbus(property)]
    fn metadata(&self) -> HashMap<String, OwnedValue> {
        metadata(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    #[zbus(property)]
    fn rate(&self) -> f64 {
        1.0
    }
}

/// A player that does what the test says.
pub(crate) struct FakePlayer {
    connection: Connection,
    state: Shared,
}

impl FakePlayer {
    pub(crate) async fn appear(bus: &Bus, name: &str, title: &str) -> FakePlayer {
        let state = Shared::default();
        let connection = zbus::connection::Builder::address(bus.address())
            .and_then(|builder| builder.name(format!("org.mpris.MediaPlayer2.{name}")))
            .and_then(|builder| builder.serve_at(PATH, Root(title.to_owned())))
            .and_then(|builder| builder.serve_at(PATH, Player(Arc::clone(&state))))
            .expect("a player can be described")
            .build()
            .await
            .expect("the bus takes the player");
        FakePlayer { connection, state }
    }

    /// Begins a song, as players tell it: what it is and that it plays, in one signal.
    pub(crate) async fn play(&self, song: Song) {
        self.set(|state| {
            state.song = Some(song);
            state.number += 1;
            state.status = "Playing";
        });
        self.tell(&["PlaybackStatus", "Metadata"], &[]).await;
    }

    pub(crate) async fn pause(&self) {
        self.set(|state| state.status = "Paused");
        self.tell(&["PlaybackStatus"], &[]).await;
    }

    pub(crate) async fn resume(&self) {
        self.set(|state| state.status = "Playing");
        self.tell(&["PlaybackStatus"], &[]).await;
    }

    pub(crate) async fn stop(&self) {
        self.set(|state| state.status = "Stopped");
        self.tell(&["PlaybackStatus"], &[]).await;
    }

    /// Begins another song, and tells no more than that something is not what it was.
    pub(crate) async fn change_silently(&self, song: Song) {
        self.set(|state| {
            state.song = Some(song);
            state.number += 1;
        });
        self.tell(&[], &["Metadata"]).await;
    }

    pub(crate) async fn seek(&self, ms: i64) {
        self.emit(PLAYER, "Seeked", &(ms * 1_000)).await;
    }

    /// Leaves the bus without a word, like one that crashed.
    pub(crate) async fn leave(self) {
        self.connection.close().await.expect("the connection closes");
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }

    async fn tell(&self, names: &[&str], invalid: &[&str]) {
        let changed: HashMap<&str, OwnedValue> = {
            let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let value = |name: &str| match name {
                "PlaybackStatus" => Value::from(state.status),
                _ => Value::from(metadata(&state)),
            };
            let owned = |value: Value<'_>| value.try_into().expect("a value");
            names.iter().map(|name| (*name, owned(value(name)))).collect()
        };
        let properties = "org.freedesktop.DBus.Properties";
        self.emit(properties, "PropertiesChanged", &(PLAYER, changed, invalid)).await;
    }

    async fn emit<B>(&self, interface: &str, member: &str, body: &B)
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let nobody: Option<&str> = None;
        self.connection
            .emit_signal(nobody, PATH, interface, member, body)
            .await
            .expect("the bus takes the signal");
    }
}
