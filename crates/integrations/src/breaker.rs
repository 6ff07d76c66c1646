//! The circuit breaker: when a remote account is left alone, and for how long.
//!
//! A pure state machine over Unix milliseconds that is kept as JSON. What is deliberately not here: the
//! time of the next run (`schedule`), and any request.
//!
//! | class of failure | failures in a row | then left alone for |
//! | --- | --- | --- |
//! | [`Class::Auth`] | 3 | 24 h |
//! | [`Class::Network`] | 5 | 2 h |
//! | [`Class::Unknown`] | 10 | 1 h |
//!
//! After that time exactly one run is let through as a probe: it closes the breaker or opens it again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::timer::Timer;

const HOUR_MS: i64 = 3_600_000;

/// A probe that never reported (the program was ended) is given up after this. Longer than a run's
/// lease, so that a probe and the next never overlap.
const PROBE_MS: i64 = 15 * 60_000;

/// The longest that a service may ask us to wait: 31 days. More is a mistake of that service, and would
/// silence it for ever.
const WAIT_MS_MAX: i64 = 31 * 24 * HOUR_MS;

/// Characters of a failure's message that are kept.
const MESSAGE_CHARS_MAX: usize = 300;

/// What kind of failure it was: each is counted and waited for apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The service knows us and refuses: 401 after a refresh, 403, a wrong key.
    Auth,
    /// The service cannot be reached, is slow, or answers 5xx.
    Network,
    /// Everything else, such as an answer that cannot be read.
    Unknown,
}

impl Class {
    /// Failures in a row that open the breaker.
    pub const fn failures_max(self) -> u32 {
        match self {
            Class::Auth => 3,
            Class::Network => 5,
            Class::Unknown => 10,
        }
    }

    /// How long the breaker stays open, milliseconds.
    pub const fn open_ms(self) -> i64 {
        match self {
            Class::Auth => 24 * HOUR_MS,
            Class::Network => 2 * HOUR_MS,
            Class::Unknown => HOUR_MS,
        }
    }
}

/// The answer to "may it run now?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Go,
    /// It may, this once: what it brings decides.
    Probe,
    /// It may not.
    Wait(Pause),
}

/// Why nothing is asked of the service now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// It failed too often.
    Open {
        /// What kind of failure.
        class: Class,
        /// When it is probed, Unix milliseconds.
        until_ms: i64,
    },
    /// A probe is under way.
    Probing,
    /// The service asked to be left alone (429, `Retry-After`).
    Asked {
        /// Until then, Unix milliseconds.
        until_ms: i64,
    },
    /// The service has withdrawn what the person granted: only connecting again helps.
    Reconnect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Gate {
    #[default]
    Closed,
    Open(Class, Timer),
    Probing(Class, Timer),
    Reconnect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Failures {
    auth: u32,
    network: u32,
    unknown: u32,
}

impl Failures {
    fn of(&mut self, class: Class) -> &mut u32 {
        match class {
            Class::Auth => &mut self.auth,
            Class::Network => &mut self.network,
            Class::Unknown => &mut self.unknown,
        }
    }
}

/// The breaker of one connector.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Breaker {
    gate: Gate,
    failures: Failures,
    asked: Option<Timer>,
    message: Option<String>,
    /// When the clock was last looked at, Unix milliseconds.
    seen_ms: i64,
}

impl Breaker {
    /// Whether a run may begin. A `Probe` must be reported by `succeeded`, `failed`, `asked_to_wait` or
    /// `revoked`; until then no other is let through.
    pub fn ask(&mut self, now_ms: i64) -> Verdict {
        self.follow(now_ms);
        if let Some(pause) = self.pause_now(now_ms) {
            return Verdict::Wait(pause);
        }
        match self.gate {
            Gate::Closed | Gate::Reconnect => Verdict::Go,
            Gate::Open(class, _) | Gate::Probing(class, _) => {
                self.gate = Gate::Probing(class, Timer::start(now_ms, PROBE_MS));
                Verdict::Probe
            }
        }
    }

