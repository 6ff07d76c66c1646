//! The demo year has something to show on every page, and its figures agree with each other.

use std::collections::BTreeSet;

use domain::DemoLife;
use serde_json::{Value, json};

use super::world::World;

fn list(reply: &Value) -> &[Value] {
    reply.as_array().map_or(&[], Vec::as_slice)
}

fn words<'a>(rows: &'a [Value], key: &str) -> BTreeSet<&'a str> {
    rows.iter().filter_map(|row| row[key].as_str()).collect()
}

#[test]
fn every_page_has_something_to_show() {
    let world = World::new(7);
    let last_day = "2026-03-01".parse().expect("a day");
    let life = DemoLife { seed: 7, last_day, now_ms: 1_772_398_800_000 };
    world.demo(&life);
    let ask = |name: &str, request: Value| world.call(&format!("finance.{name}"), request);

    let accounts = ask("accounts", json!({}));
    let rows = list(&accounts["accounts"]);
    assert_eq!(words(rows, "name").len(), 5);
    for row in rows {
        let held = row["balance"]["minor"].as_i64().expect("a balance");
        assert_eq!(held < 0, row["kind"] == "liability", "{row}");
    }
    assert_eq!(rows[0]["statement"]["difference"], 0, "the statement is right");
    assert_eq!(accounts["unconverted"], json!([]), "there is a rate for everything");

    let offers = ask("offers", json!({}));
    assert_eq!(words(list(&offers), "kind"), BTreeSet::from(["same", "transfer"]));
    let open = ask("register", json!({ "only": "uncategorized" }));
    assert!(10 < open["count"].as_u64().unwrap_or(0), "{}", open["count"]);
    let guesses = ask("proposals", json!({}));
    assert!(5 < list(&guesses["items"]).len() && guesses["accuracy"]["right"] != 0);
    assert!(5 < list(&ask("rule_proposals", json!({}))).len());
    for only in ["split", "pending", "transfer"] {
        let page = ask("register", json!({ "only": only }));
        assert!(0 < page["count"].as_u64().unwrap_or(0), "{only}");
    }
    for tag in ["porto", "pepper", "christmas"] {
        let page = ask("register", json!({ "tag": tag }));
        assert!(0 < page["count"].as_u64().unwrap_or(0), "{tag}");
    }

    let again = ask("recurring", json!({}));
    let alerts = list(&again).iter().flat_map(|one| list(&one["alerts"]));
    let alerts: Vec<Value> = alerts.cloned().collect();
    assert_eq!(words(&alerts, "kind"), BTreeSet::from(["dearer", "missed"]));
    assert_eq!(words(list(&again), "state"), BTreeSet::from(["kept", "offered"]));
    let due = ask("upcoming", json!({ "from": "2026-02-01", "to": "2026-03-31" }));
    let states = BTreeSet::from(["done", "due", "expected", "skipped"]);
    assert_eq!(words(list(&due), "state"), states);

    let budget = ask("budget", json!({ "month": "2026-02" }));
    let modes = words(list(&budget["rows"]), "mode");
    assert_eq!(modes, BTreeSet::from(["envelope", "limit"]));
    assert!(list(&budget["rows"]).iter().any(|row| row["moved"] != 0));
    assert_eq!(list(&ask("goals", json!({}))).len(), 3);
    let receipts = ask("receipts", json!({}));
    let linked = list(&receipts).iter().filter(|receipt| receipt["txn"].is_object()).count();
    let offered = list(&receipts).iter().map(|receipt| list(&receipt["offers"]).len());
    assert_eq!((linked, offered.sum::<usize>()), (1, 1));

    // Once more, as by a click too many: nothing comes twice.
    let before = ask("register", json!({ "limit": 1 }))["count"].clone();
    world.demo(&life);
    assert_eq!(ask("register", json!({ "limit": 1 }))["count"], before);
}
