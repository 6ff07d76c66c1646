//! Sights and sounds with a known truth: a chest that breathes, skin with a pulse, breath in a room, and
//! what must not be taken for them.
//!
//! Tests, benches and the demo look and listen to these through the very path that a camera and a
//! microphone take. What is deliberately not here: anything that reads them again.
