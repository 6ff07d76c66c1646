//! A tar: Joplin's `.jex` is one.

use base::error::{Error, Result};
use jiff::{Timestamp, tz::TimeZone};
use tar::{Archive, Entry, EntryType};

use super::shared::{Shared, Slice};
use super::{FILES_MAX, Found, Place, Refused, SourceFile, cannot_open, name, too_many};

/// A tar is made of blocks of this many bytes; the first is a header.
pub(super) const BLOCK: usize = 512;

/// Told by `ustar` at its place, or for older ones by the sum of the header's bytes.
pub(super) fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<BLOCK>() else {
        return false;
    };
    if block[0] == 0 {
        return false;
    }
    &block[257..262] == b"ustar" || declared_sum(block) == Some(header_sum(block))
}

fn declared_sum(block: &[u8; BLOCK]) -> Option<u32> {
    let field = std::str::from_utf8(&block[148..156]).ok()?;
    let digits = field.trim_matches(['\0', ' ']);
    u32::from_str_radix(digits, 8).ok()
}

/// The sum of the header's bytes, the sum's own field taken as spaces.
fn header_sum(block: &[u8; BLOCK]) -> u32 {
    let byte = |(at, byte): (usize, &u8)| match at {
        148..156 => u32::from(b' '),
        _ => u32::from(*byte),
    };
    block.iter().enumerate().map(byte).sum()
}

/// All files, with the place of their bytes: nothing in a tar is packed.
pub(super) fn list(shared: &Shared, name: &str) -> Result<Found> {
    let mut found = Found::default();
    let mut archive = Archive::new(shared.whole());
    let entries = archive.entries_with_seek().map_err(|source| cannot_open(name, source))?;
    for entry in entries {
        match entry {
            Ok(entry) => add(&mut found, &entry, shared.len()),
            Err(source) if found.files.is_empty() => {
                let message = format!("{name} is a damaged tar archive");
                return Err(Error::invalid(name, message).because(source));
            }
            Err(_) => {
                let why = "the archive is damaged or ends here";
                found.refused.push(Refused { name: name.to_owned(), why });
                break;
            }
        }
        if FILES_MAX < found.files.len() + found.refused.len() {
            return Err(too_many(name));
        }
    }
    // When a tar was added to, the last file of a name is the one that counts.
    found.files.reverse();
    let mut names = std::collections::HashSet::new();
    found.files.retain(|(file, _)| names.insert(file.name.clone()));
    Ok(found)
}

fn add(found: &mut Found, entry: &Entry<'_, std::io::BufReader<Slice>>, end: u64) {
    let raw = entry.path_bytes();
    let full = String::from_utf8_lossy(&raw).into_owned();
    let kind = entry.header().entry_type();
    if kind == EntryType::Directory || full.ends_with('/') {
        return;
    }
    let inside = name::tidy(&full);
    let start = entry.raw_file_position();
    let why = match kind {
        EntryType::Regular | EntryType::Continuous => name::why_refused(inside),
        EntryType::Symlink | EntryType::Link => Some("it is a link"),
        // A sparse file may claim any size from a few bytes.
        EntryType::GNUSparse => Some("it is a sparse file"),
        EntryType::XGlobalHeader => return,
        _ => Some("it is not a file"),
    };
    let why = why.or((end < start.saturating_add(entry.size())).then_some("it is cut off"));
    if let Some(why) = why {
        found.refused.push(Refused { name: full, why });
        return;
    }
    let seconds = entry.header().mtime().ok().and_then(|seconds| i64::try_from(seconds).ok());
    let modified = seconds
        .filter(|seconds| *seconds != 0)
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map(|instant| instant.to_zoned(TimeZone::UTC).datetime());
    let file = SourceFile { name: inside.to_owned(), size: entry.size(), modified };
    found.files.push((file, Place::Plain { start, len: entry.size() }));
}
