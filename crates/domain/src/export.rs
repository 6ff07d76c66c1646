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

/// Where an attachment lies in the archive: `media/<content hash>.jpeg`. Only the ending is taken from
/// the name, and only when it is a plain one.
pub fn media_path(hash: &str, name: &str, mime: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if (1..=5).contains(&ending.len()) && plain(ending) {
        return format!("media/{hash}.{}", ending.to_ascii_lowercase());
    }
    match mime.rsplit_once('/') {
        Some((_, kind)) if plain(kind) => format!("media/{hash}.{kind}"),
        _ => format!("media/{hash}"),
    }
}
