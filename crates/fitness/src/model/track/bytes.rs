//! Integers of variable length (LEB128, signed ones zigzagged) and what tracks are made of of them.

use super::MISSING;

/// Writes seven bits a byte, the lowest first; the high bit says that another follows (LEB128).
pub(crate) fn put_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Zigzag: small numbers of either sign stay short.
pub(crate) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_unsigned(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// Reads what the functions above wrote; `None` when the bytes are damaged.
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { rest: bytes }
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A number of things, each at least a byte long or limited by `most`.
    pub(crate) fn count(&mut self, most: usize) -> Option<usize> {
        usize::try_from(self.unsigned()?).ok().filter(|count| *count <= most)
    }

    pub(crate) fn text(&mut self, most: usize) -> Option<String> {
        let len = self.count(most)?;
        let (text, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Values from their differences. Each takes a byte, so that damaged counts allocate nothing.
    pub(crate) fn differences(&mut self, count: usize) -> Option<Vec<i64>> {
        if self.rest.len() < count {
            return None;
        }
        let mut value = 0_i64;
        (0..count)
            .map(|_| {
                value = value.wrapping_add(self.signed()?);
                Some(value)
            })
            .collect()
    }

    /// A column of `len` points.
    pub(super) fn column(&mut self, len: usize) -> Option<Vec<i64>> {
        match self.byte()? {
            0 => Some(Vec::new()),
            1 => self.differences(len),
            2 => self.gappy(len),
            _ => None,
        }
    }

    fn gappy(&mut self, len: usize) -> Option<Vec<i64>> {
        let count = self.count(len.checked_add(1)?)?;
        let mut runs = Vec::with_capacity(count.min(self.rest.len()));
        let (mut all, mut full) = (0_usize, 0_usize);
        for index in 0..count {
            let run = self.count(len)?;
            all = all.checked_add(run)?;
            full += if index % 2 == 1 { run } else { 0 };
            runs.push(run);
        }
        if all != len {
            return None;
        }
        let values = self.differences(full)?;
        let mut values = values.into_iter();
        let mut column = Vec::with_capacity(len);
        for (index, run) in runs.into_iter().enumerate() {
            if index % 2 == 1 {
                column.extend(values.by_ref().take(run));
            } else {
                column.resize(column.len() + run, MISSING);
            }
        }
        Some(column)
    }
}
