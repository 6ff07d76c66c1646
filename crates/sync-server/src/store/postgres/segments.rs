//! Segments: placing them, and handing them out again. The vault's row is locked while numbers are given,
//! so whoever sees a number sees all before it.

use std::collections::BTreeMap;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row, query};
use sync_protocol::id::{DeviceId, Hash, Incarnation, LaneId, LogId, VaultId};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::segment::Header;

use super::super::placing::{self, Places, Plan};
use super::super::{Batch, Kept, Outcome, Page, PageMax, Written};
use super::{int, uint, uint32, vaults};
use crate::error::{Error, Result};

/// Where a segment's bytes are.
const HERE: i64 = 0;
const OUTSIDE: i64 = 1;
const GONE: i64 = 2;

pub(super) async fn post(pool: &PgPool, vault: VaultId, batch: &Batch) -> Result<Outcome<Written>> {
    let mut db = pool.begin().await?;
    let row = vaults::locked(&mut db, vault).await?;
    if row.head != batch.members {
        return Ok(Outcome::MembersMoved);
    }
    let headers = placing::headers(&batch.segments)?;
    let ends = ends_of(&mut db, vault, &headers).await?;
    let known = known(&mut db, vault, &placing::asked(&headers, &ends)).await?;
    let plan = placing::plan(&batch.segments, ends, known, row.gsn)?;
    if plan.placed.is_empty() {
        return Ok(Outcome::Done(Written { results: plan.results, gsn: row.gsn }));
    }
    let charged = vaults::charge(&mut db, vault, plan.bytes, batch.limits, batch.at_ms).await?;
    if let Err(over) = charged {
        return Ok(over.outcome());
    }
    insert(&mut db, vault, &plan, batch).await?;
    put_ends(&mut db, vault, &plan).await?;
    query("UPDATE vault SET gsn = $2 WHERE vault = $1")
        .bind(vault.as_bytes())
        .bind(int(plan.gsn))
        .execute(&mut *db)
        .await?;
    db.commit().await?;
    Ok(Outcome::Done(Written { results: plan.results, gsn: plan.gsn }))
}

fn lanes(logs: impl Iterator<Item = LogId>) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    logs.map(|log| (log.lane.as_bytes().to_vec(), log.incarnation.as_bytes().to_vec())).unzip()
}

async fn ends_of(db: &mut PgConnection, vault: VaultId, headers: &[Header]) -> Result<Vector> {
    let (lanes, incarnations) = lanes(headers.iter().map(Header::log));
    let found = query(
        "SELECT lane, incarnation, seq, hash, device, epoch FROM head
         WHERE vault = $1 AND (lane, incarnation) IN (SELECT * FROM unnest($2::bytea[], $3::bytea[]))",
    )
    .bind(vault.as_bytes())
    .bind(lanes)
    .bind(incarnations)
    .fetch_all(db)
    .await?;
    vector(&found)
}

fn vector(rows: &[PgRow]) -> Result<Vector> {
    let mut vector = Vector::default();
    for row in rows {
        let log = LogId {
            lane: LaneId::new(row.try_get(0)?),
            incarnation: Incarnation::new(row.try_get(1)?),
        };
        let end = LogEnd {
            seq: uint32(row.try_get(2)?),
            hash: Hash::new(row.try_get(3)?),
            device: DeviceId::new(row.try_get(4)?),
            epoch: uint32(row.try_get(5)?),
        };
        vector.0.insert(log, end);
    }
    Ok(vector)
}

async fn known(db: &mut PgConnection, vault: VaultId, asked: &[(LogId, u32)]) -> Result<Places> {
    let mut places = Places::new();
    if asked.is_empty() {
        return Ok(places);
    }
    let (lanes, incarnations) = lanes(asked.iter().map(|(log, _)| *log));
    let seqs: Vec<i64> = asked.iter().map(|(_, seq)| i64::from(*seq)).collect();
    let found = query(
        "SELECT lane, incarnation, seq, gsn, hash FROM segment
         WHERE vault = $1 AND (lane, incarnation, seq) IN
           (SELECT * FROM unnest($2::bytea[], $3::bytea[], $4::bigint[]))",
    )
    .bind(vault.as_bytes())
    .bind(lanes)
    .bind(incarnations)
    .bind(seqs)
    .fetch_all(db)
    .await?;
    for row in found {
        let log = LogId {
            lane: LaneId::new(row.try_get(0)?),
            incarnation: Incarnation::new(row.try_get(1)?),
        };
        let place = (uint(row.try_get(3)?), Hash::new(row.try_get(4)?));
        places.insert((log, uint32(row.try_get(2)?)), place);
    }
    Ok(places)
}

