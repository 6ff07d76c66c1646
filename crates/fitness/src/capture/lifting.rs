//! Sets of an exercise: `bench 3x5 80kg`.

use super::line::{quantity, weight_unit};
use crate::model::units::Unit;

/// Sets of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lifted {
    /// The words before the first number.
    pub(super) name: String,
    /// The repetitions of each set.
    pub(super) reps: Vec<i64>,
    /// The weight, milligrams.
    pub(super) mg: Option<i64>,
    /// The unit of it that is said.
    pub(super) unit: Option<Unit>,
    /// The weight as entered.
    pub(super) text: String,
    /// Twice the RPE.
    pub(super) rpe_x2: Option<i64>,
}

/// What lifters call exercises among themselves, and the slugs.
pub(super) static SHORT: &[(&str, &str)] = &[
    ("bench", "bench_press"),
    ("dead", "deadlift"),
    ("dl", "deadlift"),
    ("press", "overhead_press"),
    ("row", "barbell_row"),
    ("rows", "barbell_row"),
    ("curl", "dumbbell_curl"),
    ("curls", "dumbbell_curl"),
    ("lunges", "lunge"),
    ("pulldown", "lat_pulldown"),
    ("pulldowns", "lat_pulldown"),
    ("dips", "chest_dip"),
    ("clean", "power_clean"),
    ("thrust", "hip_thrust"),
    ("incline bench", "incline_bench_press"),
    ("swings", "kettlebell_swing"),
];

const SETS_MAX: i64 = 30;
const REPS_MAX: i64 = 500;

/// The words as sets, when all of them are understood: a name, sets times repetitions, perhaps a weight
/// and an RPE, in either order.
pub(super) fn read(words: &[&str], usual: Unit) -> Option<Lifted> {
    let starts_figure = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_digit()) || word.starts_with('@') || *word == "rpe"
    };
    let at = words.iter().position(starts_figure)?;
    if at == 0 {
        return None;
    }
    let name = words[..at].join(" ");
    let mut lifted = Lifted {
        name: name.trim_end_matches(':').to_owned(),
        reps: Vec::new(),
        mg: None,
        unit: None,
        text: String::new(),
        rpe_x2: None,
    };
    let mut rest = &words[at..];
    while let Some(word) = rest.first() {
        if *word == "@" || *word == "at" || *word == "with" {
            rest = &rest[1..];
        } else if *word == "rpe" {
            lifted.rpe_x2 = Some(rpe(rest.get(1)?)?);
            rest = &rest[2..];
        } else if let Some((reps, weight, took)) = reps(rest).filter(|_| lifted.reps.is_empty()) {
            lifted.reps = reps;
            if let Some(weight) = weight {
                lifted.take_weight(weight, "", usual)?;
            }
            rest = &rest[took..];
        } else {
            let bare: Vec<&str> = std::iter::once(word.trim_start_matches('@'))
                .chain(rest[1..].iter().copied())
                .collect();
            let (number, unit, took) = quantity(&bare)?;
            let took = if weight_unit(unit).is_none() && took == 2 { 1 } else { took };
            let unit = if took == 1 && !bare[0].ends_with(unit) { "" } else { unit };
            lifted.take_weight(number, unit, usual)?;
            rest = &rest[took..];
        }
    }
    (!lifted.reps.is_empty()).then_some(lifted)
}

impl Lifted {
    fn take_weight(&mut self, number: &str, unit: &str, usual: Unit) -> Option<()> {
        if self.mg.is_some() {
            return None;
        }
        self.unit = if unit.is_empty() { None } else { Some(weight_unit(unit)?) };
        let mg = self.unit.unwrap_or(usual).read(number)?;
        self.mg = Some(mg).filter(|mg| (0..=1_500_000_000).contains(mg));
        self.text = number.to_owned();
        self.mg.map(drop)
    }
}

/// `3x5`, `3 x 5`, `3x5x80`, `5,5,4`: the repetitions of each set, a weight, and how many words.
fn reps<'a>(words: &[&'a str]) -> Option<(Vec<i64>, Option<&'a str>, usize)> {
    let number = |text: &str, most: i64| {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        plain
            .then(|| text.parse::<i64>().ok())
            .flatten()
            .filter(|number| (1..=most).contains(number))
    };
    let of = |sets: i64, reps: i64| vec![reps; usize::try_from(sets).unwrap_or(0)];
    let first = words.first()?;
    let parts: Vec<&str> = first.split(['x', '×']).collect();
    match parts.as_slice() {
        [sets, reps] => {
            return Some((of(number(sets, SETS_MAX)?, number(reps, REPS_MAX)?), None, 1));
        }
        [sets, reps, weight] => {
            return Some((of(number(sets, SETS_MAX)?, number(reps, REPS_MAX)?), Some(weight), 1));
        }
        _ => {}
    }
    if let [sets, "x" | "×", reps, ..] = words {
        return Some((of(number(sets, SETS_MAX)?, number(reps, REPS_MAX)?), None, 3));
    }
    let list: Vec<&str> = first.split([',', '/']).collect();
    // Two numbers with a comma between them are one with decimals.
    if list.len() >= 3 {
        let reps: Option<Vec<i64>> = list.iter().map(|reps| number(reps, REPS_MAX)).collect();
        return reps.map(|reps| (reps, None, 1));
    }
    None
}

/// Twice an RPE: `8`, `8.5`.
fn rpe(text: &str) -> Option<i64> {
    let twice = match text.split_once('.') {
        Some((whole, "5")) => whole.parse::<i64>().ok()? * 2 + 1,
        Some((whole, "0")) => whole.parse::<i64>().ok()? * 2,
        Some(_) => return None,
        None => text.parse::<i64>().ok()? * 2,
    };
    (2..=20).contains(&twice).then_some(twice)
}
