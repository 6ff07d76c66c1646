//! How well the emotions of a text are told, measured on GoEmotions where a person has put it.
//!
//! The data is not part of the program: its files are tab-separated rows of a text, the numbers of its
//! classes with commas, and an id.

use base::error::{Error, Result};
use serde::Serialize;

use super::Reader;
use super::hashed::Scores;
use super::labels::{self, CLASSES, EKMAN, GROUPS};
use crate::models::Models;

/// A text, and what people found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The text.
    pub text: String,
    /// Whether each class was found.
    pub found: [bool; CLASSES],
}

/// Figures of one run, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// How many texts were read.
    pub rows: usize,
    /// The mean F1 of the 28 classes.
    pub macro_f1: f32,
    /// The F1 of all answers together.
    pub micro_f1: f32,
    /// The mean F1 of Ekman's six emotions and neutral.
    pub ekman: f32,
    /// The mean F1 of positive, negative, ambiguous and neutral.
    pub grouped: f32,
}

/// The most rows that are read of one file: GoEmotions' largest has 43,410.
const ROWS_MAX: usize = 100_000;

/// The rows of a file such as `test.tsv`.
///
/// # Errors
/// `Invalid` with the line, when it is not such a file or has too many rows.
pub fn rows(tsv: &str) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (index, line) in tsv.lines().enumerate() {
        if index == ROWS_MAX {
            return Err(Error::invalid("rows", format!("more than {ROWS_MAX} rows are not read")));
        }
        let row = row(line).ok_or_else(|| {
            let field = format!("line {}", index + 1);
            Error::invalid(field, "a row is a text, its classes (0 to 27, with commas) and an id")
        })?;
        rows.push(row);
    }
    Ok(rows)
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.split('\t');
    let (text, classes) = (cells.next()?, cells.next()?);
    let mut found = [false; CLASSES];
    for class in classes.split(',') {
        *found.get_mut(class.trim().parse::<usize>().ok()?)? = true;
    }
    // The data set's masks stand for words that the model was trained with.
    let text = text.replace("[NAME]", "name").replace("[RELIGION]", "religion");
    Some(Row { text, found })
}

/// Reads each text as one sentence and compares. The thresholds of Ekman's emotions and of the groups are
/// chosen for the best F1 on `dev`; without it one half.
///
/// # Errors
/// `NotFound` when no text model is installed, and when a model's file is broken.
pub fn evaluate(models: &Models, test: &[Row], dev: &[Row]) -> Result<Figures> {
    let reader = Reader::open(models)?;
    let reader = reader.ok_or_else(|| Error::not_found("model", "of text emotion"))?;
    let read = |rows: &[Row]| -> Result<Vec<Scores>> {
        let scores = rows.iter().map(|row| reader.logits(&row.text));
        scores.map(|scores| Ok(scores?.map(labels::probability))).collect()
    };
    let (test_scores, dev_scores) = (read(test)?, read(dev)?);
    let thresholds = reader.thresholds();
    let mut counts = Vec::new();
    for class in 0..CLASSES {
        let pairs = test_scores.iter().zip(test);
        counts.push(Counts::of(
            pairs.map(|(scores, row)| (scores[class] > thresholds[class], row.found[class])),
        ));
    }
    let together = |groups: &[(&str, &[usize])]| {
        let of_group = |(_, classes): &(&str, &[usize])| {
            let dev = grouped(&dev_scores, dev, classes);
            let test = grouped(&test_scores, test, classes);
            let threshold = best_threshold(&dev);
            Counts::of(test.iter().map(|(score, found)| (*score > threshold, *found))).f1()
        };
        groups.iter().map(of_group).sum::<f32>() / groups.len() as f32
    };
    Ok(Figures {
        rows: test.len(),
        macro_f1: counts.iter().map(Counts::f1).sum::<f32>() / CLASSES as f32,
        micro_f1: counts.iter().fold(Counts::default(), Counts::plus).f1(),
        ekman: together(&EKMAN),
        grouped: together(&GROUPS),
    })
}

/// For each row the probability that any of the classes holds (taken as independent), and whether
/// people found any.
fn grouped(scores: &[Scores], rows: &[Row], classes: &[usize]) -> Vec<(f32, bool)> {
    let pairs = scores.iter().zip(rows);
    pairs
        .map(|(scores, row)| {
            let none: f32 = classes.iter().map(|class| 1.0 - scores[*class]).product();
            (1.0 - none, classes.iter().any(|class| row.found[*class]))
        })
        .collect()
}

/// Of 66 thresholds from 0.05 to 0.70 the first with the best F1; one half where there is nothing to
/// choose by.
fn best_threshold(pairs: &[(f32, bool)]) -> f32 {
    let mut best = (0.0, 0.5);
    for step in 0..66_u8 {
        let threshold = 0.05 + 0.01 * f32::from(step);
        let f1 = Counts::of(pairs.iter().map(|(score, found)| (*score > threshold, *found))).f1();
        if f1 > best.0 {
            best = (f1, threshold);
        }
    }
    best.1
}

#[derive(Default)]
struct Counts {
    both: usize,
    told: usize,
    found: usize,
}

impl Counts {
    /// Of pairs of what was told and what was found.
    fn of(pairs: impl Iterator<Item = (bool, bool)>) -> Counts {
        let mut counts = Counts::default();
        for (told, found) in pairs {
            counts.both += usize::from(told && found);
            counts.told += usize::from(told);
            counts.found += usize::from(found);
        }
        counts
    }

    fn plus(self, other: &Counts) -> Counts {
        Counts {
            both: self.both + other.both,
            told: self.told + other.told,
            found: self.found + other.found,
        }
    }

    /// The harmonic mean of precision and recall; 0 where nothing is told or found.
    fn f1(&self) -> f32 {
        2.0 * self.both as f32 / (self.told + self.found).max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_a_text_its_classes_and_an_id() {
        let rows = rows("Thank you, [NAME]!\t15\tab1\nWell\t3,27\tab2\n").expect("they are rows");
        assert_eq!(rows[0].text, "Thank you, name!");
        assert!(rows[1].found[3] && rows[1].found[27] && !rows[1].found[15]);
        for broken in ["text", "text\t28\tx", "text\t\tx", "text\ta\tx", "\n"] {
            let error = super::rows(&format!("a\t1\tx\n{broken}\n")).expect_err(broken);
            assert_eq!(error.field(), Some("line 2"), "{broken:?}");
        }
    }

    #[test]
    fn the_best_threshold_parts_best() {
        let pairs = [(0.1, false), (0.2, false), (0.3, true), (0.6, true)];
        let threshold = best_threshold(&pairs);
        assert!((0.2..0.3).contains(&threshold), "{threshold}");
        assert_eq!(best_threshold(&[]), 0.5);
        let counts = Counts::of([(true, true), (true, false), (false, true)].into_iter());
        assert_eq!(counts.f1(), 0.5);
    }
}
