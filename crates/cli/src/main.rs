//! The command `everkept`: the registry of commands on a terminal, and on a loopback address for a
//! browser.
//!
//! What is deliberately not here: what any command does (that is `app` and the domains). Start reading
//! at [`args`] for the words, [`verbs`] for the terminal, [`serve`] for the browser.

mod args;
mod codegen;
mod log;
mod out;
mod serve;
mod vault;
mod verbs;

use std::alloc::System;
use std::process::ExitCode;

use args::Args;
use base::error::Error;
use clap::Parser;
use clap::error::ErrorKind;
use out::Out;
use zeroizing_alloc::ZeroAlloc;

/// What is let go of is zeroed: a locked vault leaves no words behind in this process.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    log::start();
    app::process::keep_memory_private();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return refused(&error),
    };
    let out = Out { json: args.global.json };
    match verbs::run(args, out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            out.failure(&error);
            ExitCode::FAILURE
        }
    }
}

/// Help and version are answers; anything else is an `Invalid` like any other.
fn refused(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let asked = !error.use_stderr();
            // A closed terminal cannot be told that it is closed.
            drop(error.print());
            if asked { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        _ => {
            let json = std::env::args().any(|arg| arg == "--json");
            let rendered = error.render().to_string();
            let line = rendered.lines().next().unwrap_or_default();
            let words = line.trim_start_matches("error: ").trim_end_matches(':');
            Out { json }
                .failure(&Error::invalid("arguments", format!("{words}; see everkept --help")));
            ExitCode::FAILURE
        }
    }
}
