//! The fields of a message: a tag at the beginning of a line, and everything up to the next.

/// `:61:` and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field<'t> {
    /// `61`, `60F`.
    pub(super) tag: &'t str,
    /// What it says, its lines too.
    pub(super) text: &'t str,
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Where it ends, in bytes.
    pub(super) at: usize,
}

/// Reads fields from a text.
pub(super) struct Fields<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Fields<'t> {
    pub(super) fn new(text: &'t str) -> Fields<'t> {
        Fields { text, at: 0, line: 1 }
    }

    /// The line that begins here, with its end.
    fn here(&self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        (!rest.is_empty()).then(|| &rest[..rest.find('\n').map_or(rest.len(), |at| at + 1)])
    }

    fn pass(&mut self, line: &str) {
        self.at += line.len();
        self.line += 1;
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = Field<'t>;

    fn next(&mut self) -> Option<Field<'t>> {
        let (tag, from, line) = loop {
            let here = self.here()?;
            let skipped = here.len() - without_blocks(here).len();
            let found = tag_of(&here[skipped..]);
            let start = self.at + skipped;
            let line = self.line;
            self.pass(here);
            if let Some((tag, len)) = found {
                break (tag, start + len, line);
            }
        };
        let mut to = self.at;
        while let Some(here) = self.here() {
            if tag_of(without_blocks(here)).is_some() || is_end(here) {
                break;
            }
            self.pass(here);
            to = self.at;
        }
        Some(Field { tag, text: self.text[from..to].trim_end(), line, at: to })
    }
}

/// A line without the blocks of SWIFT before its text: `{1:F01...}{4:`.
fn without_blocks(line: &str) -> &str {
    match line.starts_with('{').then(|| line.rfind("{4:")).flatten() {
        Some(at) => &line[at + "{4:".len()..],
        None => line,
    }
}

/// `-` alone, or `-}` with a trailer: the end of a message.
fn is_end(line: &str) -> bool {
    line.trim_end() == "-" || line.starts_with("-}") || line.starts_with("{1:")
}

/// The tag at the beginning of a line, and how long it is with its colons.
fn tag_of(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix(':')?;
    let len = rest.bytes().take(4).position(|byte| byte == b':')?;
    let tag = rest.get(..len)?;
    let (digits, letter) = tag.split_at_checked(2)?;
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit())
        && letter.bytes().all(|byte| byte.is_ascii_uppercase())
        && letter.len() <= 1;
    fits.then_some((tag, len + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_end_where_the_next_begins() {
        let text = "{1:F01X}{2:O940}{4:\r\n:20:A\r\n:86:a\r\n\r\n-b\r\n:6x:c\r\n:61:d\r\n-}{5:}\r\njunk\n{4::25:e";
        let fields: Vec<(&str, &str, usize)> =
            Fields::new(text).map(|field| (field.tag, field.text, field.line)).collect();
        assert_eq!(
            fields,
            [("20", "A", 2), ("86", "a\r\n\r\n-b\r\n:6x:c", 3), ("61", "d", 7), ("25", "e", 10)]
        );
    }

    #[test]
    fn nothing_has_no_fields() {
        for text in ["", "\n", ":", "::", ":1:", ":123:x", ":60f:x", ":é:", "{4:"] {
            assert_eq!(Fields::new(text).count(), 0, "{text:?}");
        }
    }
}
