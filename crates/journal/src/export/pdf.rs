//! A printed book of the journal: title page, contents, a chapter a month, page numbers.
//!
//! Entries go in one after another and are set at once; what is kept until the end is a list of lines
//! with their places (about 150 bytes a line), because the contents come before the pages that they
//! count. Pictures are asked for twice, once for their shape and once to draw them, and only one is in
//! memory at a time. What is deliberately not here: writing from right to left, and scripts that no
//! bundled font has; their characters are shown as boxes and reported. Start reading at [`book`].

use std::collections::BTreeSet;

use base::day::Day;
use base::error::{Code, Error, Result};

use self::block::Setting;
use self::face::{Face, Faces};
use self::page::{MARGIN_TOP, MEASURE, Mark, Pages, Tint};
use self::paragraph::{Ink, Line, Span, Style, lines};
use self::picture::{Framed, aspect, place};
use super::{Cover, EntryOut, MediaOut, month_year};
use crate::markdown;

mod block;
mod draw;
mod face;
mod front;
mod page;
mod paragraph;
mod picture;
mod span;

/// The longest book. A page takes about 10 kB of memory until the file is written (measured on 7,590
/// pages of words), so this stays below 1 GB; fifty thousand entries of 200 words are 38,000 pages.
pub(crate) const PAGES_MAX: usize = 60_000;

/// What a book holds, and what it could not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BookReport {
    /// All pages, with the first ones.
    pub pages: usize,
    /// Entries in it.
    pub entries: usize,
    /// Pictures in it.
    pub pictures: usize,
    /// Characters that no bundled font has, each with how often a box stands for it.
    pub replaced: Vec<(String, usize)>,
    /// Attachments that paper cannot show or whose bytes were not there: their names.
    pub not_printed: Vec<String>,
}

/// A chapter.
struct Month {
    first: Day,
    /// The page of the body that it opens, from 0.
    page: usize,
    days: BTreeSet<i8>,
    entries: usize,
}

struct Book<'a> {
    faces: Faces,
    pages: Pages,
    months: Vec<Month>,
    pictures: Vec<MediaOut>,
    load: &'a dyn Fn(&MediaOut) -> Option<Vec<u8>>,
    not_printed: Vec<String>,
    last_day: Option<Day>,
    first_day: Option<Day>,
    entries: usize,
    words: usize,
}

/// Sets and writes the book. `picture` gives the bytes of a picture (JPEG, PNG, WebP, GIF, TIFF or
/// BMP, best about 1,400 pixels wide) or `None` if they are not here.
///
/// # Errors
/// The first error of `entries`; `Invalid` when the range fills more than [`PAGES_MAX`] pages;
/// `Internal` when the file cannot be made.
pub(crate) fn book(
    cover: &Cover,
    entries: impl Iterator<Item = Result<EntryOut>>,
    picture: &dyn Fn(&MediaOut) -> Option<Vec<u8>>,
) -> Result<(Vec<u8>, BookReport)> {
    let mut book = Book {
        faces: Faces::load(),
        pages: Pages::new(),
        months: Vec::new(),
        pictures: Vec::new(),
        load: picture,
        not_printed: Vec::new(),
        last_day: None,
        first_day: None,
        entries: 0,
        words: 0,
    };
    for entry in entries {
        book.entry(&entry?);
        if book.pages.done.len() > PAGES_MAX {
            let message = format!("a book has at most {PAGES_MAX} pages: choose fewer days");
            return Err(Error::new(Code::Invalid, message).at("range"));
        }
    }
    book.close_month();
    draw::write(book, cover)
}

