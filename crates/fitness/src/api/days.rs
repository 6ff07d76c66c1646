//! Days as sources measured them: steps, sleep, heart rate, weight. Several sources of a day are never
//! added up; one speaks, and which one is said.

use std::collections::{BTreeMap, BTreeSet};

use base::day::{Day, Span};
use base::error::{Error, Result};
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::settings::{Said, settings_id};
use super::write_named;
use crate::model::sample::{What, stage, stage_ms};
use crate::model::{day, day_number};
use crate::projection::samples::samples_of;
use crate::record::SETTINGS;

wire! {
    /// Which days of what.
    pub(crate) struct DaysOf {
        /// The first day.
        pub(crate) from: Day,
        /// The last day.
        pub(crate) to: Day,
        /// `steps`, `sleep`, `heart`, …
        pub(crate) what: String,
    }

    /// What one source says of a day.
    #[derive(Eq)]
    pub(crate) struct SourceFigure {
        /// The source.
        pub(crate) source: String,
        /// The sum, mean, last value or milliseconds asleep.
        pub(crate) value: i64,
        /// The lowest sample.
        pub(crate) low: i64,
        /// The highest sample.
        pub(crate) high: i64,
        /// How many samples.
        pub(crate) samples: i64,
        /// How many quarters of an hour have any.
        pub(crate) quarters: i64,
    }

    /// One day.
    #[derive(Eq)]
    pub(crate) struct MeasuredDay {
        /// The day.
        pub(crate) day: Day,
        /// The source that speaks.
        pub(crate) figure: SourceFigure,
        /// Why it speaks: the person ranked it; else it covers the most time.
        pub(crate) ranked: bool,
        /// The others.
        pub(crate) others: Vec<SourceFigure>,
    }

    /// Days of one kind.
    pub(crate) struct MeasuredDays {
        /// What a value counts: `mm`, `J`, `bpm`, `ms`.
        pub(crate) unit: String,
        /// Those of which anything is known.
        pub(crate) days: Vec<MeasuredDay>,
    }

    /// Which samples.
    pub(crate) struct SamplesOf {
        /// The day.
        pub(crate) day: Day,
        /// What.
        pub(crate) what: String,
        /// Which source; without, the one that speaks.
        #[serde(default)]
        pub(crate) source: Option<String>,
    }

    /// One measurement.
    #[derive(Copy, Eq)]
    pub(crate) struct MeasuredSample {
        /// When it began, Unix milliseconds.
        pub(crate) start: i64,
        /// When it ended.
        pub(crate) end: i64,
        /// Its value.
        pub(crate) value: i64,
    }

    /// How long a stage of sleep took.
    #[derive(Eq)]
    pub(crate) struct SleepStage {
        /// `in_bed`, `awake`, `asleep`, `light`, `deep`, `rem`: the value of its samples, from 0.
        pub(crate) stage: String,
        /// Milliseconds.
        pub(crate) ms: i64,
    }

    /// The samples of a day.
    pub(crate) struct MeasuredSamples {
        /// The source.
        pub(crate) source: String,
        /// What a value counts.
        pub(crate) unit: String,
        /// The samples, in order; of many, an even choice.
        pub(crate) samples: Vec<MeasuredSample>,
        /// How many there are.
        pub(crate) count: u32,
        /// Stages of sleep.
        pub(crate) stages: Vec<SleepStage>,
    }

    /// A source of what.
    #[derive(Eq)]
    pub(crate) struct MeasureSource {
        /// What.
        pub(crate) what: String,
        /// The source.
        pub(crate) source: String,
        /// How many days.
        pub(crate) days: u32,
        /// The first.
        pub(crate) first: Day,
        /// The last.
        pub(crate) last: Day,
        /// Its rank: the lowest speaks; null: none.
        pub(crate) rank: Option<i64>,
    }

    /// Ranks a source.
    pub(crate) struct RankSource {
        /// What.
        pub(crate) what: String,
        /// The source.
        pub(crate) source: String,
        /// From 1, the lowest speaks; null: forget.
        pub(crate) rank: Option<i64>,
    }
}

/// The most samples that are shown of a day: one every half minute.
const SAMPLES_SHOWN: usize = 2880;
/// The longest range of days: a life.
const DAYS_MAX: i64 = 40_000;
/// The longest name of a source.
const SOURCE_BYTES_MAX: usize = 300;

/// What a day comes to, and by whom.
pub(crate) struct Spoken {
    pub(crate) day: i64,
    pub(crate) figure: SourceFigure,
    pub(crate) ranked: bool,
    pub(crate) others: Vec<SourceFigure>,
}

