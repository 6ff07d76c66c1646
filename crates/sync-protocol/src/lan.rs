//! What two devices of one vault say to each other on a network of their own, without a server.
//!
//! ```text
//! called   32 random bytes ─────────────────────────────────────> caller
//! called   <──────────────── call 98: Noise IK, first message ─── caller
//! called   answer 48: Noise IK, second message ─────────────────> caller
//! called   <── asks and replies, in encrypted frames ───────────> caller
//! ```
//! Both prove the key that the list of devices names. The caller has to know whom it calls, and the one that
//! is called says nothing but random bytes before it has read that the caller is an active device of its vault:
//! strangers and removed devices hear silence. The random bytes go into the handshake, so what was recorded
//! of one conversation opens no other.
//!
//! What is deliberately not here: sockets and time (`sync-client`), and writing: a device only ever takes what
//! it asked for. Start reading at [`Caller`] and [`Called`].

mod channel;
mod handshake;
mod messages;
mod name;
#[cfg(test)]
mod tests;

pub use channel::{Channel, FRAME_BYTES_MAX, FrameLen, Incoming};
pub use handshake::{ANSWER_BYTES, CALL_BYTES, Called, Caller, GREETING_BYTES};
pub use messages::{
    ASK_BYTES_MAX, Ask, CONTENT_BYTES_MAX, Content, ENTRIES_BYTES_MAX, Pieces, Reply, Stand,
};
pub use name::{NAME_MS, SERVICE, called, device_called};
