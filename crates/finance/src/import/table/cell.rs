//! Numbers in cells, with what people and programs put around them.

use base::money::Currency;
use base::money::decimal::{Decimal, Mark};

/// The longest cell that could be a number.
const LEN_MAX: usize = 60;

/// A number without the signs of currencies around it, and whether a letter behind it says that it is
/// negative (`12,50 S`, `12.50 DR`) or not (`H`, `CR`).
pub(super) fn bare(text: &str) -> (String, Option<bool>) {
    if LEN_MAX < text.len() {
        return (String::new(), None);
    }
    let text = text.trim();
    let mut says = None;
    let mut rest = text;
    if let Some((before, word)) = text.rsplit_once([' ', '\u{a0}']) {
        says = match word {
            "S" | "D" | "DR" | "Dr" => Some(true),
            "H" | "C" | "CR" | "Cr" => Some(false),
            _ => None,
        };
        rest = if says.is_some() { before } else { rest };
    }
    let is_code = |word: &str| word.len() == 3 && Currency::new(word).is_ok();
    let head = rest.get(..3).filter(|head| is_code(head)).map_or(0, str::len);
    let tail = rest.len().checked_sub(3).filter(|at| *at >= head);
    let tail = tail.filter(|at| rest.get(*at..).is_some_and(is_code)).unwrap_or(rest.len());
    let kept = rest[head..tail].chars().filter(|char| !is_symbol(*char));
    (kept.collect::<String>().trim().to_owned(), says)
}

fn is_symbol(char: char) -> bool {
    matches!(char, '$' | '£' | '¥' | '€' | '\u{20a0}'..='\u{20c0}')
}

/// The number of a cell.
pub(super) fn decimal(text: &str, mark: Option<Mark>) -> Option<Decimal> {
    let (bare, says) = bare(text);
    let Decimal { digits, places } = Decimal::parse(&bare, mark).ok()?;
    let digits = match says {
        Some(negative) if digits >= 0 => {
            if negative {
                -digits
            } else {
                digits
            }
        }
        _ => digits,
    };
    Some(Decimal { digits, places })
}

/// Whether a cell is a number in some reading.
pub(super) fn is_number(text: &str) -> bool {
    [Mark::Point, Mark::Comma].into_iter().any(|mark| decimal(text, Some(mark)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_around_numbers_are_no_part_of_them() {
        let cases = [
            ("€ 12,50", "12,50"),
            ("-$1,234.50", "-1,234.50"),
            ("12.50 EUR", "12.50"),
            ("EUR-12,50", "-12,50"),
            ("(£3.00)", "(3.00)"),
            ("EUR", ""),
            ("", ""),
            ("é1", "é1"),
        ];
        for (text, wanted) in cases {
            assert_eq!(bare(text), (wanted.to_owned(), None), "{text}");
        }
        let minus = |text| decimal(text, Some(Mark::Comma)).map(|decimal| decimal.digits);
        assert_eq!(
            [minus("12,50 S"), minus("12,50 H"), minus("1,5 DR")],
            [Some(-1250), Some(1250), Some(-15)]
        );
        assert!(!is_number("12x") && !is_number("") && is_number("1.234,50 EUR"));
    }
}
