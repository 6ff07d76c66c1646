//! What a person wants kept for a while only goes when its time is over, also while Everkept stays open; and
//! what came in since is written down.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::runtime::Handle;

use super::ticking::Ticking;
use crate::app::{self, App};

/// How often it is looked. Times are counted in days: an hour late is soon enough, and asking costs nothing.
const PAUSE: Duration = Duration::from_secs(3_600);

pub(super) fn start(app: &App, runtime: &Handle) -> Ticking {
    Ticking::start(app, runtime, PAUSE, |app| {
        let gone = app.vault().and_then(|vault| app::let_go(&vault.store));
        if let Err(error) = gone.and_then(|()| app.let_traces_go()) {
            // The vault is locked, or the disk is full: the next look tries again.
            tracing::debug!(code = ?error.code(), "letting go");
        }
        app.audit_tally();
        ControlFlow::Continue(())
    })
}
