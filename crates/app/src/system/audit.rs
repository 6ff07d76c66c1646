//! What was done with the vault, and whether that was changed from outside.

use base::error::Result;
use domain::command::Nothing;
use domain::wire;
use store::audit;

use crate::app::App;
use crate::system::system;

/// Entries in one answer, if nobody says how many.
const PAGE: u32 = 50;
/// The most entries in one answer.
const PAGE_MAX: u32 = 1_000;

system! { COMMANDS "audit":
    /// What was done with the vault on this device, the newest first.
    read list(AuditPage) -> AuditLog, reads &["audit", "vault"];
    /// Follows the whole chain of what was done.
    read verify(Nothing) -> AuditVerified, reads &["audit", "vault"];
}

wire! {
    /// Which part of the log.
    #[derive(Default)]
    #[ts(optional_fields)]
    pub(crate) struct AuditPage {
        /// Only what came before this entry.
        #[serde(default)]
        #[ts(optional, type = "number")]
        pub(crate) before: Option<i64>,
        /// How many, 50 if nothing is said, 1,000 at most.
        #[serde(default)]
        pub(crate) limit: Option<u32>,
    }

    /// A part of the log.
    pub(crate) struct AuditLog {
        /// The newest first.
        pub(crate) entries: Vec<AuditEntry>,
        /// Whether there are earlier ones.
        pub(crate) more: bool,
    }

    /// Something that was done.
    pub(crate) struct AuditEntry {
        /// Which one, from 1.
        #[ts(type = "number")]
        pub(crate) n: i64,
        /// When, Unix milliseconds by this device's clock.
        #[ts(type = "number")]
        pub(crate) at_ms: i64,
        /// `person`, `everkept`, `connector`, or the name of a program that submits.
        pub(crate) who: String,
        /// The name of a command or of a service's work.
        pub(crate) did: String,
        /// With what, a line for each word; empty: nothing to be said.
        pub(crate) about: String,
        /// How many things it was about.
        #[ts(type = "number | null")]
        pub(crate) items: Option<i64>,
    }

    /// What following the chain came to.
    pub(crate) struct AuditVerified {
        /// Whether every entry fits the one before, and the last is the last that was written.
        pub(crate) ok: bool,
        /// Entries that were looked at.
        #[ts(type = "number")]
        pub(crate) entries: u64,
        /// The first that does not fit; one beyond the last: the end is missing.
        #[ts(type = "number | null")]
        pub(crate) broken_at: Option<i64>,
    }
}

fn list(app: &App, request: AuditPage) -> Result<AuditLog> {
    let limit = request.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let mut found = app.vault()?.store.read(|cx| audit::list(cx, request.before, limit + 1))?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let entries = found.into_iter().map(|entry| AuditEntry {
        n: entry.n,
        at_ms: entry.at_ms,
        who: entry.deed.who,
        did: entry.deed.did,
        about: entry.deed.about,
        items: entry.deed.items,
    });
    Ok(AuditLog { entries: entries.collect(), more })
}

fn verify(app: &App, _: Nothing) -> Result<AuditVerified> {
    let verified = app.vault()?.store.read(audit::verify)?;
    let (entries, broken_at) = (verified.entries, verified.broken_at);
    Ok(AuditVerified { ok: broken_at.is_none(), entries, broken_at })
}
