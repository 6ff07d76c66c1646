//! Quick capture: one typed line as a workout or a measure of the body.
//!
//! `ran 5k in 25:10`, `yoga 30 min`, `bench 3x5 80kg`, `weight 81.4`. Modest on purpose: a line is one
//! only when all of it is understood; a sentence that begins with `ran` is a sentence, and what has a
//! currency is money. Start reading at [`line::read`].

mod lifting;
mod line;
mod moved;
#[cfg(test)]
mod tests;

use base::day::Day;
use domain::view::{Draft, DraftChip};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use store::read::ReadCx;

use self::lifting::Lifted;
use self::line::{Line, Told, read};
use self::moved::Moved;
use crate::agenda::distance;
use crate::api::{self, BodyMeasure, Said, WeightUnit};
use crate::library::Library;
use crate::model::hex;
use crate::model::units::{KG, LB, Unit, show_clock};
use crate::search::words;

/// The line as training or a measure, if it is that.
pub(crate) fn capture(text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
    let Ok(said) = Said::load(cx.sql()) else { return Vec::new() };
    let weight = match api::weight_unit(&said) {
        WeightUnit::Kg => KG,
        WeightUnit::Lb => LB,
    };
    let Some(line) = read(text, weight, cx.today()) else { return Vec::new() };
    let draft = match &line.told {
        Told::Moved(moved) => moved_draft(cx, &line, moved, &said),
        Told::Lifted(lifted) => lifted_draft(cx, &line, lifted, weight),
        Told::Measured { what, value, unit, text } => {
            Some(measured_draft(cx, &line, *what, *value, *unit, text))
        }
    };
    draft.into_iter().collect()
}

fn chip(label: &str, value: String) -> DraftChip {
    DraftChip { label: label.into(), value }
}

fn draft(command: &str, payload: Value, title: String, chips: Vec<DraftChip>) -> Draft {
    Draft { domain: "fitness".into(), command: command.into(), payload, title, chips, sure: true }
}

/// When it was, Unix milliseconds, if that is said; of a day without a time at noon.
fn at_ms(cx: &ReadCx<'_>, day: Option<Day>, time: Option<Time>) -> Option<i64> {
    let zone: TimeZone = cx.env().zone();
    if day.is_none() && time.is_none() {
        return None;
    }
    let date = day.unwrap_or(cx.today()).date();
    let noon = Time::constant(12, 0, 0, 0);
    let at = date.to_datetime(time.unwrap_or(noon)).to_zoned(zone).ok()?;
    Some(at.timestamp().as_millisecond())
}

fn when_chips(line: &Line, today: Day) -> Vec<DraftChip> {
    let day = line.day.filter(|day| *day != today).map(|day| chip("date", day.to_string()));
    let time = line.time.map(|time| chip("time", time.strftime("%H:%M").to_string()));
    let tags = line.tags.iter().map(|tag| chip("tag", tag.clone()));
    day.into_iter().chain(time).chain(tags).collect()
}

fn moved_draft(cx: &ReadCx<'_>, line: &Line, moved: &Moved, said: &Said) -> Option<Draft> {
    let unit = api::distance_unit(said);
    let mut chips = vec![chip("sport", words(moved.sport))];
    let mut title = words(moved.sport);
    if let Some(mm) = moved.distance_mm {
        chips.push(chip("distance", distance(mm, unit)));
        title.push_str(&format!(", {}", distance(mm, unit)));
    }
    if let Some(ms) = moved.elapsed_ms {
        chips.push(chip("duration", show_clock(ms)));
        title.push_str(&format!(", {}", show_clock(ms)));
    }
    chips.extend(when_chips(line, cx.today()));
    let payload = json!({
        "sport": moved.sport,
        "name": moved.name,
        "distance_mm": moved.distance_mm,
        "elapsed_ms": moved.elapsed_ms,
        "start_ms": at_ms(cx, line.day, line.time),
        "tags": line.tags,
    });
    Some(draft("fitness.create_workout", payload, title, chips))
}

fn lifted_draft(cx: &ReadCx<'_>, line: &Line, lifted: &Lifted, usual: Unit) -> Option<Draft> {
    let library = Library::load(cx).ok()?;
    let slug = lifting::SHORT.iter().find(|(word, _)| *word == lifted.name);
    let id = match slug {
        Some((_, slug)) => crate::library::shipped_id(cx, slug),
        None => library.find(&lifted.name)?,
    };
    let exercise = library.get(id)?;
    let unit = lifted.unit.unwrap_or(usual);
    let sets: Vec<Value> = lifted
        .reps
        .iter()
        .map(|reps| {
            json!({
                "reps": reps, "mg": lifted.mg, "rpe_x2": lifted.rpe_x2,
                "unit": if lifted.mg.is_some() { unit.sign } else { "" }, "text": lifted.text,
            })
        })
        .collect();
    let (first, count) = (lifted.reps.first()?, lifted.reps.len());
    let reps = match lifted.reps.iter().all(|reps| reps == first) {
        true => format!("{count} × {first}"),
        false => lifted.reps.iter().map(i64::to_string).collect::<Vec<_>>().join(", "),
    };
    let weight = lifted.mg.map(|mg| format!("{} {}", unit.show(mg, 2), unit.sign));
    let mut chips = vec![chip("exercise", exercise.name.clone()), chip("sets", reps.clone())];
    chips.extend(weight.clone().map(|weight| chip("weight", weight)));
    chips.extend(when_chips(line, cx.today()));
    let weight = weight.map_or(String::new(), |weight| format!(", {weight}"));
    let payload = json!({
        "sport": "strength",
        "start_ms": at_ms(cx, line.day, line.time),
        "tags": line.tags,
        "exercises": [{ "exercise": hex(id), "sets": sets }],
    });
    let title = format!("{}, {reps}{weight}", exercise.name);
    Some(draft("fitness.create_workout", payload, title, chips))
}

fn measured_draft(
    cx: &ReadCx<'_>,
    line: &Line,
    what: BodyMeasure,
    value: i64,
    unit: Option<Unit>,
    text: &str,
) -> Draft {
    let sign = match what {
        BodyMeasure::BodyFat => "%",
        BodyMeasure::RestingHeart => "bpm",
        _ => unit.map_or("", |unit| unit.sign),
    };
    let shown = format!("{text} {sign}");
    let mut chips = vec![chip("measure", words(what.word())), chip("value", shown.clone())];
    chips.extend(when_chips(line, cx.today()));
    let payload = json!({
        "what": what, "value": value, "unit": sign, "text": text,
        "at_ms": at_ms(cx, line.day, line.time),
    });
    draft("fitness.add_measure", payload, format!("{}, {shown}", words(what.word())), chips)
}
