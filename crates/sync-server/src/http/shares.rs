//! Published shares: ciphertext for whoever knows its name.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use sync_protocol::wire::{List, ProblemCode, SHARE_BYTES_MAX, ShareOf, Shares};

use super::Shared;
use super::asker::{Caller, Stranger, Strict};
use super::message::{Asked, Raw, Wire, hex};
use super::segments::{day_full, full};
use crate::blobs::File;
use crate::error::{Error, Result};
use crate::store::{DAY_MS, Outcome, Share};

/// How long a share may stay, in milliseconds.
const STAYS_MS_MAX: u64 = 366 * DAY_MS;

/// Shares of one vault.
const SHARES_MAX: usize = 1024;

/// How long, and how often.
#[derive(Deserialize)]
pub(super) struct Terms {
    expires_ms: u64,
    views: Option<u32>,
}

/// `PUT /v1/shares/ID?expires_ms=&views=`.
pub(super) async fn publish(
    State(server): Shared,
    caller: Caller,
    _who: Strict,
    Path(id): Path<String>,
    Asked(terms): Asked<Terms>,
    Raw(bytes): Raw,
) -> Result<StatusCode> {
    let id: [u8; 16] = hex(&id)?;
    let now_ms = server.now_ms();
    let invalid = |words: &str| Err(Error::refused(ProblemCode::Invalid, words));
    if bytes.is_empty() || SHARE_BYTES_MAX < bytes.len() {
        return invalid("a share has 1 byte to 8 MiB");
    }
    if terms.expires_ms <= now_ms || now_ms + STAYS_MS_MAX < terms.expires_ms {
        return invalid("a share stays 366 days at most");
    }
    if terms.views == Some(0) {
        return invalid("a share that nobody may fetch is none");
    }
    if SHARES_MAX <= server.store.shares(caller.vault, now_ms).await?.len() {
        let words = "a vault has 1,024 shares at most";
        return Err(Error::refused(ProblemCode::Quota, words));
    }
    let share = Share {
        id,
        vault: caller.vault,
        len: bytes.len() as u64,
        expires_ms: terms.expires_ms,
        views: 0,
        views_max: terms.views,
    };
    let name = HEXLOWER.encode(&id);
    // Another of this name keeps its bytes.
    if server.blobs.len(caller.vault, File::Share, &name).await?.is_none() {
        server.blobs.put(caller.vault, File::Share, &name, bytes).await?;
    }
    match server.store.share_put(share, server.config.limits, now_ms).await? {
        Outcome::Done(true) => {
            server.audit(Some(caller.signer), "share", Some(caller.vault), "").await?;
            Ok(StatusCode::NO_CONTENT)
        }
        Outcome::Done(false) => {
            Err(Error::refused(ProblemCode::Conflict, "another share has this name"))
        }
        Outcome::DayFull => Err(day_full(&server)),
        Outcome::Full | Outcome::MembersMoved => Err(full()),
    }
}

/// `GET /v1/shares`.
pub(super) async fn list(State(server): Shared, caller: Caller) -> Result<Wire<Shares>> {
    let shares = server.store.shares(caller.vault, server.now_ms()).await?;
    let told = shares.into_iter().map(|share| ShareOf {
        share: share.id,
        bytes: u32::try_from(share.len).unwrap_or(u32::MAX),
        expires_ms: share.expires_ms,
        views: share.views,
        views_max: share.views_max,
    });
    Ok(Wire(Shares { shares: List(told.collect()) }))
}

/// `GET /v1/shares/ID`.
pub(super) async fn fetch(
    State(server): Shared,
    _who: Stranger,
    Path(id): Path<String>,
) -> Result<Response> {
    let not_found = || Error::not_found("share");
    let id: [u8; 16] = hex(&id).map_err(|_| not_found())?;
    let share = server.store.share_view(id, server.now_ms()).await?.ok_or_else(not_found)?;
    let name = HEXLOWER.encode(&id);
    let stream = server.blobs.stream(share.vault, File::Share, &name, None).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, share.len.to_string()),
        // A page of this server or any other may open it: what it gets is ciphertext.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// `DELETE /v1/shares/ID`.
pub(super) async fn revoke(
    State(server): Shared,
    caller: Caller,
    _who: Strict,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let id: [u8; 16] = hex(&id)?;
    if !server.store.share_end(caller.vault, id).await? {
        return Err(Error::not_found("share"));
    }
    server.blobs.delete(caller.vault, File::Share, &HEXLOWER.encode(&id)).await?;
    server.audit(Some(caller.signer), "share revoked", Some(caller.vault), "").await?;
    Ok(StatusCode::NO_CONTENT)
}
