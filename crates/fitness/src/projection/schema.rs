//! The read tables, as SQL.
//!
//! Ids are 16-byte BLOBs, days numbers (20260301), instants Unix milliseconds, sizes as in records.
//! `n` is the number of the record or fact that a row comes from; `workout` and `routine` are such
//! numbers too.

/// What makes the tables.
pub(super) const SCHEMA: &str = "
    CREATE TABLE fitness_session (
        id BLOB PRIMARY KEY, n INTEGER NOT NULL, origin INTEGER NOT NULL, state INTEGER NOT NULL,
        day INTEGER NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER, elapsed_ms INTEGER,
        moving_ms INTEGER, zone TEXT NOT NULL, sport TEXT NOT NULL, name TEXT NOT NULL,
        source TEXT NOT NULL, distance_mm INTEGER, energy_j INTEGER, ascent_mm INTEGER,
        heart_bpm INTEGER, rpe_x2 INTEGER, routine BLOB, sets INTEGER NOT NULL,
        reps INTEGER NOT NULL, volume_mg INTEGER NOT NULL, same BLOB
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fitness_session_shown ON fitness_session (state, day, start_ms, id)
        WHERE same IS NULL;
    CREATE INDEX fitness_session_sport ON fitness_session (sport, state, day, start_ms, id)
        WHERE same IS NULL;
    CREATE INDEX fitness_session_start ON fitness_session (start_ms, id);
    CREATE INDEX fitness_session_n ON fitness_session (n);
    CREATE INDEX fitness_session_same ON fitness_session (same) WHERE same IS NOT NULL;
    CREATE TABLE fitness_live (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, paused INTEGER NOT NULL,
        began_ms INTEGER NOT NULL, settled_ms INTEGER NOT NULL, since_ms INTEGER,
        since_boot INTEGER NOT NULL, since_up_ms INTEGER NOT NULL, stepped INTEGER NOT NULL,
        rest_until INTEGER, rest_ms INTEGER
    ) STRICT;
    CREATE TABLE fitness_entry (
        workout INTEGER NOT NULL, key TEXT NOT NULL, exercise BLOB NOT NULL, position TEXT NOT NULL,
        superset TEXT NOT NULL, note TEXT NOT NULL, rest_ms INTEGER, PRIMARY KEY (workout, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fitness_set (
        workout INTEGER NOT NULL, key TEXT NOT NULL, entry TEXT NOT NULL, exercise BLOB NOT NULL,
        day INTEGER NOT NULL, start_ms INTEGER NOT NULL, position TEXT NOT NULL,
        kind INTEGER NOT NULL, reps INTEGER, mg INTEGER, mm INTEGER, ms INTEGER, rpe_x2 INTEGER,
        done INTEGER, unit TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (workout, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fitness_set_exercise ON fitness_set (exercise, start_ms, workout)
        WHERE done IS NOT NULL;
    CREATE INDEX fitness_set_day ON fitness_set (day, exercise, kind, reps, mg)
        WHERE done IS NOT NULL;
    CREATE TABLE fitness_tag (
        tag TEXT NOT NULL, session BLOB NOT NULL, PRIMARY KEY (tag, session)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fitness_tag_session ON fitness_tag (session);
    CREATE TABLE fitness_exercise (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT, kind TEXT, equipment TEXT,
        note TEXT, hidden INTEGER NOT NULL, unilateral INTEGER, step_mg INTEGER, target BLOB
    ) STRICT;
    CREATE TABLE fitness_muscle (
        exercise INTEGER NOT NULL, muscle TEXT NOT NULL, share INTEGER NOT NULL,
        PRIMARY KEY (exercise, muscle)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fitness_alias (
        exercise INTEGER NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (exercise, alias)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fitness_routine (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, note TEXT NOT NULL,
        folder TEXT NOT NULL, position TEXT NOT NULL, closed INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE fitness_item (
        routine INTEGER NOT NULL, key TEXT NOT NULL, exercise BLOB NOT NULL, position TEXT NOT NULL,
        sets INTEGER NOT NULL, low INTEGER, high INTEGER, time_ms INTEGER, distance_mm INTEGER,
        rest_ms INTEGER, superset TEXT NOT NULL, rule TEXT NOT NULL, step_mg INTEGER,
        note TEXT NOT NULL, PRIMARY KEY (routine, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fitness_item_exercise ON fitness_item (exercise);
    CREATE TABLE fitness_measure (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, what TEXT NOT NULL, at_ms INTEGER NOT NULL,
        day INTEGER NOT NULL, zone TEXT NOT NULL, value INTEGER NOT NULL, unit TEXT NOT NULL,
        text TEXT NOT NULL, note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fitness_measure_what ON fitness_measure (what, at_ms, id);
    CREATE INDEX fitness_measure_day ON fitness_measure (day);
    CREATE TABLE fitness_goal (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, what TEXT NOT NULL, exercise BLOB,
        sport TEXT NOT NULL, measure TEXT NOT NULL, target INTEGER NOT NULL, start_value INTEGER,
        unit TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER, note TEXT NOT NULL
    ) STRICT;
    CREATE TABLE fitness_setting (
        n INTEGER NOT NULL, key TEXT NOT NULL, number INTEGER, text TEXT NOT NULL,
        PRIMARY KEY (n, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fitness_activity (
        id BLOB PRIMARY KEY, n INTEGER NOT NULL, key TEXT NOT NULL, rich INTEGER NOT NULL,
        apart INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fitness_track (
        id BLOB PRIMARY KEY, n INTEGER NOT NULL, activity TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fitness_track_activity ON fitness_track (activity);
    CREATE TABLE fitness_samples (
        n INTEGER PRIMARY KEY, what TEXT NOT NULL, day INTEGER NOT NULL, source TEXT NOT NULL,
        packed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX fitness_samples_day ON fitness_samples (what, day, source);
    CREATE TABLE fitness_day (
        what TEXT NOT NULL, day INTEGER NOT NULL, source TEXT NOT NULL, value INTEGER NOT NULL,
        low INTEGER NOT NULL, high INTEGER NOT NULL, samples INTEGER NOT NULL,
        slots INTEGER NOT NULL, PRIMARY KEY (what, day, source)
    ) STRICT, WITHOUT ROWID;";

/// Their names.
pub(super) const TABLES: &[&str] = &[
    "fitness_session",
    "fitness_live",
    "fitness_entry",
    "fitness_set",
    "fitness_tag",
    "fitness_exercise",
    "fitness_muscle",
    "fitness_alias",
    "fitness_routine",
    "fitness_item",
    "fitness_measure",
    "fitness_goal",
    "fitness_setting",
    "fitness_activity",
    "fitness_track",
    "fitness_samples",
    "fitness_day",
];
