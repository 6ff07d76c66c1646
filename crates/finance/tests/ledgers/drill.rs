//! Every figure of a report is the sum of the rows that it names.

use std::collections::BTreeMap;

use base::day::Span;
use domain::Domain;
use finance::Finance;
use serde_json::{Value as Json, json};

use super::household;
use super::world::World;

/// What one unit of a currency was worth in cents of the euro from a day on, as the household says:
/// numerator and denominator for one smallest unit.
const RATES: [(&str, &str, i128, i128); 4] = [
    ("USD", "2024-12-31", 91, 100),
    ("USD", "2025-06-17", 87, 100),
    ("JPY", "2025-01-01", 100, 162),
    ("JPY", "2025-11-30", 300, 1),
];

/// Cents by the rate that they had, which is rounded once; what has no rate lies apart.
#[derive(Default, Debug, PartialEq)]
struct Sum {
    by_rate: BTreeMap<(i128, i128), i128>,
    apart: BTreeMap<String, i128>,
}

impl Sum {
    fn add(&mut self, minor: i64, currency: &str, day: &str) {
        let minor = i128::from(minor);
        let mut known = RATES.iter().filter(|(code, from, _, _)| *code == currency && *from <= day);
        let rate = match currency {
            "EUR" => Some((1, 1)),
            _ => known.next_back().map(|(_, _, num, den)| (*num, *den)),
        };
        match rate {
            Some(rate) => *self.by_rate.entry(rate).or_default() += minor,
            None => *self.apart.entry(currency.to_owned()).or_default() += minor,
        }
    }

    fn cents(&self) -> i64 {
        let worth = |((num, den), minor): (&(i128, i128), &i128)| half_even(minor * num, *den);
        i64::try_from(self.by_rate.iter().map(worth).sum::<i128>()).expect("small sums")
    }
}

fn half_even(number: i128, by: i128) -> i128 {
    let (quotient, rest) = (number.div_euclid(by), number.rem_euclid(by));
    match (2 * rest).cmp(&by) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
        std::cmp::Ordering::Greater => quotient + 1,
    }
}

/// All rows that the register answers.
fn rows(world: &World, mut request: Json) -> Vec<Json> {
    let mut rows = Vec::new();
    loop {
        let page = world.call("finance.register", request.clone());
        rows.extend(page["items"].as_array().expect("items").iter().cloned());
        if page["next"].is_null() {
            return rows;
        }
        request["cursor"] = page["next"].clone();
    }
}

fn text<'a>(row: &'a Json, key: &str) -> &'a str {
    row[key].as_str().expect("a text")
}

/// The sum of the rows behind a figure. What goes out of an account is spent.
fn behind(world: &World, rows_behind: &Json, span: &Json) -> Sum {
    let request =
        json!({ "behind": rows_behind, "from": span["from"], "to": span["to"], "limit": 50 });
    let sign = if rows_behind["flow"] == "spending" { -1 } else { 1 };
    let mut sum = Sum::default();
    for row in rows(world, request) {
        let part = row["part_minor"].as_i64().expect("a part of it is behind the figure");
        sum.add(sign * part, text(&row, "currency"), text(&row, "day"));
    }
    sum
}

fn world() -> World {
    let world = World::new(7);
    household::fill(&world, 11, 420);
    world
}

