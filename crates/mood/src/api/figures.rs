//! How moods lie: over some days, beside own factors, beside own words.
//!
//! Plain counts, middles and spreads, on the person's own scale. What goes together is told with how
//! many days there are on each side, and with fewer than enough nothing is compared at all; nothing
//! here says that one brought the other about.

use std::collections::{BTreeMap, HashMap};

use base::day::{Day, Span};
use base::error::Result;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;

use super::check;
use super::factors::{MoodFactor, MoodFactorKind, factors};
use super::timeline::{by_day, middle};
use crate::model::spread::{Spread, median};
use crate::own::{Said, SelfReports};

wire! {
    /// How numbers lie, on the scale from -100 to 100.
    #[derive(Copy)]
    pub(crate) struct MoodSpread {
        /// How many there are.
        pub(crate) n: u32,
        /// The middle one; null: there is none.
        pub(crate) median: Option<f64>,
        /// A quarter of them lies below it; null: fewer than four.
        pub(crate) low: Option<f64>,
        /// A quarter of them lies above it; null: fewer than four.
        pub(crate) high: Option<f64>,
    }

    /// How many days back from today.
    #[derive(Copy)]
    pub(crate) struct LastDays {
        /// Days, today among them; 1 to 40000.
        pub(crate) days: u32,
    }

    /// How moods lay over some days.
    pub(crate) struct MoodSpan {
        /// The first day.
        pub(crate) first: Day,
        /// The last day.
        pub(crate) last: Day,
        /// How many days have a check-in.
        pub(crate) known: u32,
        /// How many check-ins.
        pub(crate) count: u32,
        /// How pleasant, over check-ins.
        pub(crate) valence: MoodSpread,
        /// How energetic, over check-ins.
        pub(crate) energy: MoodSpread,
    }

    /// Which of the two is looked at.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MoodAxis {
        /// How pleasant.
        #[default]
        Valence,
        /// How energetic.
        Energy,
    }

    /// Beside which factors, over how many days.
    #[derive(Copy)]
    #[ts(optional_fields)]
    pub(crate) struct MoodByFactorOf {
        /// Days back from today, today among them; 1 to 40000.
        pub(crate) days: u32,
        /// What is looked at; without, how pleasant.
        #[serde(default)]
        pub(crate) axis: Option<MoodAxis>,
    }

    /// Days with a factor beside days without it. They went together or not; why is not told.
    pub(crate) struct MoodBeside {
        /// The factor.
        pub(crate) factor: MoodFactor,
        /// Days on which it was so; of a scale or count, days above `split`.
        pub(crate) with: MoodSpread,
        /// Days on which it was not so; of a scale or count, days at or below `split`.
        pub(crate) without: MoodSpread,
        /// The person's own middle value of a scale or count; null: a flag, or nothing said.
        pub(crate) split: Option<f64>,
        /// The middle with it less the middle without it; null: not enough days.
        pub(crate) difference: Option<f64>,
        /// Whether there are enough days: 8 on each side and 30 together.
        pub(crate) enough: bool,
    }

    /// Moods beside factors.
    pub(crate) struct MoodByFactor {
        /// The first day.
        pub(crate) first: Day,
        /// The last day.
        pub(crate) last: Day,
        /// How many days have a mood.
        pub(crate) known: u32,
        /// How many days are needed on each side.
        pub(crate) side_min: u32,
        /// How many days are needed together.
        pub(crate) together_min: u32,
        /// Factors in their order; those that nobody used in these days are left out.
        pub(crate) factors: Vec<MoodBeside>,
    }

    /// A word that was used.
    pub(crate) struct OwnWord {
        /// The word.
        pub(crate) word: String,
        /// In how many check-ins.
        pub(crate) count: u32,
        /// The middle of how pleasant those were; null: none of them has a place.
        pub(crate) valence: Option<f64>,
        /// The middle of how energetic those were; null: none of them has a place.
        pub(crate) energy: Option<f64>,
        /// The last day on which it was used.
        pub(crate) last: Day,
    }
}

/// Days that are needed on each side before two sides are compared.
const SIDE_MIN: usize = 8;
/// Days that are needed on both sides together.
const TOGETHER_MIN: usize = 30;
/// The most words that are shown.
const WORDS_SHOWN: usize = 200;

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl From<Spread> for MoodSpread {
    fn from(spread: Spread) -> MoodSpread {
        let Spread { n, median, low, high } = spread;
        MoodSpread { n: count(n), median, low, high }
    }
}

fn numbers(said: &[Said], number: fn(&Said) -> Option<i64>) -> MoodSpread {
    Spread::of(said.iter().filter_map(number).map(|number| number as f64).collect()).into()
}

/// How moods lay over the last days.
///
/// # Errors
/// `Invalid` at `days`.
pub(crate) fn span(cx: &ReadCx<'_>, request: LastDays) -> Result<MoodSpan> {
    let own = SelfReports::of(cx)?;
    let span = check::last_days(request.days, own.today())?;
    let days = by_day(&own, span)?;
    let known = count(days.len());
    let said: Vec<Said> = days.into_values().flatten().collect();
    Ok(MoodSpan {
        first: span.first,
        last: span.last,
        known,
        count: count(said.len()),
        valence: numbers(&said, |said| said.valence),
        energy: numbers(&said, |said| said.energy),
    })
}

