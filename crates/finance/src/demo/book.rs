//! All lines of the year on their way into the vault: as banks told them, or as written down by hand.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use base::money::{Currency, Money};
use domain::import::{ExactFact, Imported, Sink};
use store::facts::encode;
use store::record::{Fields, Value};

use super::home::{Held, Home};
use super::line::{Line, Until};
use crate::model::month::Month;
use crate::model::row::{Balance, BalanceOf, Row, noon_ms};
use crate::model::{day_number, hex};
use crate::record::{BALANCE, MATCH, ROW, TXN};

/// Names a line of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(usize);

/// What two lines are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    Same,
    Transfer,
}

/// Every line of the year.
#[derive(Default)]
pub(super) struct Book {
    lines: Vec<Line>,
    ties: Vec<(Place, Place, Tie)>,
}

impl Book {
    pub(super) fn add(&mut self, line: Line) -> Place {
        debug_assert!(line.minor != 0, "{line:?} moves nothing");
        self.lines.push(line);
        Place(self.lines.len() - 1)
    }

    pub(super) fn tie(&mut self, a: Place, b: Place, tie: Tie) {
        self.ties.push((a, b, tie));
    }

    pub(super) fn line(&self, place: Place) -> &Line {
        &self.lines[place.0]
    }

    /// The first line with a payee.
    pub(super) fn find(&self, payee: &str) -> Option<Place> {
        self.lines.iter().position(|line| line.payee == payee).map(Place)
    }

    /// What an account holds at the end of a day, as its bank sees it.
    pub(super) fn held(&self, held: Held, day: Day) -> i64 {
        let told = self.lines.iter().filter(|line| line.held == held && line.day <= day);
        held.before() + told.filter(|line| !line.own).map(|line| line.minor).sum::<i64>()
    }

    /// Lines of an account between two days that its bank told.
    pub(super) fn sum(&self, held: Held, from: Day, to: Day) -> i64 {
        let within =
            self.lines.iter().filter(|line| (from..=to).contains(&line.day) && line.held == held);
        within.filter(|line| !line.own).map(|line| line.minor).sum()
    }

    /// The rows that banks told, with their places, in the order of each account's days.
    pub(super) fn rows(&self, home: &Home, last: Day) -> Vec<(Place, Row)> {
        let mut places: Vec<usize> = (0..self.lines.len())
            .filter(|place| !self.lines[*place].own && self.lines[*place].day <= last)
            .collect();
        places.sort_by_key(|place| (self.lines[*place].held, self.lines[*place].day, *place));
        let mut numbers: BTreeMap<Held, u32> = BTreeMap::new();
        let of = |place: usize| {
            let line = &self.lines[place];
            let number = numbers.entry(line.held).or_default();
            *number += 1;
            let amount = decimal(line.minor, line.held.currency());
            let reference = format!("{}{number:05}", day_number(line.day));
            let row = Row {
                account: home.held(line.held),
                format: "ofx".to_owned(),
                key: format!("{reference}|{amount}|{}", line.day),
                k: 0,
                date: line.day,
                valued: None,
                minor: line.minor,
                currency: line.held.currency().to_owned(),
                raw_amount: None,
                payee: line.payee.clone(),
                memo: line.memo.clone(),
                reference: String::new(),
                other: String::new(),
                kind: if line.minor > 0 { "CREDIT" } else { "DEBIT" }.to_owned(),
                original: line.original.map(|(minor, code)| (minor, code.to_owned())),
                category: String::new(),
                splits: Vec::new(),
                pending: line.pending,
            };
            (Place(place), row)
        };
        places.into_iter().map(of).collect()
    }

    /// Hands everything over; answers the ids of lines, as far as there is a vault that tells them.
    pub(super) fn write(
        &self,
        seed: u64,
        home: &Home,
        until: Until,
        sink: &mut dyn Sink,
    ) -> Result<BTreeMap<usize, AnyId>> {
        let rows = self.rows(home, until.last);
        let plain: Vec<Row> = rows.iter().map(|(_, row)| row.clone()).collect();
        let mut known: Vec<(AnyId, bool)> = Vec::new();
        sink.look(&mut |cx| {
            known = cx.known_facts(&ROW, &plain)?;
            Ok(())
        })?;
        sink.facts(&BALANCE, &self.balances(home, &plain, until.last))?;
        let mut ids = BTreeMap::new();
        let (mut told, mut said) = (Vec::new(), Vec::new());
        let mut known = known.into_iter();
        for (place, row) in rows {
            let known = known.next();
            ids.extend(known.map(|(id, _)| (place.0, id)));
            let notes = self.lines[place.0].notes(home, until);
            match known {
                // What is here already may have been said otherwise since.
                Some((id, false)) if !notes.is_empty() => {
                    said.push(ExactFact { id, body: encode(&row)?, notes });
                }
                Some(_) | None => told.push(row),
            }
        }
        sink.facts(&ROW, &told)?;
        sink.exact_facts(&ROW, said)?;
        for (number, line) in self.lines.iter().enumerate() {
            if line.own && line.day <= until.last {
                let at_ms = noon_ms(line.day);
                let natural_key = format!("demo:{seed}:{number}");
                let fields = line.fields(home, until);
                ids.insert(
                    number,
                    sink.record(Imported { kind: &TXN, natural_key, at_ms, fields })?,
                );
            }
        }
        for (a, b, tie) in &self.ties {
            let (Some(a), Some(b)) = (ids.get(&a.0), ids.get(&b.0)) else { continue };
            let (a, b) = (hex(*a.min(b)), hex(*a.max(b)));
            let word = if *tie == Tie::Same { "same" } else { "transfer" };
            let natural_key = format!("{a}/{b}/{word}");
            let fields = Fields::from([
                ("a".to_owned(), Value::from(a)),
                ("b".to_owned(), b.into()),
                ("kind".to_owned(), word.into()),
            ]);
            sink.record(Imported { kind: &MATCH, natural_key, at_ms: 0, fields })?;
        }
        Ok(ids)
    }

    /// What statements tell at the end of each month that is over.
    fn balances(&self, home: &Home, rows: &[Row], last: Day) -> Vec<Balance> {
        let mut balances = Vec::new();
        for held in Held::ALL.into_iter().filter(|held| *held != Held::Cash) {
            let account = home.held(held);
            let Some(first) = rows.iter().find(|row| row.account == account) else { continue };
            let mut month = Month::of(first.date);
            while month.last() < last {
                let (day, currency) = (month.last(), held.currency().to_owned());
                let minor = self.held(held, day);
                balances.push(Balance { account, day, minor, currency, what: BalanceOf::Closing });
                month = month.plus(1);
            }
        }
        balances
    }
}

/// The id of a line.
pub(super) fn id_of(ids: &BTreeMap<usize, AnyId>, place: Place) -> Option<AnyId> {
    ids.get(&place.0).copied()
}

/// Plainly, as keys hold amounts: `-12.50`.
fn decimal(minor: i64, currency: &str) -> String {
    let money = Currency::new(currency).and_then(|currency| Money::new(minor, currency));
    money.map_or_else(|_| minor.to_string(), |money| money.to_string())
}
