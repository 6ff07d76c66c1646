//! What plays now, for as long as the track is long.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

/// How long a track whose length nobody told may play, seconds (ListenBrainz's default).
const UNTOLD_S: i64 = 10 * 60;

/// What each client plays now. Never kept on the disk.
#[derive(Debug, Default)]
pub(crate) struct Now {
    clients: Mutex<HashMap<String, Playing>>,
}

#[derive(Debug, Clone)]
struct Playing {
    track: Map<String, Value>,
    since: i64,
    until: i64,
}

impl Now {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Playing>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A client begins a track, as `track_metadata`. `now` is in Unix seconds.
    pub(crate) fn set(&self, client: &str, track: Map<String, Value>, now: i64) {
        let length_s = length_ms(&track).map_or(UNTOLD_S, |ms| (ms / 1_000).max(1));
        let playing = Playing { track, since: now, until: now.saturating_add(length_s) };
        self.lock().insert(client.to_owned(), playing);
    }

    /// Whether the client played anything; when a program is named, only what that program submitted.
    pub(crate) fn clear(&self, client: &str, program: Option<&str>) -> Cleared {
        let mut clients = self.lock();
        let Some(playing) = clients.get(client) else { return Cleared::Nothing };
        let submitted_by = info(&playing.track, "submission_client").and_then(Value::as_str);
        if program.is_some() && submitted_by.is_some() && program != submitted_by {
            return Cleared::Others;
        }
        clients.remove(client);
        Cleared::Done
    }

    /// What was begun last and is not over.
    pub(crate) fn get(&self, now: i64) -> Option<Map<String, Value>> {
        let mut clients = self.lock();
        clients.retain(|_, playing| now < playing.until);
        let last = clients.values().max_by_key(|playing| playing.since)?;
        Some(last.track.clone())
    }
}

/// What became of the wish to clear.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cleared {
    Done,
    Nothing,
    /// Another program's track plays.
    Others,
}

fn info<'t>(track: &'t Map<String, Value>, key: &str) -> Option<&'t Value> {
    track.get("additional_info")?.get(key)
}

/// The length of a track, milliseconds, if it was told.
fn length_ms(track: &Map<String, Value>) -> Option<i64> {
    let seconds = info(track, "duration").and_then(Value::as_i64);
    let ms = info(track, "duration_ms").and_then(Value::as_i64);
    ms.or(seconds.map(|seconds| seconds.saturating_mul(1_000)))
}
