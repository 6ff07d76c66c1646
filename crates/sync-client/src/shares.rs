//! Pages that a person publishes: sealed here, kept by the server for a while, opened by whoever has the link.
//!
//! The server knows how long, how large and how often seen; the title and the link are noted in this vault on
//! this device, so that both can be shown again.

use std::collections::BTreeMap;

use base::env::Env;
use base::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::write::WriteCx;
use sync_protocol::share::ShareKey;
use sync_protocol::wire::{self, MESSAGE_BYTES_MAX, ShareOf, Shares, Text};

use crate::http::{Http, Reply, in_path};
use crate::runner::Running;

/// Bytes of a title that is noted.
const TITLE_BYTES_MAX: usize = 512;
/// Bytes of a link: a server's address, a name and a key.
const LINK_BYTES_MAX: usize = 512;
const UNAUTHORIZED: u16 = 401;

/// A page to publish.
pub struct Page {
    /// The page.
    pub bytes: Vec<u8>,
    /// When it is over, Unix milliseconds.
    pub expires_ms: u64,
    /// How often it may be seen; `None` for as often as anybody wants.
    pub views_max: Option<u32>,
}

/// What became of it.
pub struct Published {
    /// Its name on the server.
    pub share: [u8; 16],
    /// What opens it. Whoever has this can read the page.
    pub link: String,
}

/// What this device remembers of a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What the person called it.
    pub title: Text<TITLE_BYTES_MAX>,
    /// What opens it.
    pub link: Text<LINK_BYTES_MAX>,
}

/// Seals a page and brings it to the server.
///
/// # Errors
/// `Offline` when the server cannot be reached; `Invalid` when the page is too long; what the server says.
pub async fn publish(running: &Running, env: &dyn Env, page: Page) -> Result<Published> {
    let sealed = ShareKey::generate(env).seal(&page.bytes, page.expires_ms, env)?;
    let views = page.views_max.map_or_else(String::new, |views| format!("&views={views}"));
    let name = in_path(&sealed.name);
    let path = format!("/v1/shares/{name}?expires_ms={}{views}", page.expires_ms);
    let (_, way) = ask(running, &Asked::Put { path, body: sealed.bytes.clone() }).await?;
    Ok(Published { share: sealed.name, link: sealed.link(&way.server) })
}

/// What the vault has published and is not over, newest first.
///
/// # Errors
/// `Offline` when the server cannot be reached; what the server says.
pub async fn list(running: &Running) -> Result<Vec<ShareOf>> {
    let (body, _) = ask(running, &Asked::List).await?;
    Ok(wire::decode::<Shares>(&body)?.shares.0)
}

/// Ends a share: from now on nobody gets it from the server. One that was over is over.
///
/// # Errors
/// `Offline` when the server cannot be reached; what the server says.
pub async fn take_back(running: &Running, share: [u8; 16]) -> Result<()> {
    let path = format!("/v1/shares/{}", in_path(&share));
    match ask(running, &Asked::Delete { path }).await {
        Err(error) if error.code() == Code::NotFound => Ok(()),
        gone => gone.map(drop),
    }
}

/// Where to ask, and as whom.
struct Way {
    server: String,
    http: Http,
    token: String,
}

/// What the server is asked.
enum Asked {
    Put { path: String, body: Vec<u8> },
    List,
    Delete { path: String },
}

impl Way {
    async fn ask(&self, asked: &Asked) -> Result<Reply> {
        match asked {
            Asked::Put { path, body } => self.http.put(path, Some(&self.token), body.clone()).await,
            Asked::List => self.http.get("/v1/shares", Some(&self.token), MESSAGE_BYTES_MAX).await,
            Asked::Delete { path } => self.http.delete(path, &self.token).await,
        }
    }
}

/// Asks the server. A token that is missing or over is renewed by a round of sync, once.
async fn ask(running: &Running, asked: &Asked) -> Result<(Vec<u8>, Way)> {
    if let Some(way) = way(running).await? {
        let reply = way.ask(asked).await?;
        if reply.status != UNAUTHORIZED {
            return Ok((reply.ok()?, way));
        }
    }
    running.rest().await?;
    let way = way(running)
        .await?
        .ok_or_else(|| Error::new(Code::Offline, "the server cannot be reached"))?;
    Ok((way.ask(asked).await?.ok()?, way))
}

async fn way(running: &Running) -> Result<Option<Way>> {
    let (server, token) =
        running.look(|client| (client.server().to_owned(), client.token())).await?;
    let Some(token) = token else { return Ok(None) };
    Ok(Some(Way { http: Http::new(&server)?, server, token }))
}

/// Names in the store.
const NOTE: &str = "share ";

/// Remembers a share.
///
/// # Errors
/// `Internal` when it cannot be written.
pub fn note(cx: &mut WriteCx<'_>, share: [u8; 16], title: &str, link: &str) -> Result<()> {
    let end = title.floor_char_boundary(TITLE_BYTES_MAX);
    let note = Note { title: Text(title[..end].to_owned()), link: Text(link.to_owned()) };
    cx.set_sync_value(&format!("{NOTE}{}", in_path(&share)), Some(&wire::encode(&note)?))
}

/// Forgets a share.
///
/// # Errors
/// `Internal` when it cannot be written.
pub fn forget(cx: &mut WriteCx<'_>, share: [u8; 16]) -> Result<()> {
    cx.set_sync_value(&format!("{NOTE}{}", in_path(&share)), None)
}

/// What this device remembers, by the shares' names.
///
/// # Errors
/// `Internal` when the vault cannot be read.
pub fn notes(cx: &ReadCx<'_>) -> Result<BTreeMap<[u8; 16], Note>> {
    let mut notes = BTreeMap::new();
    for (name, note) in cx.sync_names(NOTE)?.iter().zip(cx.sync_values(NOTE)?) {
        let name = data_encoding::HEXLOWER.decode(name).ok().and_then(|name| name.try_into().ok());
        if let Some(name) = name {
            notes.insert(name, wire::decode(&note)?);
        }
    }
    Ok(notes)
}
