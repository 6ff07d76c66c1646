//! QIF, the lines of Quicken before 2005, which programs and banks still write.
//!
//! After Intuit's description and what is met: every type of account, lists of accounts, categories and
//! classes, splits, transfers (`[Savings]`), any order of dates and either decimal mark, each proven by
//! the file or asked. A file names no number of an account, so the person says which it is. What is
//! deliberately not here: investments, prices and memorized payments, which are counted as lost.

mod categories;
mod items;
mod proof;
mod reader;

use base::error::Result;
use base::money::decimal::Mark;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use self::categories::Categories;
use self::items::Items;
use self::proof::Proofs;
use self::reader::Reader;
use super::asking;
use super::dates::Order;
use super::rows::Rows;
use super::text::decode;
use super::{mine, sniff_files};

pub(super) const QIF: Importer =
    Importer { format: "qif", title: "QIF (Quicken)", endings: ENDINGS, sniff, parse };

const ENDINGS: &[&str] = &["qif", "txt"];

fn is_mine(head: &str) -> bool {
    let head = head.trim_start().to_ascii_lowercase();
    ["!type:", "!type ", "!account", "!option:", "!clear:"]
        .iter()
        .any(|mark| head.starts_with(mark))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine, Confidence::Certain)
}

/// How the numbers and dates of one file are written.
#[derive(Debug, Clone, Copy)]
struct Written {
    order: Order,
    mark: Mark,
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut rows = Rows::new("qif", source, &files, sink);
    let mut categories = Categories::default();
    for file in files {
        if let Some(bytes) = rows.begin(source, file)? {
            let decoded = decode(&bytes, None);
            drop(bytes);
            read(&decoded.text, &mut categories, &mut rows)?;
        }
        rows.end()?;
    }
    categories.make(rows.sink)?;
    rows.finish(source)
}

fn read(text: &str, categories: &mut Categories, rows: &mut Rows<'_>) -> Result<()> {
    let mut proofs = Proofs::default();
    for item in Items::new(text) {
        proofs.take(&item);
    }
    let order = match proofs.order() {
        Ok(order) => Some(order),
        Err((left, sample)) => asking::date_order(&left, &sample, rows)?,
    };
    let mark = match proofs.mark() {
        Ok(mark) => Some(mark),
        Err(sample) => asking::decimal_mark(sample, rows)?,
    };
    let (Some(order), Some(mark)) = (order, mark) else { return Ok(()) };
    let written = Written { order, mark };
    let mut reader = Reader::new(written, proofs.account().to_owned(), categories);
    for item in Items::new(text) {
        let at = item.at;
        reader.take(&item, rows)?;
        rows.step(at)?;
    }
    Ok(())
}
