//! Tests over every transport: one script in-process, by the command line and over HTTP.

mod archive;
mod crash;
mod privacy;
mod scripts;
