//! PostgreSQL, for several nodes: what one node takes in, all of them hand out.
//!
//! The vault's row is locked while its numbers are given, so they have no gap and no reader sees a later one
//! before an earlier one. Nodes tell each other by `NOTIFY` which vaults moved; that is a hint, and what is
//! asked for again every half minute is the truth.

mod admin;
mod notes;
mod objects;
mod segments;
mod vaults;

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use futures::stream::{self, BoxStream};
use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use sqlx::{Executor, Row, query, raw_sql};
use sync_protocol::id::{AccountId, DeviceId, Hash, LogId, VaultId};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::membership::Head;

use super::{
    Appendix, Audit, Batch, Cursor, Kind, Limits, LogStore, NewVault, Note, Object, Outcome, Page,
    PageMax, Purpose, Registered, Removed, Share, Totals, VaultRow, Written,
};
use crate::error::{Error, Result};

/// Version of the tables.
const VERSION: i64 = 1;

/// Connections of one node.
const CONNECTIONS: u32 = 16;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Two nodes that start at once make the tables one after the other. Any number; it says "everkept".
const MAKING: i64 = 0x6576_6572_6b65_7074;

/// Where nodes tell each other which vaults moved.
const CHANNEL: &str = "everkept";

/// Vaults in one notification: PostgreSQL allows 8,000 bytes, one takes at most 54.
const TOLD: usize = 128;

/// The store on PostgreSQL.
pub struct Postgres {
    pool: PgPool,
    /// Which node this is: it does not listen to itself.
    node: String,
}

impl Postgres {
    /// Connects, and makes the tables if they are not there. `node` is random.
    ///
    /// # Errors
    /// When it cannot be reached, or a newer version wrote the tables.
    pub async fn open(url: &str, node: [u8; 8]) -> Result<Postgres> {
        let options = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
        let pool = options.connect(url).await?;
        let mut db = pool.begin().await?;
        query("SELECT pg_advisory_xact_lock($1)").bind(MAKING).execute(&mut *db).await?;
        let made = query("SELECT to_regclass('meta') IS NOT NULL").fetch_one(&mut *db).await?;
        if made.try_get(0)? {
            let version = query("SELECT value FROM meta WHERE key = 'version'")
                .fetch_one(&mut *db)
                .await?
                .try_get(0)
                .map(i64::from_be_bytes)?;
            if version != VERSION {
                let words = format!("version {version} of the tables is not known here");
                return Err(Error::Stored(words));
            }
        } else {
            db.execute(raw_sql(include_str!("postgres/schema.sql"))).await?;
            query("INSERT INTO meta (key, value) VALUES ('version', $1)")
                .bind(VERSION.to_be_bytes())
                .execute(&mut *db)
                .await?;
        }
        db.commit().await?;
        Ok(Postgres { pool, node: HEXLOWER.encode(&node) })
    }
}

/// A number as PostgreSQL has it.
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

/// `VAULT NUMBER`, of one that another node told.
fn moved(word: &str) -> Option<(VaultId, u64)> {
    let (vault, gsn) = word.split_once(' ')?;
    let vault = HEXLOWER.decode(vault.as_bytes()).ok()?.try_into().ok()?;
    Some((VaultId::new(vault), gsn.parse().ok()?))
}

#[async_trait]
impl LogStore for Postgres {
    async fn secret(&self, fresh: [u8; 32]) -> Result<[u8; 32]> {
        admin::secret(&self.pool, fresh).await
    }

    async fn ready(&self) -> Result<()> {
        admin::ready(&self.pool).await
    }

    async fn register(&self, new: NewVault) -> Result<Registered> {
        vaults::register(&self.pool, &new).await
    }

    async fn vault(&self, vault: VaultId) -> Result<Option<VaultRow>> {
        vaults::row(&mut *self.pool.acquire().await?, vault).await
    }

    async fn vaults(&self) -> Result<Vec<VaultRow>> {
        vaults::all(&self.pool).await
    }

    async fn vaults_of(&self, account: AccountId) -> Result<Vec<VaultId>> {
        vaults::of_account(&self.pool, account).await
    }

    async fn entries(
        &self,
        vault: VaultId,
        from: u32,
        count: usize,
        bytes: usize,
    ) -> Result<Vec<Vec<u8>>> {
        vaults::entries(&self.pool, vault, from, count, bytes).await
    }

    async fn append(
        &self,
        vault: VaultId,
        expect: Head,
        more: Appendix,
    ) -> Result<Result<(), Head>> {
        vaults::append(&self.pool, vault, expect, &more).await
    }

    async fn set_quota(&self, vault: VaultId, bytes: Option<u64>) -> Result<bool> {
        admin::set_quota(&self.pool, vault, bytes).await
    }

    async fn remove(&self, vault: VaultId) -> Result<Option<Removed>> {
        admin::remove(&self.pool, vault).await
    }

    async fn post(&self, vault: VaultId, batch: Batch) -> Result<Outcome<Written>> {
        segments::post(&self.pool, vault, &batch).await
    }

    async fn changes(&self, vault: VaultId, after: u64, max: PageMax) -> Result<Page> {
        segments::changes(&self.pool, vault, after, max).await
    }

    async fn range(
        &self,
        vault: VaultId,
        log: LogId,
        from: u32,
        to: u32,
        max: PageMax,
    ) -> Result<Page> {
        segments::range(&self.pool, vault, log, (from, to), max).await
    }

    async fn heads(&self, vault: VaultId) -> Result<(Vector, u64)> {
        segments::heads(&self.pool, vault).await
    }

