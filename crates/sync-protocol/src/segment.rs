//! A segment: some rows of one log, sealed, signed and tied to the segment before.
//!
//! ```text
//! header 104 | nonce 24 | commitment 32 | ciphertext padded_len + 16 | signature 64
//! ```
//! The way of a segment that comes in is fixed by types: [`Segment::parse`] (anybody, the server too), then
//! [`crate::membership::Members::admit`] (the signature, the device, the epoch, the cut), which alone makes
//! an [`Admitted`], then [`Admitted::open`]. So nothing is decrypted, and no row reaches an engine, that a
//! member of the vault did not sign.
//!
//! What is deliberately not here: whether it follows on what is known ([`crate::log`]).

use base::env::Env;
use zeroize::Zeroizing;

use crate::crypt::{self, random};
use crate::error::{Error, Fault, Result};
use crate::id::{Hash, Incarnation, LogId};
use crate::keys::{DeviceKeys, LaneKey, SIGNATURE, sign, verify};
use crate::pack::{self, Limits};

mod body;
mod fill;
mod header;
mod row;

pub use body::{Body, MembersSeen, Observed};
pub use fill::{Filling, Full};
pub use header::Header;
pub(crate) use row::{Kinds, SoFar, read_payloads};
pub use row::{Payload, Row};

const WHAT: &str = "segment";

/// Bytes of a segment. A server refuses more.
pub const SEGMENT_BYTES_MAX: usize = 1 << 20;

/// Rows in a segment.
pub const ROWS_MAX: usize = 256;

/// Facts in a segment, counted by who fills it: they lie inside of rows.
pub const FACTS_MAX: usize = 1000;

/// Bytes of a body when unpacked: eight times a segment, which text that people write never reaches.
pub const BODY_BYTES_MAX: usize = 8 << 20;

/// Bytes around the padded body.
pub const OVERHEAD: usize = Header::LEN + crypt::OVERHEAD + SIGNATURE;

const LIMITS: Limits =
    Limits { what: WHAT, plain_max: BODY_BYTES_MAX, padded_max: SEGMENT_BYTES_MAX - OVERHEAD };

/// Where in its log a segment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which life of the device.
    pub incarnation: Incarnation,
    /// Which of the log's segments, from 1.
    pub seq: u32,
    /// The hash of the one before; zeros before the first.
    pub prev_hash: Hash,
}

/// Seals a body for everybody who has the lane's key.
///
/// # Errors
/// `TooMuch` when the body is over a limit: see [`Filling`].
pub fn seal(
    place: Place,
    body: &Body,
    key: &LaneKey,
    device: &DeviceKeys,
    env: &dyn Env,
) -> Result<Vec<u8>> {
    let plain = Zeroizing::new(body.encode()?);
    let packed = pack::pack(&plain, LIMITS)?;
    let padded_len = u32::try_from(packed.len()).expect("the limit is a mebibyte");
    let header = Header {
        vault: key.vault,
        lane: key.id,
        device: device.id(),
        incarnation: place.incarnation,
        seq: place.seq,
        prev_hash: place.prev_hash,
        epoch: key.epoch,
        padded_len,
    };
    let mut bytes = Vec::with_capacity(packed.len() + OVERHEAD);
    bytes.extend_from_slice(&header.encode());
    key.content.seal(random(env), &header.encode(), &packed, &mut bytes);
    let (header, content) = bytes.split_at(Header::LEN);
    let content_hash = content_hash(content);
    let signature = sign(device.signing(), SIGNED, &[header, content_hash.as_bytes()]);
    bytes.extend_from_slice(&signature);
    Ok(bytes)
}

/// A segment that was read, and is not yet believed.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    bytes: &'a [u8],
    header: Header,
}

