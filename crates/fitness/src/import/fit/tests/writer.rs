//! Writes FIT files as a device would.

use crate::import::fit::crc::checksum;
use crate::import::fit::profile::message;

/// A value of a field.
#[derive(Clone, Copy)]
pub(crate) enum Value<'v> {
    U8(u8),
    U16(u16),
    U32(u32),
    I32(i32),
    /// A text in so many bytes.
    Text(&'v str, usize),
}

/// A file while it is written.
pub(crate) struct File {
    big: bool,
    data: Vec<u8>,
    start: u32,
}

impl File {
    pub(crate) fn new(big: bool) -> File {
        File { big, data: Vec::new(), start: 0 }
    }

    /// An activity of a device that begins at an instant (seconds of FIT's time).
    pub(crate) fn activity(big: bool, serial: u32, start: u32) -> File {
        let mut file = File::new(big);
        file.start = start;
        file.file_id(4, serial, start);
        file
    }

    /// The message that begins every file.
    pub(crate) fn file_id(&mut self, kind: u8, serial: u32, created: u32) {
        let fields =
            [(0, 1, 0x00), (1, 2, 0x84), (2, 2, 0x84), (3, 4, 0x8c), (4, 4, 0x86), (8, 8, 0x07)];
        self.define(0, message::FILE_ID, &fields, &[]);
        self.message(
            0,
            &[
                Value::U8(kind),
                Value::U16(1),
                Value::U16(3113),
                Value::U32(serial),
                Value::U32(created),
                Value::Text("Loop", 8),
            ],
        );
    }

    /// Defines a local message: fields and a developer's fields as number, size and base type or index.
    pub(crate) fn define(
        &mut self,
        local: u8,
        global: u16,
        fields: &[(u8, u8, u8)],
        developer: &[(u8, u8, u8)],
    ) {
        let flag = if developer.is_empty() { 0 } else { 0x20 };
        self.data.extend([0x40 | flag | local, 0, u8::from(self.big)]);
        self.data.extend(if self.big { global.to_be_bytes() } else { global.to_le_bytes() });
        self.push_fields(fields);
        if !developer.is_empty() {
            self.push_fields(developer);
        }
    }

    fn push_fields(&mut self, fields: &[(u8, u8, u8)]) {
        self.data.push(fields.len() as u8);
        for (number, size, base) in fields {
            self.data.extend([*number, *size, *base]);
        }
    }

