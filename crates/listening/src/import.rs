//! Importers: other programs' histories of what was heard, play by play.
//!
//! Each format is one file. What they share: [`rows`] reads long JSON without holding it, [`table`]
//! reads tables by the names of their columns, [`loose`] takes values of the wrong type for absent,
//! [`when`] reads instants, [`buffer`] hands plays over by the thousand. What is deliberately not here:
//! writing facts, undo and the dry run (those are the sink's), and any network: what remote accounts
//! hand in are pages of the same formats. Start reading at [`maloja`], the shortest.

mod apple_music;
mod buffer;
mod lastfm;
mod listenbrainz;
mod loose;
mod maloja;
mod plays;
mod rockbox;
mod rows;
mod spotify;
mod spotify_account;
mod spotify_recent;
mod table;
mod when;
mod youtube_music;

#[cfg(test)]
pub(crate) mod tests;

use base::error::Result;
use domain::import::{Confidence, Importer};
use domain::source::{Source, SourceFile};

/// The formats, those that tell the most first.
pub(crate) static IMPORTERS: &[Importer] = &[
    spotify::SPOTIFY,
    spotify_account::SPOTIFY_ACCOUNT,
    spotify_recent::SPOTIFY_RECENT,
    listenbrainz::LISTENBRAINZ,
    lastfm::LASTFM,
    maloja::MALOJA,
    apple_music::APPLE_MUSIC,
    youtube_music::YOUTUBE_MUSIC,
    rockbox::ROCKBOX,
    plays::PLAYS,
];

/// Bytes in which a format shows itself.
const HEAD: usize = 8 << 10;
/// Files that are looked into before a source is given up: a folder may hold thousands of others.
const SNIFFED: usize = 16;
/// How the files begin that are looked into first: an export of everything that one company knows
/// holds hundreds of others.
const NAMES: &[&str] = &[
    "Streaming_History_",
    "StreamingHistory",
    "endsong",
    "Apple Music Play Activity",
    "watch-history",
    "recenttracks",
    "maloja",
];

/// Tells whether a file is of a format, by its name and its first bytes.
type IsMine = fn(name: &str, head: &str) -> bool;

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
    String::from_utf8_lossy(&source.head(name, HEAD).unwrap_or_default()).into_owned()
}

/// The files of a format, told by name and content.
fn mine<'s>(
    source: &'s Source,
    endings: &'static [&'static str],
    is_mine: IsMine,
) -> Vec<&'s SourceFile> {
    files_ending(source, endings)
        .filter(|file| is_mine(&file.name, &head(source, &file.name)))
        .collect()
}

/// [`Confidence::Certain`] when one of the first files is of the format.
fn sniff_files(
    source: &Source,
    endings: &'static [&'static str],
    is_mine: IsMine,
) -> Result<Option<Confidence>> {
    let is_named = |file: &&SourceFile| {
        let name = base_name(&file.name);
        file.name.contains("listens/") || NAMES.iter().any(|known| name.starts_with(known))
    };
    let named = files_ending(source, endings).filter(is_named);
    let others = files_ending(source, endings).filter(|file| !is_named(file));
    let found = named
        .take(SNIFFED)
        .chain(others.take(SNIFFED))
        .any(|file| is_mine(&file.name, &head(source, &file.name)));
    Ok(found.then_some(Confidence::Certain))
}

/// Whether a JSON text names all of these members somewhere.
fn names_all(head: &str, names: &[&str]) -> bool {
    names.iter().all(|name| {
        head.match_indices(name)
            .any(|(at, _)| head[..at].ends_with('"') && head[at + name.len()..].starts_with('"'))
    })
}

/// Hidden files and what macOS adds to archives (`__MACOSX/._Journal.json`): never content.
fn is_hidden(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && part != ".scrobbler.log";
    name.split('/').any(|part| part == "__MACOSX" || is_hidden(part))
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
