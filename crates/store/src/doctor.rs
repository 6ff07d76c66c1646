//! Is everything that was kept still there, and do the tables still say the same?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base::error::Result;
use rusqlite::{Connection, OpenFlags};

use crate::audit;
use crate::backup;
use crate::blobs::ContentHash;
use crate::chain;
use crate::doc::DocEngine;
use crate::error::Attempt;
use crate::facts;
use crate::key::DataKey;
use crate::open;
use crate::read::{self, ReadCx};
use crate::store::Store;

/// What the doctor found.
#[derive(Debug, Clone, Default)]
pub struct Checkup {
    /// Live and trashed records, facts and attachments, by kind.
    pub counts: BTreeMap<String, u64>,
    /// What is wrong, in words; empty is well. In the order of the checks.
    pub findings: Vec<String>,
    /// What was looked at, and how much was wrong there.
    pub checks: Vec<Checked>,
    /// What is well and worth knowing, in words.
    pub notes: Vec<String>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// `pages`, `log`, `records`, `audit`, `attachments`; whoever asks may look at more.
    pub name: &'static str,
    /// How many of the findings are its own.
    pub found: usize,
}

impl Checkup {
    /// Looks at one thing; that it could not be looked at is one more finding.
    fn look(&mut self, name: &'static str, look: impl FnOnce(&mut Vec<String>) -> Result<()>) {
        if let Err(error) = look(&mut self.findings) {
            self.findings.push(error.to_string());
        }
        self.close(name);
    }

    /// The findings since the last check are of this one.
    pub fn close(&mut self, name: &'static str) {
        let before = self.checks.iter().map(|checked| checked.found).sum::<usize>();
        self.checks.push(Checked { name, found: self.findings.len() - before });
    }
}

/// Checks the file's pages, the chain, every document against its row, and every attachment that is
/// referred to. What cannot be read is a finding of the check that wanted to read it.
///
/// # Errors
/// None of its own.
pub fn check(cx: &ReadCx<'_>) -> Result<Checkup> {
    let mut checkup = Checkup::default();
    let mut told = (BTreeMap::new(), Vec::new());
    checkup.look("pages", |found| {
        pages(cx, found)?;
        told = (counts(cx)?, gaps(cx)?);
        Ok(())
    });
    (checkup.counts, checkup.notes) = told;
    checkup.look("log", |_| chain::verify(cx).map(drop));
    checkup.look("records", |found| records(cx, found));
    checkup.look("audit", |found| {
        if let Some(n) = audit::verify(cx)?.broken_at {
            let words = "the audit log was changed from outside: its entry";
            found.push(format!("{words} {n} does not fit"));
        }
        Ok(())
    });
    checkup.look("attachments", |found| attachments(cx, found));
    Ok(checkup)
}

/// On a connection of its own: full-text search remembers in each connection how its index was when it was
/// last asked there, and its check takes what has changed since for damage (FTS5 in SQLite 3.53).
fn pages(cx: &ReadCx<'_>, findings: &mut Vec<String>) -> Result<()> {
    let db = open::connect(&cx.shared.path, &cx.shared.key, open::Use::Read)?;
    findings.extend(broken(&db)?);
    if !findings.is_empty() {
        // What else is looked at in the file would only meet these pages again.
        return Ok(());
    }
    for pragma in ["quick_check", "foreign_key_check"] {
        let lines = lines(&db, pragma)?.into_iter().filter(|line| line != "ok");
        findings.extend(lines.map(|line| format!("{pragma}: {line}")));
    }
    Ok(())
}

/// What a check says, at most [`BROKEN_MAX`] lines of it and whether there are more.
fn lines(db: &Connection, pragma: &str) -> Result<Vec<String>> {
    let what = "checking pages";
    let mut statement = db.prepare(&format!("PRAGMA {pragma}")).attempt(what)?;
    let mut rows = statement.query([]).attempt(what)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next().attempt(what)? {
        if lines.len() == BROKEN_MAX {
            lines.push("and more".to_owned());
            break;
        }
        lines.push(row.get_ref(0).attempt(what)?.as_str().unwrap_or("damaged").to_owned());
    }
    Ok(lines)
}

