//! What documents mean, as vectors that a language model made of their words: for finding what says the
//! same in other words.
//!
//! Derived, of this device alone, and only there when the person wants it: whoever makes vectors asks
//! [`pending`] for documents without one and hands them to [`WriteCx::keep_meaning`]. A document whose
//! words change loses its vector in the same transaction. What is deliberately not here: the model.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use base::error::{Error, Result};
use base::id::AnyId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Attempt;
use crate::params as bound;
use crate::read::ReadCx;
use crate::write::WriteCx;

/// Numbers in a vector.
pub const DIMENSIONS: usize = 384;

/// The table, made whenever a vault is opened that has none: it holds nothing that could be lost.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS meaning (
    n INTEGER PRIMARY KEY,   -- as in search_doc
    stamp BLOB NOT NULL,     -- of the words that it was made of
    model TEXT NOT NULL,
    vector BLOB NOT NULL     -- 384 signed bytes
) STRICT;";

/// The shortest text that has a meaning worth finding, in characters: less is a label.
const CHARS_MIN: i64 = 24;

/// A vector of length 1 as it is kept: a byte for each number. The product of two such vectors differs
/// from that of the exact ones by less than 0.01, which no ranking of diary entries can tell.
#[derive(Clone, PartialEq, Eq)]
pub struct Meaning([i8; DIMENSIONS]);

impl Meaning {
    /// Of a vector of length 1; what is longer is cut off.
    pub fn of(vector: &[f32; DIMENSIONS]) -> Meaning {
        Meaning(vector.map(|number| (number * SCALE).round().clamp(-127.0, 127.0) as i8))
    }

    /// The cosine of the angle between two, -1 to 1.
    pub fn likeness(&self, other: &Meaning) -> f32 {
        product(&self.0, &other.0) as f32 / (SCALE * SCALE)
    }
}

/// No number of a sentence vector with 384 of them is above a quarter: finer steps where they are.
const SCALE: f32 = 4.0 * 127.0;

