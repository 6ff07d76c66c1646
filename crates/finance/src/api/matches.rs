//! Transactions that may be one, or two legs of a transfer: offered with a reason, never applied.

use std::collections::{BTreeSet, HashMap};

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::Value;
use store::sql::{Row, Sql};
use store::write::WriteCx;

use super::register::{members, speaker};
use super::rows::txn_rows;
use super::{TxnRow, write_named};
use crate::model::txn::state;
use crate::model::{day, hex};
use crate::record::MATCH;

wire! {
    /// What two transactions are to each other.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MatchKind {
        /// They are one.
        Same,
        /// They are two legs of a transfer.
        Transfer,
        /// Neither: not to be offered again.
        Not,
    }

    /// Why two are offered.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MatchReason {
        /// One was written down by hand, the other told by a file.
        WrittenAndTold,
        /// One was not booked yet, the other is.
        PendingAndBooked,
        /// Two formats tell of one account.
        TwoFormats,
        /// The same amount leaves one account and arrives at another.
        LeavesAndArrives,
        /// The person or a rule says that it goes to that account.
        NamesTheAccount,
    }

    /// Two transactions that may belong together.
    pub(crate) struct MatchOffer {
        /// One.
        pub(crate) a: TxnRow,
        /// The other.
        pub(crate) b: TxnRow,
        /// What they may be to each other.
        pub(crate) kind: MatchKind,
        /// Why.
        pub(crate) reason: MatchReason,
        /// How many days lie between them.
        pub(crate) days_apart: u32,
    }

    /// What two transactions are to each other.
    #[derive(Copy)]
    pub(crate) struct DecideMatch {
        /// One.
        pub(crate) a: AnyId,
        /// The other.
        pub(crate) b: AnyId,
        /// What they are.
        pub(crate) kind: MatchKind,
    }

    /// Two transactions that were said to belong together.
    #[derive(Copy)]
    pub(crate) struct MatchOf {
        /// One.
        pub(crate) a: AnyId,
        /// The other, which is separated from all that it is one with.
        pub(crate) b: AnyId,
    }
}

/// How many days may lie between two that belong together.
const DAYS_MAX: i64 = 5;
/// How many offers are made at once: the latest.
const OFFERS_MAX: usize = 100;
/// How many transactions are looked at for offers, the latest first: a read has some ten milliseconds.
const LOOKED_MAX: i64 = 20_000;

/// A transaction that may be matched.
struct Open {
    id: AnyId,
    /// Days since an epoch.
    ordinal: i64,
    account: AnyId,
    minor: i64,
    currency: String,
    own: bool,
    format: String,
    pending: bool,
    transfer: Option<AnyId>,
    /// Whether the person said that it is for something else than a transfer.
    spent: bool,
}

fn open(row: &Row<'_>) -> Result<Open> {
    let bits = row.int(6)?;
    let transfer = row.opt_id(7)?;
    let by_person = row.int(8)? == 3;
    Ok(Open {
        id: row.id(0)?,
        ordinal: day(row.int(1)?)?.ordinal(),
        account: row.id(2)?,
        minor: row.int(3)?,
        currency: row.text(4)?,
        own: row.int(5)? == 0,
        format: row.text(9)?,
        pending: bits & state::PENDING != 0,
        transfer,
        spent: by_person && transfer.is_none(),
    })
}

impl Open {
    /// What two may be to each other.
    fn fits(&self, other: &Open) -> Option<(MatchKind, MatchReason)> {
        if self.currency != other.currency || self.minor == 0 {
            return None;
        }
        if self.account == other.account {
            let reason = match (self.own, other.own) {
                (true, true) => return None, // Two coffees on one day are two coffees.
                (true, false) | (false, true) => MatchReason::WrittenAndTold,
                (false, false) if self.pending != other.pending => MatchReason::PendingAndBooked,
                (false, false) if self.format != other.format => MatchReason::TwoFormats,
                (false, false) => return None, // Twins of one format are two.
            };
            return (self.minor == other.minor).then_some((MatchKind::Same, reason));
        }
        if self.minor != -other.minor || self.spent || other.spent {
            return None;
        }
        let names = |one: &Open, other: &Open| one.transfer.map(|account| account == other.account);
        match (names(self, other), names(other, self)) {
            (Some(false), _) | (_, Some(false)) => None,
            (None, None) => Some((MatchKind::Transfer, MatchReason::LeavesAndArrives)),
            (Some(true), _) | (_, Some(true)) => {
                Some((MatchKind::Transfer, MatchReason::NamesTheAccount))
            }
        }
    }
}

/// Two that may belong together, by their places.
struct Pair {
    apart: i64,
    kind: MatchKind,
    reason: MatchReason,
    a: usize,
    b: usize,
}

