//! Which client asks, and whether it asks too often.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};

use super::Server;
use super::backend::Client;
use super::guard;
use super::rate::{Allowance, Caller};
use super::reply::{Reply, blocking};

/// A client that was let in.
#[derive(Debug)]
pub(crate) struct Entered {
    pub(crate) client: Client,
    pub(crate) allowance: Allowance,
}

/// The token of a request: the second word of its header, as ListenBrainz reads it.
pub(crate) fn token_of(headers: &HeaderMap) -> Result<&str, Reply> {
    let unauthorized = |words: &str| Reply::refused(StatusCode::UNAUTHORIZED, words);
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match header {
        None | Some("") => Err(unauthorized("You need to provide an Authorization header.")),
        Some(header) => match header.split(' ').nth(1) {
            Some(token) if !token.is_empty() => Ok(token),
            _ => Err(unauthorized("Provided Authorization header is invalid.")),
        },
    }
}

/// Lets a request in by the token of its header.
pub(crate) async fn enter(server: &Arc<Server>, headers: &HeaderMap) -> Result<Entered, Reply> {
    let token = match token_of(headers) {
        Ok(token) => token,
        Err(reply) => return Err(reply.within(server.count(Caller::Stranger)?)),
    };
    let Known { client, allowance } = known(server, headers, token).await?;
    match client {
        Some(client) => Ok(Entered { client, allowance }),
        None => {
            let words = "Invalid authorization token.";
            Err(Reply::refused(StatusCode::UNAUTHORIZED, words).within(allowance))
        }
    }
}

/// What a token is worth.
pub(crate) struct Known {
    pub(crate) client: Option<Client>,
    pub(crate) allowance: Allowance,
}

/// Looks a token up, counts the request for whom it belongs to, and holds the client to its origins.
pub(crate) async fn known(
    server: &Arc<Server>,
    headers: &HeaderMap,
    token: &str,
) -> Result<Known, Reply> {
    let found = blocking({
        let (server, token) = (Arc::clone(server), token.to_owned());
        move || server.backend.client(&token)
    });
    let Some(client) = found.await? else {
        return Ok(Known { client: None, allowance: server.count(Caller::Stranger)? });
    };
    let allowance = server.count(Caller::Client(&client.name))?;
    if let Some(origin) = headers.get(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or_default().to_owned();
        // Another client may have it: the guard asked only whether any has.
        if !client.allowed_origins.contains(&origin) {
            let server = Arc::clone(server);
            blocking(move || {
                server.backend.refused_origin(&client.name, &origin);
                Ok(())
            })
            .await?;
            return Err(guard::foreign().within(allowance));
        }
    }
    Ok(Known { client: Some(client), allowance })
}

impl Server {
    /// Counts a request.
    ///
    /// # Errors
    /// The answer 429 when the caller has used up its share.
    pub(crate) fn count(&self, caller: Caller<'_>) -> Result<Allowance, Reply> {
        let allowance = self.rates.count(caller, self.now_s());
        if allowance.granted {
            return Ok(allowance);
        }
        let words = "You have exceeded your rate limit. See the X-RateLimit-* headers.";
        Err(Reply::refused(StatusCode::TOO_MANY_REQUESTS, words).within(allowance))
    }
}
