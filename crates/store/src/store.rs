//! The store: one writer thread, a pool of readers, one encrypted file.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use base::env::Env;
use base::error::{Code, Error, Result};
use base::id::{AnyId, Id};
use lru::LruCache;
use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::backup;
use crate::blobs::Blobs;
use crate::doc::Doc;
use crate::error::Attempt;
use crate::facts::Fact;
use crate::key::DataKey;
use crate::migrate;
use crate::open::{self, Identity, Use};
use crate::project::{self, Projection};
use crate::read::ReadCx;
use crate::record::{FactKind, Record, RecordKind, SearchDoc};
use crate::reserve::{self, Reserve};
use crate::write::{Step, WriteCx};

/// What the store knows of the domains.
pub struct Schema {
    /// Every kind of record.
    pub kinds: Vec<&'static RecordKind>,
    /// Every kind of fact.
    pub facts: Vec<&'static FactKind>,
    /// The read tables, one per domain.
    pub projections: Vec<&'static Projection>,
    /// What search knows of a record.
    pub search: fn(&Record) -> Option<SearchDoc>,
    /// What search knows of a fact.
    pub search_fact: fn(&Fact) -> Option<SearchDoc>,
}

/// Where a change came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A command of this device.
    Local,
    /// Undo or redo.
    Undo,
    /// An import.
    Import,
    /// The tables were rebuilt.
    Rebuild,
    /// Another device.
    Sync,
}

/// Which kinds a committed transaction touched.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The kinds' names.
    pub kinds: BTreeSet<String>,
    /// Where it came from.
    pub origin: Origin,
}

/// Called after each commit that changed something.
pub type Listener = Arc<dyn Fn(&Changed) + Send + Sync>;

pub(crate) struct Shared {
    pub(crate) path: PathBuf,
    pub(crate) schema: Schema,
    pub(crate) env: Arc<dyn Env>,
    pub(crate) blobs: Blobs,
    pub(crate) identity: Identity,
    /// Of this vault's first device; another that joined has it from there.
    natural: RwLock<Zeroizing<[u8; 32]>>,
    reserve: Reserve,
    pub(crate) key: Zeroizing<[u8; 32]>,
}

/// An open vault. Dropping it closes the file and forgets the key.
pub struct Store {
    shared: Arc<Shared>,
    jobs: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<()>>,
    readers: Readers,
    listener: Listener,
    /// Held as long as the vault is open.
    _lock: File,
}

type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// Writes that may wait for the writer before the next caller has to wait, too.
const QUEUE_MAX: usize = 64;
/// Read connections; more would only wait for the two or four cores that a laptop has.
const READERS_MAX: usize = 4;
/// Documents that stay open in the writer: the one being typed, and a few beside it.
const WARM_DOCS: NonZeroUsize = NonZeroUsize::new(8).expect("8 is not 0");

/// One write: its name for undo and tracing, and how it stands to undo.
pub struct Write {
    /// The command's name.
    pub label: &'static str,
    /// How it stands to undo.
    pub step: Step,
    /// Where it comes from.
    pub origin: Origin,
}

impl Write {
    /// A local write that is an undo step of its own.
    pub fn new(label: &'static str) -> Write {
        Write { label, step: Step::New, origin: Origin::Local }
    }

    /// The same write with another stand to undo.
    #[must_use]
    pub fn step(self, step: Step) -> Write {
        Write { step, ..self }
    }

    /// The same write from elsewhere.
    #[must_use]
    pub fn origin(self, origin: Origin) -> Write {
        Write { origin, ..self }
    }
}

impl Store {
    /// Opens (or makes) the vault in a folder with its data key.
    ///
    /// # Errors
    /// `Locked` when the key is not the vault's; `Unsupported` when a newer program wrote it;
    /// `Conflict` when another process has it open; as [`migrate::to_newest`] when an older one wrote it.
    pub fn open(
        dir: &Path,
        key: &DataKey,
        schema: Schema,
        env: Arc<dyn Env>,
        listener: Listener,
    ) -> Result<Store> {
        std::fs::create_dir_all(dir).attempt("making the vault's folder")?;
        let lock = lock(dir)?;
        backup::restore::finish(dir)?;
        let path = dir.join("everkept.db");
        let db_key = key.derive("database");
        migrate::bring(dir, &db_key, migrate::STEPS)?;
        let db = open::connect(&path, &db_key, Use::Write)?;
        let identity = open::prepare(&db, dir, &*env)?;
        let blobs = Blobs::open(dir, key, Arc::clone(&env))?;
        let natural =
            RwLock::new(open::natural(&db)?.unwrap_or_else(|| key.derive("natural keys")));
        let reserve = Reserve::of(dir);
        let shared =
            Arc::new(Shared { path, schema, env, blobs, identity, natural, reserve, key: db_key });
        let mut writer = Writer { db, docs: LruCache::new(WARM_DOCS), shared: Arc::clone(&shared) };
        writer.transaction(|writer| project::prepare(&writer.shared, &writer.db).map(drop))?;
        let (jobs, queue) = sync_channel::<Job>(QUEUE_MAX);
        let handle = std::thread::Builder::new()
            .name("store writer".into())
            .spawn(move || work(writer, &queue))
            .attempt("starting the writer")?;
        Ok(Store {
            readers: Readers::new(Arc::clone(&shared)),
            shared,
            jobs: Some(jobs),
            writer: Some(handle),
            listener,
            _lock: lock,
        })
    }

