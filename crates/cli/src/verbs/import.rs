//! `import` and `demo`: what comes, what is here, what is lost.

use std::ops::ControlFlow;
use std::path::PathBuf;

use app::app::App;
use base::error::{Error, Result};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use store::keyfile::Strength;

use crate::out::Out;
use crate::vault::{Access, State, archive_passphrase, ask, raw, read, state};
use crate::verbs::{Words, in_rows, in_text};

/// Problems that are shown to a person; `--json` has those that the report keeps.
const PROBLEMS_SHOWN: usize = 20;

#[derive(Deserialize)]
struct Progress {
    fraction: f64,
    found: u64,
}

#[derive(Deserialize)]
struct Report {
    title: String,
    dry_run: bool,
    added: u64,
    already_here: u64,
    skipped: u64,
    kinds: Vec<Kind>,
    skipped_reasons: Vec<Reason>,
    noticed: Vec<Reason>,
    questions: Vec<Question>,
    lost: Vec<Lost>,
    problems: Vec<Problem>,
    problems_total: u64,
    media_new: u64,
    media_bytes: u64,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
    new: u64,
    already_here: u64,
}

#[derive(Deserialize)]
struct Reason {
    reason: String,
    count: u64,
}

#[derive(Deserialize)]
struct Question {
    id: String,
    about: String,
    choices: Vec<Choice>,
    suggestion: Option<String>,
    answer: Option<String>,
}

#[derive(Deserialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Deserialize)]
struct Lost {
    what: String,
    count: u64,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(rename = "where")]
    place: String,
    what: String,
}

/// What is to be imported.
pub(crate) struct Wanted {
    /// A file or folder.
    pub(crate) path: PathBuf,
    /// Whether it is only counted.
    pub(crate) dry_run: bool,
    /// The format, when it is not to be guessed.
    pub(crate) format: Option<String>,
    /// `question=answer`.
    pub(crate) answers: Vec<String>,
    /// The file that holds the passphrase of an encrypted archive.
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// Imports a file or folder, or says what would come.
///
/// # Errors
/// The import's own.
pub(crate) fn run(access: &Access, wanted: &Wanted, out: Out) -> Result<()> {
    let mut answers = Map::new();
    for answer in &wanted.answers {
        let (question, answer) = answer.split_once('=').ok_or_else(|| {
            let message = format!("{answer:?} is not a question and its answer, like account=new");
            Error::invalid("answer", message)
        })?;
        answers.insert(question.to_owned(), answer.into());
    }
    let app = access.open()?;
    let (path, format) = (in_text(&wanted.path)?, &wanted.format);
    let name = if wanted.dry_run { "import.preview" } else { "import.run" };
    let attempt = |passphrase: Option<&str>| {
        let request =
            json!({ "path": path, "as": format, "answers": answers, "passphrase": passphrase });
        watched(&app, name, &request, out)
    };
    let given = archive_passphrase::given(wanted.passphrase_file.as_deref())?;
    let report = match attempt(given.as_ref().map(|words| words.as_str())) {
        // Only now it is known that it needs one.
        Err(error) if error.field() == Some("passphrase") && given.is_none() => {
            let asked = archive_passphrase::asked().map_err(|_| error)?;
            attempt(Some(&asked))?
        }
        outcome => outcome?,
    };
    if out.json { out.value(&report) } else { table(&read(name, &report)?, out) }
}

/// Writes the demo year; makes the vault first when there is none and a passphrase is given.
///
/// # Errors
/// As [`Access::open`]; the store's own.
pub(crate) fn demo(access: &Access, seed: u64, out: Out) -> Result<()> {
    let app = access.closed(Strength::Default);
    let given = access.given()?;
    let mut words = None;
    match given {
        Some(passphrase) if state(&app)? == State::Absent => {
            let request = json!({ "passphrase": &*passphrase });
            words = Some(ask::<Words>(&app, "vault.create", &request)?.recovery_words);
        }
        Some(_) | None => access.unlock(&app)?,
    }
    let report = watched(&app, "import.demo", &json!({ "seed": seed }), out)?;
    if out.json {
        let mut report: Value = read("import.demo", &report)?;
        if let (Some(words), Some(fields)) = (words, report.as_object_mut()) {
            fields.insert("recovery_words".into(), words.into());
        }
        return out.value(&report);
    }
    table(&read("import.demo", &report)?, out)?;
    words.map_or(Ok(()), |words| out.line(format_args!("\n{}", in_rows(&words))))
}

fn watched(app: &App, name: &str, request: &Value, out: Out) -> Result<Box<RawValue>> {
    app.stream(name, &raw(request)?, &mut |item| {
        if let Ok(progress) = read::<Progress>(name, &item) {
            out.progress(progress.fraction, progress.found);
        }
        ControlFlow::Continue(())
    })
}

/// What the importer asks; answered by `--answer`.
fn questions(report: &Report, out: Out) -> Result<()> {
    for question in &report.questions {
        let taken = match (&question.answer, &question.suggestion) {
            (Some(answer), _) => format!("answered: {answer}"),
            (None, Some(suggestion)) => format!("taken: {suggestion}"),
            (None, None) => "to be answered".to_owned(),
        };
        out.line(format_args!("\n--answer {}=…  {} ({taken})", question.id, question.about))?;
        for choice in &question.choices {
            out.line(format_args!("    {}  {}", choice.value, choice.label))?;
        }
    }
    Ok(())
}

fn table(report: &Report, out: Out) -> Result<()> {
    let comes = if report.dry_run { "would come" } else { "came" };
    out.line(format_args!("{}\n\n{:<24} {comes:>12} {:>12}", report.title, "", "already here"))?;
    for kind in &report.kinds {
        out.line(format_args!("{:<24} {:>12} {:>12}", kind.kind, kind.new, kind.already_here))?;
    }
    out.line(format_args!("{:<24} {:>12} {:>12}", "together", report.added, report.already_here))?;
    if report.media_new > 0 {
        let megabytes = report.media_bytes as f64 / 1e6;
        out.line(format_args!(
            "{:<24} {:>12}   {megabytes:.1} MB",
            "attachments", report.media_new
        ))?;
    }
    if report.skipped > 0 {
        out.line(format_args!("\nLeft out: {}", report.skipped))?;
        for reason in &report.skipped_reasons {
            out.line(format_args!("{:>8}  {}", reason.count, reason.reason))?;
        }
    }
    for remark in &report.noticed {
        out.line(format_args!("{:>8}  {}", remark.count, remark.reason))?;
    }
    questions(report, out)?;
    if !report.lost.is_empty() {
        out.line("\nLost, because there is no place for it here:")?;
        for lost in &report.lost {
            out.line(format_args!("{:>8}  {}", lost.count, lost.what))?;
        }
    }
    if report.problems_total > 0 {
        out.line(format_args!("\nProblems: {}", report.problems_total))?;
        for problem in report.problems.iter().take(PROBLEMS_SHOWN) {
            out.line(format_args!("  {}: {}", problem.place, problem.what))?;
        }
        if report.problems_total > PROBLEMS_SHOWN as u64 {
            out.line("  and more; --json shows them")?;
        }
    }
    Ok(())
}
