//! Which backups there are, and what each says of itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use base::day::Day;
use base::error::{Code, Error, Result};

use super::rotate::{self, Kept};
use super::{ATTACHMENTS, DATABASE, FAILED, MANIFEST, Manifest, Place, VERSION};
use crate::error::Attempt;
use crate::keyfile::VaultId;

/// One backup.
#[derive(Debug, Clone)]
pub struct Backup {
    /// Its name, unique in its place.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// The vault that it is of; none when it cannot say.
    pub vault: Option<VaultId>,
    /// When it was made, Unix milliseconds.
    pub made_ms: i64,
    /// The local day on which it was made.
    pub day: Option<Day>,
    /// Whether a person asked for it.
    pub by_hand: bool,
    /// Why the rotation keeps it.
    pub kept: Option<Kept>,
    /// Bytes of the database.
    pub bytes: u64,
    /// Bytes of the attachments that it needs; other backups may need the same.
    pub attachment_bytes: u64,
    /// Attachments that it holds.
    pub attachments: u64,
    /// Attachments that were not on this device when it was made.
    pub missing: u64,
    /// Rows by table.
    pub tables: BTreeMap<String, u64>,
    /// Why it is not believed.
    pub trouble: Option<String>,
}

impl Backup {
    /// Whether it was opened again and found whole when it was made, and nothing speaks against it since.
    #[must_use]
    pub fn believed(&self) -> bool {
        self.trouble.is_none()
    }

    /// Whether it did not stand a check.
    #[must_use]
    pub fn is_set_apart(&self) -> bool {
        self.name.ends_with(FAILED)
    }

    /// Rows of a table in it.
    #[must_use]
    pub fn rows(&self, table: &str) -> u64 {
        self.tables.get(table).copied().unwrap_or_default()
    }
}

/// The backups of a place, the newest first. A place that is not there has none.
///
/// # Errors
/// `Denied` when the folder cannot be read.
pub fn list(place: &Place) -> Result<Vec<Backup>> {
    backups_in(place.path())
}

fn backups_in(place: &Path) -> Result<Vec<Backup>> {
    let mut backups = Vec::new();
    for name in folders(place)?.into_iter().filter(|name| is_name(name)) {
        let path = place.join(&name);
        backups.push(read(&path).unwrap_or_else(|error| unreadable(name, path, &error)));
    }
    backups.sort_by(|a, b| (a.made_ms, &a.name).cmp(&(b.made_ms, &b.name)));
    let rotates = |backup: &Backup| backup.believed() && !backup.by_hand;
    let days: Vec<Day> =
        backups.iter().filter(|backup| rotates(backup)).filter_map(|backup| backup.day).collect();
    let mut kept = rotate::kept(&days).into_iter();
    for backup in backups.iter_mut().filter(|backup| rotates(backup) && backup.day.is_some()) {
        backup.kept = kept.next().flatten();
    }
    backups.reverse();
    Ok(backups)
}

fn unreadable(name: String, path: PathBuf, error: &Error) -> Backup {
    Backup {
        made_ms: made_of(&name).unwrap_or_default(),
        name,
        path,
        vault: None,
        day: None,
        by_hand: false,
        kept: None,
        bytes: 0,
        attachment_bytes: 0,
        attachments: 0,
        missing: 0,
        tables: BTreeMap::new(),
        trouble: Some(error.to_string()),
    }
}

/// The instant that a name tells.
fn made_of(name: &str) -> Option<i64> {
    let second = name.get(..SECOND.len())?;
    let at = jiff::civil::DateTime::strptime("%Y-%m-%dT%H%M%SZ", second).ok()?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// The form of a name, in which a 0 stands for any digit.
const SECOND: &str = "0000-00-00T000000Z";

/// Whether a folder is called as a backup is.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |(found, form): (char, char)| match form {
        '0' => found.is_ascii_digit(),
        _ => found == form,
    };
    name.chars().count() >= SECOND.len() && name.chars().zip(SECOND.chars()).all(fits)
}

