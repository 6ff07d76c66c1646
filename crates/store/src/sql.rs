//! SQL for the domains, without naming the library that runs it.
//!
//! [`Sql`] only reads; [`Tables`] also writes, and is handed to projections alone.

use base::day::Day;
use base::error::{Error, Result};
use base::id::Id;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

use crate::error::Attempt;

/// A bound value.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// NULL.
    Null,
    /// INTEGER.
    Int(i64),
    /// REAL.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BLOB.
    Blob(Vec<u8>),
}

/// `params![id, "text", 3]`: bound values of mixed types.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Param::from($value)),*] };
}

impl ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Real(number) => ValueRef::Real(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

macro_rules! param_from {
    ($($from:ty => $value:ident, $make:expr;)*) => {
        $(impl From<$from> for Param { fn from($value: $from) -> Param { $make } })*
    };
}
param_from! {
    i64 => value, Param::Int(value);
    u32 => value, Param::Int(i64::from(value));
    i32 => value, Param::Int(i64::from(value));
    bool => value, Param::Int(i64::from(value));
    f64 => value, Param::Real(value);
    &str => value, Param::Text(value.to_owned());
    String => value, Param::Text(value);
    &String => value, Param::Text(value.clone());
    Vec<u8> => value, Param::Blob(value);
    &[u8] => value, Param::Blob(value.to_vec());
    Day => value, Param::Text(value.to_string());
}
impl<T: ?Sized> From<Id<T>> for Param {
    fn from(id: Id<T>) -> Param {
        Param::Blob(id.as_bytes().to_vec())
    }
}
impl<T: Into<Param>> From<Option<T>> for Param {
    fn from(value: Option<T>) -> Param {
        value.map_or(Param::Null, Into::into)
    }
}

/// One row of an answer; columns by number from 0.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident -> $type:ty;)*) => {
        $($(#[$doc])* pub fn $name(&self, column: usize) -> Result<$type> {
            self.0.get(column).attempt("reading a column")
        })*
    };
}

impl Row<'_> {
    columns! {
        /// INTEGER.
        int -> i64;
        /// INTEGER as a flag.
        flag -> bool;
        /// REAL.
        real -> f64;
        /// TEXT.
        text -> String;
        /// BLOB.
        blob -> Vec<u8>;
        /// INTEGER or NULL.
        opt_int -> Option<i64>;
        /// REAL or NULL.
        opt_real -> Option<f64>;
        /// TEXT or NULL.
        opt_text -> Option<String>;
        /// BLOB or NULL.
        opt_blob -> Option<Vec<u8>>;
    }

    /// TEXT, read where it lies.
    pub fn text_here(&self, column: usize) -> Result<&str> {
        let value = self.0.get_ref(column).attempt("reading a column")?;
        value.as_str().map_err(|source| Error::internal("reading a column", source))
    }

    /// TEXT or NULL, read where it lies.
    pub fn opt_text_here(&self, column: usize) -> Result<Option<&str>> {
        let value = self.0.get_ref(column).attempt("reading a column")?;
        value.as_str_or_null().map_err(|source| Error::internal("reading a column", source))
    }

    /// BLOB, read where it lies.
    pub fn blob_here(&self, column: usize) -> Result<&[u8]> {
        let value = self.0.get_ref(column).attempt("reading a column")?;
        value.as_blob().map_err(|source| Error::internal("reading a column", source))
    }

    /// A 16-byte BLOB as an identity.
    pub fn id<T: ?Sized>(&self, column: usize) -> Result<Id<T>> {
        let bytes: [u8; 16] = self.0.get(column).attempt("reading an id")?;
        Ok(Id::from_bytes(bytes))
    }

    /// A 16-byte BLOB or NULL as an identity.
    pub fn opt_id<T: ?Sized>(&self, column: usize) -> Result<Option<Id<T>>> {
        let bytes: Option<[u8; 16]> = self.0.get(column).attempt("reading an id")?;
        Ok(bytes.map(Id::from_bytes))
    }

    /// A TEXT `2026-03-01`.
    pub fn day(&self, column: usize) -> Result<Day> {
        self.text(column)?.parse()
    }
}

/// Read-only SQL on one connection.
#[derive(Clone, Copy)]
pub struct Sql<'a>(pub(crate) &'a Connection);

impl<'a> Sql<'a> {
    /// All rows.
    ///
    /// # Errors
    /// `Internal` when the statement does not fit the schema, or whatever `each` answers.
    pub fn rows<T>(
        self,
        sql: &str,
        params: &[Param],
        mut each: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(each(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// Each row in turn, without collecting.
    pub fn each(
        self,
        sql: &str,
        params: &[Param],
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql).attempt("preparing a query")?;
        if !statement.readonly() {
            return Err(Error::internal("a query that writes", sql.to_owned()));
        }
        let mut rows =
            statement.query(rusqlite::params_from_iter(params)).attempt("running a query")?;
        while let Some(row) = rows.next().attempt("reading a row")? {
            each(&Row(row))?;
        }
        Ok(())
    }

    /// The first row, if there is one.
    pub fn first<T>(
        self,
        sql: &str,
        params: &[Param],
        each: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.0.prepare_cached(sql).attempt("preparing a query")?;
        let mut rows =
            statement.query(rusqlite::params_from_iter(params)).attempt("running a query")?;
        match rows.next().attempt("reading a row")? {
            Some(row) => each(&Row(row)).map(Some),
            None => Ok(None),
        }
    }

    /// One number: a count, a sum. Zero when there is no row or it is NULL.
    pub fn number(self, sql: &str, params: &[Param]) -> Result<i64> {
        Ok(self.first(sql, params, |row| row.opt_int(0))?.flatten().unwrap_or(0))
    }
}

/// Read tables, while the transaction that changes their truth is open.
#[derive(Clone, Copy)]
pub struct Tables<'a>(pub(crate) &'a Connection);

impl<'a> Tables<'a> {
    /// Runs one statement; answers how many rows it touched.
    pub fn run(self, sql: &str, params: &[Param]) -> Result<usize> {
        self.0
            .prepare_cached(sql)
            .attempt("preparing a statement")?
            .execute(rusqlite::params_from_iter(params))
            .attempt("writing a read table")
    }

    /// Runs one statement once for each row of parameters, looked up only once.
    pub fn run_all<const N: usize>(
        self,
        sql: &str,
        rows: impl IntoIterator<Item = [Param; N]>,
    ) -> Result<()> {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_none() {
            return Ok(());
        }
        let mut statement = self.0.prepare_cached(sql).attempt("preparing a statement")?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).attempt("writing a read table")?;
        }
        Ok(())
    }

    /// Runs one statement that answers one number (`RETURNING`).
    pub fn run_returning(self, sql: &str, params: &[Param]) -> Result<i64> {
        self.0
            .prepare_cached(sql)
            .attempt("preparing a statement")?
            .query_row(rusqlite::params_from_iter(params), |row| row.get(0))
            .attempt("writing a read table")
    }

    /// The reading half.
    pub fn sql(self) -> Sql<'a> {
        Sql(self.0)
    }
}
