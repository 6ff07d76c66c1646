//! What a segment says in the clear, all of it authenticated.

use std::fmt;

use crate::codec::{Reader, Writer};
use crate::error::Result;
use crate::id::{DeviceId, Hash, Incarnation, LaneId, LogId, VaultId};

const MAGIC: &[u8; 3] = b"EKS";

/// XChaCha20-Poly1305, BLAKE3, Ed25519, zstd. Another number is another set of them.
const ALGORITHMS: u8 = 1;

/// The first 104 bytes of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Of which vault.
    pub vault: VaultId,
    /// In which lane, as the server sees it.
    pub lane: LaneId,
    /// By which device.
    pub device: DeviceId,
    /// In which of its lives.
    pub incarnation: Incarnation,
    /// Which of this log's segments, from 1.
    pub seq: u32,
    /// The hash of the one before; zeros before the first.
    pub prev_hash: Hash,
    /// Under which epoch's key.
    pub epoch: u32,
    /// Bytes of the body with its padding.
    pub padded_len: u32,
}

impl Header {
    /// Bytes of a header.
    pub const LEN: usize = 4 + 16 + 8 + 16 + 16 + 4 + 32 + 4 + 4;

    /// The log that it belongs to.
    pub fn log(&self) -> LogId {
        LogId { lane: self.lane, incarnation: self.incarnation }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(Header::LEN));
        out.raw(MAGIC)
            .u8(ALGORITHMS)
            .raw(self.vault.as_bytes())
            .raw(self.lane.as_bytes())
            .raw(self.device.as_bytes())
            .raw(self.incarnation.as_bytes())
            .u32(self.seq)
            .raw(self.prev_hash.as_bytes())
            .u32(self.epoch)
            .u32(self.padded_len);
        out.0
    }

    /// Reads the first [`Header::LEN`] bytes of a segment; what follows is not looked at.
    ///
    /// # Errors
    /// `CutOff`, `Malformed`, `Newer`.
    pub fn decode(bytes: &[u8]) -> Result<Header> {
        let mut reader = Reader::new(super::WHAT, bytes);
        reader.magic(MAGIC, ALGORITHMS)?;
        let header = Header {
            vault: VaultId::new(reader.array()?),
            lane: LaneId::new(reader.array()?),
            device: DeviceId::new(reader.array()?),
            incarnation: Incarnation::new(reader.array()?),
            seq: reader.u32()?,
            prev_hash: Hash::new(reader.array()?),
            epoch: reader.u32()?,
            padded_len: reader.u32()?,
        };
        if header.seq == 0 {
            return Err(reader.malformed("segments are counted from 1"));
        }
        if (header.seq == 1) != (header.prev_hash == Hash::ZERO) {
            return Err(reader.malformed("the first segment alone has none before it"));
        }
        if header.epoch == 0 {
            return Err(reader.malformed("epochs are counted from 1"));
        }
        Ok(header)
    }
}

impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Header { seq, device, .. } = self;
        write!(f, "segment {seq} of device {device}, {}", self.log())
    }
}
