//! The endpoint over real HTTP, with a backend in memory.

mod clients;
mod door;
mod lastfm;
mod limits;
mod lookup;
mod submit;
mod world;
