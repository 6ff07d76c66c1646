//! What is paid again and again: subscriptions, rent, a salary, an insurance each May.
//!
//! Transactions of one payee are put together by amount (within 5% of each other); such a cluster is
//! believed when its days have a rhythm. Two clusters of which one ends before the other begins are one
//! whose price has changed, when the rhythm runs through. What is deliberately not here: guessing from
//! names. Start reading at [`detect`]; the rhythms are in [`fit`].

pub(crate) mod fit;

use std::collections::{BTreeMap, BTreeSet};

use base::day::Day;
use base::id::AnyId;

use self::fit::{Chain, RHYTHMS, Rhythm, Spot};

/// One transaction that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// It.
    pub(crate) id: AnyId,
    /// Its day.
    pub(crate) day: Day,
    /// Smallest units, negative when money goes out.
    pub(crate) minor: i64,
    /// ISO 4217.
    pub(crate) currency: String,
    /// Its payee as shown.
    pub(crate) payee: String,
    /// Its account.
    pub(crate) account: AnyId,
    /// Its category.
    pub(crate) category: Option<AnyId>,
}

/// Something that comes again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The same on every device and as long as its first transaction is the first: 16 hex digits.
    pub(crate) key: String,
    /// How often it comes.
    pub(crate) rhythm: Rhythm,
    /// What it cost before, when its price changed for all hits since.
    pub(crate) before: Option<i64>,
    /// When it is due after its last hit.
    pub(crate) next: Day,
    /// A day from which it falls due by counting rhythms alone; not after `next`.
    pub(crate) start: Day,
    /// Its hits, the earliest first; never empty.
    pub(crate) hits: Vec<Seen>,
    /// How many of the last ones have the price of now.
    pub(crate) since: usize,
}

/// What a person should hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alert {
    /// It was due on a day and has not come.
    Missed {
        /// That day.
        due: Day,
    },
    /// It costs more than it did; smallest units.
    Dearer {
        /// Before.
        before: i64,
        /// Now.
        after: i64,
    },
}

impl Found {
    /// Its last hit.
    pub(crate) fn last(&self) -> &Seen {
        self.hits.last().expect("nothing is found without a hit")
    }

    /// Whether it still goes on: at most one was due and did not come.
    pub(crate) fn goes_on(&self, today: Day) -> bool {
        let (unit, step) = self.rhythm.unit();
        let due = crate::model::repeat::Repeat { unit, step, start: self.next, end: None };
        let second = due.next(self.next.plus(1)).unwrap_or(self.next);
        today.ordinal() <= second.ordinal() + self.rhythm.slack_days()
    }

    /// What to say about it today.
    pub(crate) fn alerts(&self, today: Day) -> Vec<Alert> {
        let mut alerts = Vec::new();
        if today.ordinal() > self.next.ordinal() + self.rhythm.slack_days() {
            alerts.push(Alert::Missed { due: self.next });
        }
        let after = self.last().minor;
        if let Some(before) = self.before
            && after < before
            && after < 0
            && self.since <= DEARER_HITS
        {
            alerts.push(Alert::Dearer { before, after });
        }
        alerts
    }

    /// About what it comes to in a year, smallest units.
    pub(crate) fn yearly_minor(&self) -> i64 {
        self.last().minor.saturating_mul(self.rhythm.times_a_year())
    }
}

/// A higher price is news for so many hits.
const DEARER_HITS: usize = 2;
/// So many prices before the last one are looked at.
const JOINS_MAX: usize = 3;
/// Of one payee at most so many are looked at, the latest: a rhythm shows in fewer.
const HITS_MAX: usize = 400;

/// All that comes again and again, by payee and then by key. What has ended is among it.
pub(crate) fn detect(seen: &[Seen]) -> Vec<Found> {
    let mut payees: BTreeMap<(String, &str, bool), Vec<&Seen>> = BTreeMap::new();
    for one in seen.iter().filter(|one| one.minor != 0 && !one.payee.trim().is_empty()) {
        let key = (fold(&one.payee), one.currency.as_str(), one.minor < 0);
        payees.entry(key).or_default().push(one);
    }
    let mut found: Vec<Found> = payees.into_values().flat_map(of_payee).collect();
    found.sort_by(|a, b| (&a.last().payee, &a.key).cmp(&(&b.last().payee, &b.key)));
    found
}

