//! Alarms as the system's own notifications, whether the window is looked at or not.

use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tokio::sync::broadcast::error::RecvError;

use crate::bridge::Bridge;

/// Shows every alarm that rings, as long as the program runs.
pub(crate) fn pass_on(handle: &AppHandle) {
    let mut alarms = handle.state::<Bridge>().app().alarms();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let alarm = match alarms.recv().await {
                Ok(alarm) => alarm,
                // The page shows those that were missed here.
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            let mut notification = handle.notification().builder().title(alarm.title);
            if !alarm.body.is_empty() {
                notification = notification.body(alarm.body);
            }
            // A desktop without notifications still has the page's own.
            if let Err(error) = notification.show() {
                tracing::warn!(%error, "the system shows no notification");
            }
        }
    });
}
