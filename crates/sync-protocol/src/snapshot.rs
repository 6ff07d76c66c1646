//! A snapshot: what a vault is now, so that a new device need not replay how it came to be.
//!
//! ```text
//! block:    magic EKB, version 1 | vault 16 | id 32 | epoch 4 | nonce | commitment | ciphertext, tag
//! manifest: see [`Manifest`]
//! ```
//! Blocks are named by a keyed hash of their content, and equal content under one epoch's key gives equal
//! bytes: the next snapshot uploads the blocks that changed and names the others. Documents lie in blocks
//! whose bounds follow from their ids ([`ends_block`]), rows of facts in blocks by month.
//!
//! What is deliberately not here: when to make one, and when covered segments may go (client and server).

mod block;
mod manifest;

pub use block::{Block, Document, LogRows, StoredRow, ends_block};
pub use manifest::{BlockNote, BlockRef, Countersign, Draft, Manifest, RowsEnd, SnapshotContent};

/// Documents in a block.
pub const DOCUMENTS_MAX: usize = 256;

/// Bytes in a block when unpacked. A longer document lies in a blob.
pub const BLOCK_BYTES_MAX: usize = 32 << 20;

/// Bytes at which a block is ended even if more would be allowed.
pub const BLOCK_BYTES_FULL: usize = 4 << 20;

/// Bytes of a manifest: 130,000 blobs and 65,000 blocks fit.
pub const MANIFEST_BYTES_MAX: usize = 8 << 20;
