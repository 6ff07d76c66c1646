//! Own factors: what may be said with a check-in beside the dot.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::sql::Row;
use store::write::WriteCx;

use super::check;
use crate::model::factor::Answered;
use crate::record::FACTOR;

wire! {
    /// How a factor is answered.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MoodFactorKind {
        /// It was so, or it was not.
        Flag,
        /// From 1 to 5 between two words.
        Scale,
        /// How many.
        Count,
    }

    /// Something that may be said with a check-in.
    #[derive(Eq)]
    pub(crate) struct MoodFactor {
        /// The factor.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// How it is answered.
        pub(crate) kind: MoodFactorKind,
        /// What the low end of a scale is called.
        pub(crate) low: String,
        /// What the high end of a scale is called.
        pub(crate) high: String,
        /// What a count counts.
        pub(crate) unit: String,
        /// Whether it is no longer offered.
        pub(crate) archived: bool,
        /// How many check-ins have it.
        pub(crate) used: u32,
    }

    /// A factor: a new one, or what one that is there becomes.
    #[ts(optional_fields)]
    pub(crate) struct SaveMoodFactor {
        /// The factor; null: a new one.
        #[serde(default)]
        pub(crate) id: Option<AnyId>,
        /// Its name.
        pub(crate) name: String,
        /// How it is answered; of one that was used it stays as it is.
        pub(crate) kind: MoodFactorKind,
        /// What the low end of a scale is called.
        #[serde(default)]
        pub(crate) low: Option<String>,
        /// What the high end of a scale is called.
        #[serde(default)]
        pub(crate) high: Option<String>,
        /// What a count counts.
        #[serde(default)]
        pub(crate) unit: Option<String>,
    }

    /// Whether a factor is offered.
    #[derive(Copy)]
    pub(crate) struct ArchiveMoodFactor {
        /// The factor.
        pub(crate) id: AnyId,
        /// True: it is no longer offered; what was said with it stays.
        pub(crate) archived: bool,
    }

    /// The order of factors.
    pub(crate) struct OrderMoodFactors {
        /// Factors, the first first; those that are not named follow.
        pub(crate) ids: Vec<AnyId>,
    }
}

/// The most factors: more cannot be looked through in ten seconds.
const FACTORS_MAX: i64 = 200;

impl From<MoodFactorKind> for Answered {
    fn from(kind: MoodFactorKind) -> Answered {
        match kind {
            MoodFactorKind::Flag => Answered::Flag,
            MoodFactorKind::Scale => Answered::Scale,
            MoodFactorKind::Count => Answered::Count,
        }
    }
}

impl From<Answered> for MoodFactorKind {
    fn from(kind: Answered) -> MoodFactorKind {
        match kind {
            Answered::Flag => MoodFactorKind::Flag,
            Answered::Scale => MoodFactorKind::Scale,
            Answered::Count => MoodFactorKind::Count,
        }
    }
}

const QUERY: &str = "SELECT id, name, kind, low, high, unit, archived,
        (SELECT count(*) FROM mood_marked WHERE factor = mood_factor.id)
    FROM mood_factor";

fn read(row: &Row<'_>) -> Result<MoodFactor> {
    Ok(MoodFactor {
        id: row.id(0)?,
        name: row.text(1)?,
        kind: Answered::read(row.text_here(2)?).into(),
        low: row.text(3)?,
        high: row.text(4)?,
        unit: row.text(5)?,
        archived: row.flag(6)?,
        used: u32::try_from(row.int(7)?).unwrap_or(u32::MAX),
    })
}

/// Factors in their order, archived ones last.
///
/// # Errors
/// Those of the store.
pub(crate) fn factors(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<MoodFactor>> {
    cx.sql().rows(&format!("{QUERY} ORDER BY archived, position, n"), &[], read)
}

fn one(cx: &ReadCx<'_>, id: AnyId) -> Result<MoodFactor> {
    let found = cx.sql().first(&format!("{QUERY} WHERE id = ?1"), params![id], read)?;
    found.ok_or_else(|| Error::not_found("factor", id))
}

/// Makes a factor, or changes one.
///
/// # Errors
/// `Invalid` at `name`, `kind` or a word that is too long; `Conflict` at `name` when another one is
/// called so; `NotFound`.
pub(crate) fn save_factor(cx: &mut WriteCx<'_>, request: SaveMoodFactor) -> Result<MoodFactor> {
    let name = check::name(&request.name, "name")?;
    let twin: Option<AnyId> = cx.read().sql().first(
        "SELECT id FROM mood_factor WHERE lower(name) = lower(?1) AND (?2 IS NULL OR id <> ?2)",
        params![&name, request.id],
        |row| row.id(0),
    )?;
    if twin.is_some() {
        let message = format!("there is a factor called {name:?} already");
        return Err(Error::new(base::error::Code::Conflict, message).at("name"));
    }
    let mut changes = Changes::from([("name".to_owned(), Some(Value::from(name)))]);
    for (key, said) in [("low", &request.low), ("high", &request.high), ("unit", &request.unit)] {
        if let Some(said) = said {
            changes.insert(key.to_owned(), Some(check::line(said, key)?.into()));
        }
    }
    let kind = Answered::from(request.kind);
    changes.insert("kind".to_owned(), Some(kind.word().into()));
    let id = match request.id {
        Some(id) => {
            let before = one(&cx.read(), id)?;
            if before.kind != request.kind && before.used > 0 {
                let message = "how it is answered stays: check-ins have it already";
                return Err(Error::invalid("kind", message));
            }
            cx.edit(id, &changes)?;
            id
        }
        None => create(cx, changes)?,
    };
    one(&cx.read(), id)
}

fn create(cx: &mut WriteCx<'_>, mut changes: Changes) -> Result<AnyId> {
    let sql = "SELECT count(*) FROM mood_factor";
    if cx.read().sql().number(sql, &[])? >= FACTORS_MAX {
        return Err(Error::invalid("name", format!("there are {FACTORS_MAX} factors already")));
    }
    let last = cx.read().sql().number("SELECT max(position) FROM mood_factor", &[])?;
    changes.insert("order".to_owned(), Some(Value::Int(last + 1)));
    let id = cx.new_id();
    let fields: Fields =
        changes.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    cx.create(&FACTOR, id, fields)?;
    Ok(id)
}

/// Offers a factor no longer, or again.
///
/// # Errors
/// `NotFound`.
pub(crate) fn archive_factor(cx: &mut WriteCx<'_>, request: ArchiveMoodFactor) -> Result<()> {
    one(&cx.read(), request.id)?;
    let archived = Some(Value::Bool(request.archived));
    cx.edit(request.id, &Changes::from([("archived".to_owned(), archived)])).map(drop)
}

/// Puts factors into an order.
///
/// # Errors
/// `NotFound`; `Invalid` at `ids` when there are too many.
pub(crate) fn order_factors(cx: &mut WriteCx<'_>, request: OrderMoodFactors) -> Result<()> {
    if request.ids.len() > usize::try_from(FACTORS_MAX).unwrap_or(usize::MAX) {
        return Err(Error::invalid("ids", format!("more than {FACTORS_MAX} factors")));
    }
    let all = factors(&cx.read(), Nothing {})?;
    let rest = all.iter().map(|factor| factor.id).filter(|id| !request.ids.contains(id));
    let order: Vec<AnyId> = request.ids.iter().copied().chain(rest).collect();
    for (place, id) in (1..).zip(order) {
        one(&cx.read(), id)?;
        cx.edit(id, &Changes::from([("order".to_owned(), Some(Value::Int(place)))]))?;
    }
    Ok(())
}
