//! Days as files write them. `3/4/2026` is in March or in April: the order is proven by the file or
//! said by the person, never guessed.

use std::collections::BTreeSet;

use base::day::Day;
use jiff::civil::Date;

mod months;

/// In which order a file writes year, month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

impl Order {
    const ALL: [Order; 3] = [Order::DayMonthYear, Order::MonthDayYear, Order::YearMonthDay];

    /// The word for answers and profiles.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Order::DayMonthYear => "dmy",
            Order::MonthDayYear => "mdy",
            Order::YearMonthDay => "ymd",
        }
    }

    /// From its word.
    pub(super) fn from_word(word: &str) -> Option<Order> {
        Order::ALL.into_iter().find(|order| order.word() == word)
    }
}

/// The parts of a date as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    parts: [Part; 3],
    /// Whether the last part was marked as the year (`1/ 2'06`).
    year_last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    number: i16,
    /// How many digits; 0: the name of a month.
    digits: u8,
}

/// A text longer than this is no date, even with a time and a zone behind it.
const LEN_MAX: usize = 48;

impl Written {
    /// Finds a date at the beginning of a text; what follows may be a time.
    pub(super) fn parse(text: &str) -> Option<Written> {
        let text = text.trim();
        if text.is_empty() || LEN_MAX < text.len() {
            return None;
        }
        compact(text).or_else(|| parted(text))
    }

    /// Whether only one order is possible for the eye: the year has four digits and stands in front,
    /// or the month has a name.
    pub(super) fn is_plain(&self) -> bool {
        self.parts[0].digits == 4 || self.parts.iter().any(|part| part.digits == 0)
    }

    /// The orders in which it is a day.
    fn orders(&self) -> BTreeSet<Order> {
        let fits = |order: &Order| self.in_order(*order).is_some();
        let orders: BTreeSet<Order> = Order::ALL.into_iter().filter(fits).collect();
        // A year of two digits stands in front only where nothing else gives a day.
        let is_short = self.parts[0].digits == 2 && self.parts[2].digits <= 2;
        if is_short && orders.iter().any(|order| *order != Order::YearMonthDay) {
            return orders.into_iter().filter(|order| *order != Order::YearMonthDay).collect();
        }
        orders
    }

    /// Whether it is a day in some order.
    pub(super) fn is_day(&self) -> bool {
        Order::ALL.into_iter().any(|order| self.in_order(order).is_some())
    }

    /// The day that it is in a file with this order.
    pub(super) fn day(&self, order: Order) -> Option<Day> {
        match self.is_plain() {
            true => Order::ALL.into_iter().find_map(|order| self.in_order(order)),
            false => self.in_order(order),
        }
    }

    fn in_order(&self, order: Order) -> Option<Day> {
        let [first, second, third] = self.parts;
        let (year, month, day) = match order {
            Order::DayMonthYear => (third, second, first),
            Order::MonthDayYear => (third, first, second),
            Order::YearMonthDay => (first, second, third),
        };
        // A month by its name stands where it stands.
        let (month, day) = match (month.digits, day.digits) {
            (_, 0) => (day, month),
            _ => (month, day),
        };
        let is_small = |part: Part| part.digits <= 2;
        if !is_small(month) || !is_small(day) || day.digits == 0 || year.digits == 0 {
            return None;
        }
        if self.year_last && order == Order::YearMonthDay {
            return None;
        }
        let year = match year.digits {
            4 => year.number,
            1 | 2 => full_year(year.number),
            _ => return None,
        };
        let month = i8::try_from(month.number).ok()?;
        let date = Date::new(year, month, i8::try_from(day.number).ok()?).ok()?;
        // Banks did not write such files before; what stands there is damage.
        (1900..=2200).contains(&date.year()).then(|| Day::new(date))
    }
}

/// The year that two digits mean: 70 and later are of the last century.
fn full_year(short: i16) -> i16 {
    if short < 70 { 2000 + short } else { 1900 + short }
}

