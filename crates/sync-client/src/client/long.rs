//! Rows that no piece holds: what they say travels as a blob, and the piece names it.
//!
//! ```text
//! writer:  row too long ── piece names the blob, blob noted ── chunks, manifest ── then the piece
//! reader:  piece names a blob ── its writer's log waits there ── manifest, chunks ── kept ── taken in
//! ```
//! What is noted stays noted after that: a server that has lost the blob gets it again from any device that
//! has the row. Only the one log waits; everything else goes on.

use std::collections::BTreeMap;

use base::error::Result;
use data_encoding::HEXLOWER;
use store::store::{Store, Write};
use store::write::{Step, WriteCx};
use sync_protocol::blob::{BlobManifest, Chunks, blob_id};
use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, Incarnation};
use sync_protocol::segment::{Payload, Row};
use sync_protocol::wire::{self, Bytes, ManifestBytes, UploadState};

use super::{Ask, Client, STUCK_MS, TroubleKind};
use crate::kept::{CAME, LABEL, LONG};

/// The longest row that is carried: a text of a hundred books.
const BYTES_MAX: u64 = 256 << 20;
/// HTTP's words for what is not there, for an upload of which more is expected, and for what it rests on
/// being elsewhere.
const NOT_FOUND: u16 = 404;
const ACCEPTED: u16 = 202;
const CONFLICT: u16 = 409;

/// Where a row stands: whose, and its number.
pub(super) type RowPlace = (Incarnation, u64);

/// What is known of long rows.
#[derive(Default)]
pub(super) struct Long {
    /// What the server may lack, by the hash of what it says.
    up: BTreeMap<Hash, RowPlace>,
    /// What is missing here, and its length.
    down: BTreeMap<Hash, u64>,
    /// What the server did not hand out, until when it is not asked for.
    missing: BTreeMap<Hash, u64>,
    carrying: Option<Carrying>,
}

/// What is being carried.
enum Carrying {
    Up {
        hash: Hash,
        content: Vec<u8>,
        names: Vec<Hash>,
        epoch: u32,
        /// How much of the next chunk is there.
        offset: usize,
    },
    Down {
        hash: Hash,
        manifest: Vec<u8>,
        content: Vec<u8>,
    },
}

impl Carrying {
    fn is_of(&self, what: Hash) -> bool {
        let (Carrying::Up { hash, .. } | Carrying::Down { hash, .. }) = self;
        *hash == what
    }
}

/// What a long row says that has this hash, if it is here.
///
/// # Errors
/// `Internal` when the vault cannot be read.
pub(super) fn content(store: &Store, hash: Hash) -> Result<Option<Vec<u8>>> {
    store.read(|cx| {
        if let Some(came) = cx.sync_value(&format!("{CAME}{hash}"))? {
            return Ok(Some(came));
        }
        let noted = cx.sync_value(&format!("{LONG}{hash}"))?;
        let Some((incarnation, seq)) = noted.as_deref().and_then(place) else { return Ok(None) };
        cx.payload_of(*incarnation.as_bytes(), i64::try_from(seq).unwrap_or(i64::MAX))
    })
}

/// The place of a row out of what was noted of it.
fn place(noted: &[u8]) -> Option<RowPlace> {
    let (head, seq) = noted.split_first_chunk::<17>()?;
    let incarnation = Incarnation::new(*head.last_chunk::<16>()?);
    Some((incarnation, u64::from_be_bytes(*seq.first_chunk()?)))
}

/// A question about a long row's blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobAsk {
    /// Whether it is there, and how it is cut.
    Manifest {
        /// BLAKE3 of the content.
        hash: Hash,
        /// Whether it is to be brought; else it is to be fetched.
        up: bool,
    },
    /// To take a part of a chunk.
    PutChunk {
        /// The chunk's name.
        name: Hash,
        /// Where the part begins.
        offset: usize,
        /// The whole sealed chunk.
        sealed: Vec<u8>,
    },
    /// To take the manifest, when all chunks are there.
    PutManifest {
        /// BLAKE3 of the content.
        hash: Hash,
        /// The manifest.
        manifest: Vec<u8>,
    },
    /// A sealed chunk.
    Chunk {
        /// Its name.
        name: Hash,
    },
}

/// Notes a long row, in the transaction in which it is sealed or taken in.
pub(super) fn note(
    cx: &mut WriteCx<'_>,
    hash: Hash,
    (incarnation, seq): RowPlace,
    there: bool,
) -> Result<()> {
    let value = [&[u8::from(there)], &incarnation.as_bytes()[..], &seq.to_be_bytes()].concat();
    cx.set_sync_value(&format!("{LONG}{hash}"), Some(&value))
}

/// Lets go of what came for a row that is in the log now.
pub(super) fn let_go(cx: &mut WriteCx<'_>, hash: Hash) -> Result<()> {
    cx.set_sync_value(&format!("{CAME}{hash}"), None)
}

