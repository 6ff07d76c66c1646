//! How often a client may ask, and the headers that tell it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// So many requests in each window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests of one client in a window.
    pub requests: u32,
    /// The length of a window, seconds; at least 1.
    pub window_s: i64,
}

impl Default for RateLimit {
    /// A thousand in ten seconds: an import in single listens goes through, a program that has run
    /// wild does not.
    fn default() -> RateLimit {
        RateLimit { requests: 1_000, window_s: 10 }
    }
}

/// Requests without a known token, of all callers together in a window. Few: guessing must not pay.
const STRANGERS: u32 = 100;
/// Callers that are counted at a time. More than anybody has clients; beyond it all share one count.
const CALLERS_MAX: usize = 256;

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller<'a> {
    Client(&'a str),
    Stranger,
}

/// Counts requests.
pub(crate) struct Rates {
    limit: RateLimit,
    windows: Mutex<HashMap<String, Window>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began_at: i64,
    used: u32,
}

/// What a request was told about its rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowance {
    pub(crate) granted: bool,
    limit: u32,
    remaining: u32,
    /// When the window ends, Unix seconds.
    reset_at: i64,
    reset_in_s: i64,
}

impl Rates {
    pub(crate) fn new(limit: RateLimit) -> Rates {
        let limit = RateLimit { requests: limit.requests, window_s: limit.window_s.max(1) };
        Rates { limit, windows: Mutex::default() }
    }

    /// Counts a request. `now` is in Unix seconds.
    pub(crate) fn count(&self, caller: Caller<'_>, now: i64) -> Allowance {
        let (name, limit) = match caller {
            Caller::Client(name) => (name, self.limit.requests),
            // No client is called nothing: names are the person's, and are asked for.
            Caller::Stranger => ("", STRANGERS.min(self.limit.requests)),
        };
        let began_at = now - now.rem_euclid(self.limit.window_s);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if CALLERS_MAX <= windows.len() && !windows.contains_key(name) {
            windows.retain(|_, window| window.began_at == began_at);
        }
        let name =
            if windows.len() < CALLERS_MAX || windows.contains_key(name) { name } else { "" };
        let window = windows.entry(name.to_owned()).or_insert(Window { began_at, used: 0 });
        if window.began_at != began_at {
            *window = Window { began_at, used: 0 };
        }
        let granted = window.used < limit;
        window.used = window.used.saturating_add(u32::from(granted));
        let reset_at = began_at + self.limit.window_s;
        let remaining = limit.saturating_sub(window.used);
        Allowance { granted, limit, remaining, reset_at, reset_in_s: reset_at - now }
    }
}

impl Allowance {
    pub(crate) fn describe(&self, headers: &mut HeaderMap) {
        let mut put = |name: &'static str, value: i64| {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        };
        put("x-ratelimit-limit", i64::from(self.limit));
        put("x-ratelimit-remaining", i64::from(self.remaining));
        put("x-ratelimit-reset-in", self.reset_in_s);
        put("x-ratelimit-reset", self.reset_at);
        if !self.granted {
            put("retry-after", self.reset_in_s);
        }
    }
}
