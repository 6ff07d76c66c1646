//! CAMT.052, .053 and .054: reports, statements and notices after ISO 20022, versions 02 to 13.
//!
//! Nothing is read by its version: elements that moved are looked for in both places. A batch becomes
//! one row for each of its payments when their amounts make up the whole, else one row. What is
//! deliberately not here: validation against a schema.

mod entry;
mod statement;
mod xml;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use self::statement::Reader;
use self::xml::{Event, Events};
use super::rows::Rows;
use super::text::decode;
use super::{mine, sniff_files};

pub(super) const CAMT: Importer = Importer {
    format: "camt",
    title: "CAMT.052, CAMT.053, CAMT.054 (ISO 20022)",
    endings: ENDINGS,
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["xml", "camt", "c52", "c53", "c54", "052", "053", "054", "txt"];

/// The elements that hold what a message is about.
const ROOTS: [&str; 3] = ["BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"];

fn is_mine(head: &str) -> bool {
    head.contains(":camt.05") || ROOTS.iter().any(|root| head.contains(root))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine, Confidence::Certain)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut rows = Rows::new("camt", source, &files, sink);
    for file in files {
        if let Some(bytes) = rows.begin(source, file)? {
            let decoded = decode(&bytes, xml::encoding(&bytes));
            drop(bytes);
            read(&decoded.text, &mut rows)?;
        }
        rows.end()?;
    }
    rows.finish(source)
}

fn read(text: &str, rows: &mut Rows<'_>) -> Result<()> {
    let mut events = Events::new(text);
    let mut reader = Reader::default();
    loop {
        match events.next() {
            Event::Open { path, line, currency, at } => {
                reader.open(path, line, currency);
                rows.step(at)?;
            }
            Event::Close { path, value, line } => reader.close(path, value, line, rows)?,
            Event::Broken { why, line } => {
                rows.broken(&format!("line {line}: {why}; what stands before is kept"));
                break;
            }
            Event::End => break,
        }
    }
    reader.end(rows)
}
