//! The connectors while a vault is open, and the task that runs what is due.

use std::sync::{Arc, Weak};
use std::time::Duration;

use integrations::connectors::overview::{Connector, Power};
use integrations::connectors::{Connectors, Places};
use integrations::http::Limits;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

use super::outside;
use crate::app::{App, Vault};

/// How often it is asked what is due. A machine that slept is a minute late.
const TICK: Duration = Duration::from_secs(60);

/// The connectors of an open vault.
pub(super) struct Fetching {
    pub(super) connectors: Arc<Connectors>,
    /// Something may be due now.
    pub(super) nudge: Arc<Notify>,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

impl Fetching {
    /// Begins; `earlier` are the connectors of an earlier opening, which may still await an answer.
    pub(super) fn start(
        app: &App,
        vault: &Arc<Vault>,
        runtime: &Handle,
        earlier: Option<Fetching>,
    ) -> Fetching {
        let connectors = open(app, vault, runtime);
        let nudge = Arc::new(Notify::new());
        let (stop, stopped) = oneshot::channel();
        runtime.spawn(announce(Weak::clone(&app.me), connectors.changes()));
        let earlier = earlier.and_then(|mut earlier| earlier.task.take());
        let task =
            runtime.spawn(run(Arc::clone(&connectors), Arc::clone(&nudge), stopped, earlier));
        Fetching { connectors, nudge, stop: Some(stop), task: Some(task) }
    }

    /// Whether it was not stopped.
    pub(super) fn runs(&self) -> bool {
        self.stop.is_some()
    }

    /// Ends without waiting: a request that is under way comes to its end, what it brings is not taken
    /// in, and a token that it renews is kept.
    pub(super) fn stop(&mut self) {
        self.connectors.close();
        self.stop = None;
    }
}

/// The connectors as this vault remembers them.
pub(super) fn open(app: &App, vault: &Arc<Vault>, runtime: &Handle) -> Arc<Connectors> {
    let outside = outside::of(app, vault);
    Connectors::open(outside, Places::default(), Limits::default(), runtime.clone())
}

async fn run(
    connectors: Arc<Connectors>,
    nudge: Arc<Notify>,
    mut stopped: oneshot::Receiver<()>,
    earlier: Option<JoinHandle<()>>,
) {
    if let Some(earlier) = earlier {
        // Two runs of one account would spend the same token. It ends within one request's time.
        drop(earlier.await);
    }
    let mut changes = connectors.changes();
    while stopped.try_recv() == Err(oneshot::error::TryRecvError::Empty) {
        // Each says for itself how it went.
        drop(connectors.tick().await);
        tokio::select! {
            _ = &mut stopped => return,
            () = rest(&connectors, &nudge, &mut changes) => {}
        }
    }
}

/// Until something may be due. While nothing is on, nothing is: not even a timer runs.
async fn rest(connectors: &Connectors, nudge: &Notify, changes: &mut watch::Receiver<u64>) {
    let is_on = || connectors.list().iter().any(|one: &Connector| one.state != Power::Off);
    if is_on() {
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            () = nudge.notified() => {}
        }
        return;
    }
    while changes.changed().await.is_ok() {
        if is_on() {
            return;
        }
    }
    // The connectors are gone, and whoever stops this comes.
    std::future::pending().await
}

/// Tells the window what changes, until the connectors are gone.
async fn announce(app: Weak<App>, mut changes: watch::Receiver<u64>) {
    while changes.changed().await.is_ok() {
        let Some(app) = app.upgrade() else { return };
        app.announce("accounts");
    }
}