impl Long {
    /// Whether anything is left to carry.
    pub(super) fn is_idle(&self, now: u64) -> bool {
        self.up.is_empty() && self.carrying.is_none() && self.next_down(now).is_none()
    }

    fn next_down(&self, now: u64) -> Option<Hash> {
        let left_alone = |hash: &Hash| self.missing.get(hash).is_some_and(|until| now < *until);
        self.down.keys().find(|hash| !left_alone(hash)).copied()
    }

    /// The next time at which something is asked for again.
    pub(super) fn wake_at(&self, now: u64) -> Option<u64> {
        let of = self.down.keys().filter_map(|hash| self.missing.get(hash));
        of.copied().filter(|until| now < *until).min()
    }

    /// What is missing is asked for now, however lately it was not there.
    pub(super) fn try_again(&mut self) {
        self.missing.clear();
    }

    /// Nothing is missing any more: it came in another way, or is asked for again.
    pub(super) fn forget_missing(&mut self) {
        self.down.clear();
        self.missing.clear();
        if matches!(self.carrying, Some(Carrying::Down { .. })) {
            self.carrying = None;
        }
    }

    /// Begins what is being carried anew: the key is another.
    pub(super) fn begin_again(&mut self) {
        self.carrying = None;
    }

    /// Whether the content of a row is missing.
    pub(super) fn lacks_any(&self) -> bool {
        !self.down.is_empty()
    }

    /// The contents of rows that are missing here, and their lengths.
    pub(super) fn lacking(&self) -> impl Iterator<Item = (Hash, u64)> {
        self.down.iter().map(|(hash, bytes)| (*hash, *bytes))
    }

    /// What a row says is to be brought.
    pub(super) fn bring(&mut self, hash: Hash, place: RowPlace) {
        self.up.insert(hash, place);
    }
}

impl Client {
    /// Reads what the server may lack: what was noted and is not marked as there, or all of it.
    pub(super) fn read_long(&mut self, store: &Store, all: bool) -> Result<()> {
        let noted = store.read(|cx| Ok((cx.sync_names(LONG)?, cx.sync_values(LONG)?)))?;
        for (name, value) in noted.0.iter().zip(noted.1) {
            let hash = HEXLOWER.decode(name).ok().and_then(|name| name.try_into().ok());
            let place = place(&value).filter(|_| all || value.first() == Some(&0));
            if let (Some(hash), Some(place)) = (hash, place) {
                self.long.bring(Hash::new(hash), place);
            }
        }
        Ok(())
    }

    /// A row as it can be taken in: what it says may have come as a blob. Nothing when that is still to come.
    pub(super) fn whole(&mut self, store: &Store, row: &Row) -> Result<Option<Row>> {
        let Payload::Elsewhere { hash, bytes } = &row.payload else { return Ok(Some(row.clone())) };
        let Some(came) = store.read(|cx| cx.sync_value(&format!("{CAME}{hash}")))? else {
            if *bytes <= BYTES_MAX {
                self.long.down.insert(*hash, *bytes);
            } else {
                let words = format!("a row of another device has {bytes} bytes, which is too much");
                self.trouble(TroubleKind::Damaged, words);
            }
            return Ok(None);
        };
        self.long.down.remove(hash);
        Ok(Some(Row { payload: Payload::Here(came), ..row.clone() }))
    }

    /// What to ask next about long rows.
    pub(super) fn next_long(&self) -> Result<Option<Ask>> {
        if let Some(ask) = self.go_on()?
            && (self.may_write() || matches!(ask, BlobAsk::Chunk { .. }))
        {
            return Ok(Some(ask.into()));
        }
        if let Some(hash) = self.long.next_down(self.now()) {
            return Ok(Some(BlobAsk::Manifest { hash, up: false }.into()));
        }
        let next = self.long.up.keys().next().filter(|_| self.may_write());
        Ok(next.map(|hash| BlobAsk::Manifest { hash: *hash, up: true }.into()))
    }

    fn go_on(&self) -> Result<Option<BlobAsk>> {
        let kept = &self.kept;
        match &self.long.carrying {
            None => Ok(None),
            Some(Carrying::Down { hash, manifest, content }) => {
                let read = BlobManifest::read(manifest)?;
                let (_, chunks) = read.open(manifest, &kept.keyring, *hash)?;
                let index = index_at(&chunks, content.len());
                let name = usize::try_from(index).ok().and_then(|index| read.chunks.get(index));
                Ok(name.map(|name| BlobAsk::Chunk { name: *name }))
            }
            Some(Carrying::Up { hash, content, names, epoch, offset }) => {
                let chunks = Chunks::new(&kept.keyring, *epoch, *hash, content.len() as u64)?;
                let index = u32::try_from(names.len()).unwrap_or(u32::MAX);
                if index < chunks.count() {
                    let from = content.len() - left(&chunks, index, content.len());
                    let plain = &content[from..from + chunks.plain_len(index)];
                    let (name, sealed) = chunks.seal(index, plain)?;
                    return Ok(Some(BlobAsk::PutChunk { name, offset: *offset, sealed }));
                }
                let manifest = BlobManifest::seal(&chunks, names, &kept.keys, &*self.env)?;
                Ok(Some(BlobAsk::PutManifest { hash: *hash, manifest }))
            }
        }
    }

