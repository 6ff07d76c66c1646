//! Line numbers, counted once from the front.

/// Counts the lines of a text up to places that only move forward.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        Lines { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of a byte, from 1.
    pub(super) fn at(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.at < at {
            self.line += self.text[self.at..at].iter().filter(|byte| **byte == b'\n').count();
            self.at = at;
        }
        self.line
    }
}
