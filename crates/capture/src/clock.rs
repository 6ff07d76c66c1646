//! When a sample was taken: counted, not stamped.
//!
//! The system's stamps come late by as much as the callback's thread was kept waiting, so they jitter
//! by milliseconds; samples come at an even rate that is off by some millionths. Time is therefore the
//! number of samples, held to the stamps by the smallest delay of every second (a delay only ever
//! makes a stamp late, so the smallest is the truest), as time protocols do it.

/// Over this much sound the smallest delay is looked for.
const WINDOW_US: i64 = 1_000_000;

/// A smallest delay above this is no late thread: samples are missing. A thread on a busy machine is
/// kept waiting for tens of milliseconds and catches up within the window.
const HOLE_US: i64 = 150_000;

/// What part of a smaller deviation is taken over each second: a clock that is off by 100 ppm is
/// followed with a lag of 1.6 ms, and no step is larger than a block.
const FOLLOW: i64 = 16;

/// Turns numbers of samples and the system's stamps into a steady time.
pub(crate) struct SampleClock {
    rate: i64,
    /// The time of sample 0 of the present count.
    base_us: Option<i64>,
    samples: i64,
    least_us: i64,
    window_us: i64,
    settled: bool,
    last_us: i64,
}

impl SampleClock {
    /// A clock of a device with this many samples a second.
    pub(crate) fn new(rate: u32) -> SampleClock {
        SampleClock {
            rate: i64::from(rate.max(1)),
            base_us: None,
            samples: 0,
            least_us: i64::MAX,
            window_us: 0,
            settled: false,
            last_us: i64::MIN,
        }
    }

    /// When the first of the next `samples` was taken, if the system says `stamp_us`, and how many
    /// samples are missing since the last second.
    pub(crate) fn push(&mut self, samples: usize, stamp_us: i64) -> (i64, u64) {
        let base_us = *self.base_us.get_or_insert(stamp_us);
        let counted_us = base_us + self.length_us(self.samples);
        self.samples += samples as i64;
        self.least_us = self.least_us.min(stamp_us - counted_us);
        self.window_us += self.length_us(samples as i64);
        let missing = if self.window_us < WINDOW_US { 0 } else { self.follow() };
        // Following backward must not make time run backward.
        self.last_us = self.last_us.max(counted_us);
        (self.last_us, missing)
    }

    fn follow(&mut self) -> u64 {
        let off_us = std::mem::replace(&mut self.least_us, i64::MAX);
        self.window_us = 0;
        let is_hole = HOLE_US < off_us.abs();
        // The first stamps are made before the system knows its own delay.
        let step_us = if is_hole || !self.settled { off_us } else { off_us / FOLLOW };
        self.base_us = self.base_us.map(|base| base + step_us);
        let missing =
            if is_hole && self.settled { off_us.max(0) * self.rate / 1_000_000 } else { 0 };
        self.settled = true;
        missing.unsigned_abs()
    }

    fn length_us(&self, samples: i64) -> i64 {
        samples.saturating_mul(1_000_000) / self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of 10 ms at 48 kHz for `seconds`; `stamp` tells what the system says of block `n`.
    fn run(seconds: i64, stamp: impl Fn(i64) -> i64) -> (Vec<i64>, u64) {
        let mut clock = SampleClock::new(48_000);
        let mut missing = 0;
        let times = (0..seconds * 100)
            .map(|block| {
                let (at, gone) = clock.push(480, stamp(block));
                missing += gone;
                at
            })
            .collect();
        (times, missing)
    }

    #[test]
    fn late_callbacks_do_not_move_the_clock() {
        // Every seventh callback is 40 ms late, and once one is late by half a second.
        let (times, missing) = run(60, |block| {
            let late = if block % 7 == 0 { 40_000 } else { block % 5 * 300 };
            block * 10_000 + late + if block == 3000 { 500_000 } else { 0 }
        });
        assert_eq!(missing, 0);
        let worst = times.iter().enumerate().map(|(block, at)| (at - block as i64 * 10_000).abs());
        // The very first stamp is 40 ms late and nothing better is known for a second;
        // then time stands until it has come up.
        assert!(worst.skip(105).max() < Some(1_000), "time is counted, not stamped");
    }

    #[test]
    fn a_clock_that_is_off_is_followed() {
        // 200 ppm fast for 10 minutes: 120 ms if nobody followed.
        let (times, missing) = run(600, |block| block * 9_998);
        let last = times.len() as i64 - 1;
        assert_eq!(missing, 0);
        assert!((times[times.len() - 1] - last * 9_998).abs() < 5_000);
        assert!(times.is_sorted(), "time does not run backward");
    }

    #[test]
    fn samples_that_never_came_are_a_hole_and_counted() {
        let (times, missing) =
            run(20, |block| block * 10_000 + if block < 1000 { 0 } else { 700_000 });
        assert_eq!(missing, 33_600, "0.7 s of 48 kHz");
        assert_eq!(times[1999], 1999 * 10_000 + 700_000);
    }
}
