//! Check-ins: written, changed, thrown away, and those of today.

use std::collections::BTreeSet;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::write::WriteCx;

use super::{check, zone_name};
use crate::model::checkin::{Around, CheckIn as Kept, FACTOR, WORD};
use crate::model::day::{DayStart, clock};
use crate::model::place::checked;
use crate::own::{Said, SelfReports};
use crate::projection::answered;
use crate::record::CHECKIN;

wire! {
    /// On which side of a session it was said.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MoodSide {
        /// Before it.
        Before,
        /// After it.
        After,
    }

    /// The session that a check-in was said around.
    #[derive(Copy, Eq)]
    pub(crate) struct CheckInOf {
        /// The session.
        pub(crate) id: AnyId,
        /// Before or after it.
        pub(crate) side: MoodSide,
    }

    /// A factor as it was answered.
    #[derive(Copy, Eq)]
    pub(crate) struct MoodFactorValue {
        /// The factor.
        pub(crate) id: AnyId,
        /// A flag: 1 or 0; a scale: 1 to 5; a count: how many.
        pub(crate) value: i64,
    }

    /// What a person said of a moment.
    #[derive(Eq)]
    pub(crate) struct CheckIn {
        /// The check-in.
        pub(crate) id: AnyId,
        /// When, Unix milliseconds.
        pub(crate) at_ms: i64,
        /// Where: an IANA name.
        pub(crate) zone: String,
        /// The day that it counts for (before four at night: the day before).
        pub(crate) day: Day,
        /// What the clock on the wall showed: `21:04`.
        pub(crate) time: String,
        /// From unpleasant (-100) to pleasant (100); null: a word that was brought in has no place.
        pub(crate) valence: Option<i64>,
        /// From calm (-100) to energetic (100); null: what was brought in does not tell.
        pub(crate) energy: Option<i64>,
        /// Its words.
        pub(crate) words: Vec<String>,
        /// Its factors.
        pub(crate) factors: Vec<MoodFactorValue>,
        /// What was noted.
        pub(crate) note: String,
        /// The session it was said around.
        pub(crate) of: Option<CheckInOf>,
        /// The program that it was brought in from (`daylio`), or nothing.
        pub(crate) source: String,
    }

    /// A new check-in.
    #[ts(optional_fields)]
    pub(crate) struct NewCheckIn {
        /// From unpleasant (-100) to pleasant (100).
        pub(crate) valence: i64,
        /// From calm (-100) to energetic (100); null: not said.
        #[serde(default)]
        pub(crate) energy: Option<i64>,
        /// Words, at most 20; of the list, own ones, or any.
        #[serde(default)]
        pub(crate) words: Vec<String>,
        /// Factors, each once.
        #[serde(default)]
        pub(crate) factors: Vec<MoodFactorValue>,
        /// A note.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// When, Unix milliseconds; null: now.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
        /// The session it is said around.
        #[serde(default)]
        pub(crate) of: Option<CheckInOf>,
    }

    /// What a check-in becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditCheckIn {
        /// The check-in.
        pub(crate) id: AnyId,
        /// From unpleasant (-100) to pleasant (100).
        #[serde(default)]
        pub(crate) valence: Option<i64>,
        /// From calm (-100) to energetic (100).
        #[serde(default)]
        pub(crate) energy: Option<i64>,
        /// All its words.
        #[serde(default)]
        pub(crate) words: Option<Vec<String>>,
        /// All its factors.
        #[serde(default)]
        pub(crate) factors: Option<Vec<MoodFactorValue>>,
        /// A note; empty: none.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// When, Unix milliseconds.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
    }

    /// Names a check-in.
    #[derive(Copy)]
    pub(crate) struct CheckInRef {
        /// The check-in.
        pub(crate) id: AnyId,
    }

    /// Names a session.
    #[derive(Copy)]
    pub(crate) struct AroundSession {
        /// The session.
        pub(crate) id: AnyId,
    }

    /// How today is.
    pub(crate) struct MoodToday {
        /// The day that it is.
        pub(crate) day: Day,
        /// Its check-ins, the latest first.
        pub(crate) check_ins: Vec<CheckIn>,
        /// The latest check-in of all, of today or of any day before; null: there is none.
        pub(crate) last: Option<CheckIn>,
    }
}

/// The most words of one check-in.
const WORDS_MAX: usize = 20;
/// The most factors of one check-in.
const FACTORS_MAX: usize = 100;

impl From<Around> for MoodSide {
    fn from(side: Around) -> MoodSide {
        match side {
            Around::Before => MoodSide::Before,
            Around::After => MoodSide::After,
        }
    }
}

impl From<MoodSide> for Around {
    fn from(side: MoodSide) -> Around {
        match side {
            MoodSide::Before => Around::Before,
            MoodSide::After => Around::After,
        }
    }
}

/// A check-in as it is shown.
pub(crate) fn shown(said: Said, start: DayStart) -> CheckIn {
    let factors = said.factors.into_iter().map(|(id, value)| MoodFactorValue { id, value });
    CheckIn {
        id: said.id,
        at_ms: said.at_ms,
        zone: said.zone,
        day: start.day(said.local_ms),
        time: clock(said.local_ms),
        valence: said.valence,
        energy: said.energy,
        words: said.words,
        factors: factors.collect(),
        note: said.note,
        of: said.of.map(|(id, side)| CheckInOf { id, side: side.into() }),
        source: said.source.split(':').next().unwrap_or_default().to_owned(),
    }
}

