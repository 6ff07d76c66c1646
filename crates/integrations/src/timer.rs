//! A span that ends at a wall clock's instant, kept right when the clock is set.

use serde::{Deserialize, Serialize};

/// Ends after `span_ms` at most, whatever happens to the clock.
///
/// Only the wall clock survives a restart, and it jumps. Back: the end moves with it, so that what was
/// left stays left. Ahead: that is not to be told from sleep, the span may end early, and what it
/// guarded is tried once too soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Timer {
    until_ms: i64,
    span_ms: i64,
}

impl Timer {
    pub(crate) fn start(now_ms: i64, span_ms: i64) -> Timer {
        Timer { until_ms: now_ms.saturating_add(span_ms), span_ms }
    }

    /// Unix milliseconds.
    pub(crate) fn until_ms(self) -> i64 {
        self.until_ms
    }

    pub(crate) fn runs(self, now_ms: i64) -> bool {
        now_ms < self.until_ms
    }

    /// Follows a clock that stood at `seen_ms` when it was last looked at.
    pub(crate) fn follow(&mut self, seen_ms: i64, now_ms: i64) {
        if now_ms < seen_ms {
            self.until_ms = self.until_ms.saturating_sub(seen_ms - now_ms);
        }
        // Invariant: never more is left than the whole span, also when `seen_ms` was not kept in time.
        self.until_ms = self.until_ms.min(now_ms.saturating_add(self.span_ms));
    }
}
