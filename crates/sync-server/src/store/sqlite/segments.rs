//! Segments: placing them, and handing them out again.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Rows, params};
use sync_protocol::id::{DeviceId, Hash, Incarnation, LaneId, LogId, VaultId};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::membership::Head;

use super::super::placing::{self, Placed, Places};
use super::super::{Batch, Kept, NewSegment, Outcome, Page, PageMax, VaultRow, Written};
use super::{int, uint, uint32, vaults};
use crate::error::{Error, Result};

/// Where a segment's bytes are.
const HERE: i64 = 0;
const OUTSIDE: i64 = 1;
const GONE: i64 = 2;

fn vault_row(db: &Connection, vault: VaultId) -> Result<VaultRow> {
    vaults::row(db, vault)?.ok_or_else(|| Error::not_found("vault"))
}

pub(super) fn post(db: &Connection, vault: VaultId, batch: &Batch) -> Result<Outcome<Written>> {
    let row = vault_row(db, vault)?;
    if row.head != batch.members {
        return Ok(Outcome::MembersMoved);
    }
    let headers = placing::headers(&batch.segments)?;
    let mut ends = Vector::default();
    for header in &headers {
        let log = header.log();
        if !ends.0.contains_key(&log)
            && let Some(end) = end_of(db, vault, log)?
        {
            ends.0.insert(log, end);
        }
    }
    let known = known(db, vault, &placing::asked(&headers, &ends))?;
    let plan = placing::plan(&batch.segments, ends, known, row.gsn)?;
    if plan.placed.is_empty() {
        return Ok(Outcome::Done(Written { results: plan.results, gsn: row.gsn }));
    }
    if let Err(over) = vaults::charge(db, vault, plan.bytes, batch.limits, batch.at_ms)? {
        return Ok(over.outcome());
    }
    for placed in &plan.placed {
        insert(db, vault, placed, &batch.segments[placed.index])?;
    }
    for (log, end) in &plan.ends {
        put_end(db, vault, *log, end, plan.gsn)?;
    }
    db.prepare_cached("UPDATE vault SET gsn = ?2 WHERE vault = ?1")?
        .execute(params![vault.as_bytes(), int(plan.gsn)])?;
    Ok(Outcome::Done(Written { results: plan.results, gsn: plan.gsn }))
}

fn end_of(db: &Connection, vault: VaultId, log: LogId) -> Result<Option<LogEnd>> {
    let mut query = db.prepare_cached(
        "SELECT seq, hash, device, epoch FROM head WHERE vault = ?1 AND lane = ?2 AND incarnation = ?3",
    )?;
    let end = query.query_row(
        params![vault.as_bytes(), log.lane.as_bytes(), log.incarnation.as_bytes()],
        |row| {
            Ok(LogEnd {
                seq: uint32(row.get(0)?),
                hash: Hash::new(row.get(1)?),
                device: DeviceId::new(row.get(2)?),
                epoch: uint32(row.get(3)?),
            })
        },
    );
    Ok(end.optional()?)
}

fn known(db: &Connection, vault: VaultId, asked: &[(LogId, u32)]) -> Result<Places> {
    let mut query = db.prepare_cached(
        "SELECT gsn, hash FROM segment
         WHERE vault = ?1 AND lane = ?2 AND incarnation = ?3 AND seq = ?4",
    )?;
    let mut places = Places::new();
    for (log, seq) in asked {
        let key = params![vault.as_bytes(), log.lane.as_bytes(), log.incarnation.as_bytes(), seq];
        let found = query
            .query_row(key, |row| Ok((uint(row.get(0)?), Hash::new(row.get(1)?))))
            .optional()?;
        places.extend(found.map(|found| ((*log, *seq), found)));
    }
    Ok(places)
}

fn insert(db: &Connection, vault: VaultId, placed: &Placed, new: &NewSegment) -> Result<()> {
    let Placed { gsn, header, .. } = placed;
    let mut insert = db.prepare_cached(
        "INSERT INTO segment (vault, gsn, lane, incarnation, seq, epoch, hash, len, place, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    insert.execute(params![
        vault.as_bytes(),
        int(*gsn),
        header.lane.as_bytes(),
        header.incarnation.as_bytes(),
        header.seq,
        header.epoch,
        new.hash.as_bytes(),
        int(new.bytes.len() as u64),
        if new.outside { OUTSIDE } else { HERE },
        (!new.outside).then_some(&new.bytes)
    ])?;
    Ok(())
}

fn put_end(db: &Connection, vault: VaultId, log: LogId, end: &LogEnd, gsn: u64) -> Result<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO head (vault, lane, incarnation, device, seq, epoch, hash, gsn)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (vault, lane, incarnation)
         DO UPDATE SET seq = excluded.seq, epoch = excluded.epoch, hash = excluded.hash, gsn = excluded.gsn",
    )?;
    put.execute(params![
        vault.as_bytes(),
        log.lane.as_bytes(),
        log.incarnation.as_bytes(),
        end.device.as_bytes(),
        end.seq,
        end.epoch,
        end.hash.as_bytes(),
        int(gsn)
    ])?;
    Ok(())
}

pub(super) fn heads(db: &Connection, vault: VaultId) -> Result<(Vector, u64)> {
    let gsn = vault_row(db, vault)?.gsn;
    let mut query = db.prepare_cached(
        "SELECT lane, incarnation, seq, hash, device, epoch FROM head WHERE vault = ?1",
    )?;
    let mut rows = query.query([vault.as_bytes()])?;
    Ok((vector(&mut rows)?, gsn))
}

