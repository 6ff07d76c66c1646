//! The container of FIT, after Garmin's "FIT Protocol": a header, messages that definitions describe, a
//! checksum; several such files may follow each other.
//!
//! [`Decoder`] hands over message by message and stops where the bytes make no sense; what stands
//! before is good. What is deliberately not here: what messages mean (see `profile`, `build`).

use super::crc::checksum;

/// Bytes of the shortest header, and of the one with a checksum of its own.
const HEADER_MIN: usize = 12;
const HEADER_CRC: usize = 14;
/// Kinds of messages that can be defined at once.
const LOCALS: usize = 16;
/// The most files in one: a device writes one or two.
const FILES_MAX: usize = 64;

/// One field of a message, as its definition has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Its number in its message.
    pub(crate) number: u8,
    size: u8,
    base: u8,
    at: u16,
}

/// A field that a developer's description names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeveloperField {
    /// Its number among the developer's.
    pub(crate) number: u8,
    size: u8,
    at: u16,
    /// Whose it is.
    pub(crate) developer: u8,
}

#[derive(Debug, Clone, Default)]
struct Definition {
    message: u16,
    big: bool,
    fields: Vec<Field>,
    developer: Vec<DeveloperField>,
    size: usize,
}

/// A message where it lies.
#[derive(Clone, Copy)]
pub(crate) struct Message<'d> {
    /// Its global number.
    pub(crate) number: u16,
    /// Seconds since 1989-12-31T00:00:00Z, as the message or its compressed header says.
    pub(crate) timestamp: Option<u32>,
    definition: &'d Definition,
    bytes: &'d [u8],
}

/// What the decoder comes upon.
pub(crate) enum Step<'d> {
    /// A file begins; whether the checksum of its header is right, or there is none.
    Begin { header_ok: bool },
    /// A message.
    Message(Message<'d>),
    /// A file ended; whether its checksum is right (`None`: it has none).
    End { crc_ok: Option<bool> },
    /// The bytes make no sense from here on, or end too early.
    Broken { at: usize, why: &'static str },
    /// All was read.
    Done,
}

/// Reads a file.
pub(crate) struct Decoder<'d> {
    bytes: &'d [u8],
    at: usize,
    /// Where the messages of the file that is being read end, and where it began.
    end: usize,
    start: usize,
    /// Whether the file ends before its header says so.
    is_short: bool,
    inside: bool,
    files: usize,
    locals: [Option<Definition>; LOCALS],
    timestamp: Option<u32>,
    broken: bool,
}

/// Whether bytes begin like a FIT file.
pub(crate) fn is_fit(head: &[u8]) -> bool {
    head.get(8..12) == Some(b".FIT")
        && head.first().is_some_and(|size| usize::from(*size) >= HEADER_MIN)
}

impl<'d> Decoder<'d> {
    pub(crate) fn new(bytes: &'d [u8]) -> Decoder<'d> {
        Decoder {
            bytes,
            at: 0,
            end: 0,
            start: 0,
            is_short: false,
            inside: false,
            files: 0,
            locals: Default::default(),
            timestamp: None,
            broken: false,
        }
    }

    /// How many bytes were read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The next thing.
    pub(crate) fn next(&mut self) -> Step<'_> {
        if self.broken {
            return Step::Done;
        }
        if !self.inside {
            return self.begin();
        }
        loop {
            if self.at >= self.end {
                return self.finish();
            }
            match self.message() {
                Ok(Some((local, from, to))) => {
                    let bytes = &self.bytes[from..to];
                    let timestamp = self.timestamp;
                    // `message` has looked it up already.
                    let Some(definition) = self.locals[local].as_ref() else { return Step::Done };
                    let number = definition.message;
                    return Step::Message(Message { number, timestamp, definition, bytes });
                }
                Ok(None) => {}
                Err(why) => return self.stop(why),
            }
        }
    }

