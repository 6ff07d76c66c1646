//! Chance that comes out the same for the same seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of chance.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Between two numbers, the second one excluded.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0).max(1);
        low + i64::try_from(self.0.next_u64() % width).unwrap_or(0)
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, percent: i64) -> bool {
        self.between(0, 100) < percent
    }

    /// One of several.
    pub(super) fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = self.between(0, i64::try_from(all.len()).unwrap_or(1));
        usize::try_from(at).ok().and_then(|at| all.get(at)).copied().unwrap_or_default()
    }
}
