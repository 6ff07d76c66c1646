//! A server that runs: what all requests share, and what goes on beside them.

use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::serve::ListenerExt;
use sync_protocol::auth::ServerKey;
use sync_protocol::id::{DeviceId, VaultId};
use sync_protocol::membership::{Members, SignerId};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

use crate::blobs::Blobs;
use crate::config::Config;
use crate::env::random;
use crate::error::{Error, Result};
use crate::http;
use crate::hub::Hub;
use crate::limit::Buckets;
use crate::members::MembersCache;
use crate::metrics::Metrics;
use crate::store::postgres::Postgres;
use crate::store::sqlite::Sqlite;
use crate::store::{Audit, Cursor, LogStore};

mod nodes;
mod upkeep;

/// How long requests may take to end after the server was told to.
const ENDING: Duration = Duration::from_secs(5);

/// Mebibytes of uploads that are in memory at the same time.
const UPLOAD_MIB: usize = 128;

/// What every request can reach.
pub(crate) struct Server {
    pub(crate) config: Config,
    /// The address under which the server knows itself.
    pub(crate) audience: String,
    pub(crate) store: Arc<dyn LogStore>,
    pub(crate) blobs: Blobs,
    pub(crate) key: ServerKey,
    /// Marks challenges as this server's, so that none is kept before it was answered.
    pub(crate) challenge_key: [u8; 32],
    pub(crate) members: MembersCache,
    pub(crate) hub: Hub,
    pub(crate) metrics: Metrics,
    pub(crate) strict: Buckets<[u8; 16]>,
    pub(crate) strangers: Buckets<[u8; 16]>,
    pub(crate) devices: Buckets<Vec<u8>>,
    pub(crate) lenient: Buckets<[u8; 16]>,
    pub(crate) uploads: Arc<Semaphore>,
    /// How far devices have read, until it is written.
    pub(crate) cursors: Mutex<HashMap<(VaultId, DeviceId), Cursor>>,
    /// What the other nodes are to be told.
    pub(crate) outbox: Mutex<HashMap<VaultId, u64>>,
    pub(crate) told: Notify,
    ended: watch::Receiver<bool>,
}

impl Server {
    /// Now, by this server's clock, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> u64 {
        base::env::unix_ms(self.config.env.now())
    }

    /// Resolves when the server is told to end: what would never end by itself waits for it.
    pub(crate) fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut ended = self.ended.clone();
        async move {
            // The sender lives as long as the server.
            drop(ended.wait_for(|ended| *ended).await);
        }
    }

    /// The members of a vault, if it is here.
    pub(crate) async fn members_of(&self, vault: VaultId) -> Result<Option<Arc<Members>>> {
        self.members.get(&*self.store, vault).await
    }

    /// Adds a line to the audit.
    pub(crate) async fn audit(
        &self,
        signer: Option<SignerId>,
        action: &str,
        vault: Option<VaultId>,
        detail: impl Into<String>,
    ) -> Result<()> {
        let actor = match signer {
            None => "nobody".to_owned(),
            Some(SignerId::Identity) => "identity".to_owned(),
            Some(SignerId::Device(device)) => device.to_string(),
        };
        let (action, detail) = (action.to_owned(), detail.into());
        self.store.audit(Audit { at_ms: self.now_ms(), actor, action, vault, detail }).await
    }

    /// Tells everybody who listens that a vault moved, to a number if it has a new one.
    pub(crate) fn moved(&self, vault: VaultId, gsn: Option<u64>) {
        self.hub.moved(vault, gsn);
        let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        let told = outbox.entry(vault).or_default();
        *told = gsn.unwrap_or(0).max(*told);
        self.told.notify_one();
    }

    /// Remembers how far a device has read.
    pub(crate) fn seen(&self, vault: VaultId, cursor: Cursor) {
        let mut cursors = self.cursors.lock().unwrap_or_else(PoisonError::into_inner);
        cursors.insert((vault, cursor.device), cursor);
    }
}

