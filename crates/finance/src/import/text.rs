//! Bytes to text: banks write in whatever their programs were made with.
//!
//! What is valid UTF-8 is UTF-8, whatever the file says of itself: letters of another encoding that
//! happen to form it are next to impossible, and files that lie are common. What is deliberately not
//! here: telling one eight-bit encoding from another by its letters, which would be a guess.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::model::row::fold;

/// Bytes in which UTF-16 without a mark shows itself.
const LOOKED_AT: usize = 4 << 10;

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text; no NUL and no byte order mark are in it.
    pub(super) text: String,
    /// What it was written in, by its WHATWG name.
    pub(super) encoding: &'static str,
    /// Whether the bytes left no doubt. Eight-bit text that nothing named is taken for Windows-1252.
    pub(super) is_proven: bool,
    /// Whether something could not be read and is shown as `\u{fffd}`.
    pub(super) is_repaired: bool,
}

/// Reads bytes; `declared` is the encoding that the file or a person names, by any of its labels.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let named = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let (encoding, is_proven) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding, true),
        None => match utf_16(bytes) {
            Some(encoding) => (encoding, true),
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, true),
            None => eight_bit(named),
        },
    };
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let bytes = if is_wide { &bytes[..bytes.len() & !1] } else { bytes };
    let (text, is_repaired) = encoding.decode_with_bom_removal(bytes);
    // Mainframes fill their blocks with NUL.
    let text = if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() };
    Decoded { text, encoding: encoding.name(), is_proven, is_repaired }
}

/// What the file was said to be written in, if that can hold for bytes that are no UTF-8.
fn eight_bit(named: Option<&'static Encoding>) -> (&'static Encoding, bool) {
    match named {
        Some(named) if named != UTF_8 && named != UTF_16LE && named != UTF_16BE => (named, true),
        _ => (WINDOWS_1252, false),
    }
}

/// UTF-16 without a mark: nearly every other byte of a statement is NUL.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    let pairs = head.len() / 2;
    let nul = |at: usize| head.chunks_exact(2).filter(|pair| pair[at] == 0).count();
    let (high, low) = (nul(0), nul(1));
    // Both halves of padding are NUL; of text only one is.
    let is = |many: usize, few: usize| pairs * 7 < many * 10 && few * 10 <= pairs;
    match pairs {
        0..2 => None,
        _ if is(low, high) => Some(UTF_16LE),
        _ if is(high, low) => Some(UTF_16BE),
        _ => None,
    }
}

/// A text for people: one line, without the signs that steer terminals and printers.
pub(super) fn clean(text: &str) -> String {
    if text.chars().any(char::is_control) {
        return fold(&text.replace(|c: char| c.is_control() && !c.is_whitespace(), ""));
    }
    fold(text)
}

/// A text for people that keeps its lines.
pub(super) fn clean_lines(text: &str) -> String {
    let lines = text.lines().map(clean).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], declared: Option<&str>) -> (String, &'static str, bool) {
        let decoded = decode(bytes, declared);
        (decoded.text, decoded.encoding, decoded.is_proven)
    }

    #[test]
    fn utf_8_is_utf_8_whatever_the_file_says() {
        assert_eq!(read("Café".as_bytes(), Some("1252")), ("Café".into(), "UTF-8", true));
        assert_eq!(read("\u{feff}Café".as_bytes(), None), ("Café".into(), "UTF-8", true));
    }

    #[test]
    fn eight_bit_text_is_read_as_it_is_named() {
        assert_eq!(read(b"Caf\xe9 \x80", None), ("Café €".into(), "windows-1252", false));
        assert_eq!(read(b"Caf\xe9", Some("UTF-8")), ("Café".into(), "windows-1252", false));
        assert_eq!(read(b"\xb1ab", Some("iso-8859-2")), ("ąab".into(), "ISO-8859-2", true));
    }

    #[test]
    fn utf_16_is_seen_with_and_without_its_mark() {
        let little: Vec<u8> = "Datum;Café\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Datum;Café\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&little, None), ("Datum;Café\n".into(), "UTF-16LE", true));
        assert_eq!(read(&big, None), ("Datum;Café\n".into(), "UTF-16BE", true));
        assert_eq!(
            read(&[&[0xff, 0xfe][..], &little].concat(), None),
            ("Datum;Café\n".into(), "UTF-16LE", true)
        );
    }

    #[test]
    fn padding_with_nul_is_no_text() {
        let padded = [b"Date,Amount\n".as_slice(), &[0; 500]].concat();
        assert_eq!(read(&padded, None), ("Date,Amount\n".into(), "UTF-8", true));
        assert_eq!(read(b"\0D\0a\0", None).0, "Da");
    }

    #[test]
    fn people_see_no_steering_signs() {
        assert_eq!(clean("a\u{1c}b\u{7}  c"), "ab c");
        assert_eq!(clean_lines("a \n\n b\u{1}\n"), "a\nb");
    }
}
