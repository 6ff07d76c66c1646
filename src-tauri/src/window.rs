//! The window, and the rules that keep its page inside.
//!
//! The page goes nowhere else, opens no window, downloads nothing and is granted no device. A link
//! to the web or to a mail address opens in the person's own browser. Nothing of the page is kept on
//! the disk: no cache, no cookies, no local storage. The title never says what is shown.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tauri::utils::config::Color;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{
    AppHandle, Manager, Theme, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tauri_plugin_opener::OpenerExt;

/// The label of the one window; capabilities are granted by it.
pub(crate) const MAIN: &str = "main";

const TITLE: &str = "Everkept";

/// The paper of the two themes, as in the interface's tokens: shown until the page has painted.
const PAPER: Color = Color(252, 250, 246, 255);
const NIGHT: Color = Color(18, 20, 23, 255);

/// Names a file that gets the milliseconds from start to first paint; for `cargo xtask release`.
const PAINT_FILE: &str = "EVERKEPT_PAINT_FILE";

/// Tells the shell of the first paint, and of F10, which shows the menu bar as it does elsewhere.
const PAGE_SCRIPT: &str = r#"(() => {
    const call = (cmd) => window.__TAURI_INTERNALS__.invoke("call", { cmd, payload: {} });
    new PerformanceObserver((list, observer) => {
        if (!list.getEntriesByName("first-contentful-paint").length) return;
        observer.disconnect();
        call("shell.painted");
    }).observe({ type: "paint", buffered: true });
    window.addEventListener("keydown", (event) => {
        if (event.key !== "F10" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        call("shell.menu");
    });
})();"#;

/// When the program started, and whether its page has painted.
pub(crate) struct Opened {
    at: Instant,
    painted: AtomicBool,
}

impl Opened {
    pub(crate) fn at(at: Instant) -> Opened {
        Opened { at, painted: AtomicBool::new(false) }
    }
}

/// Opens the window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let opener = app.clone();
    let navigator = app.clone();
    let builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title(TITLE)
        .incognito(!is_driven())
        .initialization_script(PAGE_SCRIPT)
        .on_navigation(move |url| {
            let inside = is_inside(url);
            if !inside {
                open_outside(&navigator, url);
            }
            inside
        })
        .on_new_window(move |url, _| {
            open_outside(&opener, &url);
            NewWindowResponse::Deny
        })
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        // The page takes dropped files itself.
        .disable_drag_drop_handler();
    #[cfg(desktop)]
    let builder = builder
        .inner_size(1200.0, 800.0)
        .min_inner_size(390.0, 480.0)
        .center()
        .decorations(true)
        .background_color(PAPER);
    let window = builder.build()?;
    match_theme(&window, window.theme().unwrap_or(Theme::Light));
    let themed = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::ThemeChanged(theme) = event {
            match_theme(&themed, *theme);
        }
    });
    Ok(())
}

/// Whether a test drives the page: WebKitGTK lets no driver into a page that leaves no trace.
fn is_driven() -> bool {
    cfg!(target_os = "linux") && std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

fn match_theme(window: &WebviewWindow, theme: Theme) {
    let paper = if theme == Theme::Dark { NIGHT } else { PAPER };
    if let Err(error) = window.set_background_color(Some(paper)) {
        tracing::debug!(%error, "the window keeps the system's background");
    }
}

/// Brings the window to the front, from behind, from being minimized or hidden.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    #[cfg(desktop)]
    let result =
        unhide(&window).and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    #[cfg(mobile)]
    let result = window.set_focus();
    if let Err(error) = result {
        tracing::warn!(%error, "the window did not come to the front");
    }
}

/// Only a hidden window is shown: GTK shows all that is in it, the menu bar too.
#[cfg(desktop)]
fn unhide(window: &WebviewWindow) -> tauri::Result<()> {
    if window.is_visible()? {
        return Ok(());
    }
    let with_menu = window.is_menu_visible()?;
    window.show()?;
    if with_menu { Ok(()) } else { window.hide_menu() }
}

/// Notes the first paint.
pub(crate) fn painted(app: &AppHandle) {
    let opened = app.state::<Opened>();
    if opened.painted.swap(true, Ordering::SeqCst) {
        return;
    }
    let took = opened.at.elapsed();
    tracing::info!(first_paint_ms = took.as_millis(), "the page has painted");
    if let Some(file) = std::env::var_os(PAINT_FILE)
        && let Err(error) = std::fs::write(&file, took.as_millis().to_string())
    {
        tracing::warn!(%error, "the time of the first paint was not written");
    }
}

/// Shows or hides the menu bar where it belongs to the window.
pub(crate) fn toggle_menu(app: &AppHandle) {
    #[cfg(all(desktop, not(target_os = "macos")))]
    if let Some(window) = app.get_webview_window(MAIN) {
        let visible = window.is_menu_visible().unwrap_or(false);
        let result = if visible { window.hide_menu() } else { window.show_menu() };
        if let Err(error) = result {
            tracing::warn!(%error, "the menu bar stays as it is");
        }
    }
    #[cfg(any(mobile, target_os = "macos"))]
    let _ = app;
}

/// Whether an address is the interface itself.
fn is_inside(url: &Url) -> bool {
    let development = cfg!(dev) && url.scheme() == "http" && url.host_str() == Some("localhost");
    // `tauri://localhost` on Linux and Apple, `http://tauri.localhost` on Windows and Android.
    let built_in = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    built_in || development || url.as_str() == "about:blank"
}

/// Whether a link may be handed to the person's browser or mail program.
fn may_open_outside(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.host_str().is_some_and(|host| !host.ends_with("localhost")),
        "mailto" => true,
        _ => false,
    }
}

fn open_outside(app: &AppHandle, url: &Url) {
    if !may_open_outside(url) {
        return;
    }
    if let Err(error) = app.opener().open_url(url.as_str(), None::<&str>) {
        tracing::warn!(%error, "the system did not open a link");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().expect("the address of this test is one")
    }

    #[test]
    fn t8_the_page_stays_inside() {
        for inside in ["tauri://localhost/journal", "http://tauri.localhost/"] {
            assert!(is_inside(&url(inside)), "{inside}");
        }
        for outside in [
            "https://example.org/",
            "file:///etc/passwd",
            "media://localhost/ab",
            "data:text/html,a",
            "tauri://evil/",
            "http://tauri.localhost.evil.org/",
            "blob:tauri://localhost/a",
        ] {
            assert!(!is_inside(&url(outside)), "{outside}");
        }
    }

    #[test]
    fn t8_only_web_and_mail_addresses_leave() {
        assert!(may_open_outside(&url("https://example.org/a")));
        assert!(may_open_outside(&url("mailto:ada@example.org")));
        for kept in [
            "http://example.org/",
            "file:///etc/passwd",
            "everkept://new",
            "javascript:alert(1)",
            "smb://host/a",
            "https://ipc.localhost/",
        ] {
            assert!(!may_open_outside(&url(kept)), "{kept}");
        }
    }
}
