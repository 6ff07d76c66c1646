//! Is everything well, what can be asked, how should it look?

use std::collections::BTreeMap;

use base::error::{Error, Result};
use domain::command::{Nothing, Run, Shape};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::doctor;
use store::store::Write;
use store::write::Step;
use ts_rs::TS;

use crate::app::App;
use crate::dispatch::{self, Named};
use crate::settings::{self, Settings, SettingsPatch};
use crate::system::system;

system! { DOCTOR "doctor":
    /// Checks every page, the change log, every document and every attachment.
    write check(Check) -> Health;
}

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

/// How deep to look.
#[derive(Debug, Default, Deserialize, Serialize, TS, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct Check {
    /// Makes every read table anew and says whether it was what it should be.
    rebuild: Option<bool>,
    /// Computes the digest of everything that is kept.
    digest: Option<bool>,
}

/// What the doctor found.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Health {
    /// Whether nothing is wrong.
    ok: bool,
    /// Equal for two vaults that keep the same things.
    digest: Option<String>,
    /// How many of each kind.
    counts: BTreeMap<String, u64>,
    /// What is wrong, in words.
    findings: Vec<String>,
    /// What is well and worth knowing, in words.
    notes: Vec<String>,
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

fn check(app: &App, request: Check) -> Result<Health> {
    let vault = app.vault()?;
    let rebuilt = match request.rebuild {
        Some(true) => doctor::rebuild(&vault.store)?,
        Some(false) | None => None,
    };
    let mut checkup = vault.store.read(doctor::check)?;
    checkup.findings.extend(rebuilt);
    let digest = match request.digest {
        Some(true) => Some(vault.store.read(doctor::digest)?),
        Some(false) | None => None,
    };
    Ok(Health {
        ok: checkup.findings.is_empty(),
        digest,
        counts: checkup.counts,
        findings: checkup.findings,
        notes: checkup.notes,
    })
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
