//! A zip: its list is read by the `zip` crate, its bytes are unpacked here, so that every byte that
//! comes out is counted while it comes.

use std::collections::HashMap;
use std::io::{self, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base::error::{Error, Result};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use jiff::civil::DateTime;
use zip::read::ZipFileEntry;
use zip::{CompressionMethod, ZipArchive};

use super::shared::{Shared, Slice};
use super::{FILES_MAX, Found, Place, RATIO_FREE, RATIO_MAX, Refused, SourceFile, name, too_many};

/// The bytes of a local header before its name.
const LOCAL_HEADER: u64 = 30;
/// The bytes of the record that ends a zip, and the most that a comment behind it can have.
const END_RECORD: usize = 22;
const COMMENT_MAX: u64 = u16::MAX as u64;

/// Where one packed file is.
pub(super) struct Packed {
    header: u64,
    len: u64,
    crc: u32,
    deflated: bool,
}

pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

pub(super) fn list(shared: &Shared, name: &str) -> Result<Found> {
    let damaged = |source: zip::result::ZipError| {
        let message = format!("{name} is a damaged or cut off zip archive");
        Error::invalid(name, message).because(source)
    };
    // Before the crate reads the list: a list of millions is the bomb.
    if declared_count(shared).is_some_and(|count| (FILES_MAX as u64) < count) {
        return Err(too_many(name));
    }
    let archive = ZipArchive::new(shared.whole()).map_err(damaged)?;
    if FILES_MAX < archive.len() {
        return Err(too_many(name));
    }
    let mut found = Found::default();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(damaged)?;
        add(&mut found, &entry);
    }
    Ok(found)
}

/// How many entries the end record tells of; `None` when there is none to be found.
fn declared_count(shared: &Shared) -> Option<u64> {
    let tail = COMMENT_MAX + END_RECORD as u64;
    let start = shared.len().saturating_sub(tail);
    let mut bytes = Vec::new();
    shared.slice(start, tail).read_to_end(&mut bytes).ok()?;
    let at = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let record = bytes.get(at..at + END_RECORD)?;
    let count = u16::from_le_bytes([record[10], record[11]]);
    if count != u16::MAX {
        return Some(u64::from(count));
    }
    // Zip64: its own end record stands before, with eight bytes for the count at 32.
    let at = bytes[..at].windows(4).rposition(|window| window == b"PK\x06\x06")?;
    let count = bytes.get(at + 32..at + 40)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*count))
}

fn add(found: &mut Found, entry: &ZipFileEntry<'_>) {
    let full = entry_name(entry);
    if full.ends_with('/') {
        return;
    }
    let inside = name::tidy(&full);
    let deflated = match entry.compression() {
        CompressionMethod::Stored => Some(false),
        CompressionMethod::Deflated => Some(true),
        _ => None,
    };
    let why = if entry.is_symlink() {
        Some("it is a link")
    } else if entry.encrypted() {
        Some("it is locked with a password")
    } else if deflated.is_none() {
        Some("it is packed in a way that is not read here")
    } else {
        name::why_refused(inside)
    };
    if let Some(why) = why {
        found.refused.push(Refused { name: full, why });
        return;
    }
    let file = SourceFile {
        name: inside.to_owned(),
        size: entry.size(),
        modified: entry.last_modified().and_then(civil),
    };
    let packed = Packed {
        header: entry.header_start(),
        len: entry.compressed_size(),
        crc: entry.crc32(),
        deflated: deflated == Some(true),
    };
    found.files.push((file, Place::Packed(packed)));
}

/// The name: UTF-8 when it is valid as such (macOS does not set the flag that says so), otherwise
/// the old code page 437.
fn entry_name(entry: &ZipFileEntry<'_>) -> String {
    match std::str::from_utf8(entry.name_raw()) {
        Ok(name) => name.to_owned(),
        Err(_) => match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        },
    }
}