/// The days of a kind between two numbers of days, in order.
///
/// # Errors
/// Those of the store.
pub(crate) fn spoken(sql: Sql<'_>, what: What, from: i64, to: i64) -> Result<Vec<Spoken>> {
    let ranks = ranks(sql, what)?;
    let mut days: BTreeMap<i64, Vec<SourceFigure>> = BTreeMap::new();
    sql.each(
        "SELECT day, source, value, low, high, samples, slots FROM fitness_day
         WHERE what = ?1 AND day BETWEEN ?2 AND ?3",
        params![what.slug(), from, to],
        |row| {
            days.entry(row.int(0)?).or_default().push(SourceFigure {
                source: row.text(1)?,
                value: row.int(2)?,
                low: row.int(3)?,
                high: row.int(4)?,
                samples: row.int(5)?,
                quarters: row.int(6)?,
            });
            Ok(())
        },
    )?;
    let speak = |(day, mut all): (i64, Vec<SourceFigure>)| {
        let rank = |source: &str| ranks.get(source).copied().unwrap_or(i64::MAX);
        all.sort_by(|a, b| {
            (rank(&a.source), -a.quarters, &a.source).cmp(&(
                rank(&b.source),
                -b.quarters,
                &b.source,
            ))
        });
        let figure = all.remove(0);
        let ranked = ranks.contains_key(&figure.source);
        Spoken { day, figure, ranked, others: all }
    };
    Ok(days.into_iter().map(speak).collect())
}

fn ranks(sql: Sql<'_>, what: What) -> Result<BTreeMap<String, i64>> {
    let said = Said::load(sql)?;
    let prefix = format!("source/{}/", what.slug());
    Ok(said.numbers(&prefix).map(|(source, rank)| (source.to_owned(), rank)).collect())
}

fn read_what(word: &str) -> Result<What> {
    What::of(word).ok_or_else(|| Error::invalid("what", format!("{word:?} is not measured here")))
}

/// Days of a kind, with the source that speaks and the others.
///
/// # Errors
/// `Invalid` at `what` or `to`.
pub(crate) fn days(cx: &ReadCx<'_>, request: DaysOf) -> Result<MeasuredDays> {
    let what = read_what(&request.what)?;
    let span = Span { first: request.from, last: request.to };
    if !(0..DAYS_MAX).contains(&(span.last.ordinal() - span.first.ordinal())) {
        return Err(Error::invalid("to", "the last day is before the first, or far beyond it"));
    }
    let mut days = Vec::new();
    for one in spoken(cx.sql(), what, day_number(span.first), day_number(span.last))? {
        let Spoken { day: number, figure, ranked, others } = one;
        days.push(MeasuredDay { day: day(number)?, figure, ranked, others });
    }
    Ok(MeasuredDays { unit: what.unit().to_owned(), days })
}

/// The samples of a day.
///
/// # Errors
/// `Invalid` at `what`; `NotFound` when nothing is known of the day.
pub(crate) fn samples(cx: &ReadCx<'_>, request: SamplesOf) -> Result<MeasuredSamples> {
    let (what, number) = (read_what(&request.what)?, day_number(request.day));
    let source = match request.source {
        Some(source) => source,
        None => {
            let spoken = spoken(cx.sql(), what, number, number)?;
            let first = spoken.into_iter().next().map(|one| one.figure.source);
            first.ok_or_else(|| Error::not_found("measurements of", request.day))?
        }
    };
    let all = samples_of(cx.sql(), what.slug(), number, &source)?;
    let stages = match what {
        What::Sleep => (0..)
            .zip(stage::WORDS)
            .map(|(value, word)| SleepStage { stage: word.to_owned(), ms: stage_ms(&all, value) })
            .filter(|one| one.ms > 0)
            .collect(),
        _ => Vec::new(),
    };
    let every = all.len().div_ceil(SAMPLES_SHOWN).max(1);
    let shown = all.iter().step_by(every);
    let samples =
        shown.map(|one| MeasuredSample { start: one.start, end: one.end, value: one.value });
    Ok(MeasuredSamples {
        source,
        unit: what.unit().to_owned(),
        samples: samples.collect(),
        count: u32::try_from(all.len()).unwrap_or(u32::MAX),
        stages,
    })
}

/// Who measures what.
///
/// # Errors
/// Those of the store.
pub(crate) fn sources(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<MeasureSource>> {
    let said = Said::load(cx.sql())?;
    let known: BTreeSet<&str> = What::ALL.iter().map(|what| what.slug()).collect();
    let mut sources = cx.sql().rows(
        "SELECT what, source, count(*), min(day), max(day) FROM fitness_day GROUP BY what, source",
        &[],
        |row| {
            let (what, source) = (row.text(0)?, row.text(1)?);
            Ok(MeasureSource {
                rank: said.number(&format!("source/{what}/{source}")),
                days: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
                first: day(row.int(3)?)?,
                last: day(row.int(4)?)?,
                what,
                source,
            })
        },
    )?;
    sources.retain(|one| known.contains(one.what.as_str()));
    Ok(sources)
}

/// Says which source of several speaks.
///
/// # Errors
/// `Invalid` at `what`, `source` or `rank`.
pub(crate) fn rank_source(cx: &mut WriteCx<'_>, request: RankSource) -> Result<()> {
    let what = read_what(&request.what)?;
    if request.source.is_empty() || request.source.len() > SOURCE_BYTES_MAX {
        return Err(Error::invalid("source", "a source has a name"));
    }
    if request.rank.is_some_and(|rank| !(1..=1000).contains(&rank)) {
        return Err(Error::invalid("rank", "ranks count from 1"));
    }
    let key = format!("source/{}/{}", what.slug(), request.source);
    let id = settings_id(&cx.read());
    write_named(cx, &SETTINGS, id, Changes::from([(key, request.rank.map(Value::Int))]))
}
