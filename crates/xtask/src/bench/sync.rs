//! `bench sync`, what keeping devices alike costs, and `bench sim`, a million steps of lives from seeds.

use anyhow::Result;

use crate::{place, shell};

/// The bench of devices and of the endpoint.
pub(super) const FIGURES: &str = "sync";
/// The bench that is a long test.
pub(super) const SIMULATOR: &str = "sim";
/// How long it is, unless the environment says another length.
const STEPS: (&str, &str) = ("EVERKEPT_SIM_STEPS", "1000000");

/// Devices by the simulator's server, then the real endpoint under load, each figure beside its target.
pub(super) fn figures() -> Result<()> {
    let examples = ["--example", "devices", "--example", "load", "--bin", place::SERVER];
    super::build(&examples)?;
    for example in ["examples/devices", "examples/load"] {
        shell::run(shell::program(place::release_binary(example)))?;
    }
    Ok(())
}

/// A failure tells its seed.
pub(super) fn simulator() -> Result<()> {
    let tests = ["test", "--release"].iter().chain(&place::WORKSPACE);
    let chosen = ["--test", "sync", "--", "lives_from_seeds_end_alike", "--nocapture"];
    let mut command = shell::cargo(tests.chain(&chosen));
    let (name, long) = STEPS;
    command.env(name, std::env::var(name).unwrap_or_else(|_| long.to_owned()));
    shell::run(command)
}
