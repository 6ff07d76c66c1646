//! What follows from a transaction as it was told: who it is with, what it is for, its postings.
//!
//! Pure: everything that a transaction follows from is in its [`Group`]. What a person says goes
//! before what a rule says, and that before what a file says.

use std::collections::{BTreeSet, HashMap};

use base::id::AnyId;

use super::accounts::{Accounts, Hint};
use super::sums::Posting;
use super::told::Told;
use crate::model::payee::clean;
use crate::model::rule::{self, Action, Looked, Rule};
use crate::model::system;
use crate::model::txn::{CategoryBy, Origin, Split, read_splits, state};

/// Transactions that are one, and where the other legs of their transfers lie.
pub(super) struct Group<'a> {
    /// The one that speaks for all, then the others by id.
    pub(super) members: Vec<&'a Told>,
    /// The accounts of the other legs, in the order of the legs' ids.
    pub(super) legs: Vec<AnyId>,
}

/// What follows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Derived {
    pub(super) payee: String,
    /// The payee without rules, when a rule gave another.
    pub(super) plain: Option<String>,
    pub(super) note: String,
    pub(super) category: Option<AnyId>,
    pub(super) by: CategoryBy,
    pub(super) rule: Option<AnyId>,
    pub(super) transfer: Option<AnyId>,
    pub(super) state: i64,
    pub(super) splits: Vec<Split>,
    pub(super) tags: BTreeSet<String>,
    pub(super) postings: Vec<Posting>,
}

/// What money was for.
#[derive(Debug, Clone, PartialEq)]
enum Purpose {
    Unknown,
    Category(AnyId),
    Parts(Vec<Split>),
    /// To or from another own account, directly.
    Transfer {
        account: AnyId,
        arrives: Option<(i64, String)>,
    },
    /// Likewise, where the other account tells its own leg.
    Leg(AnyId),
}

/// Derives, with what it needs at hand.
pub(super) struct Deriver<'a> {
    pub(super) accounts: &'a Accounts,
    /// In their order.
    pub(super) rules: &'a [Rule],
    /// Names by the spelling of a file: rows repeat themselves.
    pub(super) names: HashMap<String, String>,
}

/// Which of several that are one speaks for all: one that was not thrown away, told by a file, booked,
/// and of those the one with the smallest id.
pub(super) fn speaker<'a>(members: &[&'a Told]) -> Option<&'a Told> {
    members.iter().copied().min_by_key(|told| {
        let pending = told.flags & state::PENDING != 0;
        (told.said.hidden, told.origin != Origin::Row, pending, told.id)
    })
}

