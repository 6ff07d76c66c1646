//! Real vaults come together through a server that may lose, lie and be out of reach.

mod fakes;
mod keys;
mod lan;
mod liar;
mod lies;
mod peers;
mod server;
mod sim;
mod snapshots;
mod together;
mod world;
