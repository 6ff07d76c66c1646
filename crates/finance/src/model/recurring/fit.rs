//! Whether days come again and again, and in which rhythm.
//!
//! A rhythm is believed only when every day fits it within a few days: rent moves with weekends, it
//! does not move by a week.

use base::day::Day;
use jiff::civil::Date;

use crate::model::repeat::{Repeat, Unit};

/// How often something comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rhythm {
    /// Every week.
    Week,
    /// Every second week.
    TwoWeeks,
    /// Every month.
    Month,
    /// Every third month.
    Quarter,
    /// Every year.
    Year,
}

/// All of them, the shortest first.
pub(super) const RHYTHMS: [Rhythm; 5] =
    [Rhythm::Week, Rhythm::TwoWeeks, Rhythm::Month, Rhythm::Quarter, Rhythm::Year];

impl Rhythm {
    /// What is counted, and every how many of them.
    pub(crate) const fn unit(self) -> (Unit, u32) {
        match self {
            Rhythm::Week => (Unit::Week, 1),
            Rhythm::TwoWeeks => (Unit::Week, 2),
            Rhythm::Month => (Unit::Month, 1),
            Rhythm::Quarter => (Unit::Month, 3),
            Rhythm::Year => (Unit::Year, 1),
        }
    }

    /// How often it comes in a year.
    pub(crate) const fn times_a_year(self) -> i64 {
        match self {
            Rhythm::Week => 52,
            Rhythm::TwoWeeks => 26,
            Rhythm::Month => 12,
            Rhythm::Quarter => 4,
            Rhythm::Year => 1,
        }
    }

    /// So many days a hit may lie from where it is due: a long weekend, a later invoice.
    pub(crate) const fn slack_days(self) -> i64 {
        match self {
            Rhythm::Week => 2,
            Rhythm::TwoWeeks => 3,
            Rhythm::Month => 4,
            Rhythm::Quarter => 7,
            Rhythm::Year => 14,
        }
    }

    /// So many hits make it believable.
    pub(super) const fn hits_min(self) -> usize {
        match self {
            Rhythm::Year => 2,
            Rhythm::Week | Rhythm::TwoWeeks | Rhythm::Month | Rhythm::Quarter => 3,
        }
    }

    /// About so many days between two.
    const fn about_days(self) -> i64 {
        match self {
            Rhythm::Week => 7,
            Rhythm::TwoWeeks => 14,
            Rhythm::Month => 30,
            Rhythm::Quarter => 91,
            Rhythm::Year => 365,
        }
    }

    /// Whether so many days between the first hit and the last have room for so many hits, and are
    /// not far too many. Cheap, and true of whatever fits.
    fn has_room(self, days: &[Spot], chains: i64) -> bool {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return false };
        let hits = i64::try_from(days.len()).unwrap_or(i64::MAX);
        let span = last.ordinal - first.ordinal;
        let slack = 2 * self.slack_days() + 2;
        let most = hits + hits / 4 + 1; // With all gaps that a chain may have.
        let fits = (hits / chains - 2) * (self.about_days() - 1) <= span + slack;
        fits && (chains > 1 || span <= most * (self.about_days() + 1) + slack)
    }

    /// Months between two, for those that go by the calendar.
    const fn months(self) -> Option<i64> {
        match self {
            Rhythm::Week | Rhythm::TwoWeeks => None,
            Rhythm::Month => Some(1),
            Rhythm::Quarter => Some(3),
            Rhythm::Year => Some(12),
        }
    }
}

/// A day with what it takes to look for due days around it: they are looked for very often.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Days since year 0.
    ordinal: i64,
    /// Months since year 0.
    month: i64,
    /// Days of its month before and with it.
    day: i64,
    /// How long the month before, its own and the one after are, days.
    lengths: [i64; 3],
}

