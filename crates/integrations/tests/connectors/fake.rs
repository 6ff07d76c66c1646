//! The services on loopback: what they have in common, and every way in which they fail.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures::stream::{self, StreamExt};
use serde_json::{Value, json};

use crate::{fake_lastfm, fake_listenbrainz, fake_spotify};

/// What happened, in order: requests and writes of secrets.
pub(crate) type Log = Arc<Mutex<Vec<String>>>;

/// One answer that is not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A status with the error body of the service.
    Status(u16),
    /// 429 with these seconds.
    Wait(u32),
    /// 429 with an HTTP date so many seconds after the service's own `Date`.
    WaitUntil(u32),
    /// 429 that does not say how long.
    WaitSome,
    /// The head and some of the content, and then nothing more.
    Slow,
    /// JSON that ends in the middle, in a complete answer.
    Truncated,
    /// The connection ends in the middle of the content.
    Cut,
    /// The page before this one again.
    Duplicate,
    /// An error of the service's own kind (Last.fm).
    Code(u32),
}

/// A service and all it knows.
#[derive(Default)]
pub(crate) struct Services {
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) spotify: fake_spotify::Spotify,
    pub(crate) listenbrainz: fake_listenbrainz::ListenBrainz,
    pub(crate) lastfm: fake_lastfm::Lastfm,
    /// Requests for pages, whatever came of them.
    pub(crate) asked: usize,
    pub(crate) log: Log,
    last_page: Option<Value>,
}

pub(crate) type Shared = Arc<Mutex<Services>>;

/// A server on a port of its own; it ends with the test's runtime.
pub(crate) struct Fake {
    pub(crate) base: String,
    services: Shared,
}

impl Fake {
    pub(crate) async fn start(log: Log) -> Fake {
        let services = Arc::new(Mutex::new(Services { log, ..Services::default() }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("it is bound"));
        lock(&services).spotify.base = base.clone();
        let router = Router::new()
            .merge(fake_spotify::routes())
            .merge(fake_listenbrainz::routes())
            .merge(fake_lastfm::routes())
            .with_state(services.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Fake { base, services }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Services> {
        lock(&self.services)
    }

    /// The next answers are these.
    pub(crate) fn fail(&self, faults: &[Fault]) {
        self.lock().faults.extend(faults);
    }

    /// Requests for pages so far.
    pub(crate) fn asked(&self) -> usize {
        self.lock().asked
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Services {
    /// A page, or what stands in its place.
    pub(crate) fn answer(&mut self, page: Value) -> Response {
        let fault = self.faults.pop_front();
        let page = match (fault, self.last_page.clone()) {
            (Some(Fault::Duplicate), Some(last)) => last,
            _ => page,
        };
        self.last_page = Some(page.clone());
        match fault {
            None | Some(Fault::Duplicate) => reply(200, &page, &[]),
            Some(fault) => broken(fault, &page),
        }
    }
}

/// The date that the services believe in: 2026-11-21T10:00:00Z, and seconds later.
fn http_date(later_s: u32) -> String {
    assert!(later_s < 3600, "the fake counts minutes and seconds only");
    format!("Sat, 21 Nov 2026 10:{:02}:{:02} GMT", later_s / 60, later_s % 60)
}

fn broken(fault: Fault, page: &Value) -> Response {
    let error = |status: u16| json!({"error": {"status": status, "message": "no"}});
    let text = page.to_string();
    let half = text[..text.len() / 2].to_owned();
    match fault {
        Fault::Status(status) => reply(status, &error(status), &[]),
        Fault::Wait(seconds) => reply(429, &error(429), &[("retry-after", seconds.to_string())]),
        Fault::WaitUntil(seconds) => {
            let dates = [("retry-after", http_date(seconds)), ("date", http_date(0))];
            reply(429, &error(429), &dates)
        }
        Fault::WaitSome => reply(429, &error(429), &[]),
        Fault::Slow => {
            let first = stream::once(async move { Ok::<_, Infallible>(half) });
            Response::new(Body::from_stream(first.chain(stream::pending())))
        }
        Fault::Truncated => Response::new(Body::from(half)),
        Fault::Cut => {
            let pieces = [Ok(half), Err(io::Error::other("cut"))];
            Response::new(Body::from_stream(stream::iter(pieces)))
        }
        Fault::Code(code) => reply(200, &json!({"error": code, "message": "no"}), &[]),
        Fault::Duplicate => unreachable!("it was answered before"),
    }
}

/// A JSON answer.
pub(crate) fn reply(status: u16, body: &Value, headers: &[(&'static str, String)]) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).expect("a header");
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
}
