//! Figures and charts over any range.

use super::*;

wire! {
    /// Which ranking.
    pub(crate) struct TopOf {
        /// What is ranked.
        pub(crate) scope: Scope,
        /// Over which days.
        pub(crate) range: Range,
        /// By what.
        #[serde(default)]
        pub(crate) by: By,
        /// How many to leave out; 0 without.
        #[serde(default)]
        pub(crate) offset: u32,
        /// How many, at most 200; 50 without.
        #[serde(default)]
        pub(crate) limit: Option<u32>,
    }

    /// A ranking.
    pub(crate) struct Top {
        /// Its rows.
        pub(crate) items: Vec<Ranked>,
        /// How many there are in all.
        pub(crate) total: u32,
    }

    /// Which days.
    pub(crate) struct OfRange {
        /// The days.
        pub(crate) range: Range,
    }

    /// Figures over a range.
    pub(crate) struct Overview {
        /// How often and how long.
        #[serde(flatten)]
        pub(crate) amount: Amount,
        /// Rows that do not count (too short, private), by the settings.
        pub(crate) uncounted: u32,
        /// Plays that say they were skipped, counted or not, of those that say whether.
        pub(crate) skipped: u32,
        /// Plays that say whether they were skipped.
        pub(crate) skip_known: u32,
        /// Different artists.
        pub(crate) artists: u32,
        /// Different albums.
        pub(crate) albums: u32,
        /// Different tracks.
        pub(crate) tracks: u32,
        /// Artists never heard before the range.
        pub(crate) new_artists: u32,
        /// Tracks never heard before the range.
        pub(crate) new_tracks: u32,
        /// Days with a play.
        pub(crate) days: u32,
        /// The most days in a row with a play.
        pub(crate) longest_streak: u32,
        /// The last day of that.
        pub(crate) longest_streak_end: Option<Day>,
        /// Days in a row with a play up to today or yesterday, whatever the range.
        pub(crate) current_streak: u32,
        /// Sessions: plays with less than 30 minutes of silence between them.
        pub(crate) sessions: u32,
        /// The day with the most plays.
        pub(crate) busiest: Option<Point>,
        /// The first day with a play within the range.
        pub(crate) first: Option<Day>,
        /// The last day with a play within the range.
        pub(crate) last: Option<Day>,
    }

    /// When it is heard.
    pub(crate) struct Clock {
        /// Hours that have plays.
        pub(crate) hours: Vec<ClockHour>,
    }

    /// One hour of the week.
    pub(crate) struct ClockHour {
        /// 1 Monday to 7 Sunday.
        pub(crate) weekday: u8,
        /// 0 to 23, local, by the beginning of the play.
        pub(crate) hour: u8,
        /// How often and how long.
        #[serde(flatten)]
        pub(crate) amount: Amount,
    }

    /// Which course of time.
    pub(crate) struct TrendOf {
        /// Over which days.
        pub(crate) range: Range,
        /// In which steps.
        pub(crate) unit: Unit,
        /// Only of one artist, album, track or genre.
        #[serde(default)]
        pub(crate) scope: Option<Scope>,
        /// Its id.
        #[serde(default)]
        pub(crate) id: Option<String>,
    }

    /// A course of time; steps without plays are left out.
    pub(crate) struct Trend {
        /// The steps in their order.
        pub(crate) points: Vec<Point>,
    }

    /// In which steps over which days.
    pub(crate) struct OfSteps {
        /// Over which days.
        pub(crate) range: Range,
        /// In which steps (month or year).
        pub(crate) unit: Unit,
    }

    /// What was heard for the first time.
    pub(crate) struct Discovery {
        /// The steps in their order; those without plays are left out.
        pub(crate) steps: Vec<DiscoveryStep>,
        /// The newest discovered artists, latest first.
        pub(crate) latest: Vec<Discovered>,
    }

    /// First times in one step of time.
    pub(crate) struct DiscoveryStep {
        /// The step's first day.
        pub(crate) day: Day,
        /// Artists heard for the first time.
        pub(crate) artists: u32,
        /// Albums heard for the first time.
        pub(crate) albums: u32,
        /// Tracks heard for the first time.
        pub(crate) tracks: u32,
        /// Plays in the step.
        pub(crate) plays: u32,
    }

    /// An artist and when it was first heard.
    pub(crate) struct Discovered {
        /// The artist.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// The first day.
        pub(crate) day: Day,
        /// Plays since.
        pub(crate) plays: u32,
    }

    /// How sessions are: plays with less than 30 minutes of silence between them.
    pub(crate) struct Sessions {
        /// How many.
        pub(crate) count: u32,
        /// The middle one's length in minutes.
        pub(crate) median_minutes: u32,
        /// How many of each length.
        pub(crate) lengths: Vec<SessionLength>,
        /// The longest, longest first.
        pub(crate) longest: Vec<Session>,
        /// Whether the range was too long to look at each play; then only `count` is known.
        pub(crate) only_count: bool,
    }

    /// How many sessions are of one length.
    pub(crate) struct SessionLength {
        /// At least so many minutes; the next row's is the bound above.
        pub(crate) from_minutes: u32,
        /// How many.
        pub(crate) count: u32,
    }

    /// One session.
    pub(crate) struct Session {
        /// The local day on which it began.
        pub(crate) day: Day,
        /// The local time, `21:04`.
        pub(crate) time: String,
        /// From its beginning to the end of its last play, minutes.
        pub(crate) minutes: u32,
        /// Its plays.
        pub(crate) plays: u32,
    }

    /// How widely is listened.
    pub(crate) struct Diversity {
        /// The steps in their order; those with fewer than 10 plays are left out.
        pub(crate) steps: Vec<DiversityStep>,
        /// The whole range; null with fewer than 10 plays.
        pub(crate) whole: Option<DiversityStep>,
    }

    /// How widely was listened in one step.
    pub(crate) struct DiversityStep {
        /// The step's first day.
        pub(crate) day: Day,
        /// Shannon entropy of plays over artists, bits.
        pub(crate) entropy_bits: f64,
        /// Artists that would give that entropy if heard equally often (2 to the entropy; Hill number
        /// of order 1).
        pub(crate) effective_artists: f64,
        /// Share of plays that the ten most played artists have, 0 to 1.
        pub(crate) top_ten_share: f64,
        /// Plays in the step.
        pub(crate) plays: u32,
    }

    /// Two ranges beside each other.
    pub(crate) struct CompareOf {
        /// What is ranked.
        pub(crate) scope: Scope,
        /// One.
        pub(crate) a: Range,
        /// The other.
        pub(crate) b: Range,
        /// How many rows, at most 200; 25 without.
        #[serde(default)]
        pub(crate) limit: Option<u32>,
    }

    /// Two ranges beside each other.
    pub(crate) struct Comparison {
        /// Figures of the one.
        pub(crate) a: Overview,
        /// Figures of the other.
        pub(crate) b: Overview,
        /// The most played of both, by the plays in either.
        pub(crate) rows: Vec<CompareRow>,
        /// How alike: cosine of the two rankings by plays, 0 to 1; null when one is empty.
        pub(crate) likeness: Option<f64>,
    }

    /// One row of a comparison.
    pub(crate) struct CompareRow {
        /// What it is.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// The artists of an album or track.
        pub(crate) artists: Vec<Name>,
        /// Plays and rank in the one; null when not heard.
        pub(crate) a: Option<Standing>,
        /// In the other.
        pub(crate) b: Option<Standing>,
    }

    /// Plays and rank.
    #[derive(Copy)]
    pub(crate) struct Standing {
        /// Its place, from 1.
        pub(crate) rank: u32,
        /// Plays.
        pub(crate) plays: u32,
    }

    /// Names a day.
    pub(crate) struct MusicOnDay {
        /// The day.
        pub(crate) day: Day,
    }

    /// This day in one earlier year.
    pub(crate) struct YearsAgo {
        /// The day.
        pub(crate) day: Day,
        /// How often and how long.
        #[serde(flatten)]
        pub(crate) amount: Amount,
        /// The most played tracks of the day, at most five.
        pub(crate) tracks: Vec<Ranked>,
    }
}
