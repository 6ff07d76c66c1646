//! What the exports look like.

use expect_test::expect;
use store::record::Value;

use super::household::id;
use super::world::World;

fn text(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

/// Two accounts, a category that no grammar likes, a refund with parts, a transfer, one thrown away.
fn world() -> World {
    let world = World::new(7);
    let accounts = [
        (1, "Giro", "asset", "EUR", 1),
        (2, "Größe; \"x\"", "expense", "", 2),
        (3, "Cash", "asset", "JPY", 3),
    ];
    for (number, name, kind, currency, order) in accounts {
        let fields = [
            ("name", text(name)),
            ("kind", text(kind)),
            ("currency", text(currency)),
            ("order", Value::Int(order)),
        ];
        world.put("finance.account", id(number), &fields);
    }
    let rate = [
        ("from", text("JPY")),
        ("to", text("EUR")),
        ("day", text("2026-01-01")),
        ("num", Value::Int(1)),
        ("den", Value::Int(160)),
        ("source", text("hand")),
    ];
    world.put("finance.rate", id(9), &rate);
    let txn = |number: u8, day: &str, minor: i64, more: &[(&str, Value)]| {
        let mut fields = vec![
            ("date", text(day)),
            ("account", text(id(1))),
            ("minor", Value::Int(minor)),
            ("currency", text("EUR")),
        ];
        fields.extend(more.iter().cloned());
        world.put("finance.txn", id(number), &fields);
    };
    let note = "=1+2; \"said\"\n[on] two lines";
    let tag = ("tag/am Meer", Value::Bool(true));
    txn(
        10,
        "2026-01-02",
        -1250,
        &[("payee", text("(Ka | fé)")), ("note", text(note)), ("category", text(id(2))), tag],
    );
    let parts = format!(
        r#"[{{"category":"{}","minor":300,"note":"a"}},{{"category":"","minor":200,"note":""}}]"#,
        id(2)
    );
    txn(11, "2026-01-03", 500, &[("payee", text("Refund")), ("splits", text(parts))]);
    let arrives = [("transfer_minor", Value::Int(1600)), ("transfer_currency", text("JPY"))];
    let mut transfer = vec![("transfer", text(id(3))), ("cleared", Value::Bool(true))];
    transfer.extend(arrives);
    txn(12, "2026-01-04", -1000, &transfer);
    txn(13, "2026-01-05", -1, &[("hidden", Value::Bool(true))]);
    world
}

fn exported(format: &str) -> String {
    let world = world();
    let (path, words) = world.export(format);
    let text = std::fs::read_to_string(path).expect("an export is UTF-8");
    match words.is_empty() {
        true => text,
        false => format!("{text}\n({})\n", words.join("\n")),
    }
}

#[test]
fn a_journal_for_hledger_and_ledger() {
    expect![[r#"
        ; Everkept, 2026-03-01

        commodity EUR
            format 1000.00 EUR
        commodity JPY
            format JPY 1000.

        account Equity:Opening-Balances
        account Equity:Transfers
        account Expenses:Uncategorized
        account Income:Uncategorized
        account Assets:Giro
        account Assets:Cash
        account Expenses:Größe, "x"

        P 2026-01-01 JPY 0.00625 EUR

        2026-01-02 () (Ka / fé)
            ; note: =1+2; "said" (on) two lines
            ; am-Meer:
            Assets:Giro  -12.50 EUR
            Expenses:Größe, "x"  12.50 EUR

        2026-01-03 Refund
            Assets:Giro  5.00 EUR
            Expenses:Größe, "x"  -3.00 EUR
            Income:Uncategorized  -2.00 EUR

        2026-01-04 *
            Assets:Giro  -10.00 EUR
            Equity:Transfers  10.00 EUR
            Assets:Cash  1600 JPY
            Equity:Transfers  -1600 JPY

        (1 left out: hidden)
    "#]]
    .assert_eq(&exported("hledger"));
}

#[test]
fn a_file_for_beancount() {
    expect![[r#"
        ; Everkept, 2026-03-01

        option "title" "Everkept"
        option "operating_currency" "EUR"
        option "operating_currency" "JPY"

        2026-01-02 open Equity:Opening-Balances

        2026-01-04 open Equity:Transfers

        2026-01-02 open Expenses:Uncategorized

        2026-01-03 open Income:Uncategorized

        2026-01-02 open Assets:Giro

        2026-01-04 open Assets:Cash

        2026-01-02 open Expenses:Grosse-x
          name: "Größe; \"x\""

        2026-01-01 price JPY 0.00625 EUR

        2026-01-02 * "(Ka | fé)" "=1+2; \"said\"\n[on] two lines" #am-Meer
          tag-names: "am Meer"
          Assets:Giro  -12.50 EUR
          Expenses:Grosse-x  12.50 EUR

        2026-01-03 * "Refund" ""
          Assets:Giro  5.00 EUR
          Expenses:Grosse-x  -3.00 EUR
          Income:Uncategorized  -2.00 EUR

        2026-01-04 * "" ""
          Assets:Giro  -10.00 EUR
          Equity:Transfers  10.00 EUR
          Assets:Cash  1600 JPY
          Equity:Transfers  -1600 JPY

        (1 left out: hidden)
    "#]]
    .assert_eq(&exported("beancount"));
}

#[test]
fn a_table() {
    expect![[r#"
        id,date,account,payee,category,amount,currency,note,memo,tags,transfer_account,cleared,reconciled,pending,imported,reference,counter_account,raw_payee,part
        019ca945-0a00-7000-8000-00000000000a,2026-01-02,Giro,(Ka | fé),"Größe; ""x""",-12.50,EUR,"'=1+2; ""said""
        [on] two lines",,am Meer,,,,,,,,,
        019ca945-0a00-7000-8000-00000000000b,2026-01-03,Giro,Refund,"Größe; ""x""",3.00,EUR,a,,,,,,,,,,,1
        019ca945-0a00-7000-8000-00000000000b,2026-01-03,Giro,Refund,,2.00,EUR,,,,,,,,,,,,2
        019ca945-0a00-7000-8000-00000000000c,2026-01-04,Giro,,,-10.00,EUR,,,,Cash,true,,,,,,,

        (1 left out: hidden)
    "#]].assert_eq(&exported("finance-csv"));
}

#[test]
fn everything_as_json() {
    expect![[r#"
        {"format":"everkept-finance","version":1,"exported":"2026-03-01",
        "accounts":[
        {"id":"00000000-0000-0000-0000-000000000001","name":"Opening Balances","kind":"equity","balances":[]},
        {"id":"00000000-0000-0000-0000-000000000002","name":"Transfers","kind":"equity","balances":[{"amount":"10.00","currency":"EUR"},{"amount":"-1600","currency":"JPY"}]},
        {"id":"00000000-0000-0000-0000-000000000003","name":"Uncategorized","kind":"expense","balances":[]},
        {"id":"00000000-0000-0000-0000-000000000004","name":"Uncategorized","kind":"income","balances":[{"amount":"-2.00","currency":"EUR"}]},
        {"id":"019ca945-0a00-7000-8000-000000000001","name":"Giro","kind":"asset","currency":"EUR","balances":[{"amount":"-17.50","currency":"EUR"}]},
        {"id":"019ca945-0a00-7000-8000-000000000003","name":"Cash","kind":"asset","currency":"JPY","balances":[{"amount":"1600","currency":"JPY"}]},
        {"id":"019ca945-0a00-7000-8000-000000000002","name":"Größe; \"x\"","kind":"expense","balances":[{"amount":"9.50","currency":"EUR"}]}
        ],
        "rates":[
        {"date":"2026-01-01","from":"JPY","to":"EUR","numerator":1,"denominator":160,"source":"hand"}
        ],
        "transactions":[
        {"id":"019ca945-0a00-7000-8000-00000000000a","date":"2026-01-02","account":"019ca945-0a00-7000-8000-000000000001","amount":"-12.50","currency":"EUR","payee":"(Ka | fé)","note":"=1+2; \"said\"\n[on] two lines","category":"019ca945-0a00-7000-8000-000000000002","tags":["am Meer"],"postings":[{"account":"019ca945-0a00-7000-8000-000000000001","amount":"-12.50","currency":"EUR"},{"account":"019ca945-0a00-7000-8000-000000000002","amount":"12.50","currency":"EUR"}]},
        {"id":"019ca945-0a00-7000-8000-00000000000b","date":"2026-01-03","account":"019ca945-0a00-7000-8000-000000000001","amount":"5.00","currency":"EUR","payee":"Refund","splits":[{"category":"019ca945-0a00-7000-8000-000000000002","amount":"3.00","note":"a"},{"amount":"2.00"}],"postings":[{"account":"019ca945-0a00-7000-8000-000000000001","amount":"5.00","currency":"EUR"},{"account":"019ca945-0a00-7000-8000-000000000002","amount":"-3.00","currency":"EUR"},{"account":"00000000-0000-0000-0000-000000000004","amount":"-2.00","currency":"EUR"}]},
        {"id":"019ca945-0a00-7000-8000-00000000000c","date":"2026-01-04","account":"019ca945-0a00-7000-8000-000000000001","amount":"-10.00","currency":"EUR","payee":"","transfer":"019ca945-0a00-7000-8000-000000000003","marks":["cleared"],"postings":[{"account":"019ca945-0a00-7000-8000-000000000001","amount":"-10.00","currency":"EUR"},{"account":"00000000-0000-0000-0000-000000000002","amount":"10.00","currency":"EUR"},{"account":"019ca945-0a00-7000-8000-000000000003","amount":"1600","currency":"JPY"},{"account":"00000000-0000-0000-0000-000000000002","amount":"-1600","currency":"JPY"}]},
        {"id":"019ca945-0a00-7000-8000-00000000000d","date":"2026-01-05","account":"019ca945-0a00-7000-8000-000000000001","amount":"-0.01","currency":"EUR","payee":"","marks":["hidden"]}
        ]}
    "#]].assert_eq(&exported("finance-json"));
}
