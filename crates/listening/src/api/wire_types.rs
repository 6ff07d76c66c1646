//! Words that several commands of listening share.

use domain::wire;

use super::*;

wire! {
    /// From which day to which, both included; null: without end. Days are those of the place where
    /// it was heard.
    #[derive(Copy, Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct Range {
        /// The first day.
        pub(crate) from: Option<Day>,
        /// The last day.
        pub(crate) to: Option<Day>,
    }

    /// What is ranked, counted, named.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Scope {
        /// Artists; a play counts for each of its artists.
        Artist,
        /// Albums.
        Album,
        /// Tracks.
        Track,
        /// Genres; a play counts for each genre of its artists.
        Genre,
    }

    /// What a ranking goes by.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum By {
        /// Plays.
        #[default]
        Plays,
        /// Time heard.
        Time,
    }

    /// One step of time.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Unit {
        /// A day.
        Day,
        /// A week; it begins on Monday.
        Week,
        /// A month.
        Month,
        /// A year.
        Year,
    }

    /// An artist, album, track or genre by name.
    #[derive(Eq)]
    pub(crate) struct Name {
        /// Its id: sixteen hex digits, made of its name; a genre's id is its name.
        pub(crate) id: String,
        /// Its name, spelled as it was most often.
        pub(crate) name: String,
    }

    /// Names one artist, album, track or genre.
    pub(crate) struct EntityRef {
        /// Its id.
        pub(crate) id: String,
    }

    /// How often and how long.
    #[derive(Copy, Default)]
    pub(crate) struct Amount {
        /// Plays that count.
        pub(crate) plays: u32,
        /// Milliseconds heard, as far as sources say.
        pub(crate) ms: u64,
        /// Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
        /// when this is not 0.
        pub(crate) untimed: u32,
    }

    /// One row of a ranking.
    pub(crate) struct Ranked {
        /// Its place, from 1; equal amounts share one.
        pub(crate) rank: u32,
        /// What it is.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// The artists of an album or track, in their order; empty for artists and genres.
        pub(crate) artists: Vec<Name>,
        /// A track's album.
        pub(crate) album: Option<Name>,
        /// How often and how long.
        #[serde(flatten)]
        pub(crate) amount: Amount,
    }

    /// An amount in one step of time.
    pub(crate) struct Point {
        /// The step's first day.
        pub(crate) day: Day,
        /// How often and how long.
        #[serde(flatten)]
        pub(crate) amount: Amount,
    }

    /// One play in a list.
    pub(crate) struct PlayRow {
        /// Its id.
        pub(crate) id: AnyId,
        /// The local day.
        pub(crate) day: Day,
        /// The local time at which it began, `21:04`.
        pub(crate) time: String,
        /// When it began, Unix milliseconds.
        pub(crate) at_ms: i64,
        /// Its track.
        pub(crate) track: Name,
        /// Its artists.
        pub(crate) artists: Vec<Name>,
        /// Its album.
        pub(crate) album: Option<Name>,
        /// How long it sounded; null when no source says.
        pub(crate) played_ms: Option<u32>,
        /// Who told it.
        pub(crate) source: String,
        /// How many other sources told the same play.
        pub(crate) also: u32,
        /// Whether it counts in figures.
        pub(crate) counts: bool,
        /// Whether it was skipped; null when no source says.
        pub(crate) skipped: Option<bool>,
        /// `music`, `episode`, `audiobook` or `video`.
        pub(crate) medium: String,
    }
}
