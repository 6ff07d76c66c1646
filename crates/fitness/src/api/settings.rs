//! Units, plates, heart rate zones.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::write_named;
use crate::record::SETTINGS;

wire! {
    /// What weights are shown in.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum WeightUnit {
        /// Kilograms.
        Kg,
        /// Pounds (avoirdupois).
        Lb,
    }

    /// What distances are shown in.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum DistanceUnit {
        /// Kilometers.
        Km,
        /// International miles.
        Mi,
    }

    /// Plates of one weight.
    #[derive(Copy, Eq)]
    pub(crate) struct PlateStock {
        /// The weight of one, milligrams.
        pub(crate) mg: i64,
        /// How many there are.
        pub(crate) count: u32,
    }

    /// How fitness is shown and figured.
    #[derive(Eq)]
    pub(crate) struct FitnessSettings {
        /// What weights are shown in.
        pub(crate) weight_unit: WeightUnit,
        /// What distances are shown in.
        pub(crate) distance_unit: DistanceUnit,
        /// The person's height, millimeters.
        pub(crate) height_mm: Option<i64>,
        /// The person's year of birth.
        pub(crate) birth_year: Option<i64>,
        /// The highest heart rate, beats per minute, as the person knows it.
        pub(crate) heart_max: Option<i64>,
        /// The heart rate at rest, beats per minute, as the person knows it.
        pub(crate) heart_rest: Option<i64>,
        /// Where the five zones begin, beats per minute; empty: by share of the highest.
        pub(crate) zones: Vec<i64>,
        /// The weight of the bar, milligrams; null: the usual one of the unit.
        pub(crate) bar_mg: Option<i64>,
        /// The plates that there are, the heaviest first; empty: as many as needed of the usual ones.
        pub(crate) plates: Vec<PlateStock>,
        /// What a new workout is of.
        pub(crate) first_sport: String,
        /// Whether a muscle's rest is looked at in suggestions.
        pub(crate) rest_rule: bool,
        /// How long a workout is, minutes, when suggestions are asked for without a time.
        pub(crate) minutes: u32,
    }

    /// What to change; null: leave.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct EditFitnessSettings {
        /// What weights are shown in; no stored value changes.
        pub(crate) weight_unit: Option<WeightUnit>,
        /// What distances are shown in; no stored value changes.
        pub(crate) distance_unit: Option<DistanceUnit>,
        /// Millimeters; 0: forget.
        pub(crate) height_mm: Option<i64>,
        /// A year; 0: forget.
        pub(crate) birth_year: Option<i64>,
        /// Beats per minute; 0: forget.
        pub(crate) heart_max: Option<i64>,
        /// Beats per minute; 0: forget.
        pub(crate) heart_rest: Option<i64>,
        /// Where the five zones begin, rising; empty: forget.
        pub(crate) zones: Option<Vec<i64>>,
        /// Milligrams; 0: forget.
        pub(crate) bar_mg: Option<i64>,
        /// All plates that there are; empty: forget.
        pub(crate) plates: Option<Vec<PlateStock>>,
        /// A sport.
        pub(crate) first_sport: Option<String>,
        /// Whether a muscle's rest is looked at.
        pub(crate) rest_rule: Option<bool>,
        /// Minutes.
        pub(crate) minutes: Option<u32>,
    }
}

/// How long a workout is for which nobody said it, minutes.
const MINUTES: u32 = 60;
/// Zones of the heart rate.
const ZONES: usize = 5;

/// The id of the one record of settings.
pub(crate) fn settings_id(cx: &ReadCx<'_>) -> AnyId {
    cx.natural_id(SETTINGS.name, 0, "settings")
}

/// What is set, by key.
pub(crate) struct Said(BTreeMap<String, (Option<i64>, String)>);

