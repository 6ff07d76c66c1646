//! The endpoint on this device that players submit to, and the programs that may.

use base::error::{Code, Error, Result};
use domain::command::Nothing;
use domain::wire;
use integrations::endpoint::{new_token, token_hash};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::services::setup::{self, EndpointNow};
use crate::services::{Client, Scrobbling as Set, USER};
use crate::system::system;

system! { COMMANDS "scrobbling":
    /// Whether players can submit to this device, and where.
    read status(Nothing) -> Scrobbling, reads &["scrobbling"];
    /// Turns the endpoint on or off, or moves it to another port. Only programs on this device reach it.
    write set(SetScrobbling) -> Scrobbling;
    /// The programs that may submit.
    read clients(Nothing) -> Vec<ScrobblingClient>, reads &["scrobbling"];
    /// Lets a program submit. Its token is shown this once: only a hash of it is kept.
    write add_client(AddClient) -> AddedClient;
    /// Takes a program's token back. What it submitted stays.
    write remove_client(ClientRef) -> ();
    /// Lets pages or extensions of a web origin use a program's token, or no more.
    write allow_origin(AllowOrigin) -> ();
    /// Lets a program in that asks in Last.fm's way and waits; it gets a token of its own.
    write approve(ApproveProgram) -> ();
}

/// Programs that may submit; more than anybody has.
const CLIENTS_MAX: usize = 64;
const NAME_CHARS_MAX: usize = 80;
const ORIGINS_MAX: usize = 16;
const ORIGIN_CHARS_MAX: usize = 200;
/// Ports below are the system's own.
const PORT_MIN: u16 = 1024;

wire! {
    /// How the endpoint stands.
    pub(crate) struct Scrobbling {
        /// Whether it was turned on.
        pub(crate) on: bool,
        /// Whether it listens now: it does while the vault is open in the window or `everkept serve`.
        pub(crate) listening: bool,
        /// Its port.
        pub(crate) port: u16,
        /// The address that programs are told; what they add to it is `/1/submit-listens` or `/2.0/`.
        pub(crate) address: String,
        /// The name that programs are told.
        pub(crate) user: String,
        /// Why it does not listen.
        pub(crate) problem: Option<String>,
        /// Programs that asked in Last.fm's way and wait for the person.
        pub(crate) waiting: Vec<WaitingProgram>,
    }

    /// A program that waits to be let in.
    pub(crate) struct WaitingProgram {
        /// What to approve.
        pub(crate) token: String,
        /// The program's own key, as far as it says who it is.
        pub(crate) api_key: String,
        /// When it asked, RFC 3339.
        pub(crate) asked: String,
    }

    /// Changes to the endpoint; what is left out stays.
    #[ts(optional_fields)]
    pub(crate) struct SetScrobbling {
        /// Whether it listens.
        #[serde(default)]
        pub(crate) on: Option<bool>,
        /// Its port, 1024 to 65535.
        #[serde(default)]
        pub(crate) port: Option<u16>,
    }

    /// A program that may submit.
    pub(crate) struct ScrobblingClient {
        /// What the person calls it.
        pub(crate) name: String,
        /// When it was let in, RFC 3339.
        pub(crate) added: String,
        /// Web origins that may use its token.
        pub(crate) origins: Vec<String>,
        /// Web origins that used it and were refused since Everkept began.
        pub(crate) refused: Vec<String>,
        /// Whether what it sends in Last.fm's way must be signed.
        pub(crate) signs: bool,
    }

    /// Names a program.
    pub(crate) struct ClientRef {
        /// What the person calls it.
        pub(crate) name: String,
    }

    /// A web origin of a program.
    pub(crate) struct AllowOrigin {
        /// The program.
        pub(crate) name: String,
        /// `chrome-extension://...`, `https://example.org`.
        pub(crate) origin: String,
        /// Whether it may.
        pub(crate) allowed: bool,
    }

    /// Lets a waiting program in.
    pub(crate) struct ApproveProgram {
        /// What it waits with, of `scrobbling.status`.
        pub(crate) token: String,
        /// What to call it.
        pub(crate) name: String,
    }
}

/// A program to let in.
// Without `Debug`: it may hold a secret.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct AddClient {
    /// What to call it; no other has the name.
    name: String,
    /// The shared secret that it signs with in Last.fm's way, where it asks for one.
    #[serde(default)]
    lastfm_secret: Option<String>,
}

/// A program that was let in.
// Without `Debug`: it holds a token.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct AddedClient {
    /// What it is called.
    name: String,
    /// What to paste into it. It is not shown again.
    token: String,
}

