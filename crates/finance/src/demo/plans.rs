//! What the person plans: rules, budgets, goals, schedules, rates, a statement that is right.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::import::{Imported, Sink};
use store::record::{Fields, RecordKind, Value};

use super::dice::Dice;
use super::home::{BASE, Held, Home};
use super::year::{ASIDE, RENT, on};
use crate::model::month::Month;
use crate::model::payee::clean;
use crate::model::row::noon_ms;
use crate::model::rule::{Action, Condition, TextField, TextOp, write_actions, write_conditions};
use crate::model::{day_number, hex};
use crate::record::{BUDGET, GOAL, MOVE, RATE, RULE, SCHEDULE, STATEMENT};

/// Rules: name, words of the payee, category.
const RULES: &[(&str, &[&str], &str)] = &[
    ("Supermarkets", &["Tesco", "Sainsburys", "Lidl", "Aldi"], "groceries"),
    ("Rent", &["Parfitt"], "rent"),
    ("Pay", &["Contour Press"], "salary"),
    ("Power and water", &["Octopus Energy", "Bristol Water"], "utilities"),
    ("Council tax", &["Bristol City Council"], "taxes"),
    ("Phone and internet", &["giffgaff", "Zen Internet"], "phone"),
    ("Insurance", &["Pawsure", "Hallmark Home"], "insurance"),
    ("Buses and trains", &["First Bus", "GWR"], "public-transport"),
    ("Small Street", &["Small Street Espresso"], "coffee"),
    ("Subscriptions", &["Netflix", "Spotify", "Fontstand"], "subscriptions"),
];

/// Budgets: category, what it gets each month, whether what is left stays in it.
const BUDGETS: &[(&str, i64, bool)] = &[
    ("rent", RENT, true),
    ("utilities", 11_000, true),
    ("taxes", 12_400, true),
    ("groceries", 40_000, true),
    ("restaurants", 16_000, true),
    ("coffee", 6_500, true),
    ("public-transport", 9_000, true),
    ("phone", 4_300, true),
    ("insurance", 2_500, true),
    ("leisure", 7_500, true),
    ("furnishing", 4_000, true),
    ("health", 3_000, true),
    ("travel", 18_000, true),
    ("gifts", 4_500, true),
    ("pets", 7_000, true),
    ("clothing", 5_000, true),
    ("subscriptions", 3_500, false),
];

/// Schedules: account, what the bank prints, category, smallest units, unit, step, day of its first
/// month, and whether the amount varies.
type Due = (Held, &'static str, &'static str, i64, &'static str, i64, i8, bool);

const SCHEDULES: &[Due] = &[
    (Held::Checking, "STANDING ORDER TO M J PARFITT", "rent", -RENT, "month", 1, 1, false),
    (Held::Checking, "DIRECT DEBIT PAYMENT TO ZEN INTERNET", "phone", -3_100, "month", 1, 5, false),
    (
        Held::Checking,
        "DIRECT DEBIT PAYMENT TO OCTOPUS ENERGY",
        "utilities",
        -9_000,
        "month",
        1,
        12,
        true,
    ),
    (
        Held::Checking,
        "DIRECT DEBIT PAYMENT TO BRISTOL CITY COUNCIL",
        "taxes",
        -14_800,
        "month",
        1,
        15,
        false,
    ),
    (Held::Checking, "CONTOUR PRESS LTD", "salary", 275_140, "month", 1, 29, true),
];

struct Writer<'a> {
    seed: u64,
    sink: &'a mut dyn Sink,
}

impl Writer<'_> {
    fn put<const N: usize>(
        &mut self,
        kind: &'static RecordKind,
        natural_key: String,
        at: Option<Day>,
        fields: [(&str, Value); N],
    ) -> Result<AnyId> {
        let fields: Fields =
            fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.sink.record(Imported { kind, natural_key, at_ms: at.map_or(0, noon_ms), fields })
    }

    fn named(&self, what: &str) -> String {
        format!("demo:{}:{what}", self.seed)
    }
}

