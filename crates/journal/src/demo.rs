//! One believable year of a made-up person's journal, the same for the same seed.
//!
//! It is what a new person is shown, what screenshots and the manual are made of and what speed is
//! measured on. Words come from `assets/demo`, pictures are drawn here. What is deliberately not
//! here: records; the caller turns entries into them. Start reading at [`year`].

use base::day::Day;
use jiff::civil::Time;

use self::life::Life;

mod fixed;
mod life;
mod paint;
mod scene;
#[cfg(test)]
mod tests;
mod topic;
mod words;

/// One entry of the year.
#[derive(Debug, Clone)]
pub(crate) struct DemoEntry {
    /// The local day.
    pub date: Day,
    /// The local time; `None` for all day.
    pub time: Option<Time>,
    /// The IANA zone.
    pub zone: &'static str,
    /// One line, or empty.
    pub title: String,
    /// Markdown. Photos are not in it: they are attached.
    pub body: String,
    /// Tags, without `#`.
    pub tags: Vec<String>,
    /// Names of people who appear in it.
    pub people: Vec<String>,
    /// A place's name.
    pub place: Option<String>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// A word or two.
    pub weather: Option<String>,
    /// Degrees Celsius.
    pub weather_celsius: Option<f64>,
    /// A plain word.
    pub mood: Option<String>,
    /// Marked with a star.
    pub starred: bool,
    /// Kept at the top.
    pub pinned: bool,
    /// Is it the note of the day (one a day at most)?
    pub daily_note: bool,
    /// Pictures, 60 to 120 kB each.
    pub photos: Vec<DemoPhoto>,
}

/// A picture of the year.
#[derive(Clone)]
pub(crate) struct DemoPhoto {
    /// A file name like a camera's.
    pub name: String,
    /// A JPEG, 960 by 640 or 640 by 960 pixels.
    pub jpeg: Vec<u8>,
}

impl std::fmt::Debug for DemoPhoto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.jpeg.len())
    }
}

/// The year that ends with `last_day`, oldest first: about 420 entries. Pictures are drawn as the
/// entries are asked for, about 70 in all.
pub(crate) fn year(seed: u64, last_day: Day) -> impl Iterator<Item = DemoEntry> {
    Life::new(seed, last_day, scene::draw)
}
