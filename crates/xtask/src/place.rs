//! Where things are: the clone, the build folder, the programs that were built.

use std::env;
use std::path::{Path, PathBuf};

/// The flags of every cargo call on the workspace. One set everywhere: another selection of packages
/// or features unifies features differently and compiles hundreds of crates a second time.
/// `custom-protocol` makes the window serve the interface that is built into it.
pub(crate) const WORKSPACE: [&str; 3] = ["--workspace", "--features", "everkept/custom-protocol"];

/// The command line program (crate `cli`).
pub(crate) const CLI: &str = "everkept";
/// The window (crate `src-tauri`).
pub(crate) const WINDOW: &str = "everkept-desktop";
/// The endpoint at which devices meet.
pub(crate) const SERVER: &str = "everkept-server";

/// The root of the clone: as cargo says when it runs this, not as it was when this was compiled, which
/// may have been in another clone with the same build folder.
pub(crate) fn root() -> PathBuf {
    let manifest =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&manifest)
        .ancestors()
        .nth(2)
        .expect("crates/xtask lies two folders below the root")
        .to_path_buf()
}

/// The folder of the interface.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Where cargo builds: `CARGO_TARGET_DIR`, else one folder in the person's cache, so that a second
/// clone, or the same one after `git clean`, starts warm.
pub(crate) fn target() -> PathBuf {
    target_from(|name| {
        env::var_os(name).map(PathBuf::from).filter(|path| !path.as_os_str().is_empty())
    })
}

fn target_from(var: impl Fn(&str) -> Option<PathBuf>) -> PathBuf {
    if let Some(chosen) = var("CARGO_TARGET_DIR") {
        return if chosen.is_absolute() { chosen } else { root().join(chosen) };
    }
    let cache = var("XDG_CACHE_HOME")
        .or_else(|| var("LOCALAPPDATA"))
        .or_else(|| var("HOME").map(|home| home.join(".cache")));
    match cache {
        Some(cache) => cache.join("everkept").join("target"),
        None => root().join("target"),
    }
}

/// A program of the development build.
pub(crate) fn debug_binary(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// A program of the release build.
pub(crate) fn release_binary(name: &str) -> PathBuf {
    target().join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// Whether a window can open here.
pub(crate) fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether a program of this name lies on the path.
pub(crate) fn on_path(program: &str) -> bool {
    let Some(path) = env::var_os("PATH") else { return false };
    env::split_paths(&path).any(|folder| {
        let file = folder.join(program);
        file.is_file()
            || file.with_extension("exe").is_file()
            || file.with_extension("cmd").is_file()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target_with(pairs: &[(&str, &str)]) -> PathBuf {
        target_from(|name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value))
        })
    }

    #[test]
    fn a_chosen_build_folder_is_kept() {
        let chosen = env::temp_dir().join("chosen");
        let text = chosen.to_str().expect("a temp folder is plain text");
        assert_eq!(target_with(&[("CARGO_TARGET_DIR", text), ("HOME", "/h")]), chosen);
    }

    #[test]
    fn without_a_choice_the_build_folder_is_in_the_cache_and_outside_the_clone() {
        assert_eq!(target_with(&[("HOME", "/h")]), Path::new("/h/.cache/everkept/target"));
        assert_eq!(
            target_with(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")]),
            Path::new("/c/everkept/target")
        );
    }

    #[test]
    fn a_relative_choice_counts_from_the_root_wherever_xtask_was_called() {
        assert_eq!(target_with(&[("CARGO_TARGET_DIR", "out")]), root().join("out"));
    }
}