    /// A message with a normal header.
    pub(crate) fn message(&mut self, local: u8, values: &[Value<'_>]) {
        self.data.push(local);
        self.values(values);
    }

    /// A message with a compressed header.
    pub(crate) fn compressed(&mut self, local: u8, offset: u8, values: &[Value<'_>]) {
        self.data.push(0x80 | local << 5 | offset);
        self.values(values);
    }

    fn values(&mut self, values: &[Value<'_>]) {
        for value in values {
            let big = self.big;
            match *value {
                Value::U8(value) => self.data.push(value),
                Value::U16(value) => {
                    self.data.extend(if big { value.to_be_bytes() } else { value.to_le_bytes() });
                }
                Value::U32(value) => {
                    self.data.extend(if big { value.to_be_bytes() } else { value.to_le_bytes() });
                }
                Value::I32(value) => {
                    self.data.extend(if big { value.to_be_bytes() } else { value.to_le_bytes() });
                }
                Value::Text(text, size) => {
                    let mut bytes = text.as_bytes().to_vec();
                    bytes.resize(size, 0);
                    self.data.extend(bytes);
                }
            }
        }
    }

    /// Plain records, one a second.
    pub(crate) fn records(&mut self, from: u32, count: u32) {
        self.define(1, message::RECORD, &[(253, 4, 0x86), (3, 1, 0x02)], &[]);
        for second in from..from + count {
            let values = [Value::U32(self.start + second), Value::U8(100 + (second % 50) as u8)];
            self.message(1, &values);
        }
    }

    /// A session: when it began and how long it was, seconds; sport and more special sport.
    pub(crate) fn session(&mut self, from: u32, seconds: u32, (sport, sub_sport): (u8, u8)) {
        let fields = [(253, 4, 0x86), (2, 4, 0x86), (5, 1, 0x00), (6, 1, 0x00), (7, 4, 0x86)];
        self.define(5, message::SESSION, &fields, &[]);
        let begin = self.start + from;
        self.message(
            5,
            &[
                Value::U32(begin + seconds),
                Value::U32(begin),
                Value::U8(sport),
                Value::U8(sub_sport),
                Value::U32(seconds * 1000),
            ],
        );
    }

    /// The file with its header and checksum.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = vec![14, 0x20];
        out.extend(2132_u16.to_le_bytes());
        out.extend((self.data.len() as u32).to_le_bytes());
        out.extend(b".FIT");
        out.extend(checksum(&out).to_le_bytes());
        out.extend(self.data);
        out.extend(checksum(&out).to_le_bytes());
        out
    }
}

/// A run of a minute with a pause, two laps, heartbeats and a developer's field.
pub(crate) fn run(big: bool) -> Vec<u8> {
    const START: u32 = 1_140_000_000;
    let mut fit = File::activity(big, 3_861_234, START);
    fit.define(
        2,
        message::FIELD_DESCRIPTION,
        &[(0, 1, 0x02), (1, 1, 0x02), (2, 1, 0x02), (3, 10, 0x07), (8, 4, 0x07)],
        &[],
    );
    fit.message(
        2,
        &[
            Value::U8(0),
            Value::U8(4),
            Value::U8(0x84),
            Value::Text("Form", 10),
            Value::Text("W", 4),
        ],
    );
    fit.define(3, message::EVENT, &[(253, 4, 0x86), (0, 1, 0x00), (1, 1, 0x00)], &[]);
    fit.message(3, &[Value::U32(START), Value::U8(0), Value::U8(0)]);
    let fields = [
        (253, 4, 0x86),
        (0, 4, 0x85),
        (1, 4, 0x85),
        (2, 2, 0x84),
        (3, 1, 0x02),
        (5, 4, 0x86),
        (6, 2, 0x84),
    ];
    fit.define(1, message::RECORD, &fields, &[(4, 2, 0)]);
    fit.define(4, message::HRV, &[(0, 4, 0x84)], &[]);
    for second in (0..20).chain(50..60_u32) {
        fit.message(
            1,
            &[
                Value::U32(START + second),
                Value::I32(626_349_397 + second as i32 * 300),
                Value::I32(if second == 7 { i32::MAX } else { 159_868_000 }),
                Value::U16(2675 + (second / 10) as u16),
                Value::U8(if second < 3 { 0xff } else { 120 + (second / 3) as u8 }),
                Value::U32(second * 280),
                Value::U16(2800),
                Value::U16(60 + second as u16),
            ],
        );
        if second == 10 {
            fit.message(4, &[Value::U16(502), Value::U16(0xffff)]);
            fit.message(4, &[Value::U16(498), Value::U16(505)]);
        }
        if second == 19 {
            fit.message(3, &[Value::U32(START + 20), Value::U8(0), Value::U8(4)]);
            fit.message(3, &[Value::U32(START + 50), Value::U8(0), Value::U8(0)]);
        }
    }
    run_laps(&mut fit);
    fit.session(0, 59, (1, 3));
    fit.define(7, message::ACTIVITY, &[(253, 4, 0x86), (5, 4, 0x86)], &[]);
    fit.message(7, &[Value::U32(START + 59), Value::U32(START + 59 + 7200)]);
    fit.finish()
}

fn run_laps(fit: &mut File) {
    let start = fit.start;
    let lap =
        [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (15, 1, 0x02)];
    fit.define(6, message::LAP, &lap, &[]);
    for (from, seconds, timer, centimeters) in [(0, 20, 20, 5600), (20, 39, 9, 2520)] {
        fit.message(
            6,
            &[
                Value::U32(start + from + seconds),
                Value::U32(start + from),
                Value::U32(seconds * 1000),
                Value::U32(timer * 1000),
                Value::U32(centimeters),
                Value::U8(131),
            ],
        );
    }
}