/// A payee's name without case, marks and numbers: `Spotify P2A4` is `spotify p a`.
pub(crate) fn fold(payee: &str) -> String {
    let lower = payee.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphabetic()).filter(|word| !word.is_empty());
    let folded = words.collect::<Vec<_>>().join(" ");
    if folded.is_empty() { lower.trim().to_owned() } else { folded }
}

fn of_payee(mut seen: Vec<&Seen>) -> Vec<Found> {
    seen.sort_by_key(|one| (one.day, one.id));
    let seen = &seen[seen.len().saturating_sub(HITS_MAX)..];
    let mut clusters = clusters(seen);
    // The latest price first: each takes the price before it along.
    clusters.sort_by_key(|cluster| {
        std::cmp::Reverse((cluster.last().map(|one| (one.day, one.id)), cluster.len()))
    });
    let mut used = vec![false; clusters.len()];
    let mut chains: Vec<Hits<'_>> = Vec::new();
    for at in 0..clusters.len() {
        if used[at] {
            continue;
        }
        // Those that end the latest come first.
        let joined = (at + 1..clusters.len())
            .filter(|other| !used[*other])
            .filter_map(|other| Some((other, join(&clusters[other], &clusters[at])?)));
        let earlier = joined.take(JOINS_MAX).find_map(|(other, joined)| {
            let whole = |chain: &Chain| chain.hits.len() == joined.len();
            let chain = explained(&joined)?.pop().filter(whole)?;
            Some((other, joined, chain))
        });
        if let Some((other, joined, chain)) = earlier {
            used[other] = true;
            chains.extend(hits(&joined, vec![chain]));
        } else if let Some(several) = explained(&clusters[at]) {
            chains.extend(hits(&clusters[at], several));
        }
    }
    believed(seen, &chains)
}

/// A chain's transactions.
struct Hits<'a> {
    rhythm: Rhythm,
    next: Day,
    start: Day,
    /// The earliest first.
    seen: Vec<&'a Seen>,
}

fn hits<'a>(cluster: &[&'a Seen], chains: Vec<Chain>) -> Vec<Hits<'a>> {
    let of = |chain: Chain| {
        let seen: Vec<&Seen> =
            chain.hits.iter().filter_map(|at| cluster.get(*at).copied()).collect();
        let last = seen.last()?.day;
        let (next, start) = (chain.due_after(last), chain.start(last));
        Some(Hits { rhythm: chain.rhythm, next, start, seen })
    };
    chains.into_iter().filter_map(of).collect()
}

/// Transactions by amount: each cluster spans 10%, and no neighbors in it are further than 5% apart.
fn clusters<'a>(seen: &[&'a Seen]) -> Vec<Vec<&'a Seen>> {
    let mut by_amount = seen.to_vec();
    by_amount.sort_by_key(|one| (one.minor.saturating_abs(), one.day, one.id));
    let mut clusters: Vec<Vec<&Seen>> = Vec::new();
    for one in by_amount {
        let size = |one: &Seen| i128::from(one.minor).abs();
        let near = |cluster: &Vec<&Seen>| {
            let (Some(first), Some(last)) = (cluster.first(), cluster.last()) else { return false };
            size(one) * 20 <= size(last) * 21 && size(one) * 10 <= size(first) * 11
        };
        match clusters.last_mut().filter(|cluster| near(cluster)) {
            Some(cluster) => cluster.push(one),
            None => clusters.push(vec![one]),
        }
    }
    for cluster in &mut clusters {
        cluster.sort_by_key(|one| (one.day, one.id));
    }
    clusters
}

