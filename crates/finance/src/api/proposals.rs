//! Guesses: what transactions without a category may be for, from what the person said of others.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::write::WriteCx;

use super::said::{Purpose, Said};
use super::{TxnRow, check, rows::Names, txn_rows};
use crate::model::bayes::{self, Example, Guesser, Words};
use crate::model::month::Month;

wire! {
    /// Guesses, and how good they are.
    pub(crate) struct CategoryProposals {
        /// The latest transactions first.
        pub(crate) items: Vec<CategoryProposal>,
        /// How many transactions have no category.
        pub(crate) uncategorized: u32,
        /// How good guesses are; null: too little was said to know.
        pub(crate) accuracy: Option<ProposalAccuracy>,
    }

    /// What a transaction may be for.
    pub(crate) struct CategoryProposal {
        /// The transaction.
        pub(crate) txn: TxnRow,
        /// The category.
        pub(crate) category: AnyId,
        /// Its name.
        pub(crate) category_name: String,
        /// How likely it is, 90 to 99.
        pub(crate) percent: u32,
        /// The words that say so.
        pub(crate) words: Vec<String>,
    }

    /// How good guesses are: learned from the months before one, tried on that one.
    #[derive(Copy)]
    pub(crate) struct ProposalAccuracy {
        /// That month.
        pub(crate) month: Month,
        /// Transactions that the person put into categories in it.
        pub(crate) rows: u32,
        /// Of those, how many would have been guessed.
        pub(crate) proposed: u32,
        /// Of those, how many rightly.
        pub(crate) right: u32,
    }

    /// Guesses that are right.
    pub(crate) struct AcceptProposals {
        /// Each transaction with its category, at most 1000.
        pub(crate) items: Vec<AcceptedProposal>,
    }

    /// One guess that is right.
    #[derive(Copy)]
    pub(crate) struct AcceptedProposal {
        /// The transaction.
        pub(crate) id: AnyId,
        /// The category.
        pub(crate) category: AnyId,
    }
}

/// Transactions that are learned from, the latest: older habits are other habits.
const LEARNED_MAX: i64 = 20_000;
/// Transactions without a category that are looked at, the latest.
const LOOKED_MAX: i64 = 1000;
/// Guesses in one answer.
const PROPOSALS_MAX: usize = 200;
/// Guesses that are accepted at once.
const ACCEPTED_MAX: usize = 1000;

/// Transactions that count, without category, parts or another account.
const OPEN: &str = "origin < 2 AND same IS NULL AND NOT state & 24 AND category IS NULL
    AND transfer IS NULL";

pub(crate) fn proposals(cx: &ReadCx<'_>, _: Nothing) -> Result<CategoryProposals> {
    let examples = examples(cx)?;
    let mut guesser = Guesser::default();
    for (example, _) in &examples {
        guesser.learn(&example.words, example.category);
    }
    let mut guesses = Vec::new();
    cx.sql().each(
        &format!(
            "SELECT id, payee, memo, minor FROM finance_txn WHERE {OPEN}
             ORDER BY day DESC, id DESC LIMIT ?1"
        ),
        params![LOOKED_MAX],
        |row| {
            let words = Words::of(&row.text(1)?, &row.text(2)?, row.int(3)?);
            if guesses.len() < PROPOSALS_MAX
                && let Some(guess) = guesser.guess(&words)
            {
                guesses.push((row.id(0)?, guess));
            }
            Ok(())
        },
    )?;
    let ids: Vec<AnyId> = guesses.iter().map(|(id, _)| *id).collect();
    let names = Names::load(cx.sql())?;
    let items =
        txn_rows(cx, &ids)?.into_iter().zip(guesses).map(|(txn, (_, guess))| CategoryProposal {
            txn,
            category: guess.category,
            category_name: names.name(guess.category),
            percent: guess.percent,
            words: guess.words,
        });
    let open = format!("SELECT count(*) FROM finance_txn WHERE {OPEN}");
    Ok(CategoryProposals {
        items: items.collect(),
        uncategorized: u32::try_from(cx.sql().number(&open, &[])?).unwrap_or(u32::MAX),
        accuracy: accuracy(examples),
    })
}

/// What the person (true) or the files of another program said, the latest.
fn examples(cx: &ReadCx<'_>) -> Result<Vec<(Example, bool)>> {
    cx.sql().rows(
        "SELECT payee, memo, minor, category, day, category_by FROM finance_txn
         WHERE category IS NOT NULL AND category_by IN (1, 3) AND origin < 2 AND same IS NULL
             AND NOT state & 8
         ORDER BY day DESC, id DESC LIMIT ?1",
        params![LEARNED_MAX],
        |row| {
            let words = Words::of(&row.text(0)?, &row.text(1)?, row.int(2)?);
            let example = Example { month: row.int(4)? / 100, words, category: row.id(3)? };
            Ok((example, row.int(5)? == 3))
        },
    )
}

/// Measured on the person's own words alone: a file says nothing about what this person would say.
fn accuracy(examples: Vec<(Example, bool)>) -> Option<ProposalAccuracy> {
    let own = examples.into_iter().filter(|(_, own)| *own).map(|(example, _)| example);
    let found = bayes::accuracy(&own.collect::<Vec<_>>())?;
    Some(ProposalAccuracy {
        month: Month::from_number(found.month)?,
        rows: found.rows,
        proposed: found.proposed,
        right: found.right,
    })
}

pub(crate) fn accept_proposals(cx: &mut WriteCx<'_>, request: AcceptProposals) -> Result<()> {
    if ACCEPTED_MAX < request.items.len() {
        let message = format!("one command accepts at most {ACCEPTED_MAX} guesses");
        return Err(Error::invalid("items", message));
    }
    for AcceptedProposal { id, category } in request.items {
        check::category(cx.read().sql(), category, "items")?;
        let said = Said::of(cx, id)?;
        let purpose = Purpose::Category(category);
        said.check_legs(&purpose)?;
        said.set_purpose(cx, &purpose)?;
    }
    Ok(())
}
