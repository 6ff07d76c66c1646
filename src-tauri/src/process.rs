//! What the process does before it opens anything: it keeps its memory to itself, and steps around
//! a driver that shows an empty window.

#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    linux::step_around_empty_windows();
    linux::keep_memory_private();
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

    /// WebKitGTK's way of sharing buffers with the graphics card.
    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// There while NVIDIA's own driver is loaded, on which that way shows an empty window
    /// (tauri-apps/tauri#9394). Elsewhere it is left on: without it every frame is copied.
    const NVIDIA: &str = "/proc/driver/nvidia/version";

    /// Starts itself again with the variable set, once: a running process cannot safely change its
    /// own environment. A person's own choice, either way, is left as it is.
    pub(super) fn step_around_empty_windows() {
        if std::env::var_os(DMABUF).is_some() || !Path::new(NVIDIA).exists() {
            return;
        }
        if let Ok(program) = std::env::current_exe() {
            let error =
                Command::new(program).args(std::env::args_os().skip(1)).env(DMABUF, "1").exec();
            tracing::warn!(%error, "could not start again without {DMABUF}");
        }
    }

    /// The key is in this memory while the vault is open: no core dump holds it, and no other
    /// program of the same person reads it through `/proc` or a debugger.
    pub(super) fn keep_memory_private() {
        if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
        {
            tracing::warn!(%error, "core dumps could not be turned off");
        }
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "this process could not be closed to debuggers");
        }
    }
}
