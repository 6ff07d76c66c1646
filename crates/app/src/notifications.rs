//! Notifications: what rang and what Everkept itself had to say, the last two hundred, and which of them
//! were read. They belong to this device: nothing here is a record, nothing is synced.
//!
//! What is deliberately not here: when something is due (`services::alarms`), what is wrong
//! (`services::troubles`) and how a system shows it (the faces). Start reading at [`Kept`].

use std::collections::BTreeSet;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::view::Alarm;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::write::WriteCx;

use crate::app::App;

pub(crate) mod settings;

use settings::NotificationSettings;

/// The name under which the device keeps them.
const KEY: &str = "notifications";

/// Notifications that are kept; the oldest go. A list that nobody reads to its end, in one small row.
const KEPT_MAX: usize = 200;

/// All that a system is told while words are not wanted there: it stands on a locked screen.
const NEUTRAL: &str = "Time to check in";

/// One notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notification {
    /// Counts up; never given twice on this device.
    pub(crate) id: u32,
    /// When it rang, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// What it is about: a kind of record, or a trouble such as `backups.failed`.
    pub(crate) kind: String,
    /// Its record, if it is about one.
    pub(crate) record: Option<AnyId>,
    /// One line.
    pub(crate) title: String,
    /// Another one, or nothing.
    pub(crate) body: String,
    /// Whether somebody saw it.
    pub(crate) read: bool,
    /// Whether it came in quiet hours and made no sound and no sign but its line in the list.
    pub(crate) silent: bool,
}

/// What is to be told, before it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Telling {
    /// As [`Notification::kind`].
    pub(crate) kind: String,
    /// As [`Notification::record`].
    pub(crate) record: Option<AnyId>,
    /// When it was due, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// One line.
    pub(crate) title: String,
    /// Another one, or nothing.
    pub(crate) body: String,
    /// Something that goes on waits for it: it rings in quiet hours, too.
    pub(crate) of_session: bool,
}

impl From<Alarm> for Telling {
    fn from(alarm: Alarm) -> Telling {
        Telling {
            kind: alarm.kind,
            record: Some(alarm.id),
            at_ms: alarm.at_ms,
            title: alarm.title,
            body: alarm.body,
            of_session: alarm.of_session,
        }
    }
}

/// What this device keeps of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Kept {
    /// The last id that was given.
    last: u32,
    /// The first first.
    // Invariant: at most `KEPT_MAX`, ids rise.
    pub(crate) list: Vec<Notification>,
    /// Troubles that were told and are not over: none is told twice.
    pub(crate) standing: BTreeSet<String>,
}

impl Kept {
    /// What there is.
    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Kept> {
        match cx.device_value(KEY)? {
            Some(kept) => serde_json::from_str(&kept)
                .map_err(|source| Error::internal("reading the notifications", source)),
            None => Ok(Kept::default()),
        }
    }

    /// Keeps it.
    pub(crate) fn write(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        let kept = serde_json::to_string(self)
            .map_err(|source| Error::internal("keeping the notifications", source))?;
        cx.set_device_value(KEY, &kept)
    }

    /// Adds one; the oldest goes when there are too many.
    pub(crate) fn add(&mut self, telling: Telling, silent: bool) -> Notification {
        self.last += 1;
        let Telling { kind, record, at_ms, title, body, of_session: _ } = telling;
        let id = self.last;
        let added = Notification { id, at_ms, kind, record, title, body, read: false, silent };
        self.list.push(added.clone());
        let over = self.list.len().saturating_sub(KEPT_MAX);
        self.list.drain(..over);
        added
    }

    /// Marks those as read, or all.
    pub(crate) fn mark_read(&mut self, ids: Option<&[u32]>) {
        for one in &mut self.list {
            one.read |= ids.is_none_or(|ids| ids.contains(&one.id));
        }
    }
}

/// Something rings: what it is about, for a face that may show it outside of its window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    title: String,
    body: String,
}

/// What the operating system is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// One line.
    pub title: String,
    /// Another one, or nothing.
    pub body: String,
}

impl From<&Notification> for Ring {
    fn from(told: &Notification) -> Ring {
        Ring { title: told.title.clone(), body: told.body.clone() }
    }
}

impl Outside {
    /// What the system may be told of something that rings; nothing when it is told nothing at all.
    pub(crate) fn of(ring: &Ring, settings: &NotificationSettings) -> Option<Outside> {
        match (settings.on, settings.show_words) {
            (false, _) => None,
            (true, false) => Some(Outside { title: NEUTRAL.into(), body: String::new() }),
            (true, true) => Some(Outside { title: ring.title.clone(), body: ring.body.clone() }),
        }
    }
}

impl App {
    /// What the system may be told of this now; nothing when the person wants none of it. A vault that
    /// was locked meanwhile cannot say what is wanted: then the words stay inside.
    pub fn outside(&self, ring: &Ring) -> Option<Outside> {
        let settings = self.vault().and_then(|vault| vault.store.read(settings::get));
        Outside::of(ring, &settings.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_and_no_number_comes_twice() {
        let telling = |at_ms| Telling {
            kind: "backups.failed".into(),
            record: None,
            at_ms,
            title: "No backup could be made".into(),
            body: String::new(),
            of_session: false,
        };
        let mut kept = Kept::default();
        for at_ms in 0..250 {
            kept.add(telling(at_ms), false);
        }
        let ids: Vec<u32> = kept.list.iter().map(|one| one.id).collect();
        assert_eq!(ids, (51..=250).collect::<Vec<u32>>());
        kept.mark_read(Some(&[60, 7]));
        assert_eq!(kept.list.iter().filter(|one| one.read).count(), 1, "7 has gone");
        kept.mark_read(None);
        assert_eq!(kept.list.iter().filter(|one| one.read).count(), 200);
    }

    #[test]
    fn e9_the_system_is_told_that_it_is_time_and_nothing_else() {
        let ring = Ring { title: "The rest is over".into(), body: "Bench press".into() };
        let told = |on, show_words| {
            let settings = NotificationSettings { on, show_words, ..Default::default() };
            Outside::of(&ring, &settings).map(|told| (told.title, told.body))
        };
        assert_eq!(told(true, false), Some(("Time to check in".into(), String::new())));
        assert_eq!(told(true, true), Some(("The rest is over".into(), "Bench press".into())));
        assert_eq!((told(false, false), told(false, true)), (None, None));
    }
}
