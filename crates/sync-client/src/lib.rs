//! Keeps several devices of one person alike, through a server that can read nothing.
//!
//! The core does no IO of its own but for the vault that it is handed: [`client::Client::step`] takes an
//! event (an answer of the server, a change, a tick of the clock) and gives effects (a request to send, a
//! time to be woken at). So the same code runs under a simulator with a clock, losses and lies from a seed,
//! and in the program, where [`crate::client::Request`]s travel over HTTP. Whatever the core learns goes into
//! the vault in one transaction before it is believed, so it may be killed at any step.
//!
//! Around the core stand [`runner`] (requests, timers, hints), [`lan`] (other devices, without a server),
//! [`attachments`], [`shares`] and [`pairing`], which need no state machine: they are one conversation each.
//!
//! What is deliberately not here: what is on the wire (`sync-protocol`), what a row means (`store`), when
//! sync runs and what a person is asked (`app`). Start reading at [`client`], then [`client::Status`] for what a person sees.

pub mod attachments;
pub mod client;
pub mod http;
pub mod kept;
pub mod lan;
pub mod pairing;
pub mod rows;
pub mod runner;
pub mod shares;
mod snapshot;
