//! Is everything well: checks, how the program does, and a report for whoever is asked for help.

mod bundle;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use base::error::{Error, Result};
use domain::command::Nothing;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::doctor::{self, Checkup};
use store::keyfile::KeyFile;
use store::read::ReadCx;
use store::store::Write;
use store::write::Step;
use ts_rs::TS;

use crate::app::{App, Vault};
use crate::crash;
use crate::starts::{Safe, Starts};
use crate::system::system;
use crate::timings::{CommandTimes, ErrorCount};
use bundle::DiagnosticBundle;

system! { COMMANDS "doctor":
    /// Checks every page, the change log, every document, every attachment and the key file.
    write check(Check) -> Health;
    /// How the last check ended, and how the program does since it began; looks at nothing anew.
    read state(Nothing) -> HealthState, reads &["doctor", "vault"];
    /// A report for whoever is asked for help, to be read before it is handed on. No words of the person,
    /// no names, no places on the disk; nothing is sent.
    read bundle(Nothing) -> DiagnosticBundle, reads &[];
    /// Saves such a report, as it was read, as a file of that path.
    write save_bundle(BundleToSave) -> Nothing;
}

/// Under which name the device keeps how the last check ended.
const LAST: &str = "doctor.last";
/// Commands that are told as slow.
const SLOWEST: usize = 12;

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
    /// What was looked at. The findings lie in the same order.
    checks: Vec<HealthCheck>,
    /// What is wrong, in words.
    findings: Vec<String>,
    /// What is well and worth knowing, in words.
    notes: Vec<String>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct HealthCheck {
    /// `pages`, `log`, `records`, `audit`, `attachments`, `keys`, `tables`.
    check: String,
    /// How many of the findings are its own.
    #[ts(type = "number")]
    found: u64,
}

/// How the last check ended. Numbers only: what was found in words stays with who looked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct LastCheck {
    /// When, RFC 3339.
    at: String,
    /// How long it took, milliseconds.
    ms: f64,
    /// What was looked at.
    checks: Vec<HealthCheck>,
}

/// How the program does.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct HealthState {
    /// The last check; none: never.
    last: Option<LastCheck>,
    /// Since when the program runs, in seconds.
    #[ts(type = "number")]
    runs_s: u64,
    /// Why nothing runs beside the vault, while that is so.
    safe: Option<Safe>,
    /// Whether the program ended as it should the last time; nothing when that is not known.
    ended_well: Option<bool>,
    /// What it takes on the disk.
    disk: DiskUse,
    /// The slowest commands since the program began.
    slowest: Vec<CommandTimes>,
    /// Commands that failed since the program began.
    errors: Vec<ErrorCount>,
    /// Mistakes that the program made, the latest first; at most ten.
    mistakes: Vec<Mistake>,
}

/// What the vault takes on the disk.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct DiskUse {
    /// Bytes of the database.
    #[ts(type = "number")]
    database_bytes: u64,
    /// Attachments.
    #[ts(type = "number")]
    attachments: u64,
    /// Their bytes.
    #[ts(type = "number")]
    attachments_bytes: u64,
    /// Bytes that are free where the vault lies; nothing where the system does not say.
    #[ts(type = "number | null")]
    free_bytes: Option<u64>,
    /// Whether the room that is kept for a full disk was given up.
    full: bool,
}

/// A mistake of the program, of which a report lies beside the vault.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Mistake {
    /// When, RFC 3339.
    at: String,
    /// The place in the program's source.
    place: String,
}

/// A report and where to save it.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BundleToSave {
    /// A file; its name ends with `.json`.
    path: String,
    /// The report.
    text: String,
}

