//! Export.

use std::ops::ControlFlow;
use std::path::Path;

use base::error::{Error, Result};
use domain::command::{Nothing, encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::app::App;
use crate::export::{self, ARCHIVE, SEALED_ARCHIVE, SEALED_ENDING, Wanted};
use crate::system::{Emit, system};

system! { COMMANDS "export":
    /// The formats that can be written.
    read formats(Nothing) -> Vec<ExportFormat>;
    /// Keeps the passphrase of an encrypted archive until it is downloaded, once and at once.
    write prepare(SealedDownload) -> DownloadTicket;
    /// Writes an export to a path.
    stream run(ExportRequest) -> Exported, reports ExportProgress;
    /// Saves a page that a command made, as a file of that path.
    write save_page(PageToSave) -> Nothing;
}

/// A format that can be written.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct ExportFormat {
    /// The word in requests and addresses.
    format: String,
    /// What it is called.
    title: String,
    /// The file ending.
    ending: String,
    /// Whether only a passphrase opens it; anything else is readable by whoever gets the file.
    encrypted: bool,
}

/// An encrypted archive is to be downloaded.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealedDownload {
    /// What will open it.
    passphrase: String,
}

/// What a download shows instead of a passphrase.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct DownloadTicket {
    /// Good once, for a minute.
    ticket: String,
}

/// Where to write what.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct ExportRequest {
    /// A file, or for the archive also a folder.
    path: String,
    /// `archive`, `sealed_archive`, `html`, `pdf`.
    format: String,
    /// What will open a sealed archive.
    #[serde(default)]
    passphrase: Option<String>,
}

/// A page and where to save it.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageToSave {
    /// A file; its name ends with `.html`.
    path: String,
    /// The page.
    html: String,
}

/// How far an export is.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct ExportProgress {
    /// 0 to 1.
    fraction: f64,
}

/// A finished export.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Exported {
    /// Where it is.
    path: String,
    /// What could not be shown, in words.
    problems: Vec<String>,
}

fn formats(_: &App, _: Nothing) -> Result<Vec<ExportFormat>> {
    let sealed = ExportFormat {
        format: SEALED_ARCHIVE.into(),
        title: "Everkept archive under a passphrase".into(),
        ending: SEALED_ENDING.into(),
        encrypted: true,
    };
    let archive = ExportFormat {
        format: ARCHIVE.into(),
        title: "Everkept archive".into(),
        ending: "zip".into(),
        encrypted: false,
    };
    let own = export::exporters().map(|exporter| ExportFormat {
        format: exporter.format.into(),
        title: exporter.title.into(),
        ending: exporter.ending.into(),
        encrypted: false,
    });
    Ok([sealed, archive].into_iter().chain(own).collect())
}

fn prepare(app: &App, request: SealedDownload) -> Result<DownloadTicket> {
    let passphrase = Zeroizing::new(request.passphrase);
    app.vault()?;
    if passphrase.is_empty() {
        return Err(Error::invalid("passphrase", "an encrypted archive needs a passphrase"));
    }
    Ok(DownloadTicket { ticket: app.tickets.give(&*app.config.env, passphrase) })
}

fn run(app: &App, request: ExportRequest, emit: Emit<'_>) -> Result<Exported> {
    let mut progress = |fraction: f64| {
        encode("export.run", &ExportProgress { fraction })
            .map_or(ControlFlow::Continue(()), &mut *emit)
    };
    let passphrase = request.passphrase.map(Zeroizing::new);
    let passphrase = passphrase.as_ref().map(|words| words.as_str());
    let wanted = Wanted { format: &request.format, passphrase };
    let problems = app.export_to(wanted, Path::new(&request.path), &mut progress)?;
    Ok(Exported { path: request.path, problems })
}

fn save_page(app: &App, request: PageToSave) -> Result<Nothing> {
    app.save_text(Path::new(&request.path), "html", &request.html)?;
    Ok(Nothing {})
}
