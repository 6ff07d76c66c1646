//! One walk through finance that every face answers alike, from a bank's file to figures and back, and
//! an archive of all of it.

use std::path::Path;
use std::sync::Arc;

use base::env::FixedEnv;
use expect_test::expect;
use serde_json::{Value, json};
use testkit::face::{CommandLine, Face, Http, InProcess};
use testkit::script;

/// Lines of a statement: day, smallest units as written, reference, payee.
const LINES: [(&str, &str, &str, &str); 6] = [
    ("20260202", "2500.00", "A1", "ACME GMBH"),
    ("20260203", "-45.20", "A2", "REWE SAGT DANKE 4711 BERLIN"),
    ("20260210", "-30.00", "A3", "REWE SAGT DANKE 4711 BERLIN"),
    ("20260211", "-3.50", "A4", "SUMUP *KAFFEE EINSTEIN"),
    ("20260211", "-3.50", "A5", "SUMUP *KAFFEE EINSTEIN"),
    ("20260214", "-60.00", "A6", "DM-DROGERIE MARKT 1123 BERLIN"),
];

pub(crate) fn statement() -> String {
    let mut out = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1>\
         <STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>10010010<ACCTID>1234567890\
         <ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n"
        .to_owned();
    for (day, amount, reference, payee) in LINES {
        out.push_str(&format!(
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{reference}\
             <NAME>{payee}</STMTTRN>\n"
        ));
    }
    out.push_str(
        "</BANKTRANLIST><LEDGERBAL><BALAMT>2957.80<DTASOF>20260228</LEDGERBAL></STMTRS>\
         </STMTTRNRS></BANKMSGSRSV1></OFX>\n",
    );
    out
}

const IMPORT: &str = r##"
    finance.start {"base": "EUR"}
    import.preview {"path": "$path"} | /added
    import.run {"path": "$path"} | /added
    import.run {"path": "$path"} | /added
    import.run {"path": "$path"} | /already_here
    finance.accounts {} | /accounts/0/balance
    finance.register {} | /count
    finance.register {"only": "uncategorized"} | /count
"##;

const WALK: &str = r##"
    finance.txn {"id": "$rewe"} | /payee
    finance.edit_txn {"id": "$rewe", "minor": -1}
    finance.edit_many {"ids": ["$coffee", "$twin"], "category": "$snacks", "add_tags": ["break"]}
    finance.register {"tag": "break"} | /sums
    rule = finance.create_rule {"when": [{"on": "text", "field": "payee", "op": "contains", "value": "rewe"}], "set": [{"set": "category", "id": "$groceries"}]}
    finance.txn {"id": "$rewe"} | /category/name
    finance.txn {"id": "$rewe"} | /category_by
    finance.split_txn {"id": "$chemist", "splits": [{"category": "$health", "minor": -4000}, {"category": "$gifts", "minor": -1900}]}
    finance.split_txn {"id": "$chemist", "splits": [{"category": "$health", "minor": -4000}, {"category": "$gifts", "minor": -2000}]}
    finance.txn {"id": "$chemist"} | /splits/1/category/name
    finance.set_budget {"category": "$groceries", "month": "2026-02", "minor": 10000}
    finance.budget {"month": "2026-02"} | /budgeted
    cash = finance.create_account {"name": "Wallet", "kind": "asset", "subtype": "cash", "currency": "EUR", "opening_minor": 5000, "opening_day": "2026-02-01"}
    market = finance.add_txn {"day": "2026-02-12", "account": "$cash", "minor": -450, "payee": "Market", "category": "$groceries"}
    finance.budget {"month": "2026-02"} | /spent
    finance.reconcile {"account": "$checking", "day": "2026-02-28", "minor": 295780} | /difference
    finance.finish_reconcile {"account": "$checking", "day": "2026-02-28", "minor": 295780}
    finance.set_cleared {"ids": ["$pay", "$rewe", "$second", "$coffee", "$twin", "$chemist"], "on": true}
    finance.reconcile {"account": "$checking", "day": "2026-02-28", "minor": 295780} | /difference
    finance.finish_reconcile {"account": "$checking", "day": "2026-02-28", "minor": 295780}
    finance.set_cleared {"ids": ["$rewe"], "on": false}
    finance.accounts {} | /accounts/0/statement
    finance.spending {"from": "2026-02-01", "to": "2026-02-28"} | /totals
    finance.spending {"from": "2026-02-01", "to": "2026-02-28"} | /rows/0/name
    finance.spending {"from": "2026-02-01", "to": "2026-02-28", "by": "payee"} | /rows/1/name
    finance.spending {"from": "2026-02-01", "to": "2026-02-28", "flow": "income"} | /minor
    finance.net_worth {"from": "2026-02-01", "to": "2026-02-28"} | /points/0/worth
    calendar.day {"date": "2026-02-28"} | /0/title
    capture.read {"text": "market 3.20"} | /0/command
    capture.read {"text": "she is 40"} | /0/domain
    export.run {"path": "$out/money.journal", "format": "hledger"} | /problems
    export.run {"path": "$out/money.csv", "format": "finance-csv"} | /problems
    finance.delete_txns {"ids": ["$market"]}
    finance.register {"account": "$cash"} | /count
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    finance.accounts {} | /accounts/0/statement
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    finance.txn {"id": "$rewe"} | /category
    undo.undo {} | /label
    undo.undo {} | /label
    finance.register {} | /count
    undo.undo {}
    doctor.check {"rebuild": true} | /findings
    doctor.check {} | /counts
"##;

