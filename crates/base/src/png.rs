//! A damage of PNG files that their decoder does not survive.

/// The eight bytes that every PNG file begins with.
const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Length, name and checksum around what a chunk holds, in bytes.
const LENGTH: usize = 4;
const NAME: usize = 4;
const CHECKSUM: usize = 4;

/// Whether every palette in a PNG file is made of whole colors; true of whatever is no PNG file.
///
/// `png` up to 0.18.1 panics when it decodes another (image-rs/image-png#694), so whoever decodes a
/// picture asks this first. Goes when a release of it says no by itself.
///
/// Source: PNG (Third Edition), 5.3 and 11.2.2: a palette holds 1 to 256 colors of three bytes.
#[must_use]
pub fn palettes_are_whole(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(&SIGNATURE) else { return true };
    while let Some((length, after)) = rest.split_first_chunk::<LENGTH>() {
        let Some((name, after)) = after.split_first_chunk::<NAME>() else { return true };
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if name == b"PLTE" && !length.is_multiple_of(3) {
            return false;
        }
        let Some(next) = after.get(length.saturating_add(CHECKSUM)..) else { return true };
        rest = next;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(palette: usize) -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        for (name, length) in [(b"IHDR", 13), (b"PLTE", palette), (b"IDAT", 5)] {
            bytes.extend(u32::try_from(length).expect("a short chunk").to_be_bytes());
            bytes.extend(name);
            bytes.extend(vec![0; length + CHECKSUM]);
        }
        bytes
    }

    #[test]
    fn a_color_has_three_bytes() {
        for (palette, whole) in [(3, true), (4, false), (5, false), (768, true)] {
            assert_eq!(palettes_are_whole(&file(palette)), whole, "{palette} bytes");
        }
        for bytes in [&file(48)[..40], &[][..], b"\xff\xd8\xff JPEG", &SIGNATURE] {
            assert!(palettes_are_whole(bytes), "{bytes:?}");
        }
    }
}
