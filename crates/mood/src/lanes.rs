//! What models made of a face, a voice or a text: kept in lanes of their own, beside what the person
//! said and never in its place.
//!
//! **Readings never leave.** The kind is [`Sensitivity::Sealed`], so the archive leaves it out, whoever
//! writes one. [`Reading`] cannot be made into anything that a file, a search, the calendar or a series
//! takes: those are handed [`crate::own::SelfReports`], which knows no reading, and the tables of
//! readings are named in this module alone (a test holds the other files to that). Between the person's
//! own devices readings travel as everything does, encrypted.
//!
//! **The person's word wins.** No figure of mood is computed from a reading: a day's valence is that of
//! its check-ins, and a day with readings alone has none. Nothing here changes a check-in.
//!
//! [`Sensitivity::Sealed`]: store::record::Sensitivity::Sealed

use base::error::{Error, Result};
use base::id::AnyId;
use domain::retention::{Forgotten, Held, Trace};
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Record, Value};
use store::sql::Tables;
use store::write::WriteCx;

use crate::api::{check, zone_name};
use crate::model::day::local_ms;
use crate::model::place::{checked, number_of};
use crate::record::READING;

wire! {
    /// What a reading was made of.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Lane {
        /// How a face moved: brows, lids, the corners of a mouth. Never an emotion by name.
        Face,
        /// How lively a voice was.
        Voice,
        /// What written words name.
        Text,
    }

    /// Something that a model named, and how probable it found it.
    pub(crate) struct ReadingLabel {
        /// `gratitude`, `smile`.
        pub(crate) name: String,
        /// 0 to 1; comparable only within one model.
        pub(crate) probability: f64,
    }

    /// What a model made of a face, a voice or a text. It says nothing about how the person felt.
    pub(crate) struct Reading {
        /// The reading.
        pub(crate) id: AnyId,
        /// What it was made of.
        pub(crate) lane: Lane,
        /// When, Unix milliseconds.
        pub(crate) at_ms: i64,
        /// What the clock on the wall showed: `21:04`.
        pub(crate) time: String,
        /// -100 to 100; null: the model does not tell.
        pub(crate) valence: Option<i64>,
        /// -100 to 100; null: the model does not tell.
        pub(crate) energy: Option<i64>,
        /// What it named, the most probable first.
        pub(crate) labels: Vec<ReadingLabel>,
        /// Where it comes from: `camera`, `microphone`, `text`.
        pub(crate) source: String,
        /// What computed it.
        pub(crate) model: String,
        /// Its version.
        pub(crate) version: String,
        /// How sure, 0 to 1; comparable only within one model.
        pub(crate) quality: f64,
        /// The share of what was looked at that could be read, 0 to 1.
        pub(crate) coverage: f64,
        /// The entry or session that it was made of.
        pub(crate) about: Option<AnyId>,
    }

    /// Keeps a reading, because the person asked for it or took it.
    #[ts(optional_fields)]
    pub(crate) struct NewReading {
        /// What it was made of.
        pub(crate) lane: Lane,
        /// When, Unix milliseconds; null: now.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
        /// -100 to 100.
        #[serde(default)]
        pub(crate) valence: Option<i64>,
        /// -100 to 100.
        #[serde(default)]
        pub(crate) energy: Option<i64>,
        /// What the model named, at most 30.
        #[serde(default)]
        pub(crate) labels: Vec<ReadingLabel>,
        /// Where it comes from: `camera`, `microphone`, `text`.
        pub(crate) source: String,
        /// What computed it.
        pub(crate) model: String,
        /// Its version.
        pub(crate) version: String,
        /// How sure, 0 to 1.
        pub(crate) quality: f64,
        /// The share that could be read, 0 to 1.
        pub(crate) coverage: f64,
        /// The entry or session that it was made of.
        #[serde(default)]
        pub(crate) about: Option<AnyId>,
    }

    /// Names a reading.
    #[derive(Copy)]
    pub(crate) struct ReadingRef {
        /// The reading.
        pub(crate) id: AnyId,
    }

    /// Which readings to throw away.
    #[ts(optional_fields)]
    pub(crate) struct ForgetReadings {
        /// Of one lane; null: of all.
        #[serde(default)]
        pub(crate) lane: Option<Lane>,
    }

    /// How many went.
    #[derive(Copy)]
    pub(crate) struct ReadingsForgotten {
        /// Readings that were thrown away.
        pub(crate) count: u32,
    }

    /// The readings of one lane.
    pub(crate) struct LaneReadings {
        /// The lane.
        pub(crate) lane: Lane,
        /// Its readings, the first first.
        pub(crate) readings: Vec<Reading>,
    }
}

