//! One encrypted SQLite file, and everything that keeps what is in it.
//!
//! Two truths live here: **documents** (one Automerge document per thing that people edit) and
//! **facts** (immutable events that machines make). Both come in through an append-only, hash-chained
//! log. Everything else — read tables, full-text search, the trash list, attachment references — is
//! derived in the same transaction and can be rebuilt byte for byte.
//!
//! What is deliberately not here: what a record means (the domains), the network (sync), the window.
//! Start reading at [`store::Store`], then [`write::WriteCx`].

pub mod audit;
pub mod backup;
pub mod bench;
mod blob_file;
pub mod blobs;
mod chain;
pub mod conflict;
mod doc;
pub mod doctor;
pub mod error;
pub mod exchange;
pub mod facts;
pub mod foreign_db;
pub mod history;
pub mod inbox;
pub mod key;
pub mod keyfile;
pub mod keyring;
pub mod meaning;
pub mod media;
pub mod migrate;
mod open;
pub mod project;
pub mod read;
pub mod record;
pub mod reserve;
pub mod search;
pub mod snapshot;
pub mod sql;
pub mod store;
pub mod sync;
mod thumb;
pub mod trash;
pub mod undo;
pub mod write;
