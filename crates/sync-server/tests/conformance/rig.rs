//! A server on an engine: SQLite in a folder, or a PostgreSQL of this test's own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use base::env::FixedEnv;
use sync_protocol::wire::Registration;
use sync_server::{Config, Rates, Running, serve};
use tempfile::TempDir;
use tracing::Level;

use crate::client::Client;
use crate::s3::Bucket;
use crate::vault::{NOW, Vault};

/// What keeps the logs.
#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite,
    Postgres(Arc<Cluster>),
    /// SQLite, with its files in S3.
    S3(Arc<Bucket>),
}

/// A server that runs.
pub(crate) struct Rig {
    pub(crate) running: Running,
    pub(crate) env: Arc<FixedEnv>,
    pub(crate) config: Config,
    /// Goes with the rig.
    _folder: TempDir,
}

impl Rig {
    /// Open to everybody, without bounds, at a clock that stands.
    pub(crate) async fn new(engine: &Engine) -> Rig {
        Rig::with(engine, |_| {}).await
    }

    pub(crate) async fn with(engine: &Engine, change: impl FnOnce(&mut Config)) -> Rig {
        // What the server logs stands with the test that failed; the first test of a process starts it.
        drop(tracing_subscriber::fmt().with_test_writer().with_max_level(Level::WARN).try_init());
        let folder = tempfile::tempdir().expect("a folder can be made");
        let env = Arc::new(FixedEnv::at(NOW, "UTC", 99));
        let mut config = Config {
            database: engine.database(),
            registration: Registration::Open,
            rates: Rates::OFF,
            env: Arc::clone(&env) as _,
            ..Config::new(folder.path().to_owned())
        };
        if let Engine::S3(bucket) = engine {
            config.blobs = Some(bucket.url.clone());
            config.blob_options.clone_from(&bucket.options);
        }
        change(&mut config);
        let running = serve(config.clone()).await.expect("the server starts");
        Rig { running, env, config, _folder: folder }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.running.address())
    }

    /// Somebody without a token.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.address(), self.running.url())
    }

    /// Brings a vault, and a client of its first device.
    pub(crate) async fn with_vault(&self, vault: &Vault) -> Client {
        let client = self.client();
        let (status, _) = client.register(vault, None).await;
        assert_eq!(status, 200);
        client.device(vault, 0).await
    }
}

impl Engine {
    /// A database of its own.
    fn database(&self) -> Option<String> {
        match self {
            Engine::Sqlite | Engine::S3(_) => None,
            Engine::Postgres(cluster) => Some(cluster.database()),
        }
    }
}

/// A PostgreSQL on a private folder and socket.
pub(crate) struct Cluster {
    server: Child,
    folder: TempDir,
    bin: PathBuf,
    databases: AtomicU32,
}

/// The user without rights that PostgreSQL runs as where tests run as root, whom it refuses.
const NOBODY: u32 = 65_534;

impl Cluster {
    /// Starts it; none where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Cluster> {
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

    /// An empty database.
    fn database(&self) -> String {
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
