//! Sums of many things in a few rows: what a bucket holds, as bytes.
//!
//! A row for each artist, album and track of each month would be written over and over while a history
//! comes in. Here a few hundred of them, whose numbers begin alike, are one row, sorted by their
//! numbers: a batch reads and writes each bucket once. The form is canonical (what sums to nothing is
//! not there), so that tables made anew are equal byte for byte. Pure: no tables, see
//! [`super::buckets`].

use base::error::{Error, Result};

use super::EVER;

/// How often and how long one thing was heard in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) entity: i64,
    pub(crate) plays: u32,
    pub(crate) ms: u64,
    /// Plays of unknown length.
    pub(crate) untimed: u32,
    /// The first day (20260301) of the period [`EVER`]; zero in others.
    pub(crate) first: u32,
}

/// What comes to a sum, or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) entity: i64,
    pub(super) plays: i64,
    pub(super) ms: i64,
    pub(super) untimed: i64,
    /// The first day of what came.
    pub(super) came: Option<u32>,
    /// The first day of what went.
    pub(super) went: Option<u32>,
}

impl Change {
    /// Nothing, yet.
    pub(super) fn of(entity: i64) -> Change {
        Change { entity, plays: 0, ms: 0, untimed: 0, came: None, went: None }
    }

    /// One more change of the same thing.
    pub(super) fn add(&mut self, other: &Change) {
        self.plays += other.plays;
        self.ms += other.ms;
        self.untimed += other.untimed;
        self.came = self.came.into_iter().chain(other.came).min();
        self.went = self.went.into_iter().chain(other.went).min();
    }
}

/// Numbers are 63 bits of a hash: their first bits are as good as any.
const NUMBER_BITS: u32 = 63;

/// The bits of a number that say in which bucket of a period it is: so many that a bucket of a long
/// life is about a page of the file, so few that a month is not spread thin.
fn bits(period: i64) -> u32 {
    match period {
        EVER => 8,
        1..10_000 => 7,
        _ => 4,
    }
}

/// The bucket of a thing within a period.
pub(super) fn bucket(period: i64, entity: i64) -> i64 {
    entity >> (NUMBER_BITS - bits(period))
}

/// The sums of a bucket, in the order of their numbers.
pub(crate) struct Sums<'a>(&'a [u8]);

/// Reads a bucket.
pub(crate) fn sums(bytes: &[u8]) -> Sums<'_> {
    Sums(bytes)
}

impl Sums<'_> {
    fn next_sum(&mut self) -> Option<Sum> {
        let (entity, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        let entity = i64::from_be_bytes(*entity);
        let small = |number: u64| u32::try_from(number).ok();
        let plays = small(self.number()?)?;
        let ms = self.number()?;
        Some(Sum {
            entity,
            plays,
            ms,
            untimed: small(self.number()?)?,
            first: small(self.number()?)?,
        })
    }

    /// A number of changing length (LEB128).
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

impl Iterator for Sums<'_> {
    type Item = Result<Sum>;

    fn next(&mut self) -> Option<Result<Sum>> {
        if self.0.is_empty() {
            return None;
        }
        let broken = || Error::internal("reading sums", "a bucket ends in the middle");
        let sum = self.next_sum().ok_or_else(broken);
        if sum.is_err() {
            self.0 = &[];
        }
        Some(sum)
    }
}

/// A bucket while it is written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Bucket {
    pub(super) bytes: Vec<u8>,
    /// How many sums it holds.
    pub(super) many: i64,
}

impl Bucket {
    /// Adds a sum, whose number is greater than all before.
    pub(super) fn push(&mut self, sum: &Sum) {
        self.many += 1;
        self.bytes.extend_from_slice(&sum.entity.to_be_bytes());
        for number in [sum.plays.into(), sum.ms, sum.untimed.into(), sum.first.into()] {
            self.number(number);
        }
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }
}

/// The things that a merge changes otherwise than by their sums.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// There was no play of them before.
    pub(super) came: Vec<i64>,
    /// There is no play of them any more.
    pub(super) gone: Vec<i64>,
    /// Their first day may have gone.
    pub(super) lost: Vec<i64>,
}

/// A bucket with what comes and goes.
///
/// # Errors
/// `Internal` when the bucket cannot be read, or more goes than there is.
pub(super) fn merge(bytes: &[u8], changes: &[Change], turns: &mut Turns) -> Result<Bucket> {
    let mut bucket = Bucket::default();
    // Most changes are of something that is there; a new one is some fifteen bytes.
    bucket.bytes.reserve(bytes.len() + changes.len() * 4);
    let mut old = sums(bytes).peekable();
    for change in changes {
        let before =
            |sum: &Result<Sum>| sum.as_ref().map_or(true, |sum| sum.entity < change.entity);
        while let Some(sum) = old.next_if(before) {
            bucket.push(&sum?);
        }
        let same = |sum: &Result<Sum>| sum.as_ref().is_ok_and(|sum| sum.entity == change.entity);
        let before = old.next_if(same).transpose()?;
        let sum = changed(before, change)?;
        match (before.is_some(), sum.plays > 0) {
            (true, false) => turns.gone.push(change.entity),
            (false, true) => turns.came.push(change.entity),
            _ => {}
        }
        if sum.plays == 0 {
            continue;
        }
        bucket.push(&sum);
        // What came no later than what went is the first, whatever else there is.
        let kept = |went: u32| change.came.is_some_and(|came| came <= went);
        if change.went.is_some_and(|went| went <= sum.first && !kept(went)) {
            turns.lost.push(change.entity);
        }
    }
    for sum in old {
        bucket.push(&sum?);
    }
    Ok(bucket)
}