fn check(app: &App, request: Check) -> Result<Health> {
    let began = Instant::now();
    let vault = app.vault()?;
    let rebuilt = match request.rebuild {
        Some(true) => Some(doctor::rebuild(&vault.store)?),
        Some(false) | None => None,
    };
    let mut checkup = vault.store.read(doctor::check)?;
    if let Err(error) = KeyFile::read(&app.key_path()).and_then(|file| file.check_key(&vault.key)) {
        checkup.findings.push(format!("the key file: {error}"));
    }
    checkup.close("keys");
    if let Some(rebuilt) = rebuilt {
        checkup.findings.extend(rebuilt);
        checkup.close("tables");
    }
    let digest = match request.digest {
        Some(true) => match vault.store.read(doctor::digest) {
            // What is damaged may have no digest; what was found says why.
            Err(_) if !checkup.findings.is_empty() => None,
            digest => Some(digest?),
        },
        Some(false) | None => None,
    };
    let checks = checks(&checkup);
    let last = LastCheck {
        at: app.config.env.now().to_string(),
        ms: began.elapsed().as_secs_f64() * 1000.0,
        checks: checks.clone(),
    };
    // What was found is told also when the disk is too full to note that it was looked for.
    if let Err(error) = keep(&vault, &last) {
        tracing::warn!(code = ?error.code(), "the last check is not noted");
    }
    app.announce("doctor");
    let Checkup { counts, findings, notes, .. } = checkup;
    Ok(Health { ok: findings.is_empty(), digest, counts, checks, findings, notes })
}

fn checks(checkup: &Checkup) -> Vec<HealthCheck> {
    let checks = checkup.checks.iter();
    checks.map(|one| HealthCheck { check: one.name.into(), found: one.found as u64 }).collect()
}

fn keep(vault: &Vault, last: &LastCheck) -> Result<()> {
    let kept = serde_json::to_string(last)
        .map_err(|source| Error::internal("keeping the last check", source))?;
    let write = Write::new("doctor.check").step(Step::None);
    vault.store.write(write, move |cx| cx.set_device_value(LAST, &kept))
}

fn last(cx: &ReadCx<'_>) -> Result<Option<LastCheck>> {
    let read = |kept: String| {
        serde_json::from_str(&kept)
            .map_err(|source| Error::internal("reading the last check", source))
    };
    cx.device_value(LAST)?.map(read).transpose()
}

fn state(app: &App, _: Nothing) -> Result<HealthState> {
    let vault = app.vault()?;
    let (last, attachments) =
        vault.store.read(|cx| Ok((last(cx)?, doctor::attachments_size(cx)?)))?;
    Ok(HealthState {
        last,
        runs_s: app.age_ms().unsigned_abs() / 1000,
        safe: app.safe(),
        ended_well: Starts::read(app.dir()).ended_well_before(),
        disk: disk(app, &vault, attachments),
        slowest: app.timings.slowest(SLOWEST),
        errors: app.timings.errors(),
        mistakes: crash::reports(app.dir())
            .into_iter()
            .map(|report| Mistake { at: report.at, place: report.place })
            .collect(),
    })
}

fn disk(app: &App, vault: &Vault, (attachments, attachments_bytes): (u64, u64)) -> DiskUse {
    let size = |name: &str| std::fs::metadata(app.dir().join(name)).map_or(0, |about| about.len());
    DiskUse {
        database_bytes: size("everkept.db") + size("everkept.db-wal"),
        attachments,
        attachments_bytes,
        free_bytes: free_bytes(app.dir()),
        full: vault.store.reserve().was_given_up(),
    }
}

#[cfg(target_os = "linux")]
fn free_bytes(folder: &Path) -> Option<u64> {
    // What the person may still write, not what root may.
    rustix::fs::statvfs(folder).ok().map(|about| about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(target_os = "linux"))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

fn bundle(app: &App, _: Nothing) -> Result<DiagnosticBundle> {
    bundle::make(app)
}

fn save_bundle(app: &App, request: BundleToSave) -> Result<Nothing> {
    app.save_text(Path::new(&request.path), "json", &request.text)?;
    Ok(Nothing {})
}
