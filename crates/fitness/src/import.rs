//! Importers: activities with their tracks, workouts of other programs, what health programs know of
//! days.
//!
//! Each format is one module that reads and says what it found ([`told`]); [`intake`] hands it to the
//! sink in batches and keeps the originals. What they share: [`xml`] goes on through broken documents,
//! [`when`] reads times, [`fill`] figures what only a track tells. What is deliberately not here:
//! matching of activities that two sources tell (that is the projection's), writing, undo and the dry
//! run (those are the sink's). Start reading at [`gpx`].

mod apple;
mod files;
mod fill;
mod fit;
mod gadgetbridge;
mod gathered;
mod gpx;
mod health_connect;
mod intake;
mod lifting;
mod sqlite;
mod strava;
mod tcx;
#[cfg(test)]
pub(crate) mod tests;
mod told;
mod when;
mod xml;

use domain::import::Importer;

pub(crate) use self::fill::fill;

/// The formats, those that tell the most first.
pub(crate) static IMPORTERS: &[Importer] = &[
    apple::APPLE,
    strava::STRAVA,
    health_connect::HEALTH_CONNECT,
    gadgetbridge::GADGETBRIDGE,
    fit::FIT,
    gpx::GPX,
    tcx::TCX,
    lifting::HEVY,
    lifting::STRONG,
];
