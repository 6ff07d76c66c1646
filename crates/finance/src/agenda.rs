//! What finance puts on the calendar: bills that are due, were paid or will likely come, statements that
//! were found to be right, and days on which far more than usual was spent.

use base::day::{Day, Span};
use base::error::Result;
use base::id::AnyId;
use domain::view::{AgendaItem, AgendaMoney};
use jiff::tz::TimeZone;
use store::params;
use store::read::ReadCx;

use crate::api::{self, OccurrenceState, UpcomingOf, UpcomingPayment};
use crate::model::{day, day_number};
use crate::series;

/// A day stands on the calendar when it cost so many times what a day of the year before did: the
/// ordinary ones do not, and bills stand there by themselves. A guess.
const LARGE_DAYS: i64 = 4;
/// Days from which it is known what an ordinary one costs, and so many of them it takes.
const KNOWN_DAYS: i32 = 365;
const KNOWN_DAYS_MIN: usize = 28;

/// Bills, statements and large days, in the order of days.
pub(crate) fn agenda(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    let mut payments = Vec::new();
    let mut from = span.first;
    loop {
        let to = from.plus(BILL_DAYS - 1).min(span.last);
        payments.extend(api::upcoming(cx, UpcomingOf { from, to })?);
        // Before the next day is asked for: the last day of the calendar has none, and would be asked for ever.
        if span.last <= to {
            break;
        }
        from = to.plus(1);
    }
    payments.retain(|payment| payment.state != OccurrenceState::Skipped);
    // What nobody scheduled is a guess, and those of another year are worth nothing.
    let guessed = cx.today().plus(BILL_DAYS);
    payments.retain(|payment| payment.schedule.is_some() || payment.day <= guessed);
    payments.retain(|payment| (span.first..=span.last).contains(&payment.day));
    let mut items = Vec::with_capacity(payments.len());
    for payment in &payments {
        items.push(bill(payment));
    }
    items.extend(statements(cx, span)?);
    items.extend(large_days(cx, span, &payments)?);
    items.sort_by_key(|item| item.date);
    Ok(items)
}

/// So many days of bills are asked for at once.
const BILL_DAYS: i32 = 366;

fn item(kind: &str, id: AnyId, date: Day, title: String, done: bool) -> AgendaItem {
    AgendaItem {
        domain: "finance".into(),
        kind: kind.into(),
        id,
        date,
        time: None,
        end: None,
        title,
        done,
        money: None,
    }
}

/// `Landlord`. What was paid is its transaction, what is due its schedule; the id of what
/// nobody scheduled follows from its key.
fn bill(payment: &UpcomingPayment) -> AgendaItem {
    let name = match (&payment.transfer, payment.payee.is_empty()) {
        (Some(into), true) => &into.name,
        (_, _) => &payment.payee,
    };
    let open = payment.state != OccurrenceState::Done;
    let late = if payment.late && open { ", late" } else { "" };
    let title = format!("{name}{late}");
    let (kind, id) = match (payment.txn, payment.schedule) {
        (Some(txn), _) => ("finance.txn", txn),
        (None, Some(schedule)) => ("finance.schedule", schedule),
        (None, None) => ("finance.recurring", id_of_key(payment)),
    };
    let money = AgendaMoney {
        minor: payment.minor,
        currency: payment.currency.clone(),
        about: payment.about && open,
    };
    AgendaItem { money: Some(money), ..item(kind, id, payment.day, title, !open) }
}

fn id_of_key(payment: &UpcomingPayment) -> AnyId {
    let key = format!("{}/{}", payment.key.as_deref().unwrap_or_default(), payment.due);
    let mut id = [0; 16];
    id.copy_from_slice(&blake3::hash(key.as_bytes()).as_bytes()[..16]);
    AnyId::from_bytes(id)
}

/// `Checking: the statement is right`.
fn statements(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    cx.sql().rows(
        "SELECT s.id, s.day, coalesce(a.name, '') FROM finance_statement s
         LEFT JOIN finance_account a ON a.id = s.account
         WHERE s.day BETWEEN ?1 AND ?2 ORDER BY s.day, s.id",
        params![day_number(span.first), day_number(span.last)],
        |row| {
            let title = format!("{}: the statement is right", row.text(2)?);
            Ok(item("finance.statement", row.id(0)?, day(row.int(1)?)?, title, true))
        },
    )
}

/// `Much was spent`, beside bills, on days that cost far more than others. Their ids are not records':
/// they begin with the day's first instant in UTC.
fn large_days(
    cx: &ReadCx<'_>,
    span: Span,
    payments: &[UpcomingPayment],
) -> Result<Vec<AgendaItem>> {
    let last = span.last.min(cx.today());
    if last < span.first {
        return Ok(Vec::new());
    }
    let known = Span { first: span.first.plus(-KNOWN_DAYS), last };
    let (currency, spent) = series::spent(cx, known)?;
    let before = usize::try_from(KNOWN_DAYS).unwrap_or(0);
    let spent_on = |date: Day| -> i64 {
        let bills = payments.iter().filter(|one| one.day == date && one.currency == currency);
        let bills = bills.filter(|one| one.txn.is_some() && one.transfer.is_none());
        bills.map(|one| (-one.minor).max(0)).sum()
    };
    let mut items = Vec::new();
    let Some(began) = spent.iter().position(|minor| *minor != 0) else { return Ok(Vec::new()) };
    // The sum of the year before each day, moved along.
    let mut sum: i64 = spent.iter().take(before).sum();
    for (place, minor) in spent.iter().copied().enumerate().skip(before) {
        let date = known.first.plus(i32::try_from(place).unwrap_or(i32::MAX));
        let beside = minor - spent_on(date);
        let days = place.saturating_sub(began).min(before);
        let ordinary = sum.saturating_mul(LARGE_DAYS) / i64::try_from(days.max(1)).unwrap_or(1);
        if KNOWN_DAYS_MIN <= days && 0 < sum && ordinary <= beside {
            let money = AgendaMoney { minor: -minor, currency: currency.clone(), about: false };
            let day = item("finance.day", id_at(date), date, "Much was spent".into(), true);
            items.push(AgendaItem { money: Some(money), ..day });
        }
        sum += minor - spent[place - before];
    }
    Ok(items)
}

