//! `bench`: the release build measured, each figure beside its raw limit.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::setup::{self, Purpose};
use crate::{place, shell};

mod sync;

/// One figure of `everkept bench NAME --json`.
#[derive(Debug, Deserialize)]
struct Row {
    name: String,
    value: f64,
    unit: String,
    /// The peer or the raw limit: the same work by plain SQLite, by the disk, by an empty window.
    beside: Option<Beside>,
}

#[derive(Debug, Deserialize)]
struct Beside {
    name: String,
    value: f64,
}

/// The bench that takes in a history that is made for it.
const LISTENING: &str = "listening";
/// The bench that reads a folder, which is named behind it.
const TEXT: &str = "text";
/// Where the models lie: a release build looks for them only beside itself.
const MODELS: (&str, &str) = ("EVERKEPT_MODELS", "assets/models");
/// The bench that is a long test: the program is killed while it writes.
const KILLS: &str = "kills";
/// How often.
const KILLS_COUNT: &str = "200";

/// A bench that is a program or a test of its own.
type Bench = fn() -> Result<()>;

/// Builds the release program and runs the benches that are named, or all of them.
pub(crate) fn run(names: &[String]) -> Result<()> {
    setup::all(Purpose::Serve)?;
    let apart: [(&str, Bench); 3] =
        [(KILLS, kills), (sync::FIGURES, sync::figures), (sync::SIMULATOR, sync::simulator)];
    let is_apart = |name: &String| apart.iter().any(|(known, _)| known == name);
    let figures: Vec<&String> = names.iter().filter(|name| !is_apart(name)).collect();
    if !figures.is_empty() || names.is_empty() {
        build(&["--bin", place::CLI])?;
        print_figures(&figures)?;
    }
    for (name, bench) in apart {
        if names.is_empty() || names.iter().any(|named| named == name) {
            bench()?;
        }
    }
    Ok(())
}

/// A release build of some targets of the workspace.
fn build(targets: &[&str]) -> Result<()> {
    let args = ["build", "--release"].iter().chain(&place::WORKSPACE).chain(targets);
    shell::run(shell::cargo(args))
}

/// Kills the release program again and again, and looks for what it had answered.
fn kills() -> Result<()> {
    build(&["--bin", place::CLI, "--bin", place::SERVER])?;
    let tests = ["test"].iter().chain(&place::WORKSPACE);
    let mut command = shell::cargo(tests.chain(&["--test", "it", "--", "kill", "--nocapture"]));
    command
        .env("EVERKEPT_KILLS", KILLS_COUNT)
        .env("EVERKEPT_BIN", place::release_binary(place::CLI))
        .env("EVERKEPT_SERVER_BIN", place::release_binary(place::SERVER));
    shell::run(command)?;
    println!(
        "killed {KILLS_COUNT} times each: nothing that was answered is gone, the doctor finds nothing"
    );
    Ok(())
}

fn print_figures(names: &[&String]) -> Result<()> {
    let mut command = shell::program(place::release_binary(place::CLI));
    command.args(["--json", "bench"]).env(MODELS.0, place::root().join(MODELS.1));
    match names {
        // The program runs in the root, the person who named the folder perhaps elsewhere.
        [name, folder] if *name == TEXT => {
            command.arg(name).arg(std::path::absolute(folder).context("finding the folder")?);
        }
        _ => {
            command.args(names);
        }
    }
    if names.is_empty() || names.iter().any(|name| *name == LISTENING) {
        command.arg("--plays").arg(plays()?);
    }
    let rows = rows(&shell::output(command)?)?;
    if rows.is_empty() {
        bail!("no bench ran");
    }
    print!("{}", table(&rows));
    Ok(())
}

/// The plays that the bench of listening takes in, a million of them, written once.
fn plays() -> Result<std::path::PathBuf> {
    let folder = place::target().join("bench-plays");
    if !folder.exists() {
        let mut args = vec!["run"];
        args.extend(place::WORKSPACE);
        args.extend(["--example", "plays", "--"]);
        let mut command = shell::cargo(args);
        command.arg(&folder);
        shell::run(command)?;
    }
    Ok(folder)
}

/// One JSON array, or one object a line.
fn rows(text: &str) -> Result<Vec<Row>> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).context("reading the rows of everkept bench");
    }
    text.lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).with_context(|| format!("reading the row {line}")))
        .collect()
}

fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let beside = row.beside.as_ref().map_or(String::new(), |beside| {
            let ratio = if beside.value == 0.0 {
                String::new()
            } else {
                format!(", x{:.2}", row.value / beside.value)
            };
            format!("  ({} {}{ratio})", beside.name, figure(beside.value))
        });
        text.push_str(&format!(
            "{:<width$}  {:>10} {}{beside}\n",
            row.name,
            figure(row.value),
            row.unit
        ));
    }
    text
}

/// Three significant figures are what such a measurement is worth.
fn figure(value: f64) -> String {
    match value.abs() {
        size if 100.0 <= size => format!("{value:.0}"),
        size if 10.0 <= size => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_from_an_array_and_from_lines_and_stand_beside_their_limit() {
        let row = r#"{"name":"search p95","value":20.5,"unit":"ms","beside":{"name":"SQLite","value":10.25}}"#;
        for text in [format!("[{row}]"), format!("{row}\n")] {
            let rows = rows(&text).expect("a row that follows the form is read");
            assert_eq!(table(&rows), "search p95        20.5 ms  (SQLite 10.2, x2.00)\n");
        }
    }
}
