//! What a person wants kept for a while only goes when its time is over, also while Everkept stays open.

use std::sync::Weak;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::app::{self, App};

/// How often it is looked. Times are counted in days: an hour late is soon enough, and asking costs nothing.
const TICK: Duration = Duration::from_secs(3_600);

/// The looking, until it is dropped.
pub(super) struct LettingGo {
    #[expect(dead_code, reason = "its end tells the task")]
    stop: oneshot::Sender<()>,
}

impl LettingGo {
    pub(super) fn start(app: &App, runtime: &Handle) -> LettingGo {
        let (stop, stopped) = oneshot::channel();
        runtime.spawn(run(Weak::clone(&app.me), stopped));
        LettingGo { stop }
    }
}

/// Opening the vault has looked already: the first look is one tick later.
async fn run(app: Weak<App>, mut stopped: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            () = tokio::time::sleep(TICK) => {}
        }
        let weak = Weak::clone(&app);
        let looked = tokio::task::spawn_blocking(move || {
            let app = weak.upgrade()?;
            Some(app.vault().and_then(|vault| app::let_go(&vault.store)))
        });
        match looked.await {
            Ok(Some(Ok(()))) => {}
            // The vault is locked, or the disk is full: the next tick tries again.
            Ok(Some(Err(error))) => tracing::debug!(code = ?error.code(), "letting go"),
            Ok(None) | Err(_) => return,
        }
    }
}
