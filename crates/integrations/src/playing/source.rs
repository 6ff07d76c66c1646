//! What a system can tell of its players.

use base::error::Result;
use futures::future::BoxFuture;
use tokio::sync::mpsc;

/// Tells what the players of a system do.
pub trait Source: Send + 'static {
    /// Under which name its listens are submitted: `mpris`.
    fn name(&self) -> &'static str;

    /// Tells every change, beginning with what plays already, until the receiver is gone. Runs in a
    /// Tokio runtime.
    ///
    /// # Errors
    /// `Unsupported` when the system tells nothing here (no session bus); `Internal` when it stops.
    fn follow(self: Box<Self>, tell: mpsc::Sender<Change>) -> BoxFuture<'static, Result<()>>;
}

/// Something that a player did.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which player, for as long as it runs.
    pub player: String,
    /// What the player is called.
    pub title: String,
    /// What it did.
    pub event: Event,
}

/// What a player tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// What it does now, whole.
    State {
        /// Whether it plays.
        status: Status,
        /// What it plays, if it says.
        track: Option<Track>,
        /// How much faster than in real time.
        rate: f64,
    },
    /// It jumped to a place in the track, milliseconds from its beginning.
    Seeked(u64),
    /// Where in the track it is, milliseconds. Asked for now and then: a track that is repeated
    /// tells nothing else.
    Position(u64),
    /// It has ended.
    Gone,
}

/// Whether a player plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It sounds.
    Playing,
    /// It stands, and may go on.
    Paused,
    /// The track is over.
    Stopped,
}

/// What is played.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Track {
    /// The player's own name for this place in its list.
    pub id: Option<String>,
    /// The title; empty when it has none.
    pub title: String,
    /// Artists in their order.
    pub artists: Vec<String>,
    /// The album.
    pub album: Option<String>,
    /// The album's artists.
    pub album_artists: Vec<String>,
    /// How long it is, milliseconds. `None` for streams.
    pub duration_ms: Option<u64>,
    /// Its number on the album.
    pub number: Option<u32>,
    /// Genres.
    pub genres: Vec<String>,
    /// Its address in the world; never a path on this device.
    pub address: Option<String>,
}

impl Track {
    /// Whether this still is that track, possibly told in more detail.
    pub fn is_same(&self, other: &Track) -> bool {
        let ids_agree = match (&self.id, &other.id) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (Some(_), None) | (None, Some(_)) | (None, None) => true,
        };
        // A stream keeps its id while its title goes on to the next song.
        let agree = |mine: &[String], theirs: &[String]| {
            mine == theirs || mine.is_empty() || theirs.is_empty()
        };
        ids_agree && self.title == other.title && agree(&self.artists, &other.artists)
    }
}
