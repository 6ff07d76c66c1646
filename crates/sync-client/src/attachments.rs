//! Attachments travel beside the logs: sealed chunk by chunk, from where they stopped, and never in the way
//! of anything that was written.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use base::env::Env;
use base::error::{Code, Error, Result};
use data_encoding::HEXLOWER;
use store::blobs::{BlobReader, ContentHash, NewBlob};
use store::store::{Store, Write};
use store::write::Step;
use sync_protocol::blob::{BlobManifest, Chunks, MANIFEST_BYTES_MAX, SEALED_CHUNK_BYTES, blob_id};
use sync_protocol::id::Hash;
use sync_protocol::wire::{self, Bytes, ManifestBytes, UploadState};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::http::{Http, in_path};
use crate::kept::{Kept, LABEL, UPLOADED};

/// The longest attachment that is brought over.
const BYTES_MAX: u64 = 16 << 30;
/// HTTP's word for what is not there.
const NOT_FOUND: u16 = 404;
/// HTTP's word for an upload of which more is expected.
const ACCEPTED: u16 = 202;

/// An attachment that is to be carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Todo {
    /// Which one.
    pub hash: ContentHash,
    /// Whether it is here and the server lacks it; else it is the other way round.
    pub up: bool,
}

/// All attachments that are to be carried, those that are missing here first: somebody may look at them.
///
/// # Errors
/// `Internal` when the vault cannot be read.
pub fn to_carry(store: &Store) -> Result<Vec<Todo>> {
    store.read(|cx| {
        let (mut down, mut up) = (Vec::new(), Vec::new());
        let there: BTreeSet<Vec<u8>> = cx.sync_names(UPLOADED)?.into_iter().collect();
        for hash in cx.attachments()? {
            if !cx.blobs().has(&hash) {
                down.push(Todo { hash, up: false });
            } else if !there.contains(HEXLOWER.encode(hash.as_bytes()).as_bytes()) {
                up.push(Todo { hash, up: true });
            }
        }
        down.append(&mut up);
        Ok(down)
    })
}

/// Carries one attachment. Answers whether it arrived: the server may not have it yet.
///
/// # Errors
/// `Offline`; `Invalid` when what came is not what a member sealed; what the server says in words.
pub async fn carry<V>(
    todo: Todo,
    vault: &Arc<V>,
    http: &Http,
    token: &str,
    env: &Arc<dyn Env>,
) -> Result<bool>
where
    V: AsRef<Store> + Send + Sync + 'static,
{
    let Some(kept) = Kept::load((**vault).as_ref())? else { return Ok(false) };
    let arrived = match todo.up {
        true => bring(&todo.hash, (**vault).as_ref(), (http, token), &kept, env).await?,
        false => fetch(&todo.hash, vault, (http, token), &kept).await?,
    };
    if arrived {
        let key = format!("{UPLOADED}{}", HEXLOWER.encode(todo.hash.as_bytes()));
        let store = (**vault).as_ref();
        let write = Write::new(LABEL).step(Step::None);
        store.write(write, move |cx| cx.set_sync_value(&key, Some(&[1])))?;
    }
    Ok(arrived)
}

async fn bring(
    hash: &ContentHash,
    store: &Store,
    (http, token): (&Http, &str),
    kept: &Kept,
    env: &Arc<dyn Env>,
) -> Result<bool> {
    let content = Hash::new(*hash.as_bytes());
    let path = format!("/v1/blobs/{}", in_path(blob_id(&kept.keyring, content).as_bytes()));
    let there = http.get(&path, Some(token), MANIFEST_BYTES_MAX + 1024).await?;
    if there.status != NOT_FOUND {
        return there.ok().map(|_| true);
    }
    let mut reader: BlobReader = store.blobs().read(hash)?;
    let epoch = kept.keyring.newest_epoch();
    let chunks = Chunks::new(&kept.keyring, epoch, content, reader.len())?;
    let mut names = Vec::new();
    for index in 0..chunks.count() {
        let mut plain = vec![0; chunks.plain_len(index)];
        // Each read checks that these are the bytes of this hash: the key of a chunk rests on that.
        reader.read_exact(&mut plain).map_err(|source| {
            Error::new(Code::Invalid, format!("attachment {hash} cannot be read")).because(source)
        })?;
        let (name, sealed) = chunks.seal(index, &plain)?;
        upload(http, token, name, sealed).await?;
        names.push(name);
    }
    let manifest = BlobManifest::seal(&chunks, &names, &kept.keys, &**env)?;
    let message = wire::encode(&ManifestBytes { manifest: Bytes(manifest) })?;
    http.put(&path, Some(token), message).await?.ok().map(|_| true)
}

