//! Spotify: what was played lately, by the person's own client id.
//!
//! Three calls: authorize (in the browser), token, recently-played. What is deliberately not here: any
//! figure made of what Spotify tells, and any other of its data.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::http::{Answer, Fault, Http, Permit, Request, parse};
use crate::page::Page;

pub(crate) mod grant;
pub(crate) mod redirect;
pub(crate) mod session;

/// The format of its pages.
const FORMAT: &str = "spotify-recent";

/// The most that a page may hold (reference of `recently-played`).
const LIMIT: &str = "50";

/// It hands out about the last 50 plays. More pages than this are no paging but a loop.
const PAGES_MAX: u32 = 20;

/// How far back each run looks again, milliseconds: plays without a network are told later. It costs no
/// further page.
const LATE_MS: i64 = 24 * 3_600_000;

/// Its clock and ours may differ so much, milliseconds; a play from later than that is no cursor.
const SKEW_MS: i64 = 24 * 3_600_000;

/// Pages whose content was the same: it is remembered of so many addresses where we have been.
const SEEN_MAX: usize = 20;

/// How far it has been fetched. Instants are Spotify's, Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Recent {
    done_to_ms: Option<i64>,
    walk: Option<Walk>,
}

/// Pages of one run that are done, while there are more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Walk {
    top_ms: Option<i64>,
    next: String,
    been: VecDeque<String>,
    pages: u32,
}

#[derive(Debug, Deserialize)]
struct RecentPage {
    #[serde(default)]
    next: Option<String>,
    items: Vec<Played>,
}

#[derive(Debug, Deserialize)]
struct Played {
    #[serde(default)]
    played_at: Option<Timestamp>,
}

/// The next page of what was played.
pub(crate) async fn page(
    http: &Http,
    permit: &Permit,
    api: &str,
    token: &str,
    recent: &Recent,
    now_ms: i64,
) -> Result<Page<Recent>, Fault> {
    let request = match &recent.walk {
        Some(walk) => Request::get(&walk.next, "", &[])?,
        None => {
            let after = recent.done_to_ms.map(|ms| ms.saturating_sub(LATE_MS).max(0).to_string());
            let mut query = vec![("limit", LIMIT)];
            query.extend(after.as_deref().map(|after| ("after", after)));
            Request::get(api, "/me/player/recently-played", &query)?
        }
    };
    let answer = http.send(permit, request.authorized("Bearer", token)).await?;
    if !answer.is_ok() {
        return Err(refusal(&answer));
    }
    let page: RecentPage = answer.json()?;
    let next = page.next.filter(|_| !page.items.is_empty());
    let next = next.filter(|next| is_same_place(api, next));
    let latest = answer.date_ms.unwrap_or(now_ms).max(now_ms).saturating_add(SKEW_MS);
    let newest = page.items.iter().filter_map(|item| Some(item.played_at?.as_millisecond()));
    let newest = newest.filter(|ms| *ms <= latest).max();
    let after = recent.after(newest, next);
    let more = after.walk.is_some();
    Ok(Page { format: FORMAT, name: "recently-played.json", bytes: answer.body, after, more })
}

impl Recent {
    /// Where it stands when a page is on the disk.
    fn after(&self, newest: Option<i64>, next: Option<String>) -> Recent {
        let walk = self.walk.clone().unwrap_or_default();
        let top_ms = walk.top_ms.max(newest);
        let next = next.filter(|next| {
            walk.pages + 1 < PAGES_MAX && walk.next != *next && !walk.been.contains(next)
        });
        match next {
            Some(next) => {
                let mut been = walk.been;
                been.push_back(walk.next);
                if SEEN_MAX < been.len() {
                    been.pop_front();
                }
                let walk = Walk { top_ms, next, been, pages: walk.pages + 1 };
                Recent { walk: Some(walk), ..self.clone() }
            }
            None => Recent { done_to_ms: self.done_to_ms.max(top_ms), walk: None },
        }
    }
}

/// Whether the address is where the token may be shown.
fn is_same_place(api: &str, next: &str) -> bool {
    match (parse(api, ""), parse(next, "")) {
        (Ok(api), Ok(next)) => api.origin() == next.origin() && next.path().starts_with(api.path()),
        _ => false,
    }
}

/// What a 3xx or 4xx of the API means.
fn refusal(answer: &Answer) -> Fault {
    match answer.status {
        401 => Fault::Refused,
        // A removed call, an owner without Premium, or a person who is not on the list of the client id.
        403 => Fault::Auth("Spotify does not allow it to this client id".into()),
        status => Fault::Unknown(format!("Spotify answers {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_nowhere_else() {
        let api = "https://api.spotify.com/v1";
        assert!(is_same_place(
            api,
            "https://api.spotify.com/v1/me/player/recently-played?before=1"
        ));
        for other in [
            "https://api.spotify.com.example/v1/me",
            "http://api.spotify.com/v1/me",
            "https://api.spotify.com:444/v1/me",
            "https://api.spotify.com/v2/me",
            "nothing",
        ] {
            assert!(!is_same_place(api, other), "{other}");
        }
    }

    #[test]
    fn the_cursor_moves_when_the_last_page_is_here() {
        let first = Recent::default().after(Some(30), Some("a".into()));
        assert_eq!(first.done_to_ms, None, "older pages are still to come");
        let last = first.after(Some(20), None);
        assert_eq!(last, Recent { done_to_ms: Some(30), walk: None });
        assert_eq!(last.after(None, None).done_to_ms, Some(30), "an empty page takes nothing back");
    }

    #[test]
    fn pages_that_lead_in_a_circle_end() {
        let mut recent = Recent::default();
        for step in ["a", "b", "a"] {
            recent = recent.after(Some(1), Some(step.into()));
        }
        assert_eq!(recent.walk, None);
    }
}
