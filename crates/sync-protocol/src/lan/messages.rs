//! What may be asked, and what is answered. All of it is reading.

use serde::{Deserialize, Serialize};

use crate::id::{Hash, LogId};
use crate::membership::Head;
use crate::wire::{BATCH_SEGMENTS_MAX, EntryBytes, HeadOf, List, SegmentBytes};

/// Bytes of a question.
pub const ASK_BYTES_MAX: usize = 1024;
/// Bytes of a part of a content.
pub const CONTENT_BYTES_MAX: usize = 1 << 20;
/// Bytes of entries in one reply; one at least is told.
pub const ENTRIES_BYTES_MAX: usize = 1 << 20;

/// A question to another device of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// How far all logs go there.
    Stand {
        /// [`crate::log::Vector::digest`] of what the asking one has: when it differs, the one that is asked
        /// knows that there may be something for it, too.
        digest: Hash,
    },
    /// Entries of the membership log.
    Entries {
        /// The first.
        from: u32,
    },
    /// Segments of one log.
    Pieces {
        /// Which log.
        log: LogId,
        /// The first.
        from: u32,
    },
    /// Content by its hash: an attachment, or what a row says that no segment holds.
    Content {
        /// BLAKE3 of all of it.
        hash: Hash,
        /// Where the part begins that is wanted.
        offset: u64,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// To [`Ask::Stand`].
    Stand(Stand),
    /// To [`Ask::Entries`]: the next ones, as many as fit.
    Entries(List<EntryBytes, 1024>),
    /// To [`Ask::Pieces`].
    Pieces(Pieces),
    /// To [`Ask::Content`].
    Content(Content),
    /// It is not there.
    Missing,
}

/// How far everything goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// The membership log's last entry.
    pub members: Head,
    /// Every log's end.
    pub heads: List<HeadOf, 4096>,
}

/// Segments of one log, the next ones, as many as fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// In their order.
    pub segments: List<SegmentBytes, BATCH_SEGMENTS_MAX>,
}

/// A part of a content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Bytes of all of it.
    pub size: u64,
    /// The part; empty at the end only.
    pub bytes: crate::wire::Bytes<CONTENT_BYTES_MAX>,
}
