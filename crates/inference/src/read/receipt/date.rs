//! The day of a receipt. `03/04/2026` is in March or in April: only what proves its order is told.

use base::day::Day;
use base::sense::{Told, Unknown};

use super::{Field, Text, words};

/// Years that a receipt may have: none is older than its photo by decades.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;

/// The first letters of the months, without accents, in the languages of [`super::words`].
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fev"],
    &["mar", "mrz", "maa"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "dic"],
];

/// What a text may mean as a day.
#[derive(Debug, Clone, PartialEq)]
struct Reading {
    /// One, or two when the order is not proven: day first, then month first.
    days: Vec<Day>,
    /// How sure its form is.
    surety: f32,
}

/// The day of a receipt, and the days that it may be when the order is not proven. `day_first` decides
/// then, if the caller knows it.
pub(super) fn find(lines: &[Text<'_>], day_first: Option<bool>) -> (Field<Day>, Vec<Day>) {
    let found = lines.iter().enumerate().flat_map(|(index, line)| {
        readings(line.text).into_iter().map(move |reading| (index, line, reading))
    });
    // A day beside its time is that of the purchase; others are for returning or eating.
    let rank = |line: &Text<'_>| u8::from(has_time(line.text));
    let best = found.fold(None, |best: Option<(usize, &Text<'_>, Reading)>, next| match best {
        Some(best) if rank(best.1) >= rank(next.1) => Some(best),
        _ => Some(next),
    });
    let Some((index, line, reading)) = best else {
        return (Field::unknown(Unknown::Unsure), Vec::new());
    };
    let (day, surety) = match (&reading.days[..], day_first) {
        ([day], _) => (*day, reading.surety),
        ([day, _], Some(true)) | ([_, day], Some(false)) => (*day, 0.8),
        _ => {
            let unsure =
                Field { told: Told::Unknown(Unknown::Unsure), quality: 0.0, line: Some(index) };
            return (unsure, reading.days);
        }
    };
    let field = Field { told: Told::Value(day), quality: surety * line.quality, line: Some(index) };
    (field, reading.days)
}

/// `18:42`.
fn has_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes.iter().enumerate().any(|(at, byte)| {
        matches!(byte, b':' | b'h' | b'.')
            && at > 0
            && digit(at - 1)
            && digit(at + 1)
            && digit(at + 2)
            && !digit(at + 3)
            && (*byte == b':' || words::says(&words::folded(text), &["uhr"]) || *byte == b'h')
    })
}

fn readings(text: &str) -> Vec<Reading> {
    // A date is short: a line of thousands of digits is none.
    const TOKENS_MAX: usize = 200;
    let tokens: Vec<Token> = tokens(text).into_iter().take(TOKENS_MAX).collect();
    let mut readings = Vec::new();
    for window in tokens.windows(5) {
        let [a, b, c, d, e] = window else { continue };
        let (Some(first), Some(second), Some(third)) = (a.number(), c.number(), e.number()) else {
            continue;
        };
        if let (Token::Mark(mark), Token::Mark(other)) = (b, d)
            && (mark == other || "年月".contains(*mark))
        {
            readings.extend(numeric(*mark, first, second, third));
        }
    }
    // Written months: marks and small words between the three parts say nothing.
    let says_nothing = |token: &&Token| match token {
        Token::Letters(letters) => {
            ["de", "del", "of", "st", "nd", "rd", "th"].contains(&letters.to_lowercase().as_str())
        }
        Token::Mark(_) => true,
        Token::Digits(..) => false,
    };
    let parts: Vec<&Token> = tokens.iter().filter(|token| !says_nothing(token)).collect();
    for window in parts.windows(3) {
        readings.extend(written(window));
    }
    readings
}

/// Digits with how many they are, letters, or what stands between them.
#[derive(Debug, PartialEq)]
enum Token {
    Digits(u32, usize),
    Letters(String),
    Mark(char),
}

