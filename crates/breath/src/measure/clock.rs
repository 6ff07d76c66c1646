//! From a sensor's own clock to the milliseconds of a session.

/// A jump of the sensor's clock against the session's that is no delay, milliseconds.
const JUMP_MS: i64 = 2_000;

/// Sets a sensor's clock against the session's. What a sensor gives arrives later than it was, never earlier:
/// the smallest distance ever seen is the one with the least delay.
#[derive(Debug, Clone, Copy, Default)]
pub struct SensorClock {
    /// The session's milliseconds less the sensor's.
    offset_ms: Option<i64>,
}

impl SensorClock {
    /// The session's milliseconds at which a sensor took what arrives at `elapsed_ms` with its own time.
    pub fn place(&mut self, at_us: i64, elapsed_ms: i64) -> i64 {
        let at_ms = at_us / 1000;
        let offset = elapsed_ms.saturating_sub(at_ms);
        let kept = match self.offset_ms {
            Some(kept) if (offset.saturating_sub(kept)).abs() < JUMP_MS => kept.min(offset),
            Some(_) | None => offset,
        };
        self.offset_ms = Some(kept);
        at_ms.saturating_add(kept)
    }

    /// The session stood still: the distance is another one from now on.
    pub fn forget(&mut self) {
        self.offset_ms = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_delay_is_taken_for_all() {
        let mut clock = SensorClock::default();
        assert_eq!(clock.place(7_000_000, 1_300), 1_300);
        assert_eq!(clock.place(7_100_000, 1_320), 1_320, "200 ms less delay");
        assert_eq!(clock.place(7_200_000, 1_900), 1_420, "this one was late");
        clock.forget();
        assert_eq!(clock.place(17_200_000, 1_500), 1_500);
        assert_eq!(clock.place(99_000_000, 1_600), 1_600, "another clock");
        assert_eq!(clock.place(i64::MAX, 1_600), 1_600);
        assert_eq!(clock.place(i64::MIN, 1_600), 1_600);
    }
}
