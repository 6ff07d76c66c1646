//! Vaults and their membership logs.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sync_protocol::id::{AccountId, Hash, VaultId};
use sync_protocol::membership::Head;

use super::super::{Appendix, Limits, NewVault, Over, Purpose, Registered, Usage, VaultRow, owner};
use super::{int, uint, uint32};
use crate::error::{Error, Result};

const COLUMNS: &str =
    "vault, account, gsn, head_n, head_hash, bytes, quota, created_ms, written_ms";

fn read(row: &Row<'_>) -> rusqlite::Result<VaultRow> {
    Ok(VaultRow {
        vault: VaultId::new(row.get(0)?),
        account: AccountId::new(row.get(1)?),
        gsn: uint(row.get(2)?),
        head: Head { n: uint32(row.get(3)?), hash: Hash::new(row.get(4)?) },
        bytes: uint(row.get(5)?),
        quota: row.get::<_, Option<i64>>(6)?.map(uint),
        created_ms: uint(row.get(7)?),
        written_ms: uint(row.get(8)?),
    })
}

pub(super) fn row(db: &Connection, vault: VaultId) -> Result<Option<VaultRow>> {
    let sql = format!("SELECT {COLUMNS} FROM vault WHERE vault = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([vault.as_bytes()], read).optional()?)
}

pub(super) fn all(db: &Connection) -> Result<Vec<VaultRow>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM vault ORDER BY vault"))?;
    Ok(query.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn of_account(db: &Connection, account: AccountId) -> Result<Vec<VaultId>> {
    let mut query =
        db.prepare_cached("SELECT vault FROM vault WHERE account = ?1 ORDER BY vault LIMIT 64")?;
    let found = query.query_map([account.as_bytes()], |row| row.get(0).map(VaultId::new))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn register(db: &Connection, new: &NewVault) -> Result<Registered> {
    if row(db, new.vault)?.is_some() {
        return Ok(Registered::Exists);
    }
    if let Some(invite) = &new.invite {
        let mut take = db.prepare_cached(
            "DELETE FROM note WHERE purpose = ?1 AND key = ?2 AND expires_ms > ?3",
        )?;
        if take.execute(params![Purpose::Invite.number(), invite, int(new.at_ms)])? == 0 {
            return Ok(Registered::NoInvite);
        }
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO vault (vault, account, head_n, head_hash, created_ms, written_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
    )?;
    insert.execute(params![
        new.vault.as_bytes(),
        new.account.as_bytes(),
        new.head.n,
        new.head.hash.as_bytes(),
        int(new.at_ms)
    ])?;
    insert_entries(db, new.vault, 0, &new.entries)?;
    Ok(Registered::Stored)
}

fn insert_entries(db: &Connection, vault: VaultId, from: u32, entries: &[Vec<u8>]) -> Result<()> {
    let mut insert =
        db.prepare_cached("INSERT INTO member (vault, n, bytes) VALUES (?1, ?2, ?3)")?;
    for (n, bytes) in (from..).zip(entries) {
        insert.execute(params![vault.as_bytes(), n, bytes])?;
    }
    Ok(())
}

pub(super) fn entries(
    db: &Connection,
    vault: VaultId,
    from: u32,
    count: usize,
    bytes: usize,
) -> Result<Vec<Vec<u8>>> {
    let mut query = db.prepare_cached(
        "SELECT bytes FROM member WHERE vault = ?1 AND n >= ?2 ORDER BY n LIMIT ?3",
    )?;
    let mut rows = query.query(params![vault.as_bytes(), from, int(count as u64)])?;
    let (mut found, mut len) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let entry: Vec<u8> = row.get(0)?;
        len += entry.len();
        if bytes < len && !found.is_empty() {
            break;
        }
        found.push(entry);
    }
    Ok(found)
}

pub(super) fn append(
    db: &Connection,
    vault: VaultId,
    expect: Head,
    more: &Appendix,
) -> Result<Result<(), Head>> {
    let found = row(db, vault)?.ok_or_else(|| Error::not_found("vault"))?;
    if found.head != expect {
        return Ok(Err(found.head));
    }
    insert_entries(db, vault, expect.n + 1, &more.entries)?;
    let mut update = db.prepare_cached(
        "UPDATE vault SET head_n = ?2, head_hash = ?3, account = ?4, written_ms = ?5 WHERE vault = ?1",
    )?;
    update.execute(params![
        vault.as_bytes(),
        more.head.n,
        more.head.hash.as_bytes(),
        more.account.as_bytes(),
        int(more.at_ms)
    ])?;
    let mut end = db.prepare_cached("DELETE FROM note WHERE purpose = ?1 AND owner = ?2")?;
    for device in &more.ended {
        end.execute(params![Purpose::Token.number(), owner(vault, *device)])?;
    }
    Ok(Ok(()))
}

/// Counts bytes that a vault takes in.
pub(super) fn charge(
    db: &Connection,
    vault: VaultId,
    bytes: u64,
    limits: Limits,
    at_ms: u64,
) -> Result<Result<(), Over>> {
    let mut query =
        db.prepare_cached("SELECT bytes, day, day_bytes, quota FROM vault WHERE vault = ?1")?;
    let usage = query
        .query_row([vault.as_bytes()], |row| {
            Ok(Usage {
                kept: uint(row.get(0)?),
                day: uint(row.get(1)?),
                day_bytes: uint(row.get(2)?),
                quota: row.get::<_, Option<i64>>(3)?.map(uint),
            })
        })
        .optional()?
        .ok_or_else(|| Error::not_found("vault"))?;
    let usage = match usage.add(bytes, limits, at_ms) {
        Ok(usage) => usage,
        Err(over) => return Ok(Err(over)),
    };
    let mut update = db.prepare_cached(
        "UPDATE vault SET bytes = ?2, day = ?3, day_bytes = ?4, written_ms = ?5 WHERE vault = ?1",
    )?;
    update.execute(params![
        vault.as_bytes(),
        int(usage.kept),
        int(usage.day),
        int(usage.day_bytes),
        int(at_ms)
    ])?;
    Ok(Ok(()))
}

/// Takes off bytes that a vault no longer keeps.
pub(super) fn discharge(db: &Connection, vault: VaultId, bytes: i64) -> Result<()> {
    let mut update =
        db.prepare_cached("UPDATE vault SET bytes = max(0, bytes - ?2) WHERE vault = ?1")?;
    update.execute(params![vault.as_bytes(), bytes])?;
    Ok(())
}
