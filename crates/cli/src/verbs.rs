//! The verbs of the terminal.

mod backup;
mod bench;
mod call;
mod export;
mod import;
mod sense;

use std::sync::Arc;

use app::env::SystemEnv;
use base::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::keyfile::Strength;

use crate::args::{Args, Verb};
use crate::out::Out;
use crate::vault::{Access, ask};
use crate::{codegen, serve};

/// Runs a verb; answers whether all is well, which only `doctor` and `codegen --check` may deny.
///
/// # Errors
/// The verb's own.
pub(crate) fn run(args: Args, out: Out) -> Result<bool> {
    if let Verb::Codegen { folder, check } = &args.verb {
        return codegen::run(folder, *check, out);
    }
    if let Verb::Bench { names, plays } = &args.verb {
        return bench::run(names, plays.as_deref(), out).map(|()| true);
    }
    if let Verb::Sense { path } = &args.verb {
        return sense::run(path, out).map(|()| true);
    }
    let access = Access::of(&args.global)?;
    app::crash::watch(access.dir().to_owned(), Arc::new(SystemEnv));
    match args.verb {
        Verb::Init { remember, kdf_floor } => init(&access, remember, kdf_floor, out)?,
        Verb::Call { name, payload, body } => {
            call::run(&access, &call::Call { name, payload, body }, out)?;
        }
        Verb::Import { path, dry_run, format, answers, archive_passphrase_file } => {
            let passphrase_file = archive_passphrase_file;
            let wanted = import::Wanted { path, dry_run, format, answers, passphrase_file };
            import::run(&access, &wanted, out)?;
        }
        Verb::Export { path, archive_passphrase_file: passphrase_file } => {
            export::run(&access, &export::Target { path, passphrase_file }, out)?;
        }
        Verb::Backup { folder } => backup::make(&access, folder.as_deref(), out)?,
        Verb::Restore { from, into, verify } => {
            return backup::restore(&access, &backup::Wanted { from, into, verify }, out);
        }
        Verb::Demo { seed } => import::demo(&access, seed, out)?,
        Verb::Doctor { report: true, .. } => diagnose(&access, out)?,
        Verb::Doctor { rebuild, digest, report: false } => {
            return doctor(&access, rebuild, digest, out);
        }
        Verb::Commands => commands(&access, out)?,
        Verb::Serve { port, token_file, safe } => {
            serve::run(&access, serve::Wanted { port, token_file, safe }, out)?;
        }
        Verb::Capture { text } => capture(&access, &text.join(" "), out)?,
        Verb::Undo => undo(&access, out)?,
        Verb::Search { text } => search(&access, &text.join(" "), out)?,
        Verb::Codegen { .. } | Verb::Bench { .. } | Verb::Sense { .. } => {}
    }
    Ok(true)
}

#[derive(Deserialize)]
pub(crate) struct Words {
    pub(crate) recovery_words: Vec<String>,
}

fn init(access: &Access, remember: bool, kdf_floor: bool, out: Out) -> Result<()> {
    let app = access.closed(if kdf_floor { Strength::Floor } else { Strength::Default });
    let passphrase = access.chosen()?;
    let request = json!({ "passphrase": &*passphrase, "remember": remember });
    let words: Words = ask(&app, "vault.create", &request)?;
    app.lock();
    let vault = access.dir().display().to_string();
    if out.json {
        return out.value(&json!({ "vault": vault, "recovery_words": words.recovery_words }));
    }
    out.line(format_args!("The vault is in {vault}.\n\n{}", in_rows(&words.recovery_words)))
}

/// The recovery words for a person to write down.
pub(crate) fn in_rows(words: &[String]) -> String {
    let mut text = String::from(
        "Write these 24 words down and keep them away from this machine. They open the vault when \
         the passphrase is forgotten:\n",
    );
    for (row, chunk) in words.chunks(6).enumerate() {
        text.push_str("\n ");
        for (column, word) in chunk.iter().enumerate() {
            text.push_str(&format!(" {:>2} {word:<9}", row * 6 + column + 1));
        }
    }
    text
}

#[derive(Serialize, Deserialize)]
struct Health {
    ok: bool,
    digest: Option<String>,
    counts: std::collections::BTreeMap<String, u64>,
    checks: Value,
    findings: Vec<String>,
    notes: Vec<String>,
}

fn doctor(access: &Access, rebuild: bool, digest: bool, out: Out) -> Result<bool> {
    let app = access.open()?;
    let request = json!({ "rebuild": rebuild, "digest": digest });
    let health: Health = ask(&app, "doctor.check", &request)?;
    if out.json {
        out.value(&health)?;
        return Ok(health.ok);
    }
    report(&health, out)?;
    Ok(health.ok)
}