/// Lines that are told of one check: a database that is all damage has one for each page.
const BROKEN_MAX: usize = 20;

/// Which pages of a vault's database hold other bytes than were written there, in words: for one that does
/// not open with its own key any more. Nothing is written.
///
/// # Errors
/// `Internal` when the file cannot be read at all.
pub fn broken_pages(dir: &Path, key: &DataKey) -> Result<Vec<String>> {
    let path = dir.join(backup::DATABASE);
    broken(&open::unread(&path, &key.derive("database"), OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

fn broken(db: &Connection) -> Result<Vec<String>> {
    // SQLCipher's own words, which end with the number.
    let words = |line: String| match line.rsplit(' ').next().map(str::parse::<u64>) {
        Some(Ok(page)) => format!("page {page} of the database is not what was written there"),
        _ => format!("the database: {line}"),
    };
    Ok(lines(db, "cipher_integrity_check")?.into_iter().map(words).collect())
}

fn records(cx: &ReadCx<'_>, findings: &mut Vec<String>) -> Result<()> {
    let ids = cx.sql().rows("SELECT id FROM doc", &[], |row| row.id(0))?;
    for id in ids {
        match read::load(cx.db, id) {
            Ok(Some((row, mut doc))) => {
                if doc.heads() != row.heads {
                    findings.push(format!("{} {id} is not what its row says", row.kind));
                }
            }
            Ok(None) => {}
            Err(error) => findings.push(format!("record {id}: {error}")),
        }
    }
    Ok(())
}

/// Where this vault did not see a log from its beginning: what it lacks came with a snapshot.
fn gaps(cx: &ReadCx<'_>) -> Result<Vec<String>> {
    let gaps = cx.sql().rows(
        "SELECT hex(device), c.seq, (SELECT count(*) FROM log WHERE log.w = c.w AND log.seq <= c.seq)
         FROM log_covered AS c JOIN writer USING (w) ORDER BY device, c.w",
        &[],
        |row| Ok((row.text(0)?, row.int(1)?, row.int(2)?)),
    )?;
    let words = |(device, end, here): (String, i64, i64)| {
        let device = device.to_lowercase();
        format!(
            "of the first {end} rows of device {device}'s log {here} are here; a snapshot that another \
             device signed stands for the others"
        )
    };
    Ok(gaps.into_iter().map(words).collect())
}

/// Live and trashed records, facts and attachments, by kind.
///
/// # Errors
/// `Internal` when the file cannot be read at all.
pub fn counts(cx: &ReadCx<'_>) -> Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for sql in [
        "SELECT kind.name, count(*) FROM doc JOIN kind USING (k) WHERE state IN (0, 1) GROUP BY k",
        "SELECT kind.name, count(*) FROM fact JOIN kind USING (k) WHERE state = 0 GROUP BY k",
        "SELECT 'quarantined', count(*) FROM doc WHERE state = 3 HAVING count(*) > 0",
        "SELECT 'attachment', count(DISTINCT hash) FROM blob_ref
         JOIN doc ON doc.n = blob_ref.doc WHERE state IN (0, 1) HAVING count(*) > 0",
    ] {
        cx.sql().each(sql, &[], |row| {
            counts.insert(row.text(0)?, row.int(1)?.unsigned_abs());
            Ok(())
        })?;
    }
    Ok(counts)
}

fn attachments(cx: &ReadCx<'_>, findings: &mut Vec<String>) -> Result<()> {
    let mut known = BTreeSet::new();
    let noted = cx.sql().rows("SELECT hash FROM blob", &[], |row| row.blob(0))?;
    let referred = cx.sql().rows(
        "SELECT DISTINCT hash FROM blob_ref JOIN doc ON doc.n = blob_ref.doc WHERE state IN (0, 1)",
        &[],
        |row| row.blob(0),
    )?;
    for bytes in &referred {
        let Some(hash) = content_hash(bytes) else { continue };
        if !cx.blobs().has(&hash) {
            findings.push(format!("attachment {hash} is missing"));
        }
    }
    known.extend(
        noted
            .iter()
            .filter_map(|bytes| content_hash(bytes))
            .map(|hash| cx.blobs().disk_name(&hash)),
    );
    let stray = cx.blobs().disk_names()?.into_iter().filter(|name| !known.contains(name)).count();
    if stray > 0 {
        findings.push(format!("{stray} attachment files belong to no record"));
    }
    Ok(())
}

fn content_hash(bytes: &[u8]) -> Option<ContentHash> {
    bytes.try_into().ok().map(ContentHash::from_bytes)
}

/// A hash over every record, fact and attachment, and nothing that belongs to this device alone:
/// equal for two vaults that keep the same things.
///
/// # Errors
/// `Internal` when a document cannot be read.
pub fn digest(cx: &ReadCx<'_>) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_be_bytes()).update(bytes);
    };
    // Ids of facts and imports hold a hash under the vault's key, so the order is that of content.
    let ids =
        cx.sql()
            .rows("SELECT id FROM doc WHERE state IN (0, 1) ORDER BY id", &[], |row| row.id(0))?;
    for id in ids {
        let record = cx.record(id)?;
        part(record.kind.as_bytes());
        part(id.as_bytes());
        let fields = serde_json::to_vec(&record.fields)
            .map_err(|source| base::error::Error::internal("hashing a record", source))?;
        part(&fields);
    }
    part(&facts_digest(cx)?);
    let attachments = cx.sql().rows(
        "SELECT DISTINCT hash FROM blob_ref JOIN doc ON doc.n = blob_ref.doc
         WHERE state IN (0, 1) ORDER BY hash",
        &[],
        |row| row.blob(0),
    )?;
    for bytes in attachments {
        part(&bytes);
        let here = content_hash(&bytes).is_some_and(|hash| cx.blobs().has(&hash));
        part(if here { b"here" } else { b"missing" });
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// A sum over the facts that stand, which is the same in whatever order they came.
fn facts_digest(cx: &ReadCx<'_>) -> Result<[u8; 32]> {
    let failed = |source| base::error::Error::internal("hashing a fact", source);
    let mut sum = [0u64; 4];
    facts::each(cx.db, None, |some| {
        for fact in some.iter().filter(|fact| !fact.retracted) {
            let mut hasher = blake3::Hasher::new();
            // As JSON, whose keys are sorted: an archive has not kept the order of the body's.
            let body: serde_json::Value = fact.body()?;
            let said = serde_json::to_vec(&(&fact.kind, &body, &fact.notes)).map_err(failed)?;
            hasher.update(fact.id.as_bytes()).update(&said);
            let hash = hasher.finalize();
            for (sum, word) in sum.iter_mut().zip(hash.as_bytes().as_chunks::<8>().0) {
                *sum = sum.wrapping_add(u64::from_be_bytes(*word));
            }
        }
        Ok(())
    })?;
    let mut out = [0; 32];
    for (place, sum) in out.as_chunks_mut::<8>().0.iter_mut().zip(sum) {
        *place = sum.to_be_bytes();
    }
    Ok(out)
}

/// Rebuilds every read table and says whether they came out as they were.
///
/// # Errors
/// `Internal` when a document cannot be read.
pub fn rebuild(store: &Store) -> Result<Option<String>> {
    let (before, after) = store.rebuild()?;
    Ok((before != after)
        .then(|| "the read tables were not what the documents say; they were made anew".to_owned()))
}

/// What the attachments come to, by the database: how many, and their plain bytes.
///
/// # Errors
/// `Internal` when the file cannot be read at all.
pub fn attachments_size(cx: &ReadCx<'_>) -> Result<(u64, u64)> {
    let count = cx.sql().number("SELECT count(*) FROM blob", &[])?;
    let bytes = cx.sql().number("SELECT coalesce(sum(size), 0) FROM blob", &[])?;
    Ok((count.unsigned_abs(), bytes.unsigned_abs()))
}
