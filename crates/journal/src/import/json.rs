//! Rows of a JSON file, one at a time.
//!
//! The file is never held: a `serde_json::Value` of 22 MB of small objects takes 2 GB. Rows are cut
//! out by counting brackets outside strings, without recursion, so that a row with an error inside
//! costs one row and not the rest of the file; each row is then parsed with types.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use base::error::{Code, Error, Result};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::text::Utf8Reader;

/// The most bytes of one row: a text of the longest size, twice (rich and plain) and escaped.
const ROW_MAX: usize = 64 << 20;

/// Something found in the file.
pub(super) enum Part<'a> {
    /// One element of the array, counted from 1; `at` is how many bytes lie before its end.
    Row { number: usize, at: u64, bytes: &'a [u8] },
    /// An element that passes [`ROW_MAX`].
    TooBig { number: usize },
    /// The value of another key that was asked for.
    Value { key: &'a str, bytes: &'a [u8] },
}

/// How the file ended.
#[derive(Debug, PartialEq)]
pub(super) struct End {
    /// How many rows there were.
    pub(super) rows: usize,
    /// Why reading stopped early, if it did.
    pub(super) broken: Option<String>,
    /// Some bytes were not UTF-8.
    pub(super) repaired: bool,
}

/// Which parts to hand over.
pub(super) struct Wanted<'a> {
    /// The key of the array of rows.
    pub(super) rows: &'a str,
    /// Other keys of the outermost object.
    pub(super) values: &'a [&'a str],
}

/// Reads a file that is an object with an array of rows, or just the array.
///
/// # Errors
/// Only those of `on_part`; what is wrong with the file is told in [`End`].
pub(super) fn rows(
    reader: impl Read,
    wanted: &Wanted<'_>,
    on_part: &mut dyn FnMut(Part<'_>) -> Result<()>,
) -> Result<End> {
    let input = BufReader::with_capacity(64 << 10, Utf8Reader::new(reader));
    let mut cutter = Cutter { input, at: 0, buffer: Vec::new(), rows: 0 };
    let broken = match cutter.top(wanted, on_part) {
        Ok(()) => None,
        Err(Stop::Broken(why)) => Some(why),
        Err(Stop::Io(error)) => Some(error.to_string()),
        Err(Stop::Told(error)) => return Err(error),
    };
    Ok(End { rows: cutter.rows, broken, repaired: cutter.input.get_ref().repaired() })
}

enum Stop {
    Broken(String),
    Io(io::Error),
    Told(Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Io(error)
    }
}
impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Told(error)
    }
}

struct Cutter<R> {
    input: R,
    at: u64,
    buffer: Vec<u8>,
    rows: usize,
}

/// How a value ended.
#[derive(PartialEq)]
enum Cut {
    Whole,
    TooBig,
}

