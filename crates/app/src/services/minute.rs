//! Once a minute: the room that a full disk took is taken back when there is some, and what another process
//! wrote down for this vault is taken in.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::runtime::Handle;

use super::ticking::Ticking;
use crate::app::App;

/// How often it is looked: the person may be making room, or waiting for their note, right now.
const PAUSE: Duration = Duration::from_secs(60);

pub(super) fn start(app: &App, runtime: &Handle) -> Ticking {
    Ticking::start(app, runtime, PAUSE, |app| {
        keep_room(app);
        if let Err(error) = app.take_in_notes() {
            tracing::debug!(code = ?error.code(), "notes wait");
        }
        ControlFlow::Continue(())
    })
}

fn keep_room(app: &App) {
    let Ok(vault) = app.vault() else { return };
    let reserve = vault.store.reserve();
    let was_full = reserve.was_given_up();
    match reserve.keep(&*app.config.env) {
        Ok(true) if was_full => app.announce("vault"),
        Ok(true) => {}
        Ok(false) => tracing::warn!("the disk is almost full: no room is kept"),
        Err(error) => tracing::warn!(code = ?error.code(), "no room is kept"),
    }
}
