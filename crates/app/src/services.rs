//! What runs beside an open vault: remote accounts that are fetched, the endpoint that scrobblers submit
//! to, the watcher of what plays here. Each only when the person turned it on.
//!
//! The face gives the runtime (`App::run_beside`); a single command of the command line has none, and
//! then nothing of this runs. When the vault locks, fetching and watching end. The endpoint keeps its
//! address and answers 503, so that players keep what they have and try again: it knows no token then.
//! In safe mode (`starts`) nothing of this runs but the lock.
//! What is deliberately not here: what a listen means, and how a service is asked (`integrations`).

mod alarms;
mod around;
pub(crate) mod backups;
mod fetching;
mod idle;
mod kept;
mod letting_go;
mod listens;
mod meanings;
mod minute;
mod outside;
mod scrobbles;
pub(crate) mod setup;
pub(crate) mod syncing;
mod ticking;
mod troubles;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak, mpsc};
use std::time::Duration;

use base::error::{Code, Error, Result};
use integrations::endpoint::rate::RateLimit;
use integrations::endpoint::{self, Endpoint, Options};
use integrations::playing::watch::{self, Watching};
use integrations::playing::{self, IGNORED};
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::sync::broadcast;

use crate::app::{App, Vault};
use crate::notifications::Ring;
use crate::starts::{Safe, Starts};
use alarms::Alarms;
use around::Around;
use backups::{Backups, Making};
use fetching::Fetching;
pub(crate) use kept::{Agreed, Client, OnNetwork, Scrobbling, Watched};
use meanings::Meanings;
use scrobbles::Scrobbles;
use syncing::{Pairing, Syncing};
use ticking::Ticking;

/// What programs that ask are told as the person's name: it stands in addresses, and is nobody's.
pub(crate) const USER: &str = "everkept";

/// Everything that runs beside the vault.
pub(crate) struct Services {
    runtime: OnceLock<Handle>,
    /// Why nothing runs but the lock, while that is so.
    safe: Mutex<Option<Safe>>,
    /// What rings, as it does.
    rings: broadcast::Sender<Ring>,
    /// Held while parts start and end. What they call back never takes it.
    running: Mutex<Running>,
    told: Mutex<Told>,
    /// The conversation in which a device joins, while there is one.
    pub(crate) pairing: Pairing,
    /// Backups: one at a time, ended when the vault closes.
    pub(crate) backups: Backups,
}

impl Default for Services {
    fn default() -> Services {
        let (rings, _) = broadcast::channel(RINGS_KEPT);
        let (running, told) = (Mutex::default(), Mutex::default());
        let pairing = Pairing::default();
        let backups = Backups::default();
        let (runtime, safe) = (OnceLock::new(), Mutex::default());
        Services { runtime, safe, rings, running, told, pairing, backups }
    }
}

/// What runs now.
#[derive(Default)]
pub(crate) struct Running {
    fetching: Option<Fetching>,
    alarms: Option<Alarms>,
    /// The vault locks by itself; what is kept for a while goes; room on the disk is kept.
    ticking: Vec<Ticking>,
    meanings: Option<Meanings>,
    making: Option<Making>,
    syncing: Part<Syncing>,
    around: Part<Around>,
    endpoint: Part<Endpoint>,
    watching: Part<Watching>,
}

/// A part that runs, or why it does not.
#[derive(Default)]
enum Part<T> {
    #[default]
    Off,
    Runs(T),
    Failed(String),
}

impl<T> Part<T> {
    fn take(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Part::Runs(part) => Some(part),
            Part::Off | Part::Failed(_) => None,
        }
    }

    fn of(started: Result<T>, what: &'static str) -> Part<T> {
        started.map_or_else(
            |error| {
                tracing::warn!(what, code = ?error.code(), "it does not run");
                Part::Failed(error.to_string())
            },
            Part::Runs,
        )
    }

    fn problem(&self) -> Option<String> {
        match self {
            Part::Failed(words) => Some(words.clone()),
            Part::Off | Part::Runs(_) => None,
        }
    }
}

/// What the parts said of themselves; never on the disk.
#[derive(Default)]
struct Told {
    /// What a player on this device plays, as ListenBrainz's `track_metadata`.
    playing: Option<Map<String, Value>>,
    /// Web origins that were refused, by client.
    refused: BTreeMap<String, BTreeSet<String>>,
}

/// Rings that a slow listener may fall behind.
const RINGS_KEPT: usize = 16;

