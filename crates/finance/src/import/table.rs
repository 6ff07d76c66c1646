//! Tables of banks and programs: CSV and TSV of any layout.
//!
//! The layout ([`layout`]) and what its columns say ([`columns`]) are found by the names of the columns
//! in several languages, and where those say nothing by what stands in them; the person may say
//! otherwise. What decides what a row *is* (the order of dates, the decimal mark, the sign, the
//! account) is proven by the file or asked. All of it is kept as a profile ([`profile`]) that other
//! files with the same header are read by, on every device. A column of balances never makes a row, but
//! it is compared ([`running`]).

mod cell;
mod columns;
mod layout;
pub(crate) mod profile;
mod proof;
mod questions;
mod reader;
mod records;
mod running;
mod words;

use base::error::Result;
use base::money::decimal::Mark;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use self::columns::Columns;
use self::layout::Layout;
use self::profile::Profile;
use self::proof::{Proofs, Signs};
use self::reader::{Placed, Reader};
use self::records::{Record, Records};
use super::asking;
use super::dates::Order;
use super::rows::Rows;
use super::text::{Decoded, decode};
use super::{files_ending, head};

pub(super) const TABLE: Importer =
    Importer { format: "csv", title: "CSV, TSV (tables of banks)", endings: ENDINGS, sniff, parse };

const ENDINGS: &[&str] = &["csv", "tsv", "tab", "txt"];
/// Rows that show what stands in a column.
const SAMPLE: usize = 200;

/// How the rows of one table are read.
#[derive(Debug, Clone)]
struct Reading {
    columns: Columns,
    order: Order,
    mark: Mark,
    /// Whether amounts have to be turned round: what was spent stands there without a sign.
    inverted: bool,
    /// Whether the column of what went out holds negative numbers.
    debit_is_negative: bool,
    /// Which of these is known of all tables with this header, and not only of no matter in this one.
    known: Known,
}

/// What a profile may keep.
#[derive(Debug, Clone, Copy)]
struct Known {
    order: bool,
    mark: bool,
    sign: bool,
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let mut best = None;
    for file in files_ending(source, ENDINGS).take(super::SNIFFED) {
        let text = head(source, &file.name);
        let layout = Layout::find(&text);
        let sample = sample(&text, &layout);
        let found = match layout.header.is_empty() {
            false => {
                Columns::by_names(&layout.header, &sample).is_enough().then_some(Confidence::Likely)
            }
            // Anything can have a date and a number.
            true => (sample.len() > 2 && Columns::by_content(&sample).is_enough())
                .then_some(Confidence::Possible),
        };
        best = best.max(found);
    }
    Ok(best)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files: Vec<_> = match source.files() {
        [only] => vec![only],
        _ => files_ending(source, ENDINGS).collect(),
    };
    let mut rows = Rows::new("csv", source, &files, sink);
    for file in files {
        if let Some(bytes) = rows.begin(source, file)? {
            read(bytes, &mut rows)?;
        }
        rows.end()?;
    }
    rows.finish(source)
}

/// The rows below the header, some of them.
fn sample<'t>(text: &'t str, layout: &Layout) -> Vec<Record<'t>> {
    below(text, layout).take(SAMPLE).collect()
}

/// The rows below the header.
fn below<'t>(text: &'t str, layout: &Layout) -> impl Iterator<Item = Record<'t>> {
    let header = layout.header_line;
    Records::new(text, layout.delimiter).filter(move |row| header < row.line && !row.is_blank())
}

fn read(bytes: Vec<u8>, rows: &mut Rows<'_>) -> Result<()> {
    let first = decode(&bytes, None);
    let layout = Layout::find(&first.text);
    let saved = Profile::saved(&layout, rows.sink)?;
    let Decoded { text, encoding, .. } = match questions::encoding(&first, saved.as_ref(), rows)? {
        Some(label) => decode(&bytes, Some(&label)),
        None => first,
    };
    drop(bytes);
    let layout = Layout::find(&text);
    let columns = match &saved {
        Some(saved) => saved.columns.clone(),
        None => questions::columns(&layout, &sample(&text, &layout), rows)?,
    };
    if !columns.is_enough() {
        rows.file_problem("has no columns that are known to hold days and amounts");
        return Ok(());
    }
    let Some(reading) = settle(&text, &layout, columns, saved.as_ref(), rows)? else {
        return Ok(());
    };
    rows.saved_account = saved.as_ref().and_then(|saved| saved.account);
    let mut reader = Reader::new(&layout, &reading);
    for record in below(&text, &layout) {
        let at = record.at;
        reader.take(&record, rows)?;
        rows.step(at)?;
    }
    let placed = reader.end(rows)?;
    let account = match placed {
        Placed::One(account) => Some(account),
        Placed::Nowhere | Placed::Several => None,
    };
    if saved.is_none() && !matches!(placed, Placed::Nowhere) && !layout.header.is_empty() {
        profile::save(&layout, &reading, encoding, account, rows)?;
    }
    Ok(())
}

/// What the file proves, the profile knows or the person says; `None` when nobody says it.
fn settle(
    text: &str,
    layout: &Layout,
    columns: Columns,
    saved: Option<&Profile>,
    rows: &mut Rows<'_>,
) -> Result<Option<Reading>> {
    let mut proofs = Proofs::new(&columns);
    below(text, layout).for_each(|row| proofs.take(&row));
    let mut known = Known { order: true, mark: true, sign: true };
    let order = match (proofs.order(), saved.and_then(|saved| saved.order)) {
        (Ok(order), _) => {
            known.order = proofs.are_proven().0;
            Some(order)
        }
        (Err(_), Some(order)) => Some(order),
        (Err((left, sample)), None) => asking::date_order(&left, &sample, rows)?,
    };
    let mark = match (proofs.mark(), saved.and_then(|saved| saved.mark)) {
        (Ok(mark), _) => {
            known.mark = proofs.are_proven().1;
            Some(mark)
        }
        (Err(_), Some(mark)) => Some(mark),
        (Err(sample), None) => asking::decimal_mark(sample, rows)?,
    };
    let (Some(order), Some(mark)) = (order, mark) else { return Ok(None) };
    let mut signs = Signs::new(&columns, mark);
    below(text, layout).for_each(|row| signs.take(&row));
    let inverted = match saved.and_then(|saved| saved.inverted) {
        Some(inverted) => Some(inverted),
        None => {
            let (answer, is_known) = questions::sign(&signs, rows)?;
            known.sign = is_known;
            answer
        }
    };
    let debit_is_negative =
        saved.map_or(signs.debit_is_negative(), |saved| saved.debit_is_negative);
    Ok(inverted.map(|inverted| Reading {
        columns,
        order,
        mark,
        inverted,
        debit_is_negative,
        known,
    }))
}
