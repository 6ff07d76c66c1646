//! What the operator asks, and what the server keeps of itself.

use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row, query};
use sync_protocol::id::{DeviceId, VaultId};

use super::super::{Audit, Cursor, Removed, Totals};
use super::{int, uint};
use crate::error::Result;

pub(super) async fn secret(pool: &PgPool, fresh: [u8; 32]) -> Result<[u8; 32]> {
    query("INSERT INTO meta (key, value) VALUES ('secret', $1) ON CONFLICT DO NOTHING")
        .bind(fresh)
        .execute(pool)
        .await?;
    let found = query("SELECT value FROM meta WHERE key = 'secret'").fetch_one(pool).await?;
    Ok(found.try_get(0)?)
}

pub(super) async fn ready(pool: &PgPool) -> Result<()> {
    query(
        "INSERT INTO meta (key, value) VALUES ('ready', '\\x01')
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn set_quota(pool: &PgPool, vault: VaultId, bytes: Option<u64>) -> Result<bool> {
    let changed = query("UPDATE vault SET quota = $2 WHERE vault = $1")
        .bind(vault.as_bytes())
        .bind(bytes.map(int))
        .execute(pool)
        .await?;
    Ok(changed.rows_affected() == 1)
}

pub(super) async fn remove(pool: &PgPool, vault: VaultId) -> Result<Option<Removed>> {
    let mut db = pool.begin().await?;
    let mut gone = Vec::new();
    for sql in [
        "DELETE FROM vault WHERE vault = $1",
        "DELETE FROM segment WHERE vault = $1",
        "DELETE FROM object WHERE vault = $1",
        "DELETE FROM member WHERE vault = $1",
        "DELETE FROM head WHERE vault = $1",
        "DELETE FROM countersign WHERE vault = $1",
        "DELETE FROM share WHERE vault = $1",
        "DELETE FROM cursor WHERE vault = $1",
        "DELETE FROM note WHERE substring(owner FROM 1 FOR 16) = $1",
    ] {
        gone.push(query(sql).bind(vault.as_bytes()).execute(&mut *db).await?.rows_affected());
        if gone == [0] {
            return Ok(None);
        }
    }
    db.commit().await?;
    Ok(Some(Removed { segments: gone[1], objects: gone[2] }))
}

pub(super) async fn seen(pool: &PgPool, vault: VaultId, cursors: &[Cursor]) -> Result<()> {
    for cursor in cursors {
        query(
            "INSERT INTO cursor (vault, device, gsn, seen_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (vault, device) DO UPDATE SET
               gsn = greatest(cursor.gsn, excluded.gsn),
               seen_ms = greatest(cursor.seen_ms, excluded.seen_ms)",
        )
        .bind(vault.as_bytes())
        .bind(cursor.device.as_bytes())
        .bind(int(cursor.gsn))
        .bind(int(cursor.seen_ms))
        .execute(pool)
        .await?;
    }
    Ok(())
}

pub(super) async fn cursors(pool: &PgPool, vault: VaultId) -> Result<Vec<Cursor>> {
    let found = query("SELECT device, gsn, seen_ms FROM cursor WHERE vault = $1 ORDER BY device")
        .bind(vault.as_bytes())
        .fetch_all(pool)
        .await?;
    let read = |row: &PgRow| {
        Ok(Cursor {
            device: DeviceId::new(row.try_get(0)?),
            gsn: uint(row.try_get(1)?),
            seen_ms: uint(row.try_get(2)?),
        })
    };
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn audit(pool: &PgPool, line: &Audit) -> Result<()> {
    query("INSERT INTO audit (at_ms, actor, action, vault, detail) VALUES ($1, $2, $3, $4, $5)")
        .bind(int(line.at_ms))
        .bind(&line.actor)
        .bind(&line.action)
        .bind(line.vault.map(|vault| *vault.as_bytes()))
        .bind(&line.detail)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn audited(pool: &PgPool, count: usize) -> Result<Vec<Audit>> {
    let found =
        query("SELECT at_ms, actor, action, vault, detail FROM audit ORDER BY id DESC LIMIT $1")
            .bind(int(count as u64))
            .fetch_all(pool)
            .await?;
    let read = |row: &PgRow| {
        Ok(Audit {
            at_ms: uint(row.try_get(0)?),
            actor: row.try_get(1)?,
            action: row.try_get(2)?,
            vault: row.try_get::<Option<[u8; 16]>, _>(3)?.map(VaultId::new),
            detail: row.try_get(4)?,
        })
    };
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn totals(pool: &PgPool) -> Result<Totals> {
    // Numbers are gapless, so the newest of each vault is how many it ever took.
    let found = query(
        "SELECT count(*), coalesce(sum(gsn), 0)::bigint, coalesce(sum(bytes), 0)::bigint FROM vault",
    )
    .fetch_one(pool)
    .await?;
    Ok(Totals {
        vaults: uint(found.try_get(0)?),
        segments: uint(found.try_get(1)?),
        bytes: uint(found.try_get(2)?),
    })
}
