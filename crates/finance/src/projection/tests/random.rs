//! Anything that can be done to money, in any order.

use proptest::prelude::*;
use store::store::Write;
use store::write::Step;

use super::*;
use crate::model::row::RowSplit;

/// Lives in the test; `EVERKEPT_CASES=2000` is the long form.
pub(super) fn cases() -> ProptestConfig {
    let cases = std::env::var("EVERKEPT_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(32),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Accounts 1 to 3, the third in dollars.
const ACCOUNTS: u8 = 3;
/// Categories 20 to 23.
const CATEGORIES: u8 = 4;
const HINTS: [&str; 6] = ["", "", "Name 20", "Name 21:Name 22", "[Name 2]", "Name 23"];
const AMOUNTS: [i64; 7] = [-1000, 1000, -1000, 250, 0, -1, 999];

/// One of a few rows that may be there; numbers tell all of it.
fn told(number: u8) -> Row {
    let account = 1 + number % ACCOUNTS;
    let day = format!("2026-0{}-{:02}", 1 + number % 3, 1 + number % 27);
    let minor = AMOUNTS[usize::from(number) % AMOUNTS.len()];
    let mut told = row(id(account), &number.to_string(), &day, minor);
    told.currency = if account == 3 { "USD".into() } else { "EUR".into() };
    told.payee = ["POS SHOP 1", "AMAZON", ""][usize::from(number % 3)].into();
    told.memo = if number.is_multiple_of(4) { "a memo".into() } else { String::new() };
    told.category = HINTS[usize::from(number) % HINTS.len()].into();
    told.pending = number.is_multiple_of(5);
    if number.is_multiple_of(7) {
        let part = |category: &str, minor| RowSplit {
            category: category.into(),
            memo: "part".into(),
            minor,
        };
        told.splits = vec![part(HINTS[2], minor - 7), part(HINTS[4], 7)];
    }
    told
}

const ROWS: u8 = 24;
const OWNS: u8 = 6;

/// A transaction: a row or an own one.
fn txn(world: &World, number: u8) -> AnyId {
    match number % (ROWS + OWNS) {
        own if own >= ROWS => id(100 + own - ROWS),
        row => world.of(&told(row)),
    }
}

/// Something that is there, or is said of something.
#[derive(Debug, Clone)]
pub(super) enum Thing {
    Row(u8),
    Balance(u8, i64),
    Account { number: u8, parent: Option<u8>, into: Option<u8>, currency: u8, opening: Option<i64> },
    Own { number: u8, of: u8, said: Vec<u8> },
    Note { row: u8, field: u8, value: u8 },
    Rule { number: u8, order: i64, on: bool, text: u8, set: u8 },
    Match { a: u8, b: u8, kind: u8 },
}

impl Thing {
    /// What it is said of.
    pub(super) fn key(&self) -> String {
        match self {
            Thing::Row(number) => format!("row {}", number % ROWS),
            Thing::Balance(account, _) => format!("balance {account}"),
            Thing::Account { number, .. } => format!("account {number}"),
            Thing::Own { number, .. } => format!("own {number}"),
            Thing::Note { row, field, .. } => format!("note {row} {field}"),
            Thing::Rule { number, .. } => format!("rule {number}"),
            Thing::Match { a, b, .. } => format!("match {a} {b}"),
        }
    }

    pub(super) fn is_note(&self) -> bool {
        matches!(self, Thing::Note { .. })
    }
}

/// Something of any kind.
pub(super) fn thing() -> impl Strategy<Value = Thing> {
    let number = prop_oneof![1..=ACCOUNTS, 20..20 + CATEGORIES];
    let account = (number, any::<[u8; 3]>(), prop::option::of(-500..500_i64));
    prop_oneof![
        6 => (0..ROWS).prop_map(Thing::Row),
        1 => (1..=ACCOUNTS, -5000..5000_i64).prop_map(|(of, minor)| Thing::Balance(of, minor)),
        4 => account.prop_map(|(number, bits, opening)| Thing::Account {
            number,
            parent: (bits[0] % 3 == 0).then_some(20 + bits[0] / 3 % CATEGORIES),
            into: (bits[1] % 4 == 0).then_some(20 + bits[1] / 4 % CATEGORIES),
            currency: bits[2],
            opening: opening.filter(|_| bits[2] % 3 == 0),
        }),
        3 => (0..OWNS, any::<u8>(), prop::collection::vec(any::<u8>(), 0..4))
            .prop_map(|(number, of, said)| Thing::Own { number, of, said }),
        4 => (0..ROWS, 0..9_u8, any::<u8>())
            .prop_map(|(row, field, value)| Thing::Note { row, field, value }),
        2 => (0..4_u8, 0..3_i64, prop::bool::weighted(0.8), any::<u8>(), any::<u8>())
            .prop_map(|(number, order, on, text, set)| Thing::Rule { number, order, on, text, set }),
        3 => (0..ROWS + OWNS, 0..ROWS + OWNS, any::<u8>())
            .prop_map(|(a, b, kind)| Thing::Match { a, b, kind }),
    ]
}

/// A field and its value, as a person says it of a transaction of so much.
fn said(field: u8, value: u8, minor: i64) -> (&'static str, Value) {
    let category = id(20 + value % CATEGORIES).to_string();
    match field % 9 {
        0 => ("payee", ["Me", "", "  You "][usize::from(value % 3)].into()),
        1 => ("note", ["a note", ""][usize::from(value % 2)].into()),
        2 => ("category", category.into()),
        3 => {
            let other = if value.is_multiple_of(3) {
                id(1 + value % ACCOUNTS).to_string()
            } else {
                category
            };
            let less = minor - i64::from(value % 2);
            let parts = format!(
                r#"[{{"category":"{other}","minor":{less},"note":"x"}},{{"category":"","minor":0,"note":""}}]"#
            );
            ("splits", parts.into())
        }
        4 => ("transfer", id(1 + value % ACCOUNTS).to_string().into()),
        5 => ("tag/x", (value.is_multiple_of(2)).into()),
        6 => ("cleared", (value.is_multiple_of(2)).into()),
        7 => ("reconciled", (value.is_multiple_of(2)).into()),
        _ => ("hidden", (value.is_multiple_of(3)).into()),
    }
}

fn text(value: Option<u8>) -> Value {
    value.map(|number| id(number).to_string()).unwrap_or_default().into()
}

fn put_account(world: &World, thing: Thing) {
    let Thing::Account { number, parent, into, currency, opening } = thing else { return };
    let holds = number <= ACCOUNTS;
    let kind = if holds { "asset" } else { "expense" };
    let foreign = number == 3 || currency % 5 == 0;
    let currency = if !holds {
        ""
    } else if foreign {
        "USD"
    } else {
        "EUR"
    };
    let mut fields = fields([
        ("name", format!("Name {number}").into()),
        ("kind", kind.into()),
        ("currency", currency.into()),
        ("parent", text(parent.filter(|parent| !holds && *parent != number))),
        ("into", text(into.filter(|_| !holds))),
    ]);
    if let (true, Some(opening)) = (holds, opening) {
        fields.insert("opening_minor".into(), opening.into());
    }
    world.put(&ACCOUNT, id(number), fields);
}

/// Writes a thing.
pub(super) fn put_thing(world: &World, thing: Thing) {
    match thing {
        Thing::Row(number) => world.import(vec![told(number)]),
        Thing::Balance(account, minor) => {
            let currency = if account == 3 { "USD".into() } else { "EUR".into() };
            let balance = Balance { currency, ..closing(id(account), "2026-02-10", minor) };
            world.balances(vec![balance]);
        }
        Thing::Account { .. } => put_account(world, thing),
        Thing::Own { number, of, said: words } => {
            let like = told(of);
            let mut fields = fields([
                ("date", like.date.to_string().into()),
                ("account", like.account.to_string().into()),
                ("minor", like.minor.into()),
                ("currency", like.currency.into()),
                ("transfer_minor", 77.into()),
                ("transfer_currency", "USD".into()),
            ]);
            for word in words {
                let (field, value) = said(word, word / 9, like.minor);
                fields.insert(field.to_owned(), value);
            }
            world.put(&TXN, id(100 + number), fields);
        }
        Thing::Note { row, field, value } => {
            let told = told(row);
            let (field, value) = said(field, value, told.minor);
            world.note(&told, field, Some(value));
        }
        Thing::Rule { number, order, on, text, set } => {
            let when = [
                r#"{"on":"text","field":"payee","op":"contains","value":"shop"}"#,
                r#"{"on":"text","field":"raw","op":"is","value":"amazon"}"#,
                r#"{"on":"direction","way":"out"}"#,
                r#"{"on":"text","field":"note","op":"contains","value":"note"}"#,
            ];
            let set = match set % 4 {
                0 => r#"{"set":"payee","name":"Shop"},{"set":"tag","tag":"x"}"#.to_owned(),
                1 => format!(r#"{{"set":"transfer","account":"{}"}}"#, id(1 + set / 4 % ACCOUNTS)),
                _ => format!(r#"{{"set":"category","id":"{}"}}"#, id(20 + set / 4 % CATEGORIES)),
            };
            world.rule(id(60 + number), order, when[usize::from(text % 4)], &set);
            if !on {
                world.put(&RULE, id(60 + number), fields([("on", false.into())]));
            }
        }
        Thing::Match { a, b, kind } => {
            let (a, b) = (txn(world, a), txn(world, b));
            let kind = ["same", "same", "transfer", "not"][usize::from(kind % 4)];
            let key = format!("{}/{}/{kind}", a.min(b), a.max(b));
            let edge = world.store.read(|cx| Ok(cx.natural_id(MATCH.name, 0, &key)));
            world.join(edge.expect("an id"), a, b, kind);
        }
    }
}

/// Something that a person or an import does. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    Put(Thing),
    Import { from: u8, len: u8 },
    Undo,
    Redo,
    UndoStep(i64),
    Unsay { row: u8, field: u8 },
    Retract { row: u8, on: bool },
    Trash { what: u8, on: bool },
    Unmatch { a: u8, b: u8, kind: u8, on: bool },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        16 => thing().prop_map(Deed::Put),
        2 => (0..ROWS, 1..ROWS).prop_map(|(from, len)| Deed::Import { from, len }),
        4 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
        1 => (1..20_i64).prop_map(Deed::UndoStep),
        2 => (0..ROWS, 0..9_u8).prop_map(|(row, field)| Deed::Unsay { row, field }),
        2 => (0..ROWS, prop::bool::weighted(0.7)).prop_map(|(row, on)| Deed::Retract { row, on }),
        3 => (any::<u8>(), prop::bool::weighted(0.7)).prop_map(|(what, on)| Deed::Trash { what, on }),
        1 => (0..ROWS + OWNS, 0..ROWS + OWNS, 0..3_u8, any::<bool>())
            .prop_map(|(a, b, kind, on)| Deed::Unmatch { a, b, kind, on }),
    ]
}

fn act(world: &World, deed: Deed) {
    match deed {
        Deed::Put(thing) => put_thing(world, thing),
        Deed::Import { from, len } => {
            world.import((from..from + len).map(|number| told(number % ROWS)).collect());
        }
        Deed::Undo => drop(world.undo()),
        Deed::Redo => drop(world.redo()),
        Deed::UndoStep(step) => {
            // There may be no such step, or it is undone already.
            let write = Write::new("undo").step(Step::None);
            let undone = world.store.write(write, move |cx| cx.undo_step(step));
            if let Err(error) = undone {
                assert_ne!(error.code(), Code::Internal, "{error}");
            }
        }
        Deed::Unsay { row, field } => {
            let told = told(row);
            world.note(&told, said(field, 0, told.minor).0, None);
        }
        Deed::Retract { row, on } => world.retract(&told(row), on),
        Deed::Trash { what, on } => {
            let ids = [1, 2, 3, 20, 21, 22, 23, 60, 61, 62, 63, 100, 101, 102, 103, 104, 105];
            world.trash(id(ids[usize::from(what) % ids.len()]), on);
        }
        Deed::Unmatch { a, b, kind, on } => {
            let (a, b) = (txn(world, a), txn(world, b));
            let kind = ["same", "transfer", "not"][usize::from(kind)];
            let key = format!("{}/{}/{kind}", a.min(b), a.max(b));
            let edge = world.store.read(|cx| Ok(cx.natural_id(MATCH.name, 0, &key)));
            world.trash(edge.expect("an id"), on);
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whatever_is_done_the_books_balance_and_come_out_alike_when_made_anew(
        deeds in prop::collection::vec(deed(), 1..30),
    ) {
        let world = World::new();
        world.import((0..ROWS / 2).map(told).collect());
        for (number, deed) in deeds.into_iter().enumerate() {
            act(&world, deed);
            if number % 4 == 0 {
                world.check();
            }
        }
        world.check();
    }
}
