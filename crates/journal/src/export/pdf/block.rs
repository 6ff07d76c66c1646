//! Blocks of a body (paragraphs, headings, lists, quotes, code, tables) to lines on pages.

use comrak::nodes::{AstNode, ListType, NodeValue, TableAlignment};
use comrak::{Arena, parse_document};

use super::face::{Face, Faces};
use super::page::{Mark, Pages, Tint};
use super::paragraph::{Ink, Span, Style, lines};
use super::picture::{Framed, place};
use super::span::{Shown, hanging_spaces, spans};
use crate::markdown;

/// Quotes and lists nested deeper are set at this depth: the text must keep some width.
const DEPTH_MAX: usize = 6;
/// The size and line height of the body.
const SIZE: f32 = 10.0;
const LEADING: f32 = 15.0;
/// What a list or quote moves to the right.
const INDENT: f32 = 15.0;
/// White between the columns of a table.
const PAD: f32 = 10.0;

/// A body being set.
pub(super) struct Setting<'b> {
    pub faces: &'b mut Faces,
    pub pages: &'b mut Pages,
    /// Gives a picture of the entry by its content hash.
    pub picture: &'b mut dyn FnMut(&str) -> Option<Framed>,
    style: Style,
    leading: f32,
    /// White after a paragraph, in parts of the line height.
    between: f32,
}

