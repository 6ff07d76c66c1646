//! An S3 on loopback: the crate s3s-fs, which speaks its protocol over a folder.

use std::net::SocketAddr;
use std::sync::mpsc;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// Where it is, and what it is asked with.
pub struct Bucket {
    /// As `everkept-server --blobs` takes it.
    pub url: String,
    /// Address and keys, as `object_store` names them; in capitals they are environment variables.
    pub options: Vec<(String, String)>,
    _folder: TempDir,
}

impl Bucket {
    /// A bucket that lives as long as this process.
    ///
    /// # Panics
    /// When no port is free.
    pub fn start() -> Bucket {
        let folder = tempfile::tempdir().expect("a folder can be made");
        std::fs::create_dir(folder.path().join("vaults")).expect("a bucket is a folder");
        let files = s3s_fs::FileSystem::new(folder.path()).expect("the folder is there");
        let (tell, told) = mpsc::sync_channel(1);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(serve(files, &tell));
        });
        let address = told.recv().expect("it listens");
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

async fn serve(files: s3s_fs::FileSystem, tell: &mpsc::SyncSender<SocketAddr>) {
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    tell.send(listener.local_addr().expect("it listens")).expect("somebody waits");
    while let Ok((stream, _)) = listener.accept().await {
        let service = service.clone();
        tokio::spawn(async move {
            let connections = Builder::new(TokioExecutor::new());
            // Who asks may go at any time.
            drop(connections.serve_connection(TokioIo::new(stream), service).await);
        });
    }
}
