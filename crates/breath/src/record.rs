//! What syncs: own patterns, sessions, readings of heart-rate variability, settings.
//!
//! All fields are flat. Instants are Unix milliseconds, lengths milliseconds, days `2026-03-01`.
//!
//! - A pattern, own or a word on a shipped one (then `of`, that one's id, and only `favorite`): `name`, `program` ([`crate::model::program::Program::text`]), `minutes`, `note` (prose), `favorite`,
//!   `by` (the fingerprint of who shared it).
//! - A session: `kind` (`breathing`, `meditation`), `pattern` (a shipped id or an own one's), `name` (that
//!   one's at the time), `program`, `planned_ms` (none: open), `zone`, the events of a live one `event/...`
//!   ([`domain::session`]), `tap/<elapsed>-<nonce>`, `stretch/<cycle>`, `interrupt/<elapsed>-<nonce>`,
//!   `camera`, `microphone`, `adaptive`, `gate_seen`, `bell/start`, `bell/end`, `bell/every_minutes`,
//!   `ambient`, `course`, `course_day`, `before/...` and `after/...` (`valence`, `energy`, `word/<word>`),
//!   `note` (prose), `start` and `end` (what was written down afterward), and what was measured:
//!   `sum/<figure>` (texts and numbers, see [`crate::model::summary`]), of these once more as numbers for
//!   tables `matched` and `rate`; `trace` (the content hash of the curve), `trace_keep` (`none`, `days30`,
//!   `year1`, `always`), `media/<content hash>` while the curve is there.
//! - A reading of heart-rate variability: `at`, `zone`, `source`, `note`, `beats`, `secs`, `kept` (a share),
//!   `fig/<figure>` (texts), of these once more as numbers for tables `rmssd` and `heart_rate`,
//!   `media/<content hash>` (its intervals).
//! - Settings (one record): `keep` (what is done with curves), `days_per_week`, `pause/<first day>` (the
//!   last day), `settling_speed`.
//!
//! Curves and intervals are attachments: what lies in the log stays in it, and they shall be able to go.

use store::record::{RecordKind, Sensitivity};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $prose:expr, $sensitivity:ident;)*) => {
        $($(#[$doc])*
        pub(crate) static $name: RecordKind = RecordKind {
            name: $kind,
            version: 1,
            prose: $prose,
            sensitivity: Sensitivity::$sensitivity,
        };)*
        /// Every kind of record.
        pub(crate) static RECORDS: &[&RecordKind] = &[$(&$name),*];
    };
}

kinds! {
    /// An own pattern, or what is said of a shipped one.
    PATTERN = "breath.pattern", &["note"], Ordinary;
    /// A session of breathing or meditation.
    SESSION = "breath.session", &["note"], Intimate;
    /// Intervals between heart beats, and what they tell.
    HRV = "breath.hrv", &["note"], Intimate;
    /// Rhythm, and how long curves are kept.
    SETTINGS = "breath.settings", &[], Ordinary;
}
