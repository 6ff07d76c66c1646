//! Daylio: its backup (`.daylio`, a zip with `backup.daylio`, Base64 of JSON, and `assets/`), and its
//! CSV export. Both name an entry by its minute, so that one may follow the other and add nothing.

mod backup;
mod table;

use std::collections::HashMap;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};
use jiff::civil::DateTime;

use super::draft::Draft;
use super::html;
use super::when::When;
use super::{base_name, has_ending, is_hidden, report_refused};

pub(super) const DAYLIO: Importer = Importer {
    format: "daylio",
    title: "Daylio",
    endings: &["daylio", "zip", "csv"],
    sniff,
    parse,
};

const HEAD: usize = 1 << 10;
const SNIFFED: usize = 8;

fn backups(source: &Source) -> impl Iterator<Item = &SourceFile> {
    source.files().iter().filter(|file| base_name(&file.name) == "backup.daylio")
}

fn tables(source: &Source) -> impl Iterator<Item = &SourceFile> {
    let is_csv = |file: &&SourceFile| has_ending(&file.name, &["csv"]) && !is_hidden(&file.name);
    source.files().iter().filter(is_csv)
}

fn is_mine(source: &Source, name: &str) -> bool {
    let head = source.head(name, HEAD).unwrap_or_default();
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let first = head.lines().next().unwrap_or_default();
    ["full_date", "mood", "activities"].into_iter().all(|column| first.contains(column))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let backup = backups(source).next().is_some();
    let found = backup || tables(source).take(SNIFFED).any(|file| is_mine(source, &file.name));
    Ok(found.then_some(Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let mut minutes = Minutes::default();
    for file in backups(source) {
        backup::read(source, file, &mut minutes, sink)?;
    }
    for file in tables(source).filter(|file| is_mine(source, &file.name)) {
        table::read(source, file, &mut minutes, sink)?;
    }
    sink.progress(1.0)
}

/// How many entries each minute has: the second is told by its number.
#[derive(Default)]
struct Minutes(HashMap<String, usize>);

impl Minutes {
    fn draft(&mut self, local: DateTime) -> Draft {
        let minute = local.strftime("daylio:%Y-%m-%dT%H:%M").to_string();
        let twin = self.0.entry(minute.clone()).or_default();
        *twin += 1;
        let key = if *twin == 1 { minute } else { format!("{minute}#{twin}") };
        Draft::new(key, When::local(local))
    }
}

/// A note: newer versions write HTML.
fn note(text: &str) -> String {
    if html::looks_like_html(text) { html::to_markdown(text) } else { text.trim().to_owned() }
}
