//! The window: a page, the one command that it may call and the one event that it hears.
//!
//! What is deliberately not here: anything that the program does. The commands live in `app`, which
//! the command line and the loopback server speak to in the same words; what is here is what only a
//! window has: the tray, menus, links that open it, and the rules that keep the page inside.
//!
//! The binary is called `everkept-desktop`, because `everkept` is the command line program and both
//! are built into one folder and installed side by side. Start reading at [`run`], then [`call`].

use std::time::Instant;

use tauri::{AppHandle, Manager, RunEvent};

mod actions;
mod alarms;
mod bridge;
mod call;
#[cfg(desktop)]
mod desktop;
mod link;
mod media;
#[cfg(desktop)]
mod menu;
mod process;
mod window;

use bridge::Bridge;

/// Opens the window and stays until it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    let started = Instant::now();
    process::prepare();
    let builder = tauri::Builder::default();
    // First of all: a second start ends here, before it touches the vault.
    #[cfg(desktop)]
    let builder = builder.plugin(desktop::single_instance()).plugin(desktop::window_state());
    let built = builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, media::answer)
        .invoke_handler(tauri::generate_handler![call::call])
        .setup(move |app| set_up(app.handle(), started))
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(on_event),
        // Without a window there is nobody to tell but the terminal or the system's log.
        Err(error) => panic!("the window could not be opened: {error}"),
    }
}

fn set_up(app: &AppHandle, started: Instant) -> Result<(), Box<dyn std::error::Error>> {
    app.manage(actions::Waiting::default());
    app.manage(window::Opened::at(started));
    app.manage(Bridge::open(app)?);
    bridge::pass_on_changes(app);
    alarms::pass_on(app);
    window::open(app)?;
    link::listen(app);
    #[cfg(desktop)]
    desktop::set_up(app);
    Ok(())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::Exit => app.state::<Bridge>().close(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        _ => {}
    }
}
