//! Who asks: a member with a token, or a stranger; and how often they may.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use data_encoding::BASE64URL_NOPAD;
use sync_protocol::id::{AccountId, DeviceId, VaultId};
use sync_protocol::membership::{Members, SignerId};
use sync_protocol::wire::ProblemCode;

use crate::error::{Error, Result};
use crate::limit::{Buckets, person};
use crate::server::Server;
use crate::store::{Note, Purpose};

/// The address that asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl FromRequestParts<Arc<Server>> for Peer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Peer> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|peer| peer.0.ip()).ok_or(Error::Ending)?;
        let told = if server.config.behind_proxy { forwarded(&parts.headers) } else { None };
        Ok(Peer(told.unwrap_or(peer)))
    }
}

/// What the proxy itself added: the last address. Those before it are the client's word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let told = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    told.rsplit(',').next()?.trim().parse().ok()
}

/// Somebody without a token, of the normal tier.
pub(crate) struct Stranger(pub(crate) IpAddr);

impl FromRequestParts<Arc<Server>> for Stranger {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Stranger> {
        let Peer(peer) = Peer::from_request_parts(parts, server).await?;
        take(&server.strangers, person(peer), server)?;
        Ok(Stranger(peer))
    }
}

/// A request that costs or guesses: of the strict tier.
pub(crate) struct Strict;

impl FromRequestParts<Arc<Server>> for Strict {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Strict> {
        let Peer(peer) = Peer::from_request_parts(parts, server).await?;
        take(&server.strict, person(peer), server)?;
        Ok(Strict)
    }
}

/// Takes one request from somebody's bucket.
pub(crate) fn take<K: std::hash::Hash + Eq>(
    buckets: &Buckets<K>,
    who: K,
    server: &Server,
) -> Result<()> {
    buckets.take(who, server.now_ms()).map_err(|retry_ms| {
        Error::wait(ProblemCode::TooMany, "these are too many requests", retry_ms)
    })
}

/// A member of a vault, by its token.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) vault: VaultId,
    pub(crate) signer: SignerId,
    /// As they are while this request runs.
    pub(crate) members: Arc<Members>,
    /// The hash of the token.
    pub(crate) token: [u8; 32],
    pub(crate) expires_ms: u64,
}

impl Caller {
    /// The device, if it is not the words alone.
    pub(crate) fn device(&self) -> Option<DeviceId> {
        match self.signer {
            SignerId::Device(device) => Some(device),
            SignerId::Identity => None,
        }
    }
}

impl FromRequestParts<Arc<Server>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Caller> {
        let Some(token) = token(&parts.headers) else {
            Stranger::from_request_parts(parts, server).await?;
            return Err(unauthorized("a token is needed"));
        };
        let known = server.store.note(Purpose::Token, &token, server.now_ms()).await?;
        let Some(note) = known else {
            Stranger::from_request_parts(parts, server).await?;
            return Err(unauthorized("the token is over: ask for a challenge"));
        };
        take(&server.devices, note.owner.clone(), server)?;
        let session = Session::read(&note)?;
        let members = server.members_of(session.vault).await?;
        let members = members.ok_or_else(|| Error::not_found("vault"))?;
        // A token could have been given in the moment in which its device was revoked.
        let signer = match session.signer {
            Whose::Device(device) => {
                let active = members.device(&device).is_some_and(|device| device.revoked.is_none());
                active.then_some(SignerId::Device(device))
            }
            Whose::Account(account) => {
                (members.identity().account() == account).then_some(SignerId::Identity)
            }
        };
        let signer =
            signer.ok_or_else(|| Error::refused(ProblemCode::Denied, "this device was revoked"))?;
        let expires_ms = note.expires_ms;
        Ok(Caller { vault: session.vault, signer, members, token, expires_ms })
    }
}

fn unauthorized(words: &str) -> Error {
    Error::refused(ProblemCode::Unauthorized, words)
}

/// The hash of the token that was shown: only hashes are kept.
fn token(headers: &HeaderMap) -> Option<[u8; 32]> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    let token = BASE64URL_NOPAD.decode(shown.trim_end_matches('=').as_bytes()).ok()?;
    Some(token_name(&token))
}

/// The name of a token in the database.
pub(crate) fn token_name(token: &[u8]) -> [u8; 32] {
    *blake3::hash(token).as_bytes()
}

/// What a token stands for.
pub(crate) struct Session {
    pub(crate) vault: VaultId,
    pub(crate) signer: Whose,
}

/// Who was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Device(DeviceId),
    Account(AccountId),
}

impl Session {
    /// `vault 16 | (0 account, 1 device) | name 16`
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = self.vault.as_bytes().to_vec();
        match self.signer {
            Whose::Account(account) => {
                out.push(0);
                out.extend_from_slice(account.as_bytes());
            }
            Whose::Device(device) => {
                out.push(1);
                out.extend_from_slice(device.as_bytes());
            }
        }
        out
    }

    fn read(note: &Note) -> Result<Session> {
        let broken = || Error::Stored("a token says nothing that is known".to_owned());
        let (vault, rest) = note.value.split_first_chunk::<16>().ok_or_else(broken)?;
        let (kind, name) = rest.split_first().ok_or_else(broken)?;
        let name: [u8; 16] = name.try_into().map_err(|_| broken())?;
        let signer = match kind {
            0 => Whose::Account(AccountId::new(name)),
            1 => Whose::Device(DeviceId::new(name)),
            _ => return Err(broken()),
        };
        Ok(Session { vault: VaultId::new(*vault), signer })
    }
}