fn id_at(date: Day) -> AnyId {
    let midnight = date.date().to_zoned(TimeZone::UTC);
    let ms = midnight.map_or(0, |at| at.timestamp().as_millisecond());
    AnyId::from_time_and_hash(ms.max(0).unsigned_abs(), &[0; 10])
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::api::tests::{FOOD, import, new, read, world, write};
    use crate::api::{FinishReconcile, NewSchedule, NewTxn, RepeatUnit, SkipOccurrence};
    use crate::projection::tests::{World, id};

    fn check(world: &World, first: &str, last: &str, expected: Expect) {
        let day = |text: &str| text.parse().expect("a day");
        let items = read(world, |cx| agenda(cx, Span { first: day(first), last: day(last) }));
        let line = |item: &AgendaItem| {
            let done = if item.done { "x" } else { " " };
            let money = item.money.as_ref().map_or(String::new(), |money| {
                let about = if money.about { "about " } else { "" };
                format!(" {about}{} {}", money.minor, money.currency)
            });
            format!("{} [{done}] {} {}{money}\n", item.date, item.kind, item.title)
        };
        expected.assert_eq(&items.iter().map(line).collect::<String>());
    }

    fn schedule(payee: &str, minor: i64, start: &str) -> NewSchedule {
        NewSchedule {
            payee: payee.into(),
            account: Some(id(1)),
            category: Some(id(FOOD)),
            transfer: None,
            minor,
            currency: None,
            about: None,
            unit: RepeatUnit::Month,
            step: None,
            start: start.parse().expect("a day"),
            end: None,
        }
    }

    #[test]
    fn bills_are_due_late_paid_left_out_or_expected() {
        let world = world();
        let rent = write(&world, |cx| {
            api::create_schedule(cx, schedule("Landlord", -90_000, "2026-01-05"))
        });
        write(&world, |cx| {
            let power =
                NewSchedule { about: Some(true), ..schedule("Power", -4_500, "2026-02-10") };
            api::create_schedule(cx, power)
        });
        write(&world, |cx| api::create_schedule(cx, schedule("Work", 250_000, "2026-02-27")));
        let paid = NewTxn { payee: Some("Landlord".into()), ..new("2026-02-06", -90_000) };
        write(&world, |cx| api::add_txn(cx, paid));
        let due = "2026-03-05".parse().expect("a day");
        write(&world, move |cx| {
            api::skip_occurrence(cx, SkipOccurrence { id: rent.id, due, again: false })
        });
        for day in ["2025-12-03", "2026-01-03", "2026-02-03"] {
            let film = NewTxn { payee: Some("Films".into()), ..new(day, -1_299) };
            write(&world, |cx| api::add_txn(cx, film));
        }
        check(
            &world,
            "2026-02-01",
            "2026-04-06",
            expect![[r#"
                2026-02-03 [x] finance.day Much was spent -1299 EUR
                2026-02-06 [x] finance.txn Landlord -90000 EUR
                2026-02-10 [ ] finance.schedule Power, late about -4500 EUR
                2026-02-27 [ ] finance.schedule Work, late 250000 EUR
                2026-03-03 [ ] finance.recurring Films -1299 EUR
                2026-03-10 [ ] finance.schedule Power about -4500 EUR
                2026-03-27 [ ] finance.schedule Work 250000 EUR
                2026-04-03 [ ] finance.recurring Films -1299 EUR
                2026-04-05 [ ] finance.schedule Landlord -90000 EUR
            "#]],
        );
        let far = |text: &str| text.parse().expect("a day");
        let span = Span { first: far("2026-06-01"), last: far("2029-05-31") };
        let items = read(&world, |cx| agenda(cx, span));
        let guessed = items.iter().filter(|item| item.kind == "finance.recurring");
        assert_eq!((items.len(), guessed.count()), (3 * 36 + 9, 9), "guesses end after a year");
    }

    #[test]
    fn statements_and_days_that_cost_much_stand_there() {
        let world = world();
        let first: Day = "2026-01-01".parse().expect("a day");
        let rows: Vec<String> = (0..59).map(|day| first.plus(day).to_string()).collect();
        let rows: Vec<(&str, &str, i64)> =
            rows.iter().map(|day| (day.as_str(), day.as_str(), -500)).collect();
        import(&world, &rows);
        import(&world, &[("large", "2026-02-14", -9_900)]);
        let finish = FinishReconcile {
            account: id(1),
            day: "2026-02-15".parse().expect("a day"),
            minor: 0,
            adjust: None,
            payee: None,
        };
        write(&world, |cx| api::finish_reconcile(cx, finish));
        check(
            &world,
            "2026-02-10",
            "2026-03-10",
            expect![[r#"
                2026-02-14 [x] finance.day Much was spent -10400 EUR
                2026-02-15 [x] finance.statement Checking: the statement is right
            "#]],
        );
    }
}
