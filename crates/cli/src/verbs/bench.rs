//! Benches on a vault of their own, in a temporary folder that goes afterwards.

use std::path::Path;

use app::bench::{self, Row};
use base::error::Result;

use crate::out::Out;

/// Runs the named benches, or all.
///
/// # Errors
/// `Invalid` for a name that there is not.
pub(super) fn run(names: &[String], plays: Option<&Path>, out: Out) -> Result<()> {
    // The bench of listening needs plays to take in.
    let runs = |name: &&&str| plays.is_some() || **name != "listening";
    let all: Vec<String> =
        bench::NAMES.iter().filter(runs).map(|name| (*name).to_owned()).collect();
    let names = if names.is_empty() { &all } else { names };
    let mut rows = Vec::new();
    for name in names {
        let dir =
            std::env::temp_dir().join(format!("everkept-bench-{}-{name}", std::process::id()));
        let outcome = bench::run(name, &dir, plays);
        if let Err(error) = std::fs::remove_dir_all(&dir) {
            out.note(format_args!("the folder {} stays: {error}", dir.display()));
        }
        rows.extend(outcome?);
    }
    if out.json {
        return out.value(&rows);
    }
    rows.iter().try_for_each(|row| out.line(in_words(row)))
}

fn in_words(row: &Row) -> String {
    let own = format!("{:>12.2} {:<22} {}", row.value, row.unit, row.name);
    match &row.beside {
        Some(beside) => format!("{own}\n{:>12.2} {:<22}   {}", beside.value, "", beside.name),
        None => own,
    }
}