impl<'a> Segment<'a> {
    /// Reads the header and checks the length; needs no key.
    ///
    /// # Errors
    /// `CutOff`, `Malformed`, `TooMuch`, `Newer`.
    pub fn parse(bytes: &'a [u8]) -> Result<Segment<'a>> {
        if SEGMENT_BYTES_MAX < bytes.len() {
            let (found, max) = (bytes.len() as u64, SEGMENT_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
        }
        let header = Header::decode(bytes)?;
        let padded_len = usize::try_from(header.padded_len).unwrap_or(usize::MAX);
        let len = padded_len.saturating_add(OVERHEAD);
        if bytes.len() < len {
            return Err(Error::from(Fault::CutOff { what: WHAT, at: bytes.len() }).of(header));
        }
        if len < bytes.len() {
            let why = "bytes follow after the end";
            return Err(Error::from(Fault::Malformed { what: WHAT, at: len, why }).of(header));
        }
        if pack::padded(padded_len) != padded_len {
            let why = "its length is none that padding makes";
            let at = Header::LEN - 4;
            return Err(Error::from(Fault::Malformed { what: WHAT, at, why }).of(header));
        }
        Ok(Segment { bytes, header })
    }

    /// What it says in the clear.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Which log it is of.
    pub fn log(&self) -> LogId {
        self.header.log()
    }

    /// All of it.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its name, and the link that the next one holds. It covers every byte, the signature too.
    pub fn hash(&self) -> Hash {
        let (header, content_hash, signature) = self.parts();
        let parts = [header, content_hash.as_bytes(), signature];
        Hash::of("everkept 2026 sync segment hash", &parts)
    }

    /// Whether this device signed it. [`crate::membership::Members::admit`] asks this and more.
    pub(crate) fn verify(&self, key: &ed25519_dalek::VerifyingKey) -> Result<()> {
        let (header, content_hash, signature) = self.parts();
        verify(WHAT, key, SIGNED, &[header, content_hash.as_bytes()], signature)
            .map_err(|error| error.of(self.header))
    }

    fn parts(&self) -> (&'a [u8], Hash, &'a [u8; SIGNATURE]) {
        let (signed, signature) =
            self.bytes.split_last_chunk::<SIGNATURE>().expect("its length was checked");
        let (header, content) = signed.split_at(Header::LEN);
        (header, content_hash(content), signature)
    }
}

const SIGNED: &str = "everkept 2026 sync segment signature";

/// The hash of what follows the header. With header and signature it proves what a device said without
/// showing it: two such stubs of one place in a log are evidence of a fork.
fn content_hash(content: &[u8]) -> Hash {
    Hash::of("everkept 2026 sync segment content", &[content])
}

/// A segment that a member of the vault signed, in an epoch and a place where it was allowed to.
#[derive(Debug, Clone, Copy)]
pub struct Admitted<'a>(Segment<'a>);

impl<'a> Admitted<'a> {
    pub(crate) fn new(segment: Segment<'a>) -> Admitted<'a> {
        Admitted(segment)
    }

    /// The segment.
    pub fn segment(&self) -> &Segment<'a> {
        &self.0
    }

    /// Opens it.
    ///
    /// # Errors
    /// `Foreign` when the key is of another vault, lane or epoch; `WrongKey` and `Damaged` when a member
    /// sealed it badly; `Newer` when it is to be kept until an update; `Malformed`, `CutOff`, `TooMuch`.
    pub fn open(&self, key: &LaneKey) -> Result<Body> {
        let Segment { bytes, header } = self.0;
        let parts = [
            (header.vault == key.vault, "vault"),
            (header.lane == key.id, "lane"),
            (header.epoch == key.epoch, "epoch"),
        ];
        if let Some((_, of)) = parts.into_iter().find(|(same, _)| !same) {
            return Err(Error::from(Fault::Foreign { what: WHAT, of }).of(header));
        }
        let open = || {
            let sealed = &bytes[Header::LEN..bytes.len() - SIGNATURE];
            let packed = key.content.open(WHAT, &header.encode(), sealed)?;
            Body::decode(&pack::unpack(&packed, LIMITS)?)
        };
        open().map_err(|error: Error| error.of(header))
    }
}

#[cfg(test)]
mod tests;
