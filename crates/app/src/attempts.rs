//! Wrong passphrases make the next try wait. Argon2id makes a guess dear; this makes it rare for whoever
//! sits at the machine. It stops nobody who has taken the folder away: that is what the cost is for.

use std::fs;
use std::path::{Path, PathBuf};

use base::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};

/// Wrong passphrases that cost nothing: fingers slip.
const FREE: u32 = 5;
/// The first wait, then twice as long each time.
const FIRST_MS: u64 = 1_000;
/// The longest wait. Nothing is ever deleted for guesses.
const LONGEST_MS: u64 = 300_000;

/// What is kept beside the key file. Not secret.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// Wrong passphrases in a row.
    wrong: u32,
    /// The latest of them, milliseconds since 1970.
    last_ms: u64,
}

/// The wrong passphrases of a vault, over restarts.
#[derive(Debug)]
pub(crate) struct Attempts {
    path: PathBuf,
    kept: Kept,
}

impl Attempts {
    /// Reads what is kept in a vault's folder. A file that is damaged or gone counts as none: it guards
    /// nothing by itself.
    pub(crate) fn read(folder: &Path) -> Attempts {
        let path = folder.join("attempts.json");
        let kept = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Attempts { path, kept: kept.unwrap_or_default() }
    }

    /// Milliseconds until the next try; 0 is now.
    pub(crate) fn wait_ms(&self, now_ms: u64) -> u64 {
        let Some(over) = self.kept.wrong.checked_sub(FREE) else { return 0 };
        let wait = 2_u64.saturating_pow(over).saturating_mul(FIRST_MS).min(LONGEST_MS);
        // A clock that was set back does not make it longer.
        (self.kept.last_ms + wait).saturating_sub(now_ms).min(wait)
    }

    /// Lets a try pass.
    ///
    /// # Errors
    /// `Denied` at `wait` while it has to wait.
    pub(crate) fn may_try(&self, now_ms: u64) -> Result<()> {
        match self.wait_ms(now_ms) {
            0 => Ok(()),
            wait => {
                let secs = wait.div_ceil(1000);
                let message = format!("too many wrong passphrases; the next try is in {secs} s");
                Err(Error::new(Code::Denied, message).at("wait"))
            }
        }
    }

    /// A passphrase was wrong.
    pub(crate) fn was_wrong(&mut self, now_ms: u64) {
        self.kept = Kept { wrong: self.kept.wrong.saturating_add(1), last_ms: now_ms };
        let written = serde_json::to_vec(&self.kept).map(|bytes| fs::write(&self.path, bytes));
        if !matches!(written, Ok(Ok(()))) {
            tracing::warn!("the count of wrong passphrases is not kept on the disk");
        }
    }

    /// The right one was told.
    pub(crate) fn was_right(&mut self) {
        if self.kept != Kept::default() {
            self.kept = Kept::default();
            if fs::remove_file(&self.path).is_err() {
                tracing::warn!("the count of wrong passphrases stays on the disk");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s9_waits_double_from_a_second_to_five_minutes_and_survive_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut attempts = Attempts::read(folder.path());
        let mut now = 1_000_000;
        let mut waits = Vec::new();
        for _ in 0..16 {
            attempts.was_wrong(now);
            attempts = Attempts::read(folder.path());
            let wait = attempts.wait_ms(now);
            waits.push(wait / 1000);
            assert_eq!(attempts.may_try(now).is_err(), wait > 0);
            if wait > 0 {
                assert!(attempts.may_try(now + wait - 1).is_err());
            }
            attempts.may_try(now + wait).expect("the wait is over");
            now += wait;
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(attempts.wait_ms(0), LONGEST_MS, "a clock that is set back adds nothing");
        attempts.was_right();
        assert_eq!(Attempts::read(folder.path()).wait_ms(now), 0);
    }

    #[test]
    fn a_damaged_count_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("attempts.json"), b"{\"wrong\": -1").expect("a file");
        assert_eq!(Attempts::read(folder.path()).kept, Kept::default());
    }

    #[test]
    fn no_number_of_guesses_overflows() {
        let kept = Kept { wrong: u32::MAX, last_ms: 1 };
        let attempts = Attempts { path: PathBuf::new(), kept };
        assert_eq!(attempts.wait_ms(1), LONGEST_MS);
    }
}
