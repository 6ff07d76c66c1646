//! What every format tells, before it is a fact: accounts, lines, balances.

use base::day::Day;
use base::money::Money;
use base::money::decimal::Decimal;

use crate::model::row::{BalanceOf, fold};

/// What a file says of the account that its lines belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct AccountTold {
    /// Its number as the bank writes it: an IBAN, or bank and account, `160000100/12300000012345678`.
    /// Empty: only the person can say which account it is.
    pub(super) number: String,
    /// The bank: its name or its number.
    pub(super) bank: String,
    /// What the file calls the account.
    pub(super) name: String,
    /// `checking`, `savings`, `card`, `cash`, `loan`, `investment`; empty when the file does not say.
    pub(super) subtype: &'static str,
    /// Whether money is owed there and not owned, where the subtype does not say it.
    pub(super) is_liability: bool,
    /// Its currency, three letters; empty when the file does not say.
    pub(super) currency: String,
}

/// What makes a line the same line when it comes again. Every text is folded when it enters a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    /// The bank's own reference, with amount and day: references alone are used twice.
    Reference(String),
    /// The reference of an entry that may have several lines, and which of them it is, from 0.
    Part(String, usize),
    /// The line as a whole and its details, word for word.
    Whole([String; 2]),
    /// Day, amount, payee and memo as they stand.
    Content,
}

/// An amount as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AmountTold {
    /// What it says.
    pub(super) decimal: Decimal,
    /// How it is written.
    pub(super) raw: String,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SplitTold {
    pub(super) category: String,
    pub(super) memo: String,
    pub(super) amount: Decimal,
}

/// One movement on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineTold {
    /// The line of the file on which it begins, from 1.
    pub(super) line: usize,
    pub(super) identity: Identity,
    /// The day on which it was booked.
    pub(super) date: Day,
    pub(super) valued: Option<Day>,
    pub(super) amount: AmountTold,
    /// As it stands, not cleaned: it may be a part of the identity.
    pub(super) payee: String,
    /// As it stands, not cleaned.
    pub(super) memo: String,
    /// Number of a check, reference of whoever paid.
    pub(super) reference: String,
    /// The account on the other side.
    pub(super) other: String,
    /// What kind of movement the bank calls it.
    pub(super) kind: String,
    /// What was paid in another currency, and in which.
    pub(super) original: Option<(Decimal, String)>,
    /// What the file files it under; `[Savings]` is a transfer.
    pub(super) category: String,
    pub(super) splits: Vec<SplitTold>,
    /// Whether the bank has it noted and not booked.
    pub(super) pending: bool,
}

/// A balance as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BalanceTold {
    pub(super) line: usize,
    pub(super) of: BalanceOf,
    pub(super) day: Day,
    pub(super) amount: AmountTold,
    /// Empty: the account's.
    pub(super) currency: String,
}

impl LineTold {
    /// A line that says nothing but when and how much.
    pub(super) fn new(line: usize, identity: Identity, date: Day, amount: AmountTold) -> LineTold {
        LineTold {
            line,
            identity,
            date,
            valued: None,
            amount,
            payee: String::new(),
            memo: String::new(),
            reference: String::new(),
            other: String::new(),
            kind: String::new(),
            original: None,
            category: String::new(),
            splits: Vec::new(),
            pending: false,
        }
    }

    /// The canonical source key: what stands between the account and the count of equal lines in
    /// [`crate::model::row::Row::natural_key`].
    // Invariant: frozen as version 1, with vectors in the tests; a change makes every old row come again.
    pub(super) fn key(&self, amount: Money) -> String {
        let amount = amount.to_string();
        let day = self.date.to_string();
        let mut key = match &self.identity {
            Identity::Reference(reference) => joined(&[reference, &amount, &day]),
            Identity::Part(reference, index) => {
                joined(&[reference, &index.to_string(), &amount, &day])
            }
            Identity::Whole([line, details]) => joined(&[line, details]),
            Identity::Content => joined(&[&day, &amount, &self.payee, &self.memo]),
        };
        if self.pending {
            // Facts do not change: what is noted and what is booked later are two.
            key.push_str("|pending");
        }
        key
    }
}

/// Texts as one, so that different texts never give the same.
fn joined(parts: &[&str]) -> String {
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push('|');
        }
        for char in fold(part).chars() {
            if matches!(char, '|' | '\\') {
                out.push('\\');
            }
            out.push(char);
        }
    }
    out
}

/// A reference that names something; banks write zeros and words for none.
pub(super) fn reference(text: &str) -> Option<String> {
    const NONE: [&str; 6] =
        ["NONREF", "NOTPROVIDED", "NOTAVAILABLE", "NOT PROVIDED", "NONE", "UNKNOWN"];
    let text = fold(text);
    let is_none = text.chars().all(|char| char == '0' || !char.is_alphanumeric())
        || NONE.iter().any(|none| text.eq_ignore_ascii_case(none));
    (!is_none).then_some(text)
}
