//! Last.fm: pages of its service (`user.getRecentTracks`), alone or in an array as export tools write
//! them, and the tables that other tools make of it.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use super::buffer::Plays;
use super::rows::{self, Layout};
use super::{has_ending, mine, names_all, sniff_files};

mod page;
mod table;

pub(super) const LASTFM: Importer =
    Importer { format: "lastfm", title: "Last.fm", endings: &["json", "csv", "zip"], sniff, parse };

const ENDINGS: &[&str] = &["json", "csv", "tsv"];
const TABLES: &[&str] = &["csv", "tsv"];

fn is_mine(name: &str, head: &str) -> bool {
    if has_ending(name, TABLES) {
        return table::is_mine(head);
    }
    names_all(head, &["recenttracks"])
        || names_all(head, &["artist", "name", "#text"])
            && (names_all(head, &["uts"]) || names_all(head, &["nowplaying"]))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let found = sniff_files(source, ENDINGS, is_mine)?;
    let only_tables = source.files().iter().all(|file| !has_ending(&file.name, &["json"]));
    // A table without column names could be anybody's.
    Ok(found.map(|sure| if only_tables { Confidence::Likely } else { sure }))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    // A single file was handed in as this: an empty page shows nothing of itself.
    let files = match source.files() {
        [only] => vec![only],
        _ => mine(source, ENDINGS, is_mine),
    };
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        match has_ending(&file.name, TABLES) {
            true => table::read(source, file, &mut plays)?,
            false => {
                let layout = Layout::Array(&["recenttracks", "track"]);
                rows::read(source, file, layout, &mut page::Tracks, &mut plays)?;
            }
        }
    }
    plays.finish(source)
}
