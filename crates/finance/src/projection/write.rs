//! Writing settled transactions.

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::sql::{Param, Tables};

use super::settle::Settled;
use super::sums::Sums;

/// Takes a transaction out; its postings are taken by [`Sums::take`].
pub(super) fn remove(tables: Tables<'_>, id: AnyId) -> Result<()> {
    for sql in [
        "DELETE FROM finance_split WHERE txn = ?1",
        "DELETE FROM finance_tag WHERE txn = ?1",
        "DELETE FROM finance_txn WHERE id = ?1",
    ] {
        tables.run(sql, params![id])?;
    }
    Ok(())
}

/// Writes transactions that are not in the tables, and counts their postings.
pub(super) fn insert(tables: Tables<'_>, settled: &[Settled<'_>], sums: &mut Sums) -> Result<()> {
    let mut rows = Vec::with_capacity(settled.len());
    for one in settled {
        rows.push(row(one)?);
    }
    tables.run_all(
        "INSERT INTO finance_txn (id, n, origin, day, account, minor, currency, payee, plain, raw,
             memo, note, category, category_by, rule, transfer, state, same, reference, other, kind,
             hint, original_minor, original_currency, parts, said, format)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
        rows,
    )?;
    tables.run_all(
        "INSERT INTO finance_split (txn, k, category, minor, note) VALUES (?1, ?2, ?3, ?4, ?5)",
        settled.iter().flat_map(|one| {
            (0..).zip(&one.derived.splits).map(|(k, split)| {
                [
                    one.told.id.into(),
                    Param::Int(k),
                    split.category.into(),
                    split.minor.into(),
                    split.note.as_str().into(),
                ]
            })
        }),
    )?;
    tables.run_all(
        "INSERT INTO finance_tag (txn, tag) VALUES (?1, ?2)",
        settled.iter().flat_map(|one| {
            one.derived.tags.iter().map(|tag| [one.told.id.into(), tag.as_str().into()])
        }),
    )?;
    // In the order of the table, so that neighbors share its pages.
    let mut by_id: Vec<&Settled<'_>> = settled.iter().collect();
    by_id.sort_unstable_by_key(|one| one.told.id);
    for one in &by_id {
        for posting in &one.derived.postings {
            sums.count(posting, one.told.day, 1);
        }
    }
    tables.run_all(
        "INSERT INTO finance_posting (txn, k, account, day, minor, currency)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        by_id.iter().flat_map(|one| {
            (0..).zip(&one.derived.postings).map(|(k, posting)| {
                [
                    one.told.id.into(),
                    Param::Int(k),
                    posting.account.into(),
                    one.told.day.into(),
                    posting.minor.into(),
                    posting.currency.as_str().into(),
                ]
            })
        }),
    )
}

fn row(one: &Settled<'_>) -> Result<[Param; 27]> {
    let Settled { told, same, derived } = one;
    let (original_minor, original_currency) = told.original.clone().unzip();
    Ok([
        told.id.into(),
        told.n.into(),
        (told.origin as i64).into(),
        told.day.into(),
        told.account.into(),
        told.minor.into(),
        told.currency.as_str().into(),
        derived.payee.as_str().into(),
        derived.plain.clone().into(),
        told.raw.as_str().into(),
        told.memo.as_str().into(),
        derived.note.as_str().into(),
        derived.category.into(),
        (derived.by as i64).into(),
        derived.rule.into(),
        derived.transfer.into(),
        derived.state.into(),
        (*same).into(),
        told.reference.as_str().into(),
        told.other.as_str().into(),
        told.kind.as_str().into(),
        told.hint.as_str().into(),
        original_minor.into(),
        original_currency.into(),
        told.parts_column()?.into(),
        told.said_column()?.into(),
        told.format.as_str().into(),
    ])
}
