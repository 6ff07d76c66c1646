//! Taking the place out of a picture, and nothing else: pixels, dates and the camera's name stay.
//!
//! Everything is blanked where it stands, so no offset in the file moves (a phone's JPEG has other
//! pictures and films behind the first, found by their distance). PNG chunks alone are rebuilt, because
//! each has a checksum. Three metadata formats tell a place: EXIF's GPS directory, XMP's `exif:GPS…` and
//! town names, IPTC's town names. What is deliberately not here: films, which say it in other ways.

use std::borrow::Cow;

/// Directories of a TIFF block that are followed: the picture's, its preview's, and some.
const DIRECTORIES_MAX: usize = 8;

/// How far an XMP property reaches.
const PROPERTY_MAX: usize = 64 * 1024;

/// The tag in a picture's directory that points to the GPS directory (EXIF 2.32, 4.6.3).
const GPS_DIRECTORY: u16 = 0x8825;

/// XMP properties that tell a place; names that begin so.
const XMP_PLACES: [&[u8]; 9] = [
    b"exif:GPS",
    b"photoshop:City",
    b"photoshop:State",
    b"photoshop:Country",
    b"Iptc4xmpCore:Location",
    b"Iptc4xmpCore:CountryCode",
    b"Iptc4xmpExt:LocationCreated",
    b"Iptc4xmpExt:LocationShown",
    b"crs:Location",
];

/// IPTC datasets of record 2 that tell a place: location, town, part of it, region, country.
const IPTC_PLACES: [u8; 7] = [26, 27, 90, 92, 95, 100, 101];

/// The picture without the place where it was taken: of JPEG, PNG, WebP, HEIF, AVIF and TIFF. Borrowed,
/// byte for byte what came in, when it tells none, or is none of these. No pixel is encoded anew.
pub fn strip_place(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_heif = bytes.get(4..8) == Some(b"ftyp");
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    let is_tiff = tiff_at(bytes, 0);
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let is_jpeg = bytes.starts_with(b"\xff\xd8\xff");
    let blanked = if is_png {
        png(bytes)
    } else if is_jpeg || is_webp || is_heif || is_tiff {
        let mut bytes = bytes.to_vec();
        if is_tiff {
            blank_gps(&mut bytes);
        }
        blank_places(&mut bytes, is_heif);
        bytes
    } else {
        return Cow::Borrowed(bytes);
    };
    if blanked == bytes { Cow::Borrowed(bytes) } else { Cow::Owned(blanked) }
}

/// Blanks every place that is told anywhere in the bytes. The marks are 6 to 25 bytes long, so none is
/// hit by chance among pixels.
fn blank_places(bytes: &mut [u8], is_heif: bool) {
    for at in 0..bytes.len() {
        match bytes[at] {
            b'E' => {
                // JPEG and HEIF say `Exif`, WebP has a chunk `EXIF` and its length.
                for (mark, behind) in [(&b"Exif\0\0"[..], 6), (b"EXIF", 8)] {
                    if bytes[at..].starts_with(mark) && tiff_at(bytes, at + behind) {
                        blank_gps(&mut bytes[at + behind..]);
                    }
                }
            }
            // HEIF may leave the mark out: a distance of zero, then the block.
            0 if is_heif && bytes[at..].starts_with(&[0; 4]) && tiff_at(bytes, at + 4) => {
                blank_gps(&mut bytes[at + 4..]);
            }
            b'8' if bytes[at..].starts_with(b"8BIM\x04\x04") => {
                blank_iptc(&mut bytes[at..]);
            }
            b'e' | b'p' | b'I' | b'c'
                if XMP_PLACES.iter().any(|name| bytes[at..].starts_with(name)) =>
            {
                if let Some(range) = xmp_property(bytes, at) {
                    bytes[range].fill(b' ');
                }
            }
            _ => {}
        }
    }
}

fn tiff_at(bytes: &[u8], at: usize) -> bool {
    let head = bytes.get(at..at.saturating_add(4));
    head == Some(b"II*\0") || head == Some(b"MM\0*")
}

/// A TIFF block: numbers in it are read and written in its own order, and never outside of it.
struct Tiff<'a> {
    bytes: &'a mut [u8],
    big_endian: bool,
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number =
            if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        usize::try_from(number).ok()
    }

    /// Takes the GPS entry out of the directory at `at`, and blanks what it points to. Gives back where
    /// the next directory is.
    fn blank_in_directory(&mut self, at: usize) -> Option<usize> {
        let mut count = self.u16(at)?;
        let start = at + 2;
        let mut index = 0;
        while index < count {
            let entry = start + 12 * usize::from(index);
            if self.u16(entry)? != GPS_DIRECTORY {
                index += 1;
                continue;
            }
            let gps = self.u32(entry + 8)?;
            self.blank_directory(gps);
            // The entries behind move up, with the number of the next directory.
            let end = start + 12 * usize::from(count) + 4;
            self.bytes.get(entry..end)?;
            self.bytes.copy_within(entry + 12..end, entry);
            self.bytes[end - 12..end].fill(0);
            count -= 1;
            let fewer = if self.big_endian { count.to_be_bytes() } else { count.to_le_bytes() };
            self.bytes[at..start].copy_from_slice(&fewer);
        }
        self.u32(start + 12 * usize::from(count))
    }

    /// Zeroes a directory and the values that it points to.
    fn blank_directory(&mut self, at: usize) -> Option<()> {
        let count = usize::from(self.u16(at)?);
        for index in 0..count {
            let entry = at + 2 + 12 * index;
            // Bytes of each of EXIF's types, by number.
            let size = match self.u16(entry + 2)? {
                3 | 8 => 2,
                4 | 9 | 11 | 13 => 4,
                5 | 10 | 12 => 8,
                _ => 1,
            };
            let len = self.u32(entry + 4)?.checked_mul(size)?;
            if len > 4 {
                let value = self.u32(entry + 8)?;
                if let Some(value) = self.bytes.get_mut(value..value.saturating_add(len)) {
                    value.fill(0);
                }
            }
        }
        self.bytes.get_mut(at..at + 2 + 12 * count)?.fill(0);
        Some(())
    }
}