fn ask(face: &dyn Face, command: &str, request: Value) -> Value {
    face.call(command, &request).unwrap_or_else(|error| panic!("{command} {request}: {error}"))
}

/// The script with the ids that this face's vault gave to the lines, the account and the categories.
fn with_ids(face: &dyn Face, script: &str) -> String {
    let id = |row: &Value| row["id"].as_str().expect("an id").to_owned();
    let accounts = ask(face, "finance.accounts", json!({}));
    let mut script = script.replace("$checking", &id(&accounts["accounts"][0]));
    let page = ask(face, "finance.register", json!({ "oldest_first": true }));
    let items = page["items"].as_array().expect("transactions");
    // Two that are alike in all but their ids have no order that every vault shares, and need none.
    let names = ["$pay", "$rewe", "$second", "$coffee", "$twin", "$chemist"];
    for (name, row) in names.into_iter().zip(items) {
        script = script.replace(name, &id(row));
    }
    let categories = ask(face, "finance.categories", json!({}));
    let categories = categories.as_array().expect("categories");
    for (word, name) in [
        ("$groceries", "Groceries"),
        ("$snacks", "Coffee and snacks"),
        ("$health", "Health"),
        ("$gifts", "Gifts and donations"),
    ] {
        let found = categories.iter().find(|category| category["name"] == name);
        script = script.replace(word, &id(found.expect("a category to begin with")));
    }
    script
}

fn write_statement(folder: &Path) -> String {
    let file = folder.join("statement.ofx");
    std::fs::write(&file, statement()).expect("a file");
    file.to_string_lossy().into_owned()
}

#[test]
fn a_statement_is_imported_sorted_budgeted_reconciled_exported_and_undone_on_every_face() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write_statement(folder.path());
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/Berlin", 7));
    let faces: [Box<dyn Face>; 3] =
        [Box::new(InProcess::new(env)), Box::new(CommandLine::new()), Box::new(Http::new())];
    let mut journals = Vec::new();
    for (number, face) in faces.into_iter().enumerate() {
        let out = folder.path().join(number.to_string());
        std::fs::create_dir(&out).expect("a folder");
        let mut shown = script::run(&*face, &IMPORT.replace("$path", &path));
        let walk = with_ids(&*face, WALK).replace("$out", &out.to_string_lossy());
        shown.push_str(&script::run(&*face, &walk));
        expect![[r#"
            8
            8
            0
            7
            {"currency":"EUR","minor":295780}
            6
            6
            "Rewe"
            Denied (minor)
            [{"currency":"EUR","minor":-700}]
            "Groceries"
            "rule"
            Invalid (splits)
            "Gifts and donations"
            10000
            14670
            235780
            Invalid (minor)
            0
            Denied (ids)
            {"day":"2026-02-28","difference":0,"minor":295780}
            [14670]
            "Groceries"
            "Dm-Drogerie Markt"
            250000
            300330
            "…7890: the statement is right"
            "finance.add_txn"
            "journal"
            []
            []
            1
            "finance.delete_txns"
            "finance.finish_reconcile"
            "finance.set_cleared"
            null
            "finance.add_txn"
            "finance.create_account"
            "finance.set_budget"
            "finance.split_txn"
            "finance.create_rule"
            "finance.edit_many"
            null
            "import.run"
            "finance.start"
            0
            []
            {}
        "#]]
        .assert_eq(&shown);
        let read = |name: &str| std::fs::read_to_string(out.join(name)).expect("an export");
        assert!(read("money.csv").contains("REWE SAGT DANKE 4711 BERLIN"));
        journals.push(read("money.journal").lines().count());
    }
    assert!(30 < journals[0] && journals.iter().all(|lines| *lines == journals[0]));
}

/// What everything comes to.
fn figures(face: &dyn Face) -> Value {
    let month = json!({ "from": "2026-02-01", "to": "2026-02-28" });
    json!({
        "accounts": ask(face, "finance.accounts", json!({})),
        "register": ask(face, "finance.register", json!({})),
        "rules": ask(face, "finance.rules", json!({})),
        "budget": ask(face, "finance.budget", json!({ "month": "2026-02" })),
        "spending": ask(face, "finance.spending", month.clone()),
        "worth": ask(face, "finance.net_worth", month),
    })
}

#[test]
fn an_archive_brings_money_and_all_that_was_said_about_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write_statement(folder.path());
    let env = |zone, seed| Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", zone, seed));
    let first = InProcess::new(env("Europe/Berlin", 7));
    script::run(&first, &IMPORT.replace("$path", &path));
    let said: Vec<&str> = WALK.lines().take_while(|line| !line.contains("calendar.day")).collect();
    script::run(&first, &with_ids(&first, &said.join("\n")));
    let check = |face: &InProcess| {
        let health = ask(face, "doctor.check", json!({ "rebuild": true, "digest": true }));
        assert_eq!(health["findings"], json!([]));
        (health["digest"].clone(), health["counts"].clone())
    };
    let before = check(&first);
    for name in ["all.zip", "all"] {
        let path = folder.path().join(name);
        ask(&first, "export.run", json!({ "path": path, "format": "archive" }));
        let second = InProcess::new(env("Asia/Kolkata", 8));
        let import = |command: &str| ask(&second, command, json!({ "path": path }));
        let report = import("import.run");
        assert_eq!(report["problems"], json!([]));
        assert_eq!(check(&second), before);
        assert_eq!(figures(&second), figures(&first));
        assert_eq!(import("import.run")["added"], 0, "the same archive adds nothing");
    }
}
