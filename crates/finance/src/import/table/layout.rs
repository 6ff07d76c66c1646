//! How a table is laid out: its delimiter, and the line that names its columns, below whatever the bank
//! writes above it.

use super::records::{Record, Records};
use super::words::{self, Role};
use crate::import::account::{is_iban, squeezed};

/// Records in which the layout shows.
const LOOKED_AT: usize = 200;
/// Records above which the names of columns stand.
const HEADER_WITHIN: usize = 60;
/// Widths of records that are told apart.
const WIDTH_MAX: usize = 64;
/// What may stand between cells, the surest first.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// The layout of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) delimiter: u8,
    /// The names of the columns as they stand; empty when no line names them.
    pub(super) header: Vec<String>,
    /// The line of the header; 0 without one: rows are what lies below.
    pub(super) header_line: usize,
    /// The only IBAN above the header: whose table it is.
    pub(super) iban: Option<String>,
}

impl Layout {
    /// Finds it; a text that is no table has cells of one column.
    pub(super) fn find(text: &str) -> Layout {
        let delimiter = named(text).unwrap_or_else(|| best(text));
        let head: Vec<Record<'_>> = Records::new(text, delimiter).take(LOOKED_AT).collect();
        let mut found: Option<(usize, usize)> = None;
        for (index, record) in head.iter().take(HEADER_WITHIN).enumerate() {
            let score = score(record);
            if found.is_none_or(|(best, _)| best < score) && score > 0 {
                found = Some((score, index));
            }
        }
        let Some((_, index)) = found else {
            return Layout { delimiter, header: Vec::new(), header_line: 0, iban: None };
        };
        let header = head[index].cells.iter().map(|cell| cell.trim().to_owned()).collect();
        let header_line = head[index].line;
        Layout { delimiter, header, header_line, iban: only_iban(&head[..index]) }
    }

    /// What makes two tables of one sort: the names of their columns, in their order.
    // Invariant: frozen as version 1; devices that read one sort of table find one profile.
    pub(super) fn key(&self) -> String {
        let names: Vec<String> = self.header.iter().map(|name| words::folded(name)).collect();
        let hash = blake3::hash(names.join("\u{1f}").as_bytes());
        format!("v1|{}", &hash.to_hex()[..32])
    }
}

/// What a first line `sep=;` names.
fn named(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches(['"', ' ']);
    let sign = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let sign = if sign == "\\t" { "\t" } else { sign };
    (sign.len() == 1).then(|| sign.as_bytes()[0]).filter(u8::is_ascii)
}

/// The delimiter that gives the most cells in records of one width: a decimal comma, too, makes two
/// cells of each row, but the true delimiter makes more.
fn best(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut widths = [0_usize; WIDTH_MAX];
        for record in Records::new(text, delimiter).take(LOOKED_AT) {
            widths[record.cells.len().min(WIDTH_MAX - 1)] += 1;
        }
        let cells = |(width, records): (usize, &usize)| width.saturating_sub(1) * records;
        widths.iter().enumerate().map(cells).max().unwrap_or_default()
    };
    let mut found = (0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        if found.0 < score {
            found = (score, delimiter);
        }
    }
    found.1
}

/// How much a record looks like the names of columns; 0: it does not.
fn score(record: &Record<'_>) -> usize {
    let roles: Vec<Role> = record
        .cells
        .iter()
        .filter_map(|cell| words::roles(cell).first().map(|(role, _)| *role))
        .collect();
    let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    match has(&[Role::Date, Role::Valued]) && has(&[Role::Amount, Role::Debit, Role::Credit]) {
        true => roles.len(),
        false => 0,
    }
}

/// The IBAN that stands above the header, when there is only one.
fn only_iban(above: &[Record<'_>]) -> Option<String> {
    let mut found: Option<String> = None;
    for cell in above.iter().flat_map(|record| &record.cells) {
        for iban in ibans(cell) {
            if found.as_ref().is_some_and(|known| *known != iban) {
                return None;
            }
            found = Some(iban);
        }
    }
    found
}

/// IBANs in a text, in groups of four or not.
fn ibans(text: &str) -> Vec<String> {
    let whole = squeezed(text);
    let mut candidates: Vec<String> = text
        .split(|char: char| !char.is_ascii_alphanumeric())
        .take(64)
        .map(str::to_owned)
        .collect();
    candidates.push(whole.rsplit(':').next().unwrap_or_default().to_owned());
    candidates.retain(|candidate| is_iban(candidate));
    candidates.dedup();
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        char::from(Layout::find(text).delimiter)
    }

    #[test]
    fn the_delimiter_is_what_makes_most_columns() {
        assert_eq!(delimiter("Datum;Text;Betrag\n1.2.2026;a, b;1,50\n2.2.2026;c, d;2,50\n"), ';');
        assert_eq!(delimiter("1.2.2026;1,50\n2.2.2026;2,50\n3.2.2026;3,50\n"), ';');
        assert_eq!(delimiter("Date,Text,Amount\n2026-02-01,a; b,1.50\n"), ',');
        assert_eq!(delimiter("Date\tText\tAmount\n2026-02-01\ta, b\t1.50\n"), '\t');
        assert_eq!(delimiter("sep=|\nDate|Amount\n"), '|');
        assert_eq!(delimiter(""), ';');
    }

    #[test]
    fn the_header_lies_below_what_the_bank_says() {
        let text = "\"Kontonummer:\";\"DE89 3704 0044 0532 0130 00 / Girokonto\";\n\n\"Von:\";\"01.02.2026\";\n\"Kontostand vom 28.02.2026:\";\"1.234,56 EUR\";\n\n\"Buchungstag\";\"Wertstellung\";\"Verwendungszweck\";\"Betrag (EUR)\";\n\"01.02.2026\";\"01.02.2026\";\"x\";\"1,00\";\n";
        let layout = Layout::find(text);
        assert_eq!((layout.delimiter, layout.header_line, layout.header.len()), (b';', 6, 5));
        assert_eq!(
            Layout::find("IBAN: DE89370400440532013000\nDatum;Betrag\n").iban.as_deref(),
            Some("DE89370400440532013000")
        );
        assert_eq!(Layout::find("1.2.2026;1,50\n").header_line, 0);
    }

    #[test]
    fn names_make_a_key_whatever_their_letters() {
        let key = |text| Layout::find(text).key();
        assert_eq!(key("Date,Amount\n"), key("\"DATE\";\"amount\"\n"));
        assert_ne!(key("Date,Amount\n"), key("Amount,Date\n"));
        assert_eq!(key("Date,Description,Amount\n"), "v1|fbfe1431a1ed5c6deb06cfc811a1985a");
    }
}
