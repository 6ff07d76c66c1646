//! Patterns: shipped and own, and what becomes of them for a session.

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::check;
use crate::model::hex;
use crate::model::plan::{MINUTES_MAX, Planned, Wish, plan as planned};
use crate::model::program::{Gate, Program};
use crate::model::shipped::{
    CYCLES_EVER, CYCLES_FIRST_MONTH, FIRST_MONTH_DAYS, FOUR_SEVEN_EIGHT, HOLDS_TIMES,
    HOLDS_TIMES_MAX, SHIPPED, Shipped,
};
use crate::projection::Stage;
use crate::record::PATTERN;

wire! {
    /// A pattern to breathe after.
    #[derive(Eq)]
    pub(crate) struct Pattern {
        /// A shipped one's word (`box`), or an own one's id.
        pub(crate) id: String,
        /// An own one's name; a shipped one's in English (the window names these by id).
        pub(crate) name: String,
        /// Whether it came along.
        pub(crate) shipped: bool,
        /// What is breathed in `minutes`.
        pub(crate) program: Program,
        /// How long it is breathed when nothing is said.
        pub(crate) minutes: u32,
        /// What must be read before it.
        pub(crate) gate: Gate,
        /// How many cycles it may have now, by its author's word; null: no bound.
        pub(crate) cycles_max: Option<u32>,
        /// Where its lengths come from; for one that somebody shared the fingerprint of who signed it.
        pub(crate) source: Option<String>,
        /// Whether the person marked it.
        pub(crate) favorite: bool,
        /// What is noted of an own one.
        pub(crate) note: String,
    }

    /// An own pattern, new or changed.
    #[ts(optional_fields)]
    pub(crate) struct SavePattern {
        /// The pattern that is changed; null: a new one.
        #[serde(default)]
        pub(crate) id: Option<String>,
        /// Its name.
        pub(crate) name: String,
        /// What is breathed.
        pub(crate) program: Program,
        /// How long it is breathed when nothing is said, 1 to 60.
        pub(crate) minutes: u32,
        /// What is noted; null: leave.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// Names a pattern.
    pub(crate) struct PatternRef {
        /// A shipped one's word, or an own one's id.
        pub(crate) id: String,
    }

    /// Marks a pattern.
    pub(crate) struct FavorPattern {
        /// A shipped one's word, or an own one's id.
        pub(crate) id: String,
        /// Whether it is a favorite.
        pub(crate) on: bool,
    }

    /// For how long a pattern is planned; with nothing said for its own minutes.
    #[ts(optional_fields)]
    pub(crate) struct PlanOf {
        /// A shipped one's word, or an own one's id.
        pub(crate) pattern: String,
        /// About so many minutes, 1 to 60.
        #[serde(default)]
        pub(crate) minutes: Option<u32>,
        /// So many cycles; goes before minutes.
        #[serde(default)]
        pub(crate) cycles: Option<u32>,
    }

    /// A pattern as a program of whole cycles.
    pub(crate) struct Plan {
        /// What is breathed.
        pub(crate) program: Program,
        /// How long it is, to the millisecond; null: a hold waits for a tap.
        pub(crate) total_ms: Option<i64>,
        /// How often the pattern is gone through.
        pub(crate) cycles: u32,
        /// Whether its author's bound made it less than was asked for.
        pub(crate) capped: bool,
        /// What must be read before it.
        pub(crate) gate: Gate,
        /// Breaths a minute.
        pub(crate) per_minute: Option<f64>,
    }
}

/// Own patterns, at most: a list that a person can look over.
const PATTERNS_MAX: i64 = 500;

/// A pattern, ready to be planned.
pub(crate) struct Base {
    /// The pattern as it is shown.
    pub(crate) pattern: Pattern,
    /// What is breathed once through.
    once: Program,
}

impl Base {
    /// Its program for a wish; without one for its own minutes.
    pub(crate) fn plan(&self, minutes: Option<u32>, cycles: Option<u32>) -> Result<Planned> {
        let wish = match (cycles, minutes) {
            (Some(cycles), _) => Wish::Times(cycles),
            (None, Some(minutes)) => Wish::Minutes(minutes),
            (None, None) => usual(&self.once, self.pattern.minutes),
        };
        planned(&self.once, wish, self.pattern.cycles_max)
    }
}

/// How much is breathed when nothing is said.
fn usual(once: &Program, minutes: u32) -> Wish {
    match once.total_ms() {
        Some(_) => Wish::Minutes(minutes),
        None => Wish::Times(if once.rounds.len() == 1 { 1 } else { HOLDS_TIMES }),
    }
}

/// How many 4-7-8 breaths there may be now: few in the first month since the first time.
fn four_seven_eight_max(cx: &ReadCx<'_>) -> Result<u32> {
    let first = cx.sql().first(
        "SELECT min(start_ms) FROM breath_session WHERE pattern = ?1 AND state = ?2",
        params![FOUR_SEVEN_EIGHT, Stage::Done as i64],
        |row| row.opt_int(0),
    )?;
    let month_ms = FIRST_MONTH_DAYS * 86_400_000;
    let now_ms = cx.now().as_millisecond();
    let is_used = first.flatten().is_some_and(|first| month_ms <= now_ms.saturating_sub(first));
    Ok(if is_used { CYCLES_EVER } else { CYCLES_FIRST_MONTH })
}

fn shipped(cx: &ReadCx<'_>, shipped: &Shipped, favorite: bool) -> Result<Base> {
    let once = shipped.once();
    let cycles_max = match shipped.id {
        FOUR_SEVEN_EIGHT => Some(four_seven_eight_max(cx)?),
        _ if once.total_ms().is_none() => Some(HOLDS_TIMES_MAX),
        _ => None,
    };
    let program = planned(&once, usual(&once, shipped.minutes), cycles_max)?.program;
    let pattern = Pattern {
        id: shipped.id.to_owned(),
        name: shipped.name.to_owned(),
        shipped: true,
        gate: once.gate(),
        program,
        minutes: shipped.minutes,
        cycles_max,
        source: Some(shipped.source.to_owned()),
        favorite,
        note: String::new(),
    };
    Ok(Base { pattern, once })
}

/// A row of an own pattern.
struct Own {
    id: AnyId,
    name: String,
    program: Program,
    minutes: u32,
    favorite: bool,
    by: String,
}

fn own(cx: &ReadCx<'_>, own: Own) -> Result<Base> {
    let note = cx.record(own.id)?.text("note").to_owned();
    let mut once = own.program.clone();
    if let [only] = once.rounds.as_mut_slice() {
        only.cycles = 1;
    }
    let pattern = Pattern {
        id: hex(own.id),
        name: own.name,
        shipped: false,
        gate: own.program.gate(),
        program: own.program,
        minutes: own.minutes,
        cycles_max: None,
        source: Some(own.by).filter(|by| !by.is_empty()),
        favorite: own.favorite,
        note,
    };
    Ok(Base { pattern, once })
}

fn owns(cx: &ReadCx<'_>, id: Option<AnyId>) -> Result<Vec<Own>> {
    let rows = cx.sql().rows(
        "SELECT id, name, program, minutes, favorite, signer FROM breath_pattern
         WHERE of = '' AND (?1 IS NULL OR id = ?1) ORDER BY name COLLATE NOCASE, id",
        params![id],
        |row| {
            let minutes = u32::try_from(row.int(3)?).unwrap_or(1);
            let program = Program::read(row.text_here(2)?);
            Ok((row.id(0)?, row.text(1)?, program, minutes, row.flag(4)?, row.text(5)?))
        },
    )?;
    // A program that a newer Everkept wrote and this one cannot breathe is not offered.
    let own = |(id, name, program, minutes, favorite, by)| {
        let program: Option<Program> = program;
        program.map(|program| Own { id, name, program, minutes, favorite, by })
    };
    Ok(rows.into_iter().filter_map(own).collect())
}

/// The shipped patterns that are favorites.
fn favored(cx: &ReadCx<'_>) -> Result<Vec<String>> {
    let query = "SELECT of FROM breath_pattern WHERE of <> '' AND favorite = 1";
    cx.sql().rows(query, &[], |row| row.text(0))
}

/// The pattern of an id, ready to be planned.
///
/// # Errors
/// `NotFound`.
pub(crate) fn base(cx: &ReadCx<'_>, id: &str) -> Result<Base> {
    if let Some(found) = Shipped::find(id) {
        let favorite = favored(cx)?.iter().any(|favored| favored == id);
        return shipped(cx, found, favorite);
    }
    let not_found = || Error::not_found("pattern", id).at("pattern");
    let own_id: AnyId = id.parse().map_err(|_| not_found())?;
    let found = owns(cx, Some(own_id))?.pop().ok_or_else(not_found)?;
    own(cx, found)
}

pub(crate) fn patterns(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Pattern>> {
    let favored = favored(cx)?;
    let mut patterns = Vec::new();
    for one in SHIPPED {
        let favorite = favored.iter().any(|id| id == one.id);
        patterns.push(shipped(cx, one, favorite)?.pattern);
    }
    for one in owns(cx, None)? {
        patterns.push(own(cx, one)?.pattern);
    }
    patterns.sort_by_key(|pattern| !pattern.favorite);
    Ok(patterns)
}

/// The id of an own pattern.
///
/// # Errors
/// `Invalid` for a shipped one, `NotFound`.
pub(crate) fn own_id(cx: &ReadCx<'_>, id: &str) -> Result<AnyId> {
    if Shipped::find(id).is_some() {
        return Err(Error::invalid("id", "a pattern that came along stays as it is"));
    }
    let not_found = || Error::not_found("pattern", id).at("id");
    let own: AnyId = id.parse().map_err(|_| not_found())?;
    match owns(cx, Some(own))?.pop() {
        Some(found) => Ok(found.id),
        None => Err(not_found()),
    }
}

pub(crate) fn save_pattern(cx: &mut WriteCx<'_>, request: SavePattern) -> Result<Pattern> {
    let name = check::name(&request.name)?;
    request.program.check()?;
    let minutes = check::within(request.minutes.into(), 1, MINUTES_MAX.into(), "minutes")?;
    let note = request.note.map(|note| check::note(&note)).transpose()?;
    let mut fields = Fields::from([
        ("name".to_owned(), name.into()),
        ("program".to_owned(), request.program.text().into()),
        ("minutes".to_owned(), minutes.into()),
    ]);
    fields.extend(note.map(|note| ("note".to_owned(), Value::Text(note))));
    let id = match request.id {
        Some(id) => {
            let id = own_id(&cx.read(), &id)?;
            let changes = fields.into_iter().map(|(key, value)| (key, Some(value)));
            cx.edit(id, &changes.collect())?;
            id
        }
        None => create_pattern(cx, fields)?,
    };
    Ok(base(&cx.read(), &hex(id))?.pattern)
}

/// Writes a new own pattern.
///
/// # Errors
/// `Invalid` when there are too many.
pub(crate) fn create_pattern(cx: &mut WriteCx<'_>, fields: Fields) -> Result<AnyId> {
    let count = cx.read().sql().number("SELECT count(*) FROM breath_pattern WHERE of = ''", &[])?;
    if PATTERNS_MAX <= count {
        return Err(Error::invalid(
            "name",
            format!("there are {PATTERNS_MAX} own patterns already"),
        ));
    }
    let id = cx.new_id();
    cx.create(&PATTERN, id, fields)?;
    Ok(id)
}

pub(crate) fn delete_pattern(cx: &mut WriteCx<'_>, request: PatternRef) -> Result<()> {
    let id = own_id(&cx.read(), &request.id)?;
    cx.trash(id)
}

pub(crate) fn favorite(cx: &mut WriteCx<'_>, request: FavorPattern) -> Result<()> {
    let on = Changes::from([("favorite".to_owned(), request.on.then_some(Value::Bool(true)))]);
    let Some(shipped) = Shipped::find(&request.id) else {
        let id = own_id(&cx.read(), &request.id)?;
        return cx.edit(id, &on).map(drop);
    };
    // Every device gives the word on a shipped pattern the same id.
    let id: AnyId = cx.read().natural_id(PATTERN.name, 0, shipped.id);
    match cx.read().find(id)? {
        Some(_) => cx.edit(id, &on).map(drop),
        None if request.on => {
            let fields = Fields::from([
                ("of".to_owned(), Value::from(shipped.id)),
                ("favorite".to_owned(), Value::Bool(true)),
            ]);
            cx.create(&PATTERN, id, fields)
        }
        None => Ok(()),
    }
}

pub(crate) fn plan(cx: &ReadCx<'_>, request: PlanOf) -> Result<Plan> {
    let base = base(cx, &request.pattern)?;
    let planned = base.plan(request.minutes, request.cycles)?;
    Ok(Plan {
        total_ms: planned.program.total_ms(),
        cycles: planned.times,
        capped: planned.capped,
        gate: base.pattern.gate,
        per_minute: planned.program.per_minute(),
        program: planned.program,
    })
}

/// What a request that goes against a state is answered.
pub(crate) fn conflict(message: impl Into<String>) -> Error {
    Error::new(Code::Conflict, message)
}

#[cfg(test)]
mod tests;
