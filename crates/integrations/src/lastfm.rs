//! Last.fm: a person's scrobbles, newest first, by the person's own API key.

use serde::Deserialize;
use serde_json::Value;

use crate::http::{Answer, Fault, Http, Permit, Request};
use crate::page::Page;
use crate::reach::{Reach, Seen};

const FORMAT: &str = "lastfm";

/// The most that a page may hold (reference of `user.getRecentTracks`).
const LIMIT: usize = 200;

/// How long to rest after "rate limit exceeded" (29), milliseconds: it says no time.
const RATE_WAIT_MS: i64 = 5 * 60_000;

/// Whose scrobbles, and where.
pub(crate) struct Account<'a> {
    pub(crate) base: &'a str,
    pub(crate) user: &'a str,
    pub(crate) key: &'a str,
}

/// The next page.
pub(crate) async fn page(
    http: &Http,
    permit: &Permit,
    account: &Account<'_>,
    reach: &Reach,
    now_ms: i64,
) -> Result<Page<Reach>, Fault> {
    let walk = reach.walk(now_ms);
    let limit = LIMIT.to_string();
    let page = (u64::from(walk.page) + 1).to_string();
    let mut query = vec![
        ("method", "user.getrecenttracks"),
        ("user", account.user),
        ("api_key", account.key),
        ("format", "json"),
        ("limit", &limit),
        ("page", &page),
    ];
    // `from` is inclusive, `to` exclusive, as the service was seen to do; were `to` inclusive, a page
    // would only hold one second more.
    let from = walk.floor.map(|floor| floor.max(1).to_string());
    query.extend(from.as_deref().map(|from| ("from", from)));
    let to = walk.before.map(|before| before.to_string());
    query.extend(to.as_deref().map(|to| ("to", to)));
    let answer = http.send(permit, Request::get(account.base, "", &query)?).await?;
    let Read { bytes, seen, is_last } = read(&answer)?;
    let (after, ended) = reach.after(walk, seen, is_last, now_ms);
    Ok(Page { format: FORMAT, name: "recent-tracks.json", bytes, after, more: !ended })
}

struct Read {
    /// The page as the importer reads it.
    bytes: Vec<u8>,
    seen: Option<Seen>,
    is_last: bool,
}

fn read(answer: &Answer) -> Result<Read, Fault> {
    #[derive(Deserialize)]
    struct Refusal {
        error: u32,
    }
    // Refusals come with 200 as well as with 4xx.
    if let Ok(refusal) = answer.json::<Refusal>() {
        return Err(fault(refusal.error));
    }
    if !answer.is_ok() {
        return Err(Fault::Unknown(format!("Last.fm answers {}", answer.status)));
    }
    let mut page: Value = answer.json()?;
    let Some(tracks) = page.pointer_mut("/recenttracks/track") else {
        return Err(Fault::Unknown("the answer of Last.fm holds no tracks".into()));
    };
    // A list of one is written as the one.
    let is_one = tracks.is_object();
    if is_one {
        *tracks = Value::Array(vec![tracks.take()]);
    }
    let Some(list) = tracks.as_array() else {
        return Err(Fault::Unknown("the answer of Last.fm holds no tracks".into()));
    };
    // What is playing now has no date.
    let times = || list.iter().filter_map(uts);
    let seen = times().max().zip(times().min());
    let seen = seen.map(|(newest, oldest)| Seen { newest, oldest });
    let count = |name: &str| number(page.pointer("/recenttracks/@attr")?.get(name)?);
    let is_last = count("totalPages").zip(count("page")).is_some_and(|(all, this)| all <= this);
    let bytes = if is_one { page.to_string().into_bytes() } else { answer.body.clone() };
    Ok(Read { bytes, seen, is_last })
}

fn uts(track: &Value) -> Option<i64> {
    number(track.pointer("/date/uts")?)
}

/// It writes numbers as text, mostly.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The service's own codes (its documentation of errors).
fn fault(code: u32) -> Fault {
    match code {
        4 | 9 | 10 | 13 | 14 | 15 | 26 => {
            Fault::Auth(format!("Last.fm does not accept the key ({code})"))
        }
        6 => Fault::Auth("Last.fm does not know this name".into()),
        17 => Fault::Auth("this person hides the scrobbles at Last.fm".into()),
        8 | 11 | 16 => Fault::Network(format!("Last.fm is out of order ({code})")),
        29 => Fault::Wait(RATE_WAIT_MS),
        _ => Fault::Unknown(format!("Last.fm refuses ({code})")),
    }
}