async fn insert(db: &mut PgConnection, vault: VaultId, plan: &Plan, batch: &Batch) -> Result<()> {
    let placed = || plan.placed.iter();
    let new = || placed().map(|placed| &batch.segments[placed.index]);
    let (lanes, incarnations) = lanes(placed().map(|placed| placed.header.log()));
    let number = |number: u32| i64::from(number);
    query(
        "INSERT INTO segment (vault, gsn, lane, incarnation, seq, epoch, hash, len, place, bytes)
         SELECT $1::bytea, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::bigint[],
           $6::bigint[], $7::bytea[], $8::bigint[], $9::bigint[], $10::bytea[])",
    )
    .bind(vault.as_bytes())
    .bind(placed().map(|placed| int(placed.gsn)).collect::<Vec<_>>())
    .bind(lanes)
    .bind(incarnations)
    .bind(placed().map(|placed| number(placed.header.seq)).collect::<Vec<_>>())
    .bind(placed().map(|placed| number(placed.header.epoch)).collect::<Vec<_>>())
    .bind(new().map(|new| new.hash.as_bytes().to_vec()).collect::<Vec<_>>())
    .bind(new().map(|new| int(new.bytes.len() as u64)).collect::<Vec<_>>())
    .bind(new().map(|new| if new.outside { OUTSIDE } else { HERE }).collect::<Vec<_>>())
    .bind(new().map(|new| (!new.outside).then(|| new.bytes.clone())).collect::<Vec<_>>())
    .execute(db)
    .await?;
    Ok(())
}

async fn put_ends(db: &mut PgConnection, vault: VaultId, plan: &Plan) -> Result<()> {
    let (lanes, incarnations) = lanes(plan.ends.keys().copied());
    let ends = || plan.ends.values();
    query(
        "INSERT INTO head (vault, lane, incarnation, device, seq, epoch, hash, gsn)
         SELECT $1::bytea, *, $2::bigint FROM unnest($3::bytea[], $4::bytea[], $5::bytea[], $6::bigint[],
           $7::bigint[], $8::bytea[])
         ON CONFLICT (vault, lane, incarnation) DO UPDATE SET
           seq = excluded.seq, epoch = excluded.epoch, hash = excluded.hash, gsn = excluded.gsn",
    )
    .bind(vault.as_bytes())
    .bind(int(plan.gsn))
    .bind(lanes)
    .bind(incarnations)
    .bind(ends().map(|end| end.device.as_bytes().to_vec()).collect::<Vec<_>>())
    .bind(ends().map(|end| i64::from(end.seq)).collect::<Vec<_>>())
    .bind(ends().map(|end| i64::from(end.epoch)).collect::<Vec<_>>())
    .bind(ends().map(|end| end.hash.as_bytes().to_vec()).collect::<Vec<_>>())
    .execute(db)
    .await?;
    Ok(())
}

/// One state for all queries of a page.
const ONE_STATE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(super) async fn heads(pool: &PgPool, vault: VaultId) -> Result<(Vector, u64)> {
    let mut db = pool.begin_with(ONE_STATE).await?;
    let row = vaults::row(&mut db, vault).await?.ok_or_else(|| Error::not_found("vault"))?;
    let found = vector_at(&mut db, vault, row.gsn, row.gsn).await?;
    Ok((found, row.gsn))
}

/// How far the logs went when `gsn` was the newest number: for each log its last segment up to there.
async fn vector_at(db: &mut PgConnection, vault: VaultId, gsn: u64, newest: u64) -> Result<Vector> {
    let asked = if gsn == newest {
        query("SELECT lane, incarnation, seq, hash, device, epoch FROM head WHERE vault = $1")
            .bind(vault.as_bytes())
    } else {
        query(
            "SELECT head.lane, head.incarnation, last.seq, last.hash, head.device, last.epoch
             FROM head CROSS JOIN LATERAL (
               SELECT seq, hash, epoch FROM segment
               WHERE segment.vault = head.vault AND segment.lane = head.lane
                 AND segment.incarnation = head.incarnation AND segment.gsn <= $2
               ORDER BY segment.gsn DESC LIMIT 1
             ) AS last WHERE head.vault = $1",
        )
        .bind(vault.as_bytes())
        .bind(int(gsn))
    };
    vector(&asked.fetch_all(db).await?)
}

/// Numbers of segments, up to a bound, and what they come to.
struct Taken {
    numbers: Vec<i64>,
    more: bool,
    gone: bool,
}

/// Out of rows of (gsn, len, place).
fn take(rows: &[PgRow], max: PageMax) -> Result<Taken> {
    let mut taken = Taken { numbers: Vec::new(), more: false, gone: false };
    let mut bytes = 0;
    for row in rows {
        let len = usize::try_from(row.try_get::<i64, _>(1)?).unwrap_or(usize::MAX);
        let full = max.segments <= taken.numbers.len() || max.bytes.saturating_sub(bytes) < len;
        if full && !taken.numbers.is_empty() {
            taken.more = true;
            break;
        }
        bytes += len;
        taken.gone |= row.try_get::<i64, _>(2)? == GONE;
        taken.numbers.push(row.try_get(0)?);
    }
    Ok(taken)
}

