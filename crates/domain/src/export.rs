//! Exporters: one domain's records in a format of its own. The archive of everything is `app`'s.

use std::io::Write;

use base::error::Result;
use store::read::ReadCx;

/// One format that can be written.
pub struct Exporter {
    /// `html`: the word in commands and addresses.
    pub format: &'static str,
    /// What it is called, for people.
    pub title: &'static str,
    /// The file ending, without the dot.
    pub ending: &'static str,
    /// The media type.
    pub mime: &'static str,
    /// Writes everything; answers what could not be shown, each in words.
    pub write: fn(&ReadCx<'_>, &mut dyn Write) -> Result<Vec<String>>,
}

/// A file for people in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// `journal/2026/2026-03-01 A walk.md`.
    pub path: String,
    /// Its text.
    pub text: String,
}
