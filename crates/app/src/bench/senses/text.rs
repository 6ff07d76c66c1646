//! How well the emotions of a text are told, on GoEmotions where somebody has put it: beside the network
//! that its makers trained.

use std::path::Path;

use base::error::{Code, Error, Result};
use cpu_time::ProcessTime;
use inference::text::evaluate;

use super::{alone, models};
use crate::bench::{Row, ms, row};

/// The F1 of BERT-base with 28 classes, Ekman's emotions and groups (D. Demszky et al., GoEmotions, ACL
/// 2020).
const BERT: [f64; 3] = [0.46, 0.64, 0.69];

/// Runs the bench over `test.tsv`; thresholds of groups are chosen on `dev.tsv`.
///
/// # Errors
/// `Invalid` without a folder or with a row that is none; `NotFound` without the files or the models.
pub(in crate::bench) fn run(folder: Option<&Path>) -> Result<Vec<Row>> {
    let folder = folder.ok_or_else(|| {
        Error::invalid("folder", "the bench of text reads a folder with test.tsv and dev.tsv")
    })?;
    let rows = |name: &str| {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(|source| {
            Error::new(Code::NotFound, format!("reading {}", path.display())).because(source)
        })?;
        evaluate::rows(&text)
    };
    let (test, dev) = (rows("test.tsv")?, rows("dev.tsv")?);
    let models = models()?;
    let begun = ProcessTime::now();
    let figures = evaluate::evaluate(&models, &test, &dev)?;
    let spent = ms(begun.elapsed()) / (test.len() + dev.len()).max(1) as f64;
    let beside = "BERT-base of GoEmotions";
    Ok(vec![
        alone("texts", figures.rows as f64, "rows"),
        row("28 emotions", figures.macro_f1.into(), "macro F1", beside, BERT[0]),
        alone("28 emotions", figures.micro_f1.into(), "micro F1"),
        row("Ekman's emotions", figures.ekman.into(), "macro F1", beside, BERT[1]),
        row("groups", figures.grouped.into(), "macro F1", beside, BERT[2]),
        alone("a text, with loading", spent, "CPU ms"),
    ])
}
