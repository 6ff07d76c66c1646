//! The sum of a receipt: the line that names it, checked by what the other lines say.

use base::sense::{Told, Unknown};

use super::words::Kind;
use super::{Field, Item, Row};

/// What was found.
pub(super) struct Found {
    /// In smallest units.
    pub(super) total: Field<i64>,
    pub(super) items: Vec<Item>,
    pub(super) adds_up: Option<bool>,
}

/// A line that may be the total.
struct Candidate {
    line: usize,
    minor: i64,
    /// How many other lines agree, and how plainly it is named: our weights.
    score: f32,
    /// Whether another line confirms the amount.
    is_confirmed: bool,
    quality: f32,
}

/// How sure the best candidate is when others confirm it, and when its word alone speaks for it; and
/// when another one has the same right.
const CONFIRMED: f32 = 1.0;
const NAMED: f32 = 0.8;
const CONTESTED: f32 = 0.5;

/// Of a total at most so many lines are weighed.
const CANDIDATES_MAX: usize = 20;

/// The first row that names a sum and has an amount; the number of rows when none does.
pub(super) fn first_sum(rows: &[Row<'_>]) -> usize {
    let is_sum = |row: &Row<'_>| matches!(row.kind, Kind::Total | Kind::Sum | Kind::Subtotal);
    let found =
        (0..rows.len()).find(|index| is_sum(&rows[*index]) && amount(rows, *index).is_some());
    found.unwrap_or(rows.len())
}

/// A row's amount; where a sum's word stands alone, that of the row below if it has nothing else.
fn amount(rows: &[Row<'_>], index: usize) -> Option<(i64, f32)> {
    let below = || {
        let next = rows.get(index + 1)?;
        let is_alone = next.text.chars().filter(|char| char.is_alphabetic()).count() <= 3;
        next.amount.filter(|_| is_alone && next.kind == Kind::Plain)
    };
    rows[index].amount.or_else(below)
}

/// The total; `items` gives the articles before a row and the discounts before the total.
pub(super) fn find(rows: &[Row<'_>], items: impl Fn(usize, usize) -> Vec<Item>) -> Found {
    let first = first_sum(rows);
    let mut candidates: Vec<Candidate> = (first..rows.len())
        .filter(|index| matches!(rows[*index].kind, Kind::Total | Kind::Sum))
        .filter_map(|index| {
            let (minor, fit) = amount(rows, index)?;
            let score = if rows[index].kind == Kind::Total { 2.0 } else { 1.0 };
            let quality = rows[index].quality * fit;
            Some(Candidate { line: index, minor, score, is_confirmed: false, quality })
        })
        .take(CANDIDATES_MAX)
        .collect();
    for candidate in &mut candidates {
        confirm(candidate, rows, &items(first, candidate.line));
    }
    // Of equals the later: `total` is said of parts first.
    let best = candidates.iter().max_by(|a, b| a.score.total_cmp(&b.score));
    let Some(best) = best else {
        return Found { total: Field::unknown(Unknown::Unsure), items: Vec::new(), adds_up: None };
    };
    let contested =
        candidates.iter().any(|other| other.minor != best.minor && other.score >= best.score);
    let surety = match (best.is_confirmed, contested) {
        (_, true) => CONTESTED,
        (true, false) => CONFIRMED,
        (false, false) => NAMED,
    };
    let total = Field {
        told: Told::Value(best.minor),
        quality: best.quality * surety,
        line: Some(best.line),
    };
    let items = items(first, best.line);
    let adds_up = (!items.is_empty()).then(|| adds_up(best, rows, &items));
    Found { total, items, adds_up }
}

fn confirm(candidate: &mut Candidate, rows: &[Row<'_>], items: &[Item]) {
    let of = |kind: Kind| {
        rows.iter().filter(move |row| row.kind == kind).filter_map(|row| Some(row.amount?.0))
    };
    let after = &rows[candidate.line + 1..];
    let paid =
        after.iter().filter(|row| row.kind == Kind::Paid).filter_map(|row| Some(row.amount?.0));
    let changes: Vec<i64> = of(Kind::Change).take(CANDIDATES_MAX).collect();
    let is_paid = paid.clone().any(|paid| paid == candidate.minor)
        || paid.take(CANDIDATES_MAX).any(|paid| {
            changes.iter().any(|change| paid.saturating_sub(change.abs()) == candidate.minor)
        });
    let taxes = taxes(rows, candidate.line);
    let is_subtotal_and_tax = of(Kind::Subtotal)
        .take(CANDIDATES_MAX)
        .any(|subtotal| taxes != 0 && subtotal.saturating_add(taxes) == candidate.minor);
    let is_sum = !items.is_empty() && adds_up(candidate, rows, items);
    candidate.score += 2.0 * f32::from(u8::from(is_paid))
        + f32::from(u8::from(is_subtotal_and_tax))
        + 2.0 * f32::from(u8::from(is_sum));
    candidate.is_confirmed = is_paid || is_subtotal_and_tax || is_sum;
}

/// The taxes that stand above a line, apart from the prices.
fn taxes(rows: &[Row<'_>], line: usize) -> i64 {
    let taxes = rows[..line].iter().filter(|row| row.kind == Kind::Tax);
    taxes.filter_map(|row| Some(row.amount?.0)).fold(0, i64::saturating_add)
}

/// Whether the articles sum to it, taxes within them or added.
fn adds_up(candidate: &Candidate, rows: &[Row<'_>], items: &[Item]) -> bool {
    let sum = items.iter().fold(0_i64, |sum, item| sum.saturating_add(item.price.minor));
    sum == candidate.minor || sum.saturating_add(taxes(rows, candidate.line)) == candidate.minor
}
