//! An endpoint on this machine that scrobblers submit to: ListenBrainz's API, and Last.fm's.
//!
//! A player that can be told a ListenBrainz address is told
//! `http://127.0.0.1:<port>/1/submit-listens` (or `/apis/listenbrainz/1`) and a token. Nothing
//! listens unless the person turned it on and [`serve`] was called.
//!
//! What is deliberately not here: any other address than the loopback's, names other than its own in
//! `Host`, web pages unless the person allowed their origin, reading without a token, and any way to
//! delete what was kept. What a listen means is the domain's: submissions leave as bytes that its
//! importer reads. Start reading at [`backend::Backend`], then `listens`.

pub mod backend;
pub(crate) mod commit;
mod entry;
mod form;
mod guard;
mod lastfm;
pub(crate) mod listen;
mod listens;
mod lookup;
mod now;
pub mod rate;
mod reply;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use base::env::Env;
use base::error::{Code, Error, Result};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use backend::{Backend, Recorder, WaitingSession};
use commit::Committer;
use lastfm::Sessions;
use now::Now;
use rate::{RateLimit, Rates};

/// How long requests may take to end after the endpoint was told to.
const ENDING: Duration = Duration::from_secs(5);

/// How the endpoint behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen. Loopback only; port 0 takes any that is free.
    pub address: SocketAddr,
    /// What the person is called by programs that ask. It stands in addresses: keep it simple.
    pub user: String,
    /// How often each client may ask.
    pub rate: RateLimit,
}

/// The endpoint while it serves. Dropping it ends it at once; [`Endpoint::stop`] lets requests end.
pub struct Endpoint {
    server: Arc<Server>,
    end: Option<oneshot::Sender<()>>,
    serving: JoinHandle<std::io::Result<()>>,
    committing: Option<thread::JoinHandle<()>>,
    address: SocketAddr,
}

/// What every request can reach.
pub(crate) struct Server {
    backend: Arc<dyn Backend>,
    env: Arc<dyn Env>,
    user: String,
    port: u16,
    rates: Rates,
    now: Now,
    sessions: Sessions,
    commits: Committer,
}

/// The hash of a token, which is all that a backend keeps of it.
pub fn token_hash(token: &str) -> [u8; 32] {
    blake3::derive_key("everkept 2026 listening endpoint client token", token.as_bytes())
}

/// Whether a token is the one with this hash. In constant time.
pub fn token_is(token: &str, hash: &[u8; 32]) -> bool {
    blake3::Hash::from_bytes(token_hash(token)) == blake3::Hash::from_bytes(*hash)
}

/// A new token: 32 hexadecimal digits in groups, as ListenBrainz's own look, because some programs
/// take nothing else.
pub fn new_token(env: &dyn Env) -> String {
    let mut bytes = [0; 16];
    env.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// Begins to serve. Call it inside a Tokio runtime.
///
/// # Errors
/// `Invalid` for an address that other machines reach; `Conflict` when the port is taken.
pub async fn serve(
    options: Options,
    backend: Arc<dyn Backend>,
    env: Arc<dyn Env>,
) -> Result<Endpoint> {
    let Options { address, user, rate } = options;
    if !address.ip().is_loopback() {
        return Err(Error::invalid("address", format!("{address} is reached by other machines")));
    }
    let listener = TcpListener::bind(address).await.map_err(|source| {
        Error::new(Code::Conflict, format!("listening on {address}")).at("address").because(source)
    })?;
    let address =
        listener.local_addr().map_err(|source| Error::internal("starting the endpoint", source))?;
    let recorder: Arc<dyn Recorder> = Arc::clone(&backend) as Arc<dyn Recorder>;
    let (commits, committing) = Committer::begin(recorder)?;
    let server = Arc::new(Server {
        backend,
        env,
        user,
        port: address.port(),
        rates: Rates::new(rate),
        now: Now::default(),
        sessions: Sessions::default(),
        commits,
    });
    let listener = listener.tap_io(|stream| {
        // Small answers wait for nothing; a system that cannot do this is only slower.
        drop(stream.set_nodelay(true));
    });
    let (end, ended) = oneshot::channel();
    let serving =
        axum::serve(listener, router(Arc::clone(&server))).with_graceful_shutdown(async {
            // A sender that is gone says the same.
            drop(ended.await);
        });
    let serving = tokio::spawn(serving.into_future());
    Ok(Endpoint { server, end: Some(end), serving, committing: Some(committing), address })
}

fn router(server: Arc<Server>) -> Router {
    let listenbrainz = Router::new()
        .route("/1/submit-listens", post(listens::submit))
        .route("/1/validate-token", get(lookup::validate_token))
        .route("/1/user/{name}/listens", get(lookup::listens))
        .route("/1/user/{name}/listen-count", get(lookup::listen_count))
        .route("/1/user/{name}/playing-now", get(lookup::playing_now))
        .route("/1/playing-now/delete", post(listens::stop_playing))
        .route("/1/latest-import", get(lookup::latest_import).post(lookup::set_latest_import));
    Router::new()
        .merge(listenbrainz.clone())
        .nest("/apis/listenbrainz", listenbrainz)
        .route("/2.0/", get(lastfm::get).post(lastfm::post))
        .route("/2.0", get(lastfm::get).post(lastfm::post))
        .route("/api/auth/", get(lastfm::approve))
        .route("/api/auth", get(lastfm::approve))
        .fallback(listens::nothing)
        .layer(middleware::from_fn_with_state(Arc::clone(&server), guard::guard))
        // Bodies have their own bound, with ListenBrainz's words.
        .layer(DefaultBodyLimit::disable())
        .with_state(server)
}

impl Server {
    fn now_s(&self) -> i64 {
        self.env.now().as_second()
    }

    /// Whether a Host header means this server.
    fn is_own_name(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        port.parse() == Ok(self.port)
            && matches!(name.to_ascii_lowercase().as_str(), "127.0.0.1" | "localhost" | "[::1]")
    }
}

impl Endpoint {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What plays now, as ListenBrainz's `track_metadata`.
    pub fn playing(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        self.server.now.get(self.server.now_s())
    }

    /// Programs that asked for a Last.fm session and wait for the person.
    pub fn waiting_sessions(&self) -> Vec<WaitingSession> {
        self.server.sessions.waiting(self.server.now_s())
    }

    /// Lets a program that waits have the token of a client.
    ///
    /// # Errors
    /// `NotFound` when no program waits with this token.
    pub fn approve_session(&self, token: &str, client_token: &str) -> Result<()> {
        self.server.sessions.approve(token, client_token)
    }

    /// Takes no more requests, lets those that run end, and hands over what waits for the disk.
    ///
    /// # Errors
    /// `Internal` when serving had failed.
    pub async fn stop(mut self) -> Result<()> {
        drop(self.end.take());
        let served = match tokio::time::timeout(ENDING, &mut self.serving).await {
            Ok(served) => served.map_err(std::io::Error::other).and_then(|served| served),
            Err(_) => {
                self.serving.abort();
                Ok(())
            }
        };
        let committing = self.committing.take();
        // The last reference to the queue, unless a request was cut off and still ends.
        drop(self);
        if let Some(committing) = committing {
            let joining = tokio::task::spawn_blocking(move || committing.join());
            // A thread that panicked has said so, and one that is late ends by itself.
            drop(tokio::time::timeout(ENDING, joining).await);
        }
        served.map_err(|source| Error::internal("serving the endpoint", source))
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
