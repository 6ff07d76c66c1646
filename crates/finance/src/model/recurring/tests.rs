use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

/// Transactions from lines such as `2026-01-03 Netflix -1299`.
fn seen(lines: &str) -> Vec<Seen> {
    let read = |(number, line): (usize, &str)| {
        let (day, rest) = line.trim().split_once(' ').expect("a day");
        let (payee, minor) = rest.rsplit_once(' ').expect("an amount");
        let mut id = [0; 16];
        id[8..].copy_from_slice(&number.to_be_bytes());
        Seen {
            id: AnyId::from_bytes(id),
            day: day.parse().expect("a date"),
            minor: minor.parse().expect("a number"),
            currency: "EUR".to_owned(),
            payee: payee.to_owned(),
            account: AnyId::from_bytes([1; 16]),
            category: None,
        }
    };
    lines.lines().filter(|line| !line.trim().is_empty()).enumerate().map(read).collect()
}

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn show(lines: &str, today: &str) -> String {
    let today = day(today);
    let mut out = String::new();
    for found in detect(&seen(lines)) {
        let Found { rhythm, next, hits, .. } = &found;
        let last = found.last();
        let going = if found.goes_on(today) { "" } else { " ended" };
        write!(out, "{} {} {rhythm:?} x{} next {next}{going}", last.payee, last.minor, hits.len())
            .expect("a string takes everything");
        for alert in found.alerts(today) {
            write!(out, " {alert:?}").expect("a string takes everything");
        }
        out.push('\n');
    }
    out
}

fn check(lines: &str, today: &str, expected: Expect) {
    expected.assert_eq(&show(lines, today));
}

/// The same payment on many days.
fn each(days: &[&str], rest: &str) -> String {
    days.iter().map(|day| format!("{day} {rest}\n")).collect()
}

