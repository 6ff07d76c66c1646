//! What the operator asks, and what the server keeps of itself.

use rusqlite::{Connection, OptionalExtension, params};
use sync_protocol::id::{DeviceId, VaultId};

use super::super::{Audit, Cursor, Removed, Totals};
use super::{int, uint};
use crate::error::Result;

pub(super) fn secret(db: &Connection, fresh: [u8; 32]) -> Result<[u8; 32]> {
    db.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('secret', ?1)", [fresh])?;
    Ok(db.query_row("SELECT value FROM meta WHERE key = 'secret'", [], |row| row.get(0))?)
}

pub(super) fn ready(db: &Connection) -> Result<()> {
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('ready', x'01')", [])?;
    Ok(())
}

pub(super) fn set_quota(db: &Connection, vault: VaultId, bytes: Option<u64>) -> Result<bool> {
    let quota = bytes.map(int);
    let changed = db.execute(
        "UPDATE vault SET quota = ?2 WHERE vault = ?1",
        params![vault.as_bytes(), quota],
    )?;
    Ok(changed == 1)
}

pub(super) fn remove(db: &Connection, vault: VaultId) -> Result<Option<Removed>> {
    let key = [vault.as_bytes()];
    if db.execute("DELETE FROM vault WHERE vault = ?1", key)? == 0 {
        return Ok(None);
    }
    let count = |changed: usize| changed as u64;
    let removed = Removed {
        segments: count(db.execute("DELETE FROM segment WHERE vault = ?1", key)?),
        objects: count(db.execute("DELETE FROM object WHERE vault = ?1", key)?),
    };
    for table in ["member", "head", "countersign", "share", "cursor"] {
        db.execute(&format!("DELETE FROM {table} WHERE vault = ?1"), key)?;
    }
    db.execute("DELETE FROM note WHERE substr(owner, 1, 16) = ?1", key)?;
    Ok(Some(removed))
}

pub(super) fn seen(db: &Connection, vault: VaultId, cursors: &[Cursor]) -> Result<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO cursor (vault, device, gsn, seen_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (vault, device) DO UPDATE SET
         gsn = max(gsn, excluded.gsn), seen_ms = max(seen_ms, excluded.seen_ms)",
    )?;
    for cursor in cursors {
        put.execute(params![
            vault.as_bytes(),
            cursor.device.as_bytes(),
            int(cursor.gsn),
            int(cursor.seen_ms)
        ])?;
    }
    Ok(())
}

pub(super) fn cursors(db: &Connection, vault: VaultId) -> Result<Vec<Cursor>> {
    let mut query = db.prepare_cached(
        "SELECT device, gsn, seen_ms FROM cursor WHERE vault = ?1 ORDER BY device",
    )?;
    let found = query.query_map([vault.as_bytes()], |row| {
        Ok(Cursor {
            device: DeviceId::new(row.get(0)?),
            gsn: uint(row.get(1)?),
            seen_ms: uint(row.get(2)?),
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn audit(db: &Connection, line: &Audit) -> Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO audit (at_ms, actor, action, vault, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    insert.execute(params![
        int(line.at_ms),
        line.actor,
        line.action,
        line.vault.map(|vault| *vault.as_bytes()),
        line.detail
    ])?;
    Ok(())
}

pub(super) fn audited(db: &Connection, count: usize) -> Result<Vec<Audit>> {
    let mut query = db.prepare_cached(
        "SELECT at_ms, actor, action, vault, detail FROM audit ORDER BY id DESC LIMIT ?1",
    )?;
    let found = query.query_map([int(count as u64)], |row| {
        Ok(Audit {
            at_ms: uint(row.get(0)?),
            actor: row.get(1)?,
            action: row.get(2)?,
            vault: row.get::<_, Option<[u8; 16]>>(3)?.map(VaultId::new),
            detail: row.get(4)?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn totals(db: &Connection) -> Result<Totals> {
    let one = |sql: &str| -> Result<u64> {
        Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0)).optional()?.map_or(0, uint))
    };
    Ok(Totals {
        vaults: one("SELECT count(*) FROM vault")?,
        // Numbers are gapless, so the newest of each vault is how many it ever took.
        segments: one("SELECT coalesce(sum(gsn), 0) FROM vault")?,
        bytes: one("SELECT coalesce(sum(bytes), 0) FROM vault")?,
    })
}