/// The most things that one reading names.
const LABELS_MAX: usize = 30;
/// How keys of labels begin.
const LABEL: &str = "label/";
/// The most readings that are shown of one lane of one day: one every quarter of an hour.
const READINGS_SHOWN: usize = 96;

/// What takes a reading's rows away.
pub(crate) const TAKE: &[&str] =
    &["DELETE FROM mood_reading WHERE n = ?1", "DELETE FROM mood_label WHERE reading = ?1"];

impl Lane {
    /// Every one.
    pub(crate) const ALL: [Lane; 3] = [Lane::Face, Lane::Voice, Lane::Text];

    fn word(self) -> &'static str {
        match self {
            Lane::Face => "face",
            Lane::Voice => "voice",
            Lane::Text => "text",
        }
    }

    fn read(word: &str) -> Option<Lane> {
        Lane::ALL.into_iter().find(|lane| lane.word() == word)
    }
}

/// Writes the rows of a reading; of a lane that this program does not know, none.
///
/// # Errors
/// Those of the store.
pub(crate) fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    let Some(lane) = Lane::read(record.text("lane")) else { return Ok(()) };
    let (at_ms, zone) = (record.int("at").unwrap_or(0), record.text("zone"));
    let share = |key: &str| record.real(key).filter(|share| (0.0..=1.0).contains(share));
    tables.run(
        "INSERT INTO mood_reading (n, id, lane, at_ms, local_ms, zone, valence, energy, source,
             model, version, quality, coverage, about)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            record.n,
            record.id,
            lane.word(),
            at_ms,
            local_ms(at_ms, zone),
            zone,
            number_of(record.int("valence")),
            number_of(record.int("energy")),
            record.text("source"),
            record.text("model"),
            record.text("version"),
            share("quality").unwrap_or(0.0),
            share("coverage").unwrap_or(0.0),
            record.text("about").parse::<AnyId>().ok()
        ],
    )?;
    let labels = record.members(LABEL).filter_map(|label| {
        let probability = share(&format!("{LABEL}{label}"))?;
        Some([record.n.into(), label.into(), probability.into()])
    });
    tables
        .run_all("INSERT INTO mood_label (reading, label, probability) VALUES (?1, ?2, ?3)", labels)
}

/// Readings between two local moments, each lane apart; lanes without any are left out.
///
/// # Errors
/// Those of the store.
pub(crate) fn between(
    cx: &ReadCx<'_>,
    from_local: i64,
    to_local: i64,
) -> Result<Vec<LaneReadings>> {
    let mut lanes: Vec<LaneReadings> = Vec::new();
    for lane in Lane::ALL {
        let found = cx.sql().rows(
            "SELECT n, id, at_ms, local_ms, valence, energy, source, model, version, quality,
                 coverage, about
             FROM mood_reading WHERE lane = ?1 AND local_ms >= ?2 AND local_ms < ?3
             ORDER BY local_ms, id LIMIT ?4",
            params![lane.word(), from_local, to_local, READINGS_SHOWN as i64],
            |row| {
                let reading = Reading {
                    id: row.id(1)?,
                    lane,
                    at_ms: row.int(2)?,
                    time: crate::model::day::clock(row.int(3)?),
                    valence: row.opt_int(4)?,
                    energy: row.opt_int(5)?,
                    labels: Vec::new(),
                    source: row.text(6)?,
                    model: row.text(7)?,
                    version: row.text(8)?,
                    quality: row.real(9)?,
                    coverage: row.real(10)?,
                    about: row.opt_id(11)?,
                };
                Ok((row.int(0)?, reading))
            },
        )?;
        let mut readings = Vec::with_capacity(found.len());
        for (n, mut reading) in found {
            reading.labels = cx.sql().rows(
                "SELECT label, probability FROM mood_label WHERE reading = ?1
                 ORDER BY probability DESC, label",
                params![n],
                |row| Ok(ReadingLabel { name: row.text(0)?, probability: row.real(1)? }),
            )?;
            readings.push(reading);
        }
        if !readings.is_empty() {
            lanes.push(LaneReadings { lane, readings });
        }
    }
    Ok(lanes)
}

