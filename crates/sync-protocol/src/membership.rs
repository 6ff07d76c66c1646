//! Which devices are the vault's: a chain of signed entries, and the pure function that reads it.
//!
//! ```text
//! entry: magic EKM, version 1 | vault 16 | n 4 | prev_hash 32 | at_ms 8
//!        signer (0: identity, 1: device 16) | action | signature 64
//! ```
//! Entry 0 founds the vault and names the identity. The server holds the chain and swaps its head; it can
//! neither write an entry nor show two devices different ones for long, because segments tell which entry
//! their writer has seen.
//!
//! What is deliberately not here: secrets beyond the sealed keys that entries carry ([`crate::keyring`]).
//! Start reading at [`Members`].

mod action;
mod entry;
mod make;
mod members;

pub use action::{Action, Cut, NewEpoch, Recipient};
pub use entry::{Entry, Signer, SignerId};
pub use make::{Founded, found};
pub use members::{Device, Head, Members, Revocation};

const WHAT: &str = "entry of the list of devices";

/// Bytes of an entry.
pub const ENTRY_BYTES_MAX: usize = 128 << 10;

/// Entries in a vault's life: one a day for a century and more.
pub const ENTRIES_MAX: u32 = 1 << 16;

/// Devices in a vault's life, revoked ones too.
pub const DEVICES_MAX: usize = 256;

/// Logs that a revoked device may have written: its lives × lanes.
pub const CUTS_MAX: usize = 1024;

/// Bytes of a sealed name.
pub const NAME_BYTES_MAX: usize = 256;
