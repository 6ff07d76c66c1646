//! What the commands of the house ask of what runs beside the vault, and how the person changes it.

use std::future::Future;
use std::sync::{Arc, MutexGuard};

use base::error::{Error, Result};
use integrations::connectors::Connectors;
use integrations::endpoint::backend::WaitingSession;
use serde_json::{Map, Value};
use store::store::Write;
use store::write::Step;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Notify;

use super::fetching::Fetching;
use super::{
    Part, Running, Scrobbling, Watched, end_endpoint, fetching, lock, open_endpoint, wait,
};
use crate::app::App;

/// The connectors, for one command.
pub(crate) struct Accounts {
    pub(crate) connectors: Arc<Connectors>,
    by: By,
}

enum By {
    /// They run beside the vault.
    Face { runtime: Handle, nudge: Arc<Notify> },
    /// They are there for this command alone.
    Itself(Runtime),
}

impl Accounts {
    /// The connectors of the open vault.
    ///
    /// # Errors
    /// `Locked` while it is not.
    pub(crate) fn of(app: &App) -> Result<Accounts> {
        if let Some(runtime) = app.services.runtime() {
            let mut running = lock(&app.services.running);
            // Asked for under the lock: a vault that has closed meanwhile must not be fetched for.
            running.fetch(app, &app.vault()?, runtime);
            if let Some(Fetching { connectors, nudge, .. }) = &running.fetching {
                let by = By::Face { runtime: runtime.clone(), nudge: Arc::clone(nudge) };
                return Ok(Accounts { connectors: Arc::clone(connectors), by });
            }
        }
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| Error::internal("asking the accounts", source))?;
        let connectors = fetching::open(app, &app.vault()?, runtime.handle());
        Ok(Accounts { connectors, by: By::Itself(runtime) })
    }

    /// Whether there is somebody to wait for a browser when the command has ended.
    pub(crate) fn outlive_the_command(&self) -> bool {
        matches!(self.by, By::Face { .. })
    }

    /// Runs what asks a service, and waits for it.
    ///
    /// # Errors
    /// The work's own.
    pub(crate) fn run<T, Work>(&self, work: impl FnOnce(Arc<Connectors>) -> Work) -> Result<T>
    where
        T: Send + 'static,
        Work: Future<Output = Result<T>> + Send + 'static,
    {
        let work = work(Arc::clone(&self.connectors));
        match &self.by {
            By::Face { runtime, .. } => wait(runtime, work)?,
            By::Itself(runtime) => runtime.block_on(work),
        }
    }

    /// What is due now is not left for the next minute.
    pub(crate) fn nudge(&self) {
        if let By::Face { nudge, .. } = &self.by {
            nudge.notify_one();
        }
    }
}

/// How the endpoint stands.
pub(crate) struct EndpointNow {
    pub(crate) set: Scrobbling,
    pub(crate) listening: bool,
    pub(crate) problem: Option<String>,
    pub(crate) waiting: Vec<WaitingSession>,
}

/// How the endpoint stands.
///
/// # Errors
/// `Locked` while the vault is.
pub(crate) fn endpoint(app: &App) -> Result<EndpointNow> {
    let set = app.vault()?.store.read(Scrobbling::read)?;
    let running = lock(&app.services.running);
    let (listening, waiting) = match &running.endpoint {
        Part::Runs(endpoint) => (true, endpoint.waiting_sessions()),
        Part::Off | Part::Failed(_) => (false, Vec::new()),
    };
    Ok(EndpointNow { set, listening, problem: running.endpoint.problem(), waiting })
}

/// Turns the endpoint on or off, or moves it to another port. What does not start is not kept.
///
/// # Errors
/// `Conflict` when the port is taken; `Locked` while the vault is.
pub(crate) fn set_endpoint(app: &App, on: Option<bool>, port: Option<u16>) -> Result<()> {
    let mut running = lock(&app.services.running);
    let vault = app.vault()?;
    let mut set = vault.store.read(Scrobbling::read)?;
    set.on = on.unwrap_or(set.on);
    set.port = port.unwrap_or(set.port);
    if let Some(runtime) = app.services.runtime() {
        let here = match &running.endpoint {
            Part::Runs(endpoint) => Some(endpoint.address().port()),
            Part::Off | Part::Failed(_) => None,
        };
        if set.on && here != Some(set.port) {
            let opened = open_endpoint(app, runtime, set.port).map_err(|error| error.at("port"))?;
            let earlier = std::mem::replace(&mut running.endpoint, Part::Runs(opened));
            if let Part::Runs(earlier) = earlier {
                end_endpoint(runtime, earlier);
            }
        }
        if !set.on
            && let Some(endpoint) = running.endpoint.take()
        {
            end_endpoint(runtime, endpoint);
        }
    }
    drop(running);
    let (on, port) = (set.on, set.port);
    edit_scrobbling(app, move |set| {
        (set.on, set.port) = (on, port);
        Ok(())
    })
}

