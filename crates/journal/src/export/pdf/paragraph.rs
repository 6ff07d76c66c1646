//! Paragraphs: styled words to lines.
//!
//! Lines are ragged on the right and broken for the paragraph as a whole: of all ways to break it, the
//! one whose lines are most alike in length. Without hyphenation that reads better than justified
//! lines with holes in them.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::face::{Address, Face, Faces};

/// What ink is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    First,
    Second,
    Accent,
}

/// How words look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Style {
    pub face: Face,
    /// Points.
    pub size: f32,
    pub ink: Ink,
    pub strike: bool,
    pub mark: bool,
    /// Points above the baseline.
    pub raise: f32,
    pub link: Option<Address>,
}

impl Style {
    pub(super) fn new(face: Face, size: f32, ink: Ink) -> Style {
        Style { face, size, ink, strike: false, mark: false, raise: 0.0, link: None }
    }
}

/// Words in one style. `\n` breaks the line.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub style: Style,
    pub text: String,
}

/// A stretch of a line in one style and face.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub style: Style,
    pub face: Face,
    pub text: String,
    /// Points from the line's start.
    pub x: f32,
    /// Points.
    pub width: f32,
}

/// One line of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub runs: Vec<Run>,
    /// Points, without the space at its end.
    pub width: f32,
}

/// What cannot be broken: a word with the punctuation and the space after it.
struct Word {
    runs: Vec<Run>,
    /// With the space after it.
    advance: f32,
    /// Without the space after it.
    width: f32,
    ends_line: bool,
}

/// Breaks the spans into lines no wider than `measure` points.
pub(super) fn lines(faces: &mut Faces, spans: &[Span], measure: f32) -> Vec<Line> {
    let words = words(faces, spans, measure);
    let mut lines = Vec::new();
    for stretch in words.split_inclusive(|word| word.ends_line) {
        let mut start = 0;
        for end in breaks(stretch, measure) {
            lines.push(line(&stretch[start..end]));
            start = end;
        }
    }
    lines
}

fn words(faces: &mut Faces, spans: &[Span], measure: f32) -> Vec<Word> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let mut words = Vec::new();
    let mut start = 0;
    for (end, opportunity) in linebreaks(&text) {
        let forced = opportunity == BreakOpportunity::Mandatory && end < text.len();
        let mut parts = styled(spans, start, end);
        if forced && let Some((_, last)) = parts.last_mut() {
            *last = last
                .trim_end_matches(['\n', '\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}', '\u{85}']);
        }
        let word = word(faces, &parts, forced);
        if word.width <= measure {
            words.push(word);
        } else {
            cut(faces, &parts, measure, forced, &mut words);
        }
        start = end;
    }
    words
}

/// The parts of the spans between two bytes of their joined text.
fn styled(spans: &[Span], start: usize, end: usize) -> Vec<(&Style, &str)> {
    let mut at = 0;
    let mut parts = Vec::new();
    for span in spans {
        let (from, to) = (start.max(at), end.min(at + span.text.len()));
        if from < to {
            parts.push((&span.style, &span.text[from - at..to - at]));
        }
        at += span.text.len();
        if at >= end {
            break;
        }
    }
    parts
}

fn word(faces: &mut Faces, parts: &[(&Style, &str)], ends_line: bool) -> Word {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0.0;
    let mut space = 0.0;
    for (style, text) in parts {
        for piece in faces.pieces(text, style.face) {
            let width = faces.width(piece.face, &piece.text) * style.size;
            let seen = piece.text.trim_end();
            space = if seen.len() == piece.text.len() {
                0.0
            } else {
                width - faces.width(piece.face, seen) * style.size
            };
            let style = (*style).clone();
            runs.push(Run { style, face: piece.face, text: piece.text, x, width });
            x += width;
        }
    }
    Word { runs, advance: x, width: x - space, ends_line }
}

