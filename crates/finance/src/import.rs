//! Importers: statements of banks and tables of programs, row by row.
//!
//! Each format is one module that reads a text and says what it finds ([`told`]); [`rows`] places it in
//! an account ([`account`]), makes facts of it and hands them over. What they share: [`text`] reads any
//! encoding, [`dates`] never guesses the order of a date, [`alike`] remarks on rows that look like ones
//! that are here. What is deliberately not here: writing facts, undo and the dry run (those are the
//! sink's), and any guess that would change what a row says. Start reading at [`ofx`].
//!
//! A profile (`finance.profile`, its natural key the hash of a table's header) says how the columns of
//! one kind of table are read: see [`table`].

mod account;
mod alike;
mod asking;
mod camt;
mod dates;
mod lines;
mod marks;
mod mt940;
mod ofx;
mod qif;
mod rates;
mod rows;
pub(crate) mod table;
mod text;
mod told;

#[cfg(test)]
pub(crate) mod tests;

use base::error::Result;
use domain::import::{Confidence, Importer};
use domain::source::{Source, SourceFile};

/// The formats, those that tell the most first.
pub(crate) static IMPORTERS: &[Importer] =
    &[ofx::OFX, camt::CAMT, mt940::MT940, qif::QIF, table::TABLE];

/// Bytes in which a format shows itself.
const HEAD: usize = 8 << 10;
/// Files that are looked into before a source is given up: a folder may hold thousands of others.
const SNIFFED: usize = 16;

/// Tells whether a file is of a format, by its first bytes as text.
type IsMine = fn(head: &str) -> bool;

/// The files with one of these endings, without what is hidden.
fn files_ending<'s>(
    source: &'s Source,
    endings: &'static [&'static str],
) -> impl Iterator<Item = &'s SourceFile> {
    let files = source.files().iter();
    files.filter(move |file| has_ending(&file.name, endings) && !is_hidden(&file.name))
}

/// The start of a file as text; empty when it cannot be read.
fn head(source: &Source, name: &str) -> String {
    text::decode(&source.head(name, HEAD).unwrap_or_default(), None).text
}

/// The files of a format, told by name and content. A source that is one file may have any name.
fn mine<'s>(
    source: &'s Source,
    endings: &'static [&'static str],
    is_mine: IsMine,
) -> Vec<&'s SourceFile> {
    if let [only] = source.files() {
        return vec![only];
    }
    let mut files: Vec<&SourceFile> = files_ending(source, endings).collect();
    files.retain(|file| is_mine(&head(source, &file.name)));
    files
}

/// `confidence` when one of the first files is of the format.
fn sniff_files(
    source: &Source,
    endings: &'static [&'static str],
    is_mine: IsMine,
    confidence: Confidence,
) -> Result<Option<Confidence>> {
    let found = match source.files() {
        [only] => is_mine(&head(source, &only.name)),
        _ => files_ending(source, endings)
            .take(SNIFFED)
            .any(|file| is_mine(&head(source, &file.name))),
    };
    Ok(found.then_some(confidence))
}

/// Hidden files and what macOS adds to archives (`__MACOSX/._statement.ofx`): never content.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with('.'))
}

/// Whether a name ends with one of these endings, written without the dot and in lower case.
fn has_ending(name: &str, endings: &[&str]) -> bool {
    let Some((_, ending)) = base_name(name).rsplit_once('.') else { return false };
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The last part of a path.
fn base_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
