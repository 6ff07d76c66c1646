//! Time and randomness, handed in so that tests can fix them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{Timestamp, tz::TimeZone};

use crate::id::Id;

/// Where time and randomness come from. The system's in `app`, fixed and seeded in tests.
pub trait Env: Send + Sync + 'static {
    /// The instant now.
    fn now(&self) -> Timestamp;
    /// The zone that the person lives in now.
    fn zone(&self) -> TimeZone;
    /// Fills the bytes from a cryptographic source (tests: a seeded one).
    fn fill(&self, bytes: &mut [u8]);
    /// The machine's clock that nobody sets, if it has one.
    fn uptime(&self) -> Option<Uptime> {
        None
    }
}

/// How long a machine has been on, sleep included: a clock that is right when the wall clock is set,
/// until the machine starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uptime {
    /// Which run of which machine; never 0.
    pub boot: u64,
    /// Milliseconds since an instant that is the same as long as `boot` is.
    pub ms: i64,
}

/// A new identity (UUIDv7).
pub fn new_id<T: ?Sized>(env: &dyn Env) -> Id<T> {
    let mut random = [0; 10];
    env.fill(&mut random);
    Id::from_time_and_random(unix_ms(env.now()), &random)
}

/// Unix milliseconds, never before 1970.
pub fn unix_ms(at: Timestamp) -> u64 {
    at.as_millisecond().max(0).unsigned_abs()
}

/// A clock that stands until it is moved, and bytes from a seed. For tests, never for keys that
/// protect anything.
pub struct FixedEnv {
    now: Mutex<Timestamp>,
    zone: TimeZone,
    state: Mutex<u64>,
    uptime: Mutex<Uptime>,
}

impl FixedEnv {
    /// A clock that stands at an instant (RFC 3339), in a zone.
    ///
    /// # Panics
    /// When the instant or the zone cannot be read: a mistake in the test.
    pub fn at(now: &str, zone: &str, seed: u64) -> FixedEnv {
        FixedEnv {
            now: Mutex::new(now.parse().expect("the test names an instant")),
            zone: TimeZone::get(zone).expect("the test names a zone"),
            state: Mutex::new(seed),
            uptime: Mutex::new(Uptime { boot: seed.max(1), ms: 0 }),
        }
    }

    /// Moves the clock, also back. Forward, that time has passed; back, the clock was set.
    ///
    /// # Panics
    /// When the instant cannot be read: a mistake in the test.
    pub fn set(&self, now: &str) {
        let new: Timestamp = now.parse().expect("the test names an instant");
        let mut now = lock(&self.now);
        lock(&self.uptime).ms += (new.as_millisecond() - now.as_millisecond()).max(0);
        *now = new;
    }

    /// Lets milliseconds pass.
    pub fn pass_ms(&self, ms: i64) {
        self.step_ms(ms);
        lock(&self.uptime).ms += ms;
    }

    /// Sets the wall clock on or back by milliseconds, while no time passes.
    pub fn step_ms(&self, ms: i64) {
        let mut now = lock(&self.now);
        *now = now.saturating_add(jiff::SignedDuration::from_millis(ms)).unwrap_or(*now);
    }

    /// Starts the machine again: what it knew of time passing is gone.
    pub fn reboot(&self) {
        let mut uptime = lock(&self.uptime);
        *uptime = Uptime { boot: uptime.boot + 1, ms: 0 };
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Env for FixedEnv {
    fn now(&self) -> Timestamp {
        *lock(&self.now)
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    fn uptime(&self) -> Option<Uptime> {
        Some(*lock(&self.uptime))
    }

    fn fill(&self, bytes: &mut [u8]) {
        // SplitMix64 (Steele, Lea, Flood 2014): enough to tell ids apart.
        let mut state = lock(&self.state);
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}
