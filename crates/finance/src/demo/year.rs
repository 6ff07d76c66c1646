//! What comes month by month: pay, rent, bills, what is put aside.

use base::day::Day;
use jiff::civil::Weekday;

use super::book::{Book, Tie};
use super::dice::Dice;
use super::home::Held;
use super::line::Line;
use crate::model::month::Month;

/// Days of the year.
pub(super) const DAYS: i32 = 365;
/// What the rent is, pence.
pub(super) const RENT: i64 = 98_500;
/// What is put aside each month, pence.
pub(super) const ASIDE: i64 = 25_000;

/// A bill that comes on one day of the month for the same amount.
struct Bill {
    held: Held,
    day: i8,
    minor: i64,
    payee: &'static str,
    memo: &'static str,
}

const fn bill(day: i8, minor: i64, payee: &'static str, memo: &'static str) -> Bill {
    Bill { held: Held::Checking, day, minor, payee, memo }
}

const PHONE: Bill = bill(18, -1_200, "DIRECT DEBIT PAYMENT TO GIFFGAFF REF 4471902", "");
const FILMS: Bill =
    Bill { held: Held::Card, day: 9, minor: -1_099, payee: "NETFLIX.COM AMSTERDAM NLD", memo: "" };

/// Bills that are always the same.
const BILLS: &[Bill] = &[
    bill(1, -RENT, "STANDING ORDER TO M J PARFITT", "FLAT 3 RENT"),
    bill(5, -3_100, "DIRECT DEBIT PAYMENT TO ZEN INTERNET REF ZI88120", ""),
    bill(22, -1_462, "DIRECT DEBIT PAYMENT TO PAWSURE PET INS REF P-20991", "PEPPER"),
    Bill {
        held: Held::Card,
        day: 14,
        minor: -1_199,
        payee: "SPOTIFY P2A4F19C STOCKHOLM",
        memo: "",
    },
    Bill { held: Held::Dollars, day: 3, minor: -900, payee: "FONTSTAND.COM", memo: "" },
];

/// Everything that comes month by month, between two days.
pub(super) fn live(book: &mut Book, dice: &mut Dice, first: Day, last: Day) {
    let mut month = Month::of(first);
    while month <= Month::of(last) {
        for bill in BILLS {
            pay(book, bill, month, bill.minor, (first, last));
        }
        let recent = last.ordinal() - on(month, FILMS.day).ordinal() < 56;
        pay(book, &FILMS, month, if recent { -1_299 } else { FILMS.minor }, (first, last));
        if on(month, PHONE.day) < missed(last) {
            pay(book, &PHONE, month, PHONE.minor, (first, last));
        }
        household(book, dice, month, (first, last));
        work(book, dice, month, (first, last));
        month = month.plus(1);
    }
    put_aside(book, first, last);
}

/// From when on the phone's bill has not come: it should have, some days ago.
fn missed(last: Day) -> Day {
    let late = last.plus(-6);
    let this = on(Month::of(late), PHONE.day);
    if this <= late { this } else { on(Month::of(late).plus(-1), PHONE.day) }
}

fn pay(book: &mut Book, bill: &Bill, month: Month, minor: i64, (first, last): (Day, Day)) {
    let day = working(on(month, bill.day));
    if (first..=last).contains(&day) {
        book.add(Line::new(bill.held, day, minor, bill.payee).memo(bill.memo));
    }
}

/// A day of a month.
pub(super) fn on(month: Month, day: i8) -> Day {
    month.first().plus(i32::from(day) - 1).min(month.last())
}

/// The day itself or the Monday after: banks rest at weekends.
pub(super) fn working(day: Day) -> Day {
    match day.date().weekday() {
        Weekday::Saturday => day.plus(2),
        Weekday::Sunday => day.plus(1),
        _ => day,
    }
}

/// What a flat costs and is never quite the same.
fn household(book: &mut Book, dice: &mut Dice, month: Month, (first, last): (Day, Day)) {
    let number = month.first().date().month();
    let cold = [132, 124, 104, 82, 61, 48, 44, 45, 55, 78, 101, 126];
    let cold = cold[usize::from(number.unsigned_abs()) - 1];
    let mut add = |day: i8, minor: i64, payee: &str| {
        let day = working(on(month, day));
        if (first..=last).contains(&day) {
            book.add(Line::new(Held::Checking, day, minor, payee));
        }
    };
    let power = -(cold * 100 + dice.between(-450, 450));
    add(12, power, "DIRECT DEBIT PAYMENT TO OCTOPUS ENERGY REF A-4F21B7");
    if !matches!(number, 2 | 3) {
        add(15, -14_800, "DIRECT DEBIT PAYMENT TO BRISTOL CITY COUNCIL REF 60013384");
    }
    if number % 3 == 0 {
        add(20, -7_130, "DIRECT DEBIT PAYMENT TO BRISTOL WATER REF 7711204");
    }
    if number == 3 {
        add(27, -11_840, "DIRECT DEBIT PAYMENT TO HALLMARK HOME INS REF HH-20071");
    }
}

