//! What is kept for a while: tokens, invites, mail, lockouts, shares.

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row, query};
use sync_protocol::id::VaultId;

use super::super::{Limits, Note, Outcome, Purpose, Share};
use super::{int, uint, uint32, vaults};
use crate::error::Result;

pub(super) async fn new(pool: &PgPool, purpose: Purpose, note: &Note, now_ms: u64) -> Result<bool> {
    let written = query(
        "INSERT INTO note (purpose, key, owner, value, expires_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (purpose, key) DO UPDATE SET
           owner = excluded.owner, value = excluded.value, expires_ms = excluded.expires_ms
         WHERE note.expires_ms <= $6",
    )
    .bind(purpose.number())
    .bind(&note.key)
    .bind(&note.owner)
    .bind(&note.value)
    .bind(int(note.expires_ms))
    .bind(int(now_ms))
    .execute(pool)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn put(pool: &PgPool, purpose: Purpose, note: &Note) -> Result<()> {
    query(
        "INSERT INTO note (purpose, key, owner, value, expires_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (purpose, key) DO UPDATE SET
           owner = excluded.owner, value = excluded.value, expires_ms = excluded.expires_ms",
    )
    .bind(purpose.number())
    .bind(&note.key)
    .bind(&note.owner)
    .bind(&note.value)
    .bind(int(note.expires_ms))
    .execute(pool)
    .await?;
    Ok(())
}

fn read(row: &PgRow) -> sqlx::Result<Note> {
    Ok(Note {
        key: row.try_get(0)?,
        owner: row.try_get(1)?,
        value: row.try_get(2)?,
        expires_ms: uint(row.try_get(3)?),
    })
}

pub(super) async fn one(
    pool: &PgPool,
    purpose: Purpose,
    key: &[u8],
    now_ms: u64,
) -> Result<Option<Note>> {
    let found = query(
        "SELECT key, owner, value, expires_ms FROM note
         WHERE purpose = $1 AND key = $2 AND expires_ms > $3",
    )
    .bind(purpose.number())
    .bind(key)
    .bind(int(now_ms))
    .fetch_optional(pool)
    .await?;
    Ok(found.as_ref().map(read).transpose()?)
}

pub(super) async fn beginning(
    pool: &PgPool,
    purpose: Purpose,
    prefix: &[u8],
    now_ms: u64,
) -> Result<Vec<Note>> {
    let found = query(
        "SELECT key, owner, value, expires_ms FROM note
         WHERE purpose = $1 AND key >= $2 AND substring(key FROM 1 FOR length($2)) = $2
           AND expires_ms > $3
         ORDER BY key LIMIT 1000",
    )
    .bind(purpose.number())
    .bind(prefix)
    .bind(int(now_ms))
    .fetch_all(pool)
    .await?;
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn bytes(pool: &PgPool, purpose: Purpose) -> Result<u64> {
    let found =
        query("SELECT coalesce(sum(length(value)), 0)::bigint FROM note WHERE purpose = $1")
            .bind(purpose.number())
            .fetch_one(pool)
            .await?;
    Ok(uint(found.try_get(0)?))
}

pub(super) async fn end(pool: &PgPool, purpose: Purpose, key: &[u8]) -> Result<bool> {
    let gone = query("DELETE FROM note WHERE purpose = $1 AND key = $2")
        .bind(purpose.number())
        .bind(key)
        .execute(pool)
        .await?;
    Ok(gone.rows_affected() == 1)
}

pub(super) async fn sweep(pool: &PgPool, now_ms: u64) -> Result<Vec<(VaultId, [u8; 16])>> {
    query("DELETE FROM note WHERE expires_ms <= $1").bind(int(now_ms)).execute(pool).await?;
    let found = query("SELECT vault, id FROM share WHERE expires_ms <= $1")
        .bind(int(now_ms))
        .fetch_all(pool)
        .await?;
    let mut over = Vec::new();
    for row in &found {
        let (vault, id) = (VaultId::new(row.try_get(0)?), row.try_get(1)?);
        // Another node may have been quicker.
        if share_end(pool, vault, id).await? {
            over.push((vault, id));
        }
    }
    Ok(over)
}

fn read_share(row: &PgRow) -> sqlx::Result<Share> {
    Ok(Share {
        id: row.try_get(0)?,
        vault: VaultId::new(row.try_get(1)?),
        len: uint(row.try_get(2)?),
        expires_ms: uint(row.try_get(3)?),
        views: uint32(row.try_get(4)?),
        views_max: row.try_get::<Option<i64>, _>(5)?.map(uint32),
    })
}

pub(super) async fn share_put(
    pool: &PgPool,
    share: &Share,
    limits: Limits,
    at_ms: u64,
) -> Result<Outcome<bool>> {
    let mut db = pool.begin().await?;
    let inserted = query(
        "INSERT INTO share (id, vault, len, expires_ms, views, views_max)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(share.id)
    .bind(share.vault.as_bytes())
    .bind(int(share.len))
    .bind(int(share.expires_ms))
    .bind(i64::from(share.views))
    .bind(share.views_max.map(i64::from))
    .execute(&mut *db)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(Outcome::Done(false));
    }
    if let Err(over) = vaults::charge(&mut db, share.vault, share.len, limits, at_ms).await? {
        return Ok(over.outcome());
    }
    db.commit().await?;
    Ok(Outcome::Done(true))
}

pub(super) async fn share_view(pool: &PgPool, id: [u8; 16], now_ms: u64) -> Result<Option<Share>> {
    let found = query(
        "UPDATE share SET views = views + 1
         WHERE id = $1 AND expires_ms > $2 AND (views_max IS NULL OR views < views_max)
         RETURNING id, vault, len, expires_ms, views, views_max",
    )
    .bind(id)
    .bind(int(now_ms))
    .fetch_optional(pool)
    .await?;
    Ok(found.as_ref().map(read_share).transpose()?)
}

pub(super) async fn shares(pool: &PgPool, vault: VaultId, now_ms: u64) -> Result<Vec<Share>> {
    let found = query(
        "SELECT id, vault, len, expires_ms, views, views_max FROM share
         WHERE vault = $1 AND expires_ms > $2 ORDER BY number DESC LIMIT 1024",
    )
    .bind(vault.as_bytes())
    .bind(int(now_ms))
    .fetch_all(pool)
    .await?;
    Ok(found.iter().map(read_share).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn share_end(pool: &PgPool, vault: VaultId, id: [u8; 16]) -> Result<bool> {
    let mut db = pool.begin().await?;
    let gone = query("DELETE FROM share WHERE vault = $1 AND id = $2 RETURNING len")
        .bind(vault.as_bytes())
        .bind(id)
        .fetch_optional(&mut *db)
        .await?;
    discharge(&mut db, vault, gone.as_ref()).await?;
    db.commit().await?;
    Ok(gone.is_some())
}

async fn discharge(db: &mut PgConnection, vault: VaultId, gone: Option<&PgRow>) -> Result<()> {
    match gone {
        Some(row) => vaults::discharge(db, vault, row.try_get(0)?).await,
        None => Ok(()),
    }
}
