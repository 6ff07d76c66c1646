//! What syncs: three kinds of facts, and the records in which people train and say what they are.
//!
//! All fields are flat. Ids are UUIDs in hexadecimal digits, days `2026-03-01`, instants Unix
//! milliseconds; sizes are whole milligrams, millimeters, milliseconds, joules and beats per minute,
//! whatever unit they were entered in (`unit` and `text` keep that).
//!
//! - `fitness.activity`, `fitness.track`, `fitness.samples`: what a watch or a program told. What a
//!   person says about an activity are annotations: `name`, `note`, `sport`, `rpe_x2`, `tag/<tag>`,
//!   `hidden`, `apart`.
//! - An exercise, own or a change of a shipped one (then with that one's id, and only what differs):
//!   `name`, `kind` ([`crate::model::units::Measured`]), `equipment`, `muscle/<slug>` (2 primary, 1
//!   secondary, 0 not), `note` (prose), `hidden`, `unilateral`, `step_mg`, `alias/<folded name>`,
//!   `into` (an exercise that was merged: the one for which its sets count).
//! - A routine: `name`, `note` (prose), `folder`, `order`, `closed`, and for each exercise
//!   `item/<key>/...`: `exercise`, `order` (a fractional index), `sets`, `low`, `high` (repetitions),
//!   `time_ms`, `distance_mm`, `rest_ms`, `group` (a letter: a superset), `rule` (`none`, `double`,
//!   `linear`), `step_mg`, `note`.
//! - A workout, done, going on or planned: `name`, `note` (prose), `sport`, `routine`, `planned` (a
//!   day), `zone` (IANA, where it happened), `start`, `end` (what was not live), `distance_mm`,
//!   `moving_ms`, `energy_j`, `ascent_mm`, `heart_bpm`, `rpe_x2`, `tag/<tag>`, `media/<content hash>`,
//!   the events of a live one `event/...` ([`domain::session`]), `rest_until`, `rest_ms`; for each
//!   exercise `ex/<key>/...`: `exercise`, `order`, `group`, `note`, `rest_ms`; for each set
//!   `set/<key>/...`: `ex` (a key), `order`, `kind` (`warmup`, `work`, `drop`, `failure`), `reps`,
//!   `mg`, `mm`, `ms`, `rpe_x2`, `done` (when; none: not done), `unit`, `text`.
//! - A measure: `at`, `zone`, `what`, `value` (mg, mm, tenths of a percent, beats per minute), `unit`,
//!   `text`, `note`.
//! - A goal: `what` (`e1rm`, `weight`, `workouts_week`, `distance_week`, `distance_total`, `body`),
//!   `exercise`, `sport`, `measure`, `target`, `start_value`, `unit`, `from`, `by`, `note`.
//! - A file that was imported: `name`, `media/<content hash>`.
//! - Settings (one record): `weight_unit`, `distance_unit`, `height_mm`, `birth_year`, `heart_max`,
//!   `heart_rest`, `zone/<1..5>` (where it begins, beats per minute), `bar_mg`, `plate/<mg>` (how many),
//!   `first_sport`, `source/<what>/<source>` (a rank), `rest_rule`, `minutes`.

use store::record::{FactKind, RecordKind, Sensitivity};

/// One activity as one source told it.
pub(crate) static ACTIVITY: FactKind =
    FactKind { name: "fitness.activity", version: 1, searched: true };

/// The columns of an activity's track.
pub(crate) static TRACK: FactKind = FactKind { name: "fitness.track", version: 1, searched: false };

/// What one source measured on one day.
pub(crate) static SAMPLES: FactKind =
    FactKind { name: "fitness.samples", version: 1, searched: false };

/// Every kind of fact.
pub(crate) static FACTS: &[&FactKind] = &[&ACTIVITY, &TRACK, &SAMPLES];

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
    /// An own exercise, or what is said of a shipped one.
    EXERCISE = "fitness.exercise", &["note"], Ordinary;
    /// A routine: exercises in their order, and how they become harder.
    ROUTINE = "fitness.routine", &["note"], Ordinary;
    /// A workout, done, going on or planned.
    WORKOUT = "fitness.workout", &["note"], Intimate;
    /// A measure of the body.
    MEASURE = "fitness.measure", &[], Intimate;
    /// Something that is trained for.
    GOAL = "fitness.goal", &["note"], Intimate;
    /// Units, plates, heart rate zones.
    SETTINGS = "fitness.settings", &[], Ordinary;
    /// A file that was imported, kept as it came.
    FILE = "fitness.file", &[], Ordinary;
}
