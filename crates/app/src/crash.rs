//! When Everkept makes a mistake: a small report is left beside the vault, for the person to read and, if
//! they want, to hand on. Nothing is sent.
//!
//! A report holds where it happened, versions, and the names of the latest commands. A panic's words are
//! kept only when they are a constant of the program: words that are put together may hold what was
//! written ("byte index 5 is inside 'ü' of `...`").

use std::backtrace::Backtrace;
use std::collections::VecDeque;
use std::fs;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, TryLockError};

use base::env::Env;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The folder of reports, in the vault's.
pub(crate) const FOLDER: &str = "crashes";
/// Reports that are kept, the newest ones; and that one process writes.
const KEPT: usize = 10;
/// Names of commands in a report.
const COMMANDS_KEPT: usize = 50;
/// Lines of the backtrace in a report: the calls that matter are on top.
const FRAMES_MAX: usize = 120;

/// The latest commands of this process, begun and maybe not ended. One for the process: a panic knows of
/// no `App`.
static COMMANDS: Mutex<VecDeque<&'static str>> = Mutex::new(VecDeque::new());

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct CrashReport {
    /// When, RFC 3339.
    pub(crate) at: String,
    /// The program's version.
    pub(crate) version: String,
    /// The system and the processor.
    pub(crate) system: String,
    /// The place in the source.
    pub(crate) place: String,
    /// What the program says of it, when that is a constant.
    pub(crate) words: Option<String>,
    /// The latest commands of the process, the last one last.
    pub(crate) commands: Vec<String>,
    /// Who called whom, the innermost first.
    pub(crate) backtrace: Vec<String>,
}

/// A command begins.
pub(crate) fn note(command: &'static str) {
    let mut commands = COMMANDS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if commands.len() == COMMANDS_KEPT {
        commands.pop_front();
    }
    commands.push_back(command);
}

/// From now on every panic of this process leaves a report in a vault's folder, if that is there.
pub fn watch(vault: PathBuf, env: Arc<dyn Env>) {
    let written = AtomicUsize::new(0);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if written.fetch_add(1, Ordering::Relaxed) < KEPT && vault.is_dir() {
            let now = env.now();
            let report = report(info, now.to_string());
            // Whoever panics has no one to tell that the report could not be written.
            drop(keep(&vault.join(FOLDER), now.as_millisecond(), &report));
        }
        before(info);
    }));
}

/// The reports in a vault's folder, the newest first. What cannot be read is left out: it is nobody's
/// only copy of anything.
pub(crate) fn reports(vault: &Path) -> Vec<CrashReport> {
    let mut paths = files(&vault.join(FOLDER));
    paths.reverse();
    let read = |path: PathBuf| serde_json::from_slice(&fs::read(path).ok()?).ok();
    paths.into_iter().take(KEPT).filter_map(read).collect()
}

/// Of the folder, the oldest first: a name is the time.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn keep(folder: &Path, at_ms: i64, report: &CrashReport) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let bytes = serde_json::to_vec_pretty(report)?;
    let path = (0..).map(|n| folder.join(format!("{at_ms:014}-{n}.json"))).find(|p| !p.exists());
    fs::write(path.expect("a name is free"), bytes)?;
    let paths = files(folder);
    for old in &paths[..paths.len().saturating_sub(KEPT)] {
        fs::remove_file(old)?;
    }
    Ok(())
}

fn report(info: &PanicHookInfo<'_>, at: String) -> CrashReport {
    // The thread that panics may hold it.
    let commands = match COMMANDS.try_lock() {
        Ok(commands) => commands.iter().map(|name| (*name).to_owned()).collect(),
        Err(TryLockError::Poisoned(held)) => {
            held.get_ref().iter().map(|name| (*name).to_owned()).collect()
        }
        Err(TryLockError::WouldBlock) => Vec::new(),
    };
    let place = info.location().map(|at| format!("{}:{}", in_source(at.file()), at.line()));
    CrashReport {
        at,
        version: env!("CARGO_PKG_VERSION").into(),
        system: system(),
        place: place.unwrap_or_default(),
        words: info.payload().downcast_ref::<&'static str>().map(|words| (*words).to_owned()),
        commands,
        backtrace: frames(&Backtrace::force_capture().to_string()),
    }
}

