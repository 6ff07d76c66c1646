//! Who sang it: from the table that counts tracks by day and names them `Artist - Title`.

use std::collections::{BTreeSet, HashMap};

use base::error::Result;
use domain::source::{Source, SourceFile};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::import::buffer::Plays;
use crate::import::table::{self, Columns};
use crate::model;

const DESCRIPTION: &[&str] = &["track description"];
const DAY: &[&str] = &["date played"];

/// Artists by title.
#[derive(Default)]
pub(super) struct Artists(HashMap<String, Vec<Known>>);

struct Known {
    artist: String,
    /// Days on which it was played, as the table writes them: `20190810`.
    days: BTreeSet<u32>,
}

pub(super) fn is_mine(_: &str, head: &str) -> bool {
    table::first(head, 1).first().is_some_and(|names| {
        let columns = Columns::new(names.iter());
        columns.has(DESCRIPTION) && columns.has(DAY)
    })
}

impl Artists {
    pub(super) fn read(
        &mut self,
        source: &Source,
        file: &SourceFile,
        plays: &mut Plays<'_>,
    ) -> Result<()> {
        let mut columns = None;
        table::read(source, file, plays, &mut |record, _, _| {
            match &columns {
                None => columns = Some(Columns::new(record.iter())),
                Some(columns) => {
                    let day = columns.get(record, DAY).trim().parse().unwrap_or_default();
                    self.know(columns.get(record, DESCRIPTION), day);
                }
            }
            Ok(())
        })
    }

    /// Either side of each dash may be the artist's end: all readings are kept, and the plays' titles
    /// choose.
    fn know(&mut self, description: &str, day: u32) {
        for (at, dash) in description.match_indices(" - ") {
            let (artist, title) = (description[..at].trim(), &description[at + dash.len()..]);
            if artist.is_empty() {
                continue;
            }
            let of_title = self.0.entry(model::fold(title)).or_default();
            match of_title.iter_mut().find(|known| known.artist == artist) {
                Some(known) => drop(known.days.insert(day)),
                None => {
                    let days = BTreeSet::from([day]);
                    of_title.push(Known { artist: artist.to_owned(), days });
                }
            }
        }
    }

    /// The only artist of this title, or the only one of whom it was played on that day.
    pub(super) fn of(&self, title: &str, at: i64, zone: Option<&str>) -> Option<String> {
        let known = self.0.get(&model::fold(title))?;
        if let [only] = known.as_slice() {
            return Some(only.artist.clone());
        }
        let zone = zone.and_then(model::zone_of).unwrap_or(TimeZone::UTC);
        let date = Timestamp::from_millisecond(at).ok()?.to_zoned(zone).date();
        let day = date.strftime("%Y%m%d").to_string().parse().ok()?;
        let mut that_day = known.iter().filter(|known| known.days.contains(&day));
        let first = that_day.next()?;
        that_day.next().is_none().then(|| first.artist.clone())
    }
}
