//! The connectors as the program holds them: what is on, what runs, and why something does not.
//!
//! `tick` is called every minute and after the machine wakes; everything else is called for the person.
//! State is in memory and written through; nothing is sent unless a connector is on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base::error::{Code, Error, Result};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::breaker::Pause;
use crate::http::{Http, Limits};
use crate::outside::{Memory, Outside, blocking};
use crate::schedule::Slot;
use crate::spotify::session::Session;

mod connect;
pub mod overview;
mod run;
mod state;

use overview::{Connector, Ran, Settings};
use state::{Kind, State};

/// Where the services are.
#[derive(Debug, Clone)]
pub struct Places {
    /// Spotify's accounts, without a slash at the end.
    pub spotify_accounts: String,
    /// Spotify's API with its version.
    pub spotify_api: String,
    /// ListenBrainz; a person may name another server.
    pub listenbrainz: String,
    /// Last.fm's one address.
    pub lastfm: String,
}

impl Default for Places {
    fn default() -> Places {
        Places {
            spotify_accounts: "https://accounts.spotify.com".into(),
            spotify_api: "https://api.spotify.com/v1".into(),
            listenbrainz: "https://api.listenbrainz.org".into(),
            lastfm: "https://ws.audioscrobbler.com/2.0/".into(),
        }
    }
}

/// All connectors of this device.
pub struct Connectors {
    outside: Outside,
    places: Places,
    http: Http,
    runtime: Handle,
    held: [Arc<Held>; Kind::ALL.len()],
    session: Session,
    connecting: Mutex<Option<AbortHandle>>,
    changed: watch::Sender<u64>,
}

/// One connector.
struct Held {
    kind: Kind,
    state: Mutex<State>,
    /// Held while the state is written, so that an older state never overwrites a newer.
    saving: Mutex<()>,
}