/// How long players are given to be found.
const SETTLING: Duration = Duration::from_secs(2);

/// Refused origins of one client that are remembered.
const REFUSED_MAX: usize = 8;

/// The vault is being closed: nothing starts until this is dropped.
pub(crate) struct Closing<'a>(#[expect(dead_code, reason = "held")] MutexGuard<'a, Running>);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs work on the runtime and waits for it on this thread.
fn wait<T: Send + 'static>(
    runtime: &Handle,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T> {
    let (tell, told) = mpsc::sync_channel(1);
    runtime.spawn(async move { drop(tell.send(work.await)) });
    told.recv().map_err(|_| Error::new(Code::Internal, "the program is about to end"))
}

impl App {
    /// Lets what the person turned on run beside the vault on this runtime, whenever it is open. Once
    /// in the life of an `App`; the runtime lives until [`App::close`] has returned.
    pub fn run_beside(&self, runtime: Handle) {
        // A second runtime would be a mistake of the face; the first one stays.
        if self.services.runtime.set(runtime).is_ok() {
            let now_ms = self.config.env.now().as_millisecond();
            if Starts::read(self.dir()).begin(now_ms) {
                lock(&self.services.safe).get_or_insert(Safe::Crashes);
                tracing::warn!("it ended three times without meaning to: safe mode");
            }
            self.services.vault_opened(self);
        }
    }

    /// Lets nothing run beside the vault but what locks it; to be said before [`App::run_beside`].
    pub fn start_safely(&self) {
        *lock(&self.services.safe) = Some(Safe::Asked);
    }

    /// Why nothing runs beside the vault, while that is so.
    pub(crate) fn safe(&self) -> Option<Safe> {
        *lock(&self.services.safe)
    }

    /// Ends safe mode: what the person turned on runs again, and the falls before count no more.
    pub(crate) fn start_normally(&self) {
        if lock(&self.services.safe).take().is_some() {
            Starts::read(self.dir()).forgive();
            self.services.vault_opened(self);
            self.announce("vault");
        }
    }

    /// Ends what runs beside the vault, then closes it. Blocks until listens that wait are kept.
    pub fn close(&self) {
        if let Some(runtime) = self.services.runtime.get()
            && let Some(endpoint) = lock(&self.services.running).endpoint.take()
        {
            end_endpoint(runtime, endpoint);
        }
        self.lock();
        if self.services.runtime.get().is_some() {
            Starts::read(self.dir()).end();
        }
    }
}

impl Services {
    /// The face's runtime, where there is one. In safe mode there is none for what the person turned on.
    fn runtime(&self) -> Option<&Handle> {
        self.runtime.get().filter(|_| lock(&self.safe).is_none())
    }

    /// Starts what is on. That something does not start is said by its status and is no reason to keep
    /// the vault closed.
    pub(crate) fn vault_opened(&self, app: &App) {
        self.backups.begin();
        let Some(runtime) = self.runtime.get() else { return };
        let mut running = lock(&self.running);
        let Ok(vault) = app.vault() else { return };
        if app.safe().is_some() {
            running.ticking = vec![idle::start(app, runtime)];
            return;
        }
        running.fetch(app, &vault, runtime);
        running.alarms = Some(Alarms::start(app, runtime));
        running.ticking =
            [idle::start, letting_go::start, minute::start].map(|start| start(app, runtime)).into();
        running.meanings = Some(Meanings::start(app, runtime));
        running.making = Some(Making::start(app, runtime));
        running.sync(app, &vault, runtime);
        let scrobbling = vault.store.read(Scrobbling::read);
        match scrobbling {
            Ok(scrobbling) => running.listen(app, runtime, &scrobbling),
            Err(error) => running.endpoint = Part::Failed(error.to_string()),
        }
        match vault.store.read(Watched::read) {
            Ok(watched) => running.watch(app, runtime, &watched),
            Err(error) => running.watching = Part::Failed(error.to_string()),
        }
    }

