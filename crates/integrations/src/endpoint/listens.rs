//! What programs submit by ListenBrainz's API: listens, and what plays now.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use futures::StreamExt;
use serde_json::{Map, Value, json};

use super::Server;
use super::entry::{Entered, enter};
use super::form::Form;
use super::listen::{self, BODY_BYTES_MAX, Kind};
use super::now::Cleared;
use super::reply::{Reply, blocking};

/// How long a body may take to arrive.
const ARRIVING: Duration = Duration::from_secs(30);
/// How much more than it may be a body is read, so that its sender reads why it was refused.
const READ_BYTES_MAX: usize = 4 * BODY_BYTES_MAX;
/// Bodies up to this are checked where they arrive; larger ones on a thread that may take its time.
const QUICK_BYTES_MAX: usize = 64 * 1_024;

pub(crate) type Outcome = Result<Reply, Reply>;

/// Runs what a client asks for, and tells it its rate whatever comes of it.
pub(crate) async fn entered<F>(
    server: &Arc<Server>,
    headers: &HeaderMap,
    work: impl FnOnce(Entered) -> F,
) -> Reply
where
    F: Future<Output = Outcome>,
{
    match enter(server, headers).await {
        Ok(entered) => {
            let allowance = entered.allowance;
            work(entered).await.unwrap_or_else(|refused| refused).within(allowance)
        }
        Err(refused) => refused,
    }
}

/// `POST /1/submit-listens`
pub(crate) async fn submit(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Reply {
    entered(&server, &headers, async |Entered { client, .. }| {
        let bytes = read(body).await?;
        let now = server.now_s();
        let submission = match bytes.len() {
            0..=QUICK_BYTES_MAX => listen::read(&bytes, now),
            _ => blocking(move || Ok(listen::read(&bytes, now))).await?,
        }?;
        match submission.kind {
            Kind::Single | Kind::Import => {
                server.commits.commit(&client.name, submission.listens).await?;
                Ok(Reply::done())
            }
            Kind::PlayingNow => {
                let track = submission.listens.into_iter().next().and_then(track_of);
                let track = track.unwrap_or_default();
                let msid = listen::msid(&track);
                server.plays(&client.name, track).await?;
                let wants = Form::read(query.as_deref().unwrap_or_default());
                Ok(match wants.get("return_msid") {
                    Some("true") => Reply::ok(json!({ "status": "ok", "recording_msid": msid })),
                    Some(_) | None => Reply::done(),
                })
            }
        }
    })
    .await
}

fn track_of(mut listen: Map<String, Value>) -> Option<Map<String, Value>> {
    match listen.remove("track_metadata") {
        Some(Value::Object(track)) => Some(track),
        Some(_) | None => None,
    }
}

/// Reads a body, never keeping more than the largest that is allowed.
pub(crate) async fn read(body: Body) -> Result<Vec<u8>, Reply> {
    let reading = async {
        let mut bytes = Vec::new();
        let mut seen = 0;
        let mut pieces = body.into_data_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Reply::bad("The body of the request broke off."))?;
            seen += piece.len();
            if seen <= BODY_BYTES_MAX {
                bytes.extend_from_slice(&piece);
            } else if READ_BYTES_MAX < seen {
                break;
            }
        }
        if seen <= BODY_BYTES_MAX { Ok(bytes) } else { Err(Reply::bad(listen::too_large())) }
    };
    let late = Reply::refused(StatusCode::REQUEST_TIMEOUT, "The request took too long.");
    tokio::time::timeout(ARRIVING, reading).await.unwrap_or(Err(late))
}

/// `POST /1/playing-now/delete`
pub(crate) async fn stop_playing(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Reply {
    entered(&server, &headers, async |Entered { client, .. }| {
        let bytes = read(body).await?;
        let wish: Value = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes).map_err(|_| Reply::bad("Invalid data sent"))?,
        };
        let program = wish.get("client").and_then(Value::as_str);
        match server.now.clear(&client.name, program) {
            Cleared::Done => {
                let server = Arc::clone(&server);
                blocking(move || {
                    server.backend.now_playing(&client.name, None);
                    Ok(())
                })
                .await?;
                Ok(Reply::done())
            }
            Cleared::Nothing => Ok(Reply::done()),
            Cleared::Others => {
                let words = "Another client is playing now.";
                Err(Reply::refused(StatusCode::NOT_FOUND, words))
            }
        }
    })
    .await
}

/// Whatever else is asked.
pub(crate) async fn nothing() -> Reply {
    Reply::refused(StatusCode::NOT_FOUND, "There is nothing here.")
}

impl Server {
    /// A client plays a track now.
    pub(crate) async fn plays(
        self: &Arc<Server>,
        client: &str,
        track: Map<String, Value>,
    ) -> base::error::Result<()> {
        self.now.set(client, track.clone(), self.now_s());
        let (server, client) = (Arc::clone(self), client.to_owned());
        blocking(move || {
            server.backend.now_playing(&client, Some(&track));
            Ok(())
        })
        .await
    }
}
