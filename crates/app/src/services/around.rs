//! Devices of the vault on this one's own networks are asked directly, while sync runs and the person turned
//! that on.

use std::sync::{Arc, Weak};

use base::error::{Code, Error, Result};
use sync_client::lan::{Lan, Options, PeerStatus};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::{OnNetwork, Part, Running, Services, lock, wait};
use crate::app::{App, Vault};

/// It listens and goes round, until this is dropped.
pub(crate) struct Around {
    lan: Arc<Lan>,
    /// What becomes of it is told to whoever looks.
    tells: JoinHandle<()>,
}

impl Drop for Around {
    fn drop(&mut self) {
        self.tells.abort();
    }
}

/// How it stands now.
#[derive(Default)]
pub(crate) struct AroundNow {
    /// The port that it listens at.
    pub(crate) port: Option<u16>,
    pub(crate) problem: Option<String>,
    pub(crate) peers: Vec<PeerStatus>,
}

impl Around {
    fn start(
        app: &App,
        vault: &Arc<Vault>,
        syncing: &Arc<sync_client::runner::Running>,
        (runtime, set): (&Handle, &OnNetwork),
    ) -> Result<Around> {
        let options = Options { port: set.port, places: set.places.clone(), find: set.find };
        let (vault, running, env) =
            (Arc::clone(vault), Arc::clone(syncing), Arc::clone(&app.config.env));
        let lan =
            wait(runtime, async move { Lan::start(&vault, &running, &env, &options).await })??;
        let mut status = lan.status();
        let told = Weak::clone(&app.me);
        let tells = runtime.spawn(async move {
            while status.changed().await.is_ok() {
                let Some(app) = told.upgrade() else { return };
                app.announce("lan");
            }
        });
        Ok(Around { lan: Arc::new(lan), tells })
    }
}

impl Running {
    /// Brings it to what is set.
    pub(super) fn go_around(&mut self, app: &App, vault: &Arc<Vault>, runtime: &Handle) {
        self.around = Part::Off;
        let Part::Runs(syncing) = &self.syncing else { return };
        let syncing = Arc::clone(&syncing.running);
        self.around = match vault.store.read(OnNetwork::read) {
            Ok(set) if set.on => {
                let started = Around::start(app, vault, &syncing, (runtime, &set));
                Part::of(started, "sync on the network")
            }
            Ok(_) => Part::Off,
            Err(error) => Part::Failed(error.to_string()),
        };
    }
}

impl App {
    /// Brings what is asked and answered on the network to what is set in the vault.
    ///
    /// # Errors
    /// `Locked` when the vault is.
    pub(crate) fn around_set(&self) -> Result<()> {
        let vault = self.vault()?;
        if let Some(runtime) = self.services.runtime() {
            lock(&self.services.running).go_around(self, &vault, runtime);
        }
        self.announce("lan");
        Ok(())
    }

    /// Asks all devices that are known on the network now. Where nothing runs beside the vault, from a port of
    /// its own that is closed afterwards.
    ///
    /// # Errors
    /// `NotFound` when it is off; why it does not run.
    pub(crate) fn look_around(&self) -> Result<Vec<PeerStatus>> {
        let vault = self.vault()?;
        let set = vault.store.read(OnNetwork::read)?;
        if !set.on {
            return Err(Error::new(Code::NotFound, "sync on this network is not turned on"));
        }
        let Some(runtime) = self.services.runtime() else {
            let env = Arc::clone(&self.config.env);
            return self.with_sync(move |running| async move {
                let options = Options { port: 0, places: set.places, find: false };
                Lan::start(&vault, &running, &env, &options).await?.go_round().await
            });
        };
        let lan = match &lock(&self.services.running).around {
            Part::Runs(around) => Arc::clone(&around.lan),
            Part::Failed(words) => return Err(Error::new(Code::Internal, words.clone())),
            Part::Off => return Err(Error::new(Code::NotFound, "sync does not run")),
        };
        wait(runtime, async move { lan.go_round().await })?
    }
}

impl Services {
    /// How it stands on the network.
    pub(crate) fn around(&self) -> AroundNow {
        let running = lock(&self.running);
        match &running.around {
            Part::Runs(around) => AroundNow {
                port: Some(around.lan.port()),
                problem: None,
                peers: around.lan.status().borrow().clone(),
            },
            part => AroundNow { problem: part.problem(), ..AroundNow::default() },
        }
    }
}
