//! What a domain is: one trait, and the words in which domains speak to the rest of the house.
//!
//! What is deliberately not here: any domain, and the list of them (that is `app`). What crosses
//! domains crosses as data: agenda items, search documents, drafts, imported records. Start reading
//! at [`Domain`], then [`command`].

pub mod command;
pub mod export;
pub mod import;
pub mod qr;
pub mod retention;
pub mod series;
pub mod session;
pub mod source;
pub mod types;
pub mod view;

use std::ops::Range;

use base::day::{Day, Span};
use base::error::Result;
use jiff::Zoned;
use store::blobs::ContentHash;
use store::facts::Fact;
use store::project::Projection;
use store::read::ReadCx;
use store::record::{FactKind, Record, RecordKind, SearchDoc};
use store::write::WriteCx;

use crate::command::Command;
use crate::export::{Exporter, Readable};
use crate::import::{Imported, ImportedMood, Importer, Sink};
use crate::retention::Trace;
use crate::series::Series;
use crate::view::{AgendaItem, Alarm, Draft, Named};

/// One part of a life: its records, its tables, its commands, and what it shows elsewhere.
pub trait Domain: Sync + 'static {
    /// The prefix of its commands, records and tables, and the name of its UI folder.
    fn name(&self) -> &'static str;

    /// What can be asked of it.
    fn commands(&self) -> &'static [Command];

    /// What people edit and what syncs.
    fn records(&self) -> &'static [&'static RecordKind];

    /// Immutable events.
    fn facts(&self) -> &'static [&'static FactKind] {
        &[]
    }

    /// Its read tables.
    fn projection(&self) -> Option<&'static Projection> {
        None
    }

    /// What it puts on the calendar between two days.
    fn agenda(&self, _cx: &ReadCx<'_>, _span: Span) -> Result<Vec<AgendaItem>> {
        Ok(Vec::new())
    }

    /// What is to ring within a span of instants (Unix milliseconds). Asked after every change: it has
    /// a millisecond.
    fn alarms(&self, _cx: &ReadCx<'_>, _span: Range<i64>) -> Result<Vec<Alarm>> {
        Ok(Vec::new())
    }

    /// What full-text search knows of a record.
    fn search(&self, _record: &Record) -> Option<SearchDoc> {
        None
    }

    /// What full-text search knows of a fact.
    fn search_fact(&self, _fact: &Fact) -> Option<SearchDoc> {
        None
    }

    /// What it finds by name beside what full-text search holds, the best first. Asked with every
    /// letter that a person types: it has some ten milliseconds.
    fn find(&self, _cx: &ReadCx<'_>, _text: &str, _limit: usize) -> Result<Vec<Named>> {
        Ok(Vec::new())
    }

    /// The numbers that it counts day by day.
    fn series(&self) -> &'static [Series] {
        &[]
    }

    /// The formats that it reads.
    fn importers(&self) -> &'static [Importer] {
        &[]
    }

    /// The formats that it writes, beside the archive of everything.
    fn exporters(&self) -> &'static [Exporter] {
        &[]
    }

    /// The record as a file that people can read without this program, for the archive.
    fn readable(&self, _cx: &ReadCx<'_>, _record: &Record) -> Result<Option<Readable>> {
        Ok(None)
    }

    /// Quick capture: what could this line be? Best guess first.
    fn capture(&self, _text: &str, _cx: &ReadCx<'_>) -> Vec<Draft> {
        Vec::new()
    }

    /// What a text becomes that was written at this time while the vault was locked; nothing, if it is not
    /// kept here. Whoever keeps any text keeps every text.
    fn jotted(&self, _text: &str, _at: &Zoned) -> Option<Draft> {
        None
    }

    /// Before facts are taken in: writes what they need to be told by, once.
    fn prepare(&self, _cx: &mut WriteCx<'_>) -> Result<()> {
        Ok(())
    }

    /// What a mood that another domain's importer found becomes here; nothing, if it is not kept here.
    fn mood(&self, _mood: &ImportedMood) -> Option<Imported> {
        None
    }

    /// Lets go of what a person wants kept for a while only and whose time is over. Runs when a vault opens
    /// and once in a while after that. Answers attachments that no record holds any more: their files are
    /// removed when all of it is on the disk.
    fn let_go(&self, _cx: &mut WriteCx<'_>) -> Result<Vec<ContentHash>> {
        Ok(Vec::new())
    }

    /// What sensors and models left behind, which a person may want for a while only.
    fn traces(&self) -> &'static [Trace] {
        &[]
    }

    /// Its part of one believable year.
    fn demo(&self, _life: &DemoLife, _sink: &mut dyn Sink) -> Result<()> {
        Ok(())
    }
}

/// The year of a demo life. Equal seeds and days give equal lives.
#[derive(Debug, Clone, Copy)]
pub struct DemoLife {
    /// Which life.
    pub seed: u64,
    /// The last day of its year.
    pub last_day: Day,
    /// Unix milliseconds: what would happen later has not happened yet.
    pub now_ms: i64,
}
