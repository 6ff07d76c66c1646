//! Text of a file, a window at a time, and where values end in it.

use std::io::{self, Read};

use super::{CUT_OFF, Stop, broken};

/// The most bytes of one row or of one value that is passed over. A page of 1,000 listens, the longest
/// honest row, has 2 MB.
const ROW_MAX: usize = 32 << 20;
/// Bytes read at once.
const CHUNK: usize = 256 << 10;

/// Text of the file that slides along it.
pub(super) struct Window<'r> {
    reader: Box<dyn Read + 'r>,
    pub(super) text: String,
    /// What of `text` is behind us. Invariant: a character's start.
    pub(super) at: usize,
    /// How much of the file lies before `text`.
    pub(super) before: u64,
    raw: Vec<u8>,
    /// Bytes at the start of `raw` that are the start of a character.
    kept: usize,
    ended: bool,
    pub(super) repaired: bool,
    pub(super) failed: Option<io::Error>,
}

impl<'r> Window<'r> {
    pub(super) fn new(reader: Box<dyn Read + 'r>) -> Window<'r> {
        let mut window = Window {
            reader,
            text: String::new(),
            at: 0,
            before: 0,
            raw: vec![0; CHUNK],
            kept: 0,
            ended: false,
            repaired: false,
            failed: None,
        };
        window.fill();
        if window.text.starts_with('\u{feff}') {
            window.at = '\u{feff}'.len_utf8();
        }
        window
    }

    /// The next byte that is no white space, without passing it.
    pub(super) fn next(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            if let Some(skip) = rest.iter().position(|byte| !byte.is_ascii_whitespace()) {
                self.at += skip;
                return Ok(Some(rest[skip]));
            }
            self.at = self.text.len();
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Where the value ends that begins here: by its brackets and quotes, whatever stands inside.
    pub(super) fn value_end(&mut self) -> Result<usize, Stop> {
        let mut scan = Scan::default();
        loop {
            if let Some(len) = scan.end(&self.text.as_bytes()[self.at..], self.ended) {
                return Ok(self.at + len);
            }
            if !self.more()? {
                return Err(broken(CUT_OFF));
            }
        }
    }

    /// Where the line ends that begins here; `None` at the end of the file.
    pub(super) fn line_end(&mut self) -> Result<Option<usize>, Stop> {
        let mut looked = 0;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            if let Some(len) = rest[looked..].iter().position(|byte| *byte == b'\n') {
                return Ok(Some(self.at + looked + len));
            }
            looked = rest.len();
            if !self.more()? {
                return Ok((0 < looked).then_some(self.text.len()));
            }
        }
    }

    /// Reads on, keeping what is not behind us. False at the end of the file.
    pub(super) fn more(&mut self) -> Result<bool, Stop> {
        if self.ended {
            return Ok(false);
        }
        if ROW_MAX < self.text.len() - self.at {
            return Err(broken("a row is longer than 32 MiB"));
        }
        // As much again as there is, so that a long row is begun anew a few times only.
        let wanted = (2 * (self.text.len() - self.at)).min(ROW_MAX + 1);
        self.text.drain(..self.at);
        self.before += self.at as u64;
        self.at = 0;
        self.fill();
        while !self.ended && self.text.len() < wanted {
            self.fill();
        }
        Ok(true)
    }

    fn fill(&mut self) {
        let read = match self.reader.read(&mut self.raw[self.kept..]) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return,
            Err(error) => {
                self.failed = Some(error);
                0
            }
        };
        self.ended = read == 0;
        let len = self.kept + read;
        self.kept = 0;
        let raw = &self.raw[..len];
        match std::str::from_utf8(raw) {
            Ok(text) => self.text.push_str(text),
            Err(error) if error.error_len().is_none() && !self.ended => {
                let (whole, rest) = raw.split_at(error.valid_up_to());
                self.text.push_str(&String::from_utf8_lossy(whole));
                self.kept = rest.len();
            }
            Err(_) => {
                self.repaired = true;
                self.kept = repair(raw, self.ended, &mut self.text);
            }
        }
        self.raw.copy_within(len - self.kept..len, 0);
    }
}

/// Shows what is no UTF-8 as `U+FFFD`; answers how many bytes at the end may go on as a character.
fn repair(raw: &[u8], is_all: bool, text: &mut String) -> usize {
    let mut chunks = raw.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        let bad = chunk.invalid();
        if !is_all && chunks.peek().is_none() && is_start_of_character(bad) {
            return bad.len();
        }
        if !bad.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    0
}

/// Whether bytes at the end of a chunk may go on as a character.
fn is_start_of_character(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Looks for the end of a value, going on where it stopped.
#[derive(Default)]
struct Scan {
    looked: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    fn end(&mut self, bytes: &[u8], is_all: bool) -> Option<usize> {
        for (index, byte) in bytes.iter().enumerate().skip(self.looked) {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => continue,
                }
                if self.in_string || self.depth != 0 {
                    continue;
                }
                return Some(index + 1);
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return Some(index),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(index + 1);
                    }
                }
                b',' if self.depth == 0 && index != 0 => return Some(index),
                _ => {}
            }
        }
        self.looked = bytes.len();
        (is_all && self.depth == 0 && !self.in_string).then_some(bytes.len())
    }
}
