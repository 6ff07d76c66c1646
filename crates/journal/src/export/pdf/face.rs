//! The book's type: bundled faces, which of them can show a piece of text, and how wide it is.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::UnicodeBuffer;
use unicode_segmentation::UnicodeSegmentation;

/// A bundled font. All are under the SIL Open Font License, whose text lies beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Face {
    Serif,
    SerifItalic,
    SerifBold,
    SerifBoldItalic,
    Sans,
    SansBold,
    Mono,
    Emoji,
}

const FILES: [&[u8]; 8] = [
    include_bytes!("../../../../../assets/fonts/SourceSerif4-Regular.ttf"),
    include_bytes!("../../../../../assets/fonts/SourceSerif4-Italic.ttf"),
    include_bytes!("../../../../../assets/fonts/SourceSerif4-SemiBold.ttf"),
    include_bytes!("../../../../../assets/fonts/SourceSerif4-SemiBoldItalic.ttf"),
    include_bytes!("../../../../../assets/fonts/Inter-Regular.ttf"),
    include_bytes!("../../../../../assets/fonts/Inter-SemiBold.ttf"),
    include_bytes!("../../../../../assets/fonts/SourceCodePro-Regular.ttf"),
    include_bytes!("../../../../../assets/fonts/NotoEmoji-Regular.ttf"),
];

/// Where a character is looked for when its own face lacks it.
const FALLBACKS: [Face; 4] = [Face::Serif, Face::Sans, Face::Mono, Face::Emoji];

/// What stands where no bundled font has the character.
const REPLACEMENT: &str = "□";

/// Words whose widths are remembered; beyond it the memory is emptied, so that it cannot grow with the
/// length of a life.
const WIDTHS_MAX: usize = 50_000;

struct Loaded {
    font: Font,
    shaper: rustybuzz::Face<'static>,
}

/// The faces, and what they could not show.
pub(super) struct Faces {
    loaded: Vec<Loaded>,
    widths: HashMap<(Face, String), f32>,
    replaced: BTreeMap<String, usize>,
}

/// A stretch of text in one face.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub face: Face,
    pub text: String,
}

impl Faces {
    pub(super) fn load() -> Faces {
        let loaded = FILES
            .iter()
            .map(|file| Loaded {
                font: Font::new((*file).into(), 0).expect("a bundled font is a font"),
                shaper: rustybuzz::Face::from_slice(file, 0).expect("a bundled font is a font"),
            })
            .collect();
        Faces { loaded, widths: HashMap::new(), replaced: BTreeMap::new() }
    }

    pub(super) fn font(&self, face: Face) -> Font {
        self.loaded[face as usize].font.clone()
    }

    /// What no face could show, with how often it was met.
    pub(super) fn replaced(self) -> Vec<(String, usize)> {
        self.replaced.into_iter().collect()
    }

    /// The text cut into stretches that one face can show. What none can show becomes a box and is
    /// counted; marks that show nothing (zero-width spaces, directions) are left out.
    pub(super) fn pieces(&mut self, text: &str, face: Face) -> Vec<Piece> {
        if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return vec![Piece { face, text: text.to_owned() }];
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for grapheme in text.graphemes(true) {
            if grapheme.chars().all(is_unseen) {
                continue;
            }
            let whitespace = grapheme.chars().all(char::is_whitespace);
            let (face, shown) = match self.face_for(grapheme, face) {
                // A space joins the words before it, but an emoji's is far too wide.
                _ if whitespace => match pieces.last() {
                    Some(piece) if piece.face != Face::Emoji => (piece.face, as_space(grapheme)),
                    _ => (face, as_space(grapheme)),
                },
                Some(face) => (face, grapheme),
                None => {
                    *self.replaced.entry(grapheme.to_owned()).or_default() += 1;
                    (Face::Sans, REPLACEMENT)
                }
            };
            match pieces.last_mut() {
                Some(piece) if piece.face == face => piece.text.push_str(shown),
                _ => pieces.push(Piece { face, text: shown.to_owned() }),
            }
        }
        pieces
    }

    fn face_for(&self, grapheme: &str, face: Face) -> Option<Face> {
        let colorful = grapheme.contains('\u{fe0f}').then_some(Face::Emoji);
        colorful.into_iter().chain([face]).chain(FALLBACKS).find(|face| {
            let shaper = &self.loaded[*face as usize].shaper;
            grapheme.chars().all(|char| is_unseen(char) || shaper.glyph_index(char).is_some())
        })
    }

    /// The width in parts of the font size.
    pub(super) fn width(&mut self, face: Face, text: &str) -> f32 {
        let key = (face, text.to_owned());
        if let Some(width) = self.widths.get(&key) {
            return *width;
        }
        let width = self.glyphs(face, text).iter().map(|glyph| glyph.x_advance).sum();
        if self.widths.len() >= WIDTHS_MAX {
            self.widths.clear();
        }
        self.widths.insert(key, width);
        width
    }

    /// The width of text that may need several faces, in parts of the font size.
    pub(super) fn width_of(&mut self, face: Face, text: &str) -> f32 {
        let pieces = self.pieces(text, face);
        pieces.iter().map(|piece| self.width(piece.face, &piece.text)).sum()
    }

    /// The text as glyphs, measured in parts of the font size.
    pub(super) fn glyphs(&self, face: Face, text: &str) -> Vec<KrillaGlyph> {
        let shaper = &self.loaded[face as usize].shaper;
        let per_em = shaper.units_per_em() as f32;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        // Every bundled script runs from left to right.
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
        let shaped = rustybuzz::shape(shaper, &[], buffer);
        let starts: Vec<usize> =
            shaped.glyph_infos().iter().map(|glyph| glyph.cluster as usize).collect();
        shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .enumerate()
            .map(|(index, (glyph, at))| {
                let start = starts[index];
                let after = starts[index..].iter().find(|next| **next > start);
                KrillaGlyph::new(
                    GlyphId::new(glyph.glyph_id),
                    at.x_advance as f32 / per_em,
                    at.x_offset as f32 / per_em,
                    at.y_offset as f32 / per_em,
                    at.y_advance as f32 / per_em,
                    start..after.copied().unwrap_or(text.len()),
                    None,
                )
            })
            .collect()
    }
}

/// Characters that take no room and show nothing.
fn is_unseen(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ad}' | '\u{e0001}'..='\u{e007f}')
        || (char.is_control() && !char.is_whitespace())
}

/// Tabs and exotic spaces become ones that every face has.
fn as_space(grapheme: &str) -> &str {
    match grapheme {
        "\u{a0}" | "\u{202f}" | "\u{2007}" => "\u{a0}",
        _ => " ",
    }
}

/// Shared by every run of the same words.
pub(super) type Address = Rc<str>;
