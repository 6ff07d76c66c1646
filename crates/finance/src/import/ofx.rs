//! OFX 1 (SGML), OFX 2 (XML) and QFX, which is OFX with a line of Intuit's.
//!
//! After the specification (OFX 2.3), and more tolerant than it: values without an end, no line
//! breaks, no header, HTML in names, a decimal comma, lists without an account. One reader does for
//! both generations. What is deliberately not here: investments, whose lines are counted as lost.

mod entity;
mod header;
mod markup;
mod statement;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use self::markup::{Mark, Marks};
use self::statement::Reader;
use super::rows::Rows;
use super::text::decode;
use super::{mine, sniff_files};

pub(super) const OFX: Importer = Importer {
    format: "ofx",
    title: "OFX, QFX (Quicken, Microsoft Money)",
    endings: ENDINGS,
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["ofx", "qfx", "ofc", "sgml", "xml", "txt"];

fn is_mine(head: &str) -> bool {
    let head = head.to_ascii_uppercase();
    head.contains("OFXHEADER") || head.contains("<OFX>") || head.contains("<OFX ")
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine, Confidence::Certain)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut rows = Rows::new("ofx", source, &files, sink);
    for file in files {
        if let Some(bytes) = rows.begin(source, file)? {
            let decoded = decode(&bytes, header::encoding(&bytes));
            drop(bytes);
            if decoded.is_repaired {
                rows.file_problem("holds letters that cannot be read; they are shown as \u{fffd}");
            }
            read(&decoded.text, &mut rows)?;
        }
        rows.end()?;
    }
    rows.finish(source)
}

fn read(text: &str, rows: &mut Rows<'_>) -> Result<()> {
    let mut marks = Marks::new(text);
    let mut reader = Reader::new(text);
    while let Some(mark) = marks.next() {
        match mark {
            Mark::Open(name) => reader.open(name, marks.at(), rows)?,
            Mark::Close(name) => reader.close(name, rows)?,
            Mark::Text(text) => reader.text(text),
        }
    }
    reader.end(rows)
}
