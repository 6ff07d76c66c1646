//! Databases that other programs wrote, read in memory for importers.
//!
//! Nothing of them touches the disk, and nothing in them runs: the connection is read-only and
//! defensive, and a query that takes too long ends. What is deliberately not here: our own database.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base::error::{Code, Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

/// The largest database that is read: it is held in memory. Ten years of a watch have some 300 MB.
const BYTES_MAX: u64 = 512 << 20;
/// Steps of SQLite's machine between two looks at how long a query runs, and how many looks it has:
/// some ten thousand million steps are minutes.
const STEPS: std::ffi::c_int = 1_000_000;
const LOOKS_MAX: u64 = 10_000;
/// The longest value or row that is read.
const VALUE_BYTES_MAX: i32 = 64 << 20;

/// A database of another program.
pub struct ForeignDb {
    db: Connection,
    looks: Arc<AtomicU64>,
}

/// One row of an answer; columns by number from 0. Values of another kind than asked for are absent.
pub struct ForeignRow<'a>(&'a rusqlite::Row<'a>);

impl ForeignRow<'_> {
    /// A whole number, or a fraction without its part.
    pub fn int(&self, column: usize) -> Option<i64> {
        match self.0.get_ref(column).ok()? {
            ValueRef::Integer(number) => Some(number),
            ValueRef::Real(number) if number.abs() < 9e15 => Some(number as i64),
            ValueRef::Real(_) | ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => None,
        }
    }

    /// A number of either kind.
    pub fn real(&self, column: usize) -> Option<f64> {
        match self.0.get_ref(column).ok()? {
            ValueRef::Integer(number) => Some(number as f64),
            ValueRef::Real(number) => Some(number).filter(|number| number.is_finite()),
            ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => None,
        }
    }

    /// A text, empty when there is none; what is no letter becomes U+FFFD.
    pub fn text(&self, column: usize) -> String {
        match self.0.get_ref(column) {
            Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
            Ok(ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_))
            | Err(_) => String::new(),
        }
    }
}

fn invalid(source: rusqlite::Error) -> Error {
    Error::new(Code::Invalid, "reading a database of another program").because(source)
}

