//! The server's address, and requests to it.

use std::sync::OnceLock;
use std::time::Duration;

use base::error::{Code, Error, Result};
use data_encoding::BASE64URL_NOPAD;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Method, Response, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_protocol::snapshot::BLOCK_BYTES_MAX;
use sync_protocol::wire::{self, MESSAGE_BYTES_MAX, Problem};

use crate::client::Request;

const USER_AGENT: &str = concat!("Everkept/", env!("CARGO_PKG_VERSION"));
const CONNECT: Duration = Duration::from_secs(10);
/// A page of 8 MiB over a slow line.
const WHOLE: Duration = Duration::from_secs(120);

/// The longest answer to the core: a block of a snapshot, with its padding and what is around it.
const CARRIED_BYTES_MAX: usize = BLOCK_BYTES_MAX + BLOCK_BYTES_MAX / 8 + 4096;

/// The client that all requests share. It is made at the first one.
static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();

/// A server that is talked to.
#[derive(Debug, Clone)]
pub struct Http {
    base: Url,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Reply {
    /// HTTP's status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A server's address as it is written down and signed for: without a slash at its end.
///
/// # Errors
/// `Invalid` when it is no address of a server, or the way there would be open to everybody.
pub fn address(typed: &str) -> Result<String> {
    let wrong = |why: &str| Error::invalid("server", why);
    let typed = typed.trim();
    let full = match typed.contains("://") {
        true => typed.to_owned(),
        false => format!("https://{typed}"),
    };
    let url = Url::parse(&full).map_err(|_| wrong("this is no address of a server"))?;
    let host = url.host_str().ok_or_else(|| wrong("the address names no server"))?;
    let here = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if here => {}
        "http" => {
            return Err(wrong("the address must begin with https://: passers-by could listen"));
        }
        _ => return Err(wrong("the address must begin with https://")),
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(wrong("the address of a server has no question mark, no # and no name in it"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn client() -> Result<&'static reqwest::Client> {
    if let Some(client) = CLIENT.get() {
        return Ok(client);
    }
    // Whoever came first has installed it; all of the program uses the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|source| Error::internal("making the HTTP client", source))?;
    Ok(CLIENT.get_or_init(|| client))
}

impl Http {
    /// A server by its address.
    ///
    /// # Errors
    /// As [`address`].
    pub fn new(server: &str) -> Result<Http> {
        let base = Url::parse(&address(server)?)
            .map_err(|_| Error::invalid("server", "this is no address of a server"))?;
        Ok(Http { base })
    }

    fn url(&self, path: &str) -> Result<Url> {
        let base = self.base.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{path}"))
            .map_err(|source| Error::internal("asking a server", source))
    }

    /// Sends what the core wants to ask.
    ///
    /// # Errors
    /// `Offline` when there is no answer.
    pub async fn carry(&self, request: &Request) -> Result<Reply> {
        let method = match request.method {
            "GET" => Method::GET,
            "PUT" => Method::PUT,
            _ => Method::POST,
        };
        let mut builder = client()?.request(method, self.url(&request.path)?).timeout(WHOLE);
        if let Some(token) = &request.token {
            builder = builder.bearer_auth(token);
        }
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, wire::MEDIA_TYPE).body(body.clone());
        }
        read(builder.send().await.map_err(offline)?, CARRIED_BYTES_MAX).await
    }

    /// Asks for something that comes raw.
    ///
    /// # Errors
    /// `Offline` when there is no answer, `Invalid` when it is longer than `bytes_max`.
    pub async fn get(&self, path: &str, token: Option<&str>, bytes_max: usize) -> Result<Reply> {
        let mut builder = client()?.get(self.url(path)?).timeout(WHOLE);
        if let Some(token) = token {
            builder = builder.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        read(builder.send().await.map_err(offline)?, bytes_max).await
    }

    /// Brings something that goes raw.
    ///
    /// # Errors
    /// `Offline` when there is no answer.
    pub async fn put(&self, path: &str, token: Option<&str>, body: Vec<u8>) -> Result<Reply> {
        let mut builder = client()?.put(self.url(path)?).timeout(WHOLE).body(body);
        if let Some(token) = token {
            builder = builder.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        read(builder.send().await.map_err(offline)?, MESSAGE_BYTES_MAX).await
    }

    /// Takes something away.
    ///
    /// # Errors
    /// `Offline` when there is no answer.
    pub async fn delete(&self, path: &str, token: &str) -> Result<Reply> {
        let builder = client()?.delete(self.url(path)?).timeout(WHOLE).bearer_auth(token);
        read(builder.send().await.map_err(offline)?, MESSAGE_BYTES_MAX).await
    }

    /// Sends a message, expects one.
    ///
    /// # Errors
    /// `Offline`, and what the server says in words.
    pub async fn post<T: Serialize, R: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        message: &T,
    ) -> Result<R> {
        let mut builder = client()?
            .post(self.url(path)?)
            .timeout(WHOLE)
            .header(CONTENT_TYPE, wire::MEDIA_TYPE)
            .body(wire::encode(message)?);
        if let Some(token) = token {
            builder = builder.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let reply = read(builder.send().await.map_err(offline)?, MESSAGE_BYTES_MAX).await?;
        Ok(wire::decode(&reply.ok()?)?)
    }

    /// Waits until the server says that there is something. Ends when the connection does.
    ///
    /// # Errors
    /// `Offline` when the server cannot be reached; what it says in words.
    pub async fn hints(&self, token: &str, mut hint: impl FnMut()) -> Result<()> {
        let request = client()?.get(self.url("/v1/events")?).bearer_auth(token);
        let mut response = request.send().await.map_err(offline)?;
        if !response.status().is_success() {
            return read(response, MESSAGE_BYTES_MAX).await?.ok().map(drop);
        }
        // What it says is not believed: only that it says something counts.
        let mut line = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(offline)? {
            for byte in piece {
                if byte != b'\n' {
                    if line.len() < LINE_MAX {
                        line.push(byte);
                    }
                    continue;
                }
                if line.starts_with(b"data:") {
                    hint();
                }
                line.clear();
            }
        }
        Ok(())
    }
}

/// Of a line of the stream of hints only its beginning matters.
const LINE_MAX: usize = 256;

impl Reply {
    /// The body, when the server did what was asked.
    ///
    /// # Errors
    /// What the server says in words.
    pub fn ok(self) -> Result<Vec<u8>> {
        if (200..300).contains(&self.status) {
            return Ok(self.body);
        }
        let words = match wire::decode::<Problem>(&self.body) {
            Ok(problem) => problem.message.0,
            Err(_) => format!("the server answers with status {}", self.status),
        };
        let code = match self.status {
            401 | 403 => Code::Denied,
            404 => Code::NotFound,
            409 | 413 => Code::Conflict,
            426 => Code::Unsupported,
            429 | 500.. => Code::Offline,
            _ => Code::Invalid,
        };
        Err(Error::new(code, format!("the server says: {words}")))
    }
}

async fn read(mut response: Response, bytes_max: usize) -> Result<Reply> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(offline)? {
        if bytes_max < body.len() + piece.len() {
            return Err(Error::new(Code::Invalid, "the server's answer is too long"));
        }
        body.extend_from_slice(&piece);
    }
    Ok(Reply { status, body })
}

fn offline(error: reqwest::Error) -> Error {
    let words = if error.is_timeout() {
        "the server does not answer in time"
    } else if error.is_connect() {
        "the server cannot be reached"
    } else {
        "the connection to the server broke off"
    };
    tracing::debug!(error = %error.without_url(), "sync");
    Error::new(Code::Offline, words)
}

/// 16 random bytes as they stand in an address.
pub(crate) fn in_path(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// A token as HTTP carries it.
pub(crate) fn bearer(token: &[u8; 32]) -> String {
    BASE64URL_NOPAD.encode(token)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_https_or_this_machine() {
        let good = [
            ("sync.example.org", "https://sync.example.org"),
            (" https://Sync.Example.org/ ", "https://sync.example.org"),
            ("https://example.org/everkept/", "https://example.org/everkept"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:8080/", "http://localhost:8080"),
            ("http://[::1]:80/", "http://[::1]"),
        ];
        for (typed, written) in good {
            assert_eq!(address(typed).expect("an address"), written, "{typed}");
        }
        for typed in
            ["http://example.org", "ftp://example.org", "https://", "https://a.org/?x", "a b"]
        {
            assert_eq!(address(typed).expect_err(typed).field(), Some("server"), "{typed}");
        }
    }
}
