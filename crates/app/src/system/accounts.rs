//! Remote accounts: what they ask for, whether they are on, and why one is left alone.

mod terms;

use base::error::{Code, Error, Result};
use domain::command::Nothing;
use domain::wire;
use integrations::connectors::overview::{Connecting, Connector, Power, Ran, Settings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::store::Write;
use store::write::Step;
use ts_rs::TS;

use crate::app::App;
use crate::services::Agreed;
use crate::services::setup::Accounts;
use crate::system::system;
use terms::Terms;

system! { COMMANDS "accounts":
    /// Every remote account that can be fetched, and how it is doing.
    read list(Nothing) -> Vec<Connector>, reads &["accounts"];
    /// What an account is asked for and under which terms; to be read before it is connected.
    read terms(RemoteAccountRef) -> Terms;
    /// Sets whose history is fetched and from where; what is left out stays, an empty text takes it away.
    write set(SetAccount) -> Connector;
    /// Turns an account on. Spotify's answers an address for the browser, and is on when the person has
    /// said yes there.
    write connect(ConnectAccount) -> Connecting;
    /// Turns an account off and forgets its tokens and keys. What was fetched stays.
    write disconnect(RemoteAccountRef) -> ();
    /// Fetches now, whatever the hour.
    write run_now(RemoteAccountRef) -> Ran;
    /// Tries at once what is left alone after failures.
    write retry_now(RemoteAccountRef) -> ();
    /// Fetches all of the history again from the next run on; nothing comes twice.
    write fetch_all(RemoteAccountRef) -> ();
}

wire! {
    /// Names an account.
    pub(crate) struct RemoteAccountRef {
        /// `spotify`, `listenbrainz` or `lastfm`.
        pub(crate) id: String,
    }

    /// Turns an account on.
    pub(crate) struct ConnectAccount {
        /// `spotify`, `listenbrainz` or `lastfm`.
        pub(crate) id: String,
        /// The version of its terms that the person has read, as `accounts.terms` says it.
        pub(crate) agreed: String,
    }
}

/// What is set of an account.
// Without `Debug`: it may hold a key.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct SetAccount {
    /// `spotify`, `listenbrainz` or `lastfm`.
    id: String,
    /// The name at ListenBrainz or Last.fm.
    #[serde(default)]
    user: Option<String>,
    /// The person's own client id at Spotify.
    #[serde(default)]
    client_id: Option<String>,
    /// Another server that speaks as ListenBrainz does.
    #[serde(default)]
    address: Option<String>,
    /// The person's own API key (Last.fm) or token (ListenBrainz). It goes into the system's keyring and
    /// is never shown again.
    #[serde(default)]
    secret: Option<String>,
}

fn list(app: &App, _: Nothing) -> Result<Vec<Connector>> {
    Ok(Accounts::of(app)?.connectors.list())
}

fn terms(_: &App, request: RemoteAccountRef) -> Result<Terms> {
    terms::of(&request.id)
}

fn set(app: &App, request: SetAccount) -> Result<Connector> {
    let SetAccount { id, user, client_id, address, secret } = request;
    let accounts = Accounts::of(app)?;
    accounts.connectors.configure(&id, &Settings { user, client_id, address, secret })?;
    told(app);
    one(&accounts, &id)
}

fn connect(app: &App, request: ConnectAccount) -> Result<Connecting> {
    let ConnectAccount { id, agreed } = request;
    if terms::of(&id)?.version != agreed {
        return Err(Error::invalid("agreed", "the terms are to be read first (accounts.terms)"));
    }
    let accounts = Accounts::of(app)?;
    if terms::needs_browser(&id) && !accounts.outlive_the_command() {
        let words = "the browser comes back to a running Everkept: the window, or `everkept serve`";
        return Err(Error::new(Code::Unsupported, words));
    }
    let connecting = accounts.connectors.connect(&id)?;
    let write = Write::new("accounts.connect").step(Step::None);
    app.vault()?.store.write(write, move |cx| Agreed::remember(cx, id, agreed))?;
    accounts.nudge();
    told(app);
    Ok(connecting)
}

fn disconnect(app: &App, request: RemoteAccountRef) -> Result<()> {
    let accounts = Accounts::of(app)?;
    let RemoteAccountRef { id } = request;
    let before = one(&accounts, &id)?;
    let had_secret = before.has_secret || before.client_id.is_some() && before.state != Power::Off;
    let ended = accounts.run(|connectors| async move { connectors.disconnect(&id).await });
    told(app);
    match ended {
        // It is off all the same, and where there is no keyring nothing was kept in one.
        Err(error) if error.code() == Code::Unsupported && !had_secret => Ok(()),
        ended => ended,
    }
}

fn run_now(app: &App, request: RemoteAccountRef) -> Result<Ran> {
    let ran =
        Accounts::of(app)?.run(|connectors| async move { connectors.run_now(&request.id).await });
    told(app);
    ran
}

fn retry_now(app: &App, request: RemoteAccountRef) -> Result<()> {
    let accounts = Accounts::of(app)?;
    accounts.connectors.retry_now(&request.id)?;
    accounts.nudge();
    told(app);
    Ok(())
}

fn fetch_all(app: &App, request: RemoteAccountRef) -> Result<()> {
    let accounts = Accounts::of(app)?;
    accounts.connectors.fetch_all(&request.id)?;
    accounts.nudge();
    told(app);
    Ok(())
}

fn one(accounts: &Accounts, id: &str) -> Result<Connector> {
    let found = accounts.connectors.list().into_iter().find(|account| account.id == id);
    found.ok_or_else(|| Error::not_found("account", id))
}

fn told(app: &App) {
    app.announce("accounts");
}
