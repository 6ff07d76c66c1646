//! The one place that speaks to `app`: calls, streams, changes, attachments.
//!
//! Commands block, so they run on the threads that may block, never on the window's own. A panic in
//! one ends that command with `Internal` and nothing else.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use app::app::{App, Config};
use app::env::SystemEnv;
use base::error::{Code, Error, Result};
use serde::Serialize;
use serde_json::value::RawValue;
use store::keyfile::Strength;
use store::store::{Changed, Origin};
use tauri::ipc::{Channel, InvokeResponseBody};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;

use crate::window;

/// The one event that the page hears.
pub(crate) const CHANGED: &str = "changed";

/// Chooses the folder of the vault, for tests and for a second diary.
pub(crate) const VAULT: &str = "EVERKEPT_VAULT";
/// Lets nothing run beside the vault.
const SAFE: &str = "--safe";

/// What the page hears: which kinds of record changed, and where.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Change {
    /// `journal.entry`; `*` stands for any.
    pub(crate) kinds: Vec<String>,
    /// `local`, `undo`, `import`, `rebuild`, or `shell` when an action waits (see [`crate::actions`]).
    pub(crate) origin: &'static str,
}

impl Change {
    /// A change of which nothing is known: everything is read again.
    fn unknown() -> Change {
        Change { kinds: vec!["*".to_owned()], origin: "local" }
    }
}

impl From<&Changed> for Change {
    fn from(changed: &Changed) -> Change {
        let origin = match changed.origin {
            Origin::Local => "local",
            Origin::Undo => "undo",
            Origin::Import => "import",
            Origin::Rebuild => "rebuild",
            Origin::Sync => "sync",
        };
        Change { kinds: changed.kinds.iter().cloned().collect(), origin }
    }
}

/// The program behind the window.
pub(crate) struct Bridge {
    app: Arc<App>,
    /// Streams that run, by the channel that they speak into; true once the page stopped listening.
    streams: Mutex<HashMap<u32, Arc<AtomicBool>>>,
    in_flight: AtomicUsize,
}

impl Bridge {
    /// Opens the vault's folder: `EVERKEPT_VAULT`, else `everkept` among the person's data.
    pub(crate) fn open(handle: &AppHandle) -> Result<Bridge, Box<dyn std::error::Error>> {
        let vault_dir = match std::env::var_os(VAULT).filter(|value| !value.is_empty()) {
            Some(chosen) => PathBuf::from(chosen),
            None => handle.path().local_data_dir()?.join("everkept"),
        };
        app::crash::watch(vault_dir.clone(), Arc::new(SystemEnv));
        let config = Config {
            dir: vault_dir,
            env: Arc::new(SystemEnv),
            strength: Strength::Default,
            keyring: true,
        };
        let app = App::new(config);
        if std::env::args_os().any(|arg| arg == SAFE) {
            app.start_safely();
        }
        app.run_beside(tauri::async_runtime::handle().inner().clone());
        Ok(Bridge { app, streams: Mutex::default(), in_flight: AtomicUsize::new(0) })
    }

    /// Runs one command to its end; `body` is for those that take bytes beside their request.
    pub(crate) async fn call(
        &self,
        cmd: String,
        payload: Box<RawValue>,
        body: Option<Vec<u8>>,
    ) -> Result<Box<RawValue>> {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let app = Arc::clone(&self.app);
        let work = tauri::async_runtime::spawn_blocking(move || match body {
            Some(body) => app.call_with_body(&cmd, &payload, &mut body.as_slice()),
            None => app.call(&cmd, &payload),
        });
        let result = work.await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        result.unwrap_or_else(|_| Err(bug()))
    }

    /// Locks the vault, as the page would.
    pub(crate) async fn lock(&self) -> Result<()> {
        let app = Arc::clone(&self.app);
        tauri::async_runtime::spawn_blocking(move || app.lock()).await.map_err(|_| bug())
    }

    /// Starts a stream: its items go into the channel as `{item}`, its end as `{done}` or `{error}`.
    pub(crate) fn start_stream(
        handle: &AppHandle,
        cmd: String,
        payload: Box<RawValue>,
        channel: Channel,
    ) {
        let bridge = handle.state::<Bridge>();
        let app = Arc::clone(&bridge.app);
        let id = channel.id();
        let stopped = Arc::new(AtomicBool::new(false));
        bridge.streams().insert(id, Arc::clone(&stopped));
        let handle = handle.clone();
        tauri::async_runtime::spawn(async move {
            let items = channel.clone();
            let work = tauri::async_runtime::spawn_blocking(move || {
                app.stream(&cmd, &payload, &mut |item| {
                    let unheard = stopped.load(Ordering::SeqCst)
                        || items.send(wrapped("item", &item)).is_err();
                    if unheard { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })
            });
            let end = match work.await.unwrap_or_else(|_| Err(bug())) {
                Ok(done) => wrapped("done", &done),
                Err(error) => refused(&error),
            };
            // A page that has gone hears no end.
            let _ = channel.send(end);
            handle.state::<Bridge>().streams().remove(&id);
        });
    }

    /// The page no longer listens to this channel: its stream ends at its next item.
    pub(crate) fn stop_stream(&self, channel: u32) {
        if let Some(stopped) = self.streams().get(&channel) {
            stopped.store(true, Ordering::SeqCst);
        }
    }

    /// Whether a command is still at work; asked before the window goes.
    pub(crate) fn is_busy(&self) -> bool {
        0 < self.in_flight.load(Ordering::SeqCst)
    }

    /// Ends all streams and what runs beside the vault; the store closes with the last command.
    pub(crate) fn close(&self) {
        for stopped in self.streams().values() {
            stopped.store(true, Ordering::SeqCst);
        }
        self.app.close();
    }

    /// The program itself, for what is not a command: attachments and thumbnails.
    pub(crate) fn app(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    fn streams(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Arc<AtomicBool>>> {
        // A map of flags is whole after any panic.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `{"ok": ...}` and its like, without reading what is already JSON.
pub(crate) fn wrapped(name: &str, value: &RawValue) -> InvokeResponseBody {
    InvokeResponseBody::Json(format!("{{\"{name}\":{}}}", value.get()))
}

/// `{"error": {code, message, field}}`.
pub(crate) fn refused(error: &Error) -> InvokeResponseBody {
    InvokeResponseBody::Json(serde_json::json!({ "error": error.wire() }).to_string())
}

fn bug() -> Error {
    Error::new(Code::Internal, "the command ended by a mistake in Everkept")
}

/// Tells the page of every change, wherever it came from.
pub(crate) fn pass_on_changes(handle: &AppHandle) {
    let mut changes = handle.state::<Bridge>().app.subscribe();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let told = match changes.recv().await {
                Ok(change) => handle.emit_to(window::MAIN, CHANGED, Change::from(&*change)),
                // What was missed is unknown, so everything may have changed.
                Err(RecvError::Lagged(_)) => {
                    handle.emit_to(window::MAIN, CHANGED, Change::unknown())
                }
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = told {
                tracing::warn!(%error, "the page was not told of a change");
            }
        }
    });
}
