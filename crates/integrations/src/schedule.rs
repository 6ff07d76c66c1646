//! When a connector runs: once in each hour, once after a long sleep, and when the person says so.
//!
//! A slot is an hour of UTC; what was done is remembered by its slot, so that an hour is never run twice
//! and a week of sleep is one run. A lease keeps two runs of one connector apart, over restarts too.
//! What is deliberately not here: whether the service may be asked at all (`breaker`).

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::timer::Timer;

const HOUR_MS: i64 = 3_600_000;

/// How long a run holds its lease without renewing it. A page is asked for within a minute, and the
/// lease is renewed with each.
const LEASE_MS: i64 = 5 * 60_000;

/// How long to wait after the first, second, ... failed run of a slot: soon enough for a network that
/// comes back, seldom enough to be polite. The breaker ends it.
const AGAIN_MS: [i64; 4] = [60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000];

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// An hour of UTC, counted from 1970.
    Hour(i64),
    /// The person asked for it at this instant, Unix milliseconds.
    ByHand(i64),
}

/// `2026-11-21T10Z`, or `by-hand-2026-11-21T10:05:00.123Z`.
impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or_default();
        match self {
            Slot::Hour(hour) => {
                write!(f, "{}", at(hour.saturating_mul(HOUR_MS)).strftime("%Y-%m-%dT%HZ"))
            }
            Slot::ByHand(ms) => write!(f, "by-hand-{}", at(*ms)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Lease {
    slot: Slot,
    timer: Timer,
}

/// The plan of one connector.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Minutes after the hour, as milliseconds: not every device in the world asks at the full hour.
    offset_ms: i64,
    done: Option<i64>,
    unfinished: bool,
    last_run_ms: Option<i64>,
    failed_in_row: usize,
    again: Option<Timer>,
    lease: Option<Lease>,
    seen_ms: i64,
}

impl Plan {
    /// A plan whose runs come `minute` minutes after each hour (0 to 59).
    pub fn at_minute(minute: u8) -> Plan {
        Plan { offset_ms: i64::from(minute % 60) * 60_000, ..Plan::default() }
    }

    /// The same minute, and nothing run yet. A run under way keeps its lease until it lets go.
    #[must_use]
    pub fn anew(&self) -> Plan {
        let Plan { offset_ms, last_run_ms, lease, seen_ms, .. } = *self;
        Plan { offset_ms, last_run_ms, lease, seen_ms, ..Plan::default() }
    }

    /// The run ends without a word on its slot.
    pub fn let_go(&mut self, slot: Slot) {
        self.release(slot);
    }

    /// The slot that should be run now, if one should.
    pub fn due(&mut self, now_ms: i64) -> Option<Slot> {
        self.follow(now_ms);
        if self.is_leased(now_ms) || self.again.is_some_and(|again| again.runs(now_ms)) {
            return None;
        }
        let hour = self.hour(now_ms);
        // Not "later than": a clock that was set back must not stop it for as long.
        (self.unfinished || self.done != Some(hour)).then_some(Slot::Hour(hour))
    }

    /// Begins a run, unless one is under way.
    #[must_use]
    pub fn begin(&mut self, slot: Slot, now_ms: i64) -> bool {
        self.follow(now_ms);
        if self.is_leased(now_ms) {
            return false;
        }
        self.lease = Some(Lease { slot, timer: Timer::start(now_ms, LEASE_MS) });
        self.last_run_ms = Some(now_ms);
        true
    }

    /// The run is alive. False when its lease is no longer its own: it must stop.
    #[must_use]
    pub fn renew(&mut self, slot: Slot, now_ms: i64) -> bool {
        self.follow(now_ms);
        if self.lease.is_none_or(|lease| lease.slot != slot) {
            return false;
        }
        self.lease = Some(Lease { slot, timer: Timer::start(now_ms, LEASE_MS) });
        true
    }

    /// The run came to its end, or with `unfinished` to the end of what one run may fetch.
    pub fn finished(&mut self, slot: Slot, unfinished: bool) {
        if self.release(slot) {
            if let Slot::Hour(hour) = slot {
                self.done = Some(hour);
            }
            self.unfinished = unfinished;
            self.failed_in_row = 0;
            self.again = None;
        }
    }

    /// The run failed: its slot stays to be done.
    pub fn failed(&mut self, slot: Slot, now_ms: i64) {
        self.follow(now_ms);
        if self.release(slot) {
            let last = AGAIN_MS.len() - 1;
            let span = AGAIN_MS[self.failed_in_row.min(last)];
            self.failed_in_row = self.failed_in_row.saturating_add(1);
            self.again = Some(Timer::start(now_ms, span));
            self.unfinished = true;
        }
    }

    /// The service asked for patience: the slot stays to be done, and the breaker knows when.
    pub fn paused(&mut self, slot: Slot) {
        if self.release(slot) {
            self.unfinished = true;
            self.again = None;
        }
    }

    /// Makes it due at once.
    pub fn retry_now(&mut self) {
        self.unfinished = true;
        self.failed_in_row = 0;
        self.again = None;
    }

    /// Whether a run is under way.
    pub fn is_running(&self, now_ms: i64) -> bool {
        self.now(now_ms).is_leased(now_ms)
    }

    /// When it last began to run, Unix milliseconds.
    pub fn last_run_ms(&self) -> Option<i64> {
        self.last_run_ms
    }

    /// When it runs next, Unix milliseconds; the breaker may let it wait longer.
    pub fn next_run_ms(&self, now_ms: i64) -> i64 {
        let plan = self.now(now_ms);
        let hour = plan.hour(now_ms);
        if plan.unfinished || plan.done != Some(hour) {
            plan.again.map_or(now_ms, Timer::until_ms).max(now_ms)
        } else {
            (hour + 1).saturating_mul(HOUR_MS).saturating_add(plan.offset_ms)
        }
    }

    fn now(&self, now_ms: i64) -> Plan {
        let mut plan = self.clone();
        plan.follow(now_ms);
        plan
    }

    fn hour(&self, now_ms: i64) -> i64 {
        now_ms.saturating_sub(self.offset_ms).div_euclid(HOUR_MS)
    }

    fn is_leased(&self, now_ms: i64) -> bool {
        self.lease.is_some_and(|lease| lease.timer.runs(now_ms))
    }

    fn release(&mut self, slot: Slot) -> bool {
        let own = self.lease.is_some_and(|lease| lease.slot == slot);
        if own {
            self.lease = None;
        }
        own
    }

    fn follow(&mut self, now_ms: i64) {
        for timer in
            self.again.as_mut().into_iter().chain(self.lease.as_mut().map(|lease| &mut lease.timer))
        {
            timer.follow(self.seen_ms, now_ms);
        }
        self.seen_ms = now_ms;
    }
}

#[cfg(test)]
mod tests;
