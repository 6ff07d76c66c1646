//! `sense`: what can be read in a recording, a film, a folder of frames or a picture. Needs no vault.

use std::path::Path;
use std::sync::Arc;

use app::senses::tried::{self, Figure, TryReport};
use base::error::Result;

use crate::out::Out;

/// Reads the file and says what is known and what is not.
///
/// # Errors
/// `NotFound`; `Invalid` when the file is none of these.
pub(crate) fn run(path: &Path, out: Out) -> Result<()> {
    let report = tried::file(&Arc::new(app::senses::models()), path)?;
    if out.json {
        return out.value(&report);
    }
    shown(&report, out)
}

fn shown(report: &TryReport, out: Out) -> Result<()> {
    match report.seconds {
        Some(seconds) => out.line(format_args!("{}, {seconds:.1} s", report.kind))?,
        None => out.line(&report.kind)?,
    }
    if let Some(faces) = report.faces {
        out.line(format_args!("{:<10}  {faces}", "faces"))?;
    }
    for named in &report.figures {
        let words = figure(&named.figure, &named.unit);
        out.line(format_args!("{:<10}  {words}", named.name))?;
    }
    for line in &report.lines {
        out.line(format_args!("{:>4.0} %  {}", line.quality * 100.0, line.text))?;
    }
    Ok(())
}

fn figure(figure: &Figure, unit: &str) -> String {
    let covered = figure.coverage * 100.0;
    match (figure.value, figure.unknown) {
        (Some(value), _) => format!("{value:.1} {unit}, read in {covered:.0} % of the time"),
        // The reason's own name is one word: `not_alive`.
        (None, Some(why)) => {
            let name = serde_json::to_value(why).unwrap_or_default();
            format!("unknown ({})", name.as_str().unwrap_or_default().replace('_', " "))
        }
        (None, None) => "unknown".to_owned(),
    }
}
