//! From the schema of an earlier Everkept to this one's, when the vault is opened: a copy first, then all
//! steps in one transaction.
//!
//! ```text
//! <vault>/before-update/schema-1.db    the database as it was, encrypted under the same key; only the newest
//!                                      stays. The Everkept that wrote it opens it in the place of everkept.db
//! ```
//! Killed or failing anywhere, the vault has the earlier schema whole or this one's whole, and the next start
//! begins again. A vault of a newer schema is told from its version alone and left as it is.
//!
//! What is deliberately not here: the domains' read tables, which are made anew and never migrated
//! (`project`), and what a record's fields mean (its kind's version). Start reading at [`bring`].

use std::fs;
use std::path::Path;

use base::error::{Code, Error, Result};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::backup::{DATABASE, Stop, copy};
use crate::blob_file::sync_folder;
use crate::error::Attempt;
use crate::key::DataKey;
use crate::open::{self, Use};
use crate::sql::Tables;
use crate::store::lock;

/// One change of the schema. The first of a list makes schema 2, the next 3, and so on; a step that was
/// released is never changed again.
pub struct Step {
    /// The first Everkept that knows the schema that it makes: `0.2.0`.
    pub since: &'static str,
    /// The change. `schema.sql` always makes the newest schema; this brings an earlier one there.
    pub run: fn(Tables<'_>) -> Result<()>,
}

/// The steps of this program.
pub const STEPS: &[Step] = &[];

/// The schema that `schema.sql` began with, and the first Everkept that knew it.
const FIRST: (i64, &str) = (1, "0.1.0");

/// The folder of the copies.
pub const BEFORE: &str = "before-update";
/// A copy that is not finished.
const UNFINISHED: &str = "copying.db";
/// The row of `meta` that tells an older program which one it takes.
const NEEDS: &str = "needs";

/// The schema that a list of steps leads to.
pub(crate) const fn newest(steps: &[Step]) -> i64 {
    FIRST.0 + steps.len() as i64
}

/// Notes which Everkept a vault of the newest schema takes.
pub(crate) fn note_needs(db: &Connection, steps: &[Step]) -> Result<()> {
    let since = steps.last().map_or(FIRST.1, |step| step.since);
    let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    db.execute(sql, (NEEDS, since.as_bytes())).attempt("noting the schema").map(drop)
}

/// Brings the vault in a folder to the newest schema of a list of steps; it must not be open. Opening a
/// vault does this with [`STEPS`]. Answers from which schema it came, if it was an earlier one.
///
/// # Errors
/// `Unsupported` when a newer program wrote it, `Conflict` when it is open or the disk is full, `Invalid` when
/// it is damaged, and whatever a step answers. Nothing was changed then.
pub fn to_newest(dir: &Path, key: &DataKey, steps: &[Step]) -> Result<Option<i64>> {
    let _lock = lock(dir)?;
    bring(dir, &key.derive("database"), steps)
}

/// The same for who has the folder's lock. In a folder without a vault there is nothing to do.
pub(crate) fn bring(dir: &Path, key: &[u8; 32], steps: &[Step]) -> Result<Option<i64>> {
    let path = dir.join(DATABASE);
    if !path.exists() {
        return Ok(None);
    }
    let found = known(&path, key, newest(steps))?;
    // Nothing was made in it yet: it gets its tables like a new one.
    if found == 0 || found == newest(steps) {
        return Ok(None);
    }
    let kept = keep(dir, &path, key, found)?;
    transform(&path, key, found, steps)?;
    forget_older(&dir.join(BEFORE), &kept)?;
    tracing::info!(from = found, to = newest(steps), "the vault has a new schema");
    Ok(Some(found))
}

/// The schema of a database that this program can open; nothing is written, not even what the
/// write-ahead log holds.
///
/// # Errors
/// `Unsupported` when it is newer than `newest`, naming the Everkept that it takes.
pub(crate) fn known(path: &Path, key: &[u8; 32], newest: i64) -> Result<i64> {
    let db = open::keyed(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let version = open::version(&db)?;
    if version <= newest {
        return Ok(version);
    }
    let sql = "SELECT value FROM meta WHERE key = ?1";
    let needs: Option<Vec<u8>> =
        db.query_row(sql, [NEEDS], |row| row.get(0)).optional().attempt("reading the schema")?;
    let needs = match needs {
        Some(needs) => format!("it takes Everkept {} or newer", String::from_utf8_lossy(&needs)),
        None => "it takes that one or a newer one".to_owned(),
    };
    let message = format!(
        "this vault was written by a newer Everkept: {needs} (schema {version}, this one knows {newest}); \
         nothing was changed"
    );
    Err(Error::new(Code::Unsupported, message))
}

/// Keeps the database as it is beside the vault, and reads the copy to its end before it is believed.
fn keep(dir: &Path, path: &Path, key: &[u8; 32], found: i64) -> Result<String> {
    let folder = dir.join(BEFORE);
    fs::create_dir_all(&folder).attempt("keeping the vault as it is")?;
    let unfinished = folder.join(UNFINISHED);
    if unfinished.exists() {
        fs::remove_file(&unfinished).attempt("removing a copy that was broken off")?;
    }
    let stop = Stop::default();
    let copied = copy::database(path, key, &unfinished, &stop)?;
    let findings = copy::examine(&unfinished, key, &copied.tables, found, &stop)?;
    if !findings.is_empty() {
        let message = format!(
            "this vault is of an earlier Everkept and damaged, so it stays as it is; the newest backup \
             brings it back: {}",
            findings.join("; ")
        );
        return Err(Error::new(Code::Invalid, message));
    }
    without_home(&unfinished, key)?;
    let name = format!("schema-{found}.db");
    fs::rename(&unfinished, folder.join(&name)).attempt("keeping the vault as it is")?;
    sync_folder(&folder)?;
    sync_folder(dir)?;
    Ok(name)
}

/// A copy that is put back goes on as another incarnation, as every backup does: the vault's own may have
/// written on under its numbers since.
fn without_home(path: &Path, key: &[u8; 32]) -> Result<()> {
    let db = open::keyed(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.execute_batch("PRAGMA synchronous = FULL; DELETE FROM meta WHERE key = 'home';")
        .attempt("finishing a copy")?;
    db.close().map_err(|(_, error)| error).attempt("finishing a copy")
}

fn transform(path: &Path, key: &[u8; 32], found: i64, steps: &[Step]) -> Result<()> {
    let db = open::connect(path, key, Use::Write)?;
    // A table that is made anew would take the rows that refer to it along; all are looked at before the end.
    db.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;").attempt("beginning a write")?;
    let outcome = stride(&db, found, steps);
    let what = "writing the new schema";
    match outcome {
        Ok(()) => db.execute_batch("COMMIT").attempt(what)?,
        Err(error) => {
            db.execute_batch("ROLLBACK").attempt("going back to the earlier schema")?;
            return Err(error);
        }
    }
    db.close().map_err(|(_, error)| error).attempt(what)
}

fn stride(db: &Connection, found: i64, steps: &[Step]) -> Result<()> {
    let done = usize::try_from(found - FIRST.0).unwrap_or(0);
    for step in steps.iter().skip(done) {
        (step.run)(Tables(db))?;
    }
    let lost: Option<String> = db
        .query_row("PRAGMA foreign_key_check", [], |row| row.get(0))
        .optional()
        .attempt("looking at the new schema")?;
    if let Some(table) = lost {
        let message = format!("in the new schema a row of {table} refers to nothing");
        return Err(Error::new(Code::Internal, message));
    }
    db.pragma_update(None, "user_version", newest(steps)).attempt("noting the schema")?;
    note_needs(db, steps)
}

/// Lets the copies of earlier times go: the way back is one schema long.
fn forget_older(folder: &Path, kept: &str) -> Result<()> {
    let what = "letting an older copy go";
    for entry in fs::read_dir(folder).attempt(what)? {
        let entry = entry.attempt(what)?;
        if entry.file_name() != kept {
            fs::remove_file(entry.path()).attempt(what)?;
        }
    }
    sync_folder(folder)
}
