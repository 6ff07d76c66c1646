//! The numbers of a line: which of them can be amounts, and how much.

use std::ops::Range;

use base::money::decimal::{Decimal, Mark};

/// A number as it stands in a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// Where it stands, in bytes, with its sign and the sign of its currency.
    pub(super) range: Range<usize>,
    /// Its digits and what stands between them.
    pub(super) body: String,
    /// Whether a minus stands before or behind it.
    pub(super) is_negative: bool,
    /// Whether a currency stands beside it.
    pub(super) has_currency: bool,
    /// What it is.
    pub(super) role: Role,
}

/// What stands around a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: it may be an amount.
    Plain,
    /// A percent sign.
    Percent,
    /// A unit or a sign of multiplication: so many, so much.
    Measure,
    /// Letters and digits: a part of a code, a date, a telephone number.
    Code,
}

/// How a receipt writes its amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// What stands before the decimals.
    pub(super) mark: Mark,
    /// How many decimals there are.
    pub(super) exponent: u32,
}

/// Signs of currencies.
pub(super) const SIGNS: &str = "$€£¥₩₪₫₱₴₹₺₽";

const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// Words behind a number that make it a measure.
const UNITS: &[&str] = &[
    "kg", "g", "gr", "mg", "l", "lt", "ml", "cl", "dl", "lb", "lbs", "oz", "gal", "qt", "pt", "m",
    "cm", "mm", "x", "stk", "st", "stuck", "stück", "pcs", "pc", "ea", "pz", "ud", "uds", "un",
    "kwh", "er",
];

/// Longer runs of digits are codes.
const DIGITS_MAX: usize = 12;

/// The numbers of a line.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].1.is_ascii_digit() {
            let end = body_end(&chars, at);
            numbers.push(number(text, &chars, at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    numbers
}

/// Digits, with single points, commas and apostrophes between them; with blanks before three digits where
/// decimals follow (`1 234,56`), and where a blank fell beside the mark at the line's end (`2 .49`).
fn body_end(chars: &[(usize, char)], start: usize) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(|(_, char)| char.is_ascii_digit());
    let is =
        |at: usize, wanted: &str| chars.get(at).is_some_and(|(_, char)| wanted.contains(*char));
    let mut end = start;
    loop {
        while digit(end) {
            end += 1;
        }
        let three = (1..=3).all(|step| digit(end + step)) && !digit(end + 4);
        let grouped = is(end, " \u{a0}\u{202f}")
            && three
            && end - start <= 3
            && is(end + 4, ",.")
            && digit(end + 5)
            && digit(end + 6)
            && !digit(end + 7)
            && (start < 2
                || !chars[start - 1].1.is_alphanumeric() && !chars[start - 2].1.is_alphanumeric());
        let split = end + 4 == chars.len()
            && digit(end + 2)
            && digit(end + 3)
            && (is(end, " ") && is(end + 1, ",.") || is(end, ",.") && is(end + 1, " "));
        if grouped || is(end, ".,'\u{2019}") && digit(end + 1) {
            end += 1;
        } else if split {
            return chars.len();
        } else {
            return end;
        }
    }
}

fn number(text: &str, chars: &[(usize, char)], start: usize, end: usize) -> Number {
    let char = |at: usize| chars.get(at).map(|(_, char)| *char);
    let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    let body: String = text[byte(start)..byte(end)]
        .chars()
        .filter(|char| !char.is_whitespace())
        .map(|char| if char == '\u{2019}' { '\'' } else { char })
        .collect();
    let before = Before::of(text, chars, start);
    // `12,-` and `12.--`: no parts; else a minus behind the number.
    let mut last = end;
    let no_parts = matches!(char(end), Some(',' | '.')) && char(end + 1).is_some_and(is_dash);
    if no_parts {
        last += 1;
        while char(last).is_some_and(is_dash) {
            last += 1;
        }
    }
    let minus_behind = char(last).is_some_and(|char| MINUS.contains(&char))
        && !char(last + 1).is_some_and(char::is_alphanumeric);
    last += usize::from(minus_behind);
    let behind = Behind::of(chars, last);
    let is_long = body.chars().filter(char::is_ascii_digit).count() > DIGITS_MAX;
    let role = match () {
        () if before.is_code || behind.is_code || is_long => Role::Code,
        () if behind.is_percent => Role::Percent,
        () if behind.is_measure => Role::Measure,
        () => Role::Plain,
    };
    Number {
        range: byte(before.start)..byte(behind.end),
        body: if no_parts { format!("{body},-") } else { body },
        is_negative: before.is_negative || minus_behind,
        has_currency: before.has_currency || behind.has_currency,
        role,
    }
}

