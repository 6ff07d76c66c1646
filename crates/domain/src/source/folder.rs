//! A folder on the disk.

use std::path::Path;
use std::time::SystemTime;

use base::error::Result;
use jiff::civil::DateTime;
use jiff::{Timestamp, tz::TimeZone};
use walkdir::{DirEntry, WalkDir};

use super::{FILES_MAX, Found, Place, Refused, SourceFile, too_many};

/// Folders within folders: deeper is a loop of mounts or an accident.
const DEPTH_MAX: usize = 64;

pub(super) fn list(root: &Path) -> Result<Found> {
    let mut found = Found::default();
    for entry in WalkDir::new(root).follow_links(false).max_depth(DEPTH_MAX).sort_by_file_name() {
        match entry {
            Ok(entry) => add(&mut found, root, &entry),
            Err(error) => {
                let path = error.path().unwrap_or(root);
                refuse(&mut found, inside(root, path), "it cannot be read");
            }
        }
        if FILES_MAX < found.files.len() {
            return Err(too_many(&root.to_string_lossy()));
        }
    }
    Ok(found)
}

fn add(found: &mut Found, root: &Path, entry: &DirEntry) {
    let name = inside(root, entry.path());
    let kind = entry.file_type();
    if kind.is_dir() {
        if entry.depth() == DEPTH_MAX {
            refuse(found, name, "it lies too deep");
        }
    } else if kind.is_symlink() {
        refuse(found, name, "it is a link");
    } else if kind.is_file() {
        let meta = entry.metadata().ok();
        let size = meta.as_ref().map_or(0, std::fs::Metadata::len);
        let modified = meta.and_then(|meta| meta.modified().ok()).and_then(civil);
        let place = Place::Path(entry.path().to_owned());
        found.files.push((SourceFile { name, size, modified }, place));
    } else {
        refuse(found, name, "it is not a file");
    }
}

fn refuse(found: &mut Found, name: String, why: &'static str) {
    found.refused.push(Refused { name, why });
}

fn inside(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A file's time on the clock of UTC.
pub(super) fn civil(time: SystemTime) -> Option<DateTime> {
    let instant = Timestamp::try_from(time).ok()?;
    Some(instant.to_zoned(TimeZone::UTC).datetime())
}
