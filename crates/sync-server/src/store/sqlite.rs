//! One file, for one node: SQLite in WAL mode with `synchronous = FULL`.
//!
//! All writes go through one thread ([`writer`]), which puts what waits into one transaction: a hundred
//! requests cost one sync of the disk. Reads have a few connections of their own and see what was committed.

mod admin;
mod notes;
mod objects;
mod segments;
mod vaults;
mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, OpenFlags};
use sync_protocol::id::{AccountId, DeviceId, Hash, LogId, VaultId};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::membership::Head;
use tokio::sync::Semaphore;

use super::{
    Appendix, Audit, Batch, Cursor, Kind, Limits, LogStore, NewVault, Note, Object, Outcome, Page,
    PageMax, Purpose, Registered, Removed, Share, Totals, VaultRow, Written,
};
use crate::error::{Error, Result};
use writer::Writer;

/// Version of the tables.
const VERSION: i64 = 1;

/// Connections that read at the same time.
const READERS: usize = 4;

/// How long a connection waits for another process (a backup) to let go.
const BUSY: Duration = Duration::from_secs(10);

/// The store on SQLite.
pub struct Sqlite {
    writer: Writer,
    readers: Arc<Readers>,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    free: Semaphore,
}

impl Sqlite {
    /// Opens the file, and makes it if it is not there.
    ///
    /// # Errors
    /// When it cannot be opened, or a newer version wrote it.
    pub fn open(path: &Path) -> Result<Sqlite> {
        let connection = connect(path, false)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match version {
            0 => connection.execute_batch(&format!(
                "BEGIN IMMEDIATE;\n{}\nPRAGMA user_version = {VERSION};\nCOMMIT;",
                include_str!("sqlite/schema.sql")
            ))?,
            VERSION => {}
            newer => {
                let words = format!("version {newer} of the tables is not known here");
                return Err(Error::Stored(words));
            }
        }
        let readers = Readers {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            free: Semaphore::new(READERS),
        };
        Ok(Sqlite { writer: Writer::start(connection)?, readers: Arc::new(readers) })
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _turn = self.readers.free.acquire().await.map_err(|_| Error::Ending)?;
        let readers = Arc::clone(&self.readers);
        let reading = tokio::task::spawn_blocking(move || {
            let idle = || readers.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let waiting = idle().pop();
            let mut connection = match waiting {
                Some(connection) => connection,
                None => connect(&readers.path, true)?,
            };
            // One transaction, so that several queries see one state.
            let transaction = connection.transaction()?;
            let found = work(&transaction);
            transaction.finish()?;
            idle().push(connection);
            found
        });
        reading.await.map_err(|_| Error::Ending)?
    }
}