impl<R: BufRead> Cutter<R> {
    fn top(
        &mut self,
        wanted: &Wanted<'_>,
        on_part: &mut dyn FnMut(Part<'_>) -> Result<()>,
    ) -> Result<(), Stop> {
        match self.next_of(b" ")? {
            b'[' => return self.array(on_part),
            b'{' => {}
            _ => return Err(Stop::Broken("it is not JSON".to_owned())),
        }
        loop {
            match self.next_of(b",")? {
                b'}' => return Ok(()),
                b'"' => {}
                _ => return Err(self.broken("a name was expected")),
            }
            self.buffer.clear();
            self.buffer.push(b'"');
            self.string(true)?;
            let key = serde_json::from_slice::<String>(&self.buffer).unwrap_or_default();
            if self.next_of(b"")? != b':' {
                return Err(self.broken("a colon was expected"));
            }
            let first = self.next_of(b"")?;
            if key == wanted.rows && first == b'[' {
                self.array(on_part)?;
            } else if wanted.values.contains(&key.as_str()) {
                if self.value(first, true)? == Cut::Whole {
                    on_part(Part::Value { key: &key, bytes: &self.buffer })?;
                }
            } else {
                self.value(first, false)?;
            }
        }
    }

    /// The rows; the opening bracket has been read.
    fn array(&mut self, on_part: &mut dyn FnMut(Part<'_>) -> Result<()>) -> Result<(), Stop> {
        loop {
            let first = self.next_of(b",")?;
            if first == b']' {
                return Ok(());
            }
            let cut = self.value(first, true)?;
            self.rows += 1;
            let number = self.rows;
            on_part(match cut {
                Cut::Whole => Part::Row { number, at: self.at, bytes: &self.buffer },
                Cut::TooBig => Part::TooBig { number },
            })?;
            if ROW_MAX / 16 < self.buffer.capacity() {
                // One long row should not hold its memory for the rest of the file.
                self.buffer = Vec::new();
            }
        }
    }

    /// Reads a value whose first byte is `first` into the buffer, if it is to be kept.
    fn value(&mut self, first: u8, keep: bool) -> Result<Cut, Stop> {
        self.buffer.clear();
        if keep {
            self.buffer.push(first);
        }
        match first {
            b'"' => self.string(keep)?,
            b'{' | b'[' => self.nested(keep)?,
            b'}' | b']' | b':' => return Err(self.broken("a value was expected")),
            _ => self.scalar(keep)?,
        }
        Ok(if ROW_MAX < self.buffer.len() { Cut::TooBig } else { Cut::Whole })
    }

    fn nested(&mut self, keep: bool) -> Result<(), Stop> {
        let mut depth = 1_u64;
        while depth != 0 {
            let byte = self.byte()?;
            self.keep(byte, keep);
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => self.string(keep)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The rest of a string, its opening quote read and kept.
    fn string(&mut self, keep: bool) -> Result<(), Stop> {
        loop {
            let byte = self.byte()?;
            self.keep(byte, keep);
            match byte {
                b'"' => return Ok(()),
                b'\\' => {
                    let escaped = self.byte()?;
                    self.keep(escaped, keep);
                }
                _ => {}
            }
        }
    }

    fn scalar(&mut self, keep: bool) -> Result<(), Stop> {
        while let Some(byte) = self.peek()? {
            if matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace() {
                break;
            }
            self.input.consume(1);
            self.at += 1;
            self.keep(byte, keep);
        }
        Ok(())
    }

    fn keep(&mut self, byte: u8, keep: bool) {
        // One byte over the limit is how the limit is noticed; more are not held.
        if keep && self.buffer.len() <= ROW_MAX {
            self.buffer.push(byte);
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Stop> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let byte = self.peek()?.ok_or_else(|| self.broken("the file ends here, in the middle"))?;
        self.input.consume(1);
        self.at += 1;
        Ok(byte)
    }

    /// The next byte that is neither white space nor one of these.
    fn next_of(&mut self, skipped: &[u8]) -> Result<u8, Stop> {
        loop {
            let byte = self.byte()?;
            if !byte.is_ascii_whitespace() && !skipped.contains(&byte) {
                return Ok(byte);
            }
        }
    }

    fn broken(&self, what: &str) -> Stop {
        Stop::Broken(format!("after row {}: {what} (byte {})", self.rows, self.at))
    }
}

/// A JSON object whose members are parsed one by one, so that one of a wrong type costs itself only.
pub(super) struct Object<'a> {
    members: BTreeMap<String, &'a RawValue>,
    /// What was wrong, for [`Object::wrong`].
    wrong: Vec<String>,
}

impl<'a> Object<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Object<'a>> {
        let parsed = serde_json::from_slice(bytes);
        let members = parsed.map_err(|source| {
            Error::new(Code::Invalid, "it is not a JSON object").because(source)
        })?;
        Ok(Object { members, wrong: Vec::new() })
    }

    /// Takes a member out. `None` when it is absent, null or of another type; the last is noted.
    pub(super) fn take<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let raw = self.members.remove(key)?.get();
        if raw == "null" {
            return None;
        }
        let parsed = serde_json::from_str(raw).ok();
        if parsed.is_none() {
            self.wrong.push(key.to_owned());
        }
        parsed
    }

    /// A text, empty when absent.
    pub(super) fn text(&mut self, key: &str) -> String {
        self.take(key).unwrap_or_default()
    }

    /// A flag, false when absent.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        self.take(key).unwrap_or_default()
    }

    /// A list whose members may each be wrong, cut into its rows.
    pub(super) fn list(&mut self, key: &str) -> Vec<Object<'a>> {
        let Some(raw) = self.members.remove(key).map(RawValue::get).filter(|raw| *raw != "null")
        else {
            return Vec::new();
        };
        let rows: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_else(|_| {
            self.wrong.push(key.to_owned());
            Vec::new()
        });
        let parsed = rows.iter().map(|row| Object::parse(row.get().as_bytes()));
        let mut objects = Vec::new();
        for object in parsed {
            match object {
                Ok(object) => objects.push(object),
                Err(_) => self.wrong.push(key.to_owned()),
            }
        }
        objects
    }

    /// An object within.
    pub(super) fn object(&mut self, key: &str) -> Option<Object<'a>> {
        let raw = self.members.remove(key)?.get();
        if raw == "null" {
            return None;
        }
        let parsed = Object::parse(raw.as_bytes()).ok();
        if parsed.is_none() {
            self.wrong.push(key.to_owned());
        }
        parsed
    }

    /// A member as it is written.
    pub(super) fn raw(&mut self, key: &str) -> Option<&'a str> {
        self.members.remove(key).map(RawValue::get)
    }

    /// The members that were of a wrong type, up to here.
    pub(super) fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// The members that nobody took and that say something: not null, false, zero or empty.
    pub(super) fn left(&self) -> impl Iterator<Item = &str> {
        let says = |raw: &str| {
            !matches!(raw, "null" | "false" | "\"\"" | "[]" | "{}" | "0" | "0.0" | "-1")
        };
        self.members.iter().filter(move |(_, raw)| says(raw.get())).map(|(key, _)| key.as_str())
    }
}
