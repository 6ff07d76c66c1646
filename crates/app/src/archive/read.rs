//! Reading an archive back.

use std::io::{BufRead, BufReader, Read};

use base::error::{Code, Error, Result};
use domain::import::{Confidence, Exact, ExactFact, Importer, Sink};
use domain::source::Source;

use super::{FactLine, Line, MANIFEST, Manifest, VERSION};
use crate::domains::DOMAINS;

/// The archive of everything.
pub(crate) static IMPORTER: Importer = Importer {
    format: "everkept",
    title: "Everkept archive",
    endings: &["zip", "age"],
    sniff,
    parse,
};

/// The longest line: an entry of 16 MiB, escaped.
const LINE_BYTES_MAX: u64 = 64 << 20;

/// The folder in which the manifest lies: an archive that was zipped again has one folder more.
fn root(source: &Source) -> Option<&str> {
    source.files().iter().find_map(|file| {
        let root = file.name.strip_suffix(MANIFEST)?;
        (root.is_empty() || root.ends_with('/')).then_some(root)
    })
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    Ok(root(source).map(|_| Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let root = root(source).ok_or_else(|| {
        Error::new(Code::Invalid, format!("there is no {MANIFEST} in {}", source.name()))
    })?;
    let manifest = source.head(&format!("{root}{MANIFEST}"), 64 << 10)?;
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|source| {
        Error::invalid(MANIFEST, "reading the archive's manifest").because(source)
    })?;
    if manifest.everkept > VERSION {
        let message = "the archive was written by a newer Everkept";
        return Err(Error::new(Code::Unsupported, message).at(MANIFEST));
    }
    let files = source.files();
    let total = files.iter().map(|file| file.size).sum::<u64>().max(1) as f64;
    let mut done = 0;
    // Media first: a record that refers to them finds them here.
    for media in [true, false] {
        for file in files {
            let Some(path) = file.name.strip_prefix(root) else { continue };
            if media && path.starts_with("media/") {
                take_media(source, &file.name, path, sink)?;
            } else if let Some(kind) =
                path.strip_prefix("records/").and_then(|name| name.strip_suffix(".jsonl"))
                && !media
            {
                take_records(source, &file.name, kind, sink)?;
            } else if let Some(kind) =
                path.strip_prefix("facts/").and_then(|name| name.strip_suffix(".jsonl"))
                && !media
            {
                take_facts(source, &file.name, kind, sink)?;
            } else {
                continue;
            }
            done += file.size;
            sink.progress((done as f64 / total).min(1.0))?;
        }
    }
    Ok(())
}

fn take_media(source: &Source, name: &str, path: &str, sink: &mut dyn Sink) -> Result<()> {
    let hash = path.trim_start_matches("media/").split('.').next().unwrap_or_default();
    let mut bytes = match source.read(name) {
        Ok(bytes) => bytes,
        Err(error) => {
            sink.problem(path, &error.to_string());
            return Ok(());
        }
    };
    if let Err(error) = sink.exact_media(hash, &mut bytes) {
        sink.problem(path, &error.to_string());
    }
    Ok(())
}

fn take_records(source: &Source, name: &str, kind: &str, sink: &mut dyn Sink) -> Result<()> {
    let known = DOMAINS.iter().flat_map(|domain| domain.records()).find(|known| known.name == kind);
    let Some(kind) = known else {
        sink.problem(name, "this Everkept does not know records of this kind");
        return Ok(());
    };
    each_line(source, name, sink, |place, text, sink| {
        match serde_json::from_slice::<Line>(text) {
            Ok(line) if line.version <= kind.version => {
                sink.exact(Exact { kind, id: line.id, fields: line.fields })?;
            }
            Ok(_) => sink.problem(place, "the record was written by a newer Everkept"),
            Err(error) => sink.problem(place, &format!("not a record: {error}")),
        }
        sink.progress(0.5)
    })
}

/// Facts that are handed on at once.
const FACTS_AT_ONCE: usize = 8192;

fn take_facts(source: &Source, name: &str, kind: &str, sink: &mut dyn Sink) -> Result<()> {
    let known = DOMAINS.iter().flat_map(|domain| domain.facts()).find(|known| known.name == kind);
    let Some(kind) = known else {
        sink.problem(name, "this Everkept does not know facts of this kind");
        return Ok(());
    };
    let mut waiting = Vec::new();
    each_line(source, name, sink, |place, text, sink| {
        match serde_json::from_slice::<FactLine>(text) {
            Ok(line) if line.version <= kind.version => {
                let body = store::facts::encode(&line.body)?;
                waiting.push(ExactFact { id: line.id, body, notes: line.notes });
            }
            Ok(_) => sink.problem(place, "the fact was written by a newer Everkept"),
            Err(error) => sink.problem(place, &format!("not a fact: {error}")),
        }
        if waiting.len() >= FACTS_AT_ONCE {
            sink.exact_facts(kind, std::mem::take(&mut waiting))?;
            sink.progress(0.5)?;
        }
        Ok(())
    })?;
    sink.exact_facts(kind, waiting)
}

/// Hands over each line with its place; what cannot be read is a problem of the sink.
fn each_line(
    source: &Source,
    name: &str,
    sink: &mut dyn Sink,
    mut each: impl FnMut(&str, &[u8], &mut dyn Sink) -> Result<()>,
) -> Result<()> {
    let mut lines = BufReader::new(source.read(name)?);
    let mut text = Vec::new();
    for number in 1u64.. {
        text.clear();
        let place = format!("{name}, line {number}");
        match lines.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut text) {
            Ok(0) => break,
            Ok(_) => each(&place, &text, sink)?,
            Err(error) => {
                sink.problem(&place, &format!("the rest cannot be read: {error}"));
                break;
            }
        }
    }
    Ok(())
}
