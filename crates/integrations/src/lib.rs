//! Remote accounts and the local endpoint: what comes from outside, handed on as bytes.
//!
//! A connector fetches a page and hands it to an importer by the name of its format; it moves its cursor
//! when the page is on the disk. What is deliberately not here: what a play is (no domain is known), the
//! store and the keyring (the program hands in a [`outside::Memory`] and [`outside::Secrets`]).
//!
//! Start reading at [`connectors::Connectors`]; the rules about patience are in [`breaker`] and
//! [`schedule`].

pub mod breaker;
pub mod connectors;
pub mod endpoint;
pub mod http;
mod lastfm;
mod listenbrainz;
pub mod outside;
mod page;
pub mod playing;
mod reach;
pub mod schedule;
mod spotify;
mod timer;