/// A word that is wider than the line (an address, a script without spaces) in pieces that fit.
fn cut(
    faces: &mut Faces,
    parts: &[(&Style, &str)],
    measure: f32,
    ends_line: bool,
    words: &mut Vec<Word>,
) {
    let mut used = 0.0;
    for (style, text) in parts {
        let mut start = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            let width = faces.width_of(style.face, grapheme) * style.size;
            if used + width > measure && used > 0.0 {
                words.push(word(faces, &[(style, &text[start..at])], false));
                (start, used) = (at, 0.0);
            }
            used += width;
        }
        words.push(word(faces, &[(style, &text[start..])], false));
    }
    if let Some(last) = words.last_mut() {
        last.ends_line = ends_line;
    }
}

/// After which words to break: the least sum of squared gaps at the right; the last line is free.
fn breaks(words: &[Word], measure: f32) -> Vec<usize> {
    let count = words.len();
    let mut best = vec![(f32::INFINITY, 0); count + 1];
    best[0].0 = 0.0;
    for start in 0..count {
        if best[start].0.is_infinite() {
            continue;
        }
        let mut advance = 0.0;
        for end in start + 1..=count {
            let last = &words[end - 1];
            let width = advance + last.width;
            if width > measure + 0.01 && end > start + 1 {
                break;
            }
            advance += last.advance;
            let gap = ((measure - width) / measure).max(0.0);
            // A last line of one word is a widow to the eye.
            let cost = match end == count {
                true if end == start + 1 && start > 0 && gap > 0.8 => 0.1,
                true => 0.0,
                false => gap * gap + 0.002,
            };
            if best[start].0 + cost < best[end].0 {
                best[end] = (best[start].0 + cost, start);
            }
        }
    }
    let mut ends = Vec::new();
    let mut end = count;
    while end > 0 {
        ends.push(end);
        end = best[end].1;
    }
    ends.reverse();
    ends
}

fn line(words: &[Word]) -> Line {
    let mut line = Line::default();
    let mut x = 0.0;
    for word in words {
        for run in &word.runs {
            match line.runs.last_mut() {
                Some(last) if last.style == run.style && last.face == run.face => {
                    last.text.push_str(&run.text);
                    last.width += run.width;
                }
                _ => line.runs.push(Run { x: x + run.x, ..run.clone() }),
            }
        }
        line.width = x + word.width;
        x += word.advance;
    }
    if let Some(last) = line.runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        last.width = line.width - last.x;
    }
    line
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, measure: f32) -> Vec<(String, f32)> {
        let span = Span { style: Style::new(Face::Serif, 10.0, Ink::First), text: text.into() };
        lines(&mut Faces::load(), &[span], measure)
            .into_iter()
            .map(|line| (line.runs.into_iter().map(|run| run.text).collect(), line.width))
            .collect()
    }

    fn check(text: &str, measure: f32, expected: Expect) {
        let lines: Vec<_> = broken(text, measure).into_iter().map(|(line, _)| line).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn lines_are_broken_for_the_whole_paragraph() {
        check(
            "The river was high and brown, and nobody was out but the two of us and the dog.",
            130.0,
            expect![[r#"
                The river was high and
                brown, and nobody was
                out but the two of us and
                the dog."#]],
        );
        check(
            "one\ntwo\n\nthree",
            130.0,
            expect![[r#"
            one
            two

            three"#]],
        );
        check(
            "https://example.org/a/very/long/address/that/has/no/space",
            90.0,
            expect![[r#"
            https://
            example.org/a/
            very/long/address/
            that/has/no/space"#]],
        );
        check("🙂 fine, 中", 90.0, expect!["🙂 fine, □"]);
        check("", 90.0, expect![""]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "([a-z]{1,30} |é|🙂|中|\n|\u{200b}|\\.|\t){0,40}") {
            let lines = broken(&text, 90.0);
            for (line, width) in &lines {
                prop_assert!(*width <= 90.5, "{line:?} is {width} wide");
            }
            let kept: usize = lines.iter().map(|(line, _)| line.matches(char::is_alphanumeric).count()).sum();
            let boxes: usize = lines.iter().map(|(line, _)| line.matches('□').count()).sum();
            prop_assert_eq!(kept + boxes, text.matches(char::is_alphanumeric).count());
        }
    }
}
