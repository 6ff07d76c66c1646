//! What money is here, without a store, a clock or a file.

pub(crate) mod bayes;
pub(crate) mod envelope;
pub(crate) mod month;
pub(crate) mod payee;
pub(crate) mod rate;
pub(crate) mod recurring;
pub(crate) mod repeat;
pub(crate) mod row;
pub(crate) mod rule;
pub(crate) mod txn;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use jiff::civil::Date;

/// Accounts that every vault has and no record makes; their names are the window's words.
pub(crate) mod system {
    use base::id::AnyId;

    /// What accounts held before their first transaction (equity).
    pub(crate) const OPENING: AnyId = id(1);
    /// What has left one account and not arrived at another (equity).
    pub(crate) const UNDER_WAY: AnyId = id(2);
    /// Money that went for something nobody has named (expense).
    pub(crate) const SPENDING: AnyId = id(3);
    /// Money that came from something nobody has named (income).
    pub(crate) const INCOME: AnyId = id(4);

    const fn id(number: u8) -> AnyId {
        AnyId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number])
    }

    /// The kind of those that say what money was for: `expense`, `income`.
    pub(crate) fn category_kind(id: AnyId) -> Option<&'static str> {
        [(SPENDING, "expense"), (INCOME, "income")]
            .into_iter()
            .find_map(|(known, kind)| (known == id).then_some(kind))
    }

    /// Whether an id is of one of these.
    pub(crate) fn is(id: AnyId) -> bool {
        [OPENING, UNDER_WAY, SPENDING, INCOME].contains(&id)
    }
}

/// An id as 32 hexadecimal digits: how records and keys name each other.
pub(crate) fn hex(id: AnyId) -> String {
    data_encoding::HEXLOWER.encode(id.as_bytes())
}

/// A day as tables hold it: 20260301.
pub(crate) fn day_number(day: Day) -> i64 {
    let date = day.date();
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// A day from a table.
///
/// # Errors
/// `Internal` when the number is no day.
pub(crate) fn day(number: i64) -> Result<Day> {
    let year = i16::try_from(number / 10_000);
    let rest = i8::try_from(number / 100 % 100).ok().zip(i8::try_from(number % 100).ok());
    year.ok()
        .zip(rest)
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
        .map(Day::new)
        .ok_or_else(|| Error::internal("reading a table", format!("{number} is no day")))
}

/// The id of the transaction that opens an account.
pub(crate) fn opening_id(account: AnyId) -> AnyId {
    let mut bytes = *account.as_bytes();
    bytes[15] ^= 1;
    AnyId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbers_in_tables_and_come_back() {
        for text in ["2026-03-01", "0001-01-01", "9999-12-31", "2024-02-29"] {
            let given: Day = text.parse().expect("a day");
            assert_eq!(day(day_number(given)).expect("a day"), given);
        }
        for number in [0, 20_260_230, 20_261_301, -5, i64::MAX] {
            assert!(day(number).is_err(), "{number} is no day");
        }
    }

    #[test]
    fn ids_of_the_system_are_fixed() {
        assert_eq!(hex(system::UNDER_WAY), "00000000000000000000000000000002");
        assert!(system::is(system::INCOME) && !system::is(AnyId::from_bytes([0; 16])));
        let account = AnyId::from_bytes([7; 16]);
        assert_eq!(opening_id(opening_id(account)), account);
        assert_ne!(opening_id(account), account);
    }
}
