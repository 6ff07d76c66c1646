//! Tests over every transport: one script in-process, by the command line and over HTTP.

mod accounts;
mod archive;
#[cfg(target_os = "linux")]
mod bounds;
mod bundle;
mod crash;
mod finance;
mod fitness;
mod keyring;
mod kills;
mod listening;
mod listening_script;
mod locked;
#[cfg(target_os = "linux")]
mod memory;
mod odd_requests;
mod privacy;
mod rescue;
mod run_file;
mod safe;
mod scripts;
mod scrobbling;
mod senses;
#[cfg(target_os = "linux")]
mod silence;
mod sync;
mod trust;
mod undo;
mod window_config;
