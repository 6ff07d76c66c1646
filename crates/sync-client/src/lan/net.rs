//! Whose networks these are, and places on them.

use std::io;
use std::net::{IpAddr, SocketAddr};

use base::error::{Code, Error, Result};

/// Letters of a host's name and a port: more is no place.
const PLACE_MAX: usize = 260;

/// Whether an address is of a network that is somebody's own: this machine's, a home's, or one that only its
/// members reach (RFC 1918, 3927, 4193, 4291, 6598).
pub(super) fn is_own(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]);
            v4.is_loopback() || v4.is_private() || v4.is_link_local() || shared
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_own(IpAddr::V4(v4)),
            None => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        },
    }
}

/// A place as a person types it: a host's name or address, a colon, and a port.
///
/// # Errors
/// `Invalid` when it is none, or lies on no network of one's own.
pub fn place(typed: &str) -> Result<String> {
    let wrong = |why: &str| Error::invalid("address", why);
    let typed = typed.trim();
    let (host, port) = typed.rsplit_once(':').ok_or_else(|| {
        wrong("an address is a name or number, a colon and a port, such as 192.168.1.20:27851")
    })?;
    if port.parse::<u16>().map_or(true, |port| port == 0) {
        return Err(wrong("what follows on the colon is no port: a number from 1 to 65535"));
    }
    let bare = host.trim_matches(['[', ']']);
    if let Ok(address) = bare.parse::<IpAddr>() {
        if !is_own(address) {
            return Err(wrong("that is no address of a network of your own"));
        }
        let bracketed = host.starts_with('[') && host.ends_with(']');
        if address.is_ipv6() && !bracketed {
            return Err(wrong("an address with colons stands in brackets: [fd00::1]:27851"));
        }
        return Ok(typed.to_owned());
    }
    let letter = |letter: char| letter.is_alphanumeric() || ['-', '.', '_'].contains(&letter);
    if host.is_empty() || PLACE_MAX < typed.len() || !host.chars().all(letter) {
        return Err(wrong("that is no name or number of a device on your network"));
    }
    Ok(typed.to_owned())
}

/// Where this machine can be reached on networks of its own, the loopback left out.
///
/// # Errors
/// `Internal` when the system does not tell.
pub fn own_addresses() -> Result<Vec<IpAddr>> {
    let interfaces = if_addrs::get_if_addrs()
        .map_err(|source| Error::internal("listing the machine's networks", source))?;
    let addresses = interfaces.into_iter().map(|interface| interface.ip());
    let own = addresses.filter(|ip| ip.is_ipv4() && !ip.is_loopback() && is_own(*ip));
    Ok(own.collect())
}

/// The addresses behind a place that may be called.
pub(super) async fn resolve(place: &str) -> Result<Vec<SocketAddr>> {
    let offline = |source| {
        let words = format!("{place} cannot be found on this network");
        Error::new(Code::Offline, words).because(source)
    };
    let found: Vec<SocketAddr> = tokio::net::lookup_host(place).await.map_err(offline)?.collect();
    let own: Vec<_> = found.into_iter().filter(|address| is_own(address.ip())).collect();
    if own.is_empty() {
        let words = format!("{place} is no address of a network of your own");
        return Err(Error::invalid("address", words));
    }
    Ok(own)
}

/// Why a port cannot be listened at.
pub(super) fn taken(port: u16, source: io::Error) -> Error {
    let words = format!("port {port} cannot be listened at: another program may have it");
    Error::new(Code::Conflict, words).because(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_of_networks_of_ones_own() {
        let good = [
            "192.168.1.20:27851",
            "10.0.0.1:1",
            "127.0.0.1:9",
            "100.64.0.1:9",
            "169.254.3.4:9",
            "[fd00::1]:9",
            "[fe80::1]:9",
            "laptop.local:27851",
            "büro-pc:80",
        ];
        for typed in good {
            assert_eq!(place(&format!(" {typed} ")).expect("it is a place"), typed);
        }
        let bad = [
            "",
            "laptop",
            "laptop:",
            "laptop:0",
            "laptop:70000",
            "8.8.8.8:27851",
            "100.128.0.1:9",
            "172.32.0.1:9",
            "[2001:db8::1]:9",
            "[::ffff:8.8.8.8]:9",
            "fd00::1:9",
            "a b:9",
            "http://laptop:9",
        ];
        for typed in bad {
            let error = place(typed).expect_err(typed);
            assert_eq!((error.code(), error.field()), (Code::Invalid, Some("address")), "{typed}");
        }
    }
}