fn product(a: &[i8; DIMENSIONS], b: &[i8; DIMENSIONS]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// A document without a vector.
pub struct Pending {
    /// Its place in the index.
    pub n: i64,
    /// Its words.
    pub text: String,
    /// Names exactly these words.
    pub stamp: [u8; 16],
}

/// Documents of these kinds that have no vector of this model yet, at most `limit`, newest first.
///
/// # Errors
/// `Internal` when the index is damaged.
pub fn pending(cx: &ReadCx<'_>, model: &str, limit: usize) -> Result<Vec<Pending>> {
    cx.sql().rows(
        "SELECT n, title, body FROM search_doc LEFT JOIN meaning USING (n)
         WHERE meaning.model IS NOT ?1 AND n % 2 = 0 AND length(body) >= ?2
         ORDER BY n DESC LIMIT ?3",
        bound![model, CHARS_MIN, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            let (title, body) = (row.text(1)?, row.text(2)?);
            let stamp = stamp(&title, &body);
            Ok(Pending { n: row.int(0)?, text: format!("{title}\n{body}"), stamp })
        },
    )
}

/// A document that means nearly the same.
#[derive(Debug, Clone)]
pub struct Near {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: AnyId,
    /// Its day.
    pub day: String,
    /// Its title.
    pub title: String,
    /// How its text begins.
    pub beginning: String,
    /// The cosine of the angle between the two, -1 to 1.
    pub likeness: f32,
}

/// The documents that mean most nearly the same, the nearest first; `except` is left out.
///
/// # Errors
/// `Internal` when the index is damaged.
pub fn nearest(
    cx: &ReadCx<'_>,
    wanted: &Meaning,
    except: Option<AnyId>,
    limit: usize,
) -> Result<Vec<Near>> {
    // One more than wanted, because the one that is left out is the nearest of all.
    let keep = limit + usize::from(except.is_some());
    let mut best: BinaryHeap<Reverse<(i32, i64)>> = BinaryHeap::with_capacity(keep + 1);
    cx.sql().each("SELECT n, vector FROM meaning", &[], |row| {
        let vector = unpack(row.blob_here(1)?)?;
        best.push(Reverse((product(&wanted.0, &vector), row.int(0)?)));
        if keep < best.len() {
            best.pop();
        }
        Ok(())
    })?;
    let mut near = Vec::with_capacity(best.len());
    for Reverse((product, n)) in best.into_sorted_vec() {
        let found = cx.sql().first(
            "SELECT kind.name, id, day, title, substr(body, 1, 200) FROM search_doc
             JOIN kind USING (k) WHERE n = ?1",
            bound![n],
            |row| {
                Ok(Near {
                    kind: row.text(0)?,
                    id: row.id(1)?,
                    day: row.text(2)?,
                    title: row.text(3)?,
                    beginning: row.text(4)?,
                    likeness: product as f32 / (SCALE * SCALE),
                })
            },
        )?;
        near.extend(found.filter(|found| Some(found.id) != except));
    }
    near.truncate(limit);
    Ok(near)
}

/// The vector of one document.
///
/// # Errors
/// `Internal` when the index is damaged.
pub fn of(cx: &ReadCx<'_>, id: AnyId) -> Result<Option<Meaning>> {
    let kept = cx.sql().first(
        "SELECT vector FROM meaning JOIN doc ON meaning.n = doc.n * 2 WHERE doc.id = ?1",
        bound![id],
        |row| unpack(row.blob_here(0)?),
    )?;
    Ok(kept.map(Meaning))
}

/// How many documents have a vector.
///
/// # Errors
/// `Internal` when the index is damaged.
pub fn count(cx: &ReadCx<'_>) -> Result<i64> {
    let count = cx.sql().first("SELECT count(*) FROM meaning", &[], |row| row.int(0))?;
    Ok(count.unwrap_or_default())
}

fn unpack(bytes: &[u8]) -> Result<[i8; DIMENSIONS]> {
    let bytes: &[u8; DIMENSIONS] = bytes
        .try_into()
        .map_err(|source| Error::internal("reading what a document means", source))?;
    Ok(bytes.map(|byte| byte as i8))
}

fn stamp(title: &str, body: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    // The length keeps a title's end from becoming a body's beginning.
    hasher.update(&(title.len() as u64).to_be_bytes());
    hasher.update(title.as_bytes()).update(body.as_bytes());
    let mut stamp = [0; 16];
    hasher.finalize_xof().fill(&mut stamp);
    stamp
}

/// A document's words were written or taken away: a vector of other words goes.
pub(crate) fn words_are(db: &Connection, n: i64, words: Option<(&str, &str)>) -> Result<()> {
    let kept: Option<Vec<u8>> = db
        .prepare_cached("SELECT stamp FROM meaning WHERE n = ?1")
        .and_then(|mut statement| statement.query_row([n], |row| row.get(0)).optional())
        .attempt("reading what a document means")?;
    let still = |kept: &[u8]| words.is_some_and(|(title, body)| stamp(title, body) == kept);
    if kept.is_some_and(|kept| !still(&kept)) {
        db.prepare_cached("DELETE FROM meaning WHERE n = ?1")
            .and_then(|mut statement| statement.execute([n]))
            .attempt("forgetting what a document meant")?;
    }
    Ok(())
}

/// The index was made anew: vectors of words that are no longer there go.
pub(crate) fn compare(db: &Connection) -> Result<()> {
    let kept: Vec<i64> = db
        .prepare("SELECT n FROM meaning")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .attempt("reading what documents mean")?;
    for n in kept {
        let words: Option<(String, String)> = words(db, n)?;
        words_are(db, n, words.as_ref().map(|(title, body)| (title.as_str(), body.as_str())))?;
    }
    Ok(())
}

fn words(db: &Connection, n: i64) -> Result<Option<(String, String)>> {
    db.prepare_cached("SELECT title, body FROM search_doc WHERE n = ?1")
        .and_then(|mut statement| {
            statement.query_row([n], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .attempt("reading the search index")
}

impl WriteCx<'_> {
    /// Keeps a document's vector, if its words are still those that it was made of. Not a change of
    /// anything: there is nothing to undo and nothing to sync.
    ///
    /// # Errors
    /// The disk's own.
    pub fn keep_meaning(&mut self, model: &str, of: &Pending, meaning: &Meaning) -> Result<()> {
        if words(self.db, of.n)?.is_none_or(|(title, body)| stamp(&title, &body) != of.stamp) {
            return Ok(());
        }
        let bytes = meaning.0.map(|number| number as u8);
        self.db
            .execute(
                "INSERT OR REPLACE INTO meaning (n, stamp, model, vector) VALUES (?1, ?2, ?3, ?4)",
                params![of.n, of.stamp, model, bytes],
            )
            .attempt("keeping what a document means")
            .map(drop)
    }

    /// Forgets every vector.
    ///
    /// # Errors
    /// The disk's own.
    pub fn forget_meanings(&mut self) -> Result<()> {
        self.db.execute("DELETE FROM meaning", []).attempt("forgetting meanings").map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_the_cosine_to_a_hundredth() {
        let unit = |seed: u32| {
            let mut state = seed;
            let mut vector = [0.0_f32; DIMENSIONS];
            for number in &mut vector {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *number = f32::from((state >> 16) as u16) / 65_536.0 - 0.5;
            }
            let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
            vector.map(|number| number / length)
        };
        for seed in 1..20 {
            let (a, b) = (unit(seed), unit(seed + 100));
            let exact: f32 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
            let kept = Meaning::of(&a).likeness(&Meaning::of(&b));
            assert!((exact - kept).abs() < 0.01, "{exact} and {kept}");
            assert!((Meaning::of(&a).likeness(&Meaning::of(&a)) - 1.0).abs() < 0.01);
        }
    }
}