impl Held {
    fn keep(&self, memory: &dyn Memory) -> Result<()> {
        let _saving = lock(&self.saving);
        let json = lock(&self.state).to_json()?;
        memory.save(&self.kind.memory_key(), &json)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connectors {
    /// The connectors as they were left. Blocks while it reads the memory; sends nothing.
    pub fn open(
        outside: Outside,
        places: Places,
        limits: Limits,
        runtime: Handle,
    ) -> Arc<Connectors> {
        let held = Kind::ALL.map(|kind| {
            let state = Mutex::new(State::load(&*outside.memory, &*outside.env, kind));
            Arc::new(Held { kind, state, saving: Mutex::default() })
        });
        Arc::new(Connectors {
            outside,
            places,
            http: Http::new(limits),
            runtime,
            held,
            session: Session::default(),
            connecting: Mutex::default(),
            changed: watch::Sender::new(0),
        })
    }

    /// Counts up whenever `list` would answer something else.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Every connector as it stands now.
    pub fn list(&self) -> Vec<Connector> {
        let now_ms = self.outside.now_ms();
        self.held.iter().map(|held| lock(&held.state).overview(held.kind, now_ms)).collect()
    }

    /// Sets whose history is fetched and from where. Whoever changes that begins a new history; a new
    /// client id must be connected anew. Blocks.
    ///
    /// # Errors
    /// `NotFound` for an unknown id, `Invalid` for what cannot be, `Unsupported` when a key is given and
    /// there is no keyring.
    pub fn configure(&self, id: &str, settings: &Settings) -> Result<()> {
        let held = self.held(id)?;
        let checked = settings.checked(held.kind)?;
        if let Some((name, secret)) = held.kind.secret_name().zip(settings.secret.as_deref()) {
            match secret.trim() {
                "" => self.outside.secrets.delete(name)?,
                secret => self.outside.secrets.set(name, secret)?,
            }
        }
        lock(&held.state).configure(held.kind, checked);
        self.keep(held)
    }

    /// Turns a connector off and forgets its tokens and keys. What was fetched stays, and so does the
    /// place up to which it was.
    ///
    /// # Errors
    /// `NotFound` for an unknown id; when the keyring or the memory fails, then it is off all the same.
    pub async fn disconnect(&self, id: &str) -> Result<()> {
        let held = self.held(id)?;
        if held.kind == Kind::Spotify {
            self.stop_connecting();
        }
        lock(&held.state).turn_off();
        let kept = self.keep_beside(held).await;
        match held.kind.secret_name() {
            None => self.session.forget(&self.outside).await?,
            Some(name) => {
                let secrets = self.outside.secrets.clone();
                blocking(move || secrets.delete(name)).await?;
            }
        }
        kept
    }

    /// Fetches now, whatever the hour.
    ///
    /// # Errors
    /// `NotFound` for an unknown id, `Denied` when it is off or must be connected again, `Conflict` when
    /// it runs already or is left alone for now. A run that fails at the service is no error: the reply
    /// says so.
    pub async fn run_now(&self, id: &str) -> Result<Ran> {
        let held = self.held(id)?;
        let now_ms = self.outside.now_ms();
        let slot = Slot::ByHand(now_ms);
        lock(&held.state).begin(held.kind, slot, now_ms)?;
        self.run(held, slot).await
    }

    /// Tries at once what is left alone after failures; the next tick runs it. Blocks.
    ///
    /// # Errors
    /// `NotFound` for an unknown id, `Conflict` when the service asked for patience, `Denied` when it
    /// must be connected again.
    pub fn retry_now(&self, id: &str) -> Result<()> {
        let held = self.held(id)?;
        let pause = lock(&held.state).retry_now(self.outside.now_ms());
        self.keep(held)?;
        pause.map_or(Ok(()), |pause| Err(refused(held.kind, pause)))
    }

    /// Fetches all of the history again from the next run on, for what was added to it far back. Nothing
    /// comes twice: what is here already is not taken in again. Blocks.
    ///
    /// # Errors
    /// `NotFound` for an unknown id; when the memory fails.
    pub fn fetch_all(&self, id: &str) -> Result<()> {
        let held = self.held(id)?;
        lock(&held.state).begin_anew();
        self.keep(held)
    }

    /// Ends what waits for the person: nobody listens for the browser any more. A run that is under way
    /// ends by itself when its next page is not taken in.
    pub fn close(&self) {
        self.stop_connecting();
    }

    /// Runs what is due. Answers what ran, by the connector's id.
    pub async fn tick(&self) -> Vec<(&'static str, Result<Ran>)> {
        let now_ms = self.outside.now_ms();
        let due = self.held.iter().filter_map(|held| {
            let slot = lock(&held.state).begin_due(now_ms)?;
            Some(async move { (held.kind.id(), self.run(held, slot).await) })
        });
        futures::future::join_all(due).await
    }

    fn held(&self, id: &str) -> Result<&Arc<Held>> {
        let found = self.held.iter().find(|held| held.kind.id() == id);
        found.ok_or_else(|| Error::not_found("connector", id))
    }

    /// Writes the state of a connector. Blocks.
    fn keep(&self, held: &Held) -> Result<()> {
        let kept = held.keep(&*self.outside.memory);
        self.tell();
        kept
    }

    async fn keep_beside(&self, held: &Arc<Held>) -> Result<()> {
        let (held, memory) = (held.clone(), self.outside.memory.clone());
        let kept = blocking(move || held.keep(&*memory)).await;
        self.tell();
        kept
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn stop_connecting(&self) {
        if let Some(task) = lock(&self.connecting).take() {
            task.abort();
        }
    }
}

/// Why a connector may not run now, for the person who asked for it.
fn refused(kind: Kind, pause: Pause) -> Error {
    let title = kind.title();
    let until = |ms: i64| jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    match pause {
        Pause::Reconnect => Error::new(Code::Denied, format!("{title} must be connected again")),
        Pause::Probing => Error::new(Code::Conflict, format!("{title} is being tried already")),
        Pause::Asked { until_ms } => Error::new(
            Code::Conflict,
            format!("{title} asked not to be called before {}", until(until_ms)),
        ),
        Pause::Open { until_ms, .. } => Error::new(
            Code::Conflict,
            format!("{title} failed too often and is left alone until {}", until(until_ms)),
        ),
    }
}
