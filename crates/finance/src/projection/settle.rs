//! Taking transactions in and out: which are one, what follows for each, and the sums of it all.
//!
//! A transaction follows from itself, from those that are one with it, and from whether the other legs
//! of its transfers are there; so only these are looked at. The outcome depends on what is there,
//! never on the order in which it came.

use std::collections::{BTreeSet, HashMap, HashSet};

use base::error::Result;
use base::id::AnyId;
use rustc_hash::FxHashMap;
use store::params;
use store::sql::{Sql, Tables};

use super::accounts::Accounts;
use super::derive::{Derived, Deriver, Group, speaker};
use super::links::{Link, Links};
use super::sums::Sums;
use super::told::Told;
use super::{opening, rules, write};
use crate::model::txn::state;

/// What happens to transactions.
#[derive(Default)]
pub(super) struct Change {
    /// They come, or are told otherwise.
    pub(super) come: Vec<Told>,
    /// They go.
    pub(super) gone: Vec<AnyId>,
    /// What they follow from has changed.
    pub(super) again: Vec<AnyId>,
    /// None of those that come is in the tables.
    pub(super) fresh: bool,
}

/// One transaction and what follows for it.
pub(super) struct Settled<'a> {
    pub(super) told: &'a Told,
    /// The one that speaks for it.
    pub(super) same: Option<AnyId>,
    pub(super) derived: Derived,
}

/// Brings every table up to date with a change.
pub(super) fn settle(tables: Tables<'_>, change: Change) -> Result<()> {
    let sql = tables.sql();
    let seeds: Vec<AnyId> = change
        .come
        .iter()
        .map(|told| told.id)
        .chain(change.gone.iter().chain(&change.again).copied())
        .collect();
    if seeds.is_empty() {
        return Ok(());
    }
    let mut links = Links::new(sql, seeds.len())?;
    let groups = groups(&mut links, &seeds)?;
    let mut sums = Sums::default();
    let told = lift(tables, &groups, change, &mut sums)?;
    let accounts = Accounts::load(sql)?;
    if !told.is_empty() {
        let rules = rules::load(sql)?;
        let deriver = Deriver { accounts: &accounts, rules: &rules, names: HashMap::new() };
        let mut scope = Scope::new(sql, links, &groups, &told);
        write::insert(tables, &scope.settled(deriver)?, &mut sums)?;
    }
    let touched = sums.apply(tables)?;
    opening::reopen(tables, &accounts, touched)
}

/// The seeds with all that are one with them, and with what is at the other ends of their transfers;
/// each id in one group.
fn groups(links: &mut Links<'_>, seeds: &[AnyId]) -> Result<Vec<Vec<AnyId>>> {
    let mut seen: HashSet<AnyId> = HashSet::with_capacity(seeds.len());
    if links.is_empty() {
        return Ok(seeds.iter().filter(|id| seen.insert(**id)).map(|id| vec![*id]).collect());
    }
    let mut groups: Vec<Vec<AnyId>> = Vec::new();
    let mut ends: BTreeSet<AnyId> = BTreeSet::new();
    for seed in seeds {
        if seen.contains(seed) {
            continue;
        }
        let group = links.component(*seed)?;
        for member in &group {
            ends.extend(links.ends(*member, Link::Transfer)?);
        }
        seen.extend(&group);
        groups.push(group.into_iter().collect());
    }
    for end in ends {
        if !seen.contains(&end) {
            let group = links.component(end)?;
            seen.extend(&group);
            groups.push(group.into_iter().collect());
        }
    }
    Ok(groups)
}

