//! How often somebody may ask: buckets that fill again, each of bounded number.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use crate::error::Error;

/// So many within so many milliseconds; also how many at once. Written `100/10s`, or `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// Within so many milliseconds.
    pub within_ms: u64,
}

impl Rate {
    /// As many as anybody likes.
    pub const OFF: Rate = Rate { count: u32::MAX, within_ms: 1 };
}

impl FromStr for Rate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Rate, Error> {
        if text == "off" {
            return Ok(Rate::OFF);
        }
        let wrong = || Error::Settings(format!("`{text}` is no rate; write 100/10s, or off"));
        let (count, seconds) = text.split_once('/').ok_or_else(wrong)?;
        let seconds: u64 = seconds.trim_end_matches('s').parse().map_err(|_| wrong())?;
        let count = count.parse().map_err(|_| wrong())?;
        if count == 0 || seconds == 0 {
            return Err(wrong());
        }
        Ok(Rate { count, within_ms: seconds.saturating_mul(1000) })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Rate::OFF => f.write_str("off"),
            Rate { count, within_ms } => write!(f, "{count}/{}s", within_ms / 1000),
        }
    }
}

/// Buckets that are remembered; beyond, the full ones are forgotten, which changes nothing for anybody.
const BUCKETS_MAX: usize = 100_000;

/// One bucket for each who asks.
pub(crate) struct Buckets<K> {
    rate: Rate,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    left: f64,
    at_ms: u64,
}

impl<K: Hash + Eq> Buckets<K> {
    pub(crate) fn new(rate: Rate) -> Buckets<K> {
        Buckets { rate, buckets: Mutex::default() }
    }

    /// Takes one. When none is left, in how many milliseconds there is.
    pub(crate) fn take(&self, who: K, now_ms: u64) -> Result<(), u64> {
        if self.rate == Rate::OFF {
            return Ok(());
        }
        let full = f64::from(self.rate.count);
        let each_ms = self.rate.within_ms as f64 / full;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if BUCKETS_MAX <= buckets.len() {
            let within = self.rate.within_ms;
            buckets.retain(|_, bucket| now_ms.saturating_sub(bucket.at_ms) < within);
        }
        let known = buckets.len() < BUCKETS_MAX || buckets.contains_key(&who);
        if !known {
            return Err(self.rate.within_ms);
        }
        let bucket = buckets.entry(who).or_insert(Bucket { left: full, at_ms: now_ms });
        let passed = now_ms.saturating_sub(bucket.at_ms) as f64;
        bucket.left = (bucket.left + passed / each_ms).min(full);
        bucket.at_ms = now_ms;
        if bucket.left < 1.0 {
            return Err(((1.0 - bucket.left) * each_ms).ceil() as u64);
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// Whom an address stands for: one machine of IPv4 a person, of IPv6 a network of /64.
pub(crate) fn person(address: IpAddr) -> [u8; 16] {
    network(address, 32, 64)
}

/// The network of an address that a lockout is about: /24, or /64.
pub(crate) fn neighborhood(address: IpAddr) -> [u8; 16] {
    network(address, 24, 64)
}

fn network(address: IpAddr, four: u32, six: u32) -> [u8; 16] {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let bits = address.to_bits() & (u32::MAX << (32 - four));
            std::net::Ipv4Addr::from_bits(bits).to_ipv6_mapped().octets()
        }
        IpAddr::V6(address) => (address.to_bits() & (u128::MAX << (128 - six))).to_be_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_again() {
        let rate: Rate = "2/10s".parse().expect("it is a rate");
        let buckets = Buckets::new(rate);
        assert_eq!(buckets.take(1, 0), Ok(()));
        assert_eq!(buckets.take(1, 0), Ok(()));
        assert_eq!(buckets.take(1, 1000), Err(4000));
        assert_eq!(buckets.take(2, 1000), Ok(()), "another one has its own");
        assert_eq!(buckets.take(1, 5000), Ok(()));
        assert_eq!(buckets.take(1, 5000), Err(5000));
        assert_eq!(buckets.take(1, 4000), Err(5000), "a clock that goes back fills nothing");
    }

    #[test]
    fn rates_are_written_as_they_are_read() {
        for text in ["10/10s", "1000/60s", "off"] {
            assert_eq!(text.parse::<Rate>().expect("it is a rate").to_string(), text);
        }
        for text in ["", "10", "0/10s", "10/0s", "ten/10s"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn neighbors_share_a_network() {
        let of = |text: &str| neighborhood(text.parse().expect("it is an address"));
        assert_eq!(of("192.0.2.1"), of("192.0.2.200"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.9"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(person("192.0.2.1".parse().expect("one")), of("192.0.2.1"));
    }
}
