//! What the system asks of the page: a menu, the tray or a link was used.
//!
//! The page is told by the one event that something waits (`origin` is `shell`) and fetches it with
//! `shell.actions`. So nothing is lost while the page still starts, and no draft travels in an event.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager};

use crate::bridge::Change;
use crate::link::Draft;
use crate::window;

/// One thing for the page to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Action {
    /// An action of the page, such as `journal.create_entry`.
    pub(crate) id: String,
    /// What a link wants to be written; it opens unsaved.
    pub(crate) draft: Option<Draft>,
}

impl Action {
    pub(crate) fn plain(id: impl Into<String>) -> Action {
        Action { id: id.into(), draft: None }
    }
}

/// Actions that the page has not fetched yet.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Vec<Action>>);

/// More than a person causes before the page has started; the rest is a page that fires links.
const WAITING_MAX: usize = 8;

impl Waiting {
    fn push(&self, action: Action) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING_MAX {
            waiting.push(action);
        }
    }

    /// All of them, oldest first, and none is left.
    pub(crate) fn take(&self) -> Vec<Action> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Hands an action to the page.
pub(crate) fn ask(app: &AppHandle, action: Action) {
    app.state::<Waiting>().push(action);
    let hint = Change { kinds: Vec::new(), origin: "shell" };
    if let Err(error) = app.emit_to(window::MAIN, crate::bridge::CHANGED, hint) {
        tracing::warn!(%error, "the page was not told of an action");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_wait_in_order_and_are_handed_out_once() {
        let waiting = Waiting::default();
        waiting.push(Action::plain("a"));
        waiting.push(Action::plain("b"));
        assert_eq!(waiting.take(), [Action::plain("a"), Action::plain("b")]);
        assert!(waiting.take().is_empty());
    }

    #[test]
    fn a_flood_of_actions_is_cut_off() {
        let waiting = Waiting::default();
        for _ in 0..1000 {
            waiting.push(Action::plain("a"));
        }
        assert_eq!(waiting.take().len(), WAITING_MAX);
    }
}