/// Changes what is kept of the endpoint and its clients, in one write.
///
/// # Errors
/// What `edit` answers; `Locked` while the vault is.
pub(crate) fn edit_scrobbling<T: Send + 'static>(
    app: &App,
    edit: impl FnOnce(&mut Scrobbling) -> Result<T> + Send + 'static,
) -> Result<T> {
    let write = Write::new("scrobbling.set").step(Step::None);
    let edited = app.vault()?.store.write(write, move |cx| {
        let mut scrobbling = Scrobbling::read(&cx.read())?;
        let edited = edit(&mut scrobbling)?;
        scrobbling.keep(cx)?;
        Ok(edited)
    })?;
    app.announce("scrobbling");
    Ok(edited)
}

/// Lets a program that waits for the person have a client's token.
///
/// # Errors
/// `NotFound` when none waits with this token.
pub(crate) fn approve(app: &App, waiting: &str, client_token: &str) -> Result<()> {
    match &lock(&app.services.running).endpoint {
        Part::Runs(endpoint) => endpoint.approve_session(waiting, client_token),
        Part::Off | Part::Failed(_) => Err(Error::not_found("waiting program", waiting)),
    }
}

/// Origins from which a client's token was used and refused since the program began.
pub(crate) fn refused(app: &App, client: &str) -> Vec<String> {
    let told = lock(&app.services.told);
    told.refused.get(client).into_iter().flatten().cloned().collect()
}

/// That origin, or with `None` all of that client, are refused no more.
pub(crate) fn forget_refused(app: &App, client: &str, origin: Option<&str>) {
    let mut told = lock(&app.services.told);
    match origin {
        Some(origin) => {
            if let Some(origins) = told.refused.get_mut(client) {
                origins.remove(origin);
            }
        }
        None => drop(told.refused.remove(client)),
    }
}

/// How watching stands.
pub(crate) struct WatchingNow {
    pub(crate) set: Watched,
    pub(crate) following: bool,
    pub(crate) problem: Option<String>,
    /// As ListenBrainz's `track_metadata`.
    pub(crate) playing: Option<Map<String, Value>>,
}

/// How watching stands, and what plays.
///
/// # Errors
/// `Locked` while the vault is.
pub(crate) fn watching(app: &App) -> Result<WatchingNow> {
    let set = app.vault()?.store.read(Watched::read)?;
    let mut running = lock(&app.services.running);
    settle(app, &mut running);
    let following = matches!(running.watching, Part::Runs(_));
    let here = lock(&app.services.told).playing.clone();
    let playing = here.or_else(|| match &running.endpoint {
        Part::Runs(endpoint) => endpoint.playing(),
        Part::Off | Part::Failed(_) => None,
    });
    Ok(WatchingNow { set, following, problem: running.watching.problem(), playing })
}

/// A watcher that ended by itself says why when it is stopped.
fn settle(app: &App, running: &mut MutexGuard<'_, Running>) {
    let has_ended = matches!(&running.watching, Part::Runs(watching) if !watching.is_following());
    if has_ended
        && let (Some(watching), Some(runtime)) = (running.watching.take(), app.services.runtime())
    {
        let why = match wait(runtime, watching.stop()) {
            Ok(Err(error)) | Err(error) => error.to_string(),
            Ok(Ok(())) => "the players' system has ended".to_owned(),
        };
        running.watching = Part::Failed(why);
    }
}

/// Turns watching on or off, or lets browsers in. What does not start is kept, and says why.
///
/// # Errors
/// `Locked` while the vault is.
pub(crate) fn set_watching(app: &App, on: Option<bool>, browsers: Option<bool>) -> Result<()> {
    let mut running = lock(&app.services.running);
    let vault = app.vault()?;
    let write = Write::new("playing.set").step(Step::None);
    let set = vault.store.write(write, move |cx| {
        let mut set = Watched::read(&cx.read())?;
        set.on = on.unwrap_or(set.on);
        set.browsers = browsers.unwrap_or(set.browsers);
        set.keep(cx)?;
        Ok(set)
    })?;
    if let Some(runtime) = app.services.runtime() {
        running.watch(app, runtime, &set);
    }
    drop(running);
    app.announce("playing");
    Ok(())
}
