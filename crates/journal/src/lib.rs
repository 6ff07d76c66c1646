//! The journal: entries, journals, templates, prompts.
//!
//! What is deliberately not here: moods as measurements (an imported mood stays a plain word here and
//! is told as data to whoever keeps moods), reading text on the device, sync. Start reading at [`record`], then [`api`].

mod api;
mod capture;
mod demo;

mod export;
mod import;
mod markdown;
mod model;
mod out;
mod projection;
mod prompts;
mod record;
mod templates;

use base::day::Span;
use base::error::Result;
use domain::command::{Command, Nothing};
use domain::export::{Exporter, Readable};
use domain::import::{Importer, Sink};
use domain::view::{AgendaItem, Draft};
use domain::{DemoLife, Domain, commands};
use jiff::Zoned;
use store::project::Projection;
use store::read::ReadCx;
use store::record::{Record, RecordKind, SearchDoc};

use crate::api::*;
use crate::record::{ENTRY, JOURNAL, PROMPT, TEMPLATE};

commands! { "journal":
    /// Journals in their order.
    read journals(Nothing) -> Vec<Journal>, reads &[&JOURNAL, &ENTRY];
    /// Makes a journal.
    write create_journal(NewJournal) -> Created;
    /// Renames, recolors or moves a journal.
    write edit_journal(EditJournal) -> ();
    /// Entries, newest first.
    read entries(ListEntries) -> EntryPage, reads &[&ENTRY];
    /// One whole entry.
    read entry(EntryRef) -> Entry, reads &[&ENTRY];
    /// Writes a new entry.
    write create_entry(NewEntry) -> Created;
    /// Changes what stands around an entry's text.
    write edit_entry(EditEntry) -> ();
    /// Saves an entry's text; it is on the disk when this answers.
    write write_body(WriteBody) -> WrittenBody;
    /// Attaches what media.add has taken in.
    write attach(Attach) -> ();
    /// Takes an attachment off an entry.
    write detach(Detach) -> ();
    /// The day's note, made when it is not there.
    write daily_note(OnDay) -> Created;
    /// A month with what was written.
    read calendar(OfMonth) -> MonthView, reads &[&ENTRY];
    /// A year, day by day.
    read heat(OfYear) -> YearView, reads &[&ENTRY];
    /// Entries of this day in earlier years.
    read on_this_day(OnDay) -> Vec<EntryRow>, reads &[&ENTRY];
    /// Days in a row with an entry.
    read streak(Nothing) -> Streak, reads &[&ENTRY];
    /// All tags, the most used first.
    read tags(Nothing) -> Vec<Named>, reads &[&ENTRY];
    /// All people, the most mentioned first.
    read people(Nothing) -> Vec<Named>, reads &[&ENTRY];
    /// Pictures, sounds, films and files, newest first.
    read media(ListMedia) -> MediaPage, reads &[&ENTRY];
    /// Own and shipped templates.
    read templates(Nothing) -> Vec<Template>, reads &[&TEMPLATE];
    /// Makes a template.
    write create_template(NewTemplate) -> Created;
    /// Changes an own template.
    write edit_template(EditTemplate) -> ();
    /// Own and shipped questions to write from.
    read prompts(Nothing) -> Vec<Prompt>, reads &[&PROMPT];
    /// Adds an own question.
    write create_prompt(NewPrompt) -> Created;
    /// The question of a day.
    read prompt_of_day(OnDay) -> PromptOfDay, reads &[&PROMPT];
}

static RECORDS: &[&RecordKind] = &[&ENTRY, &JOURNAL, &TEMPLATE, &PROMPT];

/// The journal.
pub struct Diary;

impl Domain for Diary {
    fn name(&self) -> &'static str {
        "journal"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }

    fn agenda(&self, cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
        out::agenda(cx, span)
    }

    fn search(&self, record: &Record) -> Option<SearchDoc> {
        projection::search(record)
    }

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }

    fn exporters(&self) -> &'static [Exporter] {
        out::EXPORTERS
    }

    fn readable(&self, cx: &ReadCx<'_>, record: &Record) -> Result<Option<Readable>> {
        out::readable(cx, record)
    }

    fn capture(&self, text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
        let now = cx.now().to_zoned(cx.env().zone());
        out::draft(text, &now).into_iter().collect()
    }

    fn jotted(&self, text: &str, at: &Zoned) -> Option<Draft> {
        Some(out::draft(text, at).unwrap_or_else(|| out::as_it_stands(text, at)))
    }

    fn demo(&self, life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
        out::demo(life, sink)
    }
}
