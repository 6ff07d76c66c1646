//! YouTube Music in a Google Takeout: `watch-history.json`. No lengths, and titles within a sentence
//! of the account's language (`Watched ...`).

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;
use serde::Deserialize;

use self::sentence::Sentence;
use super::buffer::{Place, Plays};
use super::loose::Text;
use super::rows::{self, Layout, Rows};
use super::{mine, names_all, sniff_files, when};
use crate::model::Play;

mod sentence;

pub(super) const YOUTUBE_MUSIC: Importer = Importer {
    format: "youtube-music",
    title: "YouTube Music (Google Takeout)",
    endings: &["zip", "json"],
    sniff,
    parse,
};

const ENDINGS: &[&str] = &["json"];
/// What heads a row of music; other rows are films and clips.
const HEADER: &str = "YouTube Music";

fn is_mine(_: &str, head: &str) -> bool {
    head.trim_start().starts_with('[')
        && names_all(head, &["header", "title", "time"])
        && head.contains("YouTube")
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        let sentence = Sentence::of(&super::head(source, &file.name));
        let mut watched = Watched { sentence };
        rows::read(source, file, Layout::Array(&[]), &mut watched, &mut plays)?;
    }
    plays.finish(source)
}

struct Watched {
    sentence: Sentence,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Row<'a> {
    #[serde(borrow)]
    header: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    title_url: Text<'a>,
    #[serde(borrow)]
    subtitles: Option<Vec<Subtitle<'a>>>,
    #[serde(borrow)]
    time: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Subtitle<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

impl Rows for Watched {
    type Row<'a> = Row<'a>;

    fn row(&mut self, row: Row<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
        if row.header.as_str() != HEADER {
            plays.skipped("is not of YouTube Music");
            return Ok(());
        }
        let Some(at) = when::instant(row.time.as_str()) else {
            plays.problem(place, "has no time that can be read");
            return Ok(());
        };
        let title = Text::new(self.sentence.title(row.title.as_str())).some();
        // What has been taken down keeps its time, and a title that is its address or a phrase.
        let (Some(title), Some(uri)) = (title, row.title_url.some()) else {
            plays.skipped("nothing is named");
            return Ok(());
        };
        if title == uri {
            plays.skipped("nothing is named");
            return Ok(());
        }
        let by = row.subtitles.into_iter().flatten().find_map(|subtitle| subtitle.name.some());
        // The channel that YouTube makes for an artist.
        let by = by.map(|name| match name.strip_suffix(" - Topic") {
            Some(artist) => artist.to_owned(),
            None => name,
        });
        plays.push(Play {
            source: "youtube-music".to_owned(),
            at,
            title,
            artists: by.into_iter().collect(),
            uri: Some(uri),
            ..Play::default()
        })
    }
}
