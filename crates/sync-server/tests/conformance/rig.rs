//! A server on an engine: SQLite in a folder, or a PostgreSQL of this test's own.

use std::sync::Arc;

use base::env::FixedEnv;
use sync_protocol::wire::Registration;
use sync_server::{Config, Rates, Running, serve};
use tempfile::TempDir;
use testkit::bucket::Bucket;
use testkit::postgres::Cluster;
use tracing::Level;

use crate::client::Client;
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