/// Spending, in every way that it can be asked for, and how many figures were looked at.
fn check_spending(world: &World, request: &Json) -> usize {
    let report = world.call("finance.spending", request.clone());
    let steps = report["steps"].as_array().expect("steps");
    let mut apart: BTreeMap<String, i128> = BTreeMap::new();
    let mut seen = 0;
    for row in report["rows"].as_array().expect("rows") {
        let cells = row["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), steps.len());
        let mut sum = 0;
        for (cell, span) in cells.iter().zip(steps) {
            let found = behind(world, &row["rows"], span);
            assert_eq!(found.cents(), cell.as_i64().expect("cents"), "{request} {row} {span}");
            sum += found.cents();
            for (currency, minor) in found.apart {
                *apart.entry(currency).or_default() += minor;
            }
            seen += 1;
        }
        assert_eq!(row["minor"].as_i64(), Some(sum));
    }
    let totals: i64 =
        report["totals"].as_array().expect("totals").iter().filter_map(Json::as_i64).sum();
    assert_eq!(report["minor"].as_i64(), Some(totals));
    if request["by"] != "tag" {
        let rows = report["rows"].as_array().expect("rows").iter();
        let sum: i64 = rows.filter_map(|row| row["minor"].as_i64()).sum();
        assert_eq!(sum, totals, "{request}");
        let said = report["unconverted"].as_array().expect("amounts").iter();
        let said: BTreeMap<String, i128> = said
            .map(|one| {
                (text(one, "currency").to_owned(), one["minor"].as_i64().unwrap_or(0).into())
            })
            .collect();
        apart.retain(|_, minor| *minor != 0);
        assert_eq!(said, apart, "{request}: what has no rate is listed apart");
    }
    seen
}

#[test]
fn spending_is_the_sum_of_its_rows() {
    let world = world();
    let ranges = [
        ("month", json!({ "from": "2025-01-01", "to": "2026-02-28" })),
        ("month", json!({ "from": "2025-05-10", "to": "2025-08-20" })),
        ("quarter", json!({ "from": "2025-02-14", "to": "2026-01-03" })),
        ("year", json!({})),
        ("whole", json!({ "from": "2025-06-10", "to": "2025-06-20" })),
    ];
    let mut seen = 0;
    for (step, range) in ranges {
        for flow in ["spending", "income"] {
            for by in ["category", "payee", "tag", "account"] {
                if by != "category" && step == "month" {
                    continue; // Quarters and years are made of the same days.
                }
                let mut request = json!({ "by": by, "step": step, "flow": flow });
                for key in ["from", "to"] {
                    request[key] = range[key].clone();
                }
                seen += check_spending(&world, &request);
            }
        }
    }
    assert!(400 < seen, "{seen} figures");
}

#[test]
fn filtered_spending_is_the_sum_of_its_rows() {
    let world = world();
    let (giro, dollars, food) = (household::id(1), household::id(3), household::id(21));
    let filters = [
        json!({ "accounts": [giro, dollars] }),
        json!({ "categories": [food, household::id(24)] }),
        json!({ "payees": ["Acme", "!Bang"], "accounts": [giro] }),
        json!({ "tags": ["holiday", "sea side"] }),
        json!({ "tags": [""], "categories": [food] }),
    ];
    let mut seen = 0;
    for filter in filters {
        for by in ["category", "payee", "tag", "account"] {
            let request = json!({ "by": by, "step": "year", "filter": filter });
            seen += check_spending(&world, &request);
        }
    }
    assert!(60 < seen, "{seen} figures");
}

#[test]
fn cash_flow_is_the_sum_of_its_rows_and_loses_nothing() {
    let world = world();
    let span = json!({ "from": "2025-03-05", "to": "2025-12-31" });
    let flow = world.call("finance.cash_flow", span.clone());
    let mut middle = 0;
    for link in flow["links"].as_array().expect("links") {
        let minor = link["minor"].as_i64().expect("cents");
        assert!(0 < minor, "what flows has a direction, not a sign");
        let comes = link["to"] == "middle";
        middle += if comes { minor } else { -minor };
        if link["rows"].is_null() {
            continue;
        }
        let found = behind(&world, &link["rows"], &span).cents();
        let brings = if link["rows"]["flow"] == "income" { found } else { -found };
        assert_eq!(brings, if comes { minor } else { -minor }, "{link}");
    }
    assert_eq!(middle, 0, "what comes in goes out, or stays");
    let figure = |key: &str| flow[key].as_i64().expect("cents");
    assert!(figure("income") < figure("spending"));
    let nodes = flow["nodes"].as_array().expect("nodes");
    assert!(nodes.iter().any(|node| node["kind"] == "drawn"), "more went than came");
}

#[test]
fn net_worth_is_what_the_accounts_hold() {
    let world = world();
    for request in [
        json!({ "step": "month" }),
        json!({ "step": "quarter", "from": "2025-02-03", "to": "2025-10-17" }),
        json!({ "step": "whole", "to": "2025-06-17" }),
    ] {
        let worth = world.call("finance.net_worth", request);
        let points = worth["points"].as_array().expect("points");
        for (place, point) in points.iter().enumerate() {
            let mut all = 0;
            for account in worth["accounts"].as_array().expect("accounts") {
                let request = json!({ "account": account["id"], "to": point["day"], "limit": 1 });
                let page = world.call("finance.register", request);
                let mut sum = Sum::default();
                for held in page["sums"].as_array().expect("sums") {
                    let minor = held["minor"].as_i64().expect("smallest units");
                    sum.add(minor, text(held, "currency"), text(point, "day"));
                }
                assert_eq!(
                    account["minors"][place].as_i64(),
                    Some(sum.cents()),
                    "{account} {point}"
                );
                all += sum.cents();
            }
            assert_eq!(point["worth"].as_i64(), Some(all));
        }
        let last = &worth["unconverted"];
        assert_eq!(last[0]["currency"], "KWD", "no rate is known of it: {last}");
    }
}

#[test]
fn a_transfer_is_neither_spent_nor_earned_and_what_is_told_twice_counts_once() {
    let world = world();
    let filter = json!({ "payees": ["Twice"] });
    let spent = |flow: &str| {
        let request = json!({ "by": "payee", "step": "whole", "flow": flow, "filter": filter });
        world.call("finance.spending", request)["minor"].as_i64()
    };
    assert_eq!((spent("spending"), spent("income")), (Some(777), Some(0)));
}

/// A day's number of a series, in cents.
fn series(world: &World, name: &str, from: &str, to: &str) -> BTreeMap<String, i64> {
    let day = |text: &str| text.parse().expect("a day");
    let span = Span { first: day(from), last: day(to) };
    let series = Finance.series().iter().find(|series| series.name == name).expect("a series");
    let points = world.store.read(|cx| (series.points)(cx, span)).expect("points");
    points.iter().map(|at| (at.day.to_string(), (at.value * 100.0).round() as i64)).collect()
}

#[test]
fn daily_numbers_are_those_of_the_reports() {
    let world = world();
    for flow in ["spending", "income"] {
        let points = series(&world, &format!("finance.{flow}"), "2025-04-01", "2025-08-31");
        assert!(3 < points.len(), "{flow} {points:?}");
        for (day, cents) in points {
            let request = json!({ "from": day, "to": day, "step": "whole", "flow": flow });
            assert_eq!(world.call("finance.spending", request)["minor"], cents, "{flow} on {day}");
        }
    }
    let worth = world.call("finance.net_worth", json!({ "step": "month" }));
    let points = series(&world, "finance.net_worth", "2024-12-01", "2026-12-31");
    assert_eq!(points.keys().last().map(String::as_str), Some("2026-03-01"), "up to today");
    let mut seen = 0;
    for point in worth["points"].as_array().expect("points") {
        if let Some(cents) = points.get(text(point, "day")) {
            assert_eq!(point["worth"], *cents, "{point}");
            seen += 1;
        }
    }
    assert!(12 < seen, "{seen} ends of months");
}

#[test]
fn two_ranges_differ_by_what_each_of_them_holds() {
    let world = world();
    let (a, b) = (
        json!({ "from": "2025-01-01", "to": "2025-03-31" }),
        json!({ "from": "2025-03-01", "to": "2025-05-15" }),
    );
    let compared =
        world.call("finance.compare", json!({ "a": a, "b": b, "by": "payee", "flow": "spending" }));
    let rows = compared["rows"].as_array().expect("rows");
    assert!(5 < rows.len());
    for row in rows {
        let (in_a, in_b) =
            (behind(&world, &row["rows"], &a).cents(), behind(&world, &row["rows"], &b).cents());
        assert_eq!(row["a"].as_i64(), Some(in_a));
        assert_eq!(row["b"].as_i64(), Some(in_b));
        assert_eq!(row["difference"].as_i64(), Some(in_b - in_a));
    }
}

#[test]
fn a_report_asks_for_days_in_their_order_and_not_too_many() {
    let world = World::new(7);
    let refused = |request: Json| {
        let error = world.try_call("finance.spending", request).expect_err("refused");
        error.field().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(json!({ "from": "2025-02-01", "to": "2025-01-01" })), "to");
    assert_eq!(refused(json!({ "from": "1900-01-01", "to": "2025-01-01" })), "from");
    let many = vec!["a"; 501];
    assert_eq!(refused(json!({ "filter": { "payees": many } })), "filter");
    let empty = world.call("finance.spending", json!({}));
    assert_eq!((&empty["rows"], &empty["minor"]), (&json!([]), &json!(0)), "nothing is nothing");
}
