//! How a device joins: by a QR code, or without a camera by two short codes.
//!
//! The *host* is a device of the vault, the *guest* one that wants to join. Both talk through a mailbox on
//! a server, or on the local network, that neither trusts.
//!
//! **By QR** ([`Invitation`]): the host shows its ephemeral key and a token of 128 bits. Whoever saw the
//! code, and nobody on the way, can answer.
//!
//! **By codes** ([`codes`]): the host commits to a nonce, the guest answers with its own, the host opens.
//! Then each device shows six digits that are typed on the *other* one. Who sits in between has to say
//! before it knows: it is found out but for once in a million, and a wrong code ends the pairing. Codes
//! are typed, because people click "yes, they are the same" without looking.
//!
//! Either way both have a [`Session`]: the guest tells its keys and name ([`Joining`]), a person on the host
//! says yes, the host appends it to the membership log and tells the guest what the vault is *now*
//! ([`Welcome`]): so no server can show the guest the past.
//!
//! ```text
//! message: magic EKP, version 1 | step 1 | content
//! step 1 offer:   host's key 32 | commitment 32          (codes)
//! step 2 answer:  guest's key 32 | guest's nonce 32      (codes)
//! step 3 opening: host's nonce 32                        (codes)
//! step 4 joining: guest's key 32 (zeros with codes) | nonce, commitment, ciphertext, tag
//! step 5 welcome: nonce, commitment, ciphertext, tag
//! ```

use crate::codec::{Reader, Writer};
use crate::error::{Fault, Result};
use crate::id::Hash;

pub mod codes;
mod invitation;
mod session;

pub use invitation::{Invitation, Invited, scan};
pub use session::{Guest, Host, Joining, Session, Welcome};

const WHAT: &str = "pairing message";
const MAGIC: &[u8; 3] = b"EKP";
const VERSION: u8 = 1;

/// Bytes of a message: a welcome with the ends of 4,000 logs fits.
pub const MESSAGE_BYTES_MAX: usize = 512 << 10;

/// Where the two leave messages for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mailbox(pub [u8; 16]);

impl Mailbox {
    const CONTEXT: &str = "everkept 2026 sync mailbox";

    /// The mailbox of a token out of a QR code. The server cannot tell the token from it.
    pub fn of_token(token: &[u8; 16]) -> Mailbox {
        Mailbox(Hash::of(Mailbox::CONTEXT, &[b"token", token]).first())
    }

    /// The mailbox of a room number that a server gave to the host and a person types on the guest. Spaces
    /// do not matter.
    pub fn of_room(room: &str) -> Mailbox {
        let digits: String = room.chars().filter(|digit| !digit.is_whitespace()).collect();
        Mailbox(Hash::of(Mailbox::CONTEXT, &[b"room", digits.as_bytes()]).first())
    }
}

fn message(step: u8) -> Writer {
    let mut out = Writer::default();
    out.raw(MAGIC).u8(VERSION).u8(step);
    out
}

/// Reads a message up to its content.
fn expect(step: u8, bytes: &[u8]) -> Result<Reader<'_>> {
    if MESSAGE_BYTES_MAX < bytes.len() {
        let (found, max) = (bytes.len() as u64, MESSAGE_BYTES_MAX as u64);
        return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
    }
    let mut reader = Reader::new(WHAT, bytes);
    reader.magic(MAGIC, VERSION)?;
    if reader.u8()? == step { Ok(reader) } else { Err(Fault::OutOfTurn.into()) }
}
