//! The field `:61:`: `2009040903CR15000,05NTRFNONREF//0724710290659857`.

use base::day::Day;
use jiff::civil::Date;

use crate::import::told::AmountTold;

/// One movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Movement<'t> {
    pub(super) valued: Day,
    pub(super) booked: Day,
    pub(super) amount: AmountTold,
    /// `NTRF`: how it came, and what it is.
    pub(super) kind: &'t str,
    /// That of the customer.
    pub(super) reference: &'t str,
    pub(super) bank_reference: &'t str,
    /// What stands on the second line.
    pub(super) more: &'t str,
    /// Whether it is only expected (MT942).
    pub(super) pending: bool,
}

impl Movement<'_> {
    pub(super) fn parse(text: &str) -> Option<Movement<'_>> {
        let (first, more) = text.split_once('\n').unwrap_or((text, ""));
        let first = first.trim_end();
        let valued = day(first.get(..6)?)?;
        let rest = first.get(6..)?;
        // Four digits, or blanks where nothing is said.
        let (entry, rest) = match rest.get(..4) {
            Some(entry) if entry.bytes().all(|byte| byte.is_ascii_digit()) => (entry, &rest[4..]),
            _ => ("", rest.trim_start()),
        };
        let booked = if entry.is_empty() { valued } else { near(entry, valued)? };
        let (negative, pending, rest) = mark(rest)?;
        // The third letter of the currency may stand between.
        let rest = rest.strip_prefix(|char: char| char.is_ascii_alphabetic()).unwrap_or(rest);
        let rest = rest.trim_start();
        let len = rest
            .bytes()
            .position(|byte| !byte.is_ascii_digit() && byte != b',' && byte != b'.')
            .unwrap_or(rest.len());
        let amount = super::amount(&rest[..len])?;
        let rest = &rest[len..];
        let kind = rest.get(..4).filter(|kind| is_kind(kind)).unwrap_or_default();
        let references = &rest[kind.len()..];
        let (reference, bank_reference) = references.split_once("//").unwrap_or((references, ""));
        Some(Movement {
            valued,
            booked,
            amount: if negative { amount.negated() } else { amount },
            kind,
            reference,
            bank_reference,
            more,
            pending,
        })
    }
}

fn is_kind(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether money goes out, whether it is only expected, and what follows the mark.
fn mark(text: &str) -> Option<(bool, bool, &str)> {
    const MARKS: [(&str, bool, bool); 6] = [
        ("RC", true, false), // A credit taken back.
        ("RD", false, false),
        ("EC", false, true),
        ("ED", true, true),
        ("C", false, false),
        ("D", true, false),
    ];
    MARKS
        .into_iter()
        .find_map(|(mark, negative, pending)| Some((negative, pending, text.strip_prefix(mark)?)))
}

/// `YYMMDD`. Years from 80 on are of the last century, as the standard has it.
pub(super) fn day(text: &str) -> Option<Day> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize| text[from..from + 2].parse::<i8>().ok();
    let year = i16::from(number(0)?);
    let year = if year < 80 { 2000 + year } else { 1900 + year };
    Date::new(year, number(2)?, number(4)?).ok().map(Day::new)
}

/// The day of an entry `MMDD`, in the year that brings it nearest to the day of its value.
fn near(entry: &str, valued: Day) -> Option<Day> {
    let number = |from: usize| entry[from..from + 2].parse::<i8>().ok();
    let (month, day) = (number(0)?, number(2)?);
    let year = valued.date().year();
    let years = [year, year - 1, year + 1];
    let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok().map(Day::new));
    days.min_by_key(|day| (day.ordinal() - valued.ordinal()).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let Some(found) = Movement::parse(text) else { return "none".to_owned() };
        let Movement { valued, booked, amount, kind, reference, bank_reference, more, pending } =
            found;
        let digits = amount.decimal.digits;
        format!("{valued} {booked} {digits} {kind} {reference} {bank_reference} {more} {pending}")
    }

    #[test]
    fn movements_are_read_in_every_flavor() {
        let cases = [
            (
                "0709070904CR50990,05NTRFNONREF//07247",
                "2007-09-07 2007-09-04 5099005 NTRF NONREF 07247  false",
            ),
            (
                "240312    DD212,39NMSCNONREF//\n/ABC/DEF",
                "2024-03-12 2024-03-12 -21239 NMSC NONREF  /ABC/DEF false",
            ),
            ("2001010101D65,00NOVBNL47\nname", "2020-01-01 2020-01-01 -6500 NOVB NL47  name false"),
            ("200101C15000,N051X", "2020-01-01 2020-01-01 15000 N051 X   false"),
            ("991231 0101RC1,5NTRF", "none"),
            ("9912310101RC1,5NTRF", "1999-12-31 2000-01-01 -15 NTRF    false"),
            ("0001021231RD1,5NTRF", "2000-01-02 1999-12-31 15 NTRF    false"),
            ("200101EC1,00NTRFa//b", "2020-01-01 2020-01-01 100 NTRF a b  true"),
            ("200101D1,00", "2020-01-01 2020-01-01 -100     false"),
            ("200229D1.50NTRF", "2020-02-29 2020-02-29 -150 NTRF    false"),
        ];
        for (text, wanted) in cases {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_movement_is_none() {
        for text in
            ["", "2", "201301D1,0", "200101X1,0", "200101D,NTRF", "200101DNTRF", "éé", "2001010D"]
        {
            assert_eq!(told(text), "none", "{text}");
        }
    }
}