    /// What the server said to such a question.
    pub(super) fn take_blob(
        &mut self,
        store: &Store,
        ask: &BlobAsk,
        status: u16,
        body: &[u8],
    ) -> Result<()> {
        match (ask, status) {
            (BlobAsk::Manifest { hash, up: true }, 200) => self.is_brought(store, *hash),
            (BlobAsk::Manifest { hash, up: true }, NOT_FOUND) => self.begin_up(store, *hash),
            (BlobAsk::Manifest { hash, up: false }, 200) => self.begin_down(*hash, body),
            (BlobAsk::Manifest { up: false, hash }, NOT_FOUND) => {
                self.not_there(*hash);
                Ok(())
            }
            (BlobAsk::PutChunk { name, .. }, 200) => {
                if let Some(Carrying::Up { names, offset, .. }) = &mut self.long.carrying {
                    names.push(*name);
                    *offset = 0;
                }
                self.succeed();
                Ok(())
            }
            (BlobAsk::PutChunk { offset, .. }, ACCEPTED) => self.partly(*offset, body),
            (BlobAsk::PutManifest { hash, .. }, 200) => {
                self.long.carrying = None;
                self.is_brought(store, *hash)
            }
            (BlobAsk::Chunk { name }, 200) => self.chunk_came(store, *name, body),
            (BlobAsk::Chunk { .. }, NOT_FOUND) => {
                if let Some(Carrying::Down { hash, .. }) = self.long.carrying.take() {
                    self.not_there(hash);
                }
                Ok(())
            }
            _ => {
                if status == CONFLICT || status == 400 {
                    // Chunks are gone, or come to something else there: from the beginning.
                    self.long.carrying = None;
                }
                self.refuse(store, status, body)
            }
        }
    }

    fn not_there(&mut self, hash: Hash) {
        self.succeed();
        let until = self.now() + STUCK_MS;
        self.long.missing.insert(hash, until);
        let words = "the server does not hand out what a long row of another device says";
        self.trouble(TroubleKind::ServerLost, words);
    }

    fn begin_up(&mut self, store: &Store, hash: Hash) -> Result<()> {
        self.succeed();
        let Some((incarnation, seq)) = self.long.up.get(&hash).copied() else { return Ok(()) };
        let row = i64::try_from(seq).unwrap_or(i64::MAX);
        let content = store.read(|cx| cx.payload_of(*incarnation.as_bytes(), row))?;
        let content =
            content.filter(|content| *blake3::hash(content).as_bytes() == *hash.as_bytes());
        let Some(content) = content else {
            // It was erased since: a piece that names it and that nobody has is made anew without it.
            self.long.up.remove(&hash);
            let name = format!("{LONG}{hash}");
            store.write(Write::new(LABEL).step(Step::None), move |cx| {
                cx.set_sync_value(&name, None)
            })?;
            return self.seal_again(store);
        };
        let (names, epoch) = (Vec::new(), self.kept.keyring.newest_epoch());
        self.long.carrying = Some(Carrying::Up { hash, content, names, epoch, offset: 0 });
        Ok(())
    }

    fn is_brought(&mut self, store: &Store, hash: Hash) -> Result<()> {
        self.succeed();
        if let Some(place) = self.long.up.remove(&hash) {
            store
                .write(Write::new(LABEL).step(Step::None), move |cx| note(cx, hash, place, true))?;
        }
        Ok(())
    }

    fn partly(&mut self, before: usize, body: &[u8]) -> Result<()> {
        let there = wire::decode::<UploadState>(body).map(|state| state.offset);
        let there = there.ok().and_then(|there| usize::try_from(there).ok());
        if let (Some(there), Some(Carrying::Up { offset, .. })) = (there, &mut self.long.carrying)
            && there != before
        {
            *offset = there;
            self.succeed();
        } else {
            self.long.carrying = None;
            self.fail("the server does not take what a long row says".to_owned(), None);
        }
        Ok(())
    }

