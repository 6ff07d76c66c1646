//! What the person turned on, as this device keeps it: in the vault, never synced, off in the beginning.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::write::WriteCx;

/// Where programs submit to unless the person chose another port. Below the ports that systems give
/// away by themselves, and none that browsers refuse.
const PORT: u16 = 27_850;

/// The endpoint and who may submit to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Scrobbling {
    pub(crate) on: bool,
    pub(crate) port: u16,
    pub(crate) clients: Vec<Client>,
}

/// A program that was given a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) name: String,
    /// Of its token, which itself is kept nowhere.
    pub(crate) hash: [u8; 32],
    /// Unix milliseconds.
    pub(crate) added_ms: i64,
    #[serde(default)]
    pub(crate) origins: Vec<String>,
    #[serde(default)]
    pub(crate) lastfm_secret: Option<String>,
    /// How far it said that it has imported, Unix seconds.
    #[serde(default)]
    pub(crate) latest_import: i64,
}

/// What plays on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Watched {
    pub(crate) on: bool,
    /// Also what browsers play.
    pub(crate) browsers: bool,
}

/// Where other devices of the vault call unless the person chose another port: the next after [`PORT`].
const LAN_PORT: u16 = 27_851;

/// Whether devices of the vault on this network are asked directly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OnNetwork {
    pub(crate) on: bool,
    /// 0 for any.
    pub(crate) port: u16,
    /// Where other devices can be, as `host:port`.
    pub(crate) places: Vec<String>,
    /// Whether this device announces itself, and looks for the others.
    pub(crate) find: bool,
}

/// Which terms the person agreed to and when, by account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Agreed(BTreeMap<String, Yes>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Yes {
    version: String,
    /// Unix milliseconds.
    at_ms: i64,
}

impl Default for Scrobbling {
    fn default() -> Scrobbling {
        Scrobbling { on: false, port: PORT, clients: Vec::new() }
    }
}

impl Scrobbling {
    const KEY: &str = "scrobbling";

    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Scrobbling> {
        read(cx, Scrobbling::KEY)
    }

    pub(crate) fn keep(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        keep(cx, Scrobbling::KEY, self)
    }

    /// The client of that name.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn client(&mut self, name: &str) -> Result<&mut Client> {
        let found = self.clients.iter_mut().find(|client| client.name == name);
        found.ok_or_else(|| Error::not_found("client", name))
    }
}

impl Default for OnNetwork {
    fn default() -> OnNetwork {
        OnNetwork { on: false, port: LAN_PORT, places: Vec::new(), find: false }
    }
}

impl OnNetwork {
    const KEY: &str = "sync.lan";

    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<OnNetwork> {
        read(cx, OnNetwork::KEY)
    }

    pub(crate) fn keep(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        keep(cx, OnNetwork::KEY, self)
    }
}

impl Watched {
    const KEY: &str = "playing";

    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Watched> {
        read(cx, Watched::KEY)
    }

    pub(crate) fn keep(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        keep(cx, Watched::KEY, self)
    }
}

impl Agreed {
    const KEY: &str = "accounts.agreed";

    /// The person has read these terms and says yes.
    pub(crate) fn remember(cx: &mut WriteCx<'_>, id: String, version: String) -> Result<()> {
        let mut agreed: Agreed = read(&cx.read(), Agreed::KEY)?;
        let at_ms = cx.read().now().as_millisecond();
        agreed.0.insert(id, Yes { version, at_ms });
        keep(cx, Agreed::KEY, &agreed)
    }
}

fn read<T: DeserializeOwned + Default>(cx: &ReadCx<'_>, key: &str) -> Result<T> {
    match cx.device_value(key)? {
        None => Ok(T::default()),
        Some(kept) => serde_json::from_str(&kept)
            .map_err(|source| Error::internal(format!("reading what is kept of {key}"), source)),
    }
}

fn keep<T: Serialize>(cx: &mut WriteCx<'_>, key: &str, value: &T) -> Result<()> {
    let kept = serde_json::to_string(value)
        .map_err(|source| Error::internal(format!("keeping {key}"), source))?;
    cx.set_device_value(key, &kept)
}
