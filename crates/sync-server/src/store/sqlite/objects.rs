//! Blocks, chunks and manifests.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sync_protocol::id::{DeviceId, Hash, VaultId};

use super::super::{Kind, Limits, Object, Outcome};
use super::{int, uint, uint32, vaults};
use crate::error::Result;

pub(super) fn missing(
    db: &Connection,
    vault: VaultId,
    kind: Kind,
    names: &[Hash],
) -> Result<Vec<Hash>> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM object WHERE vault = ?1 AND kind = ?2 AND name = ?3")?;
    let mut missing = Vec::new();
    for name in names {
        if !query.exists(params![vault.as_bytes(), kind.name(), name.as_bytes()])? {
            missing.push(*name);
        }
    }
    Ok(missing)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Object> {
    Ok(Object {
        name: Hash::new(row.get(0)?),
        len: uint(row.get(1)?),
        hash: Hash::new(row.get(2)?),
        epoch: uint32(row.get(3)?),
        at_ms: uint(row.get(4)?),
        bytes: row.get(5)?,
    })
}

pub(super) fn object(
    db: &Connection,
    vault: VaultId,
    kind: Kind,
    name: Hash,
) -> Result<Option<Object>> {
    let mut query = db.prepare_cached(
        "SELECT name, len, hash, epoch, at_ms, bytes FROM object
         WHERE vault = ?1 AND kind = ?2 AND name = ?3",
    )?;
    let key = params![vault.as_bytes(), kind.name(), name.as_bytes()];
    Ok(query.query_row(key, read).optional()?)
}

pub(super) fn all(db: &Connection, vault: VaultId, kind: Kind) -> Result<Vec<Object>> {
    let mut query = db.prepare_cached(
        "SELECT name, len, hash, epoch, at_ms, NULL FROM object
         WHERE vault = ?1 AND kind = ?2 ORDER BY id DESC",
    )?;
    let found = query.query_map(params![vault.as_bytes(), kind.name()], read)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn put(
    db: &Connection,
    vault: VaultId,
    kind: Kind,
    new: &Object,
    limits: Limits,
) -> Result<Outcome<()>> {
    if let Some(there) = object(db, vault, kind, new.name)? {
        if kind != Kind::Blob || new.epoch <= there.epoch {
            return Ok(Outcome::Done(()));
        }
        forget(db, vault, kind, &[new.name])?;
    }
    if let Err(over) = vaults::charge(db, vault, new.len, limits, new.at_ms)? {
        return Ok(over.outcome());
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO object (vault, kind, name, len, hash, epoch, at_ms, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute(params![
        vault.as_bytes(),
        kind.name(),
        new.name.as_bytes(),
        int(new.len),
        new.hash.as_bytes(),
        new.epoch,
        int(new.at_ms),
        new.bytes
    ])?;
    Ok(Outcome::Done(()))
}

pub(super) fn forget(db: &Connection, vault: VaultId, kind: Kind, names: &[Hash]) -> Result<()> {
    let mut delete = db.prepare_cached(
        "DELETE FROM object WHERE vault = ?1 AND kind = ?2 AND name = ?3 RETURNING len",
    )?;
    let mut words =
        db.prepare_cached("DELETE FROM countersign WHERE vault = ?1 AND snapshot = ?2")?;
    for name in names {
        let key = params![vault.as_bytes(), kind.name(), name.as_bytes()];
        let len: Option<i64> = delete.query_row(key, |row| row.get(0)).optional()?;
        vaults::discharge(db, vault, len.unwrap_or(0))?;
        if kind == Kind::Snapshot {
            words.execute(params![vault.as_bytes(), name.as_bytes()])?;
        }
    }
    Ok(())
}

pub(super) fn countersign(
    db: &Connection,
    vault: VaultId,
    snapshot: Hash,
    (device, bytes): &(DeviceId, Vec<u8>),
) -> Result<()> {
    let mut put = db.prepare_cached(
        "INSERT OR REPLACE INTO countersign (vault, snapshot, device, bytes) VALUES (?1, ?2, ?3, ?4)",
    )?;
    put.execute(params![vault.as_bytes(), snapshot.as_bytes(), device.as_bytes(), bytes])?;
    Ok(())
}

pub(super) fn countersigns(
    db: &Connection,
    vault: VaultId,
    snapshot: Hash,
) -> Result<Vec<(DeviceId, Vec<u8>)>> {
    let mut query = db.prepare_cached(
        "SELECT device, bytes FROM countersign WHERE vault = ?1 AND snapshot = ?2 ORDER BY device",
    )?;
    let key = params![vault.as_bytes(), snapshot.as_bytes()];
    let found = query.query_map(key, |row| Ok((DeviceId::new(row.get(0)?), row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
