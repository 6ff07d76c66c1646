//! The verbs of development, the same for a person and for the machine that checks every change.
//!
//! What is deliberately not here: anything that needs a system package to build. A fresh machine with
//! Rust and Node builds this crate first; [`setup`] then fetches what the rest needs. Start reading
//! at [`test`], which says in one list what must hold.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program speaks by printing"
)]

use std::process::ExitCode;

use anyhow::{Result, bail};

mod bench;
mod codegen;
mod dev;
mod licences;
mod place;
mod release;
mod run;
mod setup;
mod shell;
mod test;
mod tidy;

const USAGE: &str = "\
cargo xtask <verb>

  run [ARGS]     open the window; with no display, serve on a loopback address and print it
  test [--fast]  everything that must hold; --fast leaves out the tests in browser and window
  dev            the window on the interface's development server, which reloads as you type
  tidy [--fast]  the rules of the house: layers, sizes, banned calls, and current generated code (not by --fast)
  codegen        write the TypeScript view of the commands to ui/src/lib/api
  licences       write the page of licences of all that ships, and a bill of materials beside the builds
  bench [NAME]   release build, each figure beside its raw limit; `bench text DIR` reads GoEmotions' test.tsv, dev.tsv;
                 `bench sync`, `bench sim` (a million steps of the simulator), `bench kills` (200 of each kind)
  release        release build, the .deb made, installed, started once and removed";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((verb, rest)) = args.split_first() else { bail!("which verb?\n\n{USAGE}") };
    match verb.as_str() {
        "run" => run::run(rest),
        "test" => test::run(rest),
        "dev" => dev::run(),
        "tidy" => tidy::run(rest),
        "codegen" => codegen::run(),
        "licences" => licences::run(),
        "bench" => bench::run(rest),
        "release" => release::run(),
        "help" | "-h" | "--help" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => bail!("there is no verb {unknown}\n\n{USAGE}"),
    }
}