impl Said {
    /// Everything that is set.
    pub(crate) fn load(sql: Sql<'_>) -> Result<Said> {
        let rows =
            sql.rows("SELECT key, number, text FROM fitness_setting ORDER BY n", &[], |row| {
                Ok((row.text(0)?, (row.opt_int(1)?, row.text(2)?)))
            })?;
        Ok(Said(rows.into_iter().collect()))
    }

    /// A number.
    pub(crate) fn number(&self, key: &str) -> Option<i64> {
        self.0.get(key).and_then(|(number, _)| *number)
    }

    /// A word, empty when it is not set.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", |(_, text)| text)
    }

    /// The numbers of keys that begin with `prefix`: what follows it, and the number.
    pub(crate) fn numbers<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, i64)> {
        self.0
            .iter()
            .filter_map(move |(key, (number, _))| Some((key.strip_prefix(prefix)?, (*number)?)))
    }
}

/// What weights are shown in.
pub(crate) fn weight_unit(said: &Said) -> WeightUnit {
    match said.text("weight_unit") {
        "lb" => WeightUnit::Lb,
        _ => WeightUnit::Kg,
    }
}

/// What distances are shown in.
pub(crate) fn distance_unit(said: &Said) -> DistanceUnit {
    match said.text("distance_unit") {
        "mi" => DistanceUnit::Mi,
        _ => DistanceUnit::Km,
    }
}

pub(crate) fn settings(cx: &ReadCx<'_>, _: Nothing) -> Result<FitnessSettings> {
    let said = Said::load(cx.sql())?;
    let zones = (1..=ZONES).map_while(|zone| said.number(&format!("zone/{zone}"))).collect();
    let mut plates: Vec<PlateStock> = said
        .numbers("plate/")
        .filter_map(|(mg, count)| {
            Some(PlateStock { mg: mg.parse().ok()?, count: u32::try_from(count).ok()? })
        })
        .collect();
    plates.sort_by_key(|plate| -plate.mg);
    Ok(FitnessSettings {
        weight_unit: weight_unit(&said),
        distance_unit: distance_unit(&said),
        height_mm: said.number("height_mm"),
        birth_year: said.number("birth_year"),
        heart_max: said.number("heart_max"),
        heart_rest: said.number("heart_rest"),
        zones,
        bar_mg: said.number("bar_mg"),
        plates,
        first_sport: match said.text("first_sport") {
            "" => "strength".to_owned(),
            sport => sport.to_owned(),
        },
        rest_rule: said.number("rest_rule").is_none_or(|on| on != 0),
        minutes: said
            .number("minutes")
            .and_then(|minutes| u32::try_from(minutes).ok())
            .unwrap_or(MINUTES),
    })
}

pub(crate) fn edit_settings(cx: &mut WriteCx<'_>, request: EditFitnessSettings) -> Result<()> {
    let mut changes = Changes::new();
    let mut change = |key: &str, value: Option<Value>| {
        changes.insert(key.to_owned(), value);
    };
    if let Some(unit) = request.weight_unit {
        let word = match unit {
            WeightUnit::Kg => "kg",
            WeightUnit::Lb => "lb",
        };
        change("weight_unit", Some(word.into()));
    }
    if let Some(unit) = request.distance_unit {
        let word = match unit {
            DistanceUnit::Km => "km",
            DistanceUnit::Mi => "mi",
        };
        change("distance_unit", Some(word.into()));
    }
    for (key, number, range) in [
        ("height_mm", request.height_mm, 300..=2_800),
        ("birth_year", request.birth_year, 1880..=2200),
        ("heart_max", request.heart_max, 60..=260),
        ("heart_rest", request.heart_rest, 20..=150),
        ("bar_mg", request.bar_mg, 100_000..=200_000_000),
        ("minutes", request.minutes.map(i64::from), 5..=600),
    ] {
        let Some(number) = number else { continue };
        if number == 0 {
            change(key, None);
        } else if range.contains(&number) {
            change(key, Some(number.into()));
        } else {
            let (low, high) = range.into_inner();
            return Err(Error::invalid(key, format!("{number} is not between {low} and {high}")));
        }
    }
    if let Some(sport) = request.first_sport {
        change("first_sport", Some(super::check::slug(&sport, "first_sport")?.into()));
    }
    if let Some(on) = request.rest_rule {
        change("rest_rule", Some(on.into()));
    }
    if let Some(zones) = request.zones {
        for (key, value) in zone_fields(&zones)? {
            change(&key, value);
        }
    }
    if let Some(plates) = request.plates {
        for (key, value) in plate_fields(&cx.read(), &plates)? {
            change(&key, value);
        }
    }
    let id = settings_id(&cx.read());
    write_named(cx, &SETTINGS, id, changes)
}