impl<'b> Setting<'b> {
    pub(super) fn new(
        faces: &'b mut Faces,
        pages: &'b mut Pages,
        picture: &'b mut dyn FnMut(&str) -> Option<Framed>,
    ) -> Setting<'b> {
        let style = Style::new(Face::Serif, SIZE, Ink::First);
        Setting { faces, pages, picture, style, leading: LEADING, between: 0.45 }
    }

    /// Sets a whole body.
    pub(super) fn body(&mut self, body: &str) {
        let arena = Arena::new();
        self.children(parse_document(&arena, body, &markdown::dialect()), 0);
    }

    fn children<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        for child in node.children() {
            self.block(child, depth);
        }
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        if depth > DEPTH_MAX {
            return self.flattened(node);
        }
        match &node.data().value {
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(heading) => self.heading(node, heading.level),
            NodeValue::BlockQuote => self.quote(node, depth),
            NodeValue::List(list) => {
                let first = (list.list_type == ListType::Ordered).then_some(list.start);
                let between =
                    std::mem::replace(&mut self.between, if list.tight { 0.1 } else { 0.45 });
                self.list(node, first, depth);
                self.between = between;
            }
            NodeValue::CodeBlock(code) => self.code(&code.literal),
            NodeValue::ThematicBreak => self.rule(),
            NodeValue::Table(table) => self.table(node, &table.alignments),
            NodeValue::FootnoteDefinition(note) => self.footnote(node, &note.name, depth),
            NodeValue::HtmlBlock(html) => {
                let text = markdown::html::strip(&html.literal);
                self.text(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            _ => self.children(node, depth + 1),
        }
    }

    /// Everything inside as paragraphs, without nesting.
    fn flattened<'a>(&mut self, node: &'a AstNode<'a>) {
        let inner: Vec<_> = node.descendants().collect();
        for node in inner {
            match &node.data().value {
                NodeValue::Paragraph | NodeValue::Heading(_) => self.paragraph(node),
                NodeValue::CodeBlock(code) => self.code(&code.literal),
                NodeValue::HtmlBlock(html) => self.text(markdown::html::strip(&html.literal)),
                NodeValue::TableCell => self.paragraph(node),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: String) {
        if !text.trim().is_empty() {
            let spans = [Span { style: self.style.clone(), text }];
            self.set(&spans, self.leading);
        }
    }

    fn set(&mut self, spans: &[Span], leading: f32) {
        let lines = lines(self.faces, spans, self.pages.width);
        self.pages.lines(&lines, leading);
        self.pages.gap(leading * self.between);
    }

    fn paragraph<'a>(&mut self, node: &'a AstNode<'a>) {
        let (spans, shown) = spans(node, &self.style);
        if spans.iter().any(|span| !span.text.trim().is_empty()) {
            self.set(&spans, self.leading);
        }
        self.pictures(shown);
    }

    /// Pictures stand after the block that shows them; what cannot be printed is named.
    fn pictures(&mut self, shown: Vec<Shown>) {
        let mut pictures = Vec::new();
        let mut missing = Vec::new();
        for (hash, name) in shown {
            match (self.picture)(&hash) {
                Some(framed) => pictures.push(framed),
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            let style = Style::new(Face::Sans, 7.3, Ink::Second);
            self.set(&[Span { style, text: format!("Not printed: {}", missing.join(", ")) }], 11.0);
        }
        place(self.pages, &pictures);
    }

    fn heading<'a>(&mut self, node: &'a AstNode<'a>, level: u8) {
        let (size, leading) = match level {
            1 => (12.5, 17.0),
            2 => (11.2, 16.0),
            _ => (10.0, 15.0),
        };
        let style = Style::new(Face::SerifBold, size, self.style.ink);
        let (spans, shown) = spans(node, &style);
        self.pages.gap(6.0);
        // A heading never stands alone at the foot of a page.
        self.pages.need(leading + 2.0 * LEADING);
        let lines = lines(self.faces, &spans, self.pages.width);
        self.pages.lines(&lines, leading);
        self.pages.gap(2.5);
        self.pictures(shown);
    }

    fn quote<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        let ink = std::mem::replace(&mut self.style.ink, Ink::Second);
        self.pages.gap(2.0);
        self.pages.need(2.0 * self.leading);
        self.pages.bars.push(self.pages.x + 1.0);
        self.indented(|setting| setting.children(node, depth + 1));
        self.pages.bars.pop();
        self.style.ink = ink;
        self.pages.gap(3.0);
    }

    fn indented(&mut self, set: impl FnOnce(&mut Self)) {
        self.pages.x += INDENT;
        self.pages.width -= INDENT;
        set(self);
        self.pages.x -= INDENT;
        self.pages.width += INDENT;
    }

    fn list<'a>(&mut self, node: &'a AstNode<'a>, first: Option<usize>, depth: usize) {
        for (index, item) in node.children().enumerate() {
            let marker = match (&item.data().value, first) {
                (NodeValue::TaskItem(task), _) if task.symbol.is_some() => "☑".to_owned(),
                (NodeValue::TaskItem(_), _) => "☐".to_owned(),
                (_, Some(first)) => format!("{}.", first.saturating_add(index)),
                (_, None) => "•".to_owned(),
            };
            // Room for two lines, so that the mark and its first line stay on one page.
            self.pages.need(2.0 * self.leading);
            let style = Style { ink: Ink::Second, ..self.style.clone() };
            let marks = lines(self.faces, &[Span { style, text: marker }], self.pages.width);
            let (page, y) = (self.pages.done.len(), self.pages.y);
            let baseline = y + (self.leading - self.style.size) / 2.0 + self.style.size * 0.79;
            for line in &marks {
                // Numbers end where bullets end, so that the words align.
                let x = self.pages.x
                    + if first.is_some() { (INDENT - 4.0 - line.width).min(1.0) } else { 1.5 };
                self.pages.line_at(line, x, baseline);
            }
            self.indented(|setting| setting.children(item, depth + 1));
            if self.pages.done.len() == page && self.pages.y <= y {
                self.pages.y += self.leading; // An item without words still has its line.
            }
        }
        self.pages.gap(if self.between < 0.2 { 4.0 } else { 2.0 });
    }

    fn code(&mut self, literal: &str) {
        let style = Style::new(Face::Mono, 8.0, Ink::First);
        self.pages.gap(2.0);
        for line in literal.trim_end().lines() {
            let text = hanging_spaces(line);
            let spans = [Span { style: style.clone(), text }];
            for line in lines(self.faces, &spans, self.pages.width - 16.0) {
                self.pages.need(12.0);
                let (x, y, width) = (self.pages.x, self.pages.y, self.pages.width);
                self.pages.put(Mark::Box {
                    x,
                    y,
                    width,
                    height: 12.1,
                    ink: Tint::Shade,
                    radius: 0.0,
                });
                self.pages.line(&line, x + 8.0, 12.0);
            }
        }
        self.pages.gap(8.0);
    }

    fn rule(&mut self) {
        self.pages.gap(7.0);
        self.pages.need(1.0);
        let (x, y) = (self.pages.x + self.pages.width / 2.0 - 24.0, self.pages.y);
        self.pages.put(Mark::Box { x, y, width: 48.0, height: 0.7, ink: Tint::Line, radius: 0.0 });
        self.pages.y += 1.0;
        self.pages.gap(12.0);
    }

    fn footnote<'a>(&mut self, node: &'a AstNode<'a>, name: &str, depth: usize) {
        let before = std::mem::replace(&mut self.style.size, 8.2);
        let leading = std::mem::replace(&mut self.leading, 12.0);
        self.pages.need(2.0 * self.leading);
        let style = Style::new(Face::Sans, 6.5, Ink::Second);
        let mark = lines(self.faces, &[Span { style, text: name.to_owned() }], INDENT);
        let y = self.pages.y + 8.4;
        for line in mark.iter().take(1) {
            self.pages.line_at(line, self.pages.x, y);
        }
        self.indented(|setting| setting.children(node, depth + 1));
        self.style.size = before;
        self.leading = leading;
    }

    fn table<'a>(&mut self, table: &'a AstNode<'a>, sides: &[TableAlignment]) {
        const COLUMN_MIN: f32 = 18.0;
        let style = Style { size: 8.8, ..self.style.clone() };
        let mut shown = Vec::new();
        let rows: Vec<Vec<Vec<Span>>> = table
            .children()
            .map(|row| {
                let is_head = matches!(row.data().value, NodeValue::TableRow(true));
                let face = if is_head { Face::SerifBold } else { Face::Serif };
                let style = Style { face, ..style.clone() };
                row.children()
                    .map(|cell| {
                        let (spans, pictures) = spans(cell, &style);
                        shown.extend(pictures);
                        spans
                    })
                    .collect()
            })
            .collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![COLUMN_MIN; columns];
        for row in &rows {
            for (cell, width) in row.iter().zip(&mut widths) {
                let natural = lines(self.faces, cell, 1_000.0)
                    .iter()
                    .map(|line| line.width)
                    .fold(0.0, f32::max);
                *width = width.max(natural + PAD);
            }
        }
        // Wide columns give way to narrow ones until all fit.
        let room = self.pages.width.max(COLUMN_MIN);
        let mut share = room;
        while widths.iter().map(|width| width.min(share)).sum::<f32>() > room && share > COLUMN_MIN
        {
            share *= 0.95;
        }
        for width in &mut widths {
            *width = width.min(share.max(COLUMN_MIN));
        }
        for row in &rows {
            self.table_row(row, &widths, sides);
        }
        self.pages.gap(8.0);
        self.pictures(shown);
    }

    fn table_row(&mut self, row: &[Vec<Span>], widths: &[f32], sides: &[TableAlignment]) {
        const LEADING: f32 = 12.5;
        let cells: Vec<_> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| lines(self.faces, cell, (width - PAD).max(8.0)))
            .collect();
        let tallest = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        self.pages.need(LEADING * tallest.min(20) as f32 + 4.0);
        for index in 0..tallest {
            self.pages.need(LEADING);
            let mut x = self.pages.x;
            let baseline = self.pages.y + 9.6;
            for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
                if let Some(line) = cell.get(index) {
                    let room = width - PAD - line.width;
                    let shift = match sides.get(column) {
                        Some(TableAlignment::Right) => room,
                        Some(TableAlignment::Center) => room / 2.0,
                        Some(TableAlignment::Left | TableAlignment::None) | None => 0.0,
                    };
                    self.pages.line_at(line, x + shift, baseline);
                }
                x += width;
            }
            self.pages.y += LEADING;
        }
        let (x, y, width) = (self.pages.x, self.pages.y + 1.5, widths.iter().sum());
        self.pages.put(Mark::Box { x, y, width, height: 0.5, ink: Tint::Line, radius: 0.0 });
        self.pages.y += 3.5;
    }
}
