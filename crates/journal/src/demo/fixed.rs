//! The days of the year that happen once: read from a file, by month and day.

const DAYS: &str = include_str!("../../../../assets/demo/days.txt");

/// A day that is told in full.
pub(super) struct Fixed {
    pub month: i8,
    pub day: i8,
    pub title: &'static str,
    pub tags: Vec<&'static str>,
    pub place: &'static str,
    pub mood: &'static str,
    pub photos: usize,
    pub text: &'static str,
}

impl Fixed {
    /// Is more told of it than the file holds?
    pub(super) fn is_long(&self) -> bool {
        self.tags.contains(&"long")
    }
}

/// All of them. A head that cannot be read is left out, which a test notices.
pub(super) fn days() -> Vec<Fixed> {
    DAYS.split("\n= ").skip(1).filter_map(read).collect()
}

fn read(day: &'static str) -> Option<Fixed> {
    let (head, text) = day.split_once('\n')?;
    let mut parts = head.split('|').map(str::trim);
    let (month, day) = parts.next()?.split_once('-')?;
    Some(Fixed {
        month: month.parse().ok()?,
        day: day.parse().ok()?,
        title: parts.next()?,
        tags: parts.next()?.split(' ').collect(),
        place: parts.next()?,
        mood: parts.next()?,
        photos: parts.next()?.parse().ok()?,
        text: text.trim(),
    })
}
