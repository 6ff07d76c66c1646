//! Exercises: those that come with the program, and what the person made of them.
//!
//! The shipped ones lie in `assets/exercises.json` in our own words. Each has the id of its slug as a
//! natural key and is no record until it is changed; a record of the same id says only what differs.
//! Start reading at [`Library`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use base::error::{Error, Result};
use base::id::AnyId;
use serde::Deserialize;
use store::read::ReadCx;
use store::sql::Sql;

use crate::model::muscle::Muscle;
use crate::model::units::Measured;
use crate::record::EXERCISE;

mod fold;

pub(crate) use self::fold::fold;
use self::fold::{bag, overlap};

/// An exercise as it is shipped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shipped {
    /// Its natural key.
    pub(crate) slug: String,
    /// What it is called.
    pub(crate) name: String,
    /// What a set is measured in.
    pub(crate) kind: Measured,
    /// What it is done with: a slug.
    pub(crate) equipment: String,
    /// Muscles that work most.
    pub(crate) primary: Vec<Muscle>,
    /// Muscles that help.
    pub(crate) secondary: Vec<Muscle>,
    /// Whether each side is counted by itself.
    #[serde(default)]
    pub(crate) unilateral: bool,
    /// How other programs call it.
    pub(crate) aliases: Vec<String>,
    /// How it is done.
    pub(crate) text: String,
}

/// Every shipped exercise.
pub(crate) fn shipped() -> &'static [Shipped] {
    static SHIPPED: OnceLock<Vec<Shipped>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        serde_json::from_str(include_str!("../assets/exercises.json"))
            .expect("a test reads the exercises that are shipped")
    })
}

/// An exercise as it stands: shipped, changed or own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exercise {
    /// Its id.
    pub(crate) id: AnyId,
    /// The slug of a shipped one.
    pub(crate) slug: Option<&'static str>,
    /// What it is called.
    pub(crate) name: String,
    /// What a set is measured in.
    pub(crate) kind: Measured,
    /// What it is done with: a slug.
    pub(crate) equipment: String,
    /// Muscles that work most.
    pub(crate) primary: Vec<Muscle>,
    /// Muscles that help.
    pub(crate) secondary: Vec<Muscle>,
    /// Whether each side is counted by itself.
    pub(crate) unilateral: bool,
    /// Whether lists leave it out.
    pub(crate) hidden: bool,
    /// By how much it becomes heavier, milligrams.
    pub(crate) step_mg: i64,
    /// How it is done.
    pub(crate) text: String,
    /// How other programs call it: folded names.
    pub(crate) aliases: BTreeSet<String>,
    /// The exercise for which its sets count, when it was merged.
    pub(crate) into: Option<AnyId>,
    /// Whether there is a record of it.
    pub(crate) changed: bool,
}

/// By how much an exercise becomes heavier when nobody said it, milligrams: the smallest step that its
/// equipment usually has.
fn usual_step_mg(equipment: &str) -> i64 {
    match equipment {
        "machine" | "smith" => 5_000_000,
        "kettlebell" => 4_000_000,
        "dumbbell" => 2_000_000,
        _ => 2_500_000,
    }
}

impl Exercise {
    fn of_shipped(id: AnyId, shipped: &'static Shipped) -> Exercise {
        Exercise {
            id,
            slug: Some(&shipped.slug),
            name: shipped.name.clone(),
            kind: shipped.kind,
            equipment: shipped.equipment.clone(),
            primary: shipped.primary.clone(),
            secondary: shipped.secondary.clone(),
            unilateral: shipped.unilateral,
            hidden: false,
            step_mg: usual_step_mg(&shipped.equipment),
            text: shipped.text.clone(),
            aliases: shipped.aliases.iter().map(|alias| fold(alias)).collect(),
            into: None,
            changed: false,
        }
    }

    fn own(id: AnyId) -> Exercise {
        Exercise {
            id,
            slug: None,
            name: String::new(),
            kind: Measured::WeightReps,
            equipment: "none".to_owned(),
            primary: Vec::new(),
            secondary: Vec::new(),
            unilateral: false,
            hidden: false,
            step_mg: usual_step_mg(""),
            text: String::new(),
            aliases: BTreeSet::new(),
            into: None,
            changed: true,
        }
    }

