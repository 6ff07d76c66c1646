//! Signals by the public interface: what is told of made-up people whose truth is known, and what must tell
//! nothing.

mod accuracy;
mod controls_heard;
mod controls_seen;
mod following;
mod heart;
mod microphone;
mod person;
mod pipeline;
mod rates;
mod still;
mod voice;
