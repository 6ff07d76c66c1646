//! Receipts: a strip of paper as a till prints it, drawn dot by dot.

use std::io::Cursor;

use base::error::{Error, Result};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::letters;

/// Characters in a line.
const COLUMNS: usize = 32;
/// Pixels of a printed dot, of the paper's margin, and between two lines.
const DOT: usize = 3;
const MARGIN: usize = 36;
const LINE: usize = 10 * DOT;
const LETTER: usize = 6 * DOT;
/// Gray of paper and print, 0 to 255.
const PAPER: u8 = 244;
const PRINT: u8 = 46;

/// What is printed on one.
pub(super) struct Paper {
    pub(super) store: &'static str,
    pub(super) place: &'static str,
    /// `10.10.2026 16:42`.
    pub(super) when: String,
    /// Names and pence.
    pub(super) items: Vec<(&'static str, i64)>,
}

impl Paper {
    /// Pence.
    pub(super) fn total(&self) -> i64 {
        self.items.iter().map(|(_, pence)| pence).sum()
    }

    fn lines(&self) -> Vec<String> {
        let rule = "-".repeat(COLUMNS);
        let mut lines = vec![middle(self.store), middle(self.place), rule.clone()];
        lines.extend(self.items.iter().map(|(name, pence)| ends(name, &pounds(*pence))));
        lines.extend([rule, ends("TOTAL GBP", &pounds(self.total())), String::new()]);
        lines.extend([ends("CARD ****7719", "APPROVED"), self.when.clone(), String::new()]);
        lines.push(middle("THANK YOU"));
        lines
    }

    /// The picture, as a PNG.
    ///
    /// # Errors
    /// `Internal` when it cannot be packed.
    pub(super) fn png(&self) -> Result<Vec<u8>> {
        let lines = self.lines();
        let (width, height) = (COLUMNS * LETTER + 2 * MARGIN, lines.len() * LINE + 2 * MARGIN);
        let mut gray = vec![PAPER; width * height];
        for (row, line) in lines.iter().enumerate() {
            for (column, letter) in line.chars().enumerate().take(COLUMNS) {
                let (left, top) = (MARGIN + column * LETTER, MARGIN + row * LINE);
                print(&mut gray, width, (left, top), letter);
            }
        }
        let size = |pixels: usize| u32::try_from(pixels).unwrap_or(0);
        let mut png = Cursor::new(Vec::new());
        PngEncoder::new(&mut png)
            .write_image(&gray, size(width), size(height), ExtendedColorType::L8)
            .map_err(|source| Error::internal("drawing a receipt", source))?;
        Ok(png.into_inner())
    }
}

fn print(gray: &mut [u8], width: usize, (left, top): (usize, usize), letter: char) {
    for (row, bits) in letters::rows(letter).into_iter().enumerate() {
        for column in (0..5).filter(|column| bits >> (4 - column) & 1 == 1) {
            for line in 0..DOT {
                let start = (top + row * DOT + line) * width + left + column * DOT;
                gray[start..start + DOT].fill(PRINT);
            }
        }
    }
}

fn middle(text: &str) -> String {
    format!("{text:^COLUMNS$}")
}

fn ends(left: &str, right: &str) -> String {
    format!("{left}{right:>width$}", width = COLUMNS.saturating_sub(left.len()))
}

fn pounds(pence: i64) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}
