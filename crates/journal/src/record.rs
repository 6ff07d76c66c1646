//! What syncs: four kinds of flat records.
//!
//! An entry's fields: `journal`, `date` (`2026-03-01`), `time` (`21:04:05`; absent: all day), `zone`
//! (IANA), `title`, `body` (prose), `starred`, `pinned`, `tag/<tag>`, `person/<name>`, `place`,
//! `place_latitude`, `place_longitude`, `weather`, `weather_celsius`, `mood`, `media/<content hash>`
//! (a JSON text), `source` (`dayone:<uuid>`), `created`, `modified` (RFC 3339, from the source).
//! A journal: `name`, `hue`, `order`. A template: `name`, `body` (prose). A prompt: `text`.

use store::record::{RecordKind, Sensitivity};

/// One entry.
pub(crate) static ENTRY: RecordKind = RecordKind {
    name: "journal.entry",
    version: 1,
    prose: &["body"],
    sensitivity: Sensitivity::Intimate,
};

/// One journal: a named book that entries belong to.
pub(crate) static JOURNAL: RecordKind = RecordKind {
    name: "journal.journal",
    version: 1,
    prose: &[],
    sensitivity: Sensitivity::Ordinary,
};

/// An own template.
pub(crate) static TEMPLATE: RecordKind = RecordKind {
    name: "journal.template",
    version: 1,
    prose: &["body"],
    sensitivity: Sensitivity::Ordinary,
};

/// An own prompt.
pub(crate) static PROMPT: RecordKind = RecordKind {
    name: "journal.prompt",
    version: 1,
    prose: &[],
    sensitivity: Sensitivity::Ordinary,
};