fn changed(sum: Option<Sum>, change: &Change) -> Result<Sum> {
    let first = sum.map(|sum| sum.first).into_iter().chain(change.came).min();
    let Sum { plays, ms, untimed, .. } =
        sum.unwrap_or(Sum { entity: change.entity, plays: 0, ms: 0, untimed: 0, first: 0 });
    let add = |number: u32, more: i64| (i64::from(number) + more).try_into().ok();
    let added = add(plays, change.plays).zip(add(untimed, change.untimed));
    let ms = ms.checked_add_signed(change.ms);
    let Some(((plays, untimed), ms)) = added.zip(ms) else {
        return Err(Error::internal("counting plays", "more go than there are"));
    };
    Ok(Sum { entity: change.entity, plays, ms, untimed, first: first.unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn sum() -> impl Strategy<Value = Sum> {
        let numbers = (1..=u32::MAX, any::<u64>(), any::<u32>(), any::<u32>());
        (0..=i64::MAX, numbers).prop_map(|(entity, (plays, ms, untimed, first))| Sum {
            entity,
            plays,
            ms,
            untimed,
            first,
        })
    }

    /// A play of one of a few things on a day.
    fn change() -> impl Strategy<Value = Change> {
        (0..6_i64, 0..300_000_i64, 1..9_u32).prop_map(|(entity, ms, day)| Change {
            plays: 1,
            ms,
            untimed: i64::from(ms == 0),
            came: Some(day),
            ..Change::of(entity)
        })
    }

    fn by_entity(changes: &[Change]) -> Vec<Change> {
        let mut sorted: BTreeMap<i64, Change> = BTreeMap::new();
        for change in changes {
            sorted.entry(change.entity).or_insert(Change::of(change.entity)).add(change);
        }
        sorted.into_values().collect()
    }

    fn all_at_once(changes: &[Change]) -> Bucket {
        merge(&[], &by_entity(changes), &mut Turns::default()).expect("nothing goes")
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(mut all in prop::collection::vec(sum(), 0..40)) {
            all.sort_by_key(|sum| sum.entity);
            let mut bucket = Bucket::default();
            all.iter().for_each(|sum| bucket.push(sum));
            let read: Vec<Sum> = sums(&bucket.bytes).collect::<Result<_>>().expect("it is whole");
            prop_assert_eq!(read, all);
        }

        #[test]
        fn the_order_of_changes_says_nothing(
            (changes, mixed) in prop::collection::vec(change(), 0..20)
                .prop_flat_map(|changes| (Just(changes.clone()), Just(changes).prop_shuffle())),
            batch in 1..5_usize,
        ) {
            let (mut bucket, mut turns) = (Bucket::default(), Turns::default());
            for some in mixed.chunks(batch) {
                bucket = merge(&bucket.bytes, &by_entity(some), &mut turns).expect("nothing goes");
            }
            turns.came.sort_unstable();
            let there: Vec<i64> = by_entity(&changes).iter().map(|sum| sum.entity).collect();
            prop_assert_eq!(turns.came, there, "each comes once");
            prop_assert_eq!(bucket, all_at_once(&changes));
        }

        #[test]
        fn what_goes_leaves_what_stays(
            stays in prop::collection::vec(change(), 0..12),
            goes in prop::collection::vec(change(), 0..12),
        ) {
            let both: Vec<Change> = stays.iter().chain(&goes).copied().collect();
            let take = |change: &Change| Change {
                plays: -1,
                ms: -change.ms,
                untimed: -change.untimed,
                came: None,
                went: change.came,
                entity: change.entity,
            };
            let taken: Vec<Change> = goes.iter().map(take).collect();
            let mut turns = Turns::default();
            let left = merge(&all_at_once(&both).bytes, &by_entity(&taken), &mut turns);
            let left = left.expect("it is there");
            let left: Vec<Sum> = sums(&left.bytes).collect::<Result<_>>().expect("it is whole");
            let wanted = all_at_once(&stays);
            let wanted: Vec<Sum> = sums(&wanted.bytes).collect::<Result<_>>().expect("it is whole");
            prop_assert_eq!(left.len(), wanted.len());
            prop_assert_eq!(turns.gone.len(), by_entity(&both).len() - wanted.len());
            for (left, wanted) in left.into_iter().zip(wanted) {
                let first = if turns.lost.contains(&left.entity) { left.first } else { wanted.first };
                prop_assert_eq!(left, Sum { first, ..wanted });
            }
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let read: Vec<Result<Sum>> = sums(&bytes).collect();
            prop_assert!(read.len() <= bytes.len(), "it ends");
        }
    }

    #[test]
    fn more_than_there_is_cannot_go() {
        let gone = Change { plays: -1, ..Change::of(1) };
        assert!(merge(&[], &[gone], &mut Turns::default()).is_err());
    }

    #[test]
    fn buckets_keep_the_order_of_numbers() {
        for period in [EVER, 2026, 202_603] {
            assert_eq!(bucket(period, 0), 0);
            assert_eq!(bucket(period, i64::MAX), (1 << bits(period)) - 1);
        }
    }
}
