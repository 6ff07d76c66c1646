//! Counting everything anew: after the settings or a merge have changed.

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::sql::Tables;

use super::buckets;
use super::part::Parts;
use super::row::{Zones, flag};
use super::setting;
use super::settle::{Sessions, load};
use super::sums::Sums;

/// Plays that are read at once.
const ROWS_AT_ONCE: i64 = 20_000;

/// Writes every sum again from the plays.
pub(super) fn recount(tables: Tables<'_>) -> Result<()> {
    let tables_of_sums =
        ["DELETE FROM listening_hour", "DELETE FROM listening_day", "DELETE FROM listening_told"];
    for sql in tables_of_sums {
        tables.run(sql, &[])?;
    }
    buckets::clear(tables)?;
    let setting = setting(tables.sql())?;
    let zones = Zones::new(&setting);
    let mut parts = Parts::new(tables.sql())?;
    let mut sessions = Sessions::new();
    let mut after: AnyId = AnyId::from_bytes([0; 16]);
    loop {
        let next = "id > ?1 ORDER BY id LIMIT ?2";
        let rows = load(tables.sql(), next, params![after, ROWS_AT_ONCE])?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        let mut sums = Sums::default();
        for row in rows {
            let mut now = row.clone();
            if !now.has(flag::ZONED) {
                (now.day, now.minute) = zones.here(now.began);
            }
            sessions.next(&mut now, &setting);
            if now != row {
                tables.run(
                    "UPDATE listening_play SET day = ?2, minute = ?3, flags = ?4 WHERE id = ?1",
                    params![now.id, now.day, now.minute, now.flags],
                )?;
            }
            sums.count(&now, parts.of(tables.sql(), now.spelling)?, 1);
        }
        sums.apply(tables, &mut parts)?;
    }
}