/// Pay on the last working day, royalties in dollars, interest.
fn work(book: &mut Book, dice: &mut Dice, month: Month, (first, last): (Day, Day)) {
    let number = month.first().date().month();
    let mut payday = month.last();
    while matches!(payday.date().weekday(), Weekday::Saturday | Weekday::Sunday) {
        payday = payday.plus(-1);
    }
    let within = |day: Day| (first..=last).contains(&day);
    if within(payday) {
        let pay = if number >= 4 { 275_140 } else { 268_417 }; // A rise in April.
        let line = Line::new(Held::Checking, payday, pay, "CONTOUR PRESS LTD");
        book.add(line.memo("BACS CREDIT SALARY"));
    }
    let interest = on(month, 28);
    if within(interest) {
        let minor = book.held(Held::Savings, interest) * 34 / 12_000; // 3.4 percent a year.
        let payee = "GROSS INTEREST PAID";
        book.add(Line::new(Held::Savings, interest, minor, payee).category("interest"));
    }
    if number % 3 == 1 {
        let (day, minor) = (working(on(month, 16)), dice.between(41_000, 72_000));
        if within(day) {
            let line = Line::new(Held::Dollars, day, minor, "STRIPE TRANSFER ATLAS PRINTS");
            book.add(line.category("other-income").note("Sheets sold in the States"));
        }
        let (day, dollars) = (working(on(month, 23)), 40_000);
        if within(day) && within(day.plus(1)) {
            let out = Line::new(Held::Dollars, day, -dollars, "CONVERTED TO GBP");
            let pounds = dollars * (7_480 + dice.between(-90, 160)) / 10_000;
            let came = working(day.plus(1));
            let into = Line::new(Held::Checking, came, pounds, "TIDEWAY INT LTD USD CONVERSION");
            let (out, into) = (book.add(out), book.add(into));
            book.tie(out, into, Tie::Transfer);
        }
    }
}

/// Savings on the second: both accounts tell of it.
fn put_aside(book: &mut Book, first: Day, last: Day) {
    let mut month = Month::of(first);
    while month <= Month::of(last) {
        let day = working(on(month, 2));
        if (first..last).contains(&day) {
            let out = Line::new(Held::Checking, day, -ASIDE, "STANDING ORDER TO SAVINGS 90022174");
            let into = Line::new(Held::Savings, day, ASIDE, "TRANSFER FROM 43871265");
            let (out, into) = (book.add(out), book.add(into));
            book.tie(out, into, Tie::Transfer);
        }
        month = month.plus(1);
    }
}

/// The card's bill of each month on the 24th, when everything else that it paid is known. Both accounts
/// tell of it; the last two legs are not yet said to belong together.
pub(super) fn pay_card(book: &mut Book, first: Day, last: Day) {
    let mut month = Month::of(first);
    let (mut from, mut owed) = (first, -Held::Card.before());
    let mut due = Vec::new();
    while month <= Month::of(last) {
        let closing = on(month, 10);
        let day = working(on(month, 24));
        owed -= book.sum(Held::Card, from, closing.min(last));
        from = from.max(closing.plus(1));
        if (first..last).contains(&day) && owed > 0 {
            due.push((day, std::mem::take(&mut owed)));
        }
        month = month.plus(1);
    }
    let mut pairs = Vec::new();
    for (day, owed) in due {
        let payee = "DIRECT DEBIT PAYMENT TO SEVERN CARD REF 5402137719";
        let out = book.add(Line::new(Held::Checking, day, -owed, payee));
        let came = Line::new(Held::Card, day.plus(1), owed, "PAYMENT RECEIVED THANK YOU");
        pairs.push((out, book.add(came)));
    }
    let kept = pairs.len().saturating_sub(1);
    for (out, came) in pairs.into_iter().take(kept) {
        book.tie(out, came, Tie::Transfer);
    }
}
