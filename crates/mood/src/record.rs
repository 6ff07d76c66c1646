//! What syncs: check-ins, what they are made with, readings of models, a questionnaire, settings.
//!
//! All fields are flat. Ids are UUIDs as records write them, instants Unix milliseconds; valence (from
//! unpleasant to pleasant) and energy (from calm to energetic) are whole numbers from -100 to 100 on
//! the circumplex (Russell 1980).
//!
//! - A check-in, what a person said: `at`, `zone` (IANA, where it was said), `valence`, `energy` (each
//!   absent when nobody said it: a word of another program may have no place), `word/<word>`,
//!   `factor/<factor's id>` (a flag: 1 or 0; a scale: 1 to 5; a count), `note` (prose), `of` (the
//!   session it was said around) with `side` (`before`, `after`), `source` (where it was brought in
//!   from, `daylio:...`).
//! - A factor: `name`, `kind` (`flag`, `scale`, `count`), `low` and `high` (what the ends of a scale
//!   are called), `unit` (of a count), `archived`, `order`.
//! - An own word: `text`, `valence`, `energy`.
//! - A reading, what a model made of a face, a voice or a text: `lane`, `at`, `zone`, `valence`,
//!   `energy`, `label/<label>` (a probability from 0 to 1), `source`, `model`, `version`, `quality`,
//!   `coverage` (0 to 1), `about` (the entry or session). Its kind is sealed: see [`crate::lanes`].
//! - The WHO-5, as it was answered: `at`, `zone`, `answer/1` to `answer/5` (0 to 5).
//! - Settings (one record): `day_starts` (minutes after midnight at which a day begins).

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
    /// What a person said of a moment.
    CHECKIN = "mood.checkin", &["note"], Intimate;
    /// Something that may be said with a check-in.
    FACTOR = "mood.factor", &[], Intimate;
    /// An own word and its place.
    WORD = "mood.word", &[], Intimate;
    /// What a model made of a face, a voice or a text.
    READING = "mood.reading", &[], Sealed;
    /// A questionnaire as it was answered.
    WHO5 = "mood.who5", &[], Intimate;
    /// When a day begins.
    SETTINGS = "mood.settings", &[], Ordinary;
}
