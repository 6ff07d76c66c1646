//! Tracks, and the files that told them, are kept as long as the person wants. What was figured from a track
//! (splits, efforts, zones) stays: it lies beside its activity from then on.

use std::collections::{BTreeMap, BTreeSet};

use base::error::{Error, Result};
use base::id::AnyId;
use domain::retention::{Forgotten, Held, Trace};
use store::blobs::ContentHash;
use store::facts::Fact;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, MEDIA_PREFIX, Value, text};
use store::write::WriteCx;

use super::{TrackFigures, figures};
use crate::model::activity::{Activity, TrackFact};
use crate::model::track::Track;
use crate::record::{ACTIVITY, FILE, TRACK};

/// What is noted beside an activity of which the track was let go: [`TrackFigures`] as JSON.
const FIGURES: &str = "figures";

/// Tracks that go in one transaction.
const AT_ONCE: u32 = 500;

/// Where a person was, second by second, and how the heart beat there.
pub(crate) const TRACKS: Trace = Trace {
    name: "fitness.tracks",
    held: |cx| {
        let (count, oldest_ms) = cx.held_facts(&TRACK)?;
        Ok(Held { count, oldest_ms })
    },
    forget: |cx, before_ms| {
        let old = cx.read().facts_before(&TRACK, before_ms, AT_ONCE)?;
        for id in &old {
            keep_figures(cx, *id)?;
        }
        let count = cx.forget_facts(&TRACK, &old)? as u64;
        Ok(Forgotten { count, files: drop_files(cx, before_ms)? })
    },
};

/// The figures of an activity of which the track was let go.
pub(super) fn figures_of(fact: &Fact) -> Result<Option<TrackFigures>> {
    let noted = text(&fact.notes, FIGURES);
    if noted.is_empty() {
        return Ok(None);
    }
    let figures: TrackFigures = serde_json::from_str(noted)
        .map_err(|source| Error::internal("reading what was figured from a track", source))?;
    Ok(Some(TrackFigures { let_go: true, ..figures }))
}

/// Notes beside its activity what a track tells, unless that was done for another track of it.
fn keep_figures(cx: &mut WriteCx<'_>, track: AnyId) -> Result<()> {
    let read = cx.read();
    let fact = read.fact(track)?;
    let told: TrackFact = fact.body()?;
    let found = read.sql().first(
        "SELECT id FROM fitness_activity WHERE key = ?1 ORDER BY id",
        params![told.activity],
        |row| row.id(0),
    )?;
    let Some(id) = found.filter(|_| !fact.retracted) else { return Ok(()) };
    let fact = read.fact(id)?;
    if fact.notes.contains_key(FIGURES) {
        return Ok(());
    }
    let activity: Activity = fact.body()?;
    // A track that is none tells nothing that could be kept.
    let Ok(track) = Track::decode(&told.bytes) else { return Ok(()) };
    let figures = serde_json::to_string(&figures(read.sql(), &activity, &track)?)
        .map_err(|source| Error::internal("keeping what was figured from a track", source))?;
    cx.annotate(id, FIGURES, Some(&Value::Text(figures)))
}

/// Lets go of the files that told nothing but tracks of that time. Answers those that no record holds any
/// more; also those that another device let go of, or an earlier run left behind.
fn drop_files(cx: &mut WriteCx<'_>, before_ms: i64) -> Result<Vec<ContentHash>> {
    // Of each file: whether it told a track, and nothing younger.
    let mut told: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    cx.read().each_fact(&ACTIVITY, |fact| {
        let activity: Activity = fact.body()?;
        if !activity.file.is_empty() {
            let (tracks, old) = told.entry(activity.file).or_insert((false, true));
            *tracks |= activity.points > 0;
            *old &= activity.start < before_ms;
        }
        Ok(())
    })?;
    told.retain(|_, (tracks, old)| *tracks && *old);
    let mut held: Vec<(AnyId, ContentHash)> = Vec::new();
    cx.read().each(FILE.name, |record| {
        let hashes = record.members(MEDIA_PREFIX).filter_map(|hash| hash.parse().ok());
        held.extend(hashes.map(|hash| (record.id, hash)));
        Ok(())
    })?;
    for (id, hash) in held {
        if told.contains_key(&hash.to_string()) {
            cx.edit(id, &Changes::from([(format!("{MEDIA_PREFIX}{hash}"), None)]))?;
        }
    }
    unheld(&cx.read(), told.into_keys())
}

/// Files that another device let go of.
pub(crate) fn let_go(cx: &ReadCx<'_>) -> Result<Vec<ContentHash>> {
    let any = cx.sql().number(
        "SELECT EXISTS (SELECT 1 FROM doc JOIN kind USING (k)
             WHERE kind.name = ?1 AND n NOT IN (SELECT doc FROM blob_ref))",
        params![FILE.name],
    )?;
    let mut files = BTreeSet::new();
    if any > 0 {
        cx.each_fact(&ACTIVITY, |fact| {
            files.insert(fact.body::<Activity>()?.file);
            Ok(())
        })?;
    }
    unheld(cx, files.into_iter())
}

fn unheld(cx: &ReadCx<'_>, files: impl Iterator<Item = String>) -> Result<Vec<ContentHash>> {
    let mut unheld = Vec::new();
    for hash in files.filter_map(|file| file.parse().ok()) {
        if cx.blobs().has(&hash) && !cx.is_referred_to(&hash)? {
            unheld.push(hash);
        }
    }
    Ok(unheld)
}
