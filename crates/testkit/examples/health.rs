//! Writes an Apple Health export: `health FILE [MEGABYTES] [SEED]`. For benches.

use std::path::PathBuf;

use testkit::health::{Health, write};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || std::io::Error::other("health FILE [MEGABYTES] [SEED]");
    let file = args.next().map(PathBuf::from).ok_or_else(usage)?;
    let mut number = |otherwise: u64| match args.next() {
        Some(text) => text.parse().map_err(|_| usage()),
        None => Ok(otherwise),
    };
    let (megabytes, seed) = (number(1000)?, number(7)?);
    write(&file, Health { seed, megabytes })
}