/// Takes the GPS directory out of the TIFF block that the bytes begin with.
fn blank_gps(bytes: &mut [u8]) {
    let big_endian = bytes.starts_with(b"MM");
    let mut tiff = Tiff { bytes, big_endian };
    let mut next = tiff.u32(4);
    for _ in 0..DIRECTORIES_MAX {
        match next {
            Some(at) if at > 0 => next = tiff.blank_in_directory(at),
            _ => return,
        }
    }
}

/// From where to where the XMP property reaches whose name begins at `at`: an attribute with its value,
/// or an element with all that is in it.
fn xmp_property(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let before = *bytes.get(at.checked_sub(1)?)?;
    let rest = &bytes[at..bytes.len().min(at + PROPERTY_MAX)];
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b":_-.".contains(byte);
    let name_len = rest.iter().position(|byte| !is_name(byte))?;
    if before == b'<' {
        let open_end = rest.iter().position(|byte| *byte == b'>')?;
        if rest[open_end - 1] == b'/' {
            return Some(at - 1..at + open_end + 1);
        }
        let close = [b"</", &rest[..name_len], b">"].concat();
        let end = rest.windows(close.len()).position(|found| found == close)?;
        return Some(at - 1..at + end + close.len());
    }
    if !before.is_ascii_whitespace() {
        return None;
    }
    let after_space = |mut from: usize| {
        while rest.get(from)?.is_ascii_whitespace() {
            from += 1;
        }
        Some(from)
    };
    let equals = after_space(name_len).filter(|equals| rest[*equals] == b'=')?;
    let quote = after_space(equals + 1).filter(|quote| b"\"'".contains(&rest[*quote]))?;
    let end = rest[quote + 1..].iter().position(|byte| *byte == rest[quote])?;
    Some(at..at + quote + 1 + end + 1)
}

/// Blanks the places in Photoshop's block of IPTC datasets, which the bytes begin with: `8BIM`, 0x0404,
/// a name of even length, a length, then datasets of 0x1c, record, number, length, value (IIM 4.2).
fn blank_iptc(bytes: &mut [u8]) -> Option<()> {
    let name_len = usize::from(*bytes.get(6)?) + 1;
    let mut at = 6 + name_len + name_len % 2;
    let len = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    at += 4;
    let end = bytes.len().min(at.checked_add(usize::try_from(len).ok()?)?);
    while at + 5 <= end && bytes[at] == 0x1c {
        let (record, number) = (bytes[at + 1], bytes[at + 2]);
        let len = usize::from(u16::from_be_bytes([bytes[at + 3], bytes[at + 4]]));
        let value = bytes.get_mut(at + 5..at + 5 + len)?;
        if record == 2 && IPTC_PLACES.contains(&number) {
            value.fill(b' ');
        }
        at += 5 + len;
    }
    Some(())
}

/// Chunk by chunk: EXIF and readable text are blanked, metadata that is packed is left out.
fn png(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes[..8].to_vec();
    let mut rest = &bytes[8..];
    while let Some((chunk, after)) = split_chunk(rest) {
        let (kind, data) = (&chunk[4..8], &chunk[8..chunk.len() - 4]);
        if !(is_text(kind) && is_packed_metadata(data)) {
            let start = out.len();
            out.extend_from_slice(chunk);
            let end = out.len();
            match kind {
                b"eXIf" if tiff_at(data, 0) => blank_gps(&mut out[start + 8..end - 4]),
                kind if is_text(kind) => blank_places(&mut out[start + 8..end - 4], false),
                _ => {}
            }
            if out[start..end] != *chunk {
                let sum = crc32(&out[start + 4..end - 4]);
                out[end - 4..].copy_from_slice(&sum.to_be_bytes());
            }
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// The next PNG chunk (length, kind, data, checksum) and what follows.
fn split_chunk(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let len = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?);
    let end = usize::try_from(len).ok()?.checked_add(12)?;
    bytes.split_at_checked(end)
}

fn is_text(kind: &[u8]) -> bool {
    [b"tEXt", b"zTXt", b"iTXt"].iter().any(|text| kind == *text)
}

/// Metadata that cannot be blanked where it stands: ImageMagick's hexadecimal profiles, packed XMP.
fn is_packed_metadata(data: &[u8]) -> bool {
    const XMP: &[u8] = b"XML:com.adobe.xmp\0";
    data.starts_with(b"Raw profile type ")
        || (data.starts_with(XMP) && data.get(XMP.len()) == Some(&1))
}

/// PNG's checksum (ISO 3309), bit by bit: the chunks that change are a few kilobytes.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    })
}
