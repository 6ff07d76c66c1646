//! Something that goes on: a workout, a dish on the stove, a breathing exercise.
//!
//! A session is a set of events, each with an instant and a device; what it is follows from the set
//! alone, in whatever order the events came together. Elapsed time is computed from instants, never
//! counted, so a program that was killed goes on where it was. A wall clock can be set while a session
//! goes on: instants carry the machine's uptime beside it, and within one run of one machine that
//! counts.

use std::collections::HashMap;

use base::env::Env;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::{Fields, Value};
use ts_rs::TS;

/// The field names of events begin with it.
const EVENT: &str = "event/";
/// A wall clock that differs more from the uptime was set, not adjusted; milliseconds.
const STEPPED_MS: i64 = 2000;

/// An instant, as one machine knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The wall clock, Unix milliseconds.
    pub at_ms: i64,
    /// Which run of which machine; 0: not known.
    pub boot: u64,
    /// The machine's clock in that run, milliseconds.
    pub up_ms: i64,
}

impl Stamp {
    /// The instant now.
    pub fn now(env: &dyn Env) -> Stamp {
        let at_ms = env.now().as_millisecond();
        let (boot, up_ms) = env.uptime().map_or((0, 0), |uptime| (uptime.boot, uptime.ms));
        Stamp { at_ms, boot, up_ms }
    }
}

/// What can happen to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Happening {
    /// It began.
    Start,
    /// It stands still.
    Pause,
    /// It goes on.
    Resume,
    /// It is over and counts.
    Complete,
    /// It is over and does not count.
    Discard,
}

impl Happening {
    /// Every one.
    pub const ALL: [Happening; 5] = [
        Happening::Start,
        Happening::Pause,
        Happening::Resume,
        Happening::Complete,
        Happening::Discard,
    ];

    /// Its word in a record.
    pub fn word(self) -> &'static str {
        match self {
            Happening::Start => "start",
            Happening::Pause => "pause",
            Happening::Resume => "resume",
            Happening::Complete => "complete",
            Happening::Discard => "discard",
        }
    }
}

/// One event of a session: one field of its record, which nobody changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEvent {
    /// What happened.
    pub happening: Happening,
    /// When.
    pub at: Stamp,
    /// Tells it from others of the same instant: eight hexadecimal digits.
    pub nonce: String,
}

impl SessionEvent {
    /// An event now.
    pub fn now(env: &dyn Env, happening: Happening) -> SessionEvent {
        let mut bytes = [0; 4];
        env.fill(&mut bytes);
        let nonce = format!("{:08x}", u32::from_be_bytes(bytes));
        SessionEvent { happening, at: Stamp::now(env), nonce }
    }

    /// The name of its field.
    pub fn key(&self) -> String {
        format!("{EVENT}{}-{}-{}", self.at.at_ms, self.nonce, self.happening.word())
    }

    /// The value of its field.
    pub fn value(&self) -> Value {
        Value::Text(format!("{:016x} {}", self.at.boot, self.at.up_ms))
    }

    /// The event of a field, if it is one.
    pub fn read(key: &str, value: &Value) -> Option<SessionEvent> {
        let (at_ms, rest) = key.strip_prefix(EVENT)?.split_once('-')?;
        let (nonce, word) = rest.split_once('-')?;
        let happening = Happening::ALL.into_iter().find(|happening| happening.word() == word)?;
        let Value::Text(text) = value else { return None };
        let (boot, up_ms) = text.split_once(' ')?;
        let at = Stamp {
            at_ms: at_ms.parse().ok()?,
            boot: u64::from_str_radix(boot, 16).ok()?,
            up_ms: up_ms.parse().ok()?,
        };
        Some(SessionEvent { happening, at, nonce: nonce.to_owned() })
    }

    /// The events of a record.
    pub fn all(fields: &Fields) -> Vec<SessionEvent> {
        let from = fields.range(EVENT.to_owned()..);
        from.take_while(|(key, _)| key.starts_with(EVENT))
            .filter_map(|(key, value)| SessionEvent::read(key, value))
            .collect()
    }
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It has not begun.
    Idle,
    /// It goes on.
    Active,
    /// It stands still.
    Paused,
    /// It is over and counts.
    Completed,
    /// It is over and does not count.
    Discarded,
}

/// What a set of events comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// How it stands.
    pub state: SessionState,
    /// When it began, Unix milliseconds.
    pub began_ms: Option<i64>,
    /// When it was completed or discarded, Unix milliseconds.
    pub ended_ms: Option<i64>,
    /// How long it went on up to its last event, pauses left out; milliseconds.
    pub settled_ms: i64,
    /// Since when it has been going on.
    pub since: Option<Stamp>,
    /// When it went on: from and to, Unix milliseconds, without the span that lasts.
    pub spans: Vec<(i64, i64)>,
    /// Whether a wall clock was set meanwhile.
    pub stepped: bool,
}

