//! An S3 on loopback: the crate s3s-fs, which speaks its protocol over a folder.

use std::sync::Arc;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::rig::Engine;

/// Where it is, and what it is asked with.
pub(crate) struct Bucket {
    pub(crate) url: String,
    pub(crate) options: Vec<(String, String)>,
    _folder: TempDir,
}

impl Bucket {
    /// A bucket that lives as long as the runtime.
    pub(crate) async fn new() -> Bucket {
        let folder = tempfile::tempdir().expect("a folder can be made");
        std::fs::create_dir(folder.path().join("vaults")).expect("a bucket is a folder");
        let files = s3s_fs::FileSystem::new(folder.path()).expect("the folder is there");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single("key", "secret"));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let connections = Builder::new(TokioExecutor::new());
                    // Who asks may go at any time.
                    drop(connections.serve_connection(TokioIo::new(stream), service).await);
                });
            }
        });
        let option = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Bucket {
            url: "s3://vaults/everkept".to_owned(),
            options: vec![
                option("aws_endpoint", &format!("http://{address}")),
                option("aws_allow_http", "true"),
                option("aws_region", "us-east-1"),
                option("aws_access_key_id", "key"),
                option("aws_secret_access_key", "secret"),
            ],
            _folder: folder,
        }
    }
}

/// The same cases, with every file in S3.
async fn in_a_bucket(case: fn(Engine) -> crate::Done) {
    let bucket = Arc::new(Bucket::new().await);
    case(Engine::S3(bucket)).await;
}

macro_rules! in_s3 {
    ($($module:ident :: $name:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                in_a_bucket(|engine| Box::pin(crate::$module::$name(engine))).await;
            }
        )*
    };
}

in_s3! {
    segments::long_segments_lie_outside,
    files::an_upload_goes_on_where_it_stopped,
    files::wrong_bytes_are_not_kept,
    files::manifests_need_what_they_name,
    files::snapshots_are_listed_with_who_agrees,
    files::what_a_snapshot_covers_goes,
    shares::shares_end,
    shares::a_removed_vault_leaves_nothing,
}
