//! Fitness: every set, every kilometer, live and afterwards.
//!
//! Exercises, routines and workouts are records that people write; what a watch or a health program
//! told (activities with their tracks, steps, sleep, heart rate) are facts and are never changed. Sizes
//! are integers of SI units (milligrams, millimeters, milliseconds, joules) beside what was entered.
//! What is deliberately not here: any network, maps' pictures, advice on health. Start reading at
//! `model`, then `record`, then `api`.

use domain::Domain;
use domain::command::Command;

/// Fitness.
pub struct Fitness;

impl Domain for Fitness {
    fn name(&self) -> &'static str {
        "fitness"
    }

    fn commands(&self) -> &'static [Command] {
        &[]
    }

    fn records(&self) -> &'static [&'static store::record::RecordKind] {
        &[]
    }
}
