//! Receipts as lines of text, in several languages, and what no receipt is.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn lines(text: &str) -> Vec<Line> {
    let line = |(index, text): (usize, &str)| {
        let top = 34.0 * index as f32;
        let corners = [[0.0, top], [400.0, top], [400.0, top + 28.0], [0.0, top + 28.0]];
        Line { text: text.to_owned(), quality: 1.0, corners }
    };
    text.lines().enumerate().map(line).collect()
}

fn shown(receipt: &Receipt) -> String {
    let mut shown = String::new();
    let mut field = |name: &str, value: Option<String>, quality: f32| {
        let value = value.unwrap_or_else(|| "?".into());
        shown += &format!("{name}: {value} ({quality:.2})\n");
    };
    field("store", receipt.store.value().cloned(), receipt.store.quality);
    field("date", receipt.date.value().map(ToString::to_string), receipt.date.quality);
    field("currency", receipt.currency.value().map(ToString::to_string), receipt.currency.quality);
    let total = receipt.total.value().map(|total| total.minor.to_string());
    field("total", total, receipt.total.quality);
    for item in &receipt.items {
        let quantity = item.quantity.as_deref().map(|quantity| format!("{quantity} x "));
        let unit = item.unit_price.map(|price| format!(" at {}", price.minor));
        let (quantity, unit) = (quantity.unwrap_or_default(), unit.unwrap_or_default());
        shown += &format!(
            "- {quantity}{}{unit}: {} ({:.2})\n",
            item.name, item.price.minor, item.quality
        );
    }
    shown + &format!("adds up: {:?}\n", receipt.adds_up)
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(&read(&lines(text), Hints::default())));
}

