//! What a person says about an activity that a source told: annotations, never changes of it.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::facts::Fact;
use store::record::{Value, text};
use store::write::WriteCx;

use super::super::check;
use super::ActivityRef;
use crate::record::ACTIVITY;

wire! {
    /// What to say about an activity; null: leave, empty: as its source tells it.
    #[ts(optional_fields)]
    pub(crate) struct EditActivity {
        /// The activity.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// Its note.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// A slug.
        #[serde(default)]
        pub(crate) sport: Option<String>,
        /// Twice the RPE; 0: forget.
        #[serde(default)]
        pub(crate) rpe_x2: Option<i64>,
        /// All its tags.
        #[serde(default)]
        pub(crate) tags: Option<Vec<String>>,
        /// Whether lists leave it out.
        #[serde(default)]
        pub(crate) hidden: Option<bool>,
    }
}

/// The highest RPE, twice.
const RPE_X2_MAX: i64 = 20;

/// What the person noted, empty when nothing.
pub(super) fn note_of(fact: &Fact) -> String {
    text(&fact.notes, "note").to_owned()
}

/// Says something about an activity.
///
/// # Errors
/// `NotFound`; `Invalid` naming the field.
pub(crate) fn edit_activity(cx: &mut WriteCx<'_>, request: EditActivity) -> Result<()> {
    let fact = known(cx, request.id)?;
    let mut say =
        |field: &str, value: Option<Value>| cx.annotate(request.id, field, value.as_ref());
    let word = |text: String| Some(Value::from(text)).filter(|value| *value != Value::from(""));
    if let Some(name) = request.name {
        say("name", word(check::words(&name, "name")?))?;
    }
    if let Some(note) = request.note {
        say("note", word(check::note(&note)?))?;
    }
    if let Some(sport) = request.sport {
        let sport = if sport.is_empty() { sport } else { check::slug(&sport, "sport")? };
        say("sport", word(sport))?;
    }
    if let Some(rpe) = request.rpe_x2 {
        if !(0..=RPE_X2_MAX).contains(&rpe) {
            return Err(Error::invalid("rpe_x2", "RPE is between 0.5 and 10"));
        }
        say("rpe_x2", (rpe > 0).then_some(Value::Int(rpe)))?;
    }
    if let Some(hidden) = request.hidden {
        say("hidden", hidden.then_some(Value::Bool(true)))?;
    }
    let Some(tags) = request.tags else { return Ok(()) };
    let tags = tags.iter().map(|tag| check::tag(tag)).collect::<Result<Vec<_>>>()?;
    for field in fact.notes.keys() {
        if field.strip_prefix("tag/").is_some_and(|tag| !tags.iter().any(|kept| kept == tag)) {
            say(field, None)?;
        }
    }
    tags.iter().try_for_each(|tag| say(&format!("tag/{tag}"), Some(Value::Bool(true))))
}

/// Keeps an activity apart from others that look the same.
///
/// # Errors
/// `NotFound`.
pub(crate) fn separate_activity(cx: &mut WriteCx<'_>, request: ActivityRef) -> Result<()> {
    known(cx, request.id)?;
    cx.annotate(request.id, "apart", Some(&Value::Bool(true)))
}

/// Lets an activity be one with others that look the same again.
///
/// # Errors
/// `NotFound`.
pub(crate) fn unite_activity(cx: &mut WriteCx<'_>, request: ActivityRef) -> Result<()> {
    known(cx, request.id)?;
    cx.annotate(request.id, "apart", None)
}

fn known(cx: &WriteCx<'_>, id: AnyId) -> Result<Fact> {
    let fact = cx.read().fact(id)?;
    match &*fact.kind == ACTIVITY.name && !fact.retracted {
        true => Ok(fact),
        false => Err(Error::not_found("activity", id)),
    }
}
