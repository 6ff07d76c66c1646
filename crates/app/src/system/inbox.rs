//! Writing something down while the vault is locked.

use base::error::Result;
use domain::wire;

use crate::app::App;
use crate::system::system;

system! { COMMANDS "inbox":
    /// Writes something down, also while the vault is locked: it is sealed, and an entry as soon as the vault
    /// is open.
    write jot(Jotted) -> NotesWaiting;
}

wire! {
    /// Something to be written down.
    pub(crate) struct Jotted {
        /// The words, at most 64 KiB.
        pub(crate) text: String,
    }

    /// What waits for the vault.
    #[derive(Copy)]
    pub(crate) struct NotesWaiting {
        /// How many notes; 0 when the vault is open.
        pub(crate) waiting: u32,
    }
}

fn jot(app: &App, request: Jotted) -> Result<NotesWaiting> {
    app.jot(&request.text)?;
    Ok(NotesWaiting { waiting: u32::try_from(app.notes_waiting()).unwrap_or(u32::MAX) })
}
