use super::*;

fn day(text: &str, order: Order) -> String {
    let day = Written::parse(text).and_then(|written| written.day(order));
    day.map_or("none".to_owned(), |day| day.to_string())
}

fn proven(texts: &[&str]) -> Option<Order> {
    let mut proof = Proof::new();
    texts.iter().filter_map(|text| Written::parse(text)).for_each(|date| proof.take(&date));
    proof.order()
}

#[test]
fn the_order_decides_what_a_date_is() {
    for text in ["3/4/2026", "03.04.2026", "3-4-2026 10:00", "3/ 4'2026", "03042026", "3/ 4'26"] {
        assert_eq!(day(text, Order::DayMonthYear), "2026-04-03", "{text}");
        assert_eq!(day(text, Order::MonthDayYear), "2026-03-04", "{text}");
        assert_eq!(day(text, Order::YearMonthDay), "none", "{text}");
    }
    assert_eq!(day("06-02-01", Order::YearMonthDay), "2006-02-01");
    assert_eq!(day("1/ 2' 6", Order::MonthDayYear), "2006-01-02");
    assert_eq!(day("6/ 1/94", Order::MonthDayYear), "1994-06-01");
}

#[test]
fn a_year_in_front_or_a_named_month_needs_no_order() {
    let plain = [
        "2026-04-03",
        "2026/4/3",
        "20260403",
        "20260403120000",
        "2026-04-03T23:59:59Z",
        "2026-04-03 10:00:00.123 +0200",
        "3 Apr 2026",
        "Apr 3, 2026",
        "3. April 2026",
        "3 avr. 2026",
        "3 de abril de 2026",
        "Fri, 3 Apr 2026 10:00",
        "03-Apr-26",
        "2026年4月3日",
    ];
    for text in plain {
        for order in Order::ALL {
            assert_eq!(day(text, order), "2026-04-03", "{text}");
        }
    }
    assert_eq!(proven(&plain), Some(Order::DayMonthYear), "any order is right");
}

#[test]
fn what_is_no_date_is_none() {
    let texts = [
        "",
        "x",
        "12.50",
        "1.234.567",
        "1/2",
        "13/13/2026",
        "30/2/2026",
        "1/2/2026x",
        "1.2.2026.5",
        "DE89 3704 0044",
        "jui 3 2026",
        "0/0/0000",
        "00000000",
        "999999999",
        "1/2/3/4567",
        "//",
        "Mar",
        "1 2 3 4 5",
        "4000-01-01",
        "2026-04-03 and a very long story about what was bought there",
    ];
    for text in texts {
        let orders = Written::parse(text).map(|date| date.orders()).unwrap_or_default();
        if !["1/2/3/4567", "1 2 3 4 5"].contains(&text) {
            assert!(orders.is_empty(), "{text:?} is a day as {orders:?}");
        }
    }
}

#[test]
fn a_day_above_twelve_proves_the_order() {
    assert_eq!(proven(&["3/4/2026", "13/4/2026"]), Some(Order::DayMonthYear));
    assert_eq!(proven(&["3/4/2026", "4/13/2026"]), Some(Order::MonthDayYear));
    assert_eq!(proven(&["3/4/26", "4/13/26"]), Some(Order::MonthDayYear));
    assert_eq!(proven(&["3/4/26", "99/4/13"]), Some(Order::YearMonthDay));
    assert_eq!(proven(&["25/12/05"]), Some(Order::DayMonthYear));
}

#[test]
fn what_is_not_proven_is_not_said() {
    assert_eq!(proven(&["3/4/2026", "12/1/2026"]), None);
    assert_eq!(proven(&["13/4/2026", "4/13/2026"]), None, "a file that contradicts itself");
    assert_eq!(proven(&["3/3/2026"]), Some(Order::DayMonthYear), "both are the same day");
    assert_eq!(proven(&[]), Some(Order::DayMonthYear));
    assert_eq!(Proof::new().left().len(), 3);
}

#[test]
fn words_of_orders_come_back() {
    for order in Order::ALL {
        assert_eq!(Order::from_word(order.word()), Some(order));
    }
    assert_eq!(Order::from_word("ydm"), None);
}