    fn stop(&mut self, why: &'static str) -> Step<'static> {
        self.broken = true;
        Step::Broken { at: self.at, why }
    }

    fn begin(&mut self) -> Step<'_> {
        let rest = &self.bytes[self.at..];
        let only_zeros = self.files > 0 && rest.iter().all(|byte| *byte == 0);
        if rest.is_empty() || only_zeros {
            return if self.files == 0 { self.stop("it is empty") } else { Step::Done };
        }
        if self.files >= FILES_MAX {
            return self.stop("it holds more files than any device writes");
        }
        let size = usize::from(rest[0]);
        let Some(header) = rest.get(..size).filter(|header| is_fit(header)) else {
            return self.stop("it has no header of FIT");
        };
        let declared = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        self.files += 1;
        self.start = self.at;
        self.at += size;
        let available = rest.len() - size;
        // A device whose battery died leaves a length of 0; the messages are there all the same.
        let unfinished = declared == 0 && available > 2;
        self.is_short = unfinished || available < declared;
        self.end = self.at + if self.is_short { available } else { declared };
        self.inside = true;
        self.locals = Default::default();
        self.timestamp = None;
        // The longer header has a checksum of its own; 0 stands for none.
        let own = header.get(HEADER_CRC - 2..HEADER_CRC).map(|crc| [crc[0], crc[1]]);
        let own = own.map(u16::from_le_bytes).filter(|crc| *crc != 0);
        let header_ok = own.is_none_or(|crc| crc == checksum(&header[..HEADER_CRC - 2]));
        Step::Begin { header_ok }
    }

    fn finish(&mut self) -> Step<'_> {
        self.inside = false;
        if self.is_short {
            self.at = self.bytes.len();
            return self.stop("it ends before its header says");
        }
        let Some(stored) = self.bytes.get(self.end..self.end + 2) else {
            self.at = self.bytes.len();
            return Step::End { crc_ok: None };
        };
        let stored = u16::from_le_bytes([stored[0], stored[1]]);
        let computed = checksum(&self.bytes[self.start..self.end]);
        self.at = self.end + 2;
        Step::End { crc_ok: Some(stored == computed) }
    }

    /// Reads a definition (`None`) or finds where a message lies: its local number and its bytes.
    fn message(&mut self) -> Result<Option<(usize, usize, usize)>, &'static str> {
        const CUT: &str = "it ends in the middle of a message";
        let header = self.bytes[self.at];
        let compressed = header & 0x80 != 0;
        if !compressed && header & 0x40 != 0 {
            let (local, definition, next) = self.definition(header).ok_or(CUT)?;
            self.locals[local] = Some(definition);
            self.at = next;
            return Ok(None);
        }
        let local = usize::from(if compressed { header >> 5 & 0x03 } else { header & 0x0f });
        let undefined = "it uses a message that it has not defined";
        let definition = self.locals[local].as_ref().ok_or(undefined)?;
        let (from, to) = (self.at + 1, self.at + 1 + definition.size);
        if to > self.end {
            return Err(CUT);
        }
        if compressed {
            // Protocol, "Compressed Timestamp Header": five bits that roll over.
            let before = self.timestamp.ok_or("its times are counted from none")?;
            let offset = u32::from(header & 0x1f);
            let ahead = offset.wrapping_sub(before) & 0x1f;
            self.timestamp = Some(before.wrapping_add(ahead));
        } else {
            let message = Message {
                number: definition.message,
                timestamp: None,
                definition,
                bytes: &self.bytes[from..to],
            };
            if let Some(timestamp) = message.unsigned(253) {
                self.timestamp = u32::try_from(timestamp).ok();
            }
        }
        self.at = to;
        Ok(Some((local, from, to)))
    }

    /// A definition: its local number, itself, and where the next message begins.
    fn definition(&self, header: u8) -> Option<(usize, Definition, usize)> {
        let mut reader = self.bytes[self.at + 1..self.end].iter().copied();
        let mut next = || reader.next();
        let (_, architecture) = (next()?, next()?);
        let big = architecture == 1;
        let number = [next()?, next()?];
        let message = if big { u16::from_be_bytes(number) } else { u16::from_le_bytes(number) };
        let count = usize::from(next()?);
        let mut definition = Definition { message, big, ..Definition::default() };
        let mut size = 0_usize;
        for _ in 0..count {
            let (number, length, base) = (next()?, next()?, next()?);
            let at = u16::try_from(size).ok()?;
            definition.fields.push(Field { number, size: length, base, at });
            size += usize::from(length);
        }
        let mut taken = 6 + count * 3;
        if header & 0x20 != 0 {
            let count = usize::from(next()?);
            for _ in 0..count {
                let (number, length, developer) = (next()?, next()?, next()?);
                let at = u16::try_from(size).ok()?;
                definition.developer.push(DeveloperField { number, size: length, at, developer });
                size += usize::from(length);
            }
            taken += 1 + count * 3;
        }
        definition.size = size;
        Some((usize::from(header & 0x0f), definition, self.at + taken))
    }
}