pub(crate) fn offers(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<MatchOffer>> {
    let sql = cx.sql();
    // Whatever has a leg already, or parts, is done with.
    let opens = sql.rows(
        "SELECT id, day, account, minor, currency, origin, state, transfer, category_by, format
         FROM finance_txn
         WHERE same IS NULL AND state & 56 = 0 AND origin < 2 ORDER BY day DESC, id LIMIT ?1",
        params![LOOKED_MAX],
        open,
    )?;
    let mut pairs = pairs(&opens);
    let denied = denied(sql)?;
    pairs.retain(|pair| {
        let (a, b) = (opens[pair.a].id, opens[pair.b].id);
        !denied.contains(&(a.min(b), a.max(b)))
    });
    // The nearest first, so that each gets the one that it most likely belongs to.
    pairs.sort_by_key(|pair| (pair.apart, pair.kind != MatchKind::Same, pair.a, pair.b));
    let mut taken = BTreeSet::new();
    pairs.retain(|pair| {
        let free = !taken.contains(&pair.a) && !taken.contains(&pair.b);
        if free {
            taken.extend([pair.a, pair.b]);
        }
        free
    });
    pairs.sort_by_key(|pair| pair.a);
    pairs.truncate(OFFERS_MAX);
    let ids: Vec<AnyId> =
        pairs.iter().flat_map(|pair| [opens[pair.a].id, opens[pair.b].id]).collect();
    let mut rows = txn_rows(cx, &ids)?.into_iter();
    let mut offers = Vec::with_capacity(pairs.len());
    for Pair { apart, kind, reason, .. } in pairs {
        let (Some(a), Some(b)) = (rows.next(), rows.next()) else { break };
        let days_apart = u32::try_from(apart).unwrap_or(0);
        offers.push(MatchOffer { a, b, kind, reason, days_apart });
    }
    Ok(offers)
}

/// All pairs of an amount that lie close together, given the transactions from the latest on.
fn pairs(opens: &[Open]) -> Vec<Pair> {
    let mut near: HashMap<(u64, &str), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (place, open) in opens.iter().enumerate() {
        let near = near.entry((open.minor.unsigned_abs(), open.currency.as_str())).or_default();
        near.retain(|other| opens[*other].ordinal - open.ordinal <= DAYS_MAX);
        for other in near.iter() {
            if let Some((kind, reason)) = opens[*other].fits(open) {
                let apart = opens[*other].ordinal - open.ordinal;
                pairs.push(Pair { apart, kind, reason, a: *other, b: place });
            }
        }
        // Of many alike (a fee every day) only the nearest are compared.
        const ALIKE_MAX: usize = 16;
        if near.len() == ALIKE_MAX {
            near.remove(0);
        }
        near.push(place);
    }
    pairs
}

/// The pairs of which the person said that they do not belong together, as they are shown now.
fn denied(sql: Sql<'_>) -> Result<BTreeSet<(AnyId, AnyId)>> {
    let pairs = sql.rows(
        "SELECT coalesce(one.same, a), coalesce(other.same, b) FROM finance_match
         LEFT JOIN finance_txn AS one ON one.id = a
         LEFT JOIN finance_txn AS other ON other.id = b WHERE finance_match.kind = 'not'",
        &[],
        |row| {
            let (a, b): (AnyId, AnyId) = (row.id(0)?, row.id(1)?);
            Ok((a.min(b), a.max(b)))
        },
    )?;
    Ok(pairs.into_iter().collect())
}

impl MatchKind {
    const fn word(self) -> &'static str {
        match self {
            MatchKind::Same => "same",
            MatchKind::Transfer => "transfer",
            MatchKind::Not => "not",
        }
    }
}

/// The id of the record that says this of two: the same on every device.
fn match_id(cx: &ReadCx<'_>, a: AnyId, b: AnyId, kind: MatchKind) -> AnyId {
    let key = format!("{}/{}/{}", hex(a.min(b)), hex(a.max(b)), kind.word());
    cx.natural_id(MATCH.name, 0, &key)
}

/// A transaction as it is matched.
struct Side {
    speaker: AnyId,
    account: AnyId,
    minor: i64,
    currency: String,
    bits: i64,
}

fn side(sql: Sql<'_>, id: AnyId, field: &str) -> Result<Side> {
    let speaker = speaker(sql, id).map_err(|error| error.at(field))?;
    let found = sql.first(
        "SELECT account, minor, currency, state, origin FROM finance_txn WHERE id = ?1",
        params![speaker],
        |row| {
            let (account, minor, currency) = (row.id(0)?, row.int(1)?, row.text(2)?);
            Ok((Side { speaker, account, minor, currency, bits: row.int(3)? }, row.int(4)?))
        },
    )?;
    match found {
        None => Err(Error::not_found("transaction", id).at(field)),
        Some((_, 2)) => {
            Err(Error::invalid(field, "what an account held at first belongs to nothing else"))
        }
        Some((side, _)) => Ok(side),
    }
}

