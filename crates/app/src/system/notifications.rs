//! What rang, what Everkept had to say, and when it may.

use base::error::Result;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::store::Write;
use store::write::Step;

use crate::app::App;
use crate::notifications::settings::{self, QuietHours};
use crate::notifications::{Kept, Notification, Outside, Ring};
use crate::system::system;

system! { COMMANDS "notifications":
    /// The last 200 notifications of this device, the newest first, and how many nobody read.
    read list(Nothing) -> NotificationList, reads &["notifications", "vault"];
    /// Marks notifications as read: those that are named, or all.
    write mark_read(MarkRead) -> Unread;
    /// Whether and when notifications ring on this device, and what they say outside of the window.
    read settings(Nothing) -> NotificationChoice, reads &["notifications", "vault"];
    /// Changes that; what is left out stays.
    write set(NotificationPatch) -> NotificationChoice;
}

wire! {
    /// Notifications.
    #[derive(Eq)]
    pub(crate) struct NotificationList {
        /// The newest first.
        items: Vec<NotificationRow>,
        /// How many nobody read.
        unread: usize,
    }

    /// One notification.
    #[derive(Eq)]
    pub(crate) struct NotificationRow {
        /// Counts up.
        id: u32,
        /// When it rang, Unix milliseconds.
        at_ms: i64,
        /// What it is about: a kind of record, or `backups.failed`, `disk.full`, `sync.` and a trouble.
        kind: String,
        /// Its record, if it is about one.
        record: Option<AnyId>,
        /// One line, in English.
        title: String,
        /// Another one, or nothing.
        body: String,
        /// Whether somebody saw it.
        read: bool,
        /// Whether it came in quiet hours: it stands here and nowhere else.
        silent: bool,
        /// What the operating system may be told of it now; null: nothing.
        outside: Option<OutsideWords>,
    }

    /// What the operating system is told.
    #[derive(Eq)]
    pub(crate) struct OutsideWords {
        /// One line.
        title: String,
        /// Another one, or nothing.
        body: String,
    }

    /// Which were read.
    pub(crate) struct MarkRead {
        /// Left out: all of them.
        #[serde(default)]
        #[ts(optional)]
        ids: Option<Vec<u32>>,
    }

    /// What is left to read.
    #[derive(Eq)]
    pub(crate) struct Unread {
        /// How many nobody read.
        unread: usize,
    }

    /// What is set for notifications on this device.
    #[derive(Eq)]
    pub(crate) struct NotificationChoice {
        /// Whether the operating system shows them, too.
        on: bool,
        /// Whether the system's say what they are about; else only that it is time to look.
        show_words: bool,
        /// Whether there are quiet hours. What a running session asks for rings in them, too.
        quiet: bool,
        /// When they begin, by the clock at the wall, `22:00`.
        quiet_from: String,
        /// When they end, `07:00`; before they begin: the next day.
        quiet_until: String,
    }

    /// Changes to that.
    pub(crate) struct NotificationPatch {
        /// Whether the operating system shows them, too.
        #[serde(default)]
        #[ts(optional)]
        on: Option<bool>,
        /// Whether the system's say what they are about.
        #[serde(default)]
        #[ts(optional)]
        show_words: Option<bool>,
        /// Whether there are quiet hours.
        #[serde(default)]
        #[ts(optional)]
        quiet: Option<bool>,
        /// When they begin, `22:00`.
        #[serde(default)]
        #[ts(optional)]
        quiet_from: Option<String>,
        /// When they end, `07:00`.
        #[serde(default)]
        #[ts(optional)]
        quiet_until: Option<String>,
    }
}

impl NotificationRow {
    fn of(one: Notification, settings: &settings::NotificationSettings) -> NotificationRow {
        let outside = match one.silent {
            true => None,
            false => Outside::of(&Ring::from(&one), settings),
        };
        let Notification { id, at_ms, kind, record, title, body, read, silent } = one;
        let outside = outside.map(|Outside { title, body }| OutsideWords { title, body });
        NotificationRow { id, at_ms, kind, record, title, body, read, silent, outside }
    }
}

impl From<settings::NotificationSettings> for NotificationChoice {
    fn from(set: settings::NotificationSettings) -> NotificationChoice {
        NotificationChoice {
            on: set.on,
            show_words: set.show_words,
            quiet: set.quiet,
            quiet_from: set.hours.from(),
            quiet_until: set.hours.until(),
        }
    }
}

fn list(app: &App, _: Nothing) -> Result<NotificationList> {
    app.vault()?.store.read(|cx| {
        let set = settings::get(cx)?;
        let kept = Kept::read(cx)?.list;
        let unread = unread(&kept);
        let items = kept.into_iter().rev().map(|one| NotificationRow::of(one, &set)).collect();
        Ok(NotificationList { items, unread })
    })
}

fn unread(list: &[Notification]) -> usize {
    list.iter().filter(|one| !one.read).count()
}

fn mark_read(app: &App, request: MarkRead) -> Result<Unread> {
    let write = Write::new("notifications.mark_read").step(Step::None);
    let left = app.vault()?.store.write(write, move |cx| {
        let mut kept = Kept::read(&cx.read())?;
        kept.mark_read(request.ids.as_deref());
        kept.write(cx)?;
        Ok(Unread { unread: unread(&kept.list) })
    })?;
    app.announce("notifications");
    Ok(left)
}

fn settings(app: &App, _: Nothing) -> Result<NotificationChoice> {
    app.vault()?.store.read(settings::get).map(NotificationChoice::from)
}

fn set(app: &App, request: NotificationPatch) -> Result<NotificationChoice> {
    let write = Write::new("notifications.set").step(Step::None);
    let set = app.vault()?.store.write(write, move |cx| {
        let mut set = settings::get(&cx.read())?;
        set.on = request.on.unwrap_or(set.on);
        set.show_words = request.show_words.unwrap_or(set.show_words);
        set.quiet = request.quiet.unwrap_or(set.quiet);
        let from = request.quiet_from.unwrap_or_else(|| set.hours.from());
        let until = request.quiet_until.unwrap_or_else(|| set.hours.until());
        set.hours = QuietHours::new(&from, &until)?;
        set.write(cx)?;
        Ok(set)
    })?;
    app.announce("notifications");
    Ok(set.into())
}
