//! The store of files: a folder, or S3. What is too long for the database lies here, under
//! `VAULT/KIND/xx/NAME`, and uploads that are not complete yet under `VAULT/part/...`.
//!
//! A file is written before the database names it, so whatever the database names is there; a file that it
//! does not name costs room and nothing else. In a folder every write is synced before it is answered.

use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use sync_protocol::id::VaultId;

use crate::error::{Error, Result};

/// Files by vault, kind and name.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// A segment, by hash.
    Segment,
    /// Something of [`crate::store::Kind`].
    Named(crate::store::Kind),
    /// A published share.
    Share,
}

impl File {
    fn folder(self) -> &'static str {
        match self {
            File::Segment => "segment",
            File::Named(kind) => kind.name(),
            File::Share => "share",
        }
    }
}

/// Which bytes of a file, both ends included; open where `None`.
pub type Range = (u64, Option<u64>);

/// An upload that is not complete: what it will be called and what it must come to.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// Of which vault.
    pub vault: VaultId,
    /// Block or chunk.
    pub kind: crate::store::Kind,
    /// Its name, in hexadecimal.
    pub name: &'a str,
    /// BLAKE3 of all of it, in hexadecimal: two uploads of different bytes do not mix.
    pub hash: &'a str,
}

impl Blobs {
    /// A folder on this machine.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(path: &FilePath) -> Result<Blobs> {
        std::fs::create_dir_all(path).map_err(Error::io(format!("making {}", path.display())))?;
        let store =
            LocalFileSystem::new_with_prefix(path)?.with_fsync(true).with_automatic_cleanup(true);
        Ok(Blobs(Arc::new(store)))
    }

    /// A bucket, by `s3://bucket/prefix`. `options` are those of object_store, such as `aws_endpoint`, over
    /// what stands in the environment (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT`, ...).
    ///
    /// # Errors
    /// `Settings` when an option is not known.
    pub fn s3(url: &str, options: &[(String, String)]) -> Result<Blobs> {
        // The process may have one already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let place = url.trim_start_matches("s3://");
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
        for (name, value) in options {
            let key: AmazonS3ConfigKey = name
                .parse()
                .map_err(|_| Error::Settings(format!("the store of files has no option {name}")))?;
            builder = builder.with_config(key, value);
        }
        let store = builder.build()?;
        Ok(if prefix.is_empty() {
            Blobs(Arc::new(store))
        } else {
            Blobs(Arc::new(PrefixStore::new(store, prefix)))
        })
    }

    /// Writes a file, or the same one again.
    pub(crate) async fn put(
        &self,
        vault: VaultId,
        file: File,
        name: &str,
        bytes: Bytes,
    ) -> Result<()> {
        self.0.put(&path(vault, file, name), bytes.into()).await?;
        Ok(())
    }

    /// All of a file.
    ///
    /// # Errors
    /// `Stored` when it is not there: the database names it, so it was lost.
    pub(crate) async fn get(&self, vault: VaultId, file: File, name: &str) -> Result<Bytes> {
        let found = self.0.get(&path(vault, file, name)).await.map_err(lost)?;
        Ok(found.bytes().await?)
    }

    /// Some bytes of a file, as they come.
    ///
    /// # Errors
    /// As [`Blobs::get`].
    pub(crate) async fn stream(
        &self,
        vault: VaultId,
        file: File,
        name: &str,
        range: Option<Range>,
    ) -> Result<BoxStream<'static, object_store::Result<Bytes>>> {
        let range = range.map(|(from, to)| match to {
            Some(to) => GetRange::Bounded(from..to.saturating_add(1)),
            None => GetRange::Offset(from),
        });
        let options = GetOptions { range, ..GetOptions::default() };
        let found = self.0.get_opts(&path(vault, file, name), options).await.map_err(lost)?;
        Ok(found.into_stream())
    }

    /// Whether a file is there, and how long it is.
    pub(crate) async fn len(&self, vault: VaultId, file: File, name: &str) -> Result<Option<u64>> {
        match self.0.head(&path(vault, file, name)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes a file, if it is there.
    pub(crate) async fn delete(&self, vault: VaultId, file: File, name: &str) -> Result<()> {
        match self.0.delete(&path(vault, file, name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes all files of a vault; how many there were.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn clear(&self, vault: VaultId) -> Result<u64> {
        self.clear_under(Path::from(vault.to_string())).await
    }

    async fn clear_under(&self, folder: Path) -> Result<u64> {
        let found: Vec<_> =
            self.0.list(Some(&folder)).map_ok(|meta| meta.location).try_collect().await?;
        for path in &found {
            match self.0.delete(path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(found.len() as u64)
    }

    /// How far an upload has come: the end of what is there without a gap.
    pub(crate) async fn uploaded(&self, upload: Upload<'_>) -> Result<u64> {
        Ok(self.parts(upload).await?.last().map_or(0, |(offset, len, _)| offset + len))
    }

    /// The parts that follow on each other from the beginning, in order.
    async fn parts(&self, upload: Upload<'_>) -> Result<Vec<(u64, u64, Path)>> {
        let mut found = Vec::new();
        let mut listed = self.0.list(Some(&folder(upload)));
        while let Some(meta) = listed.next().await {
            let meta = meta?;
            let offset =
                meta.location.filename().and_then(|name| u64::from_str_radix(name, 16).ok());
            found.extend(offset.map(|offset| (offset, meta.size, meta.location)));
        }
        found.sort_unstable();
        let mut end = 0;
        found.retain(|(offset, len, _)| {
            let follows = *offset == end && 0 < *len;
            end += if follows { *len } else { 0 };
            follows
        });
        Ok(found)
    }

    /// Keeps what came of an upload until its end comes.
    pub(crate) async fn put_part(
        &self,
        upload: Upload<'_>,
        offset: u64,
        bytes: Bytes,
    ) -> Result<()> {
        self.0.put(&folder(upload).join(format!("{offset:016x}")), bytes.into()).await?;
        Ok(())
    }

    /// Everything that came of an upload.
    pub(crate) async fn joined(&self, upload: Upload<'_>) -> Result<Bytes> {
        let parts = self.parts(upload).await?;
        let mut all = BytesMut::new();
        for (_, _, path) in parts {
            all.extend_from_slice(&self.0.get(&path).await?.bytes().await?);
        }
        Ok(all.freeze())
    }

    /// Forgets an upload.
    pub(crate) async fn end_upload(&self, upload: Upload<'_>) -> Result<()> {
        self.clear_under(folder(upload)).await.map(drop)
    }

    /// Whether the store can be written.
    pub(crate) async fn ready(&self) -> Result<()> {
        let path = Path::from("ready");
        self.0.put(&path, Bytes::from_static(b"1").into()).await?;
        Ok(())
    }
}

fn path(vault: VaultId, file: File, name: &str) -> Path {
    let start = name.get(..2).unwrap_or(name);
    Path::from(format!("{vault}/{}/{start}/{name}", file.folder()))
}

/// Short, because some stores make one name of a whole path; what it stands for is in it all the same.
fn folder(upload: Upload<'_>) -> Path {
    let Upload { vault, kind, name, hash } = upload;
    let of = blake3::hash(format!("{} {name} {hash}", kind.name()).as_bytes()).to_hex();
    Path::from(format!("{vault}/part/{}", &of[..32]))
}

fn lost(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { path, .. } => {
            Error::Stored(format!("the file {path} is gone"))
        }
        error => error.into(),
    }
}
