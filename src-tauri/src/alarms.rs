//! What rings, as the system's own notifications, whether the window is looked at or not.

use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tokio::sync::broadcast::error::RecvError;

use crate::bridge::Bridge;

/// Shows all that rings, as long as the program runs: what the person lets the system know of it.
pub(crate) fn pass_on(handle: &AppHandle) {
    let mut rings = handle.state::<Bridge>().app().rings();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let ring = match rings.recv().await {
                Ok(ring) => ring,
                // The page shows those that were missed here.
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            let app = handle.state::<Bridge>().app();
            let asked = tauri::async_runtime::spawn_blocking(move || app.outside(&ring)).await;
            let Ok(Some(outside)) = asked else { continue };
            let mut notification = handle.notification().builder().title(outside.title);
            if !outside.body.is_empty() {
                notification = notification.body(outside.body);
            }
            // A desktop without notifications still has the page's own.
            if let Err(error) = notification.show() {
                tracing::warn!(%error, "the system shows no notification");
            }
        }
    });
}
