//! How long sound and film play, and when they were recorded: from the headers of the containers that
//! say it in a few bytes (MP4 and QuickTime, WAV, FLAC, Ogg).
//!
//! MP3, AAC and Matroska are left out: they would have to be read through.

use std::io::{Read, Seek, SeekFrom};

use jiff::Timestamp;

/// What the header tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Film {
    pub(super) duration_ms: Option<u64>,
    /// RFC 3339, UTC.
    pub(super) recorded: Option<String>,
}

/// Boxes or chunks that are looked at before giving up: a crafted file has a million empty ones.
const PARTS_MAX: usize = 10_000;

/// Bytes from the end in which an Ogg file's last page begins: a page has at most 65,307 bytes.
const OGG_TAIL: u64 = 65_536;

/// From 1904, where MP4 and QuickTime begin to count, to 1970.
const SECONDS_FROM_1904_TO_1970: i64 = 2_082_844_800;

/// Reads the header of a file of that type, from its start. Nothing when it is not as it should be.
pub(super) fn read<R: Read + Seek>(mime: &str, from: &mut R, size: u64) -> Option<Film> {
    match mime {
        "video/mp4" | "video/quicktime" | "audio/mp4" => mp4(from, size),
        "audio/wav" => wav(from).map(only_duration),
        "audio/flac" => flac(from).map(only_duration),
        "audio/ogg" | "video/ogg" => ogg(from, size).map(only_duration),
        _ => None,
    }
}

fn only_duration(duration_ms: u64) -> Film {
    Film { duration_ms: Some(duration_ms), recorded: None }
}

fn milliseconds(units: u64, units_per_second: u64) -> Option<u64> {
    let ms =
        u128::from(units) * 1000 / u128::from(Some(units_per_second).filter(|rate| *rate > 0)?);
    u64::try_from(ms).ok()
}

fn bytes<const N: usize>(from: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// `moov` anywhere on the first level, `mvhd` in it (ISO 14496-12, 8.2.2).
fn mp4<R: Read + Seek>(from: &mut R, size: u64) -> Option<Film> {
    let (start, end) = find_box(from, *b"moov", 0, size)?;
    let (start, _) = find_box(from, *b"mvhd", start, end)?;
    from.seek(SeekFrom::Start(start)).ok()?;
    let [version, ..] = bytes::<4>(from)?;
    let (created, rate, units) = if version == 0 {
        let [created, _, rate, units] =
            [(); 4].map(|()| bytes(from).map(u32::from_be_bytes).map(u64::from));
        (created?, rate?, units?)
    } else {
        let created = u64::from_be_bytes(bytes(from)?);
        let _changed = bytes::<8>(from)?;
        (created, u64::from(u32::from_be_bytes(bytes(from)?)), u64::from_be_bytes(bytes(from)?))
    };
    let unix = i64::try_from(created).ok()? - SECONDS_FROM_1904_TO_1970;
    // Many programs leave 0 or count from 1970: times before 1990 were not recorded.
    let recorded = Timestamp::from_second(unix)
        .ok()
        .filter(|at| at.as_second() > 631_152_000)
        .map(|at| at.to_string());
    Some(Film { duration_ms: milliseconds(units, rate), recorded })
}

/// Where the content of a box lies, between `start` and `end`.
fn find_box<R: Read + Seek>(
    from: &mut R,
    name: [u8; 4],
    start: u64,
    end: u64,
) -> Option<(u64, u64)> {
    let mut at = start;
    for _ in 0..PARTS_MAX {
        if end <= at {
            return None;
        }
        from.seek(SeekFrom::Start(at)).ok()?;
        let short = u64::from(u32::from_be_bytes(bytes(from)?));
        let found = bytes::<4>(from)?;
        let (header, len) = match short {
            0 => (8, end - at),
            1 => (16, u64::from_be_bytes(bytes(from)?)),
            len => (8, len),
        };
        let next = at.checked_add(len).filter(|_| header <= len)?;
        if found == name {
            return Some((at + header, next.min(end)));
        }
        at = next;
    }
    None
}

/// Bytes of sound by bytes per second.
fn wav<R: Read + Seek>(from: &mut R) -> Option<u64> {
    from.seek(SeekFrom::Start(12)).ok()?;
    let mut rate = None;
    for _ in 0..PARTS_MAX {
        let name = bytes::<4>(from)?;
        let len = u32::from_le_bytes(bytes(from)?);
        let next = from.stream_position().ok()? + u64::from(len) + u64::from(len % 2);
        match &name {
            b"fmt " => {
                from.seek(SeekFrom::Current(8)).ok()?;
                rate = Some(u32::from_le_bytes(bytes(from)?));
            }
            b"data" => return milliseconds(u64::from(len), u64::from(rate?)),
            _ => {}
        }
        from.seek(SeekFrom::Start(next)).ok()?;
    }
    None
}

/// The stream's own header comes first (RFC 9639, 8.2): 20 bits of rate, 36 bits of samples.
fn flac<R: Read + Seek>(from: &mut R) -> Option<u64> {
    from.seek(SeekFrom::Start(4 + 4 + 10)).ok()?;
    let packed = u64::from_be_bytes(bytes(from)?);
    let (rate, samples) = (packed >> 44, packed & 0xf_ffff_ffff);
    milliseconds(samples, rate).filter(|ms| *ms > 0)
}

/// The last page's position by the rate that the first page tells (RFC 3533; RFC 7845 for Opus, whose
/// positions always count 48,000 a second).
fn ogg<R: Read + Seek>(from: &mut R, size: u64) -> Option<u64> {
    let mut first = Vec::new();
    from.rewind().ok()?;
    from.by_ref().take(128).read_to_end(&mut first).ok()?;
    let (skipped, rate) = if let Some(at) = find(&first, b"OpusHead") {
        (u64::from(u16::from_le_bytes(first.get(at + 10..at + 12)?.try_into().ok()?)), 48_000)
    } else {
        let at = find(&first, b"\x01vorbis")?;
        (0, u64::from(u32::from_le_bytes(first.get(at + 12..at + 16)?.try_into().ok()?)))
    };
    from.seek(SeekFrom::Start(size.saturating_sub(OGG_TAIL))).ok()?;
    let mut tail = Vec::new();
    from.by_ref().take(OGG_TAIL).read_to_end(&mut tail).ok()?;
    let page = tail.windows(4).rposition(|at| at == b"OggS")?;
    let position = u64::from_le_bytes(tail.get(page + 6..page + 14)?.try_into().ok()?);
    milliseconds(position.checked_sub(skipped)?, rate)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|at| at == what)
}