    async fn drop_covered(
        &self,
        vault: VaultId,
        covers: &BTreeMap<LogId, LogEnd>,
        up_to: u64,
    ) -> Result<Vec<Hash>> {
        segments::drop_covered(&self.pool, vault, covers, up_to).await
    }

    async fn missing(&self, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<Vec<Hash>> {
        objects::missing(&self.pool, vault, kind, names).await
    }

    async fn object(&self, vault: VaultId, kind: Kind, name: Hash) -> Result<Option<Object>> {
        objects::object(&mut *self.pool.acquire().await?, vault, kind, name).await
    }

    async fn objects(&self, vault: VaultId, kind: Kind) -> Result<Vec<Object>> {
        objects::all(&self.pool, vault, kind).await
    }

    async fn put_object(
        &self,
        vault: VaultId,
        kind: Kind,
        object: Object,
        limits: Limits,
    ) -> Result<Outcome<()>> {
        objects::put(&self.pool, vault, kind, &object, limits).await
    }

    async fn drop_objects(&self, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<()> {
        objects::forget(&self.pool, vault, kind, names).await
    }

    async fn countersign(
        &self,
        vault: VaultId,
        snapshot: Hash,
        device: DeviceId,
        bytes: Vec<u8>,
    ) -> Result<()> {
        objects::countersign(&self.pool, vault, snapshot, device, &bytes).await
    }

    async fn countersigns(
        &self,
        vault: VaultId,
        snapshot: Hash,
    ) -> Result<Vec<(DeviceId, Vec<u8>)>> {
        objects::countersigns(&self.pool, vault, snapshot).await
    }

    async fn note_new(&self, purpose: Purpose, note: Note, now_ms: u64) -> Result<bool> {
        notes::new(&self.pool, purpose, &note, now_ms).await
    }

    async fn note_put(&self, purpose: Purpose, note: Note) -> Result<()> {
        notes::put(&self.pool, purpose, &note).await
    }

    async fn note(&self, purpose: Purpose, key: &[u8], now_ms: u64) -> Result<Option<Note>> {
        notes::one(&self.pool, purpose, key, now_ms).await
    }

    async fn notes(&self, purpose: Purpose, prefix: &[u8], now_ms: u64) -> Result<Vec<Note>> {
        notes::beginning(&self.pool, purpose, prefix, now_ms).await
    }

    async fn notes_bytes(&self, purpose: Purpose) -> Result<u64> {
        notes::bytes(&self.pool, purpose).await
    }

    async fn note_end(&self, purpose: Purpose, key: &[u8]) -> Result<bool> {
        notes::end(&self.pool, purpose, key).await
    }

    async fn sweep(&self, now_ms: u64) -> Result<Vec<(VaultId, [u8; 16])>> {
        notes::sweep(&self.pool, now_ms).await
    }

    async fn share_put(&self, share: Share, limits: Limits, at_ms: u64) -> Result<Outcome<bool>> {
        notes::share_put(&self.pool, &share, limits, at_ms).await
    }

    async fn share_view(&self, id: [u8; 16], now_ms: u64) -> Result<Option<Share>> {
        notes::share_view(&self.pool, id, now_ms).await
    }

    async fn shares(&self, vault: VaultId, now_ms: u64) -> Result<Vec<Share>> {
        notes::shares(&self.pool, vault, now_ms).await
    }

    async fn share_end(&self, vault: VaultId, id: [u8; 16]) -> Result<bool> {
        notes::share_end(&self.pool, vault, id).await
    }

    async fn seen(&self, vault: VaultId, cursors: &[Cursor]) -> Result<()> {
        admin::seen(&self.pool, vault, cursors).await
    }

    async fn cursors(&self, vault: VaultId) -> Result<Vec<Cursor>> {
        admin::cursors(&self.pool, vault).await
    }

    async fn audit(&self, line: Audit) -> Result<()> {
        admin::audit(&self.pool, &line).await
    }

    async fn audited(&self, count: usize) -> Result<Vec<Audit>> {
        admin::audited(&self.pool, count).await
    }

    async fn totals(&self) -> Result<Totals> {
        admin::totals(&self.pool).await
    }

    async fn tell(&self, moved: &[(VaultId, u64)]) -> Result<()> {
        for some in moved.chunks(TOLD) {
            let words: Vec<String> =
                some.iter().map(|(vault, gsn)| format!("{vault} {gsn}")).collect();
            query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(format!("{},{}", self.node, words.join(",")))
                .execute(&self.pool)
                .await?;
        }
        Ok(())
    }

    async fn hear(&self) -> Result<Option<BoxStream<'static, Vec<(VaultId, u64)>>>> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(CHANNEL).await?;
        let hearing = stream::unfold((listener, self.node.clone()), |(mut listener, node)| async {
            // A connection that breaks is made again; what was told meanwhile is found by asking.
            let told = listener.recv().await.ok()?;
            let (from, words) = told.payload().split_once(',').unwrap_or_default();
            let words = if from == node { "" } else { words };
            Some((words.split(',').filter_map(moved).collect(), (listener, node)))
        });
        Ok(Some(Box::pin(hearing)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_nodes_are_read() {
        let vault = VaultId::new([0xab; 16]);
        assert_eq!(moved(&format!("{vault} 12")), Some((vault, 12)));
        for wrong in ["", "abc 1", &format!("{vault}"), &format!("{vault} x")] {
            assert_eq!(moved(wrong), None);
        }
    }
}
