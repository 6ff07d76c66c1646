//! A real PostgreSQL of this test's own: a private folder and socket, no port.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

/// A PostgreSQL on a private folder and socket.
pub struct Cluster {
    server: Child,
    folder: TempDir,
    bin: PathBuf,
    databases: AtomicU32,
}

/// The user without rights that PostgreSQL runs as where tests run as root, whom it refuses.
const NOBODY: u32 = 65_534;

impl Cluster {
    /// Starts it; none where PostgreSQL is not installed.
    ///
    /// # Panics
    /// When it is installed and does not start.
    pub fn start() -> Option<Cluster> {
        let bin = programs()?;
        let folder = tempfile::tempdir().expect("a folder can be made");
        let data = folder.path().join("data");
        std::fs::create_dir(&data).expect("a folder can be made");
        own(folder.path());
        own(&data);
        let made = user(&bin.join("initdb"))
            .args([
                "-D",
                &data.display().to_string(),
                "-U",
                "everkept",
                "-A",
                "trust",
                "-E",
                "UTF8",
            ])
            .args(["--no-sync", "--locale=C"])
            .stdout(Stdio::null())
            .status();
        assert!(made.expect("initdb starts").success(), "initdb makes a cluster");
        let server = user(&bin.join("postgres"))
            .args(["-D", &data.display().to_string(), "-F", "-c", "listen_addresses="])
            .args(["-k", &folder.path().display().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres starts");
        let cluster = Cluster { server, folder, bin, databases: AtomicU32::new(0) };
        cluster.wait();
        Some(cluster)
    }

    fn wait(&self) {
        let began = std::time::Instant::now();
        while began.elapsed().as_secs() < 60 {
            let asked = Command::new(self.bin.join("pg_isready"))
                .args(["-q", "-h", &self.folder.path().display().to_string()])
                .status();
            if asked.is_ok_and(|status| status.success()) {
                return;
            }
        }
        panic!("PostgreSQL does not start");
    }

    /// An empty database, as a client names it.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let socket = self.folder.path().display().to_string();
        let made = Command::new(self.bin.join("createdb"))
            .args(["-h", &socket, "-U", "everkept", &name])
            .status();
        assert!(made.expect("createdb starts").success(), "a database is made");
        format!("postgres://everkept@localhost/{name}?host={socket}")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// Where Debian keeps the newest server's programs, or wherever the path finds them.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .collect();
    found.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    found.into_iter().find(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Gives a folder to the user that PostgreSQL runs as.
fn own(path: &Path) {
    if is_root() {
        std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).expect("root may give away");
    }
}

/// A program as that user.
fn user(program: &Path) -> Command {
    let mut command = Command::new(program);
    if is_root() {
        use std::os::unix::process::CommandExt;
        command.uid(NOBODY).gid(NOBODY);
    }
    command.current_dir("/");
    command
}