    fn begin_down(&mut self, hash: Hash, body: &[u8]) -> Result<()> {
        let Some(bytes) = self.long.down.get(&hash).copied() else { return Ok(()) };
        let read = || {
            let manifest = wire::decode::<ManifestBytes>(body)?.manifest.0;
            let read = BlobManifest::read(&manifest)?;
            read.check(&manifest, &self.kept.members)?;
            let (content, _) = read.open(&manifest, &self.kept.keyring, hash)?;
            if content.size != bytes {
                return Err(Fault::Foreign { what: "blob", of: "length" }.into());
            }
            Ok(manifest)
        };
        match read() {
            Ok(manifest) => {
                self.succeed();
                let content = Vec::new();
                self.long.carrying = Some(Carrying::Down { hash, manifest, content });
            }
            Err(error) => self.came_wrong(hash, &error),
        }
        Ok(())
    }

    fn came_wrong(&mut self, hash: Hash, error: &sync_protocol::error::Error) {
        self.long.carrying = None;
        self.long.missing.insert(hash, self.now() + STUCK_MS);
        self.trouble(TroubleKind::Damaged, error.to_string());
        self.succeed();
    }

    fn chunk_came(&mut self, store: &Store, name: Hash, sealed: &[u8]) -> Result<()> {
        let Some(Carrying::Down { hash, manifest, mut content }) = self.long.carrying.take() else {
            return Ok(());
        };
        let open = || {
            let (found, chunks) =
                BlobManifest::read(&manifest)?.open(&manifest, &self.kept.keyring, hash)?;
            let index = index_at(&chunks, content.len());
            Ok((chunks.open(index, name, sealed)?, found.size))
        };
        let (plain, size) = match open() {
            Ok(opened) => opened,
            Err(error) => {
                self.came_wrong(hash, &error);
                return Ok(());
            }
        };
        content.extend_from_slice(&plain);
        if (content.len() as u64) < size {
            self.long.carrying = Some(Carrying::Down { hash, manifest, content });
            self.succeed();
            return Ok(());
        }
        if *blake3::hash(&content).as_bytes() != *hash.as_bytes() {
            self.came_wrong(hash, &Fault::Damaged { what: "blob" }.into());
            return Ok(());
        }
        self.long_came(store, hash, &content)?;
        // What was told of it is over; a page tells whether anything else is missing.
        self.want.pull = true;
        self.succeed();
        Ok(())
    }

    /// What a long row says is here, and is what its hash says.
    pub(super) fn long_came(&mut self, store: &Store, hash: Hash, content: &[u8]) -> Result<()> {
        let (key, content) = (format!("{CAME}{hash}"), content.to_vec());
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(&key, Some(&content))
        })?;
        self.long.down.remove(&hash);
        if self.long.carrying.as_ref().is_some_and(|one| one.is_of(hash)) {
            self.long.carrying = None;
        }
        self.want.apply = true;
        Ok(())
    }

    /// The server has lost something: whether it was long rows, asking tells.
    pub(super) fn look_at_long(&mut self, store: &Store) -> Result<()> {
        self.long.carrying = None;
        self.read_long(store, true)
    }
}

/// The chunk that begins after so many bytes.
fn index_at(chunks: &Chunks<'_>, bytes: usize) -> u32 {
    let index = u32::try_from(bytes / sync_protocol::blob::CHUNK_BYTES).unwrap_or(u32::MAX);
    index.min(chunks.count().saturating_sub(1))
}

/// How many bytes are left of a content when this chunk begins.
fn left(chunks: &Chunks<'_>, index: u32, len: usize) -> usize {
    let before: usize = (0..index).map(|index| chunks.plain_len(index)).sum();
    len.saturating_sub(before)
}

impl From<BlobAsk> for Ask {
    fn from(ask: BlobAsk) -> Ask {
        Ask::Blob(ask)
    }
}

impl BlobAsk {
    /// Method, path and body, as HTTP carries them.
    pub(super) fn parts(
        &self,
        keyring: &sync_protocol::keyring::Keyring,
    ) -> (&'static str, String, Option<Vec<u8>>) {
        let blob = |hash: &Hash| format!("/v1/blobs/{}", blob_id(keyring, *hash));
        match self {
            BlobAsk::Manifest { hash, .. } => ("GET", blob(hash), None),
            BlobAsk::Chunk { name } => ("GET", format!("/v1/chunks/{name}"), None),
            BlobAsk::PutChunk { name, offset, sealed } => {
                let (length, hash) = (sealed.len(), blake3::hash(sealed).to_hex());
                let place = format!("offset={offset}&length={length}&hash={hash}");
                let rest = sealed.get(*offset..).unwrap_or_default().to_vec();
                ("PUT", format!("/v1/chunks/{name}?{place}"), Some(rest))
            }
            BlobAsk::PutManifest { hash, manifest } => {
                let message = ManifestBytes { manifest: Bytes(manifest.clone()) };
                ("PUT", blob(hash), Some(wire::encode(&message).unwrap_or_default()))
            }
        }
    }
}
