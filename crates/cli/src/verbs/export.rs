//! `export`: everything, in the format that the path's ending says.

use std::ops::ControlFlow;
use std::path::Path;

use app::app::App;
use base::error::{Error, Result};
use serde::Deserialize;
use serde_json::json;

use crate::out::Out;
use crate::vault::{Access, ask};

#[derive(Deserialize)]
struct Format {
    format: String,
    ending: String,
}

/// Writes the export.
///
/// # Errors
/// `Invalid` for an ending that no format has; the export's own.
pub(crate) fn run(access: &Access, path: &Path, out: Out) -> Result<()> {
    let app = access.open()?;
    let format = format_of(&app, path)?;
    let problems = app.export_to(&format, path, &mut |fraction| {
        out.progress(fraction, 0);
        ControlFlow::Continue(())
    })?;
    let path = path.display().to_string();
    if out.json {
        return out.value(&json!({ "path": path, "format": format, "problems": problems }));
    }
    for problem in &problems {
        out.line(format_args!("not shown: {problem}"))?;
    }
    out.line(format_args!("wrote {path}"))
}

fn format_of(app: &App, path: &Path) -> Result<String> {
    let formats: Vec<Format> = ask(app, "export.formats", &json!({}))?;
    let ending = match path.extension() {
        Some(ending) if !path.is_dir() => ending.to_string_lossy().to_lowercase(),
        Some(_) | None => "zip".into(), // A folder holds what the .zip holds.
    };
    let known = formats.iter().map(|format| format!(".{}", format.ending)).collect::<Vec<_>>();
    formats
        .into_iter()
        .find(|format| format.ending == ending)
        .map(|format| format.format)
        .ok_or_else(|| {
            let known = known.join(", ");
            Error::invalid("path", format!("an export is a folder or ends in {known}"))
        })
}
