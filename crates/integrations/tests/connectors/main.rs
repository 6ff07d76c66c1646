//! The connectors against services on loopback that keep to the documented contracts, and break them.

mod breaks;
mod fake;
mod fake_lastfm;
mod fake_listenbrainz;
mod fake_spotify;
mod lastfm;
mod listenbrainz;
mod spotify;
mod world;
