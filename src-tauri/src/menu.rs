//! The native menus and the tray. Their items are the page's own actions, by the same ids, so a menu
//! says and does what the palette says and does.

use tauri::menu::{AboutMetadata, Menu, MenuBuilder, MenuEvent, MenuItemBuilder, SubmenuBuilder};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::actions::{self, Action};
use crate::bridge::Bridge;
use crate::window;

/// An item: the action of the page, its words, its keys.
struct Item(&'static str, &'static str, Option<&'static str>);

const FILE: &[Item] = &[
    Item("journal.create_entry", "New entry", Some("CmdOrCtrl+N")),
    Item("shell.capture", "Quick capture", Some("CmdOrCtrl+Shift+N")),
    Item("import.open", "Import...", None),
    Item("export.open", "Export...", None),
    Item("vault.lock", "Lock", Some("CmdOrCtrl+Shift+L")),
    Item("settings.open", "Settings", Some("CmdOrCtrl+,")),
];
const GO: &[Item] = &[
    Item("today.open", "Today", Some("CmdOrCtrl+1")),
    Item("journal.open", "Journal", Some("CmdOrCtrl+2")),
    Item("shell.palette", "Everything...", Some("CmdOrCtrl+K")),
    Item("search.open", "Search", Some("CmdOrCtrl+Shift+F")),
    Item("trash.open", "Trash", None),
];
const HELP: &[Item] = &[Item("keys.open", "Keys", None)];

/// What the shell does itself, without the page.
const OPEN: &str = "shell.open";
const QUIT: &str = "shell.quit";
const LOCK: &str = "vault.lock";

/// The menu bar: the system's on macOS, the window's elsewhere, where F10 shows it.
pub(crate) fn bar(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let mut file =
        SubmenuBuilder::new(app, if cfg!(target_os = "macos") { "Everkept" } else { "File" });
    if cfg!(target_os = "macos") {
        file = file.about(Some(AboutMetadata::default())).separator();
    }
    file = items(app, file, FILE)?.separator();
    file =
        file.item(&MenuItemBuilder::with_id(QUIT, "Quit").accelerator("CmdOrCtrl+Q").build(app)?);
    let edit = SubmenuBuilder::new(app, "Edit").cut().copy().paste().select_all().build()?;
    let go = items(app, SubmenuBuilder::new(app, "Go"), GO)?.separator().fullscreen().build()?;
    let help = items(app, SubmenuBuilder::new(app, "Help"), HELP)?.build()?;
    MenuBuilder::new(app).items(&[&file.build()?, &edit, &go, &help]).build()
}

type Submenu<'a> = SubmenuBuilder<'a, Wry, AppHandle>;

fn items<'a>(app: &AppHandle, mut menu: Submenu<'a>, list: &[Item]) -> tauri::Result<Submenu<'a>> {
    for Item(id, words, keys) in list {
        let mut item = MenuItemBuilder::with_id(*id, *words);
        if let Some(keys) = keys {
            item = item.accelerator(*keys);
        }
        menu = menu.item(&item.build(app)?);
    }
    Ok(menu)
}

/// The tray: open, new entry, lock, quit.
pub(crate) fn tray(app: &AppHandle) -> tauri::Result<()> {
    let menu = MenuBuilder::new(app)
        .text(OPEN, "Open")
        .text("journal.create_entry", "New entry")
        .separator()
        .text(LOCK, "Lock")
        .text(QUIT, "Quit")
        .build()?;
    let mut tray = TrayIconBuilder::with_id("everkept").menu(&menu).tooltip("Everkept");
    if cfg!(target_os = "macos") {
        // macOS colors the shape itself, light or dark, as its menu bar is.
        tray = tray.icon(tauri::include_image!("../icons/tray.png")).icon_as_template(true);
    } else if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(())
}

/// A menu or the tray was used.
pub(crate) fn on_event(app: &AppHandle, event: &MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::show(app),
        QUIT => super::desktop::leave(app),
        // At once, without the page: locking must work when the page does not.
        LOCK => {
            let handle = app.clone();
            tauri::async_runtime::spawn(async move {
                if let Err(error) = handle.state::<Bridge>().lock().await {
                    tracing::warn!(%error, "the vault was not locked");
                }
            });
        }
        action => {
            window::show(app);
            actions::ask(app, Action::plain(action));
        }
    }
}
