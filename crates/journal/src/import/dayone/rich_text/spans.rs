//! Runs of one line with their marks.

/// The longest name of an entity: `&CounterClockwiseContourIntegral;`.
const ENTITY_MAX: usize = 32;

/// A run of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    pub(super) highlight: bool,
    pub(super) link: Option<String>,
}

impl Span {
    fn is_like(&self, other: &Span) -> bool {
        (self.bold, self.italic, self.strike, self.code, self.highlight, &self.link)
            == (other.bold, other.italic, other.strike, other.code, other.highlight, &other.link)
    }
}

/// The Markdown of a line's runs. `at_start`: the line begins in the first column, where `#` and `-`
/// mean something.
pub(super) fn join(spans: &[Span], at_start: bool) -> String {
    // Runs that differ in nothing we keep would meet as `**a****b**`.
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut().filter(|last| last.is_like(span)) {
            Some(last) => last.text.push_str(&span.text),
            None => merged.push(span.clone()),
        }
    }
    let mut out = String::new();
    for span in &merged {
        write(span, at_start && out.is_empty(), &mut out);
    }
    out
}

fn write(span: &Span, at_start: bool, out: &mut String) {
    // Marks must touch letters: `** bold **` is not bold.
    let inner = span.text.trim();
    if inner.is_empty() {
        out.push_str(&span.text);
        return;
    }
    let start = span.text.len() - span.text.trim_start().len();
    let (before, after) = (&span.text[..start], &span.text[start + inner.len()..]);
    out.push_str(&indent(before, at_start));
    let mut marks = String::new();
    for (on, mark) in
        [(span.highlight, "=="), (span.strike, "~~"), (span.bold, "**"), (span.italic, "*")]
    {
        if on {
            marks.push_str(mark);
        }
    }
    let text = if span.code {
        code(inner)
    } else {
        escaped(inner, at_start && marks.is_empty() && span.link.is_none())
    };
    let text = format!("{marks}{text}{}", closing(&marks));
    match &span.link {
        Some(url) if *url == inner && is_bare(url) => out.push_str(url),
        Some(url) => out.push_str(&format!("[{text}]({})", target(url))),
        None => out.push_str(&text),
    }
    out.push_str(after);
}

/// The marks in the order in which they close.
fn closing(marks: &str) -> String {
    marks.chars().rev().collect()
}

/// White space before a line: four spaces would make code of it, no-break spaces look the same.
fn indent(before: &str, at_start: bool) -> String {
    let wide = before.contains('\t') || 3 < before.len();
    if at_start && wide {
        return before.replace('\t', "    ").replace(' ', "\u{a0}");
    }
    before.to_owned()
}

fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A web address that links itself when it stands alone.
fn is_bare(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web && !url.contains(['(', ')', '<', '>', ' ', '*', '_'])
}

/// The target of a link, in angle brackets when it has marks that would end it.
pub(super) fn target(url: &str) -> String {
    let url = url.replace(['\n', '<', '>'], "");
    if url.contains([' ', '(', ')']) { format!("<{url}>") } else { url }
}

/// Text in which nothing is a mark. Only what would be read as one gets its backslash, so that the
/// text stays pleasant to read and to edit.
pub(super) fn escaped(text: &str, at_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    if at_start && opens_block(text) {
        // `1. ` is opened by its point, everything else by its first letter.
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(&text[..digits]);
        out.push('\\');
        out.push_str(&text[digits..=digits]);
        inline(&text[digits + 1..], &mut out);
    } else {
        inline(text, &mut out);
    }
    out
}

fn inline(text: &str, out: &mut String) {
    let mut last: Option<char> = None;
    let mut address_end = 0;
    for (at, letter) in text.char_indices() {
        let rest = &text[at + letter.len_utf8()..];
        if address_end <= at && last.is_none_or(char::is_whitespace) {
            // An address is not touched: a backslash in it would become part of it.
            let word = text[at..].split(char::is_whitespace).next().unwrap_or_default();
            address_end = if word.contains("://") { at + word.len() } else { 0 };
        }
        if address_end <= at && is_mark(letter, last, rest) {
            out.push('\\');
        }
        out.push(letter);
        last = Some(letter);
    }
}

/// Whether a letter would be read as a mark, with `last` before it and `rest` behind.
fn is_mark(letter: char, last: Option<char>, rest: &str) -> bool {
    let next = rest.chars().next();
    let inside = |test: fn(char) -> bool| last.is_some_and(test) && next.is_some_and(test);
    match letter {
        '`' => true,
        '*' => !inside(char::is_whitespace),
        '_' => !inside(char::is_alphanumeric) && !inside(char::is_whitespace),
        '~' | '=' => next == Some(letter) || last == Some(letter),
        // Without its closing bracket nothing is a link, a footnote or a definition.
        ']' => matches!(next, Some('(' | '[' | ':')),
        '[' => next == Some('^'),
        '\\' => next.is_some_and(|next| next.is_ascii_punctuation()),
        '<' => {
            next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
        }
        '&' => {
            let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
            let len = rest.bytes().take(ENTITY_MAX).take_while(name).count();
            len != 0 && rest[len..].starts_with(';')
        }
        _ => false,
    }
}

/// Whether a line would be a heading, a quote, a list, a rule or a fence.
fn opens_block(text: &str) -> bool {
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let Some(first) = text.chars().next() else { return false };
    match first {
        '#' => spaced(text.trim_start_matches('#')),
        '>' => true,
        '-' | '+' => {
            spaced(&text[1..]) || text.trim_end().chars().all(|letter| matches!(letter, '-' | ' '))
        }
        '=' => text.trim_end().chars().all(|letter| letter == '='),
        '~' => text.starts_with("~~~"),
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &text[digits..];
            digits < 10 && rest.starts_with(['.', ')']) && spaced(&rest[1..])
        }
        _ => false,
    }
}
