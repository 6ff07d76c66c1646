//! ListenBrainz: its export (a zip of `listens/2025/6.jsonl`), the older one (an array), a page of its
//! service (`{"payload":{"listens":[...]}}`), and what players submit (`{"listen_type","payload":[...]}`).

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};

use self::listen::Listen;
use super::buffer::{Place, Plays};
use super::rows::{self, Layout, Rows};
use super::{base_name, has_ending, mine, names_all, sniff_files, when};
use crate::model::Play;

mod listen;

pub(super) const LISTENBRAINZ: Importer = Importer {
    format: "listenbrainz",
    title: "ListenBrainz",
    endings: &["zip", "jsonl", "json"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["jsonl", "json"];

/// The source of listens that ListenBrainz keeps, and of those that a nameless player submits.
const KEPT: &str = "listenbrainz";
const NAMELESS: &str = "scrobbler";

fn is_mine(name: &str, head: &str) -> bool {
    let is_listen = names_all(head, &["track_metadata"]) && !is_opinion(name);
    is_listen || names_all(head, &["payload", "listens"])
}

/// The export's files of what was loved, hated or pinned: no plays, though they name tracks.
fn is_opinion(name: &str) -> bool {
    let name = base_name(name);
    name.starts_with("feedback") || name.starts_with("pinned")
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    for file in source.files().iter().filter(|file| is_opinion(&file.name) && file.size != 0) {
        let name = base_name(&file.name).split('.').next().unwrap_or_default();
        sink.lost(&name.replace('_', " "));
    }
    // A single file was handed in as this: a page without listens shows nothing of itself.
    let files = match source.files() {
        [only] => vec![only],
        _ => mine(source, ENDINGS, is_mine),
    };
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        let mut listens = Listens { is_submitted: is_submitted(source, file) };
        let layout = match has_ending(&file.name, &["jsonl"]) {
            true => Layout::Lines,
            false => Layout::Array(&["payload", "listens"]),
        };
        rows::read(source, file, layout, &mut listens, &mut plays)?;
    }
    plays.finish(source)
}

/// Whether a file is what a player submits: `payload` is the list itself.
fn is_submitted(source: &Source, file: &SourceFile) -> bool {
    let head: String = super::head(source, &file.name);
    let head: String = head.chars().filter(|letter| !letter.is_whitespace()).collect();
    head.starts_with('{') && head.contains("\"payload\":[")
}

struct Listens {
    is_submitted: bool,
}

impl Rows for Listens {
    type Row<'a> = Listen<'a>;

    fn row(&mut self, listen: Listen<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        if listen.playing_now.0 == Some(true) || listen.listened_at == Default::default() {
            plays.skipped("is playing now");
            return Ok(());
        }
        let Some(at) = listen.listened_at.0.and_then(when::unix) else {
            plays.problem(place, "has no time that can be read");
            return Ok(());
        };
        match listen.play() {
            None => plays.skipped("nothing is named"),
            Some((play, program)) => {
                let program = program.map(|name| name.to_lowercase());
                let source = match self.is_submitted {
                    true => program.unwrap_or_else(|| NAMELESS.to_owned()),
                    false => KEPT.to_owned(),
                };
                plays.push(Play { source, at, ..play })?;
            }
        }
        Ok(())
    }
}
