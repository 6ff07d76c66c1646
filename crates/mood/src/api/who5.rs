//! The WHO-5 Well-Being Index: five sentences, once in a while, if the person wants it.
//!
//! The five sentences, their introduction and the six answers are the World Health Organization's
//! (WHO-5 Well-Being Index, 1998 version, distributed by the Psychiatric Research Unit, Mental Health
//! Centre North Zealand, Hillerød, Denmark, the WHO Collaborating Centre) and stand here as published:
//! they may not be reworded, and only official translations may be shown. The raw sum of 0 to 25 is
//! multiplied by 4, so that 0 is the least and 100 the most well-being one can answer. Cut-offs that
//! are in use elsewhere tell of screening for an illness; there are none here.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Fields, Value};
use store::write::WriteCx;

use super::settings::day_start;
use super::{check, zone_name};
use crate::record::WHO5;

wire! {
    /// The WHO-5 as it was answered.
    #[derive(Eq)]
    pub(crate) struct Who5 {
        /// The record.
        pub(crate) id: AnyId,
        /// When, Unix milliseconds.
        pub(crate) at_ms: i64,
        /// The day.
        pub(crate) day: Day,
        /// The five answers, 0 (at no time) to 5 (all of the time).
        pub(crate) answers: Vec<i64>,
        /// Their sum times 4: 0 to 100.
        pub(crate) score: i64,
    }

    /// An answer that can be given.
    #[derive(Eq)]
    pub(crate) struct Who5Choice {
        /// 0 to 5.
        pub(crate) value: i64,
        /// Its official English wording.
        pub(crate) text: String,
    }

    /// The questionnaire, and how it was answered.
    #[derive(Eq)]
    pub(crate) struct Who5Sheet {
        /// What stands above the sentences, in the official English wording.
        pub(crate) introduction: String,
        /// The five sentences in the official English wording.
        pub(crate) items: Vec<String>,
        /// What can be answered, the most first.
        pub(crate) choices: Vec<Who5Choice>,
        /// Whose it is.
        pub(crate) source: String,
        /// How it was answered, the latest first.
        pub(crate) answered: Vec<Who5>,
        /// The day from which it may be offered again: a month after the last; null: at any time.
        pub(crate) next: Option<Day>,
    }

    /// Answers to the five sentences.
    #[ts(optional_fields)]
    pub(crate) struct NewWho5 {
        /// Five numbers, 0 to 5, in the order of the sentences.
        pub(crate) answers: Vec<i64>,
        /// When, Unix milliseconds; null: now.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
    }

    /// Names a questionnaire.
    #[derive(Copy)]
    pub(crate) struct Who5Ref {
        /// The record.
        pub(crate) id: AnyId,
    }
}

/// What stands above the sentences.
const INTRODUCTION: &str = "Please indicate for each of the five statements which is closest to how \
    you have been feeling over the last two weeks. Notice that higher numbers mean better well-being.";
/// The five sentences.
const ITEMS: [&str; 5] = [
    "I have felt cheerful and in good spirits",
    "I have felt calm and relaxed",
    "I have felt active and vigorous",
    "I woke up feeling fresh and rested",
    "My daily life has been filled with things that interest me",
];
/// The answers, the most first.
const CHOICES: [(i64, &str); 6] = [
    (5, "All of the time"),
    (4, "Most of the time"),
    (3, "More than half of the time"),
    (2, "Less than half of the time"),
    (1, "Some of the time"),
    (0, "At no time"),
];
/// Whose it is.
const SOURCE: &str = "WHO-5 Well-Being Index (1998 version), World Health Organization, \
    Psychiatric Research Unit, WHO Collaborating Centre in Mental Health, Hillerød, Denmark";
/// What the raw sum is multiplied by.
const TIMES: i64 = 4;
/// The sentences ask about two weeks; a month between two keeps them from becoming a habit.
const AGAIN_DAYS: i32 = 30;
/// The most that are shown: one a month for a life.
const SHOWN: i64 = 1000;

/// The questionnaire, and how it was answered.
///
/// # Errors
/// Those of the store.
pub(crate) fn who5(cx: &ReadCx<'_>, _: Nothing) -> Result<Who5Sheet> {
    let start = day_start(cx.sql())?;
    let answered: Vec<Who5> = cx.sql().rows(
        "SELECT id, at_ms, local_ms, a1, a2, a3, a4, a5 FROM mood_who5
         ORDER BY at_ms DESC, id DESC LIMIT ?1",
        params![SHOWN],
        |row| {
            let answers = (3..8).map(|column| row.int(column)).collect::<Result<Vec<i64>>>()?;
            Ok(Who5 {
                id: row.id(0)?,
                at_ms: row.int(1)?,
                day: start.day(row.int(2)?),
                score: TIMES * answers.iter().sum::<i64>(),
                answers,
            })
        },
    )?;
    let choice = |(value, text): (i64, &str)| Who5Choice { value, text: text.to_owned() };
    Ok(Who5Sheet {
        introduction: INTRODUCTION.to_owned(),
        items: ITEMS.map(str::to_owned).to_vec(),
        choices: CHOICES.map(choice).to_vec(),
        source: SOURCE.to_owned(),
        next: answered.first().map(|last| last.day.plus(AGAIN_DAYS)),
        answered,
    })
}

/// Keeps answers.
///
/// # Errors
/// `Invalid` at `answers` when they are not five numbers from 0 to 5, or at `at_ms`.
pub(crate) fn answer_who5(cx: &mut WriteCx<'_>, request: NewWho5) -> Result<Who5Ref> {
    let fits = request.answers.iter().all(|answer| (0..=5).contains(answer));
    if request.answers.len() != ITEMS.len() || !fits {
        return Err(Error::invalid("answers", "five answers are needed, each from 0 to 5"));
    }
    let at_ms = check::moment(request.at_ms, cx.read().now().as_millisecond())?;
    let mut fields = Fields::from([
        ("at".to_owned(), Value::from(at_ms)),
        ("zone".to_owned(), Value::from(zone_name(&cx.read()))),
    ]);
    for (question, answer) in (1..).zip(request.answers) {
        fields.insert(format!("answer/{question}"), answer.into());
    }
    let id = cx.new_id();
    cx.create(&WHO5, id, fields)?;
    Ok(Who5Ref { id })
}

/// Throws answers away.
///
/// # Errors
/// `NotFound`.
pub(crate) fn remove_who5(cx: &mut WriteCx<'_>, request: Who5Ref) -> Result<()> {
    let count = "SELECT count(*) FROM mood_who5 WHERE id = ?1";
    if cx.read().sql().number(count, params![request.id])? == 0 {
        return Err(Error::not_found("questionnaire", request.id));
    }
    cx.trash(request.id)
}