#[test]
fn german_with_quantities_above_and_below() {
    check(
        "REWE Markt\nHauptstr. 5\n10115 Berlin\nUID Nr. DE812706034\nEUR\n2 x 1,25\nJoghurt  2,50 B\n\
         Tomaten  1,36 A\n0,683 kg x 1,99 EUR/kg\nKaffee  1.234,56\nPfand\n-0,25\nSUMME  EUR  1.238,17\n\
         Geg. BAR  EUR  1.240,00\nRückgeld BAR  EUR  -1,83\nSteuer %  Netto  Steuer  Brutto\n\
         A= 19,0%  1,14  0,22  1,36\n14.03.2026  18:42  Bon-Nr.:4711",
        expect![[r#"
            store: REWE Markt (0.80)
            date: 2026-03-14 (1.00)
            currency: EUR (1.00)
            total: 123817 (1.00)
            - 2 x Joghurt at 125: 250 (1.00)
            - 0.683 x Tomaten at 199: 136 (1.00)
            - Kaffee: 123456 (1.00)
            - Pfand: -25 (1.00)
            adds up: Some(true)
        "#]],
    );
}

#[test]
fn french_spanish_italian_dutch_portuguese() {
    check(
        "MONOPRIX\n12 rue de la Paix\n14/03/2026 18h42\nBaguette  1,10 €\nVin rouge  1 234,56 €\n\
         SOUS-TOTAL  1 235,66\nREMISE  -5,00\nTOTAL TTC  1 230,66 €\nCB  1 230,66\ndont TVA 20,0 %  205,11",
        expect![[r#"
            store: MONOPRIX (0.80)
            date: 2026-03-14 (1.00)
            currency: EUR (1.00)
            total: 123066 (1.00)
            - Baguette: 110 (1.00)
            - Vin rouge: 123456 (1.00)
            - REMISE: -500 (1.00)
            adds up: Some(true)
        "#]],
    );
    check(
        "MERCADONA S.A.\nFACTURA SIMPLIFICADA\n14/03/2026 18:42\n1 PAN DE MOLDE  1,35\n2 LECHE ENTERA  0,95  1,90\n\
         TOTAL (€)  3,25\nTARJETA BANCARIA  3,25\nIVA 4%  3,13  0,12",
        expect![[r#"
            store: MERCADONA S.A. (0.80)
            date: 2026-03-14 (1.00)
            currency: EUR (1.00)
            total: 325 (1.00)
            - 1 PAN DE MOLDE: 135 (1.00)
            - 2 x LECHE ENTERA at 95: 190 (1.00)
            adds up: Some(true)
        "#]],
    );
    check(
        "BAR CENTRALE\nScontrino\nCaffè  1,20\nCornetto  1,50\nSUBTOTALE  2,70\nTOTALE COMPLESSIVO  2,70\n\
         di cui IVA  0,25\nContante  5,00\nResto  2,30\n03-04-2026 08:15",
        expect![[r#"
            store: BAR CENTRALE (0.80)
            date: ? (0.00)
            currency: ? (0.00)
            total: 270 (1.00)
            - Caffè: 120 (1.00)
            - Cornetto: 150 (1.00)
            adds up: Some(true)
        "#]],
    );
    check(
        "Albert Heijn\nKassabon\n3 x STROOPWAFELS  6,-\nBananen  1,29\nSubtotaal  7,29\nBTW 9%  0,60\nTe betalen  7,29\n\
         Pinpas  7,29\n14-03-2026",
        expect![[r#"
            store: Albert Heijn (0.80)
            date: 2026-03-14 (1.00)
            currency: ? (0.00)
            total: 729 (1.00)
            - 3 x STROOPWAFELS: 600 (1.00)
            - Bananen: 129 (1.00)
            adds up: Some(true)
        "#]],
    );
    check(
        "PINGO DOCE\nPão de forma  1,19\nBacalhau  12,50\nDESCONTO  -2,00\nTOTAL A PAGAR  11,69\nDinheiro  20,00\n\
         Troco  8,31\nEUR",
        expect![[r#"
            store: PINGO DOCE (0.80)
            date: ? (0.00)
            currency: EUR (1.00)
            total: 1169 (1.00)
            - Pão de forma: 119 (1.00)
            - Bacalhau: 1250 (1.00)
            - DESCONTO: -200 (1.00)
            adds up: Some(true)
        "#]],
    );
}

#[test]
fn dollars_with_tax_on_top_and_a_misread_mark() {
    check(
        "SAFEWAY\nSTORE #1234\n03/04/2026 18:42\nColgate Total 75ml  3.49\nGranola bar  2,00\nBirthday card  3.99\n\
         BALANCE DUE SUBTOTAL  9.48\nSALES TAX 8.25%  0.78\nTOTAL\n$10.26\nCASH  $20.00\nCHANGE  $9.74\nTOTAL ITEMS 3\n\
         YOU SAVED  1.00",
        expect![[r#"
            store: SAFEWAY (0.80)
            date: ? (0.00)
            currency: USD (0.60)
            total: 1026 (1.00)
            - Colgate Total 75ml: 349 (1.00)
            - Granola bar: 200 (0.70)
            - Birthday card: 399 (1.00)
            adds up: Some(true)
        "#]],
    );
}

#[test]
fn yen_has_no_decimals() {
    check(
        "SAKURA MART\n2026/03/14 18:42  No.0382\nTEL 03-5555-0142\nOnigiri  ¥160\nKome 5kg  ¥2,480\nOcha x3  384\n\
         Gokei  ¥3,024\nOazukari  ¥5,000\nOtsuri  ¥1,976",
        expect![[r#"
            store: SAKURA MART (0.80)
            date: 2026-03-14 (1.00)
            currency: JPY (0.80)
            total: 3024 (1.00)
            - Onigiri: 160 (1.00)
            - Kome 5kg: 2480 (1.00)
            - Ocha x3: 384 (1.00)
            adds up: Some(true)
        "#]],
    );
}

#[test]
fn without_a_currency_amounts_are_read_and_named_by_the_hint() {
    let text = "CORNER SHOP\nTea  2.50\nTotal  2.50";
    let receipt = read(&lines(text), Hints::default());
    assert_eq!(receipt.currency.value(), None);
    assert_eq!(receipt.total.value(), Some(&Amount { minor: 250, exponent: 2 }));
    let pounds = Currency::new("GBP").expect("it is one");
    let receipt = read(&lines(text), Hints { currency: Some(pounds), day_first: None });
    assert_eq!(receipt.currency.value(), Some(&pounds));
    let total = receipt.total.value().expect("it is named").money(pounds).expect("it is small");
    assert_eq!(total.to_string(), "2.50");
}

#[test]
fn a_total_that_nothing_names_is_unknown() {
    for text in [
        "",
        "Dear diary,\nI walked 12.50 km today",
        "2.49\n3.80\n6.29",
        "TOTAL",
        "Total recall\nby Anna",
    ] {
        let receipt = read(&lines(text), Hints::default());
        assert_eq!(receipt.total.value(), None, "{text:?}");
        assert!(receipt.items.is_empty() && receipt.store.value().is_none(), "{text:?}");
    }
}

#[test]
fn two_totals_with_equal_right_are_contested() {
    let receipt = read(&lines("SHOP\nTotal  5.00\nTotal  7.00"), Hints::default());
    assert!(receipt.total.quality <= 0.5, "{receipt:?}");
}

#[test]
fn huge_input_is_read_in_part() {
    let text = "Total 1,1 2x3.00 EUR 12-12-2026 ".repeat(5_000);
    let one = lines(&text);
    let many: Vec<Line> = one.iter().cycle().take(5_000).cloned().collect();
    let receipt = read(&many, Hints::default());
    assert!(receipt.total.line.is_none_or(|line| line < LINES_MAX));
}

proptest! {
    #[test]
    fn any_lines_are_read(texts in prop::collection::vec("[0-9.,' x@%€$¥A-Za-z/:\\-]{0,40}|.{0,40}", 0..20)) {
        let all = lines(&texts.join("\n"));
        let receipt = read(&all, Hints::default());
        for item in &receipt.items {
            prop_assert!(item.line < all.len() && (0.0..=1.0).contains(&item.quality));
        }
    }

    #[test]
    fn a_sum_is_found_whatever_the_prices(prices in prop::collection::vec(1..1_000_000_i64, 1..12), comma: bool) {
        let mark = if comma { ',' } else { '.' };
        let amount = |minor: i64| format!("{}{mark}{:02}", minor / 100, minor % 100);
        let mut text = String::from("SHOP\n");
        for price in &prices {
            text += &format!("Thing  {} €\n", amount(*price));
        }
        let sum: i64 = prices.iter().sum();
        text += &format!("Total  {} €\n", amount(sum));
        let receipt = read(&lines(&text), Hints::default());
        prop_assert_eq!(receipt.total.value().map(|total| total.minor), Some(sum));
        prop_assert_eq!(receipt.items.iter().map(|item| item.price.minor).collect::<Vec<_>>(), prices);
        prop_assert_eq!(receipt.adds_up, Some(true));
    }
}
