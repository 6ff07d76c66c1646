//! The one command that the page may call.
//!
//! As JSON: `{cmd, payload}`, with `channel` for a stream. With bytes: the raw body, the command in
//! the header `x-cmd` and its payload, percent-encoded JSON, in `x-payload`; Android's web view has
//! no raw bodies, so there the bytes come as base64 in `body`. The answer is `{ok}` or `{error}`.

use std::str::FromStr;

use base::error::{Error, Result};
use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use tauri::ipc::{InvokeBody, JavaScriptChannelId, Request, Response};
use tauri::{AppHandle, Manager, State, Webview};

use crate::actions::Waiting;
use crate::bridge::{self, Bridge};
use crate::window;

/// Longer than the longest name of a command.
const CMD_CHARS_MAX: usize = 64;
/// A payload is words; attachments come as bodies. An entry of 1 MiB fits with its escapes.
const PAYLOAD_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The web view holds the whole body in memory, so a longer one comes by a path (`import.run`).
const BODY_BYTES_MAX: usize = 512 * 1024 * 1024;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    cmd: String,
    #[serde(default)]
    payload: Value,
    #[serde(default)]
    channel: Option<String>,
    /// Base64.
    #[serde(default)]
    body: Option<String>,
}

/// One request, taken apart and found within its bounds.
#[derive(Debug)]
struct Parts {
    cmd: String,
    payload: Value,
    channel: Option<String>,
    body: Option<Vec<u8>>,
}

/// Answers the page; a refusal is an answer too, so the promise is rejected only when nobody answers.
#[tauri::command]
pub(crate) async fn call(
    webview: Webview,
    bridge: State<'_, Bridge>,
    request: Request<'_>,
) -> std::result::Result<Response, ()> {
    let answer = match take_apart(request.body(), |name| {
        request.headers().get(name).and_then(|value| value.to_str().ok())
    }) {
        Ok(parts) => answer(&webview, &bridge, parts).await,
        Err(error) => Err(error),
    };
    Ok(Response::new(
        answer.map_or_else(|error| bridge::refused(&error), |value| bridge::wrapped("ok", &value)),
    ))
}

async fn answer(webview: &Webview, bridge: &Bridge, parts: Parts) -> Result<Box<RawValue>> {
    let app = webview.app_handle();
    if let Some(answer) = own_command(app, bridge, &parts) {
        return raw(&answer);
    }
    let payload = raw(&parts.payload)?;
    if PAYLOAD_BYTES_MAX < payload.get().len() {
        return Err(Error::invalid("payload", "this request is too long"));
    }
    let Some(channel) = parts.channel else {
        return bridge.call(parts.cmd, payload, parts.body).await;
    };
    let channel = JavaScriptChannelId::from_str(&channel)
        .map_err(|_| Error::invalid("channel", "this is no channel"))?;
    Bridge::start_stream(app, parts.cmd, payload, channel.channel_on(webview.clone()));
    raw(&Value::Null)
}

fn raw(value: &Value) -> Result<Box<RawValue>> {
    to_raw_value(value).map_err(|error| Error::internal("writing JSON", error))
}

/// Commands that only a window has. None reads or writes the vault.
fn own_command(app: &AppHandle, bridge: &Bridge, parts: &Parts) -> Option<Value> {
    match parts.cmd.as_str() {
        "stream.cancel" => {
            let channel = parts.payload["channel"].as_u64().and_then(|id| u32::try_from(id).ok());
            channel.into_iter().for_each(|id| bridge.stop_stream(id));
            Some(Value::Null)
        }
        "shell.actions" => Some(serde_json::json!(app.state::<Waiting>().take())),
        "shell.painted" => {
            window::painted(app);
            Some(Value::Null)
        }
        "shell.menu" => {
            window::toggle_menu(app);
            Some(Value::Null)
        }
        _ => None,
    }
}

