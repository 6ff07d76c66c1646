//! ListenBrainz, or a server that speaks as it does: a person's listens, newest first.

use serde::Deserialize;

use crate::http::{Answer, Fault, Http, Permit, Request};
use crate::page::Page;
use crate::reach::{Reach, Seen};

const FORMAT: &str = "listenbrainz";

/// The most that a page may hold (`MAX_ITEMS_PER_GET`).
const COUNT_MAX: usize = 1000;

#[derive(Debug, Deserialize)]
struct Listens {
    payload: Payload,
}

#[derive(Debug, Deserialize)]
struct Payload {
    listens: Vec<Listen>,
}

#[derive(Debug, Deserialize)]
struct Listen {
    listened_at: i64,
}

/// Whose listens, and where.
pub(crate) struct Account<'a> {
    pub(crate) base: &'a str,
    pub(crate) user: &'a str,
    /// Only servers that hide listens need one.
    pub(crate) token: Option<&'a str>,
}

/// The next page, and how long to rest before the one after it, milliseconds.
pub(crate) async fn page(
    http: &Http,
    permit: &Permit,
    account: &Account<'_>,
    reach: &Reach,
    now_ms: i64,
) -> Result<(Page<Reach>, Option<i64>), Fault> {
    let walk = reach.walk(now_ms);
    let count = COUNT_MAX.to_string();
    let mut query = vec![("count", count.as_str())];
    // It counts no pages: past a second with more than a page, the next second is all there is to ask.
    let max_ts = walk.before.map(|before| (before - i64::from(walk.page)).to_string());
    query.extend(max_ts.as_deref().map(|max_ts| ("max_ts", max_ts)));
    let mut request = Request::get(account.base, &path(account.user), &query)?;
    if let Some(token) = account.token {
        request = request.authorized("Token", token);
    }
    let answer = http.send(permit, request).await?;
    if !answer.is_ok() {
        return Err(refusal(&answer));
    }
    let Listens { payload } = answer.json()?;
    let times = || payload.listens.iter().map(|listen| listen.listened_at);
    let seen = times().max().zip(times().min());
    let seen = seen.map(|(newest, oldest)| Seen { newest, oldest });
    // A short page is no end: a server may give less than was asked for, or stop looking in a long gap.
    let (after, ended) = reach.after(walk, seen, false, now_ms);
    let rest_ms = answer.rest_ms;
    let page =
        Page { format: FORMAT, name: "listens.json", bytes: answer.body, after, more: !ended };
    Ok((page, rest_ms))
}

/// `/1/user/<name>/listens`, the name escaped.
fn path(user: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    format!("/1/user/{}/listens", utf8_percent_encode(user, NON_ALPHANUMERIC))
}

fn refusal(answer: &Answer) -> Fault {
    match answer.status {
        401 | 403 => Fault::Auth("ListenBrainz does not accept the token".into()),
        404 => Fault::Auth("ListenBrainz does not know this name".into()),
        status => Fault::Unknown(format!("ListenBrainz answers {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place_in_the_address() {
        assert_eq!(path("a/../b?c"), "/1/user/a%2F%2E%2E%2Fb%3Fc/listens");
    }
}
