//! Export.

use std::ops::ControlFlow;
use std::path::Path;

use base::error::Result;
use domain::command::{Nothing, encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::export::{self, ARCHIVE};
use crate::system::{Emit, system};

system! { COMMANDS "export":
    /// The formats that can be written.
    read formats(Nothing) -> Vec<ExportFormat>;
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
}

/// Where to write what.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportRequest {
    /// A file, or for the archive also a folder.
    path: String,
    /// `archive`, `html`, `pdf`.
    format: String,
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
    let archive = ExportFormat {
        format: ARCHIVE.into(),
        title: "Everkept archive".into(),
        ending: "zip".into(),
    };
    let own = export::exporters().map(|exporter| ExportFormat {
        format: exporter.format.into(),
        title: exporter.title.into(),
        ending: exporter.ending.into(),
    });
    Ok(std::iter::once(archive).chain(own).collect())
}

fn run(app: &App, request: ExportRequest, emit: Emit<'_>) -> Result<Exported> {
    let mut progress = |fraction: f64| {
        encode("export.run", &ExportProgress { fraction })
            .map_or(ControlFlow::Continue(()), &mut *emit)
    };
    let problems = app.export_to(&request.format, Path::new(&request.path), &mut progress)?;
    Ok(Exported { path: request.path, problems })
}

fn save_page(app: &App, request: PageToSave) -> Result<Nothing> {
    app.save_page(Path::new(&request.path), &request.html)?;
    Ok(Nothing {})
}
