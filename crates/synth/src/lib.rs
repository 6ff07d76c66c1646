//! Sights and sounds with a known truth: a chest that breathes, skin with a pulse, breath in a room, and
//! what must not be taken for them.
//!
//! Tests, benches and the demo look and listen to these through the very path that a camera and a
//! microphone take. Everything follows from a seed, and a frame can be made without those before it. What is
//! deliberately not here: anything that reads them again. Start at [`clip::Clip`] and [`sound::breath`].

pub mod clip;
pub mod dice;
pub mod drawing;
pub mod music;
pub mod series;
pub mod sound;
pub mod speech;
pub mod wander;
pub mod warp;
pub mod wav;
pub mod y4m;
