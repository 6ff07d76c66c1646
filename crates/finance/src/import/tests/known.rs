//! What an import sees of the vault: accounts, profiles, rows that look alike.

use store::params;
use store::record::Value;

use super::vault::{preview, take_in};
use super::*;
use crate::api;
use crate::projection::tests::{World, fields, id};
use crate::record::{PROFILE, TXN};

const TABLE: &str = "Date;Payee;Amount\n13.02.2026;Kiosk;-1,50\n14.02.2026;Work;100,00\n";
const NEW: [(&str, &str); 3] = [("account", "new"), ("account_name", "Mine"), ("currency", "EUR")];

fn table(text: &str) -> Source {
    file("bank.csv", text)
}

fn accounts(world: &World) -> Vec<String> {
    let query = "SELECT name FROM finance_account ORDER BY name";
    world.store.read(|cx| cx.sql().rows(query, params![], |row| row.text(0))).unwrap()
}

fn alike(came: &super::vault::Came) -> usize {
    came.noticed.get("looks like one that is here").copied().unwrap_or_default()
}

#[test]
fn an_account_is_found_by_its_number_however_it_is_written() {
    let world = World::new();
    let own = [
        ("name", Value::from("Daily")),
        ("kind", "asset".into()),
        ("currency", "EUR".into()),
        ("number", "NL91 ABNA 0417 1643 00".into()),
    ];
    world.put(&ACCOUNT, id(1), fields(own));
    let camt = super::camt::FULL;
    let came = take_in(&world, &file("statement.xml", camt), &[]);
    assert!(came.new > 5 && came.open.is_empty());
    assert_eq!(accounts(&world), ["Daily"], "no account was made");
}

#[test]
fn two_formats_of_one_bank_share_the_account() {
    let world = World::new();
    take_in(&world, &file("a.csv", super::table::DUTCH), &[]);
    take_in(&world, &file("a.xml", super::camt::FULL), &[]);
    take_in(&world, &file("a.sta", ":20:A\n:25:NL91ABNA0417164300EUR\n:60F:C260101EUR0,00\n"), &[]);
    assert_eq!(accounts(&world).len(), 1);
}

#[test]
fn nothing_is_taken_in_before_the_account_is_named() {
    let world = World::new();
    let came = take_in(&world, &table(TABLE), &[]);
    assert_eq!((came.new, came.open), (0, vec!["account".to_owned()]));
}

#[test]
fn a_profile_answers_the_next_time() {
    let world = World::new();
    let first = take_in(&world, &table(TABLE), &NEW);
    assert_eq!(first.new, 4, "an account, a profile, two rows");
    // The order of these dates is not proven by them.
    let later = "Date;Payee;Amount\n03.04.2026;Kiosk;-1.234\n";
    let came = take_in(&world, &table(later), &[]);
    assert_eq!((came.new, came.open.len()), (1, 0), "{came:?}");
    let mine =
        world.store.natural_id::<base::id::Any>(ACCOUNT.name, 0, "v1|name|mine|EUR").to_string();
    assert_eq!(came.suggested.get("account"), Some(&mine));
    let query = "SELECT day, minor FROM finance_txn ORDER BY day DESC LIMIT 1";
    let row = world
        .store
        .read(|cx| cx.sql().first(query, params![], |row| Ok((row.int(0)?, row.int(1)?))));
    assert_eq!(row.unwrap(), Some((20_260_403, -123_400)));
}

