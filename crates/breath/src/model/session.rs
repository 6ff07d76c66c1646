//! A session as its record holds it, and how much of it counts.

use domain::session::{Session, SessionEvent, SessionState, Stamp};
use domain::wire;
use store::record::{Fields, Value, members, text};

use super::program::Program;
use super::timeline::{Timeline, Told};

wire! {
    /// What a session is.
    #[derive(Copy, Eq, Hash, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum PracticeKind {
        /// Breathing after a pattern.
        Breathing,
        /// Sitting in silence, or with spoken steps.
        Meditation,
    }

    /// What sounds behind a meditation. Everything is made by the program itself.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Ambient {
        /// Nothing.
        #[default]
        None,
        /// Rain.
        Rain,
        /// Surf.
        Surf,
        /// Brown noise.
        Brown,
        /// Singing bowls.
        Bowls,
    }

    /// When bells sound.
    #[derive(Copy, Eq)]
    pub(crate) struct Bells {
        /// In the beginning.
        pub(crate) start: bool,
        /// At the end.
        pub(crate) end: bool,
        /// In between, every so many minutes; null: not.
        pub(crate) every_minutes: Option<u32>,
    }

    /// How somebody says that they feel.
    #[derive(Eq)]
    pub(crate) struct Feeling {
        /// From unpleasant, -100, to pleasant, 100.
        pub(crate) valence: i32,
        /// From calm, -100, to full of energy, 100.
        pub(crate) energy: i32,
        /// Own words for it.
        #[serde(default)]
        pub(crate) words: Vec<String>,
    }

    /// How long the curve of a session is kept.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum TraceKeep {
        /// Not at all.
        None,
        /// 30 days.
        Days30,
        /// A year of 365 days.
        Year1,
        /// Until somebody says otherwise.
        Always,
    }
}

/// What is counted of a meditation without an end, milliseconds: what lasted longer was forgotten.
pub(crate) const OPEN_MS_MAX: i64 = 4 * 3_600_000;
/// What is counted of a hold whose tap never came, milliseconds.
pub(crate) const HOLD_MS_MAX: i64 = 10 * 60_000;

impl PracticeKind {
    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            PracticeKind::Breathing => "breathing",
            PracticeKind::Meditation => "meditation",
        }
    }

    /// The kind of a word.
    pub(crate) fn read(word: &str) -> PracticeKind {
        match word {
            "meditation" => PracticeKind::Meditation,
            _ => PracticeKind::Breathing,
        }
    }
}

impl Ambient {
    const ALL: [Ambient; 5] =
        [Ambient::None, Ambient::Rain, Ambient::Surf, Ambient::Brown, Ambient::Bowls];

    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Ambient::None => "none",
            Ambient::Rain => "rain",
            Ambient::Surf => "surf",
            Ambient::Brown => "brown",
            Ambient::Bowls => "bowls",
        }
    }
}

impl TraceKeep {
    /// Every one.
    pub(crate) const ALL: [TraceKeep; 4] =
        [TraceKeep::None, TraceKeep::Days30, TraceKeep::Year1, TraceKeep::Always];

    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            TraceKeep::None => "none",
            TraceKeep::Days30 => "days30",
            TraceKeep::Year1 => "year1",
            TraceKeep::Always => "always",
        }
    }

    /// That of a word; 30 days without one.
    pub(crate) fn read(word: &str) -> TraceKeep {
        let known = TraceKeep::ALL.into_iter().find(|keep| keep.word() == word);
        known.unwrap_or(TraceKeep::Days30)
    }

    /// Until when a curve that ended at an instant is kept, Unix milliseconds; `None`: without an end.
    pub(crate) fn until(self, ended_ms: i64) -> Option<i64> {
        const DAY_MS: i64 = 86_400_000;
        match self {
            TraceKeep::None => Some(ended_ms),
            TraceKeep::Days30 => Some(ended_ms.saturating_add(30 * DAY_MS)),
            TraceKeep::Year1 => Some(ended_ms.saturating_add(365 * DAY_MS)),
            TraceKeep::Always => None,
        }
    }
}

/// A session, read from its record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Practice {
    pub(crate) kind: PracticeKind,
    /// A shipped pattern's id or an own one's; empty for a meditation.
    pub(crate) pattern: String,
    /// The own pattern's name at the time.
    pub(crate) name: String,
    pub(crate) program: Option<Program>,
    /// How long it was to be, milliseconds; none: open.
    pub(crate) planned_ms: Option<i64>,
    pub(crate) zone: String,
    pub(crate) told: Told,
    pub(crate) interruptions: Vec<i64>,
    pub(crate) session: Session,
    /// What was written down afterward: from and to, Unix milliseconds.
    pub(crate) wrote: Option<(i64, i64)>,
}