pub(crate) fn decide_match(cx: &mut WriteCx<'_>, request: DecideMatch) -> Result<()> {
    let read = cx.read();
    let (a, b) = (side(read.sql(), request.a, "a")?, side(read.sql(), request.b, "b")?);
    if a.speaker == b.speaker {
        return Err(Error::new(Code::Conflict, "these are one transaction already").at("b"));
    }
    match request.kind {
        MatchKind::Same => check_same(&a, &b)?,
        MatchKind::Transfer => check_transfer(read.sql(), &a, &b)?,
        MatchKind::Not => {}
    }
    // Said of those that speak; what they are one with comes along.
    let (one, other) = (a.speaker.min(b.speaker), a.speaker.max(b.speaker));
    for kind in [MatchKind::Same, MatchKind::Transfer, MatchKind::Not] {
        if kind != request.kind {
            take_back(cx, match_id(&cx.read(), one, other, kind))?;
        }
    }
    let id = match_id(&cx.read(), one, other, request.kind);
    let fields: [(&str, Value); 3] =
        [("a", hex(one).into()), ("b", hex(other).into()), ("kind", request.kind.word().into())];
    write_named(cx, &MATCH, id, fields)
}

fn check_same(a: &Side, b: &Side) -> Result<()> {
    if a.account != b.account {
        let message = "they lie in two accounts: what moves between those is a transfer";
        return Err(Error::invalid("kind", message));
    }
    if a.currency != b.currency || a.minor.signum() != b.minor.signum() {
        return Err(Error::invalid("kind", "one goes out and the other comes in"));
    }
    Ok(())
}

fn check_transfer(sql: Sql<'_>, a: &Side, b: &Side) -> Result<()> {
    if a.account == b.account {
        return Err(Error::invalid("kind", "a transfer is between two accounts"));
    }
    if (a.bits | b.bits) & state::MATCHED != 0 {
        let message = "one of them has its other leg already: separate those first";
        return Err(Error::new(Code::Conflict, message).at("kind"));
    }
    if a.minor.signum() != -b.minor.signum() || a.minor == 0 {
        return Err(Error::invalid(
            "kind",
            "a transfer leaves one account and arrives at the other",
        ));
    }
    if a.currency != b.currency || a.minor == -b.minor {
        return Ok(());
    }
    // A rate of a loan: a part of the one is the whole of the other.
    for (whole, leg) in [(a, b), (b, a)] {
        let query = "SELECT count(*) FROM finance_split
             WHERE txn = ?1 AND category = ?2 AND minor = ?3";
        if sql.number(query, params![whole.speaker, leg.account, -leg.minor])? > 0 {
            return Ok(());
        }
    }
    let message = "the amounts differ, and no part of one is what the other is";
    Err(Error::invalid("kind", message))
}

/// Throws a match away, if it is there.
fn take_back(cx: &mut WriteCx<'_>, id: AnyId) -> Result<()> {
    match cx.read().find(id)? {
        Some(record) if record.trashed_ms.is_none() => cx.trash(id),
        _ => Ok(()),
    }
}

pub(crate) fn unmatch(cx: &mut WriteCx<'_>, request: MatchOf) -> Result<()> {
    let edges = {
        let read = cx.read();
        let sql = read.sql();
        let (a, b) = (speaker(sql, request.a)?, speaker(sql, request.b)?);
        match a == b {
            // One of several that are one: all that ties it to the others.
            true => edges(sql, &[request.b], "same")?,
            false => {
                let (ours, theirs) = (members(sql, a)?, members(sql, b)?);
                let mut between = edges(sql, &ours, "transfer")?;
                let theirs = edges(sql, &theirs, "transfer")?;
                between.retain(|edge| theirs.contains(edge));
                between
            }
        }
    };
    if edges.is_empty() {
        return Err(Error::not_found("match of these two with", request.b).at("b"));
    }
    edges.into_iter().try_for_each(|edge| cx.trash(edge))
}

/// The matches of one kind that some transactions have.
fn edges(sql: Sql<'_>, ids: &[AnyId], kind: &str) -> Result<BTreeSet<AnyId>> {
    let mut edges = BTreeSet::new();
    for id in ids {
        sql.each(
            "SELECT id FROM finance_match WHERE (a = ?1 OR b = ?1) AND kind = ?2",
            params![*id, kind],
            |row| {
                edges.insert(row.id(0)?);
                Ok(())
            },
        )?;
    }
    Ok(edges)
}