fn vector(rows: &mut Rows<'_>) -> Result<Vector> {
    let mut vector = Vector::default();
    while let Some(row) = rows.next()? {
        let log =
            LogId { lane: LaneId::new(row.get(0)?), incarnation: Incarnation::new(row.get(1)?) };
        let end = LogEnd {
            seq: uint32(row.get(2)?),
            hash: Hash::new(row.get(3)?),
            device: DeviceId::new(row.get(4)?),
            epoch: uint32(row.get(5)?),
        };
        vector.0.insert(log, end);
    }
    Ok(vector)
}

/// How far the logs went when `gsn` was the newest number: for each log its last segment up to there.
fn vector_at(db: &Connection, vault: VaultId, gsn: u64, newest: u64) -> Result<Vector> {
    if gsn == newest {
        return Ok(heads(db, vault)?.0);
    }
    // Numbers rise with seq, so the search for the last one of each log is by bisection on the index.
    let (all, _) = heads(db, vault)?;
    let mut query = db.prepare_cached(
        "SELECT gsn, hash, epoch FROM segment
         WHERE vault = ?1 AND lane = ?2 AND incarnation = ?3 AND seq = ?4",
    )?;
    let mut found = Vector::default();
    for (log, end) in all.0 {
        let mut at = |seq: u32| {
            let key =
                params![vault.as_bytes(), log.lane.as_bytes(), log.incarnation.as_bytes(), seq];
            query.query_row(key, |row| {
                Ok((uint(row.get(0)?), Hash::new(row.get(1)?), uint32(row.get(2)?)))
            })
        };
        let (mut low, mut high) = (0, end.seq);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if at(middle)?.0 <= gsn { low = middle } else { high = middle - 1 }
        }
        if 0 < low {
            let (_, hash, epoch) = at(low)?;
            found.0.insert(log, LogEnd { seq: low, hash, device: end.device, epoch });
        }
    }
    Ok(found)
}

/// Segments out of rows of (gsn, hash, len, place, bytes), up to a bound.
struct Taken {
    kept: Vec<Kept>,
    more: bool,
    gone: bool,
}

fn take(rows: &mut Rows<'_>, max: PageMax) -> Result<Taken> {
    let mut taken = Taken { kept: Vec::new(), more: false, gone: false };
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let len = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(usize::MAX);
        let full = max.segments <= taken.kept.len() || max.bytes.saturating_sub(bytes) < len;
        if full && !taken.kept.is_empty() {
            taken.more = true;
            break;
        }
        bytes += len;
        taken.gone |= row.get::<_, i64>(3)? == GONE;
        let (gsn, hash) = (uint(row.get(0)?), Hash::new(row.get(1)?));
        taken.kept.push(Kept { gsn, hash, bytes: row.get(4)? });
    }
    Ok(taken)
}

pub(super) fn changes(db: &Connection, vault: VaultId, after: u64, max: PageMax) -> Result<Page> {
    let row = vault_row(db, vault)?;
    let mut query = db.prepare_cached(
        "SELECT gsn, hash, len, place, bytes FROM segment WHERE vault = ?1 AND gsn > ?2 ORDER BY gsn",
    )?;
    let Taken { kept, more, gone } =
        take(&mut query.query(params![vault.as_bytes(), int(after)])?, max)?;
    let next = kept.last().map_or(row.gsn, |last| if more { last.gsn } else { row.gsn });
    let vector = vector_at(db, vault, next, row.gsn)?;
    Ok(Page { segments: kept, more, next, vector, members: row.head, gone })
}

pub(super) fn range(
    db: &Connection,
    vault: VaultId,
    log: LogId,
    (from, to): (u32, u32),
    max: PageMax,
) -> Result<Page> {
    let row = vault_row(db, vault)?;
    let mut query = db.prepare_cached(
        "SELECT gsn, hash, len, place, bytes FROM segment
         WHERE vault = ?1 AND lane = ?2 AND incarnation = ?3 AND seq BETWEEN ?4 AND ?5 ORDER BY seq",
    )?;
    let key = params![vault.as_bytes(), log.lane.as_bytes(), log.incarnation.as_bytes(), from, to];
    let Taken { kept, more, gone } = take(&mut query.query(key)?, max)?;
    let vector = heads(db, vault)?.0;
    Ok(Page { segments: kept, more, next: row.gsn, vector, members: Head { ..row.head }, gone })
}

pub(super) fn drop_covered(
    db: &Connection,
    vault: VaultId,
    covers: &BTreeMap<LogId, LogEnd>,
    up_to: u64,
) -> Result<Vec<Hash>> {
    let (mut outside, mut bytes) = (Vec::new(), 0);
    let mut query = db.prepare_cached(
        "SELECT id, hash, len, place FROM segment
         WHERE vault = ?1 AND lane = ?2 AND incarnation = ?3 AND seq <= ?4 AND gsn <= ?5 AND place <> 2",
    )?;
    let mut update =
        db.prepare_cached("UPDATE segment SET place = 2, bytes = NULL WHERE id = ?1")?;
    for (log, end) in covers {
        let key = params![
            vault.as_bytes(),
            log.lane.as_bytes(),
            log.incarnation.as_bytes(),
            end.seq,
            int(up_to)
        ];
        let mut rows = query.query(key)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(row.get::<_, i64>(0)?);
            bytes += row.get::<_, i64>(2)?;
            if row.get::<_, i64>(3)? == OUTSIDE {
                outside.push(Hash::new(row.get(1)?));
            }
        }
        drop(rows);
        for id in ids {
            update.execute([id])?;
        }
    }
    vaults::discharge(db, vault, bytes)?;
    Ok(outside)
}
