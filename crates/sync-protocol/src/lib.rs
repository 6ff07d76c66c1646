//! What devices and their server say to each other: ciphertext in envelopes, and messages about it.
//!
//! Everything here is a pure function of bytes, keys and handed-in randomness. A decoder takes any bytes
//! at all and answers a value or a [`error::Error`] that says what is wrong and where; it never panics and
//! never takes more memory than its limits say. The bytes are specified in `README.md` beside this crate
//! and held in place by `tests/vectors`.
//!
//! What is deliberately not here: sockets, files, clocks, when to push and pull (the client), what a row
//! means (the store), who may use a server and how much (the server). Start reading at [`segment`], then
//! [`membership`] for whose segments are taken, then [`keyring`] for the keys that open them.

pub mod auth;
pub mod blob;
mod codec;
mod crypt;
pub mod error;
pub mod id;
pub mod keyring;
pub mod keys;
pub mod lan;
pub mod log;
pub mod membership;
mod pack;
pub mod pairing;
mod sealed_box;
pub mod segment;
pub mod share;
pub mod snapshot;
#[cfg(test)]
mod vectors;
pub mod wire;
