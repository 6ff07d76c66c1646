//! Lines of rich text, joined to blocks of Markdown.

use super::spans::{self, Span};

/// Spaces for one level of a list: enough to stand under `-`, `1.` and `10.`, too few for code.
const INDENT: usize = 4;

/// One line.
#[derive(Default)]
pub(super) struct Line {
    pub(super) style: Style,
    pub(super) spans: Vec<Span>,
}

/// What a line is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Style {
    #[default]
    Plain,
    Header(u8),
    Bullet {
        depth: usize,
    },
    Number {
        depth: usize,
        index: Option<u64>,
    },
    Check {
        depth: usize,
        checked: bool,
    },
    Quote,
    Code,
    /// Markdown that is ready: an attachment, a rule, a table.
    Block(String),
}

/// Lines that follow each other without an empty line between are of one kind.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    List,
    Quote,
    Code,
    Alone,
}

impl Style {
    fn kind(&self) -> Kind {
        match self {
            Style::Plain => Kind::Plain,
            Style::Bullet { .. } | Style::Number { .. } | Style::Check { .. } => Kind::List,
            Style::Quote => Kind::Quote,
            Style::Code => Kind::Code,
            Style::Header(_) | Style::Block(_) => Kind::Alone,
        }
    }

    fn depth(&self) -> usize {
        match self {
            Style::Bullet { depth } | Style::Number { depth, .. } | Style::Check { depth, .. } => {
                *depth
            }
            Style::Plain | Style::Header(_) | Style::Quote | Style::Code | Style::Block(_) => 0,
        }
    }
}

/// The Markdown of all lines.
pub(super) fn join(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut last: Option<Kind> = None;
    let mut list = List::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let kind = line.style.kind();
        let empty = line.spans.is_empty() && matches!(kind, Kind::Plain | Kind::Alone);
        if empty && !matches!(line.style, Style::Block(_)) {
            out.push('\n');
            last = None;
            at += 1;
            continue;
        }
        // The last line has no newline of its own yet when an empty one must come between.
        if last.is_some_and(|last| last != kind || kind == Kind::Alone) {
            out.push('\n');
        }
        if kind != Kind::List {
            list = List::default();
        }
        if kind == Kind::Code {
            let run = lines[at..].iter().take_while(|line| line.style == Style::Code).count();
            out.push_str(&fenced(&code(&lines[at..at + run])));
            at += run;
        } else {
            line.write(&mut list, &mut out);
            at += 1;
        }
        out.push('\n');
        last = Some(kind);
    }
    tidy(&out)
}

/// How deep the list is, so that a level that was left out does not make code of an item.
#[derive(Default)]
struct List {
    depth: Option<usize>,
    numbers: Vec<u64>,
}

impl List {
    fn item(&mut self, depth: usize) -> usize {
        let deepest = self.depth.map_or(0, |depth| depth + 1);
        let depth = depth.min(deepest);
        self.depth = Some(depth);
        self.numbers.resize(depth + 1, 0);
        depth
    }

    fn number(&mut self, index: Option<u64>) -> u64 {
        let Some(last) = self.numbers.last_mut() else { return 1 };
        *last = index.filter(|index| *index < 1_000_000_000).unwrap_or(*last + 1);
        *last
    }
}

impl Line {
    /// Whether the text stands where `#` and `-` would mean something.
    fn starts_a_block(&self) -> bool {
        matches!(self.style.kind(), Kind::Plain | Kind::List | Kind::Quote)
    }

    fn write(&self, list: &mut List, out: &mut String) {
        let text = spans::join(&self.spans, self.starts_a_block());
        let depth = match self.style.kind() {
            Kind::List => list.item(self.style.depth()),
            Kind::Plain | Kind::Quote | Kind::Code | Kind::Alone => 0,
        };
        out.push_str(&" ".repeat(depth * INDENT));
        match &self.style {
            Style::Plain => out.push_str(&text),
            Style::Header(level) => {
                out.push_str(&"#".repeat(usize::from(*level)));
                out.push(' ');
                out.push_str(text.trim());
            }
            Style::Bullet { .. } => out.push_str(&format!("- {}", text.trim())),
            Style::Number { index, .. } => {
                let number = list.number(*index);
                out.push_str(&format!("{number}. {}", text.trim()));
            }
            Style::Check { checked, .. } => {
                let mark = if *checked { 'x' } else { ' ' };
                out.push_str(&format!("- [{mark}] {}", text.trim()));
            }
            Style::Quote => out.push_str(format!("> {text}").trim_end()),
            Style::Block(block) => out.push_str(block),
            Style::Code => {}
        }
    }
}

fn code(lines: &[Line]) -> String {
    let plain = |line: &Line| line.spans.iter().map(|span| span.text.as_str()).collect::<String>();
    lines.iter().map(plain).collect::<Vec<_>>().join("\n")
}

/// A block of code, its fence longer than any within.
pub(super) fn fenced(code: &str) -> String {
    let longest =
        code.lines().map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count());
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    format!("{fence}\n{code}\n{fence}")
}

/// No more than two empty lines together, none at the ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut newlines = 0;
    for letter in text.trim_matches('\n').chars() {
        newlines = if letter == '\n' { newlines + 1 } else { 0 };
        if newlines <= 3 {
            out.push(letter);
        }
    }
    out.trim_end().to_owned()
}
