//! Writing the archive.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::export::media_path;
use store::blobs::ContentHash;
use store::read::ReadCx;
use store::record::{MEDIA_PREFIX, Record, RecordKind, Sensitivity, text};

use super::target::{Folder, Target, Zip, failed};
use super::{FactLine, Line, MANIFEST, Manifest, VERSION};
use crate::domains::{self, DOMAINS};
use crate::sealed;

/// How far it is, 0 to 1; `Break` stops.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(f64) -> ControlFlow<()>;

/// Writes everything into a folder that is empty.
pub(crate) fn to_folder(
    cx: &ReadCx<'_>,
    path: &Path,
    progress: Progress<'_>,
) -> Result<Vec<String>> {
    everything(cx, &mut Folder::open(path)?, progress)
}

/// Writes everything as a zip.
pub(crate) fn to_zip(
    cx: &ReadCx<'_>,
    out: impl Write,
    progress: Progress<'_>,
) -> Result<Vec<String>> {
    let mut zip = Zip::new(out);
    let problems = everything(cx, &mut zip, progress)?;
    zip.finish()?;
    Ok(problems)
}

/// Writes everything as a zip under a passphrase. Nothing of it is on the disk in the clear, not even
/// for a moment.
pub(crate) fn to_sealed(
    cx: &ReadCx<'_>,
    passphrase: &str,
    out: impl Write,
    progress: Progress<'_>,
) -> Result<Vec<String>> {
    let mut sealing = sealed::seal(passphrase, out)?;
    let problems = to_zip(cx, &mut sealing, progress)?;
    let mut out = sealing.finish().map_err(failed)?;
    out.flush().map_err(failed)?;
    Ok(problems)
}

fn everything(
    cx: &ReadCx<'_>,
    target: &mut dyn Target,
    progress: Progress<'_>,
) -> Result<Vec<String>> {
    let manifest = Manifest { everkept: VERSION, exported: cx.now().to_string() };
    target.file(MANIFEST, &mut Cursor::new(json(&manifest)?))?;
    let mut writing = Writing { cx, target, media: BTreeMap::new(), paths: HashSet::new() };
    let mut problems = Vec::new();
    let total =
        cx.sql().number("SELECT count(*) FROM doc WHERE state IN (0, 1)", &[])?.max(1) as f64;
    let mut done = 0.0;
    for kind in kinds() {
        let ids = ids_of(cx, kind.name)?;
        if ids.is_empty() {
            continue;
        }
        let count = ids.len() as f64;
        let mut lines = Lines::new(ids, |id| record_line(cx, kind.version, id));
        let outcome = writing.target.file(&format!("records/{}.jsonl", kind.name), &mut lines);
        lines.outcome(outcome)?;
        done += count;
        going_on(progress(done / total * 0.6))?;
    }
    for kind in DOMAINS.iter().flat_map(|domain| domain.facts()) {
        let rows = cx.fact_rows(kind)?;
        if rows.is_empty() {
            continue;
        }
        let mut lines = Lines::new(rows, |row| fact_lines(cx, row));
        let outcome = writing.target.file(&format!("facts/{}.jsonl", kind.name), &mut lines);
        lines.outcome(outcome)?;
        going_on(progress(0.6))?;
    }
    for kind in kinds() {
        for id in ids_of(cx, kind.name)? {
            writing.for_people(&cx.record(id)?)?;
        }
    }
    for kind in sealed() {
        let kept = ids_of(cx, kind.name)?.len();
        if kept > 0 {
            problems
                .push(format!("{}: {kept} stay in the vault, which they never leave", kind.name));
        }
    }
    let media = std::mem::take(&mut writing.media);
    let count = media.len().max(1) as f64;
    for (index, (hash, path)) in media.into_iter().enumerate() {
        match hash.parse::<ContentHash>().and_then(|hash| cx.blobs().read(&hash)) {
            Ok(mut blob) => writing.target.file(&path, &mut blob)?,
            Err(error) => problems.push(format!("{path}: {error}")),
        }
        going_on(progress(0.6 + 0.4 * index as f64 / count))?;
    }
    Ok(problems)
}

/// The kinds that an archive takes.
fn kinds() -> impl Iterator<Item = &'static RecordKind> {
    let all = DOMAINS.iter().flat_map(|domain| domain.records()).copied();
    all.filter(|kind| !is_sealed(kind))
}

