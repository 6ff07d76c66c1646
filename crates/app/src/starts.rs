//! How the program began and ended the last few times, so that one that falls over again and again
//! begins without what may push it: in safe mode nothing runs beside the vault but its lock.
//!
//! Kept beside the vault because it is read before anything is opened: instants and a yes or no, nothing
//! else. What is deliberately not here: why it fell over (`crash`).

use std::fs;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The file in the vault's folder.
pub(crate) const FILE: &str = "starts.json";
/// Starts that are remembered.
const KEPT: usize = 8;
/// Starts in a row without an end after which the next one is safe.
const IN_A_ROW: usize = 3;
/// Within this time. A machine that loses power three times in a quarter of an hour loses nothing by a
/// safe start; a program that runs longer than that is no loop.
const WITHIN_MS: i64 = 15 * 60_000;

/// Why the program runs in safe mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Safe {
    /// It ended without meaning to three times in a row.
    Crashes,
    /// The person asked for it.
    Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    /// Unix milliseconds.
    at_ms: i64,
    /// The process, so that two of them end their own.
    pid: u32,
    /// Whether it ended as it should.
    ended: bool,
}

/// The starts of the programs over one vault.
pub(crate) struct Starts {
    path: PathBuf,
    kept: Vec<Start>,
}

impl Starts {
    /// Reads what is kept in a vault's folder. A file that is damaged or gone counts as none: it guards
    /// nothing.
    pub(crate) fn read(folder: &Path) -> Starts {
        let path = folder.join(FILE);
        let kept = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Starts { path, kept: kept.unwrap_or_default() }
    }

    /// Whether a program that begins now would be one more of a row that fell over.
    fn is_loop(&self, now_ms: i64) -> bool {
        let row = self.kept.iter().rev().take(IN_A_ROW);
        let fell = row.filter(|start| !start.ended && (now_ms - start.at_ms).abs() < WITHIN_MS);
        fell.count() == IN_A_ROW
    }

    /// A program begins; answers whether it should be safe.
    pub(crate) fn begin(&mut self, now_ms: i64) -> bool {
        let safe = self.is_loop(now_ms);
        self.kept.push(Start { at_ms: now_ms, pid: std::process::id(), ended: false });
        let over = self.kept.len().saturating_sub(KEPT);
        self.kept.drain(..over);
        self.write();
        safe
    }

    /// This process ends as it should.
    pub(crate) fn end(&mut self) {
        let pid = std::process::id();
        if let Some(start) = self.kept.iter_mut().rev().find(|start| start.pid == pid) {
            start.ended = true;
            self.write();
        }
    }

    /// The person wants it to begin as always: what was before counts no more.
    pub(crate) fn forgive(&mut self) {
        let pid = std::process::id();
        self.kept.retain(|start| start.pid == pid);
        self.write();
    }

    /// Whether the program before this one ended as it should; nothing when there was none.
    pub(crate) fn ended_well_before(&self) -> Option<bool> {
        let pid = std::process::id();
        self.kept.iter().rev().find(|start| start.pid != pid).map(|start| start.ended)
    }

    fn write(&self) {
        // A folder without a vault gets no file; nor does it matter on a full disk.
        if !self.path.parent().is_some_and(Path::is_dir) {
            return;
        }
        let coming = self.path.with_extension("json.new");
        let bytes = serde_json::to_vec(&self.kept).expect("numbers have a text");
        let written = fs::write(&coming, bytes).and_then(|()| fs::rename(&coming, &self.path));
        if let Err(error) = written {
            tracing::warn!(kind = ?error.kind(), "this start is not noted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn r_three_starts_without_an_end_make_the_next_one_safe() {
        let folder = tempfile::tempdir().expect("a folder");
        let begin = |at_ms| Starts::read(folder.path()).begin(at_ms);
        assert!(!begin(0));
        assert!(!begin(MINUTE));
        assert!(!begin(2 * MINUTE));
        assert!(begin(3 * MINUTE), "three fell over");
        assert!(begin(4 * MINUTE), "and it goes on to");
        Starts::read(folder.path()).end();
        assert!(!begin(5 * MINUTE), "the last one ended as it should");
    }

    #[test]
    fn what_took_long_or_was_forgiven_is_no_loop() {
        let folder = tempfile::tempdir().expect("a folder");
        let begin = |at_ms| Starts::read(folder.path()).begin(at_ms);
        for n in 0..5 {
            assert!(!begin(n * 6 * MINUTE), "three in eighteen minutes are no loop");
        }
        for n in 0..3 {
            begin(60 * MINUTE + n);
        }
        Starts::read(folder.path()).forgive();
        fs::write(folder.path().join(FILE), b"{").expect("a damaged file");
        assert!(!begin(61 * MINUTE), "a damaged file counts as none");
        assert_eq!(Starts::read(folder.path()).kept.len(), 1);
    }

    #[test]
    fn no_more_are_kept_than_are_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        for n in 0..20 {
            Starts::read(folder.path()).begin(n);
        }
        assert_eq!(Starts::read(folder.path()).kept.len(), KEPT);
        Starts::read(&folder.path().join("none")).begin(1);
        assert!(!folder.path().join("none").exists(), "no vault, no file");
    }
}