fn civil(time: zip::DateTime) -> Option<DateTime> {
    // The first day that a zip can tell is what is written when there is none.
    if (time.year(), time.month(), time.day()) == (1980, 1, 1) {
        return None;
    }
    let small = |number: u8| i8::try_from(number).ok();
    let year = i16::try_from(time.year()).ok()?;
    DateTime::new(
        year,
        small(time.month())?,
        small(time.day())?,
        small(time.hour())?,
        small(time.minute())?,
        small(time.second())?,
        0,
    )
    .ok()
}

impl Packed {
    /// Starts to unpack.
    pub(super) fn open(&self, shared: &Shared, growth: Grown) -> io::Result<Box<dyn Read>> {
        let mut header = [0; LOCAL_HEADER as usize];
        shared.slice(self.header, LOCAL_HEADER).read_exact(&mut header)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(damaged("its header in the archive is damaged"));
        }
        // The lengths of the name and of the extra field; they may differ from those in the list.
        let name = u64::from(u16::from_le_bytes([header[26], header[27]]));
        let extra = u64::from(u16::from_le_bytes([header[28], header[29]]));
        let bytes = shared.slice(self.header + LOCAL_HEADER + name + extra, self.len);
        let bytes = match self.deflated {
            true => Bytes::Deflated(DeflateDecoder::new(bytes)),
            false => Bytes::Stored(bytes),
        };
        Ok(Box::new(Unpacked { bytes, out: 0, crc: Crc::new(), crc_wanted: self.crc, growth }))
    }
}

enum Bytes {
    Stored(BufReader<Slice>),
    Deflated(DeflateDecoder<BufReader<Slice>>),
}

/// A file that is being unpacked, with its caps.
struct Unpacked {
    bytes: Bytes,
    out: u64,
    crc: Crc,
    crc_wanted: u32,
    growth: Grown,
}

impl Read for Unpacked {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        let (read, packed) = match &mut self.bytes {
            Bytes::Stored(bytes) => (bytes.read(buf)?, None),
            Bytes::Deflated(bytes) => (bytes.read(buf)?, Some(bytes.total_in())),
        };
        if read == 0 {
            if self.crc.sum() != self.crc_wanted {
                return Err(damaged("it is damaged: its checksum is not right"));
            }
            return Ok(0);
        }
        self.crc.update(&buf[..read]);
        self.out += read as u64;
        let bomb = packed.is_some_and(|packed| packed.saturating_mul(RATIO_MAX) < self.out);
        if bomb && RATIO_FREE < self.out {
            return Err(damaged("it unpacks to more than 200 times its size, as a zip bomb does"));
        }
        self.growth.reach(self.out)?;
        Ok(read)
    }
}

fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// How much has come out of the archive, each file counted once however often it is read.
pub(super) struct Growth {
    limit: u64,
    total: Arc<AtomicU64>,
    reached: Mutex<HashMap<usize, Arc<AtomicU64>>>,
}

/// The part of [`Growth`] that one file has.
pub(super) struct Grown {
    limit: u64,
    total: Arc<AtomicU64>,
    reached: Arc<AtomicU64>,
}

impl Growth {
    pub(super) fn new(limit: u64) -> Growth {
        Growth { limit, total: Arc::default(), reached: Mutex::default() }
    }

    pub(super) fn of(&self, index: usize) -> Grown {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let reached = Arc::clone(reached.entry(index).or_default());
        Grown { limit: self.limit, total: Arc::clone(&self.total), reached }
    }
}

impl Grown {
    pub(super) fn reach(&self, out: u64) -> io::Result<()> {
        let before = self.reached.fetch_max(out, Ordering::Relaxed);
        let more = out.saturating_sub(before);
        let total = self.total.fetch_add(more, Ordering::Relaxed) + more;
        if self.limit < total {
            return Err(damaged("the archive unpacks to 2 GiB more than its size"));
        }
        Ok(())
    }
}