impl ForeignDb {
    /// Reads a whole database.
    ///
    /// # Errors
    /// `Invalid` when it is no database, damaged, or larger than 512 MiB; the reader's own.
    pub fn open(bytes: &mut dyn Read) -> Result<ForeignDb> {
        let mut content = Vec::new();
        let read = bytes.take(BYTES_MAX + 1).read_to_end(&mut content);
        read.map_err(|source| Error::invalid("file", "reading a database").because(source))?;
        if content.len() as u64 > BYTES_MAX {
            return Err(Error::invalid("file", "a database of more than 512 MiB is not read"));
        }
        if !content.starts_with(b"SQLite format 3\0") {
            return Err(Error::invalid("file", "it is no SQLite database"));
        }
        // Written with a log beside it (bytes 18 and 19 are 2): without the log it is read as one
        // without ("Database File Format", section 1.3.3), because memory has none.
        if let Some(versions) = content.get_mut(18..20) {
            versions.fill(1);
        }
        let mut db = Connection::open_in_memory().map_err(invalid)?;
        let len = content.len();
        db.deserialize_read_exact(MAIN_DB, content.as_slice(), len, true).map_err(invalid)?;
        drop(content);
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        ] {
            db.set_db_config(config, on).map_err(invalid)?;
        }
        db.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX).map_err(invalid)?;
        db.pragma_update(None, "query_only", true).map_err(invalid)?;
        db.pragma_update(None, "cell_size_check", true).map_err(invalid)?;
        let looks = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&looks);
        let is_late = move || LOOKS_MAX < counted.fetch_add(1, Ordering::Relaxed);
        db.progress_handler(STEPS, Some(is_late)).map_err(invalid)?;
        Ok(ForeignDb { db, looks })
    }

    /// The names of its plain tables, in order.
    ///
    /// # Errors
    /// `Invalid` when it is damaged.
    pub fn tables(&self) -> Result<Vec<String>> {
        let query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let mut names = Vec::new();
        self.each(query, &mut |row| {
            names.push(row.text(0));
            Ok(())
        })?;
        // A name with a quote would end the one around it; no program has such.
        names.retain(|name| !name.is_empty() && !name.contains('"'));
        Ok(names)
    }

    /// The columns of a table.
    ///
    /// # Errors
    /// `Invalid` when it is damaged or the table's name cannot be.
    pub fn columns(&self, table: &str) -> Result<Vec<String>> {
        if table.contains('"') {
            return Err(Error::invalid("table", "a table's name has no quotes"));
        }
        let mut names = Vec::new();
        self.each(&format!("SELECT name FROM pragma_table_info(\"{table}\")"), &mut |row| {
            names.push(row.text(0));
            Ok(())
        })?;
        Ok(names)
    }

    /// Each row of a query.
    ///
    /// # Errors
    /// `Invalid` when the database is damaged, does not fit the query, or takes too long; whatever
    /// `each` answers.
    pub fn each(
        &self,
        query: &str,
        each: &mut dyn FnMut(&ForeignRow<'_>) -> Result<()>,
    ) -> Result<()> {
        self.looks.store(0, Ordering::Relaxed);
        let mut statement = self.db.prepare(query).map_err(invalid)?;
        let mut rows = statement.query([]).map_err(invalid)?;
        while let Some(row) = rows.next().map_err(invalid)? {
            each(&ForeignRow(row))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(script: &str) -> Vec<u8> {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("other.db");
        let db = Connection::open(&path).expect("a database");
        db.execute_batch(script).expect("a script");
        drop(db);
        std::fs::read(path).expect("its bytes")
    }

    fn numbers(db: &ForeignDb, query: &str) -> Result<Vec<Option<i64>>> {
        let mut found = Vec::new();
        db.each(query, &mut |row| {
            found.push(row.int(0));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn tables_are_read_and_nothing_is_written() {
        let bytes = database(
            "PRAGMA journal_mode = WAL; CREATE TABLE a (n INTEGER, t TEXT, r REAL);
             INSERT INTO a VALUES (1, 'x', 0.5), (2, NULL, 2.0); CREATE VIEW v AS SELECT n FROM a;",
        );
        let db = ForeignDb::open(&mut bytes.as_slice()).expect("it opens");
        assert_eq!(db.tables().expect("tables"), ["a"]);
        assert_eq!(db.columns("a").expect("columns"), ["n", "t", "r"]);
        assert_eq!(numbers(&db, "SELECT n FROM a").expect("rows"), [Some(1), Some(2)]);
        assert!(numbers(&db, "DELETE FROM a").is_err(), "it is only read");
        assert!(numbers(&db, "SELECT n FROM v").is_err(), "views are another program's code");
        assert!(db.columns("a\"; DROP TABLE a").is_err());
    }

    #[test]
    fn what_is_no_database_or_damaged_is_refused() {
        assert!(ForeignDb::open(&mut b"hello".as_slice()).is_err());
        let mut bytes = database("CREATE TABLE a (n); INSERT INTO a VALUES (1);");
        for byte in bytes.iter_mut().skip(100) {
            *byte ^= 0x5a;
        }
        let db = ForeignDb::open(&mut bytes.as_slice());
        let read = db.and_then(|db| db.tables());
        assert_eq!(read.err().map(|error| error.code()), Some(Code::Invalid));
        let whole = database("CREATE TABLE a (n);");
        let cut = ForeignDb::open(&mut &whole[..whole.len() / 2]).and_then(|db| db.tables());
        assert!(cut.is_err() || cut.is_ok_and(|tables| tables.len() <= 1), "it does not break");
    }

    #[test]
    fn a_query_without_an_end_ends() {
        let bytes = database("CREATE TABLE a (n);");
        let db = ForeignDb::open(&mut bytes.as_slice()).expect("it opens");
        db.looks.store(LOOKS_MAX, Ordering::Relaxed);
        let mut statement = db.db.prepare("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c").expect("a query");
        assert!(statement.query_row([], |row| row.get::<_, i64>(0)).is_err());
    }
}