/// The system and the processor, as a report names them.
pub(crate) fn system() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Lines of a backtrace: functions as they are, files as they are called in their source.
fn frames(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let told = lines.map(|line| match line.strip_prefix("at ") {
        Some(file) => format!("at {}", in_source(file)),
        None => line.to_owned(),
    });
    told.take(FRAMES_MAX).collect()
}

/// A file without the folders of whoever built the program.
fn in_source(file: &str) -> String {
    let file = file.replace('\\', "/");
    let from = |mark: &str| file.rfind(mark).map(|at| at + 1);
    let start = ["/crates/", "/src-tauri/", "/library/"].iter().find_map(|mark| from(mark));
    let start = start.or_else(|| {
        // A package of the registry: its own folder is the one after the registry's.
        let at = file.find("registry/src/")? + "registry/src/".len();
        file[at..].find('/').map(|next| at + next + 1)
    });
    match start {
        Some(start) => file[start..].to_owned(),
        None if file.starts_with('/') || file.contains("/Users/") => {
            file.rsplit('/').next().unwrap_or_default().to_owned()
        }
        None => file,
    }
}

#[cfg(test)]
mod tests {
    use base::env::FixedEnv;

    use super::*;

    #[test]
    fn n6_a_panic_leaves_a_report_without_what_was_written() {
        let vault = tempfile::tempdir().expect("a folder");
        watch(vault.path().to_owned(), Arc::new(FixedEnv::at("2026-03-01T10:00:00Z", "UTC", 7)));
        for n in 0..60 {
            note(if n < 58 { "journal.entries" } else { "journal.write_body" });
        }
        let secret = "Zyx7MarkerQ";
        for _ in 0..2 {
            let caught = panic::catch_unwind(|| panic!("no place for {secret}"));
            assert!(caught.is_err());
        }
        let caught = panic::catch_unwind(|| panic!("a constant of the program"));
        assert!(caught.is_err());
        drop(panic::take_hook());

        let reports = reports(vault.path());
        assert_eq!(reports.len(), 3);
        assert_eq!(reports[0].words.as_deref(), Some("a constant of the program"));
        assert_eq!(reports[1].words, None, "words that were put together are left out");
        assert!(reports[1].place.starts_with("crates/app/src/crash.rs:"), "{}", reports[1].place);
        assert_eq!(reports[1].commands.len(), COMMANDS_KEPT);
        assert_eq!(reports[1].commands.last().map(String::as_str), Some("journal.write_body"));
        assert!(reports[1].backtrace.iter().any(|line| line.contains("n6_a_panic")));
        let all = serde_json::to_string(&reports).expect("JSON");
        assert!(!all.contains(secret), "{all}");
    }

    #[test]
    fn n6_only_the_newest_reports_are_kept_and_no_folder_of_a_home() {
        let folder = tempfile::tempdir().expect("a folder");
        let report = |n: i64| CrashReport {
            at: n.to_string(),
            version: "1".into(),
            system: system(),
            place: "a".into(),
            words: None,
            commands: Vec::new(),
            backtrace: Vec::new(),
        };
        for n in 0..15 {
            keep(&folder.path().join(FOLDER), n, &report(n)).expect("it is kept");
        }
        let kept = reports(folder.path());
        assert_eq!((kept.len(), kept[0].at.as_str(), kept[9].at.as_str()), (KEPT, "14", "5"));
        for (file, told) in [
            ("/home/anna/everkept/crates/app/src/app.rs:7", "crates/app/src/app.rs:7"),
            ("/home/anna/.cargo/registry/src/index.x-1/zip-9.4.1/src/a.rs", "zip-9.4.1/src/a.rs"),
            ("/rustc/59807616/library/std/src/panic.rs:1", "library/std/src/panic.rs:1"),
            ("/home/anna/elsewhere/main.rs", "main.rs"),
            ("C:\\Users\\Anna\\x\\main.rs", "main.rs"),
            ("crates/app/src/app.rs", "crates/app/src/app.rs"),
        ] {
            assert_eq!(in_source(file), told);
        }
    }
}
