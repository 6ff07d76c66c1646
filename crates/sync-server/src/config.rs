//! How a server is set up.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use base::env::Env;
use sync_protocol::wire::Registration;

use crate::env::SystemEnv;
use crate::error::{Error, Result};
use crate::limit::Rate;
use crate::store::Limits;

/// Everything that a server is told when it starts.
#[derive(Clone)]
pub struct Config {
    /// The folder of the database and the files, where these lie on this machine.
    pub data: PathBuf,
    /// Where it listens; port 0 takes one that is free.
    pub listen: SocketAddr,
    /// `postgres://…`; none for SQLite in `data`.
    pub database: Option<String>,
    /// `s3://bucket/prefix`; none for a folder in `data`.
    pub blobs: Option<String>,
    /// Options of the store of files, over the environment's.
    pub blob_options: Vec<(String, String)>,
    /// The address that clients are given, such as `https://sync.example.org`: what challenges name. Without
    /// it, the address that it listens on.
    pub public_url: Option<String>,
    /// Whether it may listen without TLS beyond this machine: on a network that is trusted.
    pub plain_http: bool,
    /// Whether a proxy stands in front, whose `X-Forwarded-For` tells who asks.
    pub behind_proxy: bool,
    /// Where metrics are served; without it, under `/metrics` for this machine alone.
    pub metrics: Option<SocketAddr>,
    /// Who may register.
    pub registration: Registration,
    /// How often somebody may ask.
    pub rates: Rates,
    /// How much a vault may keep and take in.
    pub limits: Limits,
    /// How long a token is good, in milliseconds.
    pub token_ms: u64,
    /// Clock and randomness.
    pub env: Arc<dyn Env>,
}

/// How often somebody may ask, by tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// What costs or guesses: registering, rooms, shares, failed answers; by address.
    pub strict: Rate,
    /// Everything else; by device, or by address of who has no token.
    pub normal: Rate,
    /// What asks how the server is; by address.
    pub lenient: Rate,
}

impl Default for Rates {
    fn default() -> Rates {
        let rate = |count| Rate { count, within_ms: 10_000 };
        Rates { strict: rate(10), normal: rate(100), lenient: rate(1000) }
    }
}

impl Rates {
    /// No bounds, for tests and measurements.
    pub const OFF: Rates = Rates { strict: Rate::OFF, normal: Rate::OFF, lenient: Rate::OFF };
}

/// How long a token is good if nothing else is said.
pub const TOKEN_MS: u64 = 60 * 60 * 1000;

/// What a vault may keep on a server that is open to everybody, if nothing else is said.
pub const OPEN_LIMITS: Limits = Limits { kept: Some(1 << 30), day: Some(100 << 20) };

impl Config {
    /// SQLite and a folder in `data`, on this machine only, closed.
    pub fn new(data: PathBuf) -> Config {
        Config {
            data,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database: None,
            blobs: None,
            blob_options: Vec::new(),
            public_url: None,
            plain_http: false,
            behind_proxy: false,
            metrics: None,
            registration: Registration::Closed,
            rates: Rates::default(),
            limits: Limits::default(),
            token_ms: TOKEN_MS,
            env: Arc::new(SystemEnv),
        }
    }

    /// Whether the settings make sense together.
    ///
    /// # Errors
    /// `Settings`.
    pub(crate) fn check(&self) -> Result<()> {
        let encrypted = self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
        if !self.listen.ip().is_loopback() && !encrypted && !self.plain_http {
            let words = "beyond this machine a proxy with TLS is needed: give its address as \
                         --public-url https://…, or say --plain-http on a network that is trusted";
            return Err(Error::Settings(words.to_owned()));
        }
        if let Some(url) = &self.public_url {
            let scheme = url.starts_with("https://") || url.starts_with("http://");
            if !scheme || url.ends_with('/') || sync_protocol::auth::AUDIENCE_BYTES_MAX < url.len()
            {
                let words = format!(
                    "`{url}` is no address of a server: https://… without a slash at its end"
                );
                return Err(Error::Settings(words));
            }
        }
        Ok(())
    }
}
