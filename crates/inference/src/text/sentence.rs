//! Sentences: where they lie in a text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The longest sentence, in bytes: about 220 of the 256 word pieces that MiniLM reads at once. A text
/// without any stop is cut into such pieces.
const SENTENCE_BYTES_MAX: usize = 1_000;

/// The sentences of a text: byte ranges without the blanks around them. A line end ends a sentence,
/// because in a diary a line is one. What is too long for a sentence is cut between words.
pub(crate) fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bounds = text.split_sentence_bound_indices();
    bounds.flat_map(|(start, sentence)| {
        let lines = sentence.split_inclusive(['\n', '\r']).scan(start, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        });
        lines.flat_map(|(start, line)| pieces(start, line)).collect::<Vec<_>>()
    })
}

fn pieces(start: usize, line: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let end = if line.len() - at <= SENTENCE_BYTES_MAX {
            line.len()
        } else {
            let limit = line.floor_char_boundary(at + SENTENCE_BYTES_MAX);
            line[at..limit].rfind(char::is_whitespace).map_or(limit, |blank| at + blank.max(1))
        };
        let end = line.ceil_char_boundary(end);
        let piece = &line[at..end];
        let left = piece.len() - piece.trim_start().len();
        let length = piece.trim().len();
        if length > 0 {
            pieces.push(start + at + left..start + at + left + length);
        }
        at = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        ranges(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn stops_and_lines_end_sentences() {
        let text = "It rained. We stayed in!  \n- tea\n- cake at 3.50 p\r\n\nDr. Grey came? Yes";
        assert_eq!(
            sentences(text),
            [
                "It rained.",
                "We stayed in!",
                "- tea",
                "- cake at 3.50 p",
                "Dr.",
                "Grey came?",
                "Yes"
            ]
        );
    }

    #[test]
    fn what_never_stops_is_cut_between_words() {
        let text = "é word ".repeat(2_000);
        let found = sentences(&text);
        assert!(found.iter().all(|piece| piece.len() <= SENTENCE_BYTES_MAX));
        assert!(found.iter().all(|piece| piece.starts_with('é') || piece.starts_with("word")));
        assert_eq!(found.concat().matches("word").count(), 2_000, "nothing is lost");
        let solid = "ж".repeat(5_000);
        assert_eq!(sentences(&solid).concat().len(), solid.len());
    }
}
