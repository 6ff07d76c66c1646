//! The program `everkept-server`: the endpoint, and what its operator asks of it.

mod args;
mod verbs;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> ExitCode {
    let command = args::Command::parse();
    log();
    match verbs::run(command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed terminal cannot be told that it is closed.
            drop(writeln!(io::stderr(), "everkept-server: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Lines of JSON on the standard error; `EVERKEPT_LOG` (`info`, `debug`, ...) says how many. Only this
/// crate may write to it: the libraries below would log addresses and headers, and so tokens.
fn log() {
    let level = std::env::var("EVERKEPT_LOG").ok().and_then(|level| level.parse().ok());
    let targets = Targets::new().with_target("sync_server", level.unwrap_or(LevelFilter::WARN));
    let lines = tracing_subscriber::fmt::layer().json().with_writer(io::stderr);
    tracing_subscriber::registry().with(targets).with(lines).init();
}
