//! The lines of a file as headers and records: a record ends with `^`.

/// Fields of one record that are kept: a split of hundreds of parts has a thousand.
const FIELDS_MAX: usize = 4096;

/// A header or a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<'t> {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Where it ends, in bytes.
    pub(super) at: usize,
    pub(super) what: What<'t>,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What<'t> {
    /// What follows the `!`: `Type:Bank`.
    Header(&'t str),
    /// Letters and values, in their order.
    Record(Vec<(char, &'t str)>),
}

/// Reads items from a text.
pub(super) struct Items<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Items<'t> {
    pub(super) fn new(text: &'t str) -> Items<'t> {
        Items { text, at: 0, line: 1 }
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = Item<'t>;

    fn next(&mut self) -> Option<Item<'t>> {
        let mut fields: Vec<(char, &'t str)> = Vec::new();
        let mut begun = self.line;
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let len = rest.find('\n').map_or(rest.len(), |at| at + 1);
            let line = rest[..len].trim();
            let mut letters = line.chars();
            let first = letters.next();
            // A header within a record, or a second date, ends a record that has no end.
            let is_next = first == Some('!')
                || (first == Some('D')
                    && fields.iter().any(|(letter, _)| *letter == 'D')
                    && fields.iter().any(|(letter, _)| matches!(letter, 'T' | 'U')));
            if is_next && !fields.is_empty() {
                break;
            }
            self.at += len;
            self.line += 1;
            match first {
                None => {}
                Some('!') => {
                    let header = letters.as_str().trim();
                    return Some(Item {
                        line: self.line - 1,
                        at: self.at,
                        what: What::Header(header),
                    });
                }
                Some('^') if fields.is_empty() => {}
                Some('^') => break,
                Some(letter) => {
                    if fields.is_empty() {
                        begun = self.line - 1;
                    }
                    if fields.len() < FIELDS_MAX {
                        fields.push((letter, letters.as_str().trim()));
                    }
                }
            }
        }
        let what = What::Record(fields);
        (what != What::Record(Vec::new())).then_some(Item { line: begun, at: self.at, what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_end_with_a_caret_or_where_the_next_begins() {
        let text = "!Type:Bank \r\nD1\r\nT2\r\n^\r\n\r\n^\nD3\nT4\nD5\nT6\n!Account\nNx\nDy\n^\n";
        let items: Vec<String> = Items::new(text)
            .map(|item| match item.what {
                What::Header(header) => format!("{}!{header}", item.line),
                What::Record(fields) => {
                    let fields = fields.iter().map(|(letter, value)| format!("{letter}{value}"));
                    format!("{}:{}", item.line, fields.collect::<Vec<_>>().join(","))
                }
            })
            .collect();
        assert_eq!(
            items,
            ["1!Type:Bank", "2:D1,T2", "7:D3,T4", "9:D5,T6", "11!Account", "12:Nx,Dy"]
        );
    }

    #[test]
    fn nothing_has_no_items() {
        for text in ["", "\n\n", "^\n^", " "] {
            assert_eq!(Items::new(text).count(), 0, "{text:?}");
        }
    }
}
