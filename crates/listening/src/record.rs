//! What syncs: one kind of fact, and the small records in which people say something about music.
//!
//! A play is [`crate::model::Play`]; a person's words about one are annotations: `apart` (true: never
//! one with another source's play), `hidden` (true: left out of every figure).
//! Settings (one record): `count` (`half`, `end`, `all`), `private` (count private sessions), `zone`
//! (IANA: where plays were heard whose source does not say).
//! An alias: `scope` (`artist`, `album`, `track`), `from`, `into` (their ids), names for people.
//! A label: `artist` (id), `name`, `genre/<genre>`. A list: `name`, `note`, `feeling`, `order`,
//! `track/<id>` (when it was added, Unix milliseconds).

use store::record::{FactKind, RecordKind, Sensitivity};

/// One play as one source told it.
pub(crate) static PLAY: FactKind = FactKind { name: "listening.play", version: 1, searched: false };

/// How figures are counted.
pub(crate) static SETTINGS: RecordKind = RecordKind {
    name: "listening.settings",
    version: 1,
    prose: &[],
    sensitivity: Sensitivity::Ordinary,
};

/// Two names for one artist, album or track.
pub(crate) static ALIAS: RecordKind = RecordKind {
    name: "listening.alias",
    version: 1,
    prose: &[],
    sensitivity: Sensitivity::Ordinary,
};

/// Genres that a person gave to an artist.
pub(crate) static LABEL: RecordKind = RecordKind {
    name: "listening.label",
    version: 1,
    prose: &[],
    sensitivity: Sensitivity::Ordinary,
};

/// A list of tracks.
pub(crate) static LIST: RecordKind = RecordKind {
    name: "listening.list",
    version: 1,
    prose: &["note"],
    sensitivity: Sensitivity::Intimate,
};
