//! What the endpoint needs from the program: who may submit, and where listens go.

use base::error::Result;
use serde_json::{Map, Value};

/// A program that was given a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Client {
    /// What the person calls it. Submissions of it are handed over under this name.
    pub name: String,
    /// Web origins whose pages and extensions may use this client's token
    /// (`chrome-extension://...`, `https://example.org`). Programs send no origin.
    pub allowed_origins: Vec<String>,
    /// The shared secret that it signs Last.fm calls with. Without one its signatures are not
    /// checked: a program that brings its own secret does not tell it to anybody.
    pub lastfm_secret: Option<String>,
}

/// Where what was heard is kept. Called on threads that may block.
pub trait Recorder: Send + Sync + 'static {
    /// Takes in a `submit-listens` body, as JSON bytes of listens that were all checked. `client` is
    /// the name of who submits. Answering means that they are on the disk; what is there already is
    /// no error.
    ///
    /// # Errors
    /// `Locked` while the vault is; `Internal` when the disk fails. The listens are not kept then,
    /// and whoever submitted them is told to try again.
    fn submit(&self, client: &str, bytes: Vec<u8>) -> Result<()>;

    /// What a client plays now, as ListenBrainz's `track_metadata`; `None` when it has stopped. To be
    /// shown, never to be kept.
    fn now_playing(&self, client: &str, track: Option<&Map<String, Value>>);
}

/// What the endpoint asks of the program. Called on threads that may block.
pub trait Backend: Recorder {
    /// The client that was given this token. Implementations keep [`super::token_hash`] of it only.
    ///
    /// # Errors
    /// When the clients cannot be read: the caller is told to try again.
    fn client(&self, token: &str) -> Result<Option<Client>>;

    /// Whether any client has this origin among its own. A browser asks before it shows the token.
    ///
    /// # Errors
    /// When the clients cannot be read.
    fn allows_origin(&self, origin: &str) -> Result<bool>;

    /// A client used its token from an origin that it does not have, and was refused. The person may
    /// be asked whether it should have it.
    fn refused_origin(&self, client: &str, origin: &str);

    /// Listens of the person, newest first, at most `range.count`.
    ///
    /// # Errors
    /// When they cannot be read.
    fn listens(&self, range: ListenRange) -> Result<ListenPage>;

    /// How many listens there are.
    ///
    /// # Errors
    /// When they cannot be counted.
    fn count(&self) -> Result<u64>;

    /// How far a client said that it has imported, Unix seconds; 0 in the beginning.
    ///
    /// # Errors
    /// When it cannot be read.
    fn latest_import(&self, client: &str) -> Result<i64>;

    /// Keeps how far a client has imported. Called only with later instants.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn set_latest_import(&self, client: &str, at: i64) -> Result<()>;
}

/// Which listens are asked for. Both bounds are exclusive, Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenRange {
    /// Only later ones. With only this bound, those nearest to it are asked for, newest first still.
    pub after: Option<i64>,
    /// Only earlier ones.
    pub before: Option<i64>,
    /// At most so many; up to 1,000.
    pub count: usize,
}

/// Listens, and the instants of the person's first and last one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListenPage {
    /// Newest first.
    pub listens: Vec<Listen>,
    /// When the newest of all was begun, Unix seconds; 0 when there are none.
    pub latest_at: i64,
    /// When the oldest of all was begun, Unix seconds; 0 when there are none.
    pub oldest_at: i64,
}

/// One listen, in ListenBrainz's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Listen {
    /// When it was begun, Unix seconds.
    pub listened_at: i64,
    /// `artist_name`, `track_name`, and if known `release_name` and `additional_info`.
    pub track_metadata: Map<String, Value>,
}

/// A program that asked for a Last.fm session and waits for the person to approve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingSession {
    /// What the person approves.
    pub token: String,
    /// The program's own key, as far as it says who it is.
    pub api_key: String,
    /// When it asked, Unix seconds.
    pub asked_at: i64,
}
