//! The one way out: every request of every connector goes through [`Http`], and none without a [`Permit`].
//!
//! It sets time and size limits, follows no redirect, and sorts what went wrong into [`Fault`]s. Addresses
//! are never logged or shown: some carry keys.

use std::sync::OnceLock;
use std::time::Duration;

use base::error::Error;
use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, Url};

/// How long to wait when a service says 429 and not how long. Spotify counts over 30 s, Last.fm over
/// minutes.
const WAIT_MS: i64 = 60_000;

/// Who we say we are. Services ask for a name and a version.
const USER_AGENT: &str = concat!("Everkept/", env!("CARGO_PKG_VERSION"));

/// Limits of one request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For the connection.
    pub connect: Duration,
    /// From the first byte sent to the last byte read.
    pub whole: Duration,
    /// Of an answer's content. A page of 1,000 listens has about a megabyte.
    pub bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(15),
            whole: Duration::from_secs(60),
            bytes_max: 32 * 1024 * 1024,
        }
    }
}

/// Leave to ask a service: only a connector that is on, or is being connected by the person, has one.
#[derive(Debug)]
pub(crate) struct Permit(());

impl Permit {
    /// For a connector that is on, nobody else.
    pub(crate) fn of(is_on: bool) -> Result<Permit, Fault> {
        if is_on { Ok(Permit(())) } else { Err(Fault::Off) }
    }
}

/// Why a run could not go on.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The token is not accepted (401): a new one may be.
    Refused,
    /// The service knows us and refuses.
    Auth(String),
    /// What the person granted is withdrawn or has expired.
    Revoked(String),
    /// It cannot be reached, is slow, or is broken.
    Network(String),
    /// It answers what nobody expects.
    Unknown(String),
    /// It asks to be left alone so long, milliseconds.
    Wait(i64),
    /// The connector was turned off meanwhile.
    Off,
    /// Something here failed, not the service: the disk, the keyring.
    Local(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Local(error)
    }
}

/// A request as the connectors make it.
#[derive(Debug)]
pub(crate) struct Request {
    method: Method,
    url: Url,
    authorization: Option<String>,
    form: Option<Vec<(&'static str, String)>>,
}

impl Request {
    /// A GET of `base` with `path` and parameters.
    ///
    /// # Errors
    /// `Local` when the base is no address.
    pub(crate) fn get(base: &str, path: &str, query: &[(&str, &str)]) -> Result<Request, Fault> {
        let mut url = parse(base, path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(Request { method: Method::GET, url, authorization: None, form: None })
    }

    /// A POST of a form.
    ///
    /// # Errors
    /// `Local` when the base is no address.
    pub(crate) fn post_form(
        base: &str,
        path: &str,
        form: Vec<(&'static str, String)>,
    ) -> Result<Request, Fault> {
        let url = parse(base, path)?;
        Ok(Request { method: Method::POST, url, authorization: None, form: Some(form) })
    }

    /// With `Authorization: <scheme> <token>`.
    pub(crate) fn authorized(mut self, scheme: &str, token: &str) -> Request {
        self.authorization = Some(format!("{scheme} {token}"));
        self
    }
}

/// The address that `base` and `path` make.
pub(crate) fn parse(base: &str, path: &str) -> Result<Url, Fault> {
    let text = match path {
        "" => base.to_owned(),
        path => format!("{}{path}", base.trim_end_matches('/')),
    };
    Url::parse(&text).map_err(|source| {
        Fault::Local(Error::invalid("address", "the address cannot be read").because(source))
    })
}

/// What a service answered: 2xx, 3xx or 4xx. The others are faults already.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// When the service's own clock says it answered, Unix milliseconds.
    pub(crate) date_ms: Option<i64>,
    /// How long to rest before the next request, milliseconds (`X-RateLimit-*`).
    pub(crate) rest_ms: Option<i64>,
}

impl Answer {
    /// Whether it is what was asked for.
    pub(crate) fn is_ok(&self) -> bool {
        self.status == 200
    }

