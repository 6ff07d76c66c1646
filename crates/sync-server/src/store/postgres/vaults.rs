//! Vaults and their membership logs.

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row, query};
use sync_protocol::id::{AccountId, Hash, VaultId};
use sync_protocol::membership::Head;

use super::super::{Appendix, Limits, NewVault, Over, Purpose, Registered, Usage, VaultRow, owner};
use super::{int, uint, uint32};
use crate::error::{Error, Result};

fn read(row: &PgRow) -> sqlx::Result<VaultRow> {
    Ok(VaultRow {
        vault: VaultId::new(row.try_get(0)?),
        account: AccountId::new(row.try_get(1)?),
        gsn: uint(row.try_get(2)?),
        head: Head { n: uint32(row.try_get(3)?), hash: Hash::new(row.try_get(4)?) },
        bytes: uint(row.try_get(5)?),
        quota: row.try_get::<Option<i64>, _>(6)?.map(uint),
        created_ms: uint(row.try_get(7)?),
        written_ms: uint(row.try_get(8)?),
    })
}

pub(super) async fn row(db: &mut PgConnection, vault: VaultId) -> Result<Option<VaultRow>> {
    let found = query(
        "SELECT vault, account, gsn, head_n, head_hash, bytes, quota, created_ms, written_ms
         FROM vault WHERE vault = $1",
    )
    .bind(vault.as_bytes())
    .fetch_optional(db)
    .await?;
    Ok(found.as_ref().map(read).transpose()?)
}

/// The row, which nobody else writes until the transaction ends.
pub(super) async fn locked(db: &mut PgConnection, vault: VaultId) -> Result<VaultRow> {
    let found = query(
        "SELECT vault, account, gsn, head_n, head_hash, bytes, quota, created_ms, written_ms
         FROM vault WHERE vault = $1 FOR UPDATE",
    )
    .bind(vault.as_bytes())
    .fetch_optional(db)
    .await?;
    let found = found.ok_or_else(|| Error::not_found("vault"))?;
    Ok(read(&found)?)
}

pub(super) async fn all(pool: &PgPool) -> Result<Vec<VaultRow>> {
    let found = query(
        "SELECT vault, account, gsn, head_n, head_hash, bytes, quota, created_ms, written_ms
         FROM vault ORDER BY vault",
    )
    .fetch_all(pool)
    .await?;
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn of_account(pool: &PgPool, account: AccountId) -> Result<Vec<VaultId>> {
    let found = query("SELECT vault FROM vault WHERE account = $1 ORDER BY vault LIMIT 64")
        .bind(account.as_bytes())
        .fetch_all(pool)
        .await?;
    let names = found.iter().map(|row| row.try_get(0).map(VaultId::new));
    Ok(names.collect::<sqlx::Result<_>>()?)
}

pub(super) async fn register(pool: &PgPool, new: &NewVault) -> Result<Registered> {
    let mut db = pool.begin().await?;
    let inserted = query(
        "INSERT INTO vault (vault, account, head_n, head_hash, created_ms, written_ms)
         VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING",
    )
    .bind(new.vault.as_bytes())
    .bind(new.account.as_bytes())
    .bind(i64::from(new.head.n))
    .bind(new.head.hash.as_bytes())
    .bind(int(new.at_ms))
    .execute(&mut *db)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(Registered::Exists);
    }
    if let Some(invite) = &new.invite {
        let taken = query("DELETE FROM note WHERE purpose = $1 AND key = $2 AND expires_ms > $3")
            .bind(Purpose::Invite.number())
            .bind(invite)
            .bind(int(new.at_ms))
            .execute(&mut *db)
            .await?;
        if taken.rows_affected() == 0 {
            return Ok(Registered::NoInvite);
        }
    }
    insert_entries(&mut db, new.vault, 0, &new.entries).await?;
    db.commit().await?;
    Ok(Registered::Stored)
}