fn status(app: &App, _: Nothing) -> Result<Scrobbling> {
    let EndpointNow { set, listening, problem, waiting } = setup::endpoint(app)?;
    let at = |second: i64| Timestamp::from_second(second).unwrap_or_default().to_string();
    let waiting = waiting.into_iter().map(|program| WaitingProgram {
        token: program.token,
        api_key: program.api_key,
        asked: at(program.asked_at),
    });
    Ok(Scrobbling {
        on: set.on,
        listening,
        port: set.port,
        address: format!("http://127.0.0.1:{}", set.port),
        user: USER.to_owned(),
        problem,
        waiting: waiting.collect(),
    })
}

fn set(app: &App, request: SetScrobbling) -> Result<Scrobbling> {
    if request.port.is_some_and(|port| port < PORT_MIN) {
        let words = format!("a port is a number from {PORT_MIN} to {}", u16::MAX);
        return Err(Error::invalid("port", words));
    }
    setup::set_endpoint(app, request.on, request.port)?;
    status(app, Nothing {})
}

fn clients(app: &App, _: Nothing) -> Result<Vec<ScrobblingClient>> {
    let set = setup::endpoint(app)?.set;
    let shown = |client: Client| ScrobblingClient {
        refused: setup::refused(app, &client.name),
        added: Timestamp::from_millisecond(client.added_ms).unwrap_or_default().to_string(),
        signs: client.lastfm_secret.is_some(),
        name: client.name,
        origins: client.origins,
    };
    Ok(set.clients.into_iter().map(shown).collect())
}

/// Keeps a new client with a new token; answers both.
fn admit(app: &App, name: &str, lastfm_secret: Option<String>) -> Result<AddedClient> {
    let name = name.trim().to_owned();
    if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
        return Err(Error::invalid("name", "the name is empty or too long"));
    }
    let token = new_token(&*app.config.env);
    let client = Client {
        name: name.clone(),
        hash: token_hash(&token),
        added_ms: app.config.env.now().as_millisecond(),
        origins: Vec::new(),
        lastfm_secret: lastfm_secret.filter(|secret| !secret.is_empty()),
        latest_import: 0,
    };
    setup::edit_scrobbling(app, move |set: &mut Set| {
        if set.clients.iter().any(|known| known.name == client.name) {
            let words = format!("another program is called {:?}", client.name);
            return Err(Error::new(Code::Conflict, words).at("name"));
        }
        if CLIENTS_MAX <= set.clients.len() {
            return Err(Error::new(Code::Conflict, format!("at most {CLIENTS_MAX} programs")));
        }
        set.clients.push(client);
        Ok(())
    })?;
    Ok(AddedClient { name, token })
}

fn add_client(app: &App, request: AddClient) -> Result<AddedClient> {
    admit(app, &request.name, request.lastfm_secret)
}

fn remove_client(app: &App, request: ClientRef) -> Result<()> {
    let name = request.name.clone();
    setup::edit_scrobbling(app, move |set| {
        set.client(&name)?;
        set.clients.retain(|client| client.name != name);
        Ok(())
    })?;
    setup::forget_refused(app, &request.name, None);
    Ok(())
}

fn allow_origin(app: &App, request: AllowOrigin) -> Result<()> {
    let AllowOrigin { name, origin, allowed } = request;
    if !is_origin(&origin) {
        let words = "an origin is a scheme and a host, such as https://example.org";
        return Err(Error::invalid("origin", words));
    }
    let (client, its) = (name.clone(), origin.clone());
    setup::edit_scrobbling(app, move |set| {
        let origins = &mut set.client(&client)?.origins;
        origins.retain(|own| *own != its);
        if allowed && ORIGINS_MAX <= origins.len() {
            return Err(Error::new(Code::Conflict, format!("at most {ORIGINS_MAX} origins")));
        }
        origins.extend(allowed.then_some(its));
        Ok(())
    })?;
    setup::forget_refused(app, &name, Some(&origin));
    Ok(())
}

/// Whether a text is what a browser sends as an origin: never `null`, which is everybody.
fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else { return false };
    let is_scheme = matches!(scheme, "http" | "https") || scheme.ends_with("-extension");
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
    is_scheme && text.len() <= ORIGIN_CHARS_MAX && !host.is_empty() && host.chars().all(is_host)
}

fn approve(app: &App, request: ApproveProgram) -> Result<()> {
    let waits = setup::endpoint(app)?.waiting.iter().any(|program| program.token == request.token);
    if !waits {
        return Err(Error::not_found("waiting program", &request.token));
    }
    let added = admit(app, &request.name, None)?;
    setup::approve(app, &request.token, &added.token)
}

#[cfg(test)]
mod tests {
    use super::is_origin;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for origin in ["https://example.org", "http://localhost:3000", "moz-extension://a-1"] {
            assert!(is_origin(origin), "{origin}");
        }
        for other in ["null", "*", "", "https://", "https://a/b", "file://x", "https://a b"] {
            assert!(!is_origin(other), "{other}");
        }
    }
}