/// Brings one chunk, from where an earlier try stopped.
async fn upload(http: &Http, token: &str, name: Hash, sealed: Vec<u8>) -> Result<()> {
    let (length, hash) = (sealed.len(), blake3::hash(&sealed).to_hex());
    let path = |offset: usize| {
        format!(
            "/v1/chunks/{}?offset={offset}&length={length}&hash={hash}",
            in_path(name.as_bytes())
        )
    };
    // An empty body asks how far it is there.
    let asked = http.put(&path(0), Some(token), Vec::new()).await?;
    if asked.status != ACCEPTED {
        return asked.ok().map(drop);
    }
    let state: UploadState = wire::decode(&asked.ok()?)?;
    let offset = usize::try_from(state.offset).unwrap_or(0).min(length);
    let rest = sealed.get(offset..).unwrap_or_default().to_vec();
    let brought = http.put(&path(offset), Some(token), rest).await?;
    if brought.status == ACCEPTED {
        return Err(Error::new(Code::Offline, "the server took a part of an attachment only"));
    }
    brought.ok().map(drop)
}

async fn fetch<V>(
    hash: &ContentHash,
    vault: &Arc<V>,
    (http, token): (&Http, &str),
    kept: &Kept,
) -> Result<bool>
where
    V: AsRef<Store> + Send + Sync + 'static,
{
    let content = Hash::new(*hash.as_bytes());
    let path = format!("/v1/blobs/{}", in_path(blob_id(&kept.keyring, content).as_bytes()));
    let reply = http.get(&path, Some(token), MANIFEST_BYTES_MAX + 1024).await?;
    if reply.status == NOT_FOUND {
        // Whoever has it has not brought it yet.
        return Ok(false);
    }
    let bytes = wire::decode::<ManifestBytes>(&reply.ok()?)?.manifest.0;
    let manifest = BlobManifest::read(&bytes)?;
    manifest.check(&bytes, &kept.members)?;
    let (_, chunks) = manifest.open(&bytes, &kept.keyring, content)?;
    let putting = Putting::begin(vault);
    let came = download(&manifest, &chunks, (http, token), &putting.pieces).await;
    putting.end(hash, vault, came).await
}

/// An attachment that comes piece by piece.
pub(crate) struct Putting {
    /// Where its pieces go. Once this refuses one, the writer has ended and says why at the end.
    pub(crate) pieces: SyncSender<Vec<u8>>,
    done: JoinHandle<Result<NewBlob>>,
}

impl Putting {
    /// Begins to keep what comes.
    pub(crate) fn begin<V>(vault: &Arc<V>) -> Putting
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let (pieces, pieces_in) = sync_channel::<Vec<u8>>(1);
        let store = Arc::clone(vault);
        let done = spawn_blocking(move || {
            let mut reader = Pieces { from: pieces_in, piece: io::Cursor::new(Vec::new()) };
            (*store).as_ref().blobs().put(&mut reader, BYTES_MAX)
        });
        Putting { pieces, done }
    }

    /// That was all, or why it is not. Only what has this hash is kept.
    ///
    /// # Errors
    /// What `came` says; `Invalid` when something else came; what the disk refuses.
    pub(crate) async fn end<V>(
        self,
        hash: &ContentHash,
        vault: &Arc<V>,
        came: Result<()>,
    ) -> Result<bool>
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        drop(self.pieces);
        let put = self.done.await;
        let put = put.map_err(|source| Error::internal("keeping an attachment", source))?;
        if let Err(error) = came {
            // What was begun is another, shorter file: nothing refers to it.
            if let Ok(part) = put
                && part.hash != *hash
                && !part.existed
            {
                (**vault).as_ref().blobs().remove(&part.hash)?;
            }
            return Err(error);
        }
        let kept = put?;
        if kept.hash == *hash {
            return Ok(true);
        }
        if !kept.existed {
            (**vault).as_ref().blobs().remove(&kept.hash)?;
        }
        Err(Error::new(Code::Invalid, format!("what came is not attachment {hash}")))
    }
}

async fn download(
    manifest: &BlobManifest,
    chunks: &Chunks<'_>,
    (http, token): (&Http, &str),
    pieces: &SyncSender<Vec<u8>>,
) -> Result<()> {
    for (index, name) in (0..).zip(&manifest.chunks) {
        let path = format!("/v1/chunks/{}", in_path(name.as_bytes()));
        let sealed = http.get(&path, Some(token), SEALED_CHUNK_BYTES).await?.ok()?;
        let plain = chunks.open(index, *name, &sealed)?;
        if pieces.send(plain.to_vec()).is_err() {
            // The writer has ended; it says why.
            return Ok(());
        }
    }
    Ok(())
}

/// What comes piece by piece, as something to read from.
struct Pieces {
    from: Receiver<Vec<u8>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(into)?;
            if read != 0 || into.is_empty() {
                return Ok(read);
            }
            match self.from.recv() {
                Ok(piece) => self.piece = io::Cursor::new(piece),
                // The last piece was sent, or the download broke off: then the hash is another.
                Err(_) => return Ok(0),
            }
        }
    }
}
