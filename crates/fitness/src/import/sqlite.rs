//! Databases of other programs: which file of a source is one, and its tables by name.

use std::collections::BTreeSet;

use base::error::Result;
use domain::source::{Source, SourceFile};
use store::foreign_db::{ForeignDb, ForeignRow};

use super::files::is_hidden;

/// How every database begins ("Database File Format", section 1.3).
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Files that are looked into.
const LOOKED: usize = 32;

/// The databases of a source, the largest first.
pub(super) fn databases(source: &Source) -> Vec<&SourceFile> {
    let mut files: Vec<&SourceFile> =
        source.files().iter().filter(|file| !is_hidden(&file.name)).collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.size));
    files.truncate(LOOKED);
    files.retain(|file| source.head(&file.name, 16).is_ok_and(|head| head.starts_with(MAGIC)));
    files
}

/// Opens a database of a source.
///
/// # Errors
/// `Invalid` when it is damaged or too large.
pub(super) fn open(source: &Source, file: &SourceFile) -> Result<ForeignDb> {
    ForeignDb::open(&mut source.read(&file.name)?)
}

/// Tables and their columns.
pub(super) struct Tables<'d> {
    db: &'d ForeignDb,
    names: BTreeSet<String>,
}

impl<'d> Tables<'d> {
    pub(super) fn new(db: &'d ForeignDb) -> Result<Tables<'d>> {
        Ok(Tables { db, names: db.tables()?.into_iter().collect() })
    }

    /// The names of all tables, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether a table has all of these columns.
    pub(super) fn has(&self, table: &str, columns: &[&str]) -> Result<bool> {
        if !self.names.contains(table) {
            return Ok(false);
        }
        let known = self.db.columns(table)?;
        Ok(columns
            .iter()
            .all(|column| known.iter().any(|known| known.eq_ignore_ascii_case(column))))
    }

    /// Each row of a query.
    pub(super) fn each(
        &self,
        query: &str,
        each: &mut dyn FnMut(&ForeignRow<'_>) -> Result<()>,
    ) -> Result<()> {
        self.db.each(query, each)
    }
}
