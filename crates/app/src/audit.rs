//! What is written down of who did what: one list of the commands that leave a trace, and what runs beside
//! the vault says for itself.
//!
//! A trace names a command and, where the list says so, short words of its request that are no content: a
//! sensor, an account, a format. What a person writes and reads in their own diary leaves none.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use serde_json::value::RawValue;
use store::audit::Deed;
use store::store::Write;
use store::write::Step;

use crate::app::App;

/// The person, through any face.
const PERSON: &str = "person";

/// What stands between the words of a trace.
const WORDS_APART: &str = "\n";

/// Characters of a request's word that are kept.
const WORD_MAX: usize = 80;

/// Commands that leave a trace when they succeed, and the fields of their requests that go into it.
static TRACED: &[(&str, &[&str])] = &[
    ("vault.create", &[]),
    ("vault.change_passphrase", &[]),
    ("vault.recovery_words", &[]),
    ("import.run", &["as"]),
    ("export.run", &["format"]),
    ("backups.set", &[]),
    ("backups.make", &[]),
    ("backups.restore", &["name"]),
    ("backups.bring_back", &["name"]),
    ("rescue.restore", &["name"]),
    ("accounts.connect", &["id"]),
    ("accounts.disconnect", &["id"]),
    ("accounts.fetch_all", &["id"]),
    ("scrobbling.set", &["on"]),
    ("scrobbling.add_client", &["name"]),
    ("scrobbling.remove_client", &["name"]),
    ("scrobbling.allow_origin", &["name", "origin", "allowed"]),
    ("scrobbling.approve", &["name"]),
    ("playing.set", &["on"]),
    ("senses.consent", &["what", "given"]),
    ("senses.try_file", &[]),
    ("senses.try_upload", &[]),
    ("words.read", &[]),
    ("sync.turn_on", &[]),
    ("sync.turn_off", &[]),
    ("sync.join", &[]),
    ("sync.invite", &["by"]),
    ("sync.remove_device", &[]),
    ("sync.allow_deletions", &[]),
    ("retention.set", &["name"]),
    ("trash.empty", &[]),
];

/// Something that the person did.
pub(crate) fn by_person(did: &str, about: &str) -> Deed {
    Deed { who: PERSON.into(), did: did.into(), about: about.into(), items: None }
}

/// Something that Everkept or what it let in did by itself.
pub(crate) fn by_itself(who: &str, did: &str, about: &str) -> Deed {
    Deed { who: who.into(), did: did.into(), about: about.into(), items: None }
}

/// The same, with how many things it was about.
pub(crate) fn counted(who: &str, did: &str, about: &str, items: i64) -> Deed {
    Deed { items: Some(items), ..by_itself(who, did, about) }
}

/// What comes in all day, by whom, counted until it is written down: every hour and when the vault closes.
/// A player that submits each track would otherwise be most of the log.
#[derive(Default)]
pub(crate) struct Tally(Mutex<BTreeMap<(String, &'static str, String), i64>>);

impl Tally {
    /// Something came in or went out.
    pub(crate) fn add(&self, who: &str, did: &'static str, about: &str, items: i64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((who.to_owned(), did, about.to_owned())).or_default() += items;
    }

    fn take(&self) -> impl Iterator<Item = Deed> {
        let counts = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        counts.into_iter().map(|((who, did, about), items)| counted(&who, did, &about, items))
    }
}

/// The trace of a command that succeeded, if it leaves one.
fn trace_of(command: &str, payload: &RawValue) -> Option<Deed> {
    let (_, fields) = TRACED.iter().find(|(name, _)| *name == command)?;
    // It was read by the command already: what is no object has no fields.
    let request: Value = serde_json::from_str(payload.get()).unwrap_or_default();
    let words = fields.iter().filter_map(|field| match request.get(field)? {
        Value::String(word) => Some(word.chars().take(WORD_MAX).collect()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    });
    Some(by_person(command, &words.collect::<Vec<String>>().join(WORDS_APART)))
}

impl App {
    /// Writes down what was done. What was done stays done when that fails, as on a full disk.
    pub(crate) fn audit(&self, deed: Deed) {
        let Ok(vault) = self.vault() else { return };
        let write = Write::new("audit.note").step(Step::None);
        match vault.store.write(write, move |cx| cx.audit(deed)) {
            Ok(()) => self.announce("audit"),
            Err(error) => tracing::warn!(code = ?error.code(), "what was done is not written down"),
        }
    }

    /// Writes down what was counted since the last time.
    pub(crate) fn audit_tally(&self) {
        self.tally.take().for_each(|deed| self.audit(deed));
    }

    /// Writes down a command that succeeded, if it leaves a trace.
    pub(crate) fn audit_command(&self, command: &str, payload: &RawValue) {
        if let Some(deed) = trace_of(command, payload) {
            self.audit(deed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{self, Named};

    #[test]
    fn every_traced_command_exists() {
        let all: Vec<&str> = dispatch::all()
            .map(|named| match named {
                Named::Domain(command) => command.name,
                Named::System(command) => command.name,
            })
            .collect();
        for (name, _) in TRACED {
            assert!(all.contains(name), "{name}");
        }
    }

    #[test]
    fn a_trace_keeps_named_words_only() {
        let payload = |json: &str| RawValue::from_string(json.to_owned()).expect("JSON");
        let asked = payload(r#"{"what":"camera","given":true,"note":"I am sad"}"#);
        let traced = trace_of("senses.consent", &asked).expect("it is in the list");
        assert_eq!(traced, by_person("senses.consent", "camera\ntrue"));
        let words = payload(&format!(r#"{{"format":"{}"}}"#, "x".repeat(500)));
        assert_eq!(trace_of("export.run", &words).expect("listed").about.len(), WORD_MAX);
        assert_eq!(trace_of("journal.entries", &asked), None);
    }
}
