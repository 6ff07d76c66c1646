//! Money with everything that can go wrong in a text: several currencies, names that no grammar likes,
//! splits, refunds, transfers, tags, what a person threw away.

use base::id::AnyId;
use serde_json::json;
use store::read::ReadCx;
use store::record::Value;

use super::world::World;

/// SplitMix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Accounts: the last byte of the id, name, kind, currency, decimals.
pub(crate) const ACCOUNTS: [(u8, &str, &str, &str, u32); 7] = [
    (1, "Giro (alt) – Ä \"x\" & 'y'", "asset", "EUR", 2),
    (2, "Card; blue | 1:2", "liability", "EUR", 2),
    (3, "Dollars", "asset", "USD", 2),
    (4, "円", "asset", "JPY", 0),
    (5, "Cash", "asset", "EUR", 2),
    (6, "Cash", "asset", "KWD", 3),
    (7, "Savings [old]  ", "asset", "EUR", 2),
];

/// Categories: the last byte of the id, name, kind, parent.
pub(crate) const CATEGORIES: [(u8, &str, &str, u8); 7] = [
    (21, "Food", "expense", 0),
    (22, "Groceries & \"more\"", "expense", 21),
    (23, "Coffee", "expense", 21),
    (24, "花火", "expense", 0),
    (25, "Uncategorized", "expense", 0),
    (26, "Salary", "income", 0),
    (27, "Übriges", "income", 0),
];

const PAYEES: [&str; 9] = [
    "REWE \"MARKT\" \\ 4711",
    "(Brackets) first",
    "*Star; and = sign | bar",
    "!Bang",
    "=2+3",
    "Café Zürich — 花",
    "ACME GMBH",
    "2026-03-01 looks like a day",
    "[2026/99/99] date: x",
];

/// The id of what ends with this byte.
pub(crate) fn id(number: u8) -> AnyId {
    AnyId::from_bytes([1, 0x9c, 0xa9, 0x45, 0x0a, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number])
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// Fills a vault: `rows` rows from statements in 2025 and 2026, and what a person says about them.
pub(crate) fn fill(world: &World, seed: u64, rows: usize) {
    let mut dice = Dice(seed);
    records(world);
    for account in &ACCOUNTS {
        world.import("ofx", "statement.ofx", statement(account, rows / ACCOUNTS.len(), &mut dice));
    }
    own(world, &mut dice);
    said(world, &mut dice);
}

fn records(world: &World) {
    for (number, name, kind, currency, _) in ACCOUNTS {
        world.put(
            "finance.account",
            id(number),
            &[
                ("name", text(name)),
                ("kind", text(kind)),
                ("currency", text(currency)),
                ("number", text(format!("1234/{number:04}"))),
                ("order", Value::Int(number.into())),
            ],
        );
    }
    for (number, name, kind, parent) in CATEGORIES {
        let mut fields = vec![("name", text(name)), ("kind", text(kind))];
        if parent != 0 {
            fields.push(("parent", text(id(parent).to_string())));
        }
        world.put("finance.account", id(number), &fields);
    }
    world.put("finance.settings", id(90), &[("base", text("EUR"))]);
    // Nothing for the dinar: it is listed apart.
    let rates = [
        ("USD", "EUR", "2024-12-31", 91, 100),
        ("USD", "EUR", "2025-06-17", 87, 100),
        ("EUR", "JPY", "2025-01-01", 162, 1),
        ("EUR", "JPY", "2025-11-30", 1, 3),
    ];
    for (place, (from, to, day, num, den)) in (91..).zip(rates) {
        world.put(
            "finance.rate",
            id(place),
            &[
                ("from", text(from)),
                ("to", text(to)),
                ("day", text(day)),
                ("num", Value::Int(num)),
                ("den", Value::Int(den)),
                ("source", text("hand")),
            ],
        );
    }
}

/// Smallest units as a statement writes them.
pub(crate) fn decimal(minor: i64, places: u32) -> String {
    let one = 10_u64.pow(places);
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, part) = (minor.unsigned_abs() / one, minor.unsigned_abs() % one);
    match places {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{part:0width$}", width = places as usize),
    }
}

fn day(dice: &mut Dice) -> String {
    let month = dice.below(14);
    let days = if month == 13 { 20 } else { 28 };
    format!("{}-{:02}-{:02}", 2025 + month / 12, month % 12 + 1, dice.below(days) + 1)
}

fn statement(account: &(u8, &str, &str, &str, u32), rows: usize, dice: &mut Dice) -> String {
    let (number, _, _, currency, places) = *account;
    let mut out = format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>\
         <STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>1234<ACCTID>{number:04}<ACCTTYPE>CHECKING\
         </BANKACCTFROM><BANKTRANLIST>\n"
    );
    let mut sum = 12_345;
    for place in 0..rows {
        let minor = dice.below(20_000) as i64 - 15_000;
        sum += minor;
        let payee = dice.of(&PAYEES).replace('&', "&amp;");
        out.push_str(&format!(
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{}<TRNAMT>{}<FITID>{place}<NAME>{payee}\
             <MEMO>memo; {place} (x) \"q\"</STMTTRN>\n",
            day(dice).replace('-', ""),
            decimal(minor, places),
        ));
    }
    out.push_str(&format!(
        "</BANKTRANLIST><LEDGERBAL><BALAMT>{}<DTASOF>20260228</LEDGERBAL></STMTRS></STMTTRNRS>\
         </BANKMSGSRSV1></OFX>",
        decimal(sum, places)
    ));
    out
}

