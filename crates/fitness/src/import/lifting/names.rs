//! Which exercise a name of another program stands for.

use std::collections::HashMap;

use base::error::Result;
use base::id::AnyId;
use domain::import::{Choice, Imported, Question};
use store::record::{Fields, Value};

use crate::import::intake::Intake;
use crate::library::{Library, fold, shipped};
use crate::model::hex;
use crate::model::units::Measured;
use crate::record::EXERCISE;

/// Exercises that are offered for a name.
const OFFERED: usize = 6;
/// The answer that makes an own exercise.
const NEW: &str = "new";

/// What names were found to be.
#[derive(Default)]
pub(super) struct Found {
    known: HashMap<String, AnyId>,
}

/// A name that no exercise has, and those that are near.
struct Unknown {
    name: String,
    near: Vec<(AnyId, String)>,
}

impl Found {
    /// Finds what names stand for: by name or alias, else by asking, else a new exercise of that name.
    pub(super) fn look(names: &[(String, Measured)], intake: &mut Intake<'_>) -> Result<Found> {
        let mut found = Found::default();
        let mut unknown = Vec::new();
        intake.sink.look(&mut |cx| {
            let library = Library::load(cx)?;
            let by_name = library.names();
            for (name, _) in names {
                match by_name.find(name) {
                    Some(id) => drop(found.known.insert(name.clone(), id)),
                    None => {
                        let near = library.near(name, OFFERED).into_iter();
                        let near = near.map(|id| (id, library.name(id))).collect();
                        unknown.push(Unknown { name: name.clone(), near });
                    }
                }
            }
            Ok(())
        })?;
        for Unknown { name, near } in unknown {
            let id = match ask(&name, &near, intake)? {
                Some(id) => remember(&name, id, intake)?,
                None => make(&name, names, intake)?,
            };
            found.known.insert(name, id);
        }
        // Where there is no vault to look into, all names are new.
        for (name, _) in names {
            if !found.known.contains_key(name) {
                let id = make(name, names, intake)?;
                found.known.insert(name.clone(), id);
            }
        }
        Ok(found)
    }

    /// The exercise of a name.
    pub(super) fn of(&self, name: &str) -> Option<AnyId> {
        self.known.get(name).copied()
    }
}

/// Asks for a name; `None`: a new exercise.
fn ask(name: &str, near: &[(AnyId, String)], intake: &mut Intake<'_>) -> Result<Option<AnyId>> {
    let mut choices: Vec<Choice> =
        near.iter().map(|(id, label)| Choice { value: hex(*id), label: label.clone() }).collect();
    choices.push(Choice { value: NEW.to_owned(), label: String::new() });
    let answer = intake.sink.ask(&Question {
        id: format!("exercise:{}", fold(name)),
        about: name.to_owned(),
        choices,
        free: false,
        suggestion: Some(NEW.to_owned()),
    })?;
    Ok(answer.and_then(|answer| near.iter().find(|(id, _)| hex(*id) == answer)).map(|(id, _)| *id))
}

/// Keeps a name that was answered, so that it is not asked again. Of an exercise that has a record
/// already nothing changes.
fn remember(name: &str, id: AnyId, intake: &mut Intake<'_>) -> Result<AnyId> {
    let slug = shipped().iter().map(|one| one.slug.as_str());
    let mut of_shipped = slug.filter(|slug| intake.sink.id_of(&EXERCISE, 0, slug) == id);
    if let Some(slug) = of_shipped.next() {
        let fields = Fields::from([(format!("alias/{}", fold(name)), Value::Bool(true))]);
        let natural_key = slug.to_owned();
        intake.sink.record(Imported { kind: &EXERCISE, natural_key, at_ms: 0, fields })?;
    }
    Ok(id)
}

/// Makes an own exercise of a name.
fn make(name: &str, names: &[(String, Measured)], intake: &mut Intake<'_>) -> Result<AnyId> {
    let kind = names.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind);
    let kind = kind.unwrap_or(Measured::WeightReps);
    intake.sink.notice("new exercises, by the names in the table");
    let fields = Fields::from([
        ("name".to_owned(), Value::from(name)),
        ("kind".to_owned(), Value::from(kind.word())),
    ]);
    let natural_key = format!("name:{}", fold(name));
    intake.sink.record(Imported { kind: &EXERCISE, natural_key, at_ms: 0, fields })
}