fn is_dash(char: char) -> bool {
    MINUS.contains(&char) || char == '\u{2014}'
}

/// What stands before a number.
struct Before {
    start: usize,
    is_negative: bool,
    has_currency: bool,
    is_code: bool,
}

impl Before {
    fn of(text: &str, chars: &[(usize, char)], start: usize) -> Before {
        let mut before = Before { start, is_negative: false, has_currency: false, is_code: false };
        // A sign and a currency, in either order, at most with one blank between.
        for _ in 0..3 {
            let blank = before.start > 0 && chars[before.start - 1].1 == ' ';
            let at = before.start - usize::from(blank);
            let Some((_, char)) = at.checked_sub(1).and_then(|at| chars.get(at)) else { break };
            let outer = at.checked_sub(2).and_then(|at| chars.get(at)).map(|(_, char)| *char);
            if SIGNS.contains(*char) && !before.has_currency {
                before.has_currency = true;
                before.start = at - 1;
            } else if MINUS.contains(char)
                && !before.is_negative
                && outer.is_none_or(|outer| outer.is_whitespace() || SIGNS.contains(outer))
                && (!blank || outer.is_none_or(char::is_whitespace))
            {
                before.is_negative = true;
                before.start = at - 1;
            } else if let Some(letters) = code_before(text, chars, at)
                && !before.has_currency
            {
                before.has_currency = true;
                before.start = letters;
            } else {
                break;
            }
        }
        // What a yen sign is misread as.
        let previous = |back: usize| before.start.checked_sub(back).map(|at| chars[at].1);
        if matches!(previous(1), Some('Y' | 'y')) && previous(2).is_none_or(char::is_whitespace) {
            before.start -= 1;
        }
        before.is_code = previous_is_code(chars, before.start);
        before
    }
}

