//! Time and randomness of the machine. The only place that asks for either.

use std::sync::LazyLock;

use base::env::{Env, Uptime};
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

    fn uptime(&self) -> Option<Uptime> {
        Some(Uptime { boot: *BOOT, ms: uptime_ms() })
    }
}

/// Which run of the machine this is.
static BOOT: LazyLock<u64> = LazyLock::new(boot);

#[cfg(target_os = "linux")]
fn boot() -> u64 {
    // A random UUID of each start of the kernel; see random(4).
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    u64::from_str_radix(&digits, 16).ok().filter(|boot| *boot != 0).unwrap_or_else(random)
}

/// Elsewhere the clock that nobody sets is known as long as the program runs.
#[cfg(not(target_os = "linux"))]
fn boot() -> u64 {
    random()
}

fn random() -> u64 {
    let mut bytes = [0; 8];
    SystemEnv.fill(&mut bytes);
    u64::from_le_bytes(bytes).max(1)
}

#[cfg(target_os = "linux")]
fn uptime_ms() -> i64 {
    // It goes on while the machine sleeps, as a workout does.
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}

#[cfg(not(target_os = "linux"))]
fn uptime_ms() -> i64 {
    use std::time::Instant;
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    i64::try_from(BEGAN.elapsed().as_millis()).unwrap_or(i64::MAX)
}
