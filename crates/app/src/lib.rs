//! The one list of domains, and everything between them and the faces: dispatch, import and export,
//! events, the vault's life.
//!
//! What is deliberately not here: any domain's own rules, HTTP, the window, the command line. Start
//! reading at [`app::App`], then [`dispatch`].

pub mod app;
mod archive;
mod attempts;
mod audit;
pub mod bench;
pub mod codegen;
pub mod crash;
mod damage;
mod dispatch;
mod domains;
pub mod env;
mod erase;
pub mod export;
mod import;
mod inbox;
pub mod notifications;
mod place;
pub mod process;
mod retention;
mod sealed;
pub mod senses;
pub mod services;
mod settings;
mod starts;
pub mod system;
#[cfg(test)]
mod testing;
mod timings;
