//! Where the browser comes back: one address on loopback, open only while the person connects.

use std::net::{Ipv4Addr, TcpListener as StdListener};
use std::time::Duration;

use base::error::{Error, Result};
use reqwest::Url;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The path that is registered with Spotify (without a port).
pub(crate) const PATH: &str = "/callback";

/// A request's head may have so many bytes. A code has some hundred.
const HEAD_MAX: usize = 16 * 1024;

/// How long one browser may take for its request.
const REQUEST_TIME: Duration = Duration::from_secs(10);

const DONE: &str = "You can close this page and go back to Everkept.";
const REFUSED: &str = "Nothing was connected. You can close this page.";
const NOT_HERE: &str = "There is nothing here.";

/// What the browser brought.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// The person said yes: the code for the tokens.
    Code(String),
    /// The person said no, or the service did: its word.
    Refused(String),
}

/// Opens the address.
///
/// # Errors
/// `Internal` when loopback has no free port.
pub(crate) fn open() -> Result<(StdListener, u16)> {
    let open = || {
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    };
    open().map_err(|error: std::io::Error| Error::internal("opening a port for the browser", error))
}

/// Waits for the browser. Whoever comes without the right `state` is sent away, and the wait goes on: a
/// page that guesses the port can neither connect nor disturb.
///
/// # Errors
/// `Internal` when the port breaks.
pub(crate) async fn wait(listener: StdListener, state: &str) -> Result<Came> {
    let broken = |error| Error::internal("waiting for the browser", error);
    let listener = TcpListener::from_std(listener).map_err(broken)?;
    loop {
        let (mut stream, _) = listener.accept().await.map_err(broken)?;
        let Ok(Some(head)) = tokio::time::timeout(REQUEST_TIME, head(&mut stream)).await else {
            continue;
        };
        let came = read(&head, state);
        let (status, words) = match &came {
            Some(Came::Code(_)) => ("200 OK", DONE),
            Some(Came::Refused(_)) => ("200 OK", REFUSED),
            None => ("404 Not Found", NOT_HERE),
        };
        // What the browser shows is a courtesy; the grant is here already.
        let _ = tokio::time::timeout(REQUEST_TIME, answer(&mut stream, status, words)).await;
        if let Some(came) = came {
            return Ok(came);
        }
    }
}

/// The request line and headers, if that is what comes.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut piece).await.ok()?;
        if count == 0 || HEAD_MAX < head.len() + count {
            return None;
        }
        head.extend_from_slice(&piece[..count]);
    }
    String::from_utf8(head).ok()
}

fn read(head: &str, state: &str) -> Option<Came> {
    let target = head.strip_prefix("GET ")?.split(' ').next()?;
    let url = Url::parse("http://127.0.0.1").ok()?.join(target).ok()?;
    if url.path() != PATH {
        return None;
    }
    let value = |name: &str| {
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    if value("state")? != state {
        return None;
    }
    match (value("code"), value("error")) {
        (Some(code), None) if !code.is_empty() => Some(Came::Code(code)),
        (_, Some(error)) => Some(Came::Refused(error)),
        _ => None,
    }
}

async fn answer(stream: &mut TcpStream, status: &str, words: &str) -> std::io::Result<()> {
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>Everkept</title><p style=\"font:1.2rem sans-serif;margin:20vh auto;width:max-content\">{words}"
    );
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n",
        page.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(page.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_state_is_heard() {
        let get = |target: &str| read(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"), "s1");
        assert_eq!(get("/callback?code=a%2Fb&state=s1"), Some(Came::Code("a/b".into())));
        assert_eq!(
            get("/callback?error=access_denied&state=s1"),
            Some(Came::Refused("access_denied".into()))
        );
        for other in [
            "/callback?code=a&state=s2",
            "/callback?code=a",
            "/callback?state=s1",
            "/callback?code=&state=s1",
            "/?code=a&state=s1",
            "/favicon.ico",
            "http://example.org/x",
        ] {
            assert_eq!(get(other), None, "{other}");
        }
        assert_eq!(read("POST /callback?code=a&state=s1 HTTP/1.1\r\n\r\n", "s1"), None);
    }
}
