//! The import pipeline: one parse serves the dry run and the real import.

pub(crate) mod media;
pub(crate) mod report;
mod sink;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use base::error::{Code, Error, Result};
use domain::DemoLife;
use domain::import::{Confidence, Importer};
use domain::source::Source;

use crate::app::{App, Vault};
use crate::archive;
use crate::domains::DOMAINS;
use report::ImportReport;
use sink::{Intake, Mode};

/// Every format that can be read, the archive of everything first.
pub(crate) fn importers() -> impl Iterator<Item = &'static Importer> {
    std::iter::once(&archive::IMPORTER).chain(DOMAINS.iter().flat_map(|domain| domain.importers()))
}

/// Which importer reads the source: the named one, or the surest.
///
/// # Errors
/// `Unsupported` when none does; `Invalid` when there is no format of that name.
fn importer_of(source: &Source, named: Option<&str>) -> Result<&'static Importer> {
    if let Some(named) = named {
        return importers().find(|importer| importer.format == named).ok_or_else(|| {
            let known: Vec<&str> = importers().map(|importer| importer.format).collect();
            Error::invalid(
                "as",
                format!("there is no format {named:?}; known: {}", known.join(", ")),
            )
        });
    }
    let mut best: Option<(Confidence, &'static Importer)> = None;
    for importer in importers() {
        let Some(confidence) = (importer.sniff)(source)? else { continue };
        if best.is_none_or(|(surest, _)| confidence > surest) {
            best = Some((confidence, importer));
        }
    }
    best.map(|(_, importer)| importer).ok_or_else(|| {
        let message = format!("no importer understands {}; name one with `as`", source.name());
        Error::new(Code::Unsupported, message).at("as")
    })
}

/// What a caller hears while an import runs: how far it is (0 to 1) and how many records were found.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(f64, u64) -> ControlFlow<()>;

/// How a source is to be read.
pub(crate) struct How<'a> {
    /// The format, when it is not to be guessed.
    pub(crate) named: Option<&'a str>,
    /// Whether it is only counted.
    pub(crate) dry_run: bool,
    /// What the person answered to the importer's questions.
    pub(crate) answers: BTreeMap<String, String>,
}

/// Reads a source; in a dry run nothing is written.
///
/// # Errors
/// `Unsupported` when no importer understands it, or the importer's own when nothing of it can be read.
pub(crate) fn run(
    app: &App,
    source: &Source,
    how: How<'_>,
    progress: Progress<'_>,
) -> Result<ImportReport> {
    let importer = importer_of(source, how.named)?;
    let vault = app.vault()?;
    let mode = if how.dry_run { Mode::Preview } else { Mode::ByHand };
    let mut intake = Intake::new(&vault, importer, mode, progress)?.answered(how.answers);
    let outcome = (importer.parse)(source, &mut intake);
    intake.finish(outcome)
}

/// Takes in bytes that came by themselves: a page of a remote account, what a player submitted.
///
/// They make no step of undo. A step for each track that plays would push the person's own steps out
/// of reach, and "undo" would take back what they never did; what is wrong is hidden one by one, and
/// hiding can be undone. What comes again adds nothing, so whoever is not sure hands it in again.
///
/// # Errors
/// `Invalid` for a format that there is not, or when nothing of the bytes can be read.
pub(crate) fn arrive(
    vault: &Arc<Vault>,
    format: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<ImportReport> {
    let source = Source::from_reader(name, Box::new(Cursor::new(bytes)))?;
    let importer = importer_of(&source, Some(format))?;
    let mut unwatched = |_, _| ControlFlow::Continue(());
    let mut intake = Intake::new(vault, importer, Mode::Arrival, &mut unwatched)?;
    let outcome = (importer.parse)(&source, &mut intake);
    let report = intake.finish(outcome)?;
    if report.problems_total > 0 {
        tracing::info!(format, rows = report.problems_total, "rows that cannot be read");
    }
    Ok(report)
}

/// Writes the demo year of every domain.
///
/// # Errors
/// Only the store's own.
pub(crate) fn demo(app: &App, life: &DemoLife, progress: Progress<'_>) -> Result<ImportReport> {
    static DEMO: Importer = Importer {
        format: "demo",
        title: "Demo year",
        endings: &[],
        sniff: |_| Ok(None),
        parse: |_, _| Ok(()),
    };
    let vault = app.vault()?;
    let mut intake = Intake::new(&vault, &DEMO, Mode::ByHand, progress)?;
    let outcome = DOMAINS.iter().try_for_each(|domain| domain.demo(life, &mut intake));
    intake.finish(outcome)
}
