//! What only a desktop has: one window at a time, its remembered place, menus, the tray, and a way
//! out that loses no word.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;

use crate::bridge::{Bridge, VAULT};
use crate::{menu, window};

/// How long a closing window waits for the page to hand over its last words.
const LAST_WORDS: Duration = Duration::from_millis(250);
/// How long it waits for them to be on the disk; a disk that takes longer is broken.
const LAST_WRITES_MAX: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A second start shows the window of the first and ends. A vault chosen by `EVERKEPT_VAULT` is a
/// diary of its own and has a window of its own.
pub(crate) fn single_instance() -> TauriPlugin<Wry> {
    let mut builder =
        tauri_plugin_single_instance::Builder::new().callback(|app, _, _| window::show(app));
    if let Some(vault) = std::env::var_os(VAULT) {
        let mut hasher = DefaultHasher::new();
        vault.hash(&mut hasher);
        builder = builder.dbus_id(format!("app.everkept.v{:016x}", hasher.finish()));
    }
    builder.build()
}

/// Size and place of the window, kept over a restart.
pub(crate) fn window_state() -> TauriPlugin<Wry> {
    let kept =
        StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    tauri_plugin_window_state::Builder::new().with_state_flags(kept).build()
}

/// Menus, tray and the way out. Each may be missing on a system; the window is not.
pub(crate) fn set_up(app: &AppHandle) {
    app.on_menu_event(|app, event| menu::on_event(app, &event));
    if let Err(error) = set_menu(app) {
        tracing::warn!(%error, "there is no menu bar");
    }
    // The library of the tray panics where the system has no tray.
    match catch_unwind(AssertUnwindSafe(|| menu::tray(app))) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "there is no tray icon"),
        Err(_) => tracing::warn!("there is no tray icon: the system has no library for it"),
    }
    let Some(main) = app.get_webview_window(window::MAIN) else { return };
    let handle = app.clone();
    main.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            leave(&handle);
        }
    });
}

fn set_menu(app: &AppHandle) -> tauri::Result<()> {
    let bar = menu::bar(app)?;
    if cfg!(target_os = "macos") {
        app.set_menu(bar)?;
    } else if let Some(main) = app.get_webview_window(window::MAIN) {
        main.set_menu(bar)?;
        main.hide_menu()?;
    }
    Ok(())
}

/// Closes the program. The window goes at once; the page sees itself hidden and hands over what is
/// not saved, and the process stays until that is on the disk.
pub(crate) fn leave(app: &AppHandle) {
    if let Some(main) = app.get_webview_window(window::MAIN)
        && let Err(error) = main.hide()
    {
        tracing::warn!(%error, "the window stays until the end");
    }
    let handle = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LAST_WORDS).await;
        let mut waited = LAST_WORDS;
        while handle.state::<Bridge>().is_busy() && waited < LAST_WRITES_MAX {
            tokio::time::sleep(LOOK_AGAIN).await;
            waited += LOOK_AGAIN;
        }
        handle.exit(0);
    });
}