    /// Half sets that a muscle gets from one set: 2 primary, 1 secondary, 0 not.
    pub(crate) fn share(&self, muscle: Muscle) -> i64 {
        if self.primary.contains(&muscle) { 2 } else { i64::from(self.secondary.contains(&muscle)) }
    }

    fn set_share(&mut self, muscle: Muscle, share: i64) {
        self.primary.retain(|known| *known != muscle);
        self.secondary.retain(|known| *known != muscle);
        match share {
            2 => self.primary.push(muscle),
            1 => self.secondary.push(muscle),
            _ => {}
        }
    }
}

/// Every exercise there is.
pub(crate) struct Library {
    exercises: BTreeMap<AnyId, Exercise>,
}

/// Merges that are followed before it is a circle.
const CHAIN_MAX: usize = 16;

impl Library {
    /// Every exercise of a vault.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn load(cx: &ReadCx<'_>) -> Result<Library> {
        let mut exercises = BTreeMap::new();
        for shipped in shipped() {
            let id = shipped_id(cx, &shipped.slug);
            exercises.insert(id, Exercise::of_shipped(id, shipped));
        }
        change(cx.sql(), &mut exercises)?;
        Ok(Library { exercises })
    }

    /// The exercise with an id, as it stands, merged or not.
    pub(crate) fn get(&self, id: AnyId) -> Option<&Exercise> {
        self.exercises.get(&id)
    }

    /// The exercise with an id.
    ///
    /// # Errors
    /// `NotFound` at `field`.
    pub(crate) fn known(&self, id: AnyId, field: &str) -> Result<&Exercise> {
        self.get(id).ok_or_else(|| Error::not_found("exercise", id).at(field))
    }

    /// The exercise for which sets of this one count: itself, unless it was merged.
    pub(crate) fn target(&self, id: AnyId) -> AnyId {
        let mut at = id;
        for _ in 0..CHAIN_MAX {
            match self.exercises.get(&at).and_then(|exercise| exercise.into) {
                Some(into) if into != at && into != id => at = into,
                Some(_) | None => break,
            }
        }
        at
    }

    /// Those whose sets count for an exercise: itself first, and what was merged into it.
    pub(crate) fn sources(&self, id: AnyId) -> Vec<AnyId> {
        let merged = self.exercises.values().filter(|exercise| exercise.into.is_some());
        let others = merged.map(|exercise| exercise.id);
        std::iter::once(id)
            .chain(others.filter(|other| *other != id && self.target(*other) == id))
            .collect()
    }

    /// What an exercise is called, also one that is no longer there.
    pub(crate) fn name(&self, id: AnyId) -> String {
        self.get(self.target(id)).map_or_else(String::new, |exercise| exercise.name.clone())
    }

    /// Every exercise that was not merged, by name.
    pub(crate) fn all(&self) -> Vec<&Exercise> {
        let own = |exercise: &&Exercise| exercise.into.is_none();
        let mut all: Vec<&Exercise> = self.exercises.values().filter(own).collect();
        all.sort_by_cached_key(|exercise| (fold(&exercise.name), exercise.id));
        all
    }

    /// The exercise that a name stands for: its own name or an alias, whatever the case, the marks and
    /// the order of words; what the person made goes before what was shipped.
    pub(crate) fn find(&self, name: &str) -> Option<AnyId> {
        self.names().find(name)
    }

    /// Every name, for looking up many.
    pub(crate) fn names(&self) -> Names {
        let mut exact: HashMap<String, (bool, AnyId)> = HashMap::new();
        let mut bags: HashMap<String, (bool, AnyId)> = HashMap::new();
        for exercise in self.exercises.values() {
            let target = self.target(exercise.id);
            let rank = (exercise.slug.is_some() && !exercise.changed, target);
            let own = std::iter::once(fold(&exercise.name)).filter(|name| !name.is_empty());
            for name in own.chain(exercise.aliases.iter().cloned()) {
                let known = bags.entry(bag(&name)).or_insert(rank);
                *known = rank.min(*known);
                let known = exact.entry(name).or_insert(rank);
                *known = rank.min(*known);
            }
        }
        Names { exact, bags }
    }

    /// Exercises with a name that has every word of a text, whole or begun; those whose own name begins
    /// with it first, then the shortest.
    pub(crate) fn like(&self, text: &str, limit: usize) -> Vec<AnyId> {
        let text = fold(text);
        if text.is_empty() {
            return Vec::new();
        }
        let fits = |name: &str| {
            let begins = |wanted: &str| name.split(' ').any(|word| word.starts_with(wanted));
            text.split(' ').all(begins)
        };
        let mut found: Vec<(bool, usize, AnyId)> = Vec::new();
        for exercise in self.all().into_iter().filter(|exercise| !exercise.hidden) {
            let own = fold(&exercise.name);
            if fits(&own) || exercise.aliases.iter().any(|alias| fits(alias)) {
                found.push((!own.starts_with(&text), own.len(), exercise.id));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, _, id)| id).take(limit).collect()
    }

    /// Exercises whose names have words in common with a name, the nearest first.
    pub(crate) fn near(&self, name: &str, limit: usize) -> Vec<AnyId> {
        let name = fold(name);
        let mut found: Vec<(u32, AnyId)> = Vec::new();
        for exercise in self.all().into_iter().filter(|exercise| !exercise.hidden) {
            let own = fold(&exercise.name);
            let names = std::iter::once(&own).chain(&exercise.aliases);
            let near = names.map(|known| overlap(&name, known)).max().unwrap_or(0);
            if near > 0 {
                found.push((near, exercise.id));
            }
        }
        found.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
        found.into_iter().map(|(_, id)| id).take(limit).collect()
    }
}

