//! What the importers are tested with: sources made here, and a sink that writes down what it is told.
//!
//! Every test compares the whole account of an import, so that nothing appears or vanishes unseen. The
//! statements are made after the formats' specifications; nobody's money is among them.

mod bad_input;
mod camt;
mod known;
mod mt940;
mod ofx;
mod qif;
mod table;
mod union;
mod vault;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read};

use base::error::{Code, Error, Result};
use base::id::AnyId;
use base::money::{Currency, Money};
use domain::import::{
    Exact, ExactFact, Imported, ImportedMedia, Importer, Question, Sink, TakenMedia,
};
use domain::source::Source;
use jiff::Zoned;
use store::facts::FactBatch;
use store::record::{FactKind, RecordKind, Value};

use crate::model::row::{Balance, Row};
use crate::record::{ACCOUNT, BALANCE, ROW};

/// Writes down what an importer says.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) rows: Vec<Row>,
    pub(crate) balances: Vec<Balance>,
    /// Natural keys of rows and balances.
    pub(crate) keys: Vec<String>,
    pub(crate) records: Vec<Imported>,
    pub(crate) problems: Vec<String>,
    pub(crate) skipped: BTreeMap<String, usize>,
    pub(crate) lost: BTreeMap<String, usize>,
    pub(crate) noticed: BTreeMap<String, usize>,
    pub(crate) questions: Vec<Question>,
    pub(crate) answers: BTreeMap<String, String>,
    pub(crate) progress: Vec<f64>,
    /// Cancels at this many reports of progress.
    pub(crate) patience: Option<usize>,
    names: BTreeMap<AnyId, String>,
}

fn never<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "no importer here does this"))
}

impl Sink for Told {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        if let Some(Value::Text(name)) = imported.fields.get("name") {
            self.names.insert(id, name.clone());
        }
        self.records.push(imported);
        Ok(id)
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        never()
    }

    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        for index in 0..batch.len() {
            let mut key = String::new();
            batch.natural_key(index, &mut key);
            self.keys.push(key);
            let body = batch.body(index)?;
            if kind.name == ROW.name {
                let row: Row = cbor4ii::serde::from_slice(&body).unwrap();
                check(&row);
                self.rows.push(row);
            } else {
                assert_eq!(kind.name, BALANCE.name);
                self.balances.push(cbor4ii::serde::from_slice(&body).unwrap());
            }
        }
        Ok(())
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        never()
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        never()
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        let hash = blake3::hash(format!("{} {natural_key}", kind.name).as_bytes());
        let hash: [u8; 10] = hash.as_bytes()[..10].try_into().unwrap();
        AnyId::from_time_and_hash(at_ms.unsigned_abs(), &hash)
    }

    fn media(&mut self, _: &ImportedMedia, _: &mut dyn Read) -> Result<TakenMedia> {
        never()
    }

    fn problem(&mut self, place: &str, what: &str) {
        self.problems.push(format!("{place}: {what}"));
    }

    fn skipped(&mut self, reason: &str) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
    }

    fn lost(&mut self, what: &str) {
        *self.lost.entry(what.to_owned()).or_default() += 1;
    }

    fn notice(&mut self, what: &str) {
        *self.noticed.entry(what.to_owned()).or_default() += 1;
    }

    fn ask(&mut self, question: &Question) -> Result<Option<String>> {
        self.questions.push(question.clone());
        let answer = self.answers.get(&question.id).cloned();
        if let Some(answer) = &answer {
            let is_choice = question.choices.iter().any(|choice| choice.value == *answer);
            assert!(question.free || is_choice, "{answer:?} answers {question:?}");
        }
        Ok(answer)
    }

    fn now(&self) -> Option<Zoned> {
        None
    }

    fn progress(&mut self, fraction: f64) -> Result<()> {
        assert!((0.0..=1.0).contains(&fraction), "progress goes from 0 to 1, not {fraction}");
        self.progress.push(fraction);
        match self.patience {
            Some(patience) if patience <= self.progress.len() => {
                Err(Error::new(Code::Conflict, "cancelled"))
            }
            _ => Ok(()),
        }
    }
}

/// What holds of every row whatever its file.
fn check(row: &Row) {
    let currency = Currency::new(&row.currency).unwrap();
    Money::new(row.minor, currency).unwrap();
    let texts = [&row.payee, &row.reference, &row.other, &row.kind, &row.category];
    assert!(texts.iter().all(|text| !text.contains(char::is_control)), "{row:?}");
    assert!(!row.memo.contains(|c: char| c.is_control() && c != '\n'), "{row:?}");
    let parts: i64 = row.splits.iter().map(|split| split.minor).sum();
    assert!(row.splits.is_empty() || parts == row.minor, "{row:?}");
}

