//! The log, off unless `EVERKEPT_LOG` is set: names of commands, codes and times, never content.
//!
//! Only this program's own crates may write to it. The libraries below would log addresses and
//! headers, and so the token.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Bytes in one file, and files in the ring: enough for a week of use, too little to fill a disk.
const FILE_BYTES_MAX: u64 = 2 << 20;
const FILES: u32 = 5;

/// The crates that may write to the log.
const TARGETS: [&str; 5] = ["everkept", "app", "store", "domain", "journal"];

/// Starts the log when the environment asks for it (`EVERKEPT_LOG=info`, `debug`, ...). A log that
/// cannot be written stops nobody from writing a diary.
pub(crate) fn start() {
    let Ok(level) = std::env::var("EVERKEPT_LOG") else { return };
    let Some(ring) = folder().and_then(|folder| Ring::open(folder).ok()) else { return };
    let level = level.parse().unwrap_or(LevelFilter::INFO);
    let targets = TARGETS.map(|target| (target, level));
    let lines = tracing_subscriber::fmt::layer().json().with_writer(Mutex::new(ring));
    tracing_subscriber::registry().with(Targets::new().with_targets(targets)).with(lines).init();
}

/// Where programs keep what is no data and no setting.
fn folder() -> Option<PathBuf> {
    let var =
        |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Logs"))
    } else {
        var("XDG_STATE_HOME").or_else(|| var("HOME").map(|home| home.join(".local/state")))
    };
    state.map(|state| state.join("everkept"))
}

/// Files of bounded size: `everkept.log`, and older ones as `everkept.log.1` and so on.
struct Ring {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl Ring {
    fn open(folder: PathBuf) -> io::Result<Ring> {
        fs::create_dir_all(&folder)?;
        let path = folder.join("everkept.log");
        let file = appending(&path)?;
        let bytes = file.metadata()?.len();
        Ok(Ring { path, file, bytes })
    }

    fn turn(&mut self) -> io::Result<()> {
        let numbered = |n: u32| self.path.with_extension(format!("log.{n}"));
        for n in (1..FILES - 1).rev() {
            if numbered(n).exists() {
                fs::rename(numbered(n), numbered(n + 1))?;
            }
        }
        fs::rename(&self.path, numbered(1))?;
        self.file = appending(&self.path)?;
        self.bytes = 0;
        Ok(())
    }
}

impl Write for Ring {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.bytes + line.len() as u64 > FILE_BYTES_MAX {
            self.turn()?;
        }
        let written = self.file.write(line)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn appending(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}
