//! Follows a source, and hands over what was heard.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base::env::Env;
use base::error::{Error, Result};
use serde_json::{Map, Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::MissedTickBehavior;

use super::session::{Heard, Moment, Session};
use super::source::{Change, Event, Source, Track};
use crate::endpoint::backend::Recorder;
use crate::endpoint::commit;
use crate::endpoint::listen::{self, Kind};

/// How often time passes for players that say nothing, and what could not be kept is tried again.
const PASSING: Duration = Duration::from_secs(60);
/// Changes that wait. Players tell a few in a second at most.
const CHANGES_MAX: usize = 256;
/// Players at a time; more are not followed.
const PLAYERS_MAX: usize = 64;
/// Listens that wait for a vault that is locked. Two weeks of music.
const UNKEPT_MAX: usize = 5_000;
/// Listens of one hand-over.
const HANDED_MAX: usize = 500;

/// A clock that never jumps, from any beginning.
pub type Steady = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The system's steady clock.
pub fn steady() -> Steady {
    let began = Instant::now();
    Arc::new(move || began.elapsed())
}

/// A source that is followed. Dropping it loses what plays at that moment; [`Watching::stop`] does
/// not.
pub struct Watching {
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<()>>,
}

/// Begins to listen to what plays here. Call it inside a Tokio runtime.
///
/// What plays is told to the recorder as it changes, and each listen when it is over: half of the
/// track or four minutes, of more than thirty seconds, as `submit-listens` bodies whose
/// `additional_info` has `media_player`, `duration_ms` and `duration_played`: the seconds that it
/// really sounded.
pub fn watch(
    source: Box<dyn Source>,
    recorder: Arc<dyn Recorder>,
    env: Arc<dyn Env>,
    steady: Steady,
) -> Watching {
    let (stop, stopped) = oneshot::channel();
    let listener = Listener {
        name: source.name(),
        recorder,
        env,
        steady,
        players: HashMap::new(),
        shown: None,
        unkept: VecDeque::new(),
    };
    Watching { stop: Some(stop), task: tokio::spawn(listener.run(source, stopped)) }
}

impl Watching {
    /// Whether it follows still. When not, [`Watching::stop`] says why.
    pub fn is_following(&self) -> bool {
        !self.task.is_finished()
    }

    /// Ends; what plays now is a listen if it was heard for long enough.
    ///
    /// # Errors
    /// Why the source had ended by itself: `Unsupported` when there is none here.
    pub async fn stop(mut self) -> Result<()> {
        drop(self.stop.take());
        (&mut self.task)
            .await
            .unwrap_or_else(|panic| Err(Error::internal("listening to what plays", panic)))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Listener {
    name: &'static str,
    recorder: Arc<dyn Recorder>,
    env: Arc<dyn Env>,
    steady: Steady,
    players: HashMap<String, Player>,
    /// What the recorder was told last.
    shown: Option<Map<String, Value>>,
    unkept: VecDeque<Map<String, Value>>,
}

#[derive(Default)]
struct Player {
    title: String,
    session: Session,
    /// When it began to sound, to tell which of two players began last.
    since: Duration,
}

impl Listener {
    async fn run(
        mut self,
        source: Box<dyn Source>,
        mut stopped: oneshot::Receiver<()>,
    ) -> Result<()> {
        let (tell, mut changes) = mpsc::channel(CHANGES_MAX);
        let mut following = tokio::spawn(source.follow(tell));
        let mut passing = tokio::time::interval(PASSING);
        passing.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let ended = loop {
            tokio::select! {
                change = changes.recv() => match change {
                    Some(change) => self.take(change).await,
                    None => break true,
                },
                _ = passing.tick() => self.pass().await,
                _ = &mut stopped => break false,
            }
        };
        // What was told before the end belongs to it.
        while let Ok(change) = changes.try_recv() {
            self.take(change).await;
        }
        self.end().await;
        if !ended {
            following.abort();
            return Ok(());
        }
        (&mut following)
            .await
            .unwrap_or_else(|panic| Err(Error::internal("following the players", panic)))
    }

    fn moment(&self) -> Moment {
        Moment { wall_ms: self.env.now().as_millisecond(), steady: (self.steady)() }
    }

    async fn take(&mut self, change: Change) {
        let at = self.moment();
        let Change { player: name, title, event } = change;
        if PLAYERS_MAX <= self.players.len() && !self.players.contains_key(&name) {
            return;
        }
        let is_gone = event == Event::Gone;
        let player = self.players.entry(name.clone()).or_default();
        player.title = title;
        let sounded = player.session.playing().is_some();
        let mut heard = Vec::new();
        player.session.take(event, at, &mut heard);
        if !sounded {
            player.since = at.steady;
        }
        self.keep(&name, heard);
        if is_gone {
            self.players.remove(&name);
        }
        self.settle().await;
    }

    async fn pass(&mut self) {
        let at = self.moment();
        let names: Vec<String> = self.players.keys().cloned().collect();
        for name in names {
            let mut heard = Vec::new();
            if let Some(player) = self.players.get_mut(&name) {
                player.session.pass(at, &mut heard);
            }
            self.keep(&name, heard);
        }
        self.settle().await;
    }

    async fn end(&mut self) {
        self.pass().await;
        let names: Vec<String> = self.players.keys().cloned().collect();
        for name in names {
            let mut heard = Vec::new();
            if let Some(player) = self.players.get_mut(&name) {
                player.session.finish(&mut heard);
            }
            self.keep(&name, heard);
        }
        self.players.clear();
        self.settle().await;
    }

    /// Puts listens behind those that wait.
    fn keep(&mut self, player: &str, heard: Vec<Heard>) {
        let title = self.players.get(player).map_or("", |player| &player.title);
        let now = self.env.now().as_second();
        for heard in heard {
            let listen = listen_of(&heard, title, self.name);
            // A clock that stood before 2002, a title with a zero byte: no importer would take it.
            let Ok(listen) = listen::checked(listen, Kind::Import, now) else {
                tracing::debug!("a listen breaks the limits of listens");
                continue;
            };
            if UNKEPT_MAX <= self.unkept.len() {
                self.unkept.pop_front();
            }
            self.unkept.push_back(listen);
        }
    }

    /// Hands over what waits, then tells what plays.
    async fn settle(&mut self) {
        while !self.unkept.is_empty() {
            let count = self.unkept.len().min(HANDED_MAX);
            let listens: Vec<_> = self.unkept.iter().take(count).cloned().collect();
            let (recorder, name) = (Arc::clone(&self.recorder), self.name);
            let kept = spawn_blocking(move || recorder.submit(name, commit::body(&listens)?));
            match kept.await.map_err(|panic| Error::internal("keeping listens", panic)) {
                Ok(Ok(())) => drop(self.unkept.drain(..count)),
                Ok(Err(error)) | Err(error) => {
                    tracing::debug!(code = ?error.code(), "listens wait to be kept");
                    break;
                }
            }
        }
        let playing = self.players.values().filter(|player| player.session.playing().is_some());
        let last = playing.max_by_key(|player| player.since);
        let shown = last.and_then(|player| {
            let track = player.session.playing()?;
            Some(metadata(track, &player.title, self.name))
        });
        if shown != self.shown {
            self.shown.clone_from(&shown);
            let (recorder, name) = (Arc::clone(&self.recorder), self.name);
            // It is only shown: that it failed is no reason to stop listening.
            drop(spawn_blocking(move || recorder.now_playing(name, shown.as_ref())).await);
        }
    }
}

fn listen_of(heard: &Heard, player: &str, source: &str) -> Value {
    let mut track = metadata(&heard.track, player, source);
    if let Some(Value::Object(info)) = track.get_mut("additional_info") {
        info.insert("duration_played".to_owned(), json!(heard.played.as_secs_f64()));
    }
    json!({ "listened_at": heard.began_at.div_euclid(1_000), "track_metadata": track })
}

/// ListenBrainz's words for a track.
fn metadata(track: &Track, player: &str, source: &str) -> Map<String, Value> {
    let mut info = Map::new();
    let mut put = |name: &str, value: Value| info.insert(name.to_owned(), value);
    put("submission_client", json!(source));
    if !player.is_empty() {
        put("media_player", json!(player));
    }
    if let Some(ms) = track.duration_ms.filter(|ms| *ms > 0) {
        put("duration_ms", json!(ms));
    }
    if let Some(number) = track.number {
        put("tracknumber", json!(number));
    }
    if track.artists.len() > 1 {
        put("artist_names", json!(track.artists));
    }
    if !track.album_artists.is_empty() {
        put("release_artist_name", json!(track.album_artists.join(", ")));
    }
    if let Some(address) = &track.address {
        put("origin_url", json!(address));
    }
    let genres: Vec<&String> =
        track.genres.iter().filter(|genre| genre.chars().count() <= 64).take(50).collect();
    if !genres.is_empty() {
        put("tags", json!(genres));
    }
    let artists = match track.artists.is_empty() {
        true => &track.album_artists,
        false => &track.artists,
    };
    let mut out = Map::new();
    out.insert("artist_name".to_owned(), json!(artists.join(", ")));
    out.insert("track_name".to_owned(), json!(track.title));
    if let Some(album) = track.album.as_deref().filter(|album| !album.trim().is_empty()) {
        out.insert("release_name".to_owned(), json!(album));
    }
    out.insert("additional_info".to_owned(), Value::Object(info));
    out
}
