//! Decoding and limiting text.

use std::io::{self, Read};

use domain::import::Sink;
use domain::source::Source;
use encoding_rs::{Decoder, Encoding, UTF_8, WINDOWS_1252};

/// The longest text of one place in a source, 16 MiB: longer is a log or an accident. It becomes several
/// entries, see [`halve`].
pub(super) const TEXT_MAX: usize = 16 << 20;

/// Bytes read from a text file: a little more than [`TEXT_MAX`], so that the cut is noticed there.
const FILE_MAX: u64 = (TEXT_MAX as u64) + 4096;

/// Shortens a text to at most `max` bytes at a character's end. True when it did.
pub(super) fn cut(text: &mut String, max: usize) -> bool {
    if text.len() <= max {
        return false;
    }
    text.truncate(text.floor_char_boundary(max));
    true
}

/// Takes off what does not fit into `max` bytes: at the last end of a line in their second half, else of a
/// word, else of a character. `None` when all of it fits.
pub(super) fn halve(text: &mut String, max: usize) -> Option<String> {
    if text.len() <= max {
        return None;
    }
    let end = text.floor_char_boundary(max);
    let half = text.floor_char_boundary(max / 2);
    let after = |found: &str| text[half..end].rfind(found).map(|at| half + at + found.len());
    let at = after("\n").or_else(|| after(" ")).unwrap_or(end);
    Some(text.split_off(at))
}

/// A text file: UTF-8, UTF-16 with its mark, or else Windows-1252, which is told as a problem. Line
/// ends become `\n`. `None`, and told, when it cannot be read.
pub(super) fn read_text(source: &Source, name: &str, sink: &mut dyn Sink) -> Option<String> {
    let (text, problems) = text_and_problems(source, name);
    for problem in problems {
        sink.problem(name, &problem);
    }
    text
}

/// A text file, and what was wrong with it.
pub(super) fn text_and_problems(source: &Source, name: &str) -> (Option<String>, Vec<String>) {
    let mut bytes = Vec::new();
    let read = source.read(name).map_err(|error| error.to_string()).and_then(|reader| {
        reader.take(FILE_MAX).read_to_end(&mut bytes).map_err(|error| error.to_string())
    });
    let mut problems = Vec::new();
    if let Err(why) = read {
        problems.push(format!("cannot be read: {why}"));
        // What came out before the damage is still somebody's text.
        if bytes.is_empty() {
            return (None, problems);
        }
    }
    let (text, sure) = decode(&bytes);
    if !sure {
        problems.push("is not UTF-8; read as Windows-1252, some letters may be wrong".to_owned());
    }
    (Some(text), problems)
}

/// The text of some bytes, and whether the encoding is sure.
pub(super) fn decode(bytes: &[u8]) -> (String, bool) {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = &bytes[mark..];
    let (text, sure) = match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => (text.into_owned(), true),
        // Cut in the middle of a character by the limit: not a reason to doubt.
        None if encoding == UTF_8 && is_cut_utf8(bytes) => {
            (String::from_utf8_lossy(bytes).trim_end_matches('\u{fffd}').to_owned(), true)
        }
        None => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), false),
    };
    (normal_lines(text), sure)
}

fn is_cut_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Windows' and old Mac's line ends as `\n`, and no NUL, which SQLite's texts end at.
fn normal_lines(text: String) -> String {
    if !text.contains(['\r', '\0']) {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// Makes UTF-8 of a stream: marks are honored, what cannot be read becomes `U+FFFD`.
pub(super) struct Utf8Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_len: usize,
    out: Vec<u8>,
    out_at: usize,
    ended: bool,
    repaired: bool,
}

const CHUNK: usize = 64 << 10;

impl<R: Read> Utf8Reader<R> {
    pub(super) fn new(inner: R) -> Utf8Reader<R> {
        Utf8Reader {
            inner,
            decoder: UTF_8.new_decoder(),
            raw: vec![0; CHUNK],
            raw_at: 0,
            raw_len: 0,
            out: Vec::new(),
            out_at: 0,
            ended: false,
            repaired: false,
        }
    }

    /// Whether something could not be read as UTF-8 up to here.
    pub(super) fn repaired(&self) -> bool {
        self.repaired
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.out_at == self.out.len() && !self.ended {
            if self.raw_at == self.raw_len {
                self.raw_len = self.inner.read(&mut self.raw)?;
                self.raw_at = 0;
            }
            let last = self.raw_len == 0;
            self.out.resize(3 * CHUNK, 0);
            let input = &self.raw[self.raw_at..self.raw_len];
            let (state, read, written, bad) =
                self.decoder.decode_to_utf8(input, &mut self.out, last);
            self.raw_at += read;
            self.repaired |= bad;
            self.out.truncate(written);
            self.out_at = 0;
            self.ended = last && state == encoding_rs::CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let ready = &self.out[self.out_at..];
        let len = ready.len().min(buf.len());
        buf[..len].copy_from_slice(&ready[..len]);
        self.out_at += len;
        Ok(len)
    }
}
