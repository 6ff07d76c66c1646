//! The report for whoever is asked for help: what Everkept is and how it does, nothing of what it keeps.
//!
//! Every part is named here. What is added must be a number, an instant, a choice of a fixed list, or a
//! name that the program gives; `it bundle::*` types words everywhere and looks for them in here.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::backup;
use store::doctor;
use ts_rs::TS;

use super::{LastCheck, SLOWEST, disk, last};
use crate::app::{App, Vault};
use crate::crash::{self, CrashReport};
use crate::place::Place;
use crate::services::backups::Kept as BackupsKept;
use crate::services::{Scrobbling, Watched};
use crate::settings::{self, Settings};
use crate::starts::{Safe, Starts};
use crate::timings::{CommandTimes, Ended, ErrorCount};

/// A report to read, and to save as it was read.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct DiagnosticBundle {
    /// What a file of it may be called.
    name: String,
    /// All of it, as JSON that a person can read.
    text: String,
}

/// All of it.
#[derive(Serialize)]
struct Bundle {
    everkept: &'static str,
    made: String,
    system: String,
    kernel: Option<String>,
    safe: Option<Safe>,
    ended_well_before: Option<bool>,
    runs_s: u64,
    place: Place,
    settings: Settings,
    turned_on: BTreeMap<&'static str, bool>,
    last_check: Option<LastCheck>,
    counts: BTreeMap<String, u64>,
    disk: super::DiskUse,
    backups: Value,
    slowest: Vec<CommandTimes>,
    errors: Vec<ErrorCount>,
    latest_commands: Vec<Ended>,
    mistakes: Vec<CrashReport>,
}

pub(super) fn make(app: &App) -> Result<DiagnosticBundle> {
    let vault = app.vault()?;
    let now = app.config.env.now();
    let (last_check, counts, attachments, settings, turned_on, day) = vault.store.read(|cx| {
        let turned_on = BTreeMap::from([
            ("scrobbling", Scrobbling::read(cx)?.on),
            ("watching", Watched::read(cx)?.on),
            ("sync", sync_client::kept::is_on(cx)?),
        ]);
        let sizes = doctor::attachments_size(cx)?;
        let (last, counts) = (last(cx)?, doctor::counts(cx)?);
        Ok((last, counts, sizes, settings::get(cx)?, turned_on, cx.today()))
    })?;
    let bundle = Bundle {
        everkept: env!("CARGO_PKG_VERSION"),
        made: now.to_string(),
        system: crash::system(),
        kernel: kernel(),
        safe: app.safe(),
        ended_well_before: Starts::read(app.dir()).ended_well_before(),
        runs_s: app.age_ms().unsigned_abs() / 1000,
        place: Place::of(app.dir()),
        settings,
        turned_on,
        last_check,
        counts,
        disk: disk(app, &vault, attachments),
        backups: backups(app, &vault)?,
        slowest: app.timings.slowest(SLOWEST),
        errors: app.timings.errors(),
        latest_commands: app.timings.recent(),
        mistakes: crash::reports(app.dir()),
    };
    let text = serde_json::to_string_pretty(&bundle)
        .map_err(|source| Error::internal("writing the report", source))?;
    Ok(DiagnosticBundle { name: format!("everkept-report-{day}.json"), text })
}

/// How many there are and how old the newest is; never where they lie, or why one failed in words.
fn backups(app: &App, vault: &Vault) -> Result<Value> {
    let kept = vault.store.read(BackupsKept::read)?;
    let all = backup::list(&app.backup_place(vault)?).unwrap_or_default();
    let believed = all.iter().filter(|backup| backup.believed());
    Ok(json!({
        "on": !kept.off,
        "own_folder": kept.folder.is_none(),
        "good": believed.count(),
        "failed": all.iter().filter(|backup| !backup.believed()).count(),
        "newest": all.iter().find(|backup| backup.believed()).and_then(|backup| backup.day),
        "trouble": kept.trouble.is_some(),
    }))
}

/// The kernel's own name for its version, where there is one.
#[cfg(target_os = "linux")]
fn kernel() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
    Some(text.trim().to_owned())
}

#[cfg(not(target_os = "linux"))]
fn kernel() -> Option<String> {
    None
}