impl Book<'_> {
    fn entry(&mut self, entry: &EntryOut) {
        let same_month = self.months.last().is_some_and(|month| {
            month.first.date().first_of_month() == entry.date.date().first_of_month()
        });
        if !same_month {
            self.close_month();
            self.open_month(entry.date);
        }
        if let Some(month) = self.months.last_mut() {
            month.days.insert(entry.date.date().day());
            month.entries += 1;
        }
        self.first_day = Some(self.first_day.map_or(entry.date, |first| first.min(entry.date)));
        self.entries += 1;
        self.words += markdown::word_count(&markdown::plain_text(&entry.body));
        self.head(entry);
        self.body(entry);
        self.foot(entry);
        self.last_day = Some(self.last_day.map_or(entry.date, |last| last.max(entry.date)));
    }

    fn open_month(&mut self, day: Day) {
        self.pages.open_chapter(&month_year(day));
        let page = self.pages.done.len() - 1;
        self.months.push(Month { first: day, page, days: BTreeSet::new(), entries: 0 });
        self.last_day = None;
        self.pages.y = MARGIN_TOP + 62.0;
        self.say(Face::Sans, 8.5, Ink::Second, &day.date().year().to_string(), 14.0);
        self.say(Face::Serif, 30.0, Ink::First, &day.date().strftime("%B").to_string(), 40.0);
        self.pages.y = MARGIN_TOP + 168.0;
    }

    /// Marks the days of the month that have an entry on the page that opened it.
    fn close_month(&mut self) {
        const STEP: f32 = 8.6;
        let Some(month) = self.months.last() else { return };
        let Some(page) = self.pages.done.get_mut(month.page) else { return };
        for day in 1..=month.first.date().days_in_month() {
            let written = month.days.contains(&day);
            let ink = if written { Tint::Ink(Ink::Accent) } else { Tint::Line };
            let size = if written { 4.6 } else { 3.4 };
            let x = STEP * f32::from(day - 1) + (4.6 - size) / 2.0;
            let y = MARGIN_TOP + 130.0 + (4.6 - size) / 2.0;
            page.marks.push(Mark::Box { x, y, width: size, height: size, ink, radius: size / 2.0 });
        }
    }

    fn set(&mut self, face: Face, size: f32, ink: Ink, text: &str, measure: f32) -> Vec<Line> {
        let style = Style::new(face, size, ink);
        lines(&mut self.faces, &[Span { style, text: text.to_owned() }], measure)
    }

    fn say(&mut self, face: Face, size: f32, ink: Ink, text: &str, leading: f32) {
        let lines = self.set(face, size, ink, text, MEASURE);
        self.pages.lines(&lines, leading);
    }

    fn head(&mut self, entry: &EntryOut) {
        let title = self.set(Face::SerifBold, 13.0, Ink::First, &entry.title, MEASURE);
        let title = if entry.title.trim().is_empty() { Vec::new() } else { title };
        let circumstances = entry.circumstances();
        let same_day = self.last_day == Some(entry.date);
        self.pages.gap(if same_day { 14.0 } else { 22.0 });
        // The head and three lines of what follows stay together.
        let day_height = if same_day { 0.0 } else { 30.0 };
        self.pages.need(day_height + 17.0 * title.len() as f32 + 14.0 + 48.0);
        if same_day {
            self.pages.gap(2.0);
        } else {
            self.day(entry);
        }
        if entry.starred {
            let star = self.set(Face::Sans, 8.5, Ink::Accent, "★", MEASURE);
            let back = if same_day { -9.0 } else { 9.0 };
            for line in &star {
                self.pages.line_at(line, MEASURE - line.width, self.pages.y - back);
            }
        }
        self.pages.lines(&title, 17.0);
        if !circumstances.is_empty() {
            self.pages.gap(1.0);
            self.say(Face::Sans, 7.3, Ink::Second, &circumstances, 11.5);
        }
        self.pages.gap(4.0);
    }

    /// The day's number, large, and its weekday on the same baseline.
    fn day(&mut self, entry: &EntryOut) {
        let date = entry.date.date();
        let number = self.set(Face::Serif, 26.0, Ink::Accent, &date.day().to_string(), MEASURE);
        let weekday = date.strftime("%A").to_string();
        let weekday = self.set(Face::Sans, 7.8, Ink::Second, &weekday, MEASURE);
        let baseline = self.pages.y + 21.0;
        let mut x = 0.0;
        for line in number.iter().chain(&weekday) {
            self.pages.line_at(line, x, baseline);
            x += line.width + 6.0;
        }
        self.pages.y += 30.0;
    }

    fn body(&mut self, entry: &EntryOut) {
        let Book { faces, pages, pictures, load, not_printed, .. } = self;
        let mut frame = |hash: &str| {
            let media = entry.media(hash)?;
            let framed = media
                .is_image()
                .then(|| load(media))
                .flatten()
                .and_then(|bytes| aspect(&bytes))
                .map(|aspect| Framed { picture: pictures.len(), aspect });
            match framed {
                Some(_) => pictures.push(media.clone()),
                None => not_printed.push(media.name.clone()),
            }
            framed
        };
        let mut setting = Setting::new(faces, pages, &mut frame);
        setting.body(&entry.body);
        let unplaced: Vec<Framed> = entry
            .unplaced_media()
            .filter(|media| media.is_image())
            .filter_map(|media| frame(&media.hash))
            .collect();
        place(pages, &unplaced);
    }

    fn foot(&mut self, entry: &EntryOut) {
        let tags = entry.tags.iter().map(|tag| format!("#{tag}"));
        let words: Vec<String> = tags.chain(entry.people.iter().cloned()).collect();
        if !words.is_empty() {
            self.pages.gap(1.0);
            let lines = self.set(Face::Sans, 7.3, Ink::Second, &words.join(" · "), MEASURE);
            match lines.as_slice() {
                // One line may hang below the text rather than open the next page.
                [line] if self.pages.left() < 11.5 && !self.pages.at_top() => {
                    self.pages.line(line, 0.0, 11.5);
                }
                lines => self.pages.lines(lines, 11.5),
            }
        }
        let files: Vec<_> = entry.media.iter().filter(|media| !media.is_image()).collect();
        if !files.is_empty() {
            let names: Vec<_> = files.iter().map(|media| media.name.as_str()).collect();
            let text = format!("Attached, not printed: {}", names.join(", "));
            self.say(Face::Sans, 7.3, Ink::Second, &text, 11.5);
        }
        for media in files {
            if !self.not_printed.contains(&media.name) {
                self.not_printed.push(media.name.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
