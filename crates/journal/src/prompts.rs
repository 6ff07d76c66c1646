//! Questions to write from: a shipped set, and one for each day.

use base::day::Day;

/// The shipped questions, in a fixed order: one a line, lines with `#` are notes.
const ENGLISH: &str = include_str!("../../../assets/prompts/en.txt");

/// The shipped questions.
pub(crate) fn shipped() -> impl Iterator<Item = &'static str> {
    ENGLISH.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The question of a day, the same on every device: the shipped ones and the person's `own` take
/// turns, each once before any comes again. `None` only if there are none at all.
pub(crate) fn of_day<'a>(day: Day, own: &[&'a str]) -> Option<&'a str> {
    let mut all: Vec<&'a str> = shipped().collect();
    all.extend(own);
    let count = i64::try_from(all.len()).ok().filter(|count| *count > 0)?;
    // A stride that shares no factor with the count visits every question, and neighbors in the file,
    // which are alike, lie weeks apart.
    let stride = (0..).map(|more| 47 + 2 * more).find(|stride| coprime(*stride, count))?;
    let index = (day.ordinal() * stride).rem_euclid(count);
    all.get(usize::try_from(index).ok()?).copied()
}

fn coprime(a: i64, b: i64) -> bool {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_question_has_its_day_before_one_returns() {
        let first: Day = "2026-03-01".parse().expect("a date");
        let own = ["What did the dog do?", "Which chord?"];
        let count = shipped().count() + own.len();
        let asked: BTreeSet<_> =
            (0..count).filter_map(|later| of_day(first.plus(later as i32), &own)).collect();
        assert_eq!(asked.len(), count, "no question comes twice before all have come once");
        assert_eq!(of_day(first, &own), of_day(first, &own));
    }

    #[test]
    fn questions_are_plain() {
        let all: Vec<_> = shipped().collect();
        assert!(all.len() >= 120, "a third of a year of questions, not {}", all.len());
        let unique: BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len(), "no question is written twice");
        for question in all {
            assert!(question.len() < 110, "a question is one line: {question}");
            assert!(!question.contains('!'), "nobody is shouted at: {question}");
        }
    }
}
