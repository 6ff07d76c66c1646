//! The machine's clock and random source. The only place of the endpoint that asks for either.

use base::env::Env;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Time and randomness of the machine.
pub struct SystemEnv;

impl Env for SystemEnv {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random bytes");
    }
}

/// Random bytes.
pub(crate) fn random<const N: usize>(env: &dyn Env) -> [u8; N] {
    let mut bytes = [0; N];
    env.fill(&mut bytes);
    bytes
}