impl Token {
    fn number(&self) -> Option<(u32, usize)> {
        match self {
            Token::Digits(number, length) => Some((*number, *length)),
            Token::Letters(_) | Token::Mark(_) => None,
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for char in text.chars() {
        match (char.to_digit(10), tokens.last_mut()) {
            (Some(digit), Some(Token::Digits(number, length))) => {
                *number = number.saturating_mul(10).saturating_add(digit);
                *length += 1;
            }
            (Some(digit), _) => tokens.push(Token::Digits(digit, 1)),
            (None, Some(Token::Letters(letters))) if char.is_alphabetic() => letters.push(char),
            (None, _) if char.is_alphabetic() && !"年月日".contains(char) => {
                tokens.push(Token::Letters(char.into()));
            }
            // A blank beside a mark is none; by itself it is one.
            (None, Some(Token::Mark(mark))) => {
                if mark.is_whitespace() {
                    *mark = char;
                }
            }
            (None, _) => tokens.push(Token::Mark(char)),
        }
    }
    tokens
}

/// Three numbers with their lengths and the mark between them.
fn numeric(mark: char, a: (u32, usize), b: (u32, usize), c: (u32, usize)) -> Option<Reading> {
    if !"-./'年\u{2013}".contains(mark) || b.1 > 2 {
        return None;
    }
    let one = |day: Option<Day>, surety: f32| day.map(|day| Reading { days: vec![day], surety });
    if a.1 == 4 && c.1 <= 2 {
        return one(day(a.0, b.0, c.0), 1.0);
    }
    let year = match (a.1 <= 2, c.1) {
        (true, 4) => c.0,
        (true, 2) => 2000 + c.0,
        _ => return None,
    };
    let (day_first, month_first) = (day(year, b.0, a.0), day(year, a.0, b.0));
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => Some(Reading { days: vec![one], surety: 1.0 }),
        // Points stand between the parts only where the day comes first.
        (Some(one), Some(_)) if mark == '.' => Some(Reading { days: vec![one], surety: 0.95 }),
        (Some(one), Some(other)) => Some(Reading { days: vec![one, other], surety: 0.0 }),
        (Some(only), None) | (None, Some(only)) => {
            let surety = if c.1 == 4 { 1.0 } else { 0.9 };
            Some(Reading { days: vec![only], surety })
        }
        (None, None) if c.1 == 2 && a.1 == 2 => one(day(2000 + a.0, b.0, c.0), 0.8),
        (None, None) => None,
    }
}

/// `14 March 2026`, `Mar 14, 2026`.
fn written(parts: &[&Token]) -> Option<Reading> {
    let month = |token: &Token| match token {
        Token::Letters(letters) => {
            let folded = words::folded(letters);
            let word = folded.trim();
            let fits = |starts: &&[&str]| starts.iter().any(|start| word.starts_with(start));
            let index = MONTHS.iter().position(fits)?;
            // `Margarine` begins as March does.
            (word.len() <= 9 && is_month(word, index)).then_some(index as u32 + 1)
        }
        Token::Digits(..) | Token::Mark(_) => None,
    };
    let [a, b, c] = parts else { return None };
    let year = c.number().filter(|(_, length)| *length == 4 || *length == 2)?;
    let year = if year.1 == 2 { 2000 + year.0 } else { year.0 };
    let (number, month) = match (a.number(), b.number()) {
        (Some((number, _)), None) => (number, month(b)?),
        (None, Some((number, _))) => (number, month(a)?),
        _ => return None,
    };
    day(year, month, number).map(|day| Reading { days: vec![day], surety: 1.0 })
}

/// Whether a word is a month's name or a short form of it.
fn is_month(word: &str, index: usize) -> bool {
    const NAMES: [&[&str]; 12] = [
        &["january", "januar", "janvier", "enero", "gennaio", "januari", "janeiro"],
        &["february", "februar", "fevrier", "febrero", "febbraio", "februari", "fevereiro"],
        &["march", "marz", "maerz", "mrz", "mars", "marzo", "maart", "mrt", "marco"],
        &["april", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio", "mei", "maio"],
        &["june", "juni", "juin", "junio", "giugno", "junho"],
        &["july", "juli", "juillet", "julio", "luglio", "julho"],
        &["august", "aout", "agosto", "augustus"],
        &["september", "septembre", "septiembre", "settembre", "setembro", "sept"],
        &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
        &["november", "novembre", "noviembre", "novembro"],
        &["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"],
    ];
    NAMES[index].iter().any(|name| name.starts_with(word))
}

fn day(year: u32, month: u32, day: u32) -> Option<Day> {
    if !YEARS.contains(&year) {
        return None;
    }
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, day_first: Option<bool>) -> Vec<String> {
        let lines: Vec<Text<'_>> = text.lines().map(|text| Text { text, quality: 1.0 }).collect();
        let (field, days) = find(&lines, day_first);
        match field.told {
            Told::Value(day) => vec![day.to_string()],
            Told::Unknown(_) => days.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn the_order_is_proven_or_both_are_told() {
        for text in [
            "2026-03-14 18:42",
            "2026/03/14",
            "14.03.2026",
            "14/03/2026",
            "03/14/2026 6:42 PM",
            "03-14-26",
            "14.03.26",
            "14 Mar 2026",
            "Mar 14, 2026",
            "14. März 2026",
            "14 mars 2026",
            "14 de marzo de 2026",
            "March 14th, 2026",
            "14-MAR-26",
            "Datum: 14.03.2026 Kasse 3",
            "2026年3月14日",
            "Date 14 / 03 / 2026",
        ] {
            assert_eq!(found(text, None), ["2026-03-14"], "{text}");
        }
        assert_eq!(found("03/04/2026", None), ["2026-04-03", "2026-03-04"]);
        assert_eq!(found("03/04/2026", Some(true)), ["2026-04-03"]);
        assert_eq!(found("03/04/2026", Some(false)), ["2026-03-04"]);
        assert_eq!(found("03.04.2026", None), ["2026-04-03"]);
        assert_eq!(found("03/03/2026", None), ["2026-03-03"]);
    }

    #[test]
    fn the_day_with_its_time_is_the_purchase() {
        let text = "Return until 14/04/2026\n14/03/2026 18:42";
        assert_eq!(found(text, None), ["2026-03-14"]);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "31.02.2026",
            "2026-13-01",
            "10.0.0.1",
            "Tel 089 555 0142",
            "1.234,56",
            "Margarine 14 2026",
            "12 x 3.50",
            "2-21-1 Shibuya",
            "99/99/99",
            "14.03.1850",
        ] {
            assert_eq!(found(text, None), Vec::<String>::new(), "{text}");
        }
    }
}
