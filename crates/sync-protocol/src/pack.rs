//! What is sealed is first made small, then as long as many other things are.
//!
//! ```text
//! varint: length of content × 2 + (1: zstd, 0: as it is) | if zstd: varint length when unpacked
//! content | zeros up to the PADMÉ length of all of it
//! ```
//! PADMÉ (Nikitin, Barman, Lueks, Underwood, Hubaux and Ford 2019, arXiv 1806.03160, section 4) lets a
//! length tell O(log log n) bits, and costs 12 % at most.

use zeroize::{Zeroize, Zeroizing};

use crate::codec::{Reader, Writer};
use crate::error::{Fault, Result};

/// Changes and facts are small and alike: higher levels win little and cost the phone's battery.
const ZSTD_LEVEL: i32 = 3;

/// What is shorter only grows by zstd's own frame.
const ZSTD_FROM: usize = 64;

/// The padded length of `len` bytes.
pub(crate) const fn padded(len: usize) -> usize {
    if len < 2 {
        return len;
    }
    let exponent = len.ilog2();
    let shown_bits = exponent.ilog2() + 1;
    let mask = (1 << exponent.saturating_sub(shown_bits)) - 1;
    len.saturating_add(mask) & !mask
}

/// How much may be unpacked and how long the padded bytes may be.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// How errors call it.
    pub(crate) what: &'static str,
    /// Bytes of content.
    pub(crate) plain_max: usize,
    /// Bytes with padding.
    pub(crate) padded_max: usize,
}

/// Packs and pads.
pub(crate) fn pack(plain: &[u8], limits: Limits) -> Result<Zeroizing<Vec<u8>>> {
    let Limits { what, plain_max, padded_max } = limits;
    if plain_max < plain.len() {
        let (found, max) = (plain.len() as u64, plain_max as u64);
        return Err(Fault::TooMuch { what, of: "bytes", found, max }.into());
    }
    let squeezed = (ZSTD_FROM <= plain.len())
        .then(|| zstd::bulk::compress(plain, ZSTD_LEVEL).ok())
        .flatten()
        .map(Zeroizing::new)
        .filter(|squeezed| squeezed.len() + 4 < plain.len());
    // Room for the padding at once: a buffer that grows leaves its old bytes behind.
    let room = squeezed.as_ref().map_or(plain.len(), |squeezed| squeezed.len());
    let mut out = Writer(Vec::with_capacity(padded(room + 16)));
    match &squeezed {
        Some(squeezed) => {
            out.count(squeezed.len() << 1 | 1).count(plain.len()).raw(squeezed);
        }
        None => {
            out.count(plain.len() << 1).raw(plain);
        }
    }
    let mut out = Zeroizing::new(out.0);
    let len = padded(out.len());
    if padded_max < len {
        out.zeroize();
        let (found, max) = (len as u64, padded_max as u64);
        return Err(Fault::TooMuch { what, of: "packed bytes", found, max }.into());
    }
    out.resize(len, 0);
    Ok(out)
}

/// Takes off the padding and unpacks; the memory is bounded by `limits` whatever the bytes say.
pub(crate) fn unpack(packed: &[u8], limits: Limits) -> Result<Zeroizing<Vec<u8>>> {
    let Limits { what, plain_max, .. } = limits;
    let mut reader = Reader::new(what, packed);
    let head = reader.varint()?;
    let is_zstd = head & 1 == 1;
    let plain_len = if is_zstd { reader.varint()? } else { head >> 1 };
    let plain_len = usize::try_from(plain_len)
        .ok()
        .filter(|len| *len <= plain_max)
        .ok_or_else(|| reader.too_much("unpacked bytes", plain_len, plain_max))?;
    let content = usize::try_from(head >> 1).map_err(|_| reader.malformed("it is too long"))?;
    let content = reader.take(content)?;
    let len = reader.at();
    if padded(len) != packed.len() || reader.rest().iter().any(|byte| *byte != 0) {
        return Err(reader.malformed("its padding is not as it must be"));
    }
    if !is_zstd {
        return Ok(Zeroizing::new(content.to_vec()));
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(plain_len));
    let unpacked = zstd::bulk::Decompressor::new()
        .and_then(|mut zstd| zstd.decompress_to_buffer(content, &mut *plain));
    if unpacked.ok() != Some(plain_len) {
        return Err(reader.malformed("it cannot be unpacked to the length that it tells"));
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: Limits = Limits { what: "test", plain_max: 1 << 16, padded_max: 1 << 16 };

    /// Lengths from the table of the reference implementation (github.com/lbarman/padme).
    #[test]
    fn lengths_are_those_of_the_paper() {
        for (len, expected) in
            [(0, 0), (1, 1), (2, 2), (8, 8), (9, 10), (100, 104), (1000, 1024), (1025, 1088)]
        {
            assert_eq!(padded(len), expected, "of {len}");
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bomb = zstd::bulk::compress(&vec![0; 1 << 20], 3).expect("zeros are packed");
        let mut out = Writer::default();
        // It lies about its length: it is unpacked into that much and no more.
        out.count(bomb.len() << 1 | 1).count(100).raw(&bomb);
        out.0.resize(padded(out.0.len()), 0);
        let error = unpack(&out.0, LIMITS).expect_err("it is longer than it tells");
        assert!(matches!(error.fault(), Fault::Malformed { .. }), "{error}");
        let mut out = Writer::default();
        out.count(bomb.len() << 1 | 1).count(1 << 20).raw(&bomb);
        out.0.resize(padded(out.0.len()), 0);
        let error = unpack(&out.0, LIMITS).expect_err("it is longer than is allowed");
        assert!(matches!(error.fault(), Fault::TooMuch { of: "unpacked bytes", .. }), "{error}");
    }

    proptest! {
        #[test]
        fn a_length_tells_little_and_costs_little(len in 0usize..10_000_000) {
            let long = padded(len);
            prop_assert!(len <= long && (long - len) * 100 <= len * 12, "{} for {}", long, len);
        }

        #[test]
        fn what_is_packed_comes_back(word in proptest::collection::vec(any::<u8>(), 0..200), times in 0usize..100) {
            let plain = word.repeat(times);
            let packed = pack(&plain, LIMITS).expect("it is short");
            prop_assert_eq!(padded(packed.len()), packed.len(), "a padded length is a fixed point");
            prop_assert_eq!(&**unpack(&packed, LIMITS).expect("it was packed"), &plain[..]);
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            drop(unpack(&bytes, LIMITS));
        }
    }
}
