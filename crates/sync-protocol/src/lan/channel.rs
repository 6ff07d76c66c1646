//! Messages in encrypted frames.

use snow::TransportState;

use crate::error::{Fault, Result};

/// Bytes of a frame as it travels, without the two that tell its length.
pub const FRAME_BYTES_MAX: usize = 65_535;
/// Bytes before a frame: its length.
pub type FrameLen = [u8; 2];

const TAG: usize = 16;
const PLAIN_MAX: usize = FRAME_BYTES_MAX - TAG;
/// Bytes before a message, in its first frame: its length.
const LEN: usize = 4;
const WHAT: &str = "message on the network";

/// Seals what is said and opens what is heard, each frame in its order.
pub struct Channel(TransportState);

/// A message that comes in frames.
pub struct Incoming {
    bytes: Vec<u8>,
    max: usize,
}

impl Channel {
    pub(super) fn new(state: TransportState) -> Channel {
        Channel(state)
    }

    /// A message as it travels: `(length 2 | frame)*` of `length 4 | message`.
    ///
    /// # Errors
    /// `TooMuch` when it is longer than any message.
    pub fn seal(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        let len = u32::try_from(message.len()).map_err(|_| too_much(message.len(), LEN))?;
        let plain = [&len.to_be_bytes()[..], message].concat();
        let mut out = Vec::with_capacity(plain.len() + (plain.len() / PLAIN_MAX + 1) * (2 + TAG));
        let mut frame = vec![0; FRAME_BYTES_MAX];
        for part in plain.chunks(PLAIN_MAX) {
            let written = self.0.write_message(part, &mut frame);
            let written = written.map_err(|_| Fault::Damaged { what: WHAT })?;
            let len = u16::try_from(written).expect("a frame is at most 65,535 bytes");
            out.extend_from_slice(&len.to_be_bytes());
            out.extend_from_slice(&frame[..written]);
        }
        Ok(out)
    }
}

impl Incoming {
    /// A message of at most `max` bytes.
    pub fn new(max: usize) -> Incoming {
        Incoming { bytes: Vec::new(), max }
    }

    /// Takes the next frame; answers the message when it is whole. Memory is by what came.
    ///
    /// # Errors
    /// `Damaged` when the frame is not what the other side sealed next; `TooMuch`; `Malformed` when the
    /// message has another length than it says.
    pub fn push(&mut self, channel: &mut Channel, frame: &[u8]) -> Result<Option<Vec<u8>>> {
        let mut plain = vec![0; frame.len()];
        let read = channel.0.read_message(frame, &mut plain);
        plain.truncate(read.map_err(|_| Fault::Damaged { what: WHAT })?);
        self.bytes.append(&mut plain);
        let Some((len, _)) = self.bytes.split_first_chunk::<LEN>() else {
            let why = "its first frame does not hold its length";
            return Err(Fault::Malformed { what: WHAT, at: self.bytes.len(), why }.into());
        };
        let whole = usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX);
        if self.max < whole {
            return Err(too_much(whole, self.max).into());
        }
        match (self.bytes.len() - LEN).cmp(&whole) {
            std::cmp::Ordering::Less => Ok(None),
            std::cmp::Ordering::Equal => Ok(Some(self.bytes.split_off(LEN))),
            std::cmp::Ordering::Greater => {
                let why = "it is longer than it says";
                Err(Fault::Malformed { what: WHAT, at: whole, why }.into())
            }
        }
    }
}

fn too_much(found: usize, max: usize) -> Fault {
    Fault::TooMuch { what: WHAT, of: "bytes", found: found as u64, max: max as u64 }
}