/// A server that runs until it is stopped.
pub struct Running {
    address: SocketAddr,
    metrics: Option<SocketAddr>,
    url: String,
    end: watch::Sender<bool>,
    serving: Vec<JoinHandle<std::io::Result<()>>>,
    beside: Vec<JoinHandle<()>>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it serves metrics, if that is a place of its own.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.metrics
    }

    /// The address under which it knows itself, and that challenges name.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Lets requests end, five seconds at most, and stops.
    ///
    /// # Errors
    /// When serving had failed.
    pub async fn stop(self) -> Result<()> {
        // Who has ended already needs no word.
        let _ = self.end.send(true);
        for mut serving in self.serving {
            match tokio::time::timeout(ENDING, &mut serving).await {
                Ok(ended) => ended
                    .map_err(std::io::Error::other)
                    .and_then(|served| served)
                    .map_err(Error::io("serving"))?,
                Err(_) => serving.abort(),
            }
        }
        for mut task in self.beside {
            if tokio::time::timeout(ENDING, &mut task).await.is_err() {
                task.abort();
            }
        }
        Ok(())
    }
}

/// Opens the database that the settings name.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_store(config: &Config) -> Result<Arc<dyn LogStore>> {
    make_private(&config.data)?;
    if let Some(url) = &config.database {
        return Ok(Arc::new(Postgres::open(url, random(&*config.env)).await?));
    }
    Ok(Arc::new(Sqlite::open(&config.data.join(DATABASE))?))
}

/// The name of SQLite's file in the folder of the data.
pub const DATABASE: &str = "everkept-server.db";

/// The name of the files' folder in the folder of the data.
pub const FILES: &str = "files";

/// Opens the store of files that the settings name.
///
/// # Errors
/// When it cannot be made.
pub fn open_blobs(config: &Config) -> Result<Blobs> {
    match &config.blobs {
        Some(url) if url.starts_with("s3://") => Blobs::s3(url, &config.blob_options),
        Some(url) => {
            Err(Error::Settings(format!("`{url}` is no store of files: s3://bucket/prefix")))
        }
        None => Blobs::folder(&config.data.join(FILES)),
    }
}

/// Makes a folder that nobody else reads.
fn make_private(folder: &Path) -> Result<()> {
    let failed = || Error::io(format!("making {}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
            .map_err(failed())?;
    }
    Ok(())
}

/// Starts a server. It answers when this does.
///
/// # Errors
/// `Settings`; when the address is taken, or the database or the files cannot be opened.
pub async fn serve(config: Config) -> Result<Running> {
    config.check()?;
    let store = open_store(&config).await?;
    let blobs = open_blobs(&config)?;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr().map_err(Error::io("asking for the address"))?;
    let url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let metrics_listener = match config.metrics {
        Some(metrics) => Some(bind(metrics).await?),
        None => None,
    };
    let seed = Zeroizing::new(store.secret(random(&*config.env)).await?);
    let (end, ended) = watch::channel(false);
    let server = Arc::new(Server {
        audience: url.clone(),
        key: ServerKey::from_seed(&seed),
        challenge_key: blake3::derive_key("everkept 2026 server challenges", &*seed),
        members: MembersCache::new(),
        hub: Hub::default(),
        metrics: Metrics::new(),
        strict: Buckets::new(config.rates.strict),
        strangers: Buckets::new(config.rates.normal),
        devices: Buckets::new(config.rates.normal),
        lenient: Buckets::new(config.rates.lenient),
        uploads: Arc::new(Semaphore::new(UPLOAD_MIB)),
        cursors: Mutex::default(),
        outbox: Mutex::default(),
        told: Notify::new(),
        store,
        blobs,
        config,
        ended,
    });
    let mut serving = Vec::new();
    let mut metrics = None;
    if let Some(listener) = metrics_listener {
        metrics = listener.local_addr().ok();
        serving.push(run(listener, http::metrics_router(Arc::clone(&server)), server.ended()));
    }
    serving.push(run(listener, http::router(Arc::clone(&server)), server.ended()));
    let beside = vec![
        tokio::spawn(nodes::tell(Arc::clone(&server))),
        tokio::spawn(nodes::hear(Arc::clone(&server))),
        tokio::spawn(upkeep::run(server)),
    ];
    Ok(Running { address, metrics, url, end, serving, beside })
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(Error::io(format!("listening on {address}")))
}

fn run(
    listener: TcpListener,
    router: axum::Router,
    ended: impl Future<Output = ()> + Send + 'static,
) -> JoinHandle<std::io::Result<()>> {
    let listener = listener.tap_io(|stream| {
        // Small answers wait for nothing; a system that cannot do this is only slower.
        drop(stream.set_nodelay(true));
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(ended);
    tokio::spawn(serving.into_future())
}
