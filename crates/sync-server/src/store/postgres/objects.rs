//! Blocks, chunks and manifests.

use std::collections::BTreeSet;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row, query};
use sync_protocol::id::{DeviceId, Hash, VaultId};

use super::super::{Kind, Limits, Object, Outcome};
use super::{int, uint, uint32, vaults};
use crate::error::Result;

pub(super) async fn missing(
    pool: &PgPool,
    vault: VaultId,
    kind: Kind,
    names: &[Hash],
) -> Result<Vec<Hash>> {
    let asked: Vec<Vec<u8>> = names.iter().map(|name| name.as_bytes().to_vec()).collect();
    let found = query("SELECT name FROM object WHERE vault = $1 AND kind = $2 AND name = ANY($3)")
        .bind(vault.as_bytes())
        .bind(kind.name())
        .bind(asked)
        .fetch_all(pool)
        .await?;
    let here = found.iter().map(|row| row.try_get(0).map(Hash::new));
    let here: BTreeSet<Hash> = here.collect::<sqlx::Result<_>>()?;
    Ok(names.iter().filter(|name| !here.contains(*name)).copied().collect())
}

fn read(row: &PgRow) -> sqlx::Result<Object> {
    Ok(Object {
        name: Hash::new(row.try_get(0)?),
        len: uint(row.try_get(1)?),
        hash: Hash::new(row.try_get(2)?),
        epoch: uint32(row.try_get(3)?),
        at_ms: uint(row.try_get(4)?),
        bytes: row.try_get(5)?,
    })
}

pub(super) async fn object(
    db: &mut PgConnection,
    vault: VaultId,
    kind: Kind,
    name: Hash,
) -> Result<Option<Object>> {
    let found = query(
        "SELECT name, len, hash, epoch, at_ms, bytes FROM object
         WHERE vault = $1 AND kind = $2 AND name = $3",
    )
    .bind(vault.as_bytes())
    .bind(kind.name())
    .bind(name.as_bytes())
    .fetch_optional(db)
    .await?;
    Ok(found.as_ref().map(read).transpose()?)
}

pub(super) async fn all(pool: &PgPool, vault: VaultId, kind: Kind) -> Result<Vec<Object>> {
    let found = query(
        "SELECT name, len, hash, epoch, at_ms, NULL::bytea FROM object
         WHERE vault = $1 AND kind = $2 ORDER BY id DESC",
    )
    .bind(vault.as_bytes())
    .bind(kind.name())
    .fetch_all(pool)
    .await?;
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn put(
    pool: &PgPool,
    vault: VaultId,
    kind: Kind,
    new: &Object,
    limits: Limits,
) -> Result<Outcome<()>> {
    let mut db = pool.begin().await?;
    // Two who bring the same thing come one after the other.
    vaults::locked(&mut db, vault).await?;
    if let Some(there) = object(&mut db, vault, kind, new.name).await? {
        if kind != Kind::Blob || new.epoch <= there.epoch {
            return Ok(Outcome::Done(()));
        }
        forget_in(&mut db, vault, kind, &[new.name]).await?;
    }
    if let Err(over) = vaults::charge(&mut db, vault, new.len, limits, new.at_ms).await? {
        return Ok(over.outcome());
    }
    query(
        "INSERT INTO object (vault, kind, name, len, hash, epoch, at_ms, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(vault.as_bytes())
    .bind(kind.name())
    .bind(new.name.as_bytes())
    .bind(int(new.len))
    .bind(new.hash.as_bytes())
    .bind(i64::from(new.epoch))
    .bind(int(new.at_ms))
    .bind(&new.bytes)
    .execute(&mut *db)
    .await?;
    db.commit().await?;
    Ok(Outcome::Done(()))
}

pub(super) async fn forget(
    pool: &PgPool,
    vault: VaultId,
    kind: Kind,
    names: &[Hash],
) -> Result<()> {
    let mut db = pool.begin().await?;
    vaults::locked(&mut db, vault).await?;
    forget_in(&mut db, vault, kind, names).await?;
    db.commit().await?;
    Ok(())
}

async fn forget_in(
    db: &mut PgConnection,
    vault: VaultId,
    kind: Kind,
    names: &[Hash],
) -> Result<()> {
    let names: Vec<Vec<u8>> = names.iter().map(|name| name.as_bytes().to_vec()).collect();
    let gone =
        query("DELETE FROM object WHERE vault = $1 AND kind = $2 AND name = ANY($3) RETURNING len")
            .bind(vault.as_bytes())
            .bind(kind.name())
            .bind(&names)
            .fetch_all(&mut *db)
            .await?;
    let mut bytes = 0;
    for row in &gone {
        bytes += row.try_get::<i64, _>(0)?;
    }
    vaults::discharge(db, vault, bytes).await?;
    if kind == Kind::Snapshot {
        query("DELETE FROM countersign WHERE vault = $1 AND snapshot = ANY($2)")
            .bind(vault.as_bytes())
            .bind(&names)
            .execute(db)
            .await?;
    }
    Ok(())
}

pub(super) async fn countersign(
    pool: &PgPool,
    vault: VaultId,
    snapshot: Hash,
    device: DeviceId,
    bytes: &[u8],
) -> Result<()> {
    query(
        "INSERT INTO countersign (vault, snapshot, device, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT (vault, snapshot, device) DO UPDATE SET bytes = excluded.bytes",
    )
    .bind(vault.as_bytes())
    .bind(snapshot.as_bytes())
    .bind(device.as_bytes())
    .bind(bytes)
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn countersigns(
    pool: &PgPool,
    vault: VaultId,
    snapshot: Hash,
) -> Result<Vec<(DeviceId, Vec<u8>)>> {
    let found = query(
        "SELECT device, bytes FROM countersign WHERE vault = $1 AND snapshot = $2 ORDER BY device",
    )
    .bind(vault.as_bytes())
    .bind(snapshot.as_bytes())
    .fetch_all(pool)
    .await?;
    let read = |row: &PgRow| Ok((DeviceId::new(row.try_get(0)?), row.try_get(1)?));
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}
