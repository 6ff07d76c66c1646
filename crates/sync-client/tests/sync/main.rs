//! Real vaults come together through a server that may lose, lie and be out of reach.

mod keys;
mod liar;
mod lies;
mod server;
mod sim;
mod together;
mod world;
