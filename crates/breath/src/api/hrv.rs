//! Readings of heart-rate variability.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::retention::{Forgotten, Held, Trace};
use domain::wire;
use jiff::Timestamp;
use store::blobs::ContentHash;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, MEDIA_PREFIX, Record, Value};
use store::write::WriteCx;

use super::traces::{attach, attached};
use super::{check, zone_name};
use crate::model::hrv::{HrvFigures, TEXT_BYTES_MAX, read_rr, secs, write_rr};
use crate::model::{day, local_day};
use crate::record::HRV;

wire! {
    /// A reading in a list.
    pub(crate) struct HrvRow {
        /// The reading.
        pub(crate) id: AnyId,
        /// Its day, where the person was.
        pub(crate) day: Day,
        /// When it began, Unix milliseconds.
        pub(crate) at: i64,
        /// What it comes from: a file's name, a strap's.
        pub(crate) source: String,
        /// Beats.
        pub(crate) beats: u32,
        /// Seconds.
        pub(crate) secs: f64,
        /// RMSSD, milliseconds; null: unknown.
        pub(crate) rmssd: Option<f64>,
        /// Beats a minute; null: unknown.
        pub(crate) heart_rate: Option<f64>,
    }

    /// Names a reading.
    #[derive(Copy)]
    pub(crate) struct HrvRef {
        /// The reading.
        pub(crate) id: AnyId,
    }

    /// A reading with all that is known of it.
    pub(crate) struct HrvOut {
        /// The reading.
        pub(crate) id: AnyId,
        /// Its day, where the person was.
        pub(crate) day: Day,
        /// When it began, Unix milliseconds.
        pub(crate) at: i64,
        /// Where the person was: an IANA name.
        pub(crate) zone: String,
        /// What it comes from.
        pub(crate) source: String,
        /// Beats.
        pub(crate) beats: u32,
        /// Seconds.
        pub(crate) secs: f64,
        /// What the intervals tell.
        pub(crate) figures: HrvFigures,
        /// The intervals, milliseconds, thinned to a few thousand; empty: not on this device.
        pub(crate) rr_ms: Vec<f64>,
        /// What is noted.
        pub(crate) note: String,
    }

    /// Intervals that a page read from a strap.
    pub(crate) struct TakeRr {
        /// When the first one began, Unix milliseconds; null: the last one ended now.
        #[serde(default)]
        pub(crate) at: Option<i64>,
        /// What it comes from: the strap's name.
        pub(crate) source: String,
        /// The intervals, milliseconds, in the order of time.
        pub(crate) rr_ms: Vec<f64>,
    }
}

/// Readings in a list, at most.
const READINGS_MAX: i64 = 2_000;
/// Intervals of a page, at most: four hours of beats.
const PAGE_BEATS_MAX: usize = 40_000;
/// Intervals that are shown, at most.
const SHOWN_MAX: usize = 3_000;

