//! Pages being filled: a cursor that moves down, and what has been put where.
//!
//! All measures are points. Places are relative to the text block, whose left edge depends on whether
//! the page lies left or right; that is added when a page is drawn.

use std::rc::Rc;

use super::face::Address;
use super::paragraph::{Ink, Line, Run};

/// A5, the size of a notebook.
pub(super) const PAGE_WIDTH: f32 = 419.53;
pub(super) const PAGE_HEIGHT: f32 = 595.28;
/// Towards the spine.
pub(super) const MARGIN_INNER: f32 = 56.0;
pub(super) const MARGIN_OUTER: f32 = 48.0;
pub(super) const MARGIN_TOP: f32 = 58.0;
pub(super) const MARGIN_BOTTOM: f32 = 62.0;
/// The width of the text block: about 66 characters of the body's size.
pub(super) const MEASURE: f32 = PAGE_WIDTH - MARGIN_INNER - MARGIN_OUTER;
/// The y at which the text block ends.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - MARGIN_BOTTOM;

/// Something on a page.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// Words; `y` is the baseline.
    Words { x: f32, y: f32, run: Rc<Run> },
    /// A filled rectangle.
    Box { x: f32, y: f32, width: f32, height: f32, ink: Tint, radius: f32 },
    /// A picture, by its number in the book's list.
    Picture { x: f32, y: f32, width: f32, height: f32, picture: usize },
    /// A place that leads to an address.
    Link { x: f32, y: f32, width: f32, height: f32, to: Goal },
}

/// What a box is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tint {
    Ink(Ink),
    Line,
    Shade,
    Highlight,
}

/// Where a link leads.
#[derive(Debug, Clone)]
pub(super) enum Goal {
    Web(Address),
    /// A page of the body, from 0.
    Page(usize),
}

/// One page of the body.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub marks: Vec<Mark>,
    /// What stands above the text; `None` on a page that opens a month.
    pub head: Option<Rc<str>>,
}

/// The pages so far, and where the next thing goes.
pub(super) struct Pages {
    pub done: Vec<Page>,
    pub y: f32,
    /// Left edge and width for what comes next.
    pub x: f32,
    pub width: f32,
    /// Upright lines beside the text, for quotes.
    pub bars: Vec<f32>,
    head: Option<Rc<str>>,
}

impl Pages {
    pub(super) fn new() -> Pages {
        let bars = Vec::new();
        Pages { done: Vec::new(), y: MARGIN_TOP, x: 0.0, width: MEASURE, bars, head: None }
    }

    /// Opens a page without a running head; those after it carry `head`.
    pub(super) fn open_chapter(&mut self, head: &str) {
        self.done.push(Page::default());
        self.head = Some(head.into());
        self.y = MARGIN_TOP;
    }

    fn turn(&mut self) {
        self.done.push(Page { marks: Vec::new(), head: self.head.clone() });
        self.y = MARGIN_TOP;
    }

    pub(super) fn put(&mut self, mark: Mark) {
        if self.done.is_empty() {
            self.turn();
        }
        if let Some(page) = self.done.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Is the cursor at the top of a page?
    pub(super) fn at_top(&self) -> bool {
        self.y <= MARGIN_TOP
    }

    /// What is left of this page.
    pub(super) fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Turns the page unless there is room for `height`.
    pub(super) fn need(&mut self, height: f32) {
        if self.done.is_empty() || (self.left() + 0.01 < height && !self.at_top()) {
            self.turn();
        }
    }

    /// White space, which a new page swallows.
    pub(super) fn gap(&mut self, height: f32) {
        if self.at_top() {
            return;
        }
        let height = height.min(self.left().max(0.0));
        self.draw_bars(height);
        self.y += height;
    }

    /// Puts lines of `height` each, with at least two of a paragraph on either side of a page's turn.
    pub(super) fn lines(&mut self, lines: &[Line], height: f32) {
        let mut rest = lines;
        while !rest.is_empty() {
            let room = (self.left().max(0.0) / height + 0.01) as usize;
            let mut fits = room.min(rest.len());
            if fits < rest.len() && !self.at_top() {
                if rest.len() - fits == 1 && fits > 2 {
                    fits -= 1;
                }
                if fits < 2 {
                    self.turn();
                    continue;
                }
            }
            for line in &rest[..fits.max(1)] {
                self.need(height);
                self.line(line, self.x, height);
            }
            rest = &rest[fits.max(1)..];
        }
    }

    /// Puts one line at `x` and moves below it.
    pub(super) fn line(&mut self, line: &Line, x: f32, height: f32) {
        self.draw_bars(height);
        let size = line.runs.iter().map(|run| run.style.size).fold(0.0, f32::max);
        let baseline = self.y + (height - size) / 2.0 + size * 0.79;
        self.line_at(line, x, baseline);
        self.y += height;
    }

    /// Puts one line with its baseline at `y`.
    pub(super) fn line_at(&mut self, line: &Line, x: f32, y: f32) {
        for run in &line.runs {
            let (x, width, size) = (x + run.x, run.width, run.style.size);
            if run.style.mark {
                let (y, height) = (y - size * 0.8, size * 1.08);
                self.put(Mark::Box { x, y, width, height, ink: Tint::Highlight, radius: 1.5 });
            }
            self.put(Mark::Words { x, y: y - run.style.raise, run: Rc::new(run.clone()) });
            if run.style.strike {
                let ink = Tint::Ink(Ink::Second);
                self.put(Mark::Box { x, y: y - size * 0.27, width, height: 0.6, ink, radius: 0.0 });
            }
            if let Some(address) = &run.style.link {
                let to = Goal::Web(address.clone());
                self.put(Mark::Link { x, y: y - size, width, height: size * 1.3, to });
                self.put(Mark::Box {
                    x,
                    y: y + 1.8,
                    width,
                    height: 0.4,
                    ink: Tint::Line,
                    radius: 0.0,
                });
            }
        }
    }

    fn draw_bars(&mut self, height: f32) {
        for x in self.bars.clone() {
            let y = self.y;
            self.put(Mark::Box { x, y, width: 1.2, height, ink: Tint::Line, radius: 0.0 });
        }
    }
}