/// Takes everything of these groups out of the tables; answers what they hold after the change.
fn lift(
    tables: Tables<'_>,
    groups: &[Vec<AnyId>],
    change: Change,
    sums: &mut Sums,
) -> Result<FxHashMap<AnyId, Told>> {
    let Change { come, gone, fresh, .. } = change;
    let gone: HashSet<AnyId> = gone.into_iter().collect();
    let mut told: FxHashMap<AnyId, Told> = come.into_iter().map(|told| (told.id, told)).collect();
    for id in groups.iter().flatten().copied() {
        let comes = told.contains_key(&id);
        if comes && fresh {
            continue;
        }
        if !comes
            && !gone.contains(&id)
            && let Some(known) = Told::load(tables.sql(), id)?
        {
            told.insert(id, known);
        }
        sums.take(tables, id)?;
        write::remove(tables, id)?;
    }
    Ok(told)
}

/// What is settled at once.
struct Scope<'a> {
    sql: Sql<'a>,
    links: Links<'a>,
    groups: &'a [Vec<AnyId>],
    told: &'a FxHashMap<AnyId, Told>,
    /// Of each group, who speaks for it.
    speakers: Vec<Option<&'a Told>>,
    /// The group of each id, when there are links at all.
    group_of: HashMap<AnyId, usize>,
}

impl<'a> Scope<'a> {
    fn new(
        sql: Sql<'a>,
        links: Links<'a>,
        groups: &'a [Vec<AnyId>],
        told: &'a FxHashMap<AnyId, Told>,
    ) -> Scope<'a> {
        let present = |group: &Vec<AnyId>| {
            let members: Vec<&Told> = group.iter().filter_map(|id| told.get(id)).collect();
            speaker(&members)
        };
        let speakers = groups.iter().map(present).collect();
        let mut group_of = HashMap::new();
        if !links.is_empty() {
            for (place, group) in groups.iter().enumerate() {
                group_of.extend(group.iter().map(|id| (*id, place)));
            }
        }
        Scope { sql, links, groups, told, speakers, group_of }
    }

    fn settled(&mut self, mut deriver: Deriver<'_>) -> Result<Vec<Settled<'a>>> {
        let (groups, told) = (self.groups, self.told);
        let mut out = Vec::with_capacity(told.len());
        for (place, group) in groups.iter().enumerate() {
            let Some(first) = self.speakers[place] else { continue };
            let others = group.iter().filter(|id| **id != first.id);
            let others: Vec<&Told> = others.filter_map(|id| told.get(id)).collect();
            let derived = if first.said.hidden {
                deriver.silent(first)
            } else {
                let mut members = vec![first];
                members.extend(&others);
                deriver.derive(&Group { members, legs: self.legs(place, group)? })
            };
            out.push(Settled { told: first, same: None, derived });
            out.extend(others.into_iter().map(|other| Settled {
                told: other,
                same: Some(first.id),
                derived: deriver.silent(other),
            }));
        }
        Ok(out)
    }

    /// The accounts of the other legs of a group's transfers.
    fn legs(&mut self, place: usize, group: &[AnyId]) -> Result<Vec<AnyId>> {
        let mut legs = Vec::new();
        if self.links.is_empty() {
            return Ok(legs);
        }
        let mut ends = BTreeSet::new();
        for member in group {
            ends.extend(self.links.ends(*member, Link::Transfer)?);
        }
        for end in ends {
            match self.group_of.get(&end) {
                Some(other) if *other == place => {}
                Some(other) => {
                    let speaker = self.speakers[*other].filter(|told| !told.said.hidden);
                    legs.extend(speaker.map(|told| told.account));
                }
                None => legs.extend(self.leg_outside(end)?),
            }
        }
        Ok(legs)
    }

    /// The account of a leg that this change does not touch.
    fn leg_outside(&mut self, end: AnyId) -> Result<Option<AnyId>> {
        for id in self.links.component(end)? {
            let found = self.sql.first(
                "SELECT speaker.account, speaker.state FROM finance_txn AS one
                 JOIN finance_txn AS speaker ON speaker.id = coalesce(one.same, one.id)
                 WHERE one.id = ?1",
                params![id],
                |row| Ok((row.id(0)?, row.int(1)?)),
            )?;
            if let Some((account, state)) = found {
                return Ok((state & state::HIDDEN == 0).then_some(account));
            }
        }
        Ok(None)
    }
}
