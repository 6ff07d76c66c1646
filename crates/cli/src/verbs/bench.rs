//! Benches on a vault of their own, in a temporary folder that goes afterwards.

use std::path::Path;

use app::bench::{self, Row};
use base::error::Result;

use crate::out::Out;

/// Runs the named benches, or all that can run here. `text DIR` takes its folder behind its name.
///
/// # Errors
/// `Invalid` for a name that there is not.
pub(super) fn run(names: &[String], plays: Option<&Path>, out: Out) -> Result<()> {
    let (names, plays) = match names {
        [name, folder] if name == "text" => (&names[..1], Some(Path::new(folder))),
        _ => (names, plays),
    };
    let runs = |name: &&&str| bench::runs_unnamed(name, plays);
    let all: Vec<String> =
        bench::NAMES.iter().filter(runs).map(|name| (*name).to_owned()).collect();
    let names = if names.is_empty() { &all } else { names };
    let mut rows = Vec::new();
    for name in names {
        let dir =
            std::env::temp_dir().join(format!("everkept-bench-{}-{name}", std::process::id()));
        let outcome = bench::run(name, &dir, plays);
        // A bench without a vault of its own makes no folder.
        if dir.exists()
            && let Err(error) = std::fs::remove_dir_all(&dir)
        {
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
