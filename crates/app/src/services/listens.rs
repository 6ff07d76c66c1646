//! Listens as programs ask for them, read through the registry as every face does.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use integrations::endpoint::backend::{Listen, ListenPage, ListenRange};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::app::App;

/// Plays of one page of `listening.plays`.
const PAGE: usize = 500;

/// How many days are looked through at first for what came after an instant; four times as many each
/// time that they hold too little.
const DAYS: i32 = 2;

#[derive(Deserialize)]
struct Page {
    items: Vec<Play>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Play {
    at_ms: i64,
    track: Name,
    artists: Vec<Name>,
    album: Option<Name>,
    played_ms: Option<u32>,
    source: String,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Told {
    rows: u64,
    evidence: u64,
    first: Option<Day>,
}

/// The listens of a range, newest first.
///
/// # Errors
/// `Locked` while the vault is.
pub(super) fn page(app: &App, range: ListenRange) -> Result<ListenPage> {
    let ListenRange { after, before, count } = range;
    let plays = match (before, after) {
        (None, Some(after)) => nearest(app, after, count)?,
        _ => latest(app, before, after, count)?,
    };
    let newest = ask::<Page>(app, "listening.plays", &json!({ "uncounted": true, "limit": 1 }))?;
    let latest_at = newest.items.first().map_or(0, Play::at);
    let oldest_at = match told(app)?.iter().filter_map(|source| source.first).min() {
        Some(day) => {
            let first = whole(app, day, day)?;
            first.last().map_or(0, Play::at)
        }
        None => 0,
    };
    let listens = plays.into_iter().map(Play::shown).collect();
    Ok(ListenPage { listens, latest_at, oldest_at })
}

/// How many listens there are; what two sources told is one.
///
/// # Errors
/// `Locked` while the vault is.
pub(super) fn count(app: &App) -> Result<u64> {
    let each = told(app)?;
    Ok(each.iter().map(|source| source.rows.saturating_sub(source.evidence)).sum())
}

fn told(app: &App) -> Result<Vec<Told>> {
    ask(app, "listening.sources", &json!({}))
}

/// The newest before an instant.
fn latest(app: &App, before: Option<i64>, after: Option<i64>, count: usize) -> Result<Vec<Play>> {
    let mut cursor = before.map(|at| cursor(at).to_string());
    let mut plays = Vec::new();
    while plays.len() < count {
        let limit = (count - plays.len()).min(PAGE);
        let request = json!({ "uncounted": true, "cursor": cursor, "limit": limit });
        let page: Page = ask(app, "listening.plays", &request)?;
        let fits = |play: &Play| after.is_none_or(|after| after < play.at());
        let whole = page.items.iter().all(fits);
        plays.extend(page.items.into_iter().filter(fits));
        match page.next.filter(|_| whole) {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    Ok(plays)
}

/// Those nearest after an instant.
fn nearest(app: &App, after: i64, count: usize) -> Result<Vec<Play>> {
    let day = |at: Timestamp| Day::new(at.to_zoned(TimeZone::UTC).date());
    let begin = Timestamp::from_second(after).unwrap_or_default();
    // Where it was heard it may have been a day earlier or later.
    let (begin, end) = (day(begin).plus(-1), day(app.config.env.now()).plus(1));
    let mut days = DAYS;
    loop {
        let last = begin.plus(days).min(end);
        let mut plays = whole(app, begin, last)?;
        plays.retain(|play| after < play.at());
        if count <= plays.len() || end <= last {
            let surplus = plays.len().saturating_sub(count);
            return Ok(plays.split_off(surplus));
        }
        days = days.saturating_mul(4);
    }
}

/// All plays of some days, newest first.
fn whole(app: &App, from: Day, to: Day) -> Result<Vec<Play>> {
    let mut plays = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let request =
            json!({ "from": from, "to": to, "uncounted": true, "cursor": cursor, "limit": PAGE });
        let page: Page = ask(app, "listening.plays", &request)?;
        plays.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(plays),
        }
    }
}

/// Before everything that was begun at this second: ids begin with their instant.
fn cursor(at: i64) -> AnyId {
    let ms = at.saturating_mul(1000).max(0).unsigned_abs();
    AnyId::from_time_and_hash(ms, &[0; 10])
}

impl Play {
    /// When it began, Unix seconds.
    fn at(&self) -> i64 {
        self.at_ms.div_euclid(1000)
    }

    fn shown(self) -> Listen {
        let mut info = Map::new();
        if self.artists.len() > 1 {
            let names: Vec<&str> = self.artists.iter().map(|artist| artist.name.as_str()).collect();
            info.insert("artist_names".to_owned(), json!(names));
        }
        if let Some(ms) = self.played_ms {
            info.insert("duration_played".to_owned(), json!(ms / 1000));
        }
        info.insert("submission_client".to_owned(), json!(self.source));
        let names: Vec<String> = self.artists.iter().map(|artist| artist.name.clone()).collect();
        let listened_at = self.at();
        let mut track = Map::new();
        track.insert("artist_name".to_owned(), json!(names.join(", ")));
        track.insert("track_name".to_owned(), json!(self.track.name));
        if let Some(album) = self.album {
            track.insert("release_name".to_owned(), json!(album.name));
        }
        track.insert("additional_info".to_owned(), Value::Object(info));
        Listen { listened_at, track_metadata: track }
    }
}

fn ask<Reply: DeserializeOwned>(app: &App, name: &str, request: &Value) -> Result<Reply> {
    let broken = |source: serde_json::Error| Error::internal(format!("asking {name}"), source);
    let request = serde_json::value::to_raw_value(request).map_err(broken)?;
    serde_json::from_str(app.call(name, &request)?.get()).map_err(broken)
}
