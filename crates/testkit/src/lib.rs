//! Worlds and faces for tests.
//!
//! A [`script`] is a list of commands that runs the same against every [`face`]: in-process, by the
//! command line, over HTTP. What is deliberately not here: assertions about any domain.

#[cfg(unix)]
pub mod bucket;
pub mod face;
pub mod fake_listenbrainz;
pub mod health;
pub mod http;
pub mod ledger;
pub mod plays;
#[cfg(unix)]
pub mod postgres;
pub mod program;
pub mod requests;
pub mod script;
