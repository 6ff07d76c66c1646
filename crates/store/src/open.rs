//! Opening the file: the key, the pragmas, the schema.

use std::path::Path;

use base::env::{Env, unix_ms};
use base::error::{Code, Error, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::error::Attempt;
use crate::migrate;

/// The version of `schema.sql`. A file with a newer one is refused, never touched.
pub(crate) const SCHEMA_VERSION: i64 = migrate::newest(migrate::STEPS);

/// Prepared statements kept per connection: above the number that all domains use together.
const STATEMENTS_KEPT: usize = 256;

/// More than the words take by which a key is handed over, so that they never move while they are written.
const KEYING_BYTES: usize = 256;

/// How a connection will be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Write,
    Read,
}

/// Opens the database file with its raw key.
///
/// # Errors
/// `Locked` when the key is not the file's.
pub(crate) fn connect(path: &Path, key: &[u8; 32], purpose: Use) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let db = keyed(path, key, flags)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    db.busy_timeout(std::time::Duration::from_secs(5)).attempt("setting a pragma")?;
    // FULL is said explicitly: with NORMAL the write-ahead log is only synced at checkpoints, and a
    // power cut would take entries that the person has been told are saved.
    db.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16000;
         PRAGMA wal_autocheckpoint = 8000;
         PRAGMA recursive_triggers = OFF;",
    )
    .attempt("setting the pragmas")?;
    if purpose == Use::Read {
        db.pragma_update(None, "query_only", true).attempt("setting a pragma")?;
    }
    Ok(db)
}

/// Opens a database file with its raw key, and nothing more.
///
/// # Errors
/// `Locked` when the key is not the file's.
pub(crate) fn keyed(path: &Path, key: &[u8; 32], flags: OpenFlags) -> Result<Connection> {
    let db = unread(path, key, flags)?;
    match db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Err(source) if source.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            let message = "the key does not open the database";
            Err(Error::new(Code::Locked, message).because(source))
        }
        opened => opened.attempt("opening the database").map(|()| db),
    }
}

/// The same, without a look at whether the key is the file's.
pub(crate) fn unread(path: &Path, key: &[u8; 32], flags: OpenFlags) -> Result<Connection> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .attempt("opening the database")?;
    // What SQLite lets go of is zeroed: pages of the file, and the words that hold the key. Its own words are
    // made here, in one piece that is zeroed, too.
    let mut words = Zeroizing::new(String::with_capacity(KEYING_BYTES));
    words.push_str("PRAGMA cipher_memory_security = ON; PRAGMA key = \"x'");
    data_encoding::HEXLOWER.encode_append(key, &mut words);
    words.push_str("'\";");
    db.execute_batch(&words).attempt("handing over the key")?;
    Ok(db)
}

/// The schema of a database; 0 before its tables are made.
pub(crate) fn version(db: &Connection) -> Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
        .attempt("reading the schema version")
}

/// Makes the tables in a new file. An older one was brought to this schema before, a newer one refused
/// (`migrate`).
///
/// # Errors
/// `Internal` when the file cannot be written.
pub(crate) fn prepare(db: &Connection, dir: &Path, env: &dyn Env) -> Result<Identity> {
    if version(db)? == 0 {
        // Dropped on any failure, the connection takes back what it began.
        let made = "creating the tables";
        db.execute_batch(&format!(
            "BEGIN IMMEDIATE; {} PRAGMA user_version = {SCHEMA_VERSION};",
            include_str!("schema.sql")
        ))
        .attempt(made)?;
        migrate::note_needs(db, migrate::STEPS)?;
        db.execute_batch("COMMIT").attempt(made)?;
    }
    let beside = [
        crate::meaning::TABLE,
        crate::sync::TABLES,
        crate::audit::TABLE,
        crate::snapshot::TABLE,
        crate::conflict::TABLE,
        crate::trash::INDEX,
    ];
    for tables in beside {
        db.execute_batch(tables).attempt("creating the tables")?;
    }
    identity(db, dir, env)
}

/// The secret behind natural names, when another device told it.
pub(crate) fn natural(db: &Connection) -> Result<Option<Zeroizing<[u8; 32]>>> {
    db.query_row("SELECT value FROM meta WHERE key = 'natural'", [], |row| row.get(0))
        .optional()
        .attempt("reading the key of natural names")
        .map(|key: Option<[u8; 32]>| key.map(Zeroizing::new))
}

/// Who this device is in this vault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    /// Its row in `writer`.
    pub(crate) w: i64,
    /// The device, for as long as this vault lives on it.
    pub(crate) device: [u8; 16],
    /// The actor of its changes. Sync gives a device that was restored from a backup a new one.
    pub(crate) incarnation: [u8; 16],
}

/// A file beside the database that no backup holds. A database that does not find its own was brought back
/// from a backup or copied: it goes on under a new incarnation, because the old one's rows may be numbered
/// further elsewhere already.
const HOME: &str = "device";

fn identity(db: &Connection, dir: &Path, env: &dyn Env) -> Result<Identity> {
    let known = db
        .query_row(
            "SELECT w, device, incarnation FROM writer
             WHERE incarnation = (SELECT value FROM meta WHERE key = 'incarnation')",
            [],
            |row| Ok(Identity { w: row.get(0)?, device: row.get(1)?, incarnation: row.get(2)? }),
        )
        .optional()
        .attempt("reading who this device is")?;
    let home: Option<Vec<u8>> = db
        .query_row("SELECT value FROM meta WHERE key = 'home'", [], |row| row.get(0))
        .optional()
        .attempt("reading who this device is")?;
    let path = dir.join(HOME);
    let found = match std::fs::read(&path) {
        Ok(mark) => Some(mark),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).attempt("reading this device's mark"),
    };
    if let Some(identity) = known
        && found.is_some()
        && found == home
    {
        return Ok(identity);
    }
    let (mut device, mut incarnation, mut mark) = ([0; 16], [0; 16], [0; 16]);
    env.fill(&mut device);
    env.fill(&mut incarnation);
    env.fill(&mut mark);
    let device = known.map_or(device, |known| known.device);
    let mut file = std::fs::File::create(&path).attempt("writing this device's mark")?;
    std::io::Write::write_all(&mut file, &mark)
        .and_then(|()| file.sync_all())
        .attempt("writing this device's mark")?;
    db.execute_batch("BEGIN IMMEDIATE").attempt("naming this device")?;
    db.execute(
        "INSERT INTO writer (device, incarnation) VALUES (?1, ?2)",
        params![device, incarnation],
    )
    .attempt("naming this device")?;
    let w = db.last_insert_rowid();
    let created = i64::try_from(unix_ms(env.now())).unwrap_or(i64::MAX).to_be_bytes();
    db.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('created_ms', ?1)", [&created[..]])
        .attempt("naming this device")?;
    for (key, value) in [("incarnation", &incarnation[..]), ("home", &mark[..])] {
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", params![key, value])
            .attempt("naming this device")?;
    }
    db.execute_batch("COMMIT").attempt("naming this device")?;
    Ok(Identity { w, device, incarnation })
}
