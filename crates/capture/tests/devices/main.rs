//! Real ways to devices: a sound server that carries files to a microphone, and the V4L2 code of the
//! camera library over a camera that is made of a clip.
//!
//! A test that needs another environment runs itself again as a child (see `again`): what a library
//! reads when it starts cannot be changed later.
#![cfg(target_os = "linux")]

mod again;
mod camera;
mod fake_camera;
mod microphone;
mod sound_server;
