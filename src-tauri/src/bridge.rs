//! The one place that speaks to `app`: calls, streams, changes, attachments.
//!
//! Commands block, so they run on the threads that may block, never on the window's own. A panic in
//! one ends that command with `Internal` and nothing else.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base::error::{Code, Error, Result};
use serde::Serialize;
use serde_json::{Value, json};
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;

use crate::window;

/// The one event that the page hears.
pub(crate) const CHANGED: &str = "changed";

/// Chooses the folder of the vault, for tests and for a second diary.
pub(crate) const VAULT: &str = "EVERKEPT_VAULT";

/// What the page hears: which kinds of record changed, and where.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Change {
    /// `journal.entry`; `*` stands for any.
    pub(crate) kinds: Vec<String>,
    /// `local`, `sync`, or `shell` when an action waits (see [`crate::actions`]).
    pub(crate) origin: String,
}

/// The program behind the window.
pub(crate) struct Bridge {
    app: Arc<app::App>,
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
        let app = app::App::new(app::AppConfig::system(vault_dir))?;
        Ok(Bridge { app, streams: Mutex::default(), in_flight: AtomicUsize::new(0) })
    }

    /// Runs one command to its end.
    pub(crate) async fn call(
        &self,
        cmd: String,
        payload: Value,
        body: Option<Vec<u8>>,
    ) -> Result<Value> {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let app = Arc::clone(&self.app);
        let work = tauri::async_runtime::spawn_blocking(move || app.call(&cmd, payload, body));
        let result = work.await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        result.unwrap_or_else(|_| {
            Err(Error::new(
                Code::Internal,
                "the command ended in a bug of ours; nothing was changed",
            ))
        })
    }

    /// Starts a stream: its items go into the channel as `{item}`, its end as `{done}` or `{error}`.
    pub(crate) fn start_stream(
        handle: &AppHandle,
        cmd: String,
        payload: Value,
        channel: Channel<Value>,
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
                app.stream(&cmd, payload, &mut |item| {
                    let unheard = stopped.load(Ordering::SeqCst)
                        || items.send(json!({ "item": item })).is_err();
                    if unheard { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })
            });
            let end = match work.await {
                Ok(Ok(done)) => json!({ "done": done }),
                Ok(Err(error)) => json!({ "error": error.wire() }),
                Err(_) => {
                    json!({ "error": Error::new(Code::Internal, "the command ended in a bug of ours").wire() })
                }
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

    /// Ends all streams; the store closes with the last holder of `app`.
    pub(crate) fn close(&self) {
        for stopped in self.streams().values() {
            stopped.store(true, Ordering::SeqCst);
        }
    }

    /// The program itself, for what is not a command: attachments and thumbnails.
    pub(crate) fn app(&self) -> Arc<app::App> {
        Arc::clone(&self.app)
    }

    fn streams(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Arc<AtomicBool>>> {
        // A map of flags is whole after any panic.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the page of every change, wherever it came from.
pub(crate) fn pass_on_changes(handle: &AppHandle) {
    let mut changes = handle.state::<Bridge>().app.subscribe();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let told = match changes.recv().await {
                Ok(change) => handle.emit_to(window::MAIN, CHANGED, change),
                // What was missed is unknown, so everything may have changed.
                Err(RecvError::Lagged(_)) => {
                    let change = Change { kinds: vec!["*".to_owned()], origin: "local".to_owned() };
                    handle.emit_to(window::MAIN, CHANGED, change)
                }
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = told {
                tracing::warn!(%error, "the page was not told of a change");
            }
        }
    });
}