/// A day beside one factor: what was answered, and the mood of the day.
struct Beside {
    value: Option<f64>,
    mood: f64,
}

/// Moods of days with each factor beside those of days without it.
///
/// # Errors
/// `Invalid` at `days`.
pub(crate) fn by_factor(cx: &ReadCx<'_>, request: MoodByFactorOf) -> Result<MoodByFactor> {
    let own = SelfReports::of(cx)?;
    let Span { first, last } = check::last_days(request.days, own.today())?;
    let axis = request.axis.unwrap_or_default();
    let mut known = 0;
    let mut moods: BTreeMap<Day, f64> = BTreeMap::new();
    let mut marked: HashMap<AnyId, BTreeMap<Day, Vec<f64>>> = HashMap::new();
    for (day, said) in by_day(&own, Span { first, last })? {
        let (valence, energy) = middle(&said);
        let mood = match axis {
            MoodAxis::Valence => valence,
            MoodAxis::Energy => energy,
        };
        let Some(mood) = mood else { continue };
        known += 1;
        moods.insert(day, mood);
        for (factor, value) in said.iter().flat_map(|said| &said.factors) {
            let days = marked.entry(*factor).or_default();
            days.entry(day).or_default().push(*value as f64);
        }
    }
    let beside = |factor: MoodFactor| {
        let days = marked.get(&factor.id)?;
        Some(compared(factor, days, &moods))
    };
    let factors = factors(cx, Nothing {})?.into_iter().filter_map(beside).collect();
    Ok(MoodByFactor {
        first,
        last,
        known,
        side_min: count(SIDE_MIN),
        together_min: count(TOGETHER_MIN),
        factors,
    })
}

/// Days with a factor beside days without.
///
/// A flag that is not ticked on a day with a mood was not so, but only between the first and the last
/// day on which it was ticked: before it was thought of and after it was given up nobody was asked. A
/// scale or a count that was not answered is unknown; its days are parted at the person's own middle.
fn compared(
    factor: MoodFactor,
    marked: &BTreeMap<Day, Vec<f64>>,
    moods: &BTreeMap<Day, f64>,
) -> MoodBeside {
    let is_flag = factor.kind == MoodFactorKind::Flag;
    let asked = marked.keys().next().zip(marked.keys().next_back());
    let days: Vec<Beside> = match asked {
        None => Vec::new(),
        Some((first, last)) => {
            let beside = |(day, mood): (&Day, &f64)| {
                let values = marked.get(day).cloned().unwrap_or_default();
                let value = match is_flag {
                    true => Some(f64::from(u8::from(values.iter().any(|value| *value > 0.0)))),
                    false => median(values),
                };
                Beside { value, mood: *mood }
            };
            // A factor that is still offered is asked for until today.
            let until = if factor.archived { *last } else { Day::new(jiff::civil::Date::MAX) };
            moods.range(*first..=until).map(beside).collect()
        }
    };
    let answered: Vec<f64> = days.iter().filter_map(|day| day.value).collect();
    let split = if is_flag { None } else { median(answered) };
    let above = |day: &&Beside| day.value.is_some_and(|value| value > split.unwrap_or(0.0));
    let below = |day: &&Beside| day.value.is_some_and(|value| value <= split.unwrap_or(0.0));
    let with = Spread::of(days.iter().filter(above).map(|day| day.mood).collect());
    let without = Spread::of(days.iter().filter(below).map(|day| day.mood).collect());
    let enough = with.n >= SIDE_MIN && without.n >= SIDE_MIN && with.n + without.n >= TOGETHER_MIN;
    let difference = with.median.zip(without.median).map(|(with, without)| with - without);
    MoodBeside {
        factor,
        with: with.into(),
        without: without.into(),
        split,
        difference: difference.filter(|_| enough),
        enough,
    }
}

/// Words that were used in the last days, the most used first.
///
/// # Errors
/// `Invalid` at `days`.
pub(crate) fn own_words(cx: &ReadCx<'_>, request: LastDays) -> Result<Vec<OwnWord>> {
    let own = SelfReports::of(cx)?;
    let span = check::last_days(request.days, own.today())?;
    let mut words: HashMap<String, Vec<Said>> = HashMap::new();
    for said in own.of_days(span)? {
        for word in &said.words {
            words.entry(word.clone()).or_default().push(said.clone());
        }
    }
    let start = own.start();
    let mut used: Vec<OwnWord> = words
        .into_iter()
        .filter_map(|(word, said)| {
            let last = said.iter().map(|said| said.local_ms).max()?;
            let (valence, energy) = middle(&said);
            Some(OwnWord { word, count: count(said.len()), valence, energy, last: start.day(last) })
        })
        .collect();
    used.sort_by(|a, b| (b.count, &a.word).cmp(&(a.count, &b.word)));
    used.truncate(WORDS_SHOWN);
    Ok(used)
}
