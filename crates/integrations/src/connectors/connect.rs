//! Connecting: settings that are complete, and for Spotify a yes in the browser.

use std::sync::Arc;
use std::time::Duration;

use base::error::{Error, Result};

use super::overview::Connecting;
use super::run::error_of;
use super::state::Kind;
use super::{Connectors, Held, lock};
use crate::http::Permit;
use crate::spotify::grant::Attempt;
use crate::spotify::redirect::{self, Came};

/// How long the browser is awaited. Time to make an account, not more: a port is open so long.
const BROWSER_TIME: Duration = Duration::from_secs(15 * 60);

impl Connectors {
    /// Turns a connector on. For Spotify it answers the address that the person opens in the browser; it
    /// is on when the browser has come back (`changes` tells). Connecting again ends an earlier attempt.
    /// The person has read the service's terms before. Blocks.
    ///
    /// # Errors
    /// `NotFound` for an unknown id, `Invalid` when a setting is missing, `Unsupported` when there is no
    /// keyring for the tokens.
    pub fn connect(self: &Arc<Self>, id: &str) -> Result<Connecting> {
        let held = self.held(id)?;
        if let Some((field, words)) = lock(&held.state).account.missing(held.kind) {
            return Err(Error::invalid(field, words));
        }
        if held.kind != Kind::Spotify {
            lock(&held.state).turn_on(None);
            self.keep(held)?;
            return Ok(Connecting { address: None });
        }
        self.open_browser(held)
    }

    fn open_browser(self: &Arc<Self>, held: &Arc<Held>) -> Result<Connecting> {
        // Better now than after the person has said yes.
        self.session.probe(&self.outside)?;
        self.stop_connecting();
        let client_id = lock(&held.state).account.client_id.clone().unwrap_or_default();
        let (listener, port) = redirect::open()?;
        let attempt = Attempt::new(&self.outside, &client_id, port);
        let address = attempt.address(&self.places.spotify_accounts).map_err(error_of)?;
        lock(&held.state).is_connecting = true;
        let (this, its) = (self.clone(), held.clone());
        let task = self.runtime.spawn(async move {
            let came = tokio::time::timeout(BROWSER_TIME, redirect::wait(listener, &attempt.state));
            let ended = match came.await {
                Err(_) => Err("nobody came back from the browser".to_owned()),
                Ok(Err(error)) => Err(error.to_string()),
                Ok(Ok(Came::Refused(_))) => Err("Spotify was not allowed to share".to_owned()),
                Ok(Ok(Came::Code(code))) => {
                    this.granted(&its, &attempt, &code).await.map_err(|error| error.to_string())
                }
            };
            if let Err(words) = ended {
                lock(&its.state).not_connected(words);
            }
            if let Err(error) = this.keep_beside(&its).await {
                tracing::warn!(%error, "a connector's state was not kept");
            }
        });
        *lock(&self.connecting) = Some(task.abort_handle());
        self.tell();
        Ok(Connecting { address: Some(address.into()) })
    }

    /// Makes tokens of the code, keeps them, and only then is on.
    async fn granted(&self, held: &Held, attempt: &Attempt, code: &str) -> Result<()> {
        // The person asked for this one; nothing else is sent before it is on.
        let permit = Permit::of(true).map_err(error_of)?;
        let accounts = &self.places.spotify_accounts;
        let tokens = attempt.exchange(&self.http, &permit, accounts, code).await;
        let tokens = tokens.map_err(error_of)?;
        self.session.begin(tokens, &self.outside).await.map_err(error_of)?;
        lock(&held.state).turn_on(Some(self.outside.now_ms()));
        Ok(())
    }
}