/// Everything that is planned between two days.
pub(super) fn write(
    seed: u64,
    home: &Home,
    (first, last): (Day, Day),
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut out = Writer { seed, sink };
    rules(&mut out, home)?;
    budgets(&mut out, home, first, last)?;
    goals(&mut out, home, last)?;
    schedules(&mut out, home, first, last)?;
    rates(&mut out, first, last)
}

fn rules(out: &mut Writer<'_>, home: &Home) -> Result<()> {
    let mut put = |order: i64, name: &str, when: &[Condition], set: Action| {
        let key = out.named(&format!("rule:{name}"));
        let fields = [
            ("name", Value::from(name)),
            ("order", Value::Int(order * 1_000)),
            ("on", true.into()),
            ("all", false.into()),
            ("when", write_conditions(when)?.into()),
            ("set", write_actions(&[set])?.into()),
        ];
        out.put(&RULE, key, None, fields).map(drop)
    };
    let text = |field: TextField, op: TextOp, value: &str| Condition::Text {
        field,
        op,
        value: value.to_owned(),
    };
    let payee = |word: &&str| text(TextField::Payee, TextOp::Contains, word);
    for (order, (name, words, category)) in (1_i64..).zip(RULES) {
        let when: Vec<Condition> = words.iter().map(payee).collect();
        put(order, name, &when, Action::Category { id: home.category(category) })?;
    }
    let machine = [text(TextField::Raw, TextOp::Starts, "CASH WITHDRAWAL")];
    put(20, "Cash machine", &machine, Action::Transfer { account: home.held(Held::Cash) })?;
    let pepper = ["Pawsure", "Pets at Home", "Highcroft Vets"];
    let pepper: Vec<Condition> = pepper.iter().map(payee).collect();
    put(21, "Everything for Pepper", &pepper, Action::Tag { tag: "pepper".to_owned() })
}

fn budgets(out: &mut Writer<'_>, home: &Home, first: Day, last: Day) -> Result<()> {
    for (category, minor, envelope) in BUDGETS {
        let category = hex(home.category(category));
        let mut fields = Fields::from([
            ("category".to_owned(), Value::from(category.as_str())),
            ("mode".to_owned(), if *envelope { "envelope" } else { "limit" }.into()),
            ("currency".to_owned(), BASE.into()),
        ]);
        let mut month = Month::of(first).plus(1);
        while month <= Month::of(last) {
            fields.insert(format!("set/{month}"), (*minor).into());
            month = month.plus(1);
        }
        out.sink.record(Imported { kind: &BUDGET, natural_key: category, at_ms: 0, fields })?;
    }
    let month = Month::of(last).plus(-1);
    let moved = [("clothing", "restaurants", 2_500), ("leisure", "gifts", 1_500)];
    for (from, to, minor) in moved {
        let key = out.named(&format!("move:{month}:{to}"));
        let fields = [
            ("month", Value::from(month.to_string())),
            ("from", hex(home.category(from)).into()),
            ("to", hex(home.category(to)).into()),
            ("minor", Value::Int(minor)),
            ("currency", BASE.into()),
        ];
        out.put(&MOVE, key, Some(month.first()), fields)?;
    }
    Ok(())
}

fn goals(out: &mut Writer<'_>, home: &Home, last: Day) -> Result<()> {
    let goals = [
        ("Three months of rent", 3 * RENT, Some(120), "So that a boiler is only a boiler."),
        ("Porto again", 120_000, Some(240), "The room with the balcony, for two weeks."),
        ("A press of our own", 650_000, None, ""),
    ];
    for (name, minor, days, note) in goals {
        let key = out.named(&format!("goal:{name}"));
        let by = days.map_or_else(String::new, |days| last.plus(days).to_string());
        let fields = [
            ("name", Value::from(name)),
            ("minor", minor.into()),
            ("currency", BASE.into()),
            ("by", by.into()),
            ("account", hex(home.held(Held::Savings)).into()),
            ("note", note.into()),
        ];
        out.put(&GOAL, key, None, fields)?;
    }
    Ok(())
}