    /// Runs a read on a snapshot.
    ///
    /// # Errors
    /// Whatever the read answers.
    pub fn read<T>(&self, read: impl FnOnce(&ReadCx<'_>) -> Result<T>) -> Result<T> {
        let mut reader = self.readers.take()?;
        let db = reader.db.as_ref().expect("a reader holds its connection until it is dropped");
        let began = db.execute_batch("BEGIN").attempt("opening a snapshot");
        let outcome = began.and_then(|()| read(&ReadCx { db, shared: &self.shared }));
        // One that met a damaged page answers nothing any more, whole pages included.
        reader.spoiled = outcome.as_ref().is_err_and(|error| error.code() == Code::Internal);
        outcome
    }

    /// Runs a write on the writer thread: one transaction, on the disk when this returns.
    ///
    /// # Errors
    /// Whatever the write answers; then nothing was changed.
    ///
    /// # Panics
    /// When the write panics; then nothing was changed, and the store goes on.
    pub fn write<T: Send + 'static>(
        &self,
        write: Write,
        run: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let listener = Arc::clone(&self.listener);
        self.on_writer(move |writer| {
            let Write { label, step, origin } = write;
            let (value, kinds) = writer.write(label, step, run).inspect_err(|error| {
                if reserve::is_full(error) {
                    writer.shared.reserve.give_up();
                }
            })?;
            if !kinds.is_empty() {
                listener(&Changed { kinds, origin });
            }
            Ok(value)
        })
    }

    /// Makes every read table anew; answers the digest of the tables before and after.
    ///
    /// # Errors
    /// `Internal` when a document cannot be read.
    pub fn rebuild(&self) -> Result<(String, String)> {
        let listener = Arc::clone(&self.listener);
        self.on_writer(move |writer| {
            let digests = writer.transaction(|writer| {
                let before = project::digest(&writer.shared, &writer.db)?;
                project::rebuild(&writer.shared, &writer.db)?;
                Ok((before, project::digest(&writer.shared, &writer.db)?))
            })?;
            let schema = &writer.shared.schema;
            let records = schema.kinds.iter().map(|kind| kind.name);
            let kinds = records.chain(schema.facts.iter().map(|kind| kind.name));
            let kinds = kinds.map(str::to_owned).collect();
            listener(&Changed { kinds, origin: Origin::Rebuild });
            Ok(digests)
        })
    }

    /// A hash of every read table, which also compares the search index with its text.
    ///
    /// # Errors
    /// `Internal` when a table is damaged.
    pub fn tables_digest(&self) -> Result<String> {
        self.on_writer(|writer| writer.transaction(|w| project::digest(&w.shared, &w.db)))
    }

    /// The attachments.
    pub fn blobs(&self) -> &Blobs {
        &self.shared.blobs
    }

    /// The room that is kept for a full disk.
    pub fn reserve(&self) -> &Reserve {
        &self.shared.reserve
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The id of what a file calls by a natural key; the same on every device of this vault.
    pub fn natural_id<T: ?Sized>(&self, kind: &str, at_ms: i64, key: &str) -> Id<T> {
        self.shared.natural_id(kind, at_ms, key)
    }

    fn on_writer<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Writer) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = sync_channel(1);
        let job: Job = Box::new(move |writer| {
            let outcome = catch_unwind(AssertUnwindSafe(|| run(writer)));
            if outcome.is_err() {
                writer.docs.clear();
            }
            // The caller is gone only when its thread was torn down; nobody is left to tell.
            drop(answer.send(outcome));
        });
        let jobs = self.jobs.as_ref().expect("the queue is open while the store is");
        let closed = || Error::new(Code::Internal, "the store's writer has stopped");
        jobs.send(job).map_err(|_| closed())?;
        match answered.recv().map_err(|_| closed())? {
            Ok(outcome) => outcome,
            Err(panic) => resume_unwind(panic),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the store's writer ended in a panic");
        }
    }
}