impl Practice {
    /// The session of a record's fields.
    pub(crate) fn of(fields: &Fields) -> Practice {
        let int = |key: &str| match fields.get(key) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        let stretches = members(fields, "stretch/")
            .filter_map(|cycle| Some((cycle.parse().ok()?, int(&format!("stretch/{cycle}"))?)));
        Practice {
            kind: PracticeKind::read(text(fields, "kind")),
            pattern: text(fields, "pattern").to_owned(),
            name: text(fields, "name").to_owned(),
            program: Program::read(text(fields, "program")),
            planned_ms: int("planned_ms"),
            zone: text(fields, "zone").to_owned(),
            told: Told { taps: instants(fields, "tap/"), stretches: stretches.collect() },
            interruptions: instants(fields, "interrupt/"),
            session: Session::of(&SessionEvent::all(fields)),
            wrote: int("start").zip(int("end")),
        }
    }

    /// The program as it went; `None` for a meditation.
    pub(crate) fn timeline(&self) -> Option<Timeline> {
        self.program.as_ref().map(|program| Timeline::of(program, &self.told))
    }

    /// How long all of it is, milliseconds; `None`: open, or a hold waits for its tap.
    pub(crate) fn total_ms(&self) -> Option<i64> {
        match self.timeline() {
            Some(timeline) => timeline.total_ms,
            None => self.planned_ms,
        }
    }

    /// What counts of so many milliseconds: never more than the program has, so that a session that nobody
    /// ended is not as long as the night.
    pub(crate) fn counted_ms(&self, elapsed_ms: i64) -> i64 {
        let open = match self.timeline() {
            Some(timeline) => match timeline.total_ms {
                Some(total) => total,
                None => timeline.phases.last().map_or(0, |last| last.start_ms) + HOLD_MS_MAX,
            },
            None => self.planned_ms.unwrap_or(OPEN_MS_MAX),
        };
        elapsed_ms.clamp(0, open)
    }

    /// How it stands: what was written down afterward is over.
    pub(crate) fn state(&self) -> SessionState {
        match (self.session.state, self.wrote) {
            (SessionState::Idle, Some(_)) => SessionState::Completed,
            (state, _) => state,
        }
    }

    /// When it began, Unix milliseconds.
    pub(crate) fn began_ms(&self) -> i64 {
        self.wrote.map(|(start, _)| start).or(self.session.began_ms).unwrap_or(0)
    }

    /// When it was over, Unix milliseconds.
    pub(crate) fn ended_ms(&self) -> Option<i64> {
        self.wrote.map(|(_, end)| end).or(self.session.ended_ms)
    }

    /// What counted of it, milliseconds, up to an instant while it goes on.
    pub(crate) fn practiced_ms(&self, now: Option<Stamp>) -> i64 {
        if let Some((start, end)) = self.wrote {
            return (end - start).max(0);
        }
        let elapsed = now.map_or(self.session.settled_ms, |now| self.session.elapsed_ms(now));
        self.counted_ms(elapsed)
    }

    /// How many breaths were gone through after so many milliseconds.
    pub(crate) fn cycles_done(&self, elapsed_ms: i64) -> u32 {
        self.timeline().map_or(0, |timeline| timeline.cycles_done(elapsed_ms))
    }
}

/// The elapsed milliseconds in the names of fields: `tap/12345-9f3a0c11`, in their order.
fn instants(fields: &Fields, prefix: &str) -> Vec<i64> {
    let of = |member: &str| member.split_once('-')?.0.parse().ok();
    let mut instants: Vec<i64> = members(fields, prefix).filter_map(of).collect();
    instants.sort_unstable();
    instants
}

/// The feeling under a prefix (`before/`), if it was told.
pub(crate) fn feeling(fields: &Fields, prefix: &str) -> Option<Feeling> {
    let int = |key: &str| match fields.get(&format!("{prefix}{key}")) {
        Some(Value::Int(number)) => i32::try_from(*number).ok(),
        _ => None,
    };
    let words = format!("{prefix}word/");
    Some(Feeling {
        valence: int("valence")?,
        energy: int("energy")?,
        words: members(fields, &words).map(str::to_owned).collect(),
    })
}

/// The bells of a record, if it has any.
pub(crate) fn bells(fields: &Fields) -> Option<Bells> {
    let flag = |key: &str| match fields.get(key) {
        Some(Value::Bool(on)) => Some(*on),
        _ => None,
    };
    let every = match fields.get("bell/every_minutes") {
        Some(Value::Int(minutes)) => u32::try_from(*minutes).ok(),
        _ => None,
    };
    let (start, end) = (flag("bell/start")?, flag("bell/end")?);
    Some(Bells { start, end, every_minutes: every })
}

/// What sounds behind it.
pub(crate) fn ambient(fields: &Fields) -> Ambient {
    let word = text(fields, "ambient");
    Ambient::ALL.into_iter().find(|ambient| ambient.word() == word).unwrap_or_default()
}