    /// What stands in the way now, without letting anything through.
    pub fn pause(&self, now_ms: i64) -> Option<Pause> {
        let mut then = self.clone();
        then.follow(now_ms);
        then.pause_now(now_ms)
    }

    /// The run brought what it should: closed, and all counts begin anew.
    pub fn succeeded(&mut self) {
        *self = Breaker { seen_ms: self.seen_ms, ..Breaker::default() };
    }

    /// The run failed. `message` is kept to be shown.
    pub fn failed(&mut self, class: Class, message: &str, now_ms: i64) {
        self.follow(now_ms);
        self.say(message);
        let failures = self.failures.of(class);
        *failures = failures.saturating_add(1);
        let enough = class.failures_max() <= *failures;
        let opens = match self.gate {
            Gate::Closed => enough,
            Gate::Probing(..) => true,
            // A straggler: what is open stays as long as it would have.
            Gate::Open(..) | Gate::Reconnect => false,
        };
        if opens {
            self.gate = Gate::Open(class, Timer::start(now_ms, class.open_ms()));
        }
    }

    /// The service said how long to leave it alone. No failure: nothing is counted.
    pub fn asked_to_wait(&mut self, for_ms: i64, now_ms: i64) {
        self.follow(now_ms);
        self.asked = Some(Timer::start(now_ms, for_ms.clamp(0, WAIT_MS_MAX)));
        self.undecided(now_ms);
    }

    /// The run ended without a word from the service: a probe found nothing out, the next may go.
    pub fn undecided(&mut self, now_ms: i64) {
        self.follow(now_ms);
        if let Gate::Probing(class, _) = self.gate {
            self.gate = Gate::Open(class, Timer::start(now_ms, 0));
        }
    }

    /// The grant is gone (`invalid_grant`): open at once, and no probe until `reconnected`.
    pub fn revoked(&mut self, message: &str) {
        self.say(message);
        self.gate = Gate::Reconnect;
    }

    /// The person connected again. What the service asked for still holds.
    pub fn reconnected(&mut self) {
        *self = Breaker { seen_ms: self.seen_ms, asked: self.asked, ..Breaker::default() };
    }

    /// The person wants it to be tried now: an open breaker lets its probe through at once. Answers what
    /// still stands in the way: a wait that the service asked for is honoured, and a withdrawn grant is
    /// not mended by trying.
    pub fn retry_now(&mut self, now_ms: i64) -> Option<Pause> {
        self.follow(now_ms);
        if let Gate::Open(class, _) = self.gate {
            self.gate = Gate::Open(class, Timer::start(now_ms, 0));
        }
        self.pause_now(now_ms)
    }

    /// What the last failure said, until something succeeds.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    fn pause_now(&self, now_ms: i64) -> Option<Pause> {
        if self.gate == Gate::Reconnect {
            return Some(Pause::Reconnect);
        }
        if let Some(asked) = self.asked.filter(|asked| asked.runs(now_ms)) {
            return Some(Pause::Asked { until_ms: asked.until_ms() });
        }
        match self.gate {
            Gate::Open(class, timer) if timer.runs(now_ms) => {
                Some(Pause::Open { class, until_ms: timer.until_ms() })
            }
            Gate::Probing(_, timer) if timer.runs(now_ms) => Some(Pause::Probing),
            Gate::Closed | Gate::Reconnect | Gate::Open(..) | Gate::Probing(..) => None,
        }
    }

    fn say(&mut self, message: &str) {
        self.message = Some(message.chars().take(MESSAGE_CHARS_MAX).collect());
    }

    fn follow(&mut self, now_ms: i64) {
        if let Gate::Open(_, timer) | Gate::Probing(_, timer) = &mut self.gate {
            timer.follow(self.seen_ms, now_ms);
        }
        if let Some(asked) = &mut self.asked {
            asked.follow(self.seen_ms, now_ms);
        }
        self.seen_ms = now_ms;
    }
}

#[cfg(test)]
mod tests;