/// Takes the vault for this process: the writer's warm documents, uploads that wait and half-written
/// attachments are one process's. The system lets go when the process ends, however it ends.
pub(crate) fn lock(dir: &Path) -> Result<File> {
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join("lock"))
        .attempt("opening the vault's lock")?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::new(
            Code::Conflict,
            "another Everkept has this vault open: close it there, or use it there",
        )),
        Err(TryLockError::Error(source)) => Err(source).attempt("locking the vault"),
    }
}

fn work(mut writer: Writer, queue: &Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        job(&mut writer);
    }
}

/// The one connection that writes.
struct Writer {
    db: Connection,
    docs: LruCache<AnyId, Doc>,
    shared: Arc<Shared>,
}

impl Writer {
    fn write<T>(
        &mut self,
        label: &'static str,
        mode: Step,
        run: impl FnOnce(&mut WriteCx<'_>) -> Result<T>,
    ) -> Result<(T, BTreeSet<String>)> {
        let outcome = self.transaction(|writer| {
            let mut cx = WriteCx {
                db: &writer.db,
                shared: &writer.shared,
                docs: &mut writer.docs,
                label,
                mode,
                step: None,
                chain: None,
                touched: BTreeSet::new(),
            };
            let value = run(&mut cx)?;
            Ok((value, cx.touched))
        });
        if outcome.is_err() {
            self.docs.clear();
        }
        outcome
    }

    fn transaction<T>(&mut self, run: impl FnOnce(&mut Writer) -> Result<T>) -> Result<T> {
        self.db.execute_batch("BEGIN IMMEDIATE").attempt("beginning a write")?;
        let outcome = catch_unwind(AssertUnwindSafe(|| run(self)));
        let outcome = match outcome {
            Ok(Ok(value)) => match self.db.execute_batch("COMMIT").attempt("writing to the disk") {
                Ok(()) => return Ok(value),
                Err(error) => Ok(Err(error)),
            },
            other => other,
        };
        if !self.db.is_autocommit()
            && let Err(error) = self.db.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "rolling a write back");
        }
        match outcome {
            Ok(outcome) => outcome,
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// The read connections: made when needed, at most [`READERS_MAX`].
struct Readers {
    shared: Arc<Shared>,
    idle: Mutex<(Vec<Connection>, usize)>,
    returned: Condvar,
}

struct Reader<'a> {
    db: Option<Connection>,
    /// Whether it is not to be used again.
    spoiled: bool,
    readers: &'a Readers,
}

impl Readers {
    fn new(shared: Arc<Shared>) -> Readers {
        Readers { shared, idle: Mutex::new((Vec::new(), 0)), returned: Condvar::new() }
    }

    fn take(&self) -> Result<Reader<'_>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(db) = idle.0.pop() {
                return Ok(Reader { db: Some(db), spoiled: false, readers: self });
            }
            if idle.1 < READERS_MAX {
                let db = open::connect(&self.shared.path, &self.shared.key, Use::Read)?;
                idle.1 += 1;
                return Ok(Reader { db: Some(db), spoiled: false, readers: self });
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let Some(db) = self.db.take() else { return };
        let ended = db.is_autocommit() || db.execute_batch("ROLLBACK").is_ok();
        let clean = ended && !self.spoiled;
        let mut idle = self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if clean {
            idle.0.push(db);
        } else {
            idle.1 -= 1;
        }
        self.readers.returned.notify_one();
    }
}

impl Schema {
    /// The kind with this name.
    pub fn kind(&self, name: &str) -> Option<&'static RecordKind> {
        self.kinds.iter().copied().find(|kind| kind.name == name)
    }

    /// The projection of the kind's domain.
    pub(crate) fn projection_of(&self, kind: &str) -> Option<&'static Projection> {
        let domain = kind.split('.').next().unwrap_or_default();
        self.projections.iter().copied().find(|projection| projection.name == domain)
    }
}

impl Shared {
    pub(crate) fn natural(&self) -> Zeroizing<[u8; 32]> {
        self.natural.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_natural(&self, key: [u8; 32]) {
        *self.natural.write().unwrap_or_else(PoisonError::into_inner) = Zeroizing::new(key);
    }

    pub(crate) fn natural_id<T: ?Sized>(&self, kind: &str, at_ms: i64, key: &str) -> Id<T> {
        let mut hasher = blake3::Hasher::new_keyed(&self.natural());
        hasher.update(&(kind.len() as u64).to_be_bytes()).update(kind.as_bytes());
        hasher.update(key.as_bytes());
        let hash: [u8; 10] =
            hasher.finalize().as_bytes()[..10].try_into().expect("a hash has more than 10 bytes");
        Id::from_time_and_hash(at_ms.max(0).unsigned_abs(), &hash)
    }
}
