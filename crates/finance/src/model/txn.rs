//! Transactions: the words and numbers that every part of finance shares about them.

use base::error::{Error, Result};
use base::id::AnyId;
use base::money;
use serde::{Deserialize, Serialize};

use super::hex;

/// Bits of `finance_txn.state`.
pub(crate) mod state {
    /// The person ticked it off.
    pub(crate) const CLEARED: i64 = 1;
    /// It is in a statement that was found to be right.
    pub(crate) const RECONCILED: i64 = 1 << 1;
    /// The bank has not booked it yet.
    pub(crate) const PENDING: i64 = 1 << 2;
    /// The person threw it away.
    pub(crate) const HIDDEN: i64 = 1 << 3;
    /// It has parts.
    pub(crate) const SPLIT: i64 = 1 << 4;
    /// It is one leg of a transfer whose other leg is here, too.
    pub(crate) const MATCHED: i64 = 1 << 5;
    /// Its amount was rounded to the currency's decimals.
    pub(crate) const INEXACT: i64 = 1 << 6;
}

/// Where a transaction comes from: `finance_txn.origin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A person wrote it down.
    Own = 0,
    /// A file told it.
    Row = 1,
    /// It is what an account held before its first transaction.
    Opening = 2,
}

impl Origin {
    /// From a column; unknown numbers are never written.
    pub(crate) const fn from_number(number: i64) -> Origin {
        match number {
            0 => Origin::Own,
            1 => Origin::Row,
            _ => Origin::Opening,
        }
    }
}

/// Who said what a transaction is for: `finance_txn.category_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CategoryBy {
    /// Nobody.
    None = 0,
    /// Its file.
    File = 1,
    /// A rule.
    Rule = 2,
    /// The person.
    Person = 3,
}

/// One part of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    /// What it is for: a category, or another own account; none: not said.
    pub(crate) category: Option<AnyId>,
    /// Smallest units; all parts sum to the transaction.
    pub(crate) minor: i64,
    /// The person's words.
    pub(crate) note: String,
}

/// How a part lies in the field `splits`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SplitText {
    category: String,
    minor: i64,
    note: String,
}

/// More parts than a receipt has lines.
pub(crate) const SPLITS_MAX: usize = 200;

/// Parts as the text of a field: one value, so that two devices never mix theirs.
///
/// # Errors
/// `Invalid` when there are fewer than two or too many, or when they do not sum to `minor`.
pub(crate) fn write_splits(splits: &[Split], minor: i64) -> Result<String> {
    if !(2..=SPLITS_MAX).contains(&splits.len()) {
        let message = format!("a split has between 2 and {SPLITS_MAX} parts");
        return Err(Error::invalid("splits", message));
    }
    let sum = money::sum(splits.iter().map(|split| split.minor))?;
    if sum != minor {
        let message = format!("the parts sum to {sum} smallest units, the transaction is {minor}");
        return Err(Error::invalid("splits", message));
    }
    let texts: Vec<SplitText> = splits
        .iter()
        .map(|split| SplitText {
            category: split.category.map(hex).unwrap_or_default(),
            minor: split.minor,
            note: split.note.clone(),
        })
        .collect();
    serde_json::to_string(&texts).map_err(|source| Error::internal("writing splits", source))
}

/// Reads parts back; `None` when they are of a newer program or do not sum to `minor`.
pub(crate) fn read_splits(text: &str, minor: i64) -> Option<Vec<Split>> {
    let texts: Vec<SplitText> = serde_json::from_str(text).ok()?;
    let sum: i128 = texts.iter().map(|split| i128::from(split.minor)).sum();
    if sum != i128::from(minor) || texts.is_empty() || texts.len() > SPLITS_MAX {
        return None;
    }
    let split = |split: SplitText| {
        Some(Split {
            category: match split.category.is_empty() {
                true => None,
                false => Some(split.category.parse().ok()?),
            },
            minor: split.minor,
            note: split.note,
        })
    };
    texts.into_iter().map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(category: Option<u8>, minor: i64) -> Split {
        let category = category.map(|last| AnyId::from_bytes([last; 16]));
        Split { category, minor, note: "a \"note\"".into() }
    }

    #[test]
    fn parts_come_back_as_they_were_and_only_with_their_sum() {
        let parts = [split(Some(3), -700), split(None, -550)];
        let text = write_splits(&parts, -1250).expect("they sum to the whole");
        assert_eq!(read_splits(&text, -1250).expect("parts"), parts);
        assert_eq!(read_splits(&text, -1251), None, "the transaction has another amount now");
        assert_eq!(read_splits("[]", 0), None);
        assert_eq!(read_splits("{}", 0), None);
        assert_eq!(read_splits(r#"[{"category":"x","minor":0,"note":""}]"#, 0), None);
    }

    #[test]
    fn parts_that_do_not_sum_to_the_whole_are_refused() {
        for parts in [vec![split(None, -1250)], vec![split(None, -1), split(None, -2)], vec![]] {
            let error = write_splits(&parts, -1250).expect_err("refused");
            assert_eq!(error.field(), Some("splits"));
        }
        let many = vec![split(None, 1); SPLITS_MAX + 1];
        assert!(write_splits(&many, many.len() as i64).is_err());
        let large = [split(None, i64::MAX), split(None, i64::MAX)];
        assert!(write_splits(&large, -2).is_err(), "a sum never wraps");
    }
}