/// A connection with what every one of them needs.
pub(crate) fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if read_only {
        flags |= OpenFlags::SQLITE_OPEN_READ_ONLY;
    } else {
        flags |= OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// A number as SQLite has it.
fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that was written by [`int`].
fn uint(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn uint32(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

#[async_trait]
impl LogStore for Sqlite {
    async fn secret(&self, fresh: [u8; 32]) -> Result<[u8; 32]> {
        self.writer.run(move |db| admin::secret(db, fresh)).await
    }

    async fn ready(&self) -> Result<()> {
        self.writer.run(admin::ready).await
    }

    async fn register(&self, new: NewVault) -> Result<Registered> {
        self.writer.run(move |db| vaults::register(db, &new)).await
    }

    async fn vault(&self, vault: VaultId) -> Result<Option<VaultRow>> {
        self.read(move |db| vaults::row(db, vault)).await
    }

    async fn vaults(&self) -> Result<Vec<VaultRow>> {
        self.read(vaults::all).await
    }

    async fn vaults_of(&self, account: AccountId) -> Result<Vec<VaultId>> {
        self.read(move |db| vaults::of_account(db, account)).await
    }

    async fn entries(
        &self,
        vault: VaultId,
        from: u32,
        count: usize,
        bytes: usize,
    ) -> Result<Vec<Vec<u8>>> {
        self.read(move |db| vaults::entries(db, vault, from, count, bytes)).await
    }

    async fn append(
        &self,
        vault: VaultId,
        expect: Head,
        more: Appendix,
    ) -> Result<Result<(), Head>> {
        self.writer.run(move |db| vaults::append(db, vault, expect, &more)).await
    }

    async fn set_quota(&self, vault: VaultId, bytes: Option<u64>) -> Result<bool> {
        self.writer.run(move |db| admin::set_quota(db, vault, bytes)).await
    }

    async fn remove(&self, vault: VaultId) -> Result<Option<Removed>> {
        self.writer.run(move |db| admin::remove(db, vault)).await
    }

    async fn post(&self, vault: VaultId, batch: Batch) -> Result<Outcome<Written>> {
        self.writer.run(move |db| segments::post(db, vault, &batch)).await
    }

    async fn changes(&self, vault: VaultId, after: u64, max: PageMax) -> Result<Page> {
        self.read(move |db| segments::changes(db, vault, after, max)).await
    }

    async fn range(
        &self,
        vault: VaultId,
        log: LogId,
        from: u32,
        to: u32,
        max: PageMax,
    ) -> Result<Page> {
        self.read(move |db| segments::range(db, vault, log, (from, to), max)).await
    }

    async fn heads(&self, vault: VaultId) -> Result<(Vector, u64)> {
        self.read(move |db| segments::heads(db, vault)).await
    }

    async fn drop_covered(
        &self,
        vault: VaultId,
        covers: &BTreeMap<LogId, LogEnd>,
        up_to: u64,
    ) -> Result<Vec<Hash>> {
        let covers = covers.clone();
        self.writer.run(move |db| segments::drop_covered(db, vault, &covers, up_to)).await
    }

    async fn missing(&self, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<Vec<Hash>> {
        let names = names.to_vec();
        self.read(move |db| objects::missing(db, vault, kind, &names)).await
    }

    async fn object(&self, vault: VaultId, kind: Kind, name: Hash) -> Result<Option<Object>> {
        self.read(move |db| objects::object(db, vault, kind, name)).await
    }

    async fn objects(&self, vault: VaultId, kind: Kind) -> Result<Vec<Object>> {
        self.read(move |db| objects::all(db, vault, kind)).await
    }

    async fn put_object(
        &self,
        vault: VaultId,
        kind: Kind,
        object: Object,
        limits: Limits,
    ) -> Result<Outcome<()>> {
        self.writer.run(move |db| objects::put(db, vault, kind, &object, limits)).await
    }

    async fn drop_objects(&self, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<()> {
        let names = names.to_vec();
        self.writer.run(move |db| objects::forget(db, vault, kind, &names)).await
    }

    async fn countersign(
        &self,
        vault: VaultId,
        snapshot: Hash,
        device: DeviceId,
        bytes: Vec<u8>,
    ) -> Result<()> {
        let agrees = (device, bytes);
        self.writer.run(move |db| objects::countersign(db, vault, snapshot, &agrees)).await
    }

    async fn countersigns(
        &self,
        vault: VaultId,
        snapshot: Hash,
    ) -> Result<Vec<(DeviceId, Vec<u8>)>> {
        self.read(move |db| objects::countersigns(db, vault, snapshot)).await
    }

    async fn note_new(&self, purpose: Purpose, note: Note, now_ms: u64) -> Result<bool> {
        self.writer.run(move |db| notes::new(db, purpose, &note, now_ms)).await
    }

    async fn note_put(&self, purpose: Purpose, note: Note) -> Result<()> {
        self.writer.run(move |db| notes::put(db, purpose, &note)).await
    }

    async fn note(&self, purpose: Purpose, key: &[u8], now_ms: u64) -> Result<Option<Note>> {
        let key = key.to_vec();
        self.read(move |db| notes::one(db, purpose, &key, now_ms)).await
    }

    async fn notes(&self, purpose: Purpose, prefix: &[u8], now_ms: u64) -> Result<Vec<Note>> {
        let prefix = prefix.to_vec();
        self.read(move |db| notes::beginning(db, purpose, &prefix, now_ms)).await
    }

    async fn notes_bytes(&self, purpose: Purpose) -> Result<u64> {
        self.read(move |db| notes::bytes(db, purpose)).await
    }

    async fn note_end(&self, purpose: Purpose, key: &[u8]) -> Result<bool> {
        let key = key.to_vec();
        self.writer.run(move |db| notes::end(db, purpose, &key)).await
    }

    async fn sweep(&self, now_ms: u64) -> Result<Vec<(VaultId, [u8; 16])>> {
        self.writer.run(move |db| notes::sweep(db, now_ms)).await
    }

    async fn share_put(&self, share: Share, limits: Limits, at_ms: u64) -> Result<Outcome<bool>> {
        self.writer.run(move |db| notes::share_put(db, &share, limits, at_ms)).await
    }

    async fn share_view(&self, id: [u8; 16], now_ms: u64) -> Result<Option<Share>> {
        self.writer.run(move |db| notes::share_view(db, id, now_ms)).await
    }

    async fn shares(&self, vault: VaultId, now_ms: u64) -> Result<Vec<Share>> {
        self.read(move |db| notes::shares(db, vault, now_ms)).await
    }

    async fn share_end(&self, vault: VaultId, id: [u8; 16]) -> Result<bool> {
        self.writer.run(move |db| notes::share_end(db, vault, id)).await
    }

    async fn seen(&self, vault: VaultId, cursors: &[Cursor]) -> Result<()> {
        let cursors = cursors.to_vec();
        self.writer.run(move |db| admin::seen(db, vault, &cursors)).await
    }

    async fn cursors(&self, vault: VaultId) -> Result<Vec<Cursor>> {
        self.read(move |db| admin::cursors(db, vault)).await
    }

    async fn audit(&self, line: Audit) -> Result<()> {
        self.writer.run(move |db| admin::audit(db, &line)).await
    }

    async fn audited(&self, count: usize) -> Result<Vec<Audit>> {
        self.read(move |db| admin::audited(db, count)).await
    }

    async fn totals(&self) -> Result<Totals> {
        self.read(admin::totals).await
    }
}
