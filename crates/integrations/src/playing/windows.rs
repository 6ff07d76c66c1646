//! The system's media controls on Windows (`GlobalSystemMediaTransportControls`): every player that
//! answers the media keys.
//!
//! They are asked every second on a thread of their own: their events come from threads that nobody
//! stops, and tell nothing but that something changed. Compiled on Windows only; it was not run.

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use ::windows::Media::Control::{
    GlobalSystemMediaTransportControlsSession as Controls,
    GlobalSystemMediaTransportControlsSessionManager as Manager,
    GlobalSystemMediaTransportControlsSessionPlaybackStatus as Playback,
};
use base::error::{Code, Error, Result};
use futures::future::BoxFuture;
use tokio::sync::mpsc;

use super::is_ignored;
use super::source::{Change, Event, Source, Status, Track};

const ASKING: Duration = Duration::from_secs(1);

/// The players that the system controls.
pub(super) struct SystemControls {
    ignored: Vec<String>,
}

impl SystemControls {
    pub(super) fn new(ignored: &[String]) -> SystemControls {
        SystemControls { ignored: ignored.to_vec() }
    }
}

impl Source for SystemControls {
    fn name(&self) -> &'static str {
        "windows"
    }

    fn follow(self: Box<Self>, tell: mpsc::Sender<Change>) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            tokio::task::spawn_blocking(move || follow(&self.ignored, &tell))
                .await
                .unwrap_or_else(|panic| Err(Error::internal("asking the media controls", panic)))
        })
    }
}

fn follow(ignored: &[String], tell: &mpsc::Sender<Change>) -> Result<()> {
    let manager = Manager::RequestAsync().and_then(|asked| asked.join()).map_err(|source| {
        Error::new(Code::Unsupported, "asking Windows for its media controls").because(source)
    })?;
    let mut seen: HashMap<String, Seen> = HashMap::new();
    while !tell.is_closed() {
        let told = players(&manager, ignored)
            .map_err(|source| Error::internal("asking Windows what plays", source))?;
        for change in changes(&mut seen, told) {
            // A receiver that is gone ends the loop.
            let _ = tell.blocking_send(change);
        }
        thread::sleep(ASKING);
    }
    Ok(())
}

/// What a player says.
struct Told {
    status: Status,
    track: Option<Track>,
    rate: f64,
    position_ms: u64,
    /// When it said its position, in Windows's time: an old one tells nothing.
    placed_at: i64,
}

/// What it said before.
struct Seen {
    status: Status,
    track: Option<Track>,
    rate: f64,
    placed_at: i64,
}

fn players(
    manager: &Manager,
    ignored: &[String],
) -> ::windows::core::Result<HashMap<String, Told>> {
    let mut players = HashMap::new();
    for controls in manager.GetSessions()? {
        let name = controls.SourceAppUserModelId()?.to_string();
        if is_ignored(&name, ignored) || players.contains_key(&name) {
            continue;
        }
        // A player that ends while it is asked is not there the next time.
        if let Ok(told) = told(&controls) {
            players.insert(name, told);
        }
    }
    Ok(players)
}

fn told(controls: &Controls) -> ::windows::core::Result<Told> {
    let playback = controls.GetPlaybackInfo()?;
    let status = match playback.PlaybackStatus()? {
        Playback::Playing => Status::Playing,
        Playback::Paused | Playback::Changing => Status::Paused,
        _ => Status::Stopped,
    };
    // Most players give none.
    let rate = playback.PlaybackRate().and_then(|rate| rate.Value()).unwrap_or(1.0);
    let timeline = controls.GetTimelineProperties()?;
    let length_ms = ms(timeline.EndTime()?.Duration - timeline.StartTime()?.Duration);
    let media = controls.TryGetMediaPropertiesAsync()?.join()?;
    let some = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let genres = media.Genres().map(|genres| genres.into_iter().map(|genre| genre.to_string()));
    let track = some(media.Title()?.to_string()).map(|title| Track {
        id: None,
        title,
        artists: media.Artist().ok().and_then(|name| some(name.to_string())).into_iter().collect(),
        album: media.AlbumTitle().ok().and_then(|name| some(name.to_string())),
        album_artists: media
            .AlbumArtist()
            .ok()
            .and_then(|name| some(name.to_string()))
            .into_iter()
            .collect(),
        duration_ms: Some(length_ms).filter(|ms| *ms > 0),
        number: media.TrackNumber().ok().and_then(|number| u32::try_from(number).ok()),
        genres: genres.map(Iterator::collect).unwrap_or_default(),
        address: None,
    });
    let position_ms = ms(timeline.Position()?.Duration);
    let placed_at = timeline.LastUpdatedTime()?.UniversalTime;
    Ok(Told { status, track, rate, position_ms, placed_at })
}

/// Windows counts in steps of 100 ns.
fn ms(steps: i64) -> u64 {
    u64::try_from(steps / 10_000).unwrap_or(0)
}

fn changes(seen: &mut HashMap<String, Seen>, told: HashMap<String, Told>) -> Vec<Change> {
    let mut changes = Vec::new();
    seen.retain(|name, _| {
        let stays = told.contains_key(name);
        if !stays {
            changes.push(change(name, Event::Gone));
        }
        stays
    });
    for (name, Told { status, track, rate, position_ms, placed_at }) in told {
        let before = seen.get(&name);
        let is_known = before.is_some_and(|before| {
            before.status == status && before.track == track && before.rate == rate
        });
        if !is_known {
            let track = track.clone();
            changes.push(change(&name, Event::State { status, track, rate }));
        }
        let is_placed = before.is_none_or(|before| before.placed_at != placed_at);
        if is_placed && status == Status::Playing {
            changes.push(change(&name, Event::Position(position_ms)));
        }
        seen.insert(name, Seen { status, track, rate, placed_at });
    }
    changes
}

fn change(player: &str, event: Event) -> Change {
    Change { player: player.to_owned(), title: player.to_owned(), event }
}
