//! Money: a whole number of a currency's smallest unit, and never anything else.
//!
//! What is deliberately not here: floating point, rates, symbols, the words of a locale (those are
//! the window's). A text becomes digits in [`decimal`] and an amount only together with a currency.
//! Start reading at [`Money`].

pub mod decimal;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use self::decimal::{Decimal, Mark};
use crate::error::{Error, Result};

/// The largest amount, in smallest units: every one fits into the 53 bits of a number in JSON.
pub const MINOR_MAX: i64 = (1 << 53) - 1;

/// Currencies that ISO 4217 no longer lists and that old files hold, with their decimals (ISO 4217
/// list three, and the decimals that its earlier editions gave).
const WITHDRAWN: &[(&str, u32)] = &[
    ("ANG", 2),
    ("ATS", 2),
    ("BEF", 0),
    ("BYR", 0),
    ("CYP", 2),
    ("DEM", 2),
    ("EEK", 2),
    ("ESP", 0),
    ("FIM", 2),
    ("FRF", 2),
    ("GRD", 0),
    ("IEP", 2),
    ("ITL", 0),
    ("LTL", 2),
    ("LUF", 0),
    ("LVL", 2),
    ("MTL", 2),
    ("NLG", 2),
    ("PLZ", 2),
    ("PTE", 0),
    ("ROL", 2),
    ("RUR", 2),
    ("SIT", 2),
    ("SKK", 2),
    ("SLL", 2),
    ("TRL", 0),
    ("VEF", 2),
    ("YUM", 2),
    ("ZWL", 2),
];

/// A currency of ISO 4217, by its three letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    // Invariant: three upper-case ASCII letters that name a currency of the table.
    code: [u8; 3],
    exponent: u8,
}

impl Currency {
    /// From its code, in any case.
    ///
    /// # Errors
    /// `Invalid` when no currency has this code, or when it has no smallest unit (gold, test codes).
    pub fn new(code: &str) -> Result<Currency> {
        let unknown = || Error::invalid("currency", format!("{code:?} is not a currency's code"));
        let mut letters: [u8; 3] = code.as_bytes().try_into().map_err(|_| unknown())?;
        letters.make_ascii_uppercase();
        let upper = std::str::from_utf8(&letters).map_err(|_| unknown())?;
        let listed = iso_currency::Currency::from_code(upper).and_then(|listed| listed.exponent());
        let withdrawn = || WITHDRAWN.iter().find(|(known, _)| *known == upper);
        let exponent = match listed {
            Some(exponent) => u8::try_from(exponent).ok(),
            None => withdrawn().and_then(|(_, exponent)| u8::try_from(*exponent).ok()),
        };
        let exponent = exponent.ok_or_else(unknown)?;
        Ok(Currency { code: letters, exponent })
    }

    /// Its three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).expect("a code is made of ASCII letters")
    }

    /// How many decimals it has: 2 for the euro, 0 for the yen, 3 for the dinar of Kuwait.
    pub fn exponent(self) -> u32 {
        u32::from(self.exponent)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(code: &str) -> Result<Currency> {
        Currency::new(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Currency::new(&code).map_err(serde::de::Error::custom)
    }
}

/// An amount of one currency. Shown plainly: `-12.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    // Invariant: |minor| <= MINOR_MAX.
    minor: i64,
    currency: Currency,
}

/// What a text says, as money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed {
    /// The amount, rounded half to even when the text has more decimals than the currency.
    pub money: Money,
    /// Whether nothing was lost by that.
    pub exact: bool,
}

impl Money {
    /// An amount in smallest units.
    ///
    /// # Errors
    /// `Invalid` when it is larger than [`MINOR_MAX`].
    pub fn new(minor: i64, currency: Currency) -> Result<Money> {
        checked(i128::from(minor)).map(|minor| Money { minor, currency })
    }

    /// Nothing.
    pub const fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    /// From a text such as `1.234,56`, `(12.00)` or `12.00-`. The decimal mark is given, or the text
    /// has to prove it.
    ///
    /// # Errors
    /// `Invalid` when it is no number, when it could be read in two ways, or when it is too large.
    pub fn parse(text: &str, currency: Currency, mark: Option<Mark>) -> Result<Parsed> {
        Decimal::parse(text, mark)?.to_money(currency)
    }

    /// In smallest units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// Its currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum.
    ///
    /// # Errors
    /// `Invalid` when the currencies differ or the sum is too large.
    pub fn plus(self, other: Money) -> Result<Money> {
        self.same_as(other)?;
        let minor = checked(i128::from(self.minor) + i128::from(other.minor))?;
        Ok(Money { minor, currency: self.currency })
    }

    /// The difference.
    ///
    /// # Errors
    /// `Invalid` when the currencies differ or the difference is too large.
    pub fn minus(self, other: Money) -> Result<Money> {
        self.plus(other.negated())
    }

    /// The same with the other sign.
    #[must_use]
    pub const fn negated(self) -> Money {
        // The bounds are the same on both sides of zero.
        Money { minor: -self.minor, currency: self.currency }
    }

    fn same_as(self, other: Money) -> Result<()> {
        if self.currency == other.currency {
            return Ok(());
        }
        let message = format!("{} and {} cannot be added", self.currency, other.currency);
        Err(Error::invalid("currency", message))
    }
}

/// The sum of amounts of one currency, in smallest units.
///
/// # Errors
/// `Invalid` when it is larger than [`MINOR_MAX`].
pub fn sum(minors: impl IntoIterator<Item = i64>) -> Result<i64> {
    checked(minors.into_iter().map(i128::from).sum())
}

/// An amount that is small enough.
///
/// # Errors
/// `Invalid` when it is larger than [`MINOR_MAX`].
pub fn checked(minor: i128) -> Result<i64> {
    match i64::try_from(minor) {
        Ok(minor) if (-MINOR_MAX..=MINOR_MAX).contains(&minor) => Ok(minor),
        _ => Err(Error::invalid("amount", format!("{minor} smallest units are too many"))),
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let places = self.currency.exponent() as usize;
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        match part.is_empty() {
            true => write!(f, "{sign}{whole}"),
            false => write!(f, "{sign}{whole}.{part}"),
        }
    }
}