fn zone_fields(zones: &[i64]) -> Result<Changes> {
    let rising = zones.is_sorted_by(|a, b| a < b);
    let heart = |bpm: &i64| (30..=260).contains(bpm);
    if !(zones.is_empty() || zones.len() == ZONES && rising && zones.iter().all(heart)) {
        let message = "five zones begin at five rising heart rates";
        return Err(Error::invalid("zones", message));
    }
    let field = |zone: usize| {
        let bpm = zones.get(zone - 1);
        (format!("zone/{zone}"), bpm.map(|bpm| Value::from(*bpm)))
    };
    Ok((1..=ZONES).map(field).collect())
}

fn plate_fields(cx: &ReadCx<'_>, plates: &[PlateStock]) -> Result<Changes> {
    const KINDS_MAX: usize = 40; // More kinds of plates than any gym has.
    if plates.len() > KINDS_MAX {
        return Err(Error::invalid("plates", format!("more than {KINDS_MAX} kinds of plates")));
    }
    let said = Said::load(cx.sql())?;
    let mut changes: Changes =
        said.numbers("plate/").map(|(mg, _)| (format!("plate/{mg}"), None)).collect();
    for plate in plates {
        if !(1..=100_000_000).contains(&plate.mg) || plate.count > 1000 {
            return Err(Error::invalid("plates", "a plate weighs up to 100 kg"));
        }
        let count = Value::from(i64::from(plate.count));
        changes.insert(format!("plate/{}", plate.mg), Some(count));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use base::error::Code;

    use super::*;
    use crate::testing::World;

    #[test]
    fn what_is_set_is_kept_forgotten_and_refused() {
        let world = World::new();
        let edit = EditFitnessSettings {
            zones: Some(vec![100, 120, 140, 155, 170]),
            heart_max: Some(186),
            first_sport: Some("run".into()),
            rest_rule: Some(false),
            minutes: Some(45),
            ..EditFitnessSettings::default()
        };
        world.write(move |cx| edit_settings(cx, edit));
        let shown = world.read(|cx| settings(cx, Nothing {}));
        assert_eq!((shown.zones.len(), shown.heart_max, shown.minutes), (5, Some(186), 45));
        assert!(!shown.rest_rule && shown.first_sport == "run");
        let forget = EditFitnessSettings {
            zones: Some(Vec::new()),
            heart_max: Some(0),
            ..EditFitnessSettings::default()
        };
        world.write(move |cx| edit_settings(cx, forget));
        let shown = world.read(|cx| settings(cx, Nothing {}));
        assert_eq!((shown.zones.len(), shown.heart_max), (0, None));
        for (field, wrong) in [
            ("zones", EditFitnessSettings { zones: Some(vec![100, 90]), ..Default::default() }),
            ("minutes", EditFitnessSettings { minutes: Some(3), ..Default::default() }),
            (
                "first_sport",
                EditFitnessSettings { first_sport: Some("Trail run".into()), ..Default::default() },
            ),
        ] {
            let refused = world.refused(move |cx| edit_settings(cx, wrong));
            assert_eq!(refused, (Code::Invalid, field.to_owned()));
        }
        world.check();
    }
}
