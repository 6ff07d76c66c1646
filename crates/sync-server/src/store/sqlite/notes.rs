//! What is kept for a while: tokens, invites, mail, lockouts, shares.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sync_protocol::id::VaultId;

use super::super::{Limits, Note, Outcome, Purpose, Share};
use super::{int, uint, uint32, vaults};
use crate::error::Result;

pub(super) fn new(db: &Connection, purpose: Purpose, note: &Note, now_ms: u64) -> Result<bool> {
    if one(db, purpose, &note.key, now_ms)?.is_some() {
        return Ok(false);
    }
    put(db, purpose, note)?;
    Ok(true)
}

pub(super) fn put(db: &Connection, purpose: Purpose, note: &Note) -> Result<()> {
    let mut put = db.prepare_cached(
        "INSERT OR REPLACE INTO note (purpose, key, owner, value, expires_ms)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    put.execute(params![purpose.number(), note.key, note.owner, note.value, int(note.expires_ms)])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        key: row.get(0)?,
        owner: row.get(1)?,
        value: row.get(2)?,
        expires_ms: uint(row.get(3)?),
    })
}

pub(super) fn one(
    db: &Connection,
    purpose: Purpose,
    key: &[u8],
    now_ms: u64,
) -> Result<Option<Note>> {
    let mut query = db.prepare_cached(
        "SELECT key, owner, value, expires_ms FROM note
         WHERE purpose = ?1 AND key = ?2 AND expires_ms > ?3",
    )?;
    Ok(query.query_row(params![purpose.number(), key, int(now_ms)], read).optional()?)
}

pub(super) fn beginning(
    db: &Connection,
    purpose: Purpose,
    prefix: &[u8],
    now_ms: u64,
) -> Result<Vec<Note>> {
    let mut query = db.prepare_cached(
        "SELECT key, owner, value, expires_ms FROM note
         WHERE purpose = ?1 AND key >= ?2 AND substr(key, 1, ?3) = ?2 AND expires_ms > ?4
         ORDER BY key LIMIT 1000",
    )?;
    let key = params![purpose.number(), prefix, int(prefix.len() as u64), int(now_ms)];
    Ok(query.query_map(key, read)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn bytes(db: &Connection, purpose: Purpose) -> Result<u64> {
    let mut query =
        db.prepare_cached("SELECT coalesce(sum(length(value)), 0) FROM note WHERE purpose = ?1")?;
    Ok(uint(query.query_row([purpose.number()], |row| row.get(0))?))
}

pub(super) fn end(db: &Connection, purpose: Purpose, key: &[u8]) -> Result<bool> {
    let mut delete = db.prepare_cached("DELETE FROM note WHERE purpose = ?1 AND key = ?2")?;
    Ok(delete.execute(params![purpose.number(), key])? == 1)
}

pub(super) fn sweep(db: &Connection, now_ms: u64) -> Result<Vec<(VaultId, [u8; 16])>> {
    db.prepare_cached("DELETE FROM note WHERE expires_ms <= ?1")?.execute([int(now_ms)])?;
    let mut query = db.prepare_cached("SELECT vault, id FROM share WHERE expires_ms <= ?1")?;
    let over = query
        .query_map([int(now_ms)], |row| Ok((VaultId::new(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (vault, id) in &over {
        share_end(db, *vault, *id)?;
    }
    Ok(over)
}

fn read_share(row: &Row<'_>) -> rusqlite::Result<Share> {
    Ok(Share {
        id: row.get(0)?,
        vault: VaultId::new(row.get(1)?),
        len: uint(row.get(2)?),
        expires_ms: uint(row.get(3)?),
        views: uint32(row.get(4)?),
        views_max: row.get::<_, Option<i64>>(5)?.map(uint32),
    })
}

pub(super) fn share_put(
    db: &Connection,
    share: &Share,
    limits: Limits,
    at_ms: u64,
) -> Result<Outcome<bool>> {
    if db.prepare_cached("SELECT 1 FROM share WHERE id = ?1")?.exists([share.id])? {
        return Ok(Outcome::Done(false));
    }
    if let Err(over) = vaults::charge(db, share.vault, share.len, limits, at_ms)? {
        return Ok(over.outcome());
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO share (id, vault, len, expires_ms, views, views_max)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    insert.execute(params![
        share.id,
        share.vault.as_bytes(),
        int(share.len),
        int(share.expires_ms),
        share.views,
        share.views_max
    ])?;
    Ok(Outcome::Done(true))
}

pub(super) fn share_view(db: &Connection, id: [u8; 16], now_ms: u64) -> Result<Option<Share>> {
    let mut update = db.prepare_cached(
        "UPDATE share SET views = views + 1
         WHERE id = ?1 AND expires_ms > ?2 AND (views_max IS NULL OR views < views_max)
         RETURNING id, vault, len, expires_ms, views, views_max",
    )?;
    Ok(update.query_row(params![id, int(now_ms)], read_share).optional()?)
}

pub(super) fn shares(db: &Connection, vault: VaultId, now_ms: u64) -> Result<Vec<Share>> {
    let mut query = db.prepare_cached(
        "SELECT id, vault, len, expires_ms, views, views_max FROM share
         WHERE vault = ?1 AND expires_ms > ?2 ORDER BY rowid DESC LIMIT 1024",
    )?;
    let found = query.query_map(params![vault.as_bytes(), int(now_ms)], read_share)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn share_end(db: &Connection, vault: VaultId, id: [u8; 16]) -> Result<bool> {
    let mut delete =
        db.prepare_cached("DELETE FROM share WHERE vault = ?1 AND id = ?2 RETURNING len")?;
    let len: Option<i64> =
        delete.query_row(params![vault.as_bytes(), id], |row| row.get(0)).optional()?;
    vaults::discharge(db, vault, len.unwrap_or(0))?;
    Ok(len.is_some())
}
