//! XML that somebody wrote: elements that open and close, as far as it goes.
//!
//! Prefixes of names are dropped, because programs disagree about them; ends that do not fit cost
//! nothing; a document that breaks off says so. What is deliberately not here: entities that a document
//! declares itself (they are how small files become large ones).

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Raw};

/// Elements within each other that are followed.
const DEPTH_MAX: usize = 64;
/// The longest text of an element that is kept, in bytes.
const TEXT_MAX: usize = 64 << 10;
/// Bytes in which a declaration names its letters.
const HEAD: usize = 200;

/// What comes next.
pub(crate) enum Event<'e, 't> {
    /// An element begins.
    Open(&'e Tag<'t>),
    /// An element ends: its name and its text, when it holds no elements.
    Close(&'e str, &'e str),
    /// It goes on no further.
    Broken(String),
    /// The document ends; whether all elements were closed.
    End { whole: bool },
}

/// The beginning of an element.
pub(crate) struct Tag<'t> {
    start: BytesStart<'t>,
}

impl Tag<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// An attribute by its name without a prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        all.with_checks(false);
        let found = all.filter_map(Result::ok).find(|one| one.key.local_name().as_ref() == name)?;
        Some(unescaped(&found.value))
    }
}

/// Reads events of a text.
pub(crate) struct Events<'t> {
    reader: Reader<&'t [u8]>,
    names: Vec<String>,
    tag: Option<Tag<'t>>,
    deeper: usize,
    text: String,
    /// Elements that an end closes beside its own.
    pops: usize,
    closed: String,
    shown: String,
    empty: bool,
}

impl<'t> Events<'t> {
    pub(crate) fn new(text: &'t str) -> Events<'t> {
        let mut reader = Reader::from_str(text.trim_start());
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Events {
            reader,
            names: Vec::new(),
            tag: None,
            deeper: 0,
            text: String::new(),
            pops: 0,
            closed: String::new(),
            shown: String::new(),
            empty: false,
        }
    }

    /// The names of the elements that are open, the innermost last.
    pub(crate) fn path(&self) -> &[String] {
        &self.names
    }

    /// How many bytes were read.
    pub(crate) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// The next element that begins or ends.
    pub(crate) fn next(&mut self) -> Event<'_, 't> {
        if self.empty {
            self.empty = false;
            self.text.clear();
            self.pops = 1;
        }
        if self.pops > 0 {
            return self.pop();
        }
        loop {
            match self.reader.read_event() {
                Ok(Raw::Start(start)) => {
                    if self.names.len() == DEPTH_MAX {
                        self.deeper += 1;
                        continue;
                    }
                    return self.open(start);
                }
                Ok(Raw::Empty(start)) => {
                    if self.names.len() == DEPTH_MAX {
                        continue;
                    }
                    self.empty = true;
                    return self.open(start);
                }
                Ok(Raw::End(end)) => {
                    if self.deeper > 0 {
                        self.deeper -= 1;
                        continue;
                    }
                    let name = end.local_name();
                    let name: &str = name.into_inner();
                    let Some(above) = self.names.iter().rev().position(|open| open == name) else {
                        continue;
                    };
                    self.pops = above + 1;
                    return self.pop();
                }
                Ok(Raw::Text(text)) => self.push(&text.into_inner()),
                Ok(Raw::CData(text)) => self.push(&text.into_inner()),
                Ok(Raw::GeneralRef(reference)) => match reference.resolve_char_ref() {
                    Ok(Some(letter)) => self.push(letter.encode_utf8(&mut [0; 4])),
                    Ok(None) | Err(_) => self.push(entity(&reference)),
                },
                Ok(Raw::Eof) => return Event::End { whole: self.names.is_empty() },
                Ok(_) => {}
                Err(error) => return Event::Broken(error.to_string()),
            }
        }
    }

    fn open(&mut self, start: BytesStart<'t>) -> Event<'_, 't> {
        self.text.clear();
        let tag = self.tag.insert(Tag { start });
        self.names.push(tag.name().to_owned());
        Event::Open(tag)
    }

    fn push(&mut self, text: &str) {
        let room = TEXT_MAX.saturating_sub(self.text.len());
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
    }

    fn pop(&mut self) -> Event<'_, 't> {
        self.pops -= 1;
        self.closed = self.names.pop().unwrap_or_default();
        // What an outer element holds beside its elements is not told.
        self.shown = std::mem::take(&mut self.text);
        Event::Close(&self.closed, self.shown.trim())
    }
}

/// The five entities of XML.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

/// A value of an attribute without its entities.
pub(crate) fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, next)) = after.split_once(';').filter(|(name, _)| name.len() < 12) else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
        let number = number.or_else(|| name.strip_prefix('#').map(str::parse));
        match number.and_then(Result::ok).and_then(char::from_u32) {
            Some(letter) => out.push(letter),
            None => out.push_str(entity(name)),
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

/// A file as text: by its byte order mark, by what its declaration names, else UTF-8; what is no letter
/// becomes U+FFFD.
pub(crate) fn decode(bytes: Vec<u8>) -> String {
    let named = || {
        let head = &bytes[..bytes.len().min(HEAD)];
        let head = String::from_utf8_lossy(head).into_owned();
        let (_, rest) = head.split_once("encoding=")?;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        Encoding::for_label(rest[1..].split(quote).next()?.as_bytes())
    };
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding,
        // A declaration that can be read is in ASCII at least: it cannot be UTF-16.
        None => named().filter(|named| named.is_ascii_compatible()).unwrap_or(UTF_8),
    };
    if encoding == UTF_8 && !bytes.starts_with(b"\xef\xbb\xbf") {
        return match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
    }
    encoding.decode(&bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let mut events = Events::new(text);
        let mut out = Vec::new();
        loop {
            match events.next() {
                Event::Open(tag) => {
                    out.push(format!("<{} {}", tag.name(), tag.attribute("a").unwrap_or_default()));
                }
                Event::Close(name, text) => out.push(format!(">{name} {text:?}")),
                Event::Broken(_) => return out.join("; ") + "; broken",
                Event::End { whole } => return format!("{}; {whole}", out.join("; ")),
            }
        }
    }

    #[test]
    fn elements_open_and_close() {
        assert_eq!(
            told(
                "\n<g:x xmlns:g='u' a='1&amp;2&#50;'><y p:a='3'/> <z> a &lt;<![CDATA[&]]> </z></g:x>"
            ),
            "<x 1&22; <y 3; >y \"\"; <z ; >z \"a <&\"; >x \"\"; true"
        );
    }

    #[test]
    fn what_does_not_fit_costs_nothing() {
        assert_eq!(
            told("<x><y><z>1</y></q></x>"),
            "<x ; <y ; <z ; >z \"1\"; >y \"\"; >x \"\"; true"
        );
        assert_eq!(told("<x><y>1</y>"), "<x ; <y ; >y \"1\"; false");
        assert!(told("<x><y").ends_with("broken"));
        let deep = format!("{}{}<n>x</n>", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(told(&deep).ends_with(">n \"x\"; true"));
    }

    #[test]
    fn letters_are_those_that_the_declaration_names() {
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe9".to_vec()).chars().last(),
            Some('é')
        );
        assert_eq!(decode(b"\xff\xfea\0b\0".to_vec()), "ab");
        assert_eq!(decode(b"a\xffb".to_vec()), "a\u{fffd}b");
        assert_eq!(decode(b"\xef\xbb\xbfab".to_vec()), "ab");
        assert_eq!(decode(b"<?xml encoding=\"utf-16\"?>".to_vec()), "<?xml encoding=\"utf-16\"?>");
    }
}
