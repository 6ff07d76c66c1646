//! The loopback server: the registry and the interface for a browser on this machine.
//!
//! What is deliberately not here: any other address than 127.0.0.1, and anything for a guest without
//! the token. Start reading at [`guard`], which every request passes.

mod calls;
mod events;
mod files;
mod guard;
mod page;
mod pipe;
mod reply;

use std::future::Future;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use base::error::{Code, Error, Result};
use serde_json::json;
use store::keyfile::Strength;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::out::Out;
use crate::vault::{Access, State, state};
use guard::Token;

/// How long requests may take to end after the server was told to.
const ENDING: Duration = Duration::from_secs(5);

/// What every request can reach.
pub(crate) struct Server {
    app: Arc<App>,
    token: Token,
    port: u16,
    ended: watch::Receiver<bool>,
}

impl Server {
    /// Resolves when the server is told to end: what would never end by itself waits for it.
    fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut ended = self.ended.clone();
        async move {
            // The sender lives as long as the server.
            drop(ended.wait_for(|ended| *ended).await);
        }
    }
}

/// How it is served.
pub(crate) struct Wanted {
    /// The port; 0 takes a free one.
    pub(crate) port: u16,
    /// Where the token is written to, too.
    pub(crate) token_file: Option<PathBuf>,
    /// Whether nothing runs beside the vault.
    pub(crate) safe: bool,
}

/// Serves until SIGINT or SIGTERM, then closes the vault.
///
/// # Errors
/// `Conflict` when the port is taken; `Locked` when the passphrase that was given is another.
pub(crate) fn run(access: &Access, wanted: Wanted, out: Out) -> Result<()> {
    let Wanted { port, token_file, safe } = wanted;
    let app = access.closed(Strength::Default);
    if safe {
        app.start_safely();
    }
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|source| Error::internal("starting the server", source))?;
    app.run_beside(runtime.handle().clone());
    // Without a passphrase at hand the interface asks for it.
    if let Some(passphrase) = access.given()?
        && state(&app)? == State::Locked
    {
        app.unlock(&passphrase)?;
    }
    let served = runtime.block_on(serve(Arc::clone(&app), port, token_file, out));
    // While the runtime still runs: what plays is handed over. Commands at work keep the vault.
    app.close();
    runtime.shutdown_timeout(ENDING);
    served
}

async fn serve(app: Arc<App>, port: u16, token_file: Option<PathBuf>, out: Out) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|source| {
        Error::new(Code::Conflict, format!("listening on port {port}")).at("port").because(source)
    })?;
    let internal = |source: std::io::Error| Error::internal("starting the server", source);
    let port = listener.local_addr().map_err(internal)?.port();
    let mut signals = Signals::new().map_err(internal)?;
    let token = Token::random();
    let _written = token_file.map(|path| TokenFile::write(path, &token)).transpose()?;
    let address = format!("http://127.0.0.1:{port}");
    if out.json {
        out.value(&json!({ "address": address, "token": token.as_str() }))?;
    } else {
        out.line(format_args!("{address}/?token={}", token.as_str()))?;
    }
    let (end, ended) = watch::channel(false);
    let server = Arc::new(Server { app, token, port, ended });
    let stopped = server.ended();
    let listener = listener.tap_io(|stream| {
        // Small answers wait for nothing; a system that cannot do this is only slower.
        drop(stream.set_nodelay(true));
    });
    let serving = axum::serve(listener, router(server)).with_graceful_shutdown(stopped);
    let mut serving = tokio::spawn(serving.into_future());
    tokio::select! {
        ended = &mut serving => return joined(ended),
        () = signals.first() => {}
    }
    // A server that has ended already needs no word.
    let _ = end.send(true);
    match tokio::time::timeout(ENDING, &mut serving).await {
        Ok(ended) => joined(ended),
        Err(_) => {
            serving.abort();
            Ok(())
        }
    }
}

fn joined(ended: std::result::Result<std::io::Result<()>, tokio::task::JoinError>) -> Result<()> {
    ended
        .map_err(std::io::Error::other)
        .and_then(|served| served)
        .map_err(|source| Error::internal("serving", source))
}

fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/call/{cmd}", post(calls::call))
        .route("/stream/{cmd}", post(calls::stream))
        .route("/events", get(events::events))
        .route("/media/{hash}", get(files::media))
        .route("/thumb/{hash}", get(files::thumb))
        .route("/export/{format}", get(files::export))
        .fallback(page::page)
        .layer(middleware::from_fn_with_state(Arc::clone(&server), guard::guard))
        // Each route has its own bound: requests in `calls`, bodies in the commands that take them.
        .layer(DefaultBodyLimit::disable())
        .with_state(server)
}

/// What tells the server to end.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn first(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals)
    }

    async fn first(&mut self) {
        // Without the handler the system ends the process at once, which the store survives.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// The token in a file, for as long as it is good for anything.
struct TokenFile(PathBuf);

impl TokenFile {
    fn write(path: PathBuf, token: &Token) -> Result<TokenFile> {
        let failed = |source: std::io::Error| {
            Error::new(Code::Denied, "writing the token file").at("token-file").because(source)
        };
        private(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, token.as_str().as_bytes()))
            .map_err(failed)?;
        Ok(TokenFile(path))
    }
}

impl Drop for TokenFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0) {
            tracing::warn!(kind = ?error.kind(), "the token file stays");
        }
    }
}

/// A new file for its owner only. One that is there may belong to somebody else.
fn private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
