//! What a picture, a sound or a text can honestly tell: models that run on the device, and signal
//! processing without weights.
//!
//! What is deliberately not here: devices (`capture`), records, and anything that keeps a frame or a
//! sample longer than its window. Every result is an [`base::sense::Estimate`]: a value, or why there is
//! none.

pub mod face;
pub mod listen;
pub mod models;
pub mod picture;
pub mod read;
pub mod signal;
pub mod text;
pub mod voice;
pub mod watch;