/// Whether a number that begins here goes on to the left: `SAVE10`, `03-5555`, `18:42`, `#12`.
fn previous_is_code(chars: &[(usize, char)], start: usize) -> bool {
    let back = |steps: usize| start.checked_sub(steps).map(|at| chars[at].1);
    match back(1) {
        Some(char) if char.is_alphanumeric() => true,
        Some('#' | '_' | '\\') => true,
        Some('-' | '/' | ':' | '.' | ',') => back(2).is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// The start of a currency's three letters that end before `at`.
fn code_before(text: &str, chars: &[(usize, char)], at: usize) -> Option<usize> {
    let start = at.checked_sub(3)?;
    let begins = start == 0 || !chars[start - 1].1.is_alphanumeric();
    let end = chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    (begins && super::currency::is_code(&text[chars[start].0..end])).then_some(start)
}

/// What stands behind a number.
struct Behind {
    end: usize,
    has_currency: bool,
    is_percent: bool,
    is_measure: bool,
    is_code: bool,
}

impl Behind {
    fn of(chars: &[(usize, char)], end: usize) -> Behind {
        let char = |at: usize| chars.get(at).map(|(_, char)| *char);
        let mut behind = Behind {
            end,
            has_currency: false,
            is_percent: false,
            is_measure: false,
            is_code: false,
        };
        let blanks = (end..).take_while(|at| char(*at) == Some(' ')).count();
        let next = end + blanks;
        let Some(first) = char(next) else { return behind };
        let word: String =
            (next..).map_while(char).take_while(|char| char.is_alphanumeric()).collect();
        if SIGNS.contains(first) && blanks <= 2 {
            behind.has_currency = true;
            behind.end = next + 1;
        } else if first == '%' {
            behind.is_percent = true;
        } else if matches!(first, '×' | '@')
            || first == '*' && char(next + 1) == Some(' ')
            || blanks <= 1 && UNITS.contains(&word.to_lowercase().as_str())
        {
            behind.is_measure = true;
        } else if blanks <= 1 && super::currency::is_code(&word) {
            behind.has_currency = true;
            behind.end = next + 3;
        } else if blanks == 0 {
            // A single letter behind an amount is its tax; anything longer makes a code of it.
            let goes_on = |at: usize| char(at).is_some_and(char::is_alphanumeric);
            behind.is_code = word.chars().count() > 1
                || matches!(first, '/' | ':' | '-' | '\u{2013}' | '#' | '_') && goes_on(next + 1);
        }
        behind
    }
}

impl Number {
    /// The mark that its own form proves: two digits behind the last one.
    pub(super) fn votes(&self) -> Option<Mark> {
        let at = self.body.rfind(['.', ','])?;
        let is_amount = self.role != Role::Code
            && self.body.len() == at + 3
            && self.body[at + 1..].bytes().all(|byte| byte.is_ascii_digit());
        let mark = if self.body[at..].starts_with('.') { Mark::Point } else { Mark::Comma };
        (is_amount && Decimal::parse(&self.body, Some(mark)).is_ok()).then_some(mark)
    }

    /// How much it is, in units of 10 to the minus `exponent`; `None` when it is no amount of that style.
    /// Without decimals it is one only where the currency has none, stands beside it, or `bare` says that
    /// the line's words vouch for it. The second is how well it fits, 0 to 1.
    pub(super) fn amount(&self, style: Style, bare: bool) -> Option<(i64, f32)> {
        if self.role != Role::Plain {
            return None;
        }
        let own = self.votes();
        // A point that was read for a comma is the commonest slip of all.
        let (mark, fit) = match own {
            Some(own) if own != style.mark && style.exponent == 2 => (own, 0.7),
            _ => (style.mark, 1.0),
        };
        let decimal = Decimal::parse(&self.body, Some(mark)).ok().or_else(|| {
            // Without decimals both marks can only group.
            let other = if mark == Mark::Point { Mark::Comma } else { Mark::Point };
            let other = Decimal::parse(&self.body, Some(other)).ok()?;
            (style.exponent == 0 && other.places == 0).then_some(other)
        })?;
        let whole = decimal.places == 0;
        let vouched = style.exponent == 0 || self.has_currency || bare || self.body.ends_with('-');
        let fits = decimal.places == style.exponent || whole && vouched;
        if !fits {
            return None;
        }
        let minor = decimal.digits.checked_mul(10_i128.pow(style.exponent - decimal.places))?;
        let minor = base::money::checked(minor).ok()?;
        Some((if self.is_negative { -minor } else { minor }, fit))
    }

    /// What it is as a quantity, with a point before its decimals: `1.24`.
    pub(super) fn quantity(&self, mark: Mark) -> Option<Decimal> {
        let quantity = Decimal::parse(&self.body, Some(self.votes().unwrap_or(mark))).ok()?;
        (!self.is_negative && quantity.digits > 0 && quantity.digits < 1_000_000)
            .then_some(quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Style = Style { mark: Mark::Comma, exponent: 2 };
    const POINT: Style = Style { mark: Mark::Point, exponent: 2 };
    const YEN: Style = Style { mark: Mark::Point, exponent: 0 };

    fn amounts(text: &str, style: Style) -> Vec<i64> {
        numbers(text).iter().filter_map(|number| Some(number.amount(style, false)?.0)).collect()
    }

    #[test]
    fn amounts_are_read_in_every_way_they_are_written() {
        for (text, style, expected) in [
            ("Whole milk 2L  2.49", POINT, &[249][..]),
            ("1.234,56", COMMA, &[123_456]),
            ("1 234,56 €", COMMA, &[123_456]),
            ("1'234.50", POINT, &[123_450]),
            ("12,50-", COMMA, &[-1250]),
            ("12,-", COMMA, &[1200]),
            ("-1.50", POINT, &[-150]),
            ("-$1.50", POINT, &[-150]),
            ("$-1.50", POINT, &[-150]),
            ("- 1,50 €", COMMA, &[-150]),
            ("¥1,250", YEN, &[1250]),
            ("¥ 12,800", YEN, &[12_800]),
            ("Y160", YEN, &[160]),
            ("EUR 5", COMMA, &[500]),
            ("5 EUR", COMMA, &[500]),
            ("2.49 A", POINT, &[249]),
            ("2,49B", COMMA, &[249]),
            ("2 .49", POINT, &[249]),
            ("2, 49", COMMA, &[249]),
            // Said in the other mark all the same.
            ("2.49", COMMA, &[249]),
            ("MwSt 7,0%  75,22", COMMA, &[7522]),
            ("19,00 % 1,90", COMMA, &[190]),
            ("Bananas 1.24 kg @ 1.59  1.97", POINT, &[159, 197]),
            ("0,683 kg x 1,99 EUR/kg", COMMA, &[199]),
        ] {
            assert_eq!(amounts(text, style), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_left_alone() {
        for text in [
            "Coupon SAVE10",
            "18:42",
            "14.03.2026",
            "2026-03-14",
            "Tel 089 555 0142",
            "03-5555-0142",
            "12",
            "1.234",
            "DE 123456789",
            "#4821",
            "1.2.3",
            "7%",
            "4006381333931",
            "99999999999999999999.99",
            "Till 03",
        ] {
            assert_eq!(amounts(text, COMMA), Vec::<i64>::new(), "{text}");
        }
        for text in
            ["No.0382", "500ml", "2-21-1 Shibuya", "TEL 03-5555-0142", "2026/03/14 18:42", "8%"]
        {
            assert_eq!(amounts(text, YEN), Vec::<i64>::new(), "{text}");
        }
    }
}
