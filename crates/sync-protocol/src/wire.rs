//! The messages of the server's endpoints, in CBOR behind one byte of version.
//!
//! `1 | CBOR map`. Fields are found by name and unknown ones are passed over, so a newer side may add some;
//! what must be understood raises the version. What is sealed or signed travels inside as byte strings, in
//! the notation of its own module: the server hands on exactly what it was given.
//!
//! What is deliberately not here: HTTP itself. Start reading at the table of endpoints in the README.

mod bounded;
mod messages;

use cbor4ii::core::dec::Read as _;
use cbor4ii::core::utils::SliceReader;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use bounded::{Bytes, List, Text};
pub use messages::*;

use crate::error::{Fault, Result};

/// The version of all messages. A server tells which it speaks in [`ServerInfo`].
pub const VERSION: u8 = 1;

/// The media type of a body.
pub const MEDIA_TYPE: &str = "application/vnd.everkept.sync";

/// Segments in one request or page.
pub const BATCH_SEGMENTS_MAX: usize = 1000;

/// Bytes of segments in one request or page.
pub const BATCH_BYTES_MAX: usize = 8 << 20;

/// Bytes of a message: a batch and what is around it.
pub const MESSAGE_BYTES_MAX: usize = BATCH_BYTES_MAX + (64 << 10);

/// Bytes of a published share.
pub const SHARE_BYTES_MAX: usize = 8 << 20;

const WHAT: &str = "message";

/// A message as bytes.
///
/// # Errors
/// `TooMuch` when it is too long.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>> {
    let out = cbor4ii::serde::to_vec(vec![VERSION], message).map_err(|_| Fault::Malformed {
        what: WHAT,
        at: 0,
        why: "it has no CBOR form",
    })?;
    if MESSAGE_BYTES_MAX < out.len() {
        let (found, max) = (out.len() as u64, MESSAGE_BYTES_MAX as u64);
        return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
    }
    Ok(out)
}

/// Reads a message. Lists are bounded by their types, so memory is by what was sent.
///
/// # Errors
/// `TooMuch`, `CutOff`, `Newer`, `Malformed`.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    if MESSAGE_BYTES_MAX < bytes.len() {
        let (found, max) = (bytes.len() as u64, MESSAGE_BYTES_MAX as u64);
        return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
    }
    let (version, rest) = bytes.split_first().ok_or(Fault::CutOff { what: WHAT, at: 0 })?;
    if *version != VERSION {
        let (found, known) = ((*version).into(), VERSION.into());
        return Err(Fault::Newer { what: WHAT, found, known }.into());
    }
    let mut cbor = cbor4ii::serde::Deserializer::new(SliceReader::new(rest));
    let message = T::deserialize(&mut cbor).map_err(|_| {
        let why = "it is not the CBOR of what was expected, or a list is too long";
        Fault::Malformed { what: WHAT, at: 1, why }
    })?;
    let rest = cbor.into_inner().fill(1).map_or(0, |rest| rest.as_ref().len());
    if rest != 0 {
        let why = "bytes follow after the end";
        return Err(Fault::Malformed { what: WHAT, at: bytes.len(), why }.into());
    }
    Ok(message)
}
