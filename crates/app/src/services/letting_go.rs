//! What a person wants kept for a while only goes when its time is over, also while Everkept stays open.
//! And the room that a full disk took is taken back when there is some.

use std::sync::Weak;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::app::{self, App};

fn keep_room(app: &App) {
    let kept = app.vault().and_then(|vault| vault.store.reserve().keep(&*app.config.env));
    match kept {
        Ok(true) => {}
        Ok(false) => tracing::warn!("the disk is almost full: no room is kept"),
        Err(error) => tracing::warn!(code = ?error.code(), "no room is kept"),
    }
}

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

/// Opening the vault has let go already: the first look is one tick later. Room is kept from the beginning.
async fn run(app: Weak<App>, mut stopped: oneshot::Receiver<()>) {
    loop {
        let weak = Weak::clone(&app);
        let kept = tokio::task::spawn_blocking(move || weak.upgrade().map(|app| keep_room(&app)));
        match kept.await {
            Ok(Some(())) => {}
            Ok(None) | Err(_) => return,
        }
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