fn one(cx: &ReadCx<'_>, id: AnyId) -> Result<CheckIn> {
    let own = SelfReports::of(cx)?;
    let said = own.one(id)?.ok_or_else(|| Error::not_found("check-in", id))?;
    Ok(shown(said, own.start()))
}

fn checked_words(words: &[String]) -> Result<Vec<String>> {
    let words: BTreeSet<String> =
        words.iter().map(|word| check::word(word, "words")).collect::<Result<_>>()?;
    match words.len() > WORDS_MAX {
        true => Err(Error::invalid("words", format!("more than {WORDS_MAX} words"))),
        false => Ok(words.into_iter().collect()),
    }
}

fn checked_factors(cx: &ReadCx<'_>, given: &[MoodFactorValue]) -> Result<Vec<(AnyId, i64)>> {
    if given.len() > FACTORS_MAX {
        return Err(Error::invalid("factors", format!("more than {FACTORS_MAX} factors")));
    }
    let mut factors: Vec<(AnyId, i64)> = Vec::with_capacity(given.len());
    for MoodFactorValue { id, value } in given.iter().copied() {
        if factors.iter().any(|(known, _)| *known == id) {
            return Err(Error::invalid("factors", format!("the factor {id} stands twice")));
        }
        let kind = answered(cx.sql(), id)?;
        let kind = kind.ok_or_else(|| Error::not_found("factor", id).at("factors"))?;
        factors.push((id, kind.checked(value)?));
    }
    Ok(factors)
}

/// Writes a check-in.
///
/// # Errors
/// `Invalid` at the field that cannot be; `NotFound` for a factor that is not there.
pub(crate) fn check_in(cx: &mut WriteCx<'_>, request: NewCheckIn) -> Result<CheckIn> {
    let energy = request.energy.map(|energy| checked(energy, "energy")).transpose()?;
    let kept = Kept {
        at_ms: check::moment(request.at_ms, cx.read().now().as_millisecond())?,
        zone: zone_name(&cx.read()),
        valence: Some(checked(request.valence, "valence")?),
        energy,
        words: checked_words(&request.words)?,
        factors: checked_factors(&cx.read(), &request.factors)?,
        note: check::note(request.note.as_deref().unwrap_or_default())?,
        of: request.of.map(|of| (of.id, of.side.into())),
        source: String::new(),
    };
    let id = cx.new_id();
    cx.create(&CHECKIN, id, kept.fields())?;
    one(&cx.read(), id)
}

/// Changes a check-in.
///
/// # Errors
/// `NotFound`; `Invalid` at the field that cannot be.
pub(crate) fn edit(cx: &mut WriteCx<'_>, request: EditCheckIn) -> Result<CheckIn> {
    let before = one(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    for (key, number) in [("valence", request.valence), ("energy", request.energy)] {
        if let Some(number) = number {
            changes.insert(key.to_owned(), Some(checked(number, key)?.into()));
        }
    }
    if let Some(words) = &request.words {
        changes.extend(before.words.iter().map(|word| (format!("{WORD}{word}"), None)));
        let words = checked_words(words)?;
        changes.extend(words.iter().map(|word| (format!("{WORD}{word}"), Some(true.into()))));
    }
    if let Some(factors) = &request.factors {
        changes.extend(before.factors.iter().map(|one| (format!("{FACTOR}{}", one.id), None)));
        for (id, value) in checked_factors(&cx.read(), factors)? {
            changes.insert(format!("{FACTOR}{id}"), Some(value.into()));
        }
    }
    if let Some(note) = &request.note {
        changes.insert("note".to_owned(), Some(check::note(note)?.into()));
    }
    if let Some(at_ms) = request.at_ms {
        let at_ms = check::moment(Some(at_ms), cx.read().now().as_millisecond())?;
        changes.insert("at".to_owned(), Some(Value::Int(at_ms)));
    }
    cx.edit(request.id, &changes)?;
    one(&cx.read(), request.id)
}

/// Throws a check-in away.
///
/// # Errors
/// `NotFound`.
pub(crate) fn remove(cx: &mut WriteCx<'_>, request: CheckInRef) -> Result<()> {
    one(&cx.read(), request.id)?;
    cx.trash(request.id)
}

/// A check-in.
///
/// # Errors
/// `NotFound`.
pub(crate) fn checkin(cx: &ReadCx<'_>, request: CheckInRef) -> Result<CheckIn> {
    one(cx, request.id)
}

/// Check-ins around a session, the first first.
///
/// # Errors
/// Those of the store.
pub(crate) fn around(cx: &ReadCx<'_>, request: AroundSession) -> Result<Vec<CheckIn>> {
    let own = SelfReports::of(cx)?;
    let found = own.around(request.id)?;
    Ok(found.into_iter().map(|said| shown(said, own.start())).collect())
}

/// Check-ins of today, and the latest of all.
///
/// # Errors
/// Those of the store.
pub(crate) fn today(cx: &ReadCx<'_>, _: Nothing) -> Result<MoodToday> {
    let own = SelfReports::of(cx)?;
    let day = own.today();
    let said = own.of_days(base::day::Span { first: day, last: day })?;
    let mut check_ins: Vec<CheckIn> =
        said.into_iter().map(|said| shown(said, own.start())).collect();
    check_ins.reverse();
    let last = own.last()?.map(|said| shown(said, own.start()));
    Ok(MoodToday { day, check_ins, last })
}