/// Every name of every exercise.
pub(crate) struct Names {
    exact: HashMap<String, (bool, AnyId)>,
    bags: HashMap<String, (bool, AnyId)>,
}

impl Names {
    /// The exercise that a name stands for.
    pub(crate) fn find(&self, name: &str) -> Option<AnyId> {
        let name = fold(name);
        let found = self.exact.get(&name).or_else(|| self.bags.get(&bag(&name)));
        found.map(|(_, id)| *id)
    }
}

/// The id of a shipped exercise.
pub(crate) fn shipped_id(cx: &ReadCx<'_>, slug: &str) -> AnyId {
    cx.natural_id(EXERCISE.name, 0, slug)
}

/// Lays what records say over what was shipped.
fn change(sql: Sql<'_>, exercises: &mut BTreeMap<AnyId, Exercise>) -> Result<()> {
    let mut numbers: HashMap<i64, AnyId> = HashMap::new();
    sql.each(
        "SELECT n, id, name, kind, equipment, note, hidden, unilateral, step_mg, target
         FROM fitness_exercise",
        &[],
        |row| {
            let id = row.id(1)?;
            numbers.insert(row.int(0)?, id);
            let exercise = exercises.entry(id).or_insert_with(|| Exercise::own(id));
            exercise.changed = true;
            if let Some(name) = row.opt_text(2)? {
                exercise.name = name;
            }
            if let Some(kind) = row.opt_text(3)?.and_then(|word| Measured::read(&word)) {
                exercise.kind = kind;
            }
            if let Some(equipment) = row.opt_text(4)? {
                exercise.step_mg = usual_step_mg(&equipment);
                exercise.equipment = equipment;
            }
            if let Some(text) = row.opt_text(5)? {
                exercise.text = text;
            }
            exercise.hidden = row.flag(6)?;
            exercise.unilateral =
                row.opt_int(7)?.map_or(exercise.unilateral, |unilateral| unilateral != 0);
            exercise.step_mg = row.opt_int(8)?.unwrap_or(exercise.step_mg);
            exercise.into = row.opt_id(9)?;
            Ok(())
        },
    )?;
    sql.each("SELECT exercise, muscle, share FROM fitness_muscle", &[], |row| {
        let muscle = Muscle::read(row.text_here(1)?);
        let exercise = numbers.get(&row.int(0)?).and_then(|id| exercises.get_mut(id));
        if let (Some(exercise), Some(muscle)) = (exercise, muscle) {
            exercise.set_share(muscle, row.int(2)?);
        }
        Ok(())
    })?;
    sql.each("SELECT exercise, alias FROM fitness_alias", &[], |row| {
        if let Some(exercise) = numbers.get(&row.int(0)?).and_then(|id| exercises.get_mut(id)) {
            exercise.aliases.insert(row.text(1)?);
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
