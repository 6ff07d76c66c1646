//! Importers: other programs' diaries, entry by entry.
//!
//! Each format is one file (with a folder when it is long). What they share: [`draft`] turns what was
//! found into a record, [`json`] reads rows without holding the file, [`text`] decodes and limits,
//! [`when`] makes local days of instants, [`media`] finds attachments and writes their links, [`html`]
//! makes Markdown. What is deliberately not here: writing records, undo and the dry run; those are the
//! sink's. Start reading at [`jrnl`], the shortest.

mod base64;
mod daylio;
mod dayone;
mod dayone_text;
mod draft;
mod html;
mod joplin;
mod journey;
mod jrnl;
mod json;
mod links;
mod markdown;
mod media;
mod text;
mod when;

#[cfg(test)]
mod tests;

use domain::import::{Importer, Sink};
use domain::source::Source;

/// The formats, the certain ones first.
pub(crate) static IMPORTERS: &[Importer] = &[
    dayone::DAYONE,
    dayone_text::DAYONE_TEXT,
    daylio::DAYLIO,
    journey::JOURNEY,
    jrnl::JRNL,
    joplin::JOPLIN,
    markdown::MARKDOWN,
];

/// Tells what the source itself left out: links, dangerous names, locked files.
fn report_refused(source: &Source, sink: &mut dyn Sink) {
    for refused in source.refused() {
        sink.problem(&refused.name, &format!("left out: {}", refused.why));
    }
}

/// Hidden files and what macOS adds to archives (`__MACOSX/._Journal.json`): never content.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// Whether a name ends with one of these endings, written without the dot and in lower case.
fn has_ending(name: &str, endings: &[&str]) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    !stem.is_empty() && endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The last part of a path.
fn base_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The last part of a path without its ending.
fn stem(name: &str) -> &str {
    let base = base_name(name);
    match base.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => base,
    }
}

/// FNV-1a, 64 bits: for rows that have no name of their own. Part of natural keys, so it must never
/// change; the standard library's hashes may.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `done` of `all`, 0 to 1.
fn fraction(done: u64, all: u64) -> f64 {
    if all == 0 { 1.0 } else { (done as f64 / all as f64).min(1.0) }
}
