//! The accounts and categories of the demo life, and the currency that it counts in.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::import::{Imported, Sink};
use store::record::{Fields, Value};

use crate::categories::FIRST;
use crate::model::hex;
use crate::record::{ACCOUNT, SETTINGS};

/// The currency of reports.
pub(super) const BASE: &str = "GBP";

/// An account that holds money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Held {
    Checking,
    Savings,
    Card,
    Cash,
    Dollars,
}

/// Name, kind, subtype, bank, number, and what it held before the year, smallest units.
type Told = (&'static str, &'static str, &'static str, &'static str, &'static str, i64);

impl Held {
    pub(super) const ALL: [Held; 5] =
        [Held::Checking, Held::Savings, Held::Card, Held::Cash, Held::Dollars];

    const fn told(self) -> Told {
        match self {
            Held::Checking => {
                ("Checking", "asset", "checking", "Severn Bank", "204513 43871265", 264_218)
            }
            Held::Savings => {
                ("Savings", "asset", "savings", "Severn Bank", "204513 90022174", 412_000)
            }
            Held::Card => {
                ("Credit card", "liability", "card", "Severn Bank", "540213******7719", -21_340)
            }
            Held::Cash => ("Cash", "asset", "cash", "", "", 6_500),
            Held::Dollars => {
                ("Dollars", "asset", "checking", "Tideway", "TRWI US 8310094471", 38_250)
            }
        }
    }

    pub(super) const fn name(self) -> &'static str {
        self.told().0
    }

    pub(super) const fn currency(self) -> &'static str {
        match self {
            Held::Dollars => "USD",
            Held::Checking | Held::Savings | Held::Card | Held::Cash => BASE,
        }
    }

    /// What it held before the year, smallest units.
    pub(super) const fn before(self) -> i64 {
        self.told().5
    }
}

/// The ids of all of them.
pub(super) struct Home {
    held: BTreeMap<Held, AnyId>,
    categories: BTreeMap<&'static str, AnyId>,
}

impl Home {
    pub(super) fn new(seed: u64, sink: &dyn Sink) -> Home {
        let held = |held: Held| (held, sink.id_of(&ACCOUNT, 0, &account_key(seed, held)));
        let category =
            |key: &'static str| (key, sink.id_of(&ACCOUNT, 0, &format!("category/{key}")));
        Home {
            held: Held::ALL.into_iter().map(held).collect(),
            categories: FIRST.iter().map(|first| category(first.key)).collect(),
        }
    }

    pub(super) fn held(&self, held: Held) -> AnyId {
        self.held[&held]
    }

    /// One of the categories that a ledger begins with, by its key.
    pub(super) fn category(&self, key: &str) -> AnyId {
        debug_assert!(self.categories.contains_key(key), "no category {key}");
        self.categories.get(key).copied().unwrap_or(crate::model::system::SPENDING)
    }

    /// Writes all of them, and the settings. What an account held is told by its statements; of cash
    /// there are none.
    pub(super) fn write(&self, seed: u64, first: Day, sink: &mut dyn Sink) -> Result<()> {
        for (order, held) in (0_i64..).zip(Held::ALL) {
            let (name, kind, subtype, bank, number, before) = held.told();
            let mut fields = Fields::from([
                ("name".to_owned(), Value::from(name)),
                ("kind".to_owned(), kind.into()),
                ("subtype".to_owned(), subtype.into()),
                ("currency".to_owned(), held.currency().into()),
                ("order".to_owned(), order.into()),
            ]);
            for (key, text) in [("bank", bank), ("number", number)] {
                if !text.is_empty() {
                    fields.insert(key.to_owned(), text.into());
                }
            }
            if held == Held::Cash {
                fields.insert("opening_minor".to_owned(), before.into());
                fields.insert("opening_day".to_owned(), first.plus(-1).to_string().into());
            }
            let natural_key = account_key(seed, held);
            sink.record(Imported { kind: &ACCOUNT, natural_key, at_ms: 0, fields })?;
        }
        for (order, first) in (0_i64..).zip(FIRST) {
            let kind = if first.income { "income" } else { "expense" };
            let mut fields = Fields::from([
                ("name".to_owned(), Value::from(first.name)),
                ("kind".to_owned(), kind.into()),
                ("icon".to_owned(), first.icon.into()),
                ("order".to_owned(), order.into()),
            ]);
            if !first.parent.is_empty() {
                fields.insert("parent".to_owned(), hex(self.category(first.parent)).into());
            }
            let natural_key = format!("category/{}", first.key);
            sink.record(Imported { kind: &ACCOUNT, natural_key, at_ms: 0, fields })?;
        }
        let fields = Fields::from([("base".to_owned(), Value::from(BASE))]);
        let natural_key = "settings".to_owned();
        sink.record(Imported { kind: &SETTINGS, natural_key, at_ms: 0, fields }).map(drop)
    }
}

fn account_key(seed: u64, held: Held) -> String {
    format!("demo:{seed}:{}", held.name())
}
