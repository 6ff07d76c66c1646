//! Camera and microphone, and replay from files through the very same path.
//!
//! Start reading at [`source::Source`]: everything here is one. A [`camera`] and a [`microphone`] are
//! the machine's own devices; [`replay`] reads the same from files, with the files' own clock; [`page`]
//! is fed by a web page, which is how phones do it (their web view asks the system for the camera, and
//! `getUserMedia` gives it to the page, which sends small raw pictures and sound here) and how a
//! browser does it that looks at this program.
//!
//! **What is kept.** Nothing, ever: frames and samples live in a queue in memory until they are read
//! or pushed out, and there is no code here that could write one to a file.
//!
//! **What is dropped.** A device does not wait for its reader. Between its thread and the reader lies a
//! queue of two pictures, or of four seconds of sound. When the reader is slow the oldest goes, because
//! what is told is told of now, and how many went is the next event: rates are computed from times, and
//! a hole that is not known of would be taken for something that lives.
//!
//! **What is closed.** Whoever holds the source holds the device: dropping it closes it, and waits until
//! it is closed.
//!
//! What is deliberately not here: reading anything out of what the devices give (`inference`), asking
//! the person (`app`), and keeping it.

pub mod camera;
mod clock;
pub mod devices;
pub mod microphone;
pub mod page;
pub mod picture;
mod queue;
pub mod replay;
mod resample;
pub mod source;
mod worker;
