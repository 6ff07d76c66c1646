//! What can be asked, how should it look?

use base::error::{Error, Result};
use domain::command::{Nothing, Run, Shape};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::store::Write;
use store::write::Step;
use ts_rs::TS;

use crate::app::App;
use crate::dispatch::{self, Named};
use crate::settings::{self, Settings, SettingsPatch};
use crate::system::system;

system! { HELP "help":
    /// Every command with its request and reply.
    read commands(Nothing) -> Vec<CommandHelp>;
}

system! { SETTINGS "settings":
    /// The settings of this device.
    read get(Nothing) -> Settings, reads &["settings"];
    /// Changes settings of this device.
    write set(SettingsPatch) -> Settings;
}

/// A command, for people and programs.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct CommandHelp {
    /// Its name.
    name: String,
    /// What it does.
    doc: String,
    /// `read`, `write`, `body` or `stream`.
    access: String,
    /// JSON Schema of its request.
    #[ts(type = "unknown")]
    request: serde_json::Value,
    /// JSON Schema of its reply.
    #[ts(type = "unknown")]
    reply: serde_json::Value,
}

fn commands(_: &App, _: Nothing) -> Result<Vec<CommandHelp>> {
    Ok(dispatch::all()
        .map(|command| match command {
            Named::Domain(command) => {
                let access = match command.run {
                    Run::Read { .. } => "read",
                    Run::Write { .. } => "write",
                };
                help(command.name, command.doc, access, &command.shape)
            }
            Named::System(command) => {
                help(command.name, command.doc, command.access, &command.shape)
            }
        })
        .collect())
}

fn help(name: &str, doc: &str, access: &str, shape: &Shape) -> CommandHelp {
    let (request, reply) = (shape.schemas)();
    CommandHelp {
        name: name.into(),
        doc: doc.trim().into(),
        access: access.into(),
        request: request.to_value(),
        reply: reply.to_value(),
    }
}

fn get(app: &App, _: Nothing) -> Result<Settings> {
    app.vault()?.store.read(settings::get)
}

fn set(app: &App, request: SettingsPatch) -> Result<Settings> {
    let write = Write::new("settings.set").step(Step::None);
    let settings = app.vault()?.store.write(write, move |cx| {
        let mut settings = settings::get(&cx.read())?;
        request.apply(&mut settings);
        let kept = serde_json::to_string(&settings)
            .map_err(|source| Error::internal("keeping the settings", source))?;
        cx.set_device_value(settings::KEY, &kept)?;
        Ok(settings)
    })?;
    app.announce("settings");
    Ok(settings)
}
