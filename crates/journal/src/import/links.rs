//! Links and embedded files of Markdown, found outside code and rewritten.

use base::error::Result;

/// The longest target of a link, in bytes. A limit, so that a line of brackets is not read again for
/// each of them.
const TARGET_MAX: usize = 4096;

/// A link to something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link<'a> {
    pub(super) form: Form,
    /// What is shown: the words in brackets, or behind the bar of `![[a|b]]`.
    pub(super) label: &'a str,
    /// Where to, as written, without angle brackets and title.
    pub(super) target: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// `![label](target)`
    Image,
    /// `[label](target)`
    Link,
    /// `![[target|label]]`
    Embed,
}

/// A piece of text outside code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// It is part of a heading.
    pub(super) heading: bool,
    /// What stands before it on its line is code, not a space.
    pub(super) after_code: bool,
}

/// Rewrites links: the answer of `rewrite` takes the link's place, `None` leaves it.
pub(super) fn rewrite_links(
    text: &str,
    rewrite: &mut dyn FnMut(Link<'_>) -> Result<Option<String>>,
) -> Result<String> {
    outside_code(text, &mut |piece, out| rewrite_piece(piece.text, rewrite, out))
}

/// Copies a text, giving the pieces outside code to `copy`, which writes what takes their place.
pub(super) fn outside_code(
    text: &str,
    copy: &mut dyn FnMut(Piece<'_>, &mut String) -> Result<()>,
) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let mark = fence_of(trimmed);
        match fence {
            Some(open) => {
                let closes = mark.is_some_and(|mark| mark.starts_with(open))
                    && trimmed.trim_end().len() == mark.map_or(0, str::len);
                if closes {
                    fence = None;
                }
                out.push_str(line);
            }
            None if mark.is_some() => {
                fence = mark;
                out.push_str(line);
            }
            None => copy_line(line, copy, &mut out)?,
        }
    }
    Ok(out)
}

/// The backticks or tildes that open or close a block of code.
fn fence_of(line: &str) -> Option<&str> {
    ["`", "~"].into_iter().find_map(|mark| {
        let len = line.len() - line.trim_start_matches(mark).len();
        // A line with a later backtick is a span of code.
        let spans = mark == "`" && line[len..].contains('`');
        (3 <= len && !spans).then_some(&line[..len])
    })
}

fn copy_line(
    line: &str,
    copy: &mut dyn FnMut(Piece<'_>, &mut String) -> Result<()>,
    out: &mut String,
) -> Result<()> {
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    let heading = (1..=6).contains(&hashes) && line[hashes..].starts_with([' ', '\t', '\n']);
    let mut rest = line;
    let mut after_code = false;
    while let Some(at) = rest.find('`') {
        let ticks = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        let inner = &rest[at + ticks..];
        let Some(end) = closing_ticks(inner, ticks) else { break };
        copy(Piece { text: &rest[..at], heading, after_code }, out)?;
        out.push_str(&rest[at..at + ticks + end + ticks]);
        rest = &inner[end + ticks..];
        after_code = true;
    }
    copy(Piece { text: rest, heading, after_code }, out)
}

/// Where a run of exactly so many backticks begins.
fn closing_ticks(text: &str, ticks: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
        if run == ticks {
            return Some(start);
        }
        at = start + run;
    }
    None
}

fn rewrite_piece(
    text: &str,
    rewrite: &mut dyn FnMut(Link<'_>) -> Result<Option<String>>,
    out: &mut String,
) -> Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let at = if rest[..at].ends_with('!') { at - 1 } else { at };
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match read_link(rest) {
            Some((link, len)) => {
                match rewrite(link)? {
                    Some(written) => out.push_str(&written),
                    None => out.push_str(&rest[..len]),
                }
                len
            }
            // Only the bracket: what stands within may be a link (`[![photo](a)](b)`).
            None => {
                let len = if rest.starts_with('!') { 2 } else { 1 };
                out.push_str(&rest[..len]);
                len
            }
        };
        rest = &rest[len..];
    }
    out.push_str(rest);
    Ok(())
}

/// The link that a text begins with, and its length.
fn read_link(text: &str) -> Option<(Link<'_>, usize)> {
    if let Some(inner) = text.strip_prefix("![[") {
        let end = inner.find(['[', ']']).filter(|end| inner[*end..].starts_with("]]"))?;
        let (target, label) = inner[..end].split_once('|').unwrap_or((&inner[..end], ""));
        return Some((Link { form: Form::Embed, label, target }, 3 + end + 2));
    }
    let (form, inner) = match text.strip_prefix("![") {
        Some(inner) => (Form::Image, inner),
        None => (Form::Link, text.strip_prefix('[')?),
    };
    let end = inner.find([']', '['])?;
    let label = &inner[..end];
    let rest = inner[end..].strip_prefix("](")?;
    let (target, len) = read_target(rest)?;
    let start = text.len() - rest.len();
    Some((Link { form, label, target }, start + len))
}

/// The target at the start of a text, and the length to the closing parenthesis.
fn read_target(text: &str) -> Option<(&str, usize)> {
    if let Some(inner) = text.strip_prefix('<') {
        let end = inner.find(['>', '<', '\n']).filter(|end| inner[*end..].starts_with('>'))?;
        let close = inner[end..].find([')', '(', '\n'])?;
        if !inner[end + close..].starts_with(')') {
            return None;
        }
        return Some((&inner[..end], 1 + end + close + 1));
    }
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at < TARGET_MAX) {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => {
                let inner = text[..at].trim();
                // A title follows the target: `(a.png "By the sea")`.
                let target = inner
                    .find([' ', '\t'])
                    .filter(|space| inner[*space..].trim_start().starts_with(['"', '\'', '(']));
                let target = target.map_or(inner, |space| &inner[..space]);
                return Some((target, at + 1));
            }
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// `%20` as a space; what does not decode to UTF-8 stays as it is.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let decoded =
            hex.filter(|_| *byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
