//! The protocol at its boundary: what holds between devices and a server that must not be believed.

mod blob;
mod hostile;
mod membership;
mod pairing;
mod segment;
mod snapshot;
mod wire;
mod world;
