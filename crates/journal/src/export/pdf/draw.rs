//! The finished pages as a PDF file.

use std::rc::Rc;

use base::error::{Error, Result};
use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;

use super::face::{Face, Faces};
use super::page::{
    Goal, MARGIN_INNER, MARGIN_OUTER, MARGIN_TOP, MEASURE, Mark, PAGE_HEIGHT, PAGE_WIDTH, Page,
    Tint,
};
use super::paragraph::{Ink, Line, Run, Span, Style, lines};
use super::picture::embed;
use super::{Book, BookReport, Cover, front};
use crate::export::{MediaOut, month_year};

struct Pen<'a> {
    faces: Faces,
    pictures: &'a [MediaOut],
    load: &'a dyn Fn(&MediaOut) -> Option<Vec<u8>>,
    /// How many pages stand before the body.
    front: usize,
    last_page: usize,
}

/// Writes front, body and last page.
pub(super) fn write(mut book: Book<'_>, cover: &Cover) -> Result<(Vec<u8>, BookReport)> {
    let front = front::front(&mut book, cover);
    // The last page may be the first to speak of a box, so it is set with what is known by then.
    let replaced = std::mem::replace(&mut book.faces, Faces::load()).replaced();
    let colophon = front::colophon(&mut book, cover, &replaced);
    let body = std::mem::take(&mut book.pages.done);
    let pages = front.len() + body.len() + colophon.len();
    let mut document = Document::new();
    let mut pen = Pen {
        faces: std::mem::replace(&mut book.faces, Faces::load()),
        pictures: &book.pictures,
        load: book.load,
        front: front.len(),
        last_page: pages - 1,
    };
    let title: Rc<str> = cover.title.as_str().into();
    let first_of_body = front.len();
    let first_after_body = first_of_body + body.len();
    for (index, page) in front.into_iter().chain(body).chain(colophon).enumerate() {
        let number =
            (first_of_body..first_after_body).contains(&index).then(|| index - first_of_body + 1);
        pen.page(&mut document, page, index, number, &title);
    }
    document.set_outline(outline(&book, first_of_body));
    document.set_metadata(metadata(cover));
    let pdf = document
        .finish()
        .map_err(|problem| Error::internal("writing the book", format!("{problem:?}")))?;
    let report = BookReport {
        pages,
        entries: book.entries,
        pictures: book.pictures.len(),
        replaced,
        not_printed: book.not_printed,
    };
    Ok((pdf, report))
}

fn outline(book: &Book<'_>, front: usize) -> Outline {
    let mut outline = Outline::new();
    for month in &book.months {
        let to = XyzDestination::new(front + month.page, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(month_year(month.first), to));
    }
    outline
}

fn metadata(cover: &Cover) -> Metadata {
    let made = cover.made.date();
    let part = |part: i8| part.unsigned_abs();
    let created =
        DateTime::new(made.year().unsigned_abs()).month(part(made.month())).day(part(made.day()));
    Metadata::new().title(cover.title.clone()).creator("Everkept".into()).creation_date(created)
}

