//! Our own plays as JSON lines, as the export `plays-jsonl` writes them.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use super::buffer::{Place, Plays};
use super::rows::{self, Layout, Rows};
use super::{mine, names_all, sniff_files};
use crate::model::Play;

pub(super) const PLAYS: Importer = Importer {
    format: "plays-jsonl",
    title: "Plays as JSON lines",
    endings: &["jsonl"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["jsonl"];
/// Milliseconds of the year 10,000.
const AT_END: i64 = 253_402_300_800_000;

fn is_mine(_: &str, head: &str) -> bool {
    head.trim_start().starts_with('{') && names_all(head, &["source", "at", "title"])
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        rows::read(source, file, Layout::Lines, &mut Lines, &mut plays)?;
    }
    plays.finish(source)
}

struct Lines;

impl Rows for Lines {
    type Row<'a> = Play;

    fn row(&mut self, mut play: Play, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        play.artists.retain(|name| !name.trim().is_empty());
        if !(0..AT_END).contains(&play.at) {
            plays.problem(place, "has no time that can be read");
        } else if play.title.trim().is_empty() || play.source.is_empty() {
            plays.skipped("nothing is named");
        } else {
            plays.push(play)?;
        }
        Ok(())
    }
}
