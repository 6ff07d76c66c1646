//! Amounts at a rate, digit by digit.

use base::money::decimal::{Decimal, Mark, divide_half_even};

/// Decimals of a converted amount: more than any currency has.
const PLACES: u32 = 6;

fn rate(text: &str) -> Option<Decimal> {
    let mark = Mark::proven_by(text).unwrap_or(match text.contains(',') {
        true => Mark::Comma,
        false => Mark::Point,
    });
    let rate = Decimal::parse(text, Some(mark)).ok()?;
    (0 < rate.digits && rate.places <= 18).then_some(rate)
}

/// An amount times a rate, whole.
pub(super) fn times(amount: Decimal, by: &str) -> Option<Decimal> {
    let by = rate(by)?;
    let digits = amount.digits.checked_mul(by.digits)?;
    Some(Decimal { digits, places: amount.places.checked_add(by.places)? }).filter(is_sane)
}

/// An amount divided by a rate, rounded to six decimals.
pub(super) fn over(amount: Decimal, by: &str) -> Option<Decimal> {
    let by = rate(by)?;
    let up = 10_i128.checked_pow(PLACES.checked_add(by.places)?.checked_sub(amount.places)?)?;
    let (digits, _) = divide_half_even(amount.digits.checked_mul(up)?, by.digits);
    Some(Decimal { digits, places: PLACES })
}

/// Whether [`Decimal::to_money`] can take it.
fn is_sane(decimal: &Decimal) -> bool {
    decimal.places <= 30
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text, Some(Mark::Point)).expect("a number")
    }

    #[test]
    fn rates_are_exact_or_rounded_once() {
        assert_eq!(times(decimal("-12.50"), "1.25"), Some(decimal("-15.6250")));
        assert_eq!(over(decimal("-15.00"), "1,25"), Some(decimal("-12.000000")));
        assert_eq!(over(decimal("1.00"), "3"), Some(decimal("0.333333")));
    }

    #[test]
    fn rates_that_are_none_give_nothing() {
        for text in ["", "0", "-1", "x", "0.0000000000000000001"] {
            assert_eq!(
                (times(decimal("1"), text), over(decimal("1"), text)),
                (None, None),
                "{text}"
            );
        }
        assert_eq!(times(decimal(&"9".repeat(30)), &"9".repeat(30)), None);
    }
}