/// `20260301`, alone or before a time.
fn compact(text: &str) -> Option<Written> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if ![8, 12, 14].contains(&digits) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i16>().ok();
    let part = |from: usize, to: usize| {
        let digits = if to - from == 4 { 4 } else { 2 };
        Some(Part { number: number(from, to)?, digits })
    };
    // `01032026` is written too; what cannot be a year in front has it at the end.
    let front = (1900..=2200).contains(&number(0, 4)?);
    let parts = match front || digits != 8 {
        true => [part(0, 4)?, part(4, 6)?, part(6, 8)?],
        false => [part(0, 2)?, part(2, 4)?, part(4, 8)?],
    };
    Some(Written { parts, year_last: false })
}

/// `1/ 2'06`, `2026-03-01T10:00`, `1. März 2026`, `Mar 1, 2026`.
fn parted(text: &str) -> Option<Written> {
    let mut parts = Vec::with_capacity(3);
    let mut rest = skip_weekday(text);
    let mut year_last = false;
    while parts.len() < 3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let len = if digits > 0 {
            let number = rest[..digits].parse().ok().filter(|_| digits <= 4)?;
            parts.push(Part { number, digits: u8::try_from(digits).ok()? });
            digits
        } else {
            let len = rest.find(|char: char| !char.is_alphabetic()).unwrap_or(rest.len());
            // A day and a year never stand alone, so a name is a month.
            let number = months::number(&rest[..len])?;
            parts.push(Part { number, digits: 0 });
            len
        };
        rest = &rest[len..];
        if parts.len() == 3 {
            break;
        }
        let between = rest.find(|char: char| !is_between(char))?;
        year_last |= parts.len() == 2 && rest[..between].contains(['\'', '\u{2019}', '´', '`']);
        rest = &rest[between..];
        rest = rest.strip_prefix("de ").unwrap_or(rest);
    }
    // `12.03.1984.5` is no date, `1/2/2026x` neither.
    let after = rest.strip_prefix('.').unwrap_or(rest);
    let goes_on = |char: char| char.is_alphanumeric() && !matches!(char, 'T' | 't' | 'Z' | '日');
    if after.starts_with(goes_on) {
        return None;
    }
    let parts: [Part; 3] = parts.try_into().ok()?;
    let names = parts.iter().filter(|part| part.digits == 0).count();
    (names <= 1 && parts[2].digits != 0).then_some(Written { parts, year_last })
}

fn is_between(char: char) -> bool {
    matches!(
        char,
        '/' | '-' | '.' | ',' | ' ' | '\'' | '\u{2019}' | '´' | '`' | '\u{a0}' | '年' | '月'
    )
}

/// `Mon, 2 Mar 2026` without its `Mon, `.
fn skip_weekday(text: &str) -> &str {
    let len = text.find(|char: char| !char.is_alphabetic()).unwrap_or(text.len());
    match len {
        0 => text,
        len if months::number(&text[..len]).is_some() => text,
        len => text[len..].trim_start_matches(is_between),
    }
}

/// What the dates of a file prove about their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    left: BTreeSet<Order>,
    /// Whether the order makes a difference to any of them.
    matters: bool,
}

impl Proof {
    pub(super) fn new() -> Proof {
        Proof { left: BTreeSet::from(Order::ALL), matters: false }
    }

    /// Takes one more date; what is no day in any order proves nothing.
    pub(super) fn take(&mut self, written: &Written) {
        let orders = if written.is_plain() { BTreeSet::new() } else { written.orders() };
        if orders.is_empty() {
            return;
        }
        let days: BTreeSet<Day> =
            orders.iter().filter_map(|order| written.in_order(*order)).collect();
        self.matters |= days.len() > 1 || orders.len() == 1;
        self.left.retain(|order| orders.contains(order));
    }

    /// The order, when only one is left or when it makes no difference.
    pub(super) fn order(&self) -> Option<Order> {
        let mut left = self.left.iter();
        match (left.next(), left.next()) {
            (Some(order), None) => Some(*order),
            (Some(order), Some(_)) if !self.matters => Some(*order),
            _ => None,
        }
    }

    /// Whether a date showed the order.
    pub(super) fn is_proven(&self) -> bool {
        self.matters && self.left.len() == 1
    }

    /// What can still be; all when the dates contradict one another.
    pub(super) fn left(&self) -> Vec<Order> {
        match self.left.is_empty() {
            true => Order::ALL.to_vec(),
            false => self.left.iter().copied().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
