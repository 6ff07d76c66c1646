//! The archive of everything: JSON lines and media for programs, text files for people, in a folder or
//! a zip, and the way back.
//!
//! ```text
//! everkept.json                          {"everkept": 1, "exported": "2026-03-01T21:04:05Z"}
//! records/journal.entry.jsonl            {"id": "...", "version": 1, "fields": {...}} a line
//! facts/listening.play.jsonl             {"id": "...", "version": 1, "body": {...}} a line
//! media/<content hash>.jpeg              as it was
//! journal/2026/2026-03-01 A walk.md      for people; not read back
//! ```
//! The zip may lie under a passphrase ([`crate::sealed`]); what is in it is the same.

mod read;
mod target;
mod write;

pub(crate) use read::IMPORTER;
pub(crate) use target::failed;
pub(crate) use write::{to_folder, to_sealed, to_zip};

/// The version of the form above.
const VERSION: u32 = 1;
/// The file that tells an archive.
const MANIFEST: &str = "everkept.json";

/// What the manifest says.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Manifest {
    everkept: u32,
    exported: String,
}

/// One line of `records/<kind>.jsonl`.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Line {
    id: base::id::AnyId,
    version: u32,
    fields: store::record::Fields,
}

/// One line of `facts/<kind>.jsonl`.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct FactLine {
    id: base::id::AnyId,
    version: u32,
    body: serde_json::Value,
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    notes: std::collections::BTreeMap<String, store::record::Value>,
}
