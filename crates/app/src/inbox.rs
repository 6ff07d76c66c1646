//! What was written down while the vault was locked is taken in when it opens, once.

use base::error::{Code, Error, Result};
use domain::command::{Command, Run};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde_json::value::to_raw_value;
use store::inbox::{self, KeyBeside, Note, Waiting};
use store::store::Write;

use crate::app::{App, Vault};
use crate::audit;
use crate::domains::{self, DOMAINS};

/// The name under which the device keeps which note was taken in last: its file may outlive a kill.
const TAKEN: &str = "inbox.taken";

impl App {
    /// Writes something down, also while the vault is locked or open elsewhere. It is on the disk when this
    /// returns, and an entry as soon as the vault is open.
    ///
    /// # Errors
    /// `Invalid` at `text`; `NotFound` when the folder holds no vault that takes notes.
    pub(crate) fn jot(&self, text: &str) -> Result<()> {
        let env = &*self.config.env;
        let zone = env.zone().iana_name().unwrap_or("UTC").to_owned();
        let note = Note { at_ms: env.now().as_millisecond(), zone, text: text.to_owned() };
        inbox::put(self.dir(), env, &note)?;
        match self.take_in_notes() {
            Ok(_) => {}
            Err(error) if error.code() == Code::Locked => self.announce("inbox"),
            Err(error) => tracing::warn!(code = ?error.code(), "a note waits"),
        }
        Ok(())
    }

    /// How many notes wait for the vault.
    pub(crate) fn notes_waiting(&self) -> usize {
        inbox::count(self.dir())
    }

    /// Makes the vault able to take notes while it is locked; tells when somebody has put another key beside it.
    pub(crate) fn open_inbox(&self) -> Result<()> {
        let vault = self.vault()?;
        if inbox::prepare(&vault.store, self.dir(), &*self.config.env)? == KeyBeside::Foreign {
            self.audit(audit::by_itself("unknown", "inbox.key_changed", ""));
        }
        self.take_in_notes().map(drop)
    }

    /// Takes in what waits; answers how many notes that were.
    ///
    /// # Errors
    /// `Locked`; those of the store.
    pub(crate) fn take_in_notes(&self) -> Result<usize> {
        let vault = self.vault()?;
        let waiting = inbox::waiting(&vault.store, self.dir(), &*self.config.env)?;
        let count = waiting.len();
        for one in waiting {
            let name = one.name.clone();
            take_in(&vault, one)?;
            inbox::remove(self.dir(), &name)?;
        }
        if count > 0 {
            self.announce("inbox");
        }
        Ok(count)
    }
}

/// In one transaction: the entry, and that this note was taken in.
fn take_in(vault: &Vault, Waiting { name, note }: Waiting) -> Result<()> {
    let (command, payload) = command_for(&note)?;
    let Run::Write { body } = command.run else {
        return Err(Error::internal("taking in a note", command.name));
    };
    vault.store.write(Write::new("inbox.take_in"), move |cx| {
        if cx.read().device_value(TAKEN)?.as_deref() == Some(&name) {
            return Ok(());
        }
        body(cx, &payload)?;
        cx.set_device_value(TAKEN, &name)
    })
}

/// The command that writes a note, and its request.
fn command_for(note: &Note) -> Result<(&'static Command, Box<serde_json::value::RawValue>)> {
    let failed = |source: serde_json::Error| Error::internal("taking in a note", source);
    let zone = TimeZone::get(&note.zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(note.at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let at: Zoned = at.to_zoned(zone);
    let draft = DOMAINS.iter().find_map(|domain| domain.jotted(&note.text, &at));
    let draft = draft.ok_or_else(|| Error::internal("taking in a note", "no domain keeps it"))?;
    let found = domains::of(&draft.command)
        .and_then(|domain| domain.commands().iter().find(|one| one.name == draft.command));
    let command = found.ok_or_else(|| Error::internal("taking in a note", draft.command))?;
    Ok((command, to_raw_value(&draft.payload).map_err(failed)?))
}
