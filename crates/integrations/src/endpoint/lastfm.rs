//! Last.fm's Scrobbling 2.0, for programs that speak nothing else: `POST /2.0/`.
//!
//! What is deliberately not here: anything of Last.fm but submitting and how one gets a session key.
//! A session key *is* the client's token: `auth.getMobileSession` takes it for the password,
//! `auth.getSession` gives it out after the person approved the program in Everkept. Start reading at
//! [`answer`].

mod answer;
mod fault;
mod scrobble;
mod session;

pub(crate) use session::Sessions;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use md5::{Digest, Md5};

use super::Server;
use super::backend::Client;
use super::entry::{Known, known};
use super::form::Form;
use super::listens::read;
use super::rate::{Allowance, Caller};
use answer::Answer;
use fault::Fault;

/// `POST /2.0/`
pub(crate) async fn post(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let bytes = match read(body).await {
        Ok(bytes) => bytes,
        Err(reply) => return reply.into_response(),
    };
    let form = Form::read(&String::from_utf8_lossy(&bytes));
    respond(&Call { server, headers, form, writes: true }).await
}

/// `GET /2.0/`: only what changes nothing of the person's.
pub(crate) async fn get(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let form = Form::read(query.as_deref().unwrap_or_default());
    respond(&Call { server, headers, form, writes: false }).await
}

/// `GET /api/auth/`: where a program sends the person to approve it.
pub(crate) async fn approve() -> Html<&'static str> {
    Html(
        "<!doctype html><meta charset=utf-8><title>Everkept</title><p>Open Everkept to approve this program.",
    )
}

/// A call of a program.
pub(crate) struct Call {
    server: Arc<Server>,
    headers: HeaderMap,
    form: Form,
    /// Whether it came by POST.
    writes: bool,
}

async fn respond(call: &Call) -> Response {
    let outcome = answer(call).await;
    let json = call.form.get("format").is_some_and(|format| format.eq_ignore_ascii_case("json"));
    let (status, body) = match (&outcome, json) {
        (Ok((answer, _)), true) => (Default::default(), answer.json().to_string()),
        (Ok((answer, _)), false) => (Default::default(), answer.xml()),
        (Err(fault), true) => (fault.status(), fault.json().to_string()),
        (Err(fault), false) => (fault.status(), fault.xml()),
    };
    let kind = if json { "application/json" } else { "text/xml; charset=utf-8" };
    let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
    if let Ok((_, allowance)) = outcome {
        allowance.describe(response.headers_mut());
    }
    response
}

async fn answer(call: &Call) -> Result<(Answer, Allowance), Fault> {
    let method = call.form.get("method").ok_or(Fault::Parameters)?.to_ascii_lowercase();
    match method.as_str() {
        "track.scrobble" => scrobble::scrobble(call).await,
        "track.updatenowplaying" => scrobble::now_playing(call).await,
        "auth.getmobilesession" => session::mobile(call).await,
        "auth.gettoken" => session::token(call),
        "auth.getsession" => session::session(call).await,
        _ => Err(Fault::Method),
    }
}

impl Call {
    /// A field that must be there.
    fn need(&self, name: &str) -> Result<&str, Fault> {
        self.form.get(name).filter(|value| !value.is_empty()).ok_or(Fault::Parameters)
    }

    /// Counts a call that names no client.
    fn stranger(&self) -> Result<Allowance, Fault> {
        self.server.count(Caller::Stranger).map_err(|_| Fault::Rate)
    }

    /// The client of a session key, if the call is signed as it signs.
    async fn client(&self, key: &str, unknown: Fault) -> Result<(Client, Allowance), Fault> {
        let known = known(&self.server, &self.headers, key).await;
        let Known { client, allowance } = known.map_err(|reply| fault::of_reply(&reply))?;
        let client = client.ok_or(unknown)?;
        self.check_signature(&client)?;
        Ok((client, allowance))
    }

    fn check_signature(&self, client: &Client) -> Result<(), Fault> {
        let given = self.need("api_sig").map_err(|_| Fault::Signature)?;
        let Some(secret) = &client.lastfm_secret else { return Ok(()) };
        let right = signature(&self.form, secret);
        // Hashes are compared, by a comparison that does not stop early.
        let same =
            blake3::hash(given.to_ascii_lowercase().as_bytes()) == blake3::hash(right.as_bytes());
        if same { Ok(()) } else { Err(Fault::Signature) }
    }
}

/// MD5 of all names and values in the order of the names' bytes, and the secret. What says how to
/// answer is left out (Last.fm's authentication, section 8).
pub(crate) fn signature(form: &Form, secret: &str) -> String {
    let mut fields: Vec<_> = form
        .iter()
        .filter(|(name, _)| !matches!(*name, "format" | "callback" | "api_sig"))
        .collect();
    fields.sort_unstable();
    let mut hash = Md5::new();
    for (name, value) in fields {
        hash.update(name.as_bytes());
        hash.update(value.as_bytes());
    }
    hash.update(secret.as_bytes());
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
