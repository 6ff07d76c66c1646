//! Time and randomness of the machine. The only place that asks for either.

use base::env::Env;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The machine's own clock, zone and random source.
pub struct SystemEnv;

impl Env for SystemEnv {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random bytes");
    }
}
