//! The pages before the body (title, contents) and after it (how it was made, what is missing).

use super::face::Face;
use super::page::{BOTTOM, Goal, MARGIN_TOP, MEASURE, Mark, PAGE_HEIGHT, Page, Pages, Tint};
use super::paragraph::{Ink, Line};
use super::{Book, Cover};
use crate::export::{counted, long_date};

/// How many of the characters and names that could not be printed are listed.
const LISTED_MAX: usize = 40;

/// Title page, an empty page behind it, contents; an even number, so that the body begins on the right.
pub(super) fn front(book: &mut Book<'_>, cover: &Cover) -> Vec<Page> {
    let mut pages = Pages::new();
    pages.need(0.0);
    title(book, cover, &mut pages);
    pages.done.push(Page::default());
    if book.months.len() > 1 {
        contents(book, &mut pages);
    }
    if !pages.done.len().is_multiple_of(2) {
        pages.done.push(Page::default());
    }
    pages.done
}

fn centered(pages: &mut Pages, line: &Line, y: f32) {
    pages.line_at(line, (MEASURE - line.width) / 2.0, y);
}

fn title(book: &mut Book<'_>, cover: &Cover, pages: &mut Pages) {
    let mut y = PAGE_HEIGHT * 0.36;
    for line in book.set(Face::Serif, 32.0, Ink::First, &cover.title, MEASURE * 0.9) {
        centered(pages, &line, y);
        y += 39.0;
    }
    y -= 14.0;
    let x = MEASURE / 2.0 - 16.0;
    pages.put(Mark::Box {
        x,
        y,
        width: 32.0,
        height: 0.8,
        ink: Tint::Ink(Ink::Accent),
        radius: 0.0,
    });
    y += 24.0;
    if let (Some(first), Some(last)) = (book.first_day, book.last_day) {
        let day = |day: base::day::Day| day.date().strftime("%-d %B %Y").to_string();
        let range =
            if first == last { day(first) } else { format!("{} – {}", day(first), day(last)) };
        for line in book.set(Face::SerifItalic, 12.0, Ink::Second, &range, MEASURE) {
            centered(pages, &line, y);
            y += 16.0;
        }
    }
    let counts = format!(
        "{} · {}",
        counted(book.entries, "entry", "entries"),
        counted(book.words, "word", "words")
    );
    for line in book.set(Face::Sans, 7.5, Ink::Second, &counts, MEASURE) {
        centered(pages, &line, BOTTOM);
    }
}

fn contents(book: &mut Book<'_>, pages: &mut Pages) {
    const ROW: f32 = 17.0;
    pages.open_chapter("Contents");
    pages.y = MARGIN_TOP + 40.0;
    for line in book.set(Face::Serif, 22.0, Ink::First, "Contents", MEASURE) {
        pages.line(&line, 0.0, 30.0);
    }
    pages.y += 14.0;
    let mut year = None;
    for index in 0..book.months.len() {
        let month = &book.months[index];
        let (date, page, entries) = (month.first.date(), month.page, month.entries);
        if year != Some(date.year()) {
            year = Some(date.year());
            pages.gap(8.0);
            pages.need(3.0 * ROW);
            for line in book.set(Face::Sans, 8.0, Ink::Accent, &date.year().to_string(), MEASURE) {
                pages.line(&line, 0.0, ROW);
            }
        }
        pages.need(ROW);
        let baseline = pages.y + 12.0;
        let name =
            book.set(Face::Serif, 11.0, Ink::First, &date.strftime("%B").to_string(), MEASURE);
        let number = book.set(Face::Serif, 11.0, Ink::First, &(page + 1).to_string(), MEASURE);
        let count = counted(entries, "entry", "entries");
        let count = book.set(Face::Sans, 7.3, Ink::Second, &count, MEASURE);
        for line in &name {
            pages.line_at(line, 0.0, baseline);
        }
        for line in &count {
            pages.line_at(line, 84.0, baseline);
        }
        for line in &number {
            pages.line_at(line, MEASURE - line.width, baseline);
        }
        let (y, width) = (pages.y, MEASURE);
        pages.put(Mark::Link { x: 0.0, y, width, height: ROW, to: Goal::Page(page) });
        pages.put(Mark::Box {
            x: 0.0,
            y: y + ROW - 0.5,
            width,
            height: 0.4,
            ink: Tint::Line,
            radius: 0.0,
        });
        pages.y += ROW;
    }
}

/// The last page.
pub(super) fn colophon(
    book: &mut Book<'_>,
    cover: &Cover,
    replaced: &[(String, usize)],
) -> Vec<Page> {
    let mut text = format!(
        "Made with Everkept on {}. Set in Source Serif 4 and Inter.",
        long_date(cover.made)
    );
    if !replaced.is_empty() {
        let boxes: usize = replaced.iter().map(|(_, count)| count).sum();
        text.push_str(&format!(
            "\n\nThe fonts of this book lack {}; a box □ stands in {}. They are kept in the journal. By code: {}",
            counted(replaced.len(), "character", "characters"),
            counted(boxes, "place", "places"),
            listed(replaced.iter().map(|(grapheme, _)| codes(grapheme)))
        ));
    }
    if !book.not_printed.is_empty() {
        text.push_str(&format!("\n\nNot printed: {}", listed(book.not_printed.iter().cloned())));
    }
    let mut pages = Pages::new();
    pages.need(0.0);
    let lines = book.set(Face::Sans, 7.5, Ink::Second, &text, MEASURE * 0.86);
    let height = 12.0 * lines.len() as f32;
    pages.y = (BOTTOM - height).max(MARGIN_TOP);
    pages.lines(&lines, 12.0);
    pages.done
}

fn codes(grapheme: &str) -> String {
    let codes = grapheme.chars().map(|char| format!("U+{:04X}", u32::from(char)));
    codes.collect::<Vec<_>>().join(" ")
}

fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    let shown = items.iter().take(LISTED_MAX).cloned().collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(LISTED_MAX) {
        0 => format!("{shown}."),
        more => format!("{shown} and {more} more."),
    }
}