/// The local moments of the last readings before one, the last first.
///
/// # Errors
/// Those of the store.
pub(crate) fn last_moment(cx: &ReadCx<'_>, before_local: i64) -> Result<Option<i64>> {
    let last = "SELECT max(local_ms) FROM mood_reading WHERE local_ms < ?1";
    Ok(cx.sql().first(last, params![before_local], |row| row.opt_int(0))?.flatten())
}

fn share(number: f64, field: &str) -> Result<f64> {
    match (0.0..=1.0).contains(&number) {
        true => Ok(number),
        false => Err(Error::invalid(field, format!("{number} is not between 0 and 1"))),
    }
}

/// Keeps a reading. One of the same thing at the same moment takes the place of the one before: a text
/// that is read twice says nothing twice.
///
/// # Errors
/// `Invalid` at the field that cannot be.
pub(crate) fn note_reading(cx: &mut WriteCx<'_>, request: NewReading) -> Result<ReadingRef> {
    if request.labels.len() > LABELS_MAX {
        return Err(Error::invalid("labels", format!("more than {LABELS_MAX} labels")));
    }
    let at_ms = check::moment(request.at_ms, cx.read().now().as_millisecond())?;
    let mut fields = Fields::from([
        ("lane".to_owned(), Value::from(request.lane.word())),
        ("at".to_owned(), Value::from(at_ms)),
        ("zone".to_owned(), Value::from(zone_name(&cx.read()))),
        ("source".to_owned(), check::name(&request.source, "source")?.into()),
        ("model".to_owned(), check::name(&request.model, "model")?.into()),
        ("version".to_owned(), check::name(&request.version, "version")?.into()),
        ("quality".to_owned(), share(request.quality, "quality")?.into()),
        ("coverage".to_owned(), share(request.coverage, "coverage")?.into()),
    ]);
    for (key, number) in [("valence", request.valence), ("energy", request.energy)] {
        if let Some(number) = number {
            fields.insert(key.to_owned(), checked(number, key)?.into());
        }
    }
    for label in request.labels {
        let key = format!("{LABEL}{}", check::name(&label.name, "labels")?);
        fields.insert(key, share(label.probability, "labels")?.into());
    }
    let Some(about) = request.about else { return create(cx, fields) };
    fields.insert("about".to_owned(), about.to_string().into());
    let known: Option<AnyId> = cx.read().sql().first(
        "SELECT id FROM mood_reading WHERE about = ?1 AND lane = ?2 AND at_ms = ?3 LIMIT 1",
        params![about, request.lane.word(), at_ms],
        |row| row.id(0),
    )?;
    let Some(id) = known else { return create(cx, fields) };
    let before = cx.read().record(id)?.fields;
    let mut changes: Changes = before.into_keys().map(|key| (key, None)).collect();
    changes.extend(fields.into_iter().map(|(key, value)| (key, Some(value))));
    cx.edit(id, &changes)?;
    Ok(ReadingRef { id })
}

fn create(cx: &mut WriteCx<'_>, fields: Fields) -> Result<ReadingRef> {
    let id = cx.new_id();
    cx.create(&READING, id, fields)?;
    Ok(ReadingRef { id })
}

/// Readings, which a person may want kept for a while only.
pub(crate) static READINGS: Trace = Trace {
    name: "mood.readings",
    held: |cx| Held::by(cx, "SELECT count(*), min(at_ms) FROM mood_reading"),
    forget: |cx, before_ms| {
        let old: Vec<AnyId> = cx.read().sql().rows(
            "SELECT id FROM mood_reading WHERE at_ms < ?1",
            params![before_ms],
            |row| row.id(0),
        )?;
        for id in &old {
            cx.purge_record(*id)?;
        }
        Ok(Forgotten { count: old.len() as u64, files: Vec::new() })
    },
};

/// Throws readings away; they can be taken back from the trash until it is emptied.
///
/// # Errors
/// Those of the store.
pub(crate) fn forget_readings(
    cx: &mut WriteCx<'_>,
    request: ForgetReadings,
) -> Result<ReadingsForgotten> {
    let lane = request.lane.map(Lane::word);
    let ids: Vec<AnyId> = cx.read().sql().rows(
        "SELECT id FROM mood_reading WHERE ?1 IS NULL OR lane = ?1",
        params![lane],
        |row| row.id(0),
    )?;
    for id in &ids {
        cx.trash(*id)?;
    }
    Ok(ReadingsForgotten { count: u32::try_from(ids.len()).unwrap_or(u32::MAX) })
}
