//! Voices: whether somebody speaks, where in a recording, and what was said.

pub mod transcript;
pub mod vad;
