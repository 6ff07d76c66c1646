//! As fast as a file is read, or as a device would give it.

use std::time::{Duration, Instant};

use base::error::Result;

use super::Pace;
use crate::source::Event;

/// Holds items back until their time has come.
pub(crate) struct Pacer<T> {
    pace: Pace,
    at_us: fn(&T) -> i64,
    /// When the file's time 0 was.
    start: Option<Instant>,
    held: Option<T>,
}

impl<T> Pacer<T> {
    /// A pacer of items whose time `at_us` tells.
    pub(crate) fn new(pace: Pace, at_us: fn(&T) -> i64) -> Pacer<T> {
        Pacer { pace, at_us, start: None, held: None }
    }

    /// The next item, if it is due within `timeout`.
    ///
    /// # Errors
    /// What `read` fails with.
    pub(crate) fn next(
        &mut self,
        timeout: Duration,
        read: impl FnOnce() -> Result<Option<T>>,
    ) -> Result<Event<T>> {
        let Some(item) = self.held.take().map_or_else(read, |held| Ok(Some(held)))? else {
            return Ok(Event::End);
        };
        if self.pace == Pace::Fast {
            return Ok(Event::Item(item));
        }
        let now = Instant::now();
        let start = *self.start.get_or_insert(now);
        let due = Duration::from_micros((self.at_us)(&item).max(0).unsigned_abs());
        let wait = start.checked_add(due).map_or(timeout, |due| due.saturating_duration_since(now));
        std::thread::sleep(wait.min(timeout));
        if timeout < wait {
            self.held = Some(item);
            return Ok(Event::Nothing);
        }
        Ok(Event::Item(item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_time_is_kept_and_a_short_patience_loses_nothing() {
        let mut items = [0, 30_000, 60_000].into_iter();
        let mut pacer = Pacer::new(Pace::Real, |at_us: &i64| *at_us);
        let start = Instant::now();
        let mut given = Vec::new();
        let mut empty = 0;
        loop {
            match pacer.next(Duration::from_millis(4), || Ok(items.next())) {
                Ok(Event::Item(item)) => given.push(item),
                Ok(Event::Nothing) => empty += 1,
                _ => break,
            }
        }
        assert_eq!(given, [0, 30_000, 60_000]);
        assert!(Duration::from_millis(60) <= start.elapsed());
        assert!(0 < empty, "a reader with little patience hears that there is nothing yet");
    }
}
