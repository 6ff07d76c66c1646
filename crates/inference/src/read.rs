//! What stands on the photo of a document: its lines of text, and what a receipt says.
//!
//! PP-OCRv4 finds where there is text, PP-OCRv6 (cut down to Latin letters and signs of currencies) reads
//! it. What is deliberately not here: handwriting, other scripts, and any correction by a dictionary.
//! Start reading at [`lines`], then [`receipt::read`].

mod detect;
pub mod photo;
pub mod receipt;
mod recognize;
mod rectangle;
mod rows;

#[cfg(test)]
mod tests;

use base::error::Result;
use base::sense::Picture;
use serde::Serialize;

use crate::models::Models;

/// Four corners: top left, top right, bottom right, bottom left; `[x, y]` in pixels of the picture, x to
/// the right, y down.
pub type Corners = [[f32; 2]; 4];

/// A line of text on a photo: all that stands beside one another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it says. Two spaces stand where there is a wide gap, as before a price.
    pub text: String,
    /// How sure the reader is of its letters, on average: 0 to 1.
    pub quality: f32,
    /// Where it lies.
    pub corners: Corners,
}

/// Text of which the reader is less sure is none. Our choice: of the tests' receipts every piece that is
/// read right has 0.91 or more, and a euro sign that is read as a 2 has 0.34.
const QUALITY_MIN: f32 = 0.65;

/// The lines of a photo from top to bottom; `None` when one of the two models is not installed. The photo
/// has to stand upright, within some 15 degrees ([`photo::decode`] turns it as the camera noted).
///
/// # Errors
/// When a model's file is not what its manifest says.
pub fn lines(models: &Models, picture: &Picture) -> Result<Option<Vec<Line>>> {
    let Some(found) = detect::boxes(models, picture)? else { return Ok(None) };
    let Some(recognizer) = recognize::Recognizer::open(models)? else { return Ok(None) };
    let mut pieces = Vec::with_capacity(found.len());
    for corners in found {
        let read = recognizer.read(picture, &corners)?;
        // Rulers of dashes and stars say nothing; a sign of a currency may stand alone before its column.
        let says = |char: char| char.is_alphanumeric() || "$€£¥₩₪₫₱₴₹₺₽".contains(char);
        if read.quality >= QUALITY_MIN && read.text.chars().any(says) {
            pieces.push(Line { text: read.text, quality: read.quality, corners });
        }
    }
    Ok(Some(rows::rows(pieces)))
}
