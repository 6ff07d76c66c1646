//! What full-text search knows of training: workouts, activities, own exercises, routines, goals.

use store::facts::Fact;
use store::record::{Record, SearchDoc, members, text};

use crate::model::activity::Activity;
use crate::model::local_day;
use crate::model::workout::Workout;
use crate::record::{ACTIVITY, EXERCISE, GOAL, ROUTINE, WORKOUT};

/// What search knows of a record; nothing of most kinds, but the trash names each.
pub(crate) fn search(record: &Record) -> Option<SearchDoc> {
    let said = |key: &str| record.text(key).to_owned();
    match record.kind.as_str() {
        kind if kind == WORKOUT.name => Some(workout(record)),
        kind if kind == EXERCISE.name => Some(SearchDoc {
            day: String::new(),
            title: said("name"),
            body: said("note"),
            extra: record.members("alias/").collect::<Vec<_>>().join("\n"),
        })
        .filter(|doc| !doc.title.is_empty() || record.trashed_ms.is_some()),
        kind if kind == ROUTINE.name => Some(SearchDoc {
            day: String::new(),
            title: said("name"),
            body: said("note"),
            extra: said("folder"),
        }),
        kind if kind == GOAL.name => Some(SearchDoc {
            day: said("by"),
            title: words(record.text("what")),
            body: said("note"),
            extra: String::new(),
        })
        .filter(|doc| !doc.body.is_empty() || record.trashed_ms.is_some()),
        _ => record
            .trashed_ms
            .is_some()
            .then(|| SearchDoc { title: words(record.text("what")), ..SearchDoc::default() }),
    }
}

fn workout(record: &Record) -> SearchDoc {
    let workout = Workout::of(&record.fields);
    let began = workout.start.or_else(|| workout.events.iter().map(|event| event.at.at_ms).min());
    let day = match (began, workout.planned) {
        (Some(began), _) => local_day(began, &workout.zone).to_string(),
        (None, Some(planned)) => planned.to_string(),
        (None, None) => String::new(),
    };
    let notes = workout.entries.iter().map(|entry| entry.note.as_str());
    let body = std::iter::once(record.text("note")).chain(notes);
    let body: Vec<&str> = body.filter(|text| !text.is_empty()).collect();
    SearchDoc {
        day,
        title: match record.text("name") {
            "" => words(&workout.sport),
            name => name.to_owned(),
        },
        body: body.join("\n"),
        extra: format!("{}\n{}", words(&workout.sport), tags(record.members("tag/"))),
    }
}

/// What search knows of an activity that a source told; one that was hidden is not found.
pub(crate) fn search_fact(fact: &Fact) -> Option<SearchDoc> {
    if &*fact.kind != ACTIVITY.name || fact.noted("hidden") {
        return None;
    }
    let activity: Activity = fact.body().ok()?;
    let noted = |field: &str| text(&fact.notes, field).trim();
    let sport = match noted("sport") {
        "" => activity.sport.as_str(),
        sport => sport,
    };
    let name = match noted("name") {
        "" => activity.name.as_str(),
        name => name,
    };
    let body = [noted("note"), activity.note.as_str()];
    let body: Vec<&str> = body.into_iter().filter(|text| !text.is_empty()).collect();
    Some(SearchDoc {
        day: activity.day.to_string(),
        title: if name.is_empty() { words(sport) } else { name.to_owned() },
        body: body.join("\n"),
        extra: format!(
            "{}\n{}\n{}",
            words(sport),
            activity.maker,
            tags(members(&fact.notes, "tag/"))
        ),
    })
}

/// A slug as words: `Trail run`.
pub(crate) fn words(slug: &str) -> String {
    let mut chars = slug.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).map(|c| if matches!(c, '_' | '-') { ' ' } else { c }).collect()
}

fn tags<'a>(tags: impl Iterator<Item = &'a str>) -> String {
    tags.map(|tag| format!("{}:{tag}\n", store::search::TAG)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use base::id::AnyId;

    use super::*;
    use crate::testing::fields;

    #[test]
    fn a_workout_is_found_by_its_words_sport_and_tags() {
        let record = Record {
            n: 1,
            id: AnyId::from_bytes([1; 16]),
            kind: WORKOUT.name.into(),
            fields: fields([
                ("sport", "trail_run".into()),
                ("zone", "Europe/London".into()),
                ("start", 1_772_323_200_000_i64.into()),
                ("note", "Mud to the knees.".into()),
                ("tag/hills", true.into()),
            ]),
            trashed_ms: None,
            version: String::new(),
            conflicts: Vec::new(),
        };
        let doc = search(&record).expect("it is found");
        assert_eq!((doc.day.as_str(), doc.title.as_str()), ("2026-03-01", "Trail run"));
        assert!(doc.body.contains("Mud") && doc.extra.contains("hills"));
        let measure = Record { kind: "fitness.measure".into(), fields: BTreeMap::new(), ..record };
        assert_eq!(search(&measure), None, "a number is not found by words");
    }
}