    /// Ends what needs the vault, while it still can hand over what it has.
    pub(crate) fn vault_closes(&self, app: &App) -> Closing<'_> {
        let mut running = lock(&self.running);
        if let Some(fetching) = &mut running.fetching {
            fetching.stop();
        }
        running.alarms = None;
        running.ticking.clear();
        running.meanings = None;
        running.making = None;
        self.backups.end();
        running.around = Part::Off;
        running.syncing = Part::Off;
        if let (Some(watching), Some(runtime)) = (running.watching.take(), self.runtime()) {
            end_watching(runtime, watching);
        }
        self.now_plays(app, None);
        Closing(running)
    }

    /// A player on this device begins or ends a track.
    fn now_plays(&self, app: &App, track: Option<&Map<String, Value>>) {
        let changed = {
            let mut told = lock(&self.told);
            let changed = told.playing.as_ref() != track;
            told.playing = track.cloned();
            changed
        };
        if changed {
            app.announce("playing");
        }
    }

    /// A client used its token from a page that it may not be used from.
    fn was_refused(&self, app: &App, client: &str, origin: &str) {
        let is_new = {
            let mut told = lock(&self.told);
            let origins = told.refused.entry(client.to_owned()).or_default();
            origins.len() < REFUSED_MAX && origins.insert(origin.chars().take(200).collect())
        };
        if is_new {
            app.announce("scrobbling");
        }
    }
}

impl Running {
    fn fetch(&mut self, app: &App, vault: &Arc<Vault>, runtime: &Handle) {
        let still = self.fetching.as_ref().is_some_and(Fetching::runs);
        if !still {
            let earlier = self.fetching.take();
            self.fetching = Some(Fetching::start(app, vault, runtime, earlier));
        }
    }

    /// Brings the endpoint to what is set. What listens at that port already stays as it is.
    fn listen(&mut self, app: &App, runtime: &Handle, set: &Scrobbling) {
        let here = match &self.endpoint {
            Part::Runs(endpoint) => Some(endpoint.address().port()),
            Part::Off | Part::Failed(_) => None,
        };
        if set.on && here == Some(set.port) {
            return;
        }
        if let Some(endpoint) = self.endpoint.take() {
            end_endpoint(runtime, endpoint);
        }
        if set.on {
            self.endpoint = Part::of(open_endpoint(app, runtime, set.port), "the endpoint");
        }
    }

    /// Brings sync to what is set.
    fn sync(&mut self, app: &App, vault: &Arc<Vault>, runtime: &Handle) {
        self.around = Part::Off;
        self.syncing = match vault.store.read(sync_client::kept::is_on) {
            Ok(false) => Part::Off,
            Ok(true) => Part::of(Syncing::start(app, vault, runtime), "sync"),
            Err(error) => Part::Failed(error.to_string()),
        };
        self.go_around(app, vault, runtime);
    }

    fn watch(&mut self, app: &App, runtime: &Handle, set: &Watched) {
        if let Some(watching) = self.watching.take() {
            end_watching(runtime, watching);
            app.services.now_plays(app, None);
        }
        if set.on {
            self.watching = Part::of(follow(app, runtime, set), "the watcher");
            // A system that tells nothing says so in a moment: whoever looks, looks again.
            let app = Weak::clone(&app.me);
            runtime.spawn(async move {
                tokio::time::sleep(SETTLING).await;
                if let Some(app) = app.upgrade() {
                    app.announce("playing");
                }
            });
        }
    }
}

fn open_endpoint(app: &App, runtime: &Handle, port: u16) -> Result<Endpoint> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let options = Options { address, user: USER.to_owned(), rate: RateLimit::default() };
    let backend = Arc::new(Scrobbles { app: app.me.clone() });
    let env = Arc::clone(&app.config.env);
    wait(runtime, endpoint::serve(options, backend, env))?
}

/// What it could not end in time ends by itself.
fn end_endpoint(runtime: &Handle, endpoint: Endpoint) {
    if let Ok(Err(error)) | Err(error) = wait(runtime, endpoint.stop()) {
        tracing::warn!(%error, "the endpoint");
    }
}

fn follow(app: &App, runtime: &Handle, set: &Watched) -> Result<Watching> {
    let ignored: Vec<String> = match set.browsers {
        true => Vec::new(),
        false => IGNORED.iter().map(|name| (*name).to_owned()).collect(),
    };
    let source = playing::here(&ignored).ok_or_else(|| {
        Error::new(Code::Unsupported, "this system does not tell what its players play")
    })?;
    let recorder = Arc::new(Scrobbles { app: app.me.clone() });
    let _entered = runtime.enter();
    Ok(watch::watch(source, recorder, Arc::clone(&app.config.env), watch::steady()))
}

fn end_watching(runtime: &Handle, watching: Watching) {
    if let Ok(Err(error)) | Err(error) = wait(runtime, watching.stop()) {
        tracing::info!(%error, "watching what plays");
    }
}
