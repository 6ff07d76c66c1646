//! Sync runs while the vault is open and the person turned it on.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use base::error::{Code, Error, Result};
use store::store::Origin;
use sync_client::pairing::Said;
use sync_client::runner::Running;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Part, lock};
use crate::app::{App, Vault};

/// Sync, until it is dropped.
pub(crate) struct Syncing {
    pub(super) running: Arc<Running>,
    /// What is written here wakes it; what it does is told to whoever looks.
    tasks: [JoinHandle<()>; 2],
}

impl Drop for Syncing {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Syncing {
    pub(super) fn start(app: &App, vault: &Arc<Vault>, runtime: &Handle) -> Result<Syncing> {
        let _entered = runtime.enter();
        let running = Arc::new(Running::start(vault, &app.config.env)?);
        let wakes = tokio::spawn(wake(app.subscribe(), Arc::clone(&running)));
        let tells = tokio::spawn(tell(Weak::clone(&app.me), running.status()));
        Ok(Syncing { running, tasks: [wakes, tells] })
    }
}

async fn wake(
    mut changes: tokio::sync::broadcast::Receiver<Arc<store::store::Changed>>,
    running: Arc<Running>,
) {
    use tokio::sync::broadcast::error::RecvError;
    loop {
        match changes.recv().await {
            Ok(changed) if changed.origin == Origin::Sync => {}
            Ok(_) | Err(RecvError::Lagged(_)) => running.changed(),
            Err(RecvError::Closed) => return,
        }
    }
}

async fn tell(
    app: Weak<App>,
    mut status: tokio::sync::watch::Receiver<Option<sync_client::client::Status>>,
) {
    while status.changed().await.is_ok() {
        let Some(app) = app.upgrade() else { return };
        app.announce("sync");
    }
}

/// The conversation in which a device joins: one at a time.
#[derive(Default)]
pub(crate) struct Pairing(Mutex<(u64, Option<Going>)>);

struct Going {
    said: UnboundedSender<Said>,
    /// The conversation ends when this is dropped, whatever it waits for.
    _wanted: oneshot::Sender<()>,
}

/// The end of a conversation that hears the person.
pub(crate) struct Hears {
    /// What is answered.
    pub(crate) said: UnboundedReceiver<Said>,
    /// Resolves when the conversation is not wanted any more.
    pub(crate) ended: oneshot::Receiver<()>,
}

impl Pairing {
    /// A conversation begins, and an earlier one ends by that; answers its number.
    pub(crate) fn begin(&self) -> (u64, Hears) {
        let (said, heard) = unbounded_channel();
        let (wanted, ended) = oneshot::channel();
        let mut slot = self.slot();
        slot.0 += 1;
        slot.1 = Some(Going { said, _wanted: wanted });
        (slot.0, Hears { said: heard, ended })
    }

    /// That one is over; a later one goes on.
    pub(crate) fn end(&self, number: u64) {
        let mut slot = self.slot();
        if slot.0 == number {
            slot.1 = None;
        }
    }

    /// What the person answers. A no ends it wherever it is.
    ///
    /// # Errors
    /// `NotFound` when nobody is being let in.
    pub(crate) fn say(&self, said: Said) -> Result<()> {
        let none = || Error::new(Code::NotFound, "no device is being let in now");
        let mut slot = self.slot();
        let going = slot.1.as_ref().ok_or_else(none)?;
        if said == Said::No {
            slot.1 = None;
            return Ok(());
        }
        going.said.send(said).map_err(|_| none())
    }

    fn slot(&self) -> MutexGuard<'_, (u64, Option<Going>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Does something with sync: with the one that runs beside the vault, or, where nothing runs beside it
    /// (a single command of the command line), with one of its own that ends afterwards.
    ///
    /// # Errors
    /// `NotFound` when sync is off; whatever the work answers.
    pub(crate) fn with_sync<T, W, F>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(Arc<Running>) -> F + Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let off = || Error::new(Code::NotFound, "sync is not turned on in this vault");
        let Some(runtime) = self.services.runtime() else {
            let vault = self.vault()?;
            return block_on(async move {
                let running = Arc::new(Running::start(&vault, &self.config.env)?);
                work(running).await
            })?;
        };
        let running = match &lock(&self.services.running).syncing {
            Part::Runs(syncing) => Arc::clone(&syncing.running),
            Part::Failed(words) => return Err(Error::new(Code::Internal, words.clone())),
            Part::Off => return Err(off()),
        };
        super::wait(runtime, async move { work(running).await })?
    }

    /// Does something that needs a runtime: the face's, or one of its own.
    ///
    /// # Errors
    /// `Internal` when there can be none.
    pub(crate) fn with_runtime<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T> {
        match self.services.runtime() {
            Some(runtime) => super::wait(runtime, work),
            None => block_on(work),
        }
    }

    /// Brings sync to what is set in the vault.
    ///
    /// # Errors
    /// `Locked` when the vault is.
    pub(crate) fn sync_set(&self) -> Result<()> {
        let vault = self.vault()?;
        if let Some(runtime) = self.services.runtime() {
            lock(&self.services.running).sync(self, &vault, runtime);
        }
        self.announce("sync");
        Ok(())
    }
}

impl super::Services {
    /// How the sync that runs stands; nothing when none does.
    pub(crate) fn sync_status(&self) -> Option<sync_client::client::Status> {
        match &lock(&self.running).syncing {
            Part::Runs(syncing) => syncing.running.status().borrow().clone(),
            Part::Off | Part::Failed(_) => None,
        }
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::internal("starting a runtime", source))?;
    Ok(runtime.block_on(work))
}