/// What a person wrote down: spending, a split one, transfers within and between currencies.
fn own(world: &World, dice: &mut Dice) {
    let txn = |number: u8, fields: &[(&str, Value)]| world.put("finance.txn", id(number), fields);
    for number in 100..120 {
        let minor = -(dice.below(5000) as i64);
        txn(
            number,
            &[
                ("date", text(day(dice))),
                ("account", text(id(5).to_string())),
                ("minor", Value::Int(minor)),
                ("currency", text("EUR")),
                ("payee", text(dice.of(&PAYEES))),
                ("note", text("a note;\nof two lines [2026-13-99]")),
                ("category", text(id(dice.of(&[21, 22, 23, 24, 25])).to_string())),
                ("tag/sea side", Value::Bool(true)),
                ("tag/ünï:code", Value::Bool(dice.below(2) == 0)),
            ],
        );
    }
    txn(
        123,
        &[
            ("date", text("2025-07-07")),
            ("account", text(id(9).to_string())), // There is no such account.
            ("minor", Value::Int(-4_321)),
            ("currency", text("EUR")),
            ("payee", text("Gone")),
        ],
    );
    let transfer = |number: u8, to: u8, day: &str, arrives: Option<(i64, &str)>| {
        let mut fields = vec![
            ("date", text(day)),
            ("account", text(id(1).to_string())),
            ("minor", Value::Int(-10_000)),
            ("currency", text("EUR")),
            ("payee", text("")),
            ("transfer", text(id(to).to_string())),
        ];
        if let Some((minor, currency)) = arrives {
            fields.push(("transfer_minor", Value::Int(minor)));
            fields.push(("transfer_currency", text(currency)));
        }
        txn(number, &fields);
    };
    transfer(120, 5, "2025-03-03", None);
    transfer(121, 3, "2025-04-04", Some((10_900, "USD")));
    transfer(122, 4, "2025-05-05", Some((16_200, "JPY")));
    matched(world);
}

/// Two legs of one transfer, days apart, and one thing that is told twice.
fn matched(world: &World) {
    let rows = [
        (130, 1, "2025-03-30", -5_000),
        (131, 5, "2025-04-02", 5_000),
        (132, 1, "2025-06-01", -777),
        (133, 1, "2025-06-02", -777),
    ];
    for (number, account, day, minor) in rows {
        world.put(
            "finance.txn",
            id(number),
            &[
                ("date", text(day)),
                ("account", text(id(account).to_string())),
                ("minor", Value::Int(minor)),
                ("currency", text("EUR")),
                ("payee", text("Twice")),
            ],
        );
    }
    for (number, a, b, kind) in [(134, 130, 131, "transfer"), (135, 132, 133, "same")] {
        let ends = [("a", text(id(a).to_string())), ("b", text(id(b).to_string()))];
        let [a, b] = ends;
        world.put("finance.match", id(number), &[a, b, ("kind", text(kind))]);
    }
}

/// What a person says about rows: categories, splits, tags, some thrown away.
fn said(world: &World, dice: &mut Dice) {
    let sql = "SELECT id, minor FROM finance_txn WHERE origin = 1 ORDER BY id";
    let read = |cx: &ReadCx<'_>| cx.sql().rows(sql, &[], |row| Ok((row.id(0)?, row.int(1)?)));
    let rows: Vec<(AnyId, i64)> = world.store.read(read).expect("rows");
    let mut said = Vec::new();
    for (place, (row, minor)) in rows.into_iter().enumerate() {
        match place % 7 {
            0 => {}
            1 => said.push((row, "hidden", Value::Bool(dice.below(4) == 0))),
            2 => said.push((row, "splits", split(minor, dice))),
            3 => said.push((row, "category", text(id(dice.of(&[26, 27])).to_string()))),
            _ => {
                let category = dice.of(&[21, 22, 23, 24, 25]);
                said.push((row, "category", text(id(category).to_string())));
            }
        }
        match dice.below(12) {
            0 => said.push((row, "tag/holiday", Value::Bool(true))),
            1 => said.push((row, "note", text("said; \"so\""))),
            2 => said.push((row, "cleared", Value::Bool(true))),
            3 => said.push((row, "tag/sea side", Value::Bool(true))),
            _ => {}
        }
    }
    world.say(said);
}

fn split(minor: i64, dice: &mut Dice) -> Value {
    let part = minor / 3;
    let parts = json!([
        { "category": hex(id(dice.of(&[21, 23]))), "minor": part, "note": "part; one" },
        { "category": hex(id(24)), "minor": minor - 2 * part, "note": "" },
        { "category": "", "minor": part, "note": "" },
    ]);
    text(parts.to_string())
}

fn hex(id: AnyId) -> String {
    id.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
