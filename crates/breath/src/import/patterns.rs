//! Patterns that somebody shared, as a file of signed texts, one a line.

use base::error::Result;
use domain::import::{Confidence, Imported, Importer, Sink};
use domain::source::Source;

use super::bytes_of;
use crate::api::shared_fields;
use crate::model::shared::{self, PREFIX};
use crate::record::PATTERN;

pub(super) const SHARED: Importer = Importer {
    format: "breath-patterns",
    title: "Everkept: shared breathing patterns",
    endings: &["breath", "txt"],
    sniff,
    parse,
};

/// Patterns of one file, at most.
const PATTERNS_MAX: usize = 500;

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let [only] = source.files() else { return Ok(None) };
    let head = source.head(&only.name, 4096)?;
    let begins = String::from_utf8_lossy(&head).trim_start().starts_with(PREFIX);
    Ok(begins.then_some(Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    for file in source.files() {
        let bytes = bytes_of(source, &file.name, sink)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        for (at, line) in lines.take(PATTERNS_MAX) {
            let place = format!("line {}", at + 1);
            match shared::read(line) {
                Ok(found) if found.valid => {
                    let natural_key = format!("shared:{}", blake3::hash(line.trim().as_bytes()));
                    let fields = shared_fields(found);
                    sink.record(Imported { kind: &PATTERN, natural_key, at_ms: 0, fields })?;
                }
                Ok(_) => sink.problem(&place, "this pattern was altered after it was signed"),
                Err(error) => sink.problem(&place, error.message()),
            }
        }
    }
    sink.progress(1.0)
}