#[test]
fn a_person_changes_and_forgets_a_profile() {
    let world = World::new();
    take_in(&world, &table(TABLE), &NEW);
    let profiles =
        || world.store.read(|cx| api::profiles(cx, domain::command::Nothing {})).unwrap();
    let [profile] = &profiles()[..] else { panic!("one profile") };
    assert_eq!(
        (profile.name.as_str(), profile.header.join("|").as_str()),
        ("bank", "Date|Payee|Amount")
    );
    assert_eq!(profile.columns.get("amount"), Some(&vec![2]));
    assert_eq!(profile.date_order.as_deref(), Some("dmy"));
    let id = profile.id;
    let leave = api::EditProfile {
        id,
        name: None,
        encoding: None,
        date_order: None,
        decimal_mark: None,
        sign: None,
        account: None,
        columns: None,
    };
    let edit = api::EditProfile {
        name: Some(" My bank ".into()),
        sign: Some("inverted".into()),
        date_order: Some(String::new()),
        account: Some(String::new()),
        columns: Some([("memo".to_owned(), vec![1])].into()),
        ..leave.clone()
    };
    world.try_write(|cx| api::edit_profile(cx, edit)).unwrap();
    let changed = profiles().remove(0);
    assert_eq!(
        (changed.name.as_str(), changed.account, changed.date_order),
        ("My bank", None, None)
    );
    assert_eq!(changed.sign.as_deref(), Some("inverted"));
    assert_eq!(changed.columns.get("memo"), Some(&vec![1]));
    let bad = [
        (api::EditProfile { sign: Some("x".into()), ..leave.clone() }, "sign"),
        (api::EditProfile { encoding: Some("x".into()), ..leave.clone() }, "encoding"),
        (api::EditProfile { account: Some("x".into()), ..leave.clone() }, "account"),
        (
            api::EditProfile { columns: Some([("x".to_owned(), vec![])].into()), ..leave.clone() },
            "columns",
        ),
        (api::EditProfile { id: AnyId::from_bytes([9; 16]), ..leave }, "id"),
    ];
    for (edit, field) in bad {
        let error = world.try_write(|cx| api::edit_profile(cx, edit)).unwrap_err();
        assert_eq!(error.field(), Some(field), "{error}");
    }
    world.try_write(move |cx| api::delete_profile(cx, api::ProfileRef { id })).unwrap();
    assert!(profiles().is_empty());
    let came = take_in(&world, &table(TABLE), &[]);
    assert_eq!(came.open, ["account"], "what is forgotten is asked again");
}

#[test]
fn devices_that_read_one_table_make_one_profile() {
    let (one, other) = (World::device(7), World::device(8));
    for world in [&one, &other] {
        take_in(world, &table(TABLE), &NEW);
    }
    let query = "SELECT id FROM finance_profile";
    let ids = |world: &World| {
        world
            .store
            .read(|cx| cx.sql().rows(query, params![], |row| row.id::<base::id::Any>(0)))
            .unwrap()
    };
    assert_eq!(ids(&one), ids(&other));
    assert_eq!(ids(&one).len(), 1);
    assert!(
        one.store
            .read(|cx| cx.find(ids(&one)[0]))
            .unwrap()
            .is_some_and(|record| record.kind == PROFILE.name)
    );
}

#[test]
fn rows_that_look_like_ones_that_are_here_are_counted_before_and_after() {
    let world = World::new();
    take_in(&world, &table(TABLE), &NEW);
    let account: AnyId = world.store.natural_id(ACCOUNT.name, 0, "v1|name|mine|EUR");
    let own = [
        ("date", Value::from("2026-02-20")),
        ("account", account.to_string().into()),
        ("minor", (-777_i64).into()),
        ("currency", "EUR".into()),
    ];
    world.put(&TXN, id(9), fields(own));
    let ofx = "<OFX><STMTTRN><DTPOSTED>20260216<TRNAMT>-1.50<FITID>1</STMTTRN>\
        <STMTTRN><DTPOSTED>20260216<TRNAMT>-1.50<FITID>2</STMTTRN>\
        <STMTTRN><DTPOSTED>20260217<TRNAMT>-7.77<FITID>3</STMTTRN>\
        <STMTTRN><DTPOSTED>20260224<TRNAMT>100.00<FITID>4</STMTTRN></OFX>";
    let answers = [("account", account.to_string())];
    let answers = answers.each_ref().map(|(id, answer)| (*id, answer.as_str()));
    let source = file("bank.ofx", ofx);
    let before = preview(&world, &source, &answers);
    assert_eq!(
        (before.new, alike(&before)),
        (4, 2),
        "one of the two for 1.50, and the person's own"
    );
    assert_eq!(take_in(&world, &source, &answers), before, "what was shown is what happens");
    let again = take_in(&world, &source, &answers);
    assert_eq!((again.new, alike(&again)), (0, 0));
}

#[test]
fn categories_of_a_file_are_made_once_and_only_when_wanted() {
    let qif =
        "!Type:Bank\nD2026-02-13\nT-1.50\nLFood:Groceries\n^\nD2026-02-14\nT5.00\nLGifts\n^\n";
    let source = file("a.qif", qif);
    let world = World::new();
    world.account(id(1), "gifts", "income");
    take_in(&world, &source, &[&NEW[..], &[("categories", "leave")]].concat());
    assert_eq!(accounts(&world), ["Mine", "gifts"]);
    take_in(&world, &source, &NEW);
    assert_eq!(accounts(&world), ["Food", "Groceries", "Mine", "gifts"]);
    assert_eq!(take_in(&world, &source, &NEW).new, 0);
    let query = "SELECT count(*) FROM finance_txn WHERE category IS NOT NULL";
    assert_eq!(world.store.read(|cx| cx.sql().number(query, params![])).unwrap(), 2);
}
