//! What the process does before it opens anything: it keeps its memory to itself, and steps around
//! a driver that shows an empty window.

#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    linux::step_around_empty_windows();
    app::process::keep_memory_private();
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

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
}
