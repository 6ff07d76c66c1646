//! What the connectors show of themselves, and what a person sets.

use base::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::state::{Account, Kind};
use crate::breaker::Class;
use crate::http::parse;

/// A remote account and how it is doing. Instants are RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Connector {
    /// `spotify`, `listenbrainz` or `lastfm`.
    pub id: String,
    /// Its name as people know it.
    pub title: String,
    /// Whether it is on.
    pub state: Power,
    /// Whether the browser is awaited.
    pub connecting: bool,
    /// Whether it fetches now.
    pub running: bool,
    /// Whose history, where the service asks for a name.
    pub user: Option<String>,
    /// The person's own client id (Spotify).
    pub client_id: Option<String>,
    /// Another server that speaks the same (ListenBrainz).
    pub address: Option<String>,
    /// Whether a key or token is in the keyring.
    pub has_secret: bool,
    /// When it last began to fetch.
    pub last_run: Option<String>,
    /// When it last fetched all there was.
    pub last_success: Option<String>,
    /// When it fetches next; none when it is off or must be connected again.
    pub next_run: Option<String>,
    /// Rows that it brought in all.
    pub added: u64,
    /// Why it is left alone now.
    pub pause: Option<Paused>,
    /// What last went wrong, in words.
    pub problem: Option<String>,
    /// What the person should know in time.
    pub warnings: Vec<Warning>,
}

/// Whether a connector is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// It sends nothing.
    Off,
    /// It fetches each hour.
    On,
    /// It would, but the service has withdrawn the access: only the person can mend that.
    NeedsReconnect,
}

/// Why nothing is fetched for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Paused {
    /// What led to it.
    pub why: Why,
    /// Until when; none while a single probe is under way, and when only the person can end it.
    pub until: Option<String>,
}

/// What led to a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Too many refusals in a row.
    Auth,
    /// Too often out of reach.
    Network,
    /// Too many answers that nobody understands.
    Unknown,
    /// One run tries whether it works again.
    Probing,
    /// The service asked for patience.
    Asked,
    /// The access was withdrawn.
    Reconnect,
}

impl From<Class> for Why {
    fn from(class: Class) -> Why {
        match class {
            Class::Auth => Why::Auth,
            Class::Network => Why::Network,
            Class::Unknown => Why::Unknown,
        }
    }
}

/// Something to know before it becomes a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// The access ends by itself: connect again before that.
    AccessEnds {
        /// About when.
        at: String,
    },
    /// What this device remembered of it could not be read; it was turned off.
    Forgotten,
}

/// What a person sets. What is missing stays as it is; an empty text takes it away.
#[derive(Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
#[ts(optional_fields)]
pub struct Settings {
    /// The name at ListenBrainz or Last.fm.
    pub user: Option<String>,
    /// The person's own client id at Spotify.
    pub client_id: Option<String>,
    /// Another server that speaks as ListenBrainz does.
    pub address: Option<String>,
    /// The person's own API key (Last.fm) or token (ListenBrainz, only for servers that ask for one).
    pub secret: Option<String>,
}

/// What to do to finish connecting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Connecting {
    /// To be opened in the browser; none when it is connected already.
    pub address: Option<String>,
}

/// What one run brought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Ran {
    /// The slot that it was for: `2026-11-21T10Z`, `by-hand-...`.
    pub slot: String,
    /// Rows that are new.
    pub added: u64,
    /// Rows that were there already.
    pub already_here: u64,
    /// Pages that it fetched.
    pub pages: u32,
    /// Whether there is more, which the next run fetches.
    pub more: bool,
    /// Why it ended before its end, in words.
    pub problem: Option<String>,
}

/// Longest name, client id or address.
const TEXT_MAX: usize = 500;

/// Longest key or token.
const SECRET_MAX: usize = 2000;

impl Settings {
    /// The account that they make, in place of `None` what stays.
    pub(super) fn checked(&self, kind: Kind) -> Result<Account> {
        let text = |field: &str, value: &Option<String>| match value.as_deref().map(str::trim) {
            Some(value) if TEXT_MAX < value.len() || value.chars().any(char::is_control) => {
                Err(Error::invalid(field, "this is too long, or no plain text"))
            }
            value => Ok(value.map(str::to_owned)),
        };
        let client_id = text("client_id", &self.client_id)?;
        if client_id.as_deref().is_some_and(|id| !id.chars().all(|c| c.is_ascii_alphanumeric())) {
            return Err(Error::invalid("client_id", "a client id has letters and digits only"));
        }
        let address = text("address", &self.address)?;
        if let Some(address) = address.as_deref().filter(|address| !address.is_empty()) {
            check_address(address)?;
        }
        let secret = self.secret.as_deref().map(str::trim);
        if secret.is_some_and(|secret| {
            SECRET_MAX < secret.len() || !secret.chars().all(|c| c.is_ascii_graphic())
        }) {
            return Err(Error::invalid("secret", "this is no key or token"));
        }
        if secret.is_some() && kind == Kind::Spotify {
            return Err(Error::invalid("secret", "Spotify needs no secret: leave it there"));
        }
        let has_secret = secret.map(|secret| !secret.is_empty());
        Ok(Account { user: text("user", &self.user)?, client_id, address, has_secret })
    }
}

fn check_address(address: &str) -> Result<()> {
    let wrong = || Error::invalid("address", "the address begins with https:// and names a server");
    let url = parse(address, "").map_err(|_| wrong())?;
    // A token over plain HTTP is for everybody to read, except on this machine.
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let is_fit = url.scheme() == "https" || url.scheme() == "http" && is_here;
    if is_fit && is_plain && url.has_host() { Ok(()) } else { Err(wrong()) }
}
