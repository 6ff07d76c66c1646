//! Raw traces: what sensors and models left behind, beside what is told of it. A person may want them for
//! a while only; figures that were made of them stay.

use base::error::Result;
use store::blobs::ContentHash;
use store::read::ReadCx;
use store::write::WriteCx;

/// One kind of raw trace.
pub struct Trace {
    /// Its name, which begins with the domain's: `breath.curves`.
    pub name: &'static str,
    /// What is kept of it.
    pub held: fn(&ReadCx<'_>) -> Result<Held>,
    /// Removes for good what is older than this (Unix milliseconds), and tells what went.
    pub forget: fn(&mut WriteCx<'_>, i64) -> Result<Forgotten>,
}

/// What is kept of a kind of raw trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// How many.
    pub count: u64,
    /// When the oldest was made, Unix milliseconds.
    pub oldest_ms: Option<i64>,
}

/// What went.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// How many.
    pub count: u64,
    /// Attachments that no record holds any more: their files are removed when all of it is on the disk.
    pub files: Vec<ContentHash>,
}