    /// The content as JSON.
    ///
    /// # Errors
    /// `Unknown` when it is none, or has another shape.
    pub(crate) fn json<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T, Fault> {
        serde_json::from_slice(&self.body).map_err(|source| {
            // Only the place: the words could be a token.
            let place = format!("line {}, column {}", source.line(), source.column());
            Fault::Unknown(format!("the answer cannot be read: {place}"))
        })
    }
}

/// The client. It is made at the first request: whoever connects nothing pays nothing.
pub(crate) struct Http {
    limits: Limits,
    client: OnceLock<reqwest::Client>,
}

impl Http {
    pub(crate) fn new(limits: Limits) -> Http {
        Http { limits, client: OnceLock::new() }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// `Network` when there is no answer or it is 5xx, `Wait` when it is 429 or 503 with a time,
    /// `Unknown` when it is too big.
    pub(crate) async fn send(&self, _permit: &Permit, request: Request) -> Result<Answer, Fault> {
        let mut builder = self.client()?.request(request.method, request.url);
        if let Some(value) = request.authorization {
            builder = builder.header(reqwest::header::AUTHORIZATION, value);
        }
        if let Some(form) = request.form {
            builder = builder.form(&form);
        }
        let mut response = builder.send().await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let date_ms = headers.get(DATE).and_then(|value| http_date_ms(value.to_str().ok()?));
        let wait = retry_after_ms(&headers, date_ms);
        match (status, wait) {
            (429, wait) => return Err(Fault::Wait(wait.or(rest_ms(&headers)).unwrap_or(WAIT_MS))),
            (503, Some(wait)) => return Err(Fault::Wait(wait)),
            (500.., _) => return Err(Fault::Network(format!("the service answers {status}"))),
            _ => {}
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(unreachable)? {
            if self.limits.bytes_max < body.len() + piece.len() {
                return Err(Fault::Unknown("the answer is too big".into()));
            }
            body.extend_from_slice(&piece);
        }
        Ok(Answer { status, body, date_ms, rest_ms: rest_ms(&headers) })
    }

    fn client(&self) -> Result<&reqwest::Client, Fault> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // Whoever came first has installed it; all of the program uses the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(self.limits.connect)
            .timeout(self.limits.whole)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|source| Fault::Local(Error::internal("making the HTTP client", source)))?;
        Ok(self.client.get_or_init(|| client))
    }
}

fn unreachable(error: reqwest::Error) -> Fault {
    let words = if error.is_timeout() {
        "the service does not answer in time"
    } else if error.is_connect() {
        "the service cannot be reached"
    } else {
        "the connection broke off"
    };
    tracing::debug!(error = %error.without_url(), "request");
    Fault::Network(words.into())
}

/// `Retry-After` as milliseconds from now: seconds, or a date by the service's own clock.
fn retry_after_ms(headers: &HeaderMap, date_ms: Option<i64>) -> Option<i64> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(i64::from(seconds) * 1000);
    }
    // Without its clock there is no telling how long: the usual wait then.
    Some(http_date_ms(value)?.saturating_sub(date_ms?).max(0))
}

/// What `X-RateLimit-Remaining: 0` and `X-RateLimit-Reset-In` ask for.
fn rest_ms(headers: &HeaderMap) -> Option<i64> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u32>().ok();
    let reset_s = number("x-ratelimit-reset-in")?;
    (number("x-ratelimit-remaining")? == 0).then_some(i64::from(reset_s) * 1000)
}

/// `Sat, 21 Nov 2026 10:00:00 GMT` as Unix milliseconds.
fn http_date_ms(text: &str) -> Option<i64> {
    let broken = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S GMT", text.trim()).ok()?;
    let at = broken.to_datetime().ok()?;
    at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| Timestamp::from(at).as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = reqwest::header::HeaderName::from_static(name);
            (name, reqwest::header::HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        assert_eq!(retry_after_ms(&headers(&[("retry-after", "85771")]), None), Some(85_771_000));
        let dated = headers(&[("retry-after", "Sat, 21 Nov 2026 10:00:05 GMT")]);
        let now = http_date_ms("Sat, 21 Nov 2026 10:00:00 GMT");
        assert_eq!(now, Some(1_795_255_200_000));
        assert_eq!(retry_after_ms(&dated, now), Some(5_000));
        assert_eq!(retry_after_ms(&dated, Some(i64::MAX)), Some(0), "it is over already");
        assert_eq!(retry_after_ms(&headers(&[("retry-after", "soon")]), now), None);
        assert_eq!(retry_after_ms(&headers(&[]), now), None);
    }

    #[test]
    fn a_rest_is_asked_for_when_nothing_remains() {
        let rate =
            |left| headers(&[("x-ratelimit-remaining", left), ("x-ratelimit-reset-in", "7")]);
        assert_eq!(rest_ms(&rate("0")), Some(7_000));
        assert_eq!(rest_ms(&rate("1")), None);
    }

    #[test]
    fn who_is_off_has_no_permit() {
        assert!(matches!(Permit::of(false), Err(Fault::Off)));
    }
}
