//! Filling segments: as much as the limits allow, and never a row lost because it is long.

use super::{FACTS_MAX, Payload, ROWS_MAX, Row, SEGMENT_BYTES_MAX};

/// Bytes of rows in a segment, counted as if nothing could be made smaller: what remains to the mebibyte
/// is the header, the padding (3.2 % at this length) and what was observed.
const BYTES_MAX: usize = SEGMENT_BYTES_MAX - SEGMENT_BYTES_MAX / 8;

/// Bytes of a row beside its kind, target and payload, at most.
const ROW_BYTES: usize = 64;

/// The rows of the next segment.
#[derive(Debug, Default)]
pub struct Filling {
    rows: Vec<Row>,
    bytes: usize,
    facts: usize,
}

/// Why a row was not taken. It comes back as it was.
#[derive(Debug, PartialEq, Eq)]
pub enum Full {
    /// The segment has enough: seal it, and begin the next with this row.
    Seal(Row),
    /// No segment can hold it: its payload goes into a blob first, and the row says
    /// [`Payload::Elsewhere`].
    Blob(Row),
}

impl Filling {
    /// The longest payload that goes into a segment.
    pub const PAYLOAD_MAX: usize = BYTES_MAX - 1024;

    /// Takes a row, which holds so many facts.
    ///
    /// # Errors
    /// The row itself, when there is no room for it.
    pub fn push(&mut self, row: Row, facts: usize) -> Result<(), Full> {
        let payload = match &row.payload {
            Payload::Here(bytes) => bytes.len(),
            Payload::Elsewhere { .. } | Payload::Erased(_) => 0,
        };
        if Filling::PAYLOAD_MAX < payload {
            return Err(Full::Blob(row));
        }
        let target = row.target.as_ref().map_or(0, Vec::len);
        let bytes = payload + row.kind.len() + target + ROW_BYTES;
        let full = self.rows.len() == ROWS_MAX
            || BYTES_MAX < self.bytes + bytes
            // A single row may hold more facts than this: it travels alone.
            || (!self.rows.is_empty() && FACTS_MAX < self.facts + facts);
        if full {
            return Err(Full::Seal(row));
        }
        self.rows.push(row);
        self.bytes += bytes;
        self.facts += facts;
        Ok(())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows; it is empty then.
    pub fn take(&mut self) -> Vec<Row> {
        std::mem::take(self).rows
    }

    /// How many logs can be told of beside full rows.
    pub const OBSERVED_MAX: usize = super::body::OBSERVED_MAX;
}
