//! Plays on their way to the sink, handed over by the thousand.

use std::collections::BTreeMap;

use base::error::{Code, Error, Result};
use domain::import::Sink;
use domain::source::{Source, SourceFile};

use crate::model::Play;
use crate::record::PLAY;

/// Plays in one batch, which is one transaction: enough that a sum over them is written once for many,
/// few enough that they stay in some fifty megabytes.
const BATCH: usize = 32_768;
/// Rows between two reports of progress.
const PROGRESS_EVERY: usize = 4096;

/// One import: counts, tells, and hands plays over.
pub(super) struct Plays<'s> {
    sink: &'s mut dyn Sink,
    batch: Vec<Play>,
    /// Rows left out on purpose, by reason; told at the end.
    skipped: BTreeMap<&'static str, u64>,
    /// Bytes of the files that are behind us, and of all.
    done: u64,
    all: u64,
    rows: usize,
    found: u64,
    /// Why a file could not be read to its end.
    broken: Option<String>,
}

/// A row, for people: `listens/2025/6.jsonl, row 17`. Written only when there is something to say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'f> {
    pub(super) file: &'f str,
    pub(super) row: usize,
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, row {}", self.file, self.row)
    }
}

impl<'s> Plays<'s> {
    /// Begins with what the source itself left out: links, dangerous names, locked files.
    pub(super) fn new(source: &Source, files: &[&SourceFile], sink: &'s mut dyn Sink) -> Plays<'s> {
        for refused in source.refused() {
            sink.problem(&refused.name, &format!("left out: {}", refused.why));
        }
        Plays {
            sink,
            batch: Vec::with_capacity(BATCH.min(256)),
            skipped: BTreeMap::new(),
            done: 0,
            all: files.iter().map(|file| file.size).sum(),
            rows: 0,
            found: 0,
            broken: None,
        }
    }

    /// One play.
    pub(super) fn push(&mut self, play: Play) -> Result<()> {
        self.found += 1;
        self.batch.push(play);
        if self.batch.len() < BATCH {
            return Ok(());
        }
        self.hand_over()
    }

    fn hand_over(&mut self) -> Result<()> {
        if !self.batch.is_empty() {
            self.sink.facts(&PLAY, &self.batch)?;
            self.batch.clear();
        }
        Ok(())
    }

    /// A row that could not be read.
    pub(super) fn problem(&mut self, place: &Place<'_>, what: &str) {
        self.sink.problem(&place.to_string(), what);
    }

    /// Something about a whole file.
    pub(super) fn file_problem(&mut self, file: &str, what: &str) {
        self.sink.problem(file, what);
    }

    /// A file that could not be read to its end.
    pub(super) fn broken(&mut self, file: &str, why: &str) {
        self.sink.problem(file, &format!("{why}; what stands before is kept"));
        self.broken.get_or_insert_with(|| format!("{file}: {why}"));
    }

    /// A row left out on purpose.
    pub(super) fn skipped(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// Something that has no place here.
    pub(super) fn lost(&mut self, what: &str) {
        self.sink.lost(what);
    }

    /// The person's clock, for sources without a zone.
    pub(super) fn now(&self) -> Option<jiff::Zoned> {
        self.sink.now()
    }

    /// A row was read; `at` is how far into its file.
    pub(super) fn step(&mut self, at: u64) -> Result<()> {
        self.rows += 1;
        if !self.rows.is_multiple_of(PROGRESS_EVERY) {
            return Ok(());
        }
        self.tell(at)
    }

    /// A file is behind us.
    pub(super) fn file_done(&mut self, file: &SourceFile) -> Result<()> {
        self.done += file.size;
        self.tell(0)
    }

    fn tell(&mut self, at: u64) -> Result<()> {
        let whole = self.all.max(1) as f64;
        self.sink.progress(((self.done + at) as f64 / whole).min(1.0))
    }

    /// Hands over what is left.
    ///
    /// # Errors
    /// `Invalid` when a file is broken and nothing at all could be read; the sink's own.
    pub(super) fn finish(mut self, source: &Source) -> Result<()> {
        self.hand_over()?;
        for (reason, count) in std::mem::take(&mut self.skipped) {
            for _ in 0..count {
                self.sink.skipped(reason);
            }
        }
        if let Some(why) = self.broken.filter(|_| self.found == 0) {
            let message = format!("no play of {} can be read: {why}", source.name());
            return Err(Error::new(Code::Invalid, message).at(source.name()));
        }
        self.sink.progress(1.0)
    }
}