impl<'d> Message<'d> {
    fn find(&self, number: u8) -> Option<(&'d [u8], u8)> {
        let field = self.definition.fields.iter().find(|field| field.number == number)?;
        let from = usize::from(field.at);
        Some((self.bytes.get(from..from + usize::from(field.size))?, field.base))
    }

    /// A whole number; `None` when it is absent or invalid.
    pub(crate) fn unsigned(&self, number: u8) -> Option<u64> {
        self.signed(number).and_then(|value| u64::try_from(value).ok())
    }

    /// A whole number with a sign; `None` when it is absent or invalid.
    pub(crate) fn signed(&self, number: u8) -> Option<i64> {
        let (bytes, base) = self.find(number)?;
        integer(bytes, base, self.definition.big)
    }

    /// The numbers of an array, those that are valid.
    pub(crate) fn numbers(&self, number: u8) -> Vec<i64> {
        let Some((bytes, base)) = self.find(number) else { return Vec::new() };
        let Some(width) = width(base) else { return Vec::new() };
        let all = bytes.chunks_exact(width);
        all.filter_map(|one| integer(one, base, self.definition.big)).collect()
    }

    /// A text.
    pub(crate) fn text(&self, number: u8) -> Option<String> {
        let (bytes, base) = self.find(number)?;
        (base & 0x1f == 0x07).then(|| text(bytes)).filter(|text| !text.is_empty())
    }

    /// A developer's fields.
    pub(crate) fn developer(&self) -> &'d [DeveloperField] {
        &self.definition.developer
    }

    /// A developer's value, read as the base type that its description names.
    pub(crate) fn developer_value(&self, field: &DeveloperField, base: u8) -> Option<f64> {
        let from = usize::from(field.at);
        let bytes = self.bytes.get(from..from + usize::from(field.size))?;
        real(bytes, base, self.definition.big)
    }
}

/// Bytes of one value of a base type ("FIT Protocol", Table 7).
fn width(base: u8) -> Option<usize> {
    Some(match base & 0x1f {
        0x00 | 0x01 | 0x02 | 0x0a | 0x0d => 1,
        0x03 | 0x04 | 0x0b => 2,
        0x05 | 0x06 | 0x08 | 0x0c => 4,
        0x09 | 0x0e | 0x0f | 0x10 => 8,
        _ => return None,
    })
}

/// No field that is read here is wider than 32 bits in the profile: a file that declares one wider and
/// fills it would only make sums overflow.
const WHOLE_MAX: u64 = u32::MAX as u64;

/// The first value as a whole number; `None` for what is invalid, a text, a fraction, or beyond 32 bits.
fn integer(bytes: &[u8], base: u8, big: bool) -> Option<i64> {
    whole(bytes, base, big).filter(|value| value.unsigned_abs() <= WHOLE_MAX)
}

fn whole(bytes: &[u8], base: u8, big: bool) -> Option<i64> {
    let width = width(base)?;
    let mut raw = [0; 8];
    let bytes = bytes.get(..width)?;
    if big {
        raw[8 - width..].copy_from_slice(bytes);
    } else {
        raw[..width].copy_from_slice(bytes);
    }
    let value = if big { u64::from_be_bytes(raw) } else { u64::from_le_bytes(raw) };
    let bits = width as u32 * 8;
    let ones = u64::MAX >> (64 - bits);
    match base & 0x1f {
        // Signed: the invalid value is the highest.
        0x01 | 0x03 | 0x05 | 0x0e => {
            let sign = 64 - bits;
            (value != ones >> 1).then_some(((value << sign) as i64) >> sign)
        }
        // Unsigned with 0 as the invalid value.
        0x0a | 0x0b | 0x0c | 0x10 => {
            if value == 0 {
                None
            } else {
                i64::try_from(value).ok()
            }
        }
        0x08 | 0x09 => None,
        _ if value == ones => None,
        _ => i64::try_from(value).ok(),
    }
}

/// The first value as a number of any kind.
fn real(bytes: &[u8], base: u8, big: bool) -> Option<f64> {
    let value = match base & 0x1f {
        0x08 => {
            let raw = *bytes.first_chunk::<4>()?;
            f64::from(if big { f32::from_be_bytes(raw) } else { f32::from_le_bytes(raw) })
        }
        0x09 => {
            let raw = *bytes.first_chunk::<8>()?;
            if big { f64::from_be_bytes(raw) } else { f64::from_le_bytes(raw) }
        }
        _ => return whole(bytes, base, big).map(|value| value as f64),
    };
    value.is_finite().then_some(value)
}

/// UTF-8 up to the first zero.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).trim().to_owned()
}