/// Two prices of one thing: the first ends before the second begins, and neither is twice the other.
fn join<'a>(early: &[&'a Seen], late: &[&'a Seen]) -> Option<Vec<&'a Seen>> {
    let (end, begin) = (early.last()?, late.first()?);
    let (one, other) = (i128::from(end.minor).abs(), i128::from(begin.minor).abs());
    let near = one * 2 > other && other * 2 > one;
    let hits = early.len() + late.len();
    // Two payments of different amounts a year apart are two payments.
    (near && end.day < begin.day && hits > 2).then(|| early.iter().chain(late).copied().collect())
}

/// The rhythms of a cluster. One that takes in all hits: the shortest without gaps, else the shortest;
/// unless several longer ones beside each other explain it much better, or nothing else does.
fn explained(cluster: &[&Seen]) -> Option<Vec<Chain>> {
    let days: Vec<Spot> = cluster.iter().map(|one| Spot::of(one.day)).collect();
    let whole = || RHYTHMS.into_iter().filter_map(|rhythm| fit::whole(&days, rhythm));
    let beside = |longer: Option<Rhythm>| {
        let fits = |rhythm: &Rhythm| longer.is_none_or(|longer| *rhythm > longer);
        RHYTHMS.into_iter().filter(fits).find_map(|rhythm| fit::several(&days, rhythm))
    };
    let Some(chain) = whole().find(|chain| chain.skipped == 0).or_else(|| whole().next()) else {
        return beside(None);
    };
    if chain.skipped == 0 && chain.off == 0 {
        return Some(vec![chain]);
    }
    let better = beside(Some(chain.rhythm)).filter(|several| {
        let all = several.iter().map(|one| one.hits.len()).sum::<usize>() == days.len();
        let off: i64 = several.iter().map(|one| one.off).sum();
        all && (chain.skipped > 0 || off * 2 < chain.off)
    });
    Some(better.unwrap_or_else(|| vec![chain]))
}

/// What is believed of a payee's chains, seen against everything else of it.
fn believed(all: &[&Seen], chains: &[Hits<'_>]) -> Vec<Found> {
    let chained: BTreeSet<AnyId> =
        chains.iter().flat_map(|chain| chain.seen.iter().map(|hit| hit.id)).collect();
    let found = chains.iter().filter_map(|Hits { rhythm, next, start, seen }| {
        let (first, last) = (*seen.first()?, *seen.last()?);
        let span = first.day..=last.day;
        let others = |one: &&&Seen| span.contains(&one.day) && !chained.contains(&one.id);
        // Where a payee is paid mostly otherwise (groceries), a few like amounts are chance.
        let lonely = seen.len() < all.iter().filter(others).count();
        if lonely && (seen.len() < LONELY_HITS || !is_even(seen)) {
            return None;
        }
        let since = seen.iter().rev().take_while(|hit| hit.minor == last.minor).count();
        let earlier = &seen[..seen.len() - since];
        let before = earlier.last().map(|hit| hit.minor).filter(|minor| {
            // A price that stood for a while; what varies each time has no price.
            earlier.len() > 1 && earlier.iter().rev().take(2).all(|hit| hit.minor == *minor)
        });
        Some(Found {
            key: key(first, *rhythm),
            rhythm: *rhythm,
            before,
            next: *next,
            start: *start,
            since,
            hits: seen.iter().map(|hit| (*hit).clone()).collect(),
        })
    });
    found.collect()
}

/// Among many others so many exact hits are believed.
const LONELY_HITS: usize = 4;

/// Whether the amounts are one or two exact ones.
fn is_even(hits: &[&Seen]) -> bool {
    hits.windows(2).filter(|pair| pair[0].minor != pair[1].minor).count() <= 1
}

fn key(first: &Seen, rhythm: Rhythm) -> String {
    let (unit, step) = rhythm.unit();
    let text = format!(
        "v1|{}|{}|{}|{step}|{}|{}",
        fold(&first.payee),
        first.currency,
        unit.word(),
        first.minor,
        // Contracts of one price at one payee differ by their day.
        first.day.date().day(),
    );
    blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect()
}

#[cfg(test)]
mod tests;