fn take_apart<'h>(body: &InvokeBody, header: impl Fn(&str) -> Option<&'h str>) -> Result<Parts> {
    let parts = match body {
        InvokeBody::Json(value) => {
            let call: Call = Call::deserialize(value)
                .map_err(|error| Error::invalid("call", error.to_string()))?;
            let body = call.body.map(|text| BASE64.decode(text.as_bytes())).transpose();
            let body =
                body.map_err(|_| Error::invalid("body", "the bytes of this call are not base64"))?;
            Parts { cmd: call.cmd, payload: call.payload, channel: call.channel, body }
        }
        InvokeBody::Raw(bytes) => {
            let cmd = header("x-cmd").ok_or_else(|| {
                Error::invalid("x-cmd", "a call with bytes names its command in x-cmd")
            })?;
            let payload = header("x-payload").unwrap_or("%7B%7D");
            if PAYLOAD_BYTES_MAX < payload.len() {
                return Err(Error::invalid("payload", "this request is too long"));
            }
            let payload =
                percent_decoded(payload).and_then(|text| serde_json::from_slice(&text).ok());
            let payload = payload.ok_or_else(|| {
                Error::invalid("x-payload", "the payload of this call is not JSON")
            })?;
            Parts { cmd: cmd.to_owned(), payload, channel: None, body: Some(bytes.clone()) }
        }
    };
    let is_name = |char: char| {
        char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '.' | '_')
    };
    if CMD_CHARS_MAX < parts.cmd.len() || !parts.cmd.chars().all(is_name) {
        return Err(Error::invalid("cmd", "this is no name of a command"));
    }
    if parts.body.as_ref().is_some_and(|body| BODY_BYTES_MAX < body.len()) {
        return Err(Error::invalid(
            "body",
            "this file is too large to come through the window; import it by its path",
        ));
    }
    Ok(parts)
}

/// `%7B%7D` to `{}`; `None` when a `%` is not followed by two digits.
fn percent_decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use base::error::Code;
    use serde_json::json;

    use super::*;

    fn json_call(value: Value) -> Result<Parts> {
        take_apart(&InvokeBody::Json(value), |_| None)
    }

    #[test]
    fn a_call_is_taken_apart() {
        let parts = json_call(
            json!({ "cmd": "journal.entry", "payload": { "id": "a" }, "channel": "__CHANNEL__:7" }),
        )
        .expect("it is whole");
        assert_eq!(parts.cmd, "journal.entry");
        assert_eq!(parts.payload, json!({ "id": "a" }));
        assert_eq!(parts.channel.as_deref(), Some("__CHANNEL__:7"));
    }

    #[test]
    fn bytes_come_with_their_words_in_headers() {
        let header = |name: &str| match name {
            "x-cmd" => Some("media.add"),
            "x-payload" => Some("%7B%22name%22%3A%22caf%C3%A9.jpg%22%7D"),
            _ => None,
        };
        let parts = take_apart(&InvokeBody::Raw(vec![1, 2]), header).expect("it is whole");
        assert_eq!(parts.payload, json!({ "name": "café.jpg" }));
        assert_eq!(parts.body, Some(vec![1, 2]));
    }

    #[test]
    fn bytes_come_as_base64_where_there_are_no_raw_bodies() {
        let parts =
            json_call(json!({ "cmd": "media.add", "payload": { "name": "a" }, "body": "AQI=" }))
                .expect("it is whole");
        assert_eq!(parts.body, Some(vec![1, 2]));
    }

    #[test]
    fn odd_requests_are_refused_with_the_field_to_blame() {
        let cases = [
            (json!({ "cmd": "a", "extra": 1 }), "call"),
            (json!({ "payload": {} }), "call"),
            (json!([]), "call"),
            (json!({ "cmd": "x".repeat(65) }), "cmd"),
            (json!({ "cmd": "../etc" }), "cmd"),
            (json!({ "cmd": "a", "body": "%" }), "body"),
        ];
        for (value, field) in cases {
            let error = json_call(value.clone()).expect_err("it is not a call");
            assert_eq!((error.code(), error.field()), (Code::Invalid, Some(field)), "{value}");
        }
        let error =
            take_apart(&InvokeBody::Raw(Vec::new()), |_| None).expect_err("it names no command");
        assert_eq!(error.field(), Some("x-cmd"));
    }
}
