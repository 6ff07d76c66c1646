//! Rockbox and other players without a network: `.scrobbler.log`, tab-separated, with `#TZ/` above.

use std::io::{BufRead, BufReader};

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};
use jiff::tz::TimeZone;

use super::buffer::{Place, Plays};
use super::loose::{Text, mbid};
use super::{base_name, is_hidden, when};
use crate::model::Play;

pub(super) const ROCKBOX: Importer = Importer {
    format: "rockbox",
    title: "Rockbox (.scrobbler.log)",
    endings: &["log"],
    sniff,
    parse,
};

const MARK: &str = "#AUDIOSCROBBLER/";
/// The longest line that is read.
const LINE_MAX: u64 = 64 << 10;

fn logs(source: &Source) -> Vec<&SourceFile> {
    let is_log = |file: &&SourceFile| {
        let name = base_name(&file.name);
        !is_hidden(&file.name) && (name.ends_with(".log") || name.contains("scrobbler"))
    };
    source.files().iter().filter(is_log).collect()
}

fn is_mine(source: &Source, file: &SourceFile) -> bool {
    let head = super::head(source, &file.name);
    head.trim_start_matches('\u{feff}').starts_with(MARK)
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let found = logs(source).into_iter().take(super::SNIFFED).any(|file| is_mine(source, file));
    Ok(found.then_some(Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let mut files = logs(source);
    files.retain(|file| is_mine(source, file));
    let mut plays = Plays::new(source, &files, sink);
    for file in files {
        read(source, file, &mut plays)?;
    }
    plays.finish(source)
}

/// What the lines above the plays say.
#[derive(Default)]
struct Above {
    /// The zone of the person, when the player's clock knows none.
    zone: Option<TimeZone>,
    client: Option<String>,
}

fn read(source: &Source, file: &SourceFile, plays: &mut Plays<'_>) -> Result<()> {
    let mut reader = match source.read(&file.name) {
        Ok(reader) => BufReader::new(reader),
        Err(error) => {
            plays.broken(&file.name, &error.to_string());
            return plays.file_done(file);
        }
    };
    let (mut above, mut line, mut at) = (Above::default(), Vec::new(), 0);
    for number in 1.. {
        line.clear();
        let mut limited = std::io::Read::take(&mut reader, LINE_MAX);
        match limited.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(len) => at += len as u64,
            Err(error) => {
                plays.broken(&file.name, &error.to_string());
                break;
            }
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']).trim_start_matches('\u{feff}');
        let place = Place { file: &file.name, row: number };
        match text.strip_prefix('#') {
            Some(note) => above.read(note, &file.name, plays),
            None if text.trim().is_empty() => {}
            None => row(text, &above, &place, plays)?,
        }
        plays.step(at)?;
    }
    plays.file_done(file)
}

impl Above {
    fn read(&mut self, note: &str, file: &str, plays: &mut Plays<'_>) {
        if let Some(client) = note.strip_prefix("CLIENT/") {
            // `Rockbox sansafuze $Revision$`: the rest is of a build.
            let name = client.split(" $").next().unwrap_or_default();
            self.client = Text::new(name.trim()).some();
        }
        // A clock without a zone shows the time of where the person was.
        if note.strip_prefix("TZ/").is_some_and(|zone| zone.trim() == "UNKNOWN") {
            let here = plays.now().map(|now| now.time_zone().clone());
            let name = here.as_ref().and_then(TimeZone::iana_name).unwrap_or("UTC");
            plays.file_problem(file, &format!("its times have no zone; read as those of {name}"));
            self.zone = here;
        }
    }
}

/// Artist, album, title, number, seconds, `L` or `S`, when it began, MusicBrainz id.
fn row(line: &str, above: &Above, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()> {
    let fields: Vec<&str> = line.split('\t').collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let clock = field(6).trim().parse().ok().and_then(when::unix);
    let at = clock.and_then(|clock| match &above.zone {
        Some(zone) => when::local(clock, zone),
        None => Some(clock),
    });
    let Some(at) = at else {
        plays.problem(place, "has no time that can be read");
        return Ok(());
    };
    let Some(title) = Text::new(field(2)).some() else {
        plays.skipped("nothing is named");
        return Ok(());
    };
    let seconds: Option<u32> = field(4).trim().parse().ok();
    plays.push(Play {
        source: "rockbox".to_owned(),
        at,
        zone: above.zone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned),
        duration_ms: seconds
            .filter(|length| *length != 0)
            .and_then(|length| length.checked_mul(1000)),
        title,
        artists: Text::new(field(0)).some().into_iter().collect(),
        album: Text::new(field(1)).some(),
        recording_mbid: mbid(field(7)),
        skipped: match field(5).trim() {
            "S" => Some(true),
            "L" => Some(false),
            _ => None,
        },
        player: above.client.clone(),
        ..Play::default()
    })
}