async fn fetch(db: &mut PgConnection, vault: VaultId, numbers: &[i64]) -> Result<Vec<Kept>> {
    let found = query(
        "SELECT gsn, hash, bytes FROM segment WHERE vault = $1 AND gsn = ANY($2) ORDER BY gsn",
    )
    .bind(vault.as_bytes())
    .bind(numbers)
    .fetch_all(db)
    .await?;
    let read = |row: &PgRow| {
        let (gsn, hash) = (uint(row.try_get(0)?), Hash::new(row.try_get(1)?));
        Ok(Kept { gsn, hash, bytes: row.try_get(2)? })
    };
    Ok(found.iter().map(read).collect::<sqlx::Result<_>>()?)
}

pub(super) async fn changes(
    pool: &PgPool,
    vault: VaultId,
    after: u64,
    max: PageMax,
) -> Result<Page> {
    let mut db = pool.begin_with(ONE_STATE).await?;
    let row = vaults::row(&mut db, vault).await?.ok_or_else(|| Error::not_found("vault"))?;
    let found = query(
        "SELECT gsn, len, place FROM segment WHERE vault = $1 AND gsn > $2 ORDER BY gsn LIMIT $3",
    )
    .bind(vault.as_bytes())
    .bind(int(after))
    .bind(int(max.segments as u64 + 1))
    .fetch_all(&mut *db)
    .await?;
    let Taken { numbers, more, gone } = take(&found, max)?;
    let segments = fetch(&mut db, vault, &numbers).await?;
    let next = segments.last().map_or(row.gsn, |last| if more { last.gsn } else { row.gsn });
    let vector = vector_at(&mut db, vault, next, row.gsn).await?;
    Ok(Page { segments, more, next, vector, members: row.head, gone })
}

pub(super) async fn range(
    pool: &PgPool,
    vault: VaultId,
    log: LogId,
    (from, to): (u32, u32),
    max: PageMax,
) -> Result<Page> {
    let mut db = pool.begin_with(ONE_STATE).await?;
    let row = vaults::row(&mut db, vault).await?.ok_or_else(|| Error::not_found("vault"))?;
    let found = query(
        "SELECT gsn, len, place FROM segment
         WHERE vault = $1 AND lane = $2 AND incarnation = $3 AND seq BETWEEN $4 AND $5
         ORDER BY seq LIMIT $6",
    )
    .bind(vault.as_bytes())
    .bind(log.lane.as_bytes())
    .bind(log.incarnation.as_bytes())
    .bind(i64::from(from))
    .bind(i64::from(to))
    .bind(int(max.segments as u64 + 1))
    .fetch_all(&mut *db)
    .await?;
    let Taken { numbers, more, gone } = take(&found, max)?;
    let segments = fetch(&mut db, vault, &numbers).await?;
    let vector = vector_at(&mut db, vault, row.gsn, row.gsn).await?;
    Ok(Page { segments, more, next: row.gsn, vector, members: row.head, gone })
}

pub(super) async fn drop_covered(
    pool: &PgPool,
    vault: VaultId,
    covers: &BTreeMap<LogId, LogEnd>,
    up_to: u64,
) -> Result<Vec<Hash>> {
    let mut db = pool.begin().await?;
    vaults::locked(&mut db, vault).await?;
    let (lanes, incarnations) = lanes(covers.keys().copied());
    let seqs: Vec<i64> = covers.values().map(|end| i64::from(end.seq)).collect();
    let dropped = query(
        "WITH covered AS (
           SELECT segment.id, segment.hash, segment.len, segment.place FROM segment
           JOIN unnest($3::bytea[], $4::bytea[], $5::bigint[]) AS covers (lane, incarnation, seq)
             ON segment.lane = covers.lane AND segment.incarnation = covers.incarnation
             AND segment.seq <= covers.seq
           WHERE segment.vault = $1 AND segment.gsn <= $2 AND segment.place <> 2
         ), gone AS (
           UPDATE segment SET place = 2, bytes = NULL WHERE id IN (SELECT id FROM covered)
         ) SELECT hash, len, place FROM covered",
    )
    .bind(vault.as_bytes())
    .bind(int(up_to))
    .bind(lanes)
    .bind(incarnations)
    .bind(seqs)
    .fetch_all(&mut *db)
    .await?;
    let (mut outside, mut bytes) = (Vec::new(), 0);
    for row in &dropped {
        bytes += row.try_get::<i64, _>(1)?;
        if row.try_get::<i64, _>(2)? == OUTSIDE {
            outside.push(Hash::new(row.try_get(0)?));
        }
    }
    vaults::discharge(&mut db, vault, bytes).await?;
    db.commit().await?;
    Ok(outside)
}
