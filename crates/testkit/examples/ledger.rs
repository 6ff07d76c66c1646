//! Writes a household's statements into a folder: `ledger FOLDER [ROWS] [YEARS] [SEED]`. For benches.

use std::path::PathBuf;

use testkit::ledger::Household;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || std::io::Error::other("ledger FOLDER [ROWS] [YEARS] [SEED]");
    let folder = args.next().map(PathBuf::from).ok_or_else(usage)?;
    let mut number = |otherwise: usize| match args.next() {
        Some(text) => text.parse().map_err(|_| usage()),
        None => Ok(otherwise),
    };
    let (rows, years, seed) = (number(100_000)?, number(10)?, number(7)?);
    std::fs::create_dir_all(&folder)?;
    testkit::ledger::write(&folder, Household { seed: seed as u64, rows, years })
}