/// The names of the folders in a folder; none when it is not there.
pub(super) fn folders(place: &Path) -> Result<Vec<String>> {
    let what = "listing the backups";
    let entries = match fs::read_dir(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.attempt(what)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.attempt(what)?;
        if entry.file_type().attempt(what)?.is_dir()
            && let Ok(name) = entry.file_name().into_string()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// A manifest has less than a kilobyte; more is not one.
const MANIFEST_BYTES_MAX: u64 = 64 * 1024;
/// A line for each attachment: ten million of them.
const NEEDED_BYTES_MAX: u64 = 1 << 30;

fn text(path: &Path, bytes_max: u64) -> Result<String> {
    let what = "reading what a backup holds";
    let mut text = String::new();
    let file = fs::File::open(path).attempt(what)?;
    file.take(bytes_max).read_to_string(&mut text).attempt(what)?;
    Ok(text)
}

pub(super) fn manifest(backup: &Path) -> Result<Manifest> {
    let text = text(&backup.join(MANIFEST), MANIFEST_BYTES_MAX)?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|source| {
        Error::new(Code::Invalid, "what a backup says of itself is damaged").because(source)
    })?;
    if manifest.everkept_backup != VERSION {
        let message = format!(
            "the backup has version {}, this Everkept knows {VERSION}",
            manifest.everkept_backup
        );
        return Err(Error::new(Code::Unsupported, message));
    }
    Ok(manifest)
}

/// The attachments that a backup needs: names in the pool, and sizes.
pub(super) fn needed(backup: &Path) -> Result<Vec<(String, u64)>> {
    let damaged = |line: usize| {
        let message = format!("line {line} of the list of a backup's attachments is damaged");
        Error::new(Code::Invalid, message)
    };
    let lines = text(&backup.join(ATTACHMENTS), NEEDED_BYTES_MAX)?;
    let mut needed = Vec::new();
    for (number, line) in (1..).zip(lines.lines()) {
        let (name, size) = line.split_once(' ').ok_or_else(|| damaged(number))?;
        // A name comes to be a path: only hexadecimal digits get that far.
        if name.parse::<crate::blobs::ContentHash>().is_err() {
            return Err(damaged(number));
        }
        needed.push((name.to_owned(), size.parse().map_err(|_| damaged(number))?));
    }
    Ok(needed)
}

/// A backup as its folder shows it.
pub(super) fn read(path: &Path) -> Result<Backup> {
    let manifest = manifest(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found = fs::metadata(path.join(DATABASE)).attempt("looking at a backup's file")?.len();
    let mut trouble = manifest.trouble;
    if trouble.is_none() && found != manifest.bytes {
        let copied = manifest.bytes;
        trouble = Some(format!("its database has {found} bytes where {copied} were copied"));
    }
    if trouble.is_none() && name.ends_with(FAILED) {
        trouble = Some("it did not stand the check".into());
    }
    Ok(Backup {
        name,
        path: path.to_owned(),
        vault: Some(manifest.vault),
        made_ms: manifest.made_ms,
        day: Some(manifest.day),
        by_hand: manifest.by_hand,
        kept: None,
        bytes: manifest.bytes,
        attachment_bytes: manifest.attachment_bytes,
        attachments: manifest.attachments,
        missing: manifest.missing,
        tables: manifest.tables,
        trouble,
    })
}

/// The backup that a path names: itself, or the newest that is believed in a folder of backups or in a
/// folder of such folders.
///
/// # Errors
/// `NotFound` when there is none that is believed.
pub fn find(path: &Path) -> Result<Backup> {
    if path.join(MANIFEST).is_file() {
        return read(path);
    }
    let found = all_in(path)?;
    found.into_iter().filter(Backup::believed).max_by_key(|backup| backup.made_ms).ok_or_else(
        || Error::new(Code::NotFound, "there is no whole backup in this folder").at("path"),
    )
}

/// The backups of one vault in a folder, whichever device or earlier life made them, the newest first.
///
/// # Errors
/// `Denied` when the folder cannot be read.
pub fn of_vault(folder: &Path, vault: VaultId) -> Result<Vec<Backup>> {
    let mut found = all_in(folder)?;
    found.retain(|backup| backup.vault == Some(vault));
    found.sort_by_key(|backup| std::cmp::Reverse(backup.made_ms));
    Ok(found)
}

/// The backups of a place, or of every place in a folder.
fn all_in(folder: &Path) -> Result<Vec<Backup>> {
    let mut found = backups_in(folder)?;
    for name in folders(folder)? {
        found.extend(backups_in(&folder.join(name))?);
    }
    Ok(found)
}
