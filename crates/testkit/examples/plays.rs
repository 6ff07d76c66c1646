//! Writes the plays of a long life into a folder: `plays FOLDER [ROWS] [SEED]`. For benches.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || std::io::Error::other("plays FOLDER [ROWS] [SEED]");
    let folder = args.next().map(PathBuf::from).ok_or_else(usage)?;
    let mut number = |otherwise: usize| match args.next() {
        Some(text) => text.parse().map_err(|_| usage()),
        None => Ok(otherwise),
    };
    let (rows, seed) = (number(1_000_000)?, number(7)?);
    std::fs::create_dir_all(&folder)?;
    testkit::plays::write_spotify(&folder, seed as u64, rows)
}
