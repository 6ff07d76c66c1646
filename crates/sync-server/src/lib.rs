//! The endpoint at which the devices of a vault meet: it keeps sealed segments, blocks and chunks and the
//! membership log, hands them on, and can read none of it.
//!
//! The protocol is `sync-protocol`'s, its messages too. What is here: who may write and how much
//! ([`http`]), what is kept and in which order ([`store`]: SQLite or PostgreSQL), where long things lie
//! ([`blobs`]: a folder or S3), and the program around it.
//!
//! What is deliberately not here: any key of a vault, any look into a payload, TLS (a proxy's). Start
//! reading at [`store::LogStore`], then [`server::serve`].

pub mod admin;
pub mod backup;
pub mod blobs;
pub mod compact;
pub mod config;
pub mod env;
pub mod error;
mod http;
mod hub;
pub mod limit;
mod members;
mod metrics;
pub mod server;
pub mod store;

pub use config::{Config, Rates};
pub use error::{Error, Result};
pub use server::{Running, serve};