impl Pen<'_> {
    fn page(
        &mut self,
        document: &mut Document,
        page: Page,
        index: usize,
        number: Option<usize>,
        title: &Rc<str>,
    ) {
        let size = Size::from_wh(PAGE_WIDTH, PAGE_HEIGHT).expect("A5 is a size");
        let mut sheet = document.start_page_with(PageSettings::new(size));
        // The first page lies on the right, its spine at the left.
        let is_right = index.is_multiple_of(2);
        let left = if is_right { MARGIN_INNER } else { MARGIN_OUTER };
        let mut surface = sheet.surface();
        let empty = page.marks.is_empty();
        let mut links = Vec::new();
        for mark in page.marks {
            match mark {
                Mark::Link { x, y, width, height, to } => links.push((x, y, width, height, to)),
                mark => self.mark(&mut surface, &mark, left),
            }
        }
        if let (Some(number), false) = (number, empty) {
            self.furniture(&mut surface, left, is_right, number, page.head.as_deref(), title);
        }
        surface.finish();
        for (x, y, width, height, to) in links {
            let target = match to {
                Goal::Web(address) => {
                    Target::Action(Action::Link(LinkAction::new(address.to_string())))
                }
                Goal::Page(page) => {
                    let page = (self.front + page).min(self.last_page);
                    Target::Destination(XyzDestination::new(page, Point::from_xy(0.0, 0.0)).into())
                }
            };
            if let Some(place) = Rect::from_xywh(left + x, y, width.max(0.1), height) {
                sheet.add_annotation(LinkAnnotation::new(place, target).into());
            }
        }
        sheet.finish();
    }

    fn mark(&self, surface: &mut Surface<'_>, mark: &Mark, left: f32) {
        match mark {
            Mark::Words { x, y, run } => self.words(surface, left + x, *y, run),
            Mark::Box { x, y, width, height, ink, radius } => {
                fill(surface, tint(*ink));
                if let Some(path) = rounded(left + x, *y, *width, *height, *radius) {
                    surface.draw_path(&path);
                }
            }
            Mark::Picture { x, y, width, height, picture } => {
                let image = self.pictures.get(*picture).and_then(|media| (self.load)(media));
                if let Some(image) = image.and_then(embed) {
                    draw_picture(surface, image, left + x, *y, *width, *height);
                }
            }
            Mark::Link { .. } => {}
        }
    }

    fn words(&self, surface: &mut Surface<'_>, x: f32, y: f32, run: &Run) {
        let glyphs = self.faces.glyphs(run.face, &run.text);
        if glyphs.is_empty() {
            return;
        }
        fill(surface, color(run.style.ink));
        let font = self.faces.font(run.face);
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, &run.text, run.style.size, false);
    }

    /// The running head and the page's number.
    fn furniture(
        &mut self,
        surface: &mut Surface<'_>,
        left: f32,
        is_right: bool,
        number: usize,
        head: Option<&str>,
        title: &str,
    ) {
        let number = self.small(&number.to_string());
        let mut set = vec![(number, PAGE_HEIGHT - 34.0)];
        if let Some(head) = head {
            set.push((self.small(if is_right { head } else { title }), MARGIN_TOP - 26.0));
        }
        for (lines, y) in set {
            for line in lines.iter().take(1) {
                let x = if is_right { left + MEASURE - line.width } else { left };
                for run in &line.runs {
                    self.words(surface, x + run.x, y, run);
                }
            }
        }
    }

    fn small(&mut self, text: &str) -> Vec<Line> {
        let style = Style::new(Face::Sans, 7.2, Ink::Second);
        lines(&mut self.faces, &[Span { style, text: text.to_owned() }], MEASURE)
    }
}

fn draw_picture(surface: &mut Surface<'_>, image: Image, x: f32, y: f32, width: f32, height: f32) {
    let Some(size) = Size::from_wh(width, height) else { return };
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(image, size);
    surface.pop();
}

fn fill(surface: &mut Surface<'_>, color: rgb::Color) {
    surface.set_fill(Some(Fill { paint: color.into(), ..Fill::default() }));
}

/// The inks of the look, warm on white paper.
fn color(ink: Ink) -> rgb::Color {
    match ink {
        Ink::First => rgb::Color::new(39, 34, 29),
        Ink::Second => rgb::Color::new(106, 99, 91),
        Ink::Accent => rgb::Color::new(164, 98, 47),
    }
}

fn tint(tint: Tint) -> rgb::Color {
    match tint {
        Tint::Ink(ink) => color(ink),
        Tint::Line => rgb::Color::new(216, 210, 201),
        Tint::Shade => rgb::Color::new(245, 242, 237),
        Tint::Highlight => rgb::Color::new(250, 234, 206),
    }
}

fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    if radius <= 0.0 {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
        return path.finish();
    }
    let radius = radius.min(width / 2.0).min(height / 2.0);
    let (right, bottom) = (x + width, y + height);
    let pull = radius * 0.447_7; // Where the handles of a quarter circle stand, from the corner.
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - pull, y, right, y + pull, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - pull, right - pull, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.cubic_to(x + pull, bottom, x, bottom - pull, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + pull, x + pull, y, x + radius, y);
    path.close();
    path.finish()
}
