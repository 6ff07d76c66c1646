//! Fitness: every set, every kilometer, live and afterwards.
//!
//! Exercises, routines and workouts are records that people write; what a watch or a health program
//! told (activities with their tracks, steps, sleep, heart rate) are facts and are never changed. Sizes
//! are integers of SI units (milligrams, millimeters, milliseconds, joules) beside what was entered.
//! What is deliberately not here: any network, maps' pictures, advice on health. Start reading at
//! `model`, then `record`, then `api`.

mod api;
mod model;
mod projection;
mod record;

use domain::command::{Command, Nothing};
use domain::{Domain, commands};
use store::project::Projection;
use store::record::{FactKind, RecordKind};

use crate::api::*;
use crate::record::{FACTS, RECORDS, SETTINGS};

commands! { "fitness":
    /// How fitness is shown and figured.
    read settings(Nothing) -> FitnessSettings, reads &[&SETTINGS];
    /// Changes how fitness is shown and figured.
    write edit_settings(EditFitnessSettings) -> ();
}

/// Fitness.
pub struct Fitness;

impl Domain for Fitness {
    fn name(&self) -> &'static str {
        "fitness"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn facts(&self) -> &'static [&'static FactKind] {
        FACTS
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }
}
