//! `export`: everything, in the format that the path's ending says.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use app::app::App;
use app::export::Wanted;
use base::error::{Error, Result};
use serde::Deserialize;
use serde_json::json;

use crate::out::Out;
use crate::vault::{Access, archive_passphrase, ask};

#[derive(Deserialize)]
struct Format {
    format: String,
    ending: String,
    encrypted: bool,
}

/// What is to be written where.
pub(crate) struct Target {
    /// A folder, or a file whose ending says the format.
    pub(crate) path: PathBuf,
    /// The file that holds the passphrase of an encrypted archive.
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// Writes the export.
///
/// # Errors
/// `Invalid` for an ending that no format has; the export's own.
pub(crate) fn run(access: &Access, target: &Target, out: Out) -> Result<()> {
    let (app, path) = (access.open()?, &target.path);
    let Format { format, encrypted, .. } = format_of(&app, path)?;
    let passphrase = match encrypted {
        true => Some(archive_passphrase::chosen(target.passphrase_file.as_deref())?),
        false => None,
    };
    let passphrase = passphrase.as_ref().map(|words| words.as_str());
    let wanted = Wanted { format: &format, passphrase };
    let problems = app.export_to(wanted, path, &mut |fraction| {
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

fn format_of(app: &App, path: &Path) -> Result<Format> {
    let formats: Vec<Format> = ask(app, "export.formats", &json!({}))?;
    let name = match path.extension() {
        Some(_) if !path.is_dir() => path.to_string_lossy().to_lowercase(),
        Some(_) | None => ".zip".into(), // A folder holds what the .zip holds.
    };
    let known = formats.iter().map(|format| format!(".{}", format.ending)).collect::<Vec<_>>();
    formats.into_iter().find(|format| name.ends_with(&format!(".{}", format.ending))).ok_or_else(
        || {
            let known = known.join(", ");
            Error::invalid("path", format!("an export is a folder or ends in {known}"))
        },
    )
}
