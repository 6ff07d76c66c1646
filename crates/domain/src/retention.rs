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
    /// Removes for good what is older than this (Unix milliseconds), and tells what went. It may be a part of
    /// it: it is asked again while something older is there.
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

impl Held {
    /// By a query for two columns: how many, and when the oldest was made (NULL where there is none).
    ///
    /// # Errors
    /// Those of the store.
    pub fn by(cx: &ReadCx<'_>, query: &str) -> Result<Held> {
        let held = cx.sql().first(query, &[], |row| {
            Ok(Held { count: row.int(0)?.unsigned_abs(), oldest_ms: row.opt_int(1)? })
        })?;
        Ok(held.unwrap_or(Held { count: 0, oldest_ms: None }))
    }
}

/// What went.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// How many.
    pub count: u64,
    /// Attachments that no record holds any more: their files are removed when all of it is on the disk.
    pub files: Vec<ContentHash>,
}
