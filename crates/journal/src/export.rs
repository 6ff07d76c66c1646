//! What leaves the journal: entries as Markdown files, as one page of HTML, as a printed book.
//!
//! Everything here is pure: entries go in one after another, text or bytes come out. What is
//! deliberately not here: reading the store, choosing a range, the lossless archive. Start reading at
//! [`EntryOut`].

use base::day::Day;
use jiff::civil::Time;

pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod pdf;

/// An entry as it leaves, in words that mean something outside the store. Texts are empty when absent.
#[derive(Debug, Clone)]
pub(crate) struct EntryOut {
    /// The record's id.
    pub id: String,
    /// The local day.
    pub date: Day,
    /// The local time; `None` for all day.
    pub time: Option<Time>,
    /// The IANA zone.
    pub zone: String,
    /// One line.
    pub title: String,
    /// Markdown; media as `media:<hash>`.
    pub body: String,
    /// The name of its journal.
    pub journal: String,
    /// Marked with a star.
    pub starred: bool,
    /// Kept at the top.
    pub pinned: bool,
    /// Tags, without `#`.
    pub tags: Vec<String>,
    /// Names of people.
    pub people: Vec<String>,
    /// A place's name.
    pub place: String,
    /// Degrees north.
    pub place_latitude: Option<f64>,
    /// Degrees east.
    pub place_longitude: Option<f64>,
    /// A word or two.
    pub weather: String,
    /// Degrees Celsius.
    pub weather_celsius: Option<f64>,
    /// A plain word.
    pub mood: String,
    /// Attachments, whether or not the body shows them.
    pub media: Vec<MediaOut>,
}

/// An attachment as it leaves.
#[derive(Debug, Clone)]
pub(crate) struct MediaOut {
    /// The content hash, hex.
    pub hash: String,
    /// The file name to show.
    pub name: String,
    /// `image/jpeg`.
    pub mime: String,
}

/// What stands on the first page.
#[derive(Debug, Clone)]
pub(crate) struct Cover {
    /// The name of the book or page.
    pub title: String,
    /// The day on which it is made.
    pub made: Day,
}

impl EntryOut {
    /// An entry with nothing in it.
    pub(crate) fn new(id: impl Into<String>, date: Day) -> EntryOut {
        EntryOut {
            id: id.into(),
            date,
            time: None,
            zone: String::new(),
            title: String::new(),
            body: String::new(),
            journal: String::new(),
            starred: false,
            pinned: false,
            tags: Vec::new(),
            people: Vec::new(),
            place: String::new(),
            place_latitude: None,
            place_longitude: None,
            weather: String::new(),
            weather_celsius: None,
            mood: String::new(),
            media: Vec::new(),
        }
    }

    /// The attachment with this content hash.
    pub(crate) fn media(&self, hash: &str) -> Option<&MediaOut> {
        self.media.iter().find(|media| media.hash == hash)
    }

    /// `07:40 · Lisbon · light rain, 12 °C · calm`: what there is of it.
    pub(crate) fn circumstances(&self) -> String {
        let weather = match self.weather_celsius {
            Some(celsius) if self.weather.is_empty() => format!("{celsius:.0} °C"),
            Some(celsius) => format!("{}, {celsius:.0} °C", self.weather),
            None => self.weather.clone(),
        };
        let time = self.time.map(clock).unwrap_or_default();
        let parts = [time, self.place.clone(), weather.replace("-0 °C", "0 °C"), self.mood.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The attachments that the body neither shows nor links, in their order.
    pub(crate) fn unplaced_media(&self) -> impl Iterator<Item = &MediaOut> {
        let placed = crate::markdown::media_in(&self.body);
        self.media.iter().filter(move |media| !placed.contains(&media.hash))
    }
}

impl MediaOut {
    /// Is it a picture?
    pub(crate) fn is_image(&self) -> bool {
        self.mime.starts_with("image/")
    }

    /// Where its bytes lie in the archive, seen from its root.
    pub(crate) fn path(&self) -> String {
        domain::export::media_path(&self.hash, &self.name, &self.mime)
    }
}

/// `21:04`.
pub(crate) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `Sunday 1 March 2026`.
pub(crate) fn long_date(day: Day) -> String {
    day.date().strftime("%A %-d %B %Y").to_string()
}

/// `March 2026`.
pub(crate) fn month_year(day: Day) -> String {
    day.date().strftime("%B %Y").to_string()
}

/// `1 entry`, `2,041 entries`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if count == 1 { one } else { many })
}
