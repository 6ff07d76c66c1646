//! The markup of OFX 1 (SGML whose values have no end) and of OFX 2 (XML), read as a row of marks.
//!
//! Nothing is nested here, so no file is too deep; what belongs together is the affair of the reader of
//! statements. A `<` or `&` that begins nothing is a letter: banks write `AT&T` and `<5 EUR`.

use std::borrow::Cow;

use super::entity;

/// One mark of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark<'t> {
    /// `<STMTTRN>`, in upper case.
    Open(Name),
    /// `</STMTTRN>`.
    Close(Name),
    /// What stands between two marks, not blank, with its references resolved.
    Text(Cow<'t, str>),
}

/// The name of an element in upper case; a longer one is no name of OFX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    bytes: [u8; Name::LEN_MAX],
    len: u8,
}

impl Name {
    /// The longest names of the specification have 32 letters.
    const LEN_MAX: usize = 32;

    fn new(text: &str) -> Option<Name> {
        let is_of_names = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let begins = text.starts_with(|char: char| char.is_ascii_alphabetic());
        if !begins || Name::LEN_MAX < text.len() || !text.bytes().all(is_of_names) {
            return None;
        }
        let mut bytes = [0; Name::LEN_MAX];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        bytes.make_ascii_uppercase();
        Some(Name { bytes, len: u8::try_from(text.len()).ok()? })
    }

    /// The name.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

/// Reads marks from a text.
pub(super) struct Marks<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Marks<'t> {
    pub(super) fn new(text: &'t str) -> Marks<'t> {
        Marks { text, at: 0 }
    }

    /// How far into the text, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// A mark that begins here, and its length.
    fn mark(&self) -> Option<(Option<Mark<'t>>, usize)> {
        let rest = self.rest();
        for (begin, end) in [("<?", "?>"), ("<!--", "-->")] {
            if rest.starts_with(begin) {
                return Some((None, rest.find(end).map_or(rest.len(), |at| at + end.len())));
            }
        }
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let len = inner.find("]]>").unwrap_or(inner.len());
            let text = (!inner[..len].trim().is_empty()).then(|| Mark::Text(inner[..len].into()));
            return Some((text, ("<![CDATA[".len() + len + "]]>".len()).min(rest.len())));
        }
        // Looking further than any tag would cost a square of a file full of `<`.
        const TAG_MAX: usize = 256;
        let inner = rest.strip_prefix('<')?;
        let head = inner.as_bytes();
        let len = head.iter().take(TAG_MAX).position(|byte| b"<>".contains(byte))?;
        if head[len] != b'>' {
            return None;
        }
        let (closes, name) = match inner[..len].strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, &inner[..len]),
        };
        // `<OFX xmlns="...">` and `<LANGUAGE />` are marks, `<A STORE>` is the name of a shop.
        let is_empty = !closes && name.ends_with('/');
        let name = match name.split_once([' ', '\t', '\r', '\n']) {
            Some((name, more))
                if more.contains('=') || more.trim_matches('/').trim().is_empty() =>
            {
                name
            }
            Some(_) => return None,
            None => name,
        };
        let name = Name::new(name.trim_end_matches('/'))?;
        let mark = match (closes, is_empty) {
            (true, _) => Some(Mark::Close(name)),
            (false, false) => Some(Mark::Open(name)),
            (false, true) => None,
        };
        Some((mark, len + 2))
    }
}

impl<'t> Iterator for Marks<'t> {
    type Item = Mark<'t>;

    fn next(&mut self) -> Option<Mark<'t>> {
        while self.at < self.text.len() {
            if let Some((mark, len)) = self.mark() {
                self.at += len;
                match mark {
                    Some(mark) => return Some(mark),
                    None => continue,
                }
            }
            let from = self.at;
            // A `<` that begins no mark is a letter of the text.
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            while self.at < self.text.len() {
                self.at += self.rest().find('<').unwrap_or(self.rest().len());
                if self.at == self.text.len() || self.mark().is_some() {
                    break;
                }
                self.at += 1;
            }
            let text = self.text[from..self.at].trim();
            if !text.is_empty() {
                return Some(Mark::Text(entity::resolve(text)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let marks: Vec<String> = Marks::new(text)
            .map(|mark| match mark {
                Mark::Open(name) => name.as_str().to_owned(),
                Mark::Close(name) => format!("/{}", name.as_str()),
                Mark::Text(text) => format!("{text:?}"),
            })
            .collect();
        marks.join(" ")
    }

    #[test]
    fn values_need_no_end_and_lines_no_break() {
        assert_eq!(
            told("<STMTTRN><trnamt>-6.60<NAME>A &amp; B\n</STMTTRN>"),
            "STMTTRN TRNAMT \"-6.60\" NAME \"A & B\" /STMTTRN"
        );
    }

    #[test]
    fn xml_is_read_by_the_same_rules() {
        assert_eq!(
            told(
                "<?xml version=\"1.0\"?><!-- <X> --><OFX xmlns=\"a>\"><MEMO><![CDATA[<b> &amp;]]></MEMO><E/><F />"
            ),
            "OFX \"\\\">\" MEMO \"<b> &amp;\" /MEMO"
        );
    }

    #[test]
    fn what_begins_nothing_is_a_letter() {
        assert_eq!(
            told("<NAME>AT&T <5 EUR> <A B> a<b<MEMO>x"),
            "NAME \"AT&T <5 EUR> <A B> a<b\" MEMO \"x\""
        );
        assert_eq!(told("<<<"), "\"<<<\"");
        assert_eq!(told("<![CDATA[open"), "\"open\"");
        assert_eq!(told("<!--open"), "");
        assert_eq!(told("é<é>"), "\"é<é>\"");
    }

    #[test]
    fn a_file_of_brackets_is_read_in_a_straight_line() {
        let begun = std::time::Instant::now();
        let text = "<".repeat(4 << 20);
        assert_eq!(Marks::new(&text).count(), 1);
        assert_eq!(Marks::new(&"<!-".repeat(1 << 20)).count(), 1);
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }
}
