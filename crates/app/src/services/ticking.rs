//! Work that is done again and again while a vault is open.

use std::ops::ControlFlow;
use std::sync::Weak;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::app::App;

/// The work, until this is dropped.
pub(super) struct Ticking {
    #[expect(dead_code, reason = "its end tells the task")]
    stop: oneshot::Sender<()>,
}

impl Ticking {
    /// Does `work` now and then after every `pause`, on a thread that may block, until it breaks off.
    pub(super) fn start(
        app: &App,
        runtime: &Handle,
        pause: Duration,
        work: impl FnMut(&App) -> ControlFlow<()> + Send + 'static,
    ) -> Ticking {
        let (stop, stopped) = oneshot::channel();
        runtime.spawn(run(Weak::clone(&app.me), pause, work, stopped));
        Ticking { stop }
    }
}

async fn run(
    app: Weak<App>,
    pause: Duration,
    mut work: impl FnMut(&App) -> ControlFlow<()> + Send + 'static,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        let weak = Weak::clone(&app);
        let done = tokio::task::spawn_blocking(move || {
            let goes_on = weak.upgrade().is_some_and(|app| work(&app).is_continue());
            goes_on.then_some(work)
        });
        let Ok(Some(again)) = done.await else { return };
        work = again;
        tokio::select! {
            _ = &mut stopped => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