#[derive(Deserialize)]
struct Bundle {
    text: String,
}

/// Prints the report as it is: it is JSON already.
fn diagnose(access: &Access, out: Out) -> Result<()> {
    let bundle: Bundle = ask(&*access.open()?, "doctor.bundle", &json!({}))?;
    out.line(bundle.text)
}

fn report(health: &Health, out: Out) -> Result<()> {
    for (kind, count) in &health.counts {
        out.line(format_args!("{count:>9}  {kind}"))?;
    }
    if let Some(digest) = &health.digest {
        out.line(format_args!("digest {digest}"))?;
    }
    for finding in &health.findings {
        out.line(format_args!("wrong: {finding}"))?;
    }
    for note in &health.notes {
        out.line(format_args!("note: {note}"))?;
    }
    out.line(if health.ok { "All is well." } else { "Something is wrong; see above." })
}

#[derive(Deserialize)]
struct CommandLine {
    name: String,
    doc: String,
    access: String,
}

fn commands(access: &Access, out: Out) -> Result<()> {
    let app = access.closed(Strength::Default);
    if out.json {
        return out.value(&ask::<Value>(&app, "help.commands", &json!({}))?);
    }
    let commands: Vec<CommandLine> = ask(&app, "help.commands", &json!({}))?;
    for command in commands {
        let doc = command.doc.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        out.line(format_args!("{:<28} {:<6}  {doc}", command.name, command.access))?;
    }
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Draft {
    domain: String,
    command: String,
    payload: Value,
    title: String,
}

fn capture(access: &Access, text: &str, out: Out) -> Result<()> {
    let Some(app) = access.open_unasked()? else {
        let app = access.closed(Strength::Default);
        let reply: Value = ask(&app, "inbox.jot", &json!({ "text": text }))?;
        return match out.json {
            true => out.value(&json!({ "command": "inbox.jot", "title": text, "reply": reply })),
            false => out.line("It waits, sealed, until the vault is open."),
        };
    };
    let drafts: Vec<Draft> = ask(&app, "capture.read", &json!({ "text": text }))?;
    let draft = drafts
        .into_iter()
        .next()
        .ok_or_else(|| Error::invalid("text", "nothing in this line can be written down"))?;
    let reply: Value = ask(&app, &draft.command, &draft.payload)?;
    if out.json {
        return out
            .value(&json!({ "command": draft.command, "title": draft.title, "reply": reply }));
    }
    out.line(format_args!("{}: {}", draft.command, draft.title))
}

#[derive(Serialize, Deserialize)]
struct Undone {
    step: i64,
    label: String,
    items: i64,
}

fn undo(access: &Access, out: Out) -> Result<()> {
    let app = access.open()?;
    let undone: Option<Undone> = ask(&app, "undo.undo", &json!({}))?;
    match undone {
        _ if out.json => out.value(&undone),
        Some(undone) => out.line(format_args!("undid {} ({} records)", undone.label, undone.items)),
        None => out.line("There is nothing to undo."),
    }
}

#[derive(Deserialize)]
struct Found {
    hits: Vec<Hit>,
    more: bool,
}

#[derive(Deserialize)]
struct Hit {
    day: Option<String>,
    title: String,
    snippet: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    text: String,
}

fn search(access: &Access, text: &str, out: Out) -> Result<()> {
    let app = access.open()?;
    let request = json!({ "text": text });
    if out.json {
        return out.value(&ask::<Value>(&app, "search.find", &request)?);
    }
    let found: Found = ask(&app, "search.find", &request)?;
    for hit in &found.hits {
        let snippet: String = hit.snippet.iter().map(|part| part.text.as_str()).collect();
        let snippet = snippet.split_whitespace().collect::<Vec<_>>().join(" ");
        let day = hit.day.as_deref().unwrap_or_default();
        out.line(format_args!("{day:<10}  {}\n            {snippet}", hit.title))?;
    }
    if found.hits.is_empty() {
        out.line("Nothing was found.")?;
    } else if found.more {
        out.line("There are more.")?;
    }
    Ok(())
}

/// A path as a request carries it.
///
/// # Errors
/// `Unsupported` for a path that is no Unicode text.
pub(crate) fn in_text(path: &std::path::Path) -> Result<&str> {
    path.to_str()
        .ok_or_else(|| Error::new(Code::Unsupported, "the path is not Unicode text").at("path"))
}
