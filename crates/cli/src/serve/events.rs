//! `GET /events`: which kinds changed, as they change.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt};
use serde_json::{Value, json};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::serve::Server;

/// Between two signs of life when nothing changes; a browser that went is noticed by them.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Server-sent events until the client or the server goes.
pub(crate) async fn events(
    State(server): State<Arc<Server>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = BroadcastStream::new(server.app.subscribe()).map(|changed| {
        Ok(Event::default().data(match changed {
            Ok(changed) => line(json!({ "kinds": changed.kinds, "origin": changed.origin })),
            // Who fell behind reads everything again.
            Err(BroadcastStreamRecvError::Lagged(_)) => {
                line(json!({ "kinds": ["*"], "origin": "local" }))
            }
        }))
    });
    Sse::new(changes.take_until(server.ended())).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

fn line(event: Value) -> String {
    event.to_string()
}
