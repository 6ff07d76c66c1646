//! Camera and microphone, and replay from files through the very same path.
//!
//! What is deliberately not here: reading anything out of what they give (`inference`), and keeping it.
