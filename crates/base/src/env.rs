//! Time and randomness, handed in so that tests can fix them.

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
