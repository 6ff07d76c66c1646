//! The tokens of one connection: the access token in memory, the refresh token in the keyring.

use base::error::Error;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::grant::{self, Tokens};
use crate::http::{Fault, Http, Permit};
use crate::outside::{Outside, blocking};

/// The name under which the refresh token is kept.
const REFRESH: &str = "spotify.refresh";

/// An access token is renewed when it has less than this left, milliseconds.
const EARLY_MS: i64 = 5 * 60_000;

/// The tokens. One lock: who comes while a refresh is under way waits for it and takes its token.
#[derive(Default)]
pub(crate) struct Session(Mutex<Held>);

#[derive(Default)]
struct Held {
    access: Option<Access>,
    /// A rotated refresh token that the keyring did not take yet. The old one is dead: this is the only
    /// copy, and nothing else happens before it is kept.
    unkept: Option<Zeroizing<String>>,
}

struct Access {
    token: Zeroizing<String>,
    begun_ms: i64,
    expires_ms: i64,
}

/// Who asks for a token, and how.
pub(crate) struct Asking<'a> {
    pub(crate) http: &'a Http,
    pub(crate) permit: &'a Permit,
    pub(crate) outside: &'a Outside,
    pub(crate) accounts: &'a str,
    pub(crate) client_id: &'a str,
}

impl Session {
    /// A token that is valid for a while, if need be a new one. `refused` is one that the service did not
    /// accept: it is not given again.
    pub(crate) async fn token(
        &self,
        asking: &Asking<'_>,
        refused: Option<&str>,
    ) -> Result<Zeroizing<String>, Fault> {
        let mut held = self.0.lock().await;
        held.keep(asking.outside).await?;
        let now_ms = asking.outside.now_ms();
        if let Some(access) = &held.access
            && access.is_fresh(now_ms)
            && refused != Some(access.token.as_str())
        {
            return Ok(access.token.clone());
        }
        held.access = None;
        let secrets = asking.outside.secrets.clone();
        let Some(old) = blocking(move || secrets.get(REFRESH)).await? else {
            return Err(Fault::Revoked("there is no token for Spotify on this device".into()));
        };
        let Asking { http, permit, accounts, client_id, .. } = *asking;
        let tokens = grant::refresh(http, permit, accounts, client_id, &old).await?;
        held.begin(tokens, Some(&old), asking.outside).await
    }

    /// Whether the keyring answers. Blocks.
    pub(crate) fn probe(&self, outside: &Outside) -> Result<(), Error> {
        outside.secrets.get(REFRESH).map(drop)
    }

    /// Begins with the first tokens of a grant.
    pub(crate) async fn begin(&self, tokens: Tokens, outside: &Outside) -> Result<(), Fault> {
        let mut held = self.0.lock().await;
        if tokens.refresh_token.is_none() {
            return Err(Fault::Unknown("Spotify gave no refresh token".into()));
        }
        *held = Held::default();
        held.begin(tokens, None, outside).await.map(drop)
    }

    /// Forgets the tokens, here and in the keyring.
    pub(crate) async fn forget(&self, outside: &Outside) -> Result<(), Error> {
        *self.0.lock().await = Held::default();
        let secrets = outside.secrets.clone();
        blocking(move || secrets.delete(REFRESH)).await
    }
}

impl Held {
    /// Keeps the rotated refresh token, and only then lets the access token be used.
    async fn begin(
        &mut self,
        tokens: Tokens,
        old: Option<&Zeroizing<String>>,
        outside: &Outside,
    ) -> Result<Zeroizing<String>, Fault> {
        let now_ms = outside.now_ms();
        self.unkept = tokens.refresh_token.filter(|new| old != Some(new));
        let expires_ms = now_ms.saturating_add(tokens.expires_in.saturating_mul(1000));
        let token = tokens.access_token;
        self.access = Some(Access { token: token.clone(), begun_ms: now_ms, expires_ms });
        self.keep(outside).await?;
        Ok(token)
    }

    async fn keep(&mut self, outside: &Outside) -> Result<(), Fault> {
        let Some(new) = self.unkept.clone() else { return Ok(()) };
        let secrets = outside.secrets.clone();
        blocking(move || secrets.set(REFRESH, &new)).await?;
        self.unkept = None;
        Ok(())
    }
}

impl Access {
    fn is_fresh(&self, now_ms: i64) -> bool {
        // A clock that was set back would keep it fresh for too long.
        self.begun_ms <= now_ms && now_ms < self.expires_ms.saturating_sub(EARLY_MS)
    }
}