fn schedules(out: &mut Writer<'_>, home: &Home, first: Day, last: Day) -> Result<()> {
    let start = Month::of(first).plus(1);
    for (held, raw, category, minor, unit, step, day, about) in SCHEDULES {
        let fields = [
            ("payee", Value::from(clean(raw))),
            ("account", hex(home.held(*held)).into()),
            ("category", hex(home.category(category)).into()),
            ("minor", (*minor).into()),
            ("currency", held.currency().into()),
            ("about", (*about).into()),
            ("unit", (*unit).into()),
            ("step", (*step).into()),
            ("start", on(start, *day).to_string().into()),
            ("on", true.into()),
        ];
        let mut fields: Vec<(&str, Value)> = fields.into();
        // The council takes ten payments a year.
        let free: Vec<String> =
            [Month::of(last).plus(-12), Month::of(last), Month::of(last).plus(12)]
                .into_iter()
                .flat_map(|month| [2, 3].map(|number| in_year(month, number, *day)))
                .filter(|_| *category == "taxes")
                .map(|day| format!("done/{day}"))
                .collect();
        fields.extend(free.iter().map(|key| (key.as_str(), Value::from("skipped"))));
        let fields: Fields =
            fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let natural_key = out.named(&format!("schedule:{raw}"));
        out.sink.record(Imported { kind: &SCHEDULE, natural_key, at_ms: 0, fields })?;
    }
    let aside = [
        ("payee", Value::from("")),
        ("account", hex(home.held(Held::Checking)).into()),
        ("transfer", hex(home.held(Held::Savings)).into()),
        ("minor", (-ASIDE).into()),
        ("currency", BASE.into()),
        ("about", false.into()),
        ("unit", "month".into()),
        ("step", Value::Int(1)),
        ("start", on(start, 2).to_string().into()),
        ("on", true.into()),
    ];
    let key = out.named("schedule:savings");
    out.put(&SCHEDULE, key, None, aside).map(drop)
}

/// A day of a month of the same year.
fn in_year(month: Month, number: i64, day: i8) -> Day {
    let january = month.plus(1 - i64::from(month.first().date().month()));
    on(january.plus(number - 1), day)
}

/// What a dollar and a euro were worth on the first of each month.
fn rates(out: &mut Writer<'_>, first: Day, last: Day) -> Result<()> {
    let mut dice = Dice::new(out.seed ^ 0x7261_7465_7300); // Apart from the year's own chance.
    for (from, mut num) in [("USD", 7_480), ("EUR", 8_560)] {
        let mut month = Month::of(first);
        while month <= Month::of(last) {
            let day = month.first().max(first);
            let key = format!("{from}/{BASE}/{}/hand", day_number(day));
            let fields = [
                ("from", Value::from(from)),
                ("to", BASE.into()),
                ("day", day.to_string().into()),
                ("num", Value::Int(num)),
                ("den", Value::Int(10_000)),
                ("source", "hand".into()),
            ];
            out.put(&RATE, key, None, fields)?;
            num += dice.between(-70, 71);
            month = month.plus(1);
        }
    }
    Ok(())
}

/// The last statement that was found to be right.
pub(super) fn statement(home: &Home, day: Day, minor: i64, sink: &mut dyn Sink) -> Result<()> {
    let account = hex(home.held(Held::Checking));
    let natural_key = format!("{account}/{}", day_number(day));
    let fields = Fields::from([
        ("account".to_owned(), Value::from(account)),
        ("day".to_owned(), day.to_string().into()),
        ("minor".to_owned(), minor.into()),
        ("currency".to_owned(), BASE.into()),
    ]);
    sink.record(Imported { kind: &STATEMENT, natural_key, at_ms: 0, fields }).map(drop)
}