impl Spot {
    pub(super) fn of(day: Day) -> Spot {
        let date = day.date();
        let first = date.first_of_month();
        let before = Day::new(first).plus(-1).date().days_in_month();
        let after = Day::new(date.last_of_month()).plus(1).date().days_in_month();
        Spot {
            ordinal: day.ordinal(),
            month: i64::from(date.year()) * 12 + i64::from(date.month()) - 1,
            day: i64::from(date.day()),
            lengths: [before, date.days_in_month(), after].map(i64::from),
        }
    }

    /// The month whose due day is nearest, and how many days away that is.
    fn nearest(self, anchor: i8) -> (i64, i64) {
        let anchor = i64::from(anchor);
        let [before, own, after] = self.lengths;
        // Days from the last day of the month before to the due days.
        let due = [anchor.min(before) - before, anchor.min(own), own + anchor.min(after)];
        let off = due.map(|due| (self.day - due).abs());
        let months = [(self.month, off[1]), (self.month - 1, off[0]), (self.month + 1, off[2])];
        months.into_iter().min_by_key(|(_, off)| *off).unwrap_or(months[0])
    }
}

/// Hits in a rhythm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) rhythm: Rhythm,
    /// Places in the days that were asked about, rising.
    pub(super) hits: Vec<usize>,
    /// The day of the month on which it is due; 31: the last one. 0 for weeks.
    pub(super) anchor: i8,
    /// How many were due between the hits and did not come.
    pub(super) skipped: i64,
    /// Days by which all hits together are off.
    pub(super) off: i64,
}

impl Chain {
    /// Believable when nearly all that were due came.
    pub(super) fn holds(&self) -> bool {
        let hits = i64::try_from(self.hits.len()).unwrap_or(i64::MAX);
        self.hits.len() >= self.rhythm.hits_min() && self.skipped <= hits / 4
    }

    /// When it is due after the last hit.
    pub(super) fn due_after(&self, last: Day) -> Day {
        let (unit, step) = self.rhythm.unit();
        let Some(months) = self.rhythm.months() else {
            let repeat = Repeat { unit, step, start: last, end: None };
            return repeat.next(last.plus(1)).unwrap_or(last);
        };
        let (month, _) = Spot::of(last).nearest(self.anchor);
        due(month + months, self.anchor)
    }

    /// A day from which it falls due by counting alone: of a month that is long enough for the 31st.
    pub(super) fn start(&self, last: Day) -> Day {
        let Some(months) = self.rhythm.months() else { return self.due_after(last) };
        let (month, _) = Spot::of(last).nearest(self.anchor);
        let days = (0..12).map(|steps| due(month + months - steps * months, self.anchor));
        let mut whole = days.filter(|day| day.date().day() == self.anchor);
        whole.next().unwrap_or_else(|| self.due_after(last))
    }
}

/// Days as one chain of a rhythm, if all of them fit it.
pub(super) fn whole(days: &[Spot], rhythm: Rhythm) -> Option<Chain> {
    if days.len() < rhythm.hits_min() || !rhythm.has_room(days, 1) {
        return None;
    }
    let chain = chain_from(days, 0, rhythm, &mut |_| true)?;
    (chain.hits.len() == days.len() && chain.holds()).then_some(chain)
}

/// Days as several chains of one rhythm that run beside each other; `None` unless they take in nearly
/// all days.
pub(super) fn several(days: &[Spot], rhythm: Rhythm) -> Option<Vec<Chain>> {
    const CHAINS_MAX: usize = 4; // More contracts of one price at one payee are chance.
    if days.len() < rhythm.hits_min() || !rhythm.has_room(days, 4) {
        return None;
    }
    let mut free = vec![true; days.len()];
    let mut chains: Vec<Chain> = Vec::new();
    for start in 0..days.len() {
        if !free[start] {
            continue;
        }
        let found = chain_from(days, start, rhythm, &mut |at| free[at]);
        if let Some(chain) = found.filter(|chain| chain.holds() && chain.skipped == 0) {
            chain.hits.iter().for_each(|hit| free[*hit] = false);
            chains.push(chain);
        }
    }
    let left = free.iter().filter(|free| **free).count();
    (!chains.is_empty() && chains.len() <= CHAINS_MAX && left * 5 <= days.len()).then_some(chains)
}

