//! Music and Spotify on macOS, asked by a script now and then.
//!
//! The system has no public way to tell what any player plays. These two answer scripts, once the
//! person allowed it. They are never started by asking.
//!
//! Compiled for tests everywhere; it was not run on macOS.

use std::collections::HashMap;
use std::time::Duration;

use base::error::{Code, Error, Result};
use futures::future::BoxFuture;
use serde::Deserialize;
use tokio::process::Command;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use super::is_ignored;
use super::source::{Change, Event, Source, Status, Track};

/// How often the players are asked. A script costs some milliseconds.
const ASKING: Duration = Duration::from_secs(5);
/// How long a script may take; a dialog of the system may hold it.
const ANSWERING: Duration = Duration::from_secs(30);

/// Answers `[{player, status, position_s, track?}]`. Music gives lengths in seconds, Spotify in
/// milliseconds.
const SCRIPT: &str = r#"
JSON.stringify(["Music", "Spotify"].flatMap((name) => {
    try {
        const app = Application(name);
        if (!app.running()) return [];
        const status = app.playerState();
        if (status === "stopped") return [{ player: name, status }];
        const track = app.currentTrack;
        const spotify = name === "Spotify";
        return [{
            player: name,
            status,
            position_s: app.playerPosition(),
            track: {
                id: String(spotify ? track.id() : track.databaseID()),
                title: track.name(),
                artist: track.artist(),
                album: track.album(),
                album_artist: track.albumArtist(),
                length_ms: spotify ? track.duration() : track.duration() * 1000,
                number: track.trackNumber(),
                genre: spotify ? "" : track.genre(),
                address: spotify ? track.spotifyUrl() : "",
            },
        }];
    } catch (error) {
        return [];
    }
}))
"#;

/// The players that answer scripts.
pub(super) struct Scripted {
    ignored: Vec<String>,
}

impl Scripted {
    pub(super) fn new(ignored: &[String]) -> Scripted {
        Scripted { ignored: ignored.to_vec() }
    }
}

impl Source for Scripted {
    fn name(&self) -> &'static str {
        "macos"
    }

    fn follow(self: Box<Self>, tell: mpsc::Sender<Change>) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let mut seen = Seen::default();
            let mut asking = tokio::time::interval(ASKING);
            asking.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = asking.tick() => {}
                    () = tell.closed() => return Ok(()),
                }
                let mut players = ask().await?;
                players.retain(|player| !is_ignored(&player.player, &self.ignored));
                for change in seen.changes(players) {
                    // A receiver that is gone ends the loop above.
                    let _ = tell.send(change).await;
                }
            }
        })
    }
}

async fn ask() -> Result<Vec<Told>> {
    let running = Command::new("osascript")
        .args(["-l", "JavaScript", "-e", SCRIPT])
        .kill_on_drop(true)
        .output();
    let attempted = "asking Music and Spotify what they play";
    let output = match tokio::time::timeout(ANSWERING, running).await {
        Ok(Ok(output)) => output,
        Ok(Err(source)) => return Err(Error::new(Code::Unsupported, attempted).because(source)),
        // A question of the system stands open; the next script tries again.
        Err(_) => return Ok(Vec::new()),
    };
    Ok(serde_json::from_slice(&output.stdout).unwrap_or_default())
}

/// What the script tells of a player.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Told {
    player: String,
    status: String,
    #[serde(default)]
    position_s: f64,
    #[serde(default)]
    track: Option<ToldTrack>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct ToldTrack {
    id: String,
    title: String,
    artist: String,
    album: String,
    album_artist: String,
    length_ms: f64,
    number: u32,
    genre: String,
    address: String,
}

/// What was told before.
#[derive(Default)]
struct Seen {
    players: HashMap<String, (Status, Option<Track>)>,
}

impl Seen {
    fn changes(&mut self, told: Vec<Told>) -> Vec<Change> {
        let mut changes = Vec::new();
        let gone: Vec<String> = self
            .players
            .keys()
            .filter(|name| !told.iter().any(|told| told.player == **name))
            .cloned()
            .collect();
        for name in gone {
            self.players.remove(&name);
            changes.push(change(&name, Event::Gone));
        }
        for Told { player, status, position_s, track } in told {
            let status = match status.as_str() {
                "playing" | "fast forwarding" | "rewinding" => Status::Playing,
                "paused" => Status::Paused,
                _ => Status::Stopped,
            };
            let now = (status, track.map(ToldTrack::into_track));
            if self.players.get(&player) != Some(&now) {
                let track = now.1.clone();
                changes.push(change(&player, Event::State { status, track, rate: 1.0 }));
                self.players.insert(player.clone(), now);
            }
            if status == Status::Playing {
                changes.push(change(&player, Event::Position(ms(position_s * 1_000.0))));
            }
        }
        changes
    }
}

fn change(player: &str, event: Event) -> Change {
    Change { player: player.to_owned(), title: player.to_owned(), event }
}

fn ms(ms: f64) -> u64 {
    // The cast saturates, and nothing is longer than it holds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = ms.max(0.0) as u64;
    whole
}

impl ToldTrack {
    fn into_track(self) -> Track {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Track {
            id: some(self.id),
            title: self.title,
            artists: some(self.artist).into_iter().collect(),
            album: some(self.album),
            album_artists: some(self.album_artist).into_iter().collect(),
            duration_ms: Some(ms(self.length_ms)).filter(|ms| *ms > 0),
            number: Some(self.number).filter(|number| *number > 0),
            genres: some(self.genre).into_iter().collect(),
            address: some(self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_script_tells_becomes_changes_once() {
        let told = r#"[{"player":"Music","status":"playing","position_s":12.5,"track":{"id":"7",
            "title":"Hier encore","artist":"Nadia","album":"Le soir","album_artist":"",
            "length_ms":180500.0,"number":3,"genre":"Chanson","address":""}}]"#;
        let told: Vec<Told> = serde_json::from_str(told).expect("the script's form");
        let mut seen = Seen::default();
        let first = seen.changes(told.clone());
        let Event::State { status: Status::Playing, track: Some(track), .. } = &first[0].event
        else {
            panic!("the state comes first: {first:?}");
        };
        assert_eq!(track.duration_ms, Some(180_500));
        assert_eq!(track.artists, ["Nadia"]);
        assert_eq!(first[1].event, Event::Position(12_500));
        assert_eq!(seen.changes(told).len(), 1, "only the place is told again");
        assert_eq!(seen.changes(Vec::new())[0].event, Event::Gone);
        let stopped = r#"[{"player":"Spotify","status":"stopped"}]"#;
        let stopped: Vec<Told> = serde_json::from_str(stopped).expect("the script's form");
        let changes = seen.changes(stopped);
        let nothing = Event::State { status: Status::Stopped, track: None, rate: 1.0 };
        assert_eq!(changes[0].event, nothing);
    }
}
