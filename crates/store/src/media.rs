//! What a file is: told from its bytes, never believed from its name.
//!
//! Every reader here is bounded, and none decodes a picture: headers only. A file that lies or is
//! broken gives less to know, not an error. What is deliberately not here: small pictures (`thumb`),
//! and any type that can carry a program. SVG and HTML are `application/octet-stream`, to be downloaded.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use base::error::Result;
use exif::{Exif, In, Tag};
use image::{ImageDecoder, ImageReader};
use jiff::civil::DateTime;
use serde::Serialize;

use crate::error::Attempt;

mod film;
mod place;

pub use place::strip_place;

/// Pixels above which a picture is never decoded: 100 megapixels take 400 MB (OWASP ASVS 5.2.6).
pub const PIXELS_MAX: u64 = 100_000_000;

/// Bytes that tell the type; the longest signature that `infer` knows lies within.
const HEAD_BYTES: u64 = 8 * 1024;

/// Above this no picture's EXIF block is looked for: the block's reader holds a TIFF file whole.
const EXIF_FILE_MAX: u64 = 256 * 1024 * 1024;

/// What is not known to be harmless is for downloading.
pub const UNKNOWN: &str = "application/octet-stream";

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MediaInfo {
    /// Its type, one that a browser knows; [`UNKNOWN`] when it is not known or could hold a program.
    pub mime: &'static str,
    /// Pixels from left to right, as a person sees the picture (the camera's orientation applied).
    pub width: Option<u32>,
    /// Pixels from top to bottom, likewise.
    pub height: Option<u32>,
    /// When it was taken or recorded: `2026-03-01T21:04:05`, the camera's local time, with `+01:00` or
    /// `Z` after it when the file tells the zone.
    pub taken: Option<String>,
    /// How long it plays, in milliseconds: of WAV, FLAC, Ogg, MP4 and QuickTime files.
    pub duration_ms: Option<u64>,
}

/// Whether a window may show a file of this type in its page. Everything else is saved or opened
/// elsewhere: PDF and text have viewers of their own.
pub fn is_shown(mime: &str) -> bool {
    let picture = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp"];
    picture.contains(&mime) || mime.starts_with("audio/") || mime.starts_with("video/")
}

/// Tells what a file is. `name` only helps for plain text, which has no signature. The reader is used
/// from its start, and left anywhere.
///
/// # Errors
/// Only the reader's own: a file that is nothing in particular has the type [`UNKNOWN`].
pub fn inspect<R: Read + Seek>(name: &str, from: &mut R) -> Result<MediaInfo> {
    let what = "reading an attachment's type";
    let size = from.seek(SeekFrom::End(0)).attempt(what)?;
    from.rewind().attempt(what)?;
    let mut head = Vec::new();
    from.by_ref().take(HEAD_BYTES).read_to_end(&mut head).attempt(what)?;
    from.rewind().attempt(what)?;
    let mime = mime_of(name, &head);
    let mut info = MediaInfo { mime, width: None, height: None, taken: None, duration_ms: None };
    if mime.starts_with("image/") {
        if let Some((width, height)) = unless_it_panics(|| seen_size(&mut *from)) {
            (info.width, info.height) = (Some(width), Some(height));
        }
        from.rewind().attempt(what)?;
        if size <= EXIF_FILE_MAX {
            info.taken = unless_it_panics(|| taken(&read_exif(&mut *from)?));
        }
    } else {
        let film = film::read(mime, from, size).unwrap_or_default();
        info.duration_ms = film.duration_ms;
        info.taken = film.recorded;
    }
    // The readers above give up silently, so a disk that fails is asked for here.
    from.rewind()
        .and_then(|()| io::copy(&mut from.by_ref().take(1), &mut io::sink()))
        .attempt(what)?;
    Ok(info)
}

fn mime_of(name: &str, head: &[u8]) -> &'static str {
    let found = infer::get(head).map_or(UNKNOWN, |kind| kind.mime_type());
    match found {
        // Programs, or what a browser would run as one.
        "text/html" | "text/xml" | "text/x-shellscript" => UNKNOWN,
        // One name per type, the one that browsers know.
        "audio/x-flac" => "audio/flac",
        "audio/x-wav" => "audio/wav",
        "audio/m4a" | "audio/x-m4a" => "audio/mp4",
        "audio/opus" => "audio/ogg",
        "video/x-m4v" => "video/mp4",
        "image/heic" => "image/heif",
        UNKNOWN => text_of(name, head),
        known => known,
    }
}

/// Plain text by its name's ending, if it is text.
fn text_of(name: &str, head: &[u8]) -> &'static str {
    let is_text = match std::str::from_utf8(head) {
        Ok(text) => !text.contains('\0'),
        // The head may end within a character.
        Err(error) => error.error_len().is_none() && head.len() as u64 == HEAD_BYTES,
    };
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        _ if !is_text => UNKNOWN,
        "txt" | "log" => "text/plain",
        "md" | "markdown" => "text/markdown",
        "csv" => "text/csv",
        "ics" => "text/calendar",
        "json" => "application/json",
        _ => UNKNOWN,
    }
}

/// Width and height as they are seen. Reads the header.
fn seen_size<R: Read + Seek>(from: R) -> Option<(u32, u32)> {
    let reader = ImageReader::new(BufReader::new(from)).with_guessed_format().ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let turned = decoder.orientation().is_ok_and(|orientation| orientation.to_exif() >= 5);
    Some(if turned { (height, width) } else { (width, height) })
}

fn read_exif<R: Read + Seek>(from: R) -> Option<Exif> {
    let mut reader = exif::Reader::new();
    let read = reader.continue_on_error(true).read_from_container(&mut BufReader::new(from));
    read.or_else(|error| error.distill_partial_result(|_| {})).ok()
}

/// When the camera says that the picture was taken: the local time, with its offset if it is told.
fn taken(exif: &Exif) -> Option<String> {
    let text = |tag| match exif.get_field(tag, In::PRIMARY).map(|field| &field.value) {
        Some(exif::Value::Ascii(lines)) => lines.first().map(Vec::as_slice),
        _ => None,
    };
    let pairs = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        (Tag::DateTime, Tag::OffsetTime),
    ];
    pairs.into_iter().find_map(|(date, offset)| {
        let mut found = exif::DateTime::from_ascii(text(date)?).ok()?;
        if let Some(offset) = text(offset) {
            // A bad offset leaves the time without one.
            let _ = found.parse_offset(offset);
        }
        let part = |number: u8| i8::try_from(number).ok();
        let local = DateTime::new(
            i16::try_from(found.year).ok()?,
            part(found.month)?,
            part(found.day)?,
            part(found.hour)?,
            part(found.minute)?,
            part(found.second)?,
            0,
        );
        let mut text = local.ok()?.to_string();
        if let Some(minutes) = found.offset.filter(|minutes| minutes.abs() <= 14 * 60) {
            let sign = if minutes < 0 { '-' } else { '+' };
            text += &format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        }
        Some(text)
    })
}

/// A decoder's panic on a crafted file is a file that cannot be read, not a failure of ours. Nothing
/// that the closure touched is used after it but the reader, which is rewound.
pub(crate) fn unless_it_panics<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