#[test]
fn subscriptions_rent_salary_and_insurances_are_found() {
    let lines = [
        each(&["2026-01-03", "2026-02-03", "2026-03-03"], "Netflix -1299"),
        each(
            &["2025-11-28", "2025-12-30", "2026-01-30", "2026-02-27", "2026-03-31"],
            "ACME Ltd 250000",
        ),
        each(&["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"], "Landlord -90000"),
        each(&["2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27"], "Veg box -1850"),
        each(&["2026-02-06", "2026-02-20", "2026-03-06", "2026-03-20"], "Cleaner -4000"),
        each(&["2025-06-15", "2025-09-15", "2025-12-15", "2026-03-16"], "Broadcast fee -5508"),
        each(&["2024-05-04", "2025-05-06"], "Liability insurance -7200"),
    ];
    check(
        &lines.concat(),
        "2026-04-02",
        expect![[r#"
        ACME Ltd 250000 Month x5 next 2026-04-30
        Broadcast fee -5508 Quarter x4 next 2026-06-15
        Cleaner -4000 TwoWeeks x4 next 2026-04-03
        Landlord -90000 Month x4 next 2026-05-31
        Liability insurance -7200 Year x2 next 2026-05-04
        Netflix -1299 Month x3 next 2026-04-03
        Veg box -1850 Week x4 next 2026-04-03
    "#]],
    );
}

#[test]
fn two_hits_are_enough_for_a_year_and_for_nothing_else() {
    check(&each(&["2026-01-03", "2026-02-03"], "Gym -3500"), "2026-02-10", expect![""]);
}

#[test]
fn groceries_are_no_subscription() {
    let mut dice: u64 = 7;
    let mut roll = |below: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % below
    };
    let mut believed = 0;
    for _ in 0..20 {
        let mut lines = String::new();
        let mut at = day("2024-01-02");
        while at < day("2026-03-01") {
            lines.push_str(&format!("{at} Rewe -{}\n", 1_200 + roll(8_000)));
            at = at.plus(2 + i32::try_from(roll(4)).expect("a small number"));
        }
        believed += detect(&seen(&lines)).len();
    }
    assert_eq!(believed, 0, "in twenty lives nobody has a subscription to groceries");
}

#[test]
fn a_membership_among_many_orders_is_found() {
    let mut lines = each(
        &["2025-10-07", "2025-11-07", "2025-12-07", "2026-01-07", "2026-02-07"],
        "Amazon -899",
    );
    for (number, at) in [3, 11, 14, 25, 29, 41, 44, 58, 63, 77, 85, 99, 104, 118].iter().enumerate()
    {
        let minor = 1_500 + number * 777;
        lines.push_str(&format!("{} Amazon -{minor}\n", day("2025-10-08").plus(*at)));
    }
    check(
        &lines,
        "2026-02-20",
        expect![[r#"
        Amazon -899 Month x5 next 2026-03-07
    "#]],
    );
}

#[test]
fn several_contracts_at_one_payee_stay_apart() {
    let lines = [
        each(&["2026-01-03", "2026-02-03", "2026-03-03", "2026-04-03"], "Telekom -999"),
        each(&["2026-01-17", "2026-02-17", "2026-03-17", "2026-04-17"], "Telekom -999"),
        each(&["2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05"], "Telekom -3995"),
    ];
    check(
        &lines.concat(),
        "2026-04-20",
        expect![[r#"
            Telekom -999 Month x4 next 2026-05-03
            Telekom -999 Month x4 next 2026-05-17
            Telekom -3995 Month x4 next 2026-05-05
        "#]],
    );
}

#[test]
fn three_yearly_insurances_are_not_one_quarterly() {
    let apart = [
        each(&["2024-01-10", "2025-01-10", "2026-01-09"], "Allianz -12000"),
        each(&["2024-04-12", "2025-04-11"], "Allianz -31000"),
        each(&["2024-08-01", "2025-08-01"], "Allianz -8500"),
    ];
    check(
        &apart.concat(),
        "2026-02-01",
        expect![[r#"
            Allianz -12000 Year x3 next 2027-01-10
            Allianz -31000 Year x2 next 2026-04-11
            Allianz -8500 Year x2 next 2026-08-01
        "#]],
    );
    let alike = [
        each(&["2024-01-10", "2025-01-10", "2026-01-09"], "Allianz -10000"),
        each(&["2024-04-12", "2025-04-11"], "Allianz -10200"),
        each(&["2024-08-01", "2025-08-01"], "Allianz -10100"),
    ];
    check(
        &alike.concat(),
        "2026-02-01",
        expect![[r#"
            Allianz -10200 Year x2 next 2026-04-11
            Allianz -10000 Year x3 next 2027-01-10
            Allianz -10100 Year x2 next 2026-08-01
        "#]],
    );
}

#[test]
fn refunds_do_not_disturb() {
    let lines = [
        each(&["2026-01-03", "2026-02-03", "2026-03-03"], "Netflix -1299"),
        each(&["2026-02-05"], "Netflix 1299"),
        each(&["2026-01-20", "2026-02-02"], "Zalando 4999"),
    ];
    check(
        &lines.concat(),
        "2026-03-10",
        expect![[r#"
        Netflix -1299 Month x3 next 2026-04-03
    "#]],
    );
}

#[test]
fn a_price_may_rise_once_and_is_told() {
    let lines = [
        each(&["2025-11-12", "2025-12-12", "2026-01-12"], "Spotify -1099"),
        each(&["2026-02-12"], "Spotify -1299"),
    ];
    check(
        &lines.concat(),
        "2026-02-20",
        expect![[r#"
        Spotify -1299 Month x4 next 2026-03-12 Dearer { before: -1099, after: -1299 }
    "#]],
    );
    let cheaper = [
        each(&["2025-11-12", "2025-12-12", "2026-01-12"], "Power -9000"),
        each(&["2026-02-12", "2026-03-12"], "Power -7000"),
    ];
    check(
        &cheaper.concat(),
        "2026-03-20",
        expect![[r#"
        Power -7000 Month x5 next 2026-04-12
    "#]],
    );
    let small = [
        each(&["2025-11-12", "2025-12-12", "2026-01-12"], "Cloud -1299"),
        each(&["2026-02-12"], "Cloud -1349"),
    ];
    check(
        &small.concat(),
        "2026-02-20",
        expect![[r#"
        Cloud -1349 Month x4 next 2026-03-12 Dearer { before: -1299, after: -1349 }
    "#]],
    );
    let varies = "2025-11-12 Water -4100\n2025-12-12 Water -4150\n2026-01-12 Water -4080\n2026-02-12 Water -4200\n";
    check(
        varies,
        "2026-02-20",
        expect![[r#"
        Water -4200 Month x4 next 2026-03-12
    "#]],
    );
}

#[test]
fn what_does_not_come_is_missed_and_then_over() {
    let lines = each(&["2025-11-12", "2025-12-12", "2026-01-12"], "Gym -3500");
    check(
        &lines,
        "2026-02-15",
        expect![[r#"
        Gym -3500 Month x3 next 2026-02-12
    "#]],
    );
    check(
        &lines,
        "2026-02-20",
        expect![[r#"
        Gym -3500 Month x3 next 2026-02-12 Missed { due: Day(2026-02-12) }
    "#]],
    );
    check(
        &lines,
        "2026-04-01",
        expect![[r#"
        Gym -3500 Month x3 next 2026-02-12 ended Missed { due: Day(2026-02-12) }
    "#]],
    );
    let once =
        each(&["2025-09-12", "2025-10-12", "2025-11-12", "2026-01-12", "2026-02-12"], "Gym -3500");
    check(
        &once,
        "2026-02-15",
        expect![[r#"
        Gym -3500 Month x5 next 2026-03-12
    "#]],
    );
}

#[test]
fn keys_do_not_change_with_what_comes_later() {
    let days = ["2025-11-12", "2025-12-12", "2026-01-12", "2026-02-12"];
    let early = detect(&seen(&each(&days[..3], "Gym -3500")));
    let late = detect(&seen(&(each(&days[..3], "Gym -3500") + "2026-02-12 Gym -3900\n")));
    assert_eq!(early[0].key, late[0].key, "a dearer month is the same contract");
    let mut turned = seen(&each(&days, "Gym -3500"));
    turned.reverse();
    assert_eq!(detect(&turned)[0].key, early[0].key, "the order of rows does not matter");
}

#[test]
fn counting_from_its_start_alone_falls_on_the_next_day() {
    for days in [
        ["2025-11-30", "2025-12-31", "2026-01-31"],
        ["2025-11-12", "2025-12-12", "2026-01-12"],
        ["2026-01-02", "2026-01-09", "2026-01-16"],
        ["2024-02-29", "2025-02-28", "2026-02-28"],
    ] {
        let found = detect(&seen(&each(&days, "Gym -3500")));
        let (unit, step) = found[0].rhythm.unit();
        let start = found[0].start;
        let repeat = crate::model::repeat::Repeat { unit, step, start, end: None };
        assert!(start <= found[0].next && repeat.falls_on(found[0].next), "{:?}", found[0]);
    }
}
