//! What can be written, and writing it to a path or a stream.

pub(crate) mod ticket;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use base::error::{Code, Error, Result};
use domain::export::Exporter;
use zeroize::Zeroizing;

use crate::app::App;
use crate::archive;
use crate::domains::DOMAINS;

/// The word for the archive of everything.
pub(crate) const ARCHIVE: &str = "archive";
/// The word for the same under a passphrase.
pub(crate) const SEALED_ARCHIVE: &str = "sealed_archive";
/// How its name ends: a zip inside of a sealed file.
pub(crate) const SEALED_ENDING: &str = "zip.age";

/// What is to be written.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// `archive`, `sealed_archive`, `html`.
    pub format: &'a str,
    /// For a sealed archive; nothing else has a use for it.
    pub passphrase: Option<&'a str>,
}

/// How far it is, 0 to 1; `Break` stops.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(f64) -> ControlFlow<()>;

/// The formats that domains write.
pub(crate) fn exporters() -> impl Iterator<Item = &'static Exporter> {
    DOMAINS.iter().flat_map(|domain| domain.exporters())
}

fn exporter(format: &str) -> Result<&'static Exporter> {
    exporters().find(|exporter| exporter.format == format).ok_or_else(|| {
        Error::invalid("format", format!("there is no format {format:?} to export to"))
    })
}

/// What a download needs to know of a format.
pub struct Download {
    /// The file name to offer.
    pub file_name: String,
    /// Its media type.
    pub mime: &'static str,
}

impl App {
    /// The name and type of an export, before it is written.
    ///
    /// # Errors
    /// `Invalid` for a format that there is not; `Locked`.
    pub fn download(&self, format: &str) -> Result<Download> {
        let today = self.vault()?.store.read(|cx| Ok(cx.today()))?;
        let (ending, mime) = match format {
            ARCHIVE => ("zip", "application/zip"),
            SEALED_ARCHIVE => (SEALED_ENDING, "application/octet-stream"),
            _ => exporter(format).map(|exporter| (exporter.ending, exporter.mime))?,
        };
        Ok(Download { file_name: format!("everkept-{today}.{ending}"), mime })
    }

    /// The passphrase that waits for a download; the ticket is good once.
    ///
    /// # Errors
    /// `NotFound` when it is not good (any more).
    pub fn sealed_by(&self, ticket: &str) -> Result<Zeroizing<String>> {
        self.tickets.take(ticket)
    }

    /// Writes an export from front to back; answers what could not be shown, in words.
    ///
    /// # Errors
    /// `Invalid` for a format that there is not, or for a sealed archive without a passphrase; `Locked`;
    /// the writer's own.
    pub fn export(
        &self,
        wanted: Wanted<'_>,
        out: &mut dyn Write,
        progress: Progress<'_>,
    ) -> Result<Vec<String>> {
        let vault = self.vault()?;
        match wanted.format {
            ARCHIVE => vault.store.read(|cx| archive::to_zip(cx, out, progress)),
            SEALED_ARCHIVE => {
                let passphrase = wanted.passphrase.unwrap_or_default();
                vault.store.read(|cx| archive::to_sealed(cx, passphrase, out, progress))
            }
            format => {
                let exporter = exporter(format)?;
                vault.store.read(|cx| (exporter.write)(cx, out))
            }
        }
    }

    /// Writes an export to a path: a whole file appears there, or nothing does. An archive whose path
    /// has no ending is written as a folder.
    ///
    /// # Errors
    /// As [`App::export`]; `Conflict` when the folder is not empty.
    pub fn export_to(
        &self,
        wanted: Wanted<'_>,
        path: &Path,
        progress: Progress<'_>,
    ) -> Result<Vec<String>> {
        if wanted.format == ARCHIVE && (path.is_dir() || path.extension().is_none()) {
            return self.vault()?.store.read(|cx| archive::to_folder(cx, path, progress));
        }
        let name = path.file_name().ok_or_else(|| Error::invalid("path", "a file needs a name"))?;
        let partial = path.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        let outcome = self.export_file(wanted, &partial, path, progress);
        if outcome.is_err()
            && let Err(error) = std::fs::remove_file(&partial)
        {
            tracing::debug!(kind = ?error.kind(), "no partial export to remove");
        }
        outcome
    }

    /// Writes a text that a command made to a path: a whole file appears there, or nothing does. A
    /// window has no downloads, so it names a path.
    ///
    /// # Errors
    /// `Locked`; `Invalid` when the path has another ending; the disk's own.
    pub(crate) fn save_text(&self, path: &Path, ending: &str, text: &str) -> Result<()> {
        self.vault()?;
        let name = path.file_name().ok_or_else(|| Error::invalid("path", "a file needs a name"))?;
        if path.extension().is_none_or(|named| !named.eq_ignore_ascii_case(ending)) {
            let message = format!("this is saved as a file that ends with .{ending}");
            return Err(Error::invalid("path", message));
        }
        let failed = |source: std::io::Error| {
            Error::new(Code::Denied, "writing the file").at("path").because(source)
        };
        let partial = path.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        let write = || {
            let mut file = File::create(&partial)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&partial, path)
        };
        write().map_err(|source| {
            if let Err(error) = std::fs::remove_file(&partial) {
                tracing::debug!(kind = ?error.kind(), "no partial file to remove");
            }
            failed(source)
        })
    }

    fn export_file(
        &self,
        wanted: Wanted<'_>,
        partial: &Path,
        path: &Path,
        progress: Progress<'_>,
    ) -> Result<Vec<String>> {
        let failed = |source: std::io::Error| {
            Error::new(Code::Denied, "writing the export").at("path").because(source)
        };
        let mut out = BufWriter::new(File::create(partial).map_err(failed)?);
        let problems = self.export(wanted, &mut out, progress)?;
        let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(partial, path).map_err(failed)?;
        Ok(problems)
    }
}