pub(crate) fn hrv_readings(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<HrvRow>> {
    cx.sql().rows(
        "SELECT id, day, at_ms, source, beats, secs, rmssd, heart_rate FROM breath_hrv
         ORDER BY at_ms DESC, id DESC LIMIT ?1",
        params![READINGS_MAX],
        |row| {
            Ok(HrvRow {
                id: row.id(0)?,
                day: day(row.int(1)?)?,
                at: row.int(2)?,
                source: row.text(3)?,
                beats: u32::try_from(row.int(4)?).unwrap_or(0),
                secs: row.real(5)?,
                rmssd: row.opt_real(6)?,
                heart_rate: row.opt_real(7)?,
            })
        },
    )
}

fn reading(cx: &ReadCx<'_>, id: AnyId) -> Result<Record> {
    let found = cx.find(id)?.filter(|record| record.kind == HRV.name);
    let found = found.filter(|record| record.trashed_ms.is_none());
    found.ok_or_else(|| Error::not_found("reading", id).at("id"))
}

pub(crate) fn hrv(cx: &ReadCx<'_>, request: HrvRef) -> Result<HrvOut> {
    let record = reading(cx, request.id)?;
    let hash = record.members(MEDIA_PREFIX).next().unwrap_or_default();
    let bytes = attached(cx, hash, TEXT_BYTES_MAX)?.unwrap_or_default();
    let rr_ms = read_rr(&String::from_utf8_lossy(&bytes));
    let each = rr_ms.len().div_ceil(SHOWN_MAX).max(1);
    let (at, zone) = (record.int("at").unwrap_or(0), record.text("zone"));
    Ok(HrvOut {
        id: record.id,
        day: local_day(at, zone),
        at,
        zone: zone.to_owned(),
        source: record.text("source").to_owned(),
        beats: record.int("beats").and_then(|beats| u32::try_from(beats).ok()).unwrap_or(0),
        secs: record.real("secs").unwrap_or(0.0),
        figures: HrvFigures::read(&record.fields),
        rr_ms: rr_ms.into_iter().step_by(each).collect(),
        note: record.text("note").to_owned(),
    })
}

/// The fields of a reading but its attachment.
pub(crate) fn reading_fields(rr_ms: &[f64], at: i64, zone: &str, source: &str) -> Fields {
    let mut fields = HrvFigures::of(rr_ms).fields();
    fields.extend([
        ("at".to_owned(), Value::Int(at)),
        ("zone".to_owned(), Value::from(zone)),
        ("source".to_owned(), Value::from(source)),
        ("beats".to_owned(), Value::Int(rr_ms.len() as i64)),
        ("secs".to_owned(), Value::Real(secs(rr_ms))),
    ]);
    fields
}

pub(crate) fn take_rr(cx: &mut WriteCx<'_>, request: TakeRr) -> Result<HrvRef> {
    let beats = request.rr_ms.len();
    if !(2..=PAGE_BEATS_MAX).contains(&beats) {
        let message = format!("{beats} intervals; 2 to {PAGE_BEATS_MAX} are taken at once");
        return Err(Error::invalid("rr_ms", message));
    }
    if request.rr_ms.iter().any(|ms| !(0.0..=60_000.0).contains(ms)) {
        return Err(Error::invalid("rr_ms", "an interval lasts 0 to 60,000 ms"));
    }
    let source = check::line(&request.source, "source")?;
    let length_ms = request.rr_ms.iter().sum::<f64>() as i64;
    let at = match request.at {
        Some(at) => {
            let (first, last) = (Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
            check::within(at, first, last, "at")?
        }
        None => cx.read().now().as_millisecond() - length_ms,
    };
    let mut fields = reading_fields(&request.rr_ms, at, &zone_name(cx), &source);
    let text = write_rr(&request.rr_ms);
    let (_, key, value) = attach(cx, text.as_bytes(), "intervals.rr", TEXT_BYTES_MAX)?;
    fields.insert(key, value);
    let id = cx.new_id();
    cx.create(&HRV, id, fields)?;
    Ok(HrvRef { id })
}

pub(crate) fn delete_hrv(cx: &mut WriteCx<'_>, request: HrvRef) -> Result<()> {
    reading(&cx.read(), request.id)?;
    cx.trash(request.id)
}

/// The intervals that readings were figured from, which a person may want kept for a while only. The
/// figures stay.
pub(crate) const INTERVALS: Trace = Trace {
    name: "breath.intervals",
    held: |cx| {
        Held::by(
            cx,
            "SELECT count(*), min(at_ms) FROM breath_hrv
             WHERE n IN (SELECT doc FROM blob_ref)",
        )
    },
    forget: |cx, before_ms| {
        let old: Vec<AnyId> = cx.read().sql().rows(
            "SELECT id FROM breath_hrv WHERE at_ms < ?1 AND n IN (SELECT doc FROM blob_ref)",
            params![before_ms],
            |row| row.id(0),
        )?;
        let mut hashes = Vec::new();
        for id in &old {
            let record = cx.read().record(*id)?;
            let held = record.members(MEDIA_PREFIX).filter_map(|hash| hash.parse().ok());
            hashes.extend(held.map(|hash: ContentHash| (*id, hash)));
        }
        for (id, hash) in &hashes {
            cx.edit(*id, &Changes::from([(format!("{MEDIA_PREFIX}{hash}"), None)]))?;
        }
        let mut files = Vec::new();
        for (_, hash) in hashes {
            // Two readings may have been made of one file.
            if !cx.read().is_referred_to(&hash)? && !files.contains(&hash) {
                files.push(hash);
            }
        }
        Ok(Forgotten { count: old.len() as u64, files })
    },
};
