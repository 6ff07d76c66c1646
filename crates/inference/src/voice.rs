//! Voices: whether somebody speaks, and where in a recording.

pub mod vad;
