//! Records of a table: cells between delimiters, quoted or not.
//!
//! After RFC 4180, and more tolerant than it: quotes that never end are letters, cells may be missing,
//! and no record is longer than [`CELLS_MAX`]. Cells borrow from the text wherever they can.

use std::borrow::Cow;

/// Cells of one record that are kept; the widest exports of banks have some sixty.
const CELLS_MAX: usize = 400;
/// The longest quoted cell; what goes on is a quote without an end.
const QUOTED_MAX: usize = 64 << 10;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record<'t> {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Where it ends, in bytes.
    pub(super) at: usize,
    pub(super) cells: Vec<Cow<'t, str>>,
}

impl Record<'_> {
    /// What stands in a column, without blanks around it; empty when there is no such cell.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Reads records from a text.
pub(super) struct Records<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    delimiter: u8,
    /// Whether quotes still mean something.
    quotes: bool,
}

impl<'t> Records<'t> {
    /// `delimiter` is an ASCII sign.
    pub(super) fn new(text: &'t str, delimiter: u8) -> Records<'t> {
        Records { text, at: 0, line: 1, delimiter, quotes: true }
    }

    /// The cell that begins here; afterwards `at` is behind it, at what ends it.
    fn next_cell(&mut self) -> Cow<'t, str> {
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        if self.quotes
            && rest[blanks..].starts_with('"')
            && let Some(cell) = self.quoted(blanks)
        {
            return cell;
        }
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let len = rest.as_bytes().iter().position(ends).unwrap_or(rest.len());
        self.at += len;
        Cow::Borrowed(&rest[..len])
    }

    /// A quoted cell; `None` when its quote has no end, and then no quote of the file means anything.
    fn quoted(&mut self, blanks: usize) -> Option<Cow<'t, str>> {
        let rest = &self.text[self.at + blanks + 1..];
        let bytes = rest.as_bytes();
        let (mut end, mut doubled) = (0, false);
        loop {
            let found = bytes[end..].iter().take(QUOTED_MAX).position(|byte| *byte == b'"');
            let Some(found) = found.filter(|found| end + found < QUOTED_MAX) else {
                self.quotes = false;
                return None;
            };
            end += found;
            match bytes.get(end + 1) {
                Some(b'"') => {
                    doubled = true;
                    end += 2;
                }
                // A quote within: `"the "best" shop"`.
                Some(_) if !self.ends_cell(&bytes[end + 1..]) => end += 1,
                _ => break,
            }
        }
        let cell = &rest[..end];
        self.line += cell.bytes().filter(|byte| *byte == b'\n').count();
        let after = &bytes[end + 1..];
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let padding = after.iter().position(ends).unwrap_or(after.len());
        self.at += blanks + 1 + end + 1 + padding;
        Some(match doubled {
            true => Cow::Owned(cell.replace("\"\"", "\"")),
            false => Cow::Borrowed(cell),
        })
    }

    /// Whether what follows a quote shows that the cell ends: blanks, then a delimiter or the line's
    /// end.
    fn ends_cell(&self, after: &[u8]) -> bool {
        const BLANKS_MAX: usize = 16;
        let blanks = after.iter().take(BLANKS_MAX).take_while(|byte| matches!(byte, b' ')).count();
        let next = after.get(blanks);
        next.is_none_or(|byte| *byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    /// The next record that is not an empty line.
    fn next(&mut self) -> Option<Record<'t>> {
        let bytes = self.text.as_bytes();
        while let Some(byte @ (b'\n' | b'\r')) = bytes.get(self.at) {
            self.line += usize::from(*byte == b'\n');
            self.at += 1;
        }
        if self.at >= bytes.len() {
            return None;
        }
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let cell = self.next_cell();
            if cells.len() < CELLS_MAX {
                cells.push(cell);
            }
            match bytes.get(self.at) {
                Some(byte) if *byte == self.delimiter => self.at += 1,
                _ => break,
            }
        }
        Some(Record { line, at: self.at, cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        Records::new(text, b';')
            .map(|record| format!("{}:{}", record.line, record.cells.join("|")))
            .collect()
    }

    #[test]
    fn cells_are_quoted_or_not() {
        assert_eq!(
            told("a;b\r\n\r\n\"c;d\"; \"e \"\"f\"\"\" ;g\n\"two\nlines\";\rx;;\n"),
            ["1:a|b", "3:c;d|e \"f\"|g", "4:two\nlines|", "5:x||"]
        );
    }

    #[test]
    fn quotes_that_do_not_fit_are_letters() {
        assert_eq!(told("a \"b\";c\n\"d \"e\" f\";g"), ["1:a \"b\"|c", "2:d \"e\" f|g"]);
        assert_eq!(told("\"open;a\nb;\"c\"\n"), ["1:open;a\nb;\"c"]);
        assert_eq!(told("\"open;a\nb;c\n"), ["1:\"open|a", "2:b|c"]);
        let far = format!("\"{}\n\";b", "x".repeat(QUOTED_MAX));
        assert_eq!(told(&far).len(), 2);
    }

    #[test]
    fn nothing_has_no_records() {
        assert!(told("").is_empty() && told("\n\r\n").is_empty());
        assert_eq!(told(";"), ["1:|"]);
        assert_eq!(told("\""), ["1:\""]);
    }

    #[test]
    fn hostile_tables_take_a_straight_line() {
        let begun = std::time::Instant::now();
        let wide = Records::new(&";".repeat(4 << 20), b';')
            .map(|record| record.cells.len())
            .sum::<usize>();
        assert_eq!(wide, CELLS_MAX);
        assert!(Records::new(&"\"a\n".repeat(1 << 20), b';').count() > 0);
        assert!(Records::new(&"\"\"".repeat(1 << 20), b';').count() > 0);
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