/// The best chain of a rhythm that begins with the day at `start`, over those that are free.
fn chain_from(
    days: &[Spot],
    start: usize,
    rhythm: Rhythm,
    free: &mut dyn FnMut(usize) -> bool,
) -> Option<Chain> {
    let own = days.get(start)?.day;
    let Some(months) = rhythm.months() else {
        return Some(weeks(days, start, rhythm, free));
    };
    // Due may be the first hit's day of the month, or a few days beside it; 31 is the month's end.
    let slack = rhythm.slack_days();
    let mut best: Option<Chain> = None;
    let mut anchors: Vec<i64> =
        (own - slack..=own + slack).map(|day| (day - 1).rem_euclid(31) + 1).collect();
    anchors.push(31);
    anchors.sort_unstable();
    anchors.dedup();
    for anchor in anchors {
        let anchor = i8::try_from(anchor).unwrap_or(31);
        let chain = calendar(days, start, (rhythm, months), anchor, free);
        let better = |best: &Chain| {
            let rank = |chain: &Chain| (usize::MAX - chain.hits.len(), chain.skipped, chain.off);
            rank(&chain) < rank(best)
        };
        if chain.hits.len() > 1 && best.as_ref().is_none_or(better) {
            best = Some(chain);
        }
    }
    best
}

/// Steps of so many months to the same day of the month.
fn calendar(
    days: &[Spot],
    start: usize,
    (rhythm, months): (Rhythm, i64),
    anchor: i8,
    free: &mut dyn FnMut(usize) -> bool,
) -> Chain {
    let mut chain = Chain { rhythm, hits: Vec::new(), anchor, skipped: 0, off: 0 };
    let mut last: Option<i64> = None;
    for (at, day) in days.iter().enumerate().skip(start).filter(|(at, _)| free(*at)) {
        let (month, off) = day.nearest(anchor);
        let steps = last.map_or(0, |last| month - last);
        let fits =
            off <= rhythm.slack_days() && steps % months == 0 && (last.is_none() || steps > 0);
        if !fits {
            continue;
        }
        chain.skipped += last.map_or(0, |_| steps / months - 1);
        chain.off += off;
        chain.hits.push(at);
        last = Some(month);
    }
    chain
}

/// Steps of one or two weeks from hit to hit.
fn weeks(
    days: &[Spot],
    start: usize,
    rhythm: Rhythm,
    free: &mut dyn FnMut(usize) -> bool,
) -> Chain {
    let step = if rhythm == Rhythm::Week { 7 } else { 14 };
    let mut chain = Chain { rhythm, hits: vec![start], anchor: 0, skipped: 0, off: 0 };
    let mut last = days[start].ordinal;
    for (at, day) in days.iter().enumerate().skip(start + 1).filter(|(at, _)| free(*at)) {
        let gap = day.ordinal - last;
        let steps = (gap + step / 2) / step;
        let off = (gap - steps * step).abs();
        if steps == 0 || off > rhythm.slack_days() {
            continue;
        }
        chain.skipped += steps - 1;
        chain.off += off;
        chain.hits.push(at);
        last = day.ordinal;
    }
    chain
}

/// The due day of a month (counted from year 0) by its day of the month.
fn due(month: i64, anchor: i8) -> Day {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(9999).clamp(1, 9999);
    let month = i8::try_from(month.rem_euclid(12)).unwrap_or(0) + 1;
    let first = Date::constant(year, month, 1);
    Day::new(first.last_of_month()).min(Day::new(first).plus(i32::from(anchor) - 1))
}