impl Deriver<'_> {
    /// The payee without rules: the person's name for it, else the name in the file's spelling.
    fn plain(&mut self, said: &str, told: &Told) -> String {
        if !said.is_empty() {
            return said.to_owned();
        }
        if let Some(known) = self.names.get(&told.raw) {
            return known.clone();
        }
        let name = clean(&told.raw);
        self.names.insert(told.raw.clone(), name.clone());
        name
    }

    /// What is shown of one that another speaks for, or that was thrown away: no postings.
    pub(super) fn silent(&mut self, told: &Told) -> Derived {
        let mut state = told.flags;
        for (bit, on) in [
            (state::CLEARED, told.said.cleared),
            (state::RECONCILED, told.said.reconciled),
            (state::HIDDEN, told.said.hidden),
        ] {
            state |= if on { bit } else { 0 };
        }
        Derived {
            payee: self.plain(&told.said.payee, told),
            plain: None,
            note: told.said.note.clone(),
            category: None,
            by: CategoryBy::None,
            rule: None,
            transfer: None,
            state,
            splits: Vec::new(),
            tags: BTreeSet::new(),
            postings: Vec::new(),
        }
    }

    /// What follows for the one that speaks for a group.
    pub(super) fn derive(&mut self, group: &Group<'_>) -> Derived {
        let Some(told) = group.members.first().copied() else {
            unreachable!("a group has a member that speaks for it")
        };
        let mut derived = self.silent(told);
        let first = |field: fn(&Told) -> &String| {
            group.members.iter().map(|member| field(member)).find(|text| !text.is_empty())
        };
        let said_payee = first(|told| &told.said.payee).map(String::as_str).unwrap_or_default();
        derived.payee = self.plain(said_payee, told);
        derived.note = first(|told| &told.said.note).cloned().unwrap_or_default();
        for member in group.members.iter().filter(|member| !member.said.hidden) {
            derived.state |= i64::from(member.said.cleared) * state::CLEARED;
            derived.state |= i64::from(member.said.reconciled) * state::RECONCILED;
        }
        let ruled = self.ruled(told, &derived);
        if let Some(payee) =
            ruled.payee.as_ref().filter(|payee| said_payee.is_empty() && **payee != derived.payee)
        {
            derived.plain = Some(std::mem::replace(&mut derived.payee, payee.clone()));
        }
        derived.tags = tags(group, &ruled.tags);
        let (purpose, by) = self.purpose(group, told, &ruled);
        derived.by = by;
        if by == CategoryBy::Rule {
            derived.rule = self.rule_of(&purpose, &ruled);
        }
        self.show(&purpose, group, &mut derived);
        derived.postings = self.postings(told, &purpose, &group.legs);
        derived
    }

    fn ruled(&self, told: &Told, derived: &Derived) -> rule::Derived {
        if self.rules.is_empty() {
            return rule::Derived::default();
        }
        rule::apply(self.rules, &looked(told, &derived.payee, &derived.note))
    }

    fn rule_of(&self, purpose: &Purpose, ruled: &rule::Derived) -> Option<AnyId> {
        if let Purpose::Category(_) = purpose {
            return ruled.category.map(|(_, rule)| rule);
        }
        let gave = |rule: &&Rule| {
            ruled.rules.contains(&rule.id)
                && rule.set.iter().any(|action| matches!(action, Action::Transfer { .. }))
        };
        self.rules.iter().find(gave).map(|rule| rule.id)
    }

    /// What money was for, and who says so.
    fn purpose(
        &self,
        group: &Group<'_>,
        told: &Told,
        ruled: &rule::Derived,
    ) -> (Purpose, CategoryBy) {
        let said = group.members.iter().find_map(|member| self.said(member, told));
        if let Some(leg) = group.legs.first() {
            // Parts that name the other account stay: a rate of a loan and its interest.
            let parts = said.filter(|said| names_any(said, &group.legs));
            return (parts.unwrap_or(Purpose::Leg(*leg)), CategoryBy::Person);
        }
        if let Some(said) = said {
            return (said, CategoryBy::Person);
        }
        if let Some(account) = ruled.transfer.filter(|account| *account != told.account) {
            return (Purpose::Transfer { account, arrives: None }, CategoryBy::Rule);
        }
        if let Some((category, _)) = ruled.category {
            return (Purpose::Category(self.accounts.shown(category)), CategoryBy::Rule);
        }
        match self.hinted(told) {
            Purpose::Unknown => (Purpose::Unknown, CategoryBy::None),
            hinted => (hinted, CategoryBy::File),
        }
    }

    /// What the person says of one member.
    fn said(&self, member: &Told, told: &Told) -> Option<Purpose> {
        let said = &member.said;
        if !said.splits.is_empty()
            && let Some(mut parts) = read_splits(&said.splits, told.minor)
        {
            for part in &mut parts {
                part.category = part.category.map(|category| self.accounts.shown(category));
            }
            return Some(Purpose::Parts(parts));
        }
        if let Some(account) = said.transfer.filter(|account| *account != told.account) {
            return Some(Purpose::Transfer { account, arrives: said.arrives.clone() });
        }
        said.category.map(|category| Purpose::Category(self.accounts.shown(category)))
    }

    /// What the file says.
    fn hinted(&self, told: &Told) -> Purpose {
        let sum: i128 = told.parts.iter().map(|part| i128::from(part.minor)).sum();
        if told.parts.len() > 1 && sum == i128::from(told.minor) {
            let part = |part: &crate::model::row::RowSplit| Split {
                category: match self.accounts.hinted(&part.category) {
                    Some(Hint::Category(id)) => Some(id),
                    // The other account's own file tells that leg.
                    Some(Hint::Account(_)) => Some(system::UNDER_WAY),
                    None => None,
                },
                minor: part.minor,
                note: part.memo.clone(),
            };
            let parts: Vec<Split> = told.parts.iter().map(part).collect();
            if parts.iter().any(|part| part.category.is_some()) {
                return Purpose::Parts(parts);
            }
        }
        match self.accounts.hinted(&told.hint) {
            Some(Hint::Category(id)) => Purpose::Category(id),
            Some(Hint::Account(id)) if id != told.account => Purpose::Leg(id),
            Some(Hint::Account(_)) | None => Purpose::Unknown,
        }
    }

    fn show(&self, purpose: &Purpose, group: &Group<'_>, derived: &mut Derived) {
        derived.state |= if group.legs.is_empty() { 0 } else { state::MATCHED };
        match purpose {
            Purpose::Unknown => {}
            Purpose::Category(category) => derived.category = Some(*category),
            Purpose::Parts(parts) => {
                derived.state |= state::SPLIT;
                derived.splits.clone_from(parts);
            }
            Purpose::Transfer { account, .. } | Purpose::Leg(account) => {
                derived.transfer = Some(*account);
            }
        }
    }

    fn postings(&self, told: &Told, purpose: &Purpose, legs: &[AnyId]) -> Vec<Posting> {
        let posting = |account, minor| Posting { account, minor, currency: told.currency.clone() };
        let mut postings = vec![posting(told.account, told.minor)];
        match purpose {
            Purpose::Unknown => postings.push(posting(unnamed(told.minor), -told.minor)),
            Purpose::Category(category) => postings.push(posting(*category, -told.minor)),
            Purpose::Leg(_) => postings.push(posting(system::UNDER_WAY, -told.minor)),
            Purpose::Parts(parts) => postings.extend(parts.iter().map(|part| {
                let account = match part.category {
                    None => unnamed(part.minor),
                    Some(other) if legs.contains(&other) => system::UNDER_WAY,
                    Some(other) if self.is_foreign(other, &told.currency) => system::UNDER_WAY,
                    Some(other) => other,
                };
                posting(account, -part.minor)
            })),
            Purpose::Transfer { account, .. } if !self.is_foreign(*account, &told.currency) => {
                postings.push(posting(*account, -told.minor));
            }
            Purpose::Transfer { account, arrives } => {
                // Between currencies each side is balanced by what is under way in its own.
                postings.push(posting(system::UNDER_WAY, -told.minor));
                let fits = |(_, currency): &&(i64, String)| {
                    self.accounts.get(*account).is_some_and(|other| other.currency == *currency)
                };
                if let Some((minor, currency)) = arrives.as_ref().filter(fits) {
                    let minor = -told.minor.signum() * minor.saturating_abs();
                    for (account, minor) in [(*account, minor), (system::UNDER_WAY, -minor)] {
                        postings.push(Posting { account, minor, currency: currency.clone() });
                    }
                }
            }
        }
        postings
    }

    /// Whether an account holds money of another currency.
    fn is_foreign(&self, account: AnyId, currency: &str) -> bool {
        self.accounts.get(account).is_some_and(|account| {
            account.holds_money() && !account.currency.is_empty() && account.currency != currency
        })
    }
}

/// A row as rules look at it.
pub(super) fn looked<'a>(told: &'a Told, payee: &'a str, note: &'a str) -> Looked<'a> {
    Looked {
        payee,
        raw: &told.raw,
        memo: &told.memo,
        note,
        other: &told.other,
        kind: &told.kind,
        account: told.account,
        minor: told.minor,
        currency: &told.currency,
    }
}

/// Where money counts whose purpose nobody has named; `minor` as the account sees it.
fn unnamed(minor: i64) -> AnyId {
    if minor < 0 { system::SPENDING } else { system::INCOME }
}

fn names_any(purpose: &Purpose, legs: &[AnyId]) -> bool {
    let Purpose::Parts(parts) = purpose else { return false };
    parts.iter().any(|part| part.category.is_some_and(|category| legs.contains(&category)))
}

fn tags(group: &Group<'_>, ruled: &[String]) -> BTreeSet<String> {
    let mut tags: BTreeSet<String> = ruled.iter().cloned().collect();
    let all = || group.members.iter().flat_map(|member| &member.said.tags);
    tags.extend(all().filter(|(_, on)| **on).map(|(tag, _)| tag.clone()));
    for (tag, _) in all().filter(|(_, on)| !**on) {
        tags.remove(tag);
    }
    tags
}