async fn insert_entries(
    db: &mut PgConnection,
    vault: VaultId,
    from: u32,
    entries: &[Vec<u8>],
) -> Result<()> {
    let numbers: Vec<i64> = (i64::from(from)..).take(entries.len()).collect();
    query(
        "INSERT INTO member (vault, n, bytes)
         SELECT $1::bytea, n, bytes FROM unnest($2::bigint[], $3::bytea[]) AS new (n, bytes)",
    )
    .bind(vault.as_bytes())
    .bind(numbers)
    .bind(entries)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn entries(
    pool: &PgPool,
    vault: VaultId,
    from: u32,
    count: usize,
    bytes: usize,
) -> Result<Vec<Vec<u8>>> {
    // The total of all entries up to one, so that no more travel than are given.
    let found = query(
        "SELECT bytes FROM (
           SELECT n, bytes, sum(length(bytes)) OVER (ORDER BY n) AS total FROM (
             SELECT n, bytes FROM member WHERE vault = $1 AND n >= $2 ORDER BY n LIMIT $3
           ) AS wanted
         ) AS totals WHERE total <= $4 OR n = $2 ORDER BY n",
    )
    .bind(vault.as_bytes())
    .bind(i64::from(from))
    .bind(int(count as u64))
    .bind(int(bytes as u64))
    .fetch_all(pool)
    .await?;
    Ok(found.iter().map(|row| row.try_get(0)).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn append(
    pool: &PgPool,
    vault: VaultId,
    expect: Head,
    more: &Appendix,
) -> Result<Result<(), Head>> {
    let mut db = pool.begin().await?;
    let found = locked(&mut db, vault).await?;
    if found.head != expect {
        return Ok(Err(found.head));
    }
    insert_entries(&mut db, vault, expect.n + 1, &more.entries).await?;
    query(
        "UPDATE vault SET head_n = $2, head_hash = $3, account = $4, written_ms = $5
         WHERE vault = $1",
    )
    .bind(vault.as_bytes())
    .bind(i64::from(more.head.n))
    .bind(more.head.hash.as_bytes())
    .bind(more.account.as_bytes())
    .bind(int(more.at_ms))
    .execute(&mut *db)
    .await?;
    let ended: Vec<Vec<u8>> = more.ended.iter().map(|device| owner(vault, *device)).collect();
    query("DELETE FROM note WHERE purpose = $1 AND owner = ANY($2)")
        .bind(Purpose::Token.number())
        .bind(ended)
        .execute(&mut *db)
        .await?;
    db.commit().await?;
    Ok(Ok(()))
}

/// Counts bytes that a vault takes in.
pub(super) async fn charge(
    db: &mut PgConnection,
    vault: VaultId,
    bytes: u64,
    limits: Limits,
    at_ms: u64,
) -> Result<Result<(), Over>> {
    let row = query("SELECT bytes, day, day_bytes, quota FROM vault WHERE vault = $1 FOR UPDATE")
        .bind(vault.as_bytes())
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(|| Error::not_found("vault"))?;
    let usage = Usage {
        kept: uint(row.try_get(0)?),
        day: uint(row.try_get(1)?),
        day_bytes: uint(row.try_get(2)?),
        quota: row.try_get::<Option<i64>, _>(3)?.map(uint),
    };
    let usage = match usage.add(bytes, limits, at_ms) {
        Ok(usage) => usage,
        Err(over) => return Ok(Err(over)),
    };
    query(
        "UPDATE vault SET bytes = $2, day = $3, day_bytes = $4, written_ms = $5 WHERE vault = $1",
    )
    .bind(vault.as_bytes())
    .bind(int(usage.kept))
    .bind(int(usage.day))
    .bind(int(usage.day_bytes))
    .bind(int(at_ms))
    .execute(db)
    .await?;
    Ok(Ok(()))
}

/// Takes off bytes that a vault no longer keeps.
pub(super) async fn discharge(db: &mut PgConnection, vault: VaultId, bytes: i64) -> Result<()> {
    query("UPDATE vault SET bytes = greatest(0, bytes - $2) WHERE vault = $1")
        .bind(vault.as_bytes())
        .bind(bytes)
        .execute(db)
        .await?;
    Ok(())
}
