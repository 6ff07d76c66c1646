//! The words of the command line. Each setting can stand in the environment, too.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sync_protocol::id::VaultId;
use sync_protocol::wire::Registration;
use sync_server::config::{OPEN_LIMITS, TOKEN_MS};
use sync_server::limit::Rate;
use sync_server::store::Limits;
use sync_server::{Config, Rates};

/// The endpoint that devices of one vault meet at. It keeps what it cannot read.
#[derive(Parser)]
#[command(name = "everkept-server", version)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Serves until it is told to end; prints its address as a line of JSON when it is ready.
    Serve(Box<Serve>),
    /// Prints invites, each good for one vault.
    Invite {
        #[command(flatten)]
        place: Place,
        /// How many.
        #[arg(long, default_value_t = 1)]
        count: u32,
        /// How long they are good, in days.
        #[arg(long, default_value_t = 7)]
        days: u32,
    },
    /// Lists the vaults and how much they keep, one line of JSON each.
    Vaults {
        #[command(flatten)]
        place: Place,
    },
    /// Deletes a vault and all that is its.
    Remove {
        #[command(flatten)]
        place: Place,
        /// Which vault, in hexadecimal.
        #[arg(value_parser = vault)]
        vault: VaultId,
    },
    /// Sets how many bytes a vault may keep.
    Quota {
        #[command(flatten)]
        place: Place,
        /// Which vault, in hexadecimal.
        #[arg(value_parser = vault)]
        vault: VaultId,
        /// Bytes; without a number, what `serve` says.
        bytes: Option<u64>,
    },
    /// Writes all that a node keeps in its folder to one file, while it runs.
    Backup {
        #[command(flatten)]
        place: Place,
        /// Where to; it must not be there yet.
        file: PathBuf,
    },
    /// Unpacks a backup to a new folder and checks it.
    Restore {
        /// The new folder.
        #[arg(long, env = "EVERKEPT_SERVER_DATA", required_unless_present = "verify")]
        data: Option<PathBuf>,
        /// Only check it.
        #[arg(long)]
        verify: bool,
        /// The backup.
        file: PathBuf,
    },
    /// Prints the newest lines of the audit, newest first.
    Audit {
        #[command(flatten)]
        place: Place,
        /// How many.
        #[arg(long, default_value_t = 100)]
        lines: usize,
    },
}

/// Where a server keeps what it has.
#[derive(Args)]
pub(crate) struct Place {
    /// The folder of the database and the files.
    #[arg(long, env = "EVERKEPT_SERVER_DATA")]
    pub(crate) data: PathBuf,
    /// `postgres://…` instead of SQLite in the folder.
    #[arg(long, env = "EVERKEPT_SERVER_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// `s3://bucket/prefix` instead of files in the folder; its keys stand in `AWS_…`.
    #[arg(long, env = "EVERKEPT_SERVER_BLOBS")]
    pub(crate) blobs: Option<String>,
}

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen.
    #[arg(long, env = "EVERKEPT_SERVER_LISTEN", default_value = "127.0.0.1:8480")]
    listen: SocketAddr,
    /// The address that clients are given: https://… of the proxy.
    #[arg(long, env = "EVERKEPT_SERVER_PUBLIC_URL")]
    public_url: Option<String>,
    /// Listen beyond this machine without TLS: on a network that is trusted.
    #[arg(long, env = "EVERKEPT_SERVER_PLAIN_HTTP")]
    plain_http: bool,
    /// A proxy stands in front: who asks is told by its X-Forwarded-For.
    #[arg(long, env = "EVERKEPT_SERVER_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Serve metrics on a place of their own.
    #[arg(long, env = "EVERKEPT_SERVER_METRICS")]
    metrics: Option<SocketAddr>,
    /// Who may bring a vault.
    #[arg(long, env = "EVERKEPT_SERVER_REGISTRATION", value_enum, default_value = "closed")]
    registration: Who,
    /// Requests that cost or guess, by address.
    #[arg(long, env = "EVERKEPT_SERVER_RATE_STRICT", default_value_t = Rates::default().strict)]
    rate_strict: Rate,
    /// Requests of one device, and of one address without a token.
    #[arg(long, env = "EVERKEPT_SERVER_RATE_NORMAL", default_value_t = Rates::default().normal)]
    rate_normal: Rate,
    /// Requests that ask how the server is.
    #[arg(long, env = "EVERKEPT_SERVER_RATE_LENIENT", default_value_t = Rates::default().lenient)]
    rate_lenient: Rate,
    /// Bytes that a vault may keep; 0 is any number. Without it: 1 GiB where registration is open.
    #[arg(long, env = "EVERKEPT_SERVER_QUOTA")]
    quota: Option<u64>,
    /// Bytes that a vault may upload in a day; 0 is any number. Without it: 100 MiB where registration is open.
    #[arg(long, env = "EVERKEPT_SERVER_DAY")]
    day: Option<u64>,
    /// How long a token is good, in seconds.
    #[arg(long, env = "EVERKEPT_SERVER_TOKEN_SECONDS", default_value_t = TOKEN_MS / 1000)]
    token_seconds: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Who {
    Closed,
    Invite,
    Open,
}

fn vault(text: &str) -> Result<VaultId, &'static str> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map(VaultId::new).ok_or("a vault has 32 hexadecimal digits")
}

impl Place {
    /// The settings that say where a server keeps what it has.
    pub(crate) fn config(self) -> Config {
        let Place { data, database, blobs } = self;
        Config { database, blobs, ..Config::new(data) }
    }
}

impl Serve {
    /// All settings.
    pub(crate) fn config(self) -> Config {
        let registration = match self.registration {
            Who::Closed => Registration::Closed,
            Who::Invite => Registration::Invite,
            Who::Open => Registration::Open,
        };
        let usual =
            if registration == Registration::Open { OPEN_LIMITS } else { Limits::default() };
        let limit = |given: Option<u64>, usual| match given {
            Some(0) => None,
            Some(bytes) => Some(bytes),
            None => usual,
        };
        Config {
            listen: self.listen,
            public_url: self.public_url,
            plain_http: self.plain_http,
            behind_proxy: self.behind_proxy,
            metrics: self.metrics,
            registration,
            rates: Rates {
                strict: self.rate_strict,
                normal: self.rate_normal,
                lenient: self.rate_lenient,
            },
            limits: Limits { kept: limit(self.quota, usual.kept), day: limit(self.day, usual.day) },
            token_ms: self.token_seconds.saturating_mul(1000),
            ..self.place.config()
        }
    }
}