fn money(minor: i64, currency: &str) -> String {
    let currency = Currency::new(currency).unwrap();
    format!("{} {currency}", Money::new(minor, currency).unwrap())
}

impl Told {
    pub(crate) fn with(answers: &[(&str, &str)]) -> Told {
        let answers = answers.iter().map(|(id, answer)| ((*id).into(), (*answer).into()));
        Told { answers: answers.collect(), ..Told::default() }
    }

    /// Everything, for a snapshot.
    pub(crate) fn told(&self) -> String {
        let mut out = String::new();
        for record in &self.records {
            let word = if record.kind.name == ACCOUNT.name { "account" } else { record.kind.name };
            write!(out, "{word} {:?}", record.natural_key).unwrap();
            for (key, value) in &record.fields {
                write!(out, " {key}={}", serde_json::to_string(value).unwrap()).unwrap();
            }
            out.push('\n');
        }
        for row in &self.rows {
            self.told_row(row, &mut out);
        }
        for Balance { account, day, minor, currency, what } in &self.balances {
            let name = self.names.get(account).map_or("?", String::as_str);
            writeln!(out, "{} {day} [{name}] {}", what.word(), money(*minor, currency)).unwrap();
        }
        for question in &self.questions {
            let choices: Vec<&str> =
                question.choices.iter().map(|choice| choice.value.as_str()).collect();
            let Question { id, suggestion, free, .. } = question;
            let free = if *free { " or any" } else { "" };
            writeln!(out, "asked {id} {choices:?}{free} suggesting {suggestion:?}").unwrap();
        }
        for problem in &self.problems {
            writeln!(out, "problem {problem}").unwrap();
        }
        for (reason, count) in &self.skipped {
            writeln!(out, "skipped {count} {reason}").unwrap();
        }
        for (what, count) in &self.lost {
            writeln!(out, "lost {count} {what}").unwrap();
        }
        for (what, count) in &self.noticed {
            writeln!(out, "noticed {count} {what}").unwrap();
        }
        out
    }

    fn told_row(&self, row: &Row, out: &mut String) {
        let name = self.names.get(&row.account).map_or("?", String::as_str);
        let Row { date, key, k, .. } = row;
        writeln!(out, "{date} [{name}] {} {key:?} {k}", money(row.minor, &row.currency)).unwrap();
        let mut more = Vec::new();
        let texts = [
            ("payee", &row.payee),
            ("memo", &row.memo),
            ("reference", &row.reference),
            ("other", &row.other),
            ("kind", &row.kind),
            ("category", &row.category),
        ];
        let texts = texts.iter().filter(|(_, text)| !text.is_empty());
        more.extend(texts.map(|(word, text)| format!("{word} {text:?}")));
        more.extend(row.valued.map(|day| format!("valued {day}")));
        more.extend(row.raw_amount.as_ref().map(|raw| format!("raw {raw:?}")));
        more.extend(
            row.original.as_ref().map(|(minor, code)| format!("original {}", money(*minor, code))),
        );
        more.extend(row.pending.then(|| "pending".to_owned()));
        if !more.is_empty() {
            writeln!(out, "  {}", more.join(" ")).unwrap();
        }
        for split in &row.splits {
            let amount = money(split.minor, &row.currency);
            writeln!(out, "  part {amount} {:?} {:?}", split.category, split.memo).unwrap();
        }
    }

    pub(crate) fn sum(&self) -> i64 {
        self.rows.iter().map(|row| row.minor).sum()
    }
}

/// The importer of a format.
pub(crate) fn importer(format: &str) -> &'static Importer {
    super::IMPORTERS.iter().find(|importer| importer.format == format).unwrap()
}

/// Imports, and insists that the format is the surest for this source, as the person would get it.
pub(crate) fn import(format: &str, source: &Source, answers: &[(&str, &str)]) -> Told {
    assert_eq!(surest(source), Some(format), "the format is found without being told");
    let mut told = Told::with(answers);
    (importer(format).parse)(source, &mut told).unwrap();
    assert_eq!(told.progress.last(), Some(&1.0), "the end is told");
    told
}

/// The first format of the highest confidence.
pub(crate) fn surest(source: &Source) -> Option<&'static str> {
    let mut best = None;
    for importer in super::IMPORTERS {
        let found = (importer.sniff)(source).unwrap();
        if best.is_none_or(|(confidence, _)| confidence < found) && found.is_some() {
            best = Some((found, importer.format));
        }
    }
    best.map(|(_, format)| format)
}

/// A file that is no archive.
pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> Source {
    Source::from_reader(name, Box::new(Cursor::new(bytes.as_ref().to_vec()))).unwrap()
}
