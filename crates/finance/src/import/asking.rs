//! Questions that several formats have: how dates and numbers are written.

use base::error::Result;
use base::money::decimal::Mark;
use domain::import::{Choice, Question};

use super::dates::Order;
use super::rows::Rows;

/// A choice whose word the window translates.
pub(super) fn choice(value: &str) -> Choice {
    Choice { value: value.to_owned(), label: String::new() }
}

/// Asks in which order the dates of this file are written; `None` when nobody says it, which is told.
pub(super) fn date_order(
    left: &[Order],
    sample: &str,
    rows: &mut Rows<'_>,
) -> Result<Option<Order>> {
    let choices = left.iter().map(|order| choice(order.word())).collect();
    let answer = ask("date_order", sample, choices, rows)?;
    let order = answer.as_deref().and_then(Order::from_word);
    if order.is_none() {
        rows.file_problem("does not show in which order its dates are written");
    }
    Ok(order)
}

/// The word of a mark in answers and profiles.
pub(super) const fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Point => "point",
        Mark::Comma => "comma",
    }
}

/// The mark of a word.
pub(super) fn mark_of(word: &str) -> Option<Mark> {
    match word {
        "point" => Some(Mark::Point),
        "comma" => Some(Mark::Comma),
        _ => None,
    }
}

/// Asks which mark stands before the decimals; `None` when nobody says it, which is told.
pub(super) fn decimal_mark(sample: &str, rows: &mut Rows<'_>) -> Result<Option<Mark>> {
    let choices = [Mark::Point, Mark::Comma].map(|mark| choice(mark_word(mark))).to_vec();
    let answer = ask("decimal_mark", sample, choices, rows)?;
    let mark = answer.as_deref().and_then(mark_of);
    if mark.is_none() {
        rows.file_problem("does not show whether its decimals follow a point or a comma");
    }
    Ok(mark)
}

/// Asks about this file, with a sample of what it is about.
pub(super) fn ask(
    id: &str,
    sample: &str,
    choices: Vec<Choice>,
    rows: &mut Rows<'_>,
) -> Result<Option<String>> {
    let about = rows.about();
    let (id, about) = match about.is_empty() {
        true => (id.to_owned(), sample.to_owned()),
        false => (format!("{id}:{about}"), format!("{about}: {sample}")),
    };
    rows.sink.ask(&Question { id, about, choices, free: false, suggestion: None })
}