/// The kinds that never leave the person's own devices. An archive can be handed on, also one under a
/// passphrase; the encrypted backup of the vault has them.
fn sealed() -> impl Iterator<Item = &'static RecordKind> {
    let all = DOMAINS.iter().flat_map(|domain| domain.records()).copied();
    all.filter(|kind| is_sealed(kind))
}

fn is_sealed(kind: &RecordKind) -> bool {
    match kind.sensitivity {
        Sensitivity::Intimate | Sensitivity::Ordinary => false,
        Sensitivity::Sealed => true,
    }
}

fn going_on(flow: ControlFlow<()>) -> Result<()> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::new(Code::Denied, "the export was stopped")),
    }
}

fn ids_of(cx: &ReadCx<'_>, kind: &str) -> Result<Vec<AnyId>> {
    cx.sql().rows(
        "SELECT id FROM doc JOIN kind USING (k) WHERE kind.name = ?1 AND state IN (0, 1) ORDER BY id",
        store::params![kind],
        |row| row.id(0),
    )
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(value)
        .map_err(|source| Error::internal("writing a record as JSON", source))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What is noted while records go by.
struct Writing<'a> {
    cx: &'a ReadCx<'a>,
    target: &'a mut dyn Target,
    /// Content hash to path.
    media: BTreeMap<String, String>,
    paths: HashSet<String>,
}

impl Writing<'_> {
    fn for_people(&mut self, record: &Record) -> Result<()> {
        for hash in record.members(MEDIA_PREFIX) {
            let kept = text(&record.fields, &format!("{MEDIA_PREFIX}{hash}"));
            let kept: serde_json::Value = serde_json::from_str(kept).unwrap_or_default();
            let named = |key: &str| kept[key].as_str().unwrap_or_default().to_owned();
            let path = media_path(hash, &named("name"), &named("mime"));
            self.media.entry(hash.to_owned()).or_insert(path);
        }
        // What lies in the trash is not for reading.
        if record.trashed_ms.is_some() {
            return Ok(());
        }
        let Some(domain) = domains::of(&record.kind) else { return Ok(()) };
        let Some(readable) = domain.readable(self.cx, record)? else { return Ok(()) };
        let path = self.unique(&format!("{}/{}", domain.name(), readable.path));
        self.target.file(&path, &mut Cursor::new(readable.text))
    }

    /// The path, numbered when there is one like it (Windows and macOS do not tell cases apart).
    fn unique(&mut self, path: &str) -> String {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "txt"));
        let mut candidate = path.to_owned();
        let mut number = 2;
        while !self.paths.insert(candidate.to_lowercase()) {
            candidate = format!("{stem} ({number}).{ending}");
            number += 1;
        }
        candidate
    }
}

fn record_line(cx: &ReadCx<'_>, version: u32, id: AnyId) -> Result<Vec<u8>> {
    let record = cx.record(id)?;
    json(&Line { id, version, fields: record.fields })
}

/// The facts of one log row, a line each.
fn fact_lines(cx: &ReadCx<'_>, row: i64) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for fact in cx.facts_in(row)? {
        let body = fact.body()?;
        let line = FactLine { id: fact.id, version: fact.version, body, notes: fact.notes };
        lines.extend(json(&line)?);
    }
    Ok(lines)
}

/// JSON lines, a few at a time: an archive of any size in little memory.
struct Lines<T, F> {
    items: std::vec::IntoIter<T>,
    next: F,
    lines: Cursor<Vec<u8>>,
    failed: Option<Error>,
}

impl<T, F: FnMut(T) -> Result<Vec<u8>>> Lines<T, F> {
    fn new(items: Vec<T>, next: F) -> Lines<T, F> {
        Lines { items: items.into_iter(), next, lines: Cursor::default(), failed: None }
    }

    /// The error of an item, which says more than the reader's.
    fn outcome(self, outcome: Result<()>) -> Result<()> {
        match self.failed {
            Some(error) => Err(error),
            None => outcome,
        }
    }
}

impl<T, F: FnMut(T) -> Result<Vec<u8>>> Read for Lines<T, F> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.lines.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(item) = self.items.next() else { return Ok(0) };
            match (self.next)(item) {
                Ok(lines) => self.lines = Cursor::new(lines),
                Err(error) => {
                    self.failed = Some(error);
                    return Err(std::io::Error::other("a record could not be read"));
                }
            }
        }
    }
}
