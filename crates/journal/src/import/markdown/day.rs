//! The day in a note's name.

use jiff::civil::Date;

use crate::import::stem;
use crate::import::when::leading_date;

/// What a path tells.
#[derive(Debug, PartialEq)]
pub(super) struct Named<'a> {
    pub(super) date: Date,
    /// What the name says besides the day.
    pub(super) title: &'a str,
}

/// `2024-03-05`, `2024-03-05 Title`, `20240305`, `5 March 2024`, or folders `2024/03/05`,
/// `2024/03-March/05 Title`.
pub(super) fn of_name(path: &str) -> Option<Named<'_>> {
    let stem = stem(path);
    if let Some((date, rest)) = leading_date(stem) {
        // 2024-03-05abc is a word that begins with digits.
        let apart = !rest.starts_with(char::is_alphanumeric);
        if apart {
            return Some(Named { date, title: tidy(rest) });
        }
    }
    of_folders(path, stem)
}

fn of_folders<'a>(path: &str, stem: &'a str) -> Option<Named<'a>> {
    let mut parts = path.rsplit('/').skip(1);
    let (month, year) = (parts.next()?, parts.next()?);
    let (day, rest) = leading_number(stem)?;
    let (month, _) = leading_number(month)?;
    let (year, _) = leading_number(year)?;
    let apart = !rest.starts_with(char::is_alphanumeric);
    let small = |number: i16| i8::try_from(number).ok();
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    (apart && 1000 <= year).then_some(Named { date, title: tidy(rest) })
}

fn leading_number(text: &str) -> Option<(i16, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text.get(..len)?.parse().ok()?, &text[len..]))
}

fn tidy(rest: &str) -> &str {
    rest.trim_matches([' ', '-', '_', '–', '—', ',', '.'])
}
