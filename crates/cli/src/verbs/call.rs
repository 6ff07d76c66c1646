//! `call`: any command of the registry by its name.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;

use app::app::App;
use base::error::{Code, Error, Result};
use domain::command::REQUEST_BYTES_MAX;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use store::keyfile::Strength;

use crate::out::Out;
use crate::vault::{Access, State, ask, state};

/// A command, its request, and the file that it takes beside it.
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) payload: String,
    pub(crate) body: Option<PathBuf>,
}

/// Runs it and prints the reply.
///
/// # Errors
/// `Invalid` for a request that is no JSON; the command's own.
pub(crate) fn run(access: &Access, call: &Call, out: Out) -> Result<()> {
    let payload = payload(&call.payload)?;
    let app = access.closed(Strength::Default);
    // Some commands are for a closed vault. A command that needs an open one says so before it does
    // anything, so it is asked again once the vault is open.
    let reply = match once(&app, call, &payload, out) {
        Err(error)
            if error.code() == Code::Locked
                && call.name != "vault.unlock"
                && state(&app)? == State::Locked =>
        {
            access.unlock(&app)?;
            once(&app, call, &payload, out)?
        }
        outcome => outcome?,
    };
    out.value(&reply)
}

#[derive(Deserialize)]
struct Named {
    name: String,
    access: String,
}

fn once(app: &App, call: &Call, payload: &RawValue, out: Out) -> Result<Box<RawValue>> {
    if let Some(path) = &call.body {
        let mut file = File::open(path).map_err(|source| {
            Error::new(Code::NotFound, "opening the body's file").at("body").because(source)
        })?;
        return app.call_with_body(&call.name, payload, &mut file);
    }
    let commands: Vec<Named> = ask(app, "help.commands", &json!({}))?;
    let streams = commands.iter().any(|known| known.name == call.name && known.access == "stream");
    if !streams {
        return app.call(&call.name, payload);
    }
    app.stream(&call.name, payload, &mut |item| {
        // A script wants the answer alone on standard output, and an error alone on standard error.
        if !out.json {
            out.note(item.get());
        }
        ControlFlow::Continue(())
    })
}

fn payload(given: &str) -> Result<Box<RawValue>> {
    let mut text = String::new();
    if given == "-" {
        let bound = REQUEST_BYTES_MAX as u64 + 1;
        std::io::stdin().lock().take(bound).read_to_string(&mut text).map_err(|source| {
            Error::invalid("payload", "reading the request from standard input").because(source)
        })?;
    } else {
        text.push_str(given);
    }
    RawValue::from_string(text)
        .map_err(|source| Error::invalid("payload", "the request is not JSON").because(source))
}
