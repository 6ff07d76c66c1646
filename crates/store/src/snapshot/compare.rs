//! Whether a snapshot that another device made is what is here, too.
//!
//! What is here may have gone on since. So a document agrees when the snapshot's, with the changes after the
//! snapshot's ends, comes to the same heads; and one that the snapshot has not must be younger than it.

use std::collections::BTreeSet;

use base::error::Result;
use base::id::{AnyId, Id};
use rusqlite::OptionalExtension;

use super::{ChainEnd, Image, decode};
use crate::doc::{Doc, DocEngine};
use crate::error::Attempt;
use crate::exchange::{LogRow, LogVector};
use crate::read::{self, ReadCx};

impl ReadCx<'_> {
    /// Whether the ends of chains are those that are here, as far as they are known here; nothing when they
    /// cannot be compared: they go further than what is here, or what is here began later.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn ends_agree(&self, ends: &[ChainEnd]) -> Result<Option<bool>> {
        let (known, covered) = (self.log_vector()?, self.covered()?);
        let mut comparable = true;
        for ChainEnd { incarnation, head, .. } in ends {
            let began = covered.get(incarnation).map_or(0, |covered| covered.seq);
            let here = known.get(incarnation).map_or(0, |here| here.seq);
            comparable &= (began..=here).contains(&head.seq);
            if self.row_hash(incarnation, head.seq)?.is_some_and(|hash| hash != head.hash) {
                return Ok(Some(false));
            }
        }
        let told: BTreeSet<_> = ends.iter().map(|end| end.incarnation).collect();
        let began_later = covered.keys().any(|incarnation| !told.contains(incarnation));
        Ok((comparable && !began_later).then_some(true))
    }

    /// Whether a document of a snapshot with these ends is the one that is here.
    ///
    /// # Errors
    /// `Internal` when a document here cannot be read.
    pub fn image_agrees(&self, image: &Image, ends: &LogVector) -> Result<bool> {
        let id = Id::from_bytes(image.id);
        let Some((row, ..)) = read::row(self.db, id)? else { return self.purged_after(id, ends) };
        let Ok(row_of) = decode(image) else { return Ok(false) };
        // What cannot be read is no agreement; that is no failure of what is here.
        let Ok(mut told) = Doc::load(Some(&image.save), std::iter::empty()) else {
            return Ok(false);
        };
        if told.heads().0 != image.heads || !told.is_complete() {
            return Ok(false);
        }
        if (told.fields()?, told.conflicts()?) != row_of {
            return Ok(false);
        }
        if row.heads.0 == image.heads {
            return Ok(true);
        }
        let after = self.changes_after(id, ends)?;
        let mut whole = Doc::load(Some(&image.save), after.iter().map(Vec::as_slice))?;
        Ok(whole.heads() == row.heads)
    }

    /// The documents here that a snapshot with these ends and these documents lacks.
    ///
    /// # Errors
    /// `Internal` when a document here cannot be read.
    pub fn images_lacking(&self, ids: &BTreeSet<[u8; 16]>, ends: &LogVector) -> Result<Vec<AnyId>> {
        let mut lacking = Vec::new();
        for id in self.sql().rows("SELECT id FROM doc ORDER BY id", &[], |row| row.id(0))? {
            if ids.contains(id.as_bytes()) {
                continue;
            }
            let Some((row, ..)) = read::row(self.db, id)? else { continue };
            let after = self.changes_after(id, ends)?;
            let young = !after.is_empty()
                && Doc::load(None, after.iter().map(Vec::as_slice))?.heads() == row.heads;
            if !young {
                lacking.push(id);
            }
        }
        Ok(lacking)
    }

    /// Whether a row of a snapshot is the one that is here, without anything but what was forgotten.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn told_agrees(&self, row: &LogRow) -> Result<bool> {
        let here = self.row_hash(&row.incarnation, row.seq)?;
        let same = row.check().is_ok() && here.as_deref() == Some(&row.hash);
        Ok(same && self.leaves_out_forgotten(row)?)
    }

    fn changes_after(&self, id: AnyId, ends: &LogVector) -> Result<Vec<Vec<u8>>> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT incarnation, seq, payload FROM log JOIN writer USING (w)
                 WHERE target = ?1 AND op = 1 AND payload IS NOT NULL ORDER BY n",
            )
            .attempt("reading a document's changes")?;
        let changes: Vec<([u8; 16], i64, Vec<u8>)> = statement
            .query_map([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect)
            .attempt("reading a document's changes")?;
        let after = |incarnation: &[u8; 16], seq: i64| {
            ends.get(incarnation).is_none_or(|end| end.seq < seq)
        };
        let after = changes.into_iter().filter(|(incarnation, seq, _)| after(incarnation, *seq));
        Ok(after.map(|(.., payload)| payload).collect())
    }

    fn purged_after(&self, id: AnyId, ends: &LogVector) -> Result<bool> {
        let purged: Option<([u8; 16], i64)> = self
            .db
            .prepare_cached(
                "SELECT incarnation, seq FROM log JOIN writer USING (w)
                 WHERE target = ?1 AND op = 6 ORDER BY n LIMIT 1",
            )
            .and_then(|mut purged| {
                let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
                purged.query_row([id.as_bytes()], read).optional()
            })
            .attempt("looking whether a record has left")?;
        Ok(purged.is_some_and(|(incarnation, seq)| {
            ends.get(&incarnation).is_none_or(|end| end.seq < seq)
        }))
    }
}