impl Session {
    /// What events come to. It follows from the set: their order does not matter, nor an event twice.
    ///
    /// A session that was completed stays so, whatever was paused elsewhere; it is discarded by what
    /// came after only.
    pub fn of(events: &[SessionEvent]) -> Session {
        let timeline = Timeline::of(events);
        let mut sorted: Vec<(i64, &SessionEvent)> =
            events.iter().map(|event| (timeline.ms(event.at), event)).collect();
        sorted.sort_by(|(a_ms, a), (b_ms, b)| {
            (a_ms, a.happening, &a.nonce).cmp(&(b_ms, b.happening, &b.nonce))
        });
        let stepped = sorted.iter().any(|(ms, event)| STEPPED_MS < (ms - event.at.at_ms).abs());
        let completed = sorted.iter().any(|(_, event)| event.happening == Happening::Complete);
        let mut session = Session {
            state: SessionState::Idle,
            began_ms: None,
            ended_ms: None,
            settled_ms: 0,
            since: None,
            spans: Vec::new(),
            stepped,
        };
        for (ms, event) in sorted {
            session.take(ms, event, completed, &timeline);
        }
        session
    }

    fn take(&mut self, ms: i64, event: &SessionEvent, completed: bool, timeline: &Timeline) {
        use {Happening as H, SessionState as S};
        match (self.state, event.happening) {
            (S::Idle, H::Start | H::Resume) => {
                self.began_ms = Some(ms);
                self.since = Some(event.at);
                self.state = S::Active;
            }
            (S::Paused, H::Start | H::Resume) => {
                self.since = Some(event.at);
                self.state = S::Active;
            }
            (S::Active, H::Pause) => {
                self.settle(ms, timeline);
                self.state = S::Paused;
            }
            (S::Idle | S::Active | S::Paused, H::Complete) => self.end(ms, S::Completed, timeline),
            // What one device threw away before another one completed it is kept.
            (S::Idle | S::Active | S::Paused, H::Discard) if !completed => {
                self.end(ms, S::Discarded, timeline);
            }
            (S::Completed, H::Discard) => self.state = S::Discarded,
            (S::Idle | S::Paused, H::Pause)
            | (S::Active, H::Start | H::Resume)
            | (S::Idle | S::Active | S::Paused, H::Discard)
            | (S::Completed, H::Start | H::Pause | H::Resume | H::Complete)
            | (S::Discarded, _) => {}
        }
    }

    fn end(&mut self, ms: i64, state: SessionState, timeline: &Timeline) {
        self.settle(ms, timeline);
        self.began_ms.get_or_insert(ms);
        self.ended_ms = Some(ms);
        self.state = state;
    }

    fn settle(&mut self, ms: i64, timeline: &Timeline) {
        let Some(since) = self.since.take() else { return };
        let from = timeline.ms(since);
        self.settled_ms += (ms - from).max(0);
        self.spans.push((from, ms.max(from)));
    }

    /// How long it has gone on, pauses left out; milliseconds.
    pub fn elapsed_ms(&self, now: Stamp) -> i64 {
        let Some(since) = self.since else { return self.settled_ms };
        let running = if since.boot != 0 && since.boot == now.boot {
            now.up_ms - since.up_ms
        } else {
            now.at_ms - since.at_ms
        };
        self.settled_ms + running.max(0)
    }
}

/// Where the instants of each run of each machine lie: as the wall clock stood at its first event.
struct Timeline {
    offsets: HashMap<u64, i64>,
}

impl Timeline {
    fn of(events: &[SessionEvent]) -> Timeline {
        let mut first: HashMap<u64, (i64, i64)> = HashMap::new();
        for at in events.iter().map(|event| event.at).filter(|at| at.boot != 0) {
            let known = first.entry(at.boot).or_insert((at.up_ms, at.at_ms));
            *known = (*known).min((at.up_ms, at.at_ms));
        }
        let offsets = first.into_iter().map(|(boot, (up_ms, at_ms))| (boot, at_ms - up_ms));
        Timeline { offsets: offsets.collect() }
    }

    /// Unix milliseconds.
    fn ms(&self, at: Stamp) -> i64 {
        self.offsets.get(&at.boot).map_or(at.at_ms, |offset| at.up_ms + offset)
    }
}

#[cfg(test)]
mod tests;
