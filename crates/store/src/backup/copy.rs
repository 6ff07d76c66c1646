//! The database of a backup: copied as one snapshot, and opened again before it is believed.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

use base::error::{Code, Result};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::Stop;
use crate::blobs::ContentHash;
use crate::error::Attempt;
use crate::migrate;
use crate::open::{self, Use};

/// The tables whose rows are counted at the copy and again in it: the truth, not what follows from it.
const COUNTED: [&str; 8] =
    ["log", "doc", "fact", "fact_note", "blob", "writer", "kind", "sync_sealed"];
/// Pages (4 KiB each) that are copied between two looks at whether to stop.
const PAGES: i32 = 512;
/// Instructions of SQLite between two looks at whether to stop: a few milliseconds.
const OPCODES: i32 = 100_000;

/// What a copy holds.
pub(crate) struct Copied {
    /// Rows by table.
    pub(crate) tables: BTreeMap<String, u64>,
    /// Every attachment that is noted, whether its file is here or not.
    pub(super) attachments: Vec<ContentHash>,
    /// The file's size.
    pub(super) bytes: u64,
}

/// Copies the database as it stands now; writers go on meanwhile. The copy lies under the same key and
/// is on the disk when this returns.
pub(crate) fn database(from: &Path, key: &[u8; 32], to: &Path, stop: &Stop) -> Result<Copied> {
    let source = open::connect(from, key, Use::Read)?;
    // While this read transaction is open, the copy comes from its snapshot and never begins anew.
    source.execute_batch("BEGIN").attempt("opening a snapshot")?;
    let tables = rows(&source)?;
    let attachments = attachments(&source)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut target = open::keyed(to, key, flags)?;
    // What is half-written is thrown away whole, so nothing needs to be rolled back.
    target
        .execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;",
        )
        .attempt("starting a backup's file")?;
    {
        let backup = Backup::new(&source, &mut target).attempt("copying the database")?;
        loop {
            stop.check()?;
            match backup.step(PAGES).attempt("copying the database")? {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                _ => {}
            }
        }
    }
    drop(target);
    settle(to, key)?;
    let bytes = std::fs::metadata(to).attempt("looking at a backup's file")?.len();
    Ok(Copied { tables, attachments, bytes })
}

/// One file without a write-ahead log, which can be opened where nothing may be written.
fn settle(path: &Path, key: &[u8; 32]) -> Result<()> {
    let what = "finishing a backup's file";
    let db = open::keyed(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE;")
        .attempt(what)?;
    db.close().map_err(|(_, error)| error).attempt(what)?;
    // Windows flushes only through a handle that may write.
    File::options().write(true).open(path).and_then(|file| file.sync_all()).attempt(what)
}

/// Opens a backup's database so that it can only be read.
pub(super) fn read_only(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    open::keyed(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Reads every page of a copy of any schema up to `newest` and counts its rows; answers what is wrong, in
/// words.
///
/// # Errors
/// `Conflict` when it was stopped; `Unsupported` when a newer program wrote it. What cannot be read is a
/// finding.
pub(crate) fn examine(
    path: &Path,
    key: &[u8; 32],
    tables: &BTreeMap<String, u64>,
    newest: i64,
    stop: &Stop,
) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    match migrate::known(path, key, newest) {
        Err(error) if error.code() == Code::Unsupported => return Err(error),
        Err(error) => findings.push(error.to_string()),
        Ok(0) => findings.push("it holds no tables".to_owned()),
        Ok(_) => {
            if let Err(error) = look(path, key, tables, stop, &mut findings) {
                stop.check()?;
                findings.push(error.to_string());
            }
        }
    }
    Ok(findings)
}

fn look(
    path: &Path,
    key: &[u8; 32],
    tables: &BTreeMap<String, u64>,
    stop: &Stop,
    findings: &mut Vec<String>,
) -> Result<()> {
    let mut db = read_only(path, key)?;
    let asked = stop.clone();
    db.progress_handler(OPCODES, Some(move || asked.asked())).attempt("reading a backup")?;
    // The first reads the trees, the second also what no tree uses.
    for pragma in ["quick_check", "cipher_integrity_check"] {
        let mut statement = db.prepare(&format!("PRAGMA {pragma}")).attempt("checking pages")?;
        let mut rows = statement.query([]).attempt("checking pages")?;
        while let Some(row) = rows.next().attempt("checking pages")? {
            stop.check()?;
            let line = row.get_ref(0).attempt("checking pages")?;
            let line = line.as_str().unwrap_or("damaged");
            if line != "ok" && findings.len() < FINDINGS_MAX {
                findings.push(format!("{pragma}: {line}"));
            }
        }
    }
    let found = rows(&db)?;
    for table in COUNTED {
        let (found, noted) = (found.get(table), tables.get(table));
        if found != noted {
            let (found, noted) = (found.unwrap_or(&0), noted.unwrap_or(&0));
            findings.push(format!("{found} rows in {table} where {noted} were copied"));
        }
    }
    Ok(())
}

/// A file that is all damage would have a line for each page.
const FINDINGS_MAX: usize = 20;

/// Of the tables that there are: an earlier schema may lack one.
fn rows(db: &Connection) -> Result<BTreeMap<String, u64>> {
    COUNTED
        .iter()
        .filter(|table| db.table_exists(None, **table).unwrap_or(true))
        .map(|table| {
            let rows: i64 = db
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
                .attempt("counting rows")?;
            Ok(((*table).to_owned(), rows.unsigned_abs()))
        })
        .collect()
}

fn attachments(db: &Connection) -> Result<Vec<ContentHash>> {
    let what = "listing attachments";
    let mut statement = db.prepare("SELECT hash FROM blob ORDER BY hash").attempt(what)?;
    let hashes: Vec<[u8; 32]> =
        statement.query_map([], |row| row.get(0)).and_then(Iterator::collect).attempt(what)?;
    Ok(hashes.into_iter().map(ContentHash::from_bytes).collect())
}
